"""The answer: quotes, or the model's sentences where each of them holds.

Code attaches the locations; the model only picks numbers. What it writes is
checked against what it cites, and gives way to the quote where it fails.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from askaws.answering.candidates import passage, to_score
from askaws.answering.choose import choose
from askaws.answering.evidence import Selection
from askaws.answering.prompt import build_prompt, grammar, parse_drafts
from askaws.answering.question import Question
from askaws.answering.shown import at_span, in_context, without_stray_marks
from askaws.answering.verdict import Judge
from askaws.answering.verify import fault
from askaws.models.llm import Generator
from askaws.models.scorer import Scorer
from askaws.reading.words import content_stems
from askaws.records import Answer, Citation, Evidence, Hit, Origin, Seconds, Sentence

OnSentence = Callable[[Sentence, tuple[Citation, ...]], None]
"""Called with each sentence as soon as it stands, and the citations new with it."""

_MAX_TOKENS = 80
_DECIDING = 0.7
"""The share of the question's words that evidence must have to be answered yes or no by it."""

_WORSE = 0.5
"""A draft whose score is lower than its quotes' by more says less than they do."""


@dataclass(slots=True)
class Composer:
    """Gathers sentences and gives each cited place its number."""

    on_sentence: OnSentence | None = None
    sentences: list[Sentence] = field(default_factory=list)
    citations: dict[tuple[str, int, int, str], Citation] = field(default_factory=dict)
    stated: set[tuple[str, int, int, str]] = field(default_factory=set)
    first: float = 0.0

    def quote(self, evidence: Evidence) -> None:
        """The evidence as it stands, unless it is stated already; a list sentence by sentence."""
        depths = [item.depth for item in evidence.items] or [0]
        new = [
            (piece, depth)
            for piece, depth in zip(pieces(evidence), depths, strict=True)
            if self._key(piece) not in self.stated
        ]
        least = min((depth for _, depth in new), default=0)
        level = -1
        for piece, depth in new:
            # Below the line above it, whatever of the list was stated before.
            level = min(depth - least, level + 1)
            self.state(without_stray_marks(piece.text), (piece,), "quote", level)

    def state(
        self, text: str, evidence: Sequence[Evidence], origin: Origin, level: int = 0
    ) -> None:
        """A sentence that says what its evidence says."""
        self.stated.update(self._key(e) for e in evidence)
        self.add(text, evidence, origin, level)

    def add(self, text: str, evidence: Sequence[Evidence], origin: Origin, level: int = 0) -> None:
        before = len(self.citations)
        numbers = tuple(dict.fromkeys(self._number(e) for e in evidence))
        sentence = Sentence(text, numbers, origin, level)
        self.first = self.first or time.monotonic()
        self.sentences.append(sentence)
        if self.on_sentence:
            self.on_sentence(sentence, tuple(self.citations.values())[before:])

    def _number(self, e: Evidence) -> int:
        number = len(self.citations) + 1
        known = self.citations.setdefault(
            self._key(e),
            Citation(number, e.path, e.start_line, e.end_line, e.headings, e.quote),
        )
        return known.number

    @staticmethod
    def _key(e: Evidence) -> tuple[str, int, int, str]:
        return e.path, e.start_line, e.end_line, e.quote


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers from a selection. Without a generator the quotes are the answer.

    It refuses where the probability is below `threshold`, and is unsure where the best evidence
    has a score below `doubt`: the notes may well answer, and this may not be where.
    """

    threshold: float
    generator: Generator | None = None
    judge: Judge | None = None
    scorer: Scorer | None = None
    doubt: float = 0.0

    def answer(
        self,
        question: Question,
        selection: Selection,
        hits: Sequence[Hit],
        started: float,
        retrieved: float,
        on_sentence: OnSentence | None = None,
    ) -> Answer:
        """The answer, or a refusal: without sentences, with the nearest sections as hits.

        `started` and `retrieved` are readings of the monotonic clock.
        """
        composer = Composer(on_sentence)
        dropped = [f"the notes do not speak of {side}" for side in question.unheard]
        if selection.probability >= self.threshold and not dropped:
            chosen = choose(question, selection.evidence)
            if verdict := self._verdict(question, chosen):
                composer.add(verdict, chosen[:1], "model")
            # A list is an answer as it stands: a model could only leave something out of it.
            if self.generator and not any(evidence.items for evidence in chosen):
                dropped.extend(self._write(question, chosen, composer, self.generator))
            apart = question.apart
            for evidence in chosen:
                for piece in in_context(evidence, question.text, apart):
                    composer.quote(piece)
        now = time.monotonic()
        return Answer(
            question=question.asked,
            sentences=tuple(composer.sentences),
            citations=tuple(composer.citations.values()),
            hits=tuple(hits),
            model=self.generator.name if self.generator else "",
            dropped=tuple(dropped),
            probability=selection.probability,
            unsure=bool(composer.sentences) and selection.evidence[0].score < self.doubt,
            seconds=Seconds(
                retrieve=round(retrieved - started, 3),
                first_token=round((composer.first or now) - started, 3),
                total=round(now - started, 3),
            ),
        )

    def _verdict(self, question: Question, chosen: Sequence[Evidence]) -> str:
        """Yes or no, where that is asked and the likeliest evidence decides it."""
        if self.judge is None or question.kind != "yesno" or not chosen or chosen[0].items:
            return ""
        # On what is asked only in part, wording decides nothing.
        stated = set(content_stems(passage(chosen[0])))
        covered = sum(stem in stated for stem in question.stems) / max(1, len(question.stems))
        if covered < _DECIDING:
            return ""
        return self.judge.verdict(question.text, chosen[0].text)

    def _write(
        self,
        question: Question,
        chosen: Sequence[Evidence],
        composer: Composer,
        generator: Generator,
    ) -> Iterator[str]:
        """Let the model write what holds. Yields what was dropped, and why."""
        prompt = build_prompt(question.asked, chosen, generator)
        yield from prompt.dropped
        if not prompt.evidence:
            return
        written = generator.write(
            prompt.messages, grammar(len(prompt.evidence), len(prompt.evidence)), _MAX_TOKENS
        )
        for draft in parse_drafts(written, len(prompt.evidence)):
            cited = [prompt.evidence[number - 1] for number in draft.numbers]
            problem = self._problem(question, draft.text, cited)
            if problem:
                # A small model often says what is so and picks the wrong number for it.
                alone = ([one] for one in prompt.evidence)
                right = (one for one in alone if not self._problem(question, draft.text, one))
                cited = next(right, [])
            if cited:
                composer.state(draft.text, cited, "model")
            else:
                yield f"the model's sentence {draft.text!r}: {problem}"

    def _problem(self, question: Question, text: str, cited: Sequence[Evidence]) -> str:
        """Why a draft may not stand on what it cites, or nothing."""
        return fault(text, cited, question.text) or self._worse(question, text, cited)

    def _worse(self, question: Question, text: str, cited: Sequence[Evidence]) -> str:
        """Whether the scorer finds the answer in the quotes rather than in the draft."""
        if self.scorer is None:
            return ""
        drafted = to_score(replace(cited[0], text=text, context="", before=None, subject=""))
        scores = self.scorer.score(question.text, [drafted, *map(to_score, cited)])
        return "it answers less than what it cites" if scores[0] < max(scores[1:]) - _WORSE else ""


def pieces(evidence: Evidence) -> tuple[Evidence, ...]:
    """Evidence as it is cited: a list in its lead-in and items, anything else as one.

    Each piece keeps path and headings and has the lines of its own.
    """
    if not evidence.items:
        return (evidence,)
    return tuple(at_span(evidence, item) for item in evidence.items)
