"""What a note calls things: names in headings, items and tables, and in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from askaws.reading.keys import VENDORS
from askaws.reading.words import STOP_WORDS

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
_BREAK = re.compile(r"\s+[-–—]\s+|-\s+|:\s+")
_JOINTS = re.compile(r"\s*/\s*|\s+(?:and|vs?\.?|versus|with|in|&)\s+|,\s+")
_PREPOSITION = re.compile(r"\s(?:of|to|for|on|from)\s|^\w+ing\s", re.IGNORECASE)
_NO_NAME = frozenset(("amazon", "aws", "aws service", "aws services"))
_GENERIC_END = re.compile(r"\s+(?:notes?|overview|basics|introduction|intro)$", re.IGNORECASE)
_GENERIC = re.compile(
    r"(?:\b(?:quick|short|general|misc|miscellaneous|other|more|my|final|key|important|useful|notes?"
    r"|overview|summary|basics|introduction|intro|details?|tips?|points?|facts?|reminders?"
    r"|remarks?|questions?|answers?|references?|links?|and)\b\W*)+",
    re.IGNORECASE,
)
_SMALL = "a an and as at by for from in of on or per the to vs with"
_SMALL_WORDS = frozenset(_SMALL.split())
_PART = r"(?:[A-Z][\w-]*|of|and|for|the|as|a|with|to|on)"
_PAIR = re.compile(rf"((?:[A-Z][\w-]*)(?:[ /-]{_PART}){{1,6}}) \(([A-Z][A-Za-z0-9]{{1,9}})\)")
_PROPER = re.compile(
    r"\b(?:Amazon|AWS)(?: [A-Z0-9][\w-]*){1,4}|\b[A-Z][\w-]+(?: [A-Z][\w-]+){1,3}"
    r"|\b(?:[A-Z]{2,6}s?|[A-Z][a-z]*[A-Z]\w*|[A-Z]\w*\d\w*)\b"
)


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
    found = [title, without_generic_end(title)]
    for part in _BREAK.split(title):
        found += [part] if is_titled(part) else []
        pieces = [piece for piece in _JOINTS.split(part) if piece]
        # Only names are parts of their own: not those of "Using Scorecards to Manage and Plan".
        if all(map(is_titled, pieces)) and not _PREPOSITION.search(part):
            found += pieces
    found += [aside for aside in asides if is_titled(aside)]
    return list(dict.fromkeys(filter(None, map(as_name, found))))


def without_generic_end(title: str) -> str:
    """A title without a last word that only says that there are notes.

    >>> without_generic_end("S3 Notes"), without_generic_end("Notes")
    ('S3', 'Notes')
    """
    return _GENERIC_END.sub("", title)


def is_generic(title: str) -> bool:
    """Whether a title says nothing of what stands under it.

    >>> is_generic("Quick Notes"), is_generic("Tips and tricks"), is_generic("S3 Notes")
    (True, False, False)
    """
    return bool(_GENERIC.fullmatch(title))


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


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """`Name (ABC)` where the letters of ABC come from the name, in order.

    >>> list(pairs("With Amazon Simple Queue Service (SQS) and a Virtual Private Cloud (VPC)"))
    [('Simple Queue Service', 'SQS'), ('Virtual Private Cloud', 'VPC')]
    """
    for match in _PAIR.finditer(text):
        words, short = match[1].split(), match[2]
        # The name may have swallowed words before it: begin where the letters begin.
        fitting = [
            " ".join(words[start:])
            for start, word in enumerate(words)
            if word.lower() not in STOP_WORDS | VENDORS
            and word[0].lower() == short[0].lower()
            and _subsequence(short, " ".join(words[start:]))
        ]
        exact = [name for name in fitting if _initials(name) == short.upper()]
        for name in [*exact, *fitting][:1]:
            yield name, short


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.split(r"[ /-]", name) if word[:1].isupper())


def _subsequence(letters: str, text: str) -> bool:
    remaining = iter(text.lower())
    return all(letter in remaining for letter in letters.lower() if letter.isalpha())


def proper_names(text: str) -> Iterator[str]:
    """Names in running text, by their capitals: Mechanical Turk, XGBoost, Amazon Kendra."""
    for match in _PROPER.finditer(text):
        words = match[0].split()
        # The capital of a sentence's first word says nothing.
        while words and words[0].lower() in STOP_WORDS:
            words = words[1:]
        name = as_name(" ".join(words))
        if name and (len(words) > 1 or re.search(r"[A-Z].*[A-Z\d]", name)):
            yield name
