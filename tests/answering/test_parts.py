"""What a student wants to read first, by its form and by what the scorer says of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from askaws.answering.gather import Statement, gather
from askaws.answering.naming import Naming
from askaws.answering.parts import Parts
from askaws.reading.glossary import Glossary
from tests.answering.indexed import index_notes


def facts(top: Path, topic: str, notes: dict[str, str], liked: tuple[str, str] = ("", "")) -> str:
    """The facts, best first; the scorer likes, for one question, statements with a word."""

    def logits(question: str, statements: Sequence[Statement]) -> list[float]:
        return [
            9.0 * ((question, liked[1] in s.evidence.text) == (liked[0], 1)) for s in statements
        ]

    generation = index_notes(top, notes).generation
    naming = Naming(Glossary(generation.terms()), topic)
    parts = Parts(naming, gather(generation, naming), logits)
    return "\n".join(unit[-1].evidence.text for unit in parts.facts())


def test_a_student_asks_for_the_price(tmp_path: Path) -> None:
    """What answers that comes before what is worded as it is."""
    said = "".join(f"Kendra bills {n} teams for work.\n\n" for n in (30, 40, 50))
    notes = {"a.md": f"# Kendra\n\nKendra is a service.\n\n{said}Kendra bills 7 dollars an hour.\n"}
    found = facts(tmp_path, "Kendra", notes, ("How is Kendra priced?", "dollars"))
    assert found.startswith("Kendra bills 7 dollars an hour.")


def test_the_section_with_the_topics_name_comes_first(tmp_path: Path) -> None:
    """Before those with longer names, wherever they stand."""
    notes = {
        "a.md": "# Kendra for teams\n\nKendra comes with them.\n\nKendra is busy at work.\n",
        "b.md": "# Kendra\n\nKendra is a service.\n\nKendra is quick at work.\n",
    }
    found = facts(tmp_path, "Kendra", notes)
    assert found.index("quick") < found.index("busy")


def test_a_list_of_parts_comes_before_another(tmp_path: Path) -> None:
    """It says what the thing is made of."""
    lists = [
        f"Kendra has these {kind}:\n\n- One of air.\n- One of sea.\n"
        for kind in ("oddities", "parts")
    ]
    notes = {"a.md": "# Kendra\n\nKendra is a service.\n\n" + "\n".join(lists)}
    found = facts(tmp_path, "Kendra", notes)
    assert found.index("these parts") < found.index("these oddities")


def test_a_number_in_a_name_is_no_figure(tmp_path: Path) -> None:
    """Neither in the topic's own nor in another."""
    others = "Route 53 is in many lands by day.\n\nRoute 53 is in S3 for lands by day.\n\n"
    notes = {
        "a.md": f"# Route 53\n\nRoute 53 is a service.\n\n{others}Route 53 is in 40 lands by day.\n"
    }
    found = facts(tmp_path, "Route 53", notes)
    assert found.index("in 40 lands") < found.index("in many lands") < found.index("in S3")
