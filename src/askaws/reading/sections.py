"""markdown-it-py's tokens to sections, blocks and names, each with its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from markdown_it.token import Token

from askaws.reading.html import HtmlPiece, read_html
from askaws.reading.inline import (
    bold_start,
    image_count,
    is_bold_line,
    only_addresses,
    plain_lines,
    plain_text,
)
from askaws.reading.lines import LineText
from askaws.reading.lists import Lists, is_typed_bullet, typed_items
from askaws.reading.names import Name, as_name, heading_names, is_titled, item_name
from askaws.reading.tables import Table
from askaws.records import Block, Section, Skipped

_TOC = re.compile(r"\[\[?_?toc_?\]?\]", re.IGNORECASE)
_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_REMARK = re.compile(r"(?:important|note|tip|warning|caution|remember|example)s?", re.IGNORECASE)
_ONLY_MARKS = re.compile(r"[\s>*+-]*(?:\d+[.)])?\s*")
_BOLD_HEADING_WORDS = 10
_BOLD_NAME_WORDS = 6
_PSEUDO_LEVEL = 7
_CODE_LINES = 12


@dataclass
class SectionReader:
    """Reads one note's tokens; `tables` are its tables, taken out of `lines` beforehand."""

    path: str
    lines: Sequence[str]
    tables: list[Table]
    sections: list[Section] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    _headings: list[tuple[int, str]] = field(default_factory=list)
    _start: int = 1
    _blocks: list[Block] = field(default_factory=list)
    _images: int = 0
    _excused: bool = False
    _lists: Lists = field(default_factory=Lists)

    def read(self, tokens: Sequence[Token]) -> None:
        for index, token in enumerate(tokens):
            if token.map:
                self._tables_before(token.map[0])
            if token.type == "inline":
                self._inline(tokens, index)
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                self._blocks = self._lists.open(self._blocks, tokens, index)
            elif token.type == "list_item_open":
                self._lists.begin_item(self._blocks, tokens, index)
            elif token.type == "list_item_close":
                self._lists.end_item()
            elif token.type in ("fence", "code_block"):
                self._code(token)
            elif token.type == "html_block":
                self._html(token)
            elif token.type == "front_matter":
                self._front_matter(token)
        self._tables_before(len(self.lines))
        self._close_section(len(self.lines), 0)

    def _inline(self, tokens: Sequence[Token], index: int) -> None:
        token, opener = tokens[index], tokens[index - 1]
        line = self._first_line(token)
        if opener.type == "heading_open":
            self._heading(int(opener.tag[1]), plain_text(token), line)
        elif is_bold_line(token) and self._heads_something(tokens, index):
            self._heading(_PSEUDO_LEVEL, plain_text(token).rstrip(": "), line)
        else:
            self._paragraph(token, tokens[index + 2 : index + 3])

    def _heads_something(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether the bold paragraph at `index` is a heading: short, no sentence, with content."""
        text = plain_text(tokens[index])
        if self._lists.items or text.endswith((".", "!", ",")) or not re.search(r"\w", text):
            return False
        if len(text.split()) > _BOLD_HEADING_WORDS or _REMARK.fullmatch(text.rstrip(": ")):
            return False
        line = self._first_line(tokens[index])
        limit = len(self.lines)
        for token in tokens[index + 1 :]:
            if token.type == "heading_open":
                limit = self._first_line(token)
                break
            if token.type == "inline" and plain_text(token):
                limit = self._first_line(token)
                if not is_bold_line(token):
                    return True
                break
            if token.type in ("fence", "code_block"):
                return True
        return any(line <= table.start < limit for table in self.tables if table.blocks)

    def _heading(self, level: int, text: str, line: int) -> None:
        self._close_section(line - 1, level)
        self._headings = [entry for entry in self._headings if entry[0] < level]
        if text:
            if [(0, text)] == self._headings:
                self._headings.clear()
            self._headings.append((level, text))
            self.names += [Name(name, line) for name in heading_names(text)]
        self._start = line

    def _close_section(self, end_line: int, next_level: int) -> None:
        headings = tuple(text for _, text in self._headings)
        level = self._headings[-1][0] if self._headings else 0
        if self._blocks:
            self.sections.append(Section(headings, self._start, end_line, tuple(self._blocks)))
        elif self._images:
            self.skipped.append(Skipped(self.path, "image-only section", self._start))
        elif level and next_level <= level and not self._excused:
            self.skipped.append(Skipped(self.path, "empty section", self._start))
        self._blocks, self._images, self._excused = [], 0, False
        self._lists.end()

    def _tables_before(self, line: int) -> None:
        """Add the tables that stand above the 0-based `line`."""
        while self.tables and self.tables[0].start < line:
            table = self.tables.pop(0)
            if not table.blocks:
                self._skip("table without rows", table.start + 1)
            self._blocks.extend(table.blocks)
            self.names += table.names

    def _paragraph(self, token: Token, following: Sequence[Token]) -> None:
        first = self._first_line(token)
        self._images += image_count(token)
        words = plain_lines(token)
        lines = LineText(enumerate(words, first))
        linked = any(child.type == "link_open" for child in token.children or [])
        if _TOC.fullmatch(lines.text):
            return
        if only_addresses(lines.text) or (linked and not lines):
            self._skip("only a link", first)
        elif not re.search(r"\w", lines.text):
            if lines and not image_count(token):
                self._skip("no words", first)
        elif self._lists.items:
            self._item(lines, token, following)
        elif is_typed_bullet(lines.text):
            self._blocks = self._lists.open_typed(self._blocks, first)
            for item in typed_items(words, first):
                self._blocks.append(self._lists.block(item))
                self._name(item_name(item.text), first)
        else:
            self._name_in_bold(token)
            self._blocks.append(Block("paragraph", lines.sentences()))
            self._lists.end()

    def _item(self, lines: LineText, token: Token, following: Sequence[Token]) -> None:
        parent = any(after.type.endswith("list_open") for after in following)
        if not self._lists.items[-1].text:
            self._name(item_name(lines.text, parent), self._first_line(token))
        self._name_in_bold(token)
        self._blocks.append(self._lists.block(lines))

    def _name_in_bold(self, token: Token) -> None:
        bold = bold_start(token)
        if is_bold_line(token) and not is_titled(bold):
            return  # a whole sentence in bold, though it lacks its full stop
        if len(bold.split()) <= _BOLD_NAME_WORDS and not bold.endswith((".", "!", "?")):
            self._name(as_name(bold), self._first_line(token))

    def _name(self, name: str, line: int) -> None:
        if name and (not self.names or self.names[-1] != Name(name, line)):
            self.names.append(Name(name, line))

    def _code(self, token: Token) -> None:
        # The map of a fence takes in its two marks; its content starts a line later.
        first = self._first_line(token) + (token.type == "fence")
        rows = [(n, row) for n, row in enumerate(token.content.split("\n"), first) if row.strip()]
        # Pieces of even length: no bracket is left over as a piece of its own.
        size = ceil(len(rows) / ceil(len(rows) / _CODE_LINES)) if rows else 1
        pieces = [rows[i : i + size] for i in range(0, len(rows), size)]
        spans = tuple(LineText(piece).whole() for piece in pieces)
        if spans:
            context = self._blocks[-1].spans[-1].text if self._blocks else ""
            self._blocks.append(Block("code", spans, context if context.endswith(":") else ""))

    def _html(self, token: Token) -> None:
        block = read_html(token.content, self._first_line(token))
        self._images += block.images
        for piece in block.pieces:
            self._html_piece(piece)

    def _html_piece(self, piece: HtmlPiece) -> None:
        lines = LineText(piece.lines.items())
        if piece.level and not self._lists.items:
            self._heading(piece.level, piece.text, lines.line_at(0))
        elif re.search(r"\w", lines.text):
            self._blocks.append(Block("paragraph", lines.sentences()))

    def _front_matter(self, token: Token) -> None:
        self._skip("front matter", self._first_line(token))
        # Many notes have their title there and no heading of the first level.
        if title := _TITLE.search(token.content):
            self._headings.append((0, title[1]))
            self.names += [Name(name, self._first_line(token)) for name in heading_names(title[1])]

    def _skip(self, reason: str, line: int) -> None:
        self.skipped.append(Skipped(self.path, reason, line))
        self._excused = True

    def _first_line(self, token: Token) -> int:
        """The 1-based line on which a token's words begin."""
        line, end = token.map or (0, 0)
        # A line of no-break spaces begins a paragraph, and then is stripped from it.
        stripped = end - line - token.content.count("\n") - 1
        while token.type == "inline" and stripped > 0 and _ONLY_MARKS.fullmatch(self.lines[line]):
            line, stripped = line + 1, stripped - 1
        return line + 1
