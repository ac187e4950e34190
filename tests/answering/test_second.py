"""The second reading: few are read, and what is said of them counts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from askaws.answering.candidates import to_score
from askaws.answering.evidence import Selection, Selector
from askaws.answering.second import SecondReading
from tests.answering.builders import FakeScorer, weights
from tests.answering.indexed import Indexed, index_notes, vector
from tests.answering.test_evidence import ASKED, NOTES

DOUBTFUL = weights({"scorer": 0.1, "coverage": 0.1}, {"best": 1.0})
FIRST = Selector(FakeScorer("object"), DOUBTFUL)
READ = weights({"scorer": 0.1, "reader": 1.0}, {"reader": 1.0})


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Indexed:
    return index_notes(tmp_path_factory.mktemp("second"), NOTES)


@dataclass(slots=True)
class Reading:
    """A second reading over the notes, and the reader that it asks."""

    indexed: Indexed
    reader: FakeScorer
    most: int = 8
    sure: float = 0.9

    def select(self) -> Selection:
        second = SecondReading(FIRST, self.reader, READ, self.most, self.sure)
        hits = self.indexed.hits(ASKED.asked)
        return second.select(self.indexed.generation, ASKED, vector(ASKED.asked), hits)


def test_the_reader_outweighs_the_scorer(indexed: Indexed) -> None:
    """What it likes comes first, though the scorer liked another."""
    first = FIRST.select(
        indexed.generation, ASKED, vector(ASKED.asked), indexed.hits(ASKED.asked)
    ).evidence[0]
    assert "object" in first.text
    found = Reading(indexed, FakeScorer("256 KB")).select()
    assert found.evidence[0].quote == "A message may be 256 KB."
    assert found.hits[0].path == "sqs.md"


def test_the_reader_says_whether_there_is_an_answer(indexed: Indexed) -> None:
    assert Reading(indexed, FakeScorer("5 TB")).select().probability > 0.9
    assert Reading(indexed, FakeScorer("nothing")).select().probability < 0.1


@pytest.mark.parametrize("most", [1, 2, 4])
def test_no_more_than_the_most_are_read_and_those_are_the_scorers(
    indexed: Indexed, most: int
) -> None:
    """As the scorer reads them, the likeliest first."""
    reader = FakeScorer("5 TB")
    Reading(indexed, reader, most).select()
    hits = indexed.hits(ASKED.asked)
    first = FIRST.select(indexed.generation, ASKED, vector(ASKED.asked), hits).evidence
    assert reader.seen == [to_score(e) for e in first[:most]]


def test_what_is_not_read_has_the_least_of_what_was(indexed: Indexed) -> None:
    """It can't rise above what was read and liked, nor fall below what was read and not."""
    hits = indexed.hits(ASKED.asked)
    measured = FIRST.measure(indexed.generation, ASKED, vector(ASKED.asked), hits)
    second = SecondReading(FIRST, FakeScorer("5 TB"), READ, 2)
    said = [one.features["reader"] for one in second.read(ASKED, measured)]
    assert said.count(6.0) == 1
    assert said.count(-6.0) == len(said) - 1


def test_where_the_scorer_is_sure_nothing_is_read_again(indexed: Indexed) -> None:
    """The selection is the scorer's own; sure is a score of so much, or more."""
    hits = indexed.hits(ASKED.asked)
    first = FIRST.select(indexed.generation, ASKED, vector(ASKED.asked), hits)
    best = first.evidence[0].score
    reader = FakeScorer("256 KB")
    assert Reading(indexed, reader, sure=best).select() == first
    assert reader.seen == []
    assert Reading(indexed, reader, sure=best + 0.01).select() != first
    assert reader.seen


def test_where_the_notes_are_about_something_else_nothing_is_read_again(indexed: Indexed) -> None:
    """The refusal costs no second reading."""
    reader = FakeScorer("256 KB")
    far = Selector(FakeScorer(), replace(DOUBTFUL, least_similarity=1.1))
    second = SecondReading(far, reader, READ, sure=2)
    hits = indexed.hits(ASKED.asked)
    found = second.select(indexed.generation, ASKED, vector(ASKED.asked), hits)
    assert (found.probability, reader.seen) == (0.0, [])


def test_without_passages_the_reader_is_not_asked(indexed: Indexed) -> None:
    reader = FakeScorer()
    second = SecondReading(FIRST, reader, READ)
    found = second.select(indexed.generation, ASKED, vector(ASKED.asked), ())
    assert (found, reader.seen) == (Selection((), 0.0, ()), [])
