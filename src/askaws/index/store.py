"""A published generation of the index, open for reading."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from askaws.errors import IndexDamagedError, IndexMissingError
from askaws.index.format import (
    CURRENT,
    DATABASE,
    VECTORS,
    FileRow,
    Manifest,
    chunk_from_columns,
    damaged,
)
from askaws.models.encoder import Floats
from askaws.reading.glossary import Term
from askaws.records import Chunk

_Row = TypeVar("_Row")


class Generation:
    """A published generation, open for reading.

    Raises `IndexDamagedError` if its parts disagree.
    """

    def __init__(self, folder: Path) -> None:
        import faiss

        self.folder = folder
        self.manifest = Manifest.read(folder)
        for name, size in self.manifest.sizes.items():
            if not (folder / name).is_file() or (folder / name).stat().st_size != size:
                raise damaged(folder, f"{name} has not the {size} bytes that it should have")
        uri = (folder / DATABASE).absolute().as_uri() + "?mode=ro&immutable=1"
        self._db = sqlite3.connect(uri, uri=True)
        try:
            count = self._rows("SELECT count(*) FROM chunks", int)[0]
            self._vectors = faiss.read_index(str(folder / VECTORS))
            if count != self.manifest.chunks or self._vectors.ntotal != self.manifest.vectors:
                raise damaged(folder, f"{count} chunks and {self._vectors.ntotal} vectors")
        except RuntimeError as error:
            self.close()
            raise damaged(folder, f"{VECTORS} holds no vectors that can be read") from error
        except IndexDamagedError:
            self.close()
            raise
        self._first_spans: NDArray[np.int64] | None = None

    def close(self) -> None:
        self._db.close()

    def files(self) -> dict[str, FileRow]:
        """The notes by their paths, in sorted order."""
        columns = "path, sha256, size, mtime_ns, skipped, names"
        rows = self._rows(f"SELECT {columns} FROM files ORDER BY rowid", FileRow.from_columns)
        return {row.path: row for row in rows}

    def chunk(self, chunk_id: int) -> Chunk:
        columns = "path, headings, preface, blocks"
        query = f"SELECT {columns} FROM chunks WHERE id = ?"
        for chunk in self._rows(query, chunk_from_columns, chunk_id):
            return chunk
        raise damaged(self.folder, f"no chunk {chunk_id}")

    def section(self, chunk_id: int) -> list[Chunk]:
        """The chunks of the section that a chunk belongs to, in order."""
        query = (
            "SELECT other.id FROM chunks AS own JOIN chunks AS other"
            " ON other.path = own.path AND other.headings = own.headings WHERE own.id = ?"
        )
        ids = set(self._rows(query, int, chunk_id))
        first = last = chunk_id
        while first - 1 in ids:
            first -= 1
        while last + 1 in ids:
            last += 1
        return [self.chunk(row) for row in range(first, last + 1)]

    def chunks(self) -> Iterable[Chunk]:
        """Every chunk in the order of their ids."""
        columns = "path, headings, preface, blocks"
        return self._rows(f"SELECT {columns} FROM chunks ORDER BY id", chunk_from_columns)

    def vectors(self) -> Floats:
        """All vectors, (chunks + spans, dimensions): the chunks' in order, then the spans'."""
        everything: Floats = self._vectors.reconstruct_n(0, self._vectors.ntotal)
        return everything

    def nearest(self, vector: Floats, count: int) -> list[int]:
        """The ids of the chunks that hold the `count` nearest vectors, nearest first."""
        count = min(count, self.manifest.vectors)
        if not count:
            return []
        _, rows = self._vectors.search(vector[None, :], count)
        chunks = self.manifest.chunks
        owners = np.searchsorted(self._spans, rows[0], side="right") - 1
        ids = np.where(rows[0] < chunks, rows[0], owners)
        return list(dict.fromkeys(ids.tolist()))

    def similarities(self, chunk_id: int, vector: Floats) -> tuple[float, Floats]:
        """The cosines of `vector` with a chunk and with each of its spans."""
        first, end = self._spans[chunk_id : chunk_id + 2]
        rows = np.concatenate([[chunk_id], np.arange(first, end)])
        found: Floats = self._vectors.reconstruct_batch(rows) @ vector
        return float(found[0]), found[1:]

    @property
    def _spans(self) -> NDArray[np.int64]:
        """The row of each chunk's first span, and the row after the last."""
        if self._first_spans is None:
            first = self._rows("SELECT first_span FROM chunks ORDER BY id", int)
            self._first_spans = np.array([*first, self.manifest.vectors], dtype=np.int64)
        return self._first_spans

    def matching(
        self, query: str, count: int, weights: tuple[float, float]
    ) -> list[tuple[int, float]]:
        """Chunk ids and BM25 scores of an FTS5 query, best (largest) first.

        `weights` are those of headings and body.
        """
        if not query:
            return []
        ranking = (
            "SELECT rowid, -bm25(passages, ?, ?) AS score FROM passages"
            " WHERE passages MATCH ? ORDER BY score DESC, rowid LIMIT ?"
        )
        return self._rows(ranking, _scored, *weights, query, count)

    def document_frequency(self, stem: str) -> int:
        """In how many chunks an FTS5 token (a stem) occurs."""
        return sum(self._rows("SELECT doc FROM vocabulary WHERE term = ?", int, stem))

    def words(self) -> dict[str, int]:
        """Every word of the notes in lower case, with the number of chunks it is in."""
        return dict(self._rows("SELECT word, chunks FROM words", _counted))

    def terms(self) -> list[Term]:
        """The names in the notes, for a `Glossary`."""
        columns = "term, expansions, places, topics, kind, capital"
        return self._rows(f"SELECT {columns} FROM terms ORDER BY rowid", _term)

    def _rows(self, query: str, make: Callable[..., _Row], *values: object) -> list[_Row]:
        """What `make` makes of the columns of each row. Raises `IndexDamagedError`."""
        try:
            return [make(*row) for row in self._db.execute(query, values)]
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise damaged(self.folder, f"{DATABASE}: {error}") from error


def _scored(chunk_id: int, score: float) -> tuple[int, float]:
    return chunk_id, score


def _counted(word: str, chunks: int) -> tuple[str, int]:
    return word, chunks


def _term(term: str, expansions: str, places: int, topics: str, kind: Any, capital: int) -> Term:
    names = tuple(json.loads(expansions))
    return Term(term, names, places, tuple(json.loads(topics)), kind, bool(capital))


def open_current(index: Path) -> Generation:
    """The generation in use, opened.

    A build may replace it between the two steps; then the new one is opened.
    Raises `IndexMissingError` or `IndexDamagedError`.
    """
    folder = current(index)
    try:
        return Generation(folder)
    except IndexDamagedError:
        if current(index) == folder:
            raise
        return open_current(index)


def current(index: Path) -> Path:
    """The folder of the generation in use.

    Raises `IndexMissingError` if none was built, `IndexDamagedError` if it is gone.
    """
    name = _current_name(index)
    if not (index / name).is_dir():
        # A build that ended in between has removed it, and named another.
        name = _current_name(index)
    if not name or not (index / name).is_dir():
        raise damaged(index / name, f"its part {name!r} is gone")
    return index / name


def _current_name(index: Path) -> str:
    try:
        return (index / CURRENT).read_text(encoding="utf-8", errors="replace").strip()
    except OSError as error:
        raise IndexMissingError(f"no index in {index}", hint="askaws index") from error
