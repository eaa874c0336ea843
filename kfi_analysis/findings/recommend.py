"""`recommendations`: what an audit or an evaluation recommends, to whom, with the spans that say so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

import numpy as np
import pandas as pd

from kfi_analysis.corpus import Corpus
from kfi_analysis.corpus.checks import need_columns
from kfi_analysis.errors import SettingError, TableError, did_you_mean, require_kind
from kfi_analysis.findings.bodies import bodies_in
from kfi_analysis.findings.likeness import likeness
from kfi_analysis.findings.walk import SILENT, Block, Found, Walk
from kfi_analysis.provenance import Provenance
from kfi_analysis.text import STOP_WORDS

__all__ = ["COLUMNS", "KINDS", "Recommendations", "find", "recommendations"]

KINDS = ("rekommendation", "förslag", "besked")
"""What was found: a recommendation; what the authors say a body ought to do without recommending it; a notice that there are some."""

COLUMNS = {
    "recommendation_id": "string",
    "document_id": "string",
    "passage_id": "string",
    "start": "int64",
    "end": "int64",
    "text": "string",
    "kind": "string",
    "named": "string",
    "cue": "string",
    "section": "string",
    "page": "Int64",
}
"""Column -> dtype of `Recommendations.table`, which also holds the lists `addressees`, `members` (names) and `repeats` (spans)."""

_SHORT_FOR = {
    "nämnden": r"\w{3,}nämnden\b|^nämnden för ",
    "styrelsen": r"\w{3,}styrelsen\b|^styrelsen för |\bstyrelse\b",
    "förbundet": r"\w{3,}förbundet\b",
}
"""A short name -> the full names that it may stand for."""

_COLLECTIVE = re.compile(
    r"^(?:samtliga|alla|berörda|ansvariga|granskade|respektive|båda|aktuella|nämnderna|styrelserna|bolagen)\b", re.IGNORECASE
)
"""How an addressee begins that stands for several bodies."""
_EXAMINED = tuple(
    re.compile(rf"{opening}(?P<who>[^.]{{5,600}})")
    for opening in (r"\b[Gg]ranskningen\s+(?:har\s+)?(?:omfattar|omfattat|omfattade)\s+", r"\bbedöma\s+om\s+", r"\bhar\s+granskat\s+")
)
"""Where a report says which bodies it examined, surest first."""


@dataclass(frozen=True, eq=False, repr=False)
class Recommendations:
    """Recommendations with their addressees.

    Parameters
    ----------
    table
        Columns of `COLUMNS`, `addressees` (list of names, as the text has them but "nämnden" made out), `members` (the bodies that a
        collective addressee such as "samtliga granskade nämnder" stands for, where the document names them) and `repeats` (list of spans
        where the same one is given again). `named` tells where the addressee was found: `uttalad` (in the sentence or what opens the list),
        `rubrik`, `syftning` (a short name made out), `dokument` (the body that the document is about), or missing.
    provenance
        How they were found.
    """

    table: pd.DataFrame
    provenance: Provenance = field(default_factory=Provenance)

    def __post_init__(self) -> None:
        if len(self.table):
            need_columns(self.table, (*COLUMNS, "addressees", "members", "repeats"), "recommendations")
        table = self.table.reindex(columns=[*COLUMNS, "addressees", "members", "repeats"]).astype(COLUMNS).reset_index(drop=True)
        unknown = ~table["kind"].isin(KINDS)
        if unknown.any():
            value = str(table["kind"][unknown].iloc[0])
            raise TableError(f"kind {value!r} is unknown: {did_you_mean(value, KINDS)}", where="recommendations")
        object.__setattr__(self, "table", table)

    def __len__(self) -> int:
        """Number of recommendations."""
        return len(self.table)

    def __repr__(self) -> str:
        return f"<Recommendations: {len(self.table)} to {len(self.addressees)} addressees>"

    def _repr_html_(self) -> str:
        pairs = zip(self.table["addressees"], self.table["text"], strict=True)
        rows = "".join(f"<tr><td>{escape(', '.join(names) or '–')}</td><td>{escape(str(text))}</td></tr>" for names, text in pairs)
        return f"<table><thead><tr><th>Till</th><th>Rekommendation</th></tr></thead><tbody>{rows}</tbody></table>"

    @property
    def addressees(self) -> pd.DataFrame:
        """One row an addressee: addressee, recommendations (how many), most first."""
        counts = Counter(name for names in self.table["addressees"] for name in names)
        ranked = pd.DataFrame({"addressee": list(counts), "recommendations": list(counts.values())})
        return ranked.sort_values(["recommendations", "addressee"], ascending=[False, True], ignore_index=True)

    def to(self, addressee: str) -> Recommendations:
        """Return those that are put to one body."""
        keep = [addressee in names for names in self.table["addressees"]]
        return Recommendations(self.table[keep], self.provenance.derive("to", addressee=addressee))


def recommendations(corpus: Corpus, *, kinds: Sequence[str] | None = None) -> Recommendations:
    """Return the recommendations that the authors of the documents give, with addressees and spans.

    Parameters
    ----------
    corpus
        Reports, letters of auditors, board papers. Self-evaluations, hearings, interviews and quoted excerpts are left out: they are not
        the authors' voice.
    kinds
        Which of `KINDS`. The default is "rekommendation", and "förslag" for documents that have none.

    Returns
    -------
    Recommendations
        In the order of documents and text; one that is given twice (summary and chapter, letter and report) stands once, its other place in
        `repeats`.

    Raises
    ------
    SettingError
        If a kind is unknown.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["Vi rekommenderar socialnämnden att se över sina rutiner. Rutinerna är gamla."])
    >>> recommendations(corpus).table[["addressees", "text"]].values.tolist()
    [[['socialnämnden'], 'Vi rekommenderar socialnämnden att se över sina rutiner.']]
    """
    for kind in kinds or ():
        if kind not in KINDS:
            raise SettingError(f"kind {kind!r} is unknown: {did_you_mean(kind, KINDS)}")
    rows: list[dict[str, object]] = []
    require_kind(corpus, Corpus, call="recommendations", instead="read one first:  kfi.read(path), or kfi.Corpus.from_texts(texts)")
    passages = corpus.table()
    for document_id, part in passages.groupby("document_id", sort=False):
        if part["source_kind"].isin(["självvärdering", "hearing", "intervju"]).all():
            continue
        own = part.sort_values("start")
        members = _members([str(text) for text in own["text"]])
        columns = ("start", "level", "text", "passage_id", "section", "page")
        texts = {int(row[0]): row for row in zip(*(own[column] for column in columns), strict=True)}
        blocks = [Block(str(level), str(text), start) for start, (_, level, text, *_) in texts.items()]
        found = find(blocks)
        wanted = set(kinds) if kinds else {"rekommendation"} if any(item.kind == "rekommendation" for item in found) else {"förslag"}
        starts = sorted(texts)
        for item in found:
            if item.kind not in wanted:
                continue
            home = texts[max(start for start in starts if start <= item.start)]
            rows.append(
                {
                    "recommendation_id": f"{document_id}:r{len(rows) + 1}",
                    "document_id": document_id,
                    "passage_id": home[3],
                    "start": item.start,
                    "end": item.end,
                    "text": corpus.slice(str(document_id), item.start, item.end),
                    "kind": item.kind,
                    "named": item.named or None,
                    "cue": item.cue,
                    "section": home[4],
                    "page": home[5],
                    "addressees": item.addressees,
                    "members": members if any(_COLLECTIVE.match(name) for name in item.addressees) else [],
                    "repeats": item.repeats,
                }
            )
    provenance = corpus.provenance.derive("recommendations", kinds=list(kinds) if kinds else None, corpus=corpus.sha256)
    return Recommendations(pd.DataFrame(rows, columns=[*COLUMNS, "addressees", "members", "repeats"]), provenance)


def find(blocks: list[Block]) -> list[Found]:
    """Return the recommendations of one document, its sentences of duty and its notices, in order, repeated ones joined.

    Examples
    --------
    >>> text = "Vi rekommenderar socialnämnden att se över sina rutiner."
    >>> [(item.kind, item.addressees) for item in find([Block("paragraph", text, 0)])]
    [('rekommendation', ['socialnämnden'])]
    """
    found = Walk(blocks).run()
    spans = {(item.start, item.end) for item in found if item.kind == "rekommendation"}
    found = [item for item in found if item.kind == "rekommendation" or (item.start, item.end) not in spans]
    _resolve(found, blocks)
    whole = {block.start: block.text for block in blocks}
    missing = [item for item in found if not item.addressees]
    if missing:
        names = _audited(whole.values())
        for item in missing:
            item.addressees, item.named = names, "dokument" if names else ""
    return _joined(found, blocks)


def _audited(texts: Iterable[str]) -> list[str]:
    """Whom a document speaks to as a whole: the addressee of its letter, the body it audited, or the municipality it is about."""
    counts: Counter[str] = Counter()
    for text in texts:
        told = re.search(
            r"\b(?:[Mm]issiv\s+till|[Gg]ranskningen\s+(?:har\s+)?(?:omfattar|omfattat|omfattade|avser|avsåg|avgränsas\s+till)|^Till:?)\s+(?!även|också)(?P<to>[^.]+)",
            text,
        )
        if told and (names := [body.name for body in bodies_in(told.group("to"))]):
            return list(dict.fromkeys(names))
        counts.update(body.surface for body in bodies_in(text) if re.search(r"(?:kommun|[Ss]tad)$|^Region ", body.surface))
    return [counts.most_common(1)[0][0]] if counts else []


def _members(texts: Iterable[str]) -> list[str]:
    """The bodies that a document says it examined, each by its own name: who "samtliga granskade nämnder" are."""
    for pattern in _EXAMINED:
        for text in texts:
            for told in pattern.finditer(text):
                names = [name for body in bodies_in(told.group("who")) if not _COLLECTIVE.match(body.name) for name in _each(body.name)]
                if len(names) > 1:
                    return list(dict.fromkeys(names))
    return []


def _each(name: str) -> list[str]:
    """Take "socialnämnderna Centrum och Nordost" apart."""
    group = re.match(r"(?P<head>\w*nämnd)erna\s+(?P<areas>[A-ZÅÄÖ].*)$", name)
    if group is None:
        return [name]
    return [f"{group.group('head')}en {area}" for area in re.split(r",\s+|\s+(?:och|samt)\s+", group.group("areas"))]


def _resolve(found: list[Found], blocks: list[Block]) -> None:
    """Put the full name for "nämnden" and the like: the one that the document recommends to, or else the last one named before."""
    spoken = [block for block in blocks if block.level not in SILENT]
    named = [(block.start + body.start, body.name) for block in spoken for body in bodies_in(block.text, genitives=True)]
    spoken_to = {name for item in found if item.kind == "rekommendation" for name in item.addressees}
    for item in found:
        before = [name for at, name in named if at < item.start]
        for place, name in enumerate(item.addressees):
            if short := _SHORT_FOR.get(name.lower()):
                only = [one for one in spoken_to if re.search(short, one)]
                full = only[0] if len(only) == 1 else next((one for one in reversed(before) if re.search(short, one)), None)
            elif bodies_in(name):
                continue
            else:
                group = next(
                    (hit for one in reversed(before) if (hit := re.search(rf"(\w+nämnd)erna\b.*\b{re.escape(name)}\b", one))), None
                )
                full = f"{group.group(1)}en {name}" if group else None
            if full:
                item.addressees[place] = full
                item.named = "syftning"


def _joined(found: list[Found], blocks: list[Block]) -> list[Found]:
    """Join a recommendation that is given again (in the summary, in the letter) to its first telling."""
    texts = [_text(item, blocks) for item in found]
    words = [_content(text) for text in texts]
    several = len({item.group for item in found if item.kind == "rekommendation"}) > 1
    alike = likeness(texts, texts) if several else np.zeros((len(found), len(found)))
    kept: list[int] = []
    for at, item in enumerate(found):
        twin = None
        for before in kept:
            one = found[before]
            may = one.kind == item.kind == "rekommendation" and one.group != item.group and _same_bodies(one, item)
            if may and (alike[before, at] >= _SAME_TEXT or _overlap(words[before], words[at]) >= _SAME_WORDS):
                twin = one
                break
        if twin is None:
            kept.append(at)
            continue
        twin.repeats.append((item.start, item.end))
        if twin.named in {"", "dokument"} and item.named not in {"", "dokument"}:
            twin.addressees, twin.named = item.addressees, item.named
    return [found[at] for at in kept]


_SAME_TEXT = 0.55
_SAME_WORDS = 0.75


def _same_bodies(one: Found, other: Found) -> bool:
    """Tell whether two recommendations can be to the same bodies: a common one, or one whose addressee is only inferred."""
    return bool(set(one.addressees) & set(other.addressees)) or bool({one.named, other.named} & {"", "dokument"})


def _text(item: Found, blocks: list[Block]) -> str:
    block = next(block for block in blocks if block.start <= item.start and item.end <= block.start + len(block.text))
    return block.text[item.start - block.start : item.end - block.start]


def _content(text: str) -> Counter[str]:
    words = re.findall(r"[a-zåäöé]{4,}", text.lower())
    return Counter(word[:6] for word in words if not word.startswith("rekommend") and word not in STOP_WORDS)


def _overlap(one: Counter[str], other: Counter[str]) -> float:
    smaller = min(one.total(), other.total())
    return (one & other).total() / smaller if smaller else 0.0
