"""Sentences that have lost their subject get it back from what stands before them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askaws.reading.markdown import read_markdown
from askaws.reading.subjects import with_subjects


def subjects(text: str) -> list[str]:
    """The subject of each span of a note, in order."""
    blocks = (block for section in read_markdown(text, "a.md").sections for block in section.blocks)
    return [span.subject for block in blocks for span in block.spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lambda runs code. It waits. More costs more.", ["", "Lambda", "Lambda"]),
        ("With Amazon Lambda, you pay. More costs more.", ["", "Lambda"]),
        ("DDB (the fast one) is cheap. It scales.", ["", "DDB"]),
        (
            "Lambda runs. One more. Two more. Three more. Four more.",
            ["", "Lambda", "Lambda", "Lambda", ""],
        ),
        ("Lambda runs. Look at Lambda. It waits.", ["", "", "Lambda"]),
    ],
)
def test_the_name_that_a_sentence_began_with_is_the_subject(text: str, found: list[str]) -> None:
    """Of the three sentences after it, as it is written there; unless they say it."""
    assert subjects(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Use Lambda. It waits.",
        "Batch normalization helps. It is fast.",
        "We back up all. It is safe.",
        "Lambda runs. BERT sees words. It is fast.",
        "Lambda runs. Spark is a framework. It is fast.",
        "Lambda runs. It calls S3. It is fast.",
        "- Lambda runs.\n- It waits.",
        "Lambda runs.\n\nIt waits.",
    ],
)
def test_what_a_sentence_may_not_be_about_is_not_its_subject(text: str) -> None:
    """A name further inside, a word that is none here, one before another thing was spoken of."""
    assert subjects(text)[-1] == ""


def test_what_the_headings_or_the_lead_in_name_is_not_said_again() -> None:
    """They are read with the sentence."""
    text = "Lambda runs. It waits."
    assert subjects(f"# Lambda\n{text}") == ["", ""]
    assert subjects(f"# Lambda\n## Calls\n{text}") == ["", ""]
    assert subjects(f"# S3\n{text}") == ["", "Lambda"]
    assert subjects(f"With S3:\n\n- {text}")[-1] == ""


@given(
    st.lists(
        st.sampled_from(["Lambda is", "S3 is", "it. It", "\n\n", "- ", "# DDB\n", "b. C", "."])
    )
)
def test_nothing_but_the_subject_changes(parts: list[str]) -> None:
    """Text, quotes and lines stay; a subject is something that the block has said."""
    for section in read_markdown(" ".join(parts), "a.md").sections:
        bare = replace(
            section,
            blocks=tuple(
                replace(block, spans=tuple(replace(span, subject="") for span in block.spans))
                for block in section.blocks
            ),
        )
        assert with_subjects(bare) == section
        for block in section.blocks:
            for at, span in enumerate(block.spans):
                assert span.subject in " ".join(earlier.text for earlier in block.spans[:at])
                assert not span.subject or span.subject not in span.text
