"""Tab after `explain` and `topics`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from askaws.cli.completion import next_words
from askaws.index.build import update
from tests.fakes import FakeTools

NOTES = "# SageMaker Neo\n\nNeo compiles models.\n\n# SageMaker Studio\n\nStudio is an editor.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A note and an index of it."""
    folder = tmp_path_factory.mktemp("completion")
    (folder / "notes.md").write_text(NOTES)
    update(folder / "index", folder / "notes.md", FakeTools())
    return folder


def complete(line: str, folder: Path) -> tuple[list[str], str]:
    """What bash is offered for the last word of a line, and what is printed to stderr."""
    ran = subprocess.run(
        [sys.executable, "-m", "askaws"],
        cwd=folder,
        env=os.environ
        | {
            "_ASKAWS_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(line.split(" ")) - 1),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0
    return ran.stdout.split(), ran.stderr


@pytest.mark.parametrize("command", ["explain", "topics"])
def test_topics_are_completed_from_the_index(folder: Path, command: str) -> None:
    """The first word, whatever the case of what was typed of it."""
    line = f"askaws {command} --corpus notes.md --index index "
    assert complete(line + "Sage", folder) == (["SageMaker"], "")
    assert complete(line + "sage", folder) == (["sageMaker"], "")


def test_a_topic_is_completed_word_by_word(folder: Path) -> None:
    """What was typed before says which topics are left."""
    line = "askaws explain --corpus notes.md --index index SageMaker "
    assert complete(line, folder) == (["Neo", "Studio"], "")


@pytest.mark.parametrize(
    "where", ["--corpus notes.md --index none", "--corpus gone.md", "--corpus notes.md --index ."]
)
def test_without_an_index_nothing_is_offered_said_or_built(folder: Path, where: str) -> None:
    """Silent whatever is wrong."""
    before = sorted(folder.rglob("*"))
    assert complete(f"askaws explain {where} S", folder) == ([], "")
    assert sorted(folder.rglob("*")) == before


def test_only_the_topics_that_go_on_as_typed() -> None:
    """More words than a topic has, or others, offer nothing."""
    topics = ["Amazon S3", "Amazon S3 Glacier", "S3"]
    assert next_words(topics, ["amazon", "s3"], "") == ["Glacier"]
    assert next_words(topics, ["s3"], "") == []
    assert next_words(topics, [], "A") == ["Amazon"]
