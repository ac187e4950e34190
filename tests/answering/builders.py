"""Evidence and questions for tests, in one line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from askaws.answering.evidence import Selection, Weights
from askaws.answering.logistic import Logistic
from askaws.answering.question import Question
from askaws.models.encoder import Floats
from askaws.models.llm import Message
from askaws.reading.words import content_stems
from askaws.records import Evidence, Span


def question(text: str) -> Question:
    """A question understood word for word."""
    return Question(text, text, tuple(content_stems(text)))


def evidence(
    text: str,
    line: int = 1,
    *,
    score: float = 0.9,
    headings: tuple[str, ...] = ("Notes",),
    path: str = "a.md",
) -> Evidence:
    """One sentence on one line."""
    return Evidence(path, headings, line, line, text, text, score)


def list_evidence(lead: str, *items: str, line: int = 1, score: float = 0.9) -> Evidence:
    """A list whose lead-in and items stand on lines of their own."""
    spans = tuple(Span(text, text, line + n, line + n) for n, text in enumerate((lead, *items)))
    text = " ".join((lead, *items))
    return Evidence("a.md", ("Notes",), line, spans[-1].end_line, text, text, score, items=spans)


def selection(*found: Evidence, probability: float = 0.9) -> Selection:
    """What the selector would hand on."""
    return Selection(found, probability, ())


def weights(span: Mapping[str, float], answer: Mapping[str, float]) -> Weights:
    """Models without bias, a threshold of one half, and no judge."""
    return Weights(Logistic(0.0, span), Logistic(0.0, answer), 0.5)


class ScriptedGenerator:
    """A generator that writes what it is told to, whatever it is asked."""

    name = "scripted"
    context = 2048

    def __init__(self, *pieces: str) -> None:
        self.pieces = pieces
        self.prompts: list[Sequence[Message]] = []

    def count(self, messages: Sequence[Message]) -> int:
        return sum(len(message.content.split()) for message in messages)

    def write(self, messages: Sequence[Message], grammar: str, max_tokens: int) -> Iterator[str]:
        self.prompts.append(messages)
        yield from self.pieces[:max_tokens]


@dataclass(slots=True)
class FakeScorer:
    """Likes passages that hold a word; `seen` records what it was asked."""

    liked: str = "5 TB"
    seen: list[str] = field(default_factory=list)

    def score(self, question: str, passages: Sequence[str]) -> Floats:
        self.seen.extend(passages)
        values = [6.0 if self.liked in text else -6.0 for text in passages]
        return np.array(values, dtype=np.float32)
