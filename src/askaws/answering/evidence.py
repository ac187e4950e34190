"""Evidence: the candidates that answer, each with the probability that it does.

Two small logistic models, whose coefficients stand in `weights.json` and are
fitted by `training/weights.py`. One ranks the candidates of a question; the
other says, from the best of them, how likely the notes answer at all. Refusal is
a threshold on the second.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from askaws.answering.candidates import Candidate, are_beside, candidates, to_score
from askaws.answering.features import (
    Met,
    Scored,
    SpanFeatures,
    Terms,
    answer_features,
    span_features,
)
from askaws.answering.logistic import Logistic, sigmoid
from askaws.answering.question import Question
from askaws.answering.verdict import Judge
from askaws.index.store import Generation
from askaws.models.encoder import Floats
from askaws.models.scorer import Scorer
from askaws.records import Evidence, Hit

_SHARE_OF_EVIDENCE = 0.05
"""What a logit of the best evidence counts beside a passage's likeness, from 0 to 1."""

_NO_EVIDENCE = -8.0
SURE = 0.5
"""Evidence with such a score is an answer, and need not be sought further or read again."""
WEIGHTS = Path(__file__).parent / "weights.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted models, and the threshold below which askaws refuses.

    Where the best evidence has a score below `doubt`, it says that it is not sure.
    Where no candidate is as near to the question as `least_similarity`, the notes
    are about something else, whatever the scorer says of them.
    """

    span: Logistic
    answer: Logistic
    threshold: float
    doubt: float = 0.0
    least_similarity: float = 0.0
    judge: Judge | None = None

    @classmethod
    def read(cls, kind: str, path: Path = WEIGHTS) -> Weights:
        """Of a `kind`: "scored", "unscored" without the scorer, "read" with the reader as well."""
        everything = json.loads(path.read_text(encoding="utf-8"))
        values = everything[kind]
        return cls(
            span=Logistic.of(values["span"]),
            answer=Logistic.of(values["answer"]),
            threshold=values["threshold"],
            doubt=values["doubt"],
            least_similarity=values["least_similarity"],
            judge=Judge(Logistic.of(everything["verdict"]), everything["verdict"]["certainty"]),
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """A candidate with its features, and the question's terms by which they were measured."""

    evidence: Evidence
    features: SpanFeatures
    terms: Terms


@dataclass(frozen=True, slots=True)
class Selection:
    """The candidates, likeliest first, and how likely the notes answer the question.

    `hits` are the passages in the order in which they answer.
    """

    evidence: tuple[Evidence, ...]
    probability: float
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Selector:
    """Chooses evidence among passages.

    The scorer reads the `most` likeliest candidates, and what stands beside the best of them.
    Where the best of the `at_first` of these has a score of `sure` or more, the others are left.
    """

    scorer: Scorer | None
    weights: Weights
    most: int = 24
    at_first: int = 12
    sure: float = SURE

    def select(
        self, generation: Generation, question: Question, vector: Floats, hits: Sequence[Hit]
    ) -> Selection:
        """Rank what the passages hold, and the passages by it, and judge whether it answers.

        `vector` is the question's, of length 1.
        """
        measured = self.measure(generation, question, vector, hits)
        return judged(measured, hits, self.weights)

    def measure(
        self, generation: Generation, question: Question, vector: Floats, hits: Sequence[Hit]
    ) -> list[Measured]:
        """The likeliest candidates with features, in reading order; those beside the best last."""
        terms = Terms.of(question, generation)
        everything = candidates(generation, vector, hits)
        met = [terms.met(one.evidence) for one in everything]
        by_chunk = {hit.chunk_id: hit for hit in hits}
        found: dict[int, Measured] = {}

        def read(places: Sequence[int]) -> None:
            chosen = [everything[place] for place in places]
            for place, one, logit in zip(
                places, chosen, self._logits(question, chosen), strict=True
            ):
                hit = by_chunk[one.evidence.chunk_id]
                features = span_features(one, logit, hit, terms, met[place])
                found[place] = Measured(one.evidence, features, terms)

        worth = [likeness(c.similarity, words) for c, words in zip(everything, met, strict=True)]
        likeliest = sorted(range(len(worth)), key=lambda place: -worth[place])[: self.most]
        read(likeliest[: self.at_first])
        if not self._is_sure(found.values()):
            read(likeliest[self.at_first :])
        in_order = [found[place] for place in sorted(found)]
        if self.scorer is None or not found:
            return in_order
        # What stands beside the best was not likely by itself, and may go on about it.
        best = max(in_order, key=lambda one: one.features["scorer"]).evidence
        rest = (place for place in range(len(everything)) if place not in found)
        beside = [place for place in rest if are_beside(everything[place].evidence, best)]
        read(beside)
        return [*in_order, *(found[place] for place in beside)]

    def _logits(self, question: Question, found: Sequence[Candidate]) -> list[float]:
        if self.scorer is None or not found:
            return [0.0] * len(found)
        logits = self.scorer.score(question.text, [to_score(one.evidence) for one in found])
        return [float(logit) for logit in logits]

    def _is_sure(self, measured: Iterable[Measured]) -> bool:
        """Whether the scorer has found evidence of which it is sure."""
        if self.scorer is None:
            return False
        return any(sigmoid(self.weights.span.logit(m.features)) >= self.sure for m in measured)


def likeness(similarity: float, met: Met) -> float:
    """How likely a candidate is to be worth scoring: near in meaning, and in words."""
    return similarity + 0.5 * met.whole + 0.7 * met.translated


def judged(measured: Sequence[Measured], hits: Sequence[Hit], weights: Weights) -> Selection:
    """Rank what was measured, and the passages by it, and judge whether it answers."""
    if not measured:
        return Selection((), 0.0, tuple(hits))
    values = [weights.span.logit(one.features) for one in measured]
    order = sorted(range(len(measured)), key=lambda i: -values[i])
    summary = answer_features(
        [scored(measured[i], values[i]) for i in order], hits, measured[0].terms
    )
    best: dict[int, float] = {}
    for i in order:
        best.setdefault(measured[i].evidence.chunk_id, values[i])
    nearest = max(one.features["similarity"] for one in measured)
    on_topic = nearest >= weights.least_similarity
    return Selection(
        tuple(replace(measured[i].evidence, score=sigmoid(values[i])) for i in order),
        sigmoid(weights.answer.logit(summary)) if on_topic else 0.0,
        reranked(hits, best),
    )


def scored(measured: Measured, value: float) -> Scored:
    """What counts of a candidate when the question is judged; `value` is its span logit."""
    features = measured.features
    return Scored(value, features["scorer"], features["named"], features.get("reader", 0.0))


def reranked(hits: Sequence[Hit], best: Mapping[int, float]) -> tuple[Hit, ...]:
    """The passages by likeness and the logit of their best evidence; scores from 0 to 1."""
    fused = {
        hit.chunk_id: hit.score + _SHARE_OF_EVIDENCE * best.get(hit.chunk_id, _NO_EVIDENCE)
        for hit in hits
    }
    ranked = sorted(hits, key=lambda hit: (-fused[hit.chunk_id], hit.rank))
    return tuple(
        # What is added lies between -0.4 and 0.25; this puts the sum between 0 and 1.
        replace(hit, rank=rank, score=round(min(1.0, (fused[hit.chunk_id] + 0.4) / 1.65), 4))
        for rank, hit in enumerate(ranked, 1)
    )
