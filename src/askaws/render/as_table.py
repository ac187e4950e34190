"""The figures of `eval` as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from askaws.render.markup import escape

if TYPE_CHECKING:
    from askaws.evaluation.measures import Outcome, Summary
    from askaws.records import Answer


def summary_text(summary: Summary) -> str:
    """Every figure after its name, one a line."""
    figures = rows(summary)
    width = max(len(name) for name, _ in figures)
    return "\n".join(f"{name:<{width}}  {escape(value)}" for name, value in figures)


def rows(summary: Summary) -> list[tuple[str, str]]:
    """The figures in reading order, as words and numbers.

    Where a sort of question is missing, nothing is said of refusing it.
    """
    hits = ", ".join(f"@{rank} {value:.2f}" for rank, value in summary.hit_at.items())
    kinds = ", ".join(f"{kind} {n}/{of}" for kind, (n, of) in summary.right_by_kind.items())
    curve = ", ".join(
        f"{t.threshold:.2f}: {t.false_refusals:.2f}/{t.near_refused:.2f}"
        for t in summary.curve[::2]
    )
    near = [("near misses refused", f"{summary.near_refused:.2f}")]
    far = [("far questions refused", f"{summary.far_refused:.2f}")]
    refusals = [
        *(near if summary.near else ()),
        *(far if summary.far else ()),
        (
            "refusal precision, recall",
            f"{summary.refusal_precision:.2f}, {summary.refusal_recall:.2f}",
        ),
        ("AUROC of the probability", f"{summary.auroc:.3f}"),
        ("threshold: answerable refused/near misses refused", curve),
    ]
    return [
        ("questions", f"{summary.questions}, {summary.answerable} of them answerable"),
        ("passage found", hits),
        ("MRR, nDCG", f"{summary.mrr:.2f}, {summary.ndcg:.2f}"),
        ("right answers", f"{summary.right:.2f} ({kinds})"),
        ("right within 80 words (160 for lists and look-ups)", f"{summary.right_and_short:.2f}"),
        ("median words, of a fact", f"{summary.median_words:.0f}, {summary.median_words_fact:.0f}"),
        ("answers that cite the right lines", f"{summary.cites_right_lines:.2f}"),
        ("citations that are right", f"{summary.citation_precision:.2f}"),
        ("quotes not in their lines", str(summary.false_quotes)),
        ("sentences without citation", str(summary.uncited_sentences)),
        (
            "sentences of the model, quotes",
            f"{summary.written_sentences}, {summary.quoted_sentences}",
        ),
        (
            "answers in doubt, right ones of the others",
            f"{summary.unsure:.2f}, {summary.right_if_sure:.2f}",
        ),
        ("answerable but refused", f"{summary.false_refusals:.2f}"),
        *(refusals if summary.questions > summary.answerable else ()),
        (
            "seconds: retrieve, first words, all",
            ", ".join(f"{value:.2f}" for value in summary.seconds.values()),
        ),
    ]


def failure_text(outcome: Outcome, answer: Answer) -> str:
    """What went wrong with a question, or nothing."""
    asked = outcome.asked
    if asked.answerable and outcome.right and outcome.cites_right_lines:
        return ""
    if not asked.answerable and answer.refused:
        return ""
    what = "refused" if answer.refused else answer.text
    places = ", ".join(f"{p.path}:{p.start}-{p.end}" for p in asked.places) or "not in the notes"
    return escape(
        f"{asked.id} {asked.kind} {asked.question!r}\n  expected {places} {list(asked.must)}\n"
        f"  p={outcome.probability:.2f} rank={outcome.rank} right={outcome.right}: {what}\n"
    )
