"""Codebooks from and to files: YAML (with line numbers in errors), JSON, CSV, and REFI-QDA codebooks (.qdc).

Every format ends in the same nested data, of which `codebook_data` makes a `Codebook`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from functools import cache
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kfi_analysis.coding.codebook import Codebook
from kfi_analysis.coding.codebook_data import Place, book_from_data
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR
from kfi_analysis.errors import CodebookError, ReadError
from kfi_analysis.files import write_text

if TYPE_CHECKING:
    import yaml

__all__ = ["read_codebook", "shipped_codebooks", "write_codebook"]

_QDC_NAMESPACE = "urn:QDA-XML:codebook:1.0"
_MOST_BYTES = 20_000_000


def shipped_codebooks() -> dict[str, Path]:
    """Return name -> file of the codebooks that come with the library."""
    folder = Path(str(files("kfi_analysis.coding"))) / "codebooks"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


@cache
def shipped_codebook(name: str) -> Codebook:
    """Return a shipped codebook; it cannot change, so it is read once."""
    return read_codebook(shipped_codebooks()[name])


def read_codebook(path: str | PathLike[str]) -> Codebook:
    """Return the codebook of a file; its ending tells the format (.yaml, .yml, .json, .csv, .qdc).

    Raises
    ------
    ReadError
        If the file is missing, too large, or not text.
    CodebookError
        If it cannot be used; file, line and code are named.
    """
    file = Path(path)
    kinds = {".yaml": _from_yaml, ".yml": _from_yaml, ".json": _from_yaml, ".csv": _from_csv, ".qdc": _from_qdc}
    if file.suffix.lower() not in kinds:
        raise ReadError(f"a codebook ends in {', '.join(kinds)}: save it in one of these", where=file)
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise ReadError(f"the codebook cannot be opened ({error.strerror}): check the path", where=file) from error
    if len(raw) > _MOST_BYTES:
        raise ReadError(f"{len(raw)} bytes are more than a codebook may have ({_MOST_BYTES})", where=file)
    return kinds[file.suffix.lower()](raw, str(file))


def write_codebook(book: Codebook, path: str | PathLike[str]) -> Path:
    """Write the book as YAML, JSON, CSV or .qdc, as the file's ending says, and return the path.

    YAML and JSON keep everything; CSV keeps the texts and each code's terms; .qdc keeps names, definitions and colours.
    """
    file = Path(path)
    kind = file.suffix.lower()
    if kind in (".yaml", ".yml"):
        text = book.to_yaml()
    elif kind == ".json":
        text = json.dumps(book.to_dict(), ensure_ascii=False, indent=2) + "\n"
    elif kind == ".csv":
        text = book.to_frame().drop(columns=["name", "parent"]).to_csv(index=False, lineterminator="\n")
    elif kind == ".qdc":
        text = _to_qdc(book)
    else:
        raise ReadError("a codebook ends in .yaml, .json, .csv or .qdc", where=file)
    write_text(file, text)
    return file


# -------------------------------------------------------------------- YAML and JSON


def _from_yaml(raw: bytes, where: str) -> Codebook:
    import yaml

    text = _decoded(raw, where)
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # the same nodes and lines, ten times faster
        if node is None:
            raise CodebookError("the file is empty: a codebook needs at least name and codes", where=where)
        lines: dict[Place, int] = {}
        data = _plain(node, (), lines, (), where)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "it is no YAML"
        raise CodebookError(f"the YAML cannot be read: {problem}; check indentation, colons and quotes", where=f"{where}{line}") from error
    if not isinstance(data, dict):
        raise CodebookError("the file holds no keys: it must begin with name: and codes:", where=where)
    return book_from_data(data, lines, where)


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int], above: tuple[int, ...], where: str) -> Any:
    """Turn a YAML node into plain data, noting lines; a node inside itself or a key written twice is an error."""
    import yaml

    line = node.start_mark.line + 1
    lines[place] = line
    if id(node) in above:
        raise CodebookError(
            "the YAML refers to itself (an alias inside its own anchor): a code cannot stand below itself", where=f"{where}, line {line}"
        )
    trail = (*above, id(node))
    if isinstance(node, yaml.MappingNode):
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in out:
                raise CodebookError(f"the key {key!r} stands twice: keep one", where=f"{where}, line {key_node.start_mark.line + 1}")
            out[key] = _plain(value_node, (*place, key), lines, trail, where)
        return out
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, number), lines, trail, where) for number, item in enumerate(node.value)]
    value = yaml.SafeLoader("").construct_object(node)
    return str(node.value) if isinstance(value, bool) or not isinstance(value, (str, int, float)) else value


# -------------------------------------------------------------------- CSV


def _from_csv(raw: bytes, where: str) -> Codebook:
    """Read one code a row: `path`, or `name` and `parent`; other columns as in `Codebook.to_frame`; terms and examples split at "|"."""
    text = _decoded(raw, where)
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    columns = [str(name).strip() for name in reader.fieldnames or ()]
    if "path" not in columns and "name" not in columns:
        raise CodebookError(f"there is neither a column 'path' nor 'name': it has {columns}", where=f"{where}, line 1")
    nodes: list[tuple[str, dict[str, Any]]] = []
    lines: dict[Place, int] = {}
    for number, row in enumerate(reader):
        cells = {str(key).strip(): (value or "").strip() for key, value in row.items() if key is not None and isinstance(value, str)}
        node: dict[str, Any] = {key: cells[key] for key in ("title", "definition", "use_when", "not_when", "color") if cells.get(key)}
        path = cells.get("path") or cells.get("name", "")
        head, _, name = path.rpartition(CODE_SEPARATOR)
        node["name"] = name
        parent = cells.get("parent") or head
        if parent:
            node["parent"] = parent
        if cells.get("threshold"):
            try:
                node["threshold"] = float(cells["threshold"].replace(",", "."))
            except ValueError:
                raise CodebookError(
                    f"threshold {cells['threshold']!r} is no number", where=f"{where}, line {number + 2}, code {path!r}"
                ) from None
        for key, column in (("examples", "examples"), ("indicators", "terms")):
            if cells.get(column):
                node[key] = [part.strip() for part in re.split(r"\s\|\s|;", cells[column]) if part.strip()]
        nodes.append((path, node))
        lines[("codes", number)] = number + 2
    if any(CODE_SEPARATOR in path for path, _ in nodes):
        return _book_from_paths(nodes, where)
    return book_from_data({"name": Path(where).stem, "codes": [node for _, node in nodes]}, lines, where)


def _book_from_paths(nodes: list[tuple[str, dict[str, Any]]], where: str) -> Codebook:
    """Nest codes that are given by full paths; a name may then stand below several parents."""
    codes: dict[str, dict[str, Any]] = {}
    for number, (path, node) in enumerate(nodes):
        if path in codes:
            raise CodebookError("the path stands twice: paths must differ", where=f"{where}, line {number + 2}, code {path!r}")
        codes[path] = {key: value for key, value in node.items() if key != "parent"}
    top = []
    for number, (path, _) in enumerate(nodes):
        head = path.rpartition(CODE_SEPARATOR)[0]
        if not head:
            top.append(codes[path])
        elif head in codes:
            codes[head].setdefault("codes", []).append(codes[path])
        else:
            raise CodebookError(f"its parent {head!r} is not in the file", where=f"{where}, line {number + 2}, code {path!r}")
    return book_from_data({"name": Path(where).stem, "codes": top}, None, where)


# -------------------------------------------------------------------- REFI-QDA


def _from_qdc(raw: bytes, where: str) -> Codebook:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise CodebookError(f"the XML is broken ({error.msg})", where=f"{where}, line {error.lineno or 1}") from error
    if b"<!DOCTYPE" in raw:
        raise CodebookError("it declares a document type, which a codebook needs not: refused", where=where)

    def local(node: Any) -> str:
        return etree.QName(node).localname if isinstance(node.tag, str) else ""

    tops = root if local(root) == "Codes" else next((node for node in root.iter() if local(node) == "Codes"), None)
    if tops is None:
        raise CodebookError("there is no <Codes> in it: export the codebook as REFI-QDA (.qdc)", where=where)
    lines: dict[Place, int] = {}

    def codes(parent: Any, place: Place) -> list[dict[str, Any]]:
        out: list[dict[str, Any]] = []
        for node in parent:
            if local(node) != "Code":
                continue
            here = (*place, len(out))
            lines[here] = node.sourceline or 0
            text = next((child.text or "" for child in node if local(child) == "Description"), "")
            item: dict[str, Any] = {"name": (node.get("name") or "").strip().replace(CODE_SEPARATOR, " och ")}
            if text.strip():
                item["definition"] = text.strip()
            if re.fullmatch(r"#[0-9a-fA-F]{6}", node.get("color") or ""):
                item["color"] = node.get("color")
            below = codes(node, (*here, "codes"))
            out.append(item | ({"codes": below} if below else {}))
        return out

    return book_from_data({"name": Path(where).stem, "codes": codes(tops, ("codes",))}, lines, where)


def _to_qdc(book: Codebook) -> str:
    """Return the book as a REFI-QDA codebook; the same book gives the same identifiers."""
    from lxml import etree

    namespaces: dict[Any, str] = {None: _QDC_NAMESPACE}
    root = etree.Element(f"{{{_QDC_NAMESPACE}}}CodeBook", nsmap=namespaces, attrib={"origin": "kfi_analysis"})
    nodes: dict[str | None, Any] = {None: etree.SubElement(root, f"{{{_QDC_NAMESPACE}}}Codes")}
    for code in book.codes:
        guid = str(uuid.uuid5(uuid.NAMESPACE_URL, f"kfi_analysis/{book.name}/{code.path}"))
        node = etree.SubElement(
            nodes[code.parent], f"{{{_QDC_NAMESPACE}}}Code", attrib={"guid": guid, "name": code.name, "isCodable": "true"}
        )
        if code.color:
            node.set("color", code.color)
        if code.definition:
            etree.SubElement(node, f"{{{_QDC_NAMESPACE}}}Description").text = code.definition
        nodes[code.path] = node
    return etree.tostring(root, encoding="unicode", pretty_print=True, xml_declaration=False)


def _decoded(raw: bytes, where: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(f"it is not UTF-8 (byte {error.start}): save it as UTF-8", where=where) from error
