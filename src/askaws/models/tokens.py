"""Counting tokens offline, with tiktoken over the LLM's own vocabulary.

tiktoken's stock encodings are downloaded at first use, and askaws uses no network;
the vocabulary is read out of the GGUF instead, which makes the count that of the
LLM that will read the text. Source of the byte alphabet: Radford et al., GPT-2.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import tiktoken

from askaws.errors import ModelError

# How each family of vocabularies cuts text before merging. `smollm` sets every digit
# apart first, and a space before a digit stays with what was in front of it.
_PATTERNS = {
    "smollm": (
        r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+"
        r"|\s+(?![^\s\p{N}])|\s+"
    ),
    "gpt-2": r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
}


class TokenCounter:
    """Counts and splits text exactly as llama.cpp does for one GGUF.

    >>> ranks = {bytes([i]): i for i in range(256)} | {b"ab": 256}
    >>> TokenCounter(ranks, "gpt-2", vocabulary_size=257).count("ab a")
    3
    """

    def __init__(self, ranks: Mapping[bytes, int], family: str, vocabulary_size: int) -> None:
        if family not in _PATTERNS:
            raise ModelError(
                f"askaws cannot count tokens of the vocabulary family {family!r}",
                hint="use a model whose family is one of: " + ", ".join(_PATTERNS),
            )
        # tiktoken needs a token for every byte. Some vocabularies lack a few;
        # llama.cpp leaves those bytes out, so their stand-ins are not counted.
        complete = dict(ranks)
        for value in range(256):
            complete.setdefault(bytes([value]), vocabulary_size + value)
        self._size = vocabulary_size
        self._encoding = tiktoken.Encoding(
            "gguf", pat_str=_PATTERNS[family], mergeable_ranks=complete, special_tokens={}
        )

    @classmethod
    def from_gguf(cls, path: Path) -> TokenCounter:
        """The counter of a GGUF with a byte-level BPE vocabulary."""
        from askaws.models.gguf import read_vocabulary

        vocabulary = read_vocabulary(path)
        return cls(vocabulary.ranks, vocabulary.family, vocabulary.size)

    def encode(self, text: str) -> list[int]:
        """The ids of the tokens, those of llama.cpp."""
        return [token for token in self._encoding.encode_ordinary(text) if token < self._size]

    def count(self, text: str) -> int:
        return len(self.encode(text))
