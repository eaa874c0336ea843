"""From the nested data of a codebook file to a `Codebook`, every error told by file, line and code.

The data are checked against `codebooks/codebook.schema.json`; parents that are named are resolved; each term is read where it stands.
What a schema cannot say is checked by `Codebook` itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from kfi_analysis.coding.codebook import Code, Codebook, Indicator
from kfi_analysis.coding.terms import read_term
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR
from kfi_analysis.errors import CodebookError, did_you_mean

__all__ = ["Place", "book_from_data", "codebook_schema"]

Place = tuple[str | int, ...]
"""The way to a value in nested data: keys and positions."""


@cache
def codebook_schema() -> dict[str, Any]:
    """Return the JSON schema of a codebook file."""
    text = (Path(str(files("kfi_analysis.coding"))) / "codebooks" / "codebook.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


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
