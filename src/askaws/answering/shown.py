"""How a sentence that does not stand alone is shown: after what it leans on, or below a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from askaws.answering.standing import after_joint, is_fragment, is_leaning
from askaws.reading.keys import VENDOR_STEMS
from askaws.reading.names import is_generic
from askaws.reading.words import content_stems, stem, words
from askaws.records import Evidence, Span

_LABEL_WORDS = 8
_LONGEST_BEFORE = 30
_ADDS = re.compile(r"(?:next|besides|further(?:more)?|moreover|additionally), ", re.IGNORECASE)
_POINTED_AT = re.compile(r"\b(?:this|these|such) (?:[a-z]+ ){0,2}[a-z]+", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|an?) ", re.IGNORECASE)


def without_joint(text: str) -> str:
    """A sentence without the joint before the name that it begins with.

    >>> without_joint("Besides, S3 has versions."), without_joint("Also known as S3.")
    ('S3 has versions.', 'Also known as S3.')
    >>> without_joint("No S3 bucket is public."), without_joint("Next, the data go to S3.")
    ('No S3 bucket is public.', 'The data go to S3.')
    >>> without_joint("To summarize, S3 scales.")
    'S3 scales.'
    """
    rest = after_joint(text)
    if _ADDS.match(text) and _ARTICLE.match(rest):
        rest = rest[:1].upper() + rest[1:]
    return rest if rest[:1].isupper() else text


def without_stray_marks(text: str) -> str:
    """A sentence without a comma at its end, or a quotation mark or asterisk that has no other.

    Inches have none.

    >>> without_stray_marks('S3 scales."'), without_stray_marks("“S3” scales.”")
    ('S3 scales.', '“S3” scales.')
    >>> without_stray_marks("Agencies use S3,"), without_stray_marks("Blue/green*: old and new")
    ('Agencies use S3', 'Blue/green: old and new')
    >>> without_stray_marks('The 24" model is called "big"')
    'The 24" model is called "big"'
    """
    text = text.rstrip(", ")
    if text.count("*") == 1:
        text = re.sub(r"(?<=\w)\*(?=[:.,;]|$)", "", text)
    marks = len(re.findall(r'(?<!\d)"', text))
    if text.count("“") == text.count("”") and marks % 2 == 0:
        return text
    if text[-1:] in ("”", '"') and not text[-2:-1].isdigit():
        return text[:-1]
    return text[1:] if text[:1] in ("“", '"') else text


def leant_on(evidence: Evidence) -> Span | None:
    """The sentence before, where the evidence cannot be read without it and it is no long one."""
    before = evidence.before
    if before is None or len(before.text.split()) > _LONGEST_BEFORE:
        return None
    return before if is_leaning(evidence.text) else None


def in_context(
    evidence: Evidence, question: str, apart: frozenset[str] = frozenset()
) -> Iterator[Evidence]:
    """The evidence after the sentence that it leans on; else under its heading.

    `apart` are the stems by which two things that are compared differ: what has none of them
    says of which it is.
    """
    if before := leant_on(evidence):
        yield at_span(evidence, before)
        yield evidence
    elif apart and apart.isdisjoint(content_stems(evidence.text)):
        yield labelled(evidence, label(evidence, ""))
    else:
        yield under_heading(evidence, "" if apart else question)


def at_span(evidence: Evidence, span: Span) -> Evidence:
    """A span of a list, or another of the same block, as evidence of its own."""
    return replace(
        evidence,
        start_line=span.start_line,
        end_line=span.end_line,
        quote=span.quote,
        text=span.text,
        items=(),
        before=None,
        subject=span.subject,
    )


def under_heading(evidence: Evidence, known: str) -> Evidence:
    """With what it stands under in brackets, if it does not stand alone and that tells more.

    >>> e = Evidence("s3.md", ("S3", "Glacier"), 3, 3, *["It is used for archives."] * 2, 0.9)
    >>> under_heading(e, "Where do old files go?").text
    '[Glacier] It is used for archives.'
    """
    text = evidence.items[0].text if evidence.items else evidence.text
    reads = not (is_leaning(text) or is_fragment(text))
    return evidence if reads else labelled(evidence, label(evidence, known))


def label(evidence: Evidence, known: str) -> str:
    """What evidence stands under: the item above it, its subject or else its heading.

    Nothing, where the evidence or what is `known` has the words.
    """
    above = (evidence.context.rstrip(": "), evidence.subject, *reversed(evidence.headings))
    fitting = (a for a in above if a and not is_generic(a))
    found = next((a for a in fitting if len(a.split()) <= _LABEL_WORDS), "")
    wanted = {*content_stems(found)} - VENDOR_STEMS
    # "GroundTruth" is said where "Ground Truth" is.
    joined = {stem(one + other) for one, other in pairwise(words(known))}
    # "This high durability" asks for its name.
    said = _POINTED_AT.sub("", evidence.text)
    told = wanted <= {*content_stems(known)} | joined or wanted <= {*content_stems(said)}
    return "" if told else found


def labelled(evidence: Evidence, name: str) -> Evidence:
    """The evidence after a name in brackets, if there is one; a list's first line."""
    if not name:
        return evidence
    text = f"[{name}] {evidence.items[0].text if evidence.items else evidence.text}"
    if not evidence.items:
        return replace(evidence, text=text)
    first, *others = evidence.items
    return replace(evidence, items=(replace(first, text=text), *others))
