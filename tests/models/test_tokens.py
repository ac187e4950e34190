"""tiktoken over the GGUF's vocabulary, against llama.cpp."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askaws.errors import ModelError
from askaws.models.gguf import read_vocabulary
from askaws.models.tokens import TokenCounter
from tests.models.real_models import NOTES, ROOT, counter, gguf, llama_tokens, passages

_BYTES = {bytes([value]): value for value in range(256)}
_ODD = ["S3", " 3", "12", "'ll", "'S", " \n", "\n\n", "\t", "  x", "é", "٣", "½", "🙂", "\0"]
_PIECES = st.sampled_from([*_ODD, "<|im_end|>"])


def disagreements(texts: tuple[str, ...]) -> list[str]:
    return [text for text in texts if counter().encode(text) != llama_tokens()(text)]


def test_tokens_of_the_corpus_are_those_of_llama_cpp() -> None:
    """Every chunk of the corpus has exactly the tokens that llama.cpp reads in it."""
    texts = passages(ROOT / "corpus")
    assert len(texts) > 100
    assert disagreements(texts) == []


@pytest.mark.skipif(not NOTES.is_dir(), reason="the shared notes are not on this machine")
def test_tokens_of_real_notes_are_those_of_llama_cpp() -> None:
    """So has every chunk, and every line, of the shared notes."""
    assert disagreements(passages(NOTES)) == []
    for note in sorted(NOTES.glob("*.md")):
        assert disagreements(tuple(note.read_text(encoding="utf-8").splitlines())) == []


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(_PIECES, max_size=25).map("".join),
        st.text(alphabet="0123456789 .,-\n", max_size=30),
        st.binary(max_size=40).map(lambda data: data.decode("latin-1")),
        st.binary(max_size=40).map(lambda data: data.decode("utf-8", "replace")),
    )
)
def test_tokens_of_any_string_are_those_of_llama_cpp(text: str) -> None:
    """Whatever the string, odd bytes, digits and control tokens in it included."""
    assert counter().encode(text) == llama_tokens()(text)


def test_a_byte_without_a_token_counts_as_llama_cpp_counts_it() -> None:
    """A few single bytes have no token of their own; llama.cpp leaves them out, and so do we."""
    for value in range(128):
        text = f"a{chr(value)}b"
        assert counter().count(text) == len(llama_tokens()(text))
    assert counter().count("") == 0


def test_a_long_text_is_counted_whole() -> None:
    """Nothing is cut: twice the text has twice the tokens."""
    line = "Amazon S3 stores objects in buckets.\n"
    assert counter().count(line * 2000) == 2000 * counter().count(line)


def test_an_unknown_family_of_vocabularies_is_refused() -> None:
    """A known one gives its own ids; any other would be counted wrongly, so it is an error."""
    assert TokenCounter(_BYTES, "gpt-2", 256).encode("hé") == [104, 195, 169]
    with pytest.raises(ModelError, match="family 'llama-bpe'") as failure:
        TokenCounter(_BYTES, "llama-bpe", 256)
    assert "smollm" in failure.value.hint


@pytest.mark.parametrize("content", [b"", b"GGUF", b"not a model at all" * 100])
def test_what_is_no_gguf_has_no_vocabulary(tmp_path: Path, content: bytes) -> None:
    """A file that llama.cpp cannot read is a `ModelError` naming it."""
    place = tmp_path / "broken.gguf"
    place.write_bytes(content)
    with pytest.raises(ModelError, match=r"broken\.gguf"):
        read_vocabulary(place)


def test_the_embedded_vocabulary_is_whole() -> None:
    """All but the control tokens have their bytes; the family is the one we know to split."""
    vocabulary = read_vocabulary(gguf())
    assert (vocabulary.family, vocabulary.size) == ("smollm", 49152)
    assert len(vocabulary.ranks) == 49135
    assert sorted(vocabulary.ranks.values()) == list(range(17, 49152))
