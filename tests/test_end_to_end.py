"""The real embedded models over real notes, as a user runs them, with the network blocked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from askaws.evaluation.run import quote_holds
from askaws.models.library import DEFAULT_LLM
from askaws.records import Citation
from tests.program import Program, Ran

NOTES = {
    "training.md": (
        "# SageMaker training\n\n## Managed spot training\n\n"
        "Managed spot training can save up to 90 percent of the cost of on-demand instances.\n"
        "A checkpoint in Amazon S3 lets an interrupted job continue where it stopped.\n\n"
        "## Input modes\n\nPipe mode streams the data from S3 while the training runs.\n"
    ),
    "storage/s3.md": (
        "# Amazon S3\n\nAmazon S3 is an object store for any amount of data.\n\n"
        "## Storage classes\n\nThe classes for archives are:\n\n"
        "- S3 Glacier Instant Retrieval\n- S3 Glacier Flexible Retrieval\n"
        "- S3 Glacier Deep Archive\n\n"
        "## Limits\n\n| Thing | Limit |\n|---|---|\n| Single upload | 5 GB |\n| Buckets | 100 |\n"
    ),
    "empty.md": "\n",
}
ASKED = "How much can managed spot training save?"
FAR = "Who painted the ceiling of the Sistine Chapel?"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small folder of notes."""
    folder = tmp_path_factory.mktemp("notes") / "my notes"
    for name, text in NOTES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program in a home of its own."""
    return Program(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def first(program: Program, corpus: Path) -> Ran:
    """The first question, which finds no index."""
    return program("ask", "--corpus", str(corpus), "--json", ASKED)


def test_the_first_question_builds_the_index_and_is_answered(first: Ran) -> None:
    """One command from notes to a cited answer, saying on stderr what was read and skipped."""
    assert first.code == 0, first.err
    answer = first.json
    assert not answer["refused"]
    assert "90" in answer["answer"]
    assert "3 added" in first.err
    assert "skipped" in first.err


def test_every_sentence_is_cited_and_every_quote_holds(first: Ran, corpus: Path) -> None:
    """Promise 2: path, lines and headings resolve, and the quote is found there."""
    answer = first.json
    citations = {
        c["number"]: Citation(**{**c, "headings": tuple(c["headings"])})
        for c in answer["citations"]
    }
    assert answer["sentences"]
    for sentence in answer["sentences"]:
        assert sentence["citations"]
        assert set(sentence["citations"]) <= citations.keys()
    for citation in citations.values():
        assert citation.headings
        assert quote_holds(citation, lambda path: (corpus / path).read_text().split("\n"))


def test_the_embedded_llm_writes_only_if_it_is_named(
    first: Ran, program: Program, corpus: Path
) -> None:
    """It reads in any case, unless there is to be no LLM; what it writes holds or is dropped."""
    assert first.json["model"] == DEFAULT_LLM
    assert {sentence["origin"] for sentence in first.json["sentences"]} == {"quote"}
    assert first.json["dropped"] == []
    named = program("ask", "--corpus", str(corpus), "--model", DEFAULT_LLM, "--json", ASKED).json
    assert named["model"] == DEFAULT_LLM
    written = [s for s in named["sentences"] if s["origin"] == "model"]
    assert written or named["dropped"]
    none = program("ask", "--corpus", str(corpus), "--no-llm", "--json", ASKED).json
    assert none["model"] is None


def test_a_question_over_a_current_index_imports_no_torch(
    first: Ran, program: Program, corpus: Path
) -> None:
    """Promise 5, for `ask` with the LLM, `search` and `explain`."""
    for command in ("ask", "search", "explain"):
        words = "managed spot training" if command == "explain" else ASKED
        ran = program(command, "--corpus", str(corpus), words)
        assert ran.code == 0, ran.err
        assert ran.heavy == frozenset()


def test_a_question_that_the_notes_do_not_answer_is_refused(
    first: Ran, program: Program, corpus: Path
) -> None:
    """Promise 3: exit status 3, no sentence, and the nearest sections."""
    ran = program("ask", "--corpus", str(corpus), "--json", FAR)
    assert ran.code == 3
    assert ran.json["refused"]
    assert (ran.json["sentences"], ran.json["citations"]) == ([], [])
    assert ran.json["hits"]


def test_changed_notes_are_noticed(first: Ran, program: Program, corpus: Path) -> None:
    """The next question after an edit is answered from the new text."""
    note = corpus / "training.md"
    before = note.read_text()
    note.write_text(before.replace("90 percent", "70 percent"))
    ran = program("ask", "--corpus", str(corpus), "--no-llm", "--json", ASKED)
    note.write_text(before)
    assert "70" in ran.json["answer"]
    assert "1 changed" in ran.err


def test_many_questions_are_answered_in_order(first: Ran, program: Program, corpus: Path) -> None:
    """`--questions -`: one object a line, other fields kept."""
    rows = [{"id": 1, "question": ASKED}, {"id": 2, "question": FAR, "tag": "far"}]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    ran = program("ask", "--corpus", str(corpus), "--no-llm", "--questions", "-", stdin=lines)
    assert ran.code == 0, ran.err
    assert [(row["id"], row["refused"]) for row in ran.json_lines] == [(1, False), (2, True)]
    assert ran.json_lines[1]["tag"] == "far"


def test_a_bad_line_of_questions_is_named(program: Program, corpus: Path, tmp_path: Path) -> None:
    """File, line and next step; exit status 1 and no traceback."""
    file = tmp_path / "q.jsonl"
    file.write_text('{"question": "Why?"}\n{"questoin": "How?"}\n')
    ran = program("search", "--corpus", str(corpus), "--questions", str(file))
    assert ran.code == 1
    assert "q.jsonl:2" in ran.err
    assert "try:" in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


def test_show_prints_the_cited_lines_in_their_section(
    first: Ran, program: Program, corpus: Path
) -> None:
    """A citation as printed leads back to the lines, marked."""
    ran = program("show", "--corpus", str(corpus), "storage/s3.md:9-10")
    assert ran.code == 0
    assert "Storage classes" in ran.out
    marked = [line for line in ran.out.splitlines() if "▌" in line]
    assert [line.split("▌")[1].strip()[:12] for line in marked] == ["- S3 Glacier", "- S3 Glacier"]


def test_show_takes_a_path_as_a_shell_completes_it(program: Program, corpus: Path) -> None:
    """From where one stands, or from the root; it is shown as an answer cites it."""
    cited = program("show", "--corpus", str(corpus), "storage/s3.md:9").out
    for path, folder in (("s3.md", corpus / "storage"), (corpus / "storage" / "s3.md", corpus)):
        ran = program("show", "--corpus", str(corpus), f"{path}:9", folder=folder)
        assert (ran.code, ran.out) == (0, cited)


def test_show_prefers_the_path_that_an_answer_cites(program: Program, tmp_path: Path) -> None:
    """Though where one stands there is a note of that name too."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "s3.md").write_text("# Inner\n\nIt is here.\n")
    (tmp_path / "s3.md").write_text("# Outer\n\nIt is there.\n")
    ran = program("show", "--corpus", str(tmp_path), "s3.md:3", folder=tmp_path / "a")
    assert "Outer" in ran.out


@pytest.mark.parametrize("citation", ["nothing", "no.md:3", "training.md:999", "training.md:5-2"])
def test_a_citation_that_resolves_to_nothing_is_told(
    program: Program, corpus: Path, citation: str
) -> None:
    """Exit status 1, what is wrong and what to do."""
    ran = program("show", "--corpus", str(corpus), citation)
    assert ran.code == 1
    assert "try:" in ran.err


def test_a_list_that_is_asked_for_comes_whole(first: Ran, program: Program, corpus: Path) -> None:
    """Each item with its own line."""
    ran = program(
        "ask",
        "--corpus",
        str(corpus),
        "--json",
        "--no-llm",
        "What are the storage classes for archives?",
    )
    text = ran.json["answer"]
    assert all(name in text for name in ("Instant", "Flexible", "Deep Archive"))


def test_chat_reads_a_follow_up_with_its_subject(
    first: Ran, program: Program, corpus: Path
) -> None:
    """Piped in, `chat` answers line by line and says how it understood the second."""
    lines = "What is Amazon S3?\nand what are its storage classes for archives?\n"
    ran = program("chat", "--corpus", str(corpus), "--no-llm", stdin=lines)
    assert ran.code == 0, ran.err
    assert "understood as" in ran.err
    assert "S3" in ran.err.split("understood as")[1]


def test_wrong_usage_is_exit_status_2(program: Program) -> None:
    """Neither a question nor a file of them."""
    assert program("ask").code == 2
    assert program("nonsense").code == 2


def test_a_missing_corpus_is_told(program: Program) -> None:
    """Exit status 1, what is wrong and what to do."""
    ran = program("ask", "--corpus", "/nowhere", "Why?")
    assert ran.code == 1
    assert "/nowhere" in ran.err
    assert "try:" in ran.err


def test_doctor_finds_all_well(first: Ran, program: Program, corpus: Path) -> None:
    """After a build nothing is missing or stale."""
    ran = program("doctor", "--corpus", str(corpus))
    assert ran.code == 0, ran.out
    assert "up to date" in ran.out


def test_the_shipped_notes_are_read_from_any_folder(program: Program, tmp_path: Path) -> None:
    """Without a corpus named or at hand, they are the notes that come with askaws."""
    ran = program("show", "storage/amazon-s3.md:1", folder=tmp_path)
    assert ran.code == 0, ran.err
    assert "Amazon S3" in ran.out


def test_explain_prints_a_card_that_cites_all_it_says(
    first: Ran, program: Program, corpus: Path
) -> None:
    """Each sentence of each part carries a number, and the sources stand below."""
    ran = program("explain", "--corpus", str(corpus), "amazon s3")
    assert ran.code == 0, ran.err
    card, _, sources = ran.out.partition("\n\n[1]")
    assert "object store" in card
    assert all(line.endswith("]") for line in card.splitlines() if line.startswith("- "))
    assert "storage/s3.md:3" in sources


def test_explain_of_what_the_notes_do_not_name_is_refused(
    first: Ran, program: Program, corpus: Path
) -> None:
    """Exit status 3, as of `ask`."""
    ran = program("explain", "--corpus", str(corpus), "--json", "Sistine Chapel")
    assert ran.code == 3
    assert ran.json["refused"]


def test_topics_are_listed(first: Ran, program: Program, corpus: Path) -> None:
    """Those with a word that begins as asked; none is exit status 3 and said."""
    ran = program("topics", "--corpus", str(corpus), "managed")
    assert ran.code == 0, ran.err
    assert ran.out.casefold().split() == ["1", "managed", "spot", "training"]
    none = program("topics", "--corpus", str(corpus), "zebra")
    assert (none.code, none.out) == (3, "")
    assert "zebra" in none.err


def test_what_looks_like_markup_is_shown_as_it_is(program: Program, tmp_path: Path) -> None:
    """In a note's name, in its text, in a question and in a topic."""
    note = tmp_path / "a [bold].md"
    note.write_text("# Codes\n\nThe [red] code of arn:aws:key:1 is [/bold] 42 in C:\\tmp.\n")
    named = ("--corpus", str(note), "--index", str(tmp_path / "index"))
    found = program("search", *named, "[/red] code")
    assert found.code == 0, found.err
    assert "a [bold].md:3" in found.out
    assert "The [red] code of arn:aws:key:1 is [/bold] 42 in C:\\tmp." in found.out
    assert "[/red]" in program("explain", *named, "[/red] quux").out


def test_notes_that_go_or_cannot_be_read_are_told(program: Program, tmp_path: Path) -> None:
    """`index` names what it took in, what went, and what it skipped and why."""
    notes = tmp_path / "notes"
    notes.mkdir()
    for name in ("kept.md", "gone.md"):
        (notes / name).write_text(f"# {name}\n\nThis note is {name}.\n")
    (notes / "binary.md").write_bytes(b"\xff\xfe\x00\x01")
    (notes / "picture.png").write_bytes(b"PNG")
    named = ("index", "--corpus", str(notes), "--index", str(tmp_path / "index"))
    before = program(*named)
    (notes / "gone.md").unlink()
    after = program(*named)
    assert (before.code, after.code) == (0, 0), before.err + after.err
    assert "  + gone.md" in before.err
    assert "skipped binary.md:1: is not UTF-8 text" in before.err
    assert "skipped picture.png: not a note (.png)" in before.err
    assert "  - gone.md" in after.err
    assert "+" not in after.err


def test_a_damaged_index_is_told_and_built_anew(program: Program, tmp_path: Path) -> None:
    """Whichever of its files is cut short."""
    note = tmp_path / "a.md"
    note.write_text("# A\n\nThe answer is 42.\n")
    index = tmp_path / "index"
    named = ("search", "--corpus", str(note), "--index", str(index), "answer")
    assert program(*named).code == 0
    for name in ("CURRENT", "manifest.json", "notes.sqlite", "vectors.faiss"):
        file = next(index.rglob(name))
        file.write_bytes(file.read_bytes()[:3])
        ran = program(*named)
        assert ran.code == 0, ran.err
        assert "a.md:3" in ran.out
        assert "rebuilt: the index in" in ran.err
