"""The options that commands share, and what they open."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from askaws.cli.console import notice, print_report, progress_bar
from askaws.errors import ModelMissingError

if TYPE_CHECKING:
    from askaws.assistant import Assistant
    from askaws.models.llm import Generator

Corpus = Annotated[
    Path | None,
    typer.Option(
        "--corpus",
        metavar="PATH",
        readable=False,
        help="Folder of notes, or one note.",
        envvar="ASKAWS_CORPUS",
    ),
]
Index = Annotated[
    Path | None,
    typer.Option(
        "--index", metavar="DIR", readable=False, help="Folder of the index.", envvar="ASKAWS_INDEX"
    ),
]
Hits = Annotated[int, typer.Option("-k", metavar="N", min=1, max=100, help="Passages to find.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ModelName = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="Have an LLM write: a name from models.txt, or the path of a GGUF.",
    ),
]
NoLlm = Annotated[bool, typer.Option("--no-llm", help="Do without any LLM, also in doubt.")]
Questions = Annotated[
    str | None,
    typer.Option(
        "--questions", metavar="FILE", help="JSON Lines with a `question` field; - reads stdin."
    ),
]
Threshold = Annotated[
    float | None,
    typer.Option(
        "--threshold",
        metavar="P",
        min=0.0,
        max=1.0,
        help="Refuse below this probability of an answer.",
    ),
]


def open_assistant(corpus: Path | None, index: Path | None, *, no_llm: bool = False) -> Assistant:
    """The assistant over a corpus; builds nothing yet."""
    from askaws.assistant import Assistant
    from askaws.models.library import Library
    from askaws.settings import resolve
    from askaws.workshop import Workshop

    settings = resolve(corpus, index)
    library = Library.open(settings.manifest, settings.cache)
    return Assistant(settings, Workshop(library, reads=not no_llm))


def ready_assistant(corpus: Path | None, index: Path | None) -> Assistant:
    """The assistant with its index built or brought up to date."""
    assistant = open_assistant(corpus, index)
    make_ready(assistant)
    return assistant


def make_ready(assistant: Assistant) -> None:
    """Build the index or bring it up to date, and say so if that changed it."""
    with progress_bar() as progress:
        report = assistant.bring_up_to_date(progress)
    if report is not None and not report.unchanged:
        print_report(report, verbose=False)


def open_generator(assistant: Assistant, model: str | None, no_llm: bool) -> Generator | None:
    """The LLM that is to write, if one was asked for. Raises `ModelError` if it is not there."""
    if model is None:
        return None
    if no_llm:
        raise typer.BadParameter("give --model or --no-llm, not both")
    is_path = model.endswith(".gguf") or os.sep in model
    if is_path and not Path(model).expanduser().is_file():
        raise ModelMissingError(
            f"{model}: no such file", hint="askaws models list shows the models by name"
        )
    return assistant.workshop.generator(model)


def show_notices(assistant: Assistant) -> None:
    """Say what fell back or is missing, once."""
    notice(*dict.fromkeys(assistant.workshop.notices))
    assistant.workshop.notices.clear()
