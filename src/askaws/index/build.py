"""Building and updating the index: only what changed is read, split and embedded again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from askaws.errors import EmptyCorpusError, IndexMissingError, IndexStoreError
from askaws.index.format import FORMAT, FileRow, Manifest
from askaws.index.store import Generation, open_current
from askaws.index.write import locked, publish, remove_leftovers, write_generation
from askaws.models.encoder import Floats
from askaws.reading.chunks import ChunkLimits
from askaws.reading.corpus import NoteFile, Scan, is_readable, read, scan
from askaws.reading.terms import collect_terms, read_known_names
from askaws.records import Chunk, Document, Skipped

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is."""

_LOCK_SECONDS = 600.0
_BATCH = 64


class Tools(Protocol):
    """The models that building needs, made only when they are needed."""

    @property
    def embedder_digest(self) -> str: ...

    @property
    def limits(self) -> ChunkLimits: ...

    def chunks(self, document: Document) -> list[Chunk]: ...

    def embed(self, texts: Sequence[str], total: int) -> Floats:
        """Vectors of `texts`, a batch of `total` texts in all."""
        ...


@dataclass(frozen=True, slots=True)
class Report:
    """What an update did. Paths are relative to the corpus."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    files: int = 0
    chunks: int = 0
    embedded: int = 0
    rebuilt: str = ""

    @property
    def unchanged(self) -> bool:
        return not (self.added or self.changed or self.removed or self.rebuilt)


@dataclass(frozen=True, slots=True)
class _Before:
    """What was indexed, and the generation to build upon: none if `reason` forbids it."""

    generation: Generation | None = None
    files: dict[str, FileRow] = field(default_factory=dict)
    reason: str = ""

    def close(self) -> None:
        if self.generation:
            self.generation.close()


def is_current(index: Path, corpus: Path, embedder: str, limits: ChunkLimits) -> bool:
    """Whether the published index is that of the notes as they are now. Loads no model."""
    try:
        with closing(open_current(index)) as generation:
            return not (
                _reason_to_rebuild(generation, embedder, limits)
                or _differ(generation.files(), scan(corpus))
            )
    except IndexStoreError:
        return False


def update(
    index: Path,
    corpus: Path,
    tools: Tools,
    *,
    rebuild: bool = False,
    progress: Progress = lambda stage, done, total: None,
    patience: float = _LOCK_SECONDS,
) -> Report:
    """Bring the index up to date with the notes, and publish it in one step.

    A failure or an interrupt at any point leaves the last good generation in use.
    Raises `EmptyCorpusError` if there is nothing to index, `IndexBusyError` if another
    process is still building after `patience` seconds, `IndexStoreError` if the index
    can't be written.
    """
    with locked(index, patience, lambda: progress("waiting for another askaws", 0, 1)):
        remove_leftovers(index)
        found = scan(corpus)
        with closing(_before(index, tools, rebuild)) as before:
            if before.generation and not _differ(before.files, found):
                return Report(
                    skipped=_all_skipped(found, before.files.values()),
                    files=len(before.files),
                    chunks=before.generation.manifest.chunks,
                )
            return _build(index, corpus, found, before, tools, progress)


def _build(
    index: Path, corpus: Path, found: Scan, before: _Before, tools: Tools, progress: Progress
) -> Report:
    files, chunks = _read_all(found, before, tools, progress)
    skipped = _all_skipped(found, files)
    if not chunks:
        raise EmptyCorpusError(
            f"{corpus}: nothing to index in {len(found.files)} notes{_first_reasons(skipped)}",
            hint="put Markdown notes there, or name another folder: --corpus PATH",
        )
    vectors, embedded = _vectors(chunks, before.generation, tools, progress)
    names = (name for file in files for name in file.names)
    terms = collect_terms(chunks, names, read_known_names())
    digest, limits = tools.embedder_digest, tools.limits.as_json()
    manifest = Manifest(FORMAT, _digest(files), digest, limits, len(chunks), len(vectors))
    progress("writing", 0, 1)
    publish(index, lambda folder: write_generation(folder, manifest, files, chunks, vectors, terms))
    progress("writing", 1, 1)
    old = {path: row.sha256 for path, row in before.files.items()}
    new = {file.path: file.sha256 for file in files}
    return Report(
        added=tuple(path for path in new if path not in old),
        changed=tuple(path for path in new if path in old and old[path] != new[path]),
        removed=tuple(path for path in old if path not in new),
        skipped=skipped,
        files=len(files),
        chunks=len(chunks),
        embedded=embedded,
        rebuilt=before.reason,
    )


def _before(index: Path, tools: Tools, rebuild: bool) -> _Before:
    try:
        generation = open_current(index)
        files = generation.files()
    except IndexMissingError:
        return _Before()
    except IndexStoreError as error:
        return _Before(reason="asked for" if rebuild else error.message)
    reason = _reason_to_rebuild(generation, tools.embedder_digest, tools.limits)
    if reason or rebuild:
        generation.close()
        return _Before(None, files, "asked for" if rebuild else reason)
    return _Before(generation, files)


def _reason_to_rebuild(generation: Generation, embedder: str, limits: ChunkLimits) -> str:
    if generation.manifest.embedder != embedder:
        return "the embedder is another"
    if generation.manifest.chunking != limits.as_json():
        return "notes are split differently now"
    return ""


def _differ(old: dict[str, FileRow], found: Scan) -> bool:
    """Whether any note was added, removed or touched since `old` was written."""
    now = {file.path: (file.size, file.mtime_ns) for file in found.files}
    if now != {path: (row.size, row.mtime_ns) for path, row in old.items()}:
        return True
    # To be allowed to read a file changes neither its size nor its time.
    return any(not old[file.path].sha256 and is_readable(file) for file in found.files)


def _read_all(
    found: Scan, before: _Before, tools: Tools, progress: Progress
) -> tuple[list[FileRow], list[Chunk]]:
    """The rows and chunks of every note; those of unchanged ones come from `before`."""
    kept: dict[str, list[Chunk]] = {}
    for chunk in before.generation.chunks() if before.generation else ():
        kept.setdefault(chunk.path, []).append(chunk)
    old = before.files if before.generation else {}
    files: list[FileRow] = []
    chunks: list[Chunk] = []
    for done, file in enumerate(found.files):
        progress("reading", done, len(found.files))
        row = old.get(file.path)
        if row and row.sha256 and (row.size, row.mtime_ns) == (file.size, file.mtime_ns):
            files.append(row)
            chunks.extend(kept.get(file.path, []))
            continue
        document, digest, names = read(file)
        files.append(_row(file, digest, document, (name.text for name in names)))
        if row and row.sha256 == digest:
            chunks.extend(kept.get(file.path, []))
        else:
            chunks.extend(tools.chunks(document))
    progress("reading", len(found.files), len(found.files))
    return files, chunks


def _row(file: NoteFile, digest: str, document: Document, names: Iterable[str]) -> FileRow:
    unique = tuple(dict.fromkeys(names))
    return FileRow(file.path, digest, file.size, file.mtime_ns, document.skipped, unique)


def _vectors(
    chunks: Sequence[Chunk], previous: Generation | None, tools: Tools, progress: Progress
) -> tuple[Floats, int]:
    """A vector for each chunk and then for each span, and how many had to be computed."""
    known: dict[str, Floats] = {}
    if previous:
        known = dict(zip(_texts(list(previous.chunks())), previous.vectors(), strict=True))
    texts = _texts(chunks)
    # The same text in two places is embedded once; texts of like length go together.
    missing = sorted(dict.fromkeys(text for text in texts if text not in known), key=len)
    for start in range(0, len(missing), _BATCH):
        progress("embedding", start, len(missing))
        batch = missing[start : start + _BATCH]
        known.update(zip(batch, tools.embed(batch, len(missing)), strict=True))
    progress("embedding", len(missing), len(missing))
    return np.stack([known[text] for text in texts]), len(missing)


def _texts(chunks: Sequence[Chunk]) -> list[str]:
    """What is embedded, in the order of the vectors."""
    spans = [text for chunk in chunks for text in chunk.span_texts]
    return [*(chunk.embedding_text for chunk in chunks), *spans]


def _all_skipped(found: Scan, files: Iterable[FileRow]) -> tuple[Skipped, ...]:
    return (*found.skipped, *(skip for row in files for skip in row.skipped))


def _first_reasons(skipped: Sequence[Skipped]) -> str:
    shown = "; ".join(f"{skip.location}: {skip.reason}" for skip in skipped[:3])
    return f" ({shown})" if shown else ""


def _digest(files: Sequence[FileRow]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.path}\0{file.sha256}\0".encode())
    return digest.hexdigest()
