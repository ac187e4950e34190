"""The notes that askaws ships, in `corpus/`: their form, what they cover, and their own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from askaws.reading.terms import ALSO_KNOWN_AS

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
COVERAGE = ROOT / "tests" / "coverage.txt"
SOURCES = ROOT / "docs" / "corpus.md"
STUDENT_NOTES = ROOT.parent / "shared" / "notes" / "aws-ml-exam-notes.md"

LONGEST_LINE = 400
WORDS = range(25_000, 40_001)
RUN = 8

HEADING = re.compile(r"(#{1,6}) +(.+)")
ALIASES = re.compile(r"(?:Also known as|Formerly called): (?P<names>\S.*)\.")
LIKE_ALIASES = re.compile(r"(?:also|formerly|previously) (?:known|called)\b", re.IGNORECASE)
ADDRESS_OR_IMAGE = re.compile(r"https?:|\bwww\.|!\[|\]\(|<img", re.IGNORECASE)


@dataclass(frozen=True)
class Section:
    """A heading with its line, and the lines up to the next heading of any level."""

    heading: str
    level: int
    line: int
    body: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """A file of the corpus. `path` is relative to `corpus/`."""

    path: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]


def read(file: Path) -> Note:
    lines = file.read_text(encoding="utf-8").splitlines()
    fences = [number for number, line in enumerate(lines) if line.startswith("```")]
    fenced = {n for a, b in zip(fences[::2], fences[1::2], strict=True) for n in range(a, b)}
    found = [(n, HEADING.fullmatch(line)) for n, line in enumerate(lines) if n not in fenced]
    heads = [(number, match) for number, match in found if match]
    ends = [number for number, _ in heads[1:]] + [len(lines)]
    sections = [
        Section(match[2].strip(), len(match[1]), number + 1, tuple(lines[number + 1 : end]))
        for (number, match), end in zip(heads, ends, strict=True)
    ]
    return Note(file.relative_to(CORPUS).as_posix(), tuple(lines), tuple(sections))


NOTES = [read(file) for file in sorted(CORPUS.rglob("*.md"))]
HEADINGS = {(note.path, section.heading) for note in NOTES for section in note.sections}

each_note = pytest.mark.parametrize("note", NOTES, ids=[note.path for note in NOTES])


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", text.lower()))


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return set(zip(*(found[start:] for start in range(RUN)), strict=False))


@cache
def student_runs() -> set[tuple[str, ...]]:
    return runs(STUDENT_NOTES.read_text(encoding="utf-8"))


@cache
def topics() -> dict[str, str]:
    """The topics of `coverage.txt`, each with the text that a heading must contain."""
    lines = (line.strip() for line in COVERAGE.read_text(encoding="utf-8").splitlines())
    rows = [line.split(" = ") for line in lines if line and not line.startswith("#")]
    assert max(Counter(row[0] for row in rows).values()) == 1, "a topic stands twice"
    return {row[0]: row[-1] for row in rows}


def names(heading: str, text: str) -> bool:
    """Whether a heading contains a text, as whole words, in whatever case."""
    return bool(re.search(rf"(?<!\w){re.escape(text)}(?!\w)", heading, re.IGNORECASE))


def table_rows(text: str) -> Iterator[list[str]]:
    """The rows of a page's tables, without those of their heads."""
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        for line in table.splitlines()[2:]:
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def places(cell: str) -> Iterator[tuple[str, str]]:
    """The places of a cell `file › heading; heading; file › heading`."""
    path = ""
    for part in cell.split("; "):
        before, found, heading = part.rpartition(" › ")
        path = before if found else path
        yield path, heading


@cache
def sources() -> Sequence[list[str]]:
    return list(table_rows(SOURCES.read_text(encoding="utf-8")))


@each_note
def test_a_note_has_one_title_on_its_first_line(note: Note) -> None:
    """Each file is about one subject: it begins with an H1, the only one in the file."""
    assert [s.line for s in note.sections if s.level == 1] == [1]


@each_note
def test_headings_are_unique_in_a_note(note: Note) -> None:
    """A citation names a section by its heading, so no heading stands twice in a file."""
    twice = Counter(section.heading.lower() for section in note.sections)
    assert [heading for heading, times in twice.items() if times > 1] == []


@each_note
def test_no_section_is_empty(note: Note) -> None:
    """Under every heading there is text before the next heading, of whatever level."""
    empty = [s.heading for s in note.sections if not any(line.strip() for line in s.body)]
    assert empty == []


@each_note
def test_no_line_is_too_long(note: Note) -> None:
    """A cited line can be read where it is shown: no line has over 400 characters."""
    assert [n for n, line in enumerate(note.lines, 1) if len(line) > LONGEST_LINE] == []


@each_note
def test_there_are_no_addresses_and_no_images(note: Note) -> None:
    """The notes hold no link that could rot, and nothing that a terminal cannot show."""
    assert [n for n, line in enumerate(note.lines, 1) if ADDRESS_OR_IMAGE.search(line)] == []


@each_note
def test_aliases_are_declared_as_the_glossary_reads_them(note: Note) -> None:
    """Other names are a paragraph of their own: `Also known as: A, B.` or `Formerly called: A.`

    It comes after the section's definition, and the glossary reads the same names from it.
    """
    for section in note.sections:
        body = ["", *section.body, ""]
        for above, line, below in zip(body, body[1:], body[2:], strict=False):
            if not LIKE_ALIASES.match(line):
                continue
            declared = ALIASES.fullmatch(line)
            assert declared, f"{note.path} › {section.heading}: {line}"
            assert not above.strip(), f"{line} is not a paragraph of its own"
            assert not below.strip(), f"{line} is not a paragraph of its own"
            assert any(section.body[: section.body.index(line)]), f"{line} before the definition"
            read_from_it = ALSO_KNOWN_AS.match(line)
            assert read_from_it
            assert read_from_it[1] == declared["names"]


def test_no_alias_is_declared_for_two_sections() -> None:
    """A name that a note declares means one thing: looking it up must not be ambiguous."""
    declared = Counter(
        alias.lower()
        for note in NOTES
        for line in note.lines
        if (match := ALIASES.fullmatch(line))
        for alias in match["names"].split(", ")
    )
    assert len(declared) > 50
    assert [alias for alias, times in declared.items() if times > 1] == []


@pytest.mark.parametrize(("topic", "text"), topics().items(), ids=list(topics()))
def test_every_topic_has_a_section_whose_heading_names_it(topic: str, text: str) -> None:
    """Each topic of `coverage.txt` is treated in a section whose heading contains its text."""
    assert any(names(heading, text) for _, heading in HEADINGS), f"{topic}: no heading {text!r}"


def test_the_corpus_is_neither_thin_nor_bloated() -> None:
    """All notes together have between 25,000 and 40,000 words, headings aside."""
    text = (line for note in NOTES for line in note.lines if not HEADING.fullmatch(line))
    assert sum(len(words(line)) for line in text) in WORDS


@pytest.mark.skipif(not STUDENT_NOTES.exists(), reason="the student's notes are not here")
@each_note
def test_the_corpus_is_in_our_own_words(note: Note) -> None:
    """No run of eight words stands both in the corpus and in the student's notes.

    Strict: not even one that is made of names of services.
    """
    assert len(student_runs()) > 5_000
    assert [" ".join(run) for run in runs("\n".join(note.lines)) & student_runs()] == []


def test_every_place_that_the_sources_name_exists() -> None:
    """Each `file › heading` in the tables of `docs/corpus.md` is a section of the corpus."""
    named = [place for row in sources() for cell in row if " › " in cell for place in places(cell)]
    assert len(named) > len(NOTES)
    assert [place for place in named if place not in HEADINGS] == []


def test_every_topic_has_its_sources() -> None:
    """`docs/corpus.md` has one row for every topic: its section, and where to check its facts."""
    rows = [row for row in sources() if len(row) == 3 and row[0] in topics()]
    assert sorted(row[0] for row in rows) == sorted(topics())
    for topic, where, source in rows:
        assert any(names(heading, topics()[topic]) for _, heading in places(where)), topic
        assert source


def test_every_note_has_its_sources() -> None:
    """Every file of the corpus is named in a table of `docs/corpus.md`."""
    named = {path for row in sources() for cell in row if " › " in cell for path, _ in places(cell)}
    assert {note.path for note in NOTES} - named == set()


def test_the_page_of_sources_has_no_addresses() -> None:
    """Sources are given by name: no link that could rot, and no path of one machine."""
    text = SOURCES.read_text(encoding="utf-8")
    assert not ADDRESS_OR_IMAGE.search(text)
    assert not re.search(r"(?<![\w.])/(?:home|work|tmp|root|Users)/", text)
