"""Tests on who has what to do with whom: ratios of relation types, ranks of actors, signs by kind of actor.

A relation is one statement; intervals come from drawing whole sources (sections of a report, or documents).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from kfi_analysis.errors import ClaimError, did_you_mean
from kfi_analysis.findings.material import Bools, Material, spans_of
from kfi_analysis.findings.measured import Measured, clustered, interval_of, nothing
from kfi_analysis.numbers import percent
from kfi_analysis.resampling import ratio_interval

__all__ = ["actor_rank", "relation_ratio", "sign_difference", "sign_share"]

_KEYS = ("type", "source", "target", "source_level", "target_level", "between", "either", "modality", "voice")


def relation_ratio(material: Material, *, first: Mapping[str, Any], second: Mapping[str, Any], scope: str | None = None) -> Measured:
    """Relations of `first` as a share of those of `first` and `second` together."""
    table = material.relations
    one, other = _which(material, table, first, scope), _which(material, table, second, scope)
    rows = one | other
    if not rows.any():
        return nothing("inga sådana relationer finns")
    value, low, high = ratio_interval(one[rows], np.ones(int(rows.sum())), _sources(table)[rows])
    return Measured(
        float(value[0]),
        float(low[0]),
        float(high[0]),
        int(rows.sum()),
        spans_of(table, rows),
        note=f"{int(one.sum())} mot {int(other.sum())}",
    )


def sign_share(material: Material, *, among: Mapping[str, Any], scope: str | None = None) -> Measured:
    """Share of positive relations among those with a sign."""
    table = material.relations
    rows = _which(material, table, among, scope) & (table["polarity"] != 0).to_numpy(dtype=bool)
    if not rows.any():
        return nothing("inga sådana relationer med tecken finns")
    positive = (table["polarity"] > 0).to_numpy(dtype=bool)
    value, low, high = ratio_interval(positive[rows], np.ones(int(rows.sum())), _sources(table)[rows])
    note = f"{int((positive & rows).sum())} positiva, {int((~positive & rows).sum())} negativa"
    return Measured(float(value[0]), float(low[0]), float(high[0]), int(rows.sum()), spans_of(table, rows), note=note)


def sign_difference(material: Material, *, first: Mapping[str, Any], second: Mapping[str, Any], scope: str | None = None) -> Measured:
    """Share of positive among signed relations of `first` less that of `second`."""
    table = material.relations
    signed = (table["polarity"] != 0).to_numpy(dtype=bool)
    positive = (table["polarity"] > 0).to_numpy(dtype=bool)
    parts = [_which(material, table, one, scope) & signed for one in (first, second)]
    if not all(rows.any() for rows in parts):
        return nothing("den ena sortens relationer med tecken saknas")
    columns = np.column_stack([parts[0] & positive, parts[0], parts[1] & positive, parts[1]]).astype(float)
    rows = parts[0] | parts[1]
    sums, n_clusters = clustered(columns[rows], _sources(table)[rows])
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = interval_of(sums[:, 0] / sums[:, 1] - sums[:, 2] / sums[:, 3], n_clusters)
    shares = [float(positive[rows_].mean()) for rows_ in parts]
    note = f"{percent(shares[0])} av {int(parts[0].sum())} mot {percent(shares[1])} av {int(parts[1].sum())}"
    return Measured(shares[0] - shares[1], low, high, int(rows.sum()), spans_of(table, rows), note=note)


def actor_rank(
    material: Material,
    *,
    actor: Sequence[str],
    levels: Sequence[str],
    groups: Mapping[str, Sequence[str]] | None = None,
    scope: str | None = None,
) -> Measured:
    """Rank of an actor (with its parts) by statements among the actors of some levels; 1 is most, ties share the better rank."""
    table = material.relations
    belongs = {part: name for name, parts in (groups or {}).items() for part in parts}
    own = actor[0]
    belongs |= dict.fromkeys(actor, own)
    sides = []
    for side in ("source", "target"):
        fits = table[f"{side}_level"].isin(list(levels)).fillna(False).to_numpy(dtype=bool)
        rolled = [belongs.get(str(name), str(name)) for name in table[side]]
        sides.append(np.where(fits, np.array(rolled, dtype=object), ""))
    inside = material.inside(table, scope)
    names = sorted({str(name) for side in sides for name in side[inside]} - {""})
    if own not in names:
        return nothing(f"{own} finns inte i relationerna")
    has = np.column_stack([((sides[0] == name) | (sides[1] == name)) & inside for name in names])
    sums, n_clusters = clustered(has[inside], _sources(table)[inside])
    at = names.index(own)
    low, high = interval_of(1.0 + (sums > sums[:, [at]]).sum(axis=1), n_clusters)
    counts = has.sum(axis=0)
    order = ", ".join(f"{names[i]} {int(counts[i])}" for i in np.argsort(-counts, kind="stable")[:5])
    return Measured(1.0 + float((counts > counts[at]).sum()), low, high, int(counts[at]), spans_of(table, has[:, at]), note=order)


def _sources(table: pd.DataFrame) -> Any:
    speaker = table["speaker"].fillna("") if "speaker" in table else pd.Series([""] * len(table))
    return (table["document_id"].astype(str) + "|" + table["section"].fillna("").astype(str) + "|" + speaker.astype(str)).to_numpy()


def _which(material: Material, table: pd.DataFrame, condition: Mapping[str, Any], scope: str | None) -> Bools:
    """Tell which relations fulfil a condition: `between` and `either` hold lists of levels or names, in any direction."""
    keep = material.inside(table, scope)
    for key, wanted in condition.items():
        values = wanted if isinstance(wanted, list) else [wanted]
        if key == "either":
            keep &= _is(table, "source", values) | _is(table, "target", values)
        elif key == "between":
            one, other = values
            one, other = (part if isinstance(part, list) else [part] for part in (one, other))
            keep &= (_is(table, "source", one) & _is(table, "target", other)) | (_is(table, "source", other) & _is(table, "target", one))
        elif key in _KEYS:
            keep &= table[key].isin(values).fillna(False).to_numpy(dtype=bool)
        else:
            raise ClaimError(f"the condition {key!r} on relations is unknown: {did_you_mean(key, _KEYS)}")
    return keep


def _is(table: pd.DataFrame, side: str, values: Sequence[str]) -> Bools:
    named = table[side].isin(list(values)).fillna(False).to_numpy(dtype=bool)
    level: Bools = table[f"{side}_level"].isin(list(values)).fillna(False).to_numpy(dtype=bool)
    return named | level
