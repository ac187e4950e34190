"""Keys, by which names are compared, and where names are found."""

from __future__ import annotations

import pytest

from askaws.reading.keys import find_names, fold, name_key
from askaws.reading.names import as_name, heading_names, item_name


@pytest.mark.parametrize(
    "variant",
    ["Ground Truth", "ground-truth", "GroundTruth", "AWS Ground Truth", "ground truths"],
)
def test_variants_have_one_key(variant: str) -> None:
    """Case, hyphens, spaces, plural and vendor make no difference."""
    assert name_key(variant) == "groundtruth"


@pytest.mark.parametrize(
    ("one", "other"),
    [("policy", "policies"), ("class", "classes"), ("GPU", "GPUs"), ("batch", "batches")],
)
def test_singular_and_plural_have_one_key(one: str, other: str) -> None:
    """And names that only look like plurals keep their end."""
    assert name_key(one) == name_key(other)
    assert [name_key(name) for name in ("SQS", "Kinesis", "status")] == ["sqs", "kinesis", "status"]


def test_the_longest_name_is_found() -> None:
    """Once, where names are nested; words that only run together to one are none."""
    keys = {"kinesis", "kinesisdatastream", "datastream", "ami", "s3"}
    text = "Kinesis data streams, Kinesis and S3's price; am I right?"
    assert [key for key, _ in find_names(text, keys)] == ["kinesisdatastream", "kinesis", "s3"]


def test_a_common_word_counts_with_a_capital_only() -> None:
    """To translate is not Translate."""
    capital = {"translate": "Translate"}
    found = find_names("Translate can translate.", capital, capital)
    assert [written for _, written in found] == ["Translate"]


def test_folding_keeps_words_apart() -> None:
    """The vendor alone is not left out."""
    assert (fold("AWS Step_Functions"), fold("AWS")) == ("step functions", "aws")


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Simple", ["Simple"]),
        ("1.2 S3 Notes", ["S3 Notes", "S3"]),
        ("Redshift (AWS Datawarehouse)", ["Redshift", "AWS Datawarehouse"]),
        ("EC2 - Computing", ["EC2 - Computing", "EC2", "Computing"]),
        ("The Power of Human and Machine", ["Power of Human and Machine"]),
        ("What are spot instances?", ["spot instances"]),
        ("AWS", []),
        ("2021", []),
    ],
)
def test_headings_name_their_parts_too(heading: str, names: list[str]) -> None:
    """Without numbering, question words and asides; parts only where each is a name."""
    assert heading_names(heading) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Effect: Allow or Deny.", "Effect"),
        ("Wait - the state machine will pause.", "Wait"),
        ("Max run time is 5 minutes: see below", ""),
        ("Access Control (ACL)", "Access Control"),
        ("data is chopped", ""),
        ("Is it durable?", ""),
    ],
)
def test_items_name_what_they_are_about(text: str, name: str) -> None:
    """Before a colon or dash, or as a title; a sentence names nothing."""
    assert item_name(text) == name


def test_long_text_is_no_name() -> None:
    """Nor are digits and single letters."""
    assert [as_name(t) for t in ("one two three four five six seven eight", "12", "a")] == [""] * 3
