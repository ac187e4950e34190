"""Sentences are held to what they cite."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from askaws.answering.verify import fault
from askaws.reading.words import content_stems
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
        ("The service keeps 3 copies.", "The service keeps three copies of each file."),
        ("A bucket holds 1000 objects.", "A bucket holds 1,000 objects."),
        ("Logs stay for 90 days.", "Logs stay for 90-day periods, that is 90 days."),
        ("Tim O'Reilly wrote the AWS guide.", "Tim O'Reilly wrote the AWS guide."),
        ("Amazon S3 objects are in buckets.", "Objects of S3 are in buckets, says Amazon."),
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
        (
            "Retries wait 5 or 5 minutes.",
            "Retries wait 3 or 5 minutes.",
            "number 5 is not so often",
        ),
        ("S4 stores objects in buckets.", "S3 stores objects in buckets, 4 of them.", "name S4"),
        ("An ml.m4.large trains models.", "An ml.m5.large trains 4 models.", "m4"),
        ("The price is 3 in all.", "The price of S3 is 5 in all.", "number 3"),
        ("Training saves 90 dollars of cost.", SPOT, "number 90 dollars"),
        ("Version 1.5 runs on a machine.", "Version 1.6 runs on a machine with 5 cores.", "1.5"),
        ("A group never holds a group.", "A group holds a group.", "denies"),
        ("Only owners may delete a bucket.", "Owners may delete a bucket.", "denies"),
        ("It is.", SPOT, "says nothing"),
        ("Bananas grow yellow under tropical skies.", SPOT, "words are in what it cites"),
        ("Which instances does training use?", SPOT, "repeats the question"),
        (
            "A group cannot contain another group, so a group cannot contain another group.",
            "A group cannot contain another group. A user can be in several groups.",
            "“a group cannot contain” twice",
        ),
    ],
)
def test_a_false_sentence_falls(text: str, source: str, reason: str) -> None:
    """Another number, unit, polarity, name or subject is found, and the reason says which."""
    assert reason in fault(text, [evidence(source)], "which instances does spot training use")


def test_a_sentence_without_citation_falls() -> None:
    """Nothing stands without evidence."""
    assert fault("S3 stores objects.", [], "q") == "it cites nothing"


def test_headings_and_context_are_evidence_too() -> None:
    """What stands above a line is said of it."""
    row = replace(evidence("Up to 5 TB.", headings=("S3", "Limits")), context="Object size:")
    assert fault("The S3 object size is up to 5 TB.", [row], "q") == ""
    assert fault("The S3 object size is up to 5 TB.", [evidence("Up to 5 TB.")], "q")


def test_a_sentence_may_rest_on_several_pieces_of_evidence() -> None:
    """What one of them lacks the other may say."""
    both = [evidence("Kinesis keeps records."), evidence("Records stay for 24 hours.")]
    sentence = "Kinesis keeps records for 24 hours."
    assert fault(sentence, both, "q") == ""
    assert fault(sentence, both[:1], "q")
    assert fault(sentence, both[1:], "q")


_WORDS = (
    "S3 EC2 DynamoDB AWS bucket objects O'Reilly's keeps within the a-priori up to not only "
    "cannot seven 12 5 5,000 1.5 90% 16-bit 256KB 10.0.0.0/16 ml.m5.large multi-part 3-5 GB "
    "percent, (hours). “quoted” it’s GPT-4 t2 R&D"
)
_SENTENCES = st.one_of(
    st.lists(st.sampled_from(_WORDS.split()), min_size=2, max_size=12).map(" ".join), st.text()
)


@given(_SENTENCES)
def test_the_evidence_itself_always_stands(text: str) -> None:
    """Word for word, whatever it says, as long as it says anything."""
    assume(len(content_stems(text.replace(",", ""))) > 2)
    assert fault(text, [evidence(text)], "") == ""


@given(_SENTENCES, st.data())
def test_a_changed_digit_makes_a_sentence_fall(text: str, data: st.DataObject) -> None:
    """Any digit, for any other, in a sentence that was right."""
    places = [match.start() for match in re.finditer("[0-9]", text)]
    assume(places)
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
    changed = text[:place] + digit + text[place + 1 :]
    assert fault(changed, [evidence(text)], "") != ""
