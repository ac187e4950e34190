"""The figures of `eval` are those of the set, and of nothing that it has not."""

from __future__ import annotations

from dataclasses import replace

from askaws.evaluation.measures import summarise
from askaws.render.as_table import rows

REFUSING = {"near misses refused", "far questions refused", "AUROC of the probability"}


def test_a_set_without_unanswerable_questions_tells_nothing_of_refusing_them() -> None:
    """Rather than 0.00, which reads like a failure."""
    summary = replace(summarise([]), questions=3, answerable=3, false_refusals=0.5)
    figures = dict(rows(summary))
    assert figures["answerable but refused"] == "0.50"
    assert REFUSING.isdisjoint(figures)
    assert set(dict(rows(replace(summary, questions=5, near=1, far=1)))) >= REFUSING


def test_a_set_without_far_questions_tells_nothing_of_refusing_those() -> None:
    """Nor one without near misses of near misses."""
    summary = replace(summarise([]), questions=4, answerable=3)
    assert "far questions refused" not in dict(rows(replace(summary, near=1)))
    assert "near misses refused" not in dict(rows(replace(summary, far=1)))
