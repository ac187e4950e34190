"""Writing a generation, and publishing it in one step."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from askaws.errors import IndexBusyError, IndexStoreError
from askaws.index.format import (
    CURRENT,
    DATABASE,
    SCHEMA,
    VECTORS,
    FileRow,
    Manifest,
    chunk_columns,
)
from askaws.models.encoder import Floats
from askaws.reading.glossary import Term
from askaws.reading.words import stem, words
from askaws.records import Chunk


def write_generation(
    folder: Path,
    manifest: Manifest,
    files: Sequence[FileRow],
    chunks: Sequence[Chunk],
    vectors: Floats,
    terms: Sequence[Term],
) -> None:
    """Write a generation's three files into `folder`.

    `vectors` are those of the chunks in order, then those of all their spans.
    """
    import faiss

    with closing(sqlite3.connect(folder / DATABASE)) as db, db:
        db.executescript(SCHEMA)
        db.executemany(_insert("files", 6), (file.columns() for file in files))
        _write_chunks(db, chunks)
        db.executemany(_insert("terms", 6), map(_term_columns, terms))
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(np.ascontiguousarray(vectors, dtype=np.float32))
    faiss.write_index(flat, str(folder / VECTORS))
    sizes = {name: (folder / name).stat().st_size for name in (DATABASE, VECTORS)}
    replace(manifest, sizes=sizes).write(folder)


def publish(index: Path, write: Callable[[Path], None]) -> None:
    """Write a generation beside the one in use, then switch to it by one rename.

    Whatever happens before the rename, the one in use stays as it is.
    """
    name = os.urandom(8).hex()
    temporary = index / f"{name}.tmp"
    try:
        temporary.mkdir()
        write(temporary)
        for file in temporary.iterdir():
            _flush(file)
        temporary.rename(index / name)
        _point_to(index, name)
    except (OSError, sqlite3.Error, RuntimeError) as error:
        raise _cannot_write(index, error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    _remove_all_but(index, name)


def remove_leftovers(index: Path) -> None:
    """What an interrupted build left behind."""
    for entry in index.glob("*.tmp"):
        if entry.is_dir() and _is_generation(entry.name.removesuffix(".tmp")):
            shutil.rmtree(entry, ignore_errors=True)
        elif entry.name == f"{CURRENT}.tmp":
            with suppress(OSError):
                entry.unlink()


@contextmanager
def locked(index: Path, patience: float, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of an index; calls `waiting` once if another process has it.

    Raises `IndexBusyError` after `patience` seconds, `IndexStoreError` if `index` can't be
    written.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting()
            lock.acquire(timeout=patience)
    except Timeout as error:
        raise IndexBusyError(
            f"another askaws has been building {index} for {patience:.0f} seconds",
            hint="wait for it, or end it, and ask again",
        ) from error
    except OSError as error:
        raise _cannot_write(index, error) from error
    try:
        yield
    finally:
        lock.release()


def _cannot_write(index: Path, error: Exception) -> IndexStoreError:
    place = getattr(error, "filename", None) or index
    why = getattr(error, "strerror", None) or error
    return IndexStoreError(
        f"the index cannot be written: {place}: {why}",
        hint="make room or choose another place: askaws index --index DIR",
    )


def _insert(table: str, columns: int) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"


def _write_chunks(db: sqlite3.Connection, chunks: Sequence[Chunk]) -> None:
    counts = [len(chunk.spans) for chunk in chunks]
    first_spans = list(accumulate(counts, initial=len(chunks)))[:-1]
    db.executemany(
        _insert("chunks", 6),
        (
            (row, *chunk_columns(chunk), first_span)
            for row, (chunk, first_span) in enumerate(zip(chunks, first_spans, strict=True))
        ),
    )
    frequencies: Counter[str] = Counter()

    def passages() -> Iterator[tuple[int, str, str]]:
        for row, chunk in enumerate(chunks):
            headings, body = words(chunk.preface), words(chunk.text)
            frequencies.update({*headings, *body})
            yield row, " ".join(map(stem, headings)), " ".join(map(stem, body))

    db.executemany("INSERT INTO passages (rowid, headings, body) VALUES (?, ?, ?)", passages())
    db.executemany(_insert("words", 2), frequencies.items())


def _term_columns(term: Term) -> tuple[object, ...]:
    expansions = json.dumps(term.expansions, ensure_ascii=False)
    topics = json.dumps(term.topics, ensure_ascii=False)
    return (term.term, expansions, term.places, topics, term.kind, term.capital)


def _point_to(index: Path, name: str) -> None:
    pointer = index / f"{CURRENT}.tmp"
    pointer.write_text(name + "\n", encoding="utf-8")
    _flush(pointer)
    pointer.replace(index / CURRENT)


def _flush(file: Path) -> None:
    """To the disk itself: a rename may reach it before the bytes do."""
    with file.open("r+b") as opened:
        os.fsync(opened.fileno())


def _remove_all_but(index: Path, name: str) -> None:
    for entry in index.iterdir():
        if entry.is_dir() and entry.name != name and _is_generation(entry.name):
            # One that a running question still has open goes at the next build.
            shutil.rmtree(entry, ignore_errors=True)


def _is_generation(name: str) -> bool:
    """Nothing else in the folder is askaws's to delete."""
    return len(name) == 16 and all(character in "0123456789abcdef" for character in name)
