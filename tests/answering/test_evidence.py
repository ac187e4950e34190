"""Candidates are ranked, and a probability says whether the notes answer at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askaws.answering.candidates import candidates, to_score
from askaws.answering.evidence import Selection, Selector, Weights
from askaws.answering.features import Scored, Terms, answer_features, span_features
from askaws.answering.logistic import sigmoid
from askaws.answering.question import Question
from askaws.models.scorer import Scorer
from tests.answering.builders import FakeScorer, question, weights
from tests.answering.indexed import Indexed, index_notes, vector

NOTES = {
    "s3.md": (
        "# S3\n\nA bucket holds objects. An object may be 5 TB.\n\n"
        "## Classes\n\nClasses:\n\n- Standard\n- Glacier\n"
    ),
    "sqs.md": "# SQS\n\nA queue hands messages on. A message may be 256 KB.\n",
}
ASKED = question("How large may an object be in a bucket?")


_SATISFIES: Scorer = FakeScorer()
WEIGHTS = weights({"scorer": 1.0, "coverage": 1.0}, {"best": 1.0})


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Indexed:
    return index_notes(tmp_path_factory.mktemp("evidence"), NOTES)


def select(indexed: Indexed, selector: Selector, count: int = 10) -> Selection:
    hits = indexed.hits(ASKED.asked, count)
    return selector.select(indexed.generation, ASKED, vector(ASKED.asked), hits)


def features(indexed: Indexed) -> Iterator[tuple[str, dict[str, float]]]:
    """The quotes of all candidates, and their features."""
    selector = Selector(FakeScorer(), WEIGHTS)
    hits = indexed.hits(ASKED.asked)
    for one in selector.measure(indexed.generation, ASKED, vector(ASKED.asked), hits):
        yield one.evidence.quote, one.features


class TestSelection:
    """The likeliest first, and no more put to the scorer than is allowed."""

    def test_evidence_comes_in_the_order_of_its_score(self, indexed: Indexed) -> None:
        """What the scorer likes best is first; the scores are probabilities."""
        found = select(indexed, Selector(FakeScorer(), WEIGHTS))
        scores = [e.score for e in found.evidence]
        assert found.evidence[0].quote == "An object may be 5 TB."
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert found.probability > 0.9

    def test_the_scorer_decides(self, indexed: Indexed) -> None:
        """Another taste, another order; nothing liked, an unlikely answer."""
        other = select(indexed, Selector(FakeScorer("256 KB"), WEIGHTS))
        assert other.evidence[0].quote == "A message may be 256 KB."
        assert select(indexed, Selector(FakeScorer("nothing"), WEIGHTS)).probability < 0.1

    def test_the_scorer_reads_each_candidate_under_its_headings(self, indexed: Indexed) -> None:
        """As in its training."""
        scorer = FakeScorer()
        found = select(indexed, Selector(scorer, WEIGHTS))
        assert "S3: An object may be 5 TB. (after: A bucket holds objects.)" in scorer.seen
        assert sorted(scorer.seen) == sorted(to_score(e) for e in found.evidence)

    @pytest.mark.parametrize("most", [1, 2, 3])
    def test_no_more_than_the_most_are_scored(self, indexed: Indexed, most: int) -> None:
        """Those nearest in meaning and words, and what stands beside the best of them."""
        scorer = FakeScorer()
        found = select(indexed, Selector(scorer, WEIGHTS, most))
        assert len(scorer.seen) == len(found.evidence) == max(2, most)
        nearest = ["A bucket holds objects.", "An object may be 5 TB."]
        assert {e.quote for e in found.evidence} >= set(nearest[:most])

    def test_once_it_is_sure_the_scorer_reads_no_further(self, indexed: Indexed) -> None:
        """But for what stands beside the best; where it is not sure, it reads all."""
        sure, doubting = FakeScorer("5 TB"), FakeScorer("nothing")
        for scorer in (sure, doubting):
            select(indexed, Selector(scorer, WEIGHTS, at_first=2))
        assert [text.split(" (")[0] for text in sorted(sure.seen)] == [
            "S3: A bucket holds objects.",
            "S3: An object may be 5 TB.",
        ]
        assert len(doubting.seen) == len(set(doubting.seen)) > 4

    def test_words_count_among_the_nearest(self, tmp_path: Path) -> None:
        """A sentence that has the question's other name is scored before one that is only near."""
        notes = {"a.md": "# A\n\nThe queue is deep. Size matters little to them in that town.\n"}
        indexed = index_notes(tmp_path, notes)
        asked = Question("SQS", "SQS", ("sqs",), {"sqs": (("queue",),)})
        scorer = FakeScorer()
        hits = indexed.hits("queue size")
        Selector(scorer, WEIGHTS, 1).select(indexed.generation, asked, vector("size"), hits)
        assert scorer.seen[0] == "A: The queue is deep."
        assert len(scorer.seen) == 2, "and the sentence beside it"

    def test_without_passages_there_is_no_answer(self, indexed: Indexed) -> None:
        """No evidence, probability nought, and the scorer is not asked."""
        scorer = FakeScorer()
        selector = Selector(scorer, WEIGHTS)
        found = selector.select(indexed.generation, ASKED, vector(ASKED.asked), ())
        assert (found, scorer.seen) == (Selection((), 0.0, ()), [])

    def test_without_a_scorer_words_and_passages_decide(self, indexed: Indexed) -> None:
        """The shipped weights for that case rank by them."""
        found = select(indexed, Selector(None, Weights.read("unscored")))
        assert found.evidence[0].headings == ("S3",)
        assert 0 < found.probability < 1

    @pytest.mark.parametrize("kind", ["scored", "unscored"])
    def test_the_shipped_weights_tell_an_answer_from_none(
        self, indexed: Indexed, kind: str
    ) -> None:
        """A question that the notes answer is likelier answered than one that they do not."""
        selector = Selector(FakeScorer() if kind == "scored" else None, Weights.read(kind))
        other = question("Who won the regatta in Lisbon?")
        hits = indexed.hits(other.asked)
        stranger = selector.select(indexed.generation, other, vector(other.asked), hits)
        if kind == "scored":
            selector = Selector(FakeScorer(), Weights.read(kind))
        assert 0 <= stranger.probability < select(indexed, selector).probability <= 1


class TestWeights:
    """`weights.json` and the features that are measured are of one piece."""

    def test_every_weight_is_that_of_a_feature(self, indexed: Indexed) -> None:
        """With the scorer of any; without it, of those that are not the scorer's."""
        hits = indexed.hits(ASKED.asked)
        terms = Terms.of(ASKED, indexed.generation)
        one = candidates(indexed.generation, vector(ASKED.asked), hits)[0]
        low, high = (
            span_features(one, logit, hits[0], terms, terms.met(one.evidence))
            for logit in (0.0, 5.0)
        )
        worse, better = (answer_features([Scored(1.0, logit)], hits, terms) for logit in (0.0, 5.0))
        scored, unscored = Weights.read("scored"), Weights.read("unscored")
        assert low.keys() >= scored.span.weights.keys() >= {"scorer"}
        assert worse.keys() >= scored.answer.weights.keys()
        of_words = {name for name in low if low[name] == high[name]}
        of_passages = {name for name in worse if worse[name] == better[name]}
        assert of_words >= unscored.span.weights.keys()
        assert of_passages >= unscored.answer.weights.keys()

    @pytest.mark.parametrize("kind", ["scored", "unscored"])
    def test_the_threshold_refuses_something_and_answers_something(self, kind: str) -> None:
        """It is a probability, and neither end."""
        weights = Weights.read(kind)
        assert 0 < weights.threshold < 0.5
        assert 0 < weights.doubt < 0.5

    def test_weights_are_read_from_a_file(self, tmp_path: Path) -> None:
        """As `training/weights.py` writes them."""
        model = {"bias": -1.0, "weights": {"coverage": 2.0}}
        values = {
            "scored": {
                "span": model,
                "answer": model,
                "threshold": 0.3,
                "doubt": 0.4,
                "least_similarity": 0.2,
            },
            "verdict": {**model, "certainty": 0.9},
        }
        (tmp_path / "weights.json").write_text(json.dumps(values))
        read = Weights.read("scored", tmp_path / "weights.json")
        assert (read.threshold, read.span.logit({"coverage": 0.5})) == (0.3, 0.0)
        assert (read.doubt, read.least_similarity) == (0.4, 0.2)
        assert read.judge is not None
        assert read.judge.certainty == 0.9

    @given(st.floats(allow_nan=False))
    def test_a_probability_lies_between_nought_and_one(self, value: float) -> None:
        """However large the logit."""
        assert 0 <= sigmoid(value) <= 1
        assert sigmoid(value) + sigmoid(-value) == pytest.approx(1)


class TestFeatures:
    """What is measured of a candidate."""

    def test_words_of_the_question_are_covered(self, indexed: Indexed) -> None:
        """By the sentence alone, and together with its headings."""
        found = dict(features(indexed))
        own = {quote: row["own_coverage"] for quote, row in found.items()}
        assert own["An object may be 5 TB."] > 0
        assert own["A bucket holds objects."] > own["An object may be 5 TB."]
        assert own["A message may be 256 KB."] == 0

    def test_headings_count_as_said(self, indexed: Indexed) -> None:
        """A sentence about S3 need not say so."""
        terms = Terms.of(question("objects in S3"), indexed.generation)
        hits = indexed.hits("objects in S3")
        found = candidates(indexed.generation, vector("objects in S3"), hits)
        (one,) = [c for c in found if c.evidence.quote == "A bucket holds objects."]
        row = span_features(one, 0.0, hits[0], terms, terms.met(one.evidence))
        assert row["coverage"] == 1.0 > row["own_coverage"]

    @pytest.mark.parametrize(("asked", "told"), [("How large is it?", 1), ("What is it?", 0)])
    def test_a_number_counts_where_one_is_asked_for(
        self, indexed: Indexed, asked: str, told: int
    ) -> None:
        """For what has one and against what has none; elsewhere not at all."""
        terms, hits = Terms.of(question(asked), indexed.generation), indexed.hits("objects in S3")
        rows = {
            one.evidence.quote: span_features(one, 0.0, hits[0], terms, terms.met(one.evidence))[
                "number"
            ]
            for one in candidates(indexed.generation, vector("objects in S3"), hits)
        }
        assert rows["An object may be 5 TB."] == told
        assert rows["A bucket holds objects."] == -told

    def test_words_that_the_notes_lack_are_missing(self, indexed: Indexed) -> None:
        """As a share of the weight; another name that the notes have makes up for it."""
        known = Terms.of(question("bucket"), indexed.generation)
        half = Terms.of(question("bucket regatta"), indexed.generation)
        none = Terms.of(question("regatta"), indexed.generation)
        assert (known.missing, none.missing) == (0, 1)
        assert 0.5 < half.missing < 1

    def test_another_name_covers_a_word(self, indexed: Indexed) -> None:
        """All of its words have to be there."""
        terms = Terms({"sqs": 1.0}, {"sqs": (("simpl", "queue"),)}, 0.0)
        assert terms.covered({"simpl", "queue"}) == 1
        assert terms.covered({"queue"}) == 0

    def test_a_passage_that_names_what_is_asked_about_is_told_from_another(self) -> None:
        """By any of its names; a question that names nothing asks for none."""
        topics = (frozenset({"simplequeueservice", "sqs"}), frozenset({"lambda"}))
        terms = Terms({}, {}, 0.0, topics)
        assert terms.named("SQS keeps messages.") == 0.5
        assert terms.named("Lambda reads from Simple Queue Service.") == 1
        assert terms.named("SNS pushes messages.") == 0
        assert Terms({}, {}, 0.0).named("SNS pushes messages.") == 1

    def test_the_best_candidate_tells_whether_the_topic_is_named(self, indexed: Indexed) -> None:
        """The scorer's best; of equals, the likeliest."""
        hits = indexed.hits(ASKED.asked)
        terms = Terms.of(ASKED, indexed.generation)
        rows = [Scored(1.0, 2.0, 0.0), Scored(3.0, 1.0, 1.0)]
        assert answer_features(rows, hits, terms)["named"] == 0
        rows = [Scored(1.0, 2.0, 0.0), Scored(3.0, 2.0, 1.0)]
        assert answer_features(rows, hits, terms)["named"] == 1

    def test_the_best_five_speak_for_the_question(self, indexed: Indexed) -> None:
        """The likeliest of all, the scorer's best, and the mean of the scorer's best five."""
        hits = indexed.hits(ASKED.asked)
        terms = Terms.of(ASKED, indexed.generation)
        row = answer_features(
            [Scored(n, m) for n, m in zip((1, 5, 3, 0, 0, 0), (9, 3, 0, -2, 0, -9), strict=True)],
            hits,
            terms,
        )
        assert (row["best"], row["scorer"], row["next"]) == (5.0, 9.0, 2.0)
        alone = answer_features([Scored(1.0, 9.0)], hits, terms)
        assert (alone["best"], alone["next"]) == (1.0, 9.0)

    def test_the_nearest_passage_speaks_for_the_notes(self, indexed: Indexed) -> None:
        """In meaning, and in words; questions that say more have more of them."""
        hits = indexed.hits(ASKED.asked)
        row = answer_features([Scored(0.0, 0.0)], hits, Terms.of(ASKED, indexed.generation))
        assert row["similarity"] == max(hit.similarity for hit in hits) > 0
        assert 0 < row["match"] <= 1
        short = answer_features(
            [Scored(0.0, 0.0)], hits, Terms.of(question("bucket"), indexed.generation)
        )
        assert short["match"] == 1
        assert 0 < short["words"] < row["words"] <= 1
