"""`eval`: how good the answers are, on a set of questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from askaws.cli.console import print_json, remark, say
from askaws.cli.options import (
    AsJson,
    Corpus,
    Index,
    ModelName,
    NoLlm,
    Threshold,
    make_ready,
    open_assistant,
    open_generator,
    show_notices,
)
from askaws.errors import QuestionsError

QUESTION_SET = Path(__file__).parents[3] / "tests" / "questions" / "corpus-b.jsonl"


def evaluate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help="Question sets; else that of a source checkout."),
    ] = None,
    corpus: Corpus = None,
    index: Index = None,
    model: ModelName = None,
    no_llm: NoLlm = False,
    threshold: Threshold = None,
    as_json: AsJson = False,
    failures: Annotated[
        bool, typer.Option("--failures", help="Print each question that went wrong, to stderr.")
    ] = False,
) -> None:
    """Measure search, answers, citations and refusals on question sets."""
    from askaws.evaluation.measures import summarise
    from askaws.evaluation.questions import read_questions
    from askaws.evaluation.run import run
    from askaws.render.as_table import failure_text, summary_text

    paths = files or [QUESTION_SET]
    if not files and not QUESTION_SET.is_file():
        raise QuestionsError(
            "the question set is not part of an installation",
            hint="name one: askaws eval FILE; docs/evaluation.md describes its format",
        )
    asked = [question for path in paths for question in read_questions(path)]
    assistant = open_assistant(corpus, index, no_llm=no_llm)
    generator = open_generator(assistant, model, no_llm)
    make_ready(assistant)
    outcomes = []
    for one, answer in run(assistant, asked, generator, threshold):
        outcomes.append(one)
        if failures and (text := failure_text(one, answer)):
            remark(text)
    show_notices(assistant)
    summary = summarise(outcomes)
    if as_json:
        print_json(summary.as_json())
    else:
        say(summary_text(summary))
