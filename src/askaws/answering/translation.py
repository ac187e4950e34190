"""Everyday words for the notes' own: which word of a question stands for which of the notes.

`translations.txt` was learnt from questions and the sentences that answer them by
`training/translation.py` (IBM's Model 1).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

TRANSLATIONS = Path(__file__).parent / "translations.txt"


def translations_of(stem: str) -> dict[str, float]:
    """The stems of the notes' words for which a question says `stem`, other than itself.

    With each, how likely such a word makes a question say it, from 0 to 1.

    >>> translations_of("lorri")["snowmobil"] > 0.05, "lorri" in translations_of("lorri")
    (True, False)
    """
    table = _table()
    start = table.find(f"\n{stem}\t")
    if start < 0:
        return {}
    start += len(stem) + 2
    fields = table[start : table.index("\n", start)].split(" ")
    return {
        word: int(percent) / 100 for word, percent in zip(fields[::2], fields[1::2], strict=True)
    }


@lru_cache(maxsize=1)
def _table() -> str:
    """Searched as it is: a question needs a dozen of its thousands of lines."""
    return TRANSLATIONS.read_text(encoding="utf-8")
