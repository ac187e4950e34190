"""Answers, cards and passages with text that looks like markup, for the tests of rendering."""

from __future__ import annotations

from askaws.records import Answer, Card, Citation, Hit, Seconds, Sentence

AWKWARD = "Use [bold] or [/red] in C:\\[tmp]\\ and :key: of arn:aws:key:1."

CITATIONS = (
    Citation(1, "storage/s3.md", 12, 12, ("Amazon S3", "Storage [classes]"), AWKWARD),
    Citation(2, "a b.md", 3, 5, (), "S3 is an object store."),
)
SENTENCES = (
    Sentence(AWKWARD, (1,), "quote"),
    Sentence("S3 stores objects.", (1, 2), "model"),
)
ITEMS = (
    Sentence("Standard.", (1,), "quote", 1),
    Sentence("In three zones.", (1,), "quote", 2),
)
HITS = (
    Hit(1, 0.91, "storage/s3.md", 12, 14, ("Amazon S3", "Storage [classes]"), AWKWARD, 0),
    Hit(2, 0.5, "a b.md", 3, 3, (), "word " * 69 + "end", 1),
    Hit(3, 0.25, "c.md", 1, 2, ("C",), "First line.\nSecond line.", 2),
    Hit(4, 0.1, "d.md", 1, 1, ("D",), "Not among the nearest.", 3),
)
ANSWER = Answer(
    "What is S3?",
    SENTENCES,
    CITATIONS,
    HITS[:1],
    "smollm2-135m",
    ("a sentence of the model was dropped",),
    Seconds(0.1, 0.2, 0.3),
    0.9,
)
REFUSAL = Answer("Who?", (), (), HITS, "")
CARD = Card(
    "s3",
    "Amazon S3",
    ANSWER,
    definition=SENTENCES[1:],
    key_facts=(*SENTENCES[:1], Sentence("Its classes:", (1,), "quote"), *ITEMS),
    see_also=("S3 [Glacier]", "EBS"),
)
AMBIGUOUS = Card("glue [x]", "", REFUSAL, ambiguous=True, candidates=("AWS Glue", "Glue's [job]"))
UNKNOWN = Card("sistine", "", REFUSAL)
