"""A workshop without models: a bag of words for the embedder, a scorer that counts words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from askaws.answering.evidence import Selector
from askaws.answering.second import SecondReading
from askaws.assistant import Assistant
from askaws.models.embed import Embedder
from askaws.models.encoder import Floats
from askaws.models.library import Library
from askaws.models.scorer import Scorer
from askaws.reading.chunks import ChunkLimits
from askaws.reading.words import content_stems
from askaws.records import Chunk, Document
from askaws.settings import Settings
from askaws.workshop import Workshop
from tests.answering.builders import weights
from tests.fakes import BagOfWordsEmbedder, FakeTools


class WordScorer:
    """The logit grows with the share of the question's content words in the passage."""

    def score(self, question: str, passages: Sequence[str]) -> Floats:
        asked = set(content_stems(question))
        shares = [len(asked & set(content_stems(text))) / max(1, len(asked)) for text in passages]
        return np.array([10 * share - 5 for share in shares], dtype=np.float32)


class FakeWorkshop(Workshop):
    """Makes no model. `digest` is the embedder's; `used` says what was asked of the tools."""

    def __init__(self, digest: str = "bag of words") -> None:
        super().__init__(Library((), Path("nowhere")))
        self.reader: Scorer = WordScorer()
        self.used = FakeTools(digest, embedder=BagOfWordsEmbedder(512))

    @cached_property
    def embedder_digest(self) -> str:
        return self.used.embedder_digest

    @property
    def embedder(self) -> Embedder:
        return self.used.embedder

    @cached_property
    def limits(self) -> ChunkLimits:
        return self.used.limits

    def chunks(self, document: Document) -> list[Chunk]:
        return self.used.chunks(document)

    def embed(self, texts: Sequence[str], total: int) -> Floats:
        return self.used.embed(texts, total)

    def knows_word(self, word: str) -> bool:
        return False

    @cached_property
    def selector(self) -> Selector:
        return Selector(WordScorer(), weights({"scorer": 1.0}, {"best": 1.0}))

    @property
    def second_reading(self) -> SecondReading | None:
        if not self.reads:
            return None
        return SecondReading(
            self.selector, self.reader, weights({"reader": 1.0}, {"best": 1.0}), sure=2
        )


def write_notes(top: Path, notes: dict[str, str]) -> None:
    """Notes under `top`/corpus, by their paths."""
    for path, text in notes.items():
        file = top / "corpus" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def assistant_over(top: Path, digest: str = "bag of words") -> tuple[Assistant, FakeWorkshop]:
    """An assistant over `top`/corpus with its index in `top`/index."""
    workshop = FakeWorkshop(digest)
    settings = Settings(top / "corpus", top / "index", top / "cache", top / "models.txt")
    return Assistant(settings, workshop), workshop
