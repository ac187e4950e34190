"""Cross-encoders: what all of them do with pairs, and the one that ships with its small file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from askaws.models.scorer import FORMAT, batches
from data import Question

MAX_TOKENS = 144
_TOKENS_A_PASS = {"cpu": 2560, "cuda": 16384}
_PAIRS_AT_ONCE = 4096
_BASE_ONLY = ("embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight")

Pair = tuple[str, str]
Row = tuple[Sequence[int], Sequence[int]]
"""The tokens of a pair, and for each whether it is of the question (0) or the passage (1)."""


class PairModel(nn.Module):
    """One logit a pair (question, passage): how surely the passage answers the question."""

    @property
    def device(self) -> torch.device:
        return next(self.parameters()).device

    def encode(self, pairs: Sequence[Pair]) -> list[Row]:
        """The pairs in tokens."""
        raise NotImplementedError

    def logits(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """(rows,); `ids`, `types` and `mask` are (rows, longest), padded with 0."""
        raise NotImplementedError

    def head(self) -> list[nn.Parameter]:
        """What starts from nothing and learns faster than the rest."""
        raise NotImplementedError

    def forward(self, pairs: Sequence[Pair]) -> Tensor:
        """The logits of the pairs, in order; computed by length, to pad little."""
        encoded = self.encode(pairs)
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i][0]))
        logits: list[Tensor] = []
        lengths = [len(encoded[i][0]) for i in order]
        for part in batches(lengths, _TOKENS_A_PASS[self.device.type]):
            rows = [encoded[order[place]] for place in part]
            logits.append(self.logits(*padded(rows, self.device)))
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(logits)[back.to(self.device)]

    @torch.inference_mode()
    def scores(self, pairs: Sequence[Pair], *, half: bool = False) -> list[float]:
        """The logits without dropout or gradients."""
        self.eval()
        found: list[float] = []
        with torch.autocast(self.device.type, torch.bfloat16, enabled=half):
            for i in range(0, len(pairs), _PAIRS_AT_ONCE):
                found += self(pairs[i : i + _PAIRS_AT_ONCE]).float().tolist()
        return found

    def scores_by_question(
        self, questions: Sequence[Question], *, half: bool = False
    ) -> list[list[float]]:
        """The logits of every candidate of every question."""
        pairs = [(q.question, c.passage()) for q in questions for c, _ in q.candidates]
        flat = iter(self.scores(pairs, half=half))
        return [list(islice(flat, len(q.candidates))) for q in questions]


class Scorer(PairModel):
    """MiniLM's layers and a head on its first token; its words and positions stay as they are."""

    def __init__(self, base: Path) -> None:
        bert = BertModel.from_pretrained(str(base))
        super().__init__()
        self.base = base
        self.bert = bert
        self.dropout = nn.Dropout(0.1)
        self.classifier = nn.Linear(bert.config.hidden_size, 1)
        nn.init.normal_(self.classifier.weight, std=0.02)
        nn.init.zeros_(self.classifier.bias)
        for name in _BASE_ONLY:
            self.bert.get_parameter(name).requires_grad_(False)
        self.tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")

    def encode(self, pairs: Sequence[Pair]) -> list[Row]:
        return [(e.ids, e.type_ids) for e in self.tokenizer.encode_batch(list(pairs))]

    def logits(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        found = self.bert(input_ids=ids, token_type_ids=types, attention_mask=mask)
        values: Tensor = self.classifier(self.dropout(found.pooler_output.float()))
        return values[:, 0]

    def head(self) -> list[nn.Parameter]:
        assert self.bert.pooler is not None
        return [*self.classifier.parameters(), *self.bert.pooler.parameters()]

    @torch.inference_mode()
    def embed(self, texts: Sequence[str]) -> Tensor:
        """Unit sentence vectors by mean pooling: the base model's, before any training."""
        self.eval()
        vectors = torch.empty(len(texts), self.bert.config.hidden_size, device=self.device)
        encoded = self.tokenizer.encode_batch(list(texts))
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids))
        lengths = [len(encoded[i].ids) for i in order]
        for part in batches(lengths, _TOKENS_A_PASS[self.device.type]):
            rows = [(encoded[order[place]].ids, ()) for place in part]
            ids, _, mask = padded(rows, self.device)
            states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
            mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            vectors[[order[place] for place in part]] = nn.functional.normalize(mean, dim=1)
        return vectors.cpu()

    def trained(self) -> dict[str, Tensor]:
        """What training changed, by its name in the file."""
        tensors = {k: v.detach() for k, v in self.bert.state_dict().items() if k not in _BASE_ONLY}
        tensors |= {f"classifier.{k}": v.detach() for k, v in self.classifier.state_dict().items()}
        return {k: v.cpu().clone() for k, v in tensors.items() if v.is_floating_point()}

    def restore(self, tensors: Mapping[str, Tensor]) -> None:
        """Take in what `trained` gave."""
        parameters = dict(self.bert.named_parameters())
        parameters |= {f"classifier.{k}": v for k, v in self.classifier.named_parameters()}
        with torch.no_grad():
            for name, tensor in tensors.items():
                parameters[name].copy_(tensor)


def padded(rows: Sequence[Row], device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    """Tokens, types and mask of the rows, each (rows, longest), padded with 0."""
    length = max(len(ids) for ids, _ in rows)
    ids, types, mask = (
        torch.tensor([[*row, *[0] * (length - len(row))] for row in columns], device=device)
        for columns in (
            [ids for ids, _ in rows],
            [types for _, types in rows],
            [[1] * len(ids) for ids, _ in rows],
        )
    )
    return ids, types, mask


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
