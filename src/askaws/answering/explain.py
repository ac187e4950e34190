"""A card for a topic: what it is, when to use it, key facts, how it differs, see also."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from askaws.answering.answer import Composer
from askaws.answering.candidates import passage
from askaws.answering.choose import same
from askaws.answering.gather import Statement, gather
from askaws.index.store import Generation
from askaws.models.scorer import Scorer
from askaws.reading.glossary import Glossary, Resolution
from askaws.records import Answer, Card, Evidence, Hit, Seconds, Sentence

SHORT = 160
"""Words of a card, unless everything is asked for."""

_FULL = 100_000
_ALL = 1000
_SCORED = 24
_WHEN = re.compile(
    r"\b(?:use (?:it|this|them|cases?)|used (?:for|to|when|with)|when (?:you|to|the)"
    r"|suit(?:s|ed|able)|ideal|choose|best for|good (?:for|fit)|recommended"
    r"|allows? you to|lets? you|helps?)\b",
    re.IGNORECASE,
)
_WHEN_HEADING = re.compile(r"\bwhen\b|\bchoos|\buse cases?\b", re.IGNORECASE)
_DIFFERS = re.compile(
    r"\b(?:unlike|whereas|instead of|rather than|versus|vs|differs?|differences?|confused"
    r"|mistaken|contrast|compared|in turn|not the same)\b",
    re.IGNORECASE,
)
_DEFINES = (
    r"(?:is|are|was|were|provides?|lets?|allows?|enables?|helps?|makes?|gives?|offers?|stores?"
    r"|runs?|converts?|turns?|uses?|automat\w+|analy[sz]es?|extracts?|builds?|delivers?|finds?)\b"
)


@dataclass(frozen=True, slots=True)
class Explainer:
    """Builds cards. Without a scorer the wording alone decides what defines."""

    generation: Generation
    glossary: Glossary
    scorer: Scorer | None

    def card(
        self,
        asked: str,
        nearest: Callable[[], Sequence[Hit]],
        *,
        full: bool = False,
    ) -> Card:
        """The card of a topic; a refusal if the notes do not know it or it is ambiguous.

        `nearest` gives the passages to show with the card.
        """
        started = time.monotonic()
        resolution = self.glossary.resolve(asked)
        hits = tuple(nearest())
        if resolution.term is None:
            return self._refusal(resolution, hits, started)
        topic = resolution.term.term
        composer = Composer()
        statements = gather(self.generation, self.glossary, topic)
        own = [s for s in statements if s.relation != "mention"]
        layout = _Layout(composer, _FULL if full else SHORT)
        pool = own or statements
        definition = self._definition(topic, pool) if own else ()
        defining = layout.add(definition, 2 if full else 1)
        ranked = self._ranked(f"When should I use {topic}?", _when(own))
        when = layout.add(ranked, _ALL if full else 2)
        differs = [s.evidence for s in statements if _differs(s, topic, self.glossary)]
        facts = self._ranked(f"What are the key facts about {topic}?", _facts(pool, differs))
        # Room is kept for how it differs, which is said last.
        contrast = self._ranked(f"How does {topic} differ from others?", differs)
        reserve = len(contrast[0].quote.split()) if contrast and not full else 0
        key_facts = layout.add(_in_order(facts, full), _ALL, reserve)
        differences = layout.add(contrast, _ALL if full else 1)
        now = time.monotonic()
        answer = Answer(
            question=asked,
            sentences=tuple(composer.sentences),
            citations=tuple(composer.citations.values()),
            hits=hits,
            model="",
            seconds=Seconds(0.0, round(now - started, 3), round(now - started, 3)),
            probability=1.0,
        )
        return Card(
            asked=asked,
            topic=topic,
            answer=answer,
            misspelt=resolution.kind == "misspelt",
            only_mentioned=not own,
            definition=defining,
            when_to_use=when,
            key_facts=key_facts,
            differences=differences,
            see_also=self._see_also(topic, pool),
        )

    def _refusal(self, resolution: Resolution, hits: tuple[Hit, ...], started: float) -> Card:
        now = round(time.monotonic() - started, 3)
        return Card(
            asked=resolution.asked,
            topic="",
            answer=Answer(resolution.asked, (), (), hits, "", seconds=Seconds(0.0, now, now)),
            ambiguous=resolution.kind == "ambiguous",
            candidates=tuple(term.term for term in resolution.candidates),
        )

    def _definition(self, topic: str, own: Sequence[Statement]) -> list[Evidence]:
        """The statement that says what the topic is, not one that only mentions it."""
        names = "|".join(re.escape(name) for name in self.glossary.names_of(topic))
        defines = re.compile(
            rf"(?:amazon |aws |an? |the )?(?:{names})(?: \([^)]*\))?,?(?: [a-z-]+ly)? {_DEFINES}",
            re.IGNORECASE,
        )

        def wording(statement: Statement) -> float:
            text = statement.evidence.text
            value = 2.0 * bool(defines.match(text)) + 1.5 * statement.opens
            value += 1.0 * (statement.relation == "entry" and len(text.split()) > 6)
            value -= 1.0 * (len(text.split()) < 6) + 2.0 * text.endswith(("?", ":"))
            last = statement.evidence.headings[-1:] or ("",)
            return value + 1.0 * (self.glossary.named_in(last[0])[:1] == (topic,))

        ranked = sorted(own, key=lambda s: -wording(s))[:_SCORED]
        logits = self._logits(f"What is {topic}?", [s.evidence for s in ranked])
        best = sorted(
            zip(ranked, logits, strict=True), key=lambda pair: -(wording(pair[0]) + 0.35 * pair[1])
        )
        return [statement.evidence for statement, _ in best[:2] if wording(statement) > 0]

    def _ranked(self, question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
        some = list(evidence)[:_SCORED]
        logits = self._logits(question, some)
        order = sorted(range(len(some)), key=lambda i: -logits[i])
        return [some[i] for i in order]

    def _logits(self, question: str, evidence: Sequence[Evidence]) -> list[float]:
        if self.scorer is None or not evidence:
            return [0.0] * len(evidence)
        return [float(v) for v in self.scorer.score(question, [passage(e) for e in evidence])]

    def _see_also(self, topic: str, statements: Sequence[Statement]) -> tuple[str, ...]:
        """The topics with sections of their own that stand beside this one most often."""
        counts: Counter[str] = Counter()
        for statement in statements:
            counts.update(set(self.glossary.named_in(statement.evidence.text)))
        # A single word without a capital inside is as likely a plain word: Model, Run.
        own = {
            term.term
            for term in self.glossary.topics()
            if term.kind == "topic" and any(letter.isupper() for letter in term.term[1:])
        }
        others = [name for name, _ in counts.most_common() if name != topic and name in own]
        return tuple(others[:4])


@dataclass(slots=True)
class _Layout:
    """Fills a card part by part until its words are used up; says nothing twice."""

    composer: Composer
    words: int

    def add(
        self, evidence: Sequence[Evidence], most: int, reserve: int = 0
    ) -> tuple[Sentence, ...]:
        before = len(self.composer.sentences)
        for one in evidence:
            length = len(one.text.split())
            if len(self.composer.sentences) - before == most:
                break
            if length > self.words - reserve or any(same(one, c) for c in self._chosen()):
                continue
            self.composer.add(one.text, (one,), "quote")
            self.words -= length
        return tuple(self.composer.sentences[before:])

    def _chosen(self) -> list[Evidence]:
        return [
            Evidence(c.path, c.headings, c.start_line, c.end_line, c.quote, c.quote, 1.0)
            for c in self.composer.citations.values()
        ]


def _when(own: Sequence[Statement]) -> list[Evidence]:
    return [
        s.evidence
        for s in own
        if _WHEN.search(s.evidence.text) or _WHEN_HEADING.search(" ".join(s.evidence.headings[-1:]))
    ]


def _facts(pool: Sequence[Statement], differs: Sequence[Evidence]) -> list[Evidence]:
    """What is left: whole statements, figures first."""
    kept = [s.evidence for s in pool if s.evidence not in differs and len(s.evidence.text) > 20]
    return sorted(kept, key=lambda e: not re.search(r"\d", e.text))


def _in_order(facts: Sequence[Evidence], full: bool) -> list[Evidence]:
    return sorted(facts, key=lambda e: (e.path, e.start_line)) if full else list(facts)


def _differs(statement: Statement, topic: str, glossary: Glossary) -> bool:
    evidence = statement.evidence
    named = glossary.named_in(evidence.text)
    others = [name for name in named if name != topic]
    cue = _DIFFERS.search(f"{' '.join(evidence.headings[-1:])} {evidence.text}")
    return bool(cue and others and (topic in named or statement.relation == "heading"))
