"""Whether a sentence says only what its evidence says.

Strict where a slip misleads: numbers with their units, negation, names. The rest
by coverage: nearly all content words must come from the evidence or the headings
above it. A sentence that fails is never shown; the quote stands in for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from askaws.answering.candidates import passage
from askaws.reading.words import STOP_WORDS, content_stems, stem, words
from askaws.records import Evidence

_COVERED = 0.85
_FEWEST = 2
_RUN = 4
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_UNIT = re.compile(r"(\d[\d,]*(?:\.\d+)?)[\s-]*(%|[A-Za-z]+)")
_CODE = re.compile(r"\b[^\W\d_][\w-]*?\d\w*")
"""A name with a number in it: S3, GPT-4, m5. Its digits count nothing."""

_NAME = re.compile(r"\b(?:[A-Z][\w-]*[A-Z0-9][\w-]*|[A-Z][\w-]+)\b")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nor|neither|cannot|without|unable|except|only|\w+n['’]t)\b", re.I
)
_DIGITS = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBER_WORDS = {word: str(value) for value, word in enumerate(_DIGITS.split())}


def fault(text: str, evidence: Sequence[Evidence], question: str) -> str:
    """Why `text` may not stand on `evidence`, or nothing.

    >>> e = Evidence("s3.md", ("S3",), 3, 3, *["An object may hold 5 TB."] * 2, 0.9)
    >>> fault("An S3 object may hold 5 TB.", [e], "how big"), fault("It may hold 5 GB.", [e], "")
    ('', 'the number 5 GB is not in what it cites')
    """
    if not evidence:
        return "it cites nothing"
    source = " ".join(f"{passage(e)} {e.quote}" for e in evidence)
    return (
        _unknown_code(text, source)
        or _wrong_number(text, evidence)
        or _wrong_unit(text, source)
        or _wrong_negation(text, source)
        or _unknown_name(text, source)
        or _said_twice(text, evidence)
        or _uncovered(text, evidence, source, question)
    )


def _unknown_code(text: str, source: str) -> str:
    known = {code.lower() for code in _CODE.findall(source)}
    for code in _CODE.findall(text):
        if code.lower() not in known:
            return f"the name {code} is not in what it cites"
    return ""


def _wrong_number(text: str, evidence: Sequence[Evidence]) -> str:
    """A number may be said as often as the evidence says it: 3 to 5 is not 5 to 5."""
    known: Counter[str] = Counter()
    for e in evidence:
        known += _numbers(passage(e)) | _numbers(e.quote)
    for number, times in _numbers(text).items():
        if times > known[number]:
            often = " so often" if known[number] else ""
            return f"the number {number} is not{often} in what it cites"
    return ""


def _numbers(text: str) -> Counter[str]:
    return Counter(n.replace(",", "") for n in _NUMBER.findall(_digits(_CODE.sub(" ", text))))


def _said_twice(text: str, evidence: Sequence[Evidence]) -> str:
    """Small models go round in circles; what the evidence itself repeats may be repeated."""
    known: Counter[tuple[str, ...]] = Counter()
    for e in evidence:
        known += _runs(passage(e)) | _runs(e.quote)
    for run, times in _runs(text).items():
        if times > max(1, known[run]):
            return f"it says “{' '.join(run)}” twice"
    return ""


def _runs(text: str) -> Counter[tuple[str, ...]]:
    found = words(text)
    return Counter(zip(*(found[start:] for start in range(_RUN)), strict=False))


def _wrong_unit(text: str, source: str) -> str:
    units = {(n, _unit(u)) for n, u in _with_units(source)}
    for number, unit in _with_units(text):
        if unit.lower() not in STOP_WORDS and (number, _unit(unit)) not in units:
            return f"the number {number} {unit} is not in what it cites"
    return ""


def _with_units(text: str) -> Iterator[tuple[str, str]]:
    for number, unit in _UNIT.findall(_digits(_CODE.sub(" ", text))):
        yield number.replace(",", ""), unit


def _digits(text: str) -> str:
    """Small numbers written as words, as digits; large ones without commas."""
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    return re.sub(
        r"\b[A-Za-z]+\b", lambda match: _NUMBER_WORDS.get(match[0].lower(), match[0]), text
    )


def _unit(unit: str) -> str:
    return "%" if unit.lower() in ("%", "percent") else stem(unit.lower())


def _wrong_negation(text: str, source: str) -> str:
    if bool(_NEGATION.search(text)) and not _NEGATION.search(source):
        return "it denies what the notes do not deny"
    if not _NEGATION.search(text) and _NEGATION.search(source):
        return "it leaves out a denial"
    return ""


def _unknown_name(text: str, source: str) -> str:
    known = {*words(source), *(name.lower() for name in _NAME.findall(source))}
    for match in list(_NAME.finditer(text)):
        if match.start() == 0 and not re.search(r"[A-Z0-9]", match[0][1:]):
            continue
        if match[0].lower() not in known and not known.issuperset(words(match[0])):
            return f"the name {match[0]} is not in what it cites"
    return ""


def _uncovered(text: str, evidence: Sequence[Evidence], source: str, question: str) -> str:
    said = content_stems(_digits(text))
    known = set(content_stems(_digits(source)))
    if not said:
        return "it says nothing"
    covered = sum(s in known for s in said) / len(said)
    if covered < _COVERED:
        return f"only {covered:.0%} of its words are in what it cites"
    stated = {s for e in evidence for s in content_stems(_digits(e.text))}
    if not (set(said) & stated) - set(content_stems(question)) or len(said) < _FEWEST:
        return "it only repeats the question"
    return ""
