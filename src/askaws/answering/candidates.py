"""Passages to candidates: every sentence, row and item of them, and every list as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from askaws.index.store import Generation
from askaws.models.encoder import Floats
from askaws.models.scorer import as_passage
from askaws.records import Block, Chunk, Evidence, Hit, Span

_TABLE_GAP = 3
_ITEM_WORDS = 12
"""Of an item in a list's own text, this many words say what the item is."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Evidence that is not scored yet, and the cosine of its vector with the question's.

    That of a list is that of its best line among the passages.
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
                (whole, _best_line(whole, chunk, similarities))
                for whole in lists_of(generation.section(hit.chunk_id), chunk, hit.chunk_id)
            ),
        ]
        for evidence, similarity in pairs:
            if evidence is not None:
                key = (evidence.path, evidence.start_line, evidence.end_line, evidence.quote)
                known = found.setdefault(key, Candidate(evidence, similarity))
                if similarity > known.similarity:
                    found[key] = replace(known, similarity=similarity)
    return list(found.values())


def are_beside(one: Evidence, other: Evidence) -> bool:
    """Whether one sentence follows the other in a paragraph."""
    if one.path != other.path:
        return False
    follows = one.before is not None and one.before.quote == other.quote
    return follows or (other.before is not None and other.before.quote == one.quote)


def spans_of(chunk: Chunk, chunk_id: int) -> Iterator[Evidence | None]:
    """Each span of a chunk by itself; None for a line that only announces a list."""
    for block, span in chunk.spans:
        announces = block.list_id and block.kind == "paragraph" and span.quote.endswith(":")
        yield None if announces else _evidence(chunk, block, span, chunk_id)


def lists_of(section: Sequence[Chunk], chunk: Chunk, chunk_id: int) -> Iterator[Evidence]:
    """Each list or table of two entries or more that `chunk` holds a part of.

    It is read over the whole section, so that it comes out whole.
    """
    own = set(chunk.blocks)
    for members in _enumerations([block for part in section for block in part.blocks]):
        entries = [block for block in members if block.kind in ("item", "row")]
        if len(entries) < 2 or own.isdisjoint(members):
            continue
        lead = [block.spans[-1] for block in members if block.kind == "paragraph"][-1:]
        # The first sentence of each entry: what follows explains it.
        items = (*lead, *(entry.spans[0] for entry in entries))
        yield as_list(items, _list_text(lead, entries), chunk, chunk_id)


def as_list(items: tuple[Span, ...], text: str, chunk: Chunk, chunk_id: int) -> Evidence:
    """A list or table as one piece of evidence, not scored yet; `text` is what stands for it."""
    return Evidence(
        path=chunk.path,
        headings=chunk.headings,
        start_line=items[0].start_line,
        end_line=max(item.end_line for item in items),
        quote=" ".join(item.quote for item in items),
        text=text,
        score=0.0,
        items=items,
        chunk_id=chunk_id,
    )


def _enumerations(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks of each list, and of each table with the paragraph above it."""
    for list_id, group in groupby(
        sorted(blocks, key=lambda block: block.list_id), key=lambda block: block.list_id
    ):
        if list_id:
            yield list(group)
    table: list[Block] = []
    for above, block in zip((None, *blocks), blocks, strict=False):
        if block.kind != "row":
            continue
        # Two tables are set apart by the header, the rule and the blank line of the second.
        if table and above is table[-1] and block.start_line - above.end_line <= _TABLE_GAP:
            table.append(block)
            continue
        if table:
            yield table
        table = [above, block] if above and above.kind == "paragraph" else [block]
    if table:
        yield table


def passage(evidence: Evidence) -> str:
    """All that a piece of evidence says with what stands above it: `headings: context: text`."""
    return as_passage(evidence.headings, evidence.context, evidence.text)


def to_score(evidence: Evidence) -> str:
    """What the scorer reads of it: its subject and the sentence before it as well."""
    before = evidence.before.text if evidence.before else ""
    return as_passage(evidence.headings, evidence.context, evidence.text, before, evidence.subject)


def _list_text(lead: Sequence[Span], items: Sequence[Block]) -> str:
    heads = []
    for item in items:
        words = item.spans[0].text.rstrip(".;,").split()
        heads.append(" ".join(words[:_ITEM_WORDS]))
    opening = f"{lead[0].text.rstrip(':')}: " if lead else ""
    return opening + "; ".join(heads)


def _best_line(whole: Evidence, chunk: Chunk, similarities: Floats) -> float:
    """The best likeness of the list's own lines, as far as they stand in `chunk`."""
    lines = [
        float(similarity)
        for (block, _), similarity in zip(chunk.spans, similarities, strict=True)
        if any(span in whole.items for span in block.spans)
    ]
    return max(lines, default=0.0)


def _evidence(chunk: Chunk, block: Block, span: Span, chunk_id: int) -> Evidence:
    place = block.spans.index(span)
    before = block.spans[place - 1] if place and block.kind in ("paragraph", "item") else None
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
        before=before,
        subject=span.subject,
    )
