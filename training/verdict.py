"""Fit the yes-or-no model: `python training/verdict.py --help`.

Over the yes/no questions of awsqa and of our own rows whose answer begins with
yes or no. Both answers weigh the same, whatever their share here.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from askaws.answering.evidence import WEIGHTS
from askaws.answering.verdict import verdict_features

_HERE = Path(__file__).resolve().parent
_CERTAINTY = 0.8
_ANSWER = re.compile(r"\W*(yes|no)\b", re.IGNORECASE)


def rows(data: Path) -> Iterator[tuple[str, str, bool]]:
    """Question, evidence, and whether the answer is yes."""
    for path in (
        *sorted((data / "awsqa").glob("*.jsonl")),
        *sorted(_HERE.glob("*_qa/*.jsonl")),
    ):
        for line in filter(str.strip, path.read_text("utf-8").split("\n")):
            row = json.loads(line)
            answer = _ANSWER.match(row["answer"])
            if row["kind"] == "yesno" and row["evidence"] and answer:
                yield row["question"], " ".join(row["evidence"]), answer[1].lower() == "yes"


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the yes-or-no model.")
    parser.add_argument("--data", type=Path, required=True, help="folder of awsqa")
    found = list(rows(parser.parse_args().data))
    features = [verdict_features(question, evidence) for question, evidence, _ in found]
    names = list(features[0])
    x = np.array([[row[name] for name in names] for row in features])
    y = np.array([yes for _, _, yes in found])
    model = LogisticRegression(C=0.3, class_weight="balanced")
    held = cross_val_predict(model, x, y, cv=12, method="predict_proba")[:, 1]
    for answer, sure, right in (("yes", held >= _CERTAINTY, y), ("no", held <= 1 - _CERTAINTY, ~y)):
        # Our writers liked questions whose answer is no; a student asks both alike.
        hit, slip = np.mean(sure[right]), np.mean(sure[~right])
        print(
            f"{answer}: said {sure.sum()} of {right.sum()}, {np.mean(right[sure]):.2f} right, "
            f"{hit / (hit + slip):.2f} were half of them yes"
        )
    model.fit(x, y)
    weights = json.loads(WEIGHTS.read_text("utf-8"))
    weights["verdict"] = {
        "bias": round(float(model.intercept_[0]), 4),
        "weights": {n: round(float(v), 4) for n, v in zip(names, model.coef_[0], strict=True)},
        "certainty": _CERTAINTY,
    }
    WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
