"""Everyday words are met by the notes' own."""

from __future__ import annotations

import re
from pathlib import Path

from askaws.answering.evidence import Selector
from askaws.answering.features import Terms
from askaws.answering.question import Question
from askaws.answering.translation import TRANSLATIONS, translations_of
from tests.answering.builders import FakeScorer, question, weights
from tests.answering.indexed import index_notes, vector

WEIGHTS = weights({"scorer": 1.0}, {"best": 1.0})


def test_the_table_has_a_line_for_each_word_of_a_question() -> None:
    """In order, with the likeliest translation first, and never the word itself."""
    head, *lines = TRANSLATIONS.read_text("utf-8").removesuffix("\n").split("\n")[1:]
    assert head.startswith("# ")
    words = [line.split("\t")[0] for line in lines]
    assert words == sorted(set(words))
    for line in lines:
        word, said = line.split("\t")
        assert re.fullmatch(r"\S+ \d+(?: \S+ \d+)*", said), line
        percents = [int(number) for number in said.split(" ")[1::2]]
        assert percents == sorted(percents, reverse=True)
        assert 2 <= min(percents) <= max(percents) <= 100
        assert word not in said.split(" ")[::2]


def test_a_word_stands_for_what_questions_said_it_for() -> None:
    assert translations_of("lorri")["snowmobil"] > 0.05
    assert translations_of("box")["instanc"] > 0.05


def test_a_word_that_no_question_had_stands_for_nothing() -> None:
    """Nor does the beginning of one."""
    assert translations_of("regatta") == translations_of("lorr") == {}


def test_a_word_counts_by_how_likely_it_is_meant() -> None:
    """Up to once, by the likeliest, and in proportion to its weight."""
    table = {"lorri": {"truck": 0.1, "road": 0.04, "snowmobil": 0.9}}
    terms = Terms({"lorri": 3.0, "data": 1.0}, {}, 0.0, translations=table)

    def met(*stems: str) -> float:
        return terms.translated(set(stems), set(stems))

    assert met("road") == 0.75 * 0.2
    assert met("truck") == met("truck", "road") == 0.75 * 0.5
    assert met("snowmobil") == 0.75
    assert met("boat") == 0.0


def test_what_is_said_need_not_be_translated() -> None:
    """Neither in the text nor above it, nor by another name of it."""
    table = {"sqs": {"messag": 0.5}}
    terms = Terms({"sqs": 1.0}, {"sqs": (("simpl", "queue"),)}, 0.0, translations=table)
    assert terms.translated({"messag"}, {"messag"}) == 1.0
    assert terms.translated({"messag"}, {"messag", "sqs"}) == 0.0
    assert terms.translated({"messag"}, {"messag", "simpl", "queue"}) == 0.0


def test_a_candidate_is_translated_by_its_own_words(tmp_path: Path) -> None:
    """All that stands below a heading stands below its words."""
    notes = {"a.md": "# Snowmobile\n\nIt is slow. A Snowmobile is quick.\n"}
    indexed = index_notes(tmp_path, notes)
    asked = question("lorry")
    hits, terms = indexed.hits("lorry"), Terms.of(asked, indexed.generation)
    selector = Selector(FakeScorer(), WEIGHTS)
    measured = selector.measure(indexed.generation, asked, vector("lorry"), hits)
    found = {one.evidence.quote: one.features["translated"] for one in measured}
    assert found["A Snowmobile is quick."] > found["It is slow."] == 0.0
    assert terms.translations["lorri"] == translations_of("lorri")


def test_what_says_it_in_other_words_is_among_the_nearest(tmp_path: Path) -> None:
    """It is scored before a sentence that is only near."""
    near = "Size matters so very little to them in that town."
    notes = {"a.md": f"# A\n\n{near} Snowmobile carries exabytes.\n"}
    indexed = index_notes(tmp_path, notes)
    scorer = FakeScorer()
    asked = Question("lorry", "lorry", ("lorri",))
    selector = Selector(scorer, WEIGHTS, 1)
    selector.measure(indexed.generation, asked, vector("size"), indexed.hits("size"))
    assert scorer.seen[0].startswith("A: Snowmobile carries")
