"""Sentences with the lines that they came from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askaws.reading.lines import LineText

CASES = {
    "at a full stop before a capital": ["It is fast. It is cheap."],
    "after a closing quotation mark": ["He said “yes.” Then he left."],
    "not after an abbreviation": ["Use a GPU, e.g. P3 or G4, vs. CPU."],
    "not after an initial": ["By J. Smith."],
    "not inside a number or a name": ["Version 1.5 of Amazon.com Inc is here."],
    "after etc. before a capital": ["Pay stubs, etc. These are forms."],
    "not before a number after No.": ["See No. 5 and fig. 3 there."],
    "after no. before a word": ["The answer is no. That is all."],
    "after milliseconds": ["It takes 5 ms. The rest waits."],
    "before a lower-case word that begins one": ["It may be late. we get flexibility."],
    "not before any lower-case word": ["In formats. such as PDF."],
    "at a stop without a space": ["Identify patterns.AWS provides services."],
    "not in a dotted name": ["Call pandas.DataFrame or os.Path here."],
    "after a footnote": ["It costs more.19 Here they differ."],
    "at Chinese stops": ["快。便宜。"],
    "before other alphabets": ["Это быстро. Это дёшево."],
    "not after a list number": ["1. First things."],
}
PARTS = {
    "at a full stop before a capital": 2,
    "after a closing quotation mark": 2,
    "after etc. before a capital": 2,
    "after no. before a word": 2,
    "after milliseconds": 2,
    "before a lower-case word that begins one": 2,
    "at a stop without a space": 2,
    "after a footnote": 2,
    "at Chinese stops": 2,
    "before other alphabets": 2,
}


@pytest.mark.parametrize("name", CASES)
def test_sentences_end(name: str) -> None:
    """Where a reader would end them."""
    assert len(LineText(enumerate(CASES[name], 1)).sentences()) == PARTS.get(name, 1)


def test_a_sentence_has_its_first_and_last_line() -> None:
    """Also where it begins in the middle of a line."""
    spans = LineText([(3, " One  is. Two"), (4, ""), (5, "is. "), (6, "Three.")]).sentences()
    assert [(s.quote, s.start_line, s.end_line) for s in spans] == [
        ("One is.", 3, 3),
        ("Two is.", 3, 5),
        ("Three.", 6, 6),
    ]


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("aB. ?\n1”.é"), max_size=12), max_size=5))
def test_sentences_are_the_whole_text_in_order(lines: list[str]) -> None:
    """Nothing is lost between them but white space."""
    text = LineText(enumerate(lines, 1))
    spans = text.sentences()
    assert "".join("".join(span.quote.split()) for span in spans) == "".join(text.text.split())
    assert [s.start_line for s in spans] == sorted(s.start_line for s in spans)
