"""A card for a topic: what it is, when to use it, key facts, how it differs, see also."""

from __future__ import annotations

import math
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from askaws.answering.answer import Composer
from askaws.answering.candidates import to_score
from askaws.answering.contrasts import DIFFERS
from askaws.answering.defining import says_what_it_is
from askaws.answering.gather import gather
from askaws.answering.layout import FULL, Layout, compose
from askaws.answering.naming import Naming, fts_query, is_as_name
from askaws.answering.parts import Parts, place
from askaws.answering.statement import Statement
from askaws.index.store import Generation
from askaws.models.scorer import Scorer
from askaws.reading.described import described_by
from askaws.reading.glossary import Glossary, Term
from askaws.reading.words import content_stems, stem, stems
from askaws.records import Answer, Card, Hit, Seconds

SHORT = 160
"""Words of a card, unless everything is asked for."""

_FACTS = 9
_FORMS = 12
"""Passages that are looked through for another form of a phrase."""
_SEVERAL = re.compile(r" and (?=[A-Z])|\bservices\b")
"""In a heading that is no one thing's name: "Amazon Transcribe and Amazon Translate"."""
_WORD = re.compile(r"[^\W_]+")
_SEE_ALSO = 4


@dataclass(frozen=True, slots=True)
class _Found:
    """What the notes say of what was asked for; no statements where they say nothing.

    `candidates` are the topics that may have been meant.
    """

    parts: Parts
    misspelt: bool
    ambiguous: bool
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explainer:
    """Builds cards. Without a scorer the wording alone decides what defines."""

    generation: Generation
    glossary: Glossary
    scorer: Scorer | None

    def card(self, asked: str, nearest: Callable[[], Sequence[Hit]], *, full: bool = False) -> Card:
        """The card of a topic; a refusal if the notes do not know it or it is ambiguous.

        `nearest` gives the passages to show with the card. A topic that the notes name
        but say nothing of is refused too, with `topic` set.
        """
        started = time.monotonic()
        found = self._find(asked)
        parts, naming = found.parts, found.parts.naming
        statements = parts.statements
        hits = tuple(nearest())
        layout = Layout(naming, FULL if full else SHORT)
        many = len(statements) if full else 0
        definition = layout.define(parts.definition())
        when = layout.take(parts.when(), many or 2)
        told = () if full else when
        contrast = layout.take(parts.differs(told), many or 2, FULL if full else SHORT // 2)
        facts = layout.take(
            parts.everything() if full else parts.facts(bool(definition)), many or _FACTS
        )
        composer = Composer()
        shown = [
            compose(composer, part, naming)
            for part in (definition, sorted(when, key=place), sorted(facts, key=place), contrast)
        ]
        now = round(time.monotonic() - started, 3)
        answer = Answer(
            question=asked,
            sentences=tuple(composer.sentences),
            citations=tuple(composer.citations.values()),
            hits=hits,
            model="",
            seconds=Seconds(0.0, now, now),
            probability=1.0 if statements else 0.0,
        )
        return Card(
            asked=asked,
            topic=naming.topic,
            answer=answer,
            misspelt=found.misspelt,
            ambiguous=found.ambiguous,
            only_mentioned=bool(statements)
            and (naming.longer or not (parts.is_told or definition or when)),
            definition=shown[0],
            when_to_use=shown[1],
            key_facts=shown[2],
            differences=shown[3],
            see_also=self._see_also(naming, statements, (*definition, *when, *facts, *contrast)),
            candidates=found.candidates,
        )

    def _find(self, asked: str) -> _Found:
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
        loose = (guessed and " " in phrase) or _is_swapped(phrase, topic)
        said = self._said(phrase) if not topic or loose else None
        if said and (not ambiguous or _is_defined(said)):
            return _Found(said, said.naming.topic != phrase, False, candidates)
        if not topic and not ambiguous:
            # The notes may speak of "bias" and of "variance", and never of both.
            words = phrase.split(" and ") if " and " in phrase else []
            candidates = (*(word for word in words if self._said(word)), *candidates)
        typed = phrase if resolution.kind == "exact" else ""
        naming = Naming(self.glossary, topic, typed)
        statements = gather(self.generation, naming) if topic else []
        if topic and not statements:
            # "Redshift Spectrum" is at least something of Redshift.
            naming = Naming(self.glossary, topic, typed, longer=True)
            statements = gather(self.generation, naming)
        parts = Parts(naming, statements, self._logits)
        # "Serverless inference" is a row of a table; "SageMaker serverless inference" a section.
        longer = None if _is_defined(parts) else self.glossary.ending_with(topic)
        if longer and _is_defined(other := self._parts(longer.term)):
            parts = other
        return _Found(parts, bool(meant) or guessed, ambiguous, candidates)

    def _said(self, phrase: str) -> Parts | None:
        """What the notes say of a phrase that is no topic of theirs, if they use it."""
        if not content_stems(phrase):
            return None
        return self._in_words(phrase) or self._in_words(self._written(phrase))

    def _in_words(self, phrase: str) -> Parts | None:
        found = self._parts(phrase, self.glossary.with_topic(phrase)) if phrase else None
        return found if found and found.statements else None

    def _parts(self, topic: str, glossary: Glossary | None = None) -> Parts:
        naming = Naming(glossary or self.glossary, topic)
        return Parts(naming, gather(self.generation, naming), self._logits)

    def _written(self, phrase: str) -> str:
        """How the notes write a phrase: "model parallel" for "model parallelism"; or nothing."""
        wanted = [stem(word.lower()) for word in _WORD.findall(phrase)]
        found = self.generation.matching(fts_query(phrase), _FORMS, (1.0, 1.0))
        for chunk_id, _ in found if len(wanted) > 1 else ():
            words = _WORD.findall(self.generation.chunk(chunk_id).text)
            stemmed = [stem(word.lower()) for word in words]
            for at in range(len(words) - len(wanted) + 1):
                if stemmed[at : at + len(wanted)] == wanted:
                    return " ".join(words[at : at + len(wanted)])
        return ""

    def _logits(self, question: str, statements: Sequence[Statement]) -> list[float]:
        if self.scorer is None or not statements:
            return [0.0] * len(statements)
        scores = self.scorer.score(question, [to_score(s.evidence) for s in statements])
        return [float(score) for score in scores]

    def _see_also(
        self, naming: Naming, statements: Sequence[Statement], shown: Sequence[Statement]
    ) -> tuple[str, ...]:
        """The topics with a heading of their own that the notes name beside this one.

        What the notes name everywhere says little, so it counts for less; what is named
        beside it once in passing, neither in the card nor in a section of its own, not at all.
        """
        counts: Counter[str] = Counter()
        close: set[str] = set()
        for statement in statements:
            text = statement.evidence.text
            if statement.part or not (statement.named or statement.relation == "own"):
                continue
            weight = 3 if DIFFERS.search(text) else 1
            named = self.glossary.written_in(text)
            names = [name for name, written in named if is_as_name(name, written)]
            counts.update(dict.fromkeys(names, weight))
            headings = self.glossary.named_in(" / ".join(statement.evidence.headings))
            passing = statement.relation == "mention" and statement not in shown
            close.update(name for name in names if not passing or name in headings)
        terms = {term.term: term for term in self.glossary.topics()}
        ranked = sorted(
            (name for name in counts if name in terms and name != naming.topic),
            key=lambda name: (-counts[name] / math.log2(2 + terms[name].places), name),
        )
        often = [name for name in ranked if counts[name] > 1]
        # What has a longer name is a part of it: S3 Versioning of S3.
        parts = [name for name in terms if name.startswith(f"{naming.topic} ")]
        found: list[str] = []
        for name in dict.fromkeys([*often, *parts, *filter(close.__contains__, ranked)]):
            if len(found) < _SEE_ALSO and self._is_another(terms[name], naming):
                found.append(name)
        return tuple(found)

    def _is_another(self, term: Term, naming: Naming) -> bool:
        """Whether a topic is a subject beside that of `naming`: "S3 Notes" is not beside S3."""
        return naming.heads(term.term) != "own" and self._is_subject(term)

    def _is_subject(self, term: Term) -> bool:
        """Whether a topic is a name, not a plain word, and heads a section of its own."""
        words = term.term.split()
        if len(words) == 1 and term.term[1:] == term.term[1:].lower() and not term.capital:
            return False
        if _SEVERAL.search(term.term):
            return False
        naming = Naming(self.glossary, term.term)
        for name in naming.names:
            found = self.generation.matching(f"headings : {fts_query(name)}", 6, (1.0, 0.0))
            for chunk_id, _ in found:
                if any(naming.is_all(h) for h in self.generation.chunk(chunk_id).headings):
                    return True
        return False


def _is_swapped(phrase: str, topic: str) -> bool:
    """Whether a topic has the words of a phrase in another order."""
    asked, named = stems(phrase), stems(topic)
    return asked != named and sorted(asked) == sorted(named)


def _is_defined(parts: Parts) -> bool:
    """Whether the notes say what a phrase is, and a word in one place: "bias" is many things."""
    texts = (s.evidence for s in parts.statements)
    places = {e.headings for e in texts if says_what_it_is(parts.naming, e.text)}
    return bool(places) and (len(places) == 1 or " " in parts.naming.topic)
