"""How the notes name a topic: in a heading, as a subject, or in passing."""

from __future__ import annotations

import re
from typing import Literal

from askaws.reading.glossary import Glossary
from askaws.reading.keys import VENDOR_STEMS, VENDORS, key_words, name_key
from askaws.reading.names import without_generic_end
from askaws.reading.terms import known_keys
from askaws.reading.words import stem, stems, words

Relation = Literal["own", "under", "subject", "mention"]
_HEADING_WORDS = 7
LABEL = r"(?:(?-i:[A-Z])[^():.]{3,60}: )?"
"""A pattern for what may stand before a sentence: "Analyse calls: …"."""
_NUMBERING = re.compile(r"^\d+(?:\.\d+)*[.)]?\s+")
_QUALIFIED = re.compile(r" (?:for|on|in|with|as|of) ")
_JOINTS = re.compile(
    r"\s(?:for|in|and|with|of|on|versus|vs\.?|or|to|from|into|as|choose|use|compared|-|–)\s"
    r"|[/,:]\s?",
    re.IGNORECASE,
)


class Naming:
    """How texts name a topic: by any of its names, alone or in a longer name of its own.

    >>> from askaws.reading.glossary import Term
    >>> titles = ("Comprehend", "Comprehend Medical", "Comprehend pricing", "Use of Comprehend")
    >>> naming = Naming(Glossary([Term(title, (), 1) for title in titles]), "Comprehend")
    >>> naming.is_named("Amazon Comprehend Medical"), naming.is_named("AWS Comprehend pricing")
    (False, True)
    >>> naming.is_subject("Amazon Comprehend finds names."), naming.is_subject("Use Comprehend.")
    (True, False)
    >>> [naming.heads(title) for title in titles]
    ['own', None, 'under', 'under']
    """

    def __init__(
        self, glossary: Glossary, topic: str, asked: str = "", longer: bool = False
    ) -> None:
        self.glossary = glossary
        self.topic = topic
        self.longer = longer
        self.names = glossary.names_of(topic)
        if asked not in self.names and name_key(asked) in map(name_key, self.names):
            # "Data lake" of what the notes have as "Datalake".
            self.names += (asked,)
        self.stems = {s for name in self.names for s in stems(name)} | VENDOR_STEMS
        # The title of a section is long; its text says "Fairness", not "Fairness in machines".
        short = [part for part in (asked, _QUALIFIED.split(topic)[0]) if part]
        names = (*self.names, *(part for part in short if not glossary.named_in(part)))
        pattern = "|".join(sorted(map(_loose, names), key=len, reverse=True))
        self.pattern = rf"(?:an? |the )?(?:amazon |aws |apache )?(?:{pattern})(?!\w)"
        self._name = re.compile(self.pattern, re.IGNORECASE)
        self._ends = re.compile(rf" {self.pattern}$", re.IGNORECASE)
        self._bracket = re.compile(rf"[^()]{{3,40}} ?\({self.pattern}\)", re.IGNORECASE)
        self._begins = re.compile(
            rf"{LABEL}[“\"']?(?:(?:with|in|using|for) (?:multiple |several )?)?{self.pattern}",
            re.IGNORECASE,
        )
        self._does = re.compile(
            rf"{self.pattern} (?:[a-z]+ly )?(?:can|[a-z]*[a-rt-z]s)\b(?! (?:and|or|of|for|are)\b)",
            re.IGNORECASE,
        )
        self._used = re.compile(rf"(?:(?:you|we) can )?use {self.pattern}", re.IGNORECASE)
        self._own = re.compile(
            rf"(?:(?:when to \w+|what (?:is|are)|why|about|[\w-]+ and|[\w ]+:) )?{self.pattern}"
            r"(?: \([^)]*\))?(?:$|\s*[:–(/-]|\s(?:in|on|with|and|for|as|compared|versus|vs|or)\b)",
            re.IGNORECASE,
        )

    def is_named(self, text: str) -> bool:
        """Whether a text speaks of the topic, and not only of one with a `longer` name."""
        if self.longer:
            return bool(self._name.search(text))
        return any(self._is_in(title, text) for title in self.glossary.named_in(text))

    def is_subject(self, text: str) -> bool:
        """Whether a text begins with the topic."""
        return self._is_first(text) and bool(self._begins.match(text))

    def is_doing(self, text: str) -> bool:
        """Whether a text begins with the topic and a verb: "Polly speaks"."""
        return self.is_subject(text) and bool(self._does.match(text))

    def is_used(self, text: str) -> bool:
        """Whether a text says to use the topic."""
        return self._is_first(text) and bool(self._used.match(text))

    def _is_first(self, text: str) -> bool:
        return self.glossary.named_in(text)[:1] == (self.topic,)

    def is_all(self, text: str, besides: int = 1) -> bool:
        """Whether a text is a name of the topic and at most so many words `besides`."""
        rest = set(stems(text)) - self.stems
        return len(rest) <= besides and bool(self._name.match(text)) and self.is_named(text)

    def is_gloss(self, text: str) -> bool:
        """Whether a text is another name with the topic's in brackets: "Block storage (EBS)"."""
        return bool(self._bracket.fullmatch(text))

    @property
    def is_well_known(self) -> bool:
        """Whether the topic is a service or another thing whose name everybody uses."""
        return name_key(self.topic) in known_keys()

    def is_another(self, heading: str) -> bool:
        """Whether a heading is a well-known name, and not one of the topic's."""
        return name_key(without_number(heading)) in known_keys() and not self.is_named(heading)

    def is_known(self, name: str) -> bool:
        """Whether a name is one of the topic's or of another that the notes write about."""
        return self.is_named(name) or not self._is_passing(name)

    def heads(self, heading: str) -> Relation | None:
        """Whether a heading is the topic's own, names it among others, or neither."""
        heading = without_generic_end(without_number(heading))
        if len(key_words(heading.split(":")[0])) > _HEADING_WORDS or not self.is_named(heading):
            return None
        return "own" if self._own.match(heading) else "under"

    def _is_passing(self, name: str) -> bool:
        """Whether a name is words with capitals that the notes write nothing about."""
        called = self.glossary.called(name)
        return bool(called) and all(term.kind == "passing" for term in called)

    def _is_in(self, title: str, text: str) -> bool:
        """Whether a title in `text` is the topic, or one of its own: "X pricing", "Y for X"."""
        if title == self.topic or not self._name.search(text):
            return title == self.topic
        # Words with capitals that happened to stand before it: "Unlike Polly".
        begins = self._name.match(title) and name_key(title) not in known_keys()
        if self._is_passing(title) and (begins or self._ends.search(title)):
            return True
        for name in _JOINTS.split(title):
            match = self._name.match(name)
            if match and (rest := name[match.end() :]) == rest.lower() and not rest.startswith("-"):
                return True
        return False


def is_as_name(topic: str, written: str) -> bool:
    """Whether a topic is written as a name, not as a word.

    >>> is_as_name("Model Training", "model training"), is_as_name("Data lake", "data lake")
    (False, True)
    >>> is_as_name("Resource", "resource")
    False
    """
    return written != written.lower() or (topic[1:] == topic[1:].lower() and " " in topic)


def without_number(heading: str) -> str:
    """A heading as a name.

    >>> without_number("**2.1 Kinesis**")
    'Kinesis'
    """
    return _NUMBERING.sub("", heading.strip(" *?"))


def _loose(name: str) -> str:
    """A pattern for a name: hyphens, blanks, brackets and plurals make no difference."""
    parts = [re.escape(part) for part in re.split(r"[\s‐‑-]+", name) if part]
    if len(parts) > 1 and parts[0].lower() in VENDORS:
        parts = parts[1:]
    return r"\)?[\s‐‑-]?".join(map(_plural, parts))


def _plural(part: str) -> str:
    """A pattern for a word in singular or plural; "EBS" is no plural of "EB".

    >>> [bool(re.fullmatch(_plural(word), "EBS", re.IGNORECASE)) for word in ("eb", "EB")]
    [True, False]
    """
    return part + "(?-i:s)?" if part.isupper() else re.sub(r"s$", "", part) + "(?:s|es)?"


def fts_query(name: str) -> str:
    """An FTS5 query for a name: all of its words, each also in its parts, or what they are joined.

    >>> fts_query("QuickSight"), fts_query("AWS Glue")
    ('("quick sight" OR "quicksight")', '"glue"')
    >>> fts_query("Multi-part upload")
    '((("multi part" OR "multipart") AND "upload") OR "multipartupload")'
    """
    kept = [part for part in re.split(r"[\s/]+", name) if part.lower() not in VENDORS] or [name]
    found = [_word_query(part) for part in kept if words(part)]
    if len(found) < 2:
        return "".join(found) or '""'
    joined = stem("".join(words(part)[-1] for part in kept if words(part)))
    return f'(({" AND ".join(found)}) OR "{joined}")'


def _word_query(word: str) -> str:
    """One word, or a compound in its parts and whole."""
    pieces = words(word)
    if len(pieces) == 1:
        return f'"{stem(pieces[0])}"'
    return f'("{" ".join(map(stem, pieces[:-1]))}" OR "{stem(pieces[-1])}")'
