"""Fit the evidence weights: `python training/weights.py --help`.

Two logistic regressions over what `askaws` itself measures of each question:
which candidate answers, and whether the notes answer at all. The questions are
the development sets in `tests/questions/` and rows over AWS guides and rough
notes whose pages neither scorer nor reader saw. The reporting sets are not read.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from askaws.answering.evidence import WEIGHTS, Measured, scored
from askaws.answering.features import answer_features
from askaws.answering.logistic import Logistic, sigmoid
from askaws.assistant import Assistant, Found
from askaws.evaluation.measures import auroc
from askaws.evaluation.questions import Asked, Place, read_questions
from askaws.models.library import Library
from askaws.settings import resolve
from askaws.workshop import Workshop
from data import load_clapnq
from lessons import load_notes, split
from pages import letters

_HERE = Path(__file__).resolve().parent
_FOLDS = 10
_FAR = 60
_MOST_ROWS = 400
"""Of the rows on held-out pages of one source; more would only take longer."""

# What helps; more of them rank no better and blur what the scorer knows (docs/evaluation.md).
FEATURES = {
    "scored": (
        ("scorer", "passage", "own_coverage", "translated", "number"),
        ("scorer", "next", "similarity", "named"),
    ),
    "read": (
        ("scorer", "reader", "passage", "own_coverage", "translated", "number"),
        ("reader", "read_next", "scorer", "next", "similarity", "named"),
    ),
    "unscored": (
        ("passage", "own_coverage", "coverage", "translated", "similarity"),
        ("best", "similarity", "match", "missing", "words", "named"),
    ),
}
_FALSE_REFUSALS = 0.03
_DOUBTS = 0.15
_OFF_TOPIC = 0.02


@dataclass(frozen=True, slots=True)
class Sample:
    """A question of a set, what was found and measured, and which candidates are right."""

    source: str
    asked: Asked
    found: Found
    measured: tuple[Measured, ...]
    right: tuple[bool, ...]


def main() -> None:
    arguments = parser(__doc__).parse_args()
    samples = list(collect(arguments))
    weights = json.loads(WEIGHTS.read_text("utf-8"))
    for kind, names in FEATURES.items():
        weights[kind] = fit(samples, *names)
    WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")


def collect(arguments: argparse.Namespace) -> Iterator[Sample]:
    """Samples of every set, each over its own corpus."""
    questions = _HERE.parent / "tests" / "questions"
    notes = arguments.data.parent / "notes" / "aws-ml-exam-notes.md"
    for name in ("notes-a", "notes-b", "notes-c"):
        asked = read_questions(questions / f"{name}.jsonl")
        yield from measure("notes", notes, asked, arguments.work)
    corpus = _HERE.parent / "corpus"
    yield from measure(
        "corpus", corpus, read_questions(questions / "corpus-a.jsonl"), arguments.work
    )
    # Questions about anything else: what was asked of an encyclopaedia.
    far = [
        Asked(f"far-{n}", "unanswerable", question.question, (), (), far=True)
        for n, question in enumerate(islice(load_clapnq(arguments.data / "clapnq"), _FAR))
    ]
    yield from measure("notes", notes, far[::2], arguments.work)
    yield from measure("corpus", corpus, far[1::2], arguments.work)
    _, held = split(load_notes(arguments.data, corpus), arguments.hold_out)
    unseen = {question.group for question in held}
    for source, rows, root in (
        ("guides", arguments.data / "awsqa", arguments.data / "awsdocs"),
        ("rough", _HERE / "notes_qa", _HERE / "notes"),
    ):
        asked = list(held_out(rows, root, unseen, arguments.work / source))
        asked = asked[:: -(-len(asked) // _MOST_ROWS)]
        yield from measure(source, arguments.work / source, asked, arguments.work)


def measure(source: str, corpus: Path, asked: Sequence[Asked], work: Path) -> Iterator[Sample]:
    """What askaws measures of each question over one corpus."""
    settings = resolve(corpus, work / f"index-{source}")
    workshop = Workshop(Library.open(settings.manifest, settings.cache))
    assistant = Assistant(settings, workshop)
    assistant.bring_up_to_date()
    # What the weights are fitted on must not depend on those before.
    selector = replace(workshop.selector, at_first=workshop.selector.most)
    second = workshop.second_reading
    for question in asked:
        found = assistant.find(question.question)
        measured = selector.measure(assistant.generation, found.question, found.vector, found.hits)
        if second:
            measured = second.read(found.question, measured)
        right = tuple(_answers(question, one) for one in measured)
        yield Sample(source, question, found, tuple(measured), right)
    print(f"{source}: {len(asked)} questions over {assistant.generation.manifest.chunks} passages")


def _answers(asked: Asked, measured: Measured) -> bool:
    """Whether a candidate lies in the right lines and holds what the answer must hold."""
    evidence = measured.evidence
    places = [
        place
        for place in asked.places
        if place.path in ("", evidence.path)
        and evidence.start_line <= place.end
        and evidence.end_line >= place.start
    ]
    text = f"{evidence.text} {evidence.context}".lower()
    matched = [any(word in text for word in group) for group in asked.must]
    return bool(places) and (not matched or sum(matched) >= len(matched) / 2)


def held_out(folder: Path, root: Path, unseen: set[str], target: Path) -> Iterator[Asked]:
    """Rows of awsqa's format on pages that the scorer did not see; copies those to `target`."""
    rows = [
        json.loads(line)
        for file in sorted(folder.glob("*.jsonl"))
        for line in filter(str.strip, file.read_text("utf-8").split("\n"))
    ]
    rows = [row for row in rows if row["path"] in unseen]
    shutil.rmtree(target, ignore_errors=True)
    for path in sorted({row["path"] for row in rows}):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / path, target / path)
    for row in rows:
        lines = (target / row["path"]).read_text("utf-8").split("\n")
        places = tuple(
            Place(row["path"], number, number)
            for excerpt in row["evidence"]
            for number, line in enumerate(lines, 1)
            if letters(excerpt) and letters(excerpt) in letters(line)
        )
        if places or not row["evidence"]:
            yield Asked(row["id"], row["kind"], row["question"], places, (), far=False)


def fit(
    samples: Sequence[Sample], span_names: Sequence[str], answer_names: Sequence[str]
) -> dict[str, object]:
    """Both models over all samples, and the thresholds by folds; prints how well they do."""
    answerable = np.array([sample.asked.answerable for sample in samples])
    far = np.array([sample.asked.far for sample in samples])
    sources = np.array([sample.source for sample in samples])
    # What a student loses by a refusal is measured on real notes, which the scorer never saw.
    ours = sources == "notes"
    nearest = np.array([max(m.features["similarity"] for m in s.measured) for s in samples])
    least_similarity = float(np.quantile(nearest[answerable & ours], _OFF_TOPIC))
    held, _ = by_folds(samples, span_names, answer_names)
    held[nearest < least_similarity] = 0.0
    threshold = float(np.quantile(held[answerable & ours], _FALSE_REFUSALS))
    span = _fit_span(samples, span_names)
    # A handful of weights over thousands of candidates: no folds are needed for the scores.
    best = np.array([max(sigmoid(span.logit(m.features)) for m in s.measured) for s in samples])
    doubt = float(np.quantile(best[answerable & ours & (held >= threshold)], _DOUBTS))
    unsure = (held < threshold) | (best < doubt)
    for source in ("notes", "corpus", "rough", "guides"):
        mine = sources == source
        near = mine & ~answerable & ~far
        area = auroc(held[mine & answerable].tolist(), held[near].tolist())
        print(
            f"{source}: AUROC {area:.3f}, top candidate right {_top(samples, span, source):.3f}, "
            f"refused: answerable {np.mean(held[mine & answerable] < threshold):.3f}, "
            f"near {np.mean(held[near] < threshold):.3f}, unsure or refused: "
            f"answerable {np.mean(unsure[mine & answerable]):.3f}, "
            f"near {np.mean(unsure[near]):.3f}"
        )
    print(f"threshold {threshold:.3f}: far refused {np.mean(held[far] < threshold):.3f}")
    rows = _answer_rows(samples, span, answer_names)
    final = _regression().fit(rows[~far], answerable[~far])
    return {
        "span": _as_json(span),
        "answer": _as_json(_logistic(final, answer_names)),
        "threshold": round(threshold, 3),
        "doubt": round(doubt, 3),
        "least_similarity": round(least_similarity, 3),
    }


def by_folds(
    samples: Sequence[Sample], span_names: Sequence[str], answer_names: Sequence[str]
) -> tuple[NDArray[np.float64], list[list[bool]]]:
    """What the models say of samples that they were not fitted on.

    (samples,) how likely the notes answer; and of each sample, whether its candidates are
    right, best first.
    """
    answerable = np.array([sample.asked.answerable for sample in samples])
    far = np.array([sample.asked.far for sample in samples])
    held = np.zeros(len(samples))
    ranked: list[list[bool]] = [[] for _ in samples]
    groups = np.arange(len(samples)) % 97
    for train, test in GroupKFold(_FOLDS).split(samples, answerable, groups):
        span = _fit_span([samples[i] for i in train], span_names)
        rows = _answer_rows(samples, span, answer_names)
        # What is about something else is told by likeness; this model is to tell near misses.
        model = _regression().fit(rows[train][~far[train]], answerable[train][~far[train]])
        held[test] = model.predict_proba(rows[test])[:, 1]
        for i in test:
            values = [span.logit(m.features) for m in samples[i].measured]
            ranked[i] = [samples[i].right[n] for n in np.argsort(values)[::-1]]
    return held, ranked


def _fit_span(samples: Sequence[Sample], names: Sequence[str]) -> Logistic:
    """Over the answerable questions of whole notes: which of their candidates is right.

    Held-out pages are few, so that a passage's likeness tells little among them.
    """
    pairs = [
        (measured.features, right)
        for sample in samples
        if sample.asked.answerable and sample.source in ("notes", "corpus")
        for measured, right in zip(sample.measured, sample.right, strict=True)
    ]
    x = np.array([[features[name] for name in names] for features, _ in pairs])
    labels = [right for _, right in pairs]
    return _logistic(LogisticRegression(C=1.0, max_iter=2000).fit(x, labels), names)


def _answer_rows(
    samples: Sequence[Sample], span: Logistic, names: Sequence[str]
) -> NDArray[np.float64]:
    """(samples, names): what is measured of each question as a whole."""
    rows = []
    for sample in samples:
        measured = [scored(m, span.logit(m.features)) for m in sample.measured]
        found = answer_features(measured, sample.found.hits, sample.measured[0].terms)
        rows.append([found[name] for name in names])
    return np.array(rows)


def _top(samples: Sequence[Sample], span: Logistic, source: str) -> float:
    found = []
    for sample in samples:
        if sample.source == source and sample.asked.answerable:
            values = [span.logit(m.features) for m in sample.measured]
            found.append(sample.right[int(np.argmax(values))])
    return float(np.mean(found))


def _regression() -> LogisticRegression:
    return LogisticRegression(C=1.0, max_iter=2000, class_weight="balanced")


def _logistic(model: LogisticRegression, names: Sequence[str]) -> Logistic:
    return Logistic(
        float(model.intercept_[0]),
        {name: float(value) for name, value in zip(names, model.coef_[0], strict=True)},
    )


def _as_json(logistic: Logistic) -> dict[str, object]:
    return {
        "bias": round(logistic.bias, 4),
        "weights": {name: round(value, 4) for name, value in logistic.weights.items()},
    }


def parser(description: str | None) -> argparse.ArgumentParser:
    """What `collect` needs to be told."""
    found = argparse.ArgumentParser(description=(description or "").split("\n")[0])
    found.add_argument("--data", type=Path, required=True, help="folder of awsqa and awsdocs")
    found.add_argument("--hold-out", type=float, default=0.1, help="as given to scorer.py")
    found.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "askaws-weights")
    return found


if __name__ == "__main__":
    main()
