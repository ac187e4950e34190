"""What is measured of a candidate, and of the best candidates together."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from askaws.answering.candidates import Candidate
from askaws.answering.question import Question
from askaws.answering.translation import translations_of
from askaws.index.store import Generation
from askaws.reading.keys import find_names
from askaws.reading.words import stems
from askaws.records import Evidence, Hit

SpanFeatures = dict[str, float]
AnswerFeatures = dict[str, float]
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|hundred|thousand|million|billion|half|double|twice|once|single|zero|unlimited)\b",
    re.IGNORECASE,
)
_BEST = 5
"""So many candidates together tell whether there is an answer at all."""


_TRANSLATED = 5.0
"""So many times as likely as a translation, it counts like the word itself, up to once."""


class Met(NamedTuple):
    """The share of a question's words that a text has: by itself, with what it stands under,
    and in other words."""

    own: float
    whole: float
    translated: float


@dataclass(frozen=True, slots=True)
class Terms:
    """The content words of a question with the weight of each: rare words say more.

    `missing` is the share of the weight that lies in words the notes never use; `topics`
    are the names in the question; `number` is whether it asks for one; `translations` are,
    for a word, those of the notes for which questions say it.
    """

    weights: Mapping[str, float]
    alternatives: Mapping[str, tuple[tuple[str, ...], ...]]
    missing: float
    topics: tuple[frozenset[str], ...] = ()
    number: bool = False
    translations: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

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
            missing / (sum(weights.values()) or 1.0),
            question.topics,
            question.asks_for_a_number,
            {stem: translations_of(stem) for stem in weights},
        )

    def covered(self, text_stems: set[str]) -> float:
        """The share of the weight whose words, or their expansions, are in `text_stems`."""
        hit = sum(weight for stem, weight in self.weights.items() if self._said(stem, text_stems))
        return self._share(hit)

    def translated(self, own_stems: set[str], whole_stems: set[str]) -> float:
        """The share of the weight whose words a text says in other words.

        `own_stems` are the text's, `whole_stems` those with its headings and context, which
        may have the word itself.

        >>> terms = Terms({"draw": 1.0}, {}, 0.0, translations={"draw": {"diagram": 0.1}})
        >>> terms.translated({"diagram"}, {"diagram"}), terms.translated({"diagram"}, {"draw"})
        (0.5, 0.0)
        """
        hit = sum(
            weight * min(1.0, _TRANSLATED * max(map(self.translations[stem].__getitem__, meant)))
            for stem, weight in self.weights.items()
            if (meant := own_stems & self.translations.get(stem, {}).keys())
            and not self._said(stem, whole_stems)
        )
        return self._share(hit)

    def _said(self, stem: str, text_stems: set[str]) -> bool:
        return stem in text_stems or any(
            text_stems.issuperset(other) for other in self.alternatives.get(stem, ())
        )

    def _share(self, weight: float) -> float:
        return weight / (sum(self.weights.values()) or 1.0)

    def named(self, text: str) -> float:
        """The share of the question's topics that a text names, all if there are none.

        >>> Terms({}, {}, 0.0, (frozenset({"rekognition"}),)).named("Comprehend costs 3 dollars.")
        0.0
        """
        keys = frozenset().union(*self.topics)
        found = {key for key, _ in find_names(text, keys)} if keys else set()
        named = sum(not found.isdisjoint(topic) for topic in self.topics)
        return named / len(self.topics) if self.topics else 1.0

    def number_told(self, text: str) -> float:
        """1 if a number is asked for and a text has one, -1 if it has none; else 0.

        >>> terms = Terms({}, {}, 0.0, number=True)
        >>> terms.number_told("Six copies."), terms.number_told("Many copies.")
        (1.0, -1.0)
        """
        if not self.number:
            return 0.0
        return 1.0 if _NUMBER.search(text) else -1.0

    def met(self, candidate: Evidence) -> Met:
        """How far a candidate meets the question's words, its headings and context included."""
        own = set(stems(candidate.text))
        above = (*candidate.headings, candidate.subject, candidate.context)
        whole = own.union(stems(" ".join(above)))
        return Met(self.covered(own), self.covered(whole), self.translated(own, whole))


def span_features(
    candidate: Candidate, logit: float, hit: Hit, terms: Terms, met: Met
) -> SpanFeatures:
    """The features by which the candidates of one question are ranked; `met` by its `terms`."""
    evidence = candidate.evidence
    return {
        "scorer": logit,
        "passage": hit.score,
        "own_coverage": met.own,
        "coverage": met.whole,
        "translated": met.translated,
        "similarity": candidate.similarity,
        "named": terms.named(_whole(hit)),
        "number": terms.number_told(evidence.text),
    }


class Scored(NamedTuple):
    """A candidate's logit by the span model, by the scorer and by the reader, if it was read.

    `named` is the share of the question's topics that its passage names.
    """

    value: float
    logit: float
    named: float = 1.0
    read: float = 0.0


def answer_features(scored: Sequence[Scored], hits: Sequence[Hit], terms: Terms) -> AnswerFeatures:
    """The features by which a question is judged: answered by the notes, or not."""
    logits = sorted((one.logit for one in scored), reverse=True)[:_BEST]
    read = sorted((one.read for one in scored), reverse=True)[:_BEST]
    return {
        "best": max(one.value for one in scored),
        "named": max(scored, key=lambda one: (one.logit, one.value)).named,
        "scorer": logits[0],
        "next": sum(logits) / len(logits),
        "reader": read[0],
        "read_next": sum(read) / len(read),
        "similarity": max(hit.similarity for hit in hits),
        "match": max(terms.covered(set(stems(_whole(hit)))) for hit in hits),
        "missing": terms.missing,
        "words": min(len(terms.weights), 8) / 8,
    }


def _whole(hit: Hit) -> str:
    return " ".join((*hit.headings, hit.text))
