"""Tests on coded passages: shares, differences, trends, spread over sources, saturation.

Shares are of passages; intervals come from drawing whole sources (a document, or the unit or respondent of an excerpt).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from kfi_analysis.coding.saturation_curve import first_met, rarefaction
from kfi_analysis.findings.material import Bools, Material, spans_of
from kfi_analysis.findings.measured import Measured, clustered, interval_of, nothing
from kfi_analysis.numbers import percent
from kfi_analysis.resampling import ratio_interval

__all__ = ["code_difference", "every_group", "saturation", "share", "share_difference", "spread"]

_UNCODED = "materialet är inte kodat"


def share(material: Material, *, what: Mapping[str, Any], among: Mapping[str, Any] | None = None, scope: str | None = None) -> Measured:
    """Share of the passages `among` that also fulfil `what`."""
    table = material.passages
    inside = _among(material, among, scope)
    if not inside.any():
        return nothing(_UNCODED if not table["coded"].any() else "inga passager uppfyller villkoret")
    hits = material.fulfils(table, what) & inside
    sources = table["source_id"].to_numpy()[inside]
    value, low, high = ratio_interval(hits[inside], np.ones(int(inside.sum())), sources)
    return Measured(
        float(value[0]),
        float(low[0]),
        float(high[0]),
        int(inside.sum()),
        spans_of(table, hits),
        sources=len(np.unique(sources.astype(str))),
    )


def share_difference(
    material: Material, *, what: Mapping[str, Any], group: Mapping[str, Any], against: Mapping[str, Any], scope: str | None = None
) -> Measured:
    """Share of `what` in one group less its share in another; sources are drawn within each group."""
    table = material.passages
    coded = _among(material, None, scope)
    first, second = material.fulfils(table, group) & coded, material.fulfils(table, against) & coded
    if not first.any() or not second.any():
        return nothing(_UNCODED if not table["coded"].any() else "en av grupperna saknar passager")
    hits = material.fulfils(table, what)
    replicates, counts, values = [], [], []
    for seed, rows in enumerate((first, second)):
        columns = np.column_stack([hits[rows], np.ones(int(rows.sum()))])
        sums, n_clusters = clustered(columns, table["source_id"].to_numpy()[rows], seed=seed)
        with np.errstate(divide="ignore", invalid="ignore"):
            replicates.append(sums[:, 0] / sums[:, 1])
        counts.append(n_clusters)
        values.append(float(hits[rows].mean()))
    low, high = interval_of(replicates[0] - replicates[1], min(counts))
    note = f"{percent(values[0])} av {int(first.sum())} mot {percent(values[1])} av {int(second.sum())}"
    evidence = spans_of(table, hits & (first | second))
    return Measured(values[0] - values[1], low, high, int((first | second).sum()), evidence, note=note, sources=sum(counts))


def code_difference(
    material: Material, *, first: str, second: str, among: Mapping[str, Any] | None = None, scope: str | None = None
) -> Measured:
    """Share of passages with one code less the share with another, of the same passages."""
    table = material.passages
    inside = _among(material, among, scope)
    if not inside.any():
        return nothing(_UNCODED)
    has = [material.fulfils(table, {"code": code}) & inside for code in (first, second)]
    columns = np.column_stack([has[0][inside], has[1][inside], np.ones(int(inside.sum()))])
    sums, n_clusters = clustered(columns, table["source_id"].to_numpy()[inside])
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = interval_of((sums[:, 0] - sums[:, 1]) / sums[:, 2], n_clusters)
    n = int(inside.sum())
    counts = [int(rows.sum()) for rows in has]
    note = f"{first} i {counts[0]} och {second} i {counts[1]} av {n}"
    return Measured((counts[0] - counts[1]) / n, low, high, n, spans_of(table, has[0]), note=note, sources=n_clusters)


def every_group(
    material: Material, *, what: Mapping[str, Any], by: str, share: float, among: Mapping[str, Any] | None = None, min_passages: int = 2
) -> Measured:
    """Share of the groups (of at least `min_passages`) in which `what` holds for at least the given share of the passages."""
    table = material.passages
    inside = _among(material, among, None)
    if not inside.any():
        return nothing(_UNCODED)
    hits = material.fulfils(table, what)
    part = table.loc[inside, [by]].assign(hit=hits[inside]).dropna()
    groups = part.groupby(by)["hit"].agg(["mean", "size"])
    large = groups[groups["size"] >= min_passages]
    if large.empty:
        return nothing("ingen grupp har tillräckligt många passager")
    holds = large["mean"] >= share
    broken = ", ".join(str(name) for name in large.index[~holds])
    note = f"{int(holds.sum())} av {len(large)} grupper" + (f"; undantag: {broken}" if broken else "")
    return Measured(float(holds.mean()), n=int(large["size"].sum()), evidence=spans_of(table, hits & inside), exact=True, note=note)


def spread(material: Material, *, what: Mapping[str, Any], among: Mapping[str, Any] | None = None, scope: str | None = None) -> Measured:
    """Share of the sources that have at least one passage of `what`."""
    table = material.passages
    inside = _among(material, among, scope)
    if not inside.any():
        return nothing(_UNCODED)
    hits = material.fulfils(table, what) & inside
    own = table.loc[inside].assign(hit=hits[inside]).groupby("source_id")["hit"].any()
    value, low, high = ratio_interval(own.to_numpy(dtype=float), np.ones(len(own)), np.arange(len(own)))
    note = f"{int(own.sum())} av {len(own)} källor"
    return Measured(float(value[0]), float(low[0]), float(high[0]), int(hits.sum()), spans_of(table, hits), note=note, sources=len(own))


def saturation(material: Material, *, at: float, among: Mapping[str, Any] | None = None, orders: int = 200) -> Measured:
    """Share of all combinations of code and valence that are seen after a share `at` of the sources, over random orders of the sources."""
    table = material.passages
    inside = _among(material, among, None)
    seen: dict[str, set[tuple[str, str]]] = {}
    for source, codes, valence in zip(*(table.loc[inside, column] for column in ("source_id", "codes", "valence")), strict=True):
        seen.setdefault(str(source), set()).update((code, str(valence)) for code in codes)
    everything = set().union(*seen.values()) if seen else set()
    if len(seen) < 5 or not everything:
        return nothing("för få kodade källor för att följa hur koderna tar slut")
    names, items = sorted(seen), sorted(everything)
    has = np.array([[item in seen[name] for item in items] for name in names], dtype=bool)
    taken = max(1, round(at * len(names)))
    rng = np.random.default_rng(0)
    draws = np.array([rng.permutation(len(names)) for _ in range(orders)])
    met = (first_met(has, draws) < taken).mean(axis=1)
    low, high = np.quantile(met, [0.025, 0.975])
    value = float(rarefaction(has)[taken - 1] / len(items))
    note = f"{len(everything)} kombinationer av kod och värdering, {taken} av {len(names)} källor, {orders} ordningar"
    return Measured(value, float(low), float(high), len(everything), note=note, sources=len(names))


def _among(material: Material, among: Mapping[str, Any] | None, scope: str | None) -> Bools:
    """The coded passages that fulfil a condition."""
    table = material.passages
    coded: Bools = table["coded"].to_numpy(dtype=bool)
    return coded & material.fulfils(table, among or {}) & material.inside(table, scope)
