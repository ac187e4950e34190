"""Questions of a set, answers and outcomes for tests, in one line each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from askaws.evaluation.measures import Outcome, outcome
from askaws.evaluation.questions import Asked, Place
from askaws.records import Answer, Citation, Hit, Seconds, Sentence


def asked(
    *lines: tuple[int, int], kind: str = "fact", must: tuple[str, ...] = (), far: bool = False
) -> Asked:
    """A question that lines of `a.md` answer, each of `must` being a group of one."""
    places = tuple(Place("a.md", start, end) for start, end in lines)
    return Asked("q", kind, "Why?", places, tuple((word,) for word in must), far)


def hit(rank: int, line: int, path: str = "a.md") -> Hit:
    return Hit(rank, 0.5, path, line, line, (), "text", rank)


def citation(number: int, line: int, path: str = "a.md", quote: str = "text") -> Citation:
    return Citation(number, path, line, line, (), quote)


def answer(*sentences: Sentence, cites: tuple[Citation, ...] = (), **more: Any) -> Answer:
    return Answer("Why?", sentences, cites, (), "", **more)


def result(question: Asked, **changes: Any) -> Outcome:
    """An outcome in which nothing was found or said, but for `changes`."""
    return replace(outcome(question, answer(seconds=Seconds()), (), 0), **changes)
