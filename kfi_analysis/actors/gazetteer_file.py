"""Actors from a YAML file: entries that are checked one by one, each error told by its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from kfi_analysis.actors.actor import Actor
from kfi_analysis.errors import GazetteerError, did_you_mean

__all__ = ["read_actors"]

_ACTOR_KEYS = {"name", "level", "aliases", "abbreviations", "part_of", "from", "to", "collective", "exact"}
_MUNICIPALITY_KEYS = {"code", "name", "short", "region", "city", "word"}


def _loader() -> type[Any]:
    base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc]
        """Safe YAML whose mappings know their line."""

    def mapping(loader: Any, node: Any) -> dict[str, Any]:
        data: dict[str, Any] = loader.construct_mapping(node, deep=True)
        data["__line__"] = node.start_mark.line + 1
        return data

    Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    return Loader


def read_actors(path: Path) -> Iterator[Actor]:
    """Yield the actors of a file.

    Raises
    ------
    GazetteerError
        If the file is missing, is no YAML, or an entry cannot be used; the line is named.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(f"the gazetteer cannot be read ({error}): give a YAML file in UTF-8", where=path) from error
    try:
        data = yaml.load(text, Loader=_loader())
    except yaml.YAMLError as error:
        raise GazetteerError(f"not valid YAML: {' '.join(str(error).split())}", where=path.name) from error
    if not isinstance(data, dict) or data.get("kind") not in ("actors", "municipalities"):
        raise GazetteerError("the file must begin with `kind: actors` and hold a list `actors`", where=path.name)
    key = str(data["kind"])
    entries = data.get(key) or []
    if not isinstance(entries, list):
        raise GazetteerError(f"`{key}` must be a list of entries", where=path.name)
    for entry in entries:
        if not isinstance(entry, Mapping):
            raise GazetteerError(f"the entry {entry!r} must be a mapping with a name and a level", where=path.name)
        where = f"{path.name}, line {entry['__line__']}"
        yield _municipality(entry, where) if key == "municipalities" else _actor(entry, where, data.get("level"))


def _actor(entry: Mapping[str, Any], where: str, level: str | None) -> Actor:
    _known(entry, _ACTOR_KEYS, where)
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise GazetteerError(f"the name is {name!r}: every actor needs a name", where=where)
    for key in ("aliases", "abbreviations"):
        value = entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise GazetteerError(f"`{key}` of {name!r} is {value!r}: it must be a list of texts", where=where)
    for key in ("from", "to"):
        if entry.get(key) is not None and not isinstance(entry[key], int):
            raise GazetteerError(f"`{key}` of {name!r} is {entry[key]!r}: it must be a year", where=where)
    is_region = name.startswith("Region ") or name.endswith("regionen")
    return Actor(
        name.strip(),
        str(entry.get("level") or level or "övrig"),
        tuple(entry.get("aliases", ())),
        tuple(entry.get("abbreviations", ())),
        part_of=entry.get("part_of"),
        since=entry.get("from"),
        until=entry.get("to"),
        collective=bool(entry.get("collective", False)),
        exact=bool(entry.get("exact", False)),
        kind="region" if is_region else "",
        where=where,
    )


def _municipality(entry: Mapping[str, Any], where: str) -> Actor:
    _known(entry, _MUNICIPALITY_KEYS, where)
    short, full = str(entry["short"]), str(entry["name"])
    name = str(entry.get("city") or full)
    genitive = short if short.endswith(("s", "x", "z")) else short + "s"
    others = dict.fromkeys(
        [full, f"{genitive} kommun", f"{short} kommun", f"{genitive} stad", f"{genitive} Stad", f"{short} stad", f"{short} Stad"]
    )
    bare = () if entry.get("word") else (short,)
    aliases = (*(o for o in others if o != name), *bare)
    return Actor(
        name,
        "regional",
        aliases,
        listed=(short,) if entry.get("word") else (),
        exact=True,
        kind="kommun",
        code=str(entry["code"]),
        region=str(entry["region"]),
        where=where,
    )  # fmt: skip


def _known(entry: Mapping[str, Any], keys: set[str], where: str) -> None:
    for key in entry:
        if key != "__line__" and key not in keys:
            raise GazetteerError(f"the key {key!r} is unknown: {did_you_mean(str(key), sorted(keys))}", where=where)
