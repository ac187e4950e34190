"""The embedded LLM read as a cross-encoder: more layers than the scorer has, only to teach it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from transformers import AutoModelForCausalLM, AutoTokenizer

from model import Pair, PairModel, Row

_MAX_TOKENS = 180


class Reader(PairModel):
    """SmolLM2's layers, dequantised from the GGUF, and a head on the last token.

    transformers reads the GGUF with the packages `gguf` and `accelerate`.
    """

    def __init__(self, gguf: Path) -> None:
        whole = AutoModelForCausalLM.from_pretrained(str(gguf.parent), gguf_file=gguf.name)
        super().__init__(whole.config.hidden_size, 0.01)
        self.layers = whole.model.float()
        self.layers.embed_tokens.weight.requires_grad_(False)
        self.tokenizer = AutoTokenizer.from_pretrained(str(gguf.parent), gguf_file=gguf.name)
        self.ending = self.tokenizer.encode("\nDoes it answer?")

    def encode(self, pairs: Sequence[Pair]) -> list[Row]:
        texts = [f"Question: {question}\nNotes: {passage}" for question, passage in pairs]
        rows = [[*ids[:_MAX_TOKENS], *self.ending] for ids in self.tokenizer(texts)["input_ids"]]
        return [(ids, [0] * len(ids)) for ids in rows]

    def summary(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        # What comes before a token never sees what comes after: padding needs no mask.
        states = self.layers(input_ids=ids, use_cache=False).last_hidden_state
        last: Tensor = states[torch.arange(len(ids), device=ids.device), mask.sum(1) - 1]
        return last
