"""What a generation of the index looks like on disk, and how chunks are written there.

```
index/
  CURRENT                  the name of the generation in use
  lock                     held while one is being built
  3f9c…/                   a generation; never changed once published
    manifest.json          what it was built from, and with what
    notes.sqlite           files, chunks, full-text index, glossary
    vectors.faiss          unit vectors: one a chunk (row = chunk id), then one a span
```
"""

from __future__ import annotations

import json
from dataclasses import asdict, astuple, dataclass, field
from pathlib import Path
from typing import Any

from askaws.errors import IndexDamagedError
from askaws.records import Block, Chunk, Skipped, Span

FORMAT = 9
"""Raised when the files change, and when the same note is read into other chunks."""

DATABASE = "notes.sqlite"
VECTORS = "vectors.faiss"
MANIFEST = "manifest.json"
CURRENT = "CURRENT"

SCHEMA = """
CREATE TABLE files (
  path TEXT PRIMARY KEY, sha256 TEXT, size INTEGER, mtime_ns INTEGER, skipped TEXT, names TEXT
);
CREATE TABLE chunks (
  id INTEGER PRIMARY KEY, path TEXT, headings TEXT, preface TEXT, blocks TEXT,
  first_span INTEGER
);
CREATE INDEX chunks_by_path ON chunks (path);
CREATE TABLE words (word TEXT PRIMARY KEY, chunks INTEGER);
CREATE TABLE terms (
  term TEXT, expansions TEXT, places INTEGER, topics TEXT, kind TEXT, capital INTEGER
);
CREATE VIRTUAL TABLE passages USING fts5 (headings, body, tokenize = 'unicode61');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (passages, row);
"""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made from and with.

    `corpus` digests paths and contents, `embedder` is the digest of its weights; `sizes`
    are those of the other files, in bytes.
    """

    format: int
    corpus: str
    embedder: str
    chunking: dict[str, int]
    chunks: int
    vectors: int
    sizes: dict[str, int] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Raises `IndexDamagedError` if it is not one, or is of another format."""
        try:
            values = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            found = values["format"]
            if found != FORMAT:
                raise damaged(folder, f"it has format {found}, and this askaws reads {FORMAT}")
            return cls(**values)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise damaged(folder, f"{MANIFEST}: {error}") from error


@dataclass(frozen=True, slots=True)
class FileRow:
    """A note as it was when it was indexed. `sha256` is empty if it could not be read."""

    path: str
    sha256: str
    size: int
    mtime_ns: int
    skipped: tuple[Skipped, ...]
    names: tuple[str, ...] = ()

    def columns(self) -> tuple[object, ...]:
        skipped = json.dumps([[skip.reason, skip.line] for skip in self.skipped])
        names = json.dumps(self.names, ensure_ascii=False)
        return (self.path, self.sha256, self.size, self.mtime_ns, skipped, names)

    @classmethod
    def from_columns(
        cls, path: str, sha256: str, size: int, mtime_ns: int, skipped: str, names: str
    ) -> FileRow:
        reasons = tuple(Skipped(path, reason, line) for reason, line in json.loads(skipped))
        return cls(path, sha256, size, mtime_ns, reasons, tuple(json.loads(names)))


def chunk_columns(chunk: Chunk) -> tuple[str, str, str, str]:
    """A chunk's path, headings, preface and blocks, as they are stored.

    >>> chunk = Chunk("s3.md", ("S3",), (Block("code", (Span("a", "a", 2, 3, "S3"),)),), "S3")
    >>> chunk_from_columns(*chunk_columns(chunk)) == chunk
    True
    """
    blocks: list[Any] = [
        [
            block.kind,
            [list(astuple(span)) for span in block.spans],
            block.context,
            block.list_id,
        ]
        for block in chunk.blocks
    ]
    headings = json.dumps(chunk.headings, ensure_ascii=False)
    return (chunk.path, headings, chunk.preface, json.dumps(blocks, ensure_ascii=False))


def chunk_from_columns(path: str, headings: str, preface: str, blocks: str) -> Chunk:
    """The inverse of `chunk_columns`."""
    return Chunk(
        path,
        tuple(json.loads(headings)),
        tuple(
            Block(kind, tuple(Span(*span) for span in spans), context, list_id)
            for kind, spans, context, list_id in json.loads(blocks)
        ),
        preface,
    )


def damaged(folder: Path, why: str) -> IndexDamagedError:
    return IndexDamagedError(
        f"the index in {folder.parent} cannot be used: {why}", hint="askaws index --rebuild"
    )
