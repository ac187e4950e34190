"""Where the commands print: answers to standard output, everything else to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from askaws.index.build import Progress, Report


@cache
def out() -> Console:
    from rich.console import Console

    return Console(highlight=False)


@cache
def err() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def say(markup: str = "") -> None:
    """Print to standard output."""
    _print(out(), markup)


def remark(markup: str) -> None:
    """Print to standard error."""
    _print(err(), markup)


def _print(console: Console, markup: str) -> None:
    """A terminal's lines are broken between words; a file's or a pipe's are left alone."""
    from askaws.render.markup import parsed, wrapped

    text = parsed(markup)
    if console.is_terminal:
        text = wrapped(text, console.width)
    console.print(text, soft_wrap=True)


def print_json(value: Any) -> None:
    """One line, at once; in the characters that it has, where the output can carry them."""
    carries_all = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    sys.stdout.write(json.dumps(value, ensure_ascii=not carries_all) + "\n")
    sys.stdout.flush()


def notice(*messages: str) -> None:
    """Something the user should know, on standard error."""
    from askaws.render.markup import escape

    for message in messages:
        remark(f"[yellow]{escape(message)}[/yellow]")


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar for each stage that takes a while, on standard error; gone when done.

    It is made when something is first shown: most questions find nothing to build.
    """
    tasks: dict[str, TaskID] = {}
    with ExitStack() as stack:
        bars: list[Bars] = []

        def show(stage: str, done: int, total: int) -> None:
            if not bars:
                bars.append(stack.enter_context(_stages()))
            if stage not in tasks:
                tasks[stage] = bars[0].add_task(stage, total=total)
            bars[0].update(tasks[stage], completed=done, total=total)

        yield show


def _stages() -> Bars:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=err(), transient=True, disable=not err().is_terminal)


@contextmanager
def download_bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar of bytes with the time that is left, on standard error."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(name, markup=False),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err(), transient=True, disable=not err().is_terminal) as bar:
        task = bar.add_task(name)
        yield lambda there, size: bar.update(task, completed=there, total=size)


def print_report(report: Report, *, verbose: bool) -> None:
    """What an update of the index did; `verbose` names every file and everything skipped."""
    from askaws.render.as_text import changes_text, report_text

    remark(report_text(report))
    if verbose:
        if changes := changes_text(report):
            remark(changes)
    elif report.skipped:
        remark("[dim]askaws index names what was skipped and why[/dim]")
