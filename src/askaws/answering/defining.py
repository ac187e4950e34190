"""Whether a statement defines its topic, by its wording."""

from __future__ import annotations

import re

from askaws.answering.naming import LABEL, Naming
from askaws.answering.standing import points_outside
from askaws.answering.statement import Statement
from askaws.reading.keys import VENDOR_STEMS
from askaws.reading.words import content_stems

_LONGEST_DEFINITION = 60
_FRAGMENT = re.compile(
    r"(?!helps\b)[a-z]|(?:An?|Fully|Managed|Service|Is|Are|Used|Has|Provides|Allows|Enables|Lets|Makes"
    r"|Offers|Gives)\b"
)
_VERB = re.compile(
    r"(?:[a-z]+ly )?(?!(?:has|does|needs|requires|supports|stays|continues|achieves|uses) )"
    r"(?:[a-z]+[^\Ws]s|let|allow|provide|help)\b"
)
_IS_A = r"(?:is|are|was|were|means?|refers to|describes)(?: (?:now|also|basically|simply))? "
_NO_DEFINITION = re.compile(
    r"(?:the )?(?:mistaken|confused|not|often|usually|widely|best|better|recommended"
    r"|same|suit(?:ed|able)|ideal|useful|needed|required)\b"
    r"|(?!(?:used|designed|based|meant|intended)\b)[a-z]+ed (?:up|by|via|with)\b"
)
_AND_OTHERS = re.compile(r"(?:[^,]{2,40}, )*and [^,]{2,40} are (?:an?|the|two|both|[a-z]+s)\b")
_KIND = re.compile(
    r"(?:an?|the) (?!(?:good|great|better|best|only|right|first|must|way|same)\b)", re.IGNORECASE
)
_OTHER_IS = re.compile(
    r"(?!(?:it|this|that|which|they|these)\b)[a-z][\w-]*(?: [\w-]+){0,2} (?:is|are) "
)
_IT_IS = re.compile(r"(?:it|this) is (?:an?|the|one|way)\b", re.IGNORECASE)
_THING = re.compile(r"(?:an?|the|one|[a-z]+[^\Ws]s)\b")
_NO_VERB = r"(?:(?!(?:is|are|was|can|has|[a-z]*[a-rt-z]s)\b)[\w-]+(?: |(?=,))){1,7}"
_BEFORE_CLAUSE = re.compile(
    r"(?:^|[,:;] )(?:(?:in|with|using|for|on|under) )?(?:amazon |aws )?$", re.IGNORECASE
)
"""Stands before a name that a clause follows, not what the name means."""
_CLASSES = (
    r"(?: (?:services?|storage class|features?|tools?|algorithms?|options?|methods?"
    r"|techniques?|approach|formats?|frameworks?|platforms?|metrics?|curves?))?"
)
_TAIL = rf"(?: \([^)]*\))?(?:, (?:also|or) [^,]{{2,40}})?,?{_CLASSES} "
_CONDITION = re.compile(
    r"(?:in|if|when|whenever|once|while|unless|for|to|you|we|i|use)\b", re.IGNORECASE
)


def defines(naming: Naming, statement: Statement) -> float:
    """How far the wording is that of a definition; above 1 for what may be one."""
    items = statement.evidence.items
    text = items[0].text if items else statement.evidence.text
    size = len(text.split())
    value = 0.5 * (statement.relation == "own") + 1.0 * statement.opens
    value -= 1.0 * (size < 6) + 0.4 * (size > 40) + 9.0 * (size > _LONGEST_DEFINITION)
    begin = _begin(naming)
    entry = re.match(rf"{begin}(?: \([^)]*\))?(?::| [–-]) ", text, re.IGNORECASE)
    # "Lake: a store", as an item, says what it is; "Lake: store a file" is a step of its list.
    told = entry and _THING.match(text[entry.end() :])
    value -= (0.5 if told else 2.0) * statement.part + 2.0 * (not statement.stands)
    value -= 2.0 * points_outside(re.split("[,:;]", text)[0])
    if naming.is_gloss(text):
        return value + 6.0
    match = re.match(rf"{begin}{_TAIL}(?=\S)", text, re.IGNORECASE)
    rest = text[match.end() :] if match else ""
    if verb := re.match(_IS_A, rest):
        after = rest[verb.end() :]
        noun = re.match(r"(?:an?|the|one|any|how|that|when)\b", after)
        value += -1.0 if _NO_DEFINITION.match(after) else 4.0 if noun else 2.0
    elif _VERB.match(rest):
        value += 2.0 + 0.7 * rest.startswith(("provides", "lets", "enables", "makes"))
    elif entry:
        value += 2.0
    elif re.search(rf"{naming.pattern}(?: \([^)]*\))?, (?:which is )?an? ", text, re.I):
        value += 1.8 + 2.0 * (not statement.stands)
    elif re.search(
        rf"{naming.pattern}(?: \w+)?(?: \([^)]*\))?,? (?:that|which) "
        r"(?!(?:is|was|has) \w+(?:ed|en)\b)[a-z]+s\b",
        text,
        re.I,
    ):
        value += 1.5
    elif statement.opens and _continues(naming, text):
        value += 1.0
    else:
        value -= 2.0
    return value


def says_what_it_is(naming: Naming, text: str) -> bool:
    """Whether a text begins like a definition: "X is a …".

    >>> from askaws.reading.glossary import Glossary, Term
    >>> naming = Naming(Glossary([Term("EMR", (), 1)]), "EMR")
    >>> [says_what_it_is(naming, t) for t in ("EMR is a managed service.", "EMR is a good choice.")]
    [True, False]
    """
    match = re.match(rf"{_begin(naming)}(?: \([^)]*\))?(:)? ", text, re.IGNORECASE)
    rest = text[match.end() :] if match else ""
    if match and match[1]:
        return bool(_KIND.match(rest))
    verb = re.match(_IS_A, rest)
    return bool((verb and _KIND.match(rest[verb.end() :])) or _AND_OTHERS.match(rest))


def aside(naming: Naming, text: str) -> str:
    """What a sentence on something else says of the topic between commas, with its name.

    >>> from askaws.reading.glossary import Glossary, Term
    >>> naming = Naming(Glossary([Term("EMR", (), 1)]), "EMR")
    >>> aside(naming, "Logs are read by Amazon EMR, a big data platform, and kept.")
    'Amazon EMR, a big data platform'
    >>> aside(naming, "In EMR, a job ends, and starts again."), aside(naming, "EMR, a job, waits.")
    ('', '')
    >>> aside(naming, "With EMR, a file with one word, put there, is found.")
    ''
    """
    match = re.search(rf"({naming.pattern}(?: \([^)]*\))?, an? {_NO_VERB}),", text, re.IGNORECASE)
    if match is None or _BEFORE_CLAUSE.search(text[: match.start()]):
        return ""
    return "" if any(map(naming.is_another, naming.glossary.named_in(match[1]))) else match[1]


def _begin(naming: Naming) -> str:
    return rf"{LABEL}(?:[^().]{{1,60}} \()?[“\"']?{naming.pattern}"


def _continues(naming: Naming, text: str) -> bool:
    """Whether a text goes on about what stands above it, or has the topic's words.

    "prefix is a string in S3", under "S3 Notes", says what something else is.
    """
    if _IT_IS.match(text):
        return True
    away = _OTHER_IS.match(text) or _CONDITION.match(text)
    return not away and bool(_FRAGMENT.match(text) or _speaks(naming, text))


def _speaks(naming: Naming, text: str) -> bool:
    """Whether a text begins with the words of the topic, in whatever order and form."""
    if not text.endswith((".", ":")):
        return False
    wanted = set(content_stems(naming.topic)) - VENDOR_STEMS
    shared = len(wanted & set(content_stems(" ".join(text.split()[:9]))))
    return shared >= max(len(wanted) / 2, min(len(wanted), 2))
