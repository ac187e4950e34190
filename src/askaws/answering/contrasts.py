"""Whether a statement sets its topic against another, and which."""

from __future__ import annotations

import re

from askaws.answering.naming import Naming, without_number
from askaws.answering.statement import Statement

DIFFERS = re.compile(
    r"(?:\b(?:unlike|whereas|instead of|rather than|versus|differs? from|in contrast(?: to)?"
    r"|mistaken for|confused with|opposite(?: direction)? of|compared with|not the same as"
    r"|similar to|but not)|, while)\b ?",
    re.IGNORECASE,
)
MISTAKEN = re.compile(r"\b(?:mistaken for|confused with|mixed up)\b", re.IGNORECASE)
COMPARED = re.compile(
    r"\b(?:versus|vs\.?|compared(?: with| to)?|differences?(?: between)?)(?: |$)", re.IGNORECASE
)
_WHILE = re.compile(r", while |\b(?:whereas|versus)\b")
CLAUSES = re.compile(
    r"(?:, |; |: | )(?:and|while|whereas|but) (?:(?:the )?other )?|[,;:] ", re.IGNORECASE
)
"""Stands before what is told of another thing."""
_SIDES = re.compile(rf" ?{COMPARED.pattern}| and | or |, ", re.IGNORECASE)


def contrasts(naming: Naming, statement: Statement) -> bool:
    """Whether a statement sets the topic, rather than what else it names, against another."""
    evidence = statement.evidence
    text = evidence.items[0].text if evidence.items else evidence.text
    if not statement.stands or not naming.is_named(evidence.text):
        return False
    if mistaken := MISTAKEN.search(text):
        other = text[mistaken.end() :].strip()
        return statement.at_home or naming.is_subject(text) or naming.is_subject(other)
    named = [name for name in naming.glossary.named_in(text) if not naming.is_named(name)]
    if not named or evidence.items:
        return False
    if cue := DIFFERS.search(text):
        # "A, unlike B, …" or "Unlike A, B …": whoever stands at these places.
        places = (text, text[cue.end() :], text.partition(", ")[2])
        if any(map(naming.is_subject, places[: 2 + (cue.start() == 0)])):
            return True
        # "A writes, while B reads, and C does both" is told of each.
        told = _WHILE.search(text) and not statement.row
        return bool(told) and tells_of_each(text, naming)
    columns = [cell.partition(": ")[0] for cell in text.split("; ")]
    if statement.row and any(naming.is_all(c, 0) for c in columns):
        # A row of a table that has a column for the topic and one for another.
        return any(naming.glossary.named_in(c) and not naming.is_named(c) for c in columns)
    # A heading such as "A versus B" speaks for what names both.
    heading = without_number(statement.heading)
    sides = _SIDES.split(heading) if COMPARED.search(heading) else []
    beside = {n for s in sides if not naming.is_named(s) for n in naming.glossary.named_in(s)}
    mine = any(naming.is_all(side, 0) for side in sides)
    # Who is told apart is who the sentence, or a clause of it, begins with.
    begins = any(map(naming.is_subject, CLAUSES.split(text)))
    return mine and begins and not statement.part and not beside.isdisjoint(named)


def tells_of_each(text: str, *topics: Naming) -> bool:
    """Whether a text has a clause on what each of the topics does: "A hears, and B speaks"."""
    clauses = CLAUSES.split(text)
    return all(any(map(naming.is_doing, clauses)) for naming in topics)


def others(naming: Naming, statement: Statement) -> set[str]:
    """The well-known names in a statement that are not the topic's, or all that are not."""
    named = naming.glossary.named_in(statement.evidence.text)
    names = {name for name in named if not naming.is_named(name)}
    return set(filter(naming.is_another, names)) or names
