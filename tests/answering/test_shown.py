"""Quotes that cannot be read alone come with what they need."""

from __future__ import annotations

from dataclasses import replace

from askaws.answering.shown import in_context, under_heading
from askaws.records import Evidence, Span
from tests.answering.builders import evidence, list_evidence

BEFORE = Span("Snowmobile is a truck.", "Snowmobile is a truck.", 2, 2)
LEANING = replace(evidence("It carries exabytes.", 3, headings=("Transfer",)), before=BEFORE)
ASKED = "What moves exabytes?"


def texts(found: Evidence, question: str = ASKED) -> list[str]:
    return [piece.text for piece in in_context(found, question)]


def test_what_leans_comes_after_the_sentence_before() -> None:
    """Each with its own lines, and neither leaning any more."""
    found = list(in_context(LEANING, ASKED))
    assert [(e.text, e.start_line) for e in found] == [(BEFORE.text, 2), (LEANING.text, 3)]
    assert found[0].quote == BEFORE.quote


def test_without_a_short_sentence_before_the_heading_tells() -> None:
    """In brackets; the quote stays that of the lines."""
    long = replace(BEFORE, text="word " * 31)
    for before in (None, long):
        (found,) = in_context(replace(LEANING, before=before), ASKED)
        assert (found.text, found.quote) == ("[Transfer] It carries exabytes.", LEANING.quote)


def test_what_stands_alone_stays_alone() -> None:
    """And a heading whose words are said already, or asked for, is not said again."""
    alone = replace(LEANING, text="A Snowmobile carries exabytes.")
    assert texts(alone) == [alone.text]
    bare = replace(LEANING, before=None)
    assert texts(bare, "How large a transfer can it be?") == [bare.text]
    item = replace(bare, context="Snowmobile:")
    assert texts(item, "What?") == ["[Snowmobile] It carries exabytes."], (
        "the item above tells more"
    )
    lost = replace(bare, subject="Snowmobile")
    assert texts(lost, "What?") == ["[Snowmobile] It carries exabytes."]
    long = replace(item, context="There are trucks of several sorts for moving much data:")
    assert texts(long, "What?") == ["[Transfer] It carries exabytes."]
    wordy = replace(bare, headings=("One two three four five six seven eight nine",))
    assert texts(wordy) == [bare.text]


def test_of_things_told_apart_what_names_none_is_labelled() -> None:
    """Also where it could be read alone; what has a word of the question needs nothing."""
    rules = replace(evidence("Rules have no order."), headings=("Security groups",))
    sides = frozenset(("secur", "group", "list"))
    (found,) = in_context(rules, "order of rules: security groups vs lists", sides)
    assert found.text == "[Security groups] Rules have no order."
    for stems in (frozenset[str](), frozenset(("order",))):
        assert [*in_context(rules, "security groups", stems)] == [rules]


def test_the_first_line_of_a_list_carries_the_heading() -> None:
    """A lead-in needs none."""
    bare = replace(list_evidence("Low cost", "High speed"), headings=("Glacier",))
    named = under_heading(bare, "Why?")
    assert [item.text for item in named.items] == ["[Glacier] Low cost", "High speed"]
    assert [item.quote for item in named.items] == ["Low cost", "High speed"]
    led = replace(list_evidence("It has:", "High speed"), headings=("Glacier",))
    assert under_heading(led, "glaciers?") == led


def test_a_heading_is_said_only_by_whole_words() -> None:
    """ "ECR" is no part of "secrets"; "GroundTruth" is said where "Ground Truth" is."""
    ecr = replace(LEANING, before=None, headings=("ECR",))
    assert texts(ecr, "Where are secrets kept?") == [f"[ECR] {ecr.text}"]
    truth = replace(ecr, headings=("GroundTruth",))
    assert texts(truth, "What is Ground Truth?") == [truth.text]


def test_what_a_sentence_points_at_is_named_by_its_heading() -> None:
    """Though it has the word: "this high speed" is what the heading is about."""
    lasts = replace(evidence("S3 has this high speed by design."), headings=("Speed",))
    assert texts(lasts, "What?") == [f"[Speed] {lasts.text}"]
    plain = replace(evidence("It has a high speed by design."), headings=("Speed",))
    assert texts(plain, "What?") == [plain.text]


def test_a_heading_that_says_nothing_is_not_said() -> None:
    """ "Quick notes" is not what a sentence is about; the heading above may be."""
    quick = replace(LEANING, before=None, headings=("Quick notes",))
    assert texts(quick) == [quick.text]
    above = replace(quick, headings=("Glacier", "Quick notes"))
    assert texts(above) == [f"[Glacier] {quick.text}"]


def test_what_is_announced_here_leans_on_nothing() -> None:
    """ "Here are two ways" points ahead."""
    ahead = replace(LEANING, text="Here are two ways to move exabytes: trucks and cables.")
    assert texts(ahead) == [ahead.text]
    back = replace(LEANING, text="Here, it carries exabytes.")
    assert len(texts(back)) == 2
