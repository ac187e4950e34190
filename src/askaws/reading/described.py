"""Things that a text describes without their names: a "serverless function" is Lambda."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from askaws.reading.glossary import Glossary
from askaws.reading.keys import find_names, name_key
from askaws.reading.terms import known_keys, read_known_names

DESCRIPTIONS = Path(__file__).parent / "descriptions.txt"


def described_in(text: str, glossary: Glossary) -> Iterator[tuple[str, str]]:
    """The descriptions in a text, each with the name of the topic of the notes that it means.

    Left out are topics that the text names besides, and descriptions that the notes have for
    a topic of its own or that are part of another name. Each topic comes once.

    >>> from askaws.reading.glossary import Term
    >>> glossary = Glossary([Term("Lambda", (), 3), Term("Chatbot", (), 1), Term("Lex", (), 1)])
    >>> list(described_in("May a serverless function serve my chatbot?", glossary))
    [('serverless function', 'Lambda')]
    """
    described = _descriptions()
    found = dict(find_names(text, described.keys() | known_keys()))
    said = set(found)
    for key, written in found.items():
        if key not in described:
            continue
        name = described[key]
        meant, own = glossary.called(name), glossary.called(written)
        other = any(term.kind == "topic" and term not in meant for term in own)
        names = {name_key(n) for term in meant for n in (name, *glossary.names_of(term.term))}
        if meant and not other and names.isdisjoint(said):
            said |= names
            yield written, name


def described_by(phrase: str, glossary: Glossary) -> str:
    """The name of the topic that a phrase describes, and nothing else, or nothing.

    >>> from askaws.reading.glossary import Term
    >>> described_by("serverless functions", Glossary([Term("Lambda", (), 3)]))
    'Lambda'
    """
    found = described_in(phrase, glossary)
    return next((name for said, name in found if name_key(said) == name_key(phrase)), "")


@lru_cache(maxsize=1)
def _descriptions() -> dict[str, str]:
    """The usual names of things by the keys of their descriptions."""
    return {
        name_key(description): name
        for name, *descriptions in read_known_names(DESCRIPTIONS)
        for description in descriptions
    }
