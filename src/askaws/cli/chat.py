"""`chat`: questions and follow-ups with the models kept warm."""

from __future__ import annotations

from collections.abc import Iterator

from askaws.assistant import DEFAULT_HITS, Assistant
from askaws.cli.console import notice, out
from askaws.cli.options import (
    Corpus,
    Hits,
    Index,
    ModelName,
    NoLlm,
    Threshold,
    open_generator,
    ready_assistant,
    show_notices,
)
from askaws.errors import AskawsError
from askaws.models.library import DEFAULT_LLM
from askaws.models.llm import Generator

_GREETING = (
    "Ask your notes. A question may follow up on the one before. "
    "Ctrl-C stops an answer, Ctrl-D leaves."
)


def chat(
    corpus: Corpus = None,
    index: Index = None,
    k: Hits = DEFAULT_HITS,
    model: ModelName = DEFAULT_LLM,
    no_llm: NoLlm = False,
    threshold: Threshold = None,
) -> None:
    """Ask question after question; follow-ups take their subject from the one before."""
    assistant = ready_assistant(corpus, index)
    generator = open_generator(assistant, model, no_llm)
    show_notices(assistant)
    for asked in _lines(assistant):
        try:
            _turn(assistant, asked, k, generator, threshold)
        except KeyboardInterrupt:
            out().print("\n[dim]stopped[/dim]")
        except AskawsError as error:
            notice(f"{error.message}; try: {error.hint}")


def _turn(
    assistant: Assistant, asked: str, k: int, generator: Generator | None, threshold: float | None
) -> None:
    from askaws.cli.questions import print_answer

    understood = assistant.in_conversation(asked)
    if understood != asked:
        notice(f"understood as: {understood}")
    answer = print_answer(assistant, understood, k, generator, threshold)
    assistant.remember(answer)
    out().print()


def _lines(assistant: Assistant) -> Iterator[str]:
    """What the user types until the end of input; plain lines where it is not a terminal."""
    import sys

    if not sys.stdin.isatty():
        yield from (line.strip() for line in sys.stdin if line.strip())
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import FuzzyWordCompleter
    from prompt_toolkit.history import FileHistory

    out().print(f"[dim]{_GREETING}[/dim]")
    history = assistant.settings.cache / "chat-history"
    history.parent.mkdir(parents=True, exist_ok=True)
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(history)),
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
