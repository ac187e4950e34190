"""What a note calls things: names in headings, in bold, before colons, in first columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MAX_WORDS = 7
_MAX_LENGTH = 60
_EDGES = " ?!.:,;*_`\"'“”‘’«»-–—→"
_LEAD = re.compile(r"([^\W_][^:.;–—?!]{1,60}?)(?:\s*:|\s+[–—-])\s")
_NUMBERING = re.compile(r"(?:\d+(?:\.\d+)*[.)]|\d+(?:\.\d+)+|[a-z]\))\s+", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:what (?:is|are)|why|introduction to|intro to|overview of|about)\s+(?:an?\s|the\s)?",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\(([^()]*)\)")
_JOINTS = re.compile(r"\s+[-–—]\s+|-\s+|:\s+|\s*/\s*|\s+(?:and|vs?\.?|versus|with|in|&)\s+|,\s+")
_PREPOSITION = re.compile(r"\s(?:of|to|for|on|from)\s|^\w+ing\s", re.IGNORECASE)
_NO_NAME = frozenset(("amazon", "aws", "aws service", "aws services"))
_GENERIC_END = re.compile(r"\s+(?:notes?|overview|basics|introduction|intro)$", re.IGNORECASE)
_SMALL = "a an and as at by for from in of on or per the to vs with"
_SMALL_WORDS = frozenset(_SMALL.split())


@dataclass(frozen=True, slots=True)
class Name:
    """Something that a note names as a subject of its own, and the line on which it does."""

    text: str
    line: int


def heading_names(heading: str) -> list[str]:
    """What a heading names: the whole of it and its parts, numbering and asides removed.

    >>> heading_names("3.1 Redshift (AWS Datawarehouse)")
    ['Redshift', 'AWS Datawarehouse']
    >>> heading_names("What is SageMaker?"), heading_names("Cassandra and Mongo DB")
    (['SageMaker'], ['Cassandra and Mongo DB', 'Cassandra', 'Mongo DB'])
    """
    title = _ABOUT.sub("", _NUMBERING.sub("", heading.strip(), count=1), count=1)
    asides = _ASIDE.findall(title)
    title = _ASIDE.sub("", title).strip(_EDGES)
    found = [title, _GENERIC_END.sub("", title)]
    parts = [part for part in _JOINTS.split(title) if part]
    if len(parts) > 1 and not _PREPOSITION.search(title):
        found += [part for part in parts if is_titled(part) and len(part.split()) <= 4]
    found += [aside for aside in asides if is_titled(aside)]
    return list(dict.fromkeys(filter(None, map(as_name, found))))


def item_name(text: str, parent: bool = False) -> str:
    """What a list item is about: the words before a colon or dash, or the whole of a title.

    A `parent` of other items is a title though it be in lower case.

    >>> item_name("Effect: either Allow or Deny."), item_name("Simple Routing Policy")
    ('Effect', 'Simple Routing Policy')
    >>> item_name("It scales by itself.")
    ''
    """
    if lead := _LEAD.match(text):
        name = lead[1] if is_titled(lead[1], every_word=False) else ""
        return as_name(name) if len(name.split()) <= 5 else ""
    if len(text.split()) > 5 or text.endswith((".", "?", "!", ":", ",")):
        return ""
    return as_name(text) if parent or is_titled(text) else ""


def as_name(text: str) -> str:
    """`text` trimmed to a name, or nothing if it can't be one.

    >>> as_name(" **Access control (ACL):** "), as_name("1,024"), as_name("x")
    ('Access control', '', '')
    """
    name = " ".join(_ASIDE.sub("", text).split()).strip(_EDGES).removeprefix("The ")
    if name.lower() in _NO_NAME:
        return ""
    fits = 1 < len(name) <= _MAX_LENGTH and len(name.split()) <= _MAX_WORDS
    return name if fits and re.search(r"[^\W\d_]", name) else ""


def is_titled(text: str, every_word: bool = True) -> bool:
    """Whether the words begin as in a title, small words aside; or the first one, at least.

    >>> is_titled("Geo-Location of the User"), is_titled("guaranteed bandwidth")
    (True, False)
    """
    words = [word for word in re.findall(r"[^\W_]+", text) if word.lower() not in _SMALL_WORDS]
    shown = words if every_word else words[:1]
    return bool(words) and all(word != word.lower() or word[0].isdigit() for word in shown)
