"""A card for a topic: what it is, when to use it, key facts, how it differs, see also."""

from __future__ import annotations

import math
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from askaws.answering.answer import Composer, pieces
from askaws.answering.candidates import passage
from askaws.answering.gather import Naming, Statement, fts_query, gather
from askaws.index.store import Generation
from askaws.models.scorer import Scorer
from askaws.reading.glossary import Glossary, Term
from askaws.reading.keys import VENDORS
from askaws.reading.words import content_stems
from askaws.records import Answer, Card, Evidence, Hit, Seconds, Sentence

SHORT = 160
"""Words of a card, unless everything is asked for."""

Unit = tuple[Statement, ...]
"""Statements that are shown together, or not at all."""
_FULL = 100_000
_SCORED = {"definition": 14, "when": 10, "differs": 8, "facts": 24}
"""Statements that the scorer reads for each part, at about 10 ms each."""
_FACTS = 9
_FEW = 3
_REPEATED = 0.75
_REPEATED_DEFINITION = 0.55
_SEE_ALSO = 4
_LONGEST_DEFINITION = 60
_LOGIT = 0.3
_SUITS = re.compile(
    r"\b(?:use cases?|used (?:for|to|when)|suit(?:s|ed|able)|ideal|best (?:for|when|suited)"
    r"|good (?:for|fit)|recommended|useful|appropriate|meant for|lets? you|helps? you"
    r"|allows? you to)\b",
    re.IGNORECASE,
)
_WHEN_HEADING = re.compile(r"\bwhen to\b|\bchoos|\buse cases?\b", re.IGNORECASE)
_DIFFERS = re.compile(
    r"(?:\b(?:unlike|whereas|instead of|rather than|versus|differs? from|in contrast(?: to)?"
    r"|mistaken for|confused with|opposite(?: direction)? of|compared with|not the same as"
    r"|similar to|but not)|, while)\b ?",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"\d|\b(?:limit|maximum|at most|up to|cost|pric|charge|bill|encrypt|secur|default|must|only"
    r"|cannot|never|always|support|managed|serverless|automatic)",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    r"[a-z]|(?:An?|Fully|Managed|Service|Is|Are|Used|Has|Helps|Provides|Allows|Enables|Lets|Makes"
    r"|Offers|Gives)\b"
)
_VERB = re.compile(
    r"(?:[a-z]+ly )?(?!(?:has|does|needs|requires|supports|stays|continues|achieves|uses) )"
    r"(?:[a-z]+[^\Ws]s|let|allow|provide|help)\b"
)
_IS_A = r"(?:is|are|was|were|means?|refers to|describes)(?: (?:now|also|basically|simply))? "
_NO_DEFINITION = re.compile(r"(?:mistaken|confused|not|often|usually|best|recommended)\b")
_TAIL = r"(?: \([^)]*\))?,?(?: (?!is |are |was )[a-z][a-z-]*){0,2}? "


@dataclass(frozen=True, slots=True)
class Explainer:
    """Builds cards. Without a scorer the wording alone decides what defines."""

    generation: Generation
    glossary: Glossary
    scorer: Scorer | None

    def card(self, asked: str, nearest: Callable[[], Sequence[Hit]], *, full: bool = False) -> Card:
        """The card of a topic; a refusal if the notes do not know it or it is ambiguous.

        `nearest` gives the passages to show with the card. A topic that the notes name
        but say nothing of is refused too, with `topic` set.
        """
        started = time.monotonic()
        resolution = self.glossary.resolve(asked)
        hits = tuple(nearest())
        topic = resolution.term.term if resolution.term else ""
        typed = asked.strip(" ?!.") if resolution.kind == "exact" else ""
        naming = Naming(self.glossary, topic, typed)
        statements = gather(self.generation, naming) if topic else []
        parts = _Parts(naming, statements, self._logits)
        layout = _Layout(naming, _FULL if full else SHORT)
        many = len(statements) if full else 0
        definition = layout.take(parts.definition(), 2 if full else 1)
        when = layout.take(parts.when(), many or 2)
        contrast = layout.take(parts.differs(), many or 2, _FULL if full else SHORT // 3)
        facts = layout.take(parts.everything() if full else parts.facts(), many or _FACTS)
        composer = Composer()
        shown = [
            _compose(composer, part)
            for part in (definition, when, sorted(facts, key=_place), contrast)
        ]
        now = round(time.monotonic() - started, 3)
        answer = Answer(
            question=asked,
            sentences=tuple(composer.sentences),
            citations=tuple(composer.citations.values()),
            hits=hits,
            model="",
            seconds=Seconds(0.0, now, now),
            probability=1.0 if statements else 0.0,
        )
        return Card(
            asked=asked,
            topic=topic,
            answer=answer,
            misspelt=resolution.kind == "misspelt",
            ambiguous=resolution.kind == "ambiguous",
            only_mentioned=bool(statements) and not parts.about,
            definition=shown[0],
            when_to_use=shown[1],
            key_facts=shown[2],
            differences=shown[3],
            see_also=self._see_also(naming, statements),
            candidates=tuple(term.term for term in resolution.candidates),
        )

    def _logits(self, question: str, statements: Sequence[Statement]) -> list[float]:
        if self.scorer is None or not statements:
            return [0.0] * len(statements)
        scores = self.scorer.score(question, [passage(s.evidence) for s in statements])
        return [float(score) for score in scores]

    def _see_also(self, naming: Naming, statements: Sequence[Statement]) -> tuple[str, ...]:
        """The topics with a heading of their own that the notes name beside this one.

        What the notes name everywhere says little, so it counts for less.
        """
        counts: Counter[str] = Counter()
        for statement in statements:
            text = statement.evidence.text
            if statement.part or not (statement.named or statement.relation == "own"):
                continue
            weight = 3 if _DIFFERS.search(text) else 1
            counts.update(dict.fromkeys(self.glossary.named_in(text), weight))
        terms = {term.term: term for term in self.glossary.topics()}
        ranked = sorted(
            (name for name in counts if name in terms and name != naming.topic),
            key=lambda name: (-counts[name] / math.log2(2 + terms[name].places), name),
        )
        neighbours = [name for name in ranked[: 4 * _SEE_ALSO] if self._is_subject(terms[name])]
        return tuple(neighbours[:_SEE_ALSO])

    def _is_subject(self, term: Term) -> bool:
        """Whether a topic is a name, not a plain word, and heads a section of its own."""
        words = term.term.split()
        if len(words) == 1 and term.term[1:] == term.term[1:].lower() and not term.capital:
            return False
        naming = Naming(self.glossary, term.term)
        for name in naming.names:
            found = self.generation.matching(f"headings : {fts_query(name)}", 3, (1.0, 0.0))
            for chunk_id, _ in found:
                if any(naming.is_all(h) for h in self.generation.chunk(chunk_id).headings):
                    return True
        return False


@dataclass(frozen=True, slots=True)
class _Parts:
    """What could stand in each part of a card, best first."""

    naming: Naming
    statements: Sequence[Statement]
    logits: Callable[[str, Sequence[Statement]], list[float]]

    @property
    def about(self) -> list[Statement]:
        return [s for s in self.statements if s.relation != "mention"]

    def definition(self) -> list[Unit]:
        """What says what the topic is, not what only mentions it."""
        able = [s for s in self.statements if s.opens or not s.evidence.items]
        likely = sorted(able, key=lambda s: -self._defines(s))[: _SCORED["definition"]]
        likely = [s for s in likely if self._defines(s) > 1]
        return [(s,) for s in self._ranked("What is {}?", likely, self._defines, _LOGIT)]

    def _ranked(
        self,
        question: str,
        statements: Sequence[Statement],
        value: Callable[[Statement], float] = lambda s: float(s.relation != "mention"),
        weight: float = 1.0,
    ) -> list[Statement]:
        logits = self.logits(question.format(self.naming.topic), statements)
        worth = {s.order: value(s) + weight * v for s, v in zip(statements, logits, strict=True)}
        return sorted(statements, key=lambda s: -worth[s.order])

    def _defines(self, statement: Statement) -> float:
        """How far the wording is that of a definition; above 1 for what may be one."""
        items = statement.evidence.items
        text = items[0].text if items else statement.evidence.text
        size = len(text.split())
        value = 0.5 * (statement.relation == "own") + 1.0 * statement.opens
        value -= 1.0 * (size < 6) + 0.4 * (size > 40) + 9.0 * (size > _LONGEST_DEFINITION)
        value -= 2.0 * statement.part + 2.0 * (not statement.stands)
        begin = rf"[“\"']?{self.naming.pattern}"
        match = re.match(rf"{begin}{_TAIL}(?=\S)", text, re.IGNORECASE)
        rest = text[match.end() :] if match else ""
        if verb := re.match(_IS_A, rest):
            after = rest[verb.end() :]
            noun = re.match(r"(?:an?|the|one|any|how|that|when)\b", after)
            value += 0.0 if _NO_DEFINITION.match(after) else 4.0 if noun else 2.0
        elif _VERB.match(rest):
            value += 2.0 + 0.7 * rest.startswith(("provides", "lets", "enables", "makes"))
        elif re.match(rf"{begin}(?: \([^)]*\))?(?::| [–-]) ", text, re.IGNORECASE):
            value += 2.0
        elif re.search(rf"{self.naming.pattern}(?: \([^)]*\))?, (?:which is )?an? ", text, re.I):
            value += 1.8 + 2.0 * (not statement.stands)
        elif statement.opens and (_FRAGMENT.match(text) or self._speaks(text)):
            value += 1.0
        else:
            value -= 2.0
        return value

    def _speaks(self, text: str) -> bool:
        """Whether a text begins with the words of the topic, in whatever order and form."""
        wanted = set(content_stems(self.naming.topic)) - VENDORS
        return 2 * len(wanted & set(content_stems(" ".join(text.split()[:9])))) >= len(wanted)

    def when(self) -> list[Unit]:
        """What says when to use it: that under such a heading, in order, then by the words."""
        able = [s for s in self.about if not s.evidence.items and not s.part and self._reads(s)]
        advice = [s for s in able if self._advises(s.evidence.text)]
        headed = [
            s
            for s in able
            if _WHEN_HEADING.search(s.heading)
            and self.naming.heads(s.heading) == "own"
            and (s.opens or s in advice)
        ]
        cued = [s for s in advice if s not in headed][: _SCORED["when"]]
        return [self._chain(s) for s in (*headed, *self._ranked("When should I use {}?", cued))]

    def _advises(self, text: str) -> bool:
        """Whether a text says what the topic suits, or when to choose it."""
        choose = rf"\b(?:choose|use|using) {self.naming.pattern}.*?\b(?:when|if|for|to|with)\b"
        return bool(
            (self.naming.is_subject(text) and _SUITS.search(text))
            or re.search(choose, text, re.IGNORECASE)
        )

    def differs(self) -> list[Unit]:
        """What sets it apart from another topic."""
        able = [s for s in self.statements if not s.evidence.items and self._contrasts(s)]
        question = "How does {} differ from others?"
        return [(s,) for s in self._ranked(question, able[: _SCORED["differs"]])]

    def _contrasts(self, statement: Statement) -> bool:
        """Whether a statement sets the topic, rather than what else it names, against another."""
        text, naming = statement.evidence.text, self.naming
        others = [name for name in naming.glossary.named_in(text) if not naming.is_named(name)]
        if not others or not statement.stands or not naming.is_named(text):
            return False
        if cue := _DIFFERS.search(text):
            return naming.is_subject(text) or naming.is_subject(text[cue.end() :])
        # A heading such as "A versus B" speaks for its statements, and for the rows of a
        # table with these columns.
        if not re.search(r"\b(?:versus|vs|compared|differences?)\b", statement.heading, re.I):
            return False
        columns = [cell.partition(": ")[0] for cell in text.split("; ")]
        row = statement.part and any(map(naming.is_all, columns))
        return row or (not statement.part and naming.heads(statement.heading) is not None)

    def facts(self) -> list[Unit]:
        """The rest, what tells most first, from as many sections as there are."""
        able = [s for s in self.statements if s.evidence.items or s.named or not s.part]
        able = [s for s in able if self._reads(s) or (s.named and s.leans < 0)]
        close = [s for s in able if s.relation in ("own", "subject") or s.named]
        for pool in ([s for s in close if s.relation != "mention"], self.about):
            kept = [s for s in able if s in pool]
            if len(kept) > _FEW:
                able = kept
                break
        able = sorted(able, key=lambda s: -self._tells(s))[: _SCORED["facts"]]
        question = f"What are the key facts about {self.naming.topic}?"
        logits = self.logits(question, able)
        left = {s: self._tells(s) + _LOGIT * v for s, v in zip(able, logits, strict=True)}
        taken: Counter[tuple[str, ...]] = Counter()
        found = []
        while left:
            best = max(left, key=lambda s: left[s] - 0.3 * taken[s.evidence.headings])
            del left[best]
            taken[best.evidence.headings] += 1
            found.append(self._chain(best))
        return found

    def _tells(self, statement: Statement) -> float:
        """How much a student wants to read a statement, by its form."""
        text = statement.evidence.text
        size = len(text.split())
        value = {"own": 0.6, "subject": 0.2, "under": 0.0, "mention": -1.5}[statement.relation]
        value += 0.4 * any(self.naming.heads(h) == "own" for h in statement.evidence.headings)
        value -= 0.6 * (statement.whole >= 0)
        value += 0.6 * statement.named + 0.5 * statement.opens
        value += 0.5 * bool(_TELLING.search(text)) + 0.4 * bool(re.search(r"\d", text))
        value -= 0.8 * (not statement.stands)
        if statement.evidence.items:
            return value + 0.5 - 0.01 * size
        return (
            value - 0.6 * (size < 6) - 1.0 * (size < 5) - 0.5 * (size > 35) - 0.8 * statement.part
        )

    def everything(self) -> list[Unit]:
        """All statements in order, the mentions last; lists with their lead-ins."""
        return [(s,) for s in sorted(self.statements, key=_place)]

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


@dataclass(slots=True)
class _Layout:
    """Takes statements for part after part until the words are used up; nothing twice."""

    naming: Naming
    words: int
    _chosen: list[Evidence] = field(default_factory=list)

    def take(self, units: Iterable[Unit], most: int, words: int = _FULL) -> list[Statement]:
        """Up to `most` statements of at most so many `words`, whole units only."""
        found: list[Statement] = []
        for unit in units:
            new = [s for s in unit if not any(self._same(s.evidence, e) for e in self._chosen)]
            size = sum(len(p.text.split()) for s in new for p in pieces(s.evidence))
            if not new or new[-1] is not unit[-1] or len(found) + len(new) > most:
                continue
            # What it leans on has to stand before it, not in another part of the card.
            if len(unit) > 1 and any(s not in new and s not in found for s in unit[:-1]):
                continue
            if size > min(self.words, words):
                continue
            found += new
            self._chosen += [p for s in new for p in pieces(s.evidence)]
            self.words -= size
            words -= size
        return found

    def _same(self, one: Evidence, other: Evidence) -> bool:
        """Whether two say nearly the same, the name of the topic aside."""
        apart = one.path != other.path or one.start_line > other.end_line
        if not apart and one.end_line >= other.start_line and one.quote in other.quote:
            return True
        mine, theirs = (set(content_stems(e.text)) - self.naming.stems for e in (one, other))
        share = _REPEATED if self._chosen[0] is not other else _REPEATED_DEFINITION
        return len(mine & theirs) >= share * max(1, min(len(mine), len(theirs)))


def _place(statement: Statement) -> tuple[bool, int, int]:
    evidence = statement.evidence
    return statement.relation == "mention", evidence.chunk_id, evidence.start_line


def _compose(composer: Composer, statements: Iterable[Statement]) -> tuple[Sentence, ...]:
    before = len(composer.sentences)
    for statement in statements:
        composer.quote(statement.evidence)
    return tuple(composer.sentences[before:])
