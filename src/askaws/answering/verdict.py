"""Yes or no, where the wording of question and evidence decides it.

A small logistic model over negations, restrictions and numbers, fitted by
`training/verdict.py` on questions answered by hand. Where it is not sure, the
evidence speaks for itself and nothing is put in front of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from askaws.answering.logistic import Logistic, sigmoid

Verdict = Literal["Yes.", "No.", ""]

_DENIES = re.compile(
    r"\b(?:not|no|never|none|nor|neither|cannot|without|unable|retired|discontinued|unsupported"
    r"|\w+n['’]t)\b",
    re.IGNORECASE,
)
_RESTRICTS = re.compile(
    r"\b(?:only|except|instead|rather|must|always|but|however|unless)\b", re.IGNORECASE
)
_ASKS_FOR_ALL = re.compile(
    r"\b(?:all|always|any|every|only|just|still|ever|same|whole|entire|straight|directly"
    r"|already|automatically|without|must|have to|need)\b",
    re.IGNORECASE,
)
_ALLOWS = re.compile(r"\b(?:can|supports?|lets?|allows?|enables?|provides?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judge:
    """Says yes or no at `certainty` or above, else nothing."""

    model: Logistic
    certainty: float

    def verdict(self, question: str, evidence: str) -> Verdict:
        yes = sigmoid(self.model.logit(verdict_features(question, evidence)))
        if yes >= self.certainty:
            return "Yes."
        return "No." if yes <= 1 - self.certainty else ""


def verdict_features(question: str, evidence: str) -> dict[str, float]:
    """What the wording tells; each is 0 or 1.

    >>> verdict_features("Can a group hold a group?", "A group cannot hold a group.")["denies"]
    1.0
    """
    denies, asks_negatively = bool(_DENIES.search(evidence)), bool(_DENIES.search(question))
    new_number = set(re.findall(r"\d+", question)) - set(re.findall(r"\d+", evidence))
    found = {
        "denies": denies,
        "asks_negatively": asks_negatively,
        "contradicts": denies != asks_negatively,
        "restricts": bool(_RESTRICTS.search(evidence)),
        "asks_for_all": bool(_ASKS_FOR_ALL.search(question)),
        "other_number": bool(new_number),
        "allows": bool(_ALLOWS.search(evidence)),
    }
    return {name: float(value) for name, value in found.items()}
