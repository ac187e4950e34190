"""Asks the questions of a set and measures what comes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from askaws.assistant import Assistant
from askaws.evaluation.measures import RANKS, Outcome, outcome
from askaws.evaluation.questions import Asked
from askaws.models.llm import Generator
from askaws.records import Answer, Citation

# Neither a sign between numbers nor an address in angle brackets is a tag.
_TAG = re.compile(r"</?(?![a-z][\w+.-]*:|[^<>\s]+@)[a-z!][^<>]*>", re.IGNORECASE)


def run(
    assistant: Assistant,
    asked: Iterable[Asked],
    generator: Generator | None,
    threshold: float | None = None,
) -> Iterator[tuple[Outcome, Answer]]:
    """Each question's outcome and answer, as soon as it is there."""
    corpus = assistant.settings.corpus
    lines = cache(lambda path: _lines(corpus if corpus.is_file() else corpus / path))
    for question in asked:
        answer = assistant.ask(question.question, max(RANKS), generator, threshold)
        false = sum(not quote_holds(citation, lines) for citation in answer.citations)
        yield outcome(question, answer, answer.hits, false), answer


def quote_holds(citation: Citation, lines: Callable[[str], list[str]]) -> bool:
    """Whether a citation's quote stands in its lines: the same letters and digits in order.

    >>> quote_holds(Citation(1, "a.md", 1, 2, (), "It is fast."), lambda p: ["It *is*", "fast."])
    True
    """
    source = " ".join(lines(citation.path)[citation.start_line - 1 : citation.end_line])
    return bool(citation.quote) and _letters(citation.quote) in _letters(source)


def _letters(text: str) -> str:
    """Letters and digits alone: the address of a link is no text, nor is an escape or a mark."""
    text = re.sub(r"\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)", "]", text)
    return re.sub(r"[\W_]+", "", html.unescape(_TAG.sub("", text))).lower()


def _lines(path: Path) -> list[str]:
    return re.split(r"\r\n|\n|\r", path.read_text(encoding="utf-8-sig"))
