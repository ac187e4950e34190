"""The words of an HTML block, with their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from askaws.reading.inline import html_alts

_MUTE = {"script", "style", "head", "template"}
_PARAGRAPHS = {
    "p", "div", "li", "ul", "ol", "tr", "table", "details", "summary", "blockquote", "section",
    "article", "dl", "dt", "dd", "pre", "hr", "center", "figure", "figcaption",
}  # fmt: skip
_HEADING = re.compile(r"h([1-6])")


@dataclass(slots=True)
class HtmlPiece:
    """A paragraph, or a heading of level 1 to 6; the level of a paragraph is 0."""

    level: int = 0
    lines: dict[int, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.lines.values()).split())


@dataclass(frozen=True, slots=True)
class HtmlBlock:
    pieces: tuple[HtmlPiece, ...]
    images: int


def read_html(source: str, first_line: int) -> HtmlBlock:
    """Headings and paragraphs of a block that begins on `first_line`.

    Scripts, styles and comments are not words; the alternative text of an image may be.

    >>> block = read_html("<h2>S3</h2>\\n<p>Stores <b>objects</b>.</p>", 7)
    >>> [(piece.level, piece.lines) for piece in block.pieces]
    [(2, {7: 'S3'}), (0, {8: 'Stores objects.'})]
    """
    reader = _HtmlReader(first_line)
    reader.feed(source)
    reader.close()
    return HtmlBlock(tuple(p for p in reader.pieces if p.text), reader.images)


class _HtmlReader(HTMLParser):
    def __init__(self, first_line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces = [HtmlPiece()]
        self.images = 0
        self._first = first_line
        self._mute = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._mute += tag in _MUTE
        if heading := _HEADING.fullmatch(tag):
            self.pieces.append(HtmlPiece(int(heading[1])))
        elif tag in _PARAGRAPHS:
            self.pieces.append(HtmlPiece())
        elif tag in ("br", "td", "th"):
            self._add(self._line, " ")
        elif tag == "img":
            self.images += 1
            self._add(self._line, html_alts(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        self._mute -= tag in _MUTE and self._mute > 0
        if tag in _PARAGRAPHS or _HEADING.fullmatch(tag):
            self.pieces.append(HtmlPiece())

    def handle_data(self, data: str) -> None:
        if not self._mute:
            for line, words in enumerate(data.split("\n"), self._line):
                self._add(line, words)

    @property
    def _line(self) -> int:
        return self._first + self.getpos()[0] - 1

    def _add(self, line: int, words: str) -> None:
        # Words on one line may be run together: "S<b>3</b>" is one word.
        lines = self.pieces[-1].lines
        lines[line] = lines.get(line, "") + words
