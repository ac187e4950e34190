"""Sections to chunks: as many whole blocks as the embedder can read at once.

A chunk never crosses a heading. A list or table stays whole where it fits, and else
is cut between items; what is too long by itself is split at sentence ends, and only
a sentence that is too long by itself between words. The embedder would cut silently,
so its own count decides; the LLM's count keeps passages short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import PurePosixPath

from askaws.records import Block, Chunk, Document, Section, Span

Count = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class ChunkLimits:
    """`target_tokens` of the LLM make a chunk; `embedder_tokens` are all that fit in one."""

    target_tokens: int = 150
    embedder_tokens: int = 256

    def as_json(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Chunker:
    """Splits documents. `count` counts the LLM's tokens, `count_embedder` the embedder's."""

    count: Count
    count_embedder: Count
    limits: ChunkLimits = ChunkLimits()

    def chunks(self, document: Document) -> list[Chunk]:
        """The chunks of a document, in order; every span of it is in exactly one.

        >>> from askaws.reading.markdown import read_markdown
        >>> note = read_markdown("# S3\\nClasses:\\n- Standard\\n- Glacier\\n\\nMore.\\n", "s3.md")
        >>> words = lambda text: len(text.split())
        >>> for chunk in Chunker(words, words, ChunkLimits(3, 20)).chunks(note):
        ...     print(chunk.preface, "|", chunk.text.replace("\\n", " / "))
        S3 | Classes: / Standard / Glacier
        S3 | More.
        """
        return [
            chunk for section in document.sections for chunk in self._section(document, section)
        ]

    def _section(self, document: Document, section: Section) -> Iterator[Chunk]:
        packer = _Packer(self, document.path, section, self._ending(_title(document, section)))
        for unit in _units(section.blocks):
            packer.add(unit)
        yield from packer.finished()

    def _ending(self, parts: Sequence[str]) -> str:
        """The parts joined, shortened from the front to a quarter of what the embedder reads."""
        words = " > ".join(parts).split()
        while words and self.count_embedder(" ".join(words)) > self.limits.embedder_tokens // 4:
            words = words[len(words) // 4 + 1 :]
        return " ".join(words)


class _Packer:
    """Fills the chunks of one section with blocks, one after the other."""

    def __init__(self, chunker: Chunker, path: str, section: Section, title: str) -> None:
        self._chunker = chunker
        self._limits = chunker.limits
        self._path = path
        self._section = section
        self._title = title
        self._pending: list[Block] = []
        self._chunks: list[Chunk] = []

    def add(self, unit: Sequence[Block]) -> None:
        """Add blocks that belong together: to the present chunk, to the next, or in pieces."""
        if self._pending and not self._fits([*self._pending, *unit]) and self._fits(unit):
            self._flush()
        if self._fits([*self._pending, *unit]):
            self._pending += unit
            return
        for block in unit:
            for piece in self._pieces(block):
                if self._pending and not self._fits([*self._pending, piece]):
                    self._flush(piece)
                self._pending.append(piece)

    def finished(self) -> list[Chunk]:
        self._flush()
        return self._chunks

    def _flush(self, following: Block | None = None) -> None:
        """Close the present chunk; what announces the `following` block goes on with it."""
        kept = len(self._pending)
        while kept > 1 and following and _announces(self._pending[kept - 1], following):
            kept -= 1
            following = self._pending[kept]
        if following and not self._fits([*self._pending[kept:], following]):
            kept = len(self._pending)
        if kept:
            blocks = tuple(self._pending[:kept])
            preface = self._preface(blocks)
            self._chunks.append(Chunk(self._path, self._section.headings, blocks, preface))
        self._pending = self._pending[kept:]

    def _preface(self, blocks: Sequence[Block]) -> str:
        """Heading path, and the subject, lead-in or row label when it stands in another chunk."""
        context, subject = blocks[0].context, blocks[0].spans[0].subject
        if context in self._title or context == blocks[0].spans[0].text:
            context = ""
        above = (self._title, subject, self._chunker._ending((context,)))
        return "\n".join(filter(None, above))

    def _fits(self, blocks: Sequence[Block]) -> bool:
        text = "\n".join(block.text for block in blocks)
        return self._chunker.count(text) <= self._limits.target_tokens and self._embedder_reads(
            blocks
        )

    def _embedder_reads(self, blocks: Sequence[Block]) -> bool:
        text = "\n".join(block.text for block in blocks)
        whole = f"{self._preface(blocks)}\n{text}"
        return self._chunker.count_embedder(whole) <= self._limits.embedder_tokens

    def _pieces(self, block: Block) -> Iterator[Block]:
        """The block itself, or pieces of it that each fit in a chunk of their own."""
        if self._fits([block]):
            yield block
            return
        pending: list[Span] = []
        for span in block.spans:
            for piece in self._split(block, span):
                if pending and not self._fits([replace(block, spans=(*pending, piece))]):
                    yield replace(block, spans=tuple(pending))
                    pending = []
                pending.append(piece)
        yield replace(block, spans=tuple(pending))

    def _split(self, block: Block, span: Span) -> Iterator[Span]:
        """The span itself, or parts of it, in order, that the embedder reads whole."""
        if self._embedder_reads([replace(block, spans=(span,))]):
            yield span
            return
        name = span.text.removesuffix(span.quote) if span.text.endswith(span.quote) else ""
        for part in _halves(span.quote):
            if part == span.quote:
                yield replace(span, text=part)
            else:
                yield from self._split(block, replace(span, text=name + part, quote=part))
            name = ""


def _halves(quote: str) -> list[str]:
    """A text cut in two, between words if it has several (an address has only one).

    >>> _halves("one two three"), _halves("abcd"), _halves("a")
    (['one', 'two three'], ['ab', 'cd'], ['a'])
    """
    words = quote.split()
    if len(words) > 1:
        middle = len(words) // 2
        return [" ".join(words[:middle]), " ".join(words[middle:])]
    middle = len(quote) // 2
    return [quote[:middle], quote[middle:]] if middle else [quote]


def _units(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks, those that a reader takes in as one together: a list, a table, code.

    >>> span = Span("a", "a", 1, 1)
    >>> kinds = [("paragraph", 0), ("paragraph", 1), ("item", 1), ("row", 0), ("row", 0)]
    >>> [len(unit) for unit in _units([Block(k, (span,), list_id=n) for k, n in kinds])]
    [1, 2, 2]
    """
    unit: list[Block] = []
    for block in blocks:
        if unit and not _belong_together(unit[-1], block):
            yield unit
            unit = []
        unit.append(block)
    if unit:
        yield unit


def _belong_together(one: Block, other: Block) -> bool:
    if other.list_id:
        return one.list_id == other.list_id
    if other.kind == "code":
        return bool(other.context)
    return one.kind == other.kind == "row"


def _announces(one: Block, other: Block) -> bool:
    """Whether `one` is the lead-in or the parent item that `other` hangs on."""
    if not other.context or not (other.kind == "code" or one.list_id == other.list_id != 0):
        return False
    return any(other.context.endswith(span.text) for span in (one.spans[0], one.spans[-1]))


def _title(document: Document, section: Section) -> tuple[str, ...]:
    """The heading path; a note without headings is about what its file's name says."""
    if section.headings:
        return section.headings
    name = PurePosixPath(document.path).stem.replace("-", " ").replace("_", " ")
    return (name,) if any(map(str.isalpha, name)) else ()
