"""An index that was saved and opened again finds what it found before."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askaws.errors import IndexDamagedError, IndexMissingError
from askaws.index.format import FORMAT, FileRow, Manifest
from askaws.index.store import Generation, current, open_current
from askaws.index.write import write_generation
from askaws.reading.glossary import Term
from askaws.records import Block, Chunk, Skipped, Span
from tests.fakes import BagOfWordsEmbedder

VOCABULARY = "S3 Glacier stores objects EC2 runs machines Polly speaks — 界 'a\""
WORDS = st.sampled_from(VOCABULARY.split())
TEXT = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
SPANS = st.builds(
    lambda text, line, extra: Span(text, f"N: {text}", line, line + extra),
    TEXT,
    st.integers(1, 99),
    st.integers(0, 3),
)
BLOCKS = st.builds(
    Block,
    st.sampled_from(("paragraph", "item", "row", "code")),
    st.lists(SPANS, min_size=1, max_size=3).map(tuple),
    st.one_of(st.just(""), TEXT),
    st.integers(0, 3),
)
CHUNKS = st.builds(
    Chunk,
    st.sampled_from(("a.md", "b/c.md")),
    st.lists(TEXT, max_size=2).map(tuple),
    st.lists(BLOCKS, min_size=1, max_size=3).map(tuple),
    TEXT,
)


def saved(folder: Path, chunks: list[Chunk], terms: tuple[Term, ...] = ()) -> Generation:
    """The chunks written and opened again."""
    spans = [text for chunk in chunks for text in chunk.span_texts]
    vectors = BagOfWordsEmbedder().embed([*(c.embedding_text for c in chunks), *spans])
    manifest = Manifest(FORMAT, "corpus", "embedder", {}, len(chunks), len(vectors))
    row = FileRow("a.md", "ab", 3, 4, (Skipped("a.md", "empty section", 5),), ("Glacier",))
    write_generation(folder, manifest, [row], chunks, vectors, terms)
    return Generation(folder)


def chunk(text: str, *more: str) -> Chunk:
    spans = tuple(Span(piece, piece, 1, 1) for piece in (text, *more))
    return Chunk("a.md", ("H",), (Block("paragraph", spans),), "H")


@given(st.lists(CHUNKS, min_size=1, max_size=5))
@settings(max_examples=25, deadline=None)
def test_chunks_and_hits_survive_saving(chunks: list[Chunk]) -> None:
    """All records are equal, and each text finds its own chunk first or one just as near."""
    with tempfile.TemporaryDirectory() as folder:
        generation = saved(Path(folder), chunks)
        assert list(generation.chunks()) == chunks
        assert [generation.chunk(n) for n in range(len(chunks))] == chunks
        vectors = generation.vectors()
        for row, one in enumerate(chunks):
            vector = BagOfWordsEmbedder().embed([one.embedding_text])[0]
            assert np.allclose(vectors[row], vector, atol=1e-6)
            nearest = generation.nearest(vector, len(vectors))
            assert sorted(nearest) == list(range(len(chunks)))
            best, _ = generation.similarities(nearest[0], vector)
            assert generation.similarities(row, vector)[0] == pytest.approx(1, abs=1e-5)
            assert best <= 1 + 1e-5
        generation.close()


def test_the_nearest_chunks_are_those_with_the_nearest_span(tmp_path: Path) -> None:
    """A chunk of which one sentence fits goes before one that fits a little as a whole."""
    chunks = [
        chunk("Polly speaks many languages.", "Lex listens.", "Kendra searches documents."),
        chunk("Glacier archives objects.", "Polly is elsewhere."),
    ]
    generation = saved(tmp_path, chunks)
    vector = BagOfWordsEmbedder().embed(["H\nGlacier archives objects."])[0]
    assert generation.nearest(vector, 5)[0] == 1
    whole, spans = generation.similarities(1, vector)
    assert len(spans) == 2
    assert spans[0] == pytest.approx(1, abs=1e-5)
    assert spans[0] > whole > spans[1]


def test_full_text_matches_by_stem(tmp_path: Path) -> None:
    """Best first, headings and body weighed apart; an empty query matches nothing."""
    generation = saved(tmp_path, [chunk("Encrypted volumes."), chunk("Polly speaks.")])
    assert [row for row, _ in generation.matching('"encrypt"', 5, (1.0, 1.0))] == [0]
    assert [row for row, _ in generation.matching('"h"', 5, (1.0, 0.0))] == [0, 1]
    assert generation.matching("", 5, (1.0, 1.0)) == []
    assert generation.document_frequency("encrypt") == 1
    assert generation.document_frequency("nothing") == 0
    assert generation.words()["volumes"] == 1


def test_notes_and_terms_survive_saving(tmp_path: Path) -> None:
    """With all their fields."""
    terms = (
        Term("DDB", ("DynamoDB",), 2, ("DynamoDB",), "topic", False),
        Term("Glue", (), 1, (), "mention", True),
    )
    generation = saved(tmp_path, [chunk("x")], terms)
    assert generation.terms() == list(terms)
    assert generation.files() == {
        "a.md": FileRow("a.md", "ab", 3, 4, (Skipped("a.md", "empty section", 5),), ("Glacier",))
    }


def test_a_section_is_all_its_chunks(tmp_path: Path) -> None:
    """Those beside it under the same heading, not those of its namesake further on."""
    other = Chunk("a.md", ("Other",), chunk("x").blocks, "Other")
    generation = saved(tmp_path, [chunk("one"), chunk("two"), other, chunk("three")])
    assert [c.text for c in generation.section(1)] == ["one", "two"]
    assert [c.text for c in generation.section(3)] == ["three"]


def test_a_chunk_that_is_not_there_is_damage(tmp_path: Path) -> None:
    """Its id came from this index."""
    with pytest.raises(IndexDamagedError, match="no chunk 7"):
        saved(tmp_path, [chunk("x")]).chunk(7)


def test_an_index_that_was_never_built_is_missing(tmp_path: Path) -> None:
    """The hint is the command that builds it."""
    for opening in (current, open_current):
        with pytest.raises(IndexMissingError) as caught:
            opening(tmp_path)
        assert caught.value.hint == "askaws index"
