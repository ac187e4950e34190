"""The JSON of `search`, `ask` and `explain`. Stable; described in `docs/json.md`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from askaws.models.library import Status
from askaws.records import Answer, Card, Hit, Sentence

Json = dict[str, Any]


def search_json(question: str, hits: Iterable[Hit]) -> Json:
    """`{"question", "hits"}`."""
    return {"question": question, "hits": [hit_json(hit) for hit in hits]}


def hit_json(hit: Hit) -> Json:
    """A passage, without what is only of use inside askaws."""
    return {
        "rank": hit.rank,
        "score": hit.score,
        "path": hit.path,
        "start_line": hit.start_line,
        "end_line": hit.end_line,
        "headings": list(hit.headings),
        "text": hit.text,
    }


def sentence_json(sentence: Sentence) -> Json:
    """A sentence; how it is laid out is the terminal's matter."""
    return {
        "text": sentence.text,
        "citations": sentence.citations,
        "origin": sentence.origin,
    }


def answer_json(answer: Answer) -> Json:
    """An answer or a refusal; `model` is null where there is no LLM."""
    return {
        "question": answer.question,
        "answer": answer.text,
        "refused": answer.refused,
        "unsure": answer.unsure,
        "sentences": [sentence_json(sentence) for sentence in answer.sentences],
        "citations": [asdict(citation) for citation in answer.citations],
        "hits": [hit_json(hit) for hit in answer.hits],
        "model": answer.model or None,
        "dropped": list(answer.dropped),
        "seconds": asdict(answer.seconds),
    }


def card_json(card: Card) -> Json:
    """The card's answer as of `ask`, with its parts as fields besides."""
    parts = ("definition", "when_to_use", "key_facts", "differences")
    return {
        **answer_json(card.answer),
        "topic": card.topic or None,
        "misspelt": card.misspelt,
        "ambiguous": card.ambiguous,
        "only_mentioned": card.only_mentioned,
        **{part: [sentence_json(sentence) for sentence in getattr(card, part)] for part in parts},
        "see_also": list(card.see_also),
        "candidates": list(card.candidates),
        "compared": list(card.compared),
    }


def merged(row: Mapping[str, Any], result: Json) -> Json:
    """A line of a questions file with the result; what the result says wins."""
    return {**row, **result}


def status_json(status: Status) -> Json:
    """A model of models.txt as it is on this machine."""
    return {
        **asdict(status.model),
        "place": str(status.place) if status.place else None,
        "state": status.state,
    }
