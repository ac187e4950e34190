"""Which of the evidence makes the answer: what was asked for, and no more."""

from __future__ import annotations

from collections.abc import Sequence

from askaws.answering.question import Question
from askaws.reading.words import content_stems
from askaws.records import Evidence

_MOST = 3
_WORDS = 60
_SHARE = 0.5
_SAME = 0.6
_LIST_SHARE = 0.35


def choose(question: Question, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The best evidence, and what comes near it and adds something; likeliest first.

    A list is an answer of its own: it comes alone, and comes first where a list is
    asked for. A comparison gets evidence for both of its sides.
    """
    if not evidence:
        return ()
    best = evidence[0]
    if question.kind == "list":
        whole = next((e for e in evidence if e.items), None)
        if whole and whole.score >= _LIST_SHARE * best.score:
            return (whole,)
    if best.items:
        return (best,)
    if question.sides:
        return _both_sides(question, evidence)
    chosen = [best]
    words = _length(best)
    for other in evidence[1:]:
        if len(chosen) == _MOST or other.score < _SHARE * best.score:
            break
        if other.items or words + _length(other) > _WORDS or any(same(other, c) for c in chosen):
            continue
        chosen.append(other)
        words += _length(other)
    return tuple(chosen)


def same(one: Evidence, other: Evidence) -> bool:
    """Whether two pieces of evidence say nearly the same, or one holds the other."""
    if one.path == other.path and one.quote in other.quote:
        return True
    mine, theirs = set(content_stems(one.text)), set(content_stems(other.text))
    return len(mine & theirs) >= _SAME * max(1, min(len(mine), len(theirs)))


def _both_sides(question: Question, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    best = evidence[0]
    chosen = [] if best.score < 2 * _SHARE and not _names_all(question, best) else [best]
    for side in question.sides:
        wanted = set(content_stems(side))
        if any(_names(wanted, e) for e in chosen):
            continue
        found = next((e for e in evidence if not e.items and _names(wanted, e)), None)
        if found and not any(same(found, e) for e in chosen):
            chosen.append(found)
    return tuple(chosen) or (best,)


def _names_all(question: Question, evidence: Evidence) -> bool:
    return all(_names(set(content_stems(side)), evidence) for side in question.sides)


def _names(wanted: set[str], evidence: Evidence) -> bool:
    whole = " ".join((*evidence.headings, evidence.context, evidence.text))
    return bool(wanted) and wanted.issubset(content_stems(whole))


def _length(evidence: Evidence) -> int:
    return len(evidence.quote.split())
