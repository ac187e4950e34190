"""`--questions FILE`: many questions, one JSON object a line, models loaded once."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from askaws.cli.console import print_json
from askaws.errors import QuestionsError
from askaws.render.as_json import Json, merged

Row = dict[str, Any]


def answer_all(file: str, answer: Callable[[str], Json]) -> None:
    """Print the result for each question of `file` (`-`: standard input), in order.

    A file is checked whole before the first answer; standard input as it comes.
    """
    if file == "-":
        rows: Iterable[Row] = read_rows(sys.stdin, "<stdin>")
    else:
        try:
            text = Path(file).expanduser().read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise QuestionsError(
                f"{file}: cannot be read: {getattr(error, 'strerror', None) or error}",
                hint='name a file of lines such as {"question": "What is S3?"}',
            ) from error
        rows = list(read_rows(text.split("\n"), file))
    for row in rows:
        print_json(merged(row, answer(row["question"])))


def read_rows(lines: Iterable[str], name: str) -> Iterator[Row]:
    """The objects of the lines that are not blank. Raises `QuestionsError` naming the line.

    >>> list(read_rows(['{"question": "Why?", "id": 7}', ""], "q.jsonl"))
    [{'question': 'Why?', 'id': 7}]
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise _bad(name, number, f"not JSON: {error}") from error
        if not isinstance(row, dict):
            raise _bad(name, number, "not a JSON object")
        question = row.get("question")
        if not isinstance(question, str) or not question.strip():
            raise _bad(name, number, "no `question` with words in it")
        yield row


def _bad(name: str, number: int, problem: str) -> QuestionsError:
    return QuestionsError(
        f"{name}:{number}: {problem}",
        hint='each line is an object such as {"question": "What is S3?"}',
    )
