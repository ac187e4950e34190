"""The names of a corpus, collected when it is indexed: what the glossary looks up.

Deterministic. They come from headings, bold words, list items and first columns (the
reader hands those over), from `Name (ABC)` pairs and names in running text, from lines
of the form `Also known as: A, B.` under a heading, and from `known_names.txt`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path

from askaws.reading.glossary import Term, TermKind
from askaws.reading.keys import find_names, name_key
from askaws.reading.names import as_name, pairs, proper_names
from askaws.records import Chunk

ALSO_KNOWN_AS = re.compile(
    r"^(?:also|formerly|previously) (?:known as|called):?\s+(.+?)\.?$", re.IGNORECASE
)
KNOWN_NAMES = Path(__file__).parent / "known_names.txt"

_SAME_NAME = 85
_COMMON = "^"
_LONGEST_ABBREVIATION = 4


@dataclass(slots=True)
class _Thing:
    """Something with a name, or several: by their keys, how the notes write them."""

    title: str
    kind: TermKind
    written: dict[str, str] = field(default_factory=dict)
    sections: int = 0


def collect_terms(
    chunks: Sequence[Chunk], names: Iterable[str] = (), known: Iterable[Sequence[str]] = ()
) -> list[Term]:
    """The terms of a corpus, in alphabetical order.

    `names` are those that the reader found. `known` has one thing a row, its names in it.

    >>> from askaws.records import Block, Span
    >>> text = "Amazon Simple Queue Service (SQS) holds messages."
    >>> chunk = Chunk("a.md", ("Messaging",), (Block("paragraph", (Span(text, text, 3, 3),)),))
    >>> for term in collect_terms([chunk], ["Messaging"]):
    ...     print(term.term, term.expansions, term.places, term.topics)
    Messaging () 1 ()
    Simple Queue Service ('SQS',) 1 ()
    SQS ('Simple Queue Service',) 1 ('Simple Queue Service',)
    """
    things = _Things(known)
    for name in names:
        things.add(name, "topic")
    texts = [(s.text, chunk.headings) for chunk in chunks for b in chunk.blocks for s in b.spans]
    for text, headings in texts:
        things.read_equals(text, headings)
    for text, _ in texts:
        for name in proper_names(text):
            things.add(name, "passing")
    uses: Counter[str] = Counter()
    for _, section in groupby(chunks, key=lambda chunk: (chunk.path, chunk.headings)):
        things.count(list(section), uses)
    return things.terms(uses)


def read_known_names(file: Path = KNOWN_NAMES) -> list[list[str]]:
    """The rows of a file of known names; its format stands at its head.

    >>> ["DynamoDB", "DDB", "Dynamo"] in read_known_names()
    True
    """
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    rows = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return [[title.strip(), *_listed(others)] for title, _, others in rows]


@lru_cache(maxsize=1)
def known_keys() -> frozenset[str]:
    """The keys of all names that are well known.

    >>> "dynamodb" in known_keys()
    True
    """
    return frozenset(name_key(name) for names in read_known_names() for name in names)


def common_names(known: Iterable[Sequence[str]]) -> dict[str, str]:
    """Of known names, those that are common words too, by their keys.

    All of one word are, for all that we know: Glue, Connect, Translate.

    >>> common_names([["Kendra"], ["Data Pipeline^", "SDP2"], ["Direct Connect"]])
    {'kendra': 'Kendra', 'datapipeline': 'Data Pipeline'}
    """
    found: dict[str, str] = {}
    for name in (name for names in known for name in names):
        alone = " " not in name.strip() and name_key(name).isalpha()
        if alone or name.endswith(_COMMON):
            found[name_key(name)] = name.rstrip(_COMMON)
    return found


def aliases(text: str) -> list[str]:
    """The names that a line of the form `Also known as: A, B.` gives to its heading.

    >>> aliases("Formerly called: Kinesis Firehose and KDF."), aliases("It is also known.")
    (['Kinesis Firehose', 'KDF'], [])
    """
    match = ALSO_KNOWN_AS.match(text)
    names = re.split(r",| and | or ", match[1]) if match else []
    return [name.strip() for name in names if name.strip()]


class _Things:
    """All things with names, found by the key of any of their names."""

    def __init__(self, known: Iterable[Sequence[str]]) -> None:
        self._by_key: dict[str, list[_Thing]] = {}
        self._things: list[_Thing] = []
        rows = [list(names) for names in known]
        for title, *others in rows:
            thing = self._new(title.rstrip(_COMMON), "known")
            for other in others:
                self._call(thing, other.rstrip(_COMMON))
        self._capital = common_names(rows)

    def add(self, name: str, kind: TermKind) -> list[_Thing]:
        """The things called `name`, of at least this kind; a new one if there is none."""
        found = self._by_key.get(name_key(name)) or [self._new(name, kind)]
        for thing in found:
            if kind == "topic":
                thing.kind = "topic"
        return found

    def read_equals(self, text: str, headings: Sequence[str]) -> None:
        """Take from a sentence under `headings` what it says to be names of one thing."""
        if headings:
            for alias in aliases(text):
                self._claim(self.add(headings[-1], "topic")[0], alias)
        for name, short in pairs(text):
            self._pair(name, short)

    @cached_property
    def _starts(self) -> set[str]:
        return {key[:end] for key in self._by_key for end in range(1, len(key) + 1)}

    def count(self, section: Sequence[Chunk], uses: Counter[str]) -> None:
        """Count the things that one section speaks of, and the names it uses for them."""
        texts = [*section[0].headings, *(chunk.text for chunk in section)]
        found = (find_names(text, self._by_key, self._capital, self._starts) for text in texts)
        keys = {key for names in found for key, _ in names}
        uses.update(keys)
        for thing in {id(t): t for key in keys for t in self._by_key[key]}.values():
            thing.sections += 1

    def terms(self, uses: Counter[str]) -> list[Term]:
        rows: dict[str, Term] = {}
        for thing in self._things:
            if thing.kind == "known" and thing.sections:
                thing.kind = "mention"
            for key, written in thing.written.items():
                own = key == name_key(thing.title)
                row = Term(
                    thing.title if own else written,
                    _expansions(thing, key, uses),
                    thing.sections,
                    () if own else (thing.title,),
                    thing.kind,
                    key in self._capital,
                )
                rows[key] = _merged(rows[key], row) if key in rows else row
        return sorted(rows.values(), key=lambda term: (term.term.lower(), term.term))

    def _new(self, title: str, kind: TermKind) -> _Thing:
        thing = _Thing(title, kind)
        if key := name_key(title):
            self._things.append(thing)
            self._call(thing, title)
            thing.written[key] = title
        return thing

    def _call(self, thing: _Thing, name: str) -> None:
        key = name_key(name)
        if key and thing not in self._by_key.setdefault(key, []):
            self._by_key[key].append(thing)
            thing.written.setdefault(key, name)

    def _claim(self, thing: _Thing, alias: str) -> None:
        """Make `alias` a name of this thing alone: the note says so."""
        key = name_key(alias)
        if not as_name(alias):
            return
        for other in [other for other in self._by_key.get(key, ()) if other is not thing]:
            # An abbreviation may stand for two things; a longer name is the same thing.
            if len(key) > _LONGEST_ABBREVIATION or key == name_key(other.title):
                self._merge(other, thing)
            else:
                self._by_key[key].remove(other)
                del other.written[key]
        self._call(thing, as_name(alias))

    def _merge(self, one: _Thing, other: _Thing) -> None:
        self._things.remove(one)
        for key, written in one.written.items():
            self._by_key[key].remove(one)
            self._call(other, written)

    def _pair(self, name: str, short: str) -> None:
        key = name_key(short)
        same = [t for t in self._by_key.get(key, ()) if _alike(t, name) or [*t.written] == [key]]
        for thing in self._by_key.get(name_key(name)) or same or [self._new(name, "topic")]:
            thing.kind = "topic"
            self._call(thing, name)
            self._call(thing, short)


def _merged(one: Term, other: Term) -> Term:
    """One row for a name of two things; the topic that it is the very name of goes first."""
    topics = [t for term in (one, other) for t in (term.topics or (term.term,))]
    real = [term for term in (one, other) if term.kind != "known"]
    return Term(
        one.term,
        tuple(dict.fromkeys(e for term in real for e in term.expansions)),
        max(one.places, other.places),
        tuple(dict.fromkeys(topics)),
        (real or [one])[0].kind,
        one.capital,
    )


def _expansions(thing: _Thing, key: str, uses: Counter[str]) -> tuple[str, ...]:
    """What else the notes call a thing, if that helps to find it: its main name, short ones."""
    if not thing.sections:
        return ()
    main = max(thing.written, key=lambda other: (uses[other], other == name_key(thing.title)))
    others = [main] if key != main else []
    others += [k for k, name in thing.written.items() if uses[k] and name.isupper() and k != main]
    return tuple(thing.written[other] for other in others if other not in key)


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _alike(thing: _Thing, name: str) -> bool:
    # A question imports this module, and has no use for this.
    from rapidfuzz import fuzz

    return any(fuzz.ratio(key, name_key(name)) >= _SAME_NAME for key in thing.written)
