"""The prompt holds what fits, and the draft is read back by its numbers."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from askaws.answering.prompt import Draft, build_prompt, grammar, parse_drafts
from tests.answering.builders import ScriptedGenerator, evidence


def test_evidence_that_does_not_fit_is_named_and_the_question_is_never_cut() -> None:
    """The worst evidence goes first, and each piece that went is reported."""
    generator = ScriptedGenerator()
    generator.context = 350
    found = [evidence("word " * 60, line) for line in (1, 2, 3)]
    asked = "why " * 30
    prompt = build_prompt(asked, found, generator)
    assert len(prompt.evidence) == 1
    assert [reason.split(" ")[0] for reason in prompt.dropped] == ["a.md:3", "a.md:2"]
    assert asked in prompt.messages[-1].content


def test_a_question_longer_than_the_context_leaves_no_evidence_and_says_so() -> None:
    """Nothing is asked of a model that could not read the question."""
    generator = ScriptedGenerator()
    generator.context = 100
    prompt = build_prompt("why " * 500, [evidence("short")], generator)
    assert prompt.evidence == ()
    assert len(prompt.dropped) == 1


@given(
    st.lists(
        st.tuples(
            st.text("abcdefg hij", min_size=1).filter(str.strip),
            st.lists(st.integers(1, 3), min_size=1, max_size=3, unique=True),
        ),
        min_size=1,
        max_size=4,
    ),
    st.integers(1, 7),
)
def test_citation_numbers_survive_prompt_and_parse(
    sentences: list[tuple[str, list[int]]], size: int
) -> None:
    """However the text is cut into pieces, each sentence keeps its own numbers."""
    text = " ".join(f"{words.strip()}. " + "".join(f"[{n}]" for n in ns) for words, ns in sentences)
    pieces = iter([text[i : i + size] for i in range(0, len(text), size)])
    drafts = list(parse_drafts(pieces, 3))
    assert [list(draft.numbers) for draft in drafts] == [numbers for _, numbers in sentences]


def test_text_without_a_mark_is_no_sentence() -> None:
    """An unfinished or uncited end is left out."""
    assert [d.text for d in parse_drafts(iter(["Cited. [1] and then it rambles on"]), 1)] == [
        "Cited."
    ]
    assert list(parse_drafts(iter(["no marks at all"]), 1)) == []


def test_the_grammar_admits_only_the_numbers_there_are() -> None:
    """Two pieces of evidence, two numbers."""
    assert '("1" | "2")' in grammar(2)
    assert '"3"' not in grammar(2)


def test_evidence_is_numbered_best_first() -> None:
    """What the model sees has the numbers that its citations are read back by."""
    found = [evidence("A bucket holds objects.", headings=("S3", "Basics")), evidence("5 TB.")]
    prompt = build_prompt("How large?", found, ScriptedGenerator())
    assert prompt.evidence == tuple(found)
    assert prompt.dropped == ()
    assert prompt.messages[-1].content == (
        "Notes:\n[1] A bucket holds objects.\n[2] 5 TB.\n\nQuestion: How large?"
    )


def test_a_sentence_is_read_as_soon_as_the_next_begins() -> None:
    """Nothing waits for the end of what the model writes."""
    read: list[str] = []

    def pieces() -> Iterator[str]:
        for piece in ("First", ". [1]", " Sec", "ond. [2]"):
            read.append(piece)
            yield piece

    drafts = parse_drafts(pieces(), 2)
    assert next(drafts) == Draft("First.", (1,))
    assert read == ["First", ". [1]", " Sec"]
    assert list(drafts) == [Draft("Second.", (2,))]


def test_numbers_of_no_evidence_are_left_out() -> None:
    """The sentence stays, to fall for want of a citation."""
    assert list(parse_drafts(iter(["It grows [7] [2][2][0]"]), 2)) == [Draft("It grows.", (2,))]
    assert list(parse_drafts(iter(["It grows. [3]"]), 2)) == [Draft("It grows.", ())]


@given(st.text("ab .[]123\n", max_size=60), st.integers(1, 5))
def test_whatever_is_written_is_read_without_error(text: str, size: int) -> None:
    """And alike, however it is cut into pieces; no draft is empty or out of range."""
    drafts = list(parse_drafts(iter([text[i : i + size] for i in range(0, len(text), size)]), 3))
    assert drafts == list(parse_drafts(iter([text]), 3))
    assert all(d.text and set(d.numbers) <= {1, 2, 3} for d in drafts)
