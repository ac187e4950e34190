"""Rich's markup, kept apart from the text of notes and questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

# Rich's own `escape` depends on what comes next: a text that ends in a backslash shows it
# twice, or swallows the tag behind it. Unicode's noncharacters stand in for both instead.
_STAND_INS = {"[": "\ufdd0", "\\": "\ufdd1"}
_KEPT = "\t\n"
_ITEM = re.compile(r" *- ")
# A terminal would obey what else is below a space, and the C1 block.
_CONTROLS = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in _KEPT}
_ESCAPED = str.maketrans(_STAND_INS) | _CONTROLS
_RESTORED = str.maketrans({stand_in: mark for mark, stand_in in _STAND_INS.items()})


def escape(text: str) -> str:
    """Text that `parsed` shows as it is, whatever it looks like and whatever follows it.

    Control characters, which a terminal would obey, become `\ufffd`.

    >>> parsed("[bold]" + escape("[red] :key: \\\\") + "[/bold]").plain
    '[red] :key: \\\\'
    """
    return text.translate(_ESCAPED)


def parsed(markup: str) -> Text:
    """Markup as styled text. Nothing is read as an emoji."""
    from rich.text import Text

    text = Text.from_markup(markup, emoji=False)
    text.plain = text.plain.translate(_RESTORED)
    return text


def wrapped(text: Text, width: int) -> Text:
    """Lines of at most `width` cells, broken between words and never within one.

    Rich breaks a word that is longer than a line; a path would not be whole when copied.
    What an item goes on with stands below its text, not below its mark.

    >>> wrapped(parsed("see [bold]storage/s3.md:1[/bold] there"), 12).plain
    'see\\nstorage/s3.md:1\\nthere'
    >>> wrapped(parsed("- one two three"), 10).plain
    '- one two\\n  three'
    """
    from rich.text import Text

    lines: list[Text] = []
    for line in text.split("\n", allow_blank=True):
        hang = _hang(line.plain)
        first, *others = line.divide(_breaks(line.plain, width, hang))
        lines += [first, *(Text(" " * hang) + part for part in others)]
        for part in lines[-1 - len(others) : -1]:
            part.rstrip()
    return Text("\n").join(lines)


def _hang(line: str) -> int:
    """How far the text of an item stands from the left."""
    match = _ITEM.match(line)
    return match.end() if match else 0


def _breaks(line: str, width: int, hang: int) -> Iterator[int]:
    """Where the lines after the first begin, each `hang` cells from the left."""
    from rich.cells import cell_len

    used = 0
    for match in re.finditer(r"\s*(\S+)", line):
        size = cell_len(match[0])
        if used and used + size > width:
            yield match.start(1)
            used = hang + cell_len(match[1])
        else:
            used += size
