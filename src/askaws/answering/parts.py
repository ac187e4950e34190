"""What could stand in each part of a card, by its wording and the scorer; best first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from askaws.answering.contrasts import contrasts, others, tells_of_each
from askaws.answering.defining import aside, defines
from askaws.answering.naming import Naming
from askaws.answering.statement import Statement
from askaws.answering.telling import (
    ASPECTS,
    PHRASE,
    is_of_another,
    is_one_of_many,
    is_telling,
    says_again,
    tells,
)

Unit = tuple[Statement, ...]
"""Statements that are shown together, or not at all."""
_SCORED = {"definition": 14, "when": 10, "differs": 8, "facts": 24}
"""Statements that the scorer reads for each part, at about 10 ms each; of the facts, half may
be read again for what a student asks besides."""
_FEW = 3
_LOGIT = 0.3
_SUITS = re.compile(
    r"\b(?:used (?:for|to|when)|suit(?:s|ed|able for)|ideal|best (?:for|when|suited)"
    r"|good (?:for|fit)|recommended|useful|appropriate|meant for|lets? you|helps? you"
    r"|allows? you to)\b",
    re.IGNORECASE,
)
_USED = re.compile(
    r"([^,;]+?) (?:can be|is|are) used (?:for|to)\b(?!.*\b(?:it|its|them|these|this|both)\b)[^;]*",
    re.IGNORECASE,
)
_WHEN_HEADING = re.compile(r"\bwhen to\b|\bchoos|\buse cases?\b", re.IGNORECASE)
_CASE = r"\b(?:when|if|for|to|with)\b"


@dataclass(frozen=True, slots=True)
class Parts:
    """What could stand in each part of a card, best first."""

    naming: Naming
    statements: Sequence[Statement]
    logits: Callable[[str, Sequence[Statement]], list[float]]

    @property
    def about(self) -> list[Statement]:
        return [s for s in self.statements if s.relation != "mention"]

    @property
    def is_told(self) -> bool:
        """Whether the notes speak of the topic, and not only of others that have to do with it."""
        alone = (
            s
            for s in self.statements
            if s.named and not any(map(self.naming.is_another, self._named(s)))
        )
        return bool(self.about) or len(list(islice(alone, 2))) == 2

    def _named(self, statement: Statement) -> tuple[str, ...]:
        return self.naming.glossary.named_in(statement.evidence.text)

    def definition(self) -> list[Unit]:
        """What says what the topic is, not what only mentions it."""
        able = [s for s in self.statements if s.opens or not s.evidence.items]
        wording = {s.order: defines(self.naming, s) for s in able}
        likely = sorted(able, key=lambda s: -wording[s.order])[: _SCORED["definition"]]
        likely = [s for s in likely if wording[s.order] > 1]
        ranked = self._ranked("What is {}?", likely, lambda s: wording[s.order], _LOGIT)
        return [(self._aside(s),) for s in ranked]

    def _aside(self, statement: Statement) -> Statement:
        """Of a sentence on something else, only what it says of the topic between commas."""
        said = aside(self.naming, statement.evidence.quote)
        if not said:
            return statement
        evidence = replace(statement.evidence, quote=said, text=said)
        return replace(statement, evidence=evidence, leans=statement.order)

    def _ranked(
        self,
        question: str,
        statements: Sequence[Statement],
        value: Callable[[Statement], float] = lambda s: float(s.relation != "mention"),
        weight: float = 1.0,
    ) -> list[Statement]:
        logits = self._asked(question, statements)
        worth = {s.order: value(s) + weight * v for s, v in zip(statements, logits, strict=True)}
        return sorted(statements, key=lambda s: -worth[s.order])

    def _asked(self, question: str, statements: Sequence[Statement]) -> list[float]:
        return self.logits(question.format(self.naming.topic), statements)

    def when(self) -> list[Unit]:
        """What says when to use it: that under such a heading, in order, then by the words."""
        able = [s for s in self.statements if not s.evidence.items and not s.part]
        able = [s for s in able if self._reads(s)]
        advice = [s for s in able if self._advises(s.evidence.text)]
        headed = [
            s
            for s in able
            if _WHEN_HEADING.search(s.heading)
            and self.naming.heads(s.heading) == "own"
            and (s.opens or s in advice)
        ]
        cued = [s for s in advice if s not in headed and s.relation != "mention"]
        # What is advised on another's page as well, where its own page says nothing.
        cued = cued if cued or headed else advice
        ranked = self._ranked("When should I use {}?", cued[: _SCORED["when"]])
        return [self._chain(s) for s in (*headed, *ranked)]

    def _advises(self, text: str) -> bool:
        """Whether a text says what the topic suits, or when to choose it."""
        if self.naming.is_subject(text) and (cue := _SUITS.search(text)):
            # "For an S3 bucket, a policy is recommended" advises the policy.
            return self.naming.glossary.named_in(text[: cue.start()]) == (self.naming.topic,)
        # "Choose Kendra for files and Lex for talks" advises both.
        both = r"|[,;] |\band " if re.match("Choose|Use", text) else ""
        name = rf"{self.naming.pattern}(?: \([^)]*\))?"
        over = r"(?:(?:over|instead of|rather than) \S+ )?"
        choose = rf"(?:\b(?:choose|use) {both})({name} {over}(?:(?-i:[a-z]+) )*?{_CASE})"
        match = re.search(choose, text, re.IGNORECASE)
        return bool(match and self.naming.is_subject(text[match.start(1) :]))

    def differs(self, told: Sequence[Statement] = ()) -> list[Unit]:
        """What sets it apart from each topic that is not named in what has been told."""
        able = [s for s in self.statements if contrasts(self.naming, s)]
        ranked = self._ranked("How does {} differ from others?", able[: _SCORED["differs"]])
        against = {name for statement in told for name in others(self.naming, statement)}
        found: list[Unit] = []
        for statement in ranked:
            named = others(self.naming, statement)
            # Once is enough for each of the others; a list, and each row of a table, tells more.
            if statement.evidence.items or named.isdisjoint(against):
                found.append((statement,))
                against |= set() if statement.row else named
        return found

    def facts(self, defined: bool = True, contrast: Sequence[Statement] = ()) -> list[Unit]:
        """The rest, what tells most first, from as many sections as there are.

        Of a topic that is `defined`, only what tells more of it, and of no other; and no second
        contrast with what it is set against already.
        """
        able = [s for s in self.statements if s.evidence.items or s.named or not s.part]
        able = able or list(self.statements)
        able = [s for s in able if not (is_one_of_many(s) or says_again(self.naming, s))] or able
        # Of a concept without a section, what has to do with it is told with a service.
        if defined and (self.naming.is_well_known or any(s.at_home for s in able)):
            able = [s for s in able if not is_of_another(self.naming, s)]

        told = [
            s for s in able if len(s.evidence.text.split()) >= PHRASE or is_telling(self.naming, s)
        ]
        able = told if len(told) > _FEW else able
        # A mention that leans on another sentence is better than nothing.
        able = [s for s in able if self._reads(s) and not self._is_cut(s)] or able
        # A row or an item that names it among other things tells least.
        whole = [s for s in able if s.relation != "mention" or not (s.row or s.part)]
        able = whole if len(whole) > _FEW else able
        close = [s for s in able if s.relation in ("own", "subject") or s.named]
        headed = [s for s in able if s.evidence.items and self.naming.heads(s.heading) == "own"]
        for pool in ([*headed, *(s for s in close if s.relation != "mention")], self.about):
            kept = [s for s in able if s in pool]
            if len(kept) > _FEW:
                able = [*kept, *self._passing(able)]
                break
        able = sorted(able, key=lambda s: -tells(self.naming, s))[: _SCORED["facts"]]
        logits = dict(zip(able, self._asked("What are the key facts about {}?", able), strict=True))
        for wording, question in ASPECTS:
            aspect = [s for s in able if wording.search(s.evidence.text)][: _SCORED["facts"] // 6]
            for s, logit in zip(aspect, self._asked(question, aspect), strict=True):
                logits[s] = max(logits[s], logit)
        against = {name for s in contrast for name in others(self.naming, s)}
        left = {s: tells(self.naming, s) + _LOGIT * logits[s] for s in able}
        taken: Counter[tuple[str, ...]] = Counter()
        found = []
        while left:
            best = max(left, key=lambda s: left[s] - 0.3 * taken[s.evidence.headings])
            del left[best]
            taken[best.evidence.headings] += 1
            if not self._contrasts_again(best, against):
                found.append(tuple(map(self._own, self._chain(best))))
        return found

    def _contrasts_again(self, statement: Statement, against: set[str]) -> bool:
        """Whether it says what the topic does and what another does that it is set against."""
        if statement.evidence.items or statement.row or is_telling(self.naming, statement):
            return False
        named = against.intersection(self._named(statement))
        glossary, text = self.naming.glossary, statement.evidence.text
        return any(tells_of_each(text, self.naming, Naming(glossary, name)) for name in named)

    def _own(self, statement: Statement) -> Statement:
        """Of a sentence on the uses of two services, only what it says of the topic."""
        mine, _, theirs = statement.evidence.text.partition("; ")
        use = _USED.fullmatch(theirs)
        named = self.naming.glossary.named_in(use[1]) if use else ()
        other = any(map(self.naming.is_another, named)) and not self.naming.is_named(theirs)
        alone = self.naming.is_subject(mine) and ": " not in mine
        if not (other and alone) or mine not in statement.evidence.quote:
            return statement
        return replace(statement, evidence=replace(statement.evidence, quote=mine, text=mine))

    def _passing(self, statements: Sequence[Statement]) -> list[Statement]:
        """The few mentions that tell something, for a card that has room."""
        able = [s for s in statements if s.relation == "mention" and s.stands and not s.part]
        telling = sorted(able, key=lambda s: -tells(self.naming, s))
        return [s for s in telling if is_telling(self.naming, s)][:_FEW]

    def everything(self) -> list[Unit]:
        """All statements in order, the mentions last; lists with their lead-ins."""
        return [(s,) for s in sorted(self.statements, key=place)]

    def _is_cut(self, statement: Statement) -> bool:
        """Whether it breaks off, and stands elsewhere in full."""
        text = statement.evidence.text
        return any(s.evidence.text.startswith(text + " ") for s in self.statements)

    def _reads(self, statement: Statement) -> bool:
        """Whether it can be read alone, or after the ones before it, which speak of the topic."""
        first, glossary = self._chain(statement)[0], self.naming.glossary
        if statement.stands:
            return True
        return first.stands and (first.named or not glossary.named_in(first.evidence.text))

    def _chain(self, statement: Statement) -> Unit:
        """A statement after the one that it leans on."""
        if statement.stands or statement.leans < 0:
            return (statement,)
        return (*self._chain(self.statements[statement.leans]), statement)


def place(statement: Statement) -> tuple[int, int, int, bool, int]:
    """By which statements stand in order: the topic's own sections, others, mentions.

    Within these as in the notes, lists after their lead-ins.
    """
    evidence = statement.evidence
    elsewhere = 2 if statement.relation == "mention" else 1
    return (
        0 if statement.at_home else elsewhere,
        evidence.chunk_id,
        evidence.start_line,
        bool(evidence.items),
        statement.order,
    )
