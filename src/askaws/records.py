"""The nouns of askaws, in the order in which a question meets them.

Lines are 1-based and inclusive everywhere. `path` is relative to the corpus
(or the file's name, where the corpus is one file), with forward slashes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["paragraph", "item", "row", "code"]
Origin = Literal["model", "quote"]

LONGEST_CONTEXT = 40
"""In words: a longer lead-in says too much of its own to be read with each of its items."""


@dataclass(frozen=True, slots=True)
class Span:
    """The smallest thing that can be cited: a sentence, a list item, a table row.

    `quote` is the exact text of the lines, markup removed and white space
    folded. `text` is how it reads on its own: the same, but for a table row,
    where each cell has its column's name in front. `subject` is what it is about, where it
    names nothing and a sentence before it does (`askaws.reading.subjects`). `depth` is how many
    lists it stands in; a table is one.
    """

    quote: str
    text: str
    start_line: int
    end_line: int
    subject: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table row or code block: one or more spans.

    `context` is what the block hangs on and a reader would have in mind: the
    lead-in and parents of a list item, the row label of a table's cell.
    `list_id` is shared by the lead-in and the items of one list, else 0.
    """

    kind: BlockKind
    spans: tuple[Span, ...]
    context: str = ""
    list_id: int = 0

    @property
    def start_line(self) -> int:
        return self.spans[0].start_line

    @property
    def end_line(self) -> int:
        return self.spans[-1].end_line

    @property
    def text(self) -> str:
        """The spans as one text; the cells of a row are set apart."""
        text = ""
        for span in self.spans:
            closed = text.endswith((".", "?", "!", "…", "”"))
            joint = "; " if self.kind == "row" and not closed else " "
            text += joint + span.text if text else span.text
        return text


@dataclass(frozen=True, slots=True)
class Section:
    """What stands between one heading and the next."""

    headings: tuple[str, ...]
    start_line: int
    end_line: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something of the corpus that is not in the index, and why."""

    path: str
    reason: str
    line: int = 0

    @property
    def location(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Document:
    """One note, read: its sections in order and what was left out of it."""

    path: str
    sections: tuple[Section, ...]
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Blocks of one section, together no longer than the embedder can read.

    `preface` is read in front of the text: the heading path, and the lead-in or
    row label of the first block where that stands in another chunk.
    """

    path: str
    headings: tuple[str, ...]
    blocks: tuple[Block, ...]
    preface: str = ""

    @property
    def start_line(self) -> int:
        return self.blocks[0].start_line

    @property
    def end_line(self) -> int:
        return self.blocks[-1].end_line

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)

    @property
    def embedding_text(self) -> str:
        """What the embedder reads for the whole chunk."""
        return f"{self.preface}\n{self.text}" if self.preface else self.text

    @property
    def spans(self) -> tuple[tuple[Block, Span], ...]:
        """The spans of all blocks in order, each with its block."""
        return tuple((block, span) for block in self.blocks for span in block.spans)

    @property
    def span_texts(self) -> tuple[str, ...]:
        """What the embedder reads for each span: what it hangs on, then the span."""
        spans = self.spans
        if len(spans) == 1:
            return (self.embedding_text,)
        return tuple(self._span_text(block, span) for block, span in spans)

    def _span_text(self, block: Block, span: Span) -> str:
        opening = self.preface.split("\n")[0]
        context = block.context if len(block.context.split()) <= LONGEST_CONTEXT else ""
        if context in opening or span.text.startswith(context):
            context = ""
        return "\n".join(part for part in (opening, span.subject, context, span.text) if part)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that bears on the question, best first.

    `score` is the relevance, likeness and evidence together, between 0 and 1 and
    comparable within one question only; `similarity` is the cosine of the question's
    and the passage's vectors. `chunk_id` is the passage's row in the index.
    """

    rank: int
    score: float
    path: str
    start_line: int
    end_line: int
    headings: tuple[str, ...]
    text: str
    chunk_id: int
    similarity: float = 0.0

    @property
    def location(self) -> str:
        return location(self.path, self.start_line, self.end_line)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span, or a whole list, chosen for what it says about the question.

    `score` is the estimated probability that it answers the question.
    `items` are the lead-in and the items of a list, each to be cited by itself;
    empty otherwise. `before` is the sentence before it in its paragraph, if there is one;
    `subject` what it is about, where it does not say so.
    """

    path: str
    headings: tuple[str, ...]
    start_line: int
    end_line: int
    quote: str
    text: str
    score: float
    context: str = ""
    items: tuple[Span, ...] = ()
    chunk_id: int = -1
    before: Span | None = None
    subject: str = ""

    @property
    def location(self) -> str:
        return location(self.path, self.start_line, self.end_line)

    @property
    def row(self) -> bool:
        """Whether it is a row of a table, which is read with the names of its columns.

        What a label was put before (`askaws.answering.shown`) looks like one.
        """
        return self.text != self.quote


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence of the answer comes from; `quote` is found in those lines."""

    number: int
    path: str
    start_line: int
    end_line: int
    headings: tuple[str, ...]
    quote: str

    @property
    def location(self) -> str:
        return location(self.path, self.start_line, self.end_line)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer and the numbers of the citations it rests on.

    `level` is how deep an item of a list stands below the list's first line, else 0.
    """

    text: str
    citations: tuple[int, ...]
    origin: Origin
    level: int = 0


@dataclass(frozen=True, slots=True)
class Seconds:
    """Wall-clock seconds since the question was asked."""

    retrieve: float = 0.0
    first_token: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its sources; or a refusal, which has neither sentence nor citation.

    `probability` is how likely the notes answer the question, on which refusal rests;
    an answer whose best evidence is not likely to be right is `unsure`.
    """

    question: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    model: str
    dropped: tuple[str, ...] = ()
    seconds: Seconds = Seconds()
    probability: float = 0.0
    unsure: bool = False

    @property
    def refused(self) -> bool:
        return not self.sentences

    @property
    def text(self) -> str:
        """The sentences joined, each with its `[n]` marks."""
        return " ".join(
            sentence.text + " " + "".join(f"[{number}]" for number in sentence.citations)
            for sentence in self.sentences
        )


@dataclass(frozen=True, slots=True)
class Card:
    """All that the notes say about a topic, in the order in which a student wants it.

    `asked` is the topic as typed and `topic` what it was taken for; `misspelt` says
    that they differ by more than another name. Each part is a run of the answer's
    sentences, only those the notes support. `only_mentioned`: nothing is about the
    topic, the facts only speak of it. `candidates` are the topics that an ambiguous
    name may be, or those nearest to an unknown one; the answer is then a refusal.
    `compared` are the two topics of a card that sets one against the other.
    """

    asked: str
    topic: str
    answer: Answer
    misspelt: bool = False
    ambiguous: bool = False
    only_mentioned: bool = False
    definition: tuple[Sentence, ...] = ()
    when_to_use: tuple[Sentence, ...] = ()
    key_facts: tuple[Sentence, ...] = ()
    differences: tuple[Sentence, ...] = ()
    see_also: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()


def location(path: str, start_line: int, end_line: int) -> str:
    """How a place in the notes is written, and read back by `askaws show`.

    >>> location("s3.md", 12, 14), location("s3.md", 9, 9)
    ('s3.md:12-14', 's3.md:9')
    """
    return f"{path}:{start_line}" + (f"-{end_line}" if end_line != start_line else "")
