"""Lists: which lead-in they hang on, what their nested items hang on, where one ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from askaws.reading.inline import bold_start, plain_text
from askaws.reading.lines import LineText
from askaws.records import Block

_BULLET = re.compile(r"[·•▪◦‣●○]\s*")
_LEADS_IN = re.compile(
    r":$|\b(?:following|as follows|these|below|like this)\b[^.]*[.:]?$", re.IGNORECASE
)
_FRAGMENT_WORDS = 6
_SHORT_LEAD_WORDS = 8


@dataclass(slots=True)
class Item:
    """A list item being read: what its further paragraphs and nested items hang on."""

    text: str = ""


@dataclass(slots=True)
class Lists:
    """The list being read, and the number that its lead-in and items share."""

    items: list[Item] = field(default_factory=list)
    _count: int = 0
    _id: int = 0
    _lead: str = ""
    _plain_items: int = 0
    _loose: bool = False

    def open(self, blocks: list[Block], tokens: Sequence[Token], index: int) -> list[Block]:
        """Begin the list whose token is at `index`; its lead-in in `blocks` joins it."""
        if self.items:
            return blocks
        start = (tokens[index].map or [0])[0] + 1
        return self._begin(blocks, start, _are_fragments(tokens, index))

    def open_typed(self, blocks: list[Block], start: int) -> list[Block]:
        """The same for bullets that are typed as text; paragraphs of them are one list."""
        return blocks if self._id else self._begin(blocks, start, False)

    def end(self) -> None:
        self._id = 0

    def begin_item(self, blocks: Sequence[Block], tokens: Sequence[Token], index: int) -> None:
        """Begin an item, or a new list if a reader would take it for one.

        Two lists with the same marks are one to Markdown, whatever stands between them.
        A reader sees a list of plain items, an empty line, then items that begin in bold.
        """
        if not self.items:
            start = (tokens[index].map or [0])[0] + 1
            after_gap = self._plain_items > 0 and start > _last_line(blocks) + 1
            bold = bool(bold_start(_first_inline(tokens, index)))
            if bold and after_gap and self._plain_items > 1 and not self._loose:
                self._number("")
            self._loose = self._loose or after_gap
            self._plain_items = -1 if bold or self._plain_items < 0 else self._plain_items + 1
        self.items.append(Item())

    def end_item(self) -> None:
        self.items.pop()

    def block(self, lines: LineText) -> Block:
        """The block of the paragraph `lines` of the present item."""
        depth = max(1, len(self.items))
        spans = tuple(replace(span, depth=depth) for span in lines.sentences())
        if not self.items:
            return Block("item", spans, self._lead, self._id)
        item, parents = self.items[-1], [parent.text for parent in self.items[:-1] if parent.text]
        context = item.text or (parents[-1] if parents else self._lead)
        # What follows a colon hangs on the words before it, else on what the item is about.
        last = spans[-1].text
        item.text = last if last.endswith(":") else item.text or spans[0].text
        return Block("item", spans, context, self._id)

    def _begin(self, blocks: list[Block], start: int, fragments: bool) -> list[Block]:
        self._number("")
        if blocks and _leads_in(blocks[-1], start, fragments):
            self._lead = _lead(blocks[-1])
            return [*blocks[:-1], replace(blocks[-1], list_id=self._id)]
        return blocks

    def _number(self, lead: str) -> None:
        self._count += 1
        self._id, self._lead = self._count, lead
        self._plain_items, self._loose = 0, False


def is_typed_bullet(text: str) -> bool:
    return bool(_BULLET.match(text))


def typed_items(words: Sequence[str], first_line: int) -> Iterator[LineText]:
    """The items of a paragraph whose lines begin with typed bullets.

    >>> [item.text for item in typed_items(["· fast", "· cheap and", "cheerful"], 4)]
    ['fast', 'cheap and cheerful']
    """
    pending: list[tuple[int, str]] = []
    for line, raw in enumerate(words, first_line):
        text, bullets = _BULLET.subn("", raw.lstrip(), count=1) if _starts(raw) else (raw, 0)
        if bullets and LineText(pending):
            yield LineText(pending)
            pending = []
        pending.append((line, text))
    if LineText(pending):
        yield LineText(pending)


def _starts(raw: str) -> bool:
    return is_typed_bullet(raw.lstrip())


def _last_line(blocks: Sequence[Block]) -> int:
    return blocks[-1].end_line if blocks else 0


def _leads_in(block: Block, start: int, fragments: bool) -> bool:
    """Whether a list that begins on line `start` hangs on the paragraph before it."""
    if block.kind != "paragraph":
        return False
    last, gap = block.spans[-1].text, start - block.end_line
    if _LEADS_IN.search(last) or gap == 1:
        return True
    return gap == 2 and fragments


def _lead(block: Block) -> str:
    """The sentence that announces a list, with the one before it if that says what it is about."""
    *_, before, last = "", *(span.text for span in block.spans)
    return f"{before} {last}".strip() if len(last.split()) < _SHORT_LEAD_WORDS else last


def _are_fragments(tokens: Sequence[Token], index: int) -> bool:
    """Whether all items of the list at `index` are a few words each, and no sentences."""
    items: list[list[str]] = []
    for token in tokens[index + 1 :]:
        if token.level == tokens[index].level:
            break
        if token.type == "list_item_open":
            items.append([])
        elif token.type == "inline":
            items[-1].append(plain_text(token))
    items = [texts for texts in items if texts]
    return len(items) > 1 and all(
        len(texts) == 1
        and len(texts[0].split()) <= _FRAGMENT_WORDS
        and not texts[0].endswith((".", "?", "!"))
        for texts in items
    )


def _first_inline(tokens: Sequence[Token], index: int) -> Token:
    """The first text inside the item at `index`; an empty one has an empty text."""
    for token in tokens[index + 1 :]:
        if token.type in ("list_item_close", "list_item_open"):
            break
        if token.type == "inline":
            return token
    return Token("inline", "", 0, children=[])
