"""A question set is asked as a user would ask it, and quotes are looked up in the notes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from askaws.evaluation.questions import Asked, Place
from askaws.evaluation.run import quote_holds, run
from askaws.records import Citation
from tests.answering.fake_workshop import assistant_over, write_notes

NOTE = {
    1: "# S3",
    2: "",
    3: "An **object** may be [up to](https://example.com/a_(b)) 5 TB,",
    4: "and `GET` reads it<br>whole.",
    5: "| Limit | 5\\_GB |",
    6: "A bucket has one owner.",
    7: "R&amp;D if x < 5. See <https://a.example/b> for y > 3.",
}


def lines(path: str) -> list[str]:
    assert path == "a.md"
    return list(NOTE.values())


def cites(quote: str, start: int, end: int) -> Citation:
    return Citation(1, "a.md", start, end, (), quote)


@pytest.mark.parametrize(
    ("quote", "start", "end"),
    [
        ("A bucket has one owner.", 6, 6),
        ("An object may be up to 5 TB, and GET reads it whole.", 3, 4),
        ("up to 5 TB", 3, 3),
        ("Limit | 5_GB", 5, 5),
        ("R&D if x < 5.", 7, 7),
        ("See https://a.example/b for y > 3.", 7, 7),
    ],
)
def test_a_quote_holds_if_its_lines_say_it(quote: str, start: int, end: int) -> None:
    """Markup, addresses of links, escapes and line ends are no text."""
    assert quote_holds(cites(quote, start, end), lines)


@pytest.mark.parametrize(
    ("quote", "start", "end"),
    [
        ("", 6, 6),
        ("A bucket has two owners.", 6, 6),
        ("A bucket has one owner.", 5, 5),
        ("A bucket has one owner.", 8, 9),
        ("bucket one owner", 6, 6),
        ("example.com", 3, 3),
    ],
)
def test_a_quote_falls_if_its_lines_do_not(quote: str, start: int, end: int) -> None:
    """Another word, other lines, words left out, or nothing at all."""
    assert not quote_holds(cites(quote, start, end), lines)


QUESTIONS = [
    Asked(
        "1", "fact", "Which class archives objects?", (Place("a.md", 7, 7),), (("glacier",),), False
    ),
    Asked("2", "fact", "Who won the regatta?", (), (), True),
]
NOTES = {
    "a.md": (
        "# Storage\n\nBuckets hold objects.\n\n## Classes\n\nThe Glacier class archives objects.\n"
    )
}


def test_each_question_has_its_outcome_and_answer(tmp_path: Path) -> None:
    """In their order: the right one is right with sound quotes, the other is refused."""
    write_notes(tmp_path, NOTES)
    assistant, _ = assistant_over(tmp_path)
    assistant.update()
    (first, said), (second, refusal) = run(assistant, QUESTIONS, None)
    assert (first.asked, second.asked) == tuple(QUESTIONS)
    assert (first.right, first.rank, first.cites_right_lines, first.false_quotes) == (
        True,
        1,
        True,
        0,
    )
    assert said.citations
    assert (second.refused, refusal.refused) == (True, True)


def test_a_threshold_takes_the_place_of_the_fitted_one(tmp_path: Path) -> None:
    """At one everything is refused."""
    write_notes(tmp_path, NOTES)
    assistant, _ = assistant_over(tmp_path)
    assistant.update()
    assert all(outcome.refused for outcome, _ in run(assistant, QUESTIONS, None, 1.0))


def test_a_note_that_changed_since_is_found_out(tmp_path: Path) -> None:
    """A quote that its lines no longer hold counts as false; a corpus may be one file."""
    write_notes(tmp_path, NOTES)
    assistant, _ = assistant_over(tmp_path)
    assistant.settings = replace(assistant.settings, corpus=tmp_path / "corpus" / "a.md")
    assistant.update()
    (before, _), *_ = run(assistant, QUESTIONS, None)
    (tmp_path / "corpus" / "a.md").write_text("# Storage\n", encoding="utf-8")
    (after, _), *_ = run(assistant, QUESTIONS, None)
    assert (before.false_quotes, after.false_quotes) == (0, 1)
