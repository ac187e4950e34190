"""The documentation and the program say the same."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import commands, options

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WRITTEN = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
MARKDOWN = [
    path
    for path in sorted(ROOT.rglob("*.md"))
    if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
    and path.relative_to(ROOT).parts[0] != "corpus"
]
EXAMPLES = sorted(
    {
        example.strip()
        for block in re.findall(r"^```(?:sh|console)\n(.*?)^```", README, re.M | re.S)
        for line in block.split("\n")
        for example in re.findall(r"(?:^\$ |&& \.venv/bin/)(askaws .*)", line)
    }
    | set(re.findall(r"`(askaws [^`]+)`", README))
)
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.M | re.S)
SET_UP = re.compile(r"^python3 -m venv .*$", re.M)


@pytest.mark.parametrize("words", [words for words in commands() if words], ids="-".join)
def test_every_command_and_option_is_documented(words: tuple[str, ...]) -> None:
    """Each stands in README.md or docs/, the command with its group's name."""
    assert re.search(rf"`(?:askaws )?{'(?:`: |[ ,a-z]*)'.join(words)}\b", WRITTEN), words
    for option in options(commands()[words]):
        assert re.search(rf"(?<![\w-]){option}(?![\w-])", WRITTEN), option


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_relative_links_lead_somewhere(page: Path) -> None:
    """Each names a file or folder of the repository, relative to its page."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    for target in LINK.findall(text):
        if not re.match(r"[a-z]+:|#", target):
            assert (page.parent / target.split("#")[0]).exists(), target


def test_the_set_up_is_one_line_that_asks_a_question() -> None:
    """From a clean checkout to a cited answer, with nothing to type in between."""
    ask, _ = SET_UP.findall(README)
    steps = ask.split(" && ")
    assert steps[0] == "python3 -m venv .venv"
    assert steps[1] == ".venv/bin/pip install -e ."
    assert steps[2].startswith(".venv/bin/askaws ask ")


def test_the_test_command_is_what_ci_runs() -> None:
    """The last line of `.ci/run` is README's, letter for letter."""
    _, test = SET_UP.findall(README)
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().split("\n")[-1] == test


def test_no_page_has_gaps() -> None:
    """What is to be filled in from a run was filled in."""
    assert not re.findall(r"^[A-Z]{4,}$", WRITTEN, re.M)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_of_the_readme_can_be_typed(example: str) -> None:
    """Each is a command with options and arguments that it takes."""
    _, *words = shlex.split(example.replace("…", "x"))
    command = commands()[()]
    while words and hasattr(command, "commands"):
        name = words.pop(0)
        command = command.commands[name]
    parse(command, words)


def parse(command: Any, words: list[str]) -> None:
    """Read a command's words as the program would, and run nothing."""
    context = command.make_context(command.name, list(words), resilient_parsing=False)
    context.close()


def test_there_are_examples() -> None:
    """The pattern above finds them: one for each command."""
    assert {example.split()[1] for example in EXAMPLES} >= {w[0] for w in commands() if w}
