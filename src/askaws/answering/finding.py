"""What was asked for: a topic of the notes, by any of its names, or a phrase that they use."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from askaws.answering.defining import says_what_it_is
from askaws.answering.gather import gather
from askaws.answering.naming import Naming, fts_query
from askaws.answering.parts import Parts
from askaws.answering.statement import Statement
from askaws.index.store import Generation
from askaws.reading.described import described_by
from askaws.reading.glossary import Glossary
from askaws.reading.words import content_stems, stem, stems

_FORMS = 12
"""Passages that are looked through for another form of a phrase."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """What the notes say of what was asked for; no statements where they say nothing.

    `candidates` are the topics that may have been meant.
    """

    parts: Parts
    misspelt: bool
    ambiguous: bool
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds what a card is asked about. `logits` score statements for a question."""

    generation: Generation
    glossary: Glossary
    logits: Callable[[str, Sequence[Statement]], list[float]]

    def find(self, asked: str) -> Found:
        """What was asked for: a topic of the notes, or else a phrase that they use."""
        phrase = asked.strip(" ?!.")
        resolution = self.glossary.resolve(asked)
        meant = "" if resolution.kind == "exact" else described_by(asked, self.glossary)
        if meant:
            resolution = self.glossary.resolve(meant)
        topic = resolution.term.term if resolution.term else ""
        ambiguous = resolution.kind == "ambiguous"
        guessed = resolution.kind == "misspelt"
        candidates = tuple(term.term for term in resolution.candidates)
        # "Data parallelism" is not "Parallel data" where the notes speak of it.
        loose = guessed or _is_swapped(phrase, topic)
        said = self._said(phrase) if not topic or loose else None
        if said and guessed and " " not in phrase and not _is_defined(said):
            # A word that stands in the notes once may well be a slip.
            said = said if len(said.statements) > 1 else None
        if said and (not ambiguous or _is_defined(said)):
            return Found(said, said.naming.topic != phrase, False, candidates)
        if not topic and not ambiguous:
            # The notes may speak of "bias" and of "variance", and never of both.
            words = phrase.split(" and ") if " and " in phrase else []
            said_alone = (word for word in words if self._said(word))
            candidates = tuple(dict.fromkeys((*said_alone, *candidates)))
        typed = phrase if resolution.kind == "exact" else ""
        naming = Naming(self.glossary, topic, typed)
        statements = gather(self.generation, naming) if topic else []
        if topic and not statements:
            # "Redshift Spectrum" is at least something of Redshift.
            naming = Naming(self.glossary, topic, typed, longer=True)
            statements = gather(self.generation, naming)
        if topic and not statements and (said := self._said(phrase)):
            # "Data pipeline" is no service where the notes have it as words.
            return Found(said, False, False, ())
        parts = Parts(naming, statements, self.logits)
        # "Serverless inference" is a row of a table; "SageMaker serverless inference" a section.
        told = any(says_what_it_is(naming, s.evidence.text) for s in statements)
        longer = None if told else self.glossary.ending_with(topic)
        if longer and _is_defined(other := self._parts(longer.term)):
            parts = other
        return Found(parts, bool(meant) or guessed, ambiguous, candidates)

    def _said(self, phrase: str) -> Parts | None:
        """What the notes say of a phrase that is no topic of theirs, if they use it."""
        if not content_stems(phrase):
            return None
        literal = self._in_words(phrase)
        if literal and literal.is_told:
            return literal
        # Where these very words are only mentioned, another form of them may tell more.
        other = self._in_words(self._written(phrase))
        return other if other and (literal is None or other.is_told) else literal

    def _in_words(self, phrase: str) -> Parts | None:
        found = self._parts(phrase, self.glossary.with_topic(phrase)) if phrase else None
        return found if found and found.statements else None

    def _parts(self, topic: str, glossary: Glossary | None = None) -> Parts:
        naming = Naming(glossary or self.glossary, topic)
        return Parts(naming, gather(self.generation, naming), self.logits)

    def _written(self, phrase: str) -> str:
        """Another form of a phrase: "model parallel" for "model parallelism"; or nothing."""
        wanted = [stem(word.lower()) for word in _WORD.findall(phrase)]
        found = self.generation.matching(fts_query(phrase), _FORMS, (1.0, 1.0))
        for chunk_id, _ in found if len(wanted) > 1 else ():
            words = _WORD.findall(self.generation.chunk(chunk_id).text)
            stemmed = [stem(word.lower()) for word in words]
            for at in range(len(words) - len(wanted) + 1):
                form = " ".join(words[at : at + len(wanted)])
                if stemmed[at : at + len(wanted)] == wanted and form.lower() != phrase.lower():
                    return form
        return ""


def _is_swapped(phrase: str, topic: str) -> bool:
    """Whether a topic has the words of a phrase in another order."""
    asked, named = stems(phrase), stems(topic)
    return asked != named and sorted(asked) == sorted(named)


def _is_defined(parts: Parts) -> bool:
    """Whether the notes say what a phrase is, and a word in one place: "bias" is many things."""
    texts = (s.evidence for s in parts.statements)
    places = {e.headings for e in texts if says_what_it_is(parts.naming, e.text)}
    return bool(places) and (len(places) == 1 or " " in parts.naming.topic)
