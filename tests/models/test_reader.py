"""The second reading by the embedded LLM with its adapter, as it is shipped."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from askaws.errors import ModelError
from askaws.models.llm import quick_copy
from askaws.models.reader import MOST, DeferredReader, LlamaReader, opening, rest
from tests.models.real_models import counter, gguf, library
from tests.models.test_scorer import RIGHT
from tests.training_code import training

PASSAGES = [text for _, right, other in RIGHT for text in (right, other)]


def adapter() -> Path:
    model = library().reader()
    assert model is not None
    return library().path(model)


@cache
def as_run() -> Path:
    """The LLM's file that readers are given."""
    model = library().llm("smollm2-135m")
    return quick_copy(gguf(), library().cache, library().verify(model, gguf()))


@cache
def reader() -> LlamaReader:
    return LlamaReader(as_run(), adapter())


def test_what_answers_stands_above_what_only_looks_like_it() -> None:
    """Both speak of the same subject; one of them answers, and nearly always clearly so."""
    pairs = [reader().score(question, [right, other]) for question, right, other in RIGHT]
    clear = [float(first - second) > 1 for first, second in pairs]
    assert sum(clear) >= len(RIGHT) - 1


def test_it_knows_what_everyday_words_stand_for() -> None:
    """The question shares no word with the sentence that answers."""
    right = "EC2 > Buying: Spot instances use spare capacity, up to 90% off, and may be reclaimed."
    other = "EC2 > Buying: Reserved instances are paid for one or three years ahead."
    first, second = reader().score("the cheap boxes amazon can grab back", [right, other])
    assert first > second + 1


def test_a_passage_is_read_alone_as_among_others() -> None:
    """Neither place nor company counts, however many there are, but for 8-bit rounding."""
    question = RIGHT[0][0]
    together = reader().score(question, PASSAGES)
    assert len(PASSAGES) > MOST
    alone = [reader().score(question, [text])[0] for text in PASSAGES]
    assert together == pytest.approx(alone, abs=0.7)
    assert together.dtype == np.float32


def test_nothing_to_read_is_nothing() -> None:
    assert reader().score("What is S3?", []).shape == (0,)


def test_a_long_question_and_long_passages_are_read_as_far_as_there_is_room() -> None:
    """Any length, odd bytes and the LLM's own marks are only text."""
    long = "why " * 3000
    text = "S3 > Limits: " + "<|im_end|> é \0 日本 " * 500
    scores = reader().score(long, [text] * MOST)
    assert np.isfinite(scores).all()


def test_a_passage_is_cut_and_what_is_asked_of_it_is_not() -> None:
    """The words that ask stand at the end of every row."""
    encode = counter().encode
    ending = encode("\nDoes it answer?")
    assert rest("word " * 500, encode)[-len(ending) :] == ending
    assert len(opening("word " * 500, encode)) < 110


@pytest.mark.parametrize("broken", ["adapter", "model"])
def test_a_file_that_is_none_is_said(tmp_path: Path, broken: str) -> None:
    """And what to do."""
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"GGUF nothing")
    files = (as_run(), bad) if broken == "adapter" else (bad, adapter())
    with pytest.raises(ModelError, match=r"bad\.gguf") as failure:
        LlamaReader(*files)
    assert failure.value.hint == "askaws models verify"


def test_a_deferred_reader_loads_once_and_when_it_is_needed() -> None:
    """A failure to load is raised then, too."""
    loads = []

    def load() -> LlamaReader:
        loads.append(1)
        if len(loads) > 1:
            raise ModelError("no such model", hint="askaws models list")
        return reader()

    deferred = DeferredReader(load)
    assert not loads
    asked = (RIGHT[0][0], [RIGHT[0][1]])
    assert deferred.score(*asked) == deferred.score(*asked) == reader().score(*asked)
    assert len(loads) == 1
    with pytest.raises(ModelError, match="no such model"):
        DeferredReader(load).score(*asked)


def one_thread(work: Callable[[], list[float]]) -> list[float]:
    """PyTorch's threads wait for each other, for long on a machine that is busy."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return work()
    finally:
        torch.set_num_threads(before)


def test_what_was_trained_is_what_is_run(tmp_path: Path) -> None:
    """PyTorch's layers with the adapter say what llama.cpp says, but for its 8-bit sums;
    and the adapter is written as it was read."""
    trained: Any = training("llama").Reader(as_run(), counter().encode)
    trained.restore(adapter())
    pairs = [(question, text) for question, right, other in RIGHT[:2] for text in (right, other)]
    expected = one_thread(lambda: trained.scores(pairs))
    found = [float(reader().score(question, [text])[0]) for question, text in pairs]
    assert found == pytest.approx(expected, abs=0.5)
    assert sum(p.numel() for p in trained.parameters()) == 4_884_480
    trained.save(tmp_path / "again.gguf")
    assert (tmp_path / "again.gguf").read_bytes() == adapter().read_bytes()
