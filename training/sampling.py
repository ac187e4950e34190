"""Which candidates a question is trained on, and how question and headings vary."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from data import Candidate, Question, joined

_FUNCTION_WORDS = frozenset("a an the is are do does did of to in on for my i it be can".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Group:
    """A question as asked once, with passages and whether each answers.

    `taught` are a teacher's logits for them, NaN where it has none; empty without a teacher.
    """

    question: str
    passages: tuple[str, ...]
    labels: tuple[bool, ...]
    taught: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Mix:
    """How many candidates of each sort a question brings in one epoch."""

    positives: int = 2
    hard: int = 3
    near: int = 4
    far: int = 1
    chance: int = 1
    wide: float = 0.35
    near_among: int = 12


def sample(
    question: Question,
    near: Sequence[Candidate],
    far: Sequence[Candidate],
    mix: Mix,
    rng: random.Random,
    teacher: Callable[[Candidate], float] | None = None,
) -> Group:
    """One epoch's candidates; `near` and `far` are negatives of its and of other pages.

    `teacher` gives the logit that it has for a candidate of this question, or NaN.
    """
    right = rng.sample(question.positives, min(mix.positives, len(question.positives)))
    wrong = rng.sample(question.hard, min(mix.hard, len(question.hard)))
    wrong += _some(near[: mix.near_among], mix.near, rng)
    wrong += _some(near[mix.near_among :], mix.chance, rng)
    wrong += _some(far, mix.far, rng)
    if question.wide and rng.random() < mix.wide:
        right.append(rng.choice(question.wide))
    if near and rng.random() < mix.wide:
        wrong.append(_wide_negative(question, rng.choice(near[: mix.near_among]), rng))
    wrong = [c for c in dict.fromkeys(wrong) if c not in right]
    keep = _heading_rule(rng)
    bare = rng.random() < 0.15
    passages = [_dress(candidate, keep, bare).passage() for candidate in (*right, *wrong)]
    labels = [True] * len(right) + [False] * len(wrong)
    taught = tuple(map(teacher, (*right, *wrong))) if teacher else ()
    return Group(vary(question.question, rng), tuple(passages), tuple(labels), taught)


def vary(question: str, rng: random.Random) -> str:
    """The question as a hurried person might type it: case, mark, small words, a slip."""
    if rng.random() < 0.25:
        question = question.lower()
    if rng.random() < 0.3:
        question = question.rstrip("? ")
    if rng.random() < 0.1:
        kept = [w for w in question.split() if w.lower() not in _FUNCTION_WORDS]
        question = " ".join(kept) if len(kept) >= 3 else question
    if rng.random() < 0.15:
        question = _slip(question, rng)
    return question


def _slip(question: str, rng: random.Random) -> str:
    """One letter swapped, lost or doubled in one longer word."""
    places = [m.span() for m in re.finditer(r"[a-z]{5,}", question)]
    if not places:
        return question
    start, end = rng.choice(places)
    i = rng.randrange(start + 1, end - 1)
    middle = rng.choice(
        (question[i + 1] + question[i], question[i + 1], question[i] * 2 + question[i + 1])
    )
    return question[:i] + middle + question[i + 2 :]


def _some(candidates: Sequence[Candidate], count: int, rng: random.Random) -> list[Candidate]:
    return rng.sample(list(candidates), min(count, len(candidates)))


def _wide_negative(question: Question, candidate: Candidate, rng: random.Random) -> Candidate:
    """A negative with its neighbours, so that length alone says nothing."""
    if candidate not in question.pool:
        return candidate
    place = question.pool.index(candidate)
    around = question.pool[max(0, place - rng.randint(0, 1)) : place + rng.randint(1, 3)]
    return joined([c for c in around if c.headings == candidate.headings])


def _heading_rule(rng: random.Random) -> slice:
    """Which part of the heading path is shown: nearly always all of it."""
    draw = rng.random()
    if draw < 0.08:
        return slice(0, 0)
    return slice(-1, None) if draw < 0.2 else slice(None)


def _dress(candidate: Candidate, keep: slice, bare: bool) -> Candidate:
    """The candidate under part of its headings; `bare` drops what it hangs on."""
    if bare and len(candidate.text.split()) > 5:
        candidate = replace(candidate, context="", before="", subject="")
    return replace(candidate, headings=candidate.headings[keep])
