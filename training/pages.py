"""Questions over Markdown notes: rows in awsqa's format, evidence found again in the read note."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from askaws.reading.markdown import read_markdown
from data import Candidate, Question, in_order, joined, unlike, word_set

_MAX_CODE_WORDS = 40


@dataclass(frozen=True, slots=True)
class _Page:
    """A note read into blocks of candidates, with the bare letters of each."""

    blocks: tuple[tuple[Candidate, ...], ...]
    quotes: tuple[tuple[str, ...], ...]

    def find(self, excerpt: str) -> list[tuple[int, int]]:
        """Which candidates an exact excerpt of the note covers, by block and place.

        An excerpt of several sentences, or a row in pieces, covers each of them.
        """
        wanted = letters(excerpt)
        for b, quotes in enumerate(self.quotes):
            holding = [(b, s) for s, quote in enumerate(quotes) if wanted in quote]
            if holding:
                return holding[:1]
        for b, quotes in enumerate(self.quotes):
            inside = [s for s, quote in enumerate(quotes) if quote and quote in wanted]
            if sum(len(quotes[s]) for s in inside) > 0.6 * len(wanted):
                return [(b, s) for s in inside]
        return []


def letters(text: str) -> str:
    """Only the lower-case letters and digits, links reduced to their words.

    >>> letters("See [the *Guide*](guide.md)\\\\. 5 MB")
    'seetheguide5mb'
    """
    text = re.sub(r"\[((?:[^\[\]]|\\.)*)\]\([^()\s]*\)", r"\1", text)
    return re.sub(r"[\W_]+", "", text.lower())


def load_pages(rows: Iterable[Path], root: Path) -> list[Question]:
    """Rows in awsqa's format (question, path, evidence, distractors) over the notes in `root`.

    A row whose evidence is not found again is left out, and said so.
    """
    questions = []
    for path in rows:
        for line in filter(str.strip, path.read_text("utf-8").split("\n")):
            row = json.loads(line)
            question = _page_question(row, root)
            if row["evidence"] and not question.positives:
                print(f"left out, evidence not found: {row.get('id', row['question'])}")
            else:
                questions.append(question)
    return questions


def _page_question(row: dict[str, object], root: Path) -> Question:
    path, headings = str(row["path"]), tuple(map(str, _list(row["headings"])))
    page = _page(root / path)
    covered = [page.find(str(text)) for text in _list(row["evidence"])]
    taken = {place for places in covered for place in places}
    positives = [
        candidate
        for places in covered
        for candidate in _telling([page.blocks[b][s] for b, s in places], str(row["answer"]))
    ]
    hard = [
        found or Candidate(headings, "", bare(str(text)))
        for text in _list(row["distractors"])
        for found in [_anywhere(str(text), root, path)]
    ]
    pool = [
        c
        for b, block_spans in enumerate(page.blocks)
        for s, c in enumerate(block_spans)
        if (b, s) not in taken
    ]
    right = tuple(dict.fromkeys(positives))
    return Question(
        str(row["question"]),
        path,
        right,
        _wide(page, taken),
        unlike(hard, right),
        unlike(pool, right),
    )


def _wide(page: _Page, taken: set[tuple[int, int]]) -> tuple[Candidate, ...]:
    """The evidence with its neighbours: each run of blocks that hold some, as one passage."""
    runs: list[list[int]] = []
    for block in sorted({b for b, _ in taken}):
        if runs and runs[-1][-1] == block - 1 and _together(page, block):
            runs[-1].append(block)
        else:
            runs.append([block])
    passages = []
    for run in runs:
        first = min(s for b, s in taken if b == run[0])
        last = max(s for b, s in taken if b == run[-1])
        spans = [page.blocks[b] for b in run]
        spans[-1] = spans[-1][: last + 2]
        spans[0] = spans[0][max(0, first - 1) :]
        passages.append(joined(c for block_spans in spans for c in block_spans))
    return tuple(passages)


def _together(page: _Page, block: int) -> bool:
    here, before = page.blocks[block][0], page.blocks[block - 1][-1]
    return here.headings == before.headings


def _telling(candidates: list[Candidate], answer: str) -> list[Candidate]:
    """Of the pieces of one excerpt, those that share most words with the answer.

    The others are neither evidence nor taken for what does not answer.
    """
    wanted = word_set(answer)
    shared = [len(wanted & word_set(c.text)) for c in candidates]
    most = max(shared, default=0)
    return [c for c, n in zip(candidates, shared, strict=True) if n >= 0.7 * most]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


@cache
def _page(path: Path) -> _Page:
    document = read_markdown(path.read_text("utf-8"), path.name)
    blocks, quotes = [], []
    for section in document.sections:
        for block in section.blocks:
            spans = [s for s in block.spans if block.kind != "code" or _short(s.text)]
            sentences = in_order(section.headings, block.context, [s.text for s in spans])
            blocks.append(
                tuple(
                    replace(candidate, subject=span.subject)
                    for candidate, span in zip(sentences, spans, strict=True)
                )
            )
            quotes.append(tuple(letters(s.quote) for s in spans))
    return _Page(tuple(blocks), tuple(quotes))


def _short(code: str) -> bool:
    return len(code.split()) <= _MAX_CODE_WORDS


def _anywhere(excerpt: str, root: Path, path: str) -> Candidate | None:
    """The candidate that an excerpt is, on its own page or on the nearest other."""
    folder = root / path.split("/")[0]
    for page in dict.fromkeys((root / path, *_pages(folder), *_pages(root))):
        if excerpt in _text(page):
            for block, span in _page(page).find(excerpt)[-1:]:
                return _page(page).blocks[block][span]
    return None


@cache
def _pages(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(folder.rglob("*.md"))) if folder.is_dir() else ()


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8")


def bare(markdown: str) -> str:
    """An excerpt without its markup."""
    sections = read_markdown(markdown, "row").sections
    return " ".join(block.text for section in sections for block in section.blocks) or markdown
