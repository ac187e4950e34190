"""What a terminal shows, word for word, without the colours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from askaws.diagnosis import Check
from askaws.index.build import Report
from askaws.models.library import Status
from askaws.models.manifest import Model, Role
from askaws.models.pull import Pulled
from askaws.reading.citation import CitedSection
from askaws.reading.glossary import Term
from askaws.records import Skipped
from askaws.render import as_text
from askaws.render.markup import parsed
from tests.golden import assert_golden
from tests.render.samples import AMBIGUOUS, ANSWER, CARD, HITS, REFUSAL, UNKNOWN

GOLDEN = Path(__file__).parent / "golden"
SECTION = CitedSection(
    "s3.md",
    ("Amazon S3", "Limits [new]"),
    98,
    ("## Limits [new]", "", "| a | [b] |", "\tcode \\[x]", "\x1b[31mred"),
    100,
    101,
)
REPORT = Report(
    added=("a [b].md",),
    changed=("c.md",),
    removed=("d.md", "e.md"),
    skipped=(Skipped("f.md", "is not UTF-8 text", 3), Skipped("[g].png", "not a note (.png)")),
    files=2,
    chunks=1,
    rebuilt="asked for",
)


def model(name: str, role: Role, source: str) -> Model:
    """An entry of models.txt."""
    return Model(
        name, role, source, "m.gguf", "main", 98_362_432, "0" * 64, "MIT", 2048, 1600, "says [so]"
    )


STATUSES = [
    Status(model("embedder-1", "embedder", "package:e"), Path("/e"), 90_000_000, "0", "verified"),
    Status(model("gone", "llm", "package:g"), None, 0, "", "missing"),
    Status(model("large-4b", "llm", "hub:o/large"), None, 2_497_000_000, "", "missing"),
    Status(model("broken", "llm", "hub:o/b"), Path("/b"), 1_000_000, "1", "damaged"),
]
CHECKS = [
    Check("torch", "2.13.0"),
    Check("index", "no index in /x [y]", "askaws index"),
]
TEXTS = {
    "answer": "\n".join(
        [
            *(as_text.sentence_text(sentence) for sentence in ANSWER.sentences),
            as_text.answered_text(ANSWER),
        ]
    ),
    "answer-unsure": as_text.answered_text(replace(ANSWER, unsure=True)),
    "refusal": as_text.refusal_text(REFUSAL),
    "refusal-of-a-side": as_text.refusal_text(
        replace(REFUSAL, dropped=("the notes do not speak of [b]",))
    ),
    "hits": as_text.hits_text(HITS),
    "card": as_text.card_text(CARD),
    "card-of-two": as_text.card_text(
        replace(
            CARD,
            topic="S3 versus EBS",
            compared=("S3", "EBS"),
            see_also=(),
            when_to_use=CARD.key_facts[:1],
            key_facts=(),
            differences=CARD.key_facts[1:],
        )
    ),
    "card-ambiguous": as_text.card_text(AMBIGUOUS),
    "card-unknown": as_text.card_text(UNKNOWN),
    "section": as_text.section_text(SECTION),
    "topics": as_text.topics_text([Term("[S3]", (), 12), Term("EBS", (), 1)]),
    "models": as_text.models_text(STATUSES),
    "checks": as_text.checks_text(CHECKS),
    "report": as_text.report_text(REPORT) + "\n" + as_text.changes_text(REPORT),
    "pulled": as_text.pulled_text("large-4b", Pulled(Path("/m/[x].gguf"), "abc" * 8, 9, True)),
}


@pytest.mark.parametrize("name", TEXTS)
def test_it_reads_as_it_did(name: str) -> None:
    """The text is that of its file in `golden/`, whatever in it looks like markup."""
    assert_golden(GOLDEN / f"{name}.txt", parsed(TEXTS[name]).plain)


@pytest.mark.parametrize("name", ["answer", "answer-unsure", "refusal", "card-ambiguous", "models"])
def test_lines_fit_a_terminal(name: str) -> None:
    """What askaws itself lays out is no wider than 80."""
    assert all(len(line) <= 80 for line in parsed(TEXTS[name]).plain.split("\n"))


def test_only_marks_and_places_are_coloured() -> None:
    """A quote's own text carries no style, wherever brackets stand in it."""
    text = parsed(as_text.sentence_text(ANSWER.sentences[0]))
    assert [text.plain[span.start : span.end] for span in text.spans] == ["[1]"]


def test_an_update_that_changed_nothing_says_so() -> None:
    """One line, and no list."""
    report = Report(files=1, chunks=3)
    assert as_text.report_text(report) == "Index: 1 note, 3 passages (nothing changed)"
    assert as_text.changes_text(report) == ""
