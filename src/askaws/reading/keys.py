"""Names compared by their keys: what spellings of one name have in common.

Case, hyphens, spaces, plurals and the vendor's name make no difference to a key:
`Ground-Truth`, `GroundTruth` and `AWS ground truths` have the same one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

VENDORS = frozenset(("amazon", "aws"))
VENDOR_STEMS = VENDORS | {"aw"}
"""The vendors in running text, where words are stemmed: "aws" comes out as "aw"."""

_WORD = re.compile(r"([^\W_]+)(?:['’]s\b)?")
_VENDOR = re.compile(r"^(?:amazon|aws)\s+", re.IGNORECASE)
_LONGEST_NAME = 7
_SHORTEST_JOINED = 5


def fold(term: str) -> str:
    """A term as it is looked up: lower case, no vendor, no hyphens, one space.

    >>> fold("Amazon  Ground-Truth")
    'ground truth'
    """
    plain = " ".join(re.sub(r"[-‐‑_/]", " ", term).lower().split())
    return _VENDOR.sub("", plain) or plain


def name_key(name: str) -> str:
    """What names that mean the same have in common.

    >>> name_key("AWS Ground-Truths"), name_key("GroundTruth"), name_key("Security policies")
    ('groundtruth', 'groundtruth', 'securitypolicy')
    """
    return "".join(key_words(name))


def find_names(
    text: str,
    names: Collection[str],
    capital: Mapping[str, str] = MappingProxyType({}),
    starts: Collection[str] | None = None,
) -> Iterator[tuple[str, str]]:
    """The names in a text, left to right, longest first: their keys and how they are written.

    `capital` has the keys, and the usual form, of names that are common words too: they count
    with a capital letter, and a plural as a plural. `starts`, if given, are the beginnings of
    all `names`; they save time over long texts.

    >>> keys = {"comprehend", "comprehendmedical", "glue"}
    >>> list(find_names("Amazon Comprehend Medical can glue", keys, {"glue": "Glue"}))
    [('comprehendmedical', 'Comprehend Medical')]
    >>> text, capital = "An Organization in AWS Organizations", {"organization": "Organizations"}
    >>> list(find_names(text, capital, capital))
    [('organization', 'Organizations')]
    """
    words = list(_WORD.finditer(text))
    keys = [singular(word[1].lower()) for word in words]
    at = 0
    while at < len(words):
        key, longest = "", 0
        for size, part in enumerate(keys[at : at + _LONGEST_NAME], 1):
            key += part
            if starts is not None and key not in starts:
                break
            written = words[at + size - 1][1]
            if key in names and _counts(key, size, words[at][1], written, capital.get(key, "")):
                longest = size
        if longest:
            end = words[at + longest - 1].end(1)
            yield "".join(keys[at : at + longest]), text[words[at].start() : end]
        at += max(longest, 1)


def _counts(key: str, size: int, first: str, last: str, usual: str) -> bool:
    """Whether a key of `size` words is a name where it stands: "am I" is no AMI.

    `usual` is the form of a name that is common words too.
    """
    if size > 1 and len(key) < _SHORTEST_JOINED:
        return False
    if not usual or (size > 1 and " " not in usual):
        return True
    plural = singular(usual) != usual
    return first != first.lower() and (not plural or singular(last.lower()) != last.lower())


def key_words(name: str) -> list[str]:
    """The words of a name, without the vendor, as they go into its key.

    >>> key_words("Amazon S3 storage-classes")
    ['s3', 'storage', 'class']
    """
    return [singular(word.lower()) for word in _WORD.findall(_VENDOR.sub("", name.strip()))]


@lru_cache(maxsize=100_000)
def singular(word: str) -> str:
    """A word without its plural ending; it need not be a word, only the same for both.

    >>> singular("policies"), singular("classes"), singular("kinesis")
    ('policy', 'class', 'kinesis')
    """
    if len(word) < 4 or word.endswith(("ss", "is")) or (len(word) > 4 and word.endswith("us")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word.removesuffix("s")
