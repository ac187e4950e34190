"""Two topics side by side: what each is, what sets them apart, when to use which."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from askaws.answering.answer import Composer
from askaws.answering.contrasts import CLAUSES, DIFFERS, tells_of_each
from askaws.answering.layout import FULL, Layout
from askaws.answering.naming import is_as_name
from askaws.answering.parts import Parts, Unit
from askaws.answering.shown import labelled, without_joint
from askaws.answering.statement import Statement
from askaws.reading.words import stems
from askaws.records import Sentence

_FOR = re.compile(r" (?:for|if|to|when|with)\b")
_OVER = re.compile(r" (?:over|instead of|rather than) ")
_SCORED = 12
"""Statements that the scorer reads, at about 10 ms each."""

Logits = Callable[[str, Sequence[Statement]], list[float]]
Part = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Versus:
    """What the notes say of two topics that they tell apart, or each by itself."""

    one: Parts
    other: Parts
    logits: Logits

    def compose(self, composer: Composer, words: int) -> tuple[Part, Part, Part] | None:
        """What both are, what sets them apart and when to use which, in so many words.

        None, unless the notes say what each is, or set them against each other.
        """
        sentences, rows = self._apart()
        pair = self._pair()
        definitions = self._definitions()
        defining = {units[0][0].evidence.quote for units in definitions if units}
        # What is said of both in one breath tells neither from the other.
        if not (len(defining) == len(definitions) or sentences or pair):
            return None
        # What sets them apart has the words first, then what each is.
        layout = Layout(self.one.naming, words)
        apart = layout.take([u for u in sentences if _is_cued(u[0])], 1)
        beside: tuple[list[Statement], list[Statement]] = ([], [])
        if not all(definitions):
            beside = self._take_first(layout, pair[:1], pair[1:])
        defined = layout.take_for_both(definitions[0], self.other.naming, definitions[1])
        apart += layout.take(rows, len(rows))
        if all(definitions):
            beside = self._take_first(layout, pair[:1], pair[1:])
        used = self._take_first(layout, *map(self._uses, (self.one, self.other)))
        if words == FULL or not (apart or beside[0]):
            apart += layout.take(sentences, len(sentences) if words == FULL else 1)
        if not apart and not all(map(any, zip(defined, beside, used, strict=True))):
            return None
        return (
            self._shown(composer, defined),
            self._shown(composer, ([*apart, *beside[0]], beside[1])),
            self._shown(composer, used),
        )

    def _definitions(self) -> tuple[list[Unit], list[Unit]]:
        """What could say what each is; of what one list names, its two items first."""
        mine, theirs = self.one.definition(), self.other.definition()
        if not all(units and units[0][0].opens for units in (mine, theirs)):
            for (s,) in mine:
                for (t,) in theirs:
                    if s.part and t.part and _frame(s) == _frame(t):
                        return [(s,)], [(t,)]
        return mine, theirs

    def _apart(self) -> tuple[list[Unit], list[Unit]]:
        """Sentences that set both against each other, best first, and rows of tables."""
        found: list[Statement] = []
        quotes: set[str] = set()
        for parts in (self.one, self.other):
            for s in parts.statements:
                if s.evidence.quote not in quotes and self._tells_apart(s):
                    quotes.add(s.evidence.quote)
                    found.append(s)
        sentences = [s for s in found if not s.row][:_SCORED]
        question = f"What is the difference between {self._topics}?"
        worth = dict(zip(sentences, self.logits(question, sentences), strict=True))
        ranked = sorted(sentences, key=lambda s: -worth[s])
        return [(s,) for s in ranked], [(s,) for s in found if s.row]

    @property
    def _topics(self) -> str:
        return f"{self.one.naming.topic} and {self.other.naming.topic}"

    def _tells_apart(self, statement: Statement) -> bool:
        """Whether a statement says something of either, and not of both at once."""
        text = statement.evidence.text
        both = (self.one.naming, self.other.naming)
        alone = statement.stands and not statement.evidence.items
        if not alone or not all(naming.is_named(text) for naming in both):
            return False
        if statement.row:
            columns = [cell.partition(": ")[0] for cell in text.split("; ")]
            return all(any(naming.is_all(c, 0) for c in columns) for naming in both)
        # "A, unlike B, …", "Unlike A, B …", "A is …, while B …": whoever stands at these places.
        cue = DIFFERS.search(text)
        opens = bool(cue and not cue.start())
        if not opens and not any(naming.is_subject(text) for naming in both):
            return False
        places = [text, text[cue.end() :]] if cue else []
        places += [text.partition(", ")[2]] if opens else []
        return all(any(map(n.is_subject, places)) or tells_of_each(text, n) for n in both)

    def _uses(self, parts: Parts) -> list[Unit]:
        """When to use either, without what chooses between it and another thing than these."""
        return [u for u in parts.when() if len(u) == 1 and not self._chooses_other(u[0])]

    def _chooses_other(self, statement: Statement) -> bool:
        """Whether it is chosen over a third thing, or that for another use."""
        text = statement.evidence.text
        over = _OVER.split(text)[1:]
        for clause in (*over, *CLAUSES.split(text)[1:]):
            for name, written in islice(self.one.naming.glossary.written_in(clause), 1):
                third = not (self.one.naming.is_named(name) or self.other.naming.is_named(name))
                chosen = clause in over or _FOR.match(clause[len(written) :])
                if third and chosen and clause.startswith(written) and is_as_name(name, written):
                    return True
        return False

    def _pair(self) -> list[Unit]:
        """The rows on either in one table, or none."""
        mine, theirs = (
            [s for s in parts.statements if s.row and parts.naming.is_all(_first_cell(s))]
            for parts in (self.one, self.other)
        )
        pairs = ((s, t) for s in mine for t in theirs if _frame(s) == _frame(t))
        return [(row,) for row in next(pairs, ())]

    def _take_first(
        self, layout: Layout, mine: Sequence[Unit], theirs: Sequence[Unit]
    ) -> tuple[list[Statement], list[Statement]]:
        """The first of each, if there is room for both."""
        first = (mine[:1], theirs[:1])
        if not layout.has_room(*first[0], *first[1]):
            return [], []
        return layout.take_for_both(first[0], self.other.naming, first[1])

    def _shown(self, composer: Composer, told: Iterable[Sequence[Statement]]) -> Part:
        """The sentences of both, each under the name of its topic where it does not name it."""
        before = len(composer.sentences)
        namings = (self.one.naming, self.other.naming)
        for naming, statements in zip(namings, told, strict=True):
            for s in statements:
                own = set(stems(naming.topic)) <= set(stems(s.evidence.text))
                named = own or naming.is_named(s.evidence.text)
                text = s.evidence.text if s.evidence.items else without_joint(s.evidence.text)
                evidence = replace(s.evidence, text=text)
                composer.quote(evidence if named else labelled(evidence, naming.topic))
        return tuple(composer.sentences[before:])


def _is_cued(statement: Statement) -> bool:
    """Whether a word says that things are told apart: "while", "unlike"."""
    return bool(DIFFERS.search(statement.evidence.text))


def _first_cell(row: Statement) -> str:
    """What a row is about: the value of its first column."""
    return row.evidence.text.split("; ")[0].partition(": ")[2]


def _frame(part: Statement) -> tuple[object, ...]:
    """What the rows of one table share, or the items of one list."""
    e = part.evidence
    columns = [cell.partition(": ")[0] for cell in e.text.split("; ")] if part.row else [e.context]
    return (e.path, e.headings, *columns)
