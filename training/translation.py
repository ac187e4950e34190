"""Learn which words stand for which: `python training/translation.py --help`.

A question seldom uses the words of the notes. From the questions over notes and the
sentences that answer them, IBM's Model 1 (Brown et al., *The mathematics of statistical
machine translation*, 1993; for questions: Berger & Lafferty, *Information retrieval as
statistical translation*, 1999) tells how likely a word of a sentence makes a question say
another: "diagram" "drawing". Held-out pages are not read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from askaws.reading.words import content_stems
from data import Candidate
from lessons import load_notes, parser, split

_ROUNDS = 6
_SMOOTHING = 2.0
"""Added to what each word of the notes gave: what was seen once is no rule."""

_LEAST = 0.02
_NO_WORD = ""
_HEADINGS = 2
"""The nearest headings that a sentence is read with."""

Pair = tuple[Sequence[str], Sequence[str]]
"""The stems of a question, and those of a sentence that answers it."""


def main() -> None:
    arguments = parser(__doc__).parse_args()
    train, _ = split(load_notes(arguments.data, arguments.corpus), arguments.hold_out)
    pairs = [(words(q.question), of_candidate(c)) for q in train for c in q.positives]
    table = translations(pairs)
    lines = [f"{asked}\t{_row(table[asked])}" for asked in sorted(table)]
    arguments.out.write_text(f"{_HEAD}\n" + "\n".join(lines) + "\n", "utf-8")
    print(f"{len(pairs)} pairs, {sum(map(len, table.values()))} translations")


_HEAD = """\
# A word of a question, and the words of notes that it is said for, with how often in a
# hundred such a word makes a question say it. Stems. Made by training/translation.py."""


def words(text: str) -> list[str]:
    """The stems that may have a translation: numbers have none."""
    return [stem for stem in content_stems(text) if not stem.isdigit()]


def of_candidate(candidate: Candidate) -> list[str]:
    """The stems of a sentence with what it stands under."""
    headings = candidate.headings[-_HEADINGS:]
    return words(" ".join((*headings, candidate.context, candidate.subject, candidate.text)))


def translations(pairs: Sequence[Pair]) -> dict[str, dict[str, float]]:
    """For a word of a question, the words of notes and how likely each makes it be said.

    >>> pairs = [(["draw"], ["diagram", "data"]), (["data"], ["data"]), (["draw"], ["diagram"])]
    >>> [(word, list(found)) for word, found in translations(pairs).items()]
    [('draw', ['diagram'])]
    """
    asked, said, sides = _numbered(pairs)
    places, entries = np.unique(sides[1] * len(asked) + sides[0], return_inverse=True)
    source = places // len(asked)
    likely = 1.0 / np.bincount(source, minlength=len(said))[source]
    for _ in range(_ROUNDS):
        share = likely[entries]
        share = share / np.bincount(sides[2], share)[sides[2]]
        count = np.bincount(entries, share, minlength=len(places))
        likely = count / (np.bincount(source, count, minlength=len(said)) + _SMOOTHING)[source]
    questions, notes = list(asked), list(said)
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for place, value in zip(places.tolist(), likely.tolist(), strict=True):
        word, note = questions[place % len(asked)], notes[place // len(asked)]
        if value >= _LEAST and note not in (word, _NO_WORD):
            table[word][note] = value
    return dict(table)


def _numbered(
    pairs: Sequence[Pair],
) -> tuple[dict[str, int], dict[str, int], np.ndarray[tuple[int, int], np.dtype[np.int64]]]:
    """The words of questions and of notes with their numbers, and (3, links): both, and which
    word of which question it is."""
    asked: dict[str, int] = {}
    said: dict[str, int] = {_NO_WORD: 0}
    links: list[tuple[int, int, int]] = []
    number = 0
    for question, sentence in pairs:
        # A word may also be said for nothing in the sentence.
        sources = [0, *(said.setdefault(word, len(said)) for word in sentence)]
        for word in question:
            target = asked.setdefault(word, len(asked))
            links += ((target, source, number) for source in sources)
            number += 1
    return asked, said, np.array(links).T


def _row(found: dict[str, float]) -> str:
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return " ".join(f"{word} {round(100 * value)}" for word, value in ranked)


if __name__ == "__main__":
    main()
