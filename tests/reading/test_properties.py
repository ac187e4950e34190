"""What holds of every note, however it is written."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from askaws.reading.chunks import Chunker, ChunkLimits
from askaws.reading.markdown import read_markdown, read_plain
from askaws.records import Document, Span
from tests.fakes import count_words
from tests.reading.made_notes import MadeNote, made_notes

WORD = re.compile(r"W\d+x")
ODD_TEXT = st.text(
    st.sampled_from("ab #*_`~|[]()<>!-=:.\n\t\\'\"·1é。\xa0\u2028\x0b"), max_size=160
)


def spans_of(document: Document) -> list[Span]:
    return [s for section in document.sections for b in section.blocks for s in b.spans]


def bare(text: str) -> str:
    """Letters and digits only, links without their addresses, no tags."""
    return re.sub(r"[\W_]+", "", re.sub(r"\]\([^)]*\)|</?\w+>", "", text))


@given(made_notes())
@settings(max_examples=60, deadline=None)
def test_sections_rebuild_the_note_word_by_word(note: MadeNote) -> None:
    """Every word of a note is read once, in order, with the line on which it stands."""
    read = [(w, span) for span in spans_of(read_markdown(note.text, "a.md")) for w in
            WORD.findall(span.quote)]  # fmt: skip

    assert [word for word, _ in read if word in note.places] == list(note.places)
    for word, span in read:
        if word in note.places:
            assert span.start_line <= note.places[word] <= span.end_line


@given(made_notes())
@settings(max_examples=40, deadline=None)
def test_a_quote_is_found_in_its_lines(note: MadeNote) -> None:
    """A span's quote is text of its lines, markup removed and nothing else changed."""
    for span in spans_of(read_markdown(note.text, "a.md")):
        lines = note.text.split("\n")[span.start_line - 1 : span.end_line]
        assert bare(span.quote) in bare("\n".join(lines))


@given(ODD_TEXT)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_in_order_and_within_its_lines(text: str) -> None:
    """Whatever the text, sections and spans follow each other and lie within the note."""
    for read in (read_markdown, read_plain):
        document = read(text, "a.md")
        count = len(text.split("\n"))
        at = 0
        for section in document.sections:
            assert at < section.start_line <= section.end_line <= count
            at = section.end_line
            starts = [block.start_line for block in section.blocks]
            assert starts == sorted(starts)
            for block in section.blocks:
                assert block.spans
                for span in block.spans:
                    assert section.start_line <= span.start_line <= span.end_line <= at
                    assert span.quote == " ".join(span.quote.split()) != ""


@given(made_notes(), st.integers(2, 30), st.integers(12, 40))
@settings(max_examples=60, deadline=None)
def test_chunks_hold_each_span_once_and_fit(note: MadeNote, target: int, most: int) -> None:
    """No chunk is over what the embedder reads, and none of the note is left out or doubled."""
    document = read_markdown(note.text, "a.md")
    chunks = Chunker(count_words, count_words, ChunkLimits(target, most)).chunks(document)

    in_blocks = " ".join(b.text for section in document.sections for b in section.blocks)
    assert WORD.findall(" ".join(c.text for c in chunks)) == WORD.findall(in_blocks)
    paths = {section.headings for section in document.sections}
    for chunk in chunks:
        assert count_words(chunk.embedding_text) <= most
        assert chunk.headings in paths
        assert chunk.text == "\n".join(block.text for block in chunk.blocks)
        assert chunk.embedding_text.endswith(chunk.text)
