"""A pack of board papers (handlingar) taken apart: each matter (ärende) and each attachment (bilaga) a document of its own.

A matter begins with an official letter, known by its head (date, authority, reference number "dnr") or by the heading over its
decision ("Nämndens beslut"); in minutes by a paragraph number ("§ 12"). The letter ends on the page with its signatures or its list of
recipients; the pages after it, up to the next letter, are attachments. Damaged letters (a scanned page) are read through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kfi_analysis.corpus.cutting import Part, cut_documents
from kfi_analysis.corpus.folding import fold, likeness

if TYPE_CHECKING:
    from kfi_analysis.corpus.model import Corpus

__all__ = ["split_matters"]

_DECISION = re.compile(r"(?:n\wmndens|styrelsens|utskottets|fullm\wktlges|berednlngens)(?:forslagt\w{2,3})?beslut|forslagt\w{2,3}beslut")
_DNR = re.compile(
    r"(?:\bd(?:ia)?rie?n?r|\bdnr|\bdiarienummer|\bärendenr|\bärendenummer)\.?:?\s*((?:[A-ZÅÄÖ]{1,6}[\s-]?)?(?:\d{4}[-/:]\d{1,6}|\d{1,6}/\d{2,4})(?:[-/]\d+)?)",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b((?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\b")
_MONTHS = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"]
_LONG_DATE = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+((?:19|20)\d{{2}})\b", re.IGNORECASE)
_HEAD = re.compile(
    r"^(?:datum|instans|handl\w{1,2}ggare|sida|tj\w{1,2}nsteskrivelse|skrivelse)\b|\bdnr\b|diarien|\b0\d{1,3}\s?-\s?\d[\d ]{4,}"
    r"|\b(?:19|20)\d{2}-\d{2}-\d{2}\b.{0,60}$|\bskrivelse\b|^\W*\d{1,2}\s?\(\d{1,3}\)$|^(?-i:[^a-zåäö]{4,})$|\S+@\S+\.\w+",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"expedlerast\w{2,3}|^underskrlft|protokollsutdrag\w{0,3}t\w{2,3}")
_ROLE = re.compile(
    r"(?:ordf\wrande|f\wrvaltningschef|direkt\wr|utredare|strateg|sekreterare|\bchef|f\wredragande|revisorsgruppen)\b[\s\d]*$",
    re.IGNORECASE,
)
_RESTART = frozenset(fold(word) for word in ("Sammanfattning", "Innehållsförteckning", "Innehåll", "Förord"))
_MINUTES = re.compile(r"§\s*(\d{1,4})\b")
_FEW_WORDS = 60


@dataclass(frozen=True)
class _Passage:
    start: int
    end: int
    page: int
    level: str
    text: str


@dataclass
class _Matter:
    first: int
    decision: int | None = None
    last: int = 0
    listed: list[str] = field(default_factory=list)


def split_matters(corpus: Corpus) -> Corpus:
    """Return the corpus with every pack of board papers cut into its matters and their attachments.

    Documents get the columns `matter` (number in the pack), `part` ("ärende" or "bilaga"), `dnr`, `decision` (the text under the
    decision's heading) and `parent` (the pack's id); `title` and `date` are those of the matter. A document without any matter's head
    stays as it is.

    Examples
    --------
    >>> from kfi_analysis.corpus import Corpus
    >>> import pandas as pd
    >>> texts = ["2024-03-01 Dnr KS 2024-00017", "Ny skola", "Kommunstyrelsens beslut", "Skolan byggs.", "Bakgrund", "Den gamla är sliten."]
    >>> starts = [0, 29, 38, 62, 76, 85]
    >>> rows = pd.DataFrame({"passage_id": list("abcdef"), "document_id": "p", "start": starts, "page": 1,
    ...     "end": [s + len(t) for s, t in zip(starts, texts)], "level": ["paragraph", "heading", "heading", "paragraph"] * 1
    ...     + ["heading", "paragraph"]})
    >>> pack = Corpus(pd.DataFrame({"document_id": ["p"], "text": [chr(10).join(texts)]}), rows)
    >>> split_matters(pack).documents[["document_id", "title", "dnr", "date", "decision"]].values.tolist()
    [['p/01', 'Ny skola', 'KS 2024-00017', '2024-03-01', 'Skolan byggs.']]
    """
    texts = corpus.texts.to_numpy()
    parts: dict[str, list[Part]] = {}
    for document_id, rows in corpus.passages.groupby("document_id", sort=False):
        numbers = rows["page"].fillna(0).astype("int64")
        columns = zip(rows["start"], rows["end"], numbers, rows["level"].astype("object"), rows.index, strict=True)
        passages = [_Passage(start, end, page, str(level), str(texts[at])) for start, end, page, level, at in columns]
        found = _Pack(str(document_id), passages).parts()
        if found:
            parts[str(document_id)] = found
    if not parts:
        return corpus
    matters = sum(1 for rows in parts.values() for part in rows if part.metadata["part"] == "ärende")
    cut = cut_documents(corpus, parts)
    documents = cut.documents.astype({"matter": "Int64", **dict.fromkeys(("part", "dnr", "decision", "parent"), "string")})
    return replace(cut, documents=documents, provenance=corpus.provenance.derive("split_matters", packs=len(parts), matters=matters))


class _Pack:
    """The passages of one pack, and where its matters begin and end."""

    def __init__(self, document_id: str, passages: list[_Passage]) -> None:
        self.document_id = document_id
        self.passages = sorted(passages, key=lambda p: p.start)
        self.pages: dict[int, list[int]] = {}
        for index, passage in enumerate(self.passages):
            self.pages.setdefault(passage.page, []).append(index)

    def parts(self) -> list[Part]:
        """The parts of the pack in order; none if it is no pack."""
        matters = self._minutes() or self._letters()
        if not matters:
            return []
        out: list[Part] = []
        if matters[0].first > 0 and sum(len(p.text.split()) for p in self.passages[: matters[0].first]) >= _FEW_WORDS:
            out.append(
                self._part(f"{self.document_id}/00", 0, matters[0].first, {"matter": 0, "part": "bilaga", "title": "Inledande sidor"})
            )
        for number, matter in enumerate(matters, start=1):
            name = f"{self.document_id}/{number:02d}"
            cuts = [matter.first, *self._attachments(matter), matter.last]
            about = self._about(matter, cuts[1]) | {"matter": number, "part": "ärende"}
            if not about["title"]:
                about["title"] = self._first_title(cuts[1], cuts[2]) if len(cuts) > 2 else None
            out.append(self._part(name, cuts[0], cuts[1], about))
            for extra, (a, b) in enumerate(pairwise(cuts[1:]), start=1):
                title = matter.listed[extra - 1] if len(matter.listed) == len(cuts) - 2 else self._first_title(a, b)
                bilaga = {"matter": number, "part": "bilaga", "title": title, "dnr": about["dnr"], "date": about["date"], "decision": None}
                out.append(self._part(f"{name}-b{extra}", a, b, bilaga))
        return out

    def _part(self, name: str, first: int, last: int, metadata: dict[str, Any]) -> Part:
        filled = {"dnr": None, "date": None, "decision": None, "parent": self.document_id, "source_kind": "handling"} | metadata
        return Part(name, self.passages[first].start, self.passages[last - 1].end, filled)

    # ------------------------------------------------------------ where matters begin

    def _minutes(self) -> list[_Matter]:
        starts: list[int] = []
        numbers: list[int] = []
        for index, passage in enumerate(self.passages):
            match = _MINUTES.match(passage.text)
            if match and passage.level in {"heading", "paragraph", "title"} and len(passage.text) < 200:
                number = int(match.group(1))
                if not numbers or numbers[-1] < number <= numbers[-1] + 3:
                    starts.append(index)
                    numbers.append(number)
        if len(starts) < 2:
            return []
        return [_Matter(a, self._decision(a, b), b) for a, b in zip(starts, [*starts[1:], len(self.passages)], strict=True)]

    def _letters(self) -> list[_Matter]:
        matters: list[_Matter] = []
        for page, indices in self.pages.items():
            decision = next((index for index in indices if self._is_decision(index)), None)
            if decision is not None:
                while decision is not None:
                    floor = matters[-1].decision if matters and matters[-1].decision is not None else -1
                    matters.append(_Matter(self._back_to_head(decision, floor), decision))
                    decision = next((i for i in indices if i > decision + 3 and self._is_decision(i) and self._has_head(i, decision)), None)
            elif self._is_letterhead(indices) and not self._head_of_next(page):
                matters.append(_Matter(indices[0]))
        for matter, last in zip(matters, [*(following.first for following in matters[1:]), len(self.passages)], strict=False):
            matter.last = last
        return [matter for matter in matters if matter.last > matter.first]

    def _is_decision(self, index: int) -> bool:
        passage = self.passages[index]
        if len(passage.text) > 70 or passage.level == "contents":
            return False
        folded = fold(passage.text)
        return (bool(_DECISION.search(folded)) and folded.endswith("beslut")) or (passage.level == "heading" and folded == "beslut")

    def _has_head(self, index: int, after: int) -> bool:
        return any(_DNR.search(self.passages[i].text) for i in range(max(after + 1, index - 7), index))

    def _is_letterhead(self, indices: list[int]) -> bool:
        head = [self.passages[i] for i in indices[:4]]
        said = " ".join(p.text for p in head if p.level != "list_item" and len(p.text) < 160 and not p.text.endswith("."))
        return bool(_DNR.search(said)) and bool(_ISO.search(said) or _LONG_DATE.search(said))

    def _head_of_next(self, page: int) -> bool:
        """Whether a page holds nothing but the head of the letter that goes on, on the next page, with its decision."""
        pages = list(self.pages)
        at = pages.index(page)
        if not self._only_head(page) or at + 1 >= len(pages):
            return False
        return any(self._is_decision(index) for index in self.pages[pages[at + 1]])

    def _only_head(self, page: int) -> bool:
        return all(len(self.passages[i].text) < 200 and _HEAD.search(self.passages[i].text) for i in self.pages[page])

    def _back_to_head(self, decision: int, floor: int) -> int:
        """The first passage of the letter whose decision stands at `decision`."""
        page = self.passages[decision].page
        indices = [i for i in self.pages[page] if floor < i <= decision]
        first = indices[0]
        body = [i for i in indices[:-1] if len(self.passages[i].text) > 250]
        if body:
            first = body[-1] + 1
        heads = [i for i in indices if fold(self.passages[i].text).startswith("datum") or _DNR.search(self.passages[i].text)]
        if heads and heads[0] - first > 2:
            first = heads[0] - 1 if _HEAD.search(self.passages[heads[0] - 1].text) else heads[0]
        pages = list(self.pages)
        at = pages.index(page)
        while first == self.pages[page][0] and at > 0 and self.pages[pages[at - 1]][0] > floor and self._only_head(pages[at - 1]):
            at -= 1
            page = pages[at]
            first = self.pages[page][0]
        return first

    def _decision(self, first: int, last: int) -> int | None:
        return next((i for i in range(first, last) if self._is_decision(i)), None)

    # ------------------------------------------------------------ what a matter says

    def _about(self, matter: _Matter, end: int) -> dict[str, Any]:
        stop = matter.decision if matter.decision is not None else min(end, matter.first + 8)
        head = [self.passages[i] for i in range(matter.first, stop)]
        said = " ".join(passage.text for passage in head)
        dnr = _DNR.search(said)
        return {
            "title": self._title(head, matter.decision is not None),
            "dnr": " ".join(dnr.group(1).split()) if dnr else None,
            "date": _date(said),
            "decision": self._decision_text(matter.decision, end),
        }

    def _title(self, head: list[_Passage], before_decision: bool) -> str | None:
        """The last lines of the head that are no formalities; in a letter without a decision, the first ones after them."""
        formal = [bool(_HEAD.search(passage.text)) or fold(passage.text).startswith("datum") for passage in head]
        if before_decision:
            lines: list[str] = []
            for passage, is_formal in zip(reversed(head), reversed(formal), strict=True):
                if is_formal or len(lines) == 3:
                    break
                lines.insert(0, passage.text)
            return _tidy(" ".join(lines))
        for position, passage in enumerate(head):
            if not formal[position] and any(formal[:position]) and len(passage.text) < 200:
                return _tidy(passage.text)
        return None

    def _decision_text(self, decision: int | None, end: int) -> str | None:
        if decision is None:
            return None
        lines = []
        for passage in self.passages[decision + 1 : end]:
            if passage.level in {"heading", "title"}:
                break
            lines.append(passage.text)
        return " ".join(lines) or None

    def _first_title(self, first: int, last: int) -> str | None:
        """The longest line without a full stop among the first of a document; failing that, its first words."""
        lines = [p.text for p in self.passages[first : min(last, first + 4)] if len(p.text) < 100 and p.text[-1] not in ".:;,"]
        named = [line for line in lines if not _HEAD.search(line) and any(c.islower() for c in line)]
        return _tidy(max(named, key=lambda line: len(line.split()))) if named else _tidy(" ".join(self.passages[first].text.split()[:12]))

    # ------------------------------------------------------------ attachments

    def _attachments(self, matter: _Matter) -> list[int]:
        """Where the attachments of a matter begin."""
        matter.listed = self._listed(matter)
        pages = [page for page, indices in self.pages.items() if matter.first <= indices[0] < matter.last or matter.first in indices]
        closing = [at for at, page in enumerate(pages[:4]) if any(self._closes(i, matter) for i in self.pages[page])]
        after = pages[(closing[-1] if closing else 0) + 1 :]
        starts: list[int] = []
        for position, page in enumerate(after):
            first = self.pages[page][0]
            if first >= matter.last:
                break
            if position == 0 or self._new_document(after[position - 1], first, matter):
                starts.append(first)
        return self._merged(starts, matter.last)

    def _closes(self, index: int, matter: _Matter) -> bool:
        if not matter.first <= index < matter.last or (matter.decision is not None and index <= matter.decision):
            return False
        return self._signs(index) and "revlsor" not in fold(self.passages[index].text)

    def _signs(self, index: int) -> bool:
        passage = self.passages[index]
        if len(passage.text) < 80 and _CLOSING.search(fold(passage.text)):
            return True
        return len(passage.text) < 160 and not passage.text.rstrip().endswith(".") and bool(_ROLE.search(passage.text))

    def _new_document(self, before: int, first: int, matter: _Matter) -> bool:
        """Whether a page opens another document: the one before ends with signatures, or a summary or a listed title begins."""
        passage = self.passages[first]
        if any(self._signs(index) for index in self.pages[before][-4:]):
            return True
        if fold(passage.text) in _RESTART:
            return True
        return any(len(title) > 15 and likeness(passage.text, title) > 0.85 for title in matter.listed)

    def _listed(self, matter: _Matter) -> list[str]:
        """The attachments that the letter names under "Beslutsunderlag"."""
        out: list[str] = []
        within = False
        for passage in self.passages[matter.first : min(matter.last, matter.first + 80)]:
            if passage.level == "heading":
                within = fold(passage.text) in {fold("Beslutsunderlag"), fold("Bilagor"), fold("Bilaga")}
            elif within and re.search(r"\bbilag", passage.text, re.IGNORECASE):
                title = re.sub(r"^[\s\d.:)]*bilag\w*\s*\d*[.:]?\s*", "", passage.text, flags=re.IGNORECASE)
                out.append(_tidy(title) or passage.text)
        return out

    def _merged(self, starts: list[int], last: int) -> list[int]:
        """Leave out the start after an attachment of a few words (a title page): it goes on."""
        kept: list[int] = []
        for start in starts:
            if kept and sum(len(p.text.split()) for p in self.passages[kept[-1] : start]) < _FEW_WORDS:
                continue
            kept.append(start)
        if len(kept) > 1 and sum(len(p.text.split()) for p in self.passages[kept[-1] : last]) < _FEW_WORDS:
            kept.pop()
        return kept


def _date(text: str) -> str | None:
    match = _ISO.search(text)
    if match:
        return match.group(1)
    long = _LONG_DATE.search(text)
    return f"{long.group(3)}-{_MONTHS.index(long.group(2).lower()) + 1:02d}-{int(long.group(1)):02d}" if long else None


def _tidy(text: str) -> str | None:
    return " ".join(text.split()).strip(" .,;:-–") or None
