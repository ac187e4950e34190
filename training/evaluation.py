"""How well scores find the evidence and tell answerable questions from near misses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from data import Question

_MOST = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """Over one set of questions; a question's score is its best candidate's.

    `f1` is that of the sentences taken for evidence in the answerable ones: those with
    a logit above 0, three at most, and the best in any case.
    """

    answerable: int
    unanswerable: int
    auroc: float
    refused_at_5: float
    refused_at_10: float
    top1: float
    top3: float
    top5: float
    f1: float

    def as_dict(self) -> dict[str, float]:
        return {k: round(v, 4) for k, v in asdict(self).items()}


def measure(questions: Sequence[Question], scores: Sequence[Sequence[float]]) -> Figures:
    """`scores` are those of each question's `candidates`, in order."""
    best = [max(row, default=-99.0) for row in scores]
    good = sorted(b for q, b in zip(questions, best, strict=True) if q.positives)
    bad = [b for q, b in zip(questions, best, strict=True) if not q.positives]
    hits = {1: 0, 3: 0, 5: 0}
    taken = wanted = both = 0
    for question, row in zip(questions, scores, strict=True):
        marks = [right for _, right in question.candidates]
        ranked = sorted(range(len(row)), key=lambda i: -row[i])
        for k in hits:
            hits[k] += any(marks[i] for i in ranked[:k])
        if question.positives:
            chosen = [i for n, i in enumerate(ranked[:_MOST]) if n == 0 or row[i] > 0]
            taken += len(chosen)
            wanted += sum(marks)
            both += sum(marks[i] for i in chosen)
    wins = sum((g > b) + 0.5 * (g == b) for g in good for b in bad)
    return Figures(
        len(good),
        len(bad),
        wins / max(1, len(good) * len(bad)),
        _refused(good, bad, 0.05),
        _refused(good, bad, 0.10),
        hits[1] / max(1, len(good)),
        hits[3] / max(1, len(good)),
        hits[5] / max(1, len(good)),
        2 * both / max(1, taken + wanted),
    )


def _refused(good: Sequence[float], bad: Sequence[float], false_refusals: float) -> float:
    """The share of unanswerable questions below the threshold that refuses that many others."""
    if not good or not bad:
        return 0.0
    threshold = good[int(false_refusals * len(good))]
    return sum(b < threshold for b in bad) / len(bad)
