"""Everything that the notes say about a topic is found, and how it speaks of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from askaws.answering.gather import gather
from askaws.answering.layout import FULL, Layout
from askaws.answering.naming import Naming
from askaws.answering.statement import Statement
from askaws.reading.glossary import Glossary
from tests.answering.indexed import index_notes

NOTES = {
    "services.md": (
        "# AI services\n\n"
        "## Amazon Comprehend\n\n"
        "Amazon Comprehend finds insights in text. It knows many languages.\n\n"
        "## Amazon Comprehend Medical\n\n"
        "Comprehend Medical reads clinical notes.\n\n"
        "### Comprehend pricing\n\n"
        "Requests to Comprehend are billed by 100 characters.\n\n"
        "## Speech\n\n"
        "| Service | Purpose |\n|---|---|\n"
        "| Amazon Polly | Turns text into speech |\n"
        "| Amazon Transcribe | Turns speech into text |\n\n"
        "- **Amazon Lex**\n  - Builds chatbots.\n  - It listens as well.\n"
    ),
    "exam.md": (
        "# Exam notes\n\n"
        "QuickSight draws dashboards. The service scales by itself. Redshift is a warehouse.\n\n"
        "Logs go to S3 and are read with Comprehend, as shown below.\n\n"
        "A pipeline may end in Comprehend or in Polly.\n\n"
        "## Step Functions\n\n"
        "Step Functions has these states:\n\n- Task does the work.\n- Choice branches by a rule.\n"
    ),
}


class Found:
    """The statements about topics of some notes."""

    def __init__(self, top: Path, notes: Mapping[str, str]) -> None:
        self.generation = index_notes(top, notes).generation
        self.glossary = Glossary(self.generation.terms())

    def __call__(self, topic: str) -> dict[str, Statement]:
        found = gather(self.generation, Naming(self.glossary, topic))
        return {statement.evidence.text: statement for statement in found}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """The statements of NOTES."""
    return Found(tmp_path_factory.mktemp("gather"), NOTES)


def test_a_section_of_its_own_is_read_whole(found: Found) -> None:
    """Every sentence under the topic's heading counts, whether it names the topic or not."""
    statements = found("Comprehend")
    assert statements["Amazon Comprehend finds insights in text."].relation == "own"
    assert statements["It knows many languages."].relation == "own"


def test_what_leans_on_the_sentence_before_says_so(found: Found) -> None:
    """A sentence that begins with "It" can't be read alone."""
    statements = found("Comprehend")
    first = statements["Amazon Comprehend finds insights in text."]
    assert first.stands
    assert statements["It knows many languages."].leans == first.order


def test_a_topic_with_a_longer_name_is_another_topic(found: Found) -> None:
    """What is said of Comprehend Medical is not said of Comprehend."""
    assert "Comprehend Medical reads clinical notes." not in found("Comprehend")


def test_other_sections_are_searched_for_mentions(found: Found) -> None:
    """A sentence that names the topic somewhere in it is a mention."""
    assert found("Comprehend")["A pipeline may end in Comprehend or in Polly."].relation == (
        "mention"
    )


def test_what_points_to_a_picture_is_left_out(found: Found) -> None:
    """The card has no picture to show "below"."""
    assert not any("as shown below" in text for text in found("Comprehend"))


def test_a_sentence_about_the_topic_is_found_wherever_it_stands(found: Found) -> None:
    """It counts as one of the topic's own, and so does what follows, to the next subject."""
    statements = found("QuickSight")
    assert [s.relation for s in statements.values()] == ["subject", "subject"]
    assert "Redshift is a warehouse." not in statements


def test_a_name_written_as_one_word_is_found(found: Found) -> None:
    """QuickSight is found, though the index takes it apart."""
    assert "QuickSight draws dashboards." in found("QuickSight")


def test_the_row_of_a_table_is_about_what_heads_it(found: Found) -> None:
    """Each service gets its own row."""
    row = found("Polly")["Service: Amazon Polly; Purpose: Turns text into speech"]
    assert row.relation == "subject"
    assert not any("Transcribe" in text for text in found("Polly"))


def test_items_below_a_name_are_about_it(found: Found) -> None:
    """An item that is only a name hands it to the items below."""
    lex = found("Lex")
    assert lex["It listens as well."].relation == "subject"
    assert "Builds chatbots." not in lex or lex["Builds chatbots."].relation == "subject"


def test_a_short_list_comes_as_a_whole_besides(found: Found) -> None:
    """A list with a lead-in is kept together; its items know what they are parts of."""
    statements = found("Step Functions")
    whole = next(s for s in statements.values() if s.evidence.items)
    assert [item.text for item in whole.evidence.items] == [
        "Step Functions has these states:",
        "Task does the work.",
        "Choice branches by a rule.",
    ]
    assert statements["Choice branches by a rule."].whole == whole.order


def test_a_topic_that_nothing_is_said_of_has_no_statements(tmp_path: Path) -> None:
    """A heading over an image says nothing."""
    assert not Found(tmp_path, {"a.md": "# Notes\n\nText.\n\n## Redshift\n\n![](x.png)\n"})(
        "Redshift"
    )


def test_a_scrap_that_names_the_topic_tells_nothing_of_it(tmp_path: Path) -> None:
    """But a figure does, however short the line."""
    scraps = "# Prices\n\n- Kendra use cases\n- Kendra: 7 dollars\n- Kendra costs more\n"
    assert set(Found(tmp_path, {"a.md": scraps})("Kendra")) == {"Kendra: 7 dollars"}


SAID = {
    "what is to be learnt": (
        "# Kendra\n\n- Kendra reads files.\n- How to edit Kendra words.\n- How to stop Kendra.\n",
        "",
        "Kendra reads files.",
    ),
    "one thing to learn is no agenda": (
        "# Kendra\n\n- Kendra reads files.\n- How to read them in Kendra is told here.\n",
        "Kendra reads files.",
        "",
    ),
    "names in capitals alone": (
        "# Kendra\n\n- AWS Kendra and AWS Kendra Containers of Today\n- Kendra keeps words there\n",
        "Kendra keeps words there",
        "AWS Kendra and AWS Kendra Containers of Today",
    ),
    "a row of names": (
        "# Kendra\n\n| Part | Kendra |\n|---|---|\n| Words | Yes |\n| Files | No |\n",
        "Part: Words; Kendra: Yes",
        "",
    ),
    "of which policy only a picture says": (
        "# Kendra\n\nKendra is a service.\n\n## Odd policies\n\n- Odd policy\n\n![](a.png)\n\n"
        "This policy is used at night.\n\nThe answer goes by the hour of the day.\n\n"
        "Kendra is done then.\n\nAll files are read at the end.\n",
        "All files are read at the end.",
        "The answer goes by the hour of the day.",
    ),
    "what has the heading's words": (
        "# Kendra\n\nKendra is a service.\n\n## Odd policies\n\n- Odd policy\n\n![](a.png)\n\n"
        "This policy is used at night.\n\nUnlike others, odd policies wait.\n",
        "Unlike others, odd policies wait.",
        "",
    ),
    "what points to nothing outside": (
        "# Kendra\n\nKendra is a service.\n\n## Kendra policies\n\nAn odd wall holds 7 files.\n\n"
        "There are two sorts of bricks.\n\nBooks cost 5 dollars by day.\n",
        "Books cost 5 dollars by day.",
        "",
    ),
    "after a look at another": (
        "# Notes\n\nKendra reads files. Let's look at Polly. You can use it for 7 tongues.\n",
        "",
        "You can use it for 7 tongues.",
    ),
    "a section of its own says of what": (
        "# Kendra\n\nKendra is a service.\n\nThis service is used at night.\n\nFiles are read.\n",
        "Files are read.",
        "",
    ),
    "what goes on about it": (
        "# Notes\n\nKendra reads files. You can find an old resource there. Kendra is odd.\n\n"
        "## Resource\n\nText.\n",
        "You can find an old resource there.",
        "",
    ),
    "what brings in another subject": (
        "# Notes\n\nKendra reads files. Early closing would help against noise. Lex talks.\n",
        "",
        "Early closing would help against noise.",
    ),
    "a plain topic as the subject": (
        "# Notes\n\nKendra reads files. With resources there is more to do. Lex talks.\n\n"
        "## Resource\n\nText.\n",
        "",
        "With resources there is more to do.",
    ),
    "a name later in it": (
        "# Notes\n\nKendra reads files. You can find an Odd Wall there. Lex talks.\n\n"
        "## Odd Wall\n\nText.\n",
        "",
        "You can find an Odd Wall there.",
    ),
    "what goes on after another": (
        "# Notes\n\nKendra reads files. Early closing would help. You can use it for words.\n",
        "You can use it for words.",
        "",
    ),
    "what goes on with another by a joint": (
        "# Notes\n\nKendra reads files. Additionally, Amazon Polly speaks of files.\n",
        "",
        "Additionally, Amazon Polly speaks of files.",
    ),
    "what goes on with something else by a joint": (
        "# Notes\n\nKendra reads files. Additionally, odd tags are kept in Amazon Polly.\n",
        "",
        "Additionally, odd tags are kept in Amazon Polly.",
    ),
    "a joint before the topic's own": (
        "# Notes\n\nKendra reads files. Additionally, the service speaks of Polly.\n",
        "Additionally, the service speaks of Polly.",
        "",
    ),
    "the topic after a label": (
        "# Notes\n\nFind all words: Amazon Kendra reads files. You can ask it for one.\n",
        "You can ask it for one.",
        "",
    ),
    "with several of them": (
        "# Notes\n\n- With multiple Kendras, there are more words. You can weigh each word.\n",
        "You can weigh each word.",
        "",
    ),
    "the names of a gloss": (
        "# Notes\n\n- Stores\n  - Word store (Kendra)\n    - data is cut to words\n",
        "data is cut to words",
        "",
    ),
    "a heading with a dash": (
        "# Notes\n\n## Kendra - Search\n\nAll the words are kept.\n\n## Kendra\n\nText is read.\n",
        "All the words are kept.",
        "",
    ),
}


@pytest.mark.parametrize("case", SAID)
def test_what_is_said_of_the_topic(case: str, tmp_path: Path) -> None:
    """Each note says something of a topic, or nothing."""
    note, said, unsaid = SAID[case]
    found = Found(tmp_path, {"a.md": note})("Kendra")
    assert not said or said in found
    assert not unsaid or not any(unsaid in text for text in found)


def test_an_abbreviation_with_an_s_is_another(tmp_path: Path) -> None:
    """EBS is no plural of EB."""
    note = "# Elastic Beanstalk\n\nIt is a platform (EB).\n\n# EBS\n\nEBS is a disk.\n"
    found = Found(tmp_path, {"a.md": note})("Elastic Beanstalk")
    assert list(found) == ["It is a platform (EB)."]


def test_what_takes_up_a_thing_leans_on_what_brought_it_in(tmp_path: Path) -> None:
    """ "The endpoint" is the one that was set up."""
    note = "# Kendra\n\nFor words, you set up an endpoint. You pay for the endpoint by day.\n"
    first, second = Found(tmp_path, {"a.md": note})("Kendra").values()
    assert second.leans == first.order


def test_a_heading_of_two_has_sentences_of_its_own(tmp_path: Path) -> None:
    """What names neither is said of both, and what names only the other one, of that."""
    note = (
        "# Kendra and Lex\n\nAll words are kept. All is read by Polly by night. Lex waits for it.\n"
        "\n# Lex\n\nText.\n"
    )
    found = Found(tmp_path, {"a.md": note})("Kendra")
    relations = {text: statement.relation for text, statement in found.items()}
    assert relations == {"All words are kept.": "own", "All is read by Polly by night.": "under"}


def test_what_begins_without_its_subject_is_on_the_first_of_a_heading(tmp_path: Path) -> None:
    note = "# Kendra/Lex\n\n- finds all words in Kendra and Lex\n- A list is read for both.\n"
    found = Found(tmp_path, {"a.md": note})
    assert "finds all words in Kendra and Lex" in found("Kendra")
    assert [*found("Lex")] == ["A list is read for both."]


def test_a_table_that_tells_others_apart_from_it_is_not_shown_whole(tmp_path: Path) -> None:
    note = (
        "# Choosing between Polly, Kendra and Lex\n\nThe services differ in their aims:\n\n"
        "| Service | Model |\n|---|---|\n| Kendra | Words |\n| Lex | Talks |\n| Polly | Songs |\n"
    )
    found = Found(tmp_path, {"a.md": note})
    assert not any(statement.evidence.items for statement in found("Kendra").values())


def test_a_row_is_left_out_for_what_is_taken_after_it(tmp_path: Path) -> None:
    note = (
        "# Pens\n\n| Pen | Ink |\n|---|---|\n| Kendra | Old red ink of the night for all hats |\n"
        "| Lex | Blue ink |\n\n"
        "# Hats\n\nHats of kings, queens and monks get old red ink from Kendra by night in "
        "towns and woods.\n"
    )
    found = Found(tmp_path, {"a.md": note})
    row, told = found("Kendra").values()
    layout = Layout(Naming(found.glossary, "Kendra"), FULL)
    taken = layout.take([(row,), (told,)], 2)
    assert taken == [row, told]
    assert layout.without_repeats(taken) == [told]


def test_what_happens_without_leans_on_what_happens_with(tmp_path: Path) -> None:
    note = "# Aurora\n\nIf one ends, a copy wakes. In case Aurora has no copy, a new one starts.\n"
    first, second = Found(tmp_path, {"a.md": note})("Aurora").values()
    assert second.leans == first.order
