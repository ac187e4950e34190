"""What a note gives to each part of a card, rule by rule."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from askaws.records import Card, Sentence
from tests.answering.test_explain import Cards

OPENING = "# Kendra\n\nKendra is a service.\n\n"
PAIRS = tuple(
    zip(
        ["Cats", "Dogs", "Cows", "Hens", "Pigs", "Owls", "Rats", "Bats"],
        ["Hats", "Cups", "Pans", "Pens", "Maps", "Nets", "Bags", "Keys"],
        strict=True,
    )
)


@dataclass(frozen=True)
class Rule:
    """A `note`, and which texts a part of the card of a topic shows and hides."""

    note: str
    part: str
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    topic: str = "Kendra"


RULES = {
    # What it is.
    "a second definition without its subject": Rule(
        OPENING + "is a store that keeps the words of all in rows.\n\nKendra has 7 lists.\n",
        "key_facts",
        ("Kendra has 7 lists.",),
        ("is a store that keeps the words of all in rows.",),
    ),
    "of the uses of two services its own": Rule(
        OPENING
        + "# Notes\n\nKendra finds words in old papers; Polly can be used to read aloud.\n\n"
        "Kendra keeps files; Polly is the usual way to hear these.\n\n"
        "Kendra hides maps; they can be used twice.\n\n"
        "Kendra lends pens; Polly is used to sell them.\n\n# Polly\n\nPolly speaks.\n",
        "key_facts",
        (
            "Kendra finds words in old papers",
            "Kendra keeps files; Polly is the usual way to hear these.",
            "Kendra hides maps; they can be used twice.",
            "Kendra lends pens; Polly is used to sell them.",
        ),
    ),
    "a contrast told again in other words": Rule(
        OPENING + "Kendra works by day, and Polly works by night.\n\nKendra has 7 lists.\n\n"
        "Kendra costs 3 dollars, and Polly costs 4.\n\n"
        "# Polly\n\nKendra seeks words, while Polly speaks them.\n",
        "key_facts",
        ("Kendra has 7 lists.", "Kendra costs 3 dollars, and Polly costs 4."),
        ("Kendra works by day, and Polly works by night.",),
    ),
    "below a heading that compares, what is of the other": Rule(
        OPENING
        + "# Kendra compared with Polly\n\nPolly is a part of Lex, and reads for Kendra.\n\n"
        "Kendra seeks, which Polly can not.\n\n# Polly\n\nPolly speaks.\n",
        "differences",
        ("Kendra seeks, which Polly can not.",),
        ("Polly is a part of Lex, and reads for Kendra.",),
    ),
    "a list with the topic among its items": Rule(
        OPENING + "## Tools\n\nFinding tools are these:\n\n- **Kendra**: seeks files.\n"
        "- **Polly**: reads them aloud.\n\n# Polly\n\nPolly speaks.\n",
        "key_facts",
        (),
        ("Finding tools are these:", "Polly: reads them aloud."),
    ),
    "a list of its own section with its name among the items": Rule(
        OPENING + "## Kendra costs\n\nThe costs per hour are:\n\n- **Kendra**: 3 dollars.\n"
        "- **Links**: 1 dollar.\n",
        "key_facts",
        ("The costs per hour are:", "Links: 1 dollar."),
    ),
    "the last of three that are told apart": Rule(
        OPENING
        + "# Polly\n\nPolly speaks, while Lex reads and Kendra seeks.\n\n# Lex\n\nIt reads.\n",
        "differences",
        ("Polly speaks, while Lex reads and Kendra seeks.",),
    ),
    "a row whose cell is a question": Rule(
        "# All\n\n| Service | Asks |\n|---|---|\n| Kendra | Where do my old files lie? |\n"
        "| Polly | Who speaks? |\n",
        "key_facts",
        ("Service: Kendra; Asks: Where do my old files lie?",),
    ),
    "an aside in a sentence on something else": Rule(
        "# Notes\n\nWords are kept in Amazon Kendra, a word and file store, to be found again.\n",
        "definition",
        ("Amazon Kendra, a word and file store",),
    ),
    "another name with the topic's in brackets": Rule(
        "# Notes\n\n- Stores\n  - Word store (Kendra)\n    - data is cut to words\n",
        "definition",
        ("Word store (Kendra)",),
    ),
    "a sentence after a label": Rule(
        "# Notes\n\nFind all words: Amazon Kendra is an easy word finder for files.\n",
        "definition",
        ("Find all words: Amazon Kendra is an easy word finder for files.",),
    ),
    "the kind of thing after its name": Rule(
        "# Notes\n\nKendra storage class automatically moves files.\n",
        "definition",
        ("Kendra storage class automatically moves files.",),
    ),
    "a case is no definition": Rule(
        "# Kendra\n\nIn case the Kendra has no copy, it makes a new one.\n",
        "definition",
        (),
        ("In case the Kendra has no copy, it makes a new one.",),
    ),
    "what is done to something else": Rule(
        "# Kendra\n\ndata is chopped into words by Kendra.\n",
        "definition",
        (),
        ("data is chopped into words by Kendra.",),
    ),
    "it is a thing": Rule(
        "# Kendra\n\nIt is a finder of words.\n", "definition", ("It is a finder of words.",)
    ),
    "an item that says what it is": Rule(
        "# Notes\n\nThere are two of them:\n\n- **Kendra**: finds all the words in files.\n"
        "- **Lex**: talks.\n",
        "definition",
        ("Kendra: finds all the words in files.",),
    ),
    "an item that is a step": Rule(
        "# Notes\n\nThese are the steps:\n\n- **Kendra**: find all the words in files.\n"
        "- **Lex**: talk.\n",
        "definition",
        (),
        ("Kendra: find all the words in files.",),
    ),
    "a step is a fact where there is no other": Rule(
        "# Notes\n\nThese are the steps:\n\n- **Kendra**: find all the words in files.\n"
        "- **Lex**: talk.\n",
        "key_facts",
        ("Kendra: find all the words in files.",),
    ),
    "what something was done to": Rule(
        "# Notes\n\nThe use of a Kendra that is locked is to be kept in mind.\n",
        "definition",
        (),
        ("The use of a Kendra that is locked is to be kept in mind.",),
    ),
    "one of two words of a name": Rule(
        "# Training Kendra\n\nDistributed training in parts takes all the day.\n",
        "definition",
        (),
        ("Distributed training in parts takes all the day.",),
        "Training Kendra",
    ),
    "a cell that says what the topic does": Rule(
        "# Notes\n\n| Service | Purpose |\n|---|---|\n"
        "| Kendra | Kendra finds all the words there |\n",
        "definition",
        ("Kendra finds all the words there",),
    ),
    "a cell that only names it": Rule(
        "# Notes\n\n| Need | Choice |\n|---|---|\n| Words | Kendra or a list instead of it |\n",
        "key_facts",
        ("Need: Words; Choice: Kendra or a list instead of it",),
    ),
    "an item below another opens nothing": Rule(
        "# Storage\n\n- old storage\n  - goes away by night\n",
        "definition",
        (),
        ("[old storage] goes away by night",),
        "Storage",
    ),
    # When to use it.
    "advice on another's page": Rule(
        "# Kendra\n\nKendra is a service.\n\n# Lex\n\nLex is a bot.\n\n"
        "Choose Lex for talks and Kendra for words.\n",
        "when_to_use",
        ("Choose Lex for talks and Kendra for words.",),
    ),
    "advice on its own page comes first": Rule(
        "# Kendra\n\nKendra is a service.\n\nChoose Kendra for files.\n\n# Lex\n\nLex is a bot.\n\n"
        "Choose Lex for talks and Kendra for words.\n",
        "when_to_use",
        ("Choose Kendra for files.",),
        ("Choose Lex for talks and Kendra for words.",),
    ),
    "advice that begins as a heading ends": Rule(
        OPENING + "## When to choose Kendra\n\nText is read.\n\n"
        "## Kendra compared with Lex\n\nChoose Kendra when words are old. Choose Kendra then.\n",
        "when_to_use",
        ("Choose Kendra when words are old.",),
    ),
    "one of several is not advised": Rule(
        "# Kendra\n\nKendra is a service.\n\n# Lex\n\nLex is a bot.\n\n"
        "Use Kendra or Lex for talks.\n",
        "when_to_use",
        (),
        ("Use Kendra or Lex for talks.",),
    ),
    # How it differs.
    "what another is mistaken for": Rule(
        OPENING + "# Lex\n\nLex is a bot.\n\nLex is mistaken for Kendra, which finds words.\n",
        "differences",
        ("Lex is mistaken for Kendra, which finds words.",),
    ),
    "one clause for each": Rule(
        OPENING + "# Lex\n\nLex is a bot.\n\nLex talks, while Polly reads, and Kendra finds.\n",
        "differences",
        ("Lex talks, while Polly reads, and Kendra finds.",),
    ),
    "a clause that does nothing": Rule(
        OPENING + "# Lex\n\nLex is a bot.\n\nIn a lake, a Kendra or S3 list counts, "
        "whereas Lex only talks.\n",
        "differences",
        (),
        ("In a lake, a Kendra or S3 list counts, whereas Lex only talks.",),
    ),
    "below a comparison, who it begins with": Rule(
        OPENING + "## Kendra compared with Lex\n\nPolly is a part of Lex that speaks to Kendra.\n"
        "\n# Lex\n\nLex is a bot.\n\n# Polly\n\nPolly is a voice.\n",
        "differences",
        (),
        ("Polly is a part of Lex that speaks to Kendra.",),
    ),
    # Key facts.
    "what goes on from the definition": Rule(
        "# Kendra\n\nKendra is a service that needs an index. The index is kept for 7 days.\n",
        "key_facts",
        ("The index is kept for 7 days.",),
    ),
    "a chain without its beginning": Rule(
        OPENING + "Kendra is good for old files. This holds for 7 lists. It needs 8 books.\n",
        "key_facts",
        (),
        ("This holds for 7 lists.",),
    ),
    "it is the topic": Rule(
        "# Kendra\n\nKendra is a service that finds words in files by night. "
        "Kendra finds all words in files. It keeps 7 lists.\n",
        "key_facts",
        ("It keeps 7 lists.",),
        ("Kendra finds all words in files.",),
    ),
    "it, where a paragraph of its own begins": Rule(
        OPENING + "Kendra reads 7 files.\n\n![](a.png)\n\nIt keeps up to 15 lists.\n",
        "key_facts",
        ("It keeps up to 15 lists.",),
    ),
    "no, where it answers nothing": Rule(
        OPENING + "- No promised bandwidth at all\n", "key_facts", ("No promised bandwidth at all",)
    ),
    "no is no joint": Rule(
        OPENING + "No Kendra index is public by default.\n",
        "key_facts",
        ("No Kendra index is public by default.",),
    ),
    "each of what it says": Rule(
        "# Notes\n\nYou may share the book. Each user gets a folder in Kendra.\n",
        "key_facts",
        ("Each user gets a folder in Kendra.",),
        ("You may share the book.",),
    ),
    "a joint before a name": Rule(
        OPENING + "- Besides, Kendra keeps words.\n", "key_facts", ("Kendra keeps words.",)
    ),
    "a contrast after its other side": Rule(
        OPENING + "# Lex\n\nLex is a bot. Kendra, in contrast, has 7 lists.\n",
        "key_facts",
        ("Lex is a bot.", "Kendra, in contrast, has 7 lists."),
    ),
    "a first sentence before a second": Rule(
        OPENING + "".join(f"- {one} sell old {one}. {two} buy new {two}.\n" for one, two in PAIRS),
        "key_facts",
        tuple(f"{one} sell old {one}." for one, _ in PAIRS),
    ),
    "in other words with light ones": Rule(
        OPENING + "Kendra always finds words by night.\n\n"
        "Kendra can help to make you find words by night.\n",
        "key_facts",
        ("Kendra always finds words by night.",),
        ("Kendra can help to make you find words by night.",),
    ),
    "all that was said, and more": Rule(
        OPENING + "Kendra has slow old red big round odd dry lists. Good.\n\n"
        "Kendra has slow old red big round odd dry lists to enable you to see cold green paint "
        "under trees near rivers by night.\n",
        "key_facts",
        ("Kendra has slow old red big round odd dry lists.",),
        (
            "Kendra has slow old red big round odd dry lists to enable you to see cold green "
            "paint under trees near rivers by night.",
        ),
    ),
    "what another page says in passing": Rule(
        OPENING + "Kendra finds waste and fraud by day.\n\n# Case\n\n"
        "Kendra sees waste and fraud for us.\n",
        "key_facts",
        ("Kendra finds waste and fraud by day.",),
        ("Kendra sees waste and fraud for us.",),
    ),
    "what is said in its own section is told again in part": Rule(
        OPENING + "Kendra finds waste and fraud by day.\n\nKendra sees waste and fraud for us.\n",
        "key_facts",
        ("Kendra finds waste and fraud by day.", "Kendra sees waste and fraud for us."),
    ),
    "a few words beside sentences": Rule(
        "# Notes\n\n- **Kendra**\n  - Kendra is a service.\n  - Kendra keeps 7 lists.\n"
        "  - Kendra keeps 8 books.\n"
        "  - Kendra has 9 walls.\n  - Kendra has 4 doors.\n  - tuning of jobs\n",
        "key_facts",
        ("Kendra keeps 7 lists.",),
        ("tuning of jobs",),
    ),
    "of a concept, what services do with it": Rule(
        "# Notes\n\nOdd coding is a way to write words.\n\nPolly does not need odd coding.\n\n"
        "## Polly\n\nPolly speaks.\n",
        "key_facts",
        ("Polly does not need odd coding.",),
        (),
        "odd coding",
    ),
    "of a service, only what it does": Rule(
        "# Notes\n\nLake Formation is a way to keep lakes.\n\nPolly does not need Lake Formation.\n"
        "\n## Polly\n\nPolly speaks.\n",
        "key_facts",
        (),
        ("Polly does not need Lake Formation.",),
        "Lake Formation",
    ),
    "another name for what it is": Rule(
        OPENING + "## Kendra role\n\nA Kendra role is a hat.\n\n# More\n\n"
        "- Kendra role: a hat that all of them wear.\n",
        "key_facts",
        (),
        ("Kendra role: a hat that all of them wear.",),
        "Kendra role",
    ),
    "an abbreviation in brackets": Rule(
        "# Notes\n\nThe odd ones:\n\n- **Odd Minority Technique (OMTE)**: makes points.\n"
        "- **Lex**: talks.\n",
        "definition",
        ("Odd Minority Technique (OMTE): makes points.",),
        (),
        "OMTE",
    ),
    "a stray quotation mark": Rule(
        OPENING + 'Kendra keeps words for a day."\n',
        "key_facts",
        ("Kendra keeps words for a day.",),
    ),
    "what is done without it": Rule(
        "# Kendra\n\nGenerally, we look through all files. We then note the words.\n\n"
        "Kendra does so by night and day.\n",
        "key_facts",
        ("Kendra does so by night and day.",),
        ("Generally, we look through all files.", "We then note the words."),
    ),
    "what it is without its name": Rule(
        OPENING + "Fully managed finder of words for all.\n\nKendra reads 7 files.\n",
        "key_facts",
        ("Kendra reads 7 files.",),
        ("Fully managed finder of words for all.",),
    ),
    "so this says it again": Rule(
        OPENING + "Kendra always keeps old words in the lists of the house by night.\n\n"
        "So this lets us keep the words of Kendra in lists by land.\n",
        "key_facts",
        (),
        ("So this lets us keep the words of Kendra in lists by land.",),
    ),
    "so this says it again, in other words": Rule(
        OPENING + "Kendra keeps old words.\n\nSo this lets us have pens and hats by land.\n",
        "key_facts",
        ("Kendra keeps old words.",),
        ("So this lets us have pens and hats by land.",),
    ),
    "so this tells a figure": Rule(
        OPENING + "Kendra keeps old words. So this lets us have 7 pens by land.\n",
        "key_facts",
        ("Kendra keeps old words.", "So this lets us have 7 pens by land."),
    ),
    "a few words that a sentence says as well": Rule(
        "# Notes\n\nKendra is a service.\n\n- Write books using Kendra\n\n# More\n\n"
        "With Kendra, you can write 7 good books by night and day for all of them.\n",
        "key_facts",
        ("With Kendra, you can write 7 good books by night and day for all of them.",),
        ("Write books using Kendra",),
    ),
    "what it is, once more, beside another": Rule(
        OPENING + "Kendra reads 7 files. Kendra keeps 8 books.\n\n# Case\n\n"
        "Leaders get hats that are made with Kendra which is a service.\n",
        "key_facts",
        ("Kendra reads 7 files.",),
        ("Leaders get hats that are made with Kendra which is a service.",),
    ),
    "what is done with the other one": Rule(
        "# Notes\n\nWith Kendra, you can find words. With the old way, you can ask your friends. "
        "Finally, you can give up.\n",
        "key_facts",
        ("With Kendra, you can find words.",),
        ("With the old way, you can ask your friends.", "Finally, you can give up."),
    ),
    "an item with another label, below its heading": Rule(
        "# Lex\n\nLex in short:\n\n- **Aims**: books, and hats by way of Kendra.\n"
        "- **Ends**: old.\n",
        "key_facts",
        ("[Lex] Aims: books, and hats by way of Kendra.",),
    ),
    "a row of another's table, below its heading": Rule(
        "# Odd pens\n\n| Pen | Use |\n|---|---|\n| Slow pen | Books, with Kendra of all |\n"
        "| Big pen | Hats |\n",
        "key_facts",
        ("[Odd pens] Pen: Slow pen; Use: Books, with Kendra of all",),
    ),
    "what a paragraph on another says of it": Rule(
        "# Notes\n\nXGBoost needs odd coding. You should not do odd coding by night.\n",
        "key_facts",
        ("[XGBoost] You should not do odd coding by night.",),
        (),
        "odd coding",
    ),
    "a table that tells others apart from it": Rule(
        OPENING + "Kendra keeps 7 lists.\n\n# Choosing between Kendra and Lex\n\n"
        "The services differ in their aims:\n\n| Service | Model |\n|---|---|\n"
        "| Kendra | Words |\n| Lex | Talks |\n| Polly | Voices |\n",
        "key_facts",
        ("Kendra keeps 7 lists.",),
        ("The services differ in their aims:", "Service: Lex; Model: Talks"),
    ),
    "a table of what is mixed up with it": Rule(
        OPENING + "Kendra and Lex are often mixed up, but differ in their aims:\n\n"
        "| Service | Model |\n|---|---|\n| Kendra | Words |\n| Lex | Talks |\n",
        "differences",
        ("Service: Lex; Model: Talks",),
    ),
    "a table of it and what has no name": Rule(
        OPENING + "Two stores are there:\n\n| Store | Cost |\n|---|---|\n| Kendra | 7 dollars |\n"
        "| Odd hats | 8 dollars |\n",
        "key_facts",
        ("Two stores are there:", "Store: Odd hats; Cost: 8 dollars"),
    ),
    "a table of it and its parts": Rule(
        "# S3\n\nS3 is a store.\n\nTwo stores are there:\n\n| Store | Cost |\n|---|---|\n"
        "| S3 | 7 dollars |\n| S3 Glacier | 8 dollars |\n",
        "key_facts",
        ("Two stores are there:", "Store: S3 Glacier; Cost: 8 dollars"),
        (),
        "S3",
    ),
    "what a paragraph on another says of a service": Rule(
        "# Notes\n\nXGBoost needs numbers. You can wait. You can put words into Kendra by night.\n",
        "key_facts",
        ("[XGBoost] You can put words into Kendra by night.",),
    ),
    "a paragraph that comes back to what it is about": Rule(
        "# Notes\n\nXGBoost needs numbers. You can wait. You can sit. By day, XGBoost sleeps. "
        "You should not do odd coding by night.\n",
        "key_facts",
        ("[XGBoost] You should not do odd coding by night.",),
        (),
        "odd coding",
    ),
    "the old way, where none was told": Rule(
        "# Notes\n\nKendra finds words. It keeps 7 lists. With the old way, you can keep 8.\n",
        "key_facts",
        ("With the old way, you can keep 8.",),
    ),
    "a row that what is taken after it says": Rule(
        "# Odd pens\n\n| Pen | Ink |\n|---|---|\n| Slow pen | 7 red inks |\n| Big pen | Blue |\n"
        "\n# Hats\n\nHats get their 7 old red inks from a slow pen by night.\n",
        "key_facts",
        ("Hats get their 7 old red inks from a slow pen by night.",),
        ("[Odd pens] Pen: Slow pen; Ink: 7 red inks", "Pen: Slow pen; Ink: 7 red inks"),
        "Slow pen",
    ),
    "a row that names it among other things, beside sentences": Rule(
        "# Notes\n\nUse an odd lake for books by day. To set up an odd lake, wait for rain. "
        "Hats act as an odd lake by night. We see an odd lake as a store.\n\n# Pens\n\n"
        "| Pen | Use |\n|---|---|\n| Slow pen | Draws 7 maps of an odd lake |\n| Big | Hats |\n",
        "key_facts",
        ("To set up an odd lake, wait for rain.",),
        ("Pen: Slow pen; Use: Draws 7 maps of an odd lake",),
        "odd lake",
    ),
    "what a picture shows": Rule(
        "# Kendra\n\nHere we have the lists as they are set.\n\nKendra is a service.\n\n"
        "Kendra reads 7 files.\n",
        "key_facts",
        ("Kendra reads 7 files.",),
        ("Here we have the lists as they are set.",),
    ),
    "a few words on two, beside more words on both": Rule(
        "# Notes\n\nKendra is a service.\n\nKendra must be kept by Lex. Kendra reads hats, "
        "and Lex kept odd old words out of it. Kendra needs Lex.\n",
        "key_facts",
        ("Kendra reads hats, and Lex kept odd old words out of it.", "Kendra needs Lex."),
        ("Kendra must be kept by Lex.",),
    ),
    "what is told of an example": Rule(
        "# Notes\n\nHere is an example where all is used. Words are kept in the Kendra by day.\n"
        "\nKendra reads 7 files.\n",
        "key_facts",
        ("Kendra reads 7 files.",),
        ("Words are kept in the Kendra by day.",),
    ),
    "additionally, another one does": Rule(
        "# Notes\n\nKendra keeps 7 lists. Additionally, odd (ABC) hats are kept in Lex, a store.\n",
        "key_facts",
        ("Kendra keeps 7 lists.",),
        ("Additionally, odd (ABC) hats are kept in Lex, a store.",),
    ),
    "an item of a list on something else, below its heading": Rule(
        "# Odd pens\n\nThe odd pens are:\n\n- **Kendra**: writes in red.\n- **Lex**: writes.\n",
        "key_facts",
        ("[Odd pens] Kendra: writes in red.",),
    ),
    "a row that the other lines say": Rule(
        "# Odd pens\n\n| Pen | Ink | Use |\n|---|---|---|\n| Kendra | Red | Old books |\n"
        "| Lex | Blue | Hats |\n\n# Kendra\n\nKendra is a pen.\n\nKendra has red ink only.\n\n"
        "Kendra must write old books.\n",
        "key_facts",
        ("Kendra has red ink only.", "Kendra must write old books."),
        ("[Odd pens] Pen: Kendra; Ink: Red; Use: Old books",),
    ),
    "what one also does, below its heading": Rule(
        "# Odd pens\n\nYou can also write with Kendra by night.\n",
        "key_facts",
        ("[Odd pens] You can also write with Kendra by night.",),
    ),
    "a joint before an article": Rule(
        "# Notes\n\nNext, the words of a Kendra list are read.\n",
        "key_facts",
        ("The words of a Kendra list are read.",),
    ),
    "what something else is": Rule(
        "# Notes\n\n| Service | Use |\n|---|---|\n| Kendra | Kendra is a finder of all old words "
        "in many books. Slow word finding is a form of reading by night and by day with much "
        "care for the books that are read and with all the time that it takes to do so. |\n"
        "| Lex | Talks |\n",
        "key_facts",
        (),
        (
            "Slow word finding is a form of reading by night and by day with much care for the "
            "books that are read and with all the time that it takes to do so.",
        ),
    ),
    "on the other hand, with its one": Rule(
        OPENING + "# Notes\n\nLex suits hats. Kendra, on the other hand, must be cleaned.\n",
        "key_facts",
        ("Lex suits hats.", "Kendra, on the other hand, must be cleaned."),
    ),
    "on the other hand, with the one that was named before": Rule(
        OPENING + "# Notes\n\nLex suits hats. Books can be wet. This approach is useful by day. "
        "Kendra, on the other hand, must be cleaned.\n",
        "key_facts",
        ("Lex suits hats.", "Kendra, on the other hand, must be cleaned."),
        ("Books can be wet.",),
    ),
    "a comma at the end": Rule(
        "# Notes\n\n| Way | Use |\n|---|---|\n| Old | Books are read by Kendra of the house, |\n",
        "key_facts",
        ("Way: Old; Use: Books are read by Kendra of the house",),
    ),
    "the opposite in the same words": Rule(
        OPENING + "Kendra policies deny odd access.\n\nKendra policies allow access.\n",
        "key_facts",
        (
            "Kendra policies deny odd access.",
            "Kendra policies allow access.",
        ),
    ),
    "what is done with the other one, on both": Rule(
        "# Kendra and Lex\n\nKendra is a service.\n\nBooks are read from Lex for 7 days.\n",
        "key_facts",
        ("[Kendra and Lex] Books are read from Lex for 7 days.",),
    ),
    "a first name after a number": Rule(
        "# 1. Kendra/Lex\n\n- finds all the words in files\n",
        "definition",
        ("[1. Kendra/Lex] finds all the words in files",),
    ),
    "a stroke between other words": Rule(
        OPENING + "## Input/output of Kendra\n\n- reads 7 files of old words\n",
        "key_facts",
        ("[Input/output of Kendra] reads 7 files of old words",),
    ),
    "in it, and in its console": Rule(
        "# Notes\n\nIn Kendra, you can find words. In addition, you can keep 7 lists. "
        "With an index, you can keep 8 books.\n",
        "key_facts",
        ("In addition, you can keep 7 lists.", "With an index, you can keep 8 books."),
    ),
    "what stands after what leans": Rule(
        OPENING + "## Odd pens of Kendra\n\nPens are kept in boxes.\n\n"
        "The server then keeps hats.\n\nWords are kept in lists for 7 days.\n",
        "key_facts",
        ("[Odd pens of Kendra] Words are kept in lists for 7 days.",),
    ),
    "words that are a service with capitals": Rule(
        "# Notes\n\nA data pipeline is a set of steps. A data pipeline moves words by night.\n",
        "definition",
        ("A data pipeline is a set of steps.",),
        (),
        "data pipeline",
    ),
    "a case in a part of its own": Rule(
        OPENING + "## Odd Kendra lists\n\nLists may be old. In this case, the list is closed. "
        "An odd list costs 7 dollars.\n",
        "key_facts",
        ("[Odd Kendra lists] An odd list costs 7 dollars.",),
    ),
    "further ones": Rule(
        OPENING + "- Further Kendra lists cost 7 dollars.\n",
        "key_facts",
        ("Further Kendra lists cost 7 dollars.",),
    ),
    "its use": Rule(
        "# Notes\n\nKendra is a service. Its main use is a search in books.\n",
        "key_facts",
        ("Its main use is a search in books.",),
    ),
    "a paragraph that turns to another": Rule(
        "# Notes\n\nWith Lambda, you set memory. You can set a limit. "
        "Glue writes odd words into Kendra by night.\n",
        "key_facts",
        ("Glue writes odd words into Kendra by night.",),
    ),
    "a paragraph that turns to what has no name": Rule(
        "# Notes\n\nWith Lambda, you set memory. You can set a limit. ABC is a tool for words. "
        "You can put words into Kendra by night.\n",
        "key_facts",
        ("You can put words into Kendra by night.",),
    ),
    "it, of what the paragraph is about": Rule(
        "# Notes\n\nXGBoost needs numbers. Trees can be slow. It also does without odd coding.\n",
        "key_facts",
        ("[XGBoost] It also does without odd coding.",),
        ("Trees can be slow.", "[XGBoost] Trees can be slow."),
        "odd coding",
    ),
    "a few words on what it provides": Rule(
        OPENING + "Kendra reads 7 files.\n\n- Provides lists of old words\n",
        "key_facts",
        ("Kendra reads 7 files.",),
        ("Provides lists of old words",),
    ),
    "instead, without what": Rule(
        OPENING + "Kendra reads 7 files.\n\nAn old pen is used instead.\n",
        "key_facts",
        ("Kendra reads 7 files.",),
        ("An old pen is used instead.",),
    ),
    "what points back to the paragraph before": Rule(
        "# Notes\n\nMuch unused room is left by night.\n\nKendra offers this unused room at 7 "
        "dollars.\n",
        "key_facts",
        ("Much unused room is left by night.", "Kendra offers this unused room at 7 dollars."),
    ),
    "a paragraph that turns, below a heading of two": Rule(
        "# Kendra and boxes\n\nWith Amazon Lex, you can talk by day. For 7 books, you can use odd "
        "pens.\n\nPens are kept for 8 days.\n",
        "key_facts",
        ("Pens are kept for 8 days.",),
        ("For 7 books, you can use odd pens.", "With Amazon Lex, you can talk by day."),
    ),
    "the whole of a heading of two": Rule(
        "# Kendra and Lex\n\nKendra and Lex are two pens.\n\nLex must talk by day.\n",
        "key_facts",
        ("Lex must talk by day.",),
        (),
        "Kendra and Lex",
    ),
    "it, and those that it does not tell of": Rule(
        "# Notes\n\nKendra is a finder of words. It finds these by night.\n\nKendra reads 7 files."
        "\n\nKendra is a finder. It also tries those books by night.\n",
        "key_facts",
        ("Kendra reads 7 files.",),
        ("It also tries those books by night.",),
    ),
    "since the case is so": Rule(
        OPENING + "Kendra reads 7 files.\n\nSince the book is old, you can use Kendra by night.\n",
        "key_facts",
        ("Kendra reads 7 files.",),
        ("Since the book is old, you can use Kendra by night.",),
    ),
    "what it then does": Rule(
        OPENING + "Kendra reads 7 files.\n\nThe server then keeps up to 8 books.\n",
        "key_facts",
        ("Kendra reads 7 files.",),
        ("The server then keeps up to 8 books.",),
    ),
    "one option more": Rule(
        OPENING + "Kendra reads 7 files.\n\n# Notes\n\nHats and Kendra are also good options, "
        "but they cost much.\n",
        "key_facts",
        (),
        ("Hats and Kendra are also good options, but they cost much.",),
    ),
    "a part of which the card says each word elsewhere": Rule(
        "# Storage (S3)\n\nS3 is a store.\n\n# Storage\n\nStorage is a place.\n\n"
        "## Odd storage\n\n- data is odd and wet\n",
        "key_facts",
        ("[Odd storage] data is odd and wet",),
        (),
        "Storage",
    ),
    "what is told of one case": Rule(
        "# Notes\n\nWords are read. In this case, some are not. However, the Kendra denies all.\n",
        "key_facts",
        (),
        ("However, the Kendra denies all.",),
    ),
    "advice over another": Rule(
        OPENING + "Choose Kendra over Lex for old words.\n",
        "when_to_use",
        ("Choose Kendra over Lex for old words.",),
    ),
    "each paragraph with the name of its part": Rule(
        "# Network\n\nA network is a web.\n\n## Odd tunnel of a network\n\n"
        "It costs less by day.\n\n- Words are locked and sent by land\n",
        "key_facts",
        (
            "[Odd tunnel of a network] It costs less by day.",
            "[Odd tunnel of a network] Words are locked and sent by land",
        ),
        (),
        "Network",
    ),
    "in two words what the notes write in one": Rule(
        "# Datalake\n\nDatalake is a store.\n\n# More\n\nThe data lake keeps 7 files for us.\n",
        "key_facts",
        ("The data lake keeps 7 files for us.",),
        (),
        "data lake",
    ),
}


@pytest.mark.parametrize("case", RULES)
def test_a_card_shows_what_tells_and_nothing_else(case: str, tmp_path: Path) -> None:
    """A part of the card of a topic shows some texts of the note, and hides others."""
    rule = RULES[case]
    card = Cards(tmp_path, {"a.md": rule.note})(rule.topic)
    part: tuple[Sentence, ...] = getattr(card, rule.part)
    found = [sentence.text for sentence in part]
    assert [text for text in rule.shown if text not in found] == []
    assert [text for text in rule.hidden if text in found] == []


def card(top: Path, note: str, topic: str) -> Card:
    return Cards(top, {"a.md": note})(topic)


def test_a_phrase_is_found_in_another_form(tmp_path: Path) -> None:
    """And said to be taken for that; it is no misspelling of a topic with the same words."""
    note = "# Parallel data\n\nText.\n\n# Notes\n\nA data parallel approach splits the files.\n"
    found = card(tmp_path, note, "data parallelism")
    assert (found.topic, found.misspelt) == ("data parallel", True)
    assert [s.text for s in found.definition] == ["A data parallel approach splits the files."]


def test_another_form_tells_where_the_words_are_only_mentioned(tmp_path: Path) -> None:
    """A list of contents has the very words, and says nothing of them."""
    note = (
        "# Contents\n\nThere are Lambda, S3 and data parallelism in these notes.\n\n# Notes\n\n"
        "A data parallel approach splits the files.\n"
    )
    assert card(tmp_path, note, "data parallelism").topic == "data parallel"


def test_of_two_things_the_notes_may_speak_of_each(tmp_path: Path) -> None:
    """What they never name together."""
    note = "# Notes\n\nA model has high bias then. It has low variance now.\n"
    found = card(tmp_path, note, "bias and variance")
    assert found.answer.refused
    assert found.candidates[:2] == ("bias", "variance")


def test_a_slip_of_a_name_that_nobody_wrote_is_one(tmp_path: Path) -> None:
    found = card(tmp_path, "# Parallel state\n\nA parallel state runs all.\n", "paralel state")
    assert (found.topic, found.misspelt) == ("Parallel state", True)


@pytest.mark.parametrize(("other", "topic"), [("Rain is wet.", "bias"), ("A bias is a tape.", "")])
def test_a_word_that_one_place_defines_has_a_card(other: str, topic: str, tmp_path: Path) -> None:
    """Though it is part of several names; what two places define may be either."""
    note = (
        "# Bias drift\n\nText.\n\n# Odd bias\n\nText.\n\n# Errors\n\nA bias is an error.\n\n"
        f"# More\n\n{other}\n"
    )
    found = card(tmp_path, note, "bias")
    assert found.topic == topic
    assert found.ambiguous == (not topic)


def test_a_section_with_a_longer_title_tells_of_the_row(tmp_path: Path) -> None:
    """The table names it and says less."""
    note = (
        "# Hosting\n\n| Option | Use |\n|---|---|\n| Serverless hosting | Odd traffic |\n"
        "| Batch hosting | Much |\n\n"
        "## SageMaker serverless hosting\n\nSageMaker serverless hosting is a host.\n"
    )
    found = card(tmp_path, note, "serverless hosting")
    assert found.topic == "SageMaker serverless hosting"
    assert found.definition


def test_what_two_sentences_tell_is_not_only_mentioned(tmp_path: Path) -> None:
    """Where neither is on something else that has to do with it."""
    told = "# Notes\n\nWe like odd sizes much. With small odd sizes it waits.\n"
    assert not card(tmp_path / "1", told, "odd sizes").only_mentioned
    others = "# Notes\n\nLambda has odd sizes now. We like odd sizes in S3 and Lambda.\n"
    assert card(tmp_path / "2", others, "odd sizes").only_mentioned


def test_advice_is_no_mention(tmp_path: Path) -> None:
    note = "# Notes\n\nFor words, we use Kendra for files of S3.\n"
    assert not card(tmp_path, note, "Kendra").only_mentioned


def test_see_also_is_not_what_is_named_once_in_passing(tmp_path: Path) -> None:
    """But what the card shows it with, or what names it in a section of its own."""
    note = (
        f"{OPENING}Kendra keeps 7 lists.\n\nKendra buys 8 books.\n\nKendra has 9 walls.\n\n"
        "Kendra shuts 4 doors.\n\n# Notes\n\nAll of Kendra and Polly were there.\n\n"
        "# Polly\n\nPolly speaks.\n\n# Lex\n\nLex always hands words to Kendra.\n"
    )
    assert card(tmp_path, note, "Kendra").see_also == ("Lex",)


def test_see_also_names_one_thing_at_a_time(tmp_path: Path) -> None:
    note = (
        "# Kendra\n\nKendra is near Lex and Polly. Lex and Polly are near Kendra.\n\n"
        "# Lex and Polly\n\nBoth speak.\n"
    )
    assert "Lex and Polly" not in card(tmp_path, note, "Kendra").see_also


def test_a_topic_that_two_places_define_is_itself(tmp_path: Path) -> None:
    """And not one whose longer title ends with its name."""
    note = (
        "# Aurora\n\nAurora is a store.\n\n# List\n\nAurora is a store for all.\n\n"
        "# Odd Aurora\n\nOdd Aurora is a hat.\n"
    )
    assert card(tmp_path, note, "Aurora").topic == "Aurora"
