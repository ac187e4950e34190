"""Tables whose cells may run over several lines, read row by row.

Markdown has no such cells, but editors export them: a row starts with `|` and
goes on over the next lines until it has all its columns. Rows come out whole,
each value under its column's name and with the lines on which it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from askaws.reading.lines import LineText
from askaws.reading.names import Name, as_name, is_titled
from askaws.records import Block, Span

Plain = Callable[[str], list[str]]
"""Inline Markdown, which may hold line breaks, to plain words, one string a line."""

_PIPE = re.compile(r"(?<!\\)\|")
_QUOTE_PREFIX = re.compile(r"^[ \t>]*")
_SHORT_ROW_WORDS = 40
_CRITERION = re.compile(
    r"(?:aspect|point|question|need|requirement|symptom|way)s?|criteri(?:on|a)", re.IGNORECASE
)
"""A first column that says by what things are compared, not what they are called."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, its header's line and the line after its last one (0-based)."""

    blocks: tuple[Block, ...]
    names: tuple[Name, ...]
    start: int
    end: int


def read_table(lines: list[str], start: int, plain: Plain) -> Table:
    """Read the table whose header is `lines[start]` (0-based) up to its last row.

    >>> lines = ["| A | B |", "|---|---|", "| x | one", "two |", "| y | z |"]
    >>> table = read_table(lines, 0, str.splitlines)
    >>> [(b.start_line, b.end_line, b.text) for b in table.blocks]
    [(3, 4, 'A: x; B: one two'), (5, 5, 'A: y; B: z')]
    >>> lines = ["| Point | S3 | EBS |", "|---|---|---|", "| Price | Low | High |"]
    >>> read_table(lines, 0, str.splitlines).names
    ()
    """
    header = _strip(lines[start])
    columns = [" ".join(" ".join(plain(cell)).split()) for cell in _split(header)]
    piped = header.startswith("|")
    blocks: list[Block] = []
    names: list[Name] = []
    label = ""
    row = start + 2
    while row < len(lines) and lines[row].strip(" \t>"):
        end = _row_end(lines, row, len(columns)) if piped else row + 1
        cells = _cells(lines, row, end, plain)
        if cells and cells[0]:
            label = _named(columns, 0, cells[0].text)
            titled = is_titled(cells[0].text, every_word=False) and not _CRITERION.fullmatch(
                columns[0]
            )
            if titled and as_name(cells[0].text):
                names.append(Name(as_name(cells[0].text), row + 1))
        block = _row_block(columns, cells, label)
        if block:
            blocks.append(block)
        row = end
    return Table(tuple(blocks), tuple(names), start, row)


def _strip(line: str) -> str:
    return _QUOTE_PREFIX.sub("", line).rstrip()


def _split(line: str) -> list[str]:
    """The cells of one line; the pipes at its two ends are not separators."""
    if line.startswith("|"):
        line = line[1:]
    parts = _PIPE.split(line)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [part.replace(r"\|", "|") for part in parts]


def _row_end(lines: list[str], row: int, columns: int) -> int:
    """The line after the row that begins at `row`: where it has all its columns."""
    pipes = 0
    end = row
    while end < len(lines) and lines[end].strip(" \t>"):
        line = _strip(lines[end])
        if end > row and line.startswith("|"):
            return end
        pipes += len(_PIPE.findall(line))
        end += 1
        if pipes > columns and line.endswith("|"):
            return end
    # The cell was never closed: what follows the first line is not this table's.
    closed = pipes > columns
    return end if closed else row + 1


def _cells(lines: list[str], row: int, end: int, plain: Plain) -> list[LineText]:
    raw: list[list[tuple[int, str]]] = [[]]
    for number in range(row, end):
        line = _strip(lines[number])
        if number == row and line.startswith("|"):
            line = line[1:]
        parts = [part.replace(r"\|", "|") for part in _PIPE.split(line)]
        raw[-1].append((number + 1, parts[0]))
        for part in parts[1:]:
            raw.append([(number + 1, part)])
    cells = []
    for cell in raw:
        words = plain("\n".join(text.strip() for _, text in cell))
        numbers = [number for number, _ in cell]
        cells.append(LineText(zip(numbers, words, strict=False)))
    return cells


def _named(columns: list[str], index: int, value: str) -> str:
    name = columns[index].rstrip(":") if index < len(columns) else ""
    return f"{name}: {value}" if name and value else value


def _row_block(columns: list[str], cells: list[LineText], label: str) -> Block | None:
    filled = [(index, cell) for index, cell in enumerate(cells) if cell]
    if not filled:
        return None
    sentences = {index: cell.sentences() for index, cell in filled}
    words = sum(len(cell.text.split()) for _, cell in filled)
    if words <= _SHORT_ROW_WORDS and all(len(found) == 1 for found in sentences.values()):
        whole = Span(
            quote=" ".join(cell.text for _, cell in filled),
            text="; ".join(_named(columns, index, cell.text) for index, cell in filled),
            start_line=filled[0][1].whole().start_line,
            end_line=max(cell.whole().end_line for _, cell in filled),
            depth=1,
        )
        return Block("row", (whole,), "" if filled[0][0] == 0 else label)
    spans: list[Span] = []
    for index, _ in filled:
        first, *others = sentences[index]
        # Prose beside a label, in a table of two columns, reads on its own.
        if index == 0 or len(columns) > 2 or not others:
            first = replace(first, text=_named(columns, index, first.quote))
        spans += [replace(span, depth=1) for span in (first, *others)]
    return Block("row", tuple(spans), label)
