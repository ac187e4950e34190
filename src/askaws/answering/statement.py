"""What the notes say about a topic, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass

from askaws.answering.naming import Relation
from askaws.records import Evidence


@dataclass(frozen=True, slots=True)
class Statement:
    """A span, or a list or table whole, that speaks of a topic.

    `relation` says how: in a section whose heading is the topic's, `under` a heading of
    such a section, as the `subject` of an entry or sentence, or by a `mention`.
    `named`: its text names the topic. `opens`: it is the first of its section.
    `order` is its place among all statements. `leans` is that of the statement without
    which it can't be read, or its own where it stands alone.
    A `part` is an item of a list with a lead-in or a row of a table, of little use alone;
    `whole` is the order of the whole where that is short enough to be shown, else -1.
    `at_home`: it stands below a heading of the topic's own.
    """

    evidence: Evidence
    relation: Relation
    named: bool
    opens: bool
    order: int
    leans: int
    part: bool = False
    whole: int = -1
    at_home: bool = False

    @property
    def stands(self) -> bool:
        """Whether it can be read without the one before."""
        return self.leans == self.order

    @property
    def row(self) -> bool:
        """Whether it is a row of a table."""
        return self.evidence.row

    @property
    def heading(self) -> str:
        """The innermost heading above it."""
        return next(iter(self.evidence.headings[-1:]), "")
