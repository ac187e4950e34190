"""Words and stems, taken apart alike for the index and for questions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askaws.reading.words import STOP_WORDS, content_stems, stems, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S3, EC2 and VPCs", ["s3", "ec2", "and", "vpc"]),
        ("GPUs, IDs and GroundTruths", ["gpu", "id", "and", "ground", "truths", "groundtruths"]),
        ("multi-part", ["multi", "part", "multipart"]),
        ("DynamoDB", ["dynamo", "db", "dynamodb"]),
        ("model’s user's", ["model", "user"]),
        ("use_spot_instances", ["use", "spot", "instances"]),
        ("über Größe 10.7", ["über", "größe", "10", "7"]),
    ],
)
def test_text_is_taken_apart(text: str, expected: list[str]) -> None:
    """Compounds give their parts and the whole, so either spelling finds them."""
    assert words(text) == expected


def test_forms_of_a_word_have_one_stem() -> None:
    """Snowball's, in English."""
    assert len(set(stems("encrypt encrypts encrypted encryption encrypting"))) == 1


def test_content_stems_leave_out_what_every_question_has() -> None:
    """Each stem once, in order."""
    assert content_stems("How do I use S3, and when would I use Glacier or S3?") == [
        "s3",
        "glacier",
    ]


@settings(deadline=None)
@given(st.text(max_size=80))
def test_stems_are_lower_case_words(text: str) -> None:
    """None is empty, and none has white space or a quotation mark that FTS5 would read."""
    for stem in stems(text):
        assert stem == stem.lower()
        assert not set(stem) & set(" \"'\n")
        assert stem
    assert not set(content_stems(text)) - set(stems(text))


def test_stop_words_are_words() -> None:
    """As `words` gives them."""
    assert all(words(word) == [word] for word in STOP_WORDS)
