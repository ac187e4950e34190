"""What is measured of a candidate, and of the best candidates together."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from askaws.answering.candidates import Candidate
from askaws.answering.question import Question
from askaws.index.store import Generation
from askaws.reading.words import stems
from askaws.records import Evidence, Hit

SpanFeatures = dict[str, float]
AnswerFeatures = dict[str, float]

_NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|zero)\b", re.I)
_ASKS_NUMBER = re.compile(
    r"\bhow (?:many|much|long|often|large|big|far|high|old|fast)\b"
    r"|\b(?:max(?:imum)?|min(?:imum)?|limit|size|number|percent\w*|quota|price|cost)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The content words of a question with the weight of each: rare words say more.

    `missing` is the share of the weight that lies in words the notes never use.
    """

    weights: Mapping[str, float]
    alternatives: Mapping[str, tuple[tuple[str, ...], ...]]
    asks_number: bool
    asks_list: bool
    missing: float

    @classmethod
    def of(cls, question: Question, generation: Generation) -> Terms:
        total = generation.manifest.chunks
        weights, missing = {}, 0.0
        for stem in question.stems:
            count = generation.document_frequency(stem)
            for other in question.alternatives.get(stem, ()):
                rarest = min((generation.document_frequency(s) for s in other), default=0)
                count = max(count, rarest)
            weights[stem] = math.log((total + 1) / (count + 0.5))
            missing += weights[stem] if count == 0 else 0.0
        return cls(
            weights,
            question.alternatives,
            bool(_ASKS_NUMBER.search(question.text)),
            question.kind == "list",
            missing / (sum(weights.values()) or 1.0),
        )

    def covered(self, text_stems: set[str]) -> float:
        """The share of the weight whose words, or their expansions, are in `text_stems`."""
        hit = sum(
            weight
            for stem, weight in self.weights.items()
            if stem in text_stems
            or any(text_stems.issuperset(other) for other in self.alternatives.get(stem, ()))
        )
        return hit / (sum(self.weights.values()) or 1.0)

    def coverage(self, candidate: Evidence) -> float:
        """The share covered by a candidate together with its headings and context."""
        whole = " ".join((*candidate.headings, candidate.context, candidate.text))
        return self.covered(set(stems(whole)))


def span_features(candidate: Candidate, logit: float, hit: Hit, terms: Terms) -> SpanFeatures:
    """The features by which the candidates of one question are ranked."""
    evidence = candidate.evidence
    has_number = bool(_NUMBER.search(evidence.text))
    return {
        "scorer": logit,
        "similarity": candidate.similarity,
        "coverage": terms.coverage(evidence),
        "own_coverage": terms.covered(set(stems(evidence.text))),
        "passage": hit.score,
        "first_passage": float(hit.rank == 1),
        "number": float(terms.asks_number and has_number),
        "no_number": float(terms.asks_number and not has_number),
        "list": float(bool(evidence.items)),
        "list_asked": float(bool(evidence.items) and terms.asks_list),
        "short": float(len(evidence.text.split()) < 4),
    }


def answer_features(
    scored: Sequence[tuple[float, float]], hits: Sequence[Hit], terms: Terms
) -> AnswerFeatures:
    """The features by which a question is judged: answered by the notes, or not.

    `scored` holds each candidate's logit by the span model and by the scorer.
    """
    best = sorted((value for value, _ in scored), reverse=True)[:3]
    return {
        "best": best[0],
        "next": sum(best[1:]) / max(1, len(best) - 1) if len(best) > 1 else best[0],
        "scorer": max(logit for _, logit in scored),
        "similarity": max(hit.similarity for hit in hits),
        "match": max(terms.covered(set(stems(_whole(hit)))) for hit in hits),
        "missing": terms.missing,
        "words": min(len(terms.weights), 8) / 8,
    }


def _whole(hit: Hit) -> str:
    return " ".join((*hit.headings, hit.text))
