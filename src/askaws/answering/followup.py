"""A follow-up such as "and how is it priced?" read with the subject of the question before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from askaws.reading.words import content_stems

# "that" stands for something only in some places; elsewhere it joins two clauses.
_BEFORE_THAT = "about at by can did do does for from in is like of on than to was with".split()  # noqa: SIM905
_THAT = "|".join(("^", *(rf"(?<=\b{word} )" for word in _BEFORE_THAT)))
_PRONOUN = re.compile(
    rf"\b(?:it|its|they|them|their|this|these|those|(?:{_THAT})that)\b", re.IGNORECASE
)
_CARRIES_ON = re.compile(
    r"^(?:and|but|so|also|or|what about|how about|then|why|how|when|where)\b", re.IGNORECASE
)
_OPENING = re.compile(r"^(?:and|but|so|also|or|then)\s+", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:and |or |so |but )?(?:what|how) about (?P<other>.+?)\??$", re.IGNORECASE)
_FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of the conversation as it was understood, and what it was about."""

    question: str
    subject: str


def read_in_context(asked: str, before: Turn | None, named: Callable[[str], str]) -> str:
    """The question with its subject filled in from the turn before, or as it is.

    `named` gives the subject that a text names, or nothing.

    >>> name = lambda text: "Amazon Polly" if "Polly" in text else "S3" if "S3" in text else ""
    >>> before = Turn("What is Amazon Polly?", "Amazon Polly")
    >>> read_in_context("and how is it priced?", before, name)
    'how is Amazon Polly priced?'
    >>> read_in_context("what about S3?", Turn("How is Polly priced?", "Polly"), name)
    'How is S3 priced?'
    >>> read_in_context("What is S3, and what is it for?", before, name)
    'What is S3, and what is it for?'
    """
    if before is None or not before.subject:
        return asked
    other = _ABOUT.match(asked)
    if other and before.subject.lower() in before.question.lower():
        swap = re.compile(re.escape(before.subject), re.IGNORECASE)
        return swap.sub(lambda _: other["other"], before.question, count=1)
    bare = _OPENING.sub("", asked)
    pronoun = _PRONOUN.search(bare)
    # After a name of its own, a question's pronoun stands for that.
    if pronoun and not named(bare[: pronoun.start()]):
        return _PRONOUN.sub(lambda match: _in_place(match[0], before.subject), bare, count=1)
    if named(asked):
        return asked
    if _CARRIES_ON.match(asked) or len(content_stems(asked)) <= _FEW_WORDS:
        return f"{bare.rstrip('?. ')} ({before.subject})?"
    return asked


def _in_place(pronoun: str, subject: str) -> str:
    return f"{subject}'s" if pronoun.lower() in ("its", "their") else subject
