"""Question sets are read strictly, and say where they are wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from askaws.errors import QuestionsError
from askaws.evaluation.questions import Place, read_questions
from tests.evaluation.builders import asked, hit

ROW: dict[str, Any] = {
    "id": "na-1",
    "kind": "fact",
    "style": "plain",
    "question": "How long?",
    "lines": [[38, 39]],
    "must": [["90 day", "ninety"], ["log"]],
    "far": False,
}


def write(folder: Path, *rows: object) -> Path:
    path = folder / "set.jsonl"
    path.write_text("\n\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_a_row_is_a_question(tmp_path: Path) -> None:
    """Blank lines and further fields do no harm; lines of a lone note have no name."""
    first, second = read_questions(write(tmp_path, ROW, {**ROW, "lines": {"b.md": [[1, 2]]}}))
    assert (first.id, first.kind, first.question) == ("na-1", "fact", "How long?")
    assert first.places == (Place("", 38, 39),)
    assert first.must == (("90 day", "ninety"), ("log",))
    assert second.places == (Place("b.md", 1, 2),)
    assert first.answerable


@pytest.mark.parametrize("lines", [[], {}, {"a.md": []}])
def test_without_lines_the_notes_do_not_answer(tmp_path: Path, lines: object) -> None:
    """Near or far, as the row says; near where it does not."""
    row = {**ROW, "lines": lines, "must": []}
    near, far = read_questions(write(tmp_path, {**row, "far": None}, {**row, "far": True}))
    assert not near.answerable
    assert (near.far, far.far) == (False, True)


@pytest.mark.parametrize(
    "row",
    [
        {key: value for key, value in ROW.items() if key != "must"},
        {**ROW, "lines": [[1]]},
        {**ROW, "lines": [["a", "b"]]},
        {**ROW, "lines": 5},
        {**ROW, "must": ["90 day"]},
        {**ROW, "must": "90 day"},
        [1, 2],
        7,
        None,
    ],
)
def test_a_row_that_is_no_question_is_named_by_its_line(tmp_path: Path, row: object) -> None:
    """Nothing is skipped or guessed at."""
    path = write(tmp_path, ROW, row)
    with pytest.raises(QuestionsError, match=rf"{path.name}:3: ") as failure:
        read_questions(path)
    assert failure.value.hint


@pytest.mark.parametrize("body", [b"{not json}", b"\xff\xfe\x00"])
def test_a_file_that_is_no_question_set_is_an_error(tmp_path: Path, body: bytes) -> None:
    """As is one that is not there."""
    path = tmp_path / "set.jsonl"
    path.write_bytes(body)
    with pytest.raises(QuestionsError, match=r"set\.jsonl"):
        read_questions(path)
    with pytest.raises(QuestionsError, match="cannot be read"):
        read_questions(tmp_path / "none.jsonl")


def test_an_answer_is_right_if_it_holds_one_of_each_group(tmp_path: Path) -> None:
    """In whatever case; one group without any is enough to be wrong."""
    (question,) = read_questions(write(tmp_path, {**ROW, "must": [["90 Day", "ninety"], ["log"]]}))
    assert question.right("LOGS stay for 90 days.")
    assert question.right("Ninety days is how long logs stay.")
    assert not question.right("They stay for 90 days.")
    assert not question.right("Logs stay.")


@pytest.mark.parametrize(
    ("line", "path", "there"),
    [
        (9, "a.md", False),
        (10, "a.md", True),
        (12, "a.md", True),
        (13, "a.md", False),
        (11, "b.md", False),
    ],
)
def test_a_place_is_met_by_any_line_of_it(line: int, path: str, there: bool) -> None:
    """First and last line count, and the note has to be the same."""
    (place,) = asked((10, 12)).places
    assert place.overlaps(hit(1, line, path)) is there
    assert Place("", 10, 12).overlaps(hit(1, 11, "any.md"))


@pytest.mark.parametrize("name", ["corpus-a", "corpus-b", "notes-a", "notes-b"])
def test_the_sets_that_come_with_askaws_are_sound(name: str) -> None:
    """Every id once; what can be answered says by which words, and what is far cannot be."""
    found = read_questions(Path(__file__).parents[1] / "questions" / f"{name}.jsonl")
    assert len({question.id for question in found}) == len(found)
    assert all(question.must for question in found if question.answerable)
    assert not any(question.far and question.answerable for question in found)
    assert all(place.start <= place.end for question in found for place in question.places)
    assert {question.answerable for question in found} == {True, False}
