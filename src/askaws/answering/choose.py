"""Which of the evidence makes the answer: what was asked for, and no more."""

from __future__ import annotations

from collections.abc import Sequence

from askaws.answering.question import Question
from askaws.reading.words import content_stems
from askaws.records import Evidence

_MOST = 3
_WORDS = 75
_SURE = 0.5
_SHARE_OF_SURE, _SHARE = 0.5, 0.25
"""Of a best score that is sure, and of one that is not, other evidence must have this share."""

_SAME = 0.75
_LIST_SHARE = 0.35
_SHORT_LIST = 80
_LONGEST_LIST = 150
_FEWEST_WORDS = 5


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
    single = [e for e in evidence if not e.items] or list(evidence)
    chosen = list(_both_sides(question, single) if question.sides else single[:1])
    words = sum(map(_length, chosen))
    best = single[0].score
    least = best * (_SHARE_OF_SURE if best >= _SURE else _SHARE)
    for other in single:
        if len(chosen) == _MOST or other.score < least:
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
    return whole is best and not question.sides and _length(whole) <= _SHORT_LIST


def _both_sides(question: Question, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The best evidence, and the best that names each side it leaves out."""
    chosen = [evidence[0]]
    for side in question.sides:
        wanted = set(content_stems(side))
        if any(_names(wanted, e) for e in chosen):
            continue
        naming = (e for e in evidence if _length(e) >= _FEWEST_WORDS and _names(wanted, e))
        found = next((e for e in naming if not any(same(e, c) for c in chosen)), None)
        if found:
            chosen.append(found)
    return tuple(chosen)


def _names(wanted: set[str], evidence: Evidence) -> bool:
    whole = " ".join((*evidence.headings, evidence.context, evidence.text))
    return bool(wanted) and wanted.issubset(content_stems(whole))


def _length(evidence: Evidence) -> int:
    return len(evidence.quote.split())
