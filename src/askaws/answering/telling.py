"""How much a student wants to read a statement, by its form."""

from __future__ import annotations

import re

from askaws.answering.contrasts import COMPARED
from askaws.answering.defining import says_what_it_is
from askaws.answering.naming import Naming, without_number
from askaws.answering.statement import Statement

_DIGIT = r"(?<![A-Za-z0-9])\d"
_FIGURE = re.compile(_DIGIT)
_ADVICE = re.compile(r"Choose (?:the )?[A-Z]")
_KIND_ALONE = re.compile(r"(?:An? )?[Ff]ully[- ]managed [a-z]|is an? ")
"""Says what the topic is, without its name."""
_FEW = 6
"""In words: so few on what the topic provides only say again what it is."""
_PROVIDES = re.compile(r"(?:provides|offers|gives) ", re.IGNORECASE)
_OTHER_IS = re.compile(
    r"(?!(?:this|these|its?|the|one|another|there)\b)(?:[\w-]+ ){2,4}(?:is|are) an? ", re.IGNORECASE
)
"""Says what something else is, where the topic is not named."""
_KINDS = re.compile(
    r"\b(?:parts|types|kinds|modes|classes|states|policies|features|stages|consists?)\b.*:$",
    re.IGNORECASE,
)
"""The first line of a list that says what a thing is made of."""
_TELLING = re.compile(
    rf"{_DIGIT}|\b(?:limit|maximum|at most|up to|cost|pric|charge|bill(?!ion)|fees?|encrypt"
    r"|secur|default|no longer|new customers|retire|discontinue|rename|formerly|must|only"
    r"|cannot|never|always|support|managed|serverless|automatic)",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"(?:so,? this|this means|that means|in other words)\b", re.IGNORECASE)
ASPECTS = (
    (
        re.compile(r"\b(?:pay|fees?|free|bill|charg|cost|pric)(?!load|ze|ion)", re.IGNORECASE),
        "How is {} priced?",
    ),
    (
        re.compile(
            rf"{_DIGIT}|\b(?:limit|quota|maximum|minimum|at (?:most|least)|up to)", re.IGNORECASE
        ),
        "What are the limits of {}?",
    ),
    (
        re.compile(
            r"\b(?:no longer|new customers|retired?|discontinued?|renamed?|formerly)\b",
            re.IGNORECASE,
        ),
        "Is {} still available?",
    ),
    (
        re.compile(r"\b(?:secur|encrypt|IAM|polic|permission|access)", re.IGNORECASE),
        "How is {} secured?",
    ),
)
"""What a student asks of a service, and the wording of what may tell."""
PHRASE = 5
"""In words: what is shorter is hardly a sentence."""


def tells(naming: Naming, statement: Statement) -> float:
    """How much a student wants to read a statement, by its form."""
    text = statement.evidence.text
    size = len(text.split())
    value = {"own": 0.6, "subject": 0.2, "under": 0.0, "mention": -1.5}[statement.relation]
    value += 0.4 * statement.at_home
    value += 0.6 * naming.is_all(statement.heading, 0)
    value -= 0.6 * (statement.whole >= 0)
    value += 0.6 * statement.named + 0.5 * statement.opens
    value += 0.5 * is_telling(naming, statement)
    value += 0.4 * bool(_FIGURE.search(_without_name(naming, text)))
    # A paragraph or an item says first what it is about.
    value -= 0.4 * (statement.evidence.before is not None and not statement.named)
    value -= 0.8 * (not statement.stands)
    if statement.evidence.items:
        kinds = bool(_KINDS.search(statement.evidence.items[0].text))
        return value + 0.5 + 0.6 * kinds - (0.005 if kinds else 0.01) * size
    return (
        value
        - 0.6 * (size < 6)
        - 1.0 * (size < PHRASE)
        - 0.5 * (size > 35)
        - 1.2 * statement.part
        + 0.4 * _is_of_a_part(naming, statement)
    )


def _is_of_a_part(naming: Naming, statement: Statement) -> bool:
    """Whether it says what a part of the topic is, by its heading: "S3 buckets"."""
    heading = without_number(statement.heading)
    if statement.relation != "under" or not re.match(naming.pattern, heading, re.I):
        return False
    part = re.escape(heading.rstrip("s"))
    return bool(re.match(rf"(?:an? |the )?{part}s? (?:is|are) an? ", statement.evidence.text, re.I))


def is_telling(naming: Naming, statement: Statement) -> bool:
    """Whether it gives a figure, or tells of cost, security, limits or what must be done."""
    return bool(_TELLING.search(_without_name(naming, statement.evidence.text)))


def _without_name(naming: Naming, text: str) -> str:
    """A text without the topic's names: "S3" and "Route 53" are no figures."""
    return re.sub(naming.pattern, "", text, flags=re.IGNORECASE)


def is_of_another(naming: Naming, statement: Statement) -> bool:
    """Whether it tells of another topic, or what this one is once more.

    A row or an item of another page says in catchwords what the topic's own section says.
    """
    evidence = statement.evidence
    if evidence.items:
        # "A compared with B" has rows for both.
        return bool(COMPARED.search(statement.heading))
    if (statement.row or statement.part) and not statement.at_home:
        return True
    named = [n for n in naming.glossary.named_in(evidence.text) if naming.is_known(n)][:1]
    # What a part of the topic does is told of it, below its heading.
    passing = not statement.at_home and statement.relation in ("mention", "under")
    if _PROVIDES.match(evidence.text) and len(evidence.text.split()) <= _FEW:
        return True
    if named and passing and not naming.is_named(named[0]):
        return True
    if not statement.named and (_ADVICE.match(evidence.text) or _KIND_ALONE.match(evidence.text)):
        return True
    rest = _without_name(naming, evidence.text)
    if any(wording.search(rest) for wording, _ in ASPECTS):
        return False
    other = statement.relation == "subject" and not statement.named
    again = re.search(rf"{naming.pattern},? (?:which|that) is an? ", evidence.text, re.IGNORECASE)
    return (
        says_what_it_is(naming, evidence.text)
        or bool(again and statement.relation == "mention")
        or bool(other and _OTHER_IS.match(evidence.text))
    )


def says_again(naming: Naming, statement: Statement) -> bool:
    """Whether it only puts in other words what was said before it: "So this means …"."""
    return bool(_AGAIN.match(statement.evidence.text)) and not is_telling(naming, statement)


def is_one_of_many(statement: Statement) -> bool:
    """Whether it is one of what is listed by names, and would stand for all of them."""
    evidence = statement.evidence
    listed = evidence.context.endswith(":") and not statement.row
    return listed and ": " in evidence.text
