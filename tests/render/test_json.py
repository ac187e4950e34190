"""The JSON that scripts rely on, field for field as `docs/json.md` has it."""

from __future__ import annotations

import json
from dataclasses import replace

from askaws.render.as_json import answer_json, card_json, merged, search_json
from tests.render.samples import AMBIGUOUS, ANSWER, CARD, HITS, REFUSAL

ANSWER_FIELDS = [
    "question",
    "answer",
    "refused",
    "unsure",
    "sentences",
    "citations",
    "hits",
    "model",
    "dropped",
    "seconds",
]
HIT_FIELDS = ["rank", "score", "path", "start_line", "end_line", "headings", "text"]


def test_an_answer_has_the_documented_fields() -> None:
    """In their order, with text untouched; all of it is JSON."""
    written = json.loads(json.dumps(answer_json(ANSWER)))
    assert list(written) == ANSWER_FIELDS
    assert list(written["sentences"][0]) == ["text", "citations", "origin"]
    assert list(written["citations"][0]) == [
        "number",
        "path",
        "start_line",
        "end_line",
        "headings",
        "quote",
    ]
    assert written["citations"][0]["quote"] == ANSWER.citations[0].quote
    assert written["answer"].endswith("S3 stores objects. [1][2]")
    assert list(written["seconds"]) == ["retrieve", "first_token", "total"]


def test_a_refusal_has_neither_sentence_nor_citation() -> None:
    """And names no model, where none was asked."""
    written = answer_json(REFUSAL)
    assert written["refused"] is True
    assert written["answer"] == ""
    assert (written["sentences"], written["citations"], written["model"]) == ([], [], None)


def test_a_passage_has_the_documented_fields() -> None:
    """Nothing that is of use inside askaws only."""
    written = search_json("q", HITS)
    assert list(written) == ["question", "hits"]
    assert [list(hit) for hit in written["hits"]] == [HIT_FIELDS] * len(HITS)


def test_a_card_is_an_answer_with_more() -> None:
    """Its parts stand beside the fields of `ask`."""
    written = card_json(CARD)
    assert list(written)[: len(ANSWER_FIELDS)] == ANSWER_FIELDS
    assert written["topic"] == "Amazon S3"
    assert [s["text"] for s in written["definition"]] == ["S3 stores objects."]
    assert card_json(AMBIGUOUS)["topic"] is None
    assert card_json(AMBIGUOUS)["candidates"] == ["AWS Glue", "Glue's [job]"]


def test_a_result_wins_over_its_row() -> None:
    """Other fields of a line of questions are kept."""
    row = {"id": 7, "question": "q", "answer": "expected"}
    written = merged(row, answer_json(replace(REFUSAL, question="q")))
    assert (written["id"], written["answer"]) == (7, "")
