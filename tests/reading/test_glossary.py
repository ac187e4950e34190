"""Names looked up: abbreviations, variants, misspellings, what is ambiguous or unknown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from askaws.reading.chunks import Chunker
from askaws.reading.glossary import Glossary, Term
from askaws.reading.keys import VENDOR_STEMS, VENDORS
from askaws.reading.markdown import read_note
from askaws.reading.terms import KNOWN_NAMES, collect_terms, read_known_names
from askaws.reading.words import stem
from tests.fakes import count_words

ROOT = Path(__file__).parents[2]
NOTES = ROOT.parent / "shared" / "notes" / "aws-ml-exam-notes.md"
LOOKUPS = ROOT / "tests" / "questions" / "lookups-notes.jsonl"

NOTE = """
# DynamoDB

DDB keeps items. A Global Secondary Index (GSI) is a copy.

# AI services

| Service | Purpose |
| --- | --- |
| Amazon Comprehend | Reads text. It finds entities. |
| Amazon Comprehend Medical | Reads medical text. |

- **Rekognition**: sees images.
- **Amazon SageMaker Ground Truth** labels data.
- **Kinesis Data Analytics**: SQL on streams.

Amazon Kendra searches. Use a Kinesis Data Firehose too. We translate nothing.

# Storage Gateway

Also known as: SGW, hybrid storage.

Files on premises.

# CloudFront

![img](x.png)

# CloudFormation

Stacks.
"""


def collected(text: str) -> list[Term]:
    note = read_note(text, "a.md")
    chunks = Chunker(count_words, count_words).chunks(note.document)
    return collect_terms(chunks, (name.text for name in note.names), read_known_names())


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary(collected(NOTE))


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("DynamoDB", "DynamoDB"),
        ("DDB", "DynamoDB"),
        ("dynamo db", "DynamoDB"),
        ("GSI", "Global secondary index"),
        ("global secondary indexes", "Global secondary index"),
        ("Comprehend", "Comprehend"),
        ("comprehend medical", "Comprehend Medical"),
        ("AWS Rekognition", "Rekognition"),
        ("the Rekognition service?", "Rekognition"),
        ("ground truth", "SageMaker Ground Truth"),
        ("GT", "SageMaker Ground Truth"),
        ("KDA", "Kinesis Data Analytics"),
        ("hybrid storage", "Storage Gateway"),
        ("gateway", "Storage Gateway"),
        ("kendra", "Kendra"),
        ("CloudFront", "CloudFront"),
    ],
)
def test_a_name_is_resolved_to_its_topic(glossary: Glossary, asked: str, topic: str) -> None:
    """By abbreviation, variant, alias, part or mention."""
    resolution = glossary.resolve(asked)
    assert resolution.kind == "exact"
    assert resolution.term
    assert resolution.term.term == topic


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("amazon rekogniton", "Rekognition"),
        ("Recognition", "Rekognition"),
        ("comprehand medical", "Comprehend Medical"),
        ("kenesis data analitics", "Kinesis Data Analytics"),
        ("CloudFromation", "CloudFormation"),
    ],
)
def test_a_misspelt_name_says_what_it_was_taken_for(
    glossary: Glossary, asked: str, topic: str
) -> None:
    """The nearest by the number of slips."""
    resolution = glossary.resolve(asked)
    assert (resolution.kind, resolution.term and resolution.term.term) == ("misspelt", topic)


@pytest.mark.parametrize(
    ("asked", "candidates"),
    [
        ("CF", {"CloudFront", "CloudFormation"}),
        ("kinesis data", {"Kinesis Data Analytics", "Data Firehose"}),
    ],
)
def test_an_ambiguous_name_has_candidates(
    glossary: Glossary, asked: str, candidates: set[str]
) -> None:
    """An abbreviation of two things, or a part of two names."""
    resolution = glossary.resolve(asked)
    assert (resolution.kind, resolution.term) == ("ambiguous", None)
    assert {term.term for term in resolution.candidates} == candidates


@pytest.mark.parametrize("asked", ["Neptune", "QLDB", "quantum teleportation", "", "?", "SQ", "a"])
def test_an_unknown_name_is_not_taken_for_another(glossary: Glossary, asked: str) -> None:
    """Nor is a well-known name that the notes do not speak of."""
    resolution = glossary.resolve(asked)
    assert (resolution.kind, resolution.term) == ("unknown", None)


def test_an_unknown_name_has_the_nearest_topics(glossary: Glossary) -> None:
    """Those that share a word with it, of all topics of the notes."""
    resolution = glossary.resolve("Kinesis Video Streams")
    assert resolution.kind == "unknown"
    assert {term.term for term in resolution.candidates} >= {"Kinesis Data Analytics"}


def test_an_abbreviation_of_something_else_in_the_notes_is_no_candidate() -> None:
    """SM is SageMaker's and Secrets Manager's; these notes have only one of them."""
    glossary = Glossary(collected("# SageMaker\n\nTrains."))
    resolution = glossary.resolve("SM")
    assert (resolution.kind, resolution.term and resolution.term.term) == ("exact", "SageMaker")


def test_questions_are_expanded_by_what_the_notes_say(glossary: Glossary) -> None:
    """Both ways, not by names that the notes lack, and not by what the question has."""
    assert glossary.expansions_in("how does ddb scale with GSI?") == (
        ("ddb", "DynamoDB"),
        ("GSI", "Global secondary index"),
    )
    assert glossary.expansions_in("DynamoDB keys") == (("DynamoDB", "DDB"),)
    assert glossary.expansions_in("Firehose") == (("Firehose", "Kinesis Data Firehose"),)
    assert glossary.expansions_in("DynamoDB, called DDB") == ()
    assert glossary.expansions_in("what is in an ad?") == ()


def test_topics_have_the_number_of_sections_that_speak_of_them(glossary: Glossary) -> None:
    """By any of their names; a picture's heading speaks of nothing."""
    counts = {term.term: term.places for term in glossary.topics()}
    assert counts["Data Firehose"] == counts["Kendra"] == counts["DynamoDB"] == 1
    assert "CloudFront" not in counts
    assert "Translate" not in counts
    assert [term.term for term in glossary.topics("comp")] == ["Comprehend", "Comprehend Medical"]
    assert [term.term for term in glossary.topics("Data F")] == ["Data Firehose"]


def test_nested_names_are_told_apart_in_text(glossary: Glossary) -> None:
    """Comprehend Medical is not Comprehend; to connect is not Connect."""
    named = glossary.named_in("Amazon Comprehend Medical and DDB connect to dynamo-db.")
    assert named == ("Comprehend Medical", "DynamoDB")


def test_all_names_of_a_topic_are_known(glossary: Glossary) -> None:
    """Its own first."""
    assert glossary.names_of("Storage Gateway")[0] == "Storage Gateway"
    assert set(glossary.names_of("Storage Gateway")) >= {"SGW", "hybrid storage"}


def test_collecting_is_deterministic() -> None:
    """The same notes give the same terms, in the same order, each name once."""
    terms = collected(NOTE)
    assert terms == collected(NOTE)
    keys = [term.term for term in terms]
    assert len(keys) == len(set(keys))


def test_declared_names_take_over_well_known_ones() -> None:
    """What a note says two names to be is one thing."""
    glossary = Glossary(
        collected("# SageMaker managed spot\n\nAlso known as: spot training.\n\nCheap.")
    )
    for asked in ("spot training", "Managed Spot Training"):
        term = glossary.resolve(asked).term
        assert term
        assert term.term == "SageMaker managed spot"


def test_a_claimed_abbreviation_does_not_swallow_another_thing() -> None:
    """EB declared for Elastic Beanstalk leaves EventBridge what it is."""
    glossary = Glossary(
        collected("# Elastic Beanstalk\n\nAlso known as: EB.\n\nRuns.\n\n# EventBridge\n\nRoutes.")
    )
    assert [glossary.resolve(a).term for a in ("EB", "EventBridge")] == [
        glossary.resolve(a).term for a in ("Beanstalk", "CloudWatch Events")
    ]
    assert glossary.resolve("EB").term != glossary.resolve("EventBridge").term


def test_the_file_of_known_names_has_each_line_once() -> None:
    """In its documented form: a name, or a name, a colon and other names."""
    rows = read_known_names(KNOWN_NAMES)
    titles = [row[0] for row in rows]
    assert len(titles) == len(set(titles)) > 200
    assert all(name and "#" not in name and ":" not in name for row in rows for name in row)


def test_the_vendors_are_known_when_stemmed() -> None:
    """As they stand among the words of a text."""
    assert {stem(vendor) for vendor in VENDORS} <= VENDOR_STEMS


@pytest.mark.skipif(
    not (NOTES.exists() and LOOKUPS.exists()), reason="the shared notes are not here"
)
def test_independent_lookups_over_the_real_notes() -> None:
    """Topics that the notes have are found, those that they lack are not."""
    glossary = Glossary(collected(NOTES.read_text("utf-8")))
    lookups = [json.loads(line) for line in LOOKUPS.read_text("utf-8").splitlines()]
    wrong = [
        lookup["topic"]
        for lookup in lookups
        if (glossary.resolve(lookup["topic"]).term is None) != lookup["refused"]
    ]
    assert len(wrong) <= 0.05 * len(lookups), wrong
