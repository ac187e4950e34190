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
from askaws.answering.versus import Versus
from askaws.index.store import Generation
from askaws.models.scorer import Scorer
from askaws.reading.glossary import Glossary
from askaws.reading.keys import name_key
from askaws.reading.terms import known_keys
from askaws.reading.words import stems
from askaws.records import Answer, Card, Hit, Seconds

SHORT = 160
"""Words of a card, unless everything is asked for."""
SHORT_OF_TWO = 80
"""Words of a card that is the answer to a question of two things."""

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
            parts.everything() if full else parts.facts(bool(definition), contrast), many or _FACTS
        )
        facts = facts if full else layout.without_repeats(facts)
        composer = Composer()
        shown = [
            compose(composer, part, naming)
            for part in (definition, sorted(when, key=place), sorted(facts, key=place), contrast)
        ]
        return Card(
            asked=asked,
            topic=naming.topic,
            answer=_answer(asked, composer, hits, started),
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

    def versus(
        self,
        asked: str,
        sides: Sequence[str],
        nearest: Callable[[], Sequence[Hit]],
        words: int = SHORT,
    ) -> Card | None:
        """Two topics side by side; None unless the notes say what both are, or what differs."""
        started = time.monotonic()
        sides = self._spelt_out(*sides)
        if not all(map(self._is_topic, sides)):
            return None
        finder = Finder(self.generation, self.glossary, self._logits)
        one, other = (finder.find(side) for side in sides)
        topics = (one.parts.naming.topic, other.parts.naming.topic)
        if topics[0] == topics[1]:
            return None
        composer = Composer()
        shown = Versus(one.parts, other.parts, self._logits).compose(composer, words)
        if shown is None:
            return None
        return Card(
            asked=asked,
            topic=" versus ".join(topics),
            answer=_answer(asked, composer, tuple(nearest()), started),
            misspelt=one.misspelt or other.misspelt,
            definition=shown[0],
            differences=shown[1],
            when_to_use=shown[2],
            compared=topics,
        )

    def _spelt_out(self, one: str, other: str) -> tuple[str, str]:
        """Both sides with the word that they share: "spot or reserved instances"."""
        longer = f"{one} {other.split()[-1]}"
        if " " not in other or longer == other or name_key(one) in known_keys():
            return one, other
        # "Public or private subnets" are not the public of something else.
        plain = " " not in one and one == one.lower()
        return (longer, other) if plain or self._is_topic(longer) else (one, other)

    def _is_topic(self, name: str) -> bool:
        """Whether a name, or a slip of it, is a topic's; or of two words or more, how one begins.

        A service's name may stand before it: "SageMaker Neo"; its words may be in another order.
        """
        found = self.glossary.resolve(name)
        if found.term is None or found.kind == "misspelt":
            return found.term is not None
        titles = self.glossary.names_of(found.term.term)
        own, known, asked = name_key(name), known_keys(), stems(name)
        begins = len(asked) > 1 and any(
            stems(title)[: len(asked)] == asked or sorted(stems(title)) == sorted(asked)
            for title in titles
        )
        keys = map(name_key, titles)
        return begins or any(
            k == own or (k.endswith(own) and k[: -len(own)] in known) for k in keys
        )

    def _logits(self, question: str, statements: Sequence[Statement]) -> list[float]:
        if self.scorer is None or not statements:
            return [0.0] * len(statements)
        scores = self.scorer.score(question, [to_score(s.evidence) for s in statements])
        return [float(score) for score in scores]


def _answer(asked: str, composer: Composer, hits: tuple[Hit, ...], started: float) -> Answer:
    """What a card says, as an answer; a refusal if that is nothing."""
    seconds = round(time.monotonic() - started, 3)
    return Answer(
        question=asked,
        sentences=tuple(composer.sentences),
        citations=tuple(composer.citations.values()),
        hits=hits,
        model="",
        seconds=Seconds(0.0, seconds, seconds),
        probability=1.0 if composer.sentences else 0.0,
    )
