"""`show`: the cited lines in their section."""

from __future__ import annotations

from typing import Annotated

import typer

from askaws.cli.console import say
from askaws.cli.options import Corpus, Index
from askaws.errors import CorpusError
from askaws.settings import resolve


def show(
    citation: Annotated[
        str,
        typer.Argument(
            metavar="CITATION", help="As an answer cites: PATH:LINE or PATH:FIRST-LAST."
        ),
    ],
    corpus: Corpus = None,
    index: Index = None,
) -> None:
    """Show cited lines in their section, as they stand in the note."""
    from askaws.reading.citation import cited_section
    from askaws.render.as_text import section_text

    notes = resolve(corpus, index).corpus
    try:
        say(section_text(cited_section(notes, citation)))
    except PermissionError as error:
        raise CorpusError(
            f"{error.filename}: cannot be read: {error.strerror}",
            hint=f"check its permissions: ls -l {error.filename}",
        ) from error
