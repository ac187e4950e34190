"""Chunks: short, within one section, whole where they can be."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from askaws.reading.chunks import Chunker, ChunkLimits
from askaws.reading.markdown import read_markdown
from askaws.records import Block, Chunk, Document, Section, Span
from tests.fakes import count_words

NOTES = Path(__file__).parents[3] / "shared" / "notes" / "aws-ml-exam-notes.md"


def chunks(text: str, target: int = 8, most: int = 40, path: str = "a.md") -> list[Chunk]:
    limits = ChunkLimits(target, most)
    return Chunker(count_words, count_words, limits).chunks(read_markdown(text, path))


def texts(found: list[Chunk]) -> list[str]:
    return [chunk.text.replace("\n", " / ") for chunk in found]


def test_blocks_fill_a_chunk_and_never_cross_a_heading() -> None:
    """As many as the budget holds; the next section begins a chunk of its own."""
    found = chunks("# A\none two three\n\nfour five\n\nsix seven eight nine\n\n# B\nten")
    assert texts(found) == ["one two three / four five", "six seven eight nine", "ten"]
    assert [chunk.preface for chunk in found] == ["A", "A", "B"]


def test_a_list_stays_whole_with_its_lead_in() -> None:
    """Rather in a chunk of its own than cut by what stands before it."""
    found = chunks("one two three four five\n\nKinds:\n\n- six\n- seven\n- eight")
    assert texts(found) == ["one two three four five", "Kinds: / six / seven / eight"]


def test_a_long_list_is_cut_between_items_and_keeps_its_lead_in() -> None:
    """The chunks after the first have the lead-in in their preface."""
    found = chunks("# A\nKinds of:\n\n- one two three four\n- five six seven\n- eight nine")
    assert texts(found) == ["Kinds of: / one two three four", "five six seven / eight nine"]
    assert found[1].preface == "A\nKinds of:"
    assert found[1].embedding_text.startswith("A\nKinds of:\nfive")


def test_what_announces_the_next_block_goes_on_with_it() -> None:
    """A lead-in or a parent item does not end a chunk."""
    found = chunks("Kinds of all:\n\n- a b c d\n- Parent e\n  - f g h i\n  - j k l")
    assert texts(found) == ["Kinds of all: / a b c d", "Parent e / f g h i", "j k l"]
    assert [chunk.preface for chunk in found] == ["a", "a\nKinds of all:", "a\nParent e"]


def test_a_row_keeps_its_column_names_and_label() -> None:
    """Its names are in its text; the label of a long row is in front of its later parts."""
    found = chunks(
        "| A | B | C |\n|-|-|-|\n| x | one two three four five. Six seven eight nine. | |"
    )
    assert [chunk.blocks[0].spans[-1].text for chunk in found] == [
        "B: one two three four five.",
        "Six seven eight nine.",
    ]
    assert [chunk.preface for chunk in found] == ["a", "a\nA: x"]


def test_a_label_in_the_chunk_is_not_in_its_preface_too() -> None:
    """It would be read twice."""
    found = chunks("| A | B |\n|-|-|\n| x | One. Two. |", target=20)
    assert [chunk.preface for chunk in found] == ["a"]


def test_long_paragraphs_are_split_at_sentence_ends() -> None:
    """A sentence over the LLM's budget that the embedder reads stays whole."""
    long = "Eight " + "nine " * 9 + "ten."
    found = chunks(f"One two three four. Five six seven. {long} Eleven twelve.")
    assert texts(found) == ["One two three four. Five six seven.", long, "Eleven twelve."]


def test_a_sentence_that_the_embedder_cannot_read_is_split_between_words() -> None:
    """Each part is a span with its own quote and the same lines."""
    found = chunks("word " * 30, target=8, most=12)
    assert [count_words(chunk.text) for chunk in found] == [7, 8, 7, 8]
    assert {(c.start_line, c.end_line) for c in found} == {(1, 1)}
    assert all(c.blocks[0].spans[0].quote == c.text for c in found)


def test_an_endless_word_is_cut() -> None:
    """An address or a hash that is longer than the embedder reads."""
    span = Span("x" * 100, "x" * 100, 2, 2)
    document = Document("a.md", (Section(("A",), 1, 2, (Block("paragraph", (span,)),)),))
    found = Chunker(count_words, len, ChunkLimits(5, 40)).chunks(document)
    assert "".join(chunk.text for chunk in found) == "x" * 100
    assert all(len(chunk.embedding_text) <= 40 for chunk in found)


def test_a_long_heading_path_loses_its_beginning() -> None:
    """It takes at most a quarter of what the embedder reads."""
    [chunk] = chunks("# one two three four five six\n## seven eight\ntext", most=16)
    assert count_words(chunk.preface) <= 4
    assert chunk.preface.endswith("seven eight")
    assert chunk.headings == ("one two three four five six", "seven eight")


def test_a_note_without_headings_is_about_what_its_name_says() -> None:
    """The embedder reads the name in front of the text; the heading path stays empty."""
    [chunk] = chunks("It stores objects.", path="storage/amazon-s3_basics.md")
    assert (chunk.preface, chunk.headings) == ("amazon s3 basics", ())


@pytest.mark.skipif(not NOTES.exists(), reason="the shared notes are not here")
def test_passages_of_the_real_notes_are_short() -> None:
    """Half of them are under 120 words, counted in words for want of a tokenizer."""
    found = chunks(NOTES.read_text("utf-8"), target=140, most=170)
    lengths = [count_words(chunk.text) for chunk in found]
    assert statistics.median(lengths) < 120
    assert max(lengths) <= 140
