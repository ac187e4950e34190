"""Sentences are held to what they cite."""

from __future__ import annotations

import pytest

from askaws.answering.verify import fault
from tests.answering.builders import evidence

SPOT = "Managed spot training can save up to 90 percent of the cost of on-demand instances."
NESTING = "An IAM group cannot contain another IAM group."


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (SPOT, SPOT),
        ("Managed spot training saves up to 90% of the cost.", SPOT),
        ("A group cannot contain another group.", NESTING),
        ("The service keeps two copies.", "The service keeps 2 copies of each file."),
    ],
)
def test_a_faithful_sentence_stands(text: str, source: str) -> None:
    """A copy, a shortening, a number in figures or words: all say what the evidence says."""
    assert fault(text, [evidence(source)], "q") == ""


@pytest.mark.parametrize(
    ("text", "source", "reason"),
    [
        ("Managed spot training saves up to 70 percent of the cost.", SPOT, "number 70"),
        ("Objects may be 5 GB.", "Objects may be up to 5 TB.", "number 5 GB"),
        ("An IAM group can contain another IAM group.", NESTING, "leaves out a denial"),
        ("Spot training cannot save 90 percent of the cost.", SPOT, "denies"),
        ("Amazon Polly spot training saves 90 percent of cost.", SPOT, "name Polly"),
        ("Bananas grow yellow under tropical skies.", SPOT, "words are in what it cites"),
        ("Which instances does training use?", SPOT, "repeats the question"),
    ],
)
def test_a_false_sentence_falls(text: str, source: str, reason: str) -> None:
    """Another number, unit, polarity, name or subject is found, and the reason says which."""
    assert reason in fault(text, [evidence(source)], "which instances does spot training use")


def test_a_sentence_without_citation_falls() -> None:
    """Nothing stands without evidence."""
    assert fault("S3 stores objects.", [], "q") == "it cites nothing"
