"""The two things that a question compares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from askaws.reading.glossary import Glossary
from askaws.reading.keys import VENDORS
from askaws.reading.words import STOP_WORDS, content_stems, stem, words

# What follows the second side: "in price", "when I …", a question of its own.
_ASIDE = r"(?:[?.,:;]| (?:in|when|for|regarding|as to|if|what(?:['’]?s| is))\b|$)"
_ASKS = (
    r"(?!(?:when|what|which|who|how|why|where|if|is|are|was|were|do|does|did|can|could|should|will"
    r"|would|may|must|has|have|i|a)\b)"
)
_WHAT = r"what(?:['’]?s| is| are| does| do)"
_THEY = r"(?:it|they|that|this|these|those)"
_SIDES = tuple(
    re.compile(pattern + _ASIDE, re.IGNORECASE)
    for pattern in (
        rf"^(?:{_WHAT}|explain|describe) (?P<a>.+?)(?: does?)?,? (?:and|n|&) how (?:is|are|does|do)"
        rf" {_THEY} (?:differ\w*|compared?) (?:from|with|to) (?P<b>.+?)",
        r"\b(?:diff\w*|choose|choosing|decide|distinguish\w*) between (?P<a>.+?)"
        r" (?:and|or) (?P<b>.+?)",
        r"\bcompare (?P<a>.+?) (?:and|with|to|against|vs\.?|versus) (?P<b>.+?)",
        r"^(?:when to use )?(?P<a>[^,:]+?) (?:vs\.?|versus|compared (?:with|to)) (?P<b>.+?)",
        rf"\bhow (?:does|do|is|are) (?!{_THEY}\b)(?P<a>.+?) (?:differ\w*|compared?)"
        r" (?:from|with|to) (?P<b>.+?)",
        r"\bhow (?:does|do|is|are) (?P<a>.+?) and (?P<b>.+?)(?: of [^,]+?)? differ\w*",
        rf"^(?P<a>[^,:?]+?) and (?P<b>[^,:?]+?)(?=[,:] how (?:are|do) {_THEY} differ)",
        r"^when (?:(?:do|does|should|would|to) )?(?:(?:i|you|we|one) )?(?P<a>.+?),? and when"
        r" (?:(?:do|does|should|would|to) )?(?:(?:i|you|we|one) )?(?P<b>.+?)",
        r"^(?P<a>\S+) (?P<b>\S+) differences?",
        r"\btell (?P<a>.+?) from (?P<b>.+?)",
        r"\b(?:which|what|when|why)\b[^,:?]*[,:] (?P<a>[^,:?]+?) or (?P<b>[^,:?]+?)",
        rf"^{_ASKS}(?P<a>[^,:?]+?) or {_ASKS}(?P<b>[^,:?]+?)(?=[:?,])",
    )
)
# What may stand around two things of which only the differences are asked for.
_BEFORE = re.compile(
    rf"(?:(?:(?:{_WHAT}|explain|describe|tell me|show me) )?"
    rf"(?:(?:the|main|key) )*diff\w* between |(?:please )?(?:compare|{_WHAT}) "
    r"|how (?:does|do|is|are) |(?:how (?:do|can) (?:i|you|we) )?tell )?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\W*(?:differ\w*|{_WHAT} (?:the )?(?:main |key )?diff\w*"
    rf"|how (?:do|are) {_THEY} (?:differ\w*|compared?))?\W*",
    re.IGNORECASE,
)
_EITHER = re.compile(
    rf"{_ASKS}(?P<a>[^,:?]+?) (?:or|and) {_ASKS}(?P<b>[^,:?]+?)(?=\W*$)", re.IGNORECASE
)
_ASKED = re.compile(rf"^(?:please )?(?:explain|describe|{_WHAT}) ", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an?|the) ", re.IGNORECASE)
_SEVERAL = re.compile(r",| (?:and|or|vs\.?|versus|compared)(?: |$)", re.IGNORECASE)
"""One of two sides names no more than one thing."""


def compared(text: str) -> tuple[str, ...]:
    """The two things that a question compares, or nothing.

    >>> compared("How does EBS compare with S3 when files are small?")
    ('EBS', 'S3')
    """
    match = _compared(text)
    return (match["a"], match["b"]) if match else ()


def set_against(asked: str) -> tuple[str, ...]:
    """The two things of "X vs Y", "the difference between X and Y" and the like, or nothing.

    "X and Y" are two things as well, unless they are one topic.

    >>> set_against("What is the difference between EBS and EFS?"), set_against("EBS or EFS?")
    (('EBS', 'EFS'), ('EBS', 'EFS'))
    >>> set_against("What is a VPC and how is it different from a subnet?")
    ('VPC', 'subnet')
    >>> set_against("EBS vs EFS in price"), set_against("Which is cheaper, EBS or EFS?")
    ((), ())
    """
    text = " ".join(asked.split())
    for rest in dict.fromkeys((_ASKED.sub("", text), text)):
        match = _compared(rest) or _EITHER.match(rest)
        if match and _BEFORE.fullmatch(rest[: match.start("a")]):
            sides = [_ARTICLE.sub("", side) for side in match.group("a", "b")]
            if _AFTER.fullmatch(rest[match.end("b") :]) and not any(map(_SEVERAL.search, sides)):
                return tuple(sides)
    return ()


def stems_apart(sides: Sequence[str]) -> tuple[frozenset[str], ...]:
    """The stems of both sides, without those of the other."""
    if not sides:
        return ()
    one, other = (frozenset(content_stems(side)) for side in sides)
    # Words that both have tell nothing: latency *routing* and geolocation *routing*.
    return (one - other or one, other - one or other)


def unheard(
    sides: Sequence[str], vocabulary: Mapping[str, int], glossary: Glossary
) -> Iterator[str]:
    """The sides of which the notes have not one word; "CloudHSM" is more than a cloud.

    >>> notes = {"amazon": 9, "cloud": 3, "efs": 2}
    >>> list(unheard(("Amazon EFS", "CloudHSM", "it"), notes, Glossary([])))
    ['CloudHSM']
    """
    heard = {stem(word) for word in vocabulary} if sides else set()
    for side in sides:
        tokens = (t for t in side.split() if t.lower() not in STOP_WORDS | VENDORS)
        told = [found for token in tokens if (found := [*map(stem, words(token))])]
        if not told or any(of[-1] in heard or heard.issuperset(of[:-1] or of) for of in told):
            continue
        # A heading over a picture has a name, and no text.
        if glossary.resolve(side).kind != "exact":
            yield side


def _compared(text: str) -> re.Match[str] | None:
    found = (pattern.search(text) for pattern in _SIDES)
    return next(filter(None, found), None)
