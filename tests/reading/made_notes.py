"""Notes made by Hypothesis, in which each word stands once and its line is known."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

MARKUP = ("{}", "**{}**", "*{}*", "`{}`", "[{}](https://example.org/a_b)", "__{}__", "~{}")


@dataclass
class MadeNote:
    """Lines of Markdown; for each word outside headings, in order, the line it is on."""

    lines: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    draw_count: int = 0

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def word(self, line: int | None) -> str:
        """A new word, which is to stand on `line`; a word of a heading has none."""
        self.draw_count += 1
        word = f"W{self.draw_count}x"
        if line is None:
            self.headings.append(word)
        else:
            self.places[word] = line
        return word

    def words(self, data: st.DataObject, line: int | None, most: int = 5) -> str:
        shapes = data.draw(st.lists(st.sampled_from(MARKUP), min_size=1, max_size=most))
        ends = data.draw(st.lists(st.sampled_from(("", "", ".", "?")), min_size=most))
        return " ".join(
            shape.format(self.word(line)) + end for shape, end in zip(shapes, ends, strict=False)
        )

    @property
    def next_line(self) -> int:
        return len(self.lines) + 1


def heading(note: MadeNote, data: st.DataObject) -> None:
    level = data.draw(st.integers(1, 6))
    if level <= 2 and data.draw(st.booleans()):
        note.lines += [note.words(data, None), "=-"[level - 1] * 5, ""]
    else:
        note.lines += ["#" * level + " " + note.words(data, None), ""]


def paragraph(note: MadeNote, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        note.lines.append("and " + note.words(data, note.next_line))
    note.lines.append("")


def plain_list(note: MadeNote, data: st.DataObject) -> None:
    for number in range(data.draw(st.integers(1, 3))):
        mark = data.draw(st.sampled_from(("- ", "* ", f"{number + 1}. ")))
        note.lines.append(mark + note.words(data, note.next_line))
        if data.draw(st.booleans()):
            note.lines.append("   " + note.words(data, note.next_line))
        if data.draw(st.booleans()):
            note.lines.append("   - " + note.words(data, note.next_line))
    note.lines.append("")


def table(note: MadeNote, data: st.DataObject) -> None:
    note.lines += ["| Name | Meaning |", "|:---|---:|"]
    for _ in range(data.draw(st.integers(1, 3))):
        first = note.words(data, note.next_line)
        rows = [f"| {first} | {note.words(data, note.next_line)}"]
        for _ in range(data.draw(st.integers(0, 2))):
            note.lines.append(rows.pop())
            rows.append(note.words(data, note.next_line))
        note.lines.append(rows[0] + " |")
    note.lines.append("")


def fence(note: MadeNote, data: st.DataObject) -> None:
    note.lines.append("```sh")
    for _ in range(data.draw(st.integers(0, 3))):
        mark = data.draw(st.sampled_from(("", "# ", "    ", "| ")))
        note.lines.append(mark + note.word(note.next_line))
    note.lines += ["```", ""]


def hollow(note: MadeNote, data: st.DataObject) -> None:
    kinds = ("![img](a/b.png)", "[TOC]", "<!-- c -->", "![17](C:\\a\\b.png)", "---", "")
    note.lines += [data.draw(st.sampled_from(kinds)), ""]


def html(note: MadeNote, data: st.DataObject) -> None:
    note.lines.append(f"<div>{note.word(note.next_line)}")
    note.lines.append(f"<b>{note.word(note.next_line)}</b> {note.word(note.next_line)}</div>")
    note.lines.append("")


def quotation(note: MadeNote, data: st.DataObject) -> None:
    note.lines += ["> and " + note.words(data, note.next_line), ""]


@st.composite
def made_notes(draw: st.DrawFn) -> MadeNote:
    """A note of up to eight parts in any order."""
    parts = (heading, paragraph, plain_list, table, fence, hollow, html, quotation)
    data = draw(st.data())
    note = MadeNote()
    for part in draw(st.lists(st.sampled_from(parts), max_size=8)):
        part(note, data)
    return note
