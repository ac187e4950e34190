"""Two topics side by side: what both are, what sets them apart, when to use which."""

from __future__ import annotations

from pathlib import Path

import pytest

from askaws.answering.explain import SHORT_OF_TWO
from askaws.records import Card, Sentence
from askaws.render.as_text import card_text
from tests.answering.test_explain import Cards, texts

POLLY = "# Polly\n\nPolly is a service that speaks.\n\n"
LEX = "# Lex\n\nLex is a store of files.\n\n"
BOTH = POLLY + LEX


def versus(
    top: Path, note: str, sides: tuple[str, str] = ("Polly", "Lex"), words: int = SHORT_OF_TWO
) -> Card | None:
    """The card that sets two topics of a note against each other."""
    cards = Cards(top, {"a.md": note})
    return cards.explainer.versus(" vs ".join(sides), sides, lambda: (), words)


def told(top: Path, note: str, part: str, sides: tuple[str, str] = ("Polly", "Lex")) -> list[str]:
    card = versus(top, note, sides)
    sentences: tuple[Sentence, ...] = getattr(card, part) if card else ()
    return texts(sentences)


def test_both_are_defined_in_the_order_asked(tmp_path: Path) -> None:
    """Also where the two definitions have nearly the same words."""
    card = versus(tmp_path, BOTH, ("Lex", "Polly"))
    assert card is not None
    assert card.compared == ("Lex", "Polly")
    assert texts(card.definition) == ["Lex is a store of files.", "Polly is a service that speaks."]
    twins = "# Hot index\n\nA hot index is an index with one key.\n\n"
    twins += "# Cold index\n\nA cold index is an index with one key.\n"
    assert len(told(tmp_path / "2", twins, "definition", ("hot index", "cold index"))) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "Polly speaks words, while Lex keeps files.",
        "Unlike Polly, Lex keeps files.",
        "Lex keeps files, whereas the other Polly speaks.",
        "Polly differs from Lex in what it keeps.",
        "Polly speaks words and Lex keeps files.",
        "Polly does not suit much; Lex does.",
    ],
)
def test_what_says_something_of_either_sets_them_apart(tmp_path: Path, sentence: str) -> None:
    note = f"{BOTH}# Notes\n\nPolly and Lex are old.\n\n{sentence}\n\nBoth Polly and Lex run.\n"
    assert told(tmp_path, note, "differences") == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Kendra hears Polly or Lex, whereas Comprehend is deaf.",
        "Kendra hears Polly, and Comprehend hears Lex.",
        "Polly and Lex add words to Kendra.",
        "Kendra differs from them: Polly only speaks, and Lex only hides.",
        "It is loud. Polly, unlike this, speaks for Lex.",
    ],
)
def test_what_only_names_both_does_not(tmp_path: Path, sentence: str) -> None:
    note = f"{BOTH}# Kendra\n\n{sentence}\n\n# Comprehend\n\nComprehend reads.\n"
    assert told(tmp_path, note, "differences") == []


def test_a_sentence_that_tells_apart_comes_before_one_on_each(tmp_path: Path) -> None:
    """And where the words are few, in place of it."""
    note = (
        f"{BOTH}# Notes\n\nPolly speaks words and Lex keeps files.\n\n"
        "Polly is loud, while Lex is still.\n"
    )
    assert told(tmp_path, note, "differences")[0] == "Polly is loud, while Lex is still."
    card = versus(tmp_path / "2", note, words=20)
    assert card is not None
    assert texts(card.differences) == ["Polly is loud, while Lex is still."]


def test_the_columns_of_a_table_set_them_apart(tmp_path: Path) -> None:
    """Row by row; a table on others does not."""
    note = (
        f"{BOTH}# Compared\n\n| Point | Polly | Lex | Kendra |\n|---|---|---|---|\n"
        "| Pay | By word | By file | None |\n| Speed | High | Low | None |\n\n"
        "# Others\n\n| Point | Lex | Kendra |\n|---|---|---|\n| Colour of Polly | Red | Blue |\n"
    )
    assert told(tmp_path, note, "differences") == [
        "Point: Pay; Polly: By word; Lex: By file; Kendra: None",
        "Point: Speed; Polly: High; Lex: Low; Kendra: None",
    ]


ROWS = "# All\n\n| Service | Does |\n|---|---|\n| Polly | Calls out |\n| Kendra | Seeks |\n"


def test_a_table_comes_row_by_row_and_not_whole_besides(tmp_path: Path) -> None:
    """Also where everything is asked for."""
    note = (
        f"{BOTH}# Polly versus Lex\n\n| Point | Polly | Lex |\n|---|---|---|\n"
        "| Pay | By word, while it is open | By file |\n| Speed | High | Low |\n"
    )
    card = versus(tmp_path, note, words=100_000)
    assert card is not None
    assert len(card.differences) == 2


def test_the_rows_of_both_in_one_table_come_together(tmp_path: Path) -> None:
    """Where there are two, and room for both."""
    note = f"{BOTH}{ROWS}| Lex | Hides things |\n"
    assert told(tmp_path, note, "differences") == [
        "Service: Polly; Does: Calls out",
        "Service: Lex; Does: Hides things",
    ]
    assert told(tmp_path / "2", BOTH + ROWS, "differences") == []
    short = versus(tmp_path / "3", note, words=19)
    assert short is not None
    assert short.differences == ()
    among = ROWS.replace("Calls out", "Calls Lex").replace("Seeks", "Hears Lex")
    among = among.replace("| Polly |", "| Comprehend |") + "\n# Comprehend\n\nComprehend reads.\n"
    assert told(tmp_path / "5", BOTH + among, "differences") == []
    apart = ROWS.replace("All", "Others").replace("Does", "Costs").replace("Polly", "Lex")
    assert told(tmp_path / "4", f"{BOTH}{ROWS}\n{apart}", "differences") == []


def test_rows_stand_in_for_a_definition(tmp_path: Path) -> None:
    """Both, though the definition of one says what its row says."""
    note = f"# Polly\n\nPolly is a service that calls out.\n\n{ROWS}"
    assert told(tmp_path, note, "differences", ("Polly", "Kendra")) == [
        "Service: Polly; Does: Calls out",
        "Service: Kendra; Does: Seeks",
    ]


def test_a_word_that_both_share_may_stand_once(tmp_path: Path) -> None:
    note = "# Hot ends\n\nA hot end is a way in.\n\n# Cold ends\n\nA cold end is a way out.\n"
    card = versus(tmp_path, note, ("hot", "cold ends"))
    assert card is not None
    assert len(card.definition) == 2
    public = note + "# Notes\n\n- **Cool**: a sort of hat.\n- **Warm**: another.\n"
    assert versus(tmp_path / "2", public, ("cool", "cold ends")) is None
    longer = "# Comprehend\n\nComprehend is a reader.\n\n"
    longer += "# Comprehend Medical\n\nComprehend Medical is a doctor's reader.\n"
    sides = ("Comprehend", "Comprehend Medical")
    assert len(told(tmp_path / "3", longer, "definition", sides)) == 2


def test_the_two_items_of_one_list_define(tmp_path: Path) -> None:
    """Rather than what another place says of one of them."""
    note = (
        "# Ends\n\nThere are two:\n\n- **Hot end**: a way into a net of one's own for all.\n"
        "- **Cold end**: an entry in a book of routes, for two.\n\n"
        "# Notes\n\nHot ends let you call the service.\n"
    )
    assert told(tmp_path, note, "definition", ("hot end", "cold end")) == [
        "Hot end: a way into a net of one's own for all.",
        "Cold end: an entry in a book of routes, for two.",
    ]


def test_the_two_items_of_a_list_do_not_define_what_has_sections(tmp_path: Path) -> None:
    note = (
        f"{BOTH}# Ends\n\nThere are two:\n\n- **Polly**: a way into a net of one's own for all.\n"
        "- **Lex**: an entry in a book of routes, for two.\n"
    )
    assert told(tmp_path, note, "definition") == [
        "Polly is a service that speaks.",
        "Lex is a store of files.",
    ]


def test_the_uses_of_both(tmp_path: Path) -> None:
    """Without a choice between one of them and a third, and only if there is room for both."""
    polly, lex = "Choose Polly for loud rooms.", "Choose Lex for old files and for new ones."
    note = f"{POLLY}{polly}\n\n{LEX}{lex}\n\n"
    assert told(tmp_path, note, "when_to_use") == [polly, lex]
    kendra = "# Kendra\n\nKendra seeks.\n"
    for at, choice in enumerate(("loud rooms, Kendra for still ones", "loud rooms over Kendra")):
        third = note.replace("loud rooms", choice) + kendra
        assert told(tmp_path / f"2{at}", third, "when_to_use") == [lex]
    for at, more in enumerate(("words of Kendra", "drafts for all", "Kendra and pens")):
        named = f"Choose Polly for loud rooms, {more}."
        also = f"{POLLY}{named}\n\n{LEX}{kendra}\n# Drafts\n\nDrafts are dusty.\n"
        assert told(tmp_path / f"5{at}", also, "when_to_use") == [named]
    leans = note.replace(polly, f"Loud rooms are many. So choose Polly for them.\n\n{polly}")
    assert told(tmp_path / "6", leans, "when_to_use") == [polly, lex]
    over = note.replace("Choose Polly for", "Choose Polly over Kendra for") + kendra
    assert told(tmp_path / "4", over, "when_to_use") == [lex]
    card = versus(tmp_path / "3", note, words=20)
    assert card is not None
    assert card.when_to_use == ()
    assert len(card.definition) == 2


def test_a_side_may_be_the_end_of_a_name(tmp_path: Path) -> None:
    """Of one that begins with a service's."""
    note = "# SageMaker Odd Neo\n\nSageMaker Odd Neo is a tool.\n\n" + LEX
    assert told(tmp_path, note, "definition", ("Odd Neo", "Lex"))[0] == (
        "SageMaker Odd Neo is a tool."
    )
    begun = "# Odd neoism course\n\nOdd neoism course is a tool.\n\n" + LEX
    assert versus(tmp_path / "2", begun, ("odd neoism", "Lex")) is not None
    assert versus(tmp_path / "3", begun, ("odd", "Lex")) is None
    other = "# Odd data\n\nOdd data are a thing.\n\n# Notes\n\nData oddly is a rule of hats.\n\n"
    assert versus(tmp_path / "4", other + LEX, ("data odd", "Lex")) is not None


def test_without_room_for_both_there_is_no_card(tmp_path: Path) -> None:
    """Rather than one of one side, or an empty one."""
    assert versus(tmp_path, BOTH, words=7) is None
    assert versus(tmp_path / "2", BOTH, words=2) is None


def test_statements_of_both_with_one_number_are_two(tmp_path: Path) -> None:
    """What is first of one topic is not the first of the other."""
    note = f"# Aaa\n\nLex hides files, while Polly calls them.\n\n{BOTH}"
    for at, sides in enumerate((("Polly", "Lex"), ("Lex", "Polly"))):
        assert len(told(tmp_path / str(at), note, "definition", sides)) == 2


def test_each_is_named(tmp_path: Path) -> None:
    """What its own section says of "it" has its name before it, whom else it names."""
    note = "# Polly\n\nIt is a service that speaks.\n\n" + LEX
    assert told(tmp_path, note, "definition") == [
        "[Polly] It is a service that speaks.",
        "Lex is a store of files.",
    ]
    other = POLLY + "# Lex\n\nBesides, Lex is a store of files.\n\n"
    assert told(tmp_path / "2", other, "definition")[1] == "Lex is a store of files."
    it = POLLY + "# Lex\n\nIt is a store of what Polly has said.\n\n"
    assert (
        told(tmp_path / "3", it, "definition")[1] == "[Lex] It is a store of what Polly has said."
    )


@pytest.mark.parametrize(
    ("note", "sides"),
    [
        (BOTH, ("Polly", "Kendra")),
        (BOTH + "# Largest object\n\nA largest object is a thing.\n", ("object", "Lex")),
        (BOTH, ("Polly", "Amazon Polly")),
        (POLLY + "# Notes\n\nSome keep Lex for old times' sake.\n", ("Polly", "Lex")),
        ("# Notes\n\nPolly and Lex are services.\n", ("Polly", "Lex")),
        ("# Hat and cap\n\nHat and cap are things to wear.\n", ("hat", "cap")),
    ],
)
def test_nothing_is_compared_of_which_the_notes_do_not_tell(
    tmp_path: Path, note: str, sides: tuple[str, str]
) -> None:
    """Neither a stranger, nor a thing with itself, nor what is said of both at once."""
    assert versus(tmp_path, note, sides) is None


def test_the_card_speaks_of_both(tmp_path: Path) -> None:
    note = f"{BOTH}# Notes\n\nPolly is loud, while Lex is still.\n\nChoose Lex for old files.\n"
    card = versus(tmp_path, note)
    assert card is not None
    shown = card_text(card)
    titles = ("Polly versus Lex", "What they are", "How they differ", "When to use which")
    places = [shown.index(f"[bold]{title}[/bold]") for title in titles]
    assert places == sorted(places)
    assert not card.answer.refused
    assert len(card.answer.citations) == 4


def test_a_full_card_has_all_that_tells_them_apart(tmp_path: Path) -> None:
    filling = "and many other things that nobody of us had ever asked for so far"
    note = f"{BOTH}# Notes\n\nPolly is loud, while Lex is still.\n\n" + "".join(
        f"Polly {one} {filling[: 20 * at]} and Lex {other}.\n\n"
        for at, (one, other) in enumerate(
            (("buys cats", "sells hats"), ("likes dogs", "opens cups"), ("eats cows", "cuts pans"))
        )
    )
    short, full = versus(tmp_path, note), versus(tmp_path / "2", note, words=100_000)
    assert short is not None
    assert full is not None
    assert len(short.differences) == 1
    assert len(full.differences) == 4
