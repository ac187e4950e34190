"""Text that remembers which line of the file each character came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from askaws.records import Span

_CLOSING = "\"'”’)\\]*"
_OPENING = "\"'“‘([*_"
# Where a sentence may end: a mark and white space, a mark that needs none, a full stop run
# into the next sentence ("patterns.AWS provides"), and one with a footnote (".19 Here").
_END = re.compile(
    rf"[.!?…][{_CLOSING}]*\s+|[。！？]|(?<=[a-z)][a-z)])[.]\d\d?\s+(?=[A-Z][a-z])"
    r"|(?<=[a-z)][a-z)])[.](?=(?:The|This|These|It|If|In|With|For|You|We|When|Then|There|Let|An?"
    r"|As|But|However|So|On|By|Each|All|AWS|Amazon)\s)"
)
# Lower case begins a sentence only with a word that hardly continues one.
_LOWER_START = re.compile(r"(?:we|it|this|they|you|so|but|there|these|if|when)\s")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|cf|approx|incl|resp|ex|Dr|Mr|Mrs|Ms|Prof|St|E\.g|I\.e|Ex)|\b[A-Z])[.]$"
)
_BEFORE_NUMBER = re.compile(r"\b(?:no|nos|fig|figs|vol|min|max|ca|sec|ch|pp?)[.]$", re.IGNORECASE)
_LIST_NUMBER = re.compile(r"^\W*\d+\.$")


class LineText:
    """White-space-folded text with the line of each of its characters.

    >>> text = LineText([(3, "Polly speaks.  It has"), (4, "many voices.")])
    >>> text.text
    'Polly speaks. It has many voices.'
    >>> [(s.quote, s.start_line, s.end_line) for s in text.sentences()]
    [('Polly speaks.', 3, 3), ('It has many voices.', 3, 4)]
    """

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        self._offsets: list[int] = []
        self._lines: list[int] = []
        parts: list[str] = []
        length = 0
        for number, raw in lines:
            folded = " ".join(raw.split())
            if not folded:
                continue
            self._offsets.append(length)
            self._lines.append(number)
            parts.append(folded)
            length += len(folded) + 1
        self.text = " ".join(parts)

    def __bool__(self) -> bool:
        return bool(self.text)

    def line_at(self, offset: int) -> int:
        """The line of the character at `offset`."""
        return self._lines[bisect_right(self._offsets, offset) - 1]

    def span(self, start: int, end: int) -> Span:
        """The span of the characters from `start` to `end`, trimmed of white space."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        quote = self.text[start:end]
        return Span(quote, quote, self.line_at(start), self.line_at(end - 1))

    def whole(self) -> Span:
        return self.span(0, len(self.text))

    def sentences(self) -> tuple[Span, ...]:
        """The sentences in order; together they are the whole text."""
        spans = []
        start = 0
        for match in _END.finditer(self.text):
            if self._ends_sentence(start, match):
                spans.append(self.span(start, match.end()))
                start = match.end()
        if self.text[start:].strip():
            spans.append(self.span(start, len(self.text)))
        return tuple(spans)

    def _ends_sentence(self, start: int, match: re.Match[str]) -> bool:
        head = self.text[start : match.start() + 1]
        rest = self.text[match.end() :].lstrip(_OPENING)
        if not match[0][-1].isspace():
            return True
        if rest[:1].islower() and not _LOWER_START.match(rest):
            return False
        if not rest[:1].isalnum() or _ABBREVIATION.search(head) or _LIST_NUMBER.match(head):
            return False
        return not (rest[0].isdigit() and _BEFORE_NUMBER.search(head))
