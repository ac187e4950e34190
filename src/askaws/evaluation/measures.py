"""What is measured of one question, and of a set of them. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median

from askaws.evaluation.questions import Asked
from askaws.records import Answer, Hit

RANKS = (1, 3, 5, 10)
SHORT_WORDS = 80
LONG_WORDS = 160
LONG_KINDS = ("list", "lookup")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question asked. `rank` is that of the first right passage, 0 if none was found."""

    asked: Asked
    rank: int
    gain: float
    right: bool
    words: int
    cites_right_lines: bool
    citations: int
    right_citations: int
    false_quotes: int
    uncited: int
    written: int
    quoted: int
    refused: bool
    unsure: bool
    probability: float
    retrieve: float
    first_token: float
    total: float

    @property
    def short_enough(self) -> bool:
        return self.words <= (LONG_WORDS if self.asked.kind in LONG_KINDS else SHORT_WORDS)


def outcome(asked: Asked, answer: Answer, hits: Sequence[Hit], false_quotes: int) -> Outcome:
    """`hits` are the passages found, ten of them; `false_quotes` those not in their lines."""
    relevant = [any(place.overlaps(hit) for place in asked.places) for hit in hits]
    right_citations = sum(
        any(place.overlaps(citation) for place in asked.places) for citation in answer.citations
    )
    # Without the marks: the number of a citation is no part of what is said.
    said = " ".join(sentence.text for sentence in answer.sentences)
    return Outcome(
        asked=asked,
        rank=relevant.index(True) + 1 if True in relevant else 0,
        gain=_gain(relevant),
        right=not answer.refused and asked.right(said),
        words=len(said.split()),
        cites_right_lines=right_citations > 0,
        citations=len(answer.citations),
        right_citations=right_citations,
        false_quotes=false_quotes,
        uncited=sum(not sentence.citations for sentence in answer.sentences),
        written=sum(sentence.origin == "model" for sentence in answer.sentences),
        quoted=sum(sentence.origin == "quote" for sentence in answer.sentences),
        refused=answer.refused,
        unsure=answer.unsure,
        probability=answer.probability,
        retrieve=answer.seconds.retrieve,
        first_token=answer.seconds.first_token,
        total=answer.seconds.total,
    )


def _gain(relevant: Sequence[bool]) -> float:
    """nDCG over the ranking (Järvelin and Kekäläinen, 2002); the ideal has the same passages."""
    gain = sum(1 / math.log2(rank + 1) for rank, right in enumerate(relevant, 1) if right)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, sum(relevant) + 1))
    return gain / ideal if ideal else 0.0


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a threshold on the probability would refuse: shares of the three sorts of questions."""

    threshold: float
    false_refusals: float
    near_refused: float
    far_refused: float


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a question set; shares are between 0 and 1, seconds are medians.

    `near` and `far` are how many questions of either sort the notes do not answer. `unsure` is
    the share of doubted answers among all that are given, answerable or not; `right_if_sure`
    that of right ones among the others.
    """

    questions: int
    answerable: int
    near: int
    far: int
    hit_at: dict[int, float]
    mrr: float
    ndcg: float
    right: float
    right_and_short: float
    right_by_kind: dict[str, tuple[int, int]]
    median_words: float
    median_words_fact: float
    cites_right_lines: float
    citation_precision: float
    false_quotes: int
    uncited_sentences: int
    written_sentences: int
    quoted_sentences: int
    unsure: float
    right_if_sure: float
    false_refusals: float
    near_refused: float
    far_refused: float
    refusal_precision: float
    refusal_recall: float
    auroc: float
    curve: tuple[Threshold, ...]
    seconds: dict[str, float]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def summarise(outcomes: Sequence[Outcome]) -> Summary:
    """The figures over a set."""
    good = [o for o in outcomes if o.asked.answerable]
    near = [o for o in outcomes if not o.asked.answerable and not o.asked.far]
    far = [o for o in outcomes if o.asked.far]
    refused = [o for o in outcomes if o.refused]
    kinds = sorted({o.asked.kind for o in good})
    answered = [o for o in good if not o.refused]
    given = [o for o in outcomes if not o.refused]
    return Summary(
        questions=len(outcomes),
        answerable=len(good),
        near=len(near),
        far=len(far),
        hit_at={k: share(0 < o.rank <= k for o in good) for k in RANKS},
        mrr=mean([1 / o.rank if o.rank else 0.0 for o in good]),
        ndcg=mean([o.gain for o in good]),
        right=share(o.right for o in good),
        right_and_short=share(o.right and o.short_enough for o in good),
        right_by_kind={
            kind: (
                sum(o.right for o in good if o.asked.kind == kind),
                sum(o.asked.kind == kind for o in good),
            )
            for kind in kinds
        },
        median_words=_median([o.words for o in answered]),
        median_words_fact=_median([o.words for o in answered if o.asked.kind == "fact"]),
        cites_right_lines=share(o.cites_right_lines for o in good),
        citation_precision=sum(o.right_citations for o in answered)
        / max(1, sum(o.citations for o in answered)),
        false_quotes=sum(o.false_quotes for o in outcomes),
        uncited_sentences=sum(o.uncited for o in outcomes),
        written_sentences=sum(o.written for o in outcomes),
        quoted_sentences=sum(o.quoted for o in outcomes),
        unsure=share(o.unsure for o in given),
        right_if_sure=share(o.right and o.asked.answerable for o in given if not o.unsure),
        false_refusals=share(o.refused for o in good),
        near_refused=share(o.refused for o in near),
        far_refused=share(o.refused for o in far),
        refusal_precision=share(not o.asked.answerable for o in refused),
        refusal_recall=share(o.refused for o in (*near, *far)),
        auroc=auroc([o.probability for o in good], [o.probability for o in (*near, *far)]),
        curve=tuple(_at(step / 20, good, near, far) for step in range(1, 20)),
        seconds={
            "retrieve": _median([o.retrieve for o in outcomes]),
            "first_token": _median([o.first_token for o in outcomes]),
            "total": _median([o.total for o in outcomes]),
        },
    )


def auroc(good: Sequence[float], bad: Sequence[float]) -> float:
    """How often a score of `good` stands above one of `bad`.

    >>> auroc([0.9, 0.4], [0.4, 0.1])
    0.875
    """
    wins = sum((g > b) + 0.5 * (g == b) for g in good for b in bad)
    return wins / max(1, len(good) * len(bad))


def share(values: Iterable[bool]) -> float:
    """The share of true values, 0 if there are none."""
    found = list(values)
    return sum(found) / max(1, len(found))


def mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))


def _median(values: Sequence[float]) -> float:
    return float(median(values)) if values else 0.0


def _at(
    threshold: float, good: Sequence[Outcome], near: Sequence[Outcome], far: Sequence[Outcome]
) -> Threshold:
    below = [share(o.probability < threshold for o in group) for group in (good, near, far)]
    return Threshold(threshold, *below)
