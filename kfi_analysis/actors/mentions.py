"""`Mentions`: who is named where, and what is known of each actor that is named.

Two tables that are checked once: a row for each mention, its span that of the document's text, and a row for each actor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from kfi_analysis.actors.gazetteer import Gazetteer
from kfi_analysis.actors.lexicon import NamedBody
from kfi_analysis.actors.resolution import Context
from kfi_analysis.corpus.checks import typed
from kfi_analysis.errors import TableError
from kfi_analysis.provenance import Provenance

__all__ = ["ACTOR_COLUMNS", "MENTION_COLUMNS", "Mentions", "actor_row", "describe"]

MENTION_COLUMNS = {
    "document_id": "string",
    "passage_id": "string",
    "start": "int64",
    "end": "int64",
    "surface": "string",
    "actor_id": "string",
    "rule": "string",
    "confidence": "float64",
}
"""Column -> dtype of `Mentions.table`. `actor_id` is the canonical name; `rule` is one of namn, regel, förkortning, källa, syftning,
kollektiv, vi, område."""

ACTOR_COLUMNS = {
    "actor_id": "string",
    "level": "string",
    "collective": "boolean",
    "part_of": "string",
    "kind": "string",
    "aliases": "object",
    "n_mentions": "int64",
}
"""Column -> dtype of `Mentions.actors`; `aliases` holds a sorted tuple of the surface forms that were met."""


@dataclass(frozen=True, eq=False, repr=False)
class Mentions:
    """Who is named where.

    Parameters
    ----------
    table
        One row a mention, columns of `MENTION_COLUMNS`; spans are those of the document's text.
    actors
        One row an actor, columns of `ACTOR_COLUMNS`.
    open
        What looks like an actor and was not resolved: surface, n, document_id, start, end (of the first place), reason.
    contexts
        document_id -> who "kommunen", "regionen" and an unnamed speaker are.
    speakers
        (document_id, unit of an attribution) -> the actor it names.
    provenance
        How the table came to be.

    Raises
    ------
    TableError
        If a column is missing or a span is empty or reversed.
    """

    table: pd.DataFrame
    actors: pd.DataFrame
    open: pd.DataFrame
    contexts: dict[str, Context] = field(default_factory=dict)
    speakers: dict[tuple[str, str], str] = field(default_factory=dict)
    provenance: Provenance = field(default_factory=Provenance)

    def __post_init__(self) -> None:
        table = typed(self.table, MENTION_COLUMNS, "mentions")
        wrong = table["end"] <= table["start"]
        if wrong.any():
            row = table[wrong].iloc[0]
            raise TableError(f"the span ({row['start']}, {row['end']}) is empty", where=f"mentions, passage {row['passage_id']!r}")
        object.__setattr__(self, "table", table)
        object.__setattr__(self, "actors", typed(self.actors, ACTOR_COLUMNS, "actors"))

    def __len__(self) -> int:
        return len(self.table)

    def __repr__(self) -> str:
        return f"<Mentions: {len(self.table)} of {len(self.actors)} actors, {len(self.open)} open>"

    def _repr_html_(self) -> str:
        return f"<p>{self!r}</p>" + self.actors.head(20).to_html(index=False)

    def unresolved(self) -> pd.DataFrame:
        """Return what looks like an actor and was not: surface, n, document_id, start, end of its first place, reason."""
        return self.open.copy()

    def to_frame(self) -> pd.DataFrame:
        """Return the mentions with their actor's level."""
        return self.table.merge(self.actors[["actor_id", "level", "collective", "part_of"]], on="actor_id", how="left", validate="m:1")


def actor_row(
    name: str, forms: Counter[str], *, gazetteer: Gazetteer, bodies: dict[str, NamedBody], homes: set[str], contexts: dict[str, Context]
) -> tuple[Any, ...]:
    """Return the row of `Mentions.actors` for an actor and the forms that were met of it, with their counts."""
    spelled = {form.casefold(): form for form in sorted(forms, key=lambda form: (forms[form], form)) if form}
    aliases = tuple(spelled[key] for key in sorted(spelled))
    count = sum(forms.values())
    if name in homes:
        kind = "kommun"
        return name, "intern central", True, None, kind, aliases, count
    actor = gazetteer.find(name)
    if actor is not None and actor.name == name:
        context = next(iter(contexts.values()), Context("Kommunen", "Regionen", "Förvaltningarna"))
        part_of = None if actor.part_of is None else context.bind(actor.part_of)
        return name, actor.level, actor.collective, part_of, actor.kind, aliases, count
    body = bodies.get(name)
    if body is not None:
        return name, body.level, body.collective, _whole(body), "", aliases, count
    if name in {context.region for context in contexts.values()}:
        return name, "regional", False, None, "region", aliases, count
    shipped = Gazetteer.shipped().find(name)
    if shipped is not None and shipped.name == name:
        return name, shipped.level, shipped.collective, None, shipped.kind, aliases, count
    return name, "övrig", False, None, "", aliases, count


def describe(names: Iterable[str], contexts: Mapping[str, Context]) -> pd.DataFrame:
    """Return rows of `Mentions.actors` for actors that no passage names."""
    homes = {context.home for context in contexts.values()}
    shipped = Gazetteer.shipped()
    rows = [actor_row(name, Counter(), gazetteer=shipped, bodies={}, homes=homes, contexts=dict(contexts)) for name in names]
    return typed(pd.DataFrame(rows, columns=list(ACTOR_COLUMNS)), ACTOR_COLUMNS, "actors")


def _whole(body: NamedBody) -> str | None:
    """Return the collective that a body found by rule belongs to."""
    if body.collective:
        return None
    if body.level == "intern förvaltning" and body.name.lower().endswith("förvaltningen"):
        return "Förvaltningarna"
    if body.level == "politik" and "nämnden" in body.name.lower():
        return "Nämnderna"
    return "De kommunala bolagen" if body.level == "kommunalt bolag" else None
