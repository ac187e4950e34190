"""The file system's side of reading: which files are notes, and what is in them."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pathspec import GitIgnoreSpec

from askaws.errors import CorpusError
from askaws.reading.names import Name
from askaws.records import Document, Skipped

if TYPE_CHECKING:
    from askaws.reading.markdown import Note

MARKDOWN = (".md", ".markdown")
PLAIN = (".txt",)
IGNORE_FILES = (".gitignore", ".askawsignore")


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A note on disk. `path` is relative to the corpus; size in bytes, time in nanoseconds."""

    path: str
    place: Path
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Scan:
    """The notes of a corpus in sorted order, and what is there but is not a note."""

    files: tuple[NoteFile, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class _Ignore:
    """The patterns of one ignore file, which hold for its folder and all below."""

    folder: Path
    patterns: GitIgnoreSpec


def scan(corpus: Path) -> Scan:
    """Find the notes under a folder, or the one file that `corpus` is.

    Hidden files and those that a `.gitignore` or `.askawsignore` names are left out.
    Raises `CorpusError` if the corpus cannot be read at all.
    """
    skipped: list[Skipped] = []
    if corpus.is_dir():
        files = sorted(_walk(corpus, corpus, (), skipped), key=lambda file: file.path)
        return Scan(tuple(files), tuple(sorted(skipped, key=lambda skip: skip.path)))
    note = _note(corpus, corpus.name, skipped)
    if note is None:
        raise CorpusError(
            f"{corpus}: {skipped[0].reason}", hint="name a folder of notes: --corpus PATH"
        )
    return Scan((note,), ())


def read(file: NoteFile) -> tuple[Document, str, tuple[Name, ...]]:
    """A note's document, the SHA-256 of its bytes, and the names in it.

    One that can't be read is a document with nothing in it but the reason; its digest is
    empty if there were no bytes to digest.
    """
    try:
        data = file.place.read_bytes()
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        return Document(file.path, (), (Skipped(file.path, reason),)), "", ()
    note = _decoded(file, data)
    return note.document, hashlib.sha256(data).hexdigest(), note.names


def is_readable(file: NoteFile) -> bool:
    """Whether its bytes could be read now."""
    return os.access(file.place, os.R_OK)


def _decoded(file: NoteFile, data: bytes) -> Note:
    # Markdown's parser takes a while to load, and most questions read no note.
    from askaws.reading.markdown import Note, read_note, read_plain_note

    def nothing(reason: str, line: int = 0) -> Note:
        return Note(Document(file.path, (), (Skipped(file.path, reason, line),)))

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return nothing("is not UTF-8 text", data.count(b"\n", 0, error.start) + 1)
    if "\0" in text:
        return nothing("is not text")
    if not text.strip():
        return nothing("empty file")
    plain = file.place.suffix.lower() in PLAIN
    return read_plain_note(text, file.path) if plain else read_note(text, file.path)


def _walk(
    top: Path, folder: Path, ignores: tuple[_Ignore, ...], skipped: list[Skipped]
) -> Iterator[NoteFile]:
    path = folder.relative_to(top).as_posix()
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        if folder == top:
            raise CorpusError(
                f"{folder}: cannot be listed: {error.strerror}",
                hint=f"check its permissions: ls -ld {folder}",
            ) from error
        skipped.append(Skipped(_printable(path) + "/", f"cannot be listed: {error.strerror}"))
        return
    ignores = (*ignores, *_ignores_in(top, folder, skipped))
    for entry in entries:
        place = Path(entry.path)
        path = place.relative_to(top).as_posix()
        if reason := _reason_to_skip(entry, path, ignores):
            skipped.append(Skipped(_printable(path) + "/" * entry.is_dir(), reason))
        elif entry.is_dir():
            yield from _walk(top, place, ignores, skipped)
        elif entry.name not in IGNORE_FILES and (note := _note(place, path, skipped)):
            yield note


def _reason_to_skip(entry: os.DirEntry[str], path: str, ignores: tuple[_Ignore, ...]) -> str:
    if entry.name in IGNORE_FILES:
        return ""
    if not _is_encodable(path):
        return "its name is not UTF-8"
    if entry.name.startswith("."):
        return "hidden"
    if _is_ignored(entry, ignores):
        return "ignored"
    if entry.is_dir():
        return "link to a folder" if entry.is_symlink() else ""
    ending = Path(entry.name).suffix
    if ending.lower() not in MARKDOWN + PLAIN:
        return f"not a note ({ending or 'no ending'})"
    return "" if Path(entry.path).exists() else "broken link"


def _is_ignored(entry: os.DirEntry[str], ignores: tuple[_Ignore, ...]) -> bool:
    """As git decides: the last pattern that matches, the innermost file's after the others'."""
    ignored = False
    for ignore in ignores:
        path = Path(entry.path).relative_to(ignore.folder).as_posix()
        is_folder = entry.is_dir(follow_symlinks=False)
        decision = ignore.patterns.check_file(path + "/" * is_folder).include
        ignored = ignored if decision is None else decision
    return ignored


def _ignores_in(top: Path, folder: Path, skipped: list[Skipped]) -> Iterator[_Ignore]:
    for name in IGNORE_FILES:
        file = folder / name
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
            yield _Ignore(folder, GitIgnoreSpec.from_lines(lines))
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            path = _printable(file.relative_to(top).as_posix())
            skipped.append(Skipped(path, f"its patterns cannot be read: {error}"))


def _note(place: Path, path: str, skipped: list[Skipped]) -> NoteFile | None:
    try:
        status = place.stat()
    except OSError as error:
        skipped.append(Skipped(path, f"cannot be read: {error.strerror or error}"))
        return None
    if not stat.S_ISREG(status.st_mode):
        # To read a pipe would wait for ever.
        skipped.append(Skipped(path, "not a file"))
        return None
    return NoteFile(path, place, status.st_size, status.st_mtime_ns)


def _is_encodable(path: str) -> bool:
    """Linux allows any bytes in a name; those that are not UTF-8 can't be shown or stored."""
    return "\ufffd" not in _printable(path) or "\ufffd" in path


def _printable(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "replace")
