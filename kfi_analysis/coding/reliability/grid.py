"""Codings as a grid: unit x coder x code, 1 given, 0 not given, -1 not looked at.

The unit is a passage, or, where coders chose their own limits, each stretch of text between two limits, weighted by its length. Coders
and codes stand in alphabetical order, so that the order of the input never matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.merging import with_parents
from kfi_analysis.coding.profiles import source_ids
from kfi_analysis.coding.reliability.ratings import MISSING, Floats, Ints
from kfi_analysis.coding.reliability.unitizing import UnitizingSums, merge_spans, unitizing_sums
from kfi_analysis.errors import SettingError, TableError, did_you_mean

__all__ = ["Grid", "GridUnit", "grid_of", "unitizing_of"]

GridUnit = Literal["passages", "characters"]


@dataclass(frozen=True)
class Grid:
    """What each coder gave each unit.

    Parameters
    ----------
    units
        passage_id, document_id, start, end and source_id of each unit.
    coders, codes
        In alphabetical order.
    given
        Array (units, coders, codes) of 1, 0 or -1.
    attributes
        Attribute -> (array (units, coders) of positions in the values, -1 where missing; the values).
    looked
        Array (units, coders): who looked at what.
    weights
        Array (units,): length in characters, or None where each unit counts as one.
    """

    units: pd.DataFrame
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    given: npt.NDArray[np.int8]
    attributes: dict[str, tuple[Ints, tuple[str, ...]]]
    looked: npt.NDArray[np.bool_]
    weights: Floats | None

    @property
    def coded(self) -> npt.NDArray[np.bool_]:
        """Array (units,): does any coder give any code?"""
        out: npt.NDArray[np.bool_] = (self.given == 1).any(axis=(1, 2))
        return out

    @property
    def sources(self) -> Ints:
        """Array (units,): the source of each unit, numbered from 0."""
        return np.asarray(pd.factorize(self.units["source_id"].astype("object"))[0], dtype=np.int64)

    def sets(self) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """Return each coder's set of codes on each unit: array (units, coders) of positions, and array (sets, codes) of members."""
        n, m, k = self.given.shape
        flat = self.given.reshape(n * m, k) == 1
        packed = np.packbits(flat, axis=1)
        _, first, inverse = np.unique(packed, axis=0, return_index=True, return_inverse=True)
        values = np.where(self.looked, inverse.reshape(n, m), MISSING)
        return values.astype(np.int64), flat[first]

    def at(self, rows: npt.NDArray[np.bool_]) -> Grid:
        """Return some of the units."""
        return replace(
            self,
            units=self.units[rows].reset_index(drop=True),
            given=self.given[rows],
            attributes={name: (values[rows], options) for name, (values, options) in self.attributes.items()},
            looked=self.looked[rows],
            weights=None if self.weights is None else self.weights[rows],
        )


def grid_of(codings: Codings, *, level: int | None = 1, codes: Sequence[str] | None = None, unit: GridUnit = "passages") -> Grid:
    """Return the grid of codings by several coders.

    Raises
    ------
    TableError
        If there are fewer than two coders, or no text that two of them looked at.
    SettingError
        If `unit` or a code is unknown.
    """
    if unit not in ("passages", "characters"):
        raise SettingError(f"unit={unit!r}: {did_you_mean(str(unit), ('passages', 'characters'))}")
    if len(codings.coders) < 2:
        raise TableError(
            f"agreement needs at least two coders, and here is {len(codings.coders)} ({', '.join(codings.coders) or 'none'}): "
            "hand in the other coding as well",
            where="codings",
        )
    folded = _folded(codings, level)
    present = sorted(set(folded.table["code"]))
    wanted = present if codes is None else sorted(dict.fromkeys(codes))
    book = () if codings.codebook is None else codings.codebook.paths
    for code in wanted:
        if code not in present and code not in book:
            raise SettingError(f"no code {code!r}: {did_you_mean(code, [*present, *book])}")
    coders = tuple(sorted(codings.coders))
    grid = _passages(folded, coders, tuple(wanted)) if unit == "passages" else _characters(folded, coders, tuple(wanted))
    if not (grid.looked.sum(axis=1) > 1).any():
        each = ", ".join(f"{coder} {int(count)}" for coder, count in zip(coders, grid.looked.sum(axis=0), strict=True))
        hint = "" if unit == "characters" else " Where coders chose their own limits, give  unit='characters'"
        raise TableError(
            f"no passage was looked at by two coders (looked at: {each}): did they code the same texts, cut into the same passages?{hint}",
            where="codings",
        )
    return grid


def unitizing_of(codings: Codings, *, level: int | None = 1, codes: Sequence[str]) -> dict[str, list[UnitizingSums]]:
    """Return, per code, what each document adds to unitizing alpha: the passages that all coders looked at, laid end to end."""
    folded = _folded(codings, level)
    coders = sorted(codings.coders)
    common = set(codings.units["passage_id"])
    for coder in coders:
        common &= set(codings.seen_by(coder))
    units = codings.units[codings.units["passage_id"].isin(common)].sort_values(["document_id", "start", "end"])
    table = folded.table[folded.table["passage_id"].isin(common)]
    spans = {key: part[["start", "end"]].to_numpy() for key, part in table.groupby(["code", "document_id", "coder"])}
    out: dict[str, list[UnitizingSums]] = {code: [] for code in codes}
    nothing = np.empty((0, 2), dtype=np.int64)
    for document, rows in units.groupby("document_id", sort=True):
        looked = merge_spans(rows[["start", "end"]].to_numpy())
        before = np.concatenate([[0], np.cumsum(looked[:, 1] - looked[:, 0])])
        for code in codes:
            each = [_laid(spans.get((code, document, coder), nothing), looked, before) for coder in coders]
            out[code].append(unitizing_sums(each, int(before[-1])))
    return out


def _folded(codings: Codings, level: int | None) -> Codings:
    return codings.at_level(1) if level == 1 else with_parents(codings).at_level(level)


def _laid(spans: Ints, looked: Ints, before: Ints) -> Ints:
    """Positions in the text as positions in the passages laid end to end."""
    if not len(spans):
        return spans
    at = np.searchsorted(looked[:, 0], spans[:, 0], side="right") - 1
    out: Ints = spans - looked[at, :1] + before[at][:, None]
    return out


def _passages(codings: Codings, coders: tuple[str, ...], codes: tuple[str, ...]) -> Grid:
    units = codings.units[["passage_id", "document_id", "start", "end"]].assign(source_id=source_ids(codings.units).to_numpy())
    ids = pd.Index(units["passage_id"].astype("object"))
    looked = np.zeros((len(units), len(coders)), dtype=bool)
    table = codings.table
    at_unit = ids.get_indexer(pd.Index(table["passage_id"].astype("object")))
    at_code = pd.Index(codes, dtype="object").get_indexer(pd.Index(table["code"].astype("object")))
    at_coder = pd.Index(coders, dtype="object").get_indexer(pd.Index(table["coder"].astype("object")))
    for place, coder in enumerate(coders):
        looked[ids.get_indexer(pd.Index(codings.seen_by(coder), dtype="object")), place] = True
    given = np.repeat(np.where(looked, 0, MISSING).astype(np.int8)[:, :, None], len(codes), axis=2)
    keep = at_code >= 0
    given[at_unit[keep], at_coder[keep], at_code[keep]] = 1
    attributes: dict[str, tuple[Ints, tuple[str, ...]]] = {}
    for name, rows in codings.attributes.groupby("attribute", sort=True):
        options = tuple(sorted(rows["value"].unique()))
        values = np.full((len(units), len(coders)), MISSING, dtype=np.int64)
        places = (
            ids.get_indexer(pd.Index(rows["passage_id"].astype("object"))),
            pd.Index(coders, dtype="object").get_indexer(pd.Index(rows["coder"].astype("object"))),
        )
        values[places] = pd.Index(options, dtype="object").get_indexer(pd.Index(rows["value"].astype("object")))
        attributes[str(name)] = (values, options)
    return Grid(units, coders, codes, given, attributes, looked, None)


def _characters(codings: Codings, coders: tuple[str, ...], codes: tuple[str, ...]) -> Grid:
    seen = {coder: set(codings.seen_by(coder)) for coder in coders}
    place = {coder: at for at, coder in enumerate(coders)}
    column = {code: at for at, code in enumerate(codes)}
    rows, parts, seen_parts = [], [], []
    tables = dict(iter(codings.table.groupby("document_id")))
    for document, units in codings.units.groupby("document_id", sort=True):
        table = tables.get(document, codings.table.iloc[:0])
        edges = np.unique(np.concatenate([units[["start", "end"]].to_numpy().ravel(), table[["start", "end"]].to_numpy().ravel()]))
        grid = np.full((max(len(edges) - 1, 0), len(coders), len(codes)), MISSING, dtype=np.int8)
        looked = np.zeros((len(grid), len(coders)), dtype=bool)
        owner = np.full(len(grid), "", dtype=object)
        for passage, start, end in units[["passage_id", "start", "end"]].itertuples(index=False):
            first, last = np.searchsorted(edges, [start, end])
            owner[first:last] = passage
            for coder, at in place.items():
                if passage in seen[coder]:
                    grid[first:last, at, :], looked[first:last, at] = 0, True
        for code, coder, start, end in table[["code", "coder", "start", "end"]].itertuples(index=False):
            if code in column:
                first, last = np.searchsorted(edges, [start, end])
                grid[first:last, place[coder], column[code]] = 1
        rows.append(pd.DataFrame({"passage_id": owner, "document_id": document, "start": edges[:-1], "end": edges[1:]}))
        parts.append(grid)
        seen_parts.append(looked)
    if not rows:
        nothing = pd.DataFrame({"passage_id": [], "document_id": [], "start": [], "end": [], "source_id": []})
        empty = np.empty((0, len(coders), len(codes)), dtype=np.int8)
        return Grid(nothing, coders, codes, empty, {}, np.empty((0, len(coders)), dtype=bool), np.empty(0))
    units = pd.concat(rows, ignore_index=True)
    sources = dict(zip(codings.units["passage_id"], source_ids(codings.units), strict=True))
    units["source_id"] = [sources.get(passage, "") for passage in units["passage_id"]]
    inside = (units["passage_id"] != "").to_numpy(dtype=bool)
    lengths = (units["end"] - units["start"]).to_numpy(dtype=np.float64)
    given, looked = np.concatenate(parts)[inside], np.concatenate(seen_parts)[inside]
    return Grid(units[inside].reset_index(drop=True), coders, codes, given, {}, looked, lengths[inside])
