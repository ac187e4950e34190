"""Whatever is wrong: one clear message, what to do next, exit status 1 and no traceback."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.program import Program, Ran

NOTE = "# Café\n\nThe answer is “42”.\n"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program in a home with a note, an empty folder, and files that are wrong."""
    home = tmp_path_factory.mktemp("home")
    (home / "note.md").write_text(NOTE, encoding="utf-8")
    (home / "empty").mkdir()
    (home / "binary.md").write_bytes(b"\xff\x00\x01")
    (home / "junk.gguf").write_bytes(b"no model")
    (home / "latin.jsonl").write_bytes(b'{"question": "caf\xe9"}\n')
    return Program(home)


def assert_told(ran: Ran, *words: str) -> None:
    """One message with these words, one hint, nothing else."""
    assert ran.code == 1, ran.err
    assert ran.out == ""
    message, hint = ran.err.rstrip("\n").split("\n")
    assert message.startswith("askaws: ")
    assert hint.startswith("  try: ")
    assert "unexpected" not in message
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("ask", "--corpus", "gone", "Why?"), "gone: no such file or folder"),
        (("ask", "--corpus", "empty", "Why?"), "nothing to index"),
        (("ask", "--corpus", "binary.md", "Why?"), "is not UTF-8 text"),
        (("index", "--corpus", "note.md", "--index", "note.md"), "cannot be written"),
        (("ask", "--corpus", "note.md", "--model", "nonsense", "Why?"), "'nonsense'"),
        (("ask", "--corpus", "note.md", "--model", "gone.gguf", "Why?"), "no such file"),
        (("search", "--corpus", "note.md", "--questions", "gone"), "gone: cannot be read"),
        (("search", "--corpus", "note.md", "--questions", "latin.jsonl"), "latin.jsonl:1"),
        (("show", "--corpus", "note.md", "note.md:99"), "99"),
        (("show", "--corpus", "note.md", "[/bold]"), "'[/bold]' is not a citation"),
        (("models", "pull", "nonsense"), "'nonsense'"),
        (("eval", "--corpus", "note.md", "gone.jsonl"), "gone.jsonl"),
    ],
    ids=lambda value: " ".join(value[:1]) if isinstance(value, tuple) else "",
)
def test_an_error_is_one_message_and_a_next_step(
    program: Program, arguments: tuple[str, ...], problem: str
) -> None:
    """Before anything is built or printed."""
    assert_told(program(*arguments), problem)
    assert not (program.home / "index").exists()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("ask",), "neither has words"),
        (("ask", "  "), "neither has words"),
        (("ask", "Why?", "--questions", "-"), "not both"),
        (("ask", "--model", "smollm2-135m", "--no-llm", "Why?"), "not both"),
        (("chat", "--model", "smollm2-135m", "--no-llm"), "not both"),
        (("search", "-k", "0", "Why?"), "'-k'"),
        (("ask", "--threshold", "2", "Why?"), "'--threshold'"),
        (("search", b"caf\xe9"), "not text"),
        (("ask", "--nonsense", "Why?"), "--nonsense"),
        (("nonsense",), "nonsense"),
        (("show",), "CITATION"),
    ],
    ids=lambda value: "",
)
def test_wrong_usage_is_told_with_where_to_look(
    program: Program, arguments: tuple[str | bytes, ...], problem: str
) -> None:
    """Exit status 2, and how to get help."""
    ran = program(*(os.fsdecode(argument) for argument in arguments))
    assert ran.code == 2
    assert problem in ran.err
    assert "-h' for help" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("variable", "value"), [("LC_ALL", "C"), ("PYTHONIOENCODING", "ascii"), ("NO_COLOR", "1")]
)
def test_any_terminal_is_written_to(program: Program, variable: str, value: str) -> None:
    """What an encoding cannot carry becomes a question mark, not an error."""
    ran = program("show", "--corpus", "note.md", "note.md:3", variables={variable: value})
    assert ran.code == 0, ran.err
    assert "The answer is" in ran.out
    assert "42" in ran.out


def test_pull_is_the_command_that_uses_the_network(program: Program) -> None:
    """So the block that every other test runs under does bite."""
    assert "the network was used" in program("models", "pull", "qwen2.5-1.5b").err


def test_a_reader_that_has_gone_is_no_error_to_speak_of(program: Program) -> None:
    """`askaws … | head -1` prints no traceback."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        ran = subprocess.run(
            [sys.executable, "-m", "askaws", "show", "--corpus", "note.md", "note.md:3"],
            cwd=program.home,
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert ran.stderr == b""
