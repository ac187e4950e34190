"""Questions with the sentences that answer them, from every source the scorer learns from.

Notes are read by askaws itself, so a candidate here reads as it does when a
question is asked: heading path, what it hangs on (lead-in, row label), sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from askaws.models.scorer import as_passage

_SAME = 0.8
_CONTRACTION = re.compile(r" (?=(?:'s|n't|'re|'ve|'ll|'d|'m)\b)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, list item or table row, with what a reader would have in mind.

    `before` is the sentence before it in its paragraph, `subject` what it is about where it
    does not say so.
    """

    headings: tuple[str, ...]
    context: str
    text: str
    before: str = ""
    subject: str = ""

    def passage(self) -> str:
        """What stands after the question."""
        return as_passage(self.headings, self.context, self.text, self.before, self.subject)


def in_order(headings: tuple[str, ...], context: str, texts: Sequence[str]) -> list[Candidate]:
    """The sentences of one paragraph, each with the one before it."""
    return [
        Candidate(headings, context, text, before)
        for before, text in zip(("", *texts), texts, strict=False)
    ]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its candidates; without positives, nothing on its page answers it.

    `wide` are positives of passage size, `hard` the given distractors, `pool`
    the rest of the page. `group` names the page: folds never split one.
    """

    question: str
    group: str
    positives: tuple[Candidate, ...]
    wide: tuple[Candidate, ...]
    hard: tuple[Candidate, ...]
    pool: tuple[Candidate, ...]

    @property
    def candidates(self) -> list[tuple[Candidate, bool]]:
        """Each candidate once, with whether it answers, as the evaluation ranks them."""
        marked = dict.fromkeys(self.positives, True)
        for candidate in (*self.hard, *self.pool):
            marked.setdefault(candidate, False)
        return list(marked.items())


def load_selqa(folder: Path) -> Iterator[Question]:
    """SelQA: the sentences of one encyclopaedia section, some of which answer."""
    for path in sorted(folder.glob("selqa-ass-*.json")):
        for row in json.loads(path.read_text("utf-8")):
            headings = (row["article"], row["section"])
            sentences = in_order(headings, "", row["candidates"])
            yield _sentence_question(row["question"], row["article"], sentences, row["answers"])


def load_clapnq(folder: Path) -> Iterator[Question]:
    """ClapNQ: one passage a question; half of the passages do not answer."""
    for path in (folder / "answerable.jsonl", folder / "unanswerable.jsonl"):
        for line in filter(None, path.read_text("utf-8").split("\n")):
            row = json.loads(line)
            passage = row["passages"][0]
            chosen = set(row["output"][0].get("selected_sentences") or ())
            texts = [detokenise(text) for text in passage["sentences"]]
            sentences = in_order((passage["title"],), "", texts)
            right = [i for i, text in enumerate(passage["sentences"]) if text in chosen]
            yield _sentence_question(row["input"], passage["title"], sentences, right)


def detokenise(text: str) -> str:
    """Penn-style tokens back to ordinary writing.

    >>> detokenise("It is n't the `` season '' ( 1 - 2 ) .")
    'It isn\\'t the "season" (1-2).'
    """
    text = text.replace("`` ", '"').replace(" ''", '"').replace("-LRB-", "(").replace("-RRB-", ")")
    text = _CONTRACTION.sub("", re.sub(r" (?=[.,;:!?%)\]])", "", text).replace(" n't", "n't"))
    text = re.sub(r"(?<=[(\[$]) ", "", text)
    return re.sub(r"(?<=\w) - (?=\w)", "-", text).strip()


def _sentence_question(
    question: str, group: str, sentences: list[Candidate], right: list[int]
) -> Question:
    positives = tuple(sentences[i] for i in right)
    rest = tuple(c for i, c in enumerate(sentences) if i not in set(right))
    wide = tuple(joined(sentences[max(0, i - 1) : i + 2]) for i in right)
    return Question(question, group, positives, wide, (), unlike(rest, positives))


def word_set(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def joined(candidates: Iterable[Candidate]) -> Candidate:
    parts = list(candidates)
    return Candidate(parts[0].headings, parts[0].context, " ".join(c.text for c in parts))


def unlike(
    candidates: Iterable[Candidate], positives: tuple[Candidate, ...]
) -> tuple[Candidate, ...]:
    """Those that do not say nearly the same as a positive."""
    right = [word_set(c.text) for c in positives]
    kept = []
    for candidate in candidates:
        words = word_set(candidate.text)
        if not any(len(words & r) >= _SAME * max(1, len(words | r)) for r in right):
            kept.append(candidate)
    return tuple(dict.fromkeys(kept))
