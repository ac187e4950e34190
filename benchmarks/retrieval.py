"""What helps to find the right passage: `python benchmarks/retrieval.py SET --corpus PATH`.

Prints a row for each way of searching: chunk sizes, the shares of the fusion, the
weight of headings, with and without expansion and spelling repair. Each chunk size
is indexed once, in a temporary folder.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from askaws.answering.question import Question
from askaws.answering.retrieve import Fusion, retrieve
from askaws.assistant import Assistant
from askaws.evaluation.questions import Asked, read_questions
from askaws.models.library import Library
from askaws.reading.chunks import ChunkLimits
from askaws.reading.words import content_stems
from askaws.settings import resolve
from askaws.workshop import Workshop

Understand = Callable[[str], Question]
DEFAULT = Fusion()
FUSIONS = {
    "as it is": DEFAULT,
    "passage vectors only": replace(DEFAULT, passage=1.0, span=0.0, words=0.0),
    "sentence vectors only": replace(DEFAULT, passage=0.0, span=1.0, words=0.0),
    "words only": replace(DEFAULT, passage=0.0, span=0.0, words=1.0),
    "no sentence vectors": replace(DEFAULT, passage=0.8, span=0.0),
    "no words": replace(DEFAULT, words=0.0),
    "words 0.4": replace(DEFAULT, passage=0.3, span=0.3, words=0.4),
    "headings weigh double": replace(DEFAULT, heading_weight=2.0),
}


def rows(arguments: argparse.Namespace) -> Iterator[tuple[str, list[float]]]:
    """Each way of searching with its hit rates at 1, 3, 5 and 10."""
    asked = [q for path in arguments.sets for q in read_questions(path) if q.answerable]
    for tokens in arguments.tokens:
        assistant = indexed(arguments.corpus, tokens)
        for name, fusion in FUSIONS.items():
            yield f"{tokens} tokens, {name}", hits(assistant, asked, fusion, assistant.understand)
            if tokens != arguments.tokens[0]:
                break
        if tokens == arguments.tokens[0]:
            found = hits(assistant, asked, DEFAULT, as_typed)
            yield f"{tokens} tokens, question as typed", found


def as_typed(text: str) -> Question:
    """No expansion, no repair."""
    return Question(text, text, tuple(content_stems(text)))


def hits(
    assistant: Assistant, asked: Sequence[Asked], fusion: Fusion, understand: Understand
) -> list[float]:
    ranks = []
    for one in asked:
        question = understand(one.question)
        vector = assistant.workshop.embedder.embed([question.text])[0]
        found = retrieve(assistant.generation, question, vector, 10, fusion)
        right = (h.rank for h in found if any(place.overlaps(h) for place in one.places))
        ranks.append(next(right, 99))
    return [sum(rank <= k for rank in ranks) / len(ranks) for k in (1, 3, 5, 10)]


def indexed(corpus: Path, tokens: int) -> Assistant:
    settings = resolve(corpus, Path(tempfile.gettempdir()) / f"askaws-retrieval-{tokens}")
    workshop = Workshop(Library.open(settings.manifest, settings.cache))
    workshop.limits = ChunkLimits(target_tokens=tokens)
    assistant = Assistant(settings, workshop)
    assistant.bring_up_to_date()
    return assistant


def main() -> None:
    parser = argparse.ArgumentParser(description="What helps to find the right passage.")
    parser.add_argument("sets", type=Path, nargs="+", metavar="SET")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--tokens", type=int, nargs="+", default=[150, 100, 200])
    print("| way | hit@1 | @3 | @5 | @10 |\n| --- | --- | --- | --- | --- |")
    for name, figures in rows(parser.parse_args()):
        print(f"| {name} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |", flush=True)


if __name__ == "__main__":
    main()
