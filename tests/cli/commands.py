"""The commands of the program, as typer knows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from askaws.cli.app import app


def commands() -> dict[tuple[str, ...], Any]:
    """The program (no words) and each command by its words, such as `("models", "pull")`."""
    return dict(_below((), get_command(app)))


def options(command: Any) -> list[str]:
    """The names of the options that a command documents."""
    return [name for p in command.params if p.param_type_name == "option" for name in p.opts]


def _below(words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield words, command
    for name, child in getattr(command, "commands", {}).items():
        yield from _below((*words, name), child)
