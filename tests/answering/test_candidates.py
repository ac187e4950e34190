"""What could be cited from the passages: every sentence, row and item, and every list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from askaws.answering.candidates import Candidate, candidates, passage, to_score
from askaws.answering.features import Terms
from askaws.records import Evidence, Span
from tests.answering.builders import evidence, question
from tests.answering.indexed import Indexed, index_notes, vector

NOTE = """# Step Functions

A state machine runs a workflow. It is written in *Amazon States Language*.

## States

The states are:

- **Task** does work. It may call Lambda.
- Choice branches on a value
- Parallel runs branches side by side
- Map runs once for every item of an array
- Wait pauses for some time

Other words follow here.

## Quotas

| Quota | Value |
| --- | --- |
| Longest run | 1 year |
| Largest input | 256 KB |

## Two lists

Sizes:

- small zebra
- large zebra

Colours:

- red bucket
- blue bucket
"""
LISTS = [("The states are:", 7, 13), ("Sizes:", 26, 29), ("Colours:", 31, 34)]


@pytest.fixture(scope="module", params=[10, 200], ids=["small passages", "large passages"])
def indexed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Indexed:
    """The note in passages that cut its lists, and in passages that do not."""
    return index_notes(tmp_path_factory.mktemp("candidates"), {"sf.md": NOTE}, request.param)


def found(indexed: Indexed, asked: str = "states", count: int = 50) -> list[Candidate]:
    return candidates(indexed.generation, vector(asked), indexed.hits(asked, count))


def test_every_sentence_row_and_item_is_a_candidate_once(indexed: Indexed) -> None:
    """None is lost between passages, and none comes twice."""
    singles = [c.evidence for c in found(indexed) if not c.evidence.items]
    spans = {span for chunk in indexed.generation.chunks() for _, span in chunk.spans}
    announcing = {"The states are:", "Sizes:", "Colours:"}
    assert sorted(e.quote for e in singles) == sorted(
        span.quote for span in spans if span.quote not in announcing
    )
    assert len({(e.start_line, e.quote) for e in singles}) == len(singles)


def test_a_line_that_only_announces_a_list_is_no_candidate_by_itself(indexed: Indexed) -> None:
    """It says nothing without the items."""
    assert not any(c.evidence.quote.endswith(":") for c in found(indexed))


def test_a_list_comes_whole_wherever_the_passages_cut_it(indexed: Indexed) -> None:
    """Lead-in and all items with their lines, even if one passage of it alone was found."""
    for asked in ("Wait pauses for some time", "Task does work"):
        whole = [c.evidence for c in found(indexed, asked, 1) if c.evidence.items]
        assert [(e.items[0].quote, e.start_line, e.end_line) for e in whole] == LISTS[:1]
        assert [item.start_line for item in whole[0].items] == [7, 9, 10, 11, 12, 13]
        assert len(whole[0].quote.split(" runs ")) == 3


def test_each_list_stands_for_itself(indexed: Indexed) -> None:
    """Two lists of one section are two candidates, each as near as its own items."""
    whole = {c.evidence.items[0].quote: c for c in found(indexed, "red bucket") if c.evidence.items}
    assert [(quote, *_lines(whole[quote].evidence)) for quote, _, _ in LISTS] == LISTS
    assert whole["Sizes:"].similarity < 0.3 < whole["Colours:"].similarity


def test_a_list_in_two_passages_is_as_near_as_the_nearer(tmp_path: Path) -> None:
    """Whichever of them ranks first."""
    notes = {
        "a.md": "Animals:\n\n- a zebra grazes on grass\n- a lion hunts\n- an owl sees at night\n"
    }
    indexed = index_notes(tmp_path, notes, words=6)
    hits = indexed.hits("owl sees night")
    assert len(hits) > 1
    for order in (hits, hits[::-1]):
        found = candidates(indexed.generation, vector("owl sees night"), order)
        (whole,) = [c for c in found if c.evidence.items]
        assert whole.similarity == max(c.similarity for c in found)


def test_of_an_item_the_first_sentence_says_what_it_is(indexed: Indexed) -> None:
    """In the list's own text; the rest of the item is a candidate of its own."""
    (states,) = [c.evidence for c in found(indexed) if c.evidence.start_line == 7]
    assert states.text.startswith("The states are: Task does work; Choice branches on a value; ")
    assert "It may call Lambda." in [c.evidence.quote for c in found(indexed)]


def test_quotes_are_in_their_lines(indexed: Indexed) -> None:
    """Markup removed, white space folded, nothing else changed."""
    for candidate in found(indexed):
        for piece in candidate.evidence.items or (candidate.evidence,):
            lines = indexed.lines("sf.md", piece.start_line, piece.end_line)
            plain = " ".join(lines.replace("*", "").replace("|", " ").split())
            assert " ".join(piece.quote.replace("|", " ").split()) in plain


def test_a_row_reads_with_its_columns_names(indexed: Indexed) -> None:
    """The quote is the bare row."""
    single = [c.evidence for c in found(indexed) if not c.evidence.items]
    (row,) = [e for e in single if "256" in e.quote]
    assert "Value: 256 KB" in row.text
    assert (row.start_line, row.headings[-1]) == (22, "Quotas")


def test_a_table_comes_whole_with_the_line_above_it(tmp_path: Path) -> None:
    """Row by row with their own lines, wherever the passages cut it."""
    table = "| Class | Use |\n| --- | --- |\n| Standard | data in use |\n| Glacier | archives |\n"
    notes = {"a.md": f"# S3\n\nThere are two. These are the classes.\n\n{table}"}
    for words in (6, 200):
        indexed = index_notes(tmp_path / str(words), notes, words)
        (whole,) = [c.evidence for c in found(indexed, "Glacier archives", 1) if c.evidence.items]
        assert [item.start_line for item in whole.items] == [3, 7, 8]
        assert whole.items[0].quote == "These are the classes."
        assert "Glacier" in whole.text


def test_likeness_is_that_of_the_candidates_own_vector(tmp_path: Path) -> None:
    """The sentence that is the question, word for word, is nearest."""
    notes = {"a.md": "Buckets hold objects. Queues hand messages on. Streams carry records.\n"}
    indexed = index_notes(tmp_path, notes)
    best = max(found(indexed, "Queues hand messages on."), key=lambda c: c.similarity)
    assert best.evidence.quote == "Queues hand messages on."
    assert best.similarity == pytest.approx(1.0, abs=1e-3)


def test_no_passages_no_candidates(indexed: Indexed) -> None:
    """Nothing comes of nothing."""
    assert candidates(indexed.generation, vector("states"), ()) == []


@pytest.mark.parametrize(
    ("context", "text", "read"),
    [
        ("", "5 TB", "Notes: 5 TB"),
        ("Sizes:", "5 TB", "Notes: Sizes: 5 TB"),
        ("Object", "Object: 5 TB", "Notes: Object: 5 TB"),
    ],
)
def test_the_scorer_reads_headings_context_and_text_each_once(
    context: str, text: str, read: str
) -> None:
    """A row that begins with its label does not say it twice."""
    assert passage(replace(evidence(text), context=context)) == read


def _lines(evidence: Evidence) -> tuple[int, int]:
    return evidence.start_line, evidence.end_line


def test_a_sentence_without_its_subject_is_read_with_it(tmp_path: Path) -> None:
    """By the embedder and the scorer, and where words are counted; it is not what the notes say."""
    note = "# Quick\n\n- With Lambda, you pay a run. More costs more. The timeout is short.\n"
    indexed = index_notes(tmp_path, {"quick.md": note})
    asked = "timeout of Lambda"
    (one,) = [c for c in found(indexed, asked) if c.evidence.quote == "The timeout is short."]
    read = "Quick > Lambda: The timeout is short. (after: More costs more.)"
    assert to_score(one.evidence) == read
    assert "Lambda" not in passage(one.evidence)
    terms = Terms.of(question(asked), indexed.generation)
    assert terms.met(one.evidence).whole == 1.0
    embedded = vector("Quick\nLambda\nThe timeout is short.")
    assert one.similarity == pytest.approx(float(embedded @ vector(asked)))
    after = replace(one.evidence, before=Span("Lambda runs.", "Lambda runs.", 3, 3))
    assert to_score(after) == "Quick: The timeout is short. (after: Lambda runs.)"
