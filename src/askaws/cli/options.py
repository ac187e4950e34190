"""The options that commands share, and what they open."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from askaws.assistant import Assistant
from askaws.cli.console import notice, print_report, progress_bar
from askaws.models.library import DEFAULT_LLM, Library
from askaws.models.llm import Generator
from askaws.settings import resolve
from askaws.workshop import Workshop

Corpus = Annotated[
    Path | None,
    typer.Option("--corpus", help="Folder of notes, or one note.", envvar="ASKAWS_CORPUS"),
]
Index = Annotated[
    Path | None,
    typer.Option("--index", help="Folder of the index.", envvar="ASKAWS_INDEX"),
]
Hits = Annotated[int, typer.Option("-k", min=1, max=100, help="Passages to find.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ModelName = Annotated[
    str, typer.Option("--model", help="A name from models.txt, or the path of a GGUF.")
]
NoLlm = Annotated[bool, typer.Option("--no-llm", help="Answer in quotes, without the LLM.")]
Questions = Annotated[
    str | None,
    typer.Option(
        "--questions", metavar="FILE", help="JSON Lines with a `question` field; - reads stdin."
    ),
]
Threshold = Annotated[
    float | None,
    typer.Option(
        "--threshold", min=0.0, max=1.0, help="Refuse below this probability of an answer."
    ),
]


def open_assistant(corpus: Path | None, index: Path | None) -> Assistant:
    """The assistant over a corpus; builds nothing yet."""
    settings = resolve(corpus, index)
    return Assistant(settings, Workshop(Library.open(settings.manifest, settings.cache)))


def ready_assistant(corpus: Path | None, index: Path | None) -> Assistant:
    """The assistant with its index built or brought up to date, which it says if it did."""
    assistant = open_assistant(corpus, index)
    with progress_bar() as progress:
        report = assistant.bring_up_to_date(progress)
    if report is not None and not report.unchanged:
        print_report(report, verbose=False)
    return assistant


def open_generator(assistant: Assistant, model: str, no_llm: bool) -> Generator | None:
    """The LLM that was asked for, or none."""
    return None if no_llm else assistant.workshop.generator(model or DEFAULT_LLM)


def show_notices(assistant: Assistant) -> None:
    """Say what fell back or is missing, once."""
    notice(*dict.fromkeys(assistant.workshop.notices))
    assistant.workshop.notices.clear()
