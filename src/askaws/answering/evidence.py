"""Evidence: the candidates that answer, each with the probability that it does.

Two small logistic models, whose coefficients stand in `weights.json` and are
fitted by `training/weights.py`. One ranks the candidates of a question; the
other says, from the best of them, how likely the notes answer at all. Refusal is
a threshold on the second.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from askaws.answering.candidates import Candidate, are_beside, candidates, to_score
from askaws.answering.features import (
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
WEIGHTS = Path(__file__).parent / "weights.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted models, and the threshold below which askaws refuses.

    Below `doubt` it answers, and says that it is not sure.
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
    """

    scorer: Scorer | None
    weights: Weights
    most: int = 24

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
        found = self._likeliest(everything, terms)
        logits = self._logits(question, found)
        if found and self.scorer:
            # What stands beside the best was not likely by itself, and may go on about it.
            best = found[logits.index(max(logits))].evidence
            beside = [c for c in everything if c not in found and are_beside(c.evidence, best)]
            found, logits = [*found, *beside], [*logits, *self._logits(question, beside)]
        by_chunk = {hit.chunk_id: hit for hit in hits}
        return [
            Measured(
                one.evidence,
                span_features(one, logit, by_chunk[one.evidence.chunk_id], terms),
                terms,
            )
            for one, logit in zip(found, logits, strict=True)
        ]

    def _logits(self, question: Question, found: Sequence[Candidate]) -> list[float]:
        if self.scorer is None or not found:
            return [0.0] * len(found)
        logits = self.scorer.score(question.text, [to_score(one.evidence) for one in found])
        return [float(logit) for logit in logits]

    def _likeliest(self, found: Sequence[Candidate], terms: Terms) -> list[Candidate]:
        """At most `most` candidates, those nearest in meaning and words, in their order."""
        ranked = sorted(
            range(len(found)),
            key=lambda i: -(found[i].similarity + 0.5 * terms.coverage(found[i].evidence)),
        )
        return [found[i] for i in sorted(ranked[: self.most])]


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
