"""A note's text to its sections, by markdown-it-py's tokens and their line maps.

Reads what real notes hold: headings that repeat or skip levels, bold lines that
serve as headings, nested lists, tables with many-line cells, fences that nobody
closed, front matter, HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from askaws.reading.inline import keep_lines, plain_lines
from askaws.reading.names import Name
from askaws.reading.sections import SectionReader
from askaws.reading.subjects import with_subjects
from askaws.reading.tables import Table, read_table
from askaws.records import Document, Skipped

_HEADING_LINE = re.compile(r" {0,3}#{1,6}\s+\S")
_FRONT_MATTER = re.compile(r"[\w\"'][^:#]*:(?:\s|$)|---\s*$")
STRAY_FENCE = "code fence without an end, read as text"


@dataclass(frozen=True, slots=True)
class Note:
    """A note read: its sections, and the names that it uses for subjects of their own."""

    document: Document
    names: tuple[Name, ...] = ()


def read_markdown(text: str, path: str) -> Document:
    """Sections of a Markdown note, in order, with 1-based inclusive lines.

    >>> document = read_markdown("# S3\\n\\nStores objects.\\n\\n## Empty\\n", "s3.md")
    >>> [(s.headings, s.start_line, s.blocks[0].text) for s in document.sections]
    [(('S3',), 1, 'Stores objects.')]
    >>> [(s.location, s.reason) for s in document.skipped]
    [('s3.md:5', 'empty section')]
    """
    return read_note(text, path).document


def read_plain(text: str, path: str) -> Document:
    """The same for a plain text file: paragraphs and lists, and no other markup."""
    return read_plain_note(text, path).document


def read_note(text: str, path: str) -> Note:
    """A Markdown note with its names."""
    lines = _lines(text)
    parser = keep_lines(MarkdownIt("commonmark").enable("table"))
    if _has_front_matter(lines):
        parser.use(front_matter_plugin)
    stray: list[Skipped] = []
    while (tokens := _blocks(parser, lines)) and (line := _stray_fence(tokens, lines)) is not None:
        lines[line] = ""
        stray.append(Skipped(path, STRAY_FENCE, line + 1))
    tables, masked = _take_tables(parser, lines, tokens)
    reader = SectionReader(path, masked, tables)
    reader.read(parser.parse("\n".join(masked)))
    skipped = sorted((*stray, *reader.skipped), key=lambda skip: skip.line)
    return _note(path, reader, skipped)


def read_plain_note(text: str, path: str) -> Note:
    """A plain text file with its names."""
    lines = _lines(text)
    reader = SectionReader(path, lines, [])
    reader.read(MarkdownIt("zero").enable(["list", "newline"]).parse("\n".join(lines)))
    return _note(path, reader, reader.skipped)


def _note(path: str, reader: SectionReader, skipped: Iterable[Skipped]) -> Note:
    sections = tuple(map(with_subjects, reader.sections))
    return Note(Document(path, sections, tuple(skipped)), tuple(reader.names))


def _lines(text: str) -> list[str]:
    # Only these end a line for Markdown and for editors; str.splitlines knows more.
    return re.split(r"\r\n|\n|\r", text)


def _has_front_matter(lines: list[str]) -> bool:
    """Whether what follows a rule on the first line is metadata, rather than the note itself.

    >>> _has_front_matter(["---", "title: S3", "---"]), _has_front_matter(["---", "S3.", "---"])
    (True, False)
    """
    first = next(filter(str.strip, lines[1:]), "") if lines[0].strip() == "---" else ""
    return bool(_FRONT_MATTER.match(first))


def _blocks(parser: MarkdownIt, lines: list[str]) -> list[Token]:
    """The block structure alone, without the words: most of the time goes into those."""
    with parser.reset_rules():
        parser.disable(["inline", "text_join"])
        return parser.parse("\n".join(lines))


def _stray_fence(tokens: list[Token], lines: list[str]) -> int | None:
    """The 0-based line of a fence that would swallow the note, because it has no end.

    It runs to the end over headings, or takes the beginning of the next fence for its own text.
    """
    for token in tokens:
        if token.type != "fence" or token.level or not token.map:
            continue
        first, end = token.map
        inside = token.content.split("\n")
        next_fence = re.compile(rf" {{0,3}}{re.escape(token.markup)}[`~]*[^\s`~]+\s*$")
        if any(map(next_fence.match, inside)):
            return first
        closed = end - 1 > first and lines[end - 1].strip().startswith(token.markup)
        headings = (
            n for n, row in enumerate(inside[1:]) if _HEADING_LINE.match(row) and not inside[n]
        )
        if not closed and next(headings, None) is not None:
            return first
    return None


def _take_tables(
    parser: MarkdownIt, lines: list[str], tokens: list[Token]
) -> tuple[list[Table], list[str]]:
    """Each table, and the lines with the tables blanked out."""

    def plain(source: str) -> list[str]:
        return plain_lines(parser.parseInline(source)[0])

    masked = list(lines)
    tables: list[Table] = []
    end = 0
    for token in tokens:
        if token.type == "table_open" and token.map and token.map[0] >= end:
            table = read_table(lines, token.map[0], plain)
            end = max(table.end, token.map[1])
            masked[token.map[0] : end] = [""] * (end - token.map[0])
            tables.append(table)
    return tables, masked
