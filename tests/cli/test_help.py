"""What `--help` says, and how soon."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from askaws.cli.app import app
from tests.cli.commands import commands
from tests.golden import assert_golden

GOLDEN = Path(__file__).parent / "golden"
WIDTH = {"COLUMNS": "80", "ASKAWS_CORPUS": "", "ASKAWS_INDEX": ""}
SLOW = ("faiss", "llama_cpp", "numpy", "rich", "rapidfuzz", "sqlite3", "torch", "prompt_toolkit")


@pytest.mark.parametrize("words", commands(), ids=lambda words: "-".join(words) or "askaws")
def test_help_reads_as_it_did(words: tuple[str, ...]) -> None:
    """The help of the program and of each command is that of its file in `golden/`."""
    ran = CliRunner().invoke(app, [*words, "--help"], prog_name="askaws", env=WIDTH)
    assert ran.exit_code == 0
    assert_golden(GOLDEN / f"{'-'.join(words) or 'askaws'}.txt", ran.output)


@pytest.mark.parametrize("words", commands(), ids=lambda words: "-".join(words) or "askaws")
def test_help_fits_its_terminal_and_says_what_each_thing_is(words: tuple[str, ...]) -> None:
    """No line is wider than 80, no command's summary is cut, no option is without help."""
    ran = CliRunner().invoke(app, [*words, "--help"], prog_name="askaws", env=WIDTH)
    assert all(len(line) <= 80 for line in ran.output.split("\n"))
    assert "..." not in ran.output.replace("]...", "").replace("[ARGS]...", "")
    for parameter in commands()[words].params:
        assert parameter.help or parameter.name == "help", parameter.name


def test_help_loads_nothing_that_takes_time() -> None:
    """It is instant: neither numpy nor rich nor the index is imported for it."""
    code = (
        "import sys; from askaws.cli.app import app\n"
        "try: app(['ask', '--help'])\n"
        f"finally: print(sorted({set(SLOW)!r} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.strip() == "[]"
