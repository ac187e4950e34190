"""What a question says in the notes' own words: spelling repaired, abbreviations spelt out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from askaws.answering.sides import compared, set_against, stems_apart, unheard
from askaws.reading.described import described_in
from askaws.reading.glossary import Glossary
from askaws.reading.keys import name_key
from askaws.reading.words import STOP_WORDS, content_stems, stem, words

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_MOST_EXPANSIONS = 4
_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+) "
_KINDS = (
    r"(?:types|kinds|options|ways|components|parts|elements|steps|phases|stages|features|benefits"
    r"|challenges|requirements|policies|states|classes|formats|modes|frameworks)"
)
_WHICH = r"^(?:(?:at|by|for|from|in|into|on|to|with) )?(?:what|which) "
_LIST = re.compile(
    r"^(?:list|name|enumerate|give)\b|\b(?:which|what) (?:\w+ ){0,4}(?:are there|exist)\b"
    rf"|\b(?:{_KINDS}|examples|list|advantages|reasons|values|sources) (?:of|for|to|in)\b"
    rf"|{_WHICH}are\b|\bconsists? of\b|\bmade up of\b|\blist$|^what (?:\w+ )+includes?\W*$"
    rf"|^(?:\S+ ){{1,4}}{_KINDS}$"
    rf"|{_WHICH}(?:{_COUNT}|\w+ )?(?:\w+ )?(?!\w*(?:ss|us|is)\b)\w{{2,}}s"
    r"(?: of (?:\S+ ){1,3}?\S+)? (?:are|can|do|does|did|is|has|have|make|exist|should|would)\b"
    rf"|{_WHICH}{_COUNT}",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^(?:is|are|was|were|does|do|did|can|could|will|would|should|must|has|have|may|am)\b"
    r"|^(?:dose|dos)\b",
    re.IGNORECASE,
)
_DEFINE = re.compile(
    r"^(?:what(?:['’]?s| is| are| does)|explain|define|describe|tell me about|who is)\b",
    re.IGNORECASE,
)
_LOOK_UP = re.compile(
    r"^(?:what(?:['’]?s|\s+is|\s+are)|explain(?:\s+to\s+me)?|define|describe|tell\s+me\s+about)\s+"
    r"(?:what\s+(?:(?:is|are)\s+)?)?(?:(?:an?|the)\s+)?(?P<topic>\S.*?)(?:\s+(?:is|are))?\s*[?.!]*$",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\bhow (?:many|much|long|often|large|big|small|fast|far|old|quick|soon)\b"
    r"|\b(?:max|min)\b(?![ -](?:pool|scal|max))"
    r"|\b(?:maximum|minimum|quota|largest|longest|smallest|shortest|percent|percentage|limit"
    r"|number of|price|cost)\b",
    re.IGNORECASE,
)
_SPELT_OUT = re.compile(r" \([^)]*\)")

Kind = Literal["list", "yesno", "compare", "define", "other"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked and as understood.

    `text` is what is embedded and scored; `stems` are its content words;
    `alternatives` are, for a stem, the words (all of a tuple) that say the same;
    `repairs` are the words that were taken for others; `topics` are the things with a
    name that it speaks of, each by the keys of all its names; `unheard` are the sides
    of a comparison that have no word in common with the notes.
    """

    asked: str
    text: str
    stems: tuple[str, ...]
    alternatives: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    repairs: tuple[tuple[str, str], ...] = ()
    topics: tuple[frozenset[str], ...] = ()
    unheard: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """What sort of answer is asked for, as far as the wording tells."""
        if self.sides:
            return "compare"
        if _LIST.search(_SPELT_OUT.sub("", self.text)):
            return "list"
        if _YES_NO.search(self.text):
            return "yesno"
        return "define" if _DEFINE.search(self.text) else "other"

    @property
    def asks_for_a_number(self) -> bool:
        """Whether a number, a size, a time or a price is asked for, as far as the wording tells.

        >>> [Question("", q, ()).asks_for_a_number for q in ("how many?", "max size?", "Why?")]
        [True, True, False]
        """
        return bool(_HOW_MANY.search(self.text))

    @property
    def sides(self) -> tuple[str, ...]:
        """The two things that are compared, or nothing.

        >>> Question("q", "difference between NAT gateway and NAT instance?", ()).sides
        ('NAT gateway', 'NAT instance')
        """
        return compared(self.text)

    @property
    def apart(self) -> frozenset[str]:
        """The stems by which the two things that are compared differ.

        >>> sorted(Question("", "latency routing vs failover routing", ()).apart)
        ['failov', 'latenc']
        """
        return frozenset[str]().union(*stems_apart(self.sides))

    @property
    def full_text_query(self) -> str:
        """Any of the stems, for FTS5, which ranks by how many and how rare they are."""
        further = (s for others in self.alternatives.values() for other in others for s in other)
        return " OR ".join(f'"{stem}"' for stem in dict.fromkeys((*self.stems, *further)))


def looked_up(asked: str) -> str:
    """The topic of "what is X", "explain X" and the like, or nothing.

    >>> looked_up("What is the SageMaker Neo?"), looked_up("explain s3 glacier"), looked_up("Why?")
    ('SageMaker Neo', 's3 glacier', '')
    """
    match = _LOOK_UP.match(" ".join(asked.split()))
    return match["topic"] if match else ""


def understand(
    asked: str,
    vocabulary: Mapping[str, int],
    glossary: Glossary,
    is_plain_word: Callable[[str], bool],
) -> Question:
    """Read a question against the notes' words and glossary.

    `is_plain_word` tells words that people spell right, though the notes lack them.

    >>> from askaws.reading.glossary import Term
    >>> glossary = Glossary([Term("DynamoDB", ("DDB",), 1), Term("DDB", ("DynamoDB",), 1)])
    >>> notes = {"scale": 3, "dynamodb": 2}
    >>> q = understand("how does DDB scael", notes, glossary, {"how"}.__contains__)
    >>> q.text, q.stems, q.repairs
    ('how does DDB (DynamoDB) scale', ('ddb', 'scale'), (('scael', 'scale'),))
    """
    repairs: dict[str, str] = {}

    def repaired(match: re.Match[str]) -> str:
        word = match[0]
        better = _repair(word.lower(), vocabulary, glossary, is_plain_word)
        if better:
            repairs[word] = better
        return better or word

    text = _joined(_WORD.sub(repaired, " ".join(asked.split())), vocabulary)
    expanded = text
    alternatives: dict[str, tuple[tuple[str, ...], ...]] = {}
    others = (*glossary.expansions_in(text), *described_in(text, glossary))
    for short, long in others[:_MOST_EXPANSIONS]:
        both = f"{short} ({long})"
        expanded = re.sub(rf"\b{re.escape(short)}\b", both.replace("\\", r"\\"), expanded, count=1)
        said = tuple(content_stems(long))
        for own_stem in content_stems(short) if said else ():
            alternatives[own_stem] = (*alternatives.get(own_stem, ()), said)
    own = content_stems(text) or [stem(word) for word in words(text)]
    topics = tuple(
        frozenset(map(name_key, glossary.names_of(topic)))
        for topic in glossary.named_in(text)
        if topic != topic.lower()
    )
    found = Question(asked, expanded, tuple(own), alternatives, tuple(repairs.items()), topics)
    # What people say of many things is no name that the notes lack.
    sides = set_against(expanded) if found.sides else ()
    strange = (side for side in sides if not all(map(is_plain_word, _WORD.findall(side))))
    return replace(found, unheard=tuple(unheard([*strange], vocabulary, glossary)))


def _repair(
    word: str,
    vocabulary: Mapping[str, int],
    glossary: Glossary,
    is_plain_word: Callable[[str], bool],
) -> str:
    """The notes' word that `word` is a slip for, or nothing."""
    if len(word) < 4 or word in vocabulary or word in STOP_WORDS or glossary.knows(word):
        return ""
    if is_plain_word(word) or any(stem(word) == stem(other) for other in _near(word, vocabulary)):
        return ""
    slips = 1 if len(word) < 6 else 2
    best = process.extract(
        word,
        [other for other in vocabulary if abs(len(other) - len(word)) <= slips and len(other) > 3],
        scorer=OSA.distance,
        score_cutoff=slips,
        limit=8,
    )
    ranked = sorted(
        (distance, other[0] != word[0], -vocabulary[other], other) for other, distance, _ in best
    )
    return ranked[0][-1] if ranked else ""


def _joined(text: str, vocabulary: Mapping[str, int]) -> str:
    """Two words, one of which the notes lack, as the notes' word that they are together.

    >>> _joined("a geo proximity rule", {"geoproximity": 2, "rule": 1})
    'a geoproximity rule'
    """
    found: list[str] = []
    for word in text.split(" "):
        before, joined = found[-1:], "".join((*found[-1:], word)).lower()
        apart = all(one.lower() in vocabulary for one in (*before, word))
        if before and joined in vocabulary and not apart:
            found[-1] = joined
        else:
            found.append(word)
    return " ".join(found)


def _near(word: str, vocabulary: Mapping[str, int]) -> Iterable[str]:
    return (other for other in vocabulary if other[:4] == word[:4])
