"""Building: what changed and nothing else, and never without a good index at the end."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from askaws.errors import EmptyCorpusError, IndexBusyError, IndexStoreError
from askaws.index import write
from askaws.index.build import Report, is_current, update
from askaws.index.format import FORMAT, MANIFEST, VECTORS
from askaws.index.store import Generation, current, open_current
from askaws.reading.chunks import ChunkLimits
from tests.fakes import FakeTools

NOTES = {
    "a.md": "# S3\n\nStores objects.\n\n## Glacier\n\nArchives them.\n\n## Empty\n",
    "b/c.md": "# EC2\n\nRuns virtual machines.\n",
}


class Place:
    """A corpus and its index in a folder of the test's own."""

    def __init__(self, top: Path) -> None:
        self.corpus = top / "corpus"
        self.index = top / "index"
        for path, text in NOTES.items():
            self.write(path, text)

    def write(self, path: str, text: str) -> None:
        file = self.corpus / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        # A later write within the clock's grain would look like the same one.
        status = file.stat()
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + len(text)))

    def update(self, tools: FakeTools | None = None, *, rebuild: bool = False) -> Report:
        return update(self.index, self.corpus, tools or FakeTools(), rebuild=rebuild)

    def texts(self) -> list[str]:
        generation = open_current(self.index)
        texts = [chunk.text for chunk in generation.chunks()]
        generation.close()
        return texts

    def is_current(self, tools: FakeTools | None = None) -> bool:
        tools = tools or FakeTools()
        return is_current(self.index, self.corpus, tools.embedder_digest, tools.limits)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


class TestReport:
    """What was added, changed, removed and skipped, and why."""

    def test_a_first_build_adds_all_notes(self, place: Place) -> None:
        """And tells what is not in the index."""
        place.write("d.txt", "")
        report = place.update()
        assert report.added == ("a.md", "b/c.md", "d.txt")
        assert (report.changed, report.removed, report.rebuilt) == ((), (), "")
        assert [(skip.location, skip.reason) for skip in report.skipped] == [
            ("a.md:9", "empty section"),
            ("d.txt", "empty file"),
        ]
        assert (report.files, report.chunks) == (3, 3)

    def test_changes_are_told_apart(self, place: Place) -> None:
        """One note added, one changed, one removed."""
        place.update()
        place.write("new.md", "# New\n\nText.\n")
        place.write("a.md", "# S3\n\nStores objects in buckets.\n")
        (place.corpus / "b/c.md").unlink()
        report = place.update()
        assert (report.added, report.changed, report.removed) == (
            ("new.md",),
            ("a.md",),
            ("b/c.md",),
        )
        assert place.texts() == ["Stores objects in buckets.", "Text."]

    def test_an_update_without_changes_tells_what_is_skipped_all_the_same(
        self, place: Place
    ) -> None:
        """It is still not in the index."""
        place.update()
        report = place.update()
        assert report.unchanged
        assert [skip.reason for skip in report.skipped] == ["empty section"]
        assert (report.files, report.chunks, report.embedded) == (2, 3, 0)

    def test_progress_names_its_stages(self, place: Place) -> None:
        """Each ends with all of it done."""
        calls: list[tuple[str, int, int]] = []
        tools = FakeTools()
        update(place.index, place.corpus, tools, progress=lambda *call: calls.append(call))
        last = {stage: (done, total) for stage, done, total in calls}
        assert list(last) == ["reading", "embedding", "writing"]
        assert all(done == total for done, total in last.values())


class TestIncrement:
    """Only what changed is read, split and embedded."""

    def test_an_unchanged_corpus_loads_no_model(self, place: Place) -> None:
        """Nothing is split or embedded, and the generation stays."""
        place.update()
        before = current(place.index)
        tools = FakeTools()
        assert place.is_current(tools)
        place.update(tools)
        assert (tools.split, tools.embedded) == ([], [])
        assert current(place.index) == before

    def test_only_changed_sections_are_embedded(self, place: Place) -> None:
        """The other sections of the same note keep their vectors."""
        place.update()
        place.write("a.md", NOTES["a.md"].replace("Archives them.", "Archives them cheaply."))
        tools = FakeTools()
        report = place.update(tools)
        assert tools.split == ["a.md"]
        assert tools.embedded == ["S3 > Glacier\nArchives them cheaply."]
        assert report.embedded == 1

    def test_a_touched_note_is_read_and_nothing_more(self, place: Place) -> None:
        """Its bytes are the same, so its chunks are."""
        place.update()
        place.write("a.md", NOTES["a.md"] + "\n")
        place.update()
        place.write("a.md", NOTES["a.md"] + "\n")
        os.utime(place.corpus / "a.md")
        tools = FakeTools()
        assert not place.is_current()
        report = place.update(tools)
        assert report.unchanged
        assert (tools.split, tools.embedded) == ([], [])
        assert place.is_current()

    def test_a_moved_note_keeps_its_vectors(self, place: Place) -> None:
        """They belong to the text, wherever it stands."""
        place.update()
        (place.corpus / "a.md").rename(place.corpus / "moved.md")
        tools = FakeTools()
        report = place.update(tools)
        assert (report.added, report.removed) == (("moved.md",), ("a.md",))
        assert tools.embedded == []

    def test_the_same_text_in_two_places_is_embedded_once(self, place: Place) -> None:
        """A copy of a note costs nothing."""
        place.write("copy.md", NOTES["b/c.md"])
        tools = FakeTools()
        place.update(tools)
        assert len(tools.embedded) == len(set(tools.embedded)) == 3

    def test_a_rebuild_embeds_everything(self, place: Place) -> None:
        """Asked for, it starts from nothing, and the notes are not called new."""
        place.update()
        tools = FakeTools()
        report = place.update(tools, rebuild=True)
        assert (report.rebuilt, report.added, len(tools.embedded)) == ("asked for", (), 3)

    @pytest.mark.parametrize(
        ("tools", "reason"),
        [
            (FakeTools(embedder_digest="another"), "the embedder is another"),
            (FakeTools(limits=ChunkLimits(9, 50)), "notes are split differently now"),
        ],
    )
    def test_other_models_or_limits_rebuild(
        self, place: Place, tools: FakeTools, reason: str
    ) -> None:
        """The old vectors would not compare with the new."""
        place.update()
        assert not place.is_current(tools)
        report = place.update(tools)
        assert (report.rebuilt, report.embedded) == (reason, 3)
        assert place.is_current(tools)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_a_note_that_may_be_read_again_is_read(self, place: Place) -> None:
        """Permissions change neither size nor time."""
        (place.corpus / "a.md").chmod(0)
        assert [skip.path for skip in place.update().skipped] == ["a.md"]
        assert place.is_current()
        (place.corpus / "a.md").chmod(0o644)
        assert not place.is_current()
        assert place.update().changed == ("a.md",)


class TestInterruption:
    """Whatever happens, the last good generation stays in use."""

    @pytest.mark.parametrize("interrupt_at", [1, 2, 3])
    def test_an_interrupt_while_embedding(self, place: Place, interrupt_at: int) -> None:
        """The next build makes up for it."""
        place.update()
        before = place.texts()
        place.write("a.md", "# S3\n\nOne.\n\n# B\n\nTwo.\n\n# C\n\nThree.\n")
        with pytest.raises(KeyboardInterrupt):
            place.update(FakeTools(interrupt_at=interrupt_at))
        assert place.texts() == before
        assert place.update().changed == ("a.md",)
        assert place.texts()[:2] == ["One.", "Two."]

    @pytest.mark.parametrize("name", ["mkdir", "rename", "replace", "write_text"])
    @pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError(28, "No space left on device")])
    def test_a_failure_at_any_step_of_publishing(
        self,
        place: Place,
        monkeypatch: pytest.MonkeyPatch,
        name: str,
        failure: BaseException | type[BaseException],
    ) -> None:
        """The pointer still names the good one, and the next build leaves nothing behind."""
        place.update()
        before = place.texts()
        place.write("a.md", "# S3\n\nOther.\n")

        def fail(*_: object, **__: object) -> None:
            raise failure

        with monkeypatch.context() as patched:
            patched.setattr(Path, name, fail)
            with pytest.raises((KeyboardInterrupt, IndexStoreError)):
                place.update()
        assert place.texts() == before
        place.update()
        assert place.texts()[0] == "Other."
        assert sorted(entry.name for entry in place.index.iterdir() if entry.is_dir()) == [
            current(place.index).name
        ]

    def test_a_failed_first_build_leaves_no_index(self, place: Place) -> None:
        """Nor half of one."""
        with pytest.raises(KeyboardInterrupt):
            place.update(FakeTools(interrupt_at=1))
        assert not place.is_current()
        assert [entry.name for entry in place.index.iterdir()] in ([], ["lock"])

    def test_leftovers_are_removed_and_nothing_else(self, place: Place) -> None:
        """A folder that askaws did not make is not its to delete."""
        place.index.mkdir()
        for name in ("0123456789abcdef.tmp", "0123456789abcdef", "mine", "mine.tmp"):
            (place.index / name).mkdir()
        place.update()
        left = {entry.name for entry in place.index.iterdir() if entry.is_dir()}
        assert left == {"mine", "mine.tmp", current(place.index).name}

    def test_notes_that_are_all_gone_leave_the_index(self, place: Place) -> None:
        """An empty folder is an error with a hint, not an empty index."""
        place.update()
        for path in NOTES:
            (place.corpus / path).write_text("# Only a heading\n")
        with pytest.raises(EmptyCorpusError, match="empty section") as caught:
            place.update()
        assert "--corpus" in caught.value.hint
        assert len(place.texts()) == 3

    def test_an_index_that_cannot_be_written_is_an_error(self, place: Place) -> None:
        """It names the place and what to do."""
        place.index.write_text("a file where the folder should be")
        with pytest.raises(IndexStoreError, match="cannot be written") as caught:
            place.update()
        assert "--index" in caught.value.hint


class TestDamage:
    """Damaged files are told, and rebuilt by the next update."""

    @pytest.mark.parametrize("name", ["manifest.json", "notes.sqlite", "vectors.faiss"])
    @pytest.mark.parametrize("how", ["cut", "gone", "other"])
    def test_a_damaged_file_is_told_and_rebuilt(self, place: Place, name: str, how: str) -> None:
        """Cut short, missing, or full of something else."""
        place.update()
        file = current(place.index) / name
        if how == "gone":
            file.unlink()
        elif how == "cut":
            file.write_bytes(file.read_bytes()[:-7])
        else:
            file.write_bytes(b"\x93" * file.stat().st_size)
        assert not place.is_current()
        report = place.update()
        assert "cannot be used" in report.rebuilt
        assert ".cpp" not in report.rebuilt
        assert report.embedded == 3
        assert place.is_current()

    def test_a_pointer_to_nothing_is_told_and_rebuilt(self, place: Place) -> None:
        """The generation that it names has been deleted."""
        place.update()
        (place.index / "CURRENT").write_text("0123456789abcdef\n")
        assert not place.is_current()
        assert "is gone" in place.update().rebuilt
        assert place.is_current()

    def test_another_format_says_what_to_do(self, place: Place) -> None:
        """And an update builds its own."""
        place.update()
        manifest = current(place.index) / MANIFEST
        values = json.loads(manifest.read_text())
        manifest.write_text(json.dumps({**values, "format": FORMAT + 1, "new": 1}))
        with pytest.raises(IndexStoreError, match=f"format {FORMAT + 1}") as caught:
            open_current(place.index)
        assert caught.value.hint == "askaws index --rebuild"
        assert f"format {FORMAT + 1}" in place.update().rebuilt

    def test_counts_that_disagree_are_damage(self, place: Place) -> None:
        """The vectors of another generation do not belong to these chunks."""
        place.update()
        other = Place(place.corpus.parent / "other")
        (other.corpus / "a.md").unlink()
        other.update()
        manifest = current(place.index) / MANIFEST
        vectors = (current(other.index) / VECTORS).read_bytes()
        (current(place.index) / VECTORS).write_bytes(vectors)
        values = json.loads(manifest.read_text())
        values["sizes"][VECTORS] = len(vectors)
        manifest.write_text(json.dumps(values))
        with pytest.raises(IndexStoreError, match="vectors"):
            Generation(current(place.index))


class TestConcurrency:
    """Two processes, one index."""

    def test_two_builds_at_once_make_one_index(self, place: Place) -> None:
        """The second waits, and finds nothing left to do."""
        waiting: list[str] = []
        reports: list[Report] = []

        class Slow(FakeTools):
            def embed(self, texts, total):  # type: ignore[no-untyped-def]
                started.set()
                release.wait(5)
                return super().embed(texts, total)

        started, release = threading.Event(), threading.Event()
        first = threading.Thread(target=lambda: reports.append(place.update(Slow())))
        first.start()
        started.wait(5)
        tools = FakeTools()

        def progress(stage: str, done: int, total: int) -> None:
            waiting.append(stage)
            release.set()

        second = update(place.index, place.corpus, tools, progress=progress)
        first.join()
        assert waiting[0] == "waiting for another askaws"
        assert second.unchanged
        assert tools.embedded == []
        assert len(reports[0].added) == 2

    def test_a_lock_that_is_not_released_is_an_error_in_the_end(self, place: Place) -> None:
        """After as long as the caller has patience."""
        place.index.mkdir()
        with FileLock(place.index / "lock"), pytest.raises(IndexBusyError) as caught:
            update(place.index, place.corpus, FakeTools(), patience=0.05)
        assert caught.value.hint

    def test_a_reader_that_comes_between_gets_the_new_generation(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The old one is removed after the reader has read its name."""
        place.update()
        old = current(place.index)
        place.write("a.md", "# S3\n\nOther.\n")
        place.update()
        names = iter([old.name])
        monkeypatch.setattr(
            "askaws.index.store._current_name",
            lambda index: next(names, None) or (index / "CURRENT").read_text().strip(),
        )
        assert place.texts()[0] == "Other."


def test_what_is_written_goes_to_the_disk_before_its_name_does(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The three files and the pointer are flushed: power may fail at any time."""
    flushed: list[str] = []
    really_flush = write._flush

    def flush(file: Path) -> None:
        flushed.append(file.name)
        really_flush(file)

    monkeypatch.setattr(write, "_flush", flush)
    place.update()
    assert sorted(flushed[:3]) == ["manifest.json", "notes.sqlite", "vectors.faiss"]
    assert flushed[3:] == ["CURRENT.tmp"]
