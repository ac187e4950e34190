"""Whether a text says anything of a topic, or leads elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from askaws.answering.naming import Naming
from askaws.reading.words import stems
from askaws.records import Block

_POINTS_AWAY = re.compile(
    r"\b(?:(?:shown|described|listed|given) (?:below|above|here)|as shown|(?:following|below|above)"
    r" (?:limitation|approach|diagram|figure|table|image|article|are|is)|see figure"
    r"|(?:figure|(?:see|in) table) \d|, see (?-i:[A-Z“\"])\w*|this (?:requirement|problem|scenario)"
    r"|here (?:is|it is)|^here we have\b|look at|we can see|something like this"
    r"|^in this case|in this (?:lesson|video|question)|let(?:['’]s| me| us))\b|https?://|references?:|[?:]$"
    r"|^(?:also known as|how to|knowledge of)\b|^(?:generally|traditionally|normally), we\b",
    re.IGNORECASE,
)
EXAMPLE = re.compile(r"\b(?:something like this|for example|might look)\b", re.IGNORECASE)
_CAPTION = re.compile(r"(?:[^\s:\d]+ ){1,7}[^\s:\d]*[^\s\d.!?:]")
_CASE = re.compile(
    r"(?:in|for) this (?:case|example|scenario|problem)\b"
    r"|here is an? (?:\w+ )?example (?:where|of)\b",
    re.IGNORECASE,
)
_TITLE_WORD = re.compile(r"[A-Z(].*[^.!?]|and|or|of|for|with|in|on|the|to|&|/|-|–|[A-Z]")
_TO_LEARN = re.compile(
    r"how to|(?:the )?(?:knowledge|understanding) (?:of|and)|learn ", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(?:not?|is|are|was|has|have|can|cannot|do|must|may|will|should|would|you|we|use|need|pay"
    r"|[a-z]+(?:s|ed|ing))\b|^(?:Use|You|We|Pay|Fully|Managed|Serverless|An?)\b"
)


def says_nothing(naming: Naming, text: str) -> bool:
    """Whether a text tells nothing where it stands alone: it points away, or only names things."""
    if naming.is_gloss(text):
        return False
    if _POINTS_AWAY.search(text) or len(text.split()) < 3:
        return True
    titled = all(map(_TITLE_WORD.fullmatch, text.split())) and ":" not in text
    if titled and naming.is_named(text):
        return True
    said = text.partition(": ")[2] or text
    names = "" if said != text else " ".join(w for _, w in naming.glossary.written_in(said))
    return not set(stems(said)) - naming.stems - set(stems(names))


def is_case(text: str) -> bool:
    """Whether what follows is told of one case only.

    >>> is_case("In this case, the bucket is closed."), is_case("The bucket is closed.")
    (True, False)
    """
    return bool(_CASE.match(text))


def is_caption(text: str) -> bool:
    """Whether a paragraph is a few words without a verb, as stand above a picture.

    >>> is_caption("New and better - NAT gateway"), is_caption("The gateway has no limit")
    (True, False)
    """
    return bool(_CAPTION.fullmatch(text)) and not _VERB.search(text)


def agendas(blocks: Iterable[Block]) -> set[int]:
    """The lists of what is to be learnt: two items of each begin like "How to edit jobs"."""
    counts = Counter(b.list_id for b in blocks if b.list_id and _TO_LEARN.match(b.text))
    return {list_id for list_id, count in counts.items() if count > 1}
