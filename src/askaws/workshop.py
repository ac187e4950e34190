"""The models at work, each loaded when it is first needed and then kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from askaws.answering.evidence import Selector, Weights
from askaws.answering.second import SecondReading
from askaws.errors import ModelError
from askaws.models.embed import Embedder, LightEmbedder, TorchEmbedder
from askaws.models.encoder import Floats
from askaws.models.library import DEFAULT_LLM, Library
from askaws.models.llm import DeferredGenerator, Generator, LlamaGenerator, quick_copy
from askaws.models.manifest import Model
from askaws.models.reader import DeferredReader, LlamaReader
from askaws.models.scorer import CrossEncoder
from askaws.models.tokens import TokenCounter
from askaws.reading.chunks import Chunker, ChunkLimits
from askaws.records import Chunk, Document

_LIGHT_AT_MOST = 400
"""Passages that the light embedder turns into vectors before torch could be imported."""

_UNREAD = "evidence is not read a second time, so answers are less certain"
_UNSCORED = "evidence is weighed without the trained scorer, so answers are less certain"


class Workshop:
    """Makes and keeps the models of a library; `notices` collects what the user should know.

    Unless the embedded LLM `reads`, evidence is not read a second time.
    """

    def __init__(self, library: Library, *, reads: bool = True) -> None:
        self.library = library
        self.reads = reads
        self.notices: list[str] = []

    @cached_property
    def embedder_folder(self) -> Path:
        return self.library.path(self.library.embedder()).parent

    @cached_property
    def embedder_digest(self) -> str:
        model = self.library.embedder()
        return self.library.verify(model, self.library.path(model))

    @cached_property
    def light(self) -> LightEmbedder | None:
        try:
            return LightEmbedder(self.embedder_folder)
        except ModelError as error:
            self.notices.append(f"{error.message}; {error.hint}")
            return None

    @cached_property
    def torch(self) -> TorchEmbedder:
        return TorchEmbedder(self.embedder_folder)

    @property
    def embedder(self) -> Embedder:
        """The embedder that starts fastest."""
        return self.light or self.torch

    @cached_property
    def limits(self) -> ChunkLimits:
        return ChunkLimits()

    @cached_property
    def chunker(self) -> Chunker:
        counter = TokenCounter.from_gguf(self.library.path(self.library.llm(DEFAULT_LLM)))
        return Chunker(counter.count, self.embedder.count, self.limits)

    def chunks(self, document: Document) -> list[Chunk]:
        return self.chunker.chunks(document)

    def embed(self, texts: Sequence[str], total: int) -> Floats:
        chosen = self.embedder if total <= _LIGHT_AT_MOST else self.torch
        return chosen.embed(texts)

    def knows_word(self, word: str) -> bool:
        """Whether a lower-case word is an ordinary one, whatever the notes say."""
        return self.light is not None and self.light.knows(word)

    @cached_property
    def selector(self) -> Selector:
        """What chooses evidence; without the trained scorer it weighs words and passages alone."""
        try:
            return Selector(self._scorer(), Weights.read("scored"))
        except ModelError as error:
            self.notices.append(f"{error.message}: {_UNSCORED}; {error.hint}")
            return Selector(None, Weights.read("unscored"))

    @cached_property
    def second_reading(self) -> SecondReading | None:
        """The selector with the reader beside it, or None where either is missing or not wanted."""
        if self.selector.scorer is None or not self.reads:
            return None
        try:
            reader = self._reader()
        except ModelError as error:
            self.notices.append(f"{error.message}: {_UNREAD}; {error.hint}")
            return None
        return SecondReading(self.selector, reader, Weights.read("read"))

    def _reader(self) -> DeferredReader:
        model = self.library.reader()
        if model is None:
            raise ModelError("models.txt names no reader", hint="askaws models list")
        adapter = self.library.path(model)
        llm_file = self._as_run(self.library.llm(DEFAULT_LLM))
        return DeferredReader(lambda: LlamaReader(llm_file(), adapter))

    def _scorer(self) -> CrossEncoder:
        model = self.library.scorer()
        if model is None:
            raise ModelError("models.txt names no scorer", hint="askaws models list")
        if self.light is None:
            raise ModelError(
                f"{model.name} needs the embedder that it was trained from",
                hint="askaws models list",
            )
        return CrossEncoder(self.library.path(model), self.light, self.embedder_digest)

    def generator(self, name: str) -> Generator:
        """The LLM of that name in models.txt, or of that path.

        It is found and verified now, and loaded when first used. Raises `ModelError`.
        """
        path = Path(name).expanduser()
        if path.suffix == ".gguf" and path.is_file():
            return DeferredGenerator(path.stem, lambda: LlamaGenerator(path, path.stem))
        model = self.library.llm(name)
        llm_file = self._as_run(model)
        return DeferredGenerator(model.name, lambda: LlamaGenerator(llm_file(), model.name))

    def _as_run(self, llm: Model) -> Callable[[], Path]:
        """An LLM's file, verified now, as it is run: its quick copy, made when it is called for."""
        place = self.library.path(llm)
        digest = self.library.verify(llm, place)
        return lambda: quick_copy(place, self.library.cache, digest)
