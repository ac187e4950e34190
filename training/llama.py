"""The embedded LLM read as a cross-encoder, with low-rank matrices that it is taught by.

Its own weights stay as they are in the GGUF; what is trained are two thin matrices beside each
of them, few enough to ship as a LoRA adapter that llama.cpp loads. The answer is the logit of
" yes" less that of " no". `gguf` reads and writes the files.

Source: Hu et al., *LoRA: Low-Rank Adaptation of Large Language Models*, 2021; that the matrix
that starts from nothing learns faster: Hayou et al., *LoRA+*, 2024.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import gguf
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from askaws.models.reader import NO, YES, Encode, opening, rest
from model import Pair, PairModel, Row

_RANK = 16
_INPUTS = ("attn_q", "attn_k", "attn_v", "ffn_gate", "ffn_up")
_OUTPUTS = ("attn_output", "ffn_down")


class Adapted(nn.Module):
    """A frozen matrix (out, in) and what is learnt beside it.

    That is `up` (out, rank) @ `down` (rank, in).
    """

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        outputs, inputs = weight.shape
        self.register_buffer("weight", weight)
        self.weight: Tensor
        bound = math.sqrt(3 / inputs)
        self.down = nn.Parameter(torch.empty(_RANK, inputs).uniform_(-bound, bound))
        self.up = nn.Parameter(torch.zeros(outputs, _RANK))

    def forward(self, states: Tensor) -> Tensor:
        return functional.linear(states, self.weight + self.up @ self.down)


class Layer(nn.Module):
    """One layer of a Llama, its norms frozen."""

    def __init__(self, tensors: dict[str, Tensor], heads: int, epsilon: float) -> None:
        super().__init__()
        self.heads, self.epsilon = heads, epsilon
        for name in ("attn_norm", "ffn_norm"):
            self.register_buffer(name, tensors[name])
        self.attn_norm: Tensor
        self.ffn_norm: Tensor
        self.by_name = {name: Adapted(tensors[name]) for name in _INPUTS + _OUTPUTS}
        self.matrices = nn.ModuleDict(self.by_name)

    def forward(self, states: Tensor, turns: tuple[Tensor, Tensor]) -> Tensor:
        by = self.by_name
        normed = functional.rms_norm(states, states.shape[-1:], self.attn_norm, self.epsilon)
        query, key, value = (self._split(by[n](normed)) for n in ("attn_q", "attn_k", "attn_v"))
        met = functional.scaled_dot_product_attention(
            turned(query, turns), turned(key, turns), value, is_causal=True, enable_gqa=True
        )
        states = states + by["attn_output"](met.transpose(1, 2).flatten(2))
        normed = functional.rms_norm(states, states.shape[-1:], self.ffn_norm, self.epsilon)
        gated: Tensor = by["ffn_down"](
            functional.silu(by["ffn_gate"](normed)) * by["ffn_up"](normed)
        )
        return states + gated

    def _split(self, states: Tensor) -> Tensor:
        """(rows, heads, length, width of a head)."""
        width = self.attn_norm.shape[0] // self.heads
        rows, length, _ = states.shape
        return states.view(rows, length, -1, width).transpose(1, 2)


class Reader(PairModel):
    """A Llama's GGUF as a cross-encoder; `encode` turns text into its tokens."""

    def __init__(self, path: Path, encode: Encode) -> None:
        super().__init__()
        file = gguf.GGUFReader(str(path))
        tensors = {t.name.removesuffix(".weight"): dequantised(t) for t in file.tensors}
        about = {
            name: file.fields[f"llama.{name}"].contents()
            for name in (
                "attention.head_count",
                "attention.layer_norm_rms_epsilon",
                "block_count",
                "rope.dimension_count",
                "rope.freq_base",
            )
        }
        self.epsilon = float(about["attention.layer_norm_rms_epsilon"])
        self.turn = (int(about["rope.dimension_count"]), float(about["rope.freq_base"]))
        self.text_to_tokens = encode
        self.words: Tensor
        self.output_norm: Tensor
        self.answer: Tensor
        self.register_buffer("words", tensors["token_embd"])
        self.register_buffer("output_norm", tensors["output_norm"])
        self.in_order = [
            Layer(
                {
                    name.removeprefix(f"blk.{i}."): tensor
                    for name, tensor in tensors.items()
                    if name.startswith(f"blk.{i}.")
                },
                int(about["attention.head_count"]),
                self.epsilon,
            )
            for i in range(int(about["block_count"]))
        ]
        self.layers = nn.ModuleList(self.in_order)
        (yes,), (no,) = encode(YES), encode(NO)
        self.register_buffer("answer", self.words[yes] - self.words[no])

    def encode(self, pairs: Sequence[Pair]) -> list[Row]:
        by = self.text_to_tokens
        rows = [[*opening(question, by), *rest(passage, by)] for question, passage in pairs]
        return [(ids, [0] * len(ids)) for ids in rows]

    def logits(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        # What comes before a token never sees what comes after: padding needs no mask.
        states = self.words[ids]
        turns = angles(ids.shape[1], *self.turn, ids.device)
        for layer in self.in_order:
            states = layer(states, turns)
        last = states[torch.arange(len(ids), device=ids.device), mask.sum(1) - 1]
        last = functional.rms_norm(last, last.shape[-1:], self.output_norm, self.epsilon)
        return last.float() @ self.answer

    def head(self) -> list[nn.Parameter]:
        return [m.up for m in self.modules() if isinstance(m, Adapted)]

    def save(self, path: Path) -> None:
        """Write what was learnt as a LoRA adapter for llama.cpp, in 16 bits."""
        writer = gguf.GGUFWriter(str(path), "llama")
        writer.add_string("general.type", "adapter")
        writer.add_string("adapter.type", "lora")
        writer.add_float32("adapter.lora.alpha", float(_RANK))
        for name, module in self.matrices():
            for part, tensor in (("lora_a", module.down), ("lora_b", module.up)):
                values = tensor.detach().cpu().numpy().astype(np.float16)
                writer.add_tensor(f"{name}.weight.{part}", values)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()

    def restore(self, path: Path) -> None:
        """Take in what `save` wrote."""
        tensors = {t.name: dequantised(t) for t in gguf.GGUFReader(str(path)).tensors}
        with torch.no_grad():
            for name, module in self.matrices():
                module.down.copy_(tensors[f"{name}.weight.lora_a"])
                module.up.copy_(tensors[f"{name}.weight.lora_b"])

    def matrices(self) -> list[tuple[str, Adapted]]:
        """Each adapted matrix under its name in the GGUF, without `.weight`."""
        return [
            (f"blk.{i}.{name}", matrix)
            for i, layer in enumerate(self.in_order)
            for name, matrix in layer.by_name.items()
        ]


def turned(states: Tensor, turns: tuple[Tensor, Tensor]) -> Tensor:
    """Rotary positions, by neighbouring pairs, as llama.cpp has them for this architecture."""
    cosine, sine = turns
    even, odd = states[..., 0::2], states[..., 1::2]
    return torch.stack((even * cosine - odd * sine, even * sine + odd * cosine), -1).flatten(-2)


def angles(length: int, width: int, base: float, device: torch.device) -> tuple[Tensor, Tensor]:
    """Cosines and sines of each position, each (length, width / 2)."""
    speeds = base ** (-torch.arange(0, width, 2, device=device) / width)
    grid = torch.arange(length, device=device)[:, None] * speeds
    return grid.cos(), grid.sin()


def dequantised(tensor: gguf.ReaderTensor) -> Tensor:
    values = gguf.dequantize(tensor.data, tensor.tensor_type)
    return torch.tensor(np.array(values, dtype=np.float32))
