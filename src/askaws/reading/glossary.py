"""Looking names up: abbreviations, variants and misspellings of what the notes speak of.

Built from the terms of an index (`askaws.reading.terms` collects them). Names are
compared by their keys (`askaws.reading.keys`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from askaws.reading.keys import VENDORS, find_names, fold, key_words, name_key, singular
from askaws.reading.words import STOP_WORDS, content_stems

TermKind = Literal["topic", "mention", "passing", "known"]
ResolutionKind = Literal["exact", "misspelt", "ambiguous", "unknown"]

_FILLER = VENDORS | {"a", "an", "the"}
_GENERIC = {
    "algorithm", "connection", "database", "feature", "function", "protocol", "service", "tool",
}  # fmt: skip
_NEAREST = 5
_CANDIDATES = 8
_SHORTEST_SLIP = 4
"""In letters: a shorter word is another one, not a slip."""


@dataclass(frozen=True, slots=True)
class Term:
    """A name in the notes, what else they call it, and how many sections speak of it.

    `topics` are what it is another name of; empty for the name of a topic itself.
    A `topic` has a heading or entry of its own; a `mention` is a well-known name in
    running text, and `passing` another word with capitals there; a `known` name is
    well known, but not in the notes. A `capital` name is a common word too, and counts
    in running text only with a capital letter: Glue, Translate.
    """

    term: str
    expansions: tuple[str, ...]
    places: int
    topics: tuple[str, ...] = ()
    kind: TermKind = "topic"
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name was taken for.

    `term` is the topic, if it is `exact` or `misspelt`. `candidates` are the topics that
    it may be, if it is `ambiguous`; those nearest to it, if it is `unknown`.
    """

    asked: str
    kind: ResolutionKind
    term: Term | None = None
    candidates: tuple[Term, ...] = ()


class Glossary:
    """The terms of an index, ready for looking up. Pure and deterministic.

    >>> glossary = Glossary(
    ...     [
    ...         Term("DynamoDB", ("DDB",), 3),
    ...         Term("DDB", ("DynamoDB",), 3, ("DynamoDB",)),
    ...         Term("Rekognition", (), 2),
    ...     ]
    ... )
    >>> [(r.kind, r.term.term) for r in map(glossary.resolve, ("dynamo-db", "ddb", "recognition"))]
    [('exact', 'DynamoDB'), ('exact', 'DynamoDB'), ('misspelt', 'Rekognition')]
    >>> glossary.expansions_in("how do I scale ddb?")
    (('ddb', 'DynamoDB'),)
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._rows: dict[str, Term] = {}
        self._by_title: dict[str, Term] = {}
        for term in terms:
            self._rows.setdefault(name_key(term.term), term)
            if not term.topics:
                self._by_title[term.term] = term
        self._named_in: dict[str, tuple[str, ...]] = {}
        self._capital = {key: term.term for key, term in self._rows.items() if term.capital}
        self._spoken = {key: term for key, term in self._rows.items() if self._topics_of(term)}

    def resolve(self, asked: str) -> Resolution:
        """What `asked` names: a topic of the notes, one of several, or none."""
        text = asked.strip(" \t\n?!.\"'“”‘’")
        for key in dict.fromkeys(_variants(text)):
            if key in self._rows:
                topics = self._topics_of(self._rows[key])
                if all(term.kind == "passing" for term in topics):
                    topics = [*filter(None, [self.ending_with(text)])] or topics
                return self._chosen(asked, "exact", topics, text)
        if parts := self._containing(text) or self._holding(text):
            return self._chosen(asked, "exact", parts, text)
        similar = [t for t in self._similar(name_key(text)) if not _is_other_sort(text, t.term)]
        return self._chosen(asked, "misspelt", similar, text)

    def called(self, name: str) -> tuple[Term, ...]:
        """The topics of the notes with this very name."""
        row = self._rows.get(name_key(name))
        return tuple(self._topics_of(row)) if row else ()

    def ending_with(self, name: str) -> Term | None:
        """The one topic whose longer title ends with a name, if there is one.

        >>> terms = [Term("Jobs", (), 2, kind="passing"), Term("Training jobs", (), 1)]
        >>> Glossary(terms).ending_with("job").term
        'Training jobs'
        """
        wanted = key_words(name)
        longer = [
            term
            for term in self._by_title.values()
            if term.kind == "topic"
            and len(words := key_words(term.term)) > len(wanted)
            and words[-len(wanted) :] == wanted
        ]
        return longer[0] if len(longer) == 1 else None

    def with_topic(self, name: str) -> Glossary:
        """The same with one more name, which is looked for in texts as its words stand.

        A well-known name that counts only with a capital letter gives way to it.
        """
        return Glossary([Term(name, (), 1, kind="mention"), *self._rows.values()])

    def expansions_in(self, question: str) -> tuple[tuple[str, str], ...]:
        """Names in a question with what else the notes call the same thing, in order."""
        inside = set(key_words(question))
        found: list[tuple[str, str]] = []
        for key, written in find_names(question, self._spoken):
            # "ad" and "as" are words; AD and AS may be abbreviations.
            if written.lower() in STOP_WORDS or (len(written) < 3 and not written.isupper()):
                continue
            for other in self._spoken[key].expansions:
                if name_key(other) not in inside and (written, other) not in found:
                    found.append((written, other))
        return tuple(found)

    def topics(self, prefix: str = "") -> tuple[Term, ...]:
        """The topics with a word that begins with `prefix`, in alphabetical order."""
        start = fold(prefix)
        listed = [
            term
            for term in self._by_title.values()
            if term.places
            and term.kind in ("topic", "mention")
            and f" {start}" in f" {fold(term.term)}"
        ]
        return tuple(sorted(listed, key=lambda term: (fold(term.term), term.term)))

    def names_of(self, topic: str) -> tuple[str, ...]:
        """All names of a topic, its own first."""
        others = (term.term for term in self._rows.values() if topic in term.topics)
        return (topic, *others)

    def named_in(self, text: str) -> tuple[str, ...]:
        """The topics that a text names; of nested names, the longest only.

        >>> glossary = Glossary([Term("Comprehend", (), 4), Term("Comprehend Medical", (), 1)])
        >>> glossary.named_in("Amazon Comprehend Medical reads clinical notes.")
        ('Comprehend Medical',)
        """
        # A card asks this of the same sentences again and again.
        if text not in self._named_in:
            found = dict.fromkeys(topic for topic, _ in self.written_in(text))
            self._named_in[text] = tuple(found)
        return self._named_in[text]

    def written_in(self, text: str) -> Iterator[tuple[str, str]]:
        """The topics that a text names, each with the name as it is written there."""
        for key, written in find_names(text, self._spoken, self._capital):
            for topic in self._topics_of(self._spoken[key]):
                yield topic.term, written

    def knows(self, word: str) -> bool:
        """Whether `word` is a name, in the notes or not, rather than a slip."""
        return name_key(word) in self._rows

    def _topics_of(self, term: Term) -> list[Term]:
        """The topics of the notes that a name stands for."""
        titles = term.topics or (term.term,)
        found = [self._by_title[title] for title in titles if title in self._by_title]
        return [topic for topic in found if topic.kind != "known"]

    def _chosen(
        self, asked: str, kind: ResolutionKind, topics: list[Term], text: str
    ) -> Resolution:
        if len(topics) == 1:
            return Resolution(asked, kind, topics[0])
        if topics:
            ranked = sorted(topics, key=lambda term: (-term.places, term.term))
            return Resolution(asked, "ambiguous", None, tuple(ranked[:_CANDIDATES]))
        return Resolution(asked, "unknown", None, self._nearest(text))

    def _containing(self, text: str) -> list[Term]:
        """The topics of which `text` is a part, word by word: Glacier of S3 Glacier."""
        wanted = f" {' '.join(key_words(text))} "
        if not wanted.strip():
            return []
        found = {
            topic.term: topic
            for term in self._spoken.values()
            if wanted in f" {' '.join(key_words(term.term))} "
            for topic in self._topics_of(term)
        }
        return list(found.values())

    def _holding(self, text: str) -> list[Term]:
        """The topics with all words of `text` in their name, in any order, and fewest others.

        >>> glossary = Glossary([Term("Cross-Region Replication versus versioning", (), 1)])
        >>> [term.places for term in glossary._holding("Versioning vs cross-region replication")]
        [1]
        """
        wanted = set(content_stems(text))
        if len(wanted) < 2:
            return []
        others: dict[str, int] = {}
        for term in self._spoken.values():
            inside = set(content_stems(term.term))
            if wanted <= inside:
                for topic in self._topics_of(term):
                    fewest = min(len(inside), others.get(topic.term, len(inside)))
                    others[topic.term] = fewest
        best = min(others.values(), default=0)
        return [self._by_title[title] for title, count in others.items() if count == best]

    def _similar(self, key: str) -> list[Term]:
        """The topics with a name that `key` is a slip for: those with the fewest slips."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        if len(key) < _SHORTEST_SLIP:
            return []
        slips = 1 if len(key) < 6 else 2 if len(key) < 13 else 3
        close = process.extract(
            key,
            [other for other in self._spoken if len(other) > 3],
            scorer=OSA.distance,
            score_cutoff=slips,
            limit=None,
        )
        best = min((distance, other[0] != key[0]) for other, distance, _ in close) if close else ()
        found = {
            topic.term: topic
            for other, distance, _ in close
            if (distance, other[0] != key[0]) == best
            for topic in self._topics_of(self._spoken[other])
        }
        return list(found.values())

    def _nearest(self, text: str) -> tuple[Term, ...]:
        """Topics that share words with `text` or look like it, nearest first."""
        from rapidfuzz import fuzz

        words = set(key_words(text)) - STOP_WORDS
        ranked = []
        for title, topic in self._by_title.items():
            if topic.kind in ("known", "passing"):
                continue
            shared = len(words & set(key_words(title)))
            alike = fuzz.ratio(name_key(text), name_key(title))
            if shared or alike >= 65:
                ranked.append((-shared, -alike, -topic.places, title))
        return tuple(self._by_title[title] for *_, title in sorted(ranked)[:_NEAREST])


def _is_other_sort(asked: str, name: str) -> bool:
    """Whether a name differs from what is asked in one word, and that too short for a slip.

    >>> _is_other_sort("F family", "P family"), _is_other_sort("S3 Glaceir", "S3 Glacier")
    (True, False)
    >>> _is_other_sort("VCP peering", "VPC peering")
    False
    """
    pairs = list(zip(key_words(asked), key_words(name), strict=False))
    other = [(one, two) for one, two in pairs if sorted(one) != sorted(two)]
    return len(pairs) > 1 and len(other) == 1 and min(map(len, other[0])) < _SHORTEST_SLIP


def _variants(text: str) -> Iterator[str]:
    """The keys that `text` may have: as it is, without filler, without a generic last word."""
    yield name_key(text)
    words = text.split()
    while words and words[0].lower() in _FILLER:
        words = words[1:]
    yield name_key(" ".join(words))
    if len(words) > 1 and singular(words[-1].lower()) in _GENERIC:
        yield name_key(" ".join(words[:-1]))
