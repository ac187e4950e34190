"""The evidence scorer as it is shipped, and that it is the one that was trained."""

from __future__ import annotations

import json
import struct
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from askaws.errors import ModelError
from askaws.models.scorer import FORMAT, CrossEncoder, batches, unpack
from tests.models.real_models import embedder_folder, library, light
from tests.training_code import training

RIGHT = [
    (
        "How much can managed spot training save?",
        "SageMaker > Spot training: It can cut the cost of training by up to 90 percent.",
        "SageMaker > Spot training: Checkpoints are copied to a bucket while the job runs.",
    ),
    (
        "How large may an S3 object be?",
        "S3 > Limits: A single object may be up to 5 TB.",
        "S3 > Limits: An account may have up to 100 buckets.",
    ),
    (
        "Can an IAM group contain another group?",
        "IAM > Groups: Groups cannot be nested; a group holds users only.",
        "IAM > Groups: A user may be in several groups.",
    ),
    (
        "What is Amazon Polly?",
        "Amazon Polly: Polly is a service that turns text into lifelike speech.",
        "Amazon Polly: The neural voices are available in eight regions.",
    ),
    (
        "How long does SQS keep a message?",
        "SQS > Retention: Messages stay for 4 days unless configured otherwise, at most 14.",
        "SQS > Visibility: A message is hidden from other consumers for 30 seconds.",
    ),
    (
        "How does a private instance reach the internet?",
        "VPC > NAT: A NAT gateway lets private instances reach the internet.",
        "VPC > Peering: Two networks can be joined as if they were one.",
    ),
]


def shipped() -> Path:
    model = library().scorer()
    assert model is not None
    return library().path(model)


def digest() -> str:
    model = library().embedder()
    return library().verify(model, library().path(model))


@cache
def scorer() -> CrossEncoder:
    return CrossEncoder(shipped(), light(), digest())


@pytest.mark.parametrize(("question", "right", "other"), RIGHT, ids=[q for q, _, _ in RIGHT])
def test_what_answers_stands_above_what_only_looks_like_it(
    question: str, right: str, other: str
) -> None:
    """Both speak of the same subject; one of them answers, and clearly so."""
    first, second = scorer().score(question, [right, other])
    assert first > second + 0.5


def test_a_passage_scores_alone_as_among_others() -> None:
    """Neither padding nor order nor company changes a score, to 1e-4."""
    question = RIGHT[0][0]
    passages = [text for _, *pair in RIGHT for text in pair]
    passages += ["word " * 300, "", "x", *passages[:3]]
    together = scorer().score(question, passages)
    alone = np.concatenate([scorer().score(question, [text]) for text in passages])
    backwards = scorer().score(question, passages[::-1])[::-1]
    assert np.abs(together - alone).max() < 1e-4
    assert np.abs(together - backwards).max() < 1e-4
    assert together.dtype == np.float32


def test_no_passages_no_scores() -> None:
    """An empty list is no error."""
    assert scorer().score("Why?", []).shape == (0,)


def test_the_numpy_logits_are_those_of_training() -> None:
    """The same file in training's own torch model gives the same logits, to 1e-3."""
    model = training("model")
    torch_scorer = model.Scorer(embedder_folder())
    tensors, metadata = model.load_int8(shipped())
    torch_scorer.restore(tensors)
    passages = [*(text for _, *pair in RIGHT for text in pair), "", "S3: " + "many words " * 200]
    for question in (RIGHT[0][0], RIGHT[3][0], "?"):
        theirs = torch_scorer.scores([(question, text) for text in passages])
        assert np.abs(scorer().score(question, passages) - np.array(theirs)).max() < 1e-3
    assert metadata["format"] == FORMAT
    assert metadata["base_sha256"] == digest()


def test_a_file_that_is_no_scorer_is_refused(tmp_path: Path) -> None:
    """Text, nothing at all, or tensors of something else: a `ModelError` with a hint."""
    text, other = tmp_path / "text.safetensors", tmp_path / "other.safetensors"
    text.write_text("not tensors")
    save_file({"a": np.zeros(3, dtype=np.float32)}, str(other))
    for path in (text, tmp_path / "missing.safetensors", other):
        with pytest.raises(ModelError, match=path.name) as failure:
            CrossEncoder(path, light(), digest())
        assert failure.value.hint


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    """Half of the shipped file is no scorer."""
    cut = tmp_path / "cut.safetensors"
    cut.write_bytes(shipped().read_bytes()[:1_000_000])
    with pytest.raises(ModelError, match="cannot be read"):
        CrossEncoder(cut, light(), digest())


def test_a_scorer_for_another_embedder_is_refused() -> None:
    """Its word table would be the wrong one."""
    with pytest.raises(ModelError, match="not a scorer for this embedder"):
        CrossEncoder(shipped(), light(), "0" * 64)


def test_a_scorer_of_another_format_is_refused(tmp_path: Path) -> None:
    """The same tensors under another version are not guessed at."""
    body = shipped().read_bytes()
    (size,) = struct.unpack("<Q", body[:8])
    header = json.loads(body[8 : 8 + size])
    header["__metadata__"]["format"] = "askaws-scorer-0"
    changed = json.dumps(header).encode()
    other = tmp_path / "other.safetensors"
    other.write_bytes(struct.pack("<Q", len(changed)) + changed + body[8 + size :])
    with pytest.raises(ModelError, match="not a scorer for this embedder"):
        CrossEncoder(other, light(), digest())


def test_int8_rows_are_scaled_each_by_its_own() -> None:
    """And what is not packed stays."""
    unpacked = unpack(
        {
            "a.int8": np.array([[127, -127], [1, 2]], dtype=np.int8),
            "a.scale": np.array([0.5, 2.0], dtype=np.float32),
            "b": np.array([3.0], dtype=np.float32),
        }
    )
    assert unpacked.keys() == {"a", "b"}
    assert unpacked["a"].tolist() == [[63.5, -63.5], [2.0, 4.0]]


@pytest.mark.parametrize("lengths", [[], [5], [1] * 50, [1, 2, 3, 4, 100, 100], [7] * 9])
def test_batches_hold_everything_once_within_the_budget(lengths: list[int]) -> None:
    """Only a passage that is too long by itself goes over, and then alone."""
    parts = batches(lengths, 20)
    assert [place for part in parts for place in part] == list(range(len(lengths)))
    assert all(len(part) == 1 or len(part) * lengths[part[-1]] <= 20 for part in parts)
