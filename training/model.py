"""The cross-encoder: MiniLM's layers and a head on its first token, and its small file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from askaws.models.scorer import FORMAT

MAX_TOKENS = 144
_TOKENS_A_PASS = 2560
_BASE_ONLY = ("embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight")

Pair = tuple[str, str]


class Scorer(nn.Module):
    """One logit a pair (question, passage): how surely the passage answers the question."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.base = base
        self.bert = BertModel.from_pretrained(str(base))
        for name in _BASE_ONLY:
            self.bert.get_parameter(name).requires_grad_(False)
        self.dropout = nn.Dropout(0.1)
        self.classifier = nn.Linear(self.bert.config.hidden_size, 1)
        nn.init.normal_(self.classifier.weight, std=0.02)
        nn.init.zeros_(self.classifier.bias)
        self.tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")

    def forward(self, pairs: Sequence[Pair]) -> Tensor:
        """The logits of the pairs, in order; computed by length, to pad little."""
        encoded = self.tokenizer.encode_batch(list(pairs))
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids))
        logits: list[Tensor] = []
        for part in _passes([len(encoded[i].ids) for i in order]):
            rows = [encoded[order[place]] for place in part]
            length = max(len(row.ids) for row in rows)
            ids, types, mask = (
                torch.tensor([list(row) + [0] * (length - len(row)) for row in columns])
                for columns in (
                    [row.ids for row in rows],
                    [row.type_ids for row in rows],
                    [row.attention_mask for row in rows],
                )
            )
            first = self.bert(input_ids=ids, token_type_ids=types, attention_mask=mask)
            logits.append(self.classifier(self.dropout(first.pooler_output))[:, 0])
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(logits)[back]

    @torch.inference_mode()
    def scores(self, pairs: Sequence[Pair]) -> list[float]:
        """The logits without dropout or gradients."""
        self.eval()
        found: list[float] = self(pairs).tolist() if pairs else []
        return found

    @torch.inference_mode()
    def embed(self, texts: Sequence[str]) -> Tensor:
        """Unit sentence vectors by mean pooling: the base model's, before any training."""
        self.eval()
        vectors = torch.empty(len(texts), self.bert.config.hidden_size)
        encoded = self.tokenizer.encode_batch(list(texts))
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids))
        for part in _passes([len(encoded[i].ids) for i in order]):
            rows = [encoded[order[place]].ids for place in part]
            length = max(map(len, rows))
            ids = torch.tensor([row + [0] * (length - len(row)) for row in rows])
            mask = torch.tensor([[1] * len(row) + [0] * (length - len(row)) for row in rows])
            states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
            mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            vectors[[order[place] for place in part]] = nn.functional.normalize(mean, dim=1)
        return vectors

    def trained(self) -> dict[str, Tensor]:
        """What training changed, by its name in the file."""
        tensors = {k: v.detach() for k, v in self.bert.state_dict().items() if k not in _BASE_ONLY}
        tensors |= {f"classifier.{k}": v.detach() for k, v in self.classifier.state_dict().items()}
        return {k: v.clone() for k, v in tensors.items() if v.is_floating_point()}

    def restore(self, tensors: Mapping[str, Tensor]) -> None:
        """Take in what `trained` gave."""
        parameters = dict(self.bert.named_parameters())
        parameters |= {f"classifier.{k}": v for k, v in self.classifier.named_parameters()}
        with torch.no_grad():
            for name, tensor in tensors.items():
                parameters[name].copy_(tensor)


def save_int8(tensors: Mapping[str, Tensor], path: Path, metadata: Mapping[str, str]) -> None:
    """Write matrices as int8 with one float32 scale a row, all else as float32."""
    packed: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        if tensor.ndim == 2 and name.startswith(("encoder.", "pooler.")):
            scale = tensor.abs().amax(dim=1).clamp(min=1e-30) / 127
            packed[f"{name}.int8"] = torch.round(tensor / scale[:, None]).to(torch.int8)
            packed[f"{name}.scale"] = scale
        else:
            packed[name] = tensor
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(packed, str(path), {"format": FORMAT, **metadata})


def load_int8(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Read such a file back to float32 tensors, and its metadata."""
    with safe_open(str(path), framework="pt") as file:
        packed = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        metadata = dict(file.metadata())
    tensors = {k: v for k, v in packed.items() if not k.endswith((".int8", ".scale"))}
    for name in packed:
        if name.endswith(".int8"):
            stem = name.removesuffix(".int8")
            tensors[stem] = packed[name].float() * packed[f"{stem}.scale"][:, None]
    return tensors, metadata


def base_sha256(base: Path) -> str:
    """The digest of the base weights that the file goes with."""
    return hashlib.sha256((base / "model.safetensors").read_bytes()).hexdigest()


def describe(base: Path) -> dict[str, str]:
    """The file's metadata: what it goes with and what it reads."""
    return {
        "base": "sentence-transformers/all-MiniLM-L6-v2",
        "base_sha256": base_sha256(base),
        "input": "[CLS] question [SEP] heading > path: context: sentence"
        " (after: sentence before) [SEP]",
        "max_tokens": str(MAX_TOKENS),
    }


def _passes(lengths: Sequence[int]) -> list[range]:
    """Consecutive stretches of ascending lengths, each within the token budget when padded."""
    parts: list[range] = []
    start = 0
    for place, length in enumerate(lengths):
        if place > start and (place - start + 1) * length > _TOKENS_A_PASS:
            parts.append(range(start, place))
            start = place
    if len(lengths) > start:
        parts.append(range(start, len(lengths)))
    return parts
