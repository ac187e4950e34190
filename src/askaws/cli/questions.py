"""`ask` and `search`."""

from __future__ import annotations

from typing import Annotated

import typer

from askaws.assistant import DEFAULT_HITS, Assistant
from askaws.cli.batch import answer_all
from askaws.cli.console import err, notice, out, print_json
from askaws.cli.options import (
    AsJson,
    Corpus,
    Hits,
    Index,
    ModelName,
    NoLlm,
    Questions,
    Threshold,
    open_generator,
    ready_assistant,
    show_notices,
)
from askaws.models.library import DEFAULT_LLM
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
    model: ModelName = DEFAULT_LLM,
    no_llm: NoLlm = False,
    threshold: Threshold = None,
    as_json: AsJson = False,
    questions: Questions = None,
) -> None:
    """Answer a question from the notes, with citations. Exit status 3: not in the notes."""
    asked = one_of(question, questions)
    assistant = ready_assistant(corpus, index)
    generator = open_generator(assistant, model, no_llm)
    if questions is not None:
        from askaws.render.as_json import answer_json

        answer_all(
            questions,
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
    assistant = ready_assistant(corpus, index)
    if questions is not None:
        answer_all(questions, lambda text: search_json(text, assistant.search(text, k).hits))
        show_notices(assistant)
        return
    found = assistant.search(asked, k)
    if as_json:
        print_json(search_json(asked, found.hits))
    else:
        from askaws.render.as_text import hits_text

        say_understood(found.question.repairs)
        out().print(hits_text(found.hits))
    show_notices(assistant)


def print_answer(
    assistant: Assistant,
    asked: str,
    k: int,
    generator: Generator | None,
    threshold: float | None,
) -> Answer:
    """Print each sentence as soon as it stands, then the sources, or the refusal."""
    from askaws.render.as_text import refusal_text, sentence_text, sources_text

    if card := assistant.card_for(asked, k):
        print_card(card)
        return card.answer

    def show(sentence: Sentence, citations: tuple[Citation, ...]) -> None:
        out().print(sentence_text(sentence))

    answer = assistant.ask(asked, k, generator, threshold, on_sentence=show)
    if answer.refused:
        out().print(refusal_text(answer))
    else:
        out().print()
        out().print(sources_text(answer.citations))
    for reason in answer.dropped:
        err().print(f"[dim]{_escaped(reason)}[/dim]")
    return answer


def print_card(card: Card) -> None:
    """Say what the topic was taken for, then the card."""
    from askaws.render.as_text import card_text

    if card.misspelt:
        notice(f"taken for: {card.topic}")
    if card.only_mentioned:
        notice(f"the notes only mention {card.topic}")
    out().print(card_text(card))


def say_understood(repairs: tuple[tuple[str, str], ...]) -> None:
    """Which words were taken for others."""
    if repairs:
        notice("read as: " + ", ".join(f"{word} → {better}" for word, better in repairs))


def one_of(words: list[str] | None, questions: str | None) -> str:
    """The question's words as one text. Raises a usage error unless there is exactly one source."""
    asked = " ".join(words or ()).strip()
    if bool(asked) == (questions is not None):
        raise typer.BadParameter("give a QUESTION, or --questions FILE")
    return asked


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)
