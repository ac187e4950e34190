"""What a student wants to read first, by its form and by what the scorer says of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from askaws.answering.gather import gather
from askaws.answering.naming import Naming
from askaws.answering.parts import Parts
from askaws.answering.statement import Statement
from askaws.reading.glossary import Glossary
from tests.answering.indexed import index_notes

OPENING = "# Kendra\n\nKendra is a service.\n\nKendra reads 7 files.\n\n"


def facts(
    top: Path,
    topic: str,
    notes: dict[str, str],
    liked: tuple[str, str] = ("", ""),
    defined: bool = True,
) -> str:
    """The facts, best first; the scorer likes, for one question, statements with a word."""

    found = parts_of(top, topic, notes, liked).facts(defined)
    return "\n".join(unit[-1].evidence.text for unit in found)


def parts_of(
    top: Path, topic: str, notes: dict[str, str], liked: tuple[str, str] = ("", "")
) -> Parts:
    """What could stand in a card, with such a scorer."""

    def logits(question: str, statements: Sequence[Statement]) -> list[float]:
        return [
            9.0 * ((question, liked[1] in s.evidence.text) == (liked[0], 1)) for s in statements
        ]

    generation = index_notes(top, notes).generation
    naming = Naming(Glossary(generation.terms()), topic)
    return Parts(naming, gather(generation, naming), logits)


def test_a_student_asks_for_the_price(tmp_path: Path) -> None:
    """What answers that comes before what is worded as it is."""
    said = "".join(f"Kendra bills {n} teams for work.\n\n" for n in (30, 40, 50))
    notes = {"a.md": f"# Kendra\n\nKendra is a service.\n\n{said}Kendra bills 7 dollars an hour.\n"}
    found = facts(tmp_path, "Kendra", notes, ("How is Kendra priced?", "dollars"))
    assert found.startswith("Kendra bills 7 dollars an hour.")


def test_a_student_asks_whether_it_is_still_to_be_had(tmp_path: Path) -> None:
    """What tells that comes before what has figures."""
    said = "".join(f"Kendra always needs {n} teams for work.\n\n" for n in (30, 40, 50))
    notes = {"a.md": f"# Kendra\n\nKendra is a service.\n\n{said}Kendra was retired long ago.\n"}
    found = facts(tmp_path, "Kendra", notes, ("Is Kendra still available?", "retired"))
    assert found.startswith("Kendra was retired long ago.")


def test_the_section_with_the_topics_name_comes_first(tmp_path: Path) -> None:
    """Before those with longer names, wherever they stand."""
    notes = {
        "a.md": "# Kendra for teams\n\nKendra comes with them.\n\nKendra is busy at work.\n",
        "b.md": "# Kendra\n\nKendra is a service.\n\nKendra is quick at work.\n",
    }
    found = facts(tmp_path, "Kendra", notes)
    assert found.index("quick") < found.index("busy")


@pytest.mark.parametrize("parts", ["parts", "features", "policies", "stages"])
def test_a_list_of_parts_comes_before_another(tmp_path: Path, parts: str) -> None:
    """It says what the thing is made of."""
    lists = [
        f"Kendra has these {kind}:\n\n- One of air.\n- One of sea.\n"
        for kind in ("oddities", parts)
    ]
    notes = {"a.md": "# Kendra\n\nKendra is a service.\n\n" + "\n".join(lists)}
    found = facts(tmp_path, "Kendra", notes)
    assert found.index(f"these {parts}") < found.index("these oddities")


def test_a_number_in_a_name_is_no_figure(tmp_path: Path) -> None:
    """Neither in the topic's own nor in another."""
    others = "Route 53 is in many lands by day.\n\nRoute 53 is in S3 for lands by day.\n\n"
    notes = {
        "a.md": f"# Route 53\n\nRoute 53 is a service.\n\n{others}Route 53 is in 40 lands by day.\n"
    }
    found = facts(tmp_path, "Route 53", notes)
    assert found.index("in 40 lands") < found.index("in many lands") < found.index("in S3")


def test_a_definition_is_no_fact(tmp_path: Path) -> None:
    """What it is has been said; what it costs has not."""
    notes = {
        "a.md": "# Kendra\n\nKendra is a service.\n\nKendra is a finder of files.\n\n"
        "Kendra is a service for 7 dollars.\n\nKendra reads files.\n"
    }
    found = facts(tmp_path, "Kendra", notes)
    assert "finder" not in found
    assert "7 dollars" in found
    assert "reads files" in found


def test_without_a_definition_everything_is_a_fact(tmp_path: Path) -> None:
    notes = {"a.md": "# Kendra\n\nKendra is a service.\n\nKendra is a finder of files.\n"}
    assert "finder" in facts(tmp_path, "Kendra", notes, defined=False)


def test_what_another_does_is_no_fact_of_this_one(tmp_path: Path) -> None:
    """A sentence that begins with another topic, below a heading that is not this one's."""
    notes = {
        "a.md": OPENING + "Memcached has 3 files for it.\n",
        "b.md": "# Code for Kendra\n\nLambda always calls 9 times before Kendra.\n",
        "c.md": "# Lambda\n\nLambda is a service.\n",
    }
    found = facts(tmp_path, "Kendra", notes)
    assert "7 files" in found
    assert "3 files" in found
    assert "9 times" not in found


def test_advice_to_take_another_is_no_fact(tmp_path: Path) -> None:
    notes = {"a.md": OPENING + "Choose Lambda for code.\n\n# Lambda\n\nLambda is a service.\n"}
    assert "Choose" not in facts(tmp_path, "Kendra", notes)


def test_a_row_tells_in_its_own_section(tmp_path: Path) -> None:
    """A row of a survey says in catchwords what the topic's own section says."""
    table = "| Service | Use |\n| --- | --- |\n| Kendra | Search in {} |\n| Lambda | Code |\n"
    notes = {
        "a.md": OPENING
        + "| Limit | Value |\n| --- | --- |\n| Kendra pages | 400 |\n| Lambda calls | 60 |\n",
        "b.md": "# Survey\n\nAll of them.\n\n" + table.format("letters"),
    }
    found = facts(tmp_path, "Kendra", notes)
    assert "400" in found
    assert "letters" not in found


def test_an_item_tells_in_its_own_section(tmp_path: Path) -> None:
    """In another's list it is a catchword, or a step of something else."""
    notes = {
        "a.md": "# Kendra\n\nKendra is a service.\n\nKendra reads 7 files.\n",
        "b.md": "# Survey\n\nThe services are:\n\n- Lambda runs code at all times for you.\n"
        "- Kendra finds 40 letters at all times for you.\n",
    }
    assert "letters" not in facts(tmp_path, "Kendra", notes)


def test_a_comparison_has_rows_for_others(tmp_path: Path) -> None:
    table = "| Tool | Asks |\n| --- | --- |\n| Kendra | Where |\n| Lambda | How |\n"
    notes = {"a.md": OPENING + f"## Kendra compared with Lambda\n\nKendra asks less.\n\n{table}"}
    assert "How" not in facts(tmp_path, "Kendra", notes)


def test_an_item_with_a_name_is_shown_in_its_list(tmp_path: Path) -> None:
    """Not as the only one of many."""
    notes = {
        "a.md": "# Kendra\n\nKendra is a service.\n\nKendra needs two things:\n\n"
        "- **Index**: Kendra keeps words there.\n- **Source**: Kendra reads files there.\n"
    }
    lines = facts(tmp_path, "Kendra", notes).split("\n")
    assert not any(line.startswith(("Index", "Source")) for line in lines)
    assert any(line.startswith("Kendra needs two things") for line in lines)


def test_an_item_of_a_long_list_would_stand_for_all(tmp_path: Path) -> None:
    """If it has a name."""
    many = "".join(f"- **Part {n}**: Kendra {'keeps words ' * 8}there.\n" for n in range(6))
    notes = {
        "a.md": f"# Kendra\n\nKendra is a service.\n\nThe steps of Kendra are:\n\n{many}\n"
        "Kendra reads 7 files.\n",
    }
    found = facts(tmp_path, "Kendra", notes)
    assert "Part" not in found


def test_a_long_list_of_kinds_is_shown_by_their_names(tmp_path: Path) -> None:
    """What it says of each would take up the card."""
    many = "".join(f"- **Part {n}**: Kendra {'keeps words ' * 8}there.\n" for n in range(6))
    notes = {"a.md": f"# Kendra\n\nKendra is a service.\n\nThe parts of Kendra are:\n\n{many}"}
    parts = parts_of(tmp_path, "Kendra", notes)
    whole = next(unit[-1] for unit in parts.facts() if unit[-1].evidence.items)
    names = [item.quote for item in whole.evidence.items]
    assert names == ["The parts of Kendra are:", *(f"Part {n}" for n in range(6))]


def test_a_sentence_on_two_says_what_they_are(tmp_path: Path) -> None:
    """Each has a sentence of its own for that."""
    notes = {"a.md": OPENING + "Kendra and Lambda are services for words and code in all sizes.\n"}
    assert "sizes" not in facts(tmp_path, "Kendra", notes)


def test_what_is_done_to_two_is_a_fact(tmp_path: Path) -> None:
    notes = {"a.md": OPENING + "Kendra and Lambda are kept by most people.\n"}
    assert "kept by" in facts(tmp_path, "Kendra", notes)


def test_a_part_of_the_topic_is_defined_among_the_facts(tmp_path: Path) -> None:
    """Its name is longer than the topic's."""
    notes = {"a.md": OPENING + "Kendra word lists is a place for odd words.\n"}
    assert "odd words" in facts(tmp_path, "Kendra", notes)


def test_what_opens_a_section_is_no_caption(tmp_path: Path) -> None:
    notes = {"a.md": "# Kendra\n\nServer for text\n\nKendra reads 7 files.\n"}
    parts = parts_of(tmp_path, "Kendra", notes)
    assert parts.statements[0].evidence.text == "Server for text"


def test_a_caption_says_nothing(tmp_path: Path) -> None:
    """A few words above a picture."""
    notes = {
        "a.md": "# Kendra\n\nKendra is a service.\n\nOld one - Kendra index\n\n![](a.png)\n\n"
        "Here we can see Kendra at work.\n\n"
        "Kendra has no end\n\n- Kendra index for free\n\nUse Kendra for letters\n\n"
        "With Kendra you find text\n"
    }
    found = facts(tmp_path, "Kendra", notes)
    assert not any(text in found for text in ("Old one", "at work"))
    assert "no end" in found
    assert "Use Kendra for letters" in found
    assert "you find text" in found
    assert "for free" in found


def test_steps_of_an_example_say_nothing(tmp_path: Path) -> None:
    """They are those of the example, not of the topic."""
    steps = "\n\n- Kendra reads the picture of a cat.\n- Kendra writes the word for it.\n"
    for lead, said in (("It might look something like this:", False), ("It does this:", True)):
        notes = {"a.md": f"# Kendra\n\nKendra is a service.\n\n{lead}{steps}"}
        assert ("picture" in facts(tmp_path / str(said), "Kendra", notes)) == said


def test_an_example_before_the_lead_in_makes_no_example_of_a_list(tmp_path: Path) -> None:
    items = "\n\n- Kendra reads pictures.\n- Kendra writes words.\n"
    lead = "It is used at work, for example. Kendra has two steps:"
    notes = {"a.md": f"# Kendra\n\nKendra is a service.\n\n{lead}{items}"}
    assert "pictures" in facts(tmp_path, "Kendra", notes)


def test_a_name_alone_says_nothing(tmp_path: Path) -> None:
    notes = {
        "a.md": OPENING + "Kendra Ground Truth.\n\nKendra Ground Truth files.\n\n"
        "Sources: Ground Truth, Kendra.\n\n# Ground Truth\n\nIt is.\n"
    }
    found = facts(tmp_path, "Kendra", notes).split("\n")
    assert "Kendra Ground Truth files." in found
    assert "Sources: Ground Truth, Kendra." in found
    assert "Kendra Ground Truth." not in found


def test_what_points_back_brings_along_what_it_points_to(tmp_path: Path) -> None:
    """Anywhere in a sentence."""
    notes = {
        "a.md": "# Kendra\n\nKendra is a service.\n\n"
        "Letters are hard to find. For letters, Kendra is the quick answer to these questions.\n"
    }
    parts = parts_of(tmp_path, "Kendra", notes)
    (last,) = [s for s in parts.statements if "quick" in s.evidence.text]
    assert not last.stands
    assert parts._chain(last)[0].evidence.text == "Letters are hard to find."


def test_one_contrast_is_enough_for_each_of_the_others(tmp_path: Path) -> None:
    notes = {
        "a.md": "# Kendra\n\nKendra is a service.\n\nUnlike Lambda, Kendra finds.\n\n"
        "Unlike Lambda, Kendra reads.\n\nUnlike Polly, Kendra is silent.\n"
    }
    parts = parts_of(tmp_path, "Kendra", notes)
    found = [unit[0] for unit in parts.differs()]
    silent = "Unlike Polly, Kendra is silent."
    assert [s.evidence.text for s in found] == ["Unlike Lambda, Kendra finds.", silent]
    assert [unit[0].evidence.text for unit in parts.differs(found[:1])] == [silent]


def test_a_contrast_is_with_what_is_well_known(tmp_path: Path) -> None:
    """Two that share another name are two."""
    notes = {
        "a.md": "# Kendra\n\nKendra is a service.\n\nKendra has Odd Words, unlike Lambda.\n\n"
        "Kendra has Odd Words, unlike Polly.\n\n## Odd Words\n\nOdd Words are odd.\n"
    }
    parts = parts_of(tmp_path, "Kendra", notes)
    assert len(parts.differs()) == 2


def test_a_list_of_contrasts_tells_more_than_the_advice(tmp_path: Path) -> None:
    """Though one of those in it has been named."""
    notes = {
        "a.md": "# Kendra\n\nKendra is a service.\n\nChoose Kendra for words, unlike Lambda.\n\n"
        "Kendra is mistaken for others:\n\n- **Lambda**: made for code.\n- **Polly**: speaks.\n"
    }
    parts = parts_of(tmp_path, "Kendra", notes)
    told = [s for s in parts.statements if "unlike" in s.evidence.text]
    assert any(unit[0].evidence.items for unit in parts.differs(told))


def test_what_it_helps_with_does_not_say_what_it_is(tmp_path: Path) -> None:
    for verb, defined in (("helps", False), ("provides", True)):
        notes = {"a.md": f"# Kendra\n\n{verb} quick work with words in many files.\n"}
        assert bool(parts_of(tmp_path / verb, "Kendra", notes).definition()) == defined
