"""Everything that the notes say about a topic: its own sections, entries and mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from askaws.answering.candidates import spans_of
from askaws.answering.contrasts import MISTAKEN
from askaws.answering.naming import Naming, Relation, fts_query, is_as_name
from askaws.answering.relation import is_entry, relation_of, speaks_of_another
from askaws.answering.saying import EXAMPLE, agendas, is_caption, is_case, says_nothing
from askaws.answering.shown import at_span, leant_on
from askaws.answering.standing import (
    distributes,
    is_it,
    is_leaning,
    is_other_case,
    is_other_side,
    only_joins,
    points_back,
    points_outside,
    points_to,
    takes_back,
    takes_up,
)
from askaws.answering.statement import Statement
from askaws.answering.wholes import FRAGMENT, as_whole, by_names, groups, values
from askaws.index.store import Generation
from askaws.reading.subjects import opens_another
from askaws.reading.words import content_stems
from askaws.records import Block, Chunk, Evidence, Span

_MOST_CHUNKS = 150
_LONGEST_UNIT = 90
"""In words: a longer list or table is taken apart."""
_TALKS = re.compile(r"\blet(?:['’]s| me| us)\b", re.IGNORECASE)


def gather(generation: Generation, naming: Naming) -> list[Statement]:
    """The statements about a topic in the order of the notes."""
    ids = [
        chunk_id
        for chunk_id, _ in generation.matching(
            " OR ".join(map(fts_query, naming.names)), _MOST_CHUNKS, (1.0, 1.0)
        )
    ]
    reader = _Reader(naming)
    seen: set[int] = set()
    for chunk_id in sorted(ids):
        if chunk_id in seen:
            continue
        chunk = generation.chunk(chunk_id)
        section = [chunk]
        first = chunk_id
        if reader.heads(chunk) != "mention":
            section = generation.section(chunk_id)
            # Chunks of a section are neighbours; their ids count up.
            first -= next(n for n, part in enumerate(section) if part == chunk)
        seen.update(range(first, first + len(section)))
        reader.read(section, first)
    return reader.found


@dataclass(slots=True)
class _Page:
    """What is the same for all blocks of a section, and how far it has been read.

    `titled` are the words of its heading, `led` the lists with a lead-in, `agendas` those of
    what is to be learnt, `wholes` the places of the lists and tables that are short enough to
    be shown, by the identities of their blocks. `opens`: nothing of it has been found yet.
    `context` is the last one's. `adrift`: a paragraph spoke of "this policy", and only a
    picture says of which.
    """

    heads: Relation
    first: Block
    titled: set[str]
    led: set[int]
    agendas: set[int]
    wholes: dict[int, int]
    opens: bool
    context: str = ""
    adrift: bool = False


class _Reader:
    """Reads sections for what they say about one topic."""

    def __init__(self, naming: Naming) -> None:
        self.naming = naming
        self.found: list[Statement] = []
        self._at_home = False

    def heads(self, chunk: Chunk) -> Relation:
        """Whether a section is the topic's own, under one of its own, or neither."""
        relations = [self.naming.heads(heading) for heading in chunk.headings]
        if relations and relations[-1] == "own":
            return "own"
        if "own" in relations and relations[-1] is None:
            between = chunk.headings[relations.index("own") + 1 : -1]
            if any(self.naming.is_another(heading) for heading in between):
                return "mention"
        return "under" if "own" in relations or "under" in relations[-1:] else "mention"

    def read(self, section: Sequence[Chunk], first_id: int) -> None:
        heads = self.heads(section[0])
        self._at_home = heads != "mention" and any(
            self.naming.heads(heading) == "own" for heading in section[0].headings
        )
        blocks = [block for chunk in section for block in chunk.blocks]
        page = _Page(
            heads=heads,
            first=blocks[0],
            titled={stem for h in section[0].headings[-1:] for stem in content_stems(h)},
            led={b.list_id for b in blocks if b.list_id and b.kind != "item"},
            agendas=agendas(blocks),
            wholes=self._wholes(section, first_id, heads),
            opens=heads == "own",
        )
        before: Span | None = None
        for chunk_id, chunk in enumerate(section, first_id):
            spans = iter(spans_of(chunk, chunk_id))
            for block in chunk.blocks:
                read = [self._cell(block, next(spans)) for _ in block.spans]
                if before and read[0] and takes_back(read[0].text, before.text):
                    read[0] = replace(read[0], before=before)
                self._read(block, read, page)
                before = block.spans[-1] if block.kind == "paragraph" else None

    def _read(self, block: Block, spans: Sequence[Evidence | None], page: _Page) -> None:
        """Add what the spans of a block say of the topic."""
        item = block.kind == "item" and block.list_id in page.led
        small = item and len(block.text.split()) <= FRAGMENT
        whole = page.wholes.get(id(block), -1) if block.kind != "paragraph" else -1
        idle = self._is_idle(block, page)
        about = False
        last = -1
        case = False
        subject = ""
        # Below a heading of two, a paragraph that turns to the other one stays with it.
        turned = False
        for number, evidence in enumerate(spans):
            subject = self._subject(block.spans[number], subject)
            case = case or (evidence is not None and is_case(evidence.text))
            if evidence is None:
                last = -1
                continue
            told = case and not self._at_home and not self.naming.is_subject(evidence.text)
            # What a row asks is what its first cell answers.
            text = evidence.text.rstrip("?") if evidence.row else evidence.text
            if idle or told or says_nothing(self.naming, text):
                about = about and not speaks_of_another(self.naming, evidence)
                last = -1
                continue
            entry = is_entry(self.naming, block, evidence)
            relation = relation_of(self.naming, evidence, page.heads, about, entry)
            turned = turned or (relation is None and page.heads == "own")
            if relation is None or (turned and not self.naming.is_named(evidence.text)):
                about = about and not speaks_of_another(self.naming, evidence)
                last = -1
                continue
            about = relation in ("own", "subject") and (
                about or entry or self.naming.is_subject(evidence.text)
            )
            # Without the one before it, what leans on it can't be read; but the title of
            # the card stands for the name that an entry hangs on, and its heading for what
            # a section begins with.
            first = entry and evidence.context != page.context
            home = entry or (page.heads != "mention" and block is page.first)
            begins = number == 0 and (home or (page.heads == "own" and is_it(evidence.text)))
            # "It" is what the paragraph is about, where that is said before it.
            taken = bool(subject) and relation == "mention" and is_it(evidence.text)
            leaning = self._leans(evidence) and not (first or begins or taken)
            if leaning and last < 0:
                last = self._before(evidence, relation, block.spans[:number])
            order = len(self.found)
            leans = last if leaning else order
            if relation == "mention" and not self.naming.is_subject(evidence.text):
                evidence = replace(evidence, subject=evidence.subject or subject)
            part = evidence.row or ((small or whole >= 0) and not entry)
            part = part or (item and page.heads == "mention")
            # Below another item, it says what that is.
            opens = first or (page.opens and not evidence.context)
            self._append(evidence, relation, opens, leans, part, whole)
            last, page.opens, page.context = order, False, evidence.context

    def _subject(self, span: Span, subject: str) -> str:
        """What a paragraph is about at a span, which may name the topic as well."""
        others = any(map(self.naming.is_another, self.naming.glossary.named_in(span.text)))
        turns = opens_another(span.text) or (others and subject not in span.text)
        return span.subject or ("" if turns else subject)

    def _cell(self, block: Block, evidence: Evidence | None) -> Evidence | None:
        """Of a row of two cells, the second, where that is a sentence on the topic by itself."""
        cells = [] if evidence is None else evidence.text.split("; ")
        if evidence is None or block.kind != "row" or len(block.spans) > 1 or len(cells) != 2:
            return evidence
        text = cells[1].partition(": ")[2]
        if not self.naming.is_doing(text) or text not in evidence.quote:
            return evidence
        return replace(evidence, quote=text, text=text)

    def _is_idle(self, block: Block, page: _Page) -> bool:
        """Whether a block says nothing by its form: a caption, an example's step, an agenda."""
        if block.kind == "paragraph" and block is not page.first:
            astray = page.adrift or (page.heads == "under" and points_to(block.spans[0].text))
            page.adrift = astray and not self.naming.is_named(block.text)
            lost = page.adrift and not page.titled.issubset(content_stems(block.text))
            return lost or is_caption(block.text)
        step = block.kind == "item" and block.list_id in page.led and EXAMPLE.search(block.context)
        return bool(step) or block.list_id in page.agendas

    def _wholes(self, section: Sequence[Chunk], first_id: int, heads: Relation) -> dict[int, int]:
        """Add the short lists and tables; the place of each by the identities of its blocks."""
        places: dict[int, int] = {}
        if heads == "mention":
            return places
        for chunk_id, chunk in enumerate(section, first_id):
            for blocks in groups(section, chunk):
                if blocks[-1].list_id in agendas(blocks) or self._compares(
                    blocks, chunk.headings[-1:]
                ):
                    continue
                if blocks[0].kind == "paragraph" and EXAMPLE.search(blocks[0].spans[-1].text):
                    continue
                if _TALKS.search(blocks[0].text):
                    del blocks[0]
                unit = as_whole(blocks, chunk, chunk_id)
                opens = heads == "own" and blocks[0] is section[0].blocks[0]
                if id(blocks[0]) in places:
                    continue
                if len(unit.text.split()) > _LONGEST_UNIT:
                    unit = by_names(unit, chunk) or unit
                if len(unit.text.split()) > _LONGEST_UNIT:
                    if not opens or blocks[0].kind != "paragraph":
                        continue
                    # Only its lead-in, which says what the section is about.
                    blocks, unit = blocks[:1], as_whole(blocks[:1], chunk, chunk_id)
                places.update(dict.fromkeys(map(id, blocks), len(self.found)))
                self._append(unit, heads, opens, len(self.found))
        return places

    def _compares(self, blocks: Sequence[Block], headings: Sequence[str]) -> bool:
        """Whether a table or list has entries on others, and one on the topic.

        A table tells them apart; a list with the topic among its items is on what they share,
        unless the heading names the topic alone.
        """
        items = (b.spans[0].text.partition(": ") for b in blocks if b.kind == "item")
        if any(sep and self.naming.is_all(name, 0) for name, sep, _ in items):
            named = [name for h in headings for name in self.naming.glossary.named_in(h)]
            return not named or not all(map(self.naming.is_named, named))
        firsts = [b.spans[0].text.split("; ")[0] for b in blocks if b.kind == "row"]
        cells = [text.partition(": ")[2] or text for text in firsts]
        own = any(map(self.naming.is_all, cells)) and not MISTAKEN.search(blocks[0].text)
        others = (cell for cell in cells if not re.search(self.naming.pattern, cell, re.I))
        return own and any(map(self.naming.is_another, others))

    def _before(self, evidence: Evidence, relation: Relation, earlier: Sequence[Span]) -> int:
        """The place of what a sentence leans on, which says nothing of the topic by itself."""
        leaning = is_leaning(evidence.text) and not points_outside(evidence.text)
        before = leant_on(evidence) if leaning else evidence.before
        if before and is_other_side(evidence.text):
            # The other side is the last thing that was named, whatever was said of it.
            before = next((s for s in reversed(earlier) if self._names_another(s.text)), before)
        if before is None or is_leaning(before.text) or says_nothing(self.naming, before.text):
            return -1
        self._append(at_span(evidence, before), relation, False, len(self.found), part=True)
        return len(self.found) - 1

    def _names_another(self, text: str) -> bool:
        """Whether a text names something besides the topic, by a name and not by a plain word."""
        names = self.naming.glossary.written_in(text)
        others = (name for name, written in names if is_as_name(name, written))
        return not is_leaning(text) and not all(map(self.naming.is_named, others))

    @staticmethod
    def _takes_up(evidence: Evidence) -> bool:
        return evidence.before is not None and takes_up(evidence.text, evidence.before.text)

    def _leans(self, evidence: Evidence) -> bool:
        """Whether a span can't be read without the one before it.

        The topic's own name helps a joint, and its heading what begins a block and points back.
        """
        named = self.naming.is_named(evidence.text)
        if evidence.before is not None and is_other_case(evidence.text, evidence.before.text):
            return True
        if not is_leaning(evidence.text):
            return points_outside(evidence.text) or (not named and self._takes_up(evidence))
        if not named:
            return True
        points = evidence.before is None and points_back(evidence.text)
        return not (points or only_joins(evidence.text) or distributes(evidence.text))

    def _append(
        self,
        evidence: Evidence,
        relation: Relation,
        opens: bool,
        leans: int,
        part: bool = False,
        whole: int = -1,
    ) -> None:
        # The columns of a table name it in every row.
        named = self.naming.is_named(values(evidence.text) if part else evidence.text)
        place = len(self.found)
        self.found.append(
            Statement(evidence, relation, named, opens, place, leans, part, whole, self._at_home)
        )
