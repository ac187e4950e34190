"""How statements become the parts of a card: within its words, nothing twice, each readable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from askaws.answering.answer import Composer, pieces
from askaws.answering.naming import Naming
from askaws.answering.parts import Unit
from askaws.answering.shown import label, labelled, under_heading, without_joint
from askaws.answering.standing import is_fragment, is_it, is_leaning, only_joins, points_outside
from askaws.answering.statement import Statement
from askaws.answering.wholes import values
from askaws.reading.words import STOP_WORDS, content_stems, stem, words
from askaws.records import Evidence, Sentence

FULL = 100_000
"""Words of a card of which everything is asked for."""
_REPEATED = 0.75
_REPEATED_ELSEWHERE = 0.6
_REPEATED_DEFINITION = 0.55
_REPEATED_NAMES = 0.9
_REPEATED_WHOLE = 0.85
"""Shares of what a statement says that are said already, for it to be left out."""
_LONG = 8
"""In stems: what says so much and is told again with more is doubled."""
_SHORT = 8
"""In words: so few are left out where others say them, whichever were taken first."""
_LEAD_WORDS = 3
"""The name of an item has fewer."""
_NEGATES = re.compile(r"\b(?:not|no|never|cannot|without)\b|n['’]t\b", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:The|Each|Every) ")
_ALSO = re.compile(r"\balso\b", re.IGNORECASE)
_ASIDE = re.compile(r" ?\[[^\]]*\]")
_LIGHT = frozenset(
    ("make", "help", "provid", "give", "offer", "support", "work", "first", "servic", "featur")
)
"""Stems that say nothing of their own."""


@dataclass(slots=True)
class Layout:
    """Takes statements for part after part until the words are used up; nothing twice."""

    naming: Naming
    words: int
    _taken: set[tuple[int, str]] = field(default_factory=set)
    _chosen: list[Evidence] = field(default_factory=list)
    _defining: list[Evidence] = field(default_factory=list)

    def take_for_both(
        self, units: Sequence[Unit], other: Naming, others: Sequence[Unit]
    ) -> tuple[list[Statement], list[Statement]]:
        """One unit of the topic and one of another, neither measured against the other one."""
        beside = replace(self, naming=other, _taken=set(), _chosen=list(self._chosen))
        known = len(self._chosen)
        found = self.take(units, 1)
        beside.words = self.words
        of_other = beside.take(others, 1)
        self.words = beside.words
        self._chosen += beside._chosen[known:]
        return found, of_other

    def has_room(self, *units: Unit) -> bool:
        """Whether the words suffice for all of these, and none is said already."""
        statements = [s for unit in units for s in unit]
        size = sum(len(s.evidence.text.split()) for s in statements)
        return size <= self.words and not any(self._is_said(s, self._chosen) for s in statements)

    def define(self, units: Iterable[Unit]) -> list[Statement]:
        """One definition; what says most of it again is left out of the other parts."""
        found = self.take(units, 1)
        self._defining = list(self._chosen)
        return found

    def take(self, units: Iterable[Unit], most: int, words: int = FULL) -> list[Statement]:
        """Up to `most` statements of at most so many `words`, whole units only."""
        found: list[Statement] = []
        for unit in units:
            new = [
                s for s in unit if _key(s) not in self._taken and not self._is_said(s, self._chosen)
            ]
            # A list of which more than the first line is shown elsewhere would be torn.
            items = (p for s in new if s.evidence.items for p in pieces(s.evidence)[1:])
            if any(item in self._chosen for item in items):
                continue
            size = sum(len(p.text.split()) for s in new for p in pieces(s.evidence))
            if not new or new[-1] is not unit[-1] or len(found) + len(new) > most:
                continue
            # What it leans on has to stand before it, not in another part of the card.
            leaning = [(a, b) for a, b in pairwise(unit) if a not in new and a not in found]
            if not all(self._stands_above(before, after) for before, after in leaning):
                continue
            if size > min(self.words, words):
                continue
            found += new
            self._taken.update(map(_key, new))
            self._chosen += [p for s in new for p in pieces(s.evidence)]
            self.words -= size
            words -= size
        return found

    def without_repeats(self, found: Sequence[Statement]) -> list[Statement]:
        """The statements without few words, or a row, that anything else of the card says too."""
        kept = list(found)
        for statement in found:
            text = statement.evidence.text
            short = is_fragment(text) or len(text.split()) <= _SHORT or statement.row
            if statement.evidence.items or not short:
                continue
            others = [e for e in self._chosen if e is not statement.evidence]
            if all(s.leans != statement.order for s in kept if s is not statement) and (
                self._is_said(statement, others)
            ):
                kept.remove(statement)
                self._chosen = others
        return kept

    def _stands_above(self, before: Statement, statement: Statement) -> bool:
        """Whether the card tells above its facts what a statement leans on.

        The definition, or its title, where "It" is the topic.
        """
        reads = statement.named or not is_leaning(statement.evidence.text)
        if reads and before.evidence in self._defining:
            return True
        taken_up = is_it(statement.evidence.text) and not points_outside(statement.evidence.text)
        return taken_up and self.naming.is_subject(before.evidence.text)

    def _is_said(self, statement: Statement, chosen: Sequence[Evidence]) -> bool:
        # Another page says in passing what the topic's own has said.
        enough = _REPEATED if statement.at_home else _REPEATED_ELSEWHERE
        if any(self._same(statement.evidence, other, enough) for other in chosen):
            return True
        clauses = statement.evidence.text.split("; ")
        return len(clauses) > 1 and all(
            any(self._repeats(clause, other, enough) for other in chosen) for clause in clauses
        )

    def _repeats(self, clause: str, other: Evidence, enough: float) -> bool:
        """Whether `other` says what a clause says."""
        if bool(_NEGATES.search(clause)) != bool(_NEGATES.search(other.text)):
            return False
        mine = set(content_stems(values(clause))) - self.naming.stems - _LIGHT
        return len(mine & set(self._said(other))) >= enough * len(mine)

    def _same(self, one: Evidence, other: Evidence, enough: float) -> bool:
        """Whether `other`, which is shown, says nearly all of `one`, the topic's name aside."""
        apart = one.path != other.path or one.start_line > other.end_line
        beside = not apart and one.end_line >= other.start_line
        if beside and one.quote in other.quote:
            return True
        if bool(_NEGATES.search(one.text)) != bool(_NEGATES.search(other.text)):
            return False
        mine, theirs = (self._said(e) for e in (one, other))
        if len(mine) > 2 and not one.row and not {*pairwise(mine)} & {*pairwise(theirs)}:
            # The same words in another order say something else: what allows, what denies.
            return False
        # What says all of one that is shown, and more, doubles it as well.
        shared = len({*mine} & {*theirs})
        if len(theirs) >= _LONG and not one.row and shared >= _REPEATED_WHOLE * len(theirs):
            return True
        share = _REPEATED_DEFINITION if other in self._defining else enough
        names, others = (
            set(self.naming.glossary.named_in(_ASIDE.sub("", e.text))) for e in (one, other)
        )
        if not names <= others:
            share = _REPEATED_NAMES
        elif beside and any(map(self.naming.is_another, names)) and _is_less(one, other, names):
            return True
        return shared >= share * max(1, len(mine))

    def _said(self, evidence: Evidence) -> list[str]:
        # The columns of a row are said nowhere else.
        text = _ASIDE.sub("", values(evidence.text) if evidence.row else evidence.text)
        return [s for s in content_stems(text) if s not in self.naming.stems | _LIGHT]


def _key(statement: Statement) -> tuple[int, str]:
    """What tells a statement from all others, also from those on another topic."""
    return statement.order, statement.evidence.quote


def _without_lead(evidence: Evidence) -> Evidence:
    """Evidence without what leads into its list, which says less than a heading."""
    leads = evidence.context.endswith(":") and len(evidence.context.split()) >= _LEAD_WORDS
    return replace(evidence, context="") if leads else evidence


def _is_less(one: Evidence, other: Evidence, names: Iterable[str]) -> bool:
    """Whether a few words on some things stand beside more words on them, and say half of these."""
    mine, theirs = _counted(one.text), _counted(other.text)
    rest = mine - _counted(" ".join(names))
    said = sum(count for word, count in rest.items() if word in theirs)
    few = len(one.text.split()) <= _SHORT and mine.total() < theirs.total()
    return few and 2 * said >= rest.total() > 0


def _counted(text: str) -> Counter[str]:
    return Counter(stem(word) for word in words(text) if word not in STOP_WORDS)


def _stands_apart(statement: Statement, naming: Naming) -> bool:
    """Whether a statement is about a part of the topic, or another thing, that it does not name."""
    if statement.relation == "under":
        return not statement.named
    if statement.relation == "subject":
        # An item or row in a list on something else, which the topic is a part of.
        return statement.part or statement.row
    if statement.relation != "mention":
        return False
    evidence = statement.evidence
    # Of what a paragraph, a row or an item with a label is about.
    item = evidence.context and ": " in evidence.text
    other = not (naming.is_subject(evidence.text) or naming.is_named(evidence.text.split(": ")[0]))
    also = _ALSO.search(evidence.text) and not only_joins(evidence.text)
    if evidence.subject or statement.row or (item and other) or also:
        return True
    # "The payload" is that of what the section is about, "The Lambda service" is not.
    named = naming.glossary.named_in(" ".join(evidence.text.split()[1:4]))
    return bool(_DEFINITE.match(evidence.text)) and not named


def compose(
    composer: Composer, statements: Iterable[Statement], naming: Naming
) -> tuple[Sentence, ...]:
    """The sentences of one part of a card, each readable where it stands."""
    before = len(composer.sentences)
    known = " ".join(naming.names)
    last = name = ""
    under: tuple[str, ...] = ()
    for statement in statements:
        evidence = statement.evidence
        follows = evidence.before is not None and evidence.before.quote == last
        last = evidence.quote
        if _stands_apart(statement, naming):
            shown, name = (under, name), label(_without_lead(evidence), known)
            under = evidence.headings
            told = (under, name) == shown and (follows or evidence.items)
            composer.quote(evidence if told else labelled(evidence, name))
            continue
        # In the topic's own section, and where a text goes on about it, the card's title tells.
        titled = statement.relation in ("own", "subject") and not statement.stands
        titled = titled or (statement.named and only_joins(evidence.text))
        if not follows:
            text = without_joint(evidence.text)
            evidence = replace(evidence, text=text) if titled else under_heading(evidence, known)
        composer.quote(evidence)
        name = ""
    return tuple(composer.sentences[before:])
