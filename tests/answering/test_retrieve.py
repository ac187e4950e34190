"""Passages are ranked by their vector, by their best sentence's, and by their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from askaws.answering.question import Question
from askaws.answering.retrieve import Fusion, retrieve
from tests.answering.builders import question
from tests.answering.indexed import Indexed, index_notes, vector

ASKED = "Which bucket keeps frozen archives cheaply?"
NOTES = {
    # All of it is near, and no sentence is as near as one in b.md.
    "a.md": "# A\n\nFrozen archives last. The bucket freezes. It archives cheaply.\n",
    # One sentence says it all, among much else.
    "b.md": (
        "# B\n\nThe bucket keeps frozen archives cheaply. Zebras graze under acacia trees. "
        "Lions hunt antelopes at dawn. Rivers carry silt into wide deltas. Mountains gather snow.\n"
    ),
    # Two words of the question, and nothing said with them.
    "c.md": "# C\n\n" + "Bucket bucket bucket, archives archives. " * 3 + "\n",
    "d.md": "# D\n\nA queue hands messages on.\n",
}
ONLY_PASSAGE = Fusion(passage=1.0, span=0.0, words=0.0)
ONLY_SPAN = Fusion(passage=0.0, span=1.0, words=0.0)
ONLY_WORDS = Fusion(passage=0.0, span=0.0, words=1.0)


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Indexed:
    return index_notes(tmp_path_factory.mktemp("retrieve"), NOTES, words=60)


@pytest.mark.parametrize(
    ("fusion", "first", "second"),
    [(ONLY_PASSAGE, "a.md", "b.md"), (ONLY_SPAN, "b.md", "a.md"), (ONLY_WORDS, "b.md", "d.md")],
)
def test_each_likeness_ranks_in_its_own_way(
    indexed: Indexed, fusion: Fusion, first: str, second: str
) -> None:
    """The whole passage prefers the note that is all about it, the sentence the one that says it,
    and the words the one that has them."""
    order = [hit.path for hit in indexed.hits(ASKED, fusion=fusion)]
    assert order.index(first) < order.index(second)


@pytest.mark.parametrize(
    "without",
    [Fusion(passage=0.0), Fusion(span=0.0), Fusion(words=0.0)],
    ids=["passage", "span", "words"],
)
def test_each_likeness_adds_to_the_score(indexed: Indexed, without: Fusion) -> None:
    """Left out, it lowers the score of the passage that has all three."""
    whole = indexed.hits(ASKED)[0]
    rest = {hit.path: hit.score for hit in indexed.hits(ASKED, fusion=without)}
    assert rest[whole.path] < whole.score - 0.01


def test_a_word_of_the_question_that_is_rare_counts_for_more(indexed: Indexed) -> None:
    """By words alone, the one in one note beats the one in three."""
    best = indexed.hits("bucket messages", fusion=ONLY_WORDS)[0]
    assert best.path == "d.md"


def test_words_count_as_a_share_of_a_perfect_match(tmp_path: Path) -> None:
    """However many notes there are and however rare the word: all of them one, half a half."""
    notes = {f"{n}.md": f"# N{n}\n\nOther things stand in note {n}.\n" for n in range(10, 50)}
    notes["all.md"] = "# A\n\n" + "Zebra lion. " * 9 + "\n"
    notes["half.md"] = "# H\n\n" + "Zebra zebra. " * 9 + "\n"
    best, second, *rest = index_notes(tmp_path, notes).hits("zebra lion", fusion=ONLY_WORDS)
    assert (best.path, second.path) == ("all.md", "half.md")
    assert 0.7 < best.score <= 1
    assert 0.3 < second.score < 0.6
    assert all(hit.score == 0 for hit in rest)


def test_another_name_finds_what_the_question_does_not_say(indexed: Indexed) -> None:
    """The words that an abbreviation is spelt out with are searched for as well."""
    asked = Question("SQS", "SQS", ("sqs",), {"sqs": (("queue",),)})
    hits = retrieve(indexed.generation, asked, vector("SQS"), 1, ONLY_WORDS)
    assert (hits[0].path, hits[0].score > 0) == ("d.md", True)


@pytest.mark.parametrize("asked", [ASKED, "bucket", "zebras", "the of", "nothing of the kind"])
@pytest.mark.parametrize("fusion", [Fusion(), ONLY_PASSAGE, ONLY_SPAN, ONLY_WORDS])
def test_scores_lie_between_nought_and_one(indexed: Indexed, asked: str, fusion: Fusion) -> None:
    """And fall with the rank, which counts from 1."""
    hits = indexed.hits(asked, fusion=fusion)
    assert all(0 <= hit.score <= 1 for hit in hits)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_no_more_than_asked_for_and_always_the_same(indexed: Indexed) -> None:
    """A shorter list is the head of a longer one; the same question has the same answer."""
    everything = indexed.hits(ASKED, 10)
    assert len(everything) == len(NOTES)
    for count in range(len(NOTES) + 1):
        assert indexed.hits(ASKED, count) == everything[:count]


def test_the_best_match_in_words_is_found_however_far_in_meaning(indexed: Indexed) -> None:
    """In the last place, and not in place of the only one."""
    near = Fusion(words=0.0)
    asked = question("Who hands messages on?")
    for count, found in ((3, True), (1, False)):
        hits = retrieve(indexed.generation, asked, vector("bucket archives cheaply"), count, near)
        assert len(hits) == count
        assert (hits[-1].path == "d.md") == found


def test_passages_that_are_alike_stand_in_the_order_of_the_notes(tmp_path: Path) -> None:
    """Equal scores do not depend on chance."""
    same = "# S3\n\nA bucket keeps objects.\n"
    indexed = index_notes(tmp_path, {"c.md": same, "a.md": same, "b.md": same})
    hits = indexed.hits("Which bucket keeps objects?")
    assert [hit.path for hit in hits] == ["a.md", "b.md", "c.md"]
    assert len({hit.score for hit in hits}) == 1


def test_a_question_without_words_is_found_by_meaning_alone(indexed: Indexed) -> None:
    """An empty full-text query matches nothing, and is no error."""
    hits = retrieve(indexed.generation, Question("?", "?", ()), vector(ASKED), 2)
    assert [hit.path for hit in hits] == [
        hit.path for hit in indexed.hits(ASKED, 2, Fusion(words=0.0))
    ]


def test_only_so_many_are_looked_at(indexed: Indexed) -> None:
    """With a depth of one, the nearest passage and the best match remain."""
    hits = retrieve(indexed.generation, question(ASKED), vector(ASKED), 10, Fusion(depth=1))
    assert len(hits) <= 2


def test_a_hit_says_where_its_passage_stands(indexed: Indexed) -> None:
    """Path, lines, headings and text are those of the note."""
    hit = indexed.hits("queue messages", 1)[0]
    assert (hit.location, hit.headings) == ("d.md:3", ("D",))
    assert hit.text == "A queue hands messages on."
    assert indexed.generation.chunk(hit.chunk_id).text == hit.text
    assert 0 < hit.similarity <= 1
