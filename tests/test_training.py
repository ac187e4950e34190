"""The code that trains the scorer: what it reads, what it samples, what it writes."""

from __future__ import annotations

import doctest
import json
import math
import random
from pathlib import Path
from typing import Any

import pytest

from askaws.answering.candidates import passage
from askaws.models.scorer import FORMAT
from askaws.records import Evidence
from tests.training_code import FOLDER, training

NOTE = """# S3

## Limits

An object may be **up to** 5 TB. A bucket may hold many objects.

Classes:

- Standard is for data in use.
- [Glacier](glacier.md) is for archives.

| Limit | Value |
| --- | --- |
| Largest part | 5 GB |

## Consistency

Reads follow writes at once.
"""


ROW = {
    "id": "q1",
    "path": "s3.md",
    "question": "How large may an object be?",
    "answer": "5 TB",
    "headings": ["S3", "Limits"],
    "evidence": ["An object may be **up to** 5 TB."],
    "distractors": ["Reads follow writes at once."],
}


@pytest.fixture(scope="module")
def data() -> Any:
    return training("data")


@pytest.mark.parametrize("name", ["data", "lessons", "pages", "translation"])
def test_the_examples_in_the_code_are_right(name: str) -> None:
    """Every doctest of the modules that have some."""
    results = doctest.testmod(training(name))
    assert results.attempted
    assert not results.failed


def test_a_candidate_reads_as_it_does_when_a_question_is_asked(data: Any) -> None:
    """Training and answering put the same words in front of a sentence."""
    for context, text in [("", "5 TB"), ("Sizes:", "5 TB"), ("Object", "Object: 5 TB")]:
        evidence = Evidence("a.md", ("S3", "Limits"), 1, 1, text, text, 0.0, context)
        assert data.Candidate(("S3", "Limits"), context, text).passage() == passage(evidence)


class TestPages:
    """Evidence of a row is found again in the note as it is read."""

    @pytest.fixture
    def page(self, tmp_path: Path) -> Any:
        (tmp_path / "s3.md").write_text(NOTE, encoding="utf-8")
        return training("pages")._page(tmp_path / "s3.md")

    @pytest.mark.parametrize(
        ("excerpt", "texts"),
        [
            ("An object may be **up to** 5 TB.", ["An object may be up to 5 TB."]),
            ("many objects", ["A bucket may hold many objects."]),
            ("- [Glacier](glacier.md) is for archives.", ["Glacier is for archives."]),
            ("| Largest part | 5 GB |", ["Limit: Largest part; Value: 5 GB"]),
            (
                "An object may be up to 5 TB. A bucket may hold many objects.",
                ["An object may be up to 5 TB.", "A bucket may hold many objects."],
            ),
            ("Bananas are yellow.", []),
        ],
    )
    def test_an_excerpt_is_found_by_its_letters(
        self, page: Any, excerpt: str, texts: list[str]
    ) -> None:
        """Whatever the markup; a paragraph in its sentences; what is not there is not found."""
        found = [page.blocks[block][span].text for block, span in page.find(excerpt)]
        assert found == texts

    def test_a_row_becomes_a_question(self, tmp_path: Path, capsys: Any) -> None:
        """Its evidence answers, its distractors and the rest of the page do not, and each
        candidate is on one side only; a row whose evidence is gone is left out and named."""
        (tmp_path / "s3.md").write_text(NOTE, encoding="utf-8")
        gone = {**ROW, "id": "q2", "evidence": ["Nothing of the kind."]}
        none = {**ROW, "id": "q3", "evidence": []}
        rows = tmp_path / "rows.jsonl"
        rows.write_text("\n".join(json.dumps(r) for r in (ROW, gone, none)), encoding="utf-8")
        first, second = training("pages").load_pages([rows], tmp_path)
        assert [c.text for c in first.positives] == ["An object may be up to 5 TB."]
        assert [c.text for c in first.hard] == ["Reads follow writes at once."]
        assert "A bucket may hold many objects." in {c.text for c in first.pool}
        assert not set(first.positives) & {*first.hard, *first.pool}
        assert second.positives == ()
        assert capsys.readouterr().out == "left out, evidence not found: q2\n"

    def test_an_excerpt_of_two_sentences_marks_the_one_that_answers(self, tmp_path: Path) -> None:
        """The other is no evidence, and not taken for what does not answer either."""
        (tmp_path / "s3.md").write_text(NOTE, encoding="utf-8")
        row = {
            **ROW,
            "answer": "An object may be up to 5 TB.",
            "evidence": ["An object may be **up to** 5 TB. A bucket may hold many objects."],
            "distractors": [],
        }
        rows = tmp_path / "rows.jsonl"
        rows.write_text(json.dumps(row), encoding="utf-8")
        (question,) = training("pages").load_pages([rows], tmp_path)
        assert [c.text for c in question.positives] == ["An object may be up to 5 TB."]
        assert "A bucket may hold many objects." not in {c.text for c in question.pool}

    @pytest.mark.parametrize(
        ("rows", "notes"),
        [
            (path, notes)
            for folder, notes in (
                (FOLDER / "corpus_qa", FOLDER.parent / "corpus"),
                (FOLDER / "notes_qa", FOLDER / "notes"),
            )
            for path in sorted(folder.glob("*.jsonl"))
        ],
    )
    def test_the_evidence_of_our_own_rows_is_in_the_notes(
        self, rows: Path, notes: Path, capsys: Any
    ) -> None:
        """None of them is left out."""
        assert training("pages").load_pages([rows], notes)
        assert capsys.readouterr().out == ""


@pytest.fixture(scope="module")
def groups(data: Any) -> list[tuple[Any, Any]]:
    """Many questions of many shapes, each with a group that was drawn for it."""
    sampling = training("sampling")
    rng = random.Random(3)

    def some(name: str, most: int) -> tuple[Any, ...]:
        count = rng.randint(0, most)
        return tuple(
            data.Candidate(("Notes", name), "about:", f"{name} sentence number {n} of them all")
            for n in range(count)
        )

    drawn = []
    for _ in range(300):
        right = some("right", 4)
        question = data.Question(
            "How are the services priced?", "a", right, right[:1], some("hard", 5), some("p", 9)
        )
        near, far = list(question.pool), list(some("far", 4))
        drawn.append((question, sampling.sample(question, near, far, sampling.Mix(), rng)))
    return drawn


class TestSampling:
    """What is drawn for one epoch."""

    def test_what_answers_is_marked_and_nothing_else(self, groups: list[tuple[Any, Any]]) -> None:
        """A passage is right if it is one of the question's positives or wide ones."""
        for question, group in groups:
            assert len(group.passages) == len(group.labels)
            for text, label in zip(group.passages, group.labels, strict=True):
                assert ("right sentence" in text) is label
            assert any(group.labels) is bool(question.positives)

    def test_no_more_of_a_sort_than_the_mix_says(self, groups: list[tuple[Any, Any]]) -> None:
        """Two positives and a wide one, three hard, four and one near, one far, one wide."""
        for _, group in groups:
            assert sum(group.labels) <= 3
            assert sum("hard sentence" in text for text in group.passages) <= 3
            assert sum("far sentence" in text for text in group.passages) <= 1
            assert len(group.passages) <= 3 + 3 + 4 + 1 + 1 + 1

    def test_the_same_seed_draws_the_same(self, data: Any) -> None:
        """Training can be repeated."""
        sampling = training("sampling")
        pool = tuple(data.Candidate((), "", f"sentence {n}") for n in range(30))
        question = data.Question("Why?", "a", pool[:2], pool[:1], pool[2:6], pool[6:])
        first, second = (
            sampling.sample(question, pool[6:], (), sampling.Mix(), random.Random(5))
            for _ in range(2)
        )
        assert first == second

    def test_a_question_typed_in_a_hurry_is_still_that_question(self) -> None:
        """Case, mark and small words may go, and one word may have one slip."""
        vary, rng = training("sampling").vary, random.Random(4)
        asked = "How does Kinesis shard the incoming records?"
        varied = [vary(asked, rng) for _ in range(500)]
        assert asked in varied
        assert len(set(varied)) > 20
        for text in varied:
            kept = [word.strip("?").lower() for word in text.split()]
            known = set(asked.strip("?").lower().split())
            assert len([word for word in kept if word not in known]) <= 1
            assert len(kept) >= 4

    def test_each_passage_comes_with_what_the_teacher_says_of_it(
        self, groups: list[tuple[Any, Any]]
    ) -> None:
        """However it is dressed; without a teacher there is nothing."""
        sampling, rng = training("sampling"), random.Random(6)
        for question, plain in groups:
            assert plain.taught == ()
            near = list(question.pool)
            said = {c: float(n) for n, c in enumerate((*question.positives, *near))}

            def teacher(candidate: Any, said: dict[Any, float] = said) -> float:
                return said.get(candidate, math.nan)

            group = sampling.sample(question, near, (), sampling.Mix(), rng, teacher)
            assert len(group.taught) == len(group.passages)
            for text, value in zip(group.passages, group.taught, strict=True):
                if not math.isnan(value):
                    assert next(c for c, v in said.items() if v == value).text in text


class TestLosses:
    """What is made small, by hand."""

    @staticmethod
    def group(labels: list[bool], taught: list[float] | None = None) -> Any:
        passages = tuple(map(str, range(len(labels))))
        return training("sampling").Group("Why?", passages, tuple(labels), tuple(taught or ()))

    def test_labels_pull_alone_within_and_across_questions(self) -> None:
        """Two questions, of which one has an answer: each of the terms as it is written."""
        import torch

        logits = [1.5, -0.5, 0.25, 2.0]
        batch = [self.group([True, False]), self.group([False, False])]
        found = training("train").losses(torch.tensor(logits), batch).item()
        signs = [1, -1, -1, -1]
        alone = sum(math.log1p(math.exp(-s * x)) for s, x in zip(signs, logits, strict=True)) / 4
        within, across = (
            math.log(sum(map(math.exp, (logits[0], *others)))) - logits[0]
            for others in (logits[1:2], logits[1:])
        )
        assert found == pytest.approx(alone + 0.5 * (within + 0.5 * across), abs=1e-5)

    def test_a_teacher_is_followed_where_it_has_spoken(self) -> None:
        """Away from its logits the loss grows; what it has not seen counts by its label alone."""
        import torch

        train = training("train")
        seen, unseen = [0.5, -2.0, math.nan], [math.nan] * 3
        batch = [self.group([False, False, False], seen)]
        plain = [self.group([False, False, False])]
        silent = [self.group([False, False, False], unseen)]

        def teaching(*logits: float) -> float:
            values = torch.tensor(logits)
            loss = train.losses(values, batch) - 0.4 * train.losses(values, plain)
            return float(loss)

        followed = teaching(0.5, -2.0, 9.0)
        assert followed == pytest.approx(teaching(0.5, -2.0, -9.0), abs=1e-4)
        assert all(teaching(0.5 + d, -2.0 - d, 0.0) > followed for d in (-0.5, 0.5))
        values = torch.tensor([1.0, 2.0, 3.0])
        assert train.losses(values, silent) == pytest.approx(0.4 * train.losses(values, plain))


def test_labels_are_read_as_written(tmp_path: Path) -> None:
    """Each logit by the key of its question and passage."""
    lessons = training("lessons")
    labels = {lessons.key("Why?", f"passage {n}"): n / 8 for n in range(50)}
    lessons.write_labels(labels, tmp_path / "labels.npz")
    assert lessons.read_labels(tmp_path / "labels.npz") == labels


class TestFile:
    """The scorer's file holds what training gave, to half a step of int8."""

    @pytest.fixture
    def tensors(self) -> dict[str, Any]:
        import torch

        torch.manual_seed(1)
        return {
            "encoder.a.weight": torch.randn(40, 30) * torch.logspace(-3, 2, 40)[:, None],
            "encoder.empty.weight": torch.zeros(3, 4),
            "pooler.dense.weight": torch.randn(5, 5),
            "embeddings.LayerNorm.weight": torch.randn(8),
            "classifier.weight": torch.randn(1, 5),
        }

    def test_the_round_trip_is_off_by_less_than_half_a_step(
        self, tmp_path: Path, tensors: dict[str, Any]
    ) -> None:
        """A step is a 127th of the largest value of the row; what is no matrix is exact."""
        model = training("model")
        model.save_int8(tensors, tmp_path / "new" / "a.safetensors", {"max_tokens": "144"})
        read, metadata = model.load_int8(tmp_path / "new" / "a.safetensors")
        assert metadata == {"format": FORMAT, "max_tokens": "144"}
        assert read.keys() == tensors.keys()
        for name, tensor in tensors.items():
            error = (read[name] - tensor).abs()
            if name.startswith(("encoder.", "pooler.")):
                step = tensor.abs().amax(dim=1, keepdim=True) / 127
                assert (error <= step * 0.501).all(), name
            else:
                assert not error.any(), name

    def test_numpy_reads_the_same_as_torch(self, tmp_path: Path, tensors: dict[str, Any]) -> None:
        """askaws and training agree on what the file says."""
        from safetensors.numpy import load_file

        from askaws.models.scorer import unpack

        model = training("model")
        model.save_int8(tensors, tmp_path / "a.safetensors", {})
        ours = unpack(load_file(str(tmp_path / "a.safetensors")))
        theirs, _ = model.load_int8(tmp_path / "a.safetensors")
        assert ours.keys() == theirs.keys()
        assert all((ours[name] == theirs[name].numpy()).all() for name in theirs)


@pytest.fixture(scope="module")
def questions(data: Any) -> list[Any]:
    """Two that are answered by their first candidate, and two near misses."""

    def one(answered: bool) -> Any:
        first, second = (data.Candidate((), "", text) for text in "ab")
        positives, pool = ((first,), (second,)) if answered else ((), (first, second))
        return data.Question("Why?", "a", positives, (), (), pool)

    return [one(True), one(True), one(False), one(False)]


class TestMeasures:
    """What training reports, by hand."""

    def test_figures_of_four_questions(self, questions: list[Any]) -> None:
        """One finds its evidence first; three of four pairs are in the right order."""
        scores = [[3.0, 1.0], [0.0, 1.0], [2.0, 0.0], [-1.0, 0.0]]
        found = training("evaluation").measure(questions, scores)
        assert (found.answerable, found.unanswerable) == (2, 2)
        assert (found.top1, found.top3) == (0.5, 1.0)
        assert found.auroc == 0.75
        # Three sentences are above 0, one of them among the two that answer: 2·1 / (3 + 2).
        assert found.f1 == 0.4


def test_pages_are_never_split_between_training_and_evaluation(data: Any) -> None:
    """Or what was learnt by heart would count as understood."""
    rng = random.Random(9)
    questions = [data.Question("Why?", str(rng.randint(0, 20)), (), (), (), ()) for _ in range(200)]
    inside, held = training("lessons").split(questions, 0.25)
    assert len(inside) + len(held) == 200
    assert not {q.group for q in inside} & {q.group for q in held}
    more = [*questions, *(data.Question("Why?", f"new {n}", (), (), (), ()) for n in range(40))]
    assert {q.group for q in held} == {
        q.group for q in training("lessons").split(more, 0.25)[1] if q.group.isdigit()
    }, "a page changes sides when others come"


def test_an_epoch_carries_what_the_teacher_said(data: Any) -> None:
    """Each passage that the teacher has seen has its logit, all others NaN."""
    lessons, sampling = training("lessons"), training("sampling")
    right, wrong = (data.Candidate((), "", f"{side} sentence") for side in ("right", "wrong"))
    question = data.Question("Why?", "a", (right,), (), (), (wrong,))
    taken = [lessons.Lesson(question, (wrong,), ())]
    labels = {lessons.key("Why?", right.passage()): 2.5}
    groups = lessons.epochs(taken, 3, sampling.Mix(wide=0), random.Random(1), labels)
    assert len(groups) == 3
    for group in groups:
        said = dict(zip(group.labels, group.taught, strict=True))
        assert said[True] == 2.5
        assert math.isnan(said[False])
