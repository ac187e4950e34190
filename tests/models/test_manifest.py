"""The format of models.txt."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askaws.errors import ManifestError, ModelMissingError
from askaws.models.manifest import find_model, parse_manifest, read_manifest
from askaws.settings import resolve

ENTRY = """\
# A comment.

[maker-model]
role     = llm
source   = hub:maker/model-GGUF   # where it comes from
file     = sub/model.Q4_K_M.gguf
revision = main
size     = 1234
sha256   = unknown
licence  = Apache-2.0
context  = 8192
memory   = 400
about    = one line: with = signs, and #hash marks
"""


def parse(text: str) -> None:
    parse_manifest(text.splitlines())


def test_an_entry_is_read() -> None:
    """Keys, comments and blank lines; a value may hold whatever a comment does not begin."""
    (model,) = parse_manifest(ENTRY.splitlines())
    assert (model.name, model.role, model.repository, model.package) == (
        "maker-model",
        "llm",
        "maker/model-GGUF",
        "",
    )
    assert (model.file, model.revision, model.sha256) == (
        "sub/model.Q4_K_M.gguf",
        "main",
        "unknown",
    )
    assert (model.size, model.context, model.memory) == (1234, 8192, 400)
    assert model.about == "one line: with = signs, and"


def test_an_unknown_size_is_zero() -> None:
    """`unknown` is a size, and reads as 0."""
    (model,) = parse_manifest(ENTRY.replace("1234", "unknown").splitlines())
    assert model.size == 0


def test_a_package_is_a_source() -> None:
    """A model may come with a Python package instead."""
    (model,) = parse_manifest(ENTRY.replace("hub:maker/model-GGUF", "package:a_b").splitlines())
    assert (model.package, model.repository) == ("a_b", "")


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("[maker-model]", "[Maker Model]", 3, "is not a model's name in brackets"),
        ("[maker-model]", "[maker-model", 3, "is not a model's name in brackets"),
        ("[maker-model]", "", 4, "expected `key = value` under a [name]"),
        ("role     = llm", "role llm", 4, "expected `key = value`"),
        ("role     = llm", "role = chat", 4, "'chat' is no role"),
        ("role     = llm", "rule = llm", 4, "unknown key 'rule'; known are role, source"),
        ("hub:maker/model-GGUF", "https://maker/model", 5, "is no source"),
        ("hub:maker/model-GGUF", "hub:model", 5, "is no source"),
        ("hub:maker/model-GGUF", "package:a-b", 5, "is no source"),
        ("sub/model.Q4_K_M.gguf", "../model.gguf", 6, "is no file"),
        ("sub/model.Q4_K_M.gguf", "/etc/model.gguf", 6, "is no file"),
        ("= main", "=", 7, "'' is no revision"),
        ("1234", "1.2 GB", 8, "'1.2 GB' is no size"),
        ("1234", "0", 8, "'0' is no size"),
        ("unknown", "abc", 9, "'abc' is no sha256"),
        ("unknown", "A" * 64, 9, "is no sha256"),
        ("8192", "8k", 11, "'8k' is no context"),
        ("400", "-1", 12, "'-1' is no memory"),
        ("memory   = 400", "role = llm", 12, "role stands twice in [maker-model]"),
        ("memory   = 400\n", "", 3, "[maker-model] lacks memory"),
        ("role     = llm", "role = embedder", 3, "is not an llm, so its source must be a package"),
    ],
)
def test_each_mistake_names_its_line(old: str, new: str, line: int, problem: str) -> None:
    """A typing error is found, never guessed at, and the message begins with file and line."""
    assert old in ENTRY
    with pytest.raises(ManifestError, match=re.escape(problem)) as failure:
        parse(ENTRY.replace(old, new, 1))
    assert failure.value.message.startswith(f"models.txt:{line}: ")
    assert failure.value.hint


def test_a_name_stands_once() -> None:
    """A second entry of the same name is a mistake of its own line."""
    with pytest.raises(ManifestError, match=r"models\.txt:15: \[maker-model\] stands twice"):
        parse(ENTRY + ENTRY.replace("# A comment.\n", ""))


@given(st.text(max_size=200))
def test_whatever_stands_there_is_read_or_refused(text: str) -> None:
    """No content of the file raises anything but a `ManifestError`."""
    with contextlib.suppress(ManifestError):
        parse(text)


@pytest.mark.parametrize("content", [None, b"\xff\xfe[\x00"])
def test_a_manifest_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    """A missing file, or one that is not UTF-8, is a `ManifestError` with its path."""
    place = tmp_path / "models.txt"
    if content is not None:
        place.write_bytes(content)
    with pytest.raises(ManifestError, match=r"models\.txt: cannot be read"):
        read_manifest(place)


def test_a_role_is_asked_for() -> None:
    """A model of another role is not found under its name."""
    models = parse_manifest(ENTRY.splitlines())
    assert find_model(models, "maker-model", "llm") is models[0]
    with pytest.raises(ModelMissingError, match="no embedder named 'maker-model'"):
        find_model(models, "maker-model", "embedder")


def test_the_shipped_manifest_lists_embedded_and_larger_models() -> None:
    """models.txt parses; its larger LLMs are pinned to a commit, a size and a SHA-256."""
    models = read_manifest(resolve(None, None, {}).manifest)
    larger = [model for model in models if model.repository]
    assert len(larger) >= 3
    for model in larger:
        assert (model.role, len(model.revision)) == ("llm", 40)
        assert 1_000_000_000 < model.size < 3_000_000_000
        assert model.sha256 != "unknown"
        assert model.licence in ("Apache-2.0", "MIT")
        assert model.memory * 1_000_000 > model.size
    assert {model.role for model in models if model.package} >= {"embedder", "llm"}
