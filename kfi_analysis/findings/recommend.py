"""Recommendations of an audit or an evaluation, with whom they are put to, as spans.

A document is walked passage by passage. Three things make a recommendation: a performing sentence ("X rekommenderas att …", "vi
rekommenderar X att …", "vår rekommendation är att …"), a place in a list that such a sentence or a heading opened, and a sentence of
duty ("nämnden bör …") that the next one says was meant as one. What others recommend, what was recommended before and has been
dealt with, and "bör" in the running assessment do not count; the last is kept apart as `förslag`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kfi_analysis.findings.bodies import Body, bodies_in, listed_names
from kfi_analysis.findings.cues import (
    AUTHOR,
    CLOSING,
    DEONTIC,
    EARLIER,
    EARLIER_HEADING,
    EXTERNAL,
    HEADING,
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

__all__ = ["Block", "Found", "find"]

_SILENT = {"note", "contents", "table", "attribution", "excerpt", "title"}
_NUMBER = {"en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10}
_BULLET = re.compile(r"^\s*(?:[•●▪■◦‣⁃·*►➢➤✓o]\s+|[-–—]\s+|\(?\d{1,2}[.)]\s+|[a-z][.)]\s+|[Rr]ekommendation\s+\d+\s*[:.]\s*)")
_LEADERS = re.compile(r"\.{4,}|…{2,}|(?:\.\s){4,}")
_TOPIC = re.compile(r"\b(?:gällande|avseende|rörande|angående|beträffande|kring|om\s+att|att)\s+(?P<what>\S.*)$")
_COORDINATION = re.compile(r"^\s*(?:,|och|samt|,\s*(?:och|samt)|/|&)\s*$")
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


class _Walk:
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
        for position, block in enumerate(self.blocks):
            if block.level in _SILENT or _LEADERS.search(block.text):
                continue
            if block.level == "heading":
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
            pure = _pure(hit.group("head"))
            self.section = _Lead(names, "rubrik" if names else "", "rubrik", self.group, prose=pure)
            self.lead = self.section if pure else None
        elif self.section is not None and (names := _only_names(text)):
            self.lead = _Lead(names, "rubrik", "rubrik", self.group, prose=self.section.prose)
        elif self.lead is not None and LEAD.search(text) and not NOT_A_LEAD.search(text):
            self._open(text)
        else:
            self.lead = self.section = None

    def _item(self, block: Block) -> None:
        lead = self.lead
        cut = _BULLET.match(block.text)
        offset = cut.end() if cut else 0
        text = block.text[offset:]
        if lead is None:
            self._sentences(Block("paragraph", text, block.start + offset))
            return
        names = _only_names(text)
        if names and len(text.split()) <= 2 * sum(len(name.split()) for name in names) + 3:
            self.lead = _Lead(names, "uttalad", lead.cue, lead.group, lead.earlier, lead.prose, True)
            return
        lead.begun = True
        if lead.earlier:
            return
        own = _subject(text) if _subject_acts(text) else []
        self._emit(block.start + offset, block.start + len(block.text.rstrip()), own or lead.addressees, "uttalad" if own else lead.named, lead.cue)

    def _paragraph(self, block: Block, position: int) -> None:
        lead = self.lead
        text = block.text
        if lead is not None and (CLOSING.match(text.strip()) or (lead.begun and not lead.prose and not lead.performed)):
            if not (CLOSING.match(text.strip()) is None and _performs(text)):
                self.lead = None if lead is not self.section else self.lead
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
            self._emit(block.start, block.start + len(text.rstrip()), lead.addressees, lead.named, lead.cue)

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
        if NOT_A_LEAD.search(text) or _foreign(text):
            return False
        return text.rstrip().endswith(":") or last

    def _open(self, text: str) -> None:
        self.group += 1
        names = _slot_names(text)
        earlier = self.earlier_section or bool(EARLIER.search(text) and re.search(r"\b(?:lämnades|rekommenderade|gavs|riktades)", text))
        base = self.section
        self.lead = _Lead(
            names or (base.addressees if base else []),
            "uttalad" if names else (base.named if base else ""),
            _cue(text),
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
            self._emit(at, at + len(text), names, named, "kvarstår")
            return True
        self._emit(at, at + len(text), names, named, _cue(text))
        return True

    def _performance(self, text: str) -> tuple[list[str] | None, str]:
        """Return to whom a sentence recommends, or None if it does not."""
        noun = NOUN_CLAUSE.search(text)
        if noun and not _foreign(text[: noun.end()]):
            names = listed_names(noun.group("to")) or _subject(text[noun.end() :])
            return self._or_lead(names)
        for hit in PERFORM_PASSIVE.finditer(text):
            before, after = text[: hit.start()], text[hit.end() :]
            agent = re.match(r"\s+(?:starkt\s+)?av\s+(\S+(?:\s+\S+)?)", after)
            if (agent and not AUTHOR.search(agent.group(1))) or re.search(r"\b(?:som|vad|såsom)\s+$", before) or len(after.split()) < 2:
                continue
            slot = re.split(r"\batt\b|:", after, maxsplit=1)
            names = [body.name for body in bodies_in(slot[0])] if len(slot) > 1 else []
            names = names or _last_group(before) or (_subject(slot[1]) if len(slot) > 1 else [])
            if names:
                return names, "uttalad"
            if self.lead is not None or self.section is not None:
                return self._or_lead([])
        for hit in PERFORM_ACTIVE.finditer(text):
            before, after = text[: hit.start()], text[hit.end() :]
            author = re.match(rf"\s+(?:därför\s+|också\s+|även\s+)?{AUTHOR.pattern}", after)
            speaks = author or re.search(rf"{AUTHOR.pattern}(?:\s+\w+){{0,3}}\s+$", before)
            if not speaks or re.search(r"ansvarsfrihet|godkänn|årsredovisning(?:en)?\s+för", after) and "öresl" in hit.group(0):
                continue
            if EXTERNAL.search(before[speaks.start() :] if not author else ""):
                continue
            rest = after[author.end() :] if author else after
            slot = re.split(r"\batt\b|:", rest, maxsplit=1)
            if len(slot) == 1:
                continue
            names = [body.name for body in bodies_in(slot[0]) if not AUTHOR.fullmatch(body.surface)] or _subject(slot[1])
            if names:
                return names, "uttalad"
            if self.lead is not None or self.section is not None or (hit.group(0)[0] not in "Ff" and not slot[0].strip(" ,")):
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
        if not TOLD.search(text) or _foreign(text) or NOT_A_LEAD.search(text) or self.earlier_section:
            return False
        self.group += 1
        to = re.search(r"\btill\s+(?P<to>.+)$", text, re.DOTALL)
        names = listed_names(to.group(0)) if to else []
        topic = _TOPIC.search(to.group("to")) if to else None
        if names and topic and "rekommendationer som" not in text:
            self._emit(block.start + start, block.start + end, listed_names("till " + to.group("to")[: topic.start()]) or names, "uttalad", "ämne")
            return True
        count = re.search(r"\b(en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio)\s+(?:\w+\s+)?rekommendation", text, re.IGNORECASE)
        if count and not to:
            wanted = _NUMBER[count.group(1).lower()]
            back = [span for span in spans[:index] if _obliges(block.text[span[0] : span[1]])][-wanted:]
            for a, b in back:
                self._emit(block.start + a, block.start + b, _subject(block.text[a:b]), "uttalad", "bör, utpekad")
            if back:
                return True
        if names:
            self._emit(block.start + start, block.start + end, names, "uttalad", "besked", kind="besked")
        return bool(names)

    def _duty(self, text: str, at: int) -> bool:
        if _obliges(text) and not NORM.search(text) and not self.earlier_section:
            self._emit(at, at + len(text), _subject(text), "uttalad", "bör", kind="förslag")
            return True
        return False

    def _emit(self, start: int, end: int, names: list[str], named: str, cue: str, kind: str = "rekommendation") -> None:
        if end > start:
            self.found.append(Found(start, end, kind, list(dict.fromkeys(names)), named if names else "", cue, self.group))


def find(blocks: list[Block]) -> list[Found]:
    """Return the recommendations of one document, its sentences of duty and its notices, in order, repeated ones joined.

    Examples
    --------
    >>> text = "Vi rekommenderar socialnämnden att se över sina rutiner."
    >>> [(item.kind, item.addressees) for item in find([Block("paragraph", text, 0)])]
    [('rekommendation', ['socialnämnden'])]
    """
    found = _Walk(blocks).run()
    spans = {(item.start, item.end) for item in found if item.kind == "rekommendation"}
    found = [item for item in found if item.kind == "rekommendation" or (item.start, item.end) not in spans]
    whole = {block.start: block.text for block in blocks}
    missing = [item for item in found if not item.addressees]
    if missing:
        names = _audited(whole.values())
        for item in missing:
            item.addressees, item.named = names, "dokument" if names else ""
    return _joined(found, blocks)


# ---------------------------------------------------------------- parts of sentences


def _pure(head: str) -> bool:
    words = set(head.lower().replace(",", " ").split()) - {"våra", "vår", "samlade", "samtliga", "sammanfattande", "revisorernas", "revisionens"}
    words -= {"granskningens", "övergripande", "lämnade", "kommunrevisionens", "de", "och"}
    return not words


def _only_names(text: str) -> list[str]:
    """The names of a line that holds nothing else: a sub-heading or "Kommunstyrelsen:"."""
    core = re.sub(r"^(?:till|rekommendation(?:er)?\s+till)\s+", "", text.strip().rstrip(":").strip(), flags=re.IGNORECASE)
    names = listed_names(core)
    rest = re.sub(r"\b(?:och|samt|rekommenderas|bör|att|följande)\b|[,.:]", " ", core)
    for body in sorted(bodies_in(core), key=lambda one: -len(one.surface)):
        rest = rest.replace(body.surface, " ")
    return names if names and bodies_in(core) and not rest.split() else []


def _slot_names(text: str) -> list[str]:
    """The addressees that a lead-in names."""
    to = re.search(r"\b(?:till|för)\s+(?P<to>[^:]+?)\s*(?:\batt\b[^:]*)?[:.]?\s*$", text, re.DOTALL)
    if to and (names := [body.name for body in bodies_in(to.group("to"))]):
        return names
    for pattern in (PERFORM_PASSIVE, PERFORM_ACTIVE):
        if hit := pattern.search(text):
            after = [body.name for body in bodies_in(text[hit.end() :]) if not AUTHOR.fullmatch(body.surface)]
            if after:
                return after
            return _last_group(text[: hit.start()])
    return [body.name for body in bodies_in(text) if not AUTHOR.fullmatch(body.surface)]


def _last_group(text: str) -> list[str]:
    """The last bodies of a text that are joined by commas and "och"."""
    bodies = [body for body in bodies_in(text) if not AUTHOR.fullmatch(body.surface)]
    group: list[Body] = []
    for body in reversed(bodies):
        if group and not _COORDINATION.match(text[body.end : group[0].start]):
            break
        group.insert(0, body)
    return [body.name for body in group]


def _subject(text: str) -> list[str]:
    """The bodies that a clause begins with."""
    verb = re.search(r"\b(?:bör|behöver|ska|skall|måste|rekommenderas|uppmanas|kan|ser|tar|säkerställer|utvecklar|stärker|att|arbetar)\b", text)
    head = text[: verb.start()] if verb else " ".join(text.split()[:6])
    bodies = bodies_in(head)
    if not bodies or (verb is None and bodies[0].start > 2) or len(head[: bodies[0].start].split()) > 14:
        return []
    return _last_group(head)


def _subject_acts(text: str) -> bool:
    """Tell whether an item names its own addressee: "Kommunstyrelsen bör …", not "Kommunen har haft …"."""
    return bool(re.match(r"[^.]{0,120}?\b(?:bör|behöver|ska|skall|måste|rekommenderas|uppmanas)\b", text))


def _obliges(text: str) -> bool:
    """Tell whether a sentence says that a body ought to do something."""
    hit = re.search(r"\b(?:bör|behöver|behövde|måste)\b", text)
    if not hit or _foreign(text):
        return False
    before, after = text[: hit.start()], text[hit.end() : hit.end() + 60]
    return bool(_last_group(before[-90:])) or bool(re.match(r"\s+(?:därför\s+|även\s+|också\s+)?\w*(?:nämnd|styrelse|bolag)", after))


def _foreign(text: str) -> bool:
    """Tell whether somebody else than the authors recommends."""
    hit = re.search(r"\brekommend|\bbör\b", text)
    before = text[: hit.start()] if hit else text
    return bool(EXTERNAL.search(before)) and not AUTHOR.search(before)


def _performs(text: str) -> bool:
    return bool(PERFORM_PASSIVE.search(text) or PERFORM_ACTIVE.search(text) or NOUN_CLAUSE.search(text))


def _cue(text: str) -> str:
    hit = PERFORM_PASSIVE.search(text) or PERFORM_ACTIVE.search(text) or re.search(r"\brekommendation\w*|\bbör\b|\bbehöver\b", text, re.IGNORECASE)
    return hit.group(0).lower() if hit else "lista"


def _next_level(blocks: list[Block], position: int) -> str:
    return blocks[position + 1].level if position + 1 < len(blocks) else ""


# ---------------------------------------------------------------- the document as a whole


def _audited(texts: Iterator[str] | object) -> list[str]:
    """Whom a document speaks to as a whole: the addressee of its letter, the body it audited, or the municipality it is about."""
    counts: Counter[str] = Counter()
    for text in texts:  # type: ignore[attr-defined]
        told = re.search(r"\b(?:[Mm]issiv\s+till|[Gg]ranskningen\s+(?:har\s+)?(?:omfattar|omfattat|omfattade|avser|avsåg|avgränsas\s+till)|^Till:?)\s+(?P<to>[^.]+)", text)
        if told and (names := [body.name for body in bodies_in(told.group("to"))]):
            return list(dict.fromkeys(names))
        counts.update(body.surface for body in bodies_in(text) if re.search(r"(?:kommun|[Ss]tad)$|^Region ", body.surface))
    return [counts.most_common(1)[0][0]] if counts else []


def _joined(found: list[Found], blocks: list[Block]) -> list[Found]:
    """Join a recommendation that is given again (in the summary, in the letter) to its first telling."""
    words = {id(item): _content(item, blocks) for item in found}
    kept: list[Found] = []
    for item in found:
        twin = next((one for one in kept if one.kind == item.kind == "rekommendation" and one.group != item.group and _same(words[id(one)], words[id(item)])), None)
        if twin is None:
            kept.append(item)
            continue
        twin.repeats.append((item.start, item.end))
        if twin.named in {"", "dokument"} and item.named not in {"", "dokument"}:
            twin.addressees, twin.named = item.addressees, item.named
    return kept


def _content(item: Found, blocks: list[Block]) -> Counter[str]:
    block = next(block for block in blocks if block.start <= item.start and item.end <= block.start + len(block.text))
    text = block.text[item.start - block.start : item.end - block.start].lower()
    return Counter(word[:7] for word in re.findall(r"[a-zåäöé]{4,}", text) if not word.startswith("rekommend"))


def _same(one: Counter[str], other: Counter[str]) -> bool:
    smaller = min(one.total(), other.total())
    return smaller > 0 and (one & other).total() / smaller >= 0.75
