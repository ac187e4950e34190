"""Notes in an index of their own, made with the bag-of-words embedder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from askaws.answering.retrieve import Fusion, retrieve
from askaws.index.build import update
from askaws.index.store import Generation, open_current
from askaws.models.encoder import Floats
from askaws.reading.chunks import ChunkLimits
from askaws.records import Hit
from tests.answering.builders import question
from tests.fakes import BagOfWordsEmbedder, FakeTools

EMBEDDER = BagOfWordsEmbedder(512)
USUAL = Fusion()


@dataclass(frozen=True, slots=True)
class Indexed:
    """Notes, and their index."""

    notes: Mapping[str, str]
    generation: Generation

    def lines(self, path: str, start: int, end: int) -> str:
        """The text of some lines of a note, 1-based and inclusive."""
        return " ".join(self.notes[path].split("\n")[start - 1 : end])

    def hits(self, asked: str, count: int = 10, fusion: Fusion = USUAL) -> tuple[Hit, ...]:
        return retrieve(self.generation, question(asked), vector(asked), count, fusion)


def vector(text: str) -> Floats:
    """The vector of a text, of length 1."""
    row: Floats = EMBEDDER.embed([text])[0]
    return row


def index_notes(top: Path, notes: Mapping[str, str], words: int = 30) -> Indexed:
    """Index `notes` by their paths; a passage has about so many `words`."""
    for path, text in notes.items():
        file = top / "corpus" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    tools = FakeTools(limits=ChunkLimits(words, 200), embedder=EMBEDDER)
    update(top / "index", top / "corpus", tools)
    return Indexed(notes, open_current(top / "index"))
