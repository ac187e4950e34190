"""The adapter is what learns, over a Llama small enough to be made here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import torch

from tests.training_code import training

WIDTH, HEADS, INNER, LAYERS = 32, 2, 48, 2


def encode(text: str) -> list[int]:
    """Bytes, but for the two words that are said, which are tokens of their own."""
    words = {" yes": [256], " no": [257]}
    return words.get(text) or list(text.encode())


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Llama without training, its numbers as they fall."""
    rng = np.random.default_rng(3)
    path = tmp_path_factory.mktemp("llama") / "tiny.gguf"
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_head_count(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_block_count(LAYERS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_rope_freq_base(10000.0)

    def add(name: str, *shape: int) -> None:
        values = rng.normal(size=shape) / np.sqrt(shape[-1]) if len(shape) > 1 else np.ones(shape)
        writer.add_tensor(f"{name}.weight", values.astype(np.float32))

    add("token_embd", 258, WIDTH)
    add("output_norm", WIDTH)
    for i in range(LAYERS):
        for name in ("attn_norm", "ffn_norm"):
            add(f"blk.{i}.{name}", WIDTH)
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            add(f"blk.{i}.{name}", WIDTH, WIDTH)
        for name in ("ffn_gate", "ffn_up"):
            add(f"blk.{i}.{name}", INNER, WIDTH)
        add(f"blk.{i}.ffn_down", WIDTH, INNER)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


@pytest.fixture
def reader(path: Path) -> Any:
    torch.manual_seed(1)
    return training("llama").Reader(path, encode)


GROUP = ("How large?", ("It may be 5 TB.", "It is cheap."), (True, False))


def test_an_adapter_that_has_learnt_nothing_changes_nothing(reader: Any) -> None:
    """One matrix of each pair starts from nothing; those are what learns faster."""
    before = reader.scores([("How large?", "It may be 5 TB.")])
    with torch.no_grad():
        for _, matrix in reader.matrices():
            matrix.down.mul_(7)
    assert reader.scores([("How large?", "It may be 5 TB.")]) == pytest.approx(before)
    assert len(reader.head()) == len(reader.matrices()) == 7 * LAYERS


def test_it_learns_and_the_llm_stays_as_it_is(reader: Any, path: Path, tmp_path: Path) -> None:
    """What answers rises above what does not; written and read again it says the same."""
    train, sampling = training("train"), training("sampling")
    frozen = {name: value.clone() for name, value in reader.named_buffers()}
    train.fit(reader, [sampling.Group(*GROUP)] * 60, train.Plan(1, rate=0.01, head_rate=0.05))
    right, wrong = reader.scores([(GROUP[0], passage) for passage in GROUP[1]])
    assert right > 1 > -1 > wrong
    assert all(torch.equal(value, frozen[name]) for name, value in reader.named_buffers())
    reader.save(tmp_path / "learnt.gguf")
    again = training("llama").Reader(path, encode)
    again.restore(tmp_path / "learnt.gguf")
    assert again.scores([(GROUP[0], GROUP[1][0])]) == pytest.approx([right], abs=0.1)


def test_neither_company_nor_padding_changes_a_score(reader: Any) -> None:
    """A long row beside a short one."""
    short, long = ("How large?", "5 TB."), ("How large?", "It may be 5 TB. " * 8)
    together = reader.scores([short, long])
    assert together == pytest.approx([reader.scores([p])[0] for p in (short, long)], abs=1e-4)
