"""The embedded models and what they are held against, each loaded once in a test session."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from askaws.models.embed import LightEmbedder, TorchEmbedder
from askaws.models.gguf import load_llama_cpp
from askaws.models.library import DEFAULT_LLM, Library
from askaws.models.llm import LlamaGenerator
from askaws.models.tokens import TokenCounter
from askaws.reading.chunks import Chunker, ChunkLimits
from askaws.reading.corpus import read, scan
from askaws.settings import resolve

ROOT = Path(__file__).parents[2]
NOTES = ROOT.parent / "shared" / "notes"


@cache
def library() -> Library:
    return Library.open(resolve(None, None, {}).manifest, Path(mkdtemp(prefix="askaws-test-")))


@cache
def gguf() -> Path:
    return library().path(library().llm(DEFAULT_LLM))


@cache
def embedder_folder() -> Path:
    return library().path(library().embedder()).parent


@cache
def light() -> LightEmbedder:
    return LightEmbedder(embedder_folder())


@cache
def torch() -> TorchEmbedder:
    return TorchEmbedder(embedder_folder())


@cache
def counter() -> TokenCounter:
    return TokenCounter.from_gguf(gguf())


@cache
def generator() -> LlamaGenerator:
    return LlamaGenerator(gguf(), "embedded")


@cache
def llama_tokens() -> Callable[[str], list[int]]:
    """llama.cpp's own tokenization of plain text."""
    llama = load_llama_cpp().Llama(str(gguf()), vocab_only=True, verbose=False)

    def tokens(text: str) -> list[int]:
        ids: list[int] = llama.tokenize(text.encode(), add_bos=False, special=False)
        return ids

    return tokens


@cache
def passages(corpus: Path) -> tuple[str, ...]:
    """What the embedder reads of every chunk of a corpus."""
    chunker = Chunker(counter().count, light().count, ChunkLimits())
    documents = (read(file)[0] for file in scan(corpus).files)
    return tuple(
        chunk.embedding_text for document in documents for chunk in chunker.chunks(document)
    )
