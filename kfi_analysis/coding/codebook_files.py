"""Codebooks from and to files: YAML (with line numbers in errors), JSON, CSV, and REFI-QDA codebooks (.qdc).

Every format ends in the same nested data, checked against `codebooks/codebook.schema.json`, and then in a `Codebook`, which checks what a
schema cannot say.
"""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kfi_analysis.coding.codebook import Code, Codebook, Indicator
from kfi_analysis.coding.terms import read_term
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR
from kfi_analysis.errors import CodebookError, ReadError, did_you_mean
from kfi_analysis.files import write_text

if TYPE_CHECKING:
    import yaml

__all__ = ["book_from_data", "codebook_schema", "read_codebook", "shipped_codebooks", "write_codebook"]

Place = tuple[str | int, ...]

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


@cache
def codebook_schema() -> dict[str, Any]:
    """Return the JSON schema of a codebook file."""
    text = (Path(str(files("kfi_analysis.coding"))) / "codebooks" / "codebook.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


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


def book_from_data(data: Mapping[str, Any], lines: Mapping[Place, int] | None = None, where: str | None = None) -> Codebook:
    """Return the codebook of nested data as `Codebook.to_dict` gives it.

    Parameters
    ----------
    data
        Head and nested codes; a code may instead name its parent ("parent: kapacitet").
    lines
        Place in the data -> line, for errors.
    where
        File name, for errors.
    """
    known = lines or {}

    def say(place: Place, code: str | None = None) -> str | None:
        line = next((known[place[:n]] for n in range(len(place), -1, -1) if place[:n] in known), None)
        parts = [where or "", f"line {line}" if line else "", f"code {code!r}" if code else ""]
        return ", ".join(part for part in parts if part) or None

    _check_schema(data, say)
    found: list[tuple[dict[str, Any], str | None, Place]] = []

    def walk(nodes: Iterable[Any], parent: str | None, place: Place) -> None:
        for number, node in enumerate(nodes):
            here = (*place, number)
            name = str(node["name"]).strip()
            given = node.get("parent")
            if given is not None and parent is not None:
                raise CodebookError("it stands below a code and names a parent too: use one way", where=say(here, name))
            path = name if parent is None else parent + CODE_SEPARATOR + name
            found.append(({**node, "name": name}, parent if given is None else f"@{given}", here))
            walk(node.get("codes", ()), path, (*here, "codes"))

    walk(data.get("codes", ()), None, ("codes",))
    _check_terms(data, found, say)
    codes = _in_tree_order(found, say)
    places = {code.path: place for code, place in codes}
    try:
        return Codebook(
            name=str(data["name"]),
            version=str(data.get("version", "1")),
            title=str(data.get("title", "")),
            language=str(data.get("language", "sv")),
            description=str(data.get("description", "")),
            codes=tuple(code for code, _ in codes),
            lists={str(key): tuple(value) for key, value in data.get("lists", {}).items()},
            threshold=float(data.get("threshold", 1.0)),
        )
    except CodebookError as error:
        hit = re.fullmatch(r"code '(.+)'", error.where or "")
        path = hit[1] if hit else None
        raise CodebookError(error.reason, where=say(places.get(path, ()) if path else ("lists",), path) or error.where) from None


def _check_terms(data: Mapping[str, Any], found: list[tuple[dict[str, Any], str | None, Place]], say: Any) -> None:
    """Read every term once where it stands, so that a bad one is told by its own line."""
    places: list[tuple[str, Place, str | None]] = [
        (term, ("lists", name, at), None) for name, terms in data.get("lists", {}).items() for at, term in enumerate(terms)
    ]
    for node, _, place in found:
        for number, item in enumerate(node.get("indicators", ())):
            here = (*place, "indicators", number)
            if isinstance(item, str):
                places.append((item, here, node["name"]))
                continue
            for key in ("terms", "unless", "near", "not_near"):
                places += [(term, (*here, key, at), node["name"]) for at, term in enumerate(item.get(key, ()))]
    for term, place, name in places:
        if not term.startswith("@"):
            try:
                read_term(term)
            except CodebookError as error:
                raise CodebookError(error.reason, where=say(place, name)) from None


def _in_tree_order(found: list[tuple[dict[str, Any], str | None, Place]], say: Any) -> list[tuple[Code, Place]]:
    """Resolve parents that are named, find cycles and doubles, and put children behind their parents."""
    own: dict[str, int] = {}
    for number, (node, parent, place) in enumerate(found):
        if parent is None or parent.startswith("@"):
            name = node["name"]
            if name in own:
                raise CodebookError(
                    f"the name stands twice, first on {say(found[own[name]][2])}: names must differ", where=say(place, name)
                )
            own[name] = number

    def path_of(number: int, trail: tuple[int, ...]) -> str:
        node, parent, place = found[number]
        if number in trail:
            names = [found[n][0]["name"] for n in (*trail[trail.index(number) :], number)]
            raise CodebookError(f"the parents run in a cycle: {' -> '.join(names)}", where=say(place, node["name"]))
        if parent is None:
            return str(node["name"])
        if not parent.startswith("@"):
            return parent + CODE_SEPARATOR + str(node["name"])
        target = parent[1:].rsplit(CODE_SEPARATOR, 1)[-1]
        if target not in own:
            raise CodebookError(f"its parent {parent[1:]!r} is not a code: {did_you_mean(target, own)}", where=say(place, node["name"]))
        return path_of(own[target], (*trail, number)) + CODE_SEPARATOR + str(node["name"])

    made = [(_code(path_of(number, ()), node), place) for number, (node, _, place) in enumerate(found)]
    seen: dict[str, Place] = {}
    for code, place in made:
        if code.path in seen:
            raise CodebookError(f"the path stands twice, first on {say(seen[code.path])}: names must differ", where=say(place, code.path))
        seen[code.path] = place
    rank = {code.path: number for number, (code, _) in enumerate(made)}

    def key(item: tuple[Code, Place]) -> list[int]:
        names = item[0].path.split(CODE_SEPARATOR)
        heads = [CODE_SEPARATOR.join(names[: n + 1]) for n in range(len(names))]
        return [rank.get(head, len(rank)) for head in heads]

    return sorted(made, key=key)


def _code(path: str, node: Mapping[str, Any]) -> Code:
    indicators = tuple(
        Indicator((item,))
        if isinstance(item, str)
        else Indicator(
            terms=tuple(item["terms"]),
            weight=float(item.get("weight", 1.0)),
            unless=tuple(item.get("unless", ())),
            near=tuple(item.get("near", ())),
            not_near=tuple(item.get("not_near", ())),
            within=item.get("within", "sentence"),
        )
        for item in node.get("indicators", ())
    )
    text = {key: str(node.get(key, "")).strip() for key in ("title", "definition", "use_when", "not_when", "color")}
    threshold = node.get("threshold")
    return Code(
        path,
        **text,
        examples=tuple(str(example) for example in node.get("examples", ())),
        threshold=None if threshold is None else float(threshold),
        indicators=indicators,
    )


def _check_schema(data: Any, say: Any) -> None:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import relevance

    errors = sorted(Draft202012Validator(codebook_schema()).iter_errors(data), key=relevance, reverse=True)
    if not errors:
        return
    error = errors[0]
    while error.context:
        fitting = [inner for inner in error.context if inner.validator != "type"] or error.context
        error = max(fitting, key=lambda inner: (len(inner.absolute_path), relevance(inner)))
    place = tuple(error.absolute_path)
    node, name = data, None
    for step in place:
        node = node[step]
        if isinstance(node, dict) and isinstance(node.get("name"), str):
            name = node["name"]
    raise CodebookError(_schema_message(error, place), where=say(place, name if place[:1] == ("codes",) else None))


def _schema_message(error: Any, place: Place) -> str:
    key = next((step for step in reversed(place) if isinstance(step, str)), "the file")
    if error.validator == "additionalProperties":
        options = list(error.schema["properties"])
        wrong = next(name for name in error.instance if name not in options)
        return f"the key {wrong!r} is unknown: {did_you_mean(str(wrong), options)}"
    if error.validator == "required":
        missing = next(name for name in error.validator_value if name not in error.instance)
        return f"the key {missing!r} is missing"
    if error.validator == "minLength":
        return f"{key} is empty: write a value"
    return f"{key}: {error.message}"


# -------------------------------------------------------------------- YAML and JSON


def _from_yaml(raw: bytes, where: str) -> Codebook:
    import yaml

    text = _decoded(raw, where)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
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
