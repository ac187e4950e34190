"""Files of questions, good and bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from askaws.cli.batch import decoded, open_rows, read_rows
from askaws.errors import QuestionsError


def test_rows_keep_their_order_and_fields() -> None:
    """Blank lines are passed over; every other field stays."""
    lines = ['{"question": "a", "id": 1}', "", "  ", '{"id": [2], "question": "b"}']
    assert list(read_rows(lines, "q")) == [
        {"question": "a", "id": 1},
        {"question": "b", "id": [2]},
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ("{}", "no `question`"),
        ('{"question": 3}', "no `question`"),
        ('{"question": "  "}', "no `question`"),
        ('{"question": "\\ud800"}', "surrogate"),
    ],
)
def test_a_bad_line_is_named_with_what_is_wrong(line: str, problem: str) -> None:
    """File and line, the problem, and what a line looks like."""
    with pytest.raises(QuestionsError, match=r"^q\.jsonl:2: .*" + problem) as caught:
        list(read_rows(['{"question": "a"}', line], "q.jsonl"))
    assert '{"question"' in caught.value.hint


def test_a_file_is_checked_whole_before_its_first_question(tmp_path: Path) -> None:
    """A bad last line is told at once."""
    file = tmp_path / "my questions.jsonl"
    file.write_text('{"question": "a"}\n{"question": "b"}\nnonsense\n')
    with pytest.raises(QuestionsError, match=r"my questions\.jsonl:3"):
        open_rows(str(file))


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter(tmp_path: Path) -> None:
    """As editors on Windows write it."""
    file = tmp_path / "q.jsonl"
    file.write_bytes('\ufeff{"question": "Où?"}\r\n\r\n'.encode())
    assert open_rows(str(file)) == [{"question": "Où?"}]


def test_what_is_not_utf8_is_named_with_its_line() -> None:
    """Whatever the terminal's encoding."""
    with pytest.raises(QuestionsError, match="<stdin>:2: not UTF-8"):
        list(decoded([b"fine", b"caf\xe9"], "<stdin>"))


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    """A file that is not there, or a folder."""
    with pytest.raises(QuestionsError, match="cannot be read"):
        open_rows(str(tmp_path / name))
