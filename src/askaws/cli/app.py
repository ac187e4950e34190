"""The `askaws` program: its commands, and the one place where errors end."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

import typer

from askaws.cli.chat import chat
from askaws.cli.evaluate import evaluate
from askaws.cli.explaining import explain, topics
from askaws.cli.indexing import doctor, index
from askaws.cli.models import models
from askaws.cli.questions import ask, search
from askaws.cli.show import show
from askaws.errors import AskawsError

NAME = "askaws"
ERROR = 1
INTERRUPTED = 130

app = typer.Typer(
    name=NAME,
    help="Ask your own Markdown notes, offline: short answers with citations to the very lines.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (ask, explain, search, topics, chat, show, index, doctor):
    app.command()(command)
app.command("eval")(evaluate)
app.add_typer(models)


def main() -> None:
    """Run a command; every error is one clear message on standard error and exit status 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A question mark in an answer is better than none at all.
            stream.reconfigure(errors="replace")
    try:
        app(prog_name=NAME)
    except AskawsError as error:
        _fail(error.message, error.hint)
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ERROR)
    except SystemExit as stop:
        if stop.code == INTERRUPTED:
            print("\naskaws: stopped; the index is as it was", file=sys.stderr)
        raise
    except Exception as error:
        _fail(
            f"unexpected {type(error).__name__}: {error}",
            "run askaws doctor, and report this with what you typed",
        )


def _fail(message: str, hint: str) -> None:
    print(f"askaws: {message}\n  try: {hint}", file=sys.stderr)
    sys.exit(ERROR)
