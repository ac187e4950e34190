"""A card for a topic: what it is, when to use it, key facts, how it differs, see also."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from askaws.answering.answer import Composer
from askaws.answering.beside import see_also
from askaws.answering.candidates import to_score
from askaws.answering.finding import Finder
from askaws.answering.layout import FULL, Layout, compose
from askaws.answering.parts import place
from askaws.answering.statement import Statement
from askaws.index.store import Generation
from askaws.models.scorer import Scorer
from askaws.reading.glossary import Glossary
from askaws.records import Answer, Card, Hit, Seconds

SHORT = 160
"""Words of a card, unless everything is asked for."""

_FACTS = 9


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
        found = Finder(self.generation, self.glossary, self._logits).find(asked)
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
        facts = facts if full else layout.without_repeats(facts)
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
            see_also=see_also(
                self.generation, naming, statements, (*definition, *when, *facts, *contrast)
            ),
            candidates=found.candidates,
        )

    def _logits(self, question: str, statements: Sequence[Statement]) -> list[float]:
        if self.scorer is None or not statements:
            return [0.0] * len(statements)
        scores = self.scorer.score(question, [to_score(s.evidence) for s in statements])
        return [float(score) for score in scores]
