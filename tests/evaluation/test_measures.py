"""The figures, held to examples worked by hand."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askaws.evaluation.measures import auroc, mean, outcome, share, summarise
from askaws.records import Seconds, Sentence
from tests.evaluation.builders import answer, asked, citation, hit, result

RIGHT = asked((5, 6), must=("ninety",))
SAID = Sentence("It is ninety days.", (1,), "quote")


class TestOutcome:
    """What is measured of one question."""

    @pytest.mark.parametrize(
        ("lines", "rank", "gain"),
        [
            ([], 0, 0.0),
            ([1, 2, 3], 0, 0.0),
            ([5, 1, 2], 1, 1.0),
            ([1, 5, 2], 2, 1 / math.log2(3)),
            ([1, 2, 6], 3, 0.5),
            # Gains 1/log2(3) + 1/log2(5) over 1 + 1/log2(3), by hand.
            ([1, 5, 2, 6], 2, (0.63093 + 0.43068) / 1.63093),
        ],
    )
    def test_rank_and_gain_of_the_right_passages(
        self, lines: list[int], rank: int, gain: float
    ) -> None:
        """The rank of the first, and nDCG over all of them."""
        hits = [hit(place, line) for place, line in enumerate(lines, 1)]
        found = outcome(RIGHT, answer(SAID), hits, 0)
        assert found.rank == rank
        assert found.gain == pytest.approx(gain, abs=1e-4)

    def test_what_the_answer_says_and_cites_is_counted(self) -> None:
        """Words, right and wrong citations, sentences by origin, and those without a citation."""
        said = answer(
            SAID,
            Sentence("More or less.", (), "model"),
            cites=(citation(1, 5), citation(2, 7), citation(3, 5, "b.md")),
            probability=0.7,
            seconds=Seconds(0.1, 0.2, 0.3),
        )
        found = outcome(RIGHT, said, (), 2)
        assert (found.right, found.refused, found.words) == (True, False, 7)
        assert (found.citations, found.right_citations, found.cites_right_lines) == (3, 1, True)
        assert (found.quoted, found.written, found.uncited, found.false_quotes) == (1, 1, 1, 2)
        assert (found.probability, found.retrieve, found.total) == (0.7, 0.1, 0.3)

    def test_a_refusal_is_never_right(self) -> None:
        """Though nothing were asked of it."""
        found = outcome(asked((5, 5)), answer(), (), 0)
        assert (found.refused, found.right, found.words) == (True, False, 0)

    def test_the_number_of_a_citation_is_no_answer(self) -> None:
        """`[1]` does not say "1"."""
        assert not outcome(asked((5, 5), must=("1",)), answer(SAID), (), 0).right

    @pytest.mark.parametrize(
        ("kind", "words", "short"),
        [("fact", 80, True), ("fact", 81, False), ("list", 160, True), ("lookup", 161, False)],
    )
    def test_lists_and_cards_may_be_longer(self, kind: str, words: int, short: bool) -> None:
        """Twice as long as other answers, and no longer."""
        assert result(asked((1, 1), kind=kind), words=words).short_enough is short


class TestSummary:
    """What is measured of a set."""

    def test_the_figures_of_a_small_set(self) -> None:
        """Four questions that the notes answer, two near misses and one far off."""
        good, other = asked((5, 5)), asked((5, 5), kind="list")
        near, far = asked(), asked(far=True)
        found = summarise(
            [
                result(
                    good,
                    rank=1,
                    gain=1.0,
                    right=True,
                    refused=False,
                    words=10,
                    probability=0.9,
                    citations=2,
                    right_citations=1,
                    cites_right_lines=True,
                    quoted=1,
                ),
                result(
                    good,
                    rank=4,
                    gain=0.5,
                    right=True,
                    refused=False,
                    words=90,
                    probability=0.6,
                    citations=2,
                    right_citations=2,
                    cites_right_lines=True,
                    written=2,
                ),
                result(other, rank=0, refused=False, unsure=True, words=20, probability=0.4),
                result(other, rank=2, gain=0.5, refused=True, probability=0.2, citations=0),
                result(near, refused=True, probability=0.1),
                result(near, refused=False, probability=0.4, uncited=1, false_quotes=3),
                result(far, refused=True, probability=0.05),
            ]
        )
        assert (found.questions, found.answerable, found.near, found.far) == (7, 4, 2, 1)
        assert found.hit_at == {1: 0.25, 3: 0.5, 5: 0.75, 10: 0.75}
        assert found.mrr == pytest.approx((1 + 0.25 + 0.5) / 4)
        assert found.ndcg == pytest.approx(0.5)
        assert (found.right, found.right_and_short) == (0.5, 0.25)
        assert found.right_by_kind == {"fact": (2, 2), "list": (0, 2)}
        assert (found.median_words, found.median_words_fact) == (20, 50)
        assert (found.cites_right_lines, found.citation_precision) == (0.5, 0.75)
        assert (found.false_quotes, found.uncited_sentences) == (3, 1)
        assert (found.quoted_sentences, found.written_sentences) == (1, 2)
        assert found.unsure == 0.25
        assert found.right_if_sure == pytest.approx(2 / 3)
        assert (found.false_refusals, found.near_refused, found.far_refused) == (0.25, 0.5, 1)
        assert found.refusal_precision == pytest.approx(2 / 3)
        assert found.refusal_recall == pytest.approx(2 / 3)
        # 12 pairs: 0.9 and 0.6 beat all three, 0.4 beats two and ties one, 0.2 beats two.
        assert found.auroc == pytest.approx((3 + 3 + 2.5 + 2) / 12)

    def test_the_curve_says_what_each_threshold_would_refuse(self) -> None:
        """What lies below it, of the three sorts; it rises with the threshold."""
        found = summarise(
            [
                result(asked((5, 5)), probability=0.3),
                result(asked((5, 5)), probability=0.8),
                result(asked(), probability=0.5),
                result(asked(far=True), probability=0.01),
            ]
        )
        curve = {round(row.threshold, 2): row for row in found.curve}
        assert list(curve) == [round(step * 0.05, 2) for step in range(1, 20)]
        at_half = curve[0.5]
        assert (at_half.false_refusals, at_half.near_refused, at_half.far_refused) == (0.5, 0, 1)
        assert curve[0.55].near_refused == 1
        for name in ("false_refusals", "near_refused", "far_refused"):
            values = [getattr(row, name) for row in found.curve]
            assert values == sorted(values)

    def test_medians_of_the_seconds(self) -> None:
        """Over all questions, whether answered or not."""
        rows = [result(asked(), total=total, retrieve=total / 10) for total in (1.0, 9.0, 2.0)]
        assert summarise(rows).seconds == {"retrieve": 0.2, "first_token": 0.0, "total": 2.0}

    def test_an_empty_set_has_figures_too(self) -> None:
        """All nought, and no division by it; they go into JSON."""
        found = summarise([])
        assert (found.questions, found.right, found.auroc, found.median_words) == (0, 0, 0, 0)
        assert json.loads(json.dumps(found.as_json()))["hit_at"] == {
            "1": 0, "3": 0, "5": 0, "10": 0,
        }  # fmt: skip


_SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=20)


@given(_SCORES, _SCORES)
def test_auroc_is_the_share_of_pairs_in_the_right_order(
    good: list[float], bad: list[float]
) -> None:
    """Between nought and one; turned round, the rest."""
    assert 0 <= auroc(good, bad) <= 1
    assert auroc(good, bad) == pytest.approx(1 - auroc(bad, good))


def test_auroc_at_its_ends() -> None:
    """All above, all below, all the same."""
    assert auroc([0.9, 0.8], [0.1]) == 1
    assert auroc([0.1], [0.9, 0.8]) == 0
    assert auroc([0.5, 0.5], [0.5]) == 0.5


def test_shares_and_means_of_nothing_are_nought() -> None:
    """No division by it."""
    assert (share([]), mean([]), share([True, False]), mean([1, 2])) == (0, 0, 0.5, 1.5)
