"""The light embedder against sentence-transformers, over the same weights."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from askaws.errors import ModelError
from askaws.models.embed import LightEmbedder, require_supported, unit
from tests.models.real_models import ROOT, embedder_folder, light, passages, torch

_NAMED = [
    "",
    " ",
    "\n\t\r",
    "a",
    "S3",
    "." * 600,
    "word " * 400,
    "unbelievably " * 300,
    "x" * 5000,
    "\0\x01\x02\x1f\x7f",
    "a\0b\x07c\x1b[31mred",
    "zero\u200bwidth\u200djoiner\ufeffmark",
    "e\u0301 combining and é composed",
    "ﬁ ligature ½ Ⅷ ㎏",
    "🙂🙃👩‍👩‍👧‍👦🏳️‍🌈",
    "🚀" * 300,
    "Что такое Amazon S3?",
    "什么是机器学习？",
    "機械学習とは何ですか",
    "ما هو التعلم الآلي؟",
    "מהי למידת מכונה",
    "मशीन लर्निंग क्या है",
    "기계 학습이란 무엇입니까",
    "τι είναι η μηχανική μάθηση",
    "การเรียนรู้ของเครื่อง",
    "İstanbul'da ıssız ŞŞ ß ẞ",
    "\u202eright to left override\u202c",
    "[CLS] what [SEP] is [MASK] this [PAD] [UNK]",
    "<|im_start|>user\nHello<|im_end|>",
    "https://example.com/a?b=c&d=%20#e",
    "`code` **bold** | a | b |",
    "1,000.50 € – 3×10⁻⁷ ≥ ½",
    "\U000e0001\U0010ffff\ue000\ufffd",
]
_RANGES = [(32, 126), (0, 31), (160, 591), (880, 1327), (1424, 1791), (2304, 2431)]
_RANGES += [(3584, 3711), (8192, 8303), (8704, 8959), (12352, 12543), (19968, 40959)]
_RANGES += [(44032, 55203), (0x1F300, 0x1FAFF), (0x20000, 0x2A6DF)]


def odd_strings() -> list[str]:
    """200 strings that no note should hold, the same at every run."""
    chance = random.Random(20)
    made = list(_NAMED)
    while len(made) < 200:
        scripts = chance.sample(_RANGES, chance.randint(1, 3))
        length = chance.choice([1, 3, 10, 40, 120, 700])
        made.append("".join(chr(chance.randint(*chance.choice(scripts))) for _ in range(length)))
    return made


def test_the_light_embedder_equals_sentence_transformers_on_odd_strings() -> None:
    """200 odd strings (empty, overlong, emoji, other scripts, control characters) agree to 1e-5."""
    texts = odd_strings()
    assert len(texts) == 200
    assert max(light().count(text) for text in texts) > 256
    assert np.abs(light().embed(texts) - torch().embed(texts)).max() < 1e-5


def test_the_light_embedder_equals_sentence_transformers_on_the_corpus() -> None:
    """Every fourth passage of the corpus has the same vector, to 1e-5, from either embedder."""
    texts = passages(ROOT / "corpus")[::4]
    assert np.abs(light().embed(texts) - torch().embed(texts)).max() < 1e-5


def test_loading_sentence_transformers_is_silent() -> None:
    """No progress bar or notice of its libraries reaches the terminal."""
    script = (
        "import sys; from pathlib import Path; from askaws.models.embed import TorchEmbedder\n"
        "TorchEmbedder(Path(sys.argv[1])).embed(['What is S3?'])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(embedder_folder())],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (run.stdout, run.stderr) == ("", "")


def test_both_embedders_count_alike() -> None:
    """The two agree on how long a text is, which nothing has cut, and on their sizes."""
    texts = odd_strings()[:60]
    assert [light().count(text) for text in texts] == [torch().count(text) for text in texts]
    assert (light().dimensions, light().max_tokens) == (torch().dimensions, torch().max_tokens)


def test_vectors_are_unit_rows() -> None:
    """One float32 row of length 1 a text, in order; no text gives no row."""
    vectors = light().embed(["S3 stores objects.", "", "Kinesis streams."])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert np.array_equal(vectors[2], light().embed(["Kinesis streams."])[0])
    assert light().embed([]).shape == (0, 384)


def test_the_zero_vector_stays_zero() -> None:
    """A vector without length is not divided by it."""
    assert not unit(np.zeros(4, dtype=np.float32)).any()


@pytest.mark.parametrize(
    ("file", "key", "value"),
    [
        ("config.json", "model_type", "mpnet"),
        ("config.json", "hidden_act", "relu"),
        ("config.json", "position_embedding_type", "relative_key"),
        ("1_Pooling/config.json", "pooling_mode_mean_tokens", False),
        ("1_Pooling/config.json", "pooling_mode_cls_token", True),
        ("config_sentence_transformers.json", "default_prompt_name", "query"),
    ],
)
def test_an_embedder_that_numpy_cannot_run_is_refused(
    tmp_path: Path, file: str, key: str, value: object
) -> None:
    """Another architecture or pooling is a `ModelError` saying what runs it instead."""
    folder = _copy(tmp_path)
    config = json.loads((folder / file).read_text())
    (folder / file).write_text(json.dumps({**config, key: value}))
    with pytest.raises(ModelError, match="is not a BERT encoder") as failure:
        LightEmbedder(folder)
    assert "sentence-transformers" in failure.value.hint


def test_an_embedder_with_further_modules_is_refused(tmp_path: Path) -> None:
    """A dense layer after the pooling is not left out silently."""
    folder = _copy(tmp_path)
    modules = json.loads((folder / "modules.json").read_text())
    dense = {"idx": 3, "name": "3", "path": "3_Dense", "type": "sentence_transformers.models.Dense"}
    (folder / "modules.json").write_text(json.dumps([*modules, dense]))
    with pytest.raises(ModelError):
        require_supported(folder)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    """An empty folder is a `ModelError`, not a traceback."""
    with pytest.raises(ModelError):
        LightEmbedder(tmp_path)


def test_a_question_is_embedded_without_heavy_imports() -> None:
    """The light embedder loads neither torch nor transformers nor huggingface_hub."""
    script = (
        "import sys; from pathlib import Path; from askaws.models.embed import LightEmbedder\n"
        "LightEmbedder(Path(sys.argv[1])).embed(['What is S3?'])\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'huggingface_hub'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(embedder_folder())],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"


def _copy(tmp_path: Path) -> Path:
    """The embedder's folder with its weights and tokenizer linked, so that it can be changed."""
    folder = tmp_path / "model"
    shutil.copytree(
        embedder_folder(), folder, ignore=shutil.ignore_patterns("*.safetensors", "tokenizer.json")
    )
    for name in ("model.safetensors", "tokenizer.json"):
        (folder / name).symlink_to(embedder_folder() / name)
    return folder
