"""The answer is what was asked for, and no more."""

from __future__ import annotations

from dataclasses import replace

from askaws.answering.choose import choose
from askaws.records import Span
from tests.answering.builders import evidence, list_evidence, question


def test_the_best_stands_alone_when_nothing_comes_near() -> None:
    """Evidence that is much less likely adds words and no answer."""
    best, rest = evidence("S3 keeps objects.", 1), evidence("Kinesis streams.", 2, score=0.1)
    assert choose(question("What keeps objects?"), [best, rest]) == (best,)


def test_what_comes_near_is_added_unless_it_says_the_same() -> None:
    """A second fact joins, a repetition does not."""
    best = evidence("S3 keeps objects in buckets.", 1)
    again = evidence("In buckets, S3 keeps objects.", 7, score=0.88)
    other = evidence("Objects may be up to 5 TB.", 8, score=0.85)
    assert choose(question("Tell me of S3 objects"), [best, again, other]) == (best, other)


def test_of_an_unsure_best_less_is_enough() -> None:
    """Where nothing is sure, more may be the answer."""
    texts = "S3 keeps objects.", "Kinesis has shards."
    for score, count in ((0.8, 1), (0.4, 2)):
        found = [evidence(t, n, score=score * (1, 0.32)[n]) for n, t in enumerate(texts)]
        assert len(choose(question("What keeps objects?"), found)) == count


def test_an_answer_is_no_longer_than_is_short() -> None:
    """Eighty words."""
    for count, chosen in ((74, 2), (75, 1)):
        rest = evidence(" ".join(f"w{n}" for n in range(count)), 7, score=0.8)
        best = evidence("S3 keeps all of the objects.", 1, score=0.9)
        assert len(choose(question("What keeps objects?"), [best, rest])) == chosen


def test_a_list_that_is_asked_for_comes_whole_and_alone() -> None:
    """An enumeration beats a single sentence that scores somewhat higher."""
    best = evidence("A Task state does work.", 9, score=0.9)
    states = list_evidence("The states are:", "Task", "Choice", score=0.6)
    assert choose(question("Which states are there?"), [best, states]) == (states,)


def test_a_short_list_that_was_not_asked_for_comes_only_if_it_is_sure() -> None:
    """Else the best single sentence is nearer to an answer."""
    states = list_evidence("The states are:", "Task", "Choice", score=0.6)
    single = evidence("A Task state does work.", 9, score=0.3)
    assert choose(question("What does work?"), [states, single]) == (states,)
    unsure = list_evidence("The states are:", "Task", "Choice", score=0.4)
    assert choose(question("What does work?"), [unsure, single]) == (single,)


def test_a_comparison_gets_evidence_for_both_sides() -> None:
    """The second side is taken though other evidence for the first scores higher."""
    gateway = evidence("A NAT gateway is managed by AWS.", 1, score=0.8)
    more = evidence("The NAT gateway grows with its load.", 2, score=0.19)
    instance = evidence("A NAT instance is a machine that you run.", 3, score=0.1)
    asked = question("difference between NAT gateway and NAT instance")
    assert choose(asked, [gateway, more, instance]) == (gateway, instance)


def test_evidence_that_names_both_sides_is_followed_by_each_of_them() -> None:
    """What only says that there are two tells neither."""
    asked = question("NAT gateway vs NAT instance")
    names = evidence("There are two, the NAT gateway and the NAT instance.", 2)
    gateway = evidence("A NAT gateway is managed by AWS alone.", 3, score=0.2)
    instance = evidence("A NAT instance is a machine that you run.", 4, score=0.1)
    assert choose(asked, [names, gateway, instance]) == (names, gateway, instance)


def test_a_short_list_tells_a_side() -> None:
    """A long one says too much of it."""
    asked = question("Direct Connect vs VPN")
    cable = list_evidence("Direct Connect is a cable:", "steady latency", "steady bandwidth")
    long = list_evidence("Direct Connect is a cable:", *["steady latency"] * 12, score=0.8)
    single = evidence("Direct Connect takes weeks to set up.", 8, score=0.2)
    tunnel = evidence("VPN is a tunnel over the internet.", 9, score=0.1)
    assert choose(asked, [cable, single, tunnel]) == (cable, tunnel)
    assert choose(asked, [long, single, tunnel]) == (single, tunnel)


def test_the_sentence_beside_the_best_tells_more_than_its_score() -> None:
    """It goes on about the same thing; one elsewhere with the same score does not."""
    best = evidence("Spot training resumes where it stopped.", 3)
    span = Span(best.quote, best.text, 3, 3)
    after = replace(evidence("A checkpoint has the state.", 3, score=0.3), before=span)
    elsewhere = evidence("Endpoints are billed by the hour.", 9, score=0.35)
    asked = question("How does it go on?")
    assert choose(asked, [best, elsewhere, after]) == (best, after)
    first = replace(best, before=Span(after.quote, after.text, 3, 3))
    assert choose(asked, [first, elsewhere, replace(after, before=None)])[1].quote == after.quote
    other_note = replace(after, path="b.md")
    assert choose(asked, [best, elsewhere, other_note]) == (best,)


def test_no_evidence_no_choice() -> None:
    """Nothing comes of nothing."""
    assert choose(question("Why?"), []) == ()
