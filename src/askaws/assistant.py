"""One corpus, its index and its models: everything a command does, without the terminal."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import cached_property

from askaws.answering.answer import Answerer, OnSentence
from askaws.answering.evidence import Selection, Selector
from askaws.answering.explain import SHORT, SHORT_OF_TWO, Explainer
from askaws.answering.followup import Turn, read_in_context
from askaws.answering.layout import FULL
from askaws.answering.question import Question, looked_up, understand
from askaws.answering.retrieve import retrieve
from askaws.answering.second import SecondReading
from askaws.answering.sides import set_against
from askaws.index.build import Progress, Report, is_current, update
from askaws.index.store import Generation, open_current
from askaws.models.encoder import Floats
from askaws.models.library import DEFAULT_LLM
from askaws.models.llm import Generator
from askaws.reading.glossary import Glossary
from askaws.records import Answer, Card, Hit
from askaws.settings import DEFAULT_HITS, Settings
from askaws.workshop import Workshop

READ = 10
"""Passages whose sentences are looked at for an answer, however many are shown."""


def _no_progress(stage: str, done: int, total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Found:
    """A question as understood, its vector, and the passages found for it, best first."""

    question: Question
    vector: Floats
    hits: tuple[Hit, ...]


class Assistant:
    """Answers questions over one corpus. Models and index are loaded once and kept."""

    def __init__(self, settings: Settings, workshop: Workshop) -> None:
        self.settings = settings
        self.workshop = workshop
        self._before: Turn | None = None

    def is_current(self) -> bool:
        """Whether there is an index, and it is that of the notes as they are now."""
        return is_current(
            self.settings.index,
            self.settings.corpus,
            self.workshop.embedder_digest,
            self.workshop.limits,
        )

    def update(self, progress: Progress = _no_progress, *, rebuild: bool = False) -> Report:
        """Build the index, or bring it up to date."""
        for read_from_index in ("generation", "glossary", "_vocabulary"):
            self.__dict__.pop(read_from_index, None)
        return update(
            self.settings.index,
            self.settings.corpus,
            self.workshop,
            rebuild=rebuild,
            progress=progress,
        )

    def bring_up_to_date(self, progress: Progress = _no_progress) -> Report | None:
        """Update the index if it needs it; None if it is that of the notes already."""
        return None if self.is_current() else self.update(progress)

    @cached_property
    def generation(self) -> Generation:
        """The index in use."""
        return open_current(self.settings.index)

    def understand(self, asked: str) -> Question:
        """The question in the notes' own words."""
        return understand(asked, self._vocabulary, self.glossary, self.workshop.knows_word)

    def find(self, asked: str, count: int = READ) -> Found:
        """The question as understood, and the passages most like it."""
        question = self.understand(asked)
        vector = self.workshop.embedder.embed([question.text])[0]
        return Found(question, vector, retrieve(self.generation, question, vector, count))

    def select(self, found: Found, chooser: Selector | SecondReading | None = None) -> Selection:
        """The evidence in the passages found, by the workshop's selector if by no other."""
        chooser = chooser or self.workshop.selector
        return chooser.select(self.generation, found.question, found.vector, found.hits)

    def search(self, asked: str, count: int = DEFAULT_HITS) -> Found:
        """The passages that bear on a question, in the order in which they answer it."""
        found = self.find(asked, max(count, READ))
        return replace(found, hits=self.select(found).hits[:count])

    def ask(
        self,
        asked: str,
        count: int = DEFAULT_HITS,
        generator: Generator | None = None,
        threshold: float | None = None,
        on_sentence: OnSentence | None = None,
    ) -> Answer:
        """The answer to a question, its sentences given to `on_sentence` as they stand.

        A question that only asks what something is gets the sentences of its card. The embedded
        LLM reads evidence that is in doubt, unless the workshop has no second reading; a
        generator writes the answer, as far as what it writes holds.
        """
        if card := self.card_for(asked, count):
            return card.answer
        return self.answer(asked, count, generator, threshold, on_sentence)

    def answer(
        self,
        asked: str,
        count: int,
        generator: Generator | None = None,
        threshold: float | None = None,
        on_sentence: OnSentence | None = None,
    ) -> Answer:
        """The answer from the evidence, whether or not there is a card; else as `ask`."""
        started = time.monotonic()
        found = self.find(asked, max(count, READ))
        retrieved = time.monotonic()
        second = self.workshop.second_reading
        chooser = second or self.workshop.selector
        selection = self.select(found, chooser)
        weights = chooser.weights
        answerer = Answerer(
            weights.threshold if threshold is None else threshold,
            generator,
            weights.judge,
            self.workshop.selector.scorer,
            weights.doubt,
        )
        answer = answerer.answer(
            found.question, selection, selection.hits[:count], started, retrieved, on_sentence
        )
        return replace(answer, model=DEFAULT_LLM) if second and not generator else answer

    def explain(self, topic: str, count: int = DEFAULT_HITS, *, full: bool = False) -> Card:
        """A card for a topic, or for "X vs Y"; `full` with everything that belongs on it."""
        if card := self._versus(topic, count, FULL if full else SHORT):
            return card
        card = self._explainer.card(topic, lambda: self.search(topic, count).hits, full=full)
        sides = set_against(topic) if card.answer.refused and not card.ambiguous else ()
        if sides and not (answer := self.answer(topic, count)).refused:
            # What the notes say of the difference alone.
            return Card(
                topic, " versus ".join(sides), answer, differences=answer.sentences, compared=sides
            )
        return card

    def card_for(self, asked: str, count: int = DEFAULT_HITS) -> Card | None:
        """The card that "what is X?", X alone, or "X vs Y" asks for.

        None if the notes do not say what X is; X alone has to be a topic besides.
        """
        if both := self._versus(asked, count, SHORT_OF_TWO):
            return both
        topic = looked_up(asked) or (asked if self.glossary.knows(asked) else "")
        found = self.glossary.resolve(topic) if topic else None
        # What is no topic of theirs may be a phrase that they say the meaning of.
        if found is None or (found.term and found.term.kind != "topic"):
            return None
        card = self._explainer.card(topic, lambda: ())
        if not card.definition:
            return None
        hits = self.search(topic, count).hits
        return replace(card, asked=asked, answer=replace(card.answer, question=asked, hits=hits))

    def _versus(self, asked: str, count: int, words: int) -> Card | None:
        """Two topics side by side in so many words, if that is what is asked for."""
        sides = set_against(asked)
        # "Bias and variance" may be one topic.
        whole = looked_up(asked) or asked
        if not sides or (" and " in whole and self.glossary.called(whole)):
            return None
        return self._explainer.versus(asked, sides, lambda: self.search(asked, count).hits, words)

    @property
    def _explainer(self) -> Explainer:
        return Explainer(self.generation, self.glossary, self.workshop.selector.scorer)

    def in_conversation(self, asked: str) -> str:
        """A follow-up with the subject of the question before, anything else as it is."""
        return read_in_context(asked, self._before, self.subject)

    def remember(self, answer: Answer) -> None:
        """Keep what a question was about, for the follow-ups to it."""
        headings = answer.citations[0].headings if answer.citations else ()
        subject = self.subject(answer.question) or (headings[-1] if headings else "")
        self._before = Turn(answer.question, subject)

    def subject(self, text: str) -> str:
        """The first topic of the notes that a text names, or nothing."""
        return next(iter(self.glossary.named_in(text)), "")

    def topic_names(self) -> list[str]:
        """What the notes speak of, to complete what is typed."""
        return [term.term for term in self.glossary.topics()]

    @cached_property
    def glossary(self) -> Glossary:
        """The names in the notes."""
        return Glossary(self.generation.terms())

    @cached_property
    def _vocabulary(self) -> dict[str, int]:
        return self.generation.words()
