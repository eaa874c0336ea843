"""A coding becomes a REFI-QDA project (.qdpx) that other programs can open: valid by the schema, the same bytes for the same coding.

Positions are code points from 0 with one line feed at a line end, as the standard has them. Scores and evidence have no place in the
format; valence, phase and other attributes become codes of their own on the whole passage ("valence/styrka"). No path of this computer is
written.
"""

from __future__ import annotations

import re
import uuid
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.exchange.archive import PROJECT
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR
from kfi_analysis.errors import ReadError, SettingError
from kfi_analysis.files import PathLike, atomic_path

__all__ = ["write_qdpx"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OWN = ("document_id", "text", "sha256", "source", "ocr_noise")
_NAMED = 80
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_qdpx(codings: Codings, path: PathLike, *, name: str = "kfi_analysis", attributes: bool = True) -> Path:
    """Write the coding as a REFI-QDA project and return the path.

    Parameters
    ----------
    codings
        Tied to its corpus. All its documents are written, coded or not, with their metadata as variables.
    path
        The file; it ends in .qdpx.
    name
        The project's name.
    attributes
        Whether valence, phase and the like are written as codes.

    Raises
    ------
    SettingError
        If the coding does not know its corpus.
    ReadError
        If the file does not end in .qdpx.
    """
    from lxml import etree

    target = Path(path)
    if target.suffix.lower() != ".qdpx":
        raise ReadError("a REFI-QDA project ends in .qdpx", where=target)
    if codings.corpus is None:
        raise SettingError("this coding does not know its corpus, and a project needs the texts: give it with  codings.on(corpus)")
    rows = codings.table[["document_id", "start", "end", "code", "coder"]]
    if attributes and len(codings.attributes):
        rows = pd.concat([rows, _as_codes(codings)], ignore_index=True)
    documents = codings.corpus.documents
    namespaces: dict[Any, str] = {None: PROJECT.strip("{}")}
    root = etree.Element(f"{PROJECT}Project", nsmap=namespaces)
    root.set("name", _clean(name))
    root.set("origin", f"kfi_analysis {codings.provenance.version}")
    users = etree.SubElement(root, f"{PROJECT}Users")
    for coder in codings.coders or ("kfi_analysis",):
        etree.SubElement(users, f"{PROJECT}User", guid=_guid("user", coder), name=_clean(coder))
    paths = _all_paths([*(codings.codebook.paths if codings.codebook is not None else ()), *rows["code"]])
    if paths:
        _write_codes(root, paths, codings)
    columns = [column for column in documents.columns if column not in _OWN and documents[column].notna().any()]
    if columns:
        variables = etree.SubElement(root, f"{PROJECT}Variables")
        for column in columns:
            etree.SubElement(
                variables, f"{PROJECT}Variable", guid=_guid("variable", column), name=_clean(str(column)), typeOfVariable="Text"
            )
    texts: dict[str, str] = {}
    if len(documents):
        sources = etree.SubElement(root, f"{PROJECT}Sources")
        parts = dict(iter(rows.groupby("document_id")))
        for document in documents.to_dict("records"):
            identifier = str(document["document_id"])
            texts[_guid("text", identifier)] = str(document["text"])
            _write_source(sources, document, parts.get(identifier, rows.iloc[:0]), columns)
    xml = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    with atomic_path(target) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as bundle:
        for member, data in [("project.qde", xml), *((f"sources/{guid}.txt", text.encode("utf-8")) for guid, text in texts.items())]:
            info = zipfile.ZipInfo(member, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(info, data)
    return target


def _write_codes(root: Any, paths: Iterable[str], codings: Codings) -> None:
    from lxml import etree

    nodes: dict[str, Any] = {"": etree.SubElement(etree.SubElement(root, f"{PROJECT}CodeBook"), f"{PROJECT}Codes")}
    known = {code.path: code for code in codings.codebook} if codings.codebook is not None else {}
    for path in paths:
        parent, _, last = path.rpartition(CODE_SEPARATOR)
        node = etree.SubElement(nodes[parent], f"{PROJECT}Code", guid=_guid("code", path), name=_clean(last), isCodable="true")
        code = known.get(path)
        if code is not None and re.fullmatch(r"#[0-9a-fA-F]{6}", code.color):
            node.set("color", code.color)
        if code is not None and code.definition:
            etree.SubElement(node, f"{PROJECT}Description").text = _clean(code.definition)
        nodes[path] = node


def _write_source(sources: Any, document: dict[Any, Any], rows: pd.DataFrame, columns: list[str]) -> None:
    from lxml import etree

    identifier, text = str(document["document_id"]), str(document["text"])
    source = etree.SubElement(sources, f"{PROJECT}TextSource", guid=_guid("source", identifier), name=_clean(identifier))
    source.set("plainTextPath", f"internal://{_guid('text', identifier)}.txt")
    for limits, part in rows.groupby(["start", "end"], sort=True):
        start, end = (int(str(edge)) for edge in limits)
        place = f"{identifier}/{start}/{end}"
        chosen = etree.SubElement(source, f"{PROJECT}PlainTextSelection", guid=_guid("selection", place))
        chosen.set("name", _clean(" ".join(text[start:end].split())[:_NAMED]))
        chosen.set("startPosition", str(start))
        chosen.set("endPosition", str(end))
        for code, coder in sorted(set(zip(part["code"], part["coder"], strict=True))):
            coding = etree.SubElement(chosen, f"{PROJECT}Coding", guid=_guid("coding", f"{place}/{code}/{coder}"))
            coding.set("creatingUser", _guid("user", coder))
            etree.SubElement(coding, f"{PROJECT}CodeRef", targetGUID=_guid("code", code))
    for column in columns:
        if not pd.isna(document[column]):
            value = etree.SubElement(source, f"{PROJECT}VariableValue")
            etree.SubElement(value, f"{PROJECT}VariableRef", targetGUID=_guid("variable", column))
            etree.SubElement(value, f"{PROJECT}TextValue").text = _clean(str(document[column]))


def _as_codes(codings: Codings) -> pd.DataFrame:
    limits = codings.units[["passage_id", "start", "end"]]
    rows = codings.attributes[["document_id", "passage_id", "attribute", "value", "coder"]].merge(limits, on="passage_id")
    values = [value.replace(CODE_SEPARATOR, " och ") for value in rows["value"]]
    return rows.assign(code=[f"{name}{CODE_SEPARATOR}{value}" for name, value in zip(rows["attribute"], values, strict=True)])[
        ["document_id", "start", "end", "code", "coder"]
    ]


def _all_paths(paths: Iterable[str]) -> list[str]:
    """The paths with their parents before them, each once."""
    out: dict[str, None] = {}
    for path in paths:
        names = path.split(CODE_SEPARATOR)
        for depth in range(1, len(names) + 1):
            out.setdefault(CODE_SEPARATOR.join(names[:depth]))
    return list(out)


def _guid(kind: str, name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"kfi_analysis/{kind}/{name}"))


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
