"""BERT's forward pass in numpy, so that a question needs neither torch nor transformers.

Importing torch costs seconds and a question is a new process. The weights are
read from the same `model.safetensors` that sentence-transformers loads; a test
holds the two to 1e-5 of each other.

Source: Devlin et al., *BERT*, 2018; the activation is GELU by the error function,
whose approximation is Abramowitz and Stegun 7.1.26 (largest error 1.5e-7).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open

_ROWS_AT_ONCE = 64

Floats = NDArray[np.float32]
Weights = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes that the forward pass needs from the model's `config.json`."""

    layers: int
    heads: int
    hidden: int
    positions: int
    epsilon: float

    @classmethod
    def read(cls, config: Path) -> Shape:
        values = json.loads(config.read_text(encoding="utf-8"))
        return cls(
            layers=values["num_hidden_layers"],
            heads=values["num_attention_heads"],
            hidden=values["hidden_size"],
            positions=values["max_position_embeddings"],
            epsilon=values["layer_norm_eps"],
        )


class BertEmbeddings:
    """The input layer: rows of the word table are read from the file as they are needed."""

    def __init__(self, weights_file: Path, shape: Shape) -> None:
        self._file = _tensors(weights_file)
        self._words = self._file.get_slice("embeddings.word_embeddings.weight")
        self._positions: Floats = self._file.get_tensor("embeddings.position_embeddings.weight")
        self._types: Floats = self._file.get_tensor("embeddings.token_type_embeddings.weight")
        self._scale: Floats = self._file.get_tensor("embeddings.LayerNorm.weight")
        self._shift: Floats = self._file.get_tensor("embeddings.LayerNorm.bias")
        self._epsilon = shape.epsilon
        self._rows: dict[int, Floats] = {}

    def layer_weights(self) -> dict[str, Floats]:
        """The tensors of the encoder's layers, by their names in the file."""
        names = [name for name in self._file.keys() if name.startswith("encoder.")]  # noqa: SIM118
        return {name: self._file.get_tensor(name) for name in names}

    def __call__(self, ids: NDArray[np.int64], types: NDArray[np.int64]) -> Floats:
        """Token ids and token types, both (batch, length), to (batch, length, hidden)."""
        return layer_norm(
            self.sum(ids, types, self._types), self._scale, self._shift, self._epsilon
        )

    def sum(self, ids: NDArray[np.int64], types: NDArray[np.int64], type_table: Floats) -> Floats:
        """Word, type and position vectors added up, before the normalisation."""
        unique, places = np.unique(ids, return_inverse=True)
        table = np.stack([self._row(int(token)) for token in unique])
        words: Floats = table[places.reshape(ids.shape)]
        return words + type_table[types] + self._positions[: ids.shape[1]]

    def _row(self, token: int) -> Floats:
        if token not in self._rows:
            self._rows[token] = self._words[token : token + 1][0]
        return self._rows[token]


def _tensors(weights_file: Path) -> Any:  # safe_open has no type hints
    return safe_open(str(weights_file), framework="numpy")


class BertLayers:
    """The stack of transformer layers, over weights from wherever they come."""

    def __init__(self, weights: Weights, shape: Shape) -> None:
        self._shape = shape
        self._layers = [
            {
                name.removeprefix(f"encoder.layer.{index}."): tensor
                for name, tensor in weights.items()
                if name.startswith(f"encoder.layer.{index}.")
            }
            for index in range(shape.layers)
        ]

    def __call__(
        self, states: Floats, mask: NDArray[np.bool_], *, first_only: bool = False
    ) -> Floats:
        """Hidden states (batch, length, hidden) through all layers; `mask` is true on tokens.

        `first_only` gives those of the first token alone, (batch, 1, hidden), for less work.
        """
        bias = np.where(mask, np.float32(0), np.float32(-1e9))[:, None, None, :]
        for place, layer in enumerate(self._layers, 1):
            asking = states[:, :1] if first_only and place == len(self._layers) else states
            states = self._feed_forward(layer, self._attend(layer, asking, states, bias))
        return states

    def _attend(self, layer: Weights, asking: Floats, states: Floats, bias: Floats) -> Floats:
        batch, length, hidden = asking.shape
        heads = self._shape.heads

        def project(source: Floats, name: str) -> Floats:
            flat = linear(source, layer, f"attention.self.{name}")
            return flat.reshape(batch, -1, heads, hidden // heads).transpose(0, 2, 1, 3)

        query, key, value = (
            project(asking, "query"),
            project(states, "key"),
            project(states, "value"),
        )
        scores: Floats = query @ key.transpose(0, 1, 3, 2)
        scores *= np.float32((hidden // heads) ** -0.5)
        scores += bias
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = (scores @ value).transpose(0, 2, 1, 3).reshape(batch, length, hidden)
        return self._add_norm(
            layer, "attention.output", linear(mixed, layer, "attention.output.dense"), asking
        )

    def _feed_forward(self, layer: Weights, states: Floats) -> Floats:
        flat = states.reshape(-1, states.shape[-1])
        inner = np.empty_like(flat)
        # In stretches that stay in the processor's cache: the activation passes over each often.
        for start in range(0, len(flat), _ROWS_AT_ONCE):
            rows = slice(start, start + _ROWS_AT_ONCE)
            wide = gelu(linear(flat[rows], layer, "intermediate.dense"))
            inner[rows] = linear(wide, layer, "output.dense")
        return self._add_norm(layer, "output", inner.reshape(states.shape), states)

    def _add_norm(self, layer: Weights, name: str, change: Floats, states: Floats) -> Floats:
        change += states
        return layer_norm(
            change,
            layer[f"{name}.LayerNorm.weight"],
            layer[f"{name}.LayerNorm.bias"],
            self._shape.epsilon,
        )


def linear(states: Floats, weights: Weights, name: str) -> Floats:
    """`states @ weight.T + bias`, as one matrix product over all tokens."""
    flat = states.reshape(-1, states.shape[-1])
    result = flat @ weights[f"{name}.weight"].T
    result += weights[f"{name}.bias"]
    return result.reshape(*states.shape[:-1], -1)


def layer_norm(states: Floats, scale: Floats, shift: Floats, epsilon: float) -> Floats:
    """Each vector to mean 0 and variance 1, then scaled and shifted."""
    centred: Floats = states - states.mean(axis=-1, keepdims=True)
    variance = np.einsum("...i,...i->...", centred, centred)[..., None] / states.shape[-1]
    centred /= np.sqrt(variance + epsilon, dtype=np.float32)
    centred *= scale
    centred += shift
    return centred


def gelu(x: Floats) -> Floats:
    """x · Φ(x), Φ by the error function.

    >>> [round(float(v), 4) for v in gelu(np.array([-1.0, 0.0, 1.0], dtype=np.float32))]
    [-0.1587, 0.0, 0.8413]
    """
    size = np.abs(x)
    size *= np.float32(0.7071067811865476)
    t = size * np.float32(0.3275911)
    t += np.float32(1)
    np.reciprocal(t, out=t)
    tail = t * np.float32(1.061405429)
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail += np.float32(coefficient)
        tail *= t
    np.multiply(size, size, out=size)
    np.negative(size, out=size)
    np.exp(size, out=size)
    tail *= size
    # tail is 1 - erf(|x|/√2): the half of it is the weight on the far side.
    tail *= np.float32(0.5)
    result: Floats = x * np.where(x < 0, tail, np.float32(1) - tail)
    return result


def pad(sequences: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Token ids as one (batch, length) array filled with 0, and where the tokens are.

    >>> ids, mask = pad([[5, 6], [7]])
    >>> ids.tolist(), mask.tolist()
    ([[5, 6], [7, 0]], [[True, True], [True, False]])
    """
    length = max(len(sequence) for sequence in sequences)
    ids = np.zeros((len(sequences), length), dtype=np.int64)
    mask = np.zeros((len(sequences), length), dtype=np.bool_)
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = sequence
        mask[row, : len(sequence)] = True
    return ids, mask
