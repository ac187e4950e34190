"""Reading notes: sections, blocks and lines, out of Markdown as people write it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from askaws.reading.markdown import STRAY_FENCE, read_markdown, read_note, read_plain
from askaws.records import Block, Document

NOTES = Path(__file__).parents[3] / "shared" / "notes" / "aws-ml-exam-notes.md"
AWS_DOCS = Path(__file__).parents[3] / "shared" / "data" / "awsdocs"


def note(*lines: str) -> Document:
    return read_markdown("\n".join(lines), "note.md")


def outline(document: Document) -> list[str]:
    """Sections as `A > B 1-4`, each followed by its blocks as `2-3 item: text`."""
    shown = []
    for section in document.sections:
        shown.append(f"{' > '.join(section.headings)} {section.start_line}-{section.end_line}")
        shown += [f"{b.start_line}-{b.end_line} {b.kind}: {b.text}" for b in section.blocks]
    return shown


def skipped(document: Document) -> list[tuple[int, str]]:
    return [(skip.line, skip.reason) for skip in document.skipped]


def blocks(document: Document) -> list[Block]:
    return [block for section in document.sections for block in section.blocks]


CASES = {
    "ATX and setext headings make a path": (
        ["Top", "===", "one", "", "Sub", "---", "two", "### Deep ###", "three"],
        [
            "Top 1-4",
            "3-3 paragraph: one",
            "Top > Sub 5-7",
            "7-7 paragraph: two",
            "Top > Sub > Deep 8-9",
            "9-9 paragraph: three",
        ],
    ),
    "a skipped level hangs on the heading above it": (
        ["# A", "#### D", "x", "## B", "y"],
        ["A > D 2-3", "3-3 paragraph: x", "A > B 4-5", "5-5 paragraph: y"],
    ),
    "text before the first heading is a section without a path": (
        ["intro", "# A", "x"],
        [" 1-1", "1-1 paragraph: intro", "A 2-3", "3-3 paragraph: x"],
    ),
    "repeated headings are sections of their own": (
        ["## Lex", "one", "## Lex", "two"],
        ["Lex 1-2", "2-2 paragraph: one", "Lex 3-4", "4-4 paragraph: two"],
    ),
    "a heading in a fence is code": (
        ["# A", "```sh", "# not a heading", "```", "after"],
        ["A 1-5", "3-3 code: # not a heading", "5-5 paragraph: after"],
    ),
    "a fence that would swallow the rest of the note is text": (
        ["# A", "```", "text", "", "## B", "more"],
        ["A 1-4", "3-3 paragraph: text", "A > B 5-6", "6-6 paragraph: more"],
    ),
    "a fence that swallows the next one's beginning is text": (
        ["```", "# A", "text", "```python", "x = 1", "```"],
        ["A 2-6", "3-3 paragraph: text", "5-5 code: x = 1"],
    ),
    "a fence that only lacks its end is code": (
        ["# A", "```", "x = 1", "# comment"],
        ["A 1-4", "3-4 code: x = 1 # comment"],
    ),
    "an empty fence is nothing": (["a", "", "```python", "", "```"], [" 1-5", "1-1 paragraph: a"]),
    "long code is cut into pieces of even length": (
        ["```", *(f"line{n}" for n in range(1, 14)), "```"],
        [" 1-15", "2-14 code: " + " ".join(f"line{n}" for n in range(1, 14))],
    ),
    "a short bold line heads what follows it": (
        ["# S3", "**Multi-part upload:**", "", "- over 100 MB", "", "**Note:**", "", "Yes."],
        [
            "S3 > Multi-part upload 2-8",
            "4-4 item: over 100 MB",
            "6-6 paragraph: Note:",
            "8-8 paragraph: Yes.",
        ],
    ),
    "a bold question heads its answer": (
        ["**What is Polly?**", "", "A voice."],
        ["What is Polly? 1-3", "3-3 paragraph: A voice."],
    ),
    "a bold sentence, or one over nothing, is a paragraph": (
        ["**Order does not matter.**", "", "**AWS Concepts**", "", "# Next", "x"],
        [
            " 1-4",
            "1-1 paragraph: Order does not matter.",
            "3-3 paragraph: AWS Concepts",
            "Next 5-6",
            "6-6 paragraph: x",
        ],
    ),
    "front matter is left out, and its title heads the note": (
        ["---", "title: Amazon S3", "tags: [a]", "---", "Stores.", "## Costs", "Little."],
        [
            "Amazon S3 1-5",
            "5-5 paragraph: Stores.",
            "Amazon S3 > Costs 6-7",
            "7-7 paragraph: Little.",
        ],
    ),
    "a rule on the first line opens no front matter where text follows": (
        ["---", "", "# A", "Stores.", "", "---", "Little."],
        ["A 3-7", "4-4 paragraph: Stores.", "7-7 paragraph: Little."],
    ),
    "a table of contents is nothing": (
        ["[TOC]", "", "[[_TOC_]]", "", "a"],
        [" 1-5", "5-5 paragraph: a"],
    ),
    "links keep their words and lose their address": (
        ["See [the *guide*](https://a.b/c) and [ref][r].", "", "[r]: https://a.b"],
        [" 1-3", "1-1 paragraph: See the guide and ref."],
    ),
    "escapes and anchors of generated Markdown go": (
        ['# Copy\\.<a name="x"></a>', "Part \\(Copy\\)\\. Ends\\."],
        ["Copy. 1-2", "2-2 paragraph: Part (Copy). Ends."],
    ),
    "HTML gives its headings and words, not its scripts and comments": (
        ["<h2>S3</h2>", "<p>Stores <b>objects</b>.</p>", "<script>no()</script>", "<!-- no -->"],
        ["S3 1-4", "2-2 paragraph: Stores objects."],
    ),
    "a quotation is read like any text": (
        ["> First", "> second.", ">", "> - item"],
        [" 1-4", "1-2 paragraph: First second.", "4-4 item: item"],
    ),
    "typed bullets are items": (
        ["Note:", "", "· set the flag", "", "· save", "• resume"],
        [
            " 1-6",
            "1-1 paragraph: Note:",
            "3-3 item: set the flag",
            "5-5 item: save",
            "6-6 item: resume",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_notes_are_read_as_a_reader_sees_them(name: str) -> None:
    """Each case says what a reader sees, and on which lines."""
    lines, expected = CASES[name]
    assert outline(note(*lines)) == expected


def test_lines_are_counted_alike_however_they_end() -> None:
    """Windows and old Mac line ends count as one line each, and so does nothing else."""
    for end in ("\n", "\r\n", "\r"):
        document = read_markdown(f"# A{end}one\u2028still one{end}two", "note.md")
        assert [(s.start_line, s.end_line) for s in document.sections] == [(1, 3)]
        assert blocks(document)[0].end_line == 3


def test_line_breaks_inside_code_links_and_images_are_counted() -> None:
    """A break that Markdown turns into a space is still a line of the file."""
    text = "Use `a\nb` now.\nSee [x](y\n'z') there.\n![Map of the\nnetwork](n) Last."

    spans = blocks(read_markdown(text, "note.md"))[0].spans
    assert [(s.quote, s.start_line, s.end_line) for s in spans] == [
        ("Use a b now.", 1, 2),
        ("See x there.", 3, 4),
        ("Map of the network Last.", 5, 6),
    ]


def test_a_line_of_no_break_spaces_is_counted() -> None:
    """Markdown begins a paragraph with it, and then strips it off."""
    for mark in ("", "- ", "> "):
        [block] = blocks(note("# A", f"{mark}\xa0", f"{' ' * len(mark)}text", "\u3000"))
        assert (block.start_line, block.end_line, block.text) == (3, 3, "text")


class TestSkipping:
    """What is left out is told, with its line and reason."""

    def test_empty_and_image_only_sections_are_told(self) -> None:
        """A heading with nothing or only images under it is not indexed."""
        document = note("# A", "", "# B", "![img](x.png)", "# C", '<img src="y.png">')
        assert document.sections == ()
        assert skipped(document) == [
            (1, "empty section"),
            (3, "image-only section"),
            (5, "image-only section"),
        ]

    def test_a_heading_over_other_headings_is_not_empty(self) -> None:
        """It is the path of the sections below it."""
        assert skipped(note("# A", "## B", "x")) == []

    def test_addresses_front_matter_and_bare_tables_are_told(self) -> None:
        """So are lines that hold an address and no words, and a table without rows."""
        document = note(
            "---", "a: b", "---", "# A", "<https://a.b>", "", "www.a.b/c", "", "x",
            "", "| a | b |", "|---|---|",
        )  # fmt: skip
        assert skipped(document) == [
            (1, "front matter"),
            (5, "only a link"),
            (7, "only a link"),
            (11, "table without rows"),
        ]

    def test_a_stray_fence_is_told(self) -> None:
        """The note is read on as text, and the report says so."""
        assert skipped(note("```", "text", "", "# B", "x")) == [(1, STRAY_FENCE)]

    def test_punctuation_beside_an_image_is_not_worth_telling(self) -> None:
        """A stray quotation mark behind an image is neither a link nor words."""
        assert skipped(note("# A", "![im](x.png)‘")) == [(1, "image-only section")]


@pytest.mark.parametrize(
    ("alt", "kept"),
    [
        ("Diagram of the A2I flow", True),
        ("ETL with S3/Glue", True),
        ("img", False),
        ("im", False),
        ("1629445394079", False),
        ("image 3", False),
        ("Screenshot 2021-08-09 at 10.11.12", False),
        (r"C:\Users\me\a b.png", False),
        ("img/flow", False),
        ("[Image NOT AVAILABLE]", False),
        ("error", False),
    ],
)
def test_alternative_text_is_kept_if_it_says_something(alt: str, kept: bool) -> None:
    """Words that describe the image stay; fillers, digits and paths do not."""
    assert [b.text for b in blocks(note(f"![{alt}](x.png)"))] == ([alt] if kept else [])
    assert [b.text for b in blocks(note(f'<img src="x.png" alt="{alt}">'))] == (
        [alt] if kept else []
    )


class TestLists:
    """Items with what they hang on."""

    @pytest.mark.parametrize(
        ("lines", "lead"),
        [
            (["It has these:", "", "- a b", "- c d"], "It has these:"),
            (["It does the following.", "", "- One is done.", "- Two."], "It does the following."),
            (["So now he can support", "", "- files", "- students"], "So now he can support"),
            (["A wired connection.", "", "- Low latency", "- Reliable"], "A wired connection."),
            (["Call one of the APIs.", "- This one is long enough.", "- That."], "Call one of the"
             " APIs."),
            (["Eight states exist. Look at these:", "", "- Pass"], "Eight states exist. Look at"
             " these:"),
            (["Note the differences.", "", "- If they are the same, then they err.", "- If not."],
             ""),
            (["", "- a", "- b"], ""),
        ],
    )  # fmt: skip
    def test_a_paragraph_that_announces_a_list_leads_it_in(
        self, lines: list[str], lead: str
    ) -> None:
        """By a colon, by its words, by standing close, or because the items are fragments."""
        found = blocks(note(*lines))
        items = [block for block in found if block.kind == "item"]
        assert {item.context for item in items} == {lead}
        assert len({item.list_id for item in items}) == 1
        assert [b.list_id == items[0].list_id for b in found if b.kind == "paragraph"] == (
            [bool(lead)] if lines[0] else []
        )

    def test_nested_items_hang_on_their_parents(self) -> None:
        """On the words before a colon, else on what the parent item begins with."""
        document = note(
            "- Block storage", "  - in blocks", "    - of one size", "- It has. Two kinds:",
            "  - simple", "- last",
        )  # fmt: skip
        assert [(b.text, b.context) for b in blocks(document)] == [
            ("Block storage", ""),
            ("in blocks", "Block storage"),
            ("of one size", "in blocks"),
            ("It has. Two kinds:", ""),
            ("simple", "Two kinds:"),
            ("last", ""),
        ]

    def test_a_second_paragraph_hangs_on_the_first_of_its_item(self) -> None:
        """It goes on about the same thing."""
        document = note("Kinds:", "- Actions - operations.", "", "  For example, GET.", "- B")
        assert [b.context for b in blocks(document)] == [
            "",
            "Kinds:",
            "Actions - operations.",
            "Kinds:",
        ]

    def test_adjacent_lists_are_two(self) -> None:
        """Marked differently, or told apart by an empty line and bold beginnings."""
        by_mark = blocks(note("Do:", "- a", "- b", "", "* c", "* d"))
        by_form = blocks(note("Do:", "- a", "- b", "", "- **S3** stores", "- **EC2** computes"))
        for found in (by_mark, by_form):
            assert [block.context for block in found] == ["", "Do:", "Do:", "", ""]
            assert len({block.list_id for block in found}) == 2

    def test_a_loose_list_is_one(self) -> None:
        """Empty lines between all items set none of them apart."""
        found = blocks(note("- a", "", "- b", "", "- **c** d"))
        assert len({block.list_id for block in found}) == 1


class TestTables:
    """Rows come out whole, with the names of their columns."""

    def test_cells_that_run_over_lines_are_whole(self) -> None:
        """A row goes on until it has all its columns."""
        document = note(
            "# T", "| Service | Purpose |", "| :--- | ---: |", "| Lex | Builds", "chatbots |",
            "| Polly | Speaks |", "", "After.",
        )  # fmt: skip
        assert outline(document) == [
            "T 1-8",
            "4-5 row: Service: Lex; Purpose: Builds chatbots",
            "6-6 row: Service: Polly; Purpose: Speaks",
            "8-8 paragraph: After.",
        ]
        assert blocks(document)[0].spans[0].quote == "Lex Builds chatbots"

    def test_a_long_cell_is_cut_at_sentence_ends(self) -> None:
        """Each cell's first sentence has the column's name, and all have the row's label."""
        row = blocks(note("| A | B | C |", "|-|-|-|", "| x | One is. Two is. | z |"))[0]
        assert [span.text for span in row.spans] == ["A: x", "B: One is.", "Two is.", "C: z"]
        assert [span.quote for span in row.spans] == ["x", "One is.", "Two is.", "z"]
        assert row.context == "A: x"

    def test_prose_beside_a_label_reads_on_its_own(self) -> None:
        """In a table of two columns, whose row says what its label is."""
        row = blocks(note("| Service | Purpose |", "|-|-|", "| Lex | Lex talks. It listens. |"))[0]
        assert [span.text for span in row.spans] == ["Service: Lex", "Lex talks.", "It listens."]
        assert row.context == "Service: Lex"

    def test_a_row_without_a_label_has_the_one_above(self) -> None:
        """An empty first cell means: the same."""
        rows = blocks(note("| A | B |", "|-|-|", "| x | y |", "| | z |"))
        assert [(row.text, row.context) for row in rows] == [("A: x; B: y", ""), ("B: z", "A: x")]

    def test_escaped_pipes_are_text(self) -> None:
        """A pipe behind a backslash does not end a cell, be it in code."""
        assert [b.text for b in blocks(note("| A | B |", "|-|-|", r"| x\|y | `a\|b` |"))] == [
            "A: x|y; B: a|b"
        ]

    def test_a_table_stands_where_it_stood(self) -> None:
        """Between the paragraphs around it, in a quotation too."""
        document = note("before", "", "> | A | B |", "> |-|-|", "> | x | y |", "", "after")
        assert [b.text for b in blocks(document)] == ["before", "A: x; B: y", "after"]


def test_plain_text_has_paragraphs_and_lists_and_no_markup() -> None:
    """A text file's stars and number signs are its own."""
    document = read_plain("# no heading\nsecond *line*\n\n- item", "a.txt")
    assert outline(document) == [
        " 1-4",
        "1-2 paragraph: # no heading second *line*",
        "4-4 item: item",
    ]


def test_names_are_taken_from_where_notes_put_them() -> None:
    """Headings, bold beginnings, words before a colon, first columns."""
    text = (
        "# 1. Amazon Lex and Polly\n**Feature selection** filters.\n\n- Effect: Allow.\n"
        "- It is **not** this.\n\n| Service | Use |\n|-|-|\n| Textract | OCR |\n"
    )
    assert [(name.text, name.line) for name in read_note(text, "a.md").names] == [
        ("Amazon Lex and Polly", 1),
        ("Amazon Lex", 1),
        ("Polly", 1),
        ("Feature selection", 2),
        ("Effect", 4),
        ("Textract", 9),
    ]


@pytest.fixture(scope="module")
def real() -> Document:
    return read_markdown(NOTES.read_text("utf-8"), NOTES.name)


@pytest.mark.skipif(not NOTES.exists(), reason="the shared notes are not here")
class TestRealNotes:
    """The messiest notes that there are, read with a reader's eyes."""

    def test_table_rows_are_whole(self, real: Document) -> None:
        """The row on Lex that runs over four lines, and its label."""
        rows = {block.start_line: block for block in blocks(real) if block.kind == "row"}
        assert (rows[111].end_line, rows[111].context) == (114, "AWS Service: Amazon Lex")
        assert rows[111].spans[-1].text.endswith("conversational bots (“chatbots”).")
        assert "Duration: 90 days history retention only" in rows[38].text

    def test_same_headings_are_four_sections(self, real: Document) -> None:
        """Two of the four on Comprehend have text; a picture's is told."""
        starts = [s.start_line for s in real.sections if s.headings[-1:] == ("Comprehend",)]
        assert starts == [1620, 1643]
        assert (1851, "image-only section") in skipped(real)

    def test_spot_training_bullets_hang_on_their_lead_in(self, real: Document) -> None:
        """Typed dots are items."""
        items = [b for b in blocks(real) if 380 <= b.start_line <= 386]
        assert [b.context for b in items] == ["Couple of things to note when using spot"
                                              " instances:"] * 4  # fmt: skip

    def test_every_quote_is_in_its_lines(self, real: Document) -> None:
        """Letter by letter, addresses aside."""
        lines = NOTES.read_text("utf-8").split("\n")
        for block in blocks(real):
            for span in block.spans:
                raw = iter("\n".join(lines[span.start_line - 1 : span.end_line]))
                assert all(letter in raw for letter in span.quote if letter.isalnum())


@pytest.mark.skipif(not AWS_DOCS.exists(), reason="the shared documentation is not here")
@pytest.mark.parametrize("name", ["s3-developer", "glue-developer", "comprehend-developer"])
def test_generated_documentation_is_read_without_its_markup(name: str) -> None:
    """No anchor, escape or address is left in what is read."""
    pages = sorted(AWS_DOCS.glob(f"*{name}*/**/*.md"))[::25]
    assert pages
    for page in pages:
        document = read_markdown(page.read_text("utf-8-sig"), page.name)
        for block in blocks(document):
            if block.kind != "code":
                assert "<a name" not in block.text
                assert "](http" not in block.text
                assert not re.search(r"[a-z]\\[.,()]\s", block.text)
