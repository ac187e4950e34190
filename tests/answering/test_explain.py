"""A card says what a topic is, when to use it, and what to know of it, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from askaws.answering.explain import SHORT, Explainer
from askaws.answering.gather import gather
from askaws.answering.layout import Layout
from askaws.answering.naming import Naming
from askaws.index.build import update
from askaws.index.store import open_current
from askaws.reading.glossary import Glossary
from askaws.records import Card, Sentence
from askaws.render.as_text import card_text
from askaws.workshop import Workshop
from tests.answering.fake_workshop import WordScorer
from tests.answering.indexed import index_notes
from tests.fakes import FakeTools
from tests.models.real_models import NOTES as REAL_NOTES
from tests.models.real_models import ROOT, library

NOTES = {
    "polly.md": (
        "# Amazon Polly\n\n"
        "Many people like to listen. Amazon Polly is a service that turns text into speech. "
        "It speaks many languages.\n\n"
        "## When to choose Polly\n\n"
        "Choose Polly for announcements and audio articles.\n\n"
        "## Polly engines\n\n"
        "Polly has these engines:\n\n"
        "- **Standard**: the older engine.\n- **Neural**: the engine with natural voices.\n\n"
        "## Polly pricing\n\n"
        "Polly costs 4 dollars for a million characters.\n\n"
        "Polly is a service that turns text into lifelike speech.\n"
    ),
    "transcribe.md": (
        "# Amazon Transcribe\n\n"
        "Amazon Transcribe is a service that writes speech down.\n\n"
        "Unlike Polly, Amazon Transcribe turns speech into text.\n\n"
        "Amazon Transcribe Medical is a service for dictations.\n"
    ),
    "more.md": (
        "# Storage\n\n## Bucket policies\n\nBucket policies grant access.\n\n"
        "## Bucket keys\n\nBucket keys save requests to AWS KMS.\n\n"
        "Snowmobile moves exabytes by truck.\n\n"
        "Archives may be sent to Kendra for search.\n\n## Redshift\n\n![](diagram.png)\n\n"
        "## Redshift Spectrum\n\nQueries files where they lie.\n\n"
        "## Pinpoint\n\n![](diagram.png)\n"
    ),
}


class Cards:
    """The cards of some notes."""

    def __init__(self, top: Path, notes: dict[str, str]) -> None:
        generation = index_notes(top, notes).generation
        self.glossary = Glossary(generation.terms())
        self.explainer = Explainer(generation, self.glossary, WordScorer())

    def __call__(self, topic: str, *, full: bool = False) -> Card:
        return self.explainer.card(topic, lambda: (), full=full)


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Cards:
    """The cards of NOTES."""
    return Cards(tmp_path_factory.mktemp("cards"), NOTES)


def texts(sentences: tuple[Sentence, ...]) -> list[str]:
    return [sentence.text for sentence in sentences]


def test_the_definition_is_the_sentence_that_defines(cards: Cards) -> None:
    """Not the first of the section, nor one that only mentions the topic."""
    assert texts(cards("Polly").definition) == [
        "Amazon Polly is a service that turns text into speech."
    ]


def test_advice_comes_from_the_section_that_gives_it(cards: Cards) -> None:
    """When to use it is said after the definition."""
    assert texts(cards("Polly").when_to_use) == [
        "Choose Polly for announcements and audio articles."
    ]


def test_a_list_is_kept_together_and_in_order(cards: Cards) -> None:
    """Its lead-in comes first, then its items, without anything between them."""
    facts = texts(cards("Polly").key_facts)
    at = facts.index("Polly has these engines:")
    assert facts[at + 1 : at + 3] == [
        "Standard: the older engine.",
        "Neural: the engine with natural voices.",
    ]


def test_what_suits_another_is_no_advice(tmp_path: Path) -> None:
    """ "For an S3 bucket, a policy is recommended" advises the policy."""
    notes = (
        "# S3\n\nS3 is a store. S3 is suitable for archives.\n\n"
        "For an S3 bucket, a KMS key is the recommended lock.\n\n# KMS key\n\nA KMS key locks.\n"
    )
    assert texts(Cards(tmp_path, {"a.md": notes})("S3").when_to_use) == [
        "S3 is suitable for archives."
    ]


def test_a_row_that_says_what_a_sentence_says_is_left_out(tmp_path: Path) -> None:
    """Its columns are said nowhere else, and its cells stand in an order of their own."""
    notes = (
        "# Lex\n\nLex is a service for chatbots.\n\nLex finds spoken intents in German.\n\n"
        "# Overview\n\n| Service | Finds | Language |\n| --- | --- | --- |\n"
        "| Lex | Intents, spoken | German |\n| Kendra | Files | English |\n"
    )
    assert texts(Cards(tmp_path, {"a.md": notes})("Lex").key_facts) == [
        "Lex finds spoken intents in German."
    ]


def test_the_items_of_a_list_stand_below_its_first_line(tmp_path: Path) -> None:
    """As deep as in the notes, below the lead-in or below the first item."""
    led = "Kendra reads:\n\n- Files.\n  - In any format.\n- Web pages.\n"
    bare = "- Simple key of Lex.\n  - Found by its value.\n- Key of two parts.\n"
    cards = Cards(tmp_path, {"a.md": f"# Kendra\n\n{led}\n# Lex\n\n{bare}"})
    for topic, levels in (("Kendra", [0, 1, 2, 1]), ("Lex", [0, 1, 0])):
        assert [sentence.level for sentence in cards(topic).answer.sentences] == levels


def test_what_is_said_of_a_part_carries_its_name(tmp_path: Path) -> None:
    """Once for all that stands below it, and not where the sentence has it already."""
    notes = (
        "# VPC\n\nA VPC is a network of your own.\n\n"
        "## Direct Connect\n\nRuns over a wire to the data centre. Takes weeks to be laid.\n\n"
        "## Gateways\n\nGateways lead to the internet and back.\n"
    )
    assert texts(Cards(tmp_path, {"a.md": notes})("VPC").key_facts) == [
        "[Direct Connect] Runs over a wire to the data centre.",
        "Takes weeks to be laid.",
        "Gateways lead to the internet and back.",
    ]


def test_parts_of_one_name_in_two_sections_are_told_apart(tmp_path: Path) -> None:
    """Each carries its name, though the one before carried the same."""
    notes = {
        "a.md": "# Kendra\n\nKendra is a service.\n\n## Storage\n\nHolds ten files a day.\n",
        "b.md": "# Kendra for teams\n\n## Storage\n\nKeeps five pages for each person.\n",
    }
    assert texts(Cards(tmp_path, notes)("Kendra").key_facts) == [
        "[Storage] Holds ten files a day.",
        "[Storage] Keeps five pages for each person.",
    ]


def test_a_mention_of_something_definite_carries_its_heading(tmp_path: Path) -> None:
    """ "The payload" is that of what the section is about."""
    notes = "# Night calls\n\nThe payload is placed in Kendra and must be small.\n"
    assert texts(Cards(tmp_path, {"a.md": notes})("Kendra").key_facts) == [
        "[Night calls] The payload is placed in Kendra and must be small."
    ]


def test_the_advice_when_to_use_it_may_be_the_contrast(tmp_path: Path) -> None:
    """It is not said again below, but for who wants everything."""
    notes = {
        "a.md": "# Kendra\n\nKendra is a service.\n\nChoose Kendra for words, unlike Lambda.\n\n"
        "Unlike Lambda, Kendra finds letters.\n\n# Lambda\n\nLambda is a service.\n"
    }
    cards = Cards(tmp_path, notes)
    assert not cards("Kendra").differences
    assert cards("Kendra", full=True).differences


def test_what_is_said_in_pieces_is_said(tmp_path: Path) -> None:
    """Each piece in another sentence of the card."""
    texts = (
        "Kendra finds letters in 40 files.",
        "Kendra takes no new customers.",
        "Kendra finds letters in 40 files; it takes no new customers.",
        "Kendra finds letters in 40 files; it rings bells.",
        "Kendra finds letters in 40 files; it takes new customers.",
    )
    cards = Cards(tmp_path, {"a.md": "# Kendra\n\n" + "\n\n".join(texts)})
    naming = Naming(cards.glossary, "Kendra")
    layout = Layout(naming, 160)
    units = [(s,) for s in gather(cards.explainer.generation, naming)]
    assert [s.evidence.text for s in layout.take(units, 9)] == [*texts[:2], *texts[3:]]


def test_a_table_is_not_torn_between_facts_and_contrasts(tmp_path: Path) -> None:
    """Where two of its rows are contrasts, the whole is no fact as well."""
    rows = "".join(f"| {name} | Yes | No |\n" for name in ("Servers", "Joins", "Queues"))
    notes = {
        "a.md": "# Neo\n\nNeo is a compiler.\n\n## Neo compared with Lex\n\n"
        f"| Aspect | Neo | Lex |\n| --- | --- | --- |\n{rows}",
        "b.md": "# Lex\n\nLex is a bot.\n",
    }
    card = Cards(tmp_path, notes)("Neo")
    assert len(card.differences) == 2
    assert card.key_facts == ()


def test_what_speaks_of_these_files_defines_nothing(tmp_path: Path) -> None:
    """Nobody knows which, away from its place."""
    notes = (
        "# Quick notes\n\n- Lex provides quick access to these files by name.\n"
        "- Talks are led with Lex, a service for chatbots.\n"
    )
    assert texts(Cards(tmp_path, {"a.md": notes})("Lex").definition) == [
        "Talks are led with Lex, a service for chatbots."
    ]


def test_a_longer_name_in_passing_is_the_topics(tmp_path: Path) -> None:
    """ "IAM Users" is no topic of the notes; "S3 Glacier" is a thing of its own."""
    notes = (
        "# IAM\n\nIAM is a service.\n\n# S3\n\nS3 is a store.\n\n# Quick notes\n\n"
        "- By default, all IAM Users must wait outside.\n"
        "- By night, all S3 Glacier must wait outside.\n"
    )
    cards = Cards(tmp_path, {"a.md": notes})
    assert "IAM Users must wait" in cards("IAM").answer.text
    assert "S3 Glacier must wait" not in cards("S3").answer.text


def test_what_points_elsewhere_is_not_brought_along(tmp_path: Path) -> None:
    """Nor is a sentence that stands two before what leans."""
    notes = (
        "# Quick notes\n\n- Let us look at ranking. This means Kendra reads all pages.\n"
        "- Kendra is at work. Let us look at ranking. This is another matter of Kendra.\n"
    )
    said = Cards(tmp_path, {"a.md": notes})("Kendra").answer.text
    assert "Let us look" not in said
    assert "another matter" not in said


def test_what_stands_below_another_known_name_is_not_the_topics(tmp_path: Path) -> None:
    """A VPC is not told by the policies of Route 53, though its section stands within."""
    notes = (
        "# VPC\n\nA VPC is a network of your own.\n\n## Route 53\n\nIt answers name queries.\n\n"
        "### Routing policies\n\nThe simple policy returns all addresses.\n"
    )
    cards = Cards(tmp_path, {"a.md": notes})
    said = "The simple policy returns all addresses."
    assert said not in cards("VPC").answer.text
    assert said in cards("Route 53").answer.text


def test_what_begins_a_part_is_read_with_its_heading(tmp_path: Path) -> None:
    """ "It" is then the part; within a text "it" would be anything."""
    notes = "# VPC\n\nA VPC is a network.\n\n## Direct Connect\n\nIt is a wire to your office.\n"
    facts = texts(Cards(tmp_path, {"a.md": notes})("VPC").key_facts)
    assert facts == ["[Direct Connect] It is a wire to your office."]


def test_a_consequence_comes_with_what_it_follows_from(tmp_path: Path) -> None:
    """Though that says nothing of the topic."""
    notes = "# Quick notes\n\n- Models are saved every hour. So, no work of Kendra is lost.\n"
    assert texts(Cards(tmp_path, {"a.md": notes})("Kendra").key_facts) == [
        "Models are saved every hour.",
        "So, no work of Kendra is lost.",
    ]


def test_what_denies_is_no_repetition_of_what_affirms(tmp_path: Path) -> None:
    """Nor is the first fact a definition, of which half the words are a repetition."""
    notes = (
        "# Quick notes\n\n- For Kendra all pages may be read from disk or tape.\n"
        "- For Kendra no pages may be read from disk or tape.\n"
        "- For Kendra all pages may be sent to disk or cloud.\n"
    )
    assert len(Cards(tmp_path, {"a.md": notes})("Kendra").key_facts) == 3


def test_a_card_with_room_shows_the_mentions_that_tell(tmp_path: Path) -> None:
    """A few of them, after what is about the topic."""
    about = "".join(f"Kendra reads {kind}.\n\n" for kind in ("Word", "text", "slides", "web"))
    notes = {
        "a.md": f"# Kendra\n\n{about}",
        "b.md": "# Quick notes\n\n- Today all files must be sent to Kendra.\n- Then ask Kendra.\n",
    }
    told = texts(Cards(tmp_path, notes)("Kendra").answer.sentences)
    assert told[-1] == "Today all files must be sent to Kendra."
    assert len(told) == 5


def test_price_and_limits_go_before_what_else_there_is(tmp_path: Path) -> None:
    """A student asks for them; what stands in the topic's own section comes first as well."""
    others = "".join(
        f"Kendra is used by team {c * 4} for the {c * 5} archive. " for c in "abcdefgh"
    )
    notes = (
        "# Kendra\n\nKendra is a search service. Kendra reads files of many kinds.\n\n"
        f"## Who has Kendra\n\n{others * 2}\n\n"
        "## What Kendra costs\n\nKendra is priced by the hour, used or not.\n\n"
        "## More on Kendra\n\nThe limits of Kendra are soft: at most five indexes.\n"
    )
    facts = texts(Cards(tmp_path, {"a.md": notes})("Kendra").key_facts)
    assert "Kendra reads files of many kinds." in facts
    assert "Kendra is priced by the hour, used or not." in facts
    assert "The limits of Kendra are soft: at most five indexes." in facts


def test_facts_stand_in_the_order_of_the_notes(cards: Cards) -> None:
    """A student reads them as they were written, whatever the scorer prefers."""
    card = cards("Polly")
    by_number = {citation.number: citation for citation in card.answer.citations}
    lines = [by_number[s.citations[0]].start_line for s in card.key_facts]
    assert lines == sorted(lines)


def test_facts_out_of_one_line_keep_its_order(tmp_path: Path) -> None:
    """What goes on about the one before comes after it, and needs no heading."""
    line = (
        "Kendra finds answers in files. It reads 20 formats. However, it costs 7 dollars. "
        "Kendra must be given an index."
    )
    card = Cards(tmp_path, {"a.md": f"# Choices\n\n- {line}\n- Kendra use cases\n"})("Kendra")
    quotes = [citation.quote for citation in card.answer.citations]
    assert sorted(quotes, key=line.index) == quotes
    assert set(texts(card.answer.sentences)) == set(quotes)
    assert len(quotes) == 4


def test_a_section_of_notes_on_a_topic_is_the_topics_own(tmp_path: Path) -> None:
    """ "S3 Notes" is about S3, and not a topic to see as well; what it opens with defines
    another thing."""
    notes = (
        "# S3 Notes\n\n- prefix is a common string used in S3 to group files.\n"
        "- Multipart upload sends a large object in parts.\n\n"
        "# Transcribe\n\nUsing Transcribe, audio in S3 becomes text. Transcribe reads S3.\n"
    )
    card = Cards(tmp_path, {"a.md": notes})("S3")
    assert card.definition == ()
    assert "Multipart upload sends a large object in parts." in texts(card.key_facts)
    assert "S3 Notes" not in card.see_also


def test_nothing_is_said_twice(cards: Cards) -> None:
    """A second definition in nearly the same words is left out."""
    assert "lifelike" not in cards("Polly").answer.text


def test_what_sets_it_apart_from_a_neighbour_is_said_last(cards: Cards) -> None:
    """A contrast counts for both sides; the neighbour is named to be looked up."""
    contrast = "Unlike Polly, Amazon Transcribe turns speech into text."
    for topic in ("Polly", "Transcribe"):
        assert texts(cards(topic).differences) == [contrast]
    assert "Transcribe" in cards("Polly").see_also


def test_what_it_is_mistaken_for_is_a_contrast(tmp_path: Path) -> None:
    """A list of such things as well, and what stands under "A compared with B"."""
    notes = {
        "lex.md": (
            "# Lex\n\nLex is a service for chatbots.\n\nLex is mistaken for a search engine.\n\n"
            "## Lex versions compared with each other\n\nLex V1 and Lex V2 differ in price.\n"
        ),
        "kendra.md": (
            "# Kendra\n\nKendra is a search service.\n\nKendra is mistaken for other things:\n\n"
            "- Lex: holds a talk.\n- A database: holds rows.\n\n"
            "## 2. Kendra vs OpenSearch\n\nKendra and OpenSearch read in other ways.\n"
            "Kendra reads pages in Word.\n"
        ),
        "aws.md": "# OpenSearch\n\nOpenSearch is an engine.\n\n# Tables\n\n"
        "| Aspect | Neo | OpenSearch |\n| --- | --- | --- |\n| Servers | No | Yes |\n"
        "| Joins | No | No |\n\n# Neo\n\nNeo is a compiler.\n",
    }
    cards = Cards(tmp_path, notes)
    assert texts(cards("Lex").differences) == ["Lex is mistaken for a search engine."]
    assert sorted(texts(cards("Kendra").differences)) == [
        "A database: holds rows.",
        "Kendra and OpenSearch read in other ways.",
        "Kendra is mistaken for other things:",
        "Lex: holds a talk.",
    ]
    assert sorted(texts(cards("Neo").differences)) == [
        "[Tables] Aspect: Joins; Neo: No; OpenSearch: No",
        "[Tables] Aspect: Servers; Neo: No; OpenSearch: Yes",
    ]


def test_see_also_wants_names_and_prefers_what_is_named_twice(tmp_path: Path) -> None:
    """ "model training" is no mention of the topic "Model Training"; "data lake" is one."""
    notes = (
        "# Kendra\n\nKendra is a service.\n\nKendra costs more than model training.\n\n"
        "Kendra reads a data lake.\n\nKendra asks Lex.\n\nKendra answers Lex.\n\n"
        "# Model Training\n\nModel Training is work.\n\n# Data lake\n\nA data lake is big.\n\n"
        "# Lex\n\nLex is a bot.\n"
    )
    assert Cards(tmp_path, {"a.md": notes})("Kendra").see_also == ("Lex", "Data lake")


def test_to_use_a_topic_is_advice(tmp_path: Path) -> None:
    """ "You can use X to …", wherever it stands; the next sentence is about something else."""
    notes = "# Quick notes\n\n- You can use Kendra to search files. We were in Rome at the time.\n"
    card = Cards(tmp_path, {"a.md": notes})("Kendra")
    assert texts(card.answer.sentences) == ["You can use Kendra to search files."]
    assert card.when_to_use


def test_every_sentence_is_cited_and_its_quote_stands_in_the_notes(cards: Cards) -> None:
    """A card keeps the promise of every answer."""
    answer = cards("Polly", full=True).answer
    assert all(sentence.citations for sentence in answer.sentences)
    for citation in answer.citations:
        lines = NOTES[citation.path].split("\n")[citation.start_line - 1 : citation.end_line]
        assert citation.quote in " ".join(lines).replace("**", "").replace("- ", "")


def test_the_parts_make_up_the_answer(cards: Cards) -> None:
    """The sentences of the answer are those of the parts, in their order."""
    card = cards("Polly")
    parts = (card.definition, card.when_to_use, card.key_facts, card.differences)
    assert sum(parts, ()) == card.answer.sentences


def test_a_card_is_short_unless_everything_is_asked_for(tmp_path: Path) -> None:
    """Whole statements up to the limit; `full` has all of them."""
    facts = [f"Glue holds fact number {n} of a long and varied row{n}." for n in range(60)]
    notes = {"glue.md": "# AWS Glue\n\nAWS Glue is a service.\n\n" + "\n\n".join(facts) + "\n"}
    cards = Cards(tmp_path, notes)
    words = [
        sum(len(s.text.split()) for s in cards("Glue", full=full).answer.sentences)
        for full in (False, True)
    ]
    assert words[0] <= SHORT < words[1]


def test_an_abbreviation_and_a_slip_lead_to_the_topic(cards: Cards) -> None:
    """A slip is said to be one."""
    card = cards("amazon pollly")
    assert (card.topic, card.misspelt, card.answer.refused) == ("Polly", True, False)
    assert not cards("AWS Polly").misspelt


def test_a_description_leads_to_what_it_means(tmp_path: Path) -> None:
    """And says what it was taken for; unless the notes have it for a topic of its own."""
    sqs = "# SQS\n\nSQS is a service for messages.\n"
    card = Cards(tmp_path / "a", {"a.md": sqs})("message queues")
    assert (card.topic, card.misspelt) == ("SQS", True)
    own = f"{sqs}\n# Message queue\n\nA message queue is a list of letters.\n"
    card = Cards(tmp_path / "b", {"a.md": own})("message queues")
    assert (card.topic, card.misspelt) == ("Message queue", False)


def test_an_ambiguous_name_is_refused_with_what_it_may_be(cards: Cards) -> None:
    """The student picks one."""
    card = cards("bucket")
    assert card.ambiguous
    assert card.answer.refused
    assert set(card.candidates) == {"Bucket policies", "Bucket keys"}
    assert "askaws explain 'Bucket keys'" in card_text(card)


def test_a_name_within_names_that_the_notes_define_by_itself_is_that(tmp_path: Path) -> None:
    """An IAM policy is neither the generator nor the simulator of them."""
    cards = Cards(
        tmp_path,
        {
            "iam.md": "# Access\n\nAn IAM policy is a document with statements.\n\n"
            "## IAM policy generator\n\nIt writes them.\n\n"
            "## IAM policy simulator\n\nIt tries them.\n"
        },
    )
    card = cards("IAM policy")
    assert not card.ambiguous
    assert texts(card.definition) == ["An IAM policy is a document with statements."]


def test_what_has_a_longer_name_is_seen_too(tmp_path: Path) -> None:
    """Where the notes name few neighbours: it is a part of the topic."""
    notes = "# Glue\n\nGlue is a service.\n\n## Glue Crawler\n\nIt reads schemas.\n"
    assert Cards(tmp_path, {"glue.md": notes})("Glue").see_also == ("Glue Crawler",)


def test_a_comparison_under_its_heading_tells_nothing_of_the_other_alone(tmp_path: Path) -> None:
    """A sentence about EMR is no key fact of SageMaker, wherever it stands."""
    facts = "".join(f"SageMaker has a tool of kind{n} for step{n}.\n\n" for n in range(5))
    notes = (
        f"# SageMaker\n\nSageMaker is a service.\n\n{facts}"
        "## SageMaker compared with EMR\n\nEMR is a Hadoop framework of many machines.\n\n"
        "# EMR\n\nEMR is a service too.\n"
    )
    assert "Hadoop" not in Cards(tmp_path, {"a.md": notes})("SageMaker").answer.text


def test_what_is_done_to_a_thing_does_not_define_it(tmp_path: Path) -> None:
    """A service is no service for being backed up by another."""
    notes = "# EBS\n\nEBS is backed up via snapshots.\n\nEBS is a service for disks.\n"
    card = Cards(tmp_path, {"ebs.md": notes})("EBS")
    assert texts(card.definition) == ["EBS is a service for disks."]
    only = notes.rpartition("EBS is a")[0]
    assert not Cards(tmp_path / "only", {"ebs.md": only})("EBS").definition


def test_a_topic_that_is_only_mentioned_shows_the_mention(cards: Cards) -> None:
    """It has no definition, and the card says so."""
    card = cards("Kendra")
    assert card.only_mentioned
    assert not card.definition
    assert texts(card.key_facts) == ["Archives may be sent to Kendra for search."]
    assert "Mentioned" in card_text(card)


def test_an_unknown_topic_is_refused_with_the_nearest(cards: Cards) -> None:
    """Nothing is made up."""
    card = cards("transcribe dental")
    assert card.answer.refused
    assert not card.topic
    assert "Transcribe Medical" in card.candidates


def test_a_heading_without_text_is_refused_as_such(cards: Cards) -> None:
    """The notes name it, but say nothing of it."""
    card = cards("Pinpoint")
    assert card.answer.refused
    assert card_text(card) == "[yellow]The notes name Pinpoint, but say nothing of it.[/yellow]"


def test_what_has_a_longer_name_is_a_mention(cards: Cards) -> None:
    """Of a topic of which the notes say nothing else."""
    card = cards("Redshift")
    assert card.only_mentioned
    (sentence,) = card.key_facts
    assert sentence.text == "[Redshift Spectrum] Queries files where they lie."
    assert "Redshift Spectrum" in card.see_also


def test_what_has_a_longer_name_defines_nothing(tmp_path: Path) -> None:
    more = "## Redshift Spectrum\n\nRedshift Spectrum is a reader of files.\n"
    notes = {"a.md": f"# Data\n\n## Redshift\n\n![](a.png)\n\n{more}"}
    card = Cards(tmp_path, notes)("Redshift")
    assert (card.definition, len(card.key_facts)) == ((), 1)


def test_without_a_scorer_the_wording_decides(cards: Cards) -> None:
    """A card needs no model."""
    plain = Explainer(cards.explainer.generation, cards.glossary, None)
    assert plain.card("Polly", lambda: ()).definition == cards("Polly").definition


@pytest.mark.skipif(not REAL_NOTES.exists(), reason="the real notes are not here")
def test_look_ups_over_real_notes_are_right(tmp_path: Path) -> None:
    """With the real models, nine in ten cards hold what was looked for, within the limit."""
    # The passages below a card need vectors; the card itself does not.
    update(tmp_path / "index", REAL_NOTES / "aws-ml-exam-notes.md", FakeTools())
    generation = open_current(tmp_path / "index")
    scorer = Workshop(library()).selector.scorer
    assert scorer is not None
    explainer = Explainer(generation, Glossary(generation.terms()), scorer)
    file = ROOT / "tests" / "questions" / "lookups-notes.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    wrong = []
    for row in rows:
        answer = explainer.card(row["topic"], lambda: ()).answer
        text = answer.text.lower()
        words = sum(len(sentence.text.split()) for sentence in answer.sentences)
        held = all(any(word in text for word in group) for group in row["must"])
        if answer.refused != row["refused"] or not held or words > SHORT:
            wrong.append(row["id"])
    assert len(wrong) <= 0.1 * len(rows), wrong


def test_every_topic_of_the_coverage_list_has_a_card_that_defines_it(tmp_path: Path) -> None:
    """As a student types it, each leads to one topic, and the wording alone finds a definition."""
    update(tmp_path / "index", ROOT / "corpus", FakeTools())
    generation = open_current(tmp_path / "index")
    explainer = Explainer(generation, Glossary(generation.terms()), None)
    lines = (ROOT / "tests" / "coverage.txt").read_text(encoding="utf-8").splitlines()
    topics = [line.split(" = ")[0] for line in lines if line and not line.startswith("#")]
    assert len(topics) > 200
    assert [t for t in topics if not explainer.card(t, lambda: ()).definition] == []


def test_a_phrase_that_is_no_topic_is_shown_where_the_notes_use_it(cards: Cards) -> None:
    """As something only mentioned; one that they never use is refused."""
    found = cards("audio articles")
    assert (found.topic, found.only_mentioned) == ("audio articles", True)
    assert found.answer.sentences
    assert all("audio articles" in sentence.text for sentence in found.answer.sentences)
    assert cards("marsh warbler").answer.refused
