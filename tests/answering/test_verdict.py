"""Yes or no is said only where the wording of the evidence decides it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askaws.answering.evidence import WEIGHTS
from askaws.answering.logistic import Logistic
from askaws.answering.verdict import Judge, verdict_features


@pytest.fixture(scope="module")
def shipped() -> Judge:
    values = json.loads(WEIGHTS.read_text(encoding="utf-8"))["verdict"]
    return Judge(Logistic.of(values), values["certainty"])


@pytest.mark.parametrize(
    ("name", "question", "evidence"),
    [
        ("denies", "Can a group hold a group?", "Groups cannot be nested."),
        ("denies", "Is it supported?", "It isn't."),
        ("denies", "Is it supported?", "The feature was retired in 2024."),
        ("asks_negatively", "Can't a group hold a group?", "Groups can be nested."),
        ("contradicts", "Can a group hold a group?", "Groups cannot be nested."),
        ("restricts", "May anyone delete it?", "Only the owner may."),
        ("asks_for_all", "Does every region have it?", "Eight regions have it."),
        ("other_number", "Is it 5 TB?", "It is 50 TB."),
        ("allows", "Can it scale?", "It supports scaling."),
    ],
)
def test_a_feature_is_told_by_the_wording(name: str, question: str, evidence: str) -> None:
    """It is there in this pair, and not in one that says nothing of the kind."""
    assert verdict_features(question, evidence)[name] == 1
    assert verdict_features("Is it blue?", "It is blue.")[name] == 0


def test_a_denial_of_what_is_denied_contradicts_nothing() -> None:
    """Two negations agree."""
    found = verdict_features("Can't it scale?", "It cannot scale.")
    assert (found["denies"], found["asks_negatively"], found["contradicts"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("bias", "certainty", "verdict"),
    [(3.0, 0.9, "Yes."), (-3.0, 0.9, "No."), (3.0, 0.99, ""), (-3.0, 0.99, ""), (0.0, 0.6, "")],
)
def test_what_is_not_certain_is_not_said(bias: float, certainty: float, verdict: str) -> None:
    """The probability of yes, 0.95 or 0.05, has to reach the certainty on either side."""
    assert Judge(Logistic(bias, {}), certainty).verdict("Is it?", "It is.") == verdict


def test_the_shipped_judge_weighs_the_features_there_are(shipped: Judge) -> None:
    """All of them and no other, and it is surer than a coin."""
    assert shipped.model.weights.keys() == verdict_features("", "").keys()
    assert 0.5 < shipped.certainty < 1


def test_the_shipped_judge_does_not_say_yes_to_a_denial(shipped: Judge) -> None:
    """Nor no to what is allowed."""
    assert (
        shipped.verdict("Can a group contain another group?", "Groups cannot be nested.") == "No."
    )
    assert shipped.verdict("Can Neptune scale?", "Neptune supports scaling.") == "Yes."


@given(st.text(), st.text())
def test_any_text_is_judged(question: str, evidence: str) -> None:
    """Every feature is nought or one."""
    assert set(verdict_features(question, evidence).values()) <= {0.0, 1.0}
