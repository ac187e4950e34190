"""The logistic models whose coefficients stand in `weights.json`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Logistic:
    """`sigmoid(bias + Σ weight · feature)`, the features by name."""

    bias: float
    weights: Mapping[str, float]

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Logistic:
        """From its JSON: `{"bias": …, "weights": {name: …}}`."""
        return cls(values["bias"], values["weights"])

    def logit(self, features: Mapping[str, float]) -> float:
        return self.bias + sum(weight * features[name] for name, weight in self.weights.items())


def sigmoid(value: float) -> float:
    """The logistic function, safe at both ends.

    >>> sigmoid(0.0), round(sigmoid(-800.0), 3), round(sigmoid(800.0), 3)
    (0.5, 0.0, 1.0)
    """
    if value < 0:
        power = math.exp(max(value, -700.0))
        return power / (1 + power)
    return 1 / (1 + math.exp(-min(value, 700.0)))
