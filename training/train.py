"""The training loop: groups of candidates, four losses, averaged last weights."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from model import PairModel
from sampling import Group

_WARM_UP = 0.06
_TAUGHT = 0.4
"""What the labels count where a teacher's logits count 1."""

_REPORT_EVERY = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """How a model is trained.

    `rate` and `head_rate` fall to a tenth over all groups; training ends at the share `stop`
    of them. The weights end as the mean over the last steps, the share `averaged` of all, if
    it came so far.
    `half`: matrix products in bfloat16, weights and sums in float32.
    """

    groups_a_step: int = 8
    rate: float = 3e-5
    head_rate: float = 5e-4
    averaged: float = 0.3
    stop: float = 1.0
    seed: int = 1
    half: bool = False


def fit(model: PairModel, groups: Sequence[Group], plan: Plan) -> None:
    """One pass over `groups` in order."""
    torch.manual_seed(plan.seed)
    size = plan.groups_a_step
    batches = [groups[i : i + size] for i in range(0, len(groups), size)]
    head = model.head()
    ids = {id(p) for p in head}
    body = [p for p in model.parameters() if p.requires_grad and id(p) not in ids]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": plan.rate}, {"params": head, "lr": plan.head_rate}],
        weight_decay=0.01,
        fused=model.device.type == "cuda",
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _slope(step, len(batches)))
    mean: list[Tensor] = []
    averaged = 0
    start = time.monotonic()
    total = torch.zeros((), device=model.device)
    for step, batch in enumerate(batches[: math.ceil(plan.stop * len(batches))], 1):
        model.train()
        with torch.autocast(model.device.type, torch.bfloat16, enabled=plan.half):
            logits = model([(g.question, p) for g in batch for p in g.passages])
        loss = losses(logits.float(), batch)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([*body, *head], 1.0)
        optimiser.step()
        schedule.step()
        total += loss.detach()
        if step > (1 - plan.averaged) * len(batches):
            averaged += 1
            now = [p.detach() for p in (*body, *head)]
            if mean:
                torch._foreach_lerp_(mean, now, 1 / averaged)
            else:
                mean = [p.clone() for p in now]
        if step % _REPORT_EVERY == 0:
            seconds = time.monotonic() - start
            loss_now = total.item() / _REPORT_EVERY
            print(f"step {step}/{len(batches)} loss {loss_now:.3f} {seconds:.0f} s", flush=True)
            total.zero_()
    with torch.no_grad():
        for parameter, value in zip((*body, *head), mean, strict=False):
            parameter.copy_(value)


def losses(logits: Tensor, batch: Sequence[Group]) -> Tensor:
    """By the labels, and by the teacher's logits where a teacher has seen the batch."""
    labelled = _by_labels(logits, batch)
    taught = [value for group in batch for value in group.taught]
    if not taught:
        return labelled
    return _TAUGHT * labelled + _by_teacher(logits, logits.new_tensor(taught), batch)


def _by_labels(logits: Tensor, batch: Sequence[Group]) -> Tensor:
    """Each pair alone; each positive within its question; each positive within the batch.

    The last makes scores comparable across questions: a positive has to stand
    above the negatives of the other questions, near misses among them.
    """
    labels = logits.new_tensor([float(label) for group in batch for label in group.labels])
    owner = _owners(logits, batch)
    alone = functional.binary_cross_entropy_with_logits(logits, labels)
    places = labels.nonzero()[:, 0]
    if len(places) == 0:
        return alone
    negative = labels == 0
    right = logits[places][:, None]
    mine = negative[None] & (owner[None] == owner[places][:, None])
    within = _surprise(right, logits, mine)
    across = _surprise(right, logits, negative[None].expand(len(places), -1))
    return alone + 0.5 * (within + 0.5 * across)


def _surprise(right: Tensor, logits: Tensor, against: Tensor) -> Tensor:
    """Mean of -log softmax of each positive among those that it stands `against`."""
    others = logits[None].masked_fill(~against, -torch.inf)
    return (torch.logsumexp(torch.cat([right, others], 1), 1) - right[:, 0]).mean()


def _by_teacher(logits: Tensor, taught: Tensor, batch: Sequence[Group]) -> Tensor:
    """The teacher's probability of each pair, and its order within each question.

    A pair that the teacher has not seen has the logit NaN, and counts nothing.
    """
    owner, seen = _owners(logits, batch), ~taught.isnan()
    if not seen.any():
        return logits.sum() * 0
    alone = functional.binary_cross_entropy_with_logits(logits[seen], torch.sigmoid(taught[seen]))
    within = logits.new_zeros(())
    for group in range(len(batch)):
        mine = seen & (owner == group)
        if mine.any():
            target, guess = (v[mine].log_softmax(0) for v in (taught, logits))
            within = within + (target.exp() * (target - guess)).sum()
    return alone + 0.5 * within / len(batch)


def _owners(logits: Tensor, batch: Sequence[Group]) -> Tensor:
    """Which group of the batch each logit belongs to."""
    owners = [i for i, group in enumerate(batch) for _ in group.labels]
    return torch.tensor(owners, device=logits.device)


def shuffled(groups: Sequence[Group], rng: random.Random) -> list[Group]:
    """The groups in random order."""
    order = list(groups)
    rng.shuffle(order)
    return order


def _slope(step: int, steps: int) -> float:
    """Up over the first steps, then down to a tenth."""
    rise = max(1, int(_WARM_UP * steps))
    if step < rise:
        return (step + 1) / rise
    return 1 - 0.9 * (step - rise) / max(1, steps - rise)
