"""The second reading: the embedded LLM says how surely a passage answers a question.

It is asked, not made to write: `Question: … Notes: … Does it answer?`, and the logit of
" yes" less that of " no" is what it says. A LoRA adapter, trained by `training/reader.py`,
makes it good at this; no other model reads with it. The passages of a question go through
the model together, after one reading of the question.

Source: Nogueira et al., *Document Ranking with a Pretrained Sequence-to-Sequence Model*, 2020.
"""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from askaws.errors import ModelError
from askaws.models.encoder import Floats
from askaws.models.gguf import load_llama_cpp
from askaws.models.parallel import cores
from askaws.models.scorer import Scorer

MOST = 8
"""Passages that are read together at most."""

YES, NO = " yes", " no"
_QUESTION_TOKENS, _PASSAGE_TOKENS = 96, 128
_ENDING = "\nDoes it answer?"
_CONTEXT = _QUESTION_TOKENS + MOST * (_PASSAGE_TOKENS + 8)

Encode = Callable[[str], list[int]]
"""Text to tokens, without marks of beginning or end."""


def opening(question: str, encode: Encode) -> list[int]:
    """The tokens that all passages of a question share."""
    return [*encode(f"Question: {question}")[:_QUESTION_TOKENS], *encode("\nNotes:")]


def rest(passage: str, encode: Encode) -> list[int]:
    """The tokens of one passage, as `as_passage` writes it, and what is asked of it."""
    return [*encode(f" {passage}")[:_PASSAGE_TOKENS], *encode(_ENDING)]


class DeferredReader:
    """A reader that is loaded when there is something to read: many questions need none."""

    def __init__(self, load: Callable[[], Scorer]) -> None:
        self._load = load

    def score(self, question: str, passages: Sequence[str]) -> Floats:
        return self._reader.score(question, passages)

    @cached_property
    def _reader(self) -> Scorer:
        return self._load()


class LlamaReader:
    """The embedded LLM with its adapter, as a scorer of a few passages.

    Raises `ModelError` if llama.cpp cannot load either, or the adapter is for another model.
    """

    def __init__(self, path: Path, adapter: Path) -> None:
        self._api = load_llama_cpp()
        # What is C's to free goes when this does, or when it could not be made.
        owned = ExitStack()
        weakref.finalize(self, owned.close)
        model = self._api.llama_model_load_from_file(
            str(path).encode(), self._api.llama_model_default_params()
        )
        if model:
            owned.callback(self._api.llama_model_free, model)
        # The adapter is freed with its model.
        loaded = model and self._api.llama_adapter_lora_init(model, str(adapter).encode())
        if not loaded:
            raise ModelError(
                f"llama.cpp cannot read {path.name} with {adapter.name}",
                hint="askaws models verify",
            )
        self._vocabulary = self._api.llama_model_get_vocab(model)
        self._context = self._open(model, loaded)
        owned.callback(self._api.llama_free, self._context)
        self._said = [self._encode(word)[0] for word in (YES, NO)]

    def score(self, question: str, passages: Sequence[str]) -> Floats:
        """The logit of each passage, in order: (number of passages,), float32."""
        logits = [
            value
            for start in range(0, len(passages), MOST)
            for value in self._read(
                opening(question, self._encode),
                [rest(passage, self._encode) for passage in passages[start : start + MOST]],
            )
        ]
        return np.array(logits, dtype=np.float32)

    def _open(self, model: Any, adapter: Any) -> Any:
        settings = self._api.llama_context_default_params()
        settings.n_ctx = settings.n_batch = settings.n_ubatch = _CONTEXT
        settings.n_seq_max = MOST
        settings.n_threads = settings.n_threads_batch = cores()
        # One memory for all passages, so that they share what was read of the question.
        settings.kv_unified = True
        settings.flash_attn_type = self._api.LLAMA_FLASH_ATTN_TYPE_ENABLED
        context = self._api.llama_init_from_model(model, settings)
        if not context:
            raise _failed("llama.cpp has no memory for reading the passages again")
        adapters = (self._api.llama_adapter_lora_p_ctypes * 1)(adapter)
        self._api.llama_set_adapters_lora(context, adapters, 1, (ctypes.c_float * 1)(1.0))
        return context

    def _read(self, shared: list[int], rows: Sequence[list[int]]) -> Iterator[float]:
        """The question once for all rows, then each row by itself; the logit at its end."""
        self._api.llama_memory_clear(self._api.llama_get_memory(self._context), True)
        total = len(shared) + sum(map(len, rows))
        batch = self._api.llama_batch_init(total, 0, len(rows))
        try:
            everyone = range(len(rows))
            for token in shared:
                _add(batch, token, batch.n_tokens, everyone)
            ends = []
            for row, tokens in enumerate(rows):
                for position, token in enumerate(tokens, len(shared)):
                    _add(batch, token, position, (row,))
                ends.append(batch.n_tokens - 1)
                batch.logits[ends[-1]] = True
            if self._api.llama_decode(self._context, batch) != 0:
                raise _failed("llama.cpp could not read the passages again")
            for end in ends:
                logits = self._api.llama_get_logits_ith(self._context, end)
                yes, no = (logits[token] for token in self._said)
                yield yes - no
        finally:
            self._api.llama_batch_free(batch)

    def _encode(self, text: str) -> list[int]:
        written = text.encode()
        room = len(written) + 2
        tokens = (self._api.llama_token * room)()
        count = self._api.llama_tokenize(
            self._vocabulary, written, len(written), tokens, room, False, False
        )
        return list(tokens[: max(0, count)])


def _failed(what: str) -> ModelError:
    return ModelError(what, hint="ask with --no-llm, which does without")


def _add(batch: Any, token: int, position: int, rows: Sequence[int]) -> None:
    """One more token of a batch, which belongs to `rows`; nothing is asked after it."""
    place = batch.n_tokens
    batch.token[place] = token
    batch.pos[place] = position
    batch.n_seq_id[place] = len(rows)
    for i, row in enumerate(rows):
        batch.seq_id[place][i] = row
    batch.logits[place] = False
    batch.n_tokens += 1
