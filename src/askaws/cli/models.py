"""`models list`, `models verify`, `models pull`: the only command that uses the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from askaws.cli.console import print_json, say

if TYPE_CHECKING:
    from askaws.models.library import Library, Status

models = typer.Typer(
    name="models", help="The models of models.txt: list, verify, pull.", no_args_is_help=True
)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def open_library() -> Library:
    """The models of models.txt, wherever the notes are."""
    from askaws.models.library import Library
    from askaws.settings import resolve

    settings = resolve(None, None)
    return Library.open(settings.manifest, settings.cache)


@models.command("list")
def list_models(as_json: AsJson = False) -> None:
    """All models that askaws knows, and which are on this machine."""
    _show(list(open_library().statuses()), as_json)


@models.command()
def verify(as_json: AsJson = False) -> None:
    """Hash every model on this machine anew, against models.txt.

    Exit status 1: one is damaged.
    """
    statuses = list(open_library().check())
    _show(statuses, as_json)
    if any(status.state == "damaged" for status in statuses):
        raise typer.Exit(1)


@models.command()
def pull(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name from models.txt.")],
    again: Annotated[bool, typer.Option("--force", help="Download it even if it is here.")] = False,
    endpoint: Annotated[
        str | None, typer.Option("--endpoint", help="Another hub's address.", metavar="URL")
    ] = None,
) -> None:
    """Download a model at its pinned revision.

    An interrupted download goes on where it stopped.
    """
    from askaws.cli.console import download_bar
    from askaws.models.pull import pull as fetch
    from askaws.render.as_text import pulled_text

    library = open_library()
    model = library.model(name)
    with download_bar(name) as progress:
        done = fetch(library, model, endpoint=endpoint, progress=progress, again=again)
    say(pulled_text(name, done))


def _show(statuses: list[Status], as_json: bool) -> None:
    from askaws.render.as_json import status_json
    from askaws.render.as_text import models_text

    if as_json:
        print_json([status_json(status) for status in statuses])
    else:
        say(models_text(statuses))
