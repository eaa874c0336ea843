"""A REFI-QDA project becomes a coding with its corpus and codebook: users are coders, text sources documents, selections spans.

What cannot be used is counted in `corpus.skipped`: pictures, sound and film, sources whose text is not in the file, selections that point
outside their text. How positions were counted is in the provenance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from kfi_analysis.coding.codebook import Code, Codebook
from kfi_analysis.coding.codings import Codings, units_of
from kfi_analysis.coding.exchange.archive import PROJECT, Archive, open_archive, parse_xml
from kfi_analysis.coding.exchange.positions import Choice, Selection, choose, line_ends_once
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR
from kfi_analysis.corpus import Corpus
from kfi_analysis.corpus.vocabulary import SOURCE_KINDS
from kfi_analysis.errors import ReadError, SettingError, did_you_mean
from kfi_analysis.files import PathLike

__all__ = ["read_qdpx"]

UNKNOWN = "okänd"
Passages = Literal["documents", "paragraphs"]

_OTHER = {"PictureSource": "bild", "AudioSource": "ljud", "VideoSource": "film", "PDFSource": "pdf utan text"}


@dataclass
class _Found:
    """What is gathered while the project is read."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    rows: list[tuple[str, int, int, str, str]] = field(default_factory=list)
    skipped: list[tuple[str, str, str, int]] = field(default_factory=list)
    choices: dict[str, Choice] = field(default_factory=dict)
    by_guid: dict[str, str] = field(default_factory=dict)


def read_qdpx(path: PathLike, *, passages: Passages = "documents") -> Codings:
    """Return the coding in a REFI-QDA project (.qdpx), with its texts and its codebook.

    Parameters
    ----------
    path
        The file, as NVivo, ATLAS.ti, MAXQDA, QualCoder, Taguette and others export it.
    passages
        What the units are: "documents" keeps every selection as it was drawn; "paragraphs" cuts documents at their line ends, and
        selections with them, so that coders can be compared paragraph by paragraph.

    Returns
    -------
    Codings
        `corpus` holds the documents with the project's variables, `codebook` its codes; `coder` is the name of the user; a coder is taken
        to have looked at the documents in which the coder set a code.

    Raises
    ------
    ReadError
        If the file is no project, or too large.
    SettingError
        If `passages` is unknown.
    """
    if passages not in ("documents", "paragraphs"):
        raise SettingError(f"passages={passages!r}: {did_you_mean(str(passages), ('documents', 'paragraphs'))}")
    archive = open_archive(path)
    root = parse_xml(archive.project, archive.where)
    origin = root.get("origin") or ""
    book, paths = _codebook(root, archive.where)
    users = {_guid(user.get("guid")): user.get("name") or user.get("id") or UNKNOWN for user in root.iter(f"{PROJECT}User")}
    found = _Found()
    for source in root.find(f"{PROJECT}Sources") if root.find(f"{PROJECT}Sources") is not None else ():
        _source(source, archive, origin=origin, paths=paths, users=users, found=found)
    _variables(root, found)
    documents = pd.DataFrame(found.documents) if found.documents else pd.DataFrame({"document_id": [], "text": []})
    corpus = replace(
        Corpus(documents, _passages(found, passages)),
        skipped=pd.DataFrame(found.skipped, columns=["source", "what", "reason", "count"]),
    )
    units = units_of(corpus)
    rows = _cut(found.rows, units)
    seen = _seen(rows, units)
    counted = {document: choice.way for document, choice in found.choices.items() if choice.spans}
    doubtful = sorted(document for document, choice in found.choices.items() if choice.ambiguous)
    step = {"origin": origin, "passages": passages, "positions": counted, "doubtful_positions": doubtful}
    provenance = corpus.provenance.derive("read_qdpx", **step)
    coders = tuple(dict.fromkeys(rows["coder"]))
    return Codings(rows, units, pd.DataFrame(), coders, seen, corpus, book, provenance)


def _codebook(root: Any, where: str) -> tuple[Codebook, dict[str, str]]:
    """The codebook, and the path of each code's guid; siblings of one name are numbered."""
    codes: list[Code] = []
    paths: dict[str, str] = {}
    taken: set[str] = set()

    def add(node: Any, parent: str, depth: int) -> None:
        if depth > 60:
            raise ReadError("codes lie more than 60 deep in each other: refused", where=where)
        name = " ".join((node.get("name") or "namnlös").replace(CODE_SEPARATOR, " och ").split()) or "namnlös"
        full, number = parent + name, 2
        while full in taken:
            full, number = f"{parent}{name} ({number})", number + 1
        taken.add(full)
        color = node.get("color") or ""
        if len(color) == 4:
            color = "#" + "".join(2 * digit for digit in color[1:])
        text = node.findtext(f"{PROJECT}Description") or ""
        codes.append(Code(full, definition=text.strip(), color=color.lower()))
        paths.setdefault(_guid(node.get("guid")), full)
        for child in node.findall(f"{PROJECT}Code"):
            add(child, full + CODE_SEPARATOR, depth + 1)

    tops = root.find(f"{PROJECT}CodeBook/{PROJECT}Codes")
    for node in tops.findall(f"{PROJECT}Code") if tops is not None else ():
        add(node, "", 1)
    return Codebook(" ".join((root.get("name") or "projekt").split()) or "projekt", codes=tuple(codes)), paths


def _source(node: Any, archive: Archive, *, origin: str, paths: dict[str, str], users: dict[str, str], found: _Found) -> None:
    kind = node.tag.removeprefix(PROJECT)
    name = node.get("name") or node.get("guid") or "källa"
    textual = node if kind == "TextSource" else node.find(f"{PROJECT}Representation")
    selected = [] if textual is None else textual.findall(f"{PROJECT}PlainTextSelection")
    raw = None
    if textual is not None:
        raw = textual.findtext(f"{PROJECT}PlainTextContent")
        raw = archive.text(textual.get("plainTextPath")) if raw is None else raw
    if raw is None or not raw.strip():
        reason = "texten finns inte i filen" if kind == "TextSource" else _OTHER.get(kind, kind)
        found.skipped.append((name, "källa", reason, 1))
        if selected:
            found.skipped.append((name, "markering", reason, len(selected)))
        return
    document = _free(name, {str(one["document_id"]) for one in found.documents})
    text = line_ends_once(raw)
    found.by_guid[_guid(node.get("guid"))] = document
    description = node.findtext(f"{PROJECT}Description")
    found.documents.append({"document_id": document, "title": name, "text": text} | ({"description": description} if description else {}))
    drawn = [Selection(_whole(one.get("startPosition")), _whole(one.get("endPosition")), one.get("name") or "") for one in selected]
    choice = choose(text, drawn, origin=origin, raw=raw)
    found.choices[document] = choice
    outside = 0
    for one, span in zip(selected, choice.spans, strict=True):
        if span is None:
            outside += 1
            continue
        for code, coder in _codings(one, paths, users):
            found.rows.append((document, *span, code, coder))
    for code, coder in _codings(node, paths, users):
        found.rows.append((document, 0, len(text), code, coder))
    if outside:
        found.skipped.append((document, "markering", "ligger utanför texten", outside))


def _codings(node: Any, paths: dict[str, str], users: dict[str, str]) -> Iterator[tuple[str, str]]:
    for coding in node.findall(f"{PROJECT}Coding"):
        coder = users.get(_guid(coding.get("creatingUser") or node.get("creatingUser")), UNKNOWN)
        for reference in coding.findall(f"{PROJECT}CodeRef"):
            code = paths.get(_guid(reference.get("targetGUID")))
            if code is not None:
                yield code, coder


def _variables(root: Any, found: _Found) -> None:
    """Values of variables, by source or by case, and the names of the sets that a source is in, become columns of the documents."""
    names = {_guid(node.get("guid")): " ".join((node.get("name") or "").split()) for node in root.iter(f"{PROJECT}Variable")}
    at = {str(document["document_id"]): document for document in found.documents}
    taken = {"document_id", "text", "sha256", "ocr_noise", "source"}

    def put(guid: str, holder: Any) -> None:
        document = at.get(found.by_guid.get(guid, ""))
        for value in holder.findall(f"{PROJECT}VariableValue") if document is not None else ():
            reference = value.find(f"{PROJECT}VariableRef")
            column = names.get(_guid(reference.get("targetGUID"))) if reference is not None else None
            given = next((child.text for child in value if child.tag != f"{PROJECT}VariableRef"), None)
            if document is not None and column and given is not None:
                own = column in taken or (column == "source_kind" and given not in SOURCE_KINDS)
                document[f"{column}_" if own else column] = given

    for source in root.iter(f"{PROJECT}TextSource", f"{PROJECT}PDFSource"):
        put(_guid(source.get("guid")), source)
    for case in root.iter(f"{PROJECT}Case"):
        for reference in case.findall(f"{PROJECT}SourceRef"):
            put(_guid(reference.get("targetGUID")), case)
            document = at.get(found.by_guid.get(_guid(reference.get("targetGUID")), ""))
            if document is not None and case.get("name"):
                document["case"] = case.get("name")
    for group in root.iter(f"{PROJECT}Set"):
        for reference in group.findall(f"{PROJECT}MemberSource"):
            document = at.get(found.by_guid.get(_guid(reference.get("targetGUID")), ""))
            if document is not None and group.get("name"):
                document["sets"] = "; ".join([*filter(None, [document.get("sets")]), group.get("name")])


def _passages(found: _Found, passages: Passages) -> pd.DataFrame:
    rows: list[tuple[str, str, int, int, str]] = []
    for one in found.documents:
        document, text = str(one["document_id"]), str(one["text"])
        if passages == "documents":
            rows.append((document, document, 0, len(text), "paragraph"))
            continue
        at = number = 0
        for line in text.split("\n"):
            if line.strip():
                number += 1
                rows.append((f"{document}:{number:04d}", document, at, at + len(line), "paragraph"))
            at += len(line) + 1
    return pd.DataFrame(rows, columns=["passage_id", "document_id", "start", "end", "level"])


def _cut(rows: list[tuple[str, int, int, str, str]], units: pd.DataFrame) -> pd.DataFrame:
    """A row for each passage that a selection reaches into."""
    limits = {
        document: (part["passage_id"].tolist(), part["start"].to_numpy(), part["end"].to_numpy())
        for document, part in units.sort_values(["document_id", "start"]).groupby("document_id")
    }
    out = []
    for document, start, end, code, coder in dict.fromkeys(rows):
        names, starts, ends = limits[document]
        for at in range(int(np.searchsorted(ends, start, side="right")), int(np.searchsorted(starts, end, side="left"))):
            out.append((document, names[at], max(start, int(starts[at])), min(end, int(ends[at])), code, coder))
    return pd.DataFrame(out, columns=["document_id", "passage_id", "start", "end", "code", "coder"])


def _seen(rows: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    pairs = rows[["document_id", "coder"]].drop_duplicates()
    return pairs.merge(units[["document_id", "passage_id"]], on="document_id")[["passage_id", "coder"]]


def _free(name: str, taken: set[str]) -> str:
    wanted, number = " ".join(name.split()), 2
    free = wanted
    while free in taken:
        free, number = f"{wanted} ({number})", number + 1
    return free


def _guid(value: str | None) -> str:
    return (value or "").strip("{} ").lower()


def _whole(value: str | None) -> int:
    try:
        return int(value or "-1")
    except ValueError:
        return -1
