"""What could stand in each part of a card, by its wording and the scorer; best first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from askaws.answering.contrasts import COMPARED, contrasts, others
from askaws.answering.defining import aside, defines, says_what_it_is
from askaws.answering.gather import Statement
from askaws.answering.naming import Naming, without_number

Unit = tuple[Statement, ...]
"""Statements that are shown together, or not at all."""
_SCORED = {"definition": 14, "when": 10, "differs": 8, "facts": 24}
"""Statements that the scorer reads for each part, at about 10 ms each; of the facts, half may
be read again for what a student asks besides."""
_FEW = 3
_PHRASE = 5
_LOGIT = 0.3
_SUITS = re.compile(
    r"\b(?:used (?:for|to|when)|suit(?:s|ed|able for)|ideal|best (?:for|when|suited)"
    r"|good (?:for|fit)|recommended|useful|appropriate|meant for|lets? you|helps? you"
    r"|allows? you to)\b",
    re.IGNORECASE,
)
_WHEN_HEADING = re.compile(r"\bwhen to\b|\bchoos|\buse cases?\b", re.IGNORECASE)
_CASE = r"\b(?:when|if|for|to|with)\b"
_DIGIT = r"(?<![A-Za-z0-9])\d"
_FIGURE = re.compile(_DIGIT)
_ADVICE = re.compile(r"Choose (?:the )?[A-Z]")
_KINDS = re.compile(
    r"\b(?:parts|types|kinds|modes|classes|states|policies|features|stages|consists?)\b.*:$",
    re.IGNORECASE,
)
"""The first line of a list that says what a thing is made of."""
_TELLING = re.compile(
    rf"{_DIGIT}|\b(?:limit|maximum|at most|up to|cost|pric|charge|bill|fees?|encrypt"
    r"|secur|default|no longer|new customers|retire|discontinue|rename|formerly|must|only"
    r"|cannot|never|always|support|managed|serverless|automatic)",
    re.IGNORECASE,
)
_ASPECTS = (
    (
        re.compile(r"\b(?:pay|fees?|free|bill|charg|cost|pric)(?!load|ze)", re.IGNORECASE),
        "How is {} priced?",
    ),
    (
        re.compile(
            rf"{_DIGIT}|\b(?:limit|quota|maximum|minimum|at (?:most|least)|up to)", re.IGNORECASE
        ),
        "What are the limits of {}?",
    ),
    (
        re.compile(
            r"\b(?:no longer|new customers|retired?|discontinued?|renamed?|formerly)\b",
            re.IGNORECASE,
        ),
        "Is {} still available?",
    ),
    (
        re.compile(r"\b(?:secur|encrypt|IAM|polic|permission|access)", re.IGNORECASE),
        "How is {} secured?",
    ),
)
"""What a student asks of a service, and the wording of what may tell."""


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
        choose = rf"(?:\b(?:choose|use) {both})({name} (?:[a-z]+ )*?{_CASE})"
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

    def facts(self, defined: bool = True) -> list[Unit]:
        """The rest, what tells most first, from as many sections as there are.

        Of a topic that is `defined`, only what tells more of it, and of no other.
        """
        able = [s for s in self.statements if s.evidence.items or s.named or not s.part]
        able = able or list(self.statements)
        able = [s for s in able if not self._is_one_of_many(s)] or able
        # Of a concept without a section, what has to do with it is told with a service.
        if defined and (self.naming.is_well_known or any(s.at_home for s in able)):
            able = [s for s in able if not self._is_of_another(s)]
        told = [s for s in able if len(s.evidence.text.split()) >= _PHRASE or self._is_telling(s)]
        able = told if len(told) > _FEW else able
        # A mention that leans on another sentence is better than nothing.
        able = [s for s in able if self._reads(s) and not self._is_cut(s)] or able
        close = [s for s in able if s.relation in ("own", "subject") or s.named]
        headed = [s for s in able if s.evidence.items and self.naming.heads(s.heading) == "own"]
        for pool in ([*headed, *(s for s in close if s.relation != "mention")], self.about):
            kept = [s for s in able if s in pool]
            if len(kept) > _FEW:
                able = [*kept, *self._passing(able)]
                break
        able = sorted(able, key=lambda s: -self._tells(s))[: _SCORED["facts"]]
        logits = dict(zip(able, self._asked("What are the key facts about {}?", able), strict=True))
        for wording, question in _ASPECTS:
            aspect = [s for s in able if wording.search(s.evidence.text)][: _SCORED["facts"] // 6]
            for s, logit in zip(aspect, self._asked(question, aspect), strict=True):
                logits[s] = max(logits[s], logit)
        left = {s: self._tells(s) + _LOGIT * logits[s] for s in able}
        taken: Counter[tuple[str, ...]] = Counter()
        found = []
        while left:
            best = max(left, key=lambda s: left[s] - 0.3 * taken[s.evidence.headings])
            del left[best]
            taken[best.evidence.headings] += 1
            found.append(self._chain(best))
        return found

    def _passing(self, statements: Sequence[Statement]) -> list[Statement]:
        """The few mentions that tell something, for a card that has room."""
        able = [s for s in statements if s.relation == "mention" and s.stands and not s.part]
        telling = sorted(able, key=lambda s: -self._tells(s))
        return [s for s in telling if _TELLING.search(s.evidence.text)][:_FEW]

    def _tells(self, statement: Statement) -> float:
        """How much a student wants to read a statement, by its form."""
        text = statement.evidence.text
        size = len(text.split())
        value = {"own": 0.6, "subject": 0.2, "under": 0.0, "mention": -1.5}[statement.relation]
        value += 0.4 * statement.at_home
        value += 0.6 * self.naming.is_all(statement.heading, 0)
        value -= 0.6 * (statement.whole >= 0)
        value += 0.6 * statement.named + 0.5 * statement.opens
        value += 0.5 * self._is_telling(statement)
        value += 0.4 * bool(_FIGURE.search(self._without_name(text)))
        # A paragraph or an item says first what it is about.
        value -= 0.4 * (statement.evidence.before is not None and not statement.named)
        value -= 0.8 * (not statement.stands)
        if statement.evidence.items:
            kinds = bool(_KINDS.search(statement.evidence.items[0].text))
            return value + 0.5 + 0.6 * kinds - (0.005 if kinds else 0.01) * size
        return (
            value
            - 0.6 * (size < 6)
            - 1.0 * (size < _PHRASE)
            - 0.5 * (size > 35)
            - 1.2 * statement.part
            + 0.4 * self._is_of_a_part(statement)
        )

    def _is_of_a_part(self, statement: Statement) -> bool:
        """Whether it says what a part of the topic is, by its heading: "S3 buckets"."""
        heading = without_number(statement.heading)
        if statement.relation != "under" or not re.match(self.naming.pattern, heading, re.I):
            return False
        part = re.escape(heading.rstrip("s"))
        return bool(
            re.match(rf"(?:an? |the )?{part}s? (?:is|are) an? ", statement.evidence.text, re.I)
        )

    def _is_telling(self, statement: Statement) -> bool:
        return bool(_TELLING.search(self._without_name(statement.evidence.text)))

    def _without_name(self, text: str) -> str:
        """A text without the topic's names: "S3" and "Route 53" are no figures."""
        return re.sub(self.naming.pattern, "", text, flags=re.IGNORECASE)

    def everything(self) -> list[Unit]:
        """All statements in order, the mentions last; lists with their lead-ins."""
        return [(s,) for s in sorted(self.statements, key=place)]

    def _is_of_another(self, statement: Statement) -> bool:
        """Whether it tells of another topic, or what this one is once more.

        A row or an item of another page says in catchwords what the topic's own section says.
        """
        evidence, naming = statement.evidence, self.naming
        if evidence.items:
            # "A compared with B" has rows for both.
            return bool(COMPARED.search(statement.heading))
        if (statement.row or statement.part) and not statement.at_home:
            return True
        named = [n for n in naming.glossary.named_in(evidence.text) if naming.is_known(n)][:1]
        # What a part of the topic does is told of it, below its heading.
        passing = not statement.at_home and statement.relation in ("mention", "under")
        if named and passing:
            return not naming.is_named(named[0])
        if _ADVICE.match(evidence.text) and not statement.named:
            return True
        rest = self._without_name(evidence.text)
        asked = any(wording.search(rest) for wording, _ in _ASPECTS)
        return says_what_it_is(naming, evidence.text) and not asked

    def _is_one_of_many(self, statement: Statement) -> bool:
        """Whether it is one of what is listed by names, and would stand for all of them."""
        evidence = statement.evidence
        listed = evidence.context.endswith(":") and not statement.row
        return listed and ": " in evidence.text

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
