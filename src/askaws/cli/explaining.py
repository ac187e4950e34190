"""`explain` and `topics`."""

from __future__ import annotations

from typing import Annotated

import typer

from askaws.cli.batch import answer_all, open_rows
from askaws.cli.completion import complete_topic
from askaws.cli.console import notice, print_json, say
from askaws.cli.options import AsJson, Corpus, Hits, Index, Questions, ready_assistant, show_notices
from askaws.cli.questions import REFUSED, one_of, print_card
from askaws.settings import DEFAULT_HITS


def explain(
    topic: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TOPIC", help="A service or concept.", autocompletion=complete_topic
        ),
    ] = None,
    corpus: Corpus = None,
    index: Index = None,
    k: Hits = DEFAULT_HITS,
    full: Annotated[bool, typer.Option("--full", help="Everything the notes say.")] = False,
    as_json: AsJson = False,
    questions: Questions = None,
) -> None:
    """Explain a service or concept on one card.

    Exit status 3: not in the notes, or ambiguous.
    """
    from askaws.render.as_json import card_json

    asked = one_of(topic, questions)
    rows = None if questions is None else open_rows(questions)
    assistant = ready_assistant(corpus, index)
    if rows is not None:
        answer_all(rows, lambda text: card_json(assistant.explain(text, k, full=full)))
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
    prefix: Annotated[
        str,
        typer.Argument(
            metavar="PREFIX",
            help="Only topics with a word that begins so.",
            autocompletion=complete_topic,
        ),
    ] = "",
    corpus: Corpus = None,
    index: Index = None,
    as_json: AsJson = False,
) -> None:
    """List the topics of the notes, with their numbers of sections.

    Exit status 3: none begins so.
    """
    assistant = ready_assistant(corpus, index)
    found = assistant.glossary.topics(prefix)
    if as_json:
        print_json([{"topic": term.term, "sections": term.places} for term in found])
    elif found:
        from askaws.render.as_text import topics_text

        say(topics_text(found))
    if not found:
        notice(f"no topic of the notes has a word that begins with {prefix}")
        raise typer.Exit(REFUSED)
