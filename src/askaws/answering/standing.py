"""Whether a sentence can be read by itself: what it leans on, takes up, or points to."""

from __future__ import annotations

import re

from askaws.reading.words import content_stems, stem

_FEW_WORDS = 3
_POINTER = r"(?:this|these|such) [a-z]+(?!.*:$)"
_LEANS = re.compile(
    r"[“\"']?(?:(?:this|these|those|that|they|it|its|their|them|then|so|such|however|therefore"
    r"|thus|hence|instead|otherwise|also|besides|additionally|further(?:more|(?=,))|moreover|but|and|or"
    r"|for (?:this|example|instance)|in (?:other words|addition|this|that|which|contrast)"
    r"|on the other|as a result|at any|with (?:this|it|these)|using (?:this|these)|similarly"
    r"|next|firstly?|secondly?|finally|lastly|basically|both|another|each|(?:yes|no)(?! \w)"
    r"|after that"
    r"|here(?! (?:is|are)\b)|from there|there (?:is|are)|two of|one (?:of|option)"
    r"|users? (?:are|is)|the (?:first|second|third|last|others?|latter|former|same|two|three"
    r"|service|results?|output|user)s?(?! of\b))\b"
    rf"|(?:\S+ ){{1,5}}(?:{_POINTER}|therefore\b))",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:these|those|this|such) (?!(?:is|are|as|that|of|who|with|in|an?)\b)([a-z]+)\b(?!:$)",
    re.IGNORECASE,
)
_OTHER_SIDE = r", (?:(?:in|by) contrast|on the other hand),"
_COMPARING = re.compile(
    rf"\b(?:much|far|even) (?:[a-z]+er|more|less) (?!.*\bthan\b)|{_OTHER_SIDE}"
    r"|^to [a-z]+ (?:them|it|these)\b|\bfor (?:those|these),"
    r"|^(?!(?:if|when|since|until)\b)(?:\w+ )?\w+ then\b|^(?:since|as) the \w+ (?:is|are)\b"
    r"|^(?!.*(?:\b(?:not?|cannot|never|without|unlike)\b|n['’]t\b))[^;]+\binstead\b(?! of)"
    r"|(?<!there )\b(?:is|are) also (?:an? )?(?:\w+ )?(?:option|choice|alternative)s?\b",
    re.IGNORECASE | re.DOTALL,
)
_DEFINITE = re.compile(r"\b(?:the|your) ([a-z]{3,})\b", re.IGNORECASE)
_JOINS = re.compile(
    r"(?:(?:yes|no|next|further|firstly?|secondly?|to summarize|in summary), "
    r"|(?:however|also|besides|additionally|furthermore|moreover|but|and|similarly|finally"
    r"|lastly|basically|in addition),? )"
    r"(?!(?:this|these|those|that|they|it|its|their|them|he|she)\b)",
    re.IGNORECASE,
)
_IT = re.compile(r"(?:it|its|(?:the|this) service)\b", re.IGNORECASE)
_THIS = re.compile(r"(?:this|these) ", re.IGNORECASE)
_POINTING_AT = re.compile(r"\b(?:this|these|such) ((?:[a-z]+ ?){1,3})", re.IGNORECASE)
_DISTRIBUTES = re.compile(r"each [a-z]+ [a-z]+s\b", re.IGNORECASE)
_POINTS = re.compile(rf"(?:\S+ ){{1,5}}{_POINTER}", re.IGNORECASE)
_IN_CASE = re.compile(r"\b(?:in case|if|when)\b", re.IGNORECASE)
_WITHOUT = re.compile(
    r"(?:in case|if) (?!you\b|we\b)[^,.]*(?:\b(?:no|not|without|none)\b|n['’]t\b)", re.IGNORECASE
)
_FRAGMENT = re.compile(
    r"[a-z]|(?:Used|Is|Are|Has|Have|Can|Cannot|Must|Does|Helps|Provides|Allows|Enables|Lets|Makes"
    r"|Offers|Gives|Supports|Good|Suitable|Recommended|Ideal|Useful|Best)\b"
)


def is_leaning(text: str) -> bool:
    """Whether a sentence goes on from the one before.

    >>> is_leaning("This means that it scales."), is_leaning("S3 scales.")
    (True, False)
    >>> is_leaning("No, it does not."), is_leaning("No bandwidth is promised.")
    (True, False)
    """
    return bool(_LEANS.match(text))


def is_it(text: str) -> bool:
    """Whether a sentence begins with what stands for its subject alone.

    >>> is_it("The service scales."), is_it("This is how it scales.")
    (True, False)
    """
    return bool(_IT.match(text))


def only_joins(text: str) -> bool:
    """Whether what leans on the sentence before is a joint alone, and the rest says what it is of.

    >>> only_joins("Besides, S3 has versions."), only_joins("However, it has versions.")
    (True, False)
    """
    return after_joint(text) != text


def points_to(text: str) -> bool:
    """Whether a text begins with what nothing in it says: "This policy is used at night".

    >>> points_to("This is for the night."), points_to("There are two sorts.")
    (True, False)
    """
    return bool(_THIS.match(text)) or _points_at_nothing(text)


def distributes(text: str) -> bool:
    """Whether a sentence begins with "each" of what it says: it needs none before.

    >>> distributes("Each user gets a folder in EFS."), distributes("Each has a folder in EFS.")
    (True, False)
    """
    return bool(_DISTRIBUTES.match(text))


def after_joint(text: str) -> str:
    """What a sentence says after a joint that it begins with, or all of it.

    >>> after_joint("Besides, tags are kept in S3.")
    'tags are kept in S3.'
    """
    joint = _JOINS.match(text)
    return text[joint.end() :] if joint else text


def points_back(text: str) -> bool:
    """Whether a sentence has its own subject, and points to what was said before all the same.

    >>> points_back("AWS sells this capacity at a discount."), points_back("This is S3.")
    (True, False)
    """
    return bool(_POINTS.match(text))


def points_outside(text: str) -> bool:
    """Whether a text speaks of "these files", and of no files before, or of much less than that.

    >>> [points_outside(t) for t in ("S3 keeps these files.", "S3 gets files, and keeps those.")]
    [True, False]
    >>> points_outside("S3 has a much smaller number."), points_outside("S3 is also an option.")
    (True, True)
    >>> points_outside("A role is used instead."), points_outside("Not S3: use EBS instead.")
    (True, False)
    >>> points_outside("Its keys are different from those of the table.")
    False
    """
    return bool(_COMPARING.search(text)) or _points_at_nothing(text)


def _points_at_nothing(text: str) -> bool:
    """Whether a text speaks of "these files", and of no files before."""
    return any(
        stem(found[1].lower()) not in content_stems(text[: found.start()])
        for found in _POINTING.finditer(text)
    )


def takes_up(text: str, before: str) -> bool:
    """Whether a text speaks of "the" or "your" thing, and the sentence before brought it in.

    >>> takes_up("You pay until your endpoint is deleted.", "You set up an endpoint.")
    True
    >>> takes_up("An endpoint costs money until the endpoint is deleted.", "Set up an endpoint.")
    False
    """
    return any(
        re.search(rf"\ban? (?:[\w-]+ ){{0,2}}{found[1]}\b", before, re.IGNORECASE)
        and stem(found[1].lower()) not in content_stems(text[: found.start()])
        for found in _DEFINITE.finditer(text)
    )


def is_other_side(text: str) -> bool:
    """Whether a sentence sets its subject against what was spoken of before.

    >>> is_other_side("S3, in contrast, has no limit."), is_other_side("S3 has no limit.")
    (True, False)
    """
    return bool(re.search(_OTHER_SIDE, text))


def is_other_case(text: str, before: str) -> bool:
    """Whether a sentence tells what is so without what the one before it speaks of.

    >>> before = "In case of an outage, a replica takes over."
    >>> is_other_case("If there is no replica, an instance is started.", before)
    True
    >>> is_other_case("If there is no replica, an instance is started.", "S3 scales.")
    False
    """
    return bool(_WITHOUT.match(text) and _IN_CASE.search(before))


def takes_back(text: str, before: str) -> bool:
    """Whether a text that points back has the word for it from the sentence before.

    >>> takes_back("AWS sells this unused capacity.", "Much capacity is unused.")
    True
    >>> takes_back("AWS sells this unused capacity.", "S3 scales.")
    False
    """
    told = content_stems(before)
    after = _POINTING_AT.search(text) if points_back(text) else None
    return after is not None and any(s in told for s in content_stems(after[1]))


def is_fragment(text: str) -> bool:
    """Whether a sentence begins without its subject, or is a few words.

    >>> [is_fragment(text) for text in ("Used for all.", "Low cost", "S3 is used for archives.")]
    [True, True, False]
    """
    few = len(text.split()) <= _FEW_WORDS and not text.endswith(":")
    return few or bool(_FRAGMENT.match(text))
