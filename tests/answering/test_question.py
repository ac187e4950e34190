"""A question is read in the notes' own words, and nothing in it is lost."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askaws.answering.question import Kind, Question, looked_up, understand
from askaws.answering.sides import set_against
from askaws.reading.glossary import Glossary, Term
from askaws.reading.words import STOP_WORDS
from tests.answering.builders import question

NOTES = {"rekognition": 4, "replication": 2, "images": 9, "image": 3, "bucket": 7, "lake": 2}
GLOSSARY = Glossary(
    [
        Term("DynamoDB", ("DDB",), 3),
        Term("DDB", ("DynamoDB",), 3, ("DynamoDB",)),
        Term("Kinesis", (), 2),
        Term("Bukket", (), 2),
        Term("VPC", ("Virtual Private Cloud",), 2),
    ]
)
PLAIN = frozenset({"bucked", "hello"})


def read(asked: str) -> Question:
    return understand(asked, NOTES, GLOSSARY, PLAIN.__contains__)


class TestSpelling:
    """Slips of the keyboard give way to the notes' words."""

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("rekogniton", "rekognition"),
            ("buckte", "bucket"),
            ("replicaton", "replication"),
            ("lkae", "lake"),
        ],
    )
    def test_a_slip_is_repaired_and_said(self, typed: str, meant: str) -> None:
        """A lost or swapped letter: the text has the notes' word, and the repair is kept."""
        found = read(f"what is {typed}?")
        assert found.text == f"what is {meant}?"
        assert found.repairs == ((typed, meant),)
        assert found.asked == f"what is {typed}?"

    @pytest.mark.parametrize(
        "word",
        [
            "bucket",
            "Bucket",
            "bucked",
            "where",
            "Kinesis",
            "kinesis",
            "bukket",
            "buckets",
            "s3",
            "lak",
        ],
    )
    def test_a_word_that_may_be_meant_stays(self, word: str) -> None:
        """Not repaired: the notes' own words and forms of them, plain words, names, short words."""
        assert read(f"is {word} fine").repairs == ()

    def test_two_slips_are_one_too_many_in_a_short_word(self) -> None:
        """Five letters with two slips could be anything."""
        assert read("the lkea").repairs == ()

    def test_of_two_words_as_near_the_one_that_begins_alike_is_taken(self) -> None:
        """People seldom miss the first letter; after that, the commoner word."""
        vocabulary = {"cater": 9, "water": 1}
        found = understand("wcater", vocabulary, Glossary([]), PLAIN.__contains__)
        assert found.text == "water"
        vocabulary = {"waters": 1, "waiter": 9}
        found = understand("watier", vocabulary, Glossary([]), PLAIN.__contains__)
        assert found.text == "waiter"


class TestJoinedWords:
    """A word of the notes is found again when it is typed in two."""

    def test_two_words_that_the_notes_write_as_one_become_that_one(self) -> None:
        assert read("how many buck et s").text == "how many bucket s"

    def test_two_words_of_the_notes_stay_two(self) -> None:
        """Though they also have a word that is made of both."""
        vocabulary = {"data": 2, "lake": 2, "datalake": 1}
        found = understand("a data lake", vocabulary, GLOSSARY, PLAIN.__contains__)
        assert found.text == "a data lake"


class TestAbbreviations:
    """What the notes call by two names is asked for by both."""

    def test_an_abbreviation_is_spelt_out_in_the_text_and_in_the_full_text_query(self) -> None:
        """The stems stay those of the question; the other name is an alternative to its own."""
        found = read("why VPC")
        assert found.text == "why VPC (Virtual Private Cloud)"
        assert found.stems == ("vpc",)
        assert found.alternatives == {"vpc": (("virtual", "privat", "cloud"),)}
        assert found.full_text_query == '"vpc" OR "virtual" OR "privat" OR "cloud"'

    def test_the_topics_are_those_with_a_name(self) -> None:
        """By the keys of all their names; a plain word is none."""
        named = [Term("DynamoDB", ("DDB",), 1), Term("DDB", ("DynamoDB",), 1, ("DynamoDB",))]
        glossary = Glossary([*named, Term("table", (), 4)])
        found = understand("how big is a ddb table", {}, glossary, PLAIN.__contains__)
        assert found.topics == (frozenset({"dynamodb", "ddb"}),)

    def test_a_description_is_asked_for_by_the_name_as_well(self) -> None:
        """Who says "graph database" is told of Neptune, where the notes have it."""
        glossary = Glossary([Term("Neptune", (), 2)])
        found = understand("is a graph database fast", {}, glossary, PLAIN.__contains__)
        assert found.text == "is a graph database (Neptune) fast"
        assert found.alternatives["graph"] == (("neptun",),)
        assert found.topics == (), "it is not named"
        assert read("is a graph database fast").text == "is a graph database fast"

    def test_a_name_that_is_already_spelt_out_is_left(self) -> None:
        """Both names in the question need no third."""
        asked = "is DDB the same as DynamoDB"
        assert read(asked).text == asked

    def test_a_name_with_a_backslash_is_text_and_no_pattern(self) -> None:
        """The notes may call something by any name."""
        glossary = Glossary([Term("Share", (r"\\host\1",), 1)])
        found = understand("what is Share", {"share": 1}, glossary, PLAIN.__contains__)
        assert found.text == r"what is Share (\\host\1)"

    def test_another_name_without_content_words_says_nothing_else(self) -> None:
        """An alternative of no words would be in every text."""
        glossary = Glossary([Term("Duel", ("VS",), 1)])
        found = understand("what is Duel", {}, glossary, PLAIN.__contains__)
        assert all(other for others in found.alternatives.values() for other in others)


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("List the storage classes", "list"),
        ("Which storage classes are there?", "list"),
        ("What are the benefits of S3?", "list"),
        ("what types of instances exist", "list"),
        ("step functions state types list", "list"),
        ("s3 storage classes", "list"),
        ("Into which phases is a migration divided?", "list"),
        ("Which formats of a training file can XGBoost read?", "list"),
        ("Which DL (Deep Learning) frameworks are installed?", "list"),
        ("What does feature engineering include?", "list"),
        ("deep learning ami frameworks", "list"),
        ("Is S3 durable?", "yesno"),
        ("can a group hold a group", "yesno"),
        ("What is S3?", "define"),
        ("explain sharding", "define"),
        ("difference between NAT gateway and NAT instance", "compare"),
        ("Kinesis vs SQS", "compare"),
        ("How much does it cost?", "other"),
        ("When did it start?", "other"),
    ],
)
def test_the_wording_tells_what_sort_of_answer_is_asked_for(asked: str, kind: Kind) -> None:
    """Lists, yes or no, definitions and comparisons are told from all else."""
    assert question(asked).kind == kind


@pytest.mark.parametrize(
    ("asked", "sides"),
    [
        ("What's the difference between EBS and EFS?", ("EBS", "EFS")),
        ("differences between SQS standard and FIFO.", ("SQS standard", "FIFO")),
        ("Compare Kinesis with SQS", ("Kinesis", "SQS")),
        ("compare S3 against EBS?", ("S3", "EBS")),
        ("precision versus recall", ("precision", "recall")),
        ("How does bagging differ from boosting?", ("bagging", "boosting")),
        ("Athena vs Redshift Spectrum in price", ("Athena", "Redshift Spectrum")),
        ("How does Athena differ from Spectrum in what I provision?", ("Athena", "Spectrum")),
        ("How does EBS compare with S3 when files are small?", ("EBS", "S3")),
        ("Direct Connect or VPN: what do I gain?", ("Direct Connect", "VPN")),
        ("Which is cheaper, Athena or Redshift?", ("Athena", "Redshift")),
        ("how do I choose between SQS and SNS", ("SQS", "SNS")),
        ("how do I tell bias from variance?", ("bias", "variance")),
        (
            "How do the Map state and the Parallel state differ?",
            ("the Map state", "the Parallel state"),
        ),
        ("How are Map and Parallel of Step Functions different?", ("Map", "Parallel")),
        ("parquet avro difference", ("parquet", "avro")),
        ("When do I split data, and when the model?", ("split data", "the model")),
        ("How do I differentiate?", ()),
        ("Is it one or two?", ()),
        ("Does S3 encrypt by default or must I ask for it?", ()),
        ("Which service, if any, reads text or speech?", ()),
        ("What is S3?", ()),
    ],
)
def test_the_two_sides_of_a_comparison(asked: str, sides: tuple[str, ...]) -> None:
    """However it is worded, both sides are found, and none where nothing is compared."""
    assert question(asked).sides == sides


@pytest.mark.parametrize(
    "asked",
    [
        "S3 vs EBS",
        "S3  versus EBS?",
        "S3 or EBS?",
        "S3 compared with EBS",
        "compare S3 and EBS",
        "Please compare S3 to EBS.",
        "What is the difference between S3 and EBS?",
        "what's the main difference between S3 and EBS",
        "explain the key differences between S3 and EBS",
        "difference between S3 and EBS",
        "How does S3 differ from EBS?",
        "how do S3 and EBS differ",
        "S3 vs EBS: what is the difference?",
        "S3 or EBS: how do they differ?",
        "S3 EBS difference",
        "How do I tell S3 from EBS?",
        "diff between S3 and EBS",
        "S3 vs EBS whats the difference",
        "What is S3 and how is it different from EBS?",
        "whats the S3 n how does that differ from an EBS",
        "S3 and EBS, how are they different?",
        "the S3 vs a EBS",
        "explain S3 vs EBS",
        "What is S3 and EBS?",
    ],
)
def test_two_things_are_set_against_each_other(asked: str) -> None:
    """However it is worded."""
    assert set_against(asked) == ("S3", "EBS")


@pytest.mark.parametrize(
    "asked",
    [
        "S3 vs EBS in price",
        "S3 or EBS: which is cheaper?",
        "Which is cheaper, S3 or EBS?",
        "When should I use S3 and when EBS?",
        "How do I choose between S3 and EBS?",
        "How does S3 differ from EBS when files are small?",
        "How do I tell from S3 what it costs?",
        "What is S3?",
        "",
        "How many S3 buckets or EBS volumes are free?",
        "Can I use S3 or EBS",
        "S3 vs EBS vs EFS",
        "compare S3 with EBS and EFS",
    ],
)
def test_a_question_that_asks_for_more_is_none_of_the_differences_alone(asked: str) -> None:
    assert set_against(asked) == ()


def test_a_side_that_the_notes_have_no_word_of_is_unheard() -> None:
    """A compound is more than one of its words; the maker's name and "the" are no words of it."""
    plain = {"bucket", "buckets", "red", "cloud", "out", "in", "the"}
    notes = {"cloud": 2, "aws": 4, "the": 9, "bucket": 2, "dynamodb": 1}
    cases = {
        "bucket vs CloudHSM": ("CloudHSM",),
        "bucket vs AWS Fargate": ("AWS Fargate",),
        "the Fargate vs cloud": ("Fargate",),
        "DDB vs bucket": (),
        "buckets vs red cloud": (),
        "Is Fargate a bucket?": (),
        "How is that different from a bucket?": (),
        "What is the difference between out and bucket?": (),
        "When should I use a bucket and when Fargate?": (),
        "bucket vs AWS": (),
        "What is it that has a bucket and whether it is Fargate?": (),
        "bucket vs VPC": (),
    }
    for asked, unheard in cases.items():
        assert understand(asked, notes, GLOSSARY, plain.__contains__).unheard == unheard


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("What is Amazon S3?", "Amazon S3"),
        ("what's a VPC", "VPC"),
        ("explain to me what an embedding is", "embedding"),
        ("Tell me about the  data lake!", "data lake"),
        ("define overfitting.", "overfitting"),
        ("How does S3 work?", ""),
        ("What?", ""),
        ("", ""),
    ],
)
def test_the_topic_that_is_looked_up(asked: str, topic: str) -> None:
    """Without article, mark or the rest of the phrase; nothing for another question."""
    assert looked_up(asked) == topic


_TYPED = st.one_of(
    st.text(min_size=1),
    st.text(string.ascii_letters + " ?'\\\"-", min_size=1),
    st.lists(st.sampled_from(["DDB", "vpc", "what", "is", "bukcet", "(", "\\1", "vs"])).map(
        " ".join
    ),
).filter(str.strip)


@given(_TYPED)
def test_no_question_breaks_or_vanishes(asked: str) -> None:
    """Whatever is typed, it is understood without error and there is text to embed."""
    found = read(asked)
    assert found.asked == asked
    assert found.text.strip()
    assert found.kind in ("list", "yesno", "compare", "define", "other")
    assert all(side.strip() for side in found.sides)
    assert all(stem for stem in found.stems)
    assert set(found.unheard) <= set(found.sides)
    looked_up(asked)
    set_against(asked)


@given(st.lists(st.sampled_from(sorted(STOP_WORDS)), min_size=1, max_size=6))
def test_a_question_of_small_words_is_matched_by_them(small: list[str]) -> None:
    """Where there is no content word, the small ones have to do."""
    assert read(" ".join(small)).stems
