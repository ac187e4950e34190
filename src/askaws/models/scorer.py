"""The evidence scorer: how surely a sentence of the notes answers a question.

A cross-encoder that starts from the embedder's own weights and was trained by
`training/scorer.py`: it reads `[CLS] question [SEP] passage [SEP]`, the passage as
`as_passage` writes it, and gives one logit. Its file holds the trained layers as int8
with one scale a row; the word table is the embedder's own, so the file is small.

Source: Nogueira and Cho, *Passage Re-ranking with BERT*, 2019.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from askaws.errors import ModelError
from askaws.models.embed import LightEmbedder
from askaws.models.encoder import BertLayers, Floats, layer_norm, linear, pad
from askaws.models.parallel import in_parallel

FORMAT = "askaws-scorer-2"
_WORDS_BEFORE = 20
_TOKENS_A_PASS = 384


class Scorer(Protocol):
    """Scores pairs of question and passage."""

    def score(self, question: str, passages: Sequence[str]) -> Floats:
        """One logit a passage, in order: (number of passages,), float32."""
        ...


class CrossEncoder:
    """The trained scorer over the embedder's tokenizer and word table.

    Raises `ModelError` if `path` is not a scorer, or one for another embedder.
    """

    def __init__(self, path: Path, embedder: LightEmbedder, embedder_digest: str) -> None:
        try:
            with safe_open(str(path), framework="numpy") as file:
                about = file.metadata() or {}
                packed = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        except (OSError, SafetensorError) as error:
            raise ModelError(
                f"{path.name} cannot be read as a scorer: {error}",
                hint="pip install --force-reinstall askaws",
            ) from error
        if about.get("format") != FORMAT or about.get("base_sha256") != embedder_digest:
            raise ModelError(
                f"{path.name} is not a scorer for this embedder",
                hint="askaws works without it, with less certain answers; askaws doctor",
            )
        self._limit = int(about["max_tokens"])
        self._embedder = embedder
        weights = unpack(packed)
        self._layers = BertLayers(weights, embedder.shape)
        self._weights = weights

    def score(self, question: str, passages: Sequence[str]) -> Floats:
        pairs = [self._embedder.token_pair(question, text, self._limit) for text in passages]
        lengths = [len(ids) for ids, _ in pairs]
        order = sorted(range(len(pairs)), key=lambda i: lengths[i])
        parts = batches([lengths[i] for i in order], _TOKENS_A_PASS)
        groups = [[order[place] for place in part] for part in parts]

        def one_pass(rows: list[int]) -> Floats:
            ids, mask = pad([pairs[i][0] for i in rows])
            types, _ = pad([pairs[i][1] for i in rows])
            return self._logits(ids, types, mask)

        logits = np.zeros(len(pairs), dtype=np.float32)
        # The longest first, so that no core is left with one at the end.
        for rows, values in zip(groups[::-1], in_parallel(one_pass, groups[::-1]), strict=True):
            logits[rows] = values
        return logits

    def _logits(
        self, ids: NDArray[np.int64], types: NDArray[np.int64], mask: NDArray[np.bool_]
    ) -> Floats:
        embeddings = self._embedder.embeddings
        states = embeddings.sum(
            ids, types, self._weights["embeddings.token_type_embeddings.weight"]
        )
        states = layer_norm(
            states,
            self._weights["embeddings.LayerNorm.weight"],
            self._weights["embeddings.LayerNorm.bias"],
            self._embedder.shape.epsilon,
        )
        first = self._layers(states, mask, first_only=True)[:, 0]
        pooled = np.tanh(linear(first, self._weights, "pooler.dense"))
        logits: Floats = linear(pooled, self._weights, "classifier")[:, 0]
        return logits


def as_passage(
    headings: Sequence[str], context: str, text: str, before: str = "", subject: str = ""
) -> str:
    """What the scorer reads of a sentence, the same in its training and its use.

    The heading path and the subject, what the sentence hangs on, the sentence, and last the
    beginning of the sentence before it in its paragraph, which often has the subject.

    >>> as_passage(("S3", "Limits"), "Sizes:", "Object: 5 TB")
    'S3 > Limits: Sizes: Object: 5 TB'
    >>> as_passage((), "", "It scales.", "S3 keeps objects.")
    'It scales. (after: S3 keeps objects.)'
    >>> as_passage(("Notes",), "", "It scales.", "It keeps objects.", "S3")
    'Notes > S3: It scales. (after: It keeps objects.)'
    """
    context = context.rstrip(": ")
    context = "" if text.startswith(context) else context
    opening = " ".join(before.split()[:_WORDS_BEFORE])
    path = [*headings, subject] if subject and subject not in opening else headings
    passage = ": ".join(part for part in (" > ".join(path), context, text) if part)
    return f"{passage} (after: {opening})" if opening else passage


def unpack(packed: dict[str, NDArray[np.generic]]) -> dict[str, Floats]:
    """Tensors from a scorer's file: `name.int8` times `name.scale`, all else as it is."""
    weights: dict[str, Floats] = {}
    for name, tensor in packed.items():
        if name.endswith(".int8"):
            stem = name.removesuffix(".int8")
            scale = packed[f"{stem}.scale"].astype(np.float32)
            weights[stem] = tensor.astype(np.float32) * scale[:, None]
        elif not name.endswith(".scale"):
            weights[name] = tensor.astype(np.float32)
    return weights


def batches(lengths: Sequence[int], tokens: int) -> list[range]:
    """Consecutive stretches of ascending lengths, each within `tokens` when padded.

    >>> batches([2, 2, 3, 9], 8)
    [range(0, 2), range(2, 3), range(3, 4)]
    """
    parts: list[range] = []
    start = 0
    for place, length in enumerate(lengths):
        if place > start and (place - start + 1) * length > tokens:
            parts.append(range(start, place))
            start = place
    if len(lengths) > start:
        parts.append(range(start, len(lengths)))
    return parts
