"""Text to unit vectors: sentence-transformers for the notes, numpy for a question.

Both read the same weights and give the same vectors; `LightEmbedder` starts in a
fraction of the time, and `TorchEmbedder` is faster over thousands of passages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from askaws.errors import ModelError
from askaws.models.encoder import BertEmbeddings, BertLayers, Floats, Shape, pad
from askaws.models.parallel import in_parallel


class Embedder(Protocol):
    """Turns texts into unit vectors whose dot product is their similarity."""

    @property
    def dimensions(self) -> int: ...

    @property
    def max_tokens(self) -> int:
        """The longest text that is read whole, in the embedder's own tokens."""
        ...

    def count(self, text: str) -> int:
        """How many tokens `text` is, the two special ones included."""
        ...

    def embed(self, texts: Sequence[str]) -> Floats:
        """(number of texts, dimensions), float32, each row of length 1."""
        ...


class LightEmbedder:
    """A BERT sentence encoder with mean pooling, in numpy. Reads `folder` as published."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        require_supported(folder)
        self._shape = Shape.read(folder / "config.json")
        limit = json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))
        self._max_tokens: int = limit["max_seq_length"]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._embeddings = BertEmbeddings(folder / "model.safetensors", self._shape)
        self._layers: BertLayers | None = None

    @property
    def dimensions(self) -> int:
        return self._shape.hidden

    @property
    def max_tokens(self) -> int:
        return self._max_tokens

    @property
    def embeddings(self) -> BertEmbeddings:
        return self._embeddings

    @property
    def shape(self) -> Shape:
        return self._shape

    def count(self, text: str) -> int:
        return len(self._tokenizer.encode(text).ids)

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is common enough to be one token of the vocabulary."""
        return self._tokenizer.token_to_id(word) is not None

    def token_pair(self, first: str, second: str, limit: int) -> tuple[list[int], list[int]]:
        """`[CLS] first [SEP] second [SEP]` as ids and types; the second is cut to `limit`."""
        encoded = self._tokenizer.encode(first, second)
        ids, types = encoded.ids, encoded.type_ids
        if len(ids) > limit:
            ids, types = [*ids[: limit - 1], ids[-1]], types[:limit]
        return ids, types

    def embed(self, texts: Sequence[str]) -> Floats:
        if texts and self._layers is None:
            self._layers = BertLayers(self._embeddings.layer_weights(), self._shape)
        rows = in_parallel(self._one, texts)
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), dtype=np.float32)

    def _one(self, text: str) -> Floats:
        assert self._layers is not None
        ids = self._tokenizer.encode(text).ids
        if len(ids) > self._max_tokens:
            ids = [*ids[: self._max_tokens - 1], ids[-1]]
        batch, mask = pad([ids])
        states = self._layers(self._embeddings(batch, np.zeros_like(batch)), mask)
        return unit(states[0].mean(axis=0))


class TorchEmbedder:
    """Any sentence-transformers model in a folder; importing it costs seconds."""

    def __init__(self, folder: Path) -> None:
        # Its progress bars and notices are not askaws's to show.
        import logging

        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    @property
    def dimensions(self) -> int:
        return int(self._model.encode(["a"], show_progress_bar=False).shape[1])

    @property
    def max_tokens(self) -> int:
        return int(self._model.max_seq_length)

    def count(self, text: str) -> int:
        return len(self._model.tokenizer.encode(text, truncation=False))

    def embed(self, texts: Sequence[str]) -> Floats:
        vectors: Floats = self._model.encode(
            list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False
        )
        return vectors


def require_supported(folder: Path) -> None:
    """Raise `ModelError` unless `folder` holds a model that `LightEmbedder` computes exactly."""
    config = _json(folder / "config.json")
    modules = [module["type"].rsplit(".", 1)[-1] for module in _json(folder / "modules.json")]
    pooling = _json(folder / "1_Pooling" / "config.json")
    modes = [name for name, on in pooling.items() if name.startswith("pooling_mode") and on is True]
    prompts = _json(folder / "config_sentence_transformers.json")
    known = (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and modules == ["Transformer", "Pooling", "Normalize"]
        and modes == ["pooling_mode_mean_tokens"]
        and prompts.get("default_prompt_name") is None
        and (folder / "tokenizer.json").is_file()
        and (folder / "model.safetensors").is_file()
    )
    if not known:
        raise ModelError(
            f"{folder.name} is not a BERT encoder with mean pooling",
            hint="it still works, through sentence-transformers, with a slower start",
        )


def unit(vector: Floats) -> Floats:
    """`vector` at length 1 (torch's normalize: a length under 1e-12 counts as that)."""
    length = max(float(np.linalg.norm(vector)), 1e-12)
    scaled: Floats = (vector / np.float32(length)).astype(np.float32)
    return scaled


def _json(path: Path) -> dict:  # type: ignore[type-arg]
    try:
        return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
    except (OSError, ValueError):
        return {}
