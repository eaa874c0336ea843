"""One walk through a document, passage by passage: what is recommended, to whom, and what only looks so.

Three things make a recommendation: a performing sentence ("X rekommenderas att …", "vi rekommenderar X att …", "vår rekommendation är
att …"), a place in a list that such a sentence or a heading opened, and a sentence of duty ("nämnden bör …") that the next one says was
meant as one. What others recommend, what was recommended before and has been dealt with, and "bör" in the running assessment are not
recommendations; the last is kept apart as `förslag`, a bare notice that recommendations were given as `besked`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kfi_analysis.findings.bodies import bodies_in, listed_names
from kfi_analysis.findings.clauses import (
    cue_of,
    foreign,
    last_group,
    obliged,
    only_names,
    owner,
    performs,
    slot_names,
    stands_alone,
    subject,
)
from kfi_analysis.findings.cues import (
    AUTHOR,
    CLOSING,
    DEONTIC,
    EARLIER,
    EARLIER_HEADING,
    EXTERNAL,
    HEADING,
    HEARSAY,
    LEAD,
    NORM,
    NOT_A_LEAD,
    NOUN_CLAUSE,
    OTHER_HEADING,
    PERFORM_ACTIVE,
    PERFORM_PASSIVE,
    TOLD,
)
from kfi_analysis.text import sentences

__all__ = ["SILENT", "Block", "Found", "Walk"]

SILENT = {"note", "contents", "attribution", "excerpt", "title"}
_CELL = " | "
_NUMBER = {"en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10}
_BULLET = re.compile(r"^\s*(?:[•●▪■◦‣⁃·*►➢➤✓o]\s+|[-–—]\s+|\(?\d{1,2}[.)]\s+|[a-z][.)]\s+|[Rr]ekommendation\s+\d+\s*[:.]\s*)")
_LEADERS = re.compile(r"\.{4,}|…{2,}|(?:\.\s){4,}")
_TOPIC = re.compile(r"\b(?:gällande|avseende|rörande|angående|beträffande|kring|om\s+att|att)\s+(?P<what>\S.*)$")
_STANDS = re.compile(r"\bkvarst(?:år|ått|od)\b(?!\s+(?:inte|ej)\b)")


@dataclass(frozen=True)
class Block:
    """A passage: its level, text and place in the document."""

    level: str
    text: str
    start: int


@dataclass
class Found:
    """A recommendation: what, to whom, where; `named` tells where the addressee was found."""

    start: int
    end: int
    kind: str
    addressees: list[str]
    named: str
    cue: str
    group: int
    repeats: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class _Lead:
    """An opened list: to whom, how, and whether it has begun."""

    addressees: list[str]
    named: str
    cue: str
    group: int
    earlier: bool = False
    prose: bool = False
    begun: bool = False
    performed: bool = False


class Walk:
    """The state of one walk through a document."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.found: list[Found] = []
        self.lead: _Lead | None = None
        self.section: _Lead | None = None
        self.group = 0
        self.earlier_section = False

    # ------------------------------------------------------------ blocks

    def run(self) -> list[Found]:
        """Walk all passages and return what was found, in order."""
        for position, block in enumerate(self.blocks):
            if block.level in SILENT or _LEADERS.search(block.text):
                continue
            numbered = self.lead is not None and self.lead.begun and _BULLET.match(block.text) and block.text.rstrip()[-1:] in ".;,"
            if block.level == "table":
                self._table(block)
            elif _is_heading(block) and not numbered:
                self._heading(block)
            elif block.level == "list_item" or _BULLET.match(block.text):
                self._item(block)
            else:
                self._paragraph(block, position)
        return self.found

    def _heading(self, block: Block) -> None:
        text = " ".join(block.text.split())
        hit = HEADING.match(text)
        self.earlier_section = bool((hit and OTHER_HEADING.search(text)) or EARLIER_HEADING.search(text))
        if hit and not self.earlier_section:
            self.group += 1
            names = listed_names(hit.group("tail"))
            alone = stands_alone(hit.group("head"))
            self.section = _Lead(names, "rubrik" if names else "", "rubrik", self.group, prose=alone)
            self.lead = self.section if alone else None
        elif self.section is not None and (names := only_names(text)):
            self.lead = _Lead(names, "rubrik", "rubrik", self.group, prose=self.section.prose)
        elif self.lead is not None and LEAD.search(text) and not NOT_A_LEAD.search(text):
            self._open(text)
        else:
            self.lead = self.section = None

    def _table(self, block: Block) -> None:
        """Take the cells under a head "Rekommendation", put to the body in the same row; in another table the cells that recommend."""
        rows = _cells(block)
        head = [text.strip().lower() for text, _ in rows[0]] if rows else []
        column = next((at for at, text in enumerate(head) if re.match(r"(?:våra\s+|lämnade\s+)?rekommendation(?:er)?\b", text)), None)
        self.group += 1
        if column is None:
            for cell, at in (one for row in rows for one in row):
                for start, end in sentences(cell):
                    self._performed(cell[start:end], at + start, "")
            return
        for row in rows[1:]:
            if column >= len(row) or len(row[column][0].split()) < 3 or self.earlier_section:
                continue
            cell, at = row[column]
            names = owner(cell) or [name for other, (text, _) in enumerate(row) if other != column for name in _short_names(text)]
            if not names and self.section is not None:
                names = self.section.addressees
            self._emit((at, at + len(cell.rstrip())), names, "uttalad", "tabell")

    def _item(self, block: Block) -> None:
        lead = self.lead
        cut = _BULLET.match(block.text)
        offset = cut.end() if cut else 0
        text = block.text[offset:]
        if lead is None:
            self._sentences(Block("paragraph", text, block.start + offset))
            return
        names = only_names(text)
        if names and len(text.split()) <= 2 * sum(len(name.split()) for name in names) + 3:
            self.lead = _Lead(names, "uttalad", lead.cue, lead.group, lead.earlier, lead.prose, True)
            return
        lead.begun = True
        if lead.earlier:
            return
        own = owner(text)
        self._emit(
            (block.start + offset, block.start + len(block.text.rstrip())),
            own or lead.addressees,
            "uttalad" if own else lead.named,
            lead.cue,
        )

    def _paragraph(self, block: Block, position: int) -> None:
        lead = self.lead
        text = block.text
        self.group += lead is None
        base = lead or self.section
        if base is not None and text.rstrip().endswith(":") and (names := only_names(text)):
            self.lead = _Lead(names, "uttalad", base.cue, base.group, base.earlier, base.prose)
            return
        closing = bool(CLOSING.match(text.strip()))
        over = lead is not None and lead.begun and not lead.prose and not lead.performed and not performs(text)
        if lead is not None and (closing or over):
            self.lead = None if lead is not self.section else lead
            lead = None
        opened = self._sentences(block)
        if opened or lead is None or lead is not self.lead or lead.earlier:
            return
        if lead.begun and lead.performed:
            self.lead = None
            return
        follows = _next_level(self.blocks, position)
        if lead.prose and not lead.performed and DEONTIC.search(text) and not text.rstrip().endswith(":") and follows != "list_item":
            lead.begun = True
            self._emit((block.start, block.start + len(text.rstrip())), lead.addressees, lead.named, lead.cue)

    # ------------------------------------------------------------ sentences

    def _sentences(self, block: Block) -> bool:
        """Walk the sentences of a paragraph; tell whether one of them recommended or opened a list."""
        did = False
        spans = sentences(block.text)
        for index, (start, end) in enumerate(spans):
            text = block.text[start:end]
            at = block.start + start
            following = " ".join(block.text[a:b] for a, b in spans[index + 1 : index + 3])
            if LEAD.search(text) and self._leads(text, last=index == len(spans) - 1):
                self._open(text)
                did = True
            elif self._performed(text, at, following):
                did = True
            elif self._announced(block, spans, index) or self._duty(text, at):
                did = did or False
        return did

    def _leads(self, text: str, *, last: bool) -> bool:
        if NOT_A_LEAD.search(text) or foreign(text):
            return False
        return text.rstrip().endswith(":") or last

    def _open(self, text: str) -> None:
        self.group += 1
        names = slot_names(text)
        earlier = self.earlier_section or bool(EARLIER.search(text) and re.search(r"\b(?:lämnades|rekommenderade|gavs|riktades)", text))
        base = self.section
        self.lead = _Lead(
            names or (base.addressees if base else []),
            "uttalad" if names else (base.named if base else ""),
            cue_of(text),
            self.group,
            earlier,
            prose=not re.search(r"\b(?:bör|behöver)\b[^.]*:\s*$", text),
        )

    def _performed(self, text: str, at: int, following: str) -> bool:
        names, named = self._performance(text)
        if names is None:
            return False
        if self.lead is not None:
            self.lead.begun = self.lead.performed = True
            if self.lead.earlier:
                return True
        if self.earlier_section or (EARLIER.search(text) and re.search(r"\b(?:rekommenderade|uppmanade)", text)):
            if not _STANDS.search(following):
                return True
            self._emit((at, at + len(text)), names, named, "kvarstår")
            return True
        self._emit((at, at + len(text)), names, named, cue_of(text))
        return True

    def _performance(self, text: str) -> tuple[list[str] | None, str]:
        """Return to whom a sentence recommends, or None if it does not."""
        noun = NOUN_CLAUSE.search(text)
        if noun and not foreign(text[: noun.end()]):
            names = listed_names(noun.group("to") or "") or subject(text[noun.end() :])
            return self._or_lead(names)
        for hit in PERFORM_PASSIVE.finditer(text):
            before, after = text[: hit.start()], text[hit.end() :]
            agent = re.match(r"\s+(?:starkt\s+)?av\s+(\S+(?:\s+\S+)?)", after)
            if (agent and not AUTHOR.search(agent.group(1))) or re.search(r"\b(?:som|vad|såsom)\s+$", before) or len(after.split()) < 2:
                continue
            slot = re.split(r"\batt\b|:", after, maxsplit=1)
            names = [body.name for body in bodies_in(slot[0])] if len(slot) > 1 else []
            names = names or last_group(before) or (subject(slot[1]) if len(slot) > 1 else [])
            if names:
                return names, "uttalad"
            if self.lead is not None or self.section is not None:
                return self._or_lead([])
        for hit in PERFORM_ACTIVE.finditer(text):
            before, after = text[: hit.start()], text[hit.end() :]
            author = re.match(rf"\s+(?:därför\s+|också\s+|även\s+)?{AUTHOR.pattern}", after)
            speaks = author or re.search(rf"{AUTHOR.pattern}(?:\s+\w+){{0,3}}\s+$", before)
            formal = "öresl" in hit.group(0) and re.search(r"ansvarsfrihet|godkänn|årsredovisning(?:en)?\s+för", after)
            if not speaks or formal:
                continue
            if EXTERNAL.search(before[speaks.start() :] if not author else ""):
                continue
            rest = after[author.end() :] if author else after
            slot = re.split(r"\batt\b|:", rest, maxsplit=1)
            if len(slot) == 1:
                continue
            names = [body.name for body in bodies_in(slot[0]) if not AUTHOR.fullmatch(body.surface)] or subject(slot[1])
            if names:
                return names, "uttalad"
            if not slot[0].strip(" ,") and (self.lead is not None or self.section is not None or hit.group(0)[0] not in "Ff"):
                return self._or_lead([])
        return None, ""

    def _or_lead(self, names: list[str]) -> tuple[list[str], str]:
        if names:
            return names, "uttalad"
        base = self.lead or self.section
        return (list(base.addressees), base.named) if base else ([], "")

    def _announced(self, block: Block, spans: list[tuple[int, int]], index: int) -> bool:
        """Take what "Vi lämnar därför två rekommendationer" points back to, or its topic; otherwise note that it was told."""
        start, end = spans[index]
        text = block.text[start:end]
        if not TOLD.search(text) or foreign(text) or NOT_A_LEAD.search(text) or self.earlier_section:
            return False
        self.group += 1
        to = re.search(r"\btill\s+(?P<to>.+)$", text, re.DOTALL)
        names = listed_names(to.group(0)) if to else []
        topic = _TOPIC.search(to.group("to")) if to else None
        if to and names and topic and "rekommendationer som" not in text:
            self._emit(
                (block.start + start, block.start + end),
                listed_names("till " + to.group("to")[: topic.start()]) or names,
                "uttalad",
                "ämne",
            )
            return True
        count = re.search(r"\b(en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio)\s+(?:\w+\s+)?rekommendation", text, re.IGNORECASE)
        if count and not to:
            wanted = _NUMBER[count.group(1).lower()]
            back = [span for span in spans[:index] if obliged(block.text[span[0] : span[1]])][-wanted:]
            for a, b in back:
                self._emit((block.start + a, block.start + b), obliged(block.text[a:b]), "uttalad", "bör, utpekad")
            if back:
                return True
        if names:
            self._emit((block.start + start, block.start + end), names, "uttalad", "besked", kind="besked")
        return bool(names)

    def _duty(self, text: str, at: int) -> bool:
        names = obliged(text)
        if names and not NORM.search(text) and not HEARSAY.search(text) and not self.earlier_section:
            self._emit((at, at + len(text)), names, "uttalad", "bör", kind="förslag")
            return True
        return False

    def _emit(self, span: tuple[int, int], names: list[str], named: str, cue: str, *, kind: str = "rekommendation") -> None:
        start, end = span
        if end > start:
            self.found.append(Found(start, end, kind, list(dict.fromkeys(names)), named if names else "", cue, self.group))


def _cells(block: Block) -> list[list[tuple[str, int]]]:
    """The rows of a table passage: each cell's text and place."""
    rows = []
    at = block.start
    for line in block.text.split("\n"):
        row = []
        for cell in line.split(_CELL):
            row.append((cell, at))
            at += len(cell) + len(_CELL)
        at += 1 - len(_CELL)
        rows.append(row)
    return rows


def _short_names(text: str) -> list[str]:
    """The bodies of a cell that holds little else."""
    return [body.name for body in bodies_in(text)] if len(text.split()) <= 8 else []


def _is_heading(block: Block) -> bool:
    """Tell whether a passage is a heading, or a short line that reads as one over recommendations."""
    text = block.text.strip()
    short = len(text.split()) <= 10 and text[-1:] not in ".:;,?!"
    return block.level == "heading" or (block.level == "paragraph" and short and bool(HEADING.match(" ".join(text.split()))))


def _next_level(blocks: list[Block], position: int) -> str:
    return blocks[position + 1].level if position + 1 < len(blocks) else ""
