"""Where the commands print: answers to standard output, everything else to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from askaws.index.build import Progress, Report

if TYPE_CHECKING:
    from rich.console import Console

_SHOWN_SKIPS = 10


@cache
def out() -> Console:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=True)


@cache
def err() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(value: Any) -> None:
    """One line, in the characters that it has, at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def notice(*messages: str) -> None:
    """Something the user should know, on standard error."""
    from rich.markup import escape

    for message in messages:
        err().print(f"[yellow]{escape(message)}[/yellow]")


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar for each stage that takes a while, on standard error; gone when done."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err(), transient=True, disable=not err().is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield show


@contextmanager
def download_bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar of bytes with the time that is left, on standard error."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(name), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err(), transient=True) as bar:
        task = bar.add_task(name)
        yield lambda there, size: bar.update(task, completed=there, total=size)


def print_report(report: Report, *, verbose: bool) -> None:
    """What an update of the index did; `verbose` names every file and everything skipped."""
    from rich.markup import escape

    counts = [
        f"{len(paths)} {name}"
        for name, paths in (
            ("added", report.added),
            ("changed", report.changed),
            ("removed", report.removed),
        )
        if paths
    ]
    if report.rebuilt:
        counts.append(f"rebuilt: {report.rebuilt}")
    if report.skipped:
        counts.append(f"{len(report.skipped)} skipped")
    head = f"{report.files} notes, {report.chunks} passages"
    err().print(escape(f"Index: {head} ({'; '.join(counts) or 'nothing changed'})"))
    if not verbose:
        if report.skipped:
            err().print("[dim]askaws index names what was skipped and why[/dim]")
        return
    for sign, paths in (("+", report.added), ("~", report.changed), ("-", report.removed)):
        for path in paths:
            err().print(escape(f"  {sign} {path}"))
    print_skipped([f"{skip.location}: {skip.reason}" for skip in report.skipped])


def print_skipped(lines: Sequence[str]) -> None:
    from rich.markup import escape

    for line in lines:
        err().print(f"  [yellow]skipped[/yellow] {escape(line)}")
