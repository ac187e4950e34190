"""Text of notes and questions is never read as markup."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from askaws.render.markup import escape, parsed, wrapped

TEXT = st.text("[]\\/ab#@=:- \t\n1\"'.\x1b\x07é中", max_size=30)
CONTROLS = str.maketrans("\x1b\x07", "\ufffd\ufffd")


@given(TEXT, TEXT)
def test_any_text_comes_out_as_it_went_in(first: str, second: str) -> None:
    """In front of a tag, behind it and between two; only control characters are replaced."""
    shown = parsed(f"{escape(first)}[bold]{escape(second)}[/bold]{escape(first)} [cyan]x[/cyan]")
    expected = f"{first}{second}{first} x".translate(CONTROLS)
    assert shown.plain == expected


@given(TEXT)
def test_a_style_covers_just_its_text(text: str) -> None:
    """However the text ends."""
    shown = parsed(f"a [bold]{escape(text)}[/bold] b")
    assert [(s.start, s.end) for s in shown.spans] in ([(2, 2 + len(text))], [])


@given(TEXT, st.integers(1, 20))
def test_wrapping_changes_nothing_but_spaces(text: str, width: int) -> None:
    """Every word comes out whole and in order."""
    lines = wrapped(parsed(escape(text)), width).plain
    assert lines.split() == parsed(escape(text)).plain.split()


@given(st.lists(st.text("ab中", min_size=1, max_size=4), min_size=1), st.integers(8, 20))
def test_wrapped_lines_fit(words: list[str], width: int) -> None:
    """A wide character takes two cells; no word here is longer than a line."""
    for line in wrapped(parsed(" ".join(words)), width).split("\n"):
        assert line.cell_len <= width


@given(st.lists(st.text("ab中", min_size=1, max_size=4), min_size=1), st.integers(12, 24))
def test_an_item_goes_on_below_its_text(words: list[str], width: int) -> None:
    """And no further to the right than the line is wide."""
    first, *others = wrapped(parsed("  - " + " ".join(words)), width).split("\n")
    assert first.plain.startswith("  - ")
    assert all(line.plain.startswith("    ") and line.plain[4] != " " for line in others)
    assert all(line.cell_len <= width for line in (first, *others))


def test_no_name_becomes_an_emoji() -> None:
    """An ARN such as `arn:aws:key:…` stays one."""
    assert parsed("arn:aws:key:us :warning:").plain == "arn:aws:key:us :warning:"
