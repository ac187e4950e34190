"""How a text speaks of a topic: as what it is about, in passing, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from askaws.answering.naming import Naming, Relation, is_as_name
from askaws.answering.standing import after_joint, is_fragment, is_it, is_leaning
from askaws.records import Block, Evidence

_SHORTEST_MENTION = 5
"""In words: a shorter phrase that names a topic in passing tells nothing of it."""
_SUBJECT_WORDS = 4
_TELLS = re.compile(r"[\d:]|\.$")
"""A figure, a name and what is said of it, or a whole sentence, however short."""
_JOINT = re.compile(r"\b(?:compared|versus|vs|and)\b|\w ?/ ?\w", re.IGNORECASE)
_OPTION = re.compile(
    r"(?:with|using) (?:the|an?) (?:\S+ ){1,3}(?:option|way|approach|method|alternative)\b",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    r"(?:you|we|if|when|once|for|to|in|with|by|using|as|based|they|their|data|customers)\b",
    re.IGNORECASE,
)
"""Begins a sentence that brings in no other subject."""


def relation_of(
    naming: Naming, evidence: Evidence, heads: Relation, about: bool, entry: bool
) -> Relation | None:
    """How a span speaks of the topic, if it does; `about`: the one before was about it."""
    text = evidence.text
    named = naming.is_named(text)
    heading = next(iter(evidence.headings[-1:]), "")
    # Below "EMR/EC2", what begins without its subject is told of the first.
    if is_fragment(text) and re.search(rf"\w ?/ ?{naming.pattern}", heading, re.IGNORECASE):
        return None
    if heads == "own":
        return _in_own(naming, evidence, named)
    goes_on = about and _goes_on(naming, text) and not _is_alternative(naming, evidence)
    tells = named and (len(text.split()) >= _SHORTEST_MENTION or bool(_TELLS.search(text)))
    subject = naming.is_subject(text) or naming.is_used(text)
    if entry or goes_on or (tells and subject) or naming.is_gloss(text):
        return "subject"
    return "under" if heads == "under" else "mention" if tells else None


def _in_own(naming: Naming, evidence: Evidence, named: bool) -> Relation | None:
    """How a span speaks of the topic below its own heading, which may be another's as well."""
    heading, text = evidence.headings[-1], evidence.text
    beside = re.sub(naming.pattern, "", heading, flags=re.IGNORECASE)
    if named or not (beside.strip() and _JOINT.search(heading)):
        return "own"
    # "X compared with Y" has sentences that speak of Y alone.
    others = dict(naming.glossary.written_in(text))
    for name, written in list(others.items())[:1]:
        begins = re.match(rf"(?:With )?(?:Amazon |AWS )?{re.escape(written)}\b", text)
        both = re.search(rf"\b{re.escape(written)}\b", beside, re.IGNORECASE)
        if begins and (both or naming.is_another(name)):
            return None
    return "under" if any(map(naming.is_known, others)) else "own"


def speaks_of_another(naming: Naming, evidence: Evidence) -> bool:
    """Whether a span names a topic besides this one, or brings in what else there is."""
    named = all(map(naming.is_named, _names_in(naming, evidence.text)))
    return not named or _is_alternative(naming, evidence)


def _is_alternative(naming: Naming, evidence: Evidence) -> bool:
    """Whether "With the other option, …" comes after "With X, …"."""
    begins = _OPTION.match(evidence.text) and not naming.is_named(evidence.text)
    return bool(begins and evidence.before and naming.is_subject(evidence.before.text))


def _goes_on(naming: Naming, text: str) -> bool:
    """Whether what follows a sentence on the topic is about it as well."""
    first = next(_names_in(naming, text), None)
    leads = naming.is_named(first) if first else bool(_KEEPS.match(text))
    return (leads or is_leaning(text)) and not _turns(naming, text)


def _names_in(naming: Naming, text: str) -> Iterator[str]:
    """The topics in a text; those that are plain words only where a subject stands."""
    begin = " ".join(text.split()[:_SUBJECT_WORDS])
    for name, written in naming.glossary.written_in(text):
        plain = written not in begin and not is_as_name(name, written)
        if naming.is_another(name) or (naming.is_known(name) and not plain):
            yield name


def _turns(naming: Naming, text: str) -> bool:
    """Whether a text goes on with another subject: "Additionally, Polly speaks"."""
    rest = after_joint(text)
    if rest == text or is_it(rest) or _KEEPS.match(rest):
        return False
    first = next(_names_in(naming, rest), "")
    return bool(first) and naming.is_another(first)


def is_entry(naming: Naming, block: Block, evidence: Evidence) -> bool:
    """Whether it stands in a row or below an item that is the topic's name."""
    parts = [evidence.context]
    if block.kind == "row":
        parts = block.spans[0].text.split("; ")
    return any(
        naming.is_all(text) or naming.is_gloss(text)
        for part in parts
        for text in (part, part.partition(": ")[2])
        if text
    )
