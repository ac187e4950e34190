"""Where the corpus, the index and the caches are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from askaws.errors import CorpusError
from askaws.settings import resolve, shipped_corpus


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with notes in `corpus` and in `my notes`."""
    for name in ("corpus", "my notes"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text("# A\n")
    return tmp_path


def test_an_option_comes_before_the_environment_and_that_before_the_folder(folder: Path) -> None:
    """`--corpus`, `$ASKAWS_CORPUS`, `./corpus`, in this order."""
    named = {"ASKAWS_CORPUS": "my notes"}
    assert resolve(Path("my notes/a.md"), None, named, folder).corpus == folder / "my notes/a.md"
    assert resolve(None, None, named, folder).corpus == folder / "my notes"
    assert resolve(None, None, {}, folder).corpus == folder / "corpus"


def test_without_notes_at_hand_those_that_ship_are_read(tmp_path: Path) -> None:
    """An empty variable names nothing."""
    assert resolve(None, None, {"ASKAWS_CORPUS": ""}, tmp_path).corpus == shipped_corpus()
    assert list(shipped_corpus().rglob("*.md"))


def test_the_index_of_corpus_stands_beside_it(folder: Path) -> None:
    """`./index` for `./corpus`, however that was named."""
    for corpus in (None, Path("corpus"), folder / "corpus"):
        assert resolve(corpus, None, {}, folder).index == folder / "index"


def test_other_corpora_have_an_index_each(folder: Path) -> None:
    """One for each place, the same one each time, and none of them in the notes."""
    indexes = [
        resolve(Path(name), None, {}, folder).index
        for name in ("my notes", "my notes/a.md", "corpus/a.md", "my notes")
    ]
    assert indexes[0] == indexes[3]
    assert len(set(indexes)) == 3
    assert not any(index.is_relative_to(folder) for index in indexes)
    assert indexes[0].name.startswith("my-notes-")


def test_a_named_index_is_taken(folder: Path) -> None:
    """`--index` before `$ASKAWS_INDEX`, each relative to the current folder."""
    named = {"ASKAWS_INDEX": "there"}
    assert resolve(None, Path("here"), named, folder).index == folder / "here"
    assert resolve(None, None, named, folder).index == folder / "there"


def test_a_corpus_that_is_not_there_is_told(folder: Path) -> None:
    """As it was typed, with what to do."""
    with pytest.raises(CorpusError, match=r"^gone: no such file or folder$") as caught:
        resolve(Path("gone"), None, {}, folder)
    assert "--corpus" in caught.value.hint


def test_models_are_listed_in_a_file_that_ships(folder: Path) -> None:
    """`models.txt`, from a checkout as from an installation."""
    assert resolve(None, None, {}, folder).manifest.is_file()
