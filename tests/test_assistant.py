"""What every command does, over notes in a folder and without a model."""

from __future__ import annotations

import time
from functools import cached_property
from pathlib import Path

import pytest

from askaws.answering.evidence import Selector
from askaws.assistant import Assistant
from askaws.errors import EmptyCorpusError, IndexMissingError
from askaws.models.library import DEFAULT_LLM
from askaws.records import Sentence
from tests.answering.builders import FakeScorer, ScriptedGenerator
from tests.answering.fake_workshop import FakeWorkshop, assistant_over, write_notes

NOTES = {
    "storage.md": (
        "# Amazon S3\n\nAmazon S3 is a service that stores objects in buckets. "
        "Amazon S3 buckets keep objects for years.\n\n"
        "## S3 Glacier\n\nS3 Glacier is a class that archives objects cheaply. "
        "Amazon Athena is a service that queries objects where they lie.\n\n"
        "## Storage Gateway\n\nAsk the owner first.\n"
    ),
    "queues.md": (
        "# Amazon SQS\n\nAmazon SQS is a queue that hands messages on. "
        "A message in Amazon SQS may be 256 KB large, which is enough for most orders and the "
        "like, whatever the shop sells, however many of them come in at once from near or far, "
        "like, as long as pictures, films, sounds and other heavy things are kept elsewhere.\n"
    ),
}


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    write_notes(tmp_path, NOTES)
    assistant, _ = assistant_over(tmp_path)
    assistant.update()
    return assistant


class TestIndex:
    """The index is built when it is missing, and brought up to date when notes changed."""

    def test_it_is_built_once_and_then_current(self, tmp_path: Path) -> None:
        """The second time nothing is done, and no model used."""
        write_notes(tmp_path, NOTES)
        first, workshop = assistant_over(tmp_path)
        assert not first.is_current()
        report = first.bring_up_to_date()
        assert report is not None
        assert report.added == ("queues.md", "storage.md")
        assert workshop.used.embedded
        again, workshop = assistant_over(tmp_path)
        assert again.is_current()
        assert again.bring_up_to_date() is None
        assert (workshop.used.embedded, workshop.used.split) == ([], [])

    def test_a_new_note_is_indexed_and_can_be_asked_about(self, tmp_path: Path) -> None:
        """The rest is not read again."""
        write_notes(tmp_path, NOTES)
        assistant_over(tmp_path)[0].update()
        write_notes(tmp_path, {"streams.md": "# Kinesis\n\nKinesis is a stream of records.\n"})
        assistant, workshop = assistant_over(tmp_path)
        assert not assistant.is_current()
        report = assistant.bring_up_to_date()
        assert report is not None
        assert (report.added, workshop.used.split) == (("streams.md",), ["streams.md"])
        assert assistant.search("stream of records", 1).hits[0].path == "streams.md"

    def test_another_embedder_makes_it_stale(self, tmp_path: Path) -> None:
        """Its vectors mean something else."""
        write_notes(tmp_path, NOTES)
        assistant_over(tmp_path)[0].update()
        other, _ = assistant_over(tmp_path, "another")
        assert not other.is_current()
        report = other.bring_up_to_date()
        assert report is not None
        assert report.rebuilt == "the embedder is another"

    def test_it_is_rebuilt_when_asked_for_and_says_how_far_it_is(self, tmp_path: Path) -> None:
        """Every note is read again."""
        write_notes(tmp_path, NOTES)
        assistant_over(tmp_path)[0].update()
        assistant, workshop = assistant_over(tmp_path)
        stages: list[str] = []
        report = assistant.update(lambda stage, done, total: stages.append(stage), rebuild=True)
        assert report.rebuilt == "asked for"
        assert len(workshop.used.split) == 2
        assert set(stages) >= {"reading", "embedding", "writing"}

    def test_without_notes_or_index_it_says_so(self, tmp_path: Path) -> None:
        """An error with what to do next, for a folder without notes and a missing index."""
        (tmp_path / "corpus").mkdir()
        assistant, _ = assistant_over(tmp_path)
        with pytest.raises(EmptyCorpusError) as empty:
            assistant.update()
        with pytest.raises(IndexMissingError) as missing:
            assistant.search("Why?")
        assert empty.value.hint
        assert missing.value.hint == "askaws index"


class TestAsk:
    """An answer from the notes, or a refusal."""

    def test_an_answer_quotes_and_cites_the_notes(self, assistant: Assistant) -> None:
        """The lines are those of the note; as many passages are shown as were asked for."""
        found = assistant.ask("Which class archives objects cheaply?", 1)
        assert found.sentences[0].text == "S3 Glacier is a class that archives objects cheaply."
        assert [(c.path, c.start_line, c.headings[-1]) for c in found.citations[:1]] == [
            ("storage.md", 7, "S3 Glacier")
        ]
        assert len(found.hits) == 1
        assert found.probability > 0.5

    def test_below_the_threshold_it_refuses(self, assistant: Assistant) -> None:
        """The nearest passages are shown all the same, and another threshold may be given."""
        asked = "Which regatta archives trophies in Lisbon harbour?"
        refusal = assistant.ask(asked)
        assert refusal.refused
        assert refusal.hits
        assert refusal.probability < 0.5
        assert not assistant.ask(asked, threshold=0.0).refused
        assert assistant.ask("Which class archives objects cheaply?", threshold=1.0).refused

    def test_sentences_are_handed_on_as_they_stand(self, assistant: Assistant) -> None:
        """All of them, in order."""
        seen: list[Sentence] = []
        found = assistant.ask(
            "Which class archives objects cheaply?",
            on_sentence=lambda sentence, _: seen.append(sentence),
        )
        assert tuple(seen) == found.sentences

    def test_a_generator_writes_from_the_evidence(self, assistant: Assistant) -> None:
        """Its words are used, if they hold."""
        generator = ScriptedGenerator("A message in Amazon SQS may be 256 KB large. [1]")
        found = assistant.ask("How large may a message in SQS be?", generator=generator)
        assert [(s.text, s.origin) for s in found.sentences][:1] == [
            ("A message in Amazon SQS may be 256 KB large.", "model")
        ]
        assert found.model == "scripted"

    def test_the_likeliest_evidence_is_read_again(self, tmp_path: Path) -> None:
        """And what the reader says decides; without an LLM, and for a search, nobody is asked."""
        write_notes(tmp_path, NOTES)
        assistant, workshop = assistant_over(tmp_path)
        assistant.update()
        workshop.reader = reader = FakeScorer("queries objects")
        asked = "Which class archives objects cheaply?"
        workshop.reads = False
        first = assistant.ask(asked)
        assert "archives objects cheaply" in first.citations[0].quote
        assert first.model == ""
        assert assistant.search(asked).hits[0].headings[-1] == "S3 Glacier"
        assert reader.seen == []
        workshop.reads = True
        again = assistant.ask(asked)
        assert "queries objects" in again.citations[0].quote
        assert again.model == DEFAULT_LLM
        assert any("archives objects cheaply" in text for text in reader.seen)

    def test_loading_what_chooses_is_no_part_of_retrieving(self, assistant: Assistant) -> None:
        """The seconds say which of the two was slow."""

        class Slow(FakeWorkshop):
            @cached_property
            def selector(self) -> Selector:
                time.sleep(0.3)
                return FakeWorkshop().selector

        slow = Assistant(assistant.settings, Slow())
        seconds = slow.ask("Which class archives objects cheaply?").seconds
        assert seconds.retrieve < 0.3 <= seconds.total

    def test_a_slip_is_repaired_before_the_notes_are_searched(self, assistant: Assistant) -> None:
        """The answer still shows the question as it was asked."""
        found = assistant.ask("Which class archvies objects cheaply?")
        assert found.citations[0].start_line == 7
        assert found.question == "Which class archvies objects cheaply?"

    def test_more_passages_are_read_than_are_shown(self, tmp_path: Path) -> None:
        """With one passage to show, the evidence may come from another."""
        many = "\n\n".join(
            f"## Bucket {n}\n\nObjects a bucket has in zone {n} may be {name}.\n"
            for n, name in enumerate(["red", "cold frozen", "archived twice over", "sold"])
        )
        write_notes(tmp_path, {"a.md": f"# Buckets\n\n{many}"})
        assistant, _ = assistant_over(tmp_path)
        assistant.update()
        asked = "How many objects has a bucket"
        found = assistant.ask(asked, 1, threshold=0.0)
        assert len(found.hits) == 1
        assert len(found.citations) > 1
        assert found.citations == assistant.ask(asked, 10, threshold=0.0).citations


class TestCards:
    """What is asked of a topic alone gets its card."""

    def test_what_is_x_gets_the_card_of_a_topic(self, assistant: Assistant) -> None:
        """With its definition, and the question as it was asked."""
        card = assistant.card_for("What is Amazon SQS?")
        assert card is not None
        assert card.definition[0].text == "Amazon SQS is a queue that hands messages on."
        assert (card.asked, card.answer.question) == ("What is Amazon SQS?", "What is Amazon SQS?")
        assert assistant.ask("What is Amazon SQS?").sentences == card.answer.sentences

    def test_a_topic_alone_gets_its_card(self, assistant: Assistant) -> None:
        """As a search box is used."""
        card = assistant.card_for("amazon sqs")
        assert card is not None
        assert card.definition[0].text == "Amazon SQS is a queue that hands messages on."

    def test_a_phrase_gets_a_card_if_the_notes_say_what_it_is(self, tmp_path: Path) -> None:
        """Though no heading has it; one that they only use gets none."""
        note = "# Features\n\nShared features avoid odd skew, which is a difference of two views.\n"
        write_notes(tmp_path, {"a.md": f"{note}\nA long tail is seen in the evening.\n"})
        assistant, _ = assistant_over(tmp_path)
        assistant.update()
        card = assistant.card_for("What is odd skew?")
        assert card is not None
        assert "a difference of two views" in card.definition[0].text
        assert card.answer.hits
        assert assistant.card_for("What is shared views?") is None
        assert assistant.card_for("odd skew") is None

    def test_two_topics_get_a_card_together(self, assistant: Assistant) -> None:
        """Short for `ask`, longer for `explain`; a question that asks for more is no look-up."""
        card = assistant.card_for("Amazon SQS vs S3 Glacier")
        assert card is not None
        assert card.compared == ("SQS", "S3 Glacier")
        assert [s.text for s in card.definition] == [
            "Amazon SQS is a queue that hands messages on.",
            "S3 Glacier is a class that archives objects cheaply.",
        ]
        assert card.answer.question == "Amazon SQS vs S3 Glacier"
        assert assistant.ask("Amazon SQS vs S3 Glacier").sentences == card.answer.sentences
        assert assistant.explain("SQS or S3 Glacier?").compared == card.compared
        assert assistant.card_for("Amazon SQS vs S3 Glacier in price") is None
        both = assistant.card_for("SQS and S3 Glacier")
        assert both is not None
        assert both.compared == card.compared

    def test_two_things_may_be_one_topic(self, tmp_path: Path) -> None:
        """ "Bias and variance" has a section of its own."""
        one = "# Bias\n\nBias is an error.\n\n# Variance\n\nVariance is a spread.\n\n"
        write_notes(tmp_path, {"a.md": f"{one}# Bias and variance\n\nBias and variance add up.\n"})
        assistant, _ = assistant_over(tmp_path)
        assistant.update()
        assert assistant.explain("bias and variance").compared == ()
        assert assistant.explain("bias or variance").compared == ("Bias", "Variance")

    def test_what_has_no_card_is_explained_by_the_evidence(self, tmp_path: Path) -> None:
        """Of two things that the notes only set against each other, what they say of that."""
        said = "Red pens differ from blue pens in the ink, for all we know of them."
        write_notes(tmp_path, {"a.md": f"# Notes\n\n{said}\n"})
        assistant, _ = assistant_over(tmp_path)
        assistant.update()
        card = assistant.explain("red pens vs blue pens")
        assert card.compared == ("red pens", "blue pens")
        assert [s.text for s in card.differences] == [said]
        assert assistant.explain("red pens vs zeppelins").answer.refused

    @pytest.mark.parametrize(
        "asked",
        [
            "How large may a message in SQS be?",
            "What is the size of a message?",
            "What is a regatta?",
            "What is AWS Lambda?",
            "What is Amazon Athena?",
            "What is the Storage Gateway?",
            "What?",
        ],
    )
    def test_anything_else_gets_none(self, assistant: Assistant, asked: str) -> None:
        """Another question, no topic, one without text of its own, or one that is not defined."""
        assert assistant.card_for(asked) is None

    def test_a_topic_is_explained_whatever_it_is_called(self, assistant: Assistant) -> None:
        """Case, the maker's name and a slip do not matter; the unknown is refused."""
        for name in ("Amazon S3", "s3"):
            assert assistant.explain(name).topic == assistant.explain("S3").topic
        assert assistant.explain("regatta").answer.refused

    def test_topics_are_listed_to_complete_what_is_typed(self, assistant: Assistant) -> None:
        """Those with text of their own."""
        assert {"S3 Glacier"} <= set(assistant.topic_names())


class TestConversation:
    """A follow-up takes its subject from the question before."""

    def test_a_follow_up_is_read_with_the_subject_before(self, assistant: Assistant) -> None:
        """And the first question as it is."""
        assert assistant.in_conversation("How large is it?") == "How large is it?"
        assistant.remember(assistant.ask("What is Amazon SQS?"))
        subject = assistant.subject("What is Amazon SQS?")
        assert subject.endswith("SQS")
        assert assistant.in_conversation("How large is it?") == f"How large is {subject}?"

    def test_a_question_that_names_nothing_is_about_what_was_cited(
        self, assistant: Assistant
    ) -> None:
        """The heading of the first citation is the subject."""
        assistant.remember(assistant.ask("Which class archives objects cheaply?"))
        assert assistant.in_conversation("Is it fast?") == "Is S3 Glacier fast?"

    def test_a_refusal_about_nothing_known_leaves_no_subject(self, assistant: Assistant) -> None:
        """The next question is read alone."""
        assistant.remember(assistant.ask("What is Amazon SQS?"))
        assistant.remember(assistant.ask("Who won the regatta?"))
        assert assistant.in_conversation("How large is it?") == "How large is it?"
