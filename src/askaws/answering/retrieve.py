"""Passages for a question: near in meaning and matching in words, fused.

A passage is as near as its own vector and that of its best span together; it
matches by BM25, as a share of what a passage with every word of the question
would score. Bruch, Gai and Ingber, *An Analysis of Fusion Functions for Hybrid
Retrieval*, 2023, find such a convex combination better than reciprocal ranks; so
did we (`docs/evaluation.md`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from askaws.answering.question import Question
from askaws.index.store import Generation
from askaws.models.encoder import Floats
from askaws.records import Hit

_SATURATION = 2.2
"""FTS5's BM25 gives a word that stands often enough its weight times k1 + 1, k1 being 1.2."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """The shares of the passage's vector, of its best span's, and of the words."""

    passage: float = 0.4
    span: float = 0.4
    words: float = 0.2
    depth: int = 200
    heading_weight: float = 1.0
    body_weight: float = 1.0


def retrieve(
    generation: Generation,
    question: Question,
    vector: Floats,
    count: int,
    fusion: Fusion = Fusion(),
) -> tuple[Hit, ...]:
    """The `count` best passages, best first. `vector` is the question's, of length 1.

    The one that matches best in words is among them, if need be in the last place.
    """
    matching = dict(
        generation.matching(
            question.full_text_query,
            fusion.depth,
            (fusion.heading_weight, fusion.body_weight),
        )
    )
    perfect = _perfect_match(generation, question)
    near: dict[int, float] = {}
    fused: dict[int, float] = {}
    for chunk_id in {*generation.nearest(vector, fusion.depth), *matching}:
        whole, spans = generation.similarities(chunk_id, vector)
        near[chunk_id] = whole
        match = min(1.0, max(matching.get(chunk_id, 0.0), 0.0) / perfect)
        fused[chunk_id] = (
            fusion.passage * max(whole, 0.0)
            + fusion.span * max(float(spans.max()), 0.0)
            + fusion.words * match
        )
    ranking = sorted(fused, key=lambda chunk_id: (-fused[chunk_id], chunk_id))[:count]
    closest = max(matching, key=matching.__getitem__, default=None)
    if closest is not None and count > 1 and closest not in ranking:
        ranking[-1] = closest
    hits = []
    for rank, chunk_id in enumerate(ranking, 1):
        chunk = generation.chunk(chunk_id)
        hits.append(
            Hit(
                rank=rank,
                score=round(fused[chunk_id], 4),
                path=chunk.path,
                start_line=chunk.start_line,
                end_line=chunk.end_line,
                headings=chunk.headings,
                text=chunk.text,
                chunk_id=chunk_id,
                similarity=round(near[chunk_id], 4),
            )
        )
    return tuple(hits)


def _perfect_match(generation: Generation, question: Question) -> float:
    """The BM25 score of a passage that is full of every word of the question."""
    total = generation.manifest.chunks
    weights = (
        math.log(1 + (total - count + 0.5) / (count + 0.5))
        for count in map(generation.document_frequency, question.stems)
    )
    return _SATURATION * sum(weights) or 1.0
