"""Lists with their lead-ins and tables, whole: what in a section is read as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from askaws.answering.candidates import as_list
from askaws.records import Block, Chunk, Evidence, Span

_NO_KINDS = re.compile(
    r"\b(?:facts?|figures?|rules?|limits?|steps?|reasons?|ways?)\b", re.IGNORECASE
)
"""In a lead-in: what the items say matters, not their names."""
FRAGMENT = 6
"""In words: a shorter item is no sentence."""


def groups(section: Sequence[Chunk], chunk: Chunk) -> Iterator[list[Block]]:
    """The blocks of each list with a lead-in and each table that a chunk holds a part of."""
    for number in dict.fromkeys(block.list_id for block in chunk.blocks if block.list_id):
        blocks = [b for part in section for b in part.blocks if b.list_id == number]
        short = all(len(block.text.split()) <= FRAGMENT for block in blocks)
        if len(blocks) > 2 and (blocks[0].kind == "paragraph" or short):
            yield blocks
    rows = [block for part in section for block in part.blocks if block.kind == "row"]
    for first, *_ in [rows] if rows and any(block is rows[0] for block in chunk.blocks) else []:
        table = [row for row in rows if _columns(row) == _columns(first)]
        if len(table) > 1 and all(len(row.spans) == 1 for row in table):
            before = [b for part in section for b in part.blocks if b.end_line < first.start_line]
            leads = before and before[-1].kind == "paragraph" and before[-1].text.endswith(":")
            yield [*before[-1:], *table] if leads else table


def values(text: str) -> str:
    """A row without the names of its columns.

    >>> values("Unit: RCU; Covers: one read")
    'RCU; one read'
    """
    return "; ".join(cell.partition(": ")[2] or cell for cell in text.split("; "))


def _columns(row: Block) -> list[str]:
    return [cell.partition(": ")[0] for cell in row.spans[0].text.split("; ")]


def as_whole(blocks: Sequence[Block], chunk: Chunk, chunk_id: int) -> Evidence:
    """A list in its lead-in and the first sentence of each item; a table in its rows."""
    items = tuple(b.spans[-1] if b.kind == "paragraph" else b.spans[0] for b in blocks)
    return _whole(items, chunk, chunk_id)


def by_names(whole: Evidence, chunk: Chunk) -> Evidence | None:
    """A list in its lead-in and the name of each item, where each has one: "Name: more"."""
    lead, *items = whole.items
    names = [item.quote.partition(": ") for item in items]
    kinds = lead.quote.endswith(":") and not _NO_KINDS.search(lead.quote)
    if not kinds or not all(more for _, _, more in names):
        return None
    short = [
        replace(item, quote=name, text=name) for item, (name, *_) in zip(items, names, strict=True)
    ]
    return _whole((lead, *short), chunk, whole.chunk_id)


def _whole(items: tuple[Span, ...], chunk: Chunk, chunk_id: int) -> Evidence:
    return as_list(items, " ".join(item.text for item in items), chunk, chunk_id)
