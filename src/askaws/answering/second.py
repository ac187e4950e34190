"""The second reading: where the scorer is not sure, the embedded LLM reads the likeliest again.

It knows more of the language than the small scorer, above all which everyday words stand
for a technical one, and is too slow to read all. The scorer finds the few; its
word and the reader's are weighed together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from askaws.answering.candidates import to_score
from askaws.answering.evidence import SURE, Measured, Selection, Selector, Weights, judged
from askaws.answering.question import Question
from askaws.index.store import Generation
from askaws.models.encoder import Floats
from askaws.models.reader import MOST
from askaws.models.scorer import Scorer
from askaws.records import Hit


@dataclass(frozen=True, slots=True)
class SecondReading:
    """Chooses evidence as `first` does; then `reader` reads the `most` likeliest of it.

    Where the best evidence has a score of `sure` or more, or the notes are about something
    else altogether, nothing is read again.
    """

    first: Selector
    reader: Scorer
    weights: Weights
    most: int = MOST
    sure: float = SURE

    def select(
        self, generation: Generation, question: Question, vector: Floats, hits: Sequence[Hit]
    ) -> Selection:
        """What `first` measures, ranked and judged by what both readings say.

        `vector` is the question's, of length 1.
        """
        measured = self.first.measure(generation, question, vector, hits)
        found = judged(measured, hits, self.first.weights)
        if not found.probability or found.evidence[0].score >= self.sure:
            return found
        return judged(self.read(question, measured), hits, self.weights)

    def read(self, question: Question, measured: Sequence[Measured]) -> list[Measured]:
        """The candidates with the feature "reader"; one that is not read has the least of all."""
        span = self.first.weights.span
        order = sorted(range(len(measured)), key=lambda i: -span.logit(measured[i].features))
        likeliest = order[: self.most]
        texts = [to_score(measured[i].evidence) for i in likeliest]
        logits = [float(logit) for logit in self.reader.score(question.text, texts)]
        said = dict(zip(likeliest, logits, strict=True))
        return [
            replace(one, features={**one.features, "reader": said.get(i, min(logits))})
            for i, one in enumerate(measured)
        ]
