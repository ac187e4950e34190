"""Passages to candidates: every sentence, row and item of them, and every list as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from askaws.index.store import Generation
from askaws.models.encoder import Floats
from askaws.records import Block, Chunk, Evidence, Hit, Span

_ITEM_WORDS = 12
"""Of an item in a list's own text, this many words say what the item is."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Evidence that is not scored yet, and the cosine of its vector with the question's.

    That of a list is its best item's.
    """

    evidence: Evidence
    similarity: float


def candidates(generation: Generation, vector: Floats, hits: Sequence[Hit]) -> list[Candidate]:
    """What could be cited from the passages, in their order, each place once.

    A list that a passage touches is followed into the neighbouring passages of
    its section, so that it comes out whole. `vector` is the question's.
    """
    found: dict[tuple[str, int, int, str], Candidate] = {}
    for hit in hits:
        chunk = generation.chunk(hit.chunk_id)
        _, similarities = generation.similarities(hit.chunk_id, vector)
        pairs = [
            *zip(spans_of(chunk, hit.chunk_id), similarities.tolist(), strict=True),
            *(
                (whole, _best_item(chunk, similarities))
                for whole in lists_of(generation.section(hit.chunk_id), chunk, hit.chunk_id)
            ),
        ]
        for evidence, similarity in pairs:
            if evidence is not None:
                key = (evidence.path, evidence.start_line, evidence.end_line, evidence.quote)
                found.setdefault(key, Candidate(evidence, similarity))
    return list(found.values())


def spans_of(chunk: Chunk, chunk_id: int) -> Iterator[Evidence | None]:
    """Each span of a chunk by itself; None for a line that only announces a list."""
    for block, span in chunk.spans:
        announces = block.list_id and block.kind == "paragraph" and span.quote.endswith(":")
        yield None if announces else _evidence(chunk, block, span, chunk_id)


def lists_of(section: Sequence[Chunk], chunk: Chunk, chunk_id: int) -> Iterator[Evidence]:
    """Each list of two items or more that `chunk` holds a part of, read over its whole section."""
    touched = {block.list_id for block in chunk.blocks if block.list_id}
    blocks = [block for part in section for block in part.blocks if block.list_id in touched]
    for _, group in groupby(sorted(blocks, key=lambda b: b.list_id), key=lambda b: b.list_id):
        members = list(group)
        items = [block for block in members if block.kind == "item"]
        if len(items) < 2:
            continue
        lead = [block.spans[-1] for block in members if block.kind == "paragraph"][-1:]
        pieces = (*lead, *_item_heads(items))
        yield Evidence(
            path=chunk.path,
            headings=chunk.headings,
            start_line=pieces[0].start_line,
            end_line=max(piece.end_line for piece in pieces),
            quote=" ".join(piece.quote for piece in pieces),
            text=_list_text(lead, items),
            score=0.0,
            items=pieces,
            chunk_id=chunk_id,
        )


def passage(evidence: Evidence) -> str:
    """What the scorer reads: `heading path: context: text`, as in its training.

    >>> passage(Evidence("s3.md", ("S3", "Limits"), 3, 3, "5 TB", "Object: 5 TB", 0.0, "Sizes:"))
    'S3 > Limits: Sizes: Object: 5 TB'
    """
    context = evidence.context.rstrip(": ")
    if evidence.text.startswith(context):
        context = ""
    parts = (" > ".join(evidence.headings), context, evidence.text)
    return ": ".join(part for part in parts if part)


def _item_heads(items: Iterable[Block]) -> Iterator[Span]:
    """The first sentence of each item: what follows explains it."""
    for item in items:
        yield item.spans[0]


def _list_text(lead: Sequence[Span], items: Sequence[Block]) -> str:
    heads = []
    for item in items:
        words = item.spans[0].text.rstrip(".;,").split()
        heads.append(" ".join(words[:_ITEM_WORDS]))
    opening = f"{lead[0].text.rstrip(':')}: " if lead else ""
    return opening + "; ".join(heads)


def _best_item(chunk: Chunk, similarities: Floats) -> float:
    items = [
        float(s) for (block, _), s in zip(chunk.spans, similarities, strict=True) if block.list_id
    ]
    return max(items, default=0.0)


def _evidence(chunk: Chunk, block: Block, span: Span, chunk_id: int) -> Evidence:
    return Evidence(
        path=chunk.path,
        headings=chunk.headings,
        start_line=span.start_line,
        end_line=span.end_line,
        quote=span.quote,
        text=span.text,
        score=0.0,
        context=block.context,
        chunk_id=chunk_id,
    )
