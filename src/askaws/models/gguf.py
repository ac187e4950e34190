"""The vocabulary of a GGUF, read by llama.cpp itself without its weights."""

from __future__ import annotations

import ctypes
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from askaws.errors import ModelError


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Byte strings of the ordinary tokens with their ids, which are also their merge ranks."""

    ranks: dict[bytes, int]
    family: str
    size: int


def read_vocabulary(path: Path) -> Vocabulary:
    """The byte-level BPE vocabulary of `path`. Raises `ModelError` for any other kind."""
    llama_cpp = load_llama_cpp()
    parameters = llama_cpp.llama_model_default_params()
    parameters.vocab_only = True
    model = llama_cpp.llama_model_load_from_file(str(path).encode(), parameters)
    if not model:
        raise ModelError(
            f"{path.name} is not a GGUF that llama.cpp can read", hint="askaws models verify"
        )
    try:
        vocab = llama_cpp.llama_model_get_vocab(model)
        if llama_cpp.llama_vocab_type(vocab) != llama_cpp.LLAMA_VOCAB_TYPE_BPE:
            raise ModelError(
                f"{path.name} has no byte-pair vocabulary", hint="count with another model's"
            )
        size = llama_cpp.llama_vocab_n_tokens(vocab)
        ranks: dict[bytes, int] = {}
        alphabet = _byte_alphabet()
        for token in range(size):
            if llama_cpp.llama_vocab_get_attr(vocab, token) & llama_cpp.LLAMA_TOKEN_ATTR_NORMAL:
                text = llama_cpp.llama_vocab_get_text(vocab, token).decode("utf-8")
                ranks[bytes(alphabet[character] for character in text)] = token
        return Vocabulary(ranks, _metadata(llama_cpp, model, "tokenizer.ggml.pre"), size)
    finally:
        llama_cpp.llama_model_free(model)


def load_llama_cpp() -> Any:
    """The package, which costs a fifth of a second to import, with its log off the terminal."""
    # Threads that spin while they wait are several times slower on a machine that does
    # anything else at the same time. libgomp reads this once, when it is loaded.
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
    import llama_cpp

    llama_cpp.llama_log_set(_silence(llama_cpp), ctypes.c_void_p(0))
    return llama_cpp


@cache  # C holds the pointer; Python must not free it.
def _silence(llama_cpp: Any) -> object:
    def ignore(level: int, text: bytes, data: object) -> None: ...

    callback: object = llama_cpp.llama_log_callback(ignore)
    return callback


def _metadata(llama_cpp: Any, model: object, key: str) -> str:
    buffer = ctypes.create_string_buffer(256)
    length = llama_cpp.llama_model_meta_val_str(model, key.encode(), buffer, len(buffer))
    return buffer.value.decode("utf-8") if length >= 0 else ""


def _byte_alphabet() -> dict[str, int]:
    """GPT-2's printable character for each byte, turned round."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [value for value in range(256) if value not in printable]
    alphabet = {chr(value): value for value in printable}
    return alphabet | {chr(256 + index): value for index, value in enumerate(others)}
