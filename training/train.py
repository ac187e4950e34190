"""The training loop: groups of candidates, three losses, averaged last weights."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from model import Scorer
from sampling import Group

_GROUPS_A_STEP = 8
_ENCODER_RATE = 3e-5
_HEAD_RATE = 5e-4
_WARM_UP = 0.06
_AVERAGED = 0.3
_REPORT_EVERY = 50


def fit(scorer: Scorer, groups: Sequence[Group], seed: int, *, half: bool = False) -> None:
    """One pass over `groups` in order; the weights end as the mean over the last steps.

    `half`: matrix products in bfloat16, weights and sums in float32.
    """
    torch.manual_seed(seed)
    batches = [groups[i : i + _GROUPS_A_STEP] for i in range(0, len(groups), _GROUPS_A_STEP)]
    assert scorer.bert.pooler is not None
    head = [*scorer.classifier.parameters(), *scorer.bert.pooler.parameters()]
    ids = {id(p) for p in head}
    body = [p for p in scorer.parameters() if p.requires_grad and id(p) not in ids]
    optimiser = torch.optim.AdamW(
        [
            {"params": body, "lr": _ENCODER_RATE},
            {"params": head, "lr": _HEAD_RATE},
        ],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _slope(step, len(batches)))
    mean: dict[str, Tensor] = {}
    averaged = 0
    start = time.monotonic()
    total = 0.0
    for step, batch in enumerate(batches, 1):
        scorer.train()
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            logits = scorer([(g.question, p) for g in batch for p in g.passages])
        loss = losses(logits.float(), batch)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([*body, *head], 1.0)
        optimiser.step()
        schedule.step()
        total += loss.item()
        if step > (1 - _AVERAGED) * len(batches):
            averaged += 1
            for name, tensor in scorer.trained().items():
                mean[name] = mean[name].lerp(tensor, 1 / averaged) if name in mean else tensor
        if step % _REPORT_EVERY == 0:
            seconds = time.monotonic() - start
            print(
                f"step {step}/{len(batches)} loss {total / _REPORT_EVERY:.3f} {seconds:.0f} s",
                flush=True,
            )
            total = 0.0
    scorer.restore(mean)


def losses(logits: Tensor, batch: Sequence[Group]) -> Tensor:
    """Each pair alone; each positive within its question; each positive within the batch.

    The last makes scores comparable across questions: a positive has to stand
    above the negatives of the other questions, near misses among them.
    """
    labels = torch.tensor([float(label) for group in batch for label in group.labels])
    owner = torch.tensor([i for i, group in enumerate(batch) for _ in group.labels])
    alone = functional.binary_cross_entropy_with_logits(logits, labels)
    positives = labels.nonzero()[:, 0]
    if len(positives) == 0:
        return alone
    negative = labels == 0
    within = logits.new_zeros(())
    across = logits.new_zeros(())
    for place in positives:
        mine = logits[negative & (owner == owner[place])]
        within = within + torch.logsumexp(torch.cat([logits[place, None], mine]), 0) - logits[place]
        others = torch.cat([logits[place, None], logits[negative]])
        across = across + torch.logsumexp(others, 0) - logits[place]
    return alone + 0.5 * (within + 0.5 * across) / len(positives)


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
