"""What Tab completes: topics of the notes, from an index that is there already.

Completing never builds an index, and stays silent whatever goes wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import typer


def complete_topic(context: typer.Context, incomplete: str) -> list[str]:
    """The next words of the topics that begin with those typed before `incomplete`."""
    try:
        return next_words(_topics(context), _typed(context), incomplete)
    except Exception:
        # A message would end up in the middle of the line that is being typed.
        return []


def next_words(topics: Iterable[str], typed: Sequence[str], incomplete: str) -> list[str]:
    """Completed word by word, because shells take apart what has spaces in it.

    What was typed of the word stays as it was typed, or typer would drop the word.

    >>> next_words(["SageMaker Neo", "SageMaker Studio", "S3"], ["sagemaker"], "n")
    ['neo']
    >>> next_words(["SageMaker Neo", "SageMaker Studio", "S3"], [], "")
    ['S3', 'SageMaker']
    """
    before = [word.casefold() for word in typed]
    found = set()
    for topic in topics:
        words = topic.split()
        if len(words) > len(before) and [w.casefold() for w in words[: len(before)]] == before:
            word = words[len(before)]
            if word.casefold().startswith(incomplete.casefold()):
                found.add(incomplete + word[len(incomplete) :])
    return sorted(found)


def _topics(context: typer.Context) -> list[str]:
    from askaws.index.store import open_current
    from askaws.reading.glossary import Glossary
    from askaws.settings import resolve

    settings = resolve(_path(context, "corpus"), _path(context, "index"))
    with closing(open_current(settings.index)) as generation:
        return [term.term for term in Glossary(generation.terms()).topics()]


def _path(context: typer.Context, option: str) -> Path | None:
    value = context.params.get(option)
    return Path(value) if value else None


def _typed(context: typer.Context) -> list[str]:
    """The words of the topic so far, quoted together or one by one."""
    words = context.params.get("topic") or ()
    return " ".join([words] if isinstance(words, str) else words).split()
