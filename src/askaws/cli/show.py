"""`show`: the cited lines in their section."""

from __future__ import annotations

from typing import Annotated

import typer

from askaws.cli.console import out
from askaws.cli.options import Corpus, Index
from askaws.settings import resolve


def show(
    citation: Annotated[
        str, typer.Argument(help="As an answer cites: PATH:LINE or PATH:FIRST-LAST.")
    ],
    corpus: Corpus = None,
    index: Index = None,
) -> None:
    """Show cited lines in their section, as they stand in the note."""
    from askaws.reading.citation import cited_section
    from askaws.render.as_text import section_text

    out().print(section_text(cited_section(resolve(corpus, index).corpus, citation)))
