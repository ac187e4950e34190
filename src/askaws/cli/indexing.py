"""`index` and `doctor`."""

from __future__ import annotations

from typing import Annotated

import typer

from askaws.cli.console import print_report, progress_bar, say
from askaws.cli.options import Corpus, Index, open_assistant, show_notices


def index(
    corpus: Corpus = None,
    index: Index = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Read and embed everything again.")
    ] = False,
) -> None:
    """Build the index or bring it up to date.

    Says what was added, changed or removed, and what was skipped and why.
    """
    assistant = open_assistant(corpus, index)
    with progress_bar() as progress:
        report = assistant.update(progress, rebuild=rebuild)
    print_report(report, verbose=True)
    show_notices(assistant)


def doctor(corpus: Corpus = None, index: Index = None) -> None:
    """Tell what is installed, and what is stale or missing.

    Exit status 1: something is to be done.
    """
    from askaws.diagnosis import diagnose
    from askaws.render.as_text import checks_text

    checks = diagnose(open_assistant(corpus, index))
    say(checks_text(checks))
    if any(check.problem for check in checks):
        raise typer.Exit(1)
