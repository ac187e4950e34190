"""The local LLM, by llama-cpp-python: any instruct GGUF, its own template and tokenizer."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from askaws.errors import ModelError
from askaws.models.gguf import load_llama_cpp
from askaws.models.parallel import cores
from askaws.models.template import ChatTemplate

_SMALL_FILE = 500_000_000
_SMALL_CONTEXT, _LARGE_CONTEXT = 2048, 4096
_QUICK_TYPE = "Q4_0"


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a prompt: `role` is "system", "user" or "assistant"."""

    role: str
    content: str


class Generator(Protocol):
    """Writes text under a grammar."""

    @property
    def name(self) -> str: ...

    @property
    def context(self) -> int:
        """Tokens that prompt and answer may have together."""
        ...

    def count(self, messages: Sequence[Message]) -> int:
        """The tokens of a prompt, in the model's own template."""
        ...

    def write(self, messages: Sequence[Message], grammar: str, max_tokens: int) -> Iterator[str]:
        """The answer, piece by piece. `grammar` is GBNF. The same prompt gives the same text."""
        ...


class DeferredGenerator:
    """A generator that is loaded when the first prompt needs it: many answers need none."""

    def __init__(self, name: str, load: Callable[[], Generator]) -> None:
        self._name = name
        self._load = load

    @property
    def name(self) -> str:
        return self._name

    @property
    def context(self) -> int:
        return self._generator.context

    def count(self, messages: Sequence[Message]) -> int:
        return self._generator.count(messages)

    def write(self, messages: Sequence[Message], grammar: str, max_tokens: int) -> Iterator[str]:
        return self._generator.write(messages, grammar, max_tokens)

    @cached_property
    def _generator(self) -> Generator:
        return self._load()


class LlamaGenerator:
    """A GGUF run by llama.cpp. Raises `ModelError` if it cannot be loaded or is no chat model."""

    def __init__(self, path: Path, name: str, threads: int | None = None) -> None:
        self._llama_cpp = load_llama_cpp()
        self._name = name
        self._threads = threads or cores()
        try:
            self._llama = self._load(path)
        except (ValueError, OSError, RuntimeError) as error:
            raise ModelError(
                f"{path} cannot be loaded: {error}",
                hint="askaws models verify, or give a path to another GGUF",
            ) from error
        self._template = self._template_of(path)

    @property
    def name(self) -> str:
        return self._name

    @property
    def context(self) -> int:
        return int(self._llama.n_ctx())

    def count(self, messages: Sequence[Message]) -> int:
        return len(self._tokens(messages))

    def write(self, messages: Sequence[Message], grammar: str, max_tokens: int) -> Iterator[str]:
        """The answer, which ends early where the context does.

        Raises `ModelError` if the prompt alone fills the context.
        """
        prompt = self._tokens(messages)
        if len(prompt) >= self.context:
            raise ModelError(
                f"a prompt of {len(prompt)} tokens does not fit {self.name}'s {self.context}",
                hint="ask a shorter question, or choose a larger model: askaws models list",
            )
        # What an earlier prompt left in memory would change the last bits of the arithmetic.
        self._llama.reset()
        stream = self._llama.create_completion(
            prompt,
            grammar=self._compiled(grammar),
            max_tokens=max_tokens,
            temperature=0.0,
            repeat_penalty=1.0,
            stream=True,
        )
        for event in stream:
            if piece := event["choices"][0]["text"]:
                yield piece

    def _load(self, path: Path) -> Any:
        small = path.stat().st_size < _SMALL_FILE
        wanted = _SMALL_CONTEXT if small else _LARGE_CONTEXT
        llama = self._open(path, wanted)
        learnt = llama._model.n_ctx_train()
        return llama if wanted <= learnt else self._open(path, learnt)

    def _open(self, path: Path, context: int) -> Any:
        return self._llama_cpp.Llama(
            str(path),
            n_ctx=context,
            n_batch=512,
            n_threads=self._threads,
            n_threads_batch=self._threads,
            flash_attn=True,
            verbose=False,
        )

    def _template_of(self, path: Path) -> ChatTemplate:
        source = self._llama.metadata.get("tokenizer.chat_template")
        if source is None:
            raise ModelError(
                f"{path} has no chat template, so it is not an instruct model",
                hint="choose one of those in: askaws models list",
            )
        begin, end = (
            self._llama._model.token_get_text(token) if token >= 0 else ""
            for token in (self._llama.token_bos(), self._llama.token_eos())
        )
        return ChatTemplate(source, begin, end)

    def _tokens(self, messages: Sequence[Message]) -> list[int]:
        tokens: list[int] = []
        for part in self._template.parts([message.role for message in messages]):
            control = isinstance(part, str)
            text = part if isinstance(part, str) else messages[part].content
            tokens += self._llama.tokenize(text.encode(), add_bos=False, special=control)
        return tokens

    def _compiled(self, grammar: str) -> Any:
        # llama.cpp crashes on a grammar that it could not read.
        sampler = self._llama_cpp.llama_sampler_init_grammar(
            self._llama._model.vocab, grammar.encode(), b"root"
        )
        if not sampler:
            raise ModelError(
                f"not a GBNF grammar: {grammar!r}", hint="report this as a fault of askaws"
            )
        self._llama_cpp.llama_sampler_free(sampler)
        return self._llama_cpp.LlamaGrammar.from_string(grammar)


def quick_copy(path: Path, cache: Path, digest: str) -> Path:
    """The same model with weights that this processor reads faster, made once and kept.

    Q4_1 prompts run two to three times slower than Q4_0 on a CPU. Any failure
    gives back the original.
    """
    if "Q4_1" not in path.name:
        return path
    copy = cache / "converted" / f"{path.stem.replace('Q4_1', _QUICK_TYPE)}-{digest[:12]}.gguf"
    if copy.is_file():
        return copy
    llama_cpp = load_llama_cpp()
    temporary = copy.with_suffix(f".{os.getpid()}.tmp")
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        parameters = llama_cpp.llama_model_quantize_default_params()
        parameters.ftype = llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_0
        parameters.allow_requantize = True
        code = llama_cpp.llama_model_quantize(
            str(path).encode(), str(temporary).encode(), parameters
        )
        if code != 0:
            return path
        temporary.replace(copy)
    except OSError:
        return path
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return copy
