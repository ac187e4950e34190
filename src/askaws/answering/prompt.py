"""What the LLM is shown, what it may write, and how that is read back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from askaws.models.llm import Generator, Message
from askaws.records import Evidence

NOT_IN_THE_NOTES = "Not in the notes."
_INSTRUCTIONS = (
    "Answer the question from the numbered notes in one or two short sentences. "
    "Use only what the notes say. End each sentence with the number of its note, like [1]."
)
# One example teaches a small model the form better than any instruction.
_EXAMPLE = (
    "Notes:\n[1] A standard queue delivers each message at least once.\n"
    "[2] Messages stay in the queue for four days unless you set another period.\n\n"
    "Question: How long are messages kept?",
    "Messages stay in the queue for four days. [2]",
)
_ROOM_FOR_ANSWER = 160
_DRAFT = re.compile(r"\s*(?P<text>.*?)\s*(?P<marks>(?:\[\d+\]\s*)+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as the model wrote it, with the numbers of the evidence it claims."""

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """The turns for the model and the evidence that they number, from 1."""

    messages: tuple[Message, ...]
    evidence: tuple[Evidence, ...]
    dropped: tuple[str, ...] = ()


def build_prompt(question: str, evidence: Sequence[Evidence], generator: Generator) -> Prompt:
    """As much evidence, best first, as fits beside the question, which is never cut.

    What does not fit is named in `dropped`.
    """
    kept = list(evidence)
    dropped: list[str] = []
    while True:
        messages = _messages(question, kept)
        if not kept or generator.count(messages) + _ROOM_FOR_ANSWER <= generator.context:
            return Prompt(messages, tuple(kept), tuple(dropped))
        left_out = kept.pop()
        dropped.append(f"{left_out.location} did not fit in the context of {generator.name}")


def grammar(count: int, sentences: int = 2) -> str:
    """GBNF for at most `sentences` sentences, each citing numbers from 1 to `count`.

    >>> print(grammar(2, 1))
    root ::= sentence{1,1} | "Not in the notes."
    sentence ::= [^\\[\\]\\n]+ " "? cite cite?
    cite ::= "[" ("1" | "2") "]" " "?
    """
    numbers = " | ".join(f'"{number}"' for number in range(1, count + 1))
    return (
        f'root ::= sentence{{1,{sentences}}} | "{NOT_IN_THE_NOTES}"\n'
        'sentence ::= [^\\[\\]\\n]+ " "? cite cite?\n'
        f'cite ::= "[" ({numbers}) "]" " "?'
    )


def parse_drafts(pieces: Iterator[str], count: int) -> Iterator[Draft]:
    """Sentences as soon as each is complete; numbers outside 1 to `count` are left out.

    >>> list(parse_drafts(iter(["S3 stores ", "objects. [1][", "9] It scales [2] and"]), 2))
    [Draft(text='S3 stores objects.', numbers=(1,)), Draft(text='It scales.', numbers=(2,))]
    """
    text = ""
    for piece in pieces:
        text += piece
        # A further mark may follow: a sentence is complete once something else does.
        while (match := _DRAFT.match(text)) and re.match(r"[^\[\s]", text[match.end() :]):
            yield from _draft(match, count)
            text = text[match.end() :]
    while match := _DRAFT.match(text):
        yield from _draft(match, count)
        text = text[match.end() :]


def _draft(match: re.Match[str], count: int) -> Iterator[Draft]:
    found = dict.fromkeys(int(number) for number in re.findall(r"\d+", match["marks"]))
    numbers = tuple(number for number in found if 1 <= number <= count)
    text = " ".join(match["text"].split())
    if text:
        yield Draft(text if text[-1] in ".!?" else f"{text}.", numbers)


def _messages(question: str, evidence: Sequence[Evidence]) -> tuple[Message, ...]:
    # Heading paths stay out: a small model copies them instead of answering.
    notes = "\n".join(f"[{number}] {e.text}" for number, e in enumerate(evidence, 1))
    asked, answered = _EXAMPLE
    return (
        Message("system", _INSTRUCTIONS),
        Message("user", asked),
        Message("assistant", answered),
        Message("user", f"Notes:\n{notes}\n\nQuestion: {question}"),
    )
