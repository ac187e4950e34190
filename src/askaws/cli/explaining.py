"""`explain` and `topics`."""

from __future__ import annotations

from typing import Annotated

import typer

from askaws.assistant import DEFAULT_HITS
from askaws.cli.batch import answer_all
from askaws.cli.console import out, print_json
from askaws.cli.options import AsJson, Corpus, Hits, Index, Questions, ready_assistant, show_notices
from askaws.cli.questions import REFUSED, one_of, print_card


def explain(
    topic: Annotated[
        list[str] | None, typer.Argument(metavar="TOPIC", help="A service or concept.")
    ] = None,
    corpus: Corpus = None,
    index: Index = None,
    k: Hits = DEFAULT_HITS,
    full: Annotated[bool, typer.Option("--full", help="Everything the notes say.")] = False,
    as_json: AsJson = False,
    questions: Questions = None,
) -> None:
    """Explain a service or concept on one card. Exit status 3: not in the notes, or ambiguous."""
    from askaws.render.as_json import card_json

    asked = one_of(topic, questions)
    assistant = ready_assistant(corpus, index)
    if questions is not None:
        answer_all(questions, lambda text: card_json(assistant.explain(text, k, full=full)))
        show_notices(assistant)
        return
    card = assistant.explain(asked, k, full=full)
    if as_json:
        print_json(card_json(card))
    else:
        print_card(card)
    show_notices(assistant)
    if card.answer.refused:
        raise typer.Exit(REFUSED)


def topics(
    prefix: Annotated[str, typer.Argument(help="Only topics with a word that begins so.")] = "",
    corpus: Corpus = None,
    index: Index = None,
    as_json: AsJson = False,
) -> None:
    """List the topics of the notes with the number of sections that speak of each."""
    assistant = ready_assistant(corpus, index)
    found = assistant.glossary.topics(prefix)
    if as_json:
        print_json([{"topic": term.term, "sections": term.places} for term in found])
    else:
        from askaws.render.as_text import topics_text

        out().print(topics_text(found))
