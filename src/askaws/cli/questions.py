"""`ask` and `search`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from askaws.cli.batch import answer_all, is_text, open_rows
from askaws.cli.console import notice, print_json, remark, say
from askaws.cli.options import (
    AsJson,
    Corpus,
    Hits,
    Index,
    ModelName,
    NoLlm,
    Questions,
    Threshold,
    make_ready,
    open_assistant,
    open_generator,
    ready_assistant,
    show_notices,
)
from askaws.settings import DEFAULT_HITS

if TYPE_CHECKING:
    from askaws.assistant import Assistant
    from askaws.models.llm import Generator
    from askaws.records import Answer, Card, Citation, Sentence

REFUSED = 3
QuestionWords = Annotated[
    list[str] | None, typer.Argument(metavar="QUESTION", help="The question, quoted or not.")
]


def ask(
    question: QuestionWords = None,
    corpus: Corpus = None,
    index: Index = None,
    k: Hits = DEFAULT_HITS,
    model: ModelName = None,
    no_llm: NoLlm = False,
    threshold: Threshold = None,
    as_json: AsJson = False,
    questions: Questions = None,
) -> None:
    """Answer a question from the notes, with citations.

    Exit status 3: not in the notes.
    """
    asked = one_of(question, questions)
    # What can be wrong is found out before an index is built, which may take a minute.
    rows = None if questions is None else open_rows(questions)
    assistant = open_assistant(corpus, index, no_llm=no_llm)
    generator = open_generator(assistant, model, no_llm)
    make_ready(assistant)
    if rows is not None:
        from askaws.render.as_json import answer_json

        answer_all(
            rows,
            lambda text: answer_json(assistant.ask(text, k, generator, threshold)),
        )
        show_notices(assistant)
        return
    if as_json:
        from askaws.render.as_json import answer_json

        answer = assistant.ask(asked, k, generator, threshold)
        print_json(answer_json(answer))
    else:
        answer = print_answer(assistant, asked, k, generator, threshold)
    show_notices(assistant)
    if answer.refused:
        raise typer.Exit(REFUSED)


def search(
    question: QuestionWords = None,
    corpus: Corpus = None,
    index: Index = None,
    k: Hits = DEFAULT_HITS,
    as_json: AsJson = False,
    questions: Questions = None,
) -> None:
    """Find the passages that bear on a question, without an answer."""
    from askaws.render.as_json import search_json

    asked = one_of(question, questions)
    rows = None if questions is None else open_rows(questions)
    assistant = ready_assistant(corpus, index)
    if rows is not None:
        answer_all(rows, lambda text: search_json(text, assistant.search(text, k).hits))
        show_notices(assistant)
        return
    found = assistant.search(asked, k)
    if as_json:
        print_json(search_json(asked, found.hits))
    else:
        from askaws.render.as_text import hits_text

        say_understood(found.question.repairs)
        say(hits_text(found.hits))
    show_notices(assistant)


def print_answer(
    assistant: Assistant,
    asked: str,
    k: int,
    generator: Generator | None,
    threshold: float | None,
) -> Answer:
    """Print each sentence as soon as it stands, then the sources, or the refusal."""
    from askaws.render.as_text import answered_text, refusal_text, sentence_text

    if card := assistant.card_for(asked, k):
        print_card(card)
        return card.answer

    def show(sentence: Sentence, citations: tuple[Citation, ...]) -> None:
        say(sentence_text(sentence))

    answer = assistant.answer(asked, k, generator, threshold, on_sentence=show)
    if answer.refused:
        say(refusal_text(answer))
    else:
        say(answered_text(answer))
    if answer.dropped and not answer.refused:
        count = len(answer.dropped)
        what = "One thing was" if count == 1 else f"{count} things were"
        remark(f"[dim]{what} left out of this answer; --json says what and why[/dim]")
    return answer


def print_card(card: Card) -> None:
    """Say what the topic was taken for, then the card."""
    from askaws.render.as_text import card_text

    if card.misspelt:
        notice(f"taken for: {card.topic}")
    if card.only_mentioned:
        notice(f"the notes only mention {card.topic}")
    say(card_text(card))


def say_understood(repairs: tuple[tuple[str, str], ...]) -> None:
    """Which words were taken for others."""
    if repairs:
        notice("read as: " + ", ".join(f"{word} → {better}" for word, better in repairs))


def one_of(words: list[str] | None, questions: str | None) -> str:
    """The question's words as one text. Raises a usage error unless there is exactly one source."""
    asked = " ".join(words or ()).strip()
    if bool(asked) == (questions is not None):
        what = "not both" if asked else "neither has words in it"
        raise typer.BadParameter(f"give a question, or --questions FILE: {what}")
    if not is_text(asked):
        raise typer.BadParameter("the question is not text in this terminal's encoding")
    return asked
