"""From a citation such as `s3.md:12-14` back to the lines of the note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from askaws.errors import CitationError
from askaws.reading.corpus import PLAIN, scan
from askaws.reading.markdown import read_markdown, read_plain

_CITATION = re.compile(r"(?P<path>.+?):(?P<start>\d+)(?:-(?P<end>\d+))?")
_AROUND = 12


@dataclass(frozen=True, slots=True)
class CitedSection:
    """The section that holds cited lines; `lines` begin at `first_line`, markup and all."""

    path: str
    headings: tuple[str, ...]
    first_line: int
    lines: tuple[str, ...]
    cited_start: int
    cited_end: int


def cited_section(corpus: Path, citation: str, around: int = _AROUND) -> CitedSection:
    """The cited lines in their section, at most `around` lines before and after them.

    Raises `CitationError` if the citation has another form, or names no line of a note.
    """
    match = _CITATION.fullmatch(citation.strip())
    if not match:
        raise CitationError(
            f"{citation!r} is not a citation", hint="write PATH:LINE or PATH:FIRST-LAST"
        )
    path, start = match["path"], int(match["start"])
    end = int(match["end"] or start)
    files = scan(corpus).files
    place = Path(path).resolve()
    # As an answer names it, else as a shell completes it.
    named = [f for f in files if path == f.path] or [f for f in files if place == f.place.resolve()]
    note = next(iter(named), None)
    if note is None:
        raise CitationError(
            f"{path}: no such note in {corpus}",
            hint="askaws search QUESTION shows paths as they are",
        )
    path = note.path
    text = note.place.read_text(encoding="utf-8-sig", errors="replace")
    lines = re.split(r"\r\n|\n|\r", text)
    if not 1 <= start <= end <= len(lines):
        raise CitationError(
            f"{path}: has no lines {start}-{end}, only 1-{len(lines)}",
            hint="if the note has changed since, ask again",
        )
    read = read_plain if note.place.suffix.lower() in PLAIN else read_markdown
    holding = [s for s in read(text, path).sections if s.start_line <= start <= s.end_line]
    headings = holding[-1].headings if holding else ()
    first = max(holding[-1].start_line if holding else 1, start - around)
    last = min(max(end, holding[-1].end_line if holding else end), end + around, len(lines))
    while last > end and not lines[last - 1].strip():
        last -= 1
    return CitedSection(path, headings, first, tuple(lines[first - 1 : last]), start, end)
