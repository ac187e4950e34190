"""Deterministic stand-ins for the models, through the same protocols as the real ones."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from askaws.index.build import Tools
from askaws.models.embed import Embedder
from askaws.models.encoder import Floats
from askaws.reading.chunks import Chunker, ChunkLimits
from askaws.reading.words import content_stems
from askaws.records import Chunk, Document


def count_words(text: str) -> int:
    return len(text.split())


@dataclass(frozen=True, slots=True)
class BagOfWordsEmbedder:
    """Texts that share content words are near each other, so it ranks."""

    dimensions: int = 128
    max_tokens: int = 256

    def count(self, text: str) -> int:
        return count_words(text) + 2

    def embed(self, texts: Sequence[str]) -> Floats:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for stem in content_stems(text):
                vectors[row, zlib.crc32(stem.encode()) % self.dimensions] += 1
            vectors[row, 0] += 0.01  # a text without content words has a length too
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


@dataclass(slots=True)
class FakeTools:
    """What building an index needs. `embedded` and `split` record what it was asked for.

    `interrupt_at` raises KeyboardInterrupt when that many texts have been embedded.
    """

    embedder_digest: str = "bag of words"
    limits: ChunkLimits = field(default_factory=lambda: ChunkLimits(30, 60))
    embedder: Embedder = field(default_factory=BagOfWordsEmbedder)
    interrupt_at: int | None = None
    embedded: list[str] = field(default_factory=list)
    split: list[str] = field(default_factory=list)

    def chunks(self, document: Document) -> list[Chunk]:
        self.split.append(document.path)
        return Chunker(count_words, self.embedder.count, self.limits).chunks(document)

    def embed(self, texts: Sequence[str], total: int) -> Floats:
        assert total >= len(texts)
        self.embedded.extend(texts)
        if self.interrupt_at is not None and len(self.embedded) >= self.interrupt_at:
            raise KeyboardInterrupt
        return self.embedder.embed(texts)


_SATISFIES: tuple[Embedder, Tools] = (BagOfWordsEmbedder(), FakeTools())
