"""The topics to see also: what the notes name beside a topic."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from askaws.answering.contrasts import DIFFERS
from askaws.answering.naming import Naming, fts_query, is_as_name
from askaws.answering.statement import Statement
from askaws.index.store import Generation
from askaws.reading.glossary import Term

_SEE_ALSO = 4
_SEVERAL = re.compile(r" and (?=[A-Z])|\bservices\b")
"""In a heading that is no one thing's name: "Amazon Transcribe and Amazon Translate"."""


def see_also(
    generation: Generation,
    naming: Naming,
    statements: Sequence[Statement],
    shown: Sequence[Statement],
) -> tuple[str, ...]:
    """The topics with a heading of their own that the notes name beside this one.

    What the notes name everywhere says little, so it counts for less; what is named
    beside it once in passing, neither in the card nor in a section of its own, not at all.
    """
    orders = {statement.order for statement in shown}
    counts: Counter[str] = Counter()
    close: set[str] = set()
    for statement in statements:
        text = statement.evidence.text
        if statement.part or not (statement.named or statement.relation == "own"):
            continue
        weight = 3 if DIFFERS.search(text) else 1
        named = naming.glossary.written_in(text)
        names = [name for name, written in named if is_as_name(name, written)]
        counts.update(dict.fromkeys(names, weight))
        headings = naming.glossary.named_in(" / ".join(statement.evidence.headings))
        passing = statement.relation == "mention" and statement.order not in orders
        close.update(name for name in names if not passing or name in headings)
    terms = {term.term: term for term in naming.glossary.topics()}
    ranked = sorted(
        (name for name in counts if name in terms and name != naming.topic),
        key=lambda name: (-counts[name] / math.log2(2 + terms[name].places), name),
    )
    often = [name for name in ranked if counts[name] > 1]
    # What has a longer name is a part of it: S3 Versioning of S3.
    parts = [name for name in terms if name.startswith(f"{naming.topic} ")]
    found: list[str] = []
    for name in dict.fromkeys([*often, *parts, *filter(close.__contains__, ranked)]):
        if len(found) < _SEE_ALSO and _is_another(generation, terms[name], naming):
            found.append(name)
    return tuple(found)


def _is_another(generation: Generation, term: Term, naming: Naming) -> bool:
    """Whether a topic is a subject beside that of `naming`: "S3 Notes" is not beside S3."""
    return naming.heads(term.term) != "own" and _is_subject(generation, term, naming)


def _is_subject(generation: Generation, term: Term, naming: Naming) -> bool:
    """Whether a topic is a name, not a plain word, and heads a section of its own."""
    words = term.term.split()
    if len(words) == 1 and term.term[1:] == term.term[1:].lower() and not term.capital:
        return False
    if _SEVERAL.search(term.term):
        return False
    own = Naming(naming.glossary, term.term)
    for name in own.names:
        found = generation.matching(f"headings : {fts_query(name)}", 6, (1.0, 0.0))
        for chunk_id, _ in found:
            if any(own.is_all(h) for h in generation.chunk(chunk_id).headings):
                return True
    return False
