"""What a sentence is about where it does not say so: what a sentence shortly before began with.

"With Lambda, you choose the memory. … You can also raise the timeout." The last
sentence, quoted or scored by itself, has lost its subject. Notes that put many facts
into one paragraph without a heading are full of such.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from askaws.reading.keys import find_names, name_key
from askaws.reading.terms import common_names, known_keys, read_known_names
from askaws.records import Block, Section, Span

_REACH = 3
"""So many sentences go on about a subject."""

_BEFORE = r"[“\"'*]*(?:(?:with|in|using|for) )?(?:an? |the )?(?:amazon |aws |apache )?"
_AFTER = (
    r"(?: \([^)]*\))?(?:,|['’]s\b| (?:is|are|was|were|can|cannot|has|have|had|does|do|did|will"
    r"|would|may|might|must|should|let|[a-z]+s)\b)"
)
_OTHER = re.compile(
    rf"{_BEFORE}(?:\S*(?-i:[A-Z0-9]\S*[A-Z0-9]|[a-z][A-Z])|\S+ (?:\S+ )?(?:is|are) (?:an?|the) )",
    re.IGNORECASE,
)
"""How a sentence begins that is about something else: with an abbreviation, or defining it."""


def with_subjects(section: Section) -> Section:
    """The section with the subject of each span that names nothing well known.

    That is the well-known name with which one of the sentences shortly before it in its
    block began, if none between them is about something else. The headings and what the
    block hangs on are read with it: what those name is not said again.

    >>> from askaws.reading.markdown import read_markdown
    >>> text = "# Notes\\n- With Lambda, you set memory. More costs more. You can set a timeout.\\n"
    >>> for block in with_subjects(read_markdown(text, "a.md").sections[0]).blocks:
    ...     print([span.subject for span in block.spans])
    ['', 'Lambda', 'Lambda']
    """
    above = {key for heading in section.headings for key in _names_in(heading)}
    return replace(section, blocks=tuple(_with_subjects(b, above) for b in section.blocks))


def _with_subjects(block: Block, above: set[str]) -> Block:
    """The block with the subjects of its spans; `above` are the keys of what the headings name."""
    if len(block.spans) < 2 or _names_in(block.context):
        return block
    spans: list[Span] = []
    subject, left = "", 0
    for span in block.spans:
        names = _names_in(span.text)
        if opening := _opening(span.text, names):
            subject, left = opening, _REACH + 1
        elif opens_another(span.text) or names.keys() - {name_key(subject)}:
            subject = ""
        left -= 1
        lost = subject and not names and left >= 0 and name_key(subject) not in above
        spans.append(replace(span, subject=subject) if lost else span)
    return replace(block, spans=tuple(spans))


def opens_another(text: str) -> bool:
    """Whether a sentence begins with what it is about: an abbreviation, or what it defines.

    >>> opens_another("ABC costs more."), opens_another("You can set a timeout.")
    (True, False)
    """
    return bool(_OTHER.match(text))


def _opening(text: str, names: dict[str, str]) -> str:
    """The name with which a sentence begins, as its subject."""
    written = next(iter(names.values()), "")
    opens = written and re.match(f"{_BEFORE}{re.escape(written)}{_AFTER}", text, re.IGNORECASE)
    return written if opens else ""


def _names_in(text: str) -> dict[str, str]:
    """The well-known names in a text, in order: as they are written, by their keys."""
    keys, capital, starts = _known()
    return dict(find_names(text, keys, capital, starts))


@lru_cache(maxsize=1)
def _known() -> tuple[frozenset[str], dict[str, str], frozenset[str]]:
    """The keys of all known names, those that are words as well, and how the keys begin."""
    keys = known_keys()
    starts = frozenset(key[:end] for key in keys for end in range(1, len(key) + 1))
    return keys, common_names(read_known_names()), starts
