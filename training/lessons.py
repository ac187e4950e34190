"""Lessons: the questions on one side of a split, and the groups that are drawn from them."""

from __future__ import annotations

import argparse
import hashlib
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch

from data import Candidate, Question
from model import Scorer
from pages import load_pages
from sampling import Group, Mix, sample
from train import shuffled

_HERE = Path(__file__).resolve().parent
_WARM_MIX = Mix(hard=0, near=3, far=0, chance=0, wide=0.2, near_among=100)
_LOOKED_AT, _FAR, _UNLIKE = 200, 8, 0.75

Labels = Mapping[int, float]
"""A teacher's logits, by the `key` of question and passage."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question with its negatives, nearest first: of its own page, and of other pages."""

    question: Question
    near: tuple[Candidate, ...]
    far: tuple[Candidate, ...]


def parser(description: str | None) -> argparse.ArgumentParser:
    """What every training is told: what to learn from, where to run, what to write."""
    found = argparse.ArgumentParser(description=(description or "").split("\n")[0])
    add = found.add_argument
    add("--data", type=Path, required=True, help="folder of awsqa, awsdocs, selqa, clapnq")
    add("--corpus", type=Path, default=_HERE.parent / "corpus")
    add("--out", type=Path, required=True, help="the file to write")
    add("--hold-out", type=float, default=0.1, help="share of pages kept out")
    add("--stop", type=float, default=1.0, help="end at this share of the steps")
    add("--device", default="cpu", help="cuda: on a GPU")
    add("--bfloat16", action="store_true", help="faster on a GPU, or with avx512_bf16")
    return found


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
    held = {q.group for q in questions if place(q.group) < share}
    return [q for q in questions if q.group not in held], [q for q in questions if q.group in held]


def place(group: str) -> float:
    """Where the hash of a page's name falls between 0 and 1."""
    return int.from_bytes(hashlib.sha256(group.encode()).digest()[:8]) / 2**64


def lessons(scorer: Scorer, questions: Sequence[Question]) -> list[Lesson]:
    """The questions with their negatives by the base model's vectors."""
    texts = {c: replace(c, before="").passage() for q in questions for c in (*q.pool, *q.positives)}
    known = list(texts)
    number = {c: i for i, c in enumerate(known)}
    vectors = scorer.embed([texts[c] for c in known])
    asked = scorer.embed([q.question for q in questions])
    pages = {c: q.group for q in questions for c in (*q.pool, *q.positives)}
    groups = [pages[c] for c in known]
    found = []
    for row, question in zip(asked, questions, strict=True):
        similarity = vectors @ row
        near = sorted(question.pool, key=lambda c: -float(similarity[number[c]]))
        right = [number[c] for c in question.positives]
        same = (vectors @ vectors[right].T).amax(1) if right else torch.zeros(len(known))
        nearest = torch.topk(similarity, min(_LOOKED_AT, len(known))).indices.tolist()
        others = [i for i in nearest if groups[i] != question.group and same[i] < _UNLIKE]
        far = tuple(known[i] for i in others[:_FAR])
        found.append(Lesson(question, tuple(near), far))
    return found


def epochs(
    taken: Sequence[Lesson], count: int, mix: Mix, rng: random.Random, labels: Labels | None = None
) -> list[Group]:
    """Every lesson `count` times, each time drawn anew, each epoch in an order of its own."""
    groups: list[Group] = []
    for _ in range(count):
        epoch = []
        for lesson in taken:
            question = lesson.question
            teacher = None if labels is None else partial(_taught, labels, question.question)
            epoch.append(sample(question, lesson.near, lesson.far, mix, rng, teacher))
        groups += shuffled(epoch, rng)
    return groups


def warm_up(questions: Sequence[Question], rng: random.Random) -> list[Group]:
    """One pass over encyclopaedic questions."""
    pools = (rng.sample(q.pool, len(q.pool)) for q in questions)
    groups = [sample(q, p, (), _WARM_MIX, rng) for q, p in zip(questions, pools, strict=True)]
    return shuffled(groups, rng)


def _taught(labels: Labels, question: str, candidate: Candidate) -> float:
    return labels.get(key(question, candidate.passage()), math.nan)


def key(question: str, passage: str) -> int:
    """By which a teacher's logit is found again.

    >>> key("Why?", "S3") == key("Why?", "S3"), key("Why?", "S3") == key("Why", "?S3")
    (True, False)
    """
    digest = hashlib.sha256(f"{question}\0{passage}".encode()).digest()
    return int.from_bytes(digest[:8])


def write_labels(labels: Labels, path: Path) -> None:
    """As arrays of keys and logits."""
    keys = np.array(list(labels), dtype=np.uint64)
    values = np.array(list(labels.values()), dtype=np.float32)
    np.savez_compressed(path, keys=keys, logits=values)


def read_labels(path: Path) -> Labels:
    """What `write_labels` wrote."""
    with np.load(path) as file:
        return dict(zip(file["keys"].tolist(), file["logits"].tolist(), strict=True))
