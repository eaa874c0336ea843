"""`Gazetteer`: the list of actors that a text is searched for, as an editable YAML file that is checked once.

The shipped list holds Sweden's public bodies as facts (agencies, courts, regions, municipalities) and the bodies, roles and
collectives that municipal texts are full of. A user's own file adds to it or stands alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from kfi_analysis.actors.actor import HOME, LEVELS, REGION, Actor
from kfi_analysis.actors.gazetteer_file import read_actors
from kfi_analysis.actors.scan import Scanner
from kfi_analysis.errors import GazetteerError, did_you_mean
from kfi_analysis.provenance import content_hash

__all__ = ["Gazetteer"]

_DATA = Path(__file__).parent / "data"
_SHIPPED = ("municipalities.yaml", "agencies.yaml", "organisations.yaml", "collectives.yaml")


@dataclass(frozen=True)
class Gazetteer:
    """Actors whose names do not contradict each other.

    Raises
    ------
    GazetteerError
        If a name stands twice, one alias belongs to two actors whose years overlap, a level or a part-of is unknown, or part-of goes
        in a circle. The message says which actors and where.

    Examples
    --------
    >>> gazetteer = Gazetteer.shipped()
    >>> gazetteer["FHM"].name
    'Folkhälsomyndigheten'
    >>> gazetteer["Borås kommun"].name, gazetteer["Borås kommun"].code
    ('Borås Stad', '1490')
    """

    actors: tuple[Actor, ...]

    def __post_init__(self) -> None:
        _check(self.actors)

    def __len__(self) -> int:
        return len(self.actors)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self.actors)

    def __repr__(self) -> str:
        return f"<Gazetteer: {len(self.actors)} actors>"

    def _repr_html_(self) -> str:
        table = self.to_frame()
        counts = table.groupby("level", sort=False).size().rename("aktörer").to_frame()
        return f"<p>{escape(repr(self))}</p>{counts.to_html()}"

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.find(name) is not None

    def __getitem__(self, name: str) -> Actor:
        found = self.find(name)
        if found is None:
            raise GazetteerError(f"no actor is called {name!r}: {did_you_mean(name, [a.name for a in self.actors][:2000])}")
        return found

    def find(self, name: str) -> Actor | None:
        """Return the actor of that name, alias or abbreviation, or None."""
        return self._exact.get(name) or self._folded.get(name.casefold())

    @cached_property
    def _exact(self) -> dict[str, Actor]:
        return {form: actor for actor in self.actors for form, exact in actor.forms() if exact}

    @cached_property
    def _folded(self) -> dict[str, Actor]:
        return {form.casefold(): actor for actor in self.actors for form, exact in actor.forms() if not exact}

    @cached_property
    def scanner(self) -> Scanner:
        """Finds the names in a text; the keys are positions in `actors`."""
        forms = [(form, exact, number) for number, actor in enumerate(self.actors) for form, exact in actor.forms()]
        return Scanner(forms + [(form, True, number) for number, actor in enumerate(self.actors) for form in actor.listed])

    # ---------------------------------------------------------------- making it

    @classmethod
    def shipped(cls) -> Gazetteer:
        """Return the list that comes with the library."""
        return _shipped()

    @classmethod
    def load(cls, path: str | Path, *, with_shipped: bool = False) -> Gazetteer:
        """Read a YAML file.

        Parameters
        ----------
        path
            A file with `kind: actors` and a list `actors`.
        with_shipped
            Put the shipped list under it; an actor of the file replaces the shipped one of the same name.

        Raises
        ------
        GazetteerError
            If the file is missing or breaks a rule; the message gives the line.
        """
        own = tuple(read_actors(Path(path)))
        return cls.shipped().extend(own) if with_shipped else cls(own)

    def extend(self, actors: Iterable[Actor]) -> Gazetteer:
        """Return a gazetteer with these actors too; one of the same name replaces ours, and aliases they claim leave ours."""
        new = list(actors)
        names = {actor.name for actor in new}
        claimed = {form.casefold() for actor in new for form, _ in actor.forms()}
        kept = [
            replace(actor, aliases=tuple(a for a in actor.aliases if a.casefold() not in claimed),
                    abbreviations=tuple(a for a in actor.abbreviations if a.casefold() not in claimed))
            for actor in self.actors
            if actor.name not in names
        ]  # fmt: skip
        return Gazetteer((*kept, *new))

    # ---------------------------------------------------------------- giving it away

    def to_frame(self) -> pd.DataFrame:
        """Return one row an actor: name, level, aliases, abbreviations, part_of, from, to, collective, kind, code."""
        rows = [
            {
                "name": a.name,
                "level": a.level,
                "aliases": "; ".join(a.aliases),
                "abbreviations": "; ".join(a.abbreviations),
                "part_of": a.part_of,
                "from": a.since,
                "to": a.until,
                "collective": a.collective,
                "kind": a.kind,
                "code": a.code,
            }
            for a in self.actors
        ]
        columns = ["name", "level", "aliases", "abbreviations", "part_of", "from", "to", "collective", "kind", "code"]
        return pd.DataFrame(rows, columns=columns)

    def to_yaml(self) -> str:
        """Return the gazetteer as YAML that `load` reads (municipalities become ordinary actors)."""
        actors: list[dict[str, Any]] = []
        for a in self.actors:
            entry: dict[str, Any] = {"name": a.name, "level": a.level}
            for key, value in (("aliases", list(a.aliases)), ("abbreviations", list(a.abbreviations)), ("part_of", a.part_of),
                               ("from", a.since), ("to", a.until), ("collective", a.collective), ("exact", a.exact)):  # fmt: skip
                if value:
                    entry[key] = value
            actors.append(entry)
        return yaml.safe_dump({"kind": "actors", "actors": actors}, allow_unicode=True, sort_keys=False, width=130)

    @property
    def sha256(self) -> str:
        """Hash of all entries, the same for any order."""
        return content_hash(sorted(repr(replace(actor, where="")) for actor in self.actors))


@cache
def _shipped() -> Gazetteer:
    return Gazetteer(tuple(actor for name in _SHIPPED for actor in read_actors(_DATA / name)))


def _check(actors: tuple[Actor, ...]) -> None:
    names: dict[str, Actor] = {}
    for actor in actors:
        if actor.level not in LEVELS:
            raise GazetteerError(
                f"the level {actor.level!r} of {actor.name!r} is unknown: {did_you_mean(actor.level, LEVELS)}", where=actor.where
            )
        if actor.name in names:
            raise GazetteerError(
                f"{actor.name!r} stands twice (also {names[actor.name].where or 'above'}): names must differ", where=actor.where
            )
        names[actor.name] = actor
    _check_parts(names)
    owners: dict[tuple[str, bool], list[Actor]] = {}
    for actor in actors:
        for form, exact in dict.fromkeys(actor.forms()):
            key = (form, True) if exact else (form.casefold(), False)
            for other in owners.setdefault(key, []):
                if other.name != actor.name and _years_meet(actor, other):
                    raise GazetteerError(
                        f"{form!r} is a name of both {other.name!r} and {actor.name!r}: give it to one of them, or set from/to years",
                        where=actor.where,
                    )
            owners[key].append(actor)


def _check_parts(names: Mapping[str, Actor]) -> None:
    for actor in names.values():
        if actor.part_of is not None and actor.part_of not in names and actor.part_of not in (HOME, REGION):
            raise GazetteerError(
                f"{actor.name!r} is part of {actor.part_of!r}, which is not in the list: {did_you_mean(actor.part_of, list(names)[:2000])}",
                where=actor.where,
            )
        chain = [actor.name]
        at: Actor | None = actor
        while at is not None and at.part_of is not None:
            chain.append(at.part_of)
            if at.part_of == actor.name:
                raise GazetteerError(f"part-of goes in a circle: {' -> '.join(chain)}: cut it at one place", where=actor.where)
            if len(chain) > len(names) + 2:
                break  # the circle does not hold this actor and is told when its own turn comes
            at = names.get(at.part_of)


def _years_meet(one: Actor, other: Actor) -> bool:
    start = max(one.since or 0, other.since or 0)
    stop = min(one.until or 9999, other.until or 9999)
    return start <= stop
