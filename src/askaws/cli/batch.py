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


def open_rows(file: str) -> Iterable[Row]:
    """The questions of `file`, checked whole; those of standard input (`-`) as they come.

    Raises `QuestionsError` for a file that cannot be read, or names the line that is wrong.
    """
    if file == "-":
        return read_rows(decoded(sys.stdin.buffer, "<stdin>"), "<stdin>")
    try:
        data = Path(file).expanduser().read_bytes()
    except OSError as error:
        raise QuestionsError(
            f"{file}: cannot be read: {error.strerror or error}",
            hint='name a file of lines such as {"question": "What is S3?"}',
        ) from error
    return list(read_rows(decoded(data.split(b"\n"), file), file))


def answer_all(rows: Iterable[Row], answer: Callable[[str], Json]) -> None:
    """Print the result for each question, in order, each as soon as it is there."""
    for row in rows:
        print_json(merged(row, answer(row["question"])))


def decoded(lines: Iterable[bytes], name: str) -> Iterator[str]:
    """Lines as text, whatever the locale. Raises `QuestionsError` naming one that is not UTF-8.

    >>> list(decoded([b"\\xef\\xbb\\xbfWhy?", "Où ?".encode()], "q.txt"))
    ['Why?', 'Où ?']
    """
    for number, line in enumerate(lines, 1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise QuestionsError(
                f"{name}:{number}: not UTF-8 text",
                hint="save it as UTF-8, such as by iconv -f LATIN1 -t UTF-8",
            ) from error
        yield text.removeprefix("\ufeff") if number == 1 else text


def is_text(value: str) -> bool:
    """Whether these are characters, and not bytes in disguise or half of a pair.

    >>> is_text("né"), is_text("\\ud800")
    (True, False)
    """
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


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
        if not is_text(question):
            raise _bad(name, number, "its `question` holds half of a surrogate pair")
        yield row


def _bad(name: str, number: int, problem: str) -> QuestionsError:
    return QuestionsError(
        f"{name}:{number}: {problem}",
        hint='each line is an object such as {"question": "What is S3?"}',
    )
