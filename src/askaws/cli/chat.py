"""`chat`: questions and follow-ups with the models kept warm."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from askaws.cli.batch import decoded
from askaws.cli.console import notice, say
from askaws.cli.options import (
    Corpus,
    Hits,
    Index,
    ModelName,
    NoLlm,
    Threshold,
    make_ready,
    open_assistant,
    open_generator,
    show_notices,
)
from askaws.errors import AskawsError
from askaws.settings import DEFAULT_HITS

if TYPE_CHECKING:
    from prompt_toolkit.history import History

    from askaws.assistant import Assistant
    from askaws.models.llm import Generator

_GREETING = (
    "Ask your notes. A question may follow up on the one before. "
    "Ctrl-C stops an answer, Ctrl-D leaves."
)


def chat(
    corpus: Corpus = None,
    index: Index = None,
    k: Hits = DEFAULT_HITS,
    model: ModelName = None,
    no_llm: NoLlm = False,
    threshold: Threshold = None,
) -> None:
    """Ask question after question, with follow-ups.

    A follow-up takes its subject from the question before. From a pipe, a question a line.
    """
    assistant = open_assistant(corpus, index, no_llm=no_llm)
    generator = open_generator(assistant, model, no_llm)
    make_ready(assistant)
    show_notices(assistant)
    for asked in _lines(assistant):
        try:
            _turn(assistant, asked, k, generator, threshold)
        except KeyboardInterrupt:
            say("\n[dim]stopped[/dim]")
        except AskawsError as error:
            notice(f"{error.message}; try: {error.hint}")
        show_notices(assistant)


def _turn(
    assistant: Assistant, asked: str, k: int, generator: Generator | None, threshold: float | None
) -> None:
    from askaws.cli.questions import print_answer
    from askaws.records import Answer

    understood = assistant.in_conversation(asked)
    if understood != asked:
        notice(f"understood as: {understood}")
    # A follow-up to an answer that was stopped is about the same subject.
    assistant.remember(Answer(understood, (), (), (), model=""))
    answer = print_answer(assistant, understood, k, generator, threshold)
    assistant.remember(answer)
    say()


def _lines(assistant: Assistant) -> Iterator[str]:
    """What the user types until the end of input; plain lines where it is not a terminal."""
    if not sys.stdin.isatty():
        lines = decoded(sys.stdin.buffer, "<stdin>")
        yield from (line.strip() for line in lines if line.strip())
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import FuzzyWordCompleter

    say(f"[dim]{_GREETING}[/dim]")
    session: PromptSession[str] = PromptSession(
        history=_history(assistant),
        completer=FuzzyWordCompleter(assistant.topic_names()),
        complete_while_typing=False,
    )
    while True:
        try:
            asked = session.prompt("ask> ").strip()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if asked:
            yield asked


def _history(assistant: Assistant) -> History:
    """The questions of earlier chats; where they cannot be kept, those of this one."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    file = assistant.settings.cache / "chat-history"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.open("a").close()
    except OSError as error:
        notice(f"{file}: {error.strerror or error}; this chat's questions are not kept")
        return InMemoryHistory()
    return FileHistory(str(file))
