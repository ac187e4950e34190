"""Which files of a corpus are notes, and what becomes of those that can't be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from askaws.errors import CorpusError
from askaws.reading.corpus import NoteFile, read, scan


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())


def skipped(folder: Path) -> dict[str, str]:
    return {skip.path: skip.reason for skip in scan(folder).skipped}


def test_notes_are_found_in_sorted_order(tmp_path: Path) -> None:
    """In all folders, whatever the case of their endings."""
    write(tmp_path, {"b.md": "x", "a/z.markdown": "x", "a.txt": "x", "a/A.MD": "x"})
    assert [file.path for file in scan(tmp_path).files] == [
        "a.txt",
        "a/A.MD",
        "a/z.markdown",
        "b.md",
    ]


def test_a_file_is_a_corpus_of_one(tmp_path: Path) -> None:
    """Its path is its name; its ending does not matter."""
    write(tmp_path, {"deep/notes": "x"})
    [file] = scan(tmp_path / "deep" / "notes").files
    assert (file.path, file.size) == ("notes", 1)


def test_what_is_no_note_is_told(tmp_path: Path) -> None:
    """Hidden files and folders, other kinds of files, links to folders, broken links, pipes."""
    write(
        tmp_path, {".git/a.md": "x", ".draft.md": "x", "a.png": "x", "Makefile": "x", "d/a.md": ""}
    )
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    os.mkfifo(tmp_path / "pipe.md")
    assert skipped(tmp_path) == {
        ".draft.md": "hidden",
        ".git/": "hidden",
        "Makefile": "not a note (no ending)",
        "a.png": "not a note (.png)",
        "gone.md": "broken link",
        "loop/": "link to a folder",
        "pipe.md": "not a file",
    }
    assert [file.path for file in scan(tmp_path).files] == ["d/a.md"]


def test_a_link_to_a_note_is_a_note(tmp_path: Path) -> None:
    """It has the size of what it leads to."""
    write(tmp_path / "notes", {"a.md": "x"})
    write(tmp_path, {"b.md": "four"})
    (tmp_path / "notes" / "b.md").symlink_to(tmp_path / "b.md")
    assert [(file.path, file.size) for file in scan(tmp_path / "notes").files] == [
        ("a.md", 1),
        ("b.md", 4),
    ]


def test_ignored_notes_are_told(tmp_path: Path) -> None:
    """By patterns as git reads them: an inner file may take back what an outer one says."""
    files = ["keep.md", "old.md", "drafts/x.md", "sub/old.md", "sub/mine.md"]
    write(tmp_path, dict.fromkeys(files, "x"))
    write(tmp_path, {".gitignore": "old.md\ndrafts/\n", "sub/.askawsignore": "!old.md\nmine.md"})
    assert [file.path for file in scan(tmp_path).files] == ["keep.md", "sub/old.md"]
    assert skipped(tmp_path) == {
        "drafts/": "ignored",
        "old.md": "ignored",
        "sub/mine.md": "ignored",
    }


def test_an_unreadable_ignore_file_is_told(tmp_path: Path) -> None:
    """It would leave out notes, or let them in, without a word."""
    write(tmp_path, {".gitignore": b"\xff\n", "a.md": "x"})
    assert skipped(tmp_path)[".gitignore"].startswith("its patterns cannot be read")


def test_a_name_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    """It could be neither shown nor stored."""
    try:
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.md"))).write_text("x")
    except OSError:
        pytest.skip("this file system refuses such names")
    assert scan(tmp_path).files == ()
    assert list(skipped(tmp_path).values()) == ["its name is not UTF-8"]


def test_a_corpus_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """The message names it and the hint says what to do."""
    with pytest.raises(CorpusError, match="nowhere") as caught:
        scan(tmp_path / "nowhere")
    assert "--corpus" in caught.value.hint


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"one\ntwo \xff\n", 2, "is not UTF-8 text"),
        (b"a\0b", 0, "is not text"),
        (b" \n\n", 0, "empty file"),
    ],
)
def test_a_file_that_is_no_text_is_a_skipped_document(
    tmp_path: Path, content: bytes, line: int, reason: str
) -> None:
    """With the line of the first bad byte; its digest says when it changes."""
    write(tmp_path, {"a.md": content})
    document, digest, names = read(scan(tmp_path).files[0])
    assert (document.sections, names) == ((), ())
    assert [(skip.line, skip.reason) for skip in document.skipped] == [(line, reason)]
    assert len(digest) == 64


def test_a_file_that_vanished_is_a_skipped_document_without_digest(tmp_path: Path) -> None:
    """It is tried again at the next update."""
    document, digest, _ = read(NoteFile("a.md", tmp_path / "a.md", 1, 1))
    assert digest == ""
    assert document.skipped[0].reason.startswith("cannot be read")


def test_a_byte_order_mark_is_not_text(tmp_path: Path) -> None:
    """The heading behind it is one."""
    write(tmp_path, {"a.md": b"\xef\xbb\xbf# S3\n\nStores.", "b.txt": "# S3"})
    first, second = (read(file)[0] for file in scan(tmp_path).files)
    assert first.sections[0].headings == ("S3",)
    assert second.sections[0].headings == ()
