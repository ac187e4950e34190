"""Everything that the notes say about a topic: its own sections, entries and mentions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from askaws.answering.candidates import spans_of
from askaws.index.store import Generation
from askaws.reading.glossary import Glossary
from askaws.reading.words import stems
from askaws.records import Chunk, Evidence

Relation = Literal["heading", "entry", "mention"]
_MOST_CHUNKS = 120


@dataclass(frozen=True, slots=True)
class Statement:
    """A span that speaks of a topic.

    `relation` says how: under a heading that names it, as the entry of a list or
    table that it heads, or by a mention. `opens` marks the first of its section.
    """

    evidence: Evidence
    relation: Relation
    opens: bool


def gather(generation: Generation, glossary: Glossary, topic: str) -> list[Statement]:
    """The statements about `topic`, those under its own headings first, else in order."""
    names = glossary.names_of(topic)
    query = " OR ".join(f'"{" ".join(stems(name))}"' for name in names)
    ids = sorted(chunk_id for chunk_id, _ in generation.matching(query, _MOST_CHUNKS, (1.0, 1.0)))
    found: list[Statement] = []
    sections: set[tuple[str, tuple[str, ...], int]] = set()
    for chunk_id in ids:
        for chunk in _with_section(generation, glossary, chunk_id, topic):
            key = (chunk.path, chunk.headings, chunk.start_line)
            if key not in sections:
                sections.add(key)
                found.extend(_statements(chunk, chunk_id, glossary, topic))
    order = {"heading": 0, "entry": 0, "mention": 1}
    return sorted(found, key=lambda statement: order[statement.relation])


def _with_section(
    generation: Generation, glossary: Glossary, chunk_id: int, topic: str
) -> list[Chunk]:
    """The whole section where its heading names the topic, else the passage alone."""
    chunk = generation.chunk(chunk_id)
    if topic in glossary.named_in(_last(chunk)):
        return generation.section(chunk_id)
    return [chunk]


def _statements(chunk: Chunk, chunk_id: int, glossary: Glossary, topic: str) -> Iterator[Statement]:
    under_heading = topic in glossary.named_in(" > ".join(chunk.headings[-2:]))
    own_heading = topic in glossary.named_in(_last(chunk))
    for place, evidence in enumerate(filter(None, spans_of(chunk, chunk_id))):
        head = glossary.named_in(_head(evidence))
        named = topic in head or topic in glossary.named_in(evidence.text)
        entry = topic in head[:1] or (
            topic in glossary.named_in(evidence.context) and ":" in evidence.context
        )
        if entry:
            yield Statement(evidence, "entry", opens=True)
        elif own_heading or (under_heading and (named or not head)):
            yield Statement(evidence, "heading", opens=place == 0)
        elif named:
            yield Statement(evidence, "mention", opens=False)


def _last(chunk: Chunk) -> str:
    return chunk.headings[-1] if chunk.headings else ""


def _head(evidence: Evidence) -> str:
    """What an entry is about: the words before the colon, or a table row's first cell."""
    text = evidence.text
    if "; " in text and ": " in text.split("; ")[0]:
        return text.split("; ")[0].partition(": ")[2]
    before, colon, _ = text.partition(": ")
    return before if colon and len(before.split()) <= 8 else ""
