"""Which of the evidence makes the answer: what was asked for, and no more."""

from __future__ import annotations

from collections.abc import Sequence

from askaws.answering.candidates import are_beside
from askaws.answering.question import Question
from askaws.answering.shown import leant_on
from askaws.answering.sides import stems_apart
from askaws.reading.words import content_stems
from askaws.records import Evidence

_MOST = 4
_WORDS = 80
_SURE = 0.5
_SHARE_OF_SURE, _SHARE = 0.4, 0.3
"""Of a best score that is sure, and of one that is not, other evidence must have this share."""

_BESIDE = 1.5
"""How much more a sentence beside the best tells on it than its own score says."""

_SAME = 0.75
_LIST_SHARE = 0.35
_SHORT_LIST, _LIST_OF_A_SIDE = 40, 25
_LONGEST_LIST = 150
_FEWEST_WORDS = 5
"""Shorter evidence says nothing of a side."""


def choose(question: Question, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The best evidence, and what comes near it and adds something; likeliest first.

    A list is an answer of its own: it comes alone, and comes first where a list is
    asked for. A comparison gets evidence for both of its sides.
    """
    if not evidence:
        return ()
    whole = next((e for e in evidence if e.items), None)
    if whole and _list_answers(question, whole, evidence[0]):
        return (whole,)
    sides = stems_apart(question.sides)
    single = [e for e in evidence if not e.items or _tells_a_side(question, sides, e)]
    single = single or list(evidence)
    chosen = list(_both_sides(question, sides, single) if sides else single[:1])
    words = sum(map(_length, chosen))
    best = single[0]
    worth = {id(e): e.score * (_BESIDE if are_beside(e, best) else 1.0) for e in single}
    least = best.score * (_SHARE_OF_SURE if best.score >= _SURE else _SHARE)
    for other in sorted(single, key=lambda e: -worth[id(e)]):
        if len(chosen) == _MOST or worth[id(other)] < least:
            break
        if words + _length(other) <= _WORDS and not any(same(other, c) for c in chosen):
            chosen.append(other)
            words += _length(other)
    return tuple(chosen)


def same(one: Evidence, other: Evidence) -> bool:
    """Whether two pieces of evidence say nearly the same, or one holds the other."""
    if one.path == other.path and one.quote in other.quote:
        return True
    mine, theirs = set(content_stems(one.text)), set(content_stems(other.text))
    return len(mine & theirs) >= _SAME * max(1, min(len(mine), len(theirs)))


def _list_answers(question: Question, whole: Evidence, best: Evidence) -> bool:
    """Whether a list is the answer: it is asked for, or it is the likeliest and short."""
    if _length(whole) > _LONGEST_LIST:
        return False
    if question.kind == "list":
        return whole.score >= _LIST_SHARE * best.score
    sure = whole is best and whole.score >= _SURE
    return sure and not question.sides and _length(whole) <= _SHORT_LIST


def _tells_a_side(question: Question, sides: Sequence[frozenset[str]], evidence: Evidence) -> bool:
    """Whether a list is short and is about one of the sides alone."""
    named = sum(_names(question, side, evidence) for side in sides)
    return named == 1 and _length(evidence) <= _LIST_OF_A_SIDE


def _both_sides(
    question: Question, sides: Sequence[frozenset[str]], evidence: Sequence[Evidence]
) -> tuple[Evidence, ...]:
    """The best evidence, and the best for each of the sides that it does not tell alone."""
    names = [[_names(question, side, e) for side in sides] for e in evidence]
    chosen = [evidence[0]]
    said = [False, False] if all(names[0]) else names[0]
    for side in (0, 1):
        naming = (
            e
            for e, named in zip(evidence, names, strict=True)
            if named[side] and not named[1 - side] and _length(e) >= _FEWEST_WORDS
        )
        found = next((e for e in naming if not any(same(e, c) for c in chosen)), None)
        if found and not said[side]:
            chosen.append(found)
    return tuple(chosen)


def _names(question: Question, side: frozenset[str], evidence: Evidence) -> bool:
    """Whether most words of a side are in a piece of evidence or right above it."""
    heading = next(iter(evidence.headings[-1:]), "")
    stated = set(content_stems(f"{heading} {evidence.subject} {evidence.context} {evidence.text}"))
    found = sum(
        stem in stated or any(stated.issuperset(o) for o in question.alternatives.get(stem, ()))
        for stem in side
    )
    return 2 * found > len(side)


def _length(evidence: Evidence) -> int:
    """In words, with the sentence that it leans on."""
    before = leant_on(evidence)
    return len(evidence.quote.split()) + (len(before.quote.split()) if before else 0)
