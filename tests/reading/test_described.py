"""Descriptions in a question, for the things that the notes speak of."""

from __future__ import annotations

import pytest

from askaws.reading.described import DESCRIPTIONS, described_in
from askaws.reading.glossary import Glossary, Term
from askaws.reading.keys import name_key
from askaws.reading.terms import read_known_names

NOTES = Glossary(
    [
        Term("SQS", ("Simple Queue Service",), 2, capital=True),
        Term("Simple Queue Service", (), 2, ("SQS",)),
        Term("Lambda", (), 3, kind="mention"),
        Term("Lex", (), 1),
        Term("Chatbot services", (), 1),
        Term("Polly", (), 0, kind="known"),
        Term("VPC", (), 2),
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Is a message queue fast?", [("message queue", "SQS")]),
        ("are Message-Queues fast", [("Message-Queues", "SQS")]),
        (
            "From a message queue to a serverless function?",
            [("message queue", "SQS"), ("serverless function", "Lambda")],
        ),
        ("Is SQS a message queue?", []),
        ("Is Simple Queue Service a message queue?", []),
        ("is sqs a message queue?", []),
        ("A message queue or a queue service?", [("message queue", "SQS")]),
        ("Is a virtual private network fast?", []),
        ("Which text to speech service is there?", []),
        ("Which chatbot service is there?", []),
        ("a queue of messages", []),
    ],
)
def test_a_description_stands_for_a_topic_of_the_notes(
    text: str, found: list[tuple[str, str]]
) -> None:
    """Not where the text names it, the notes lack it, or have a topic of that name."""
    assert list(described_in(text, NOTES)) == found


def test_each_description_picks_out_one_thing() -> None:
    """And is no name of another."""
    rows = read_known_names(DESCRIPTIONS)
    keys = [name_key(description) for _, *descriptions in rows for description in descriptions]
    assert len(keys) == len(set(keys)) > 100
    assert len({name for name, *_ in rows}) == len(rows)
    assert not {name_key(name) for row in read_known_names() for name in row} & set(keys)
