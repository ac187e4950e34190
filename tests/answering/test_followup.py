"""A follow-up is read with the subject of the question before; anything else as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askaws.answering.followup import Turn, read_in_context

TOPICS = ("Amazon Polly", "Kinesis", "S3")
BEFORE = Turn("What is Amazon Polly?", "Amazon Polly")


def named(text: str) -> str:
    """The topic that stands first in a text."""
    places = [(text.find(topic.split()[-1]), topic) for topic in TOPICS]
    return min(((place, topic) for place, topic in places if place >= 0), default=(0, ""))[1]


def read(asked: str, before: Turn | None = BEFORE) -> str:
    return read_in_context(asked, before, named)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("and how is it priced?", "how is Amazon Polly priced?"),
        ("What are its limits?", "What are Amazon Polly's limits?"),
        ("But do they scale?", "do Amazon Polly scale?"),
        ("How does it compare with S3?", "How does Amazon Polly compare with S3?"),
        ("What is the price of that?", "What is the price of Amazon Polly?"),
    ],
)
def test_a_pronoun_gives_way_to_the_subject(asked: str, meant: str) -> None:
    """Only the first one, so that the sentence still reads."""
    assert read(asked) == meant


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("why?", "why (Amazon Polly)?"),
        ("And the limits?", "the limits (Amazon Polly)?"),
        ("how large can the input be", "how large can the input be (Amazon Polly)?"),
    ],
)
def test_a_fragment_gets_the_subject_beside_it(asked: str, meant: str) -> None:
    """A few words, or words that carry on, say nothing alone."""
    assert read(asked) == meant


@pytest.mark.parametrize("asked", ["what about S3?", "And how about S3"])
def test_another_subject_takes_the_place_of_the_one_before(asked: str) -> None:
    """The question before is asked again, of the other thing."""
    assert read(asked, Turn("How is Polly priced?", "Polly")) == "How is S3 priced?"


@pytest.mark.parametrize(
    "asked",
    [
        "What is S3?",
        "What is S3 and what is it used for?",
        "Which Kinesis services are there that scale by themselves?",
        "Which managed services convert scanned documents into searchable text automatically?",
        "Which managed services are there that convert scanned documents into searchable text?",
    ],
)
def test_a_question_that_stands_alone_is_left(asked: str) -> None:
    """It names its own subject, to which its pronouns belong, or it says enough without."""
    assert read(asked) == asked


@pytest.mark.parametrize("before", [None, Turn("Why?", "")])
def test_without_a_subject_before_nothing_is_filled_in(before: Turn | None) -> None:
    """The first question, and one after a question about nothing known."""
    assert read("and how is it priced?", before) == "and how is it priced?"


def test_a_subject_is_text_and_no_pattern() -> None:
    """Signs in a name do no harm."""
    before = Turn(r"What is C:\1 (new)?", r"C:\1 (new)")
    assert read("What are its limits?", before) == r"What are C:\1 (new)'s limits?"
    assert read("what about S3?", before) == "What is S3?"


@given(st.text(), st.text(), st.text())
def test_nothing_breaks_it_and_nothing_vanishes(asked: str, question: str, subject: str) -> None:
    """Whatever was typed before and now, a text stays a text."""
    assert read(asked, Turn(question, subject)).strip() or not asked.strip()
