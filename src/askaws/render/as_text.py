"""Answers and passages as text for a terminal, with rich's markup for emphasis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from askaws.records import Answer, Card, Citation, Hit, Sentence
from askaws.render.markup import escape

if TYPE_CHECKING:
    from askaws.diagnosis import Check
    from askaws.index.build import Report
    from askaws.models.library import Status
    from askaws.models.pull import Pulled
    from askaws.reading.citation import CitedSection
    from askaws.reading.glossary import Term

PATH_SEPARATOR = " › "
REFUSAL = "The notes do not answer this."
DOUBT = "Not sure that this answers it; it is what the notes have that comes nearest."
_NEAREST = 3
_PASSAGE_WORDS = 60


def sentence_text(sentence: Sentence) -> str:
    """A sentence with its marks; a quote stands in quotation marks, an item below its lead-in.

    >>> sentence_text(Sentence("S3 stores objects.", (1,), "quote"))
    '“S3 stores objects.” [cyan]\\\\[1][/cyan]'
    """
    bullet = "  " * sentence.level + "- " if sentence.level else ""
    marks = "".join(f"\\[{number}]" for number in sentence.citations)
    text = escape(sentence.text)
    said = f"“{text}”" if sentence.origin == "quote" else text
    return f"{bullet}{said} [cyan]{marks}[/cyan]"


def citation_text(citation: Citation) -> str:
    """One line: number, place, heading path."""
    return (
        f"[cyan]\\[{citation.number}][/cyan] [bold]{escape(citation.location)}[/bold]"
        f"  [dim]{escape(heading_path(citation.headings))}[/dim]"
    )


def sources_text(citations: Sequence[Citation]) -> str:
    """The places an answer rests on, one a line."""
    return "\n".join(citation_text(citation) for citation in citations)


def refusal_text(answer: Answer) -> str:
    """That the notes do not answer, and what comes nearest in them."""
    lines = [f"[yellow]{REFUSAL}[/yellow]"]
    lines += [escape(f"{reason[:1].upper()}{reason[1:]}.") for reason in answer.dropped]
    if answer.hits:
        lines.append("Nearest sections:")
        lines += [f"  {place_text(hit)}" for hit in answer.hits[:_NEAREST]]
    return "\n".join(lines)


def answered_text(answer: Answer) -> str:
    """What follows the sentences of an answer: a doubt where there is one, and the sources."""
    doubt = [f"[yellow]{DOUBT}[/yellow]"] if answer.unsure else []
    return "\n".join(["", *doubt, sources_text(answer.citations)])


def hits_text(hits: Iterable[Hit]) -> str:
    """Passages, best first, each with its place and how it begins."""
    blocks = []
    for hit in hits:
        words = hit.text.split(" ")
        text = " ".join(words[:_PASSAGE_WORDS]) + (" …" if len(words) > _PASSAGE_WORDS else "")
        blocks.append(f"[cyan]{hit.rank}.[/cyan] {place_text(hit)}\n{escape(text)}")
    return "\n\n".join(blocks)


def place_text(hit: Hit) -> str:
    """Where a passage stands."""
    return f"[bold]{escape(hit.location)}[/bold]  [dim]{escape(heading_path(hit.headings))}[/dim]"


def heading_path(headings: Sequence[str]) -> str:
    """Headings from the outermost to the innermost.

    >>> heading_path(("S3", "Storage classes"))
    'S3 › Storage classes'
    """
    return PATH_SEPARATOR.join(headings)


def card_text(card: Card) -> str:
    """A card with its parts under their titles and its sources; or why there is none."""
    if card.answer.refused:
        lines = [f"[yellow]{_why_no_card(card)}[/yellow]"]
        near = card.candidates or card.see_also
        lines += [f"  askaws explain {escape(repr(name))}" for name in near]
        return "\n".join(lines)
    parts = [
        ("What it is", card.definition),
        ("When to use it", card.when_to_use),
        ("Mentioned" if card.only_mentioned else "Key facts", card.key_facts),
        ("How it differs", card.differences),
    ]
    if card.compared:
        parts = [
            ("What they are", card.definition),
            ("How they differ", card.differences),
            ("When to use which", card.when_to_use),
        ]
    lines = [f"[bold]{escape(card.topic)}[/bold]"]
    for title, sentences in parts:
        if sentences:
            lines += ["", f"[bold]{title}[/bold]"]
            lines += [("" if s.level else "- ") + sentence_text(s) for s in sentences]
    if card.see_also:
        lines += ["", f"[bold]See also[/bold] {escape(', '.join(card.see_also))}"]
    return "\n".join([*lines, "", sources_text(card.answer.citations)])


def _why_no_card(card: Card) -> str:
    if card.ambiguous:
        return f"{escape(card.asked)} may be one of several topics:"
    if card.topic:
        near = " See also:" if card.see_also else ""
        return f"The notes name {escape(card.topic)}, but say nothing of it.{near}"
    nearest = " Nearest topics:" if card.candidates else ""
    return f"The notes do not speak of {escape(card.asked)}.{nearest}"


def topics_text(terms: Iterable[Term]) -> str:
    """One topic a line, after the number of sections that speak of it."""
    return "\n".join(f"[cyan]{term.places:>4}[/cyan]  {escape(term.term)}" for term in terms)


def section_text(section: CitedSection) -> str:
    """The lines of a section with their numbers; the cited ones carry a bar."""
    width = len(str(section.first_line + len(section.lines)))
    rows = [
        f"[bold]{escape(section.path)}[/bold]  [dim]{escape(heading_path(section.headings))}[/dim]"
    ]
    for number, line in enumerate(section.lines, section.first_line):
        cited = section.cited_start <= number <= section.cited_end
        text = escape(line)
        rows.append(
            f"[cyan]{number:>{width}} ▌[/cyan] {text}"
            if cited
            else f"[dim]{number:>{width}}  {text}[/dim]"
        )
    return "\n".join(rows)


def report_text(report: Report) -> str:
    """One line: how much the index holds, and what its update changed."""
    counts = [
        f"{len(paths)} {name}"
        for name, paths in (
            ("added", report.added),
            ("changed", report.changed),
            ("removed", report.removed),
        )
        if paths
    ]
    if report.rebuilt:
        counts.append(f"rebuilt: {report.rebuilt}")
    if report.skipped:
        counts.append(f"{len(report.skipped)} skipped")
    head = f"{_counted(report.files, 'note')}, {_counted(report.chunks, 'passage')}"
    return escape(f"Index: {head} ({'; '.join(counts) or 'nothing changed'})")


def changes_text(report: Report) -> str:
    """Each note that an update added, changed or removed, then each thing skipped and why."""
    signs = (("+", report.added), ("~", report.changed), ("-", report.removed))
    lines = [f"  {sign} {escape(path)}" for sign, paths in signs for path in paths]
    lines += [
        f"  [yellow]skipped[/yellow] {escape(f'{skip.location}: {skip.reason}')}"
        for skip in report.skipped
    ]
    return "\n".join(lines)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def checks_text(checks: Iterable[Check]) -> str:
    """One line for each thing looked at, with what to do where something is wrong."""
    lines = []
    for check in checks:
        mark = "[red]✗[/red]" if check.problem else "[green]✓[/green]"
        lines.append(f"{mark} {escape(check.name)}: {escape(check.state)}")
        if check.problem:
            lines.append(f"    try: {escape(check.problem)}")
    return "\n".join(lines)


def models_text(statuses: Sequence[Status]) -> str:
    """Two lines for each model, and how to get those that are not here."""
    width = max((len(status.model.name) for status in statuses), default=0)
    lines = []
    for status in statuses:
        model = status.model
        lines += [
            f"[bold]{escape(model.name):<{width}}[/bold]  {model.role:<8}  {_state(status)}  "
            f"{megabytes(status.size):>8}  {model.memory:>5,} MB memory  {escape(model.licence)}",
            f"[dim]    {escape(model.about)}[/dim]",
        ]
    if any(status.state == "missing" and status.model.repository for status in statuses):
        lines += ["", "askaws models pull NAME downloads one that is not here."]
    return "\n".join(lines)


def _state(status: Status) -> str:
    """What the model is on this machine, coloured, in a column of its own."""
    if status.state == "missing":
        # One that came with a package should be here.
        name, colour = ("not here", "dim") if status.model.repository else ("missing", "red")
    else:
        name = status.state
        colour = {"verified": "green", "damaged": "red"}.get(name, "yellow")
    return f"[{colour}]{name:<9}[/{colour}]"


def pulled_text(name: str, pulled: Pulled) -> str:
    """What a download brought."""
    verb = "downloaded" if pulled.fetched else "was here already"
    return f"{name} {verb}: {escape(str(pulled.path))} (SHA-256 {pulled.sha256[:12]}…)"


def megabytes(size: int) -> str:
    """A size in bytes for people.

    >>> megabytes(98362432), megabytes(0)
    ('98 MB', 'unknown')
    """
    return f"{round(size / 1e6):,} MB" if size else "unknown"
