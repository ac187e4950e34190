"""Question sets: JSON Lines of questions with the lines that answer and the words that must come.

```
{"id": "na-001", "kind": "fact", "style": "plain", "question": "…",
 "lines": [[38, 38]] or {"s3.md": [[12, 14]]}, "must": [["90 day", "ninety"]], "far": false}
```

`lines` are the places that answer, any of which is enough; by note, or without a
name where the corpus is one note. `must` are groups of alternatives: an answer
is right if it holds one of each group, in whatever case. Without lines the notes do not answer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from askaws.errors import QuestionsError
from askaws.records import Citation, Hit

ANY_NOTE = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Lines of a note, 1-based and inclusive; `path` is empty where there is only one note."""

    path: str
    start: int
    end: int

    def overlaps(self, other: Hit | Citation) -> bool:
        return (
            self.path in (ANY_NOTE, other.path)
            and other.start_line <= self.end
            and other.end_line >= self.start
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a set."""

    id: str
    kind: str
    question: str
    places: tuple[Place, ...]
    must: tuple[tuple[str, ...], ...]
    far: bool

    @property
    def answerable(self) -> bool:
        return bool(self.places)

    def right(self, answer: str) -> bool:
        """Whether an answer holds one of each group of words."""
        lower = answer.lower()
        return all(any(word.lower() in lower for word in group) for group in self.must)


def read_questions(path: Path) -> list[Asked]:
    """The questions of a set. Raises `QuestionsError` naming file and line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise QuestionsError(
            f"{path}: cannot be read: {reason}", hint="askaws eval FILE of questions"
        ) from error
    asked = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked.append(_asked(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise QuestionsError(
                f"{path}:{number}: not a question of an evaluation set: {error!r}",
                hint="the format is described in docs/evaluation.md",
            ) from error
    return asked


def _asked(row: dict[str, Any]) -> Asked:
    lines = row["lines"]
    by_note = lines if isinstance(lines, dict) else {ANY_NOTE: lines}
    return Asked(
        id=str(row["id"]),
        kind=str(row["kind"]),
        question=str(row["question"]),
        places=tuple(
            Place(str(path), int(start), int(end))
            for path, ranges in by_note.items()
            for start, end in ranges
        ),
        must=tuple(tuple(map(str, _list(group))) for group in _list(row["must"])),
        far=bool(row.get("far")),
    )


def _list(value: object) -> list[object]:
    """A list as it is; a text in its place would be taken letter by letter."""
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list")
    return value
