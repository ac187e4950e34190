"""Words and stems: one way of taking text apart, for the index and for questions alike."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_HYPHENATED = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
_PLURAL = re.compile(r"([A-Z][A-Z0-9]+)s")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

_STOP = """
    a about after all also am an and any are as at be because been before being between both but
    by can could did do does doing done down each either else even ever for from get give given had
    has have having he her here him his how i if in into is it its itself just know let like ll m
    many may me might more most much must my need no nor not of off on once one only or other our
    out over own per please same say shall she should so some such t tell than that the their them
    then there these they this those through to too under until up upon us use used uses using very
    vs want was way we were what when where whether which while who whom why will with within would
    yes you your explain describe mean means meant does called versus thing things
"""
STOP_WORDS = frozenset(_STOP.split())


def words(text: str) -> list[str]:
    """The words of a text in lower case; compounds give their parts and the whole.

    >>> words("Multi-part upload, GroundTruth's S3")
    ['multi', 'part', 'upload', 'ground', 'truth', 's3', 'multipart', 'groundtruth']
    """
    found: list[str] = []
    wholes: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0]
        if "'" in word or "’" in word:
            word = re.sub(r"['’]s?$|['’].*$", "", word)
        # Most words have at most one capital, in front; only the others need a closer look.
        if not word[1:].islower():
            if plural := _PLURAL.fullmatch(word):
                word = plural[1]
            humps = _CAMEL.findall(word)
            if _is_camel(word, humps):
                found.extend(hump.lower() for hump in humps)
                wholes.append(word.lower())
                continue
        found.append(word.lower())
    wholes[:0] = [re.sub(r"[-‐‑]", "", m[0]).lower() for m in _HYPHENATED.finditer(text)]
    return found + wholes


def stems(text: str) -> list[str]:
    """The stems of a text's words, stop words included.

    >>> stems("Uploading large objects")
    ['upload', 'larg', 'object']
    """
    return [stem(word) for word in words(text)]


def content_stems(text: str) -> list[str]:
    """The stems that carry the meaning, each once, in order.

    >>> content_stems("What is the multipart upload, and when do I upload?")
    ['multipart', 'upload']
    """
    kept = (stem(word) for word in words(text) if word not in STOP_WORDS)
    return list(dict.fromkeys(kept))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The English Snowball stem (Porter, *Snowball*, 2001) of a lower-case word."""
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


@lru_cache(maxsize=1)
def _stemmer() -> BaseStemmer:
    from snowballstemmer.english_stemmer import EnglishStemmer

    return EnglishStemmer()


def _is_camel(word: str, humps: list[str]) -> bool:
    """`GroundTruth` and `DynamoDB` are compounds; `S3`, `VPC` and `EC2` are words."""
    return (
        len(humps) > 1
        and all(len(hump) > 1 for hump in humps)
        and not any(hump.isdigit() for hump in humps)
        and "".join(humps) == word
        and humps[-1] != "s"
    )
