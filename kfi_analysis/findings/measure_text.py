"""Tests on words in sentences: what is said, denied, said together, and said more often than something else.

Terms are words with `*` for their endings. Each test counts sentences (or passages) and gives those it counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from kfi_analysis.findings.material import Bools, Material, pattern_of, spans_of
from kfi_analysis.findings.measured import Measured, clustered, interval_of, nothing
from kfi_analysis.resampling import ratio_interval
from kfi_analysis.text import NEGATIONS

__all__ = ["cooccurrence", "denied", "presence", "term_rank", "term_ratio"]

_OWN = "kräver rapportens egen text (ange source): i omskrivningarna är orden våra"


def presence(
    material: Material,
    *,
    terms: Sequence[str],
    near: Sequence[str] = (),
    without: Sequence[str] = (),
    scope: str | None = None,
    unit: str = "sentence",
) -> Measured:
    """How many sources (sections, units, respondents) have a sentence with `terms`, with `near` and none of `without`."""
    if material.own_words:
        return nothing(_OWN)
    table = _table(material, unit)
    hits = _said(material, table, terms, scope) & _said(material, table, near, None)
    if without:
        hits &= ~_said(material, table, without, None)
    sources = table.loc[hits, "source_id"].nunique()
    return Measured(float(sources), n=int(hits.sum()), evidence=spans_of(table, hits), exact=True, note=f"{int(hits.sum())} {_UNITS[unit]}")


def denied(material: Material, *, terms: Sequence[str], near: Sequence[str], scope: str | None = None, unit: str = "sentence") -> Measured:
    """Share of the sentences with `terms` and `near` in which a negation stands at most eight words before or five after `near`."""
    if material.own_words:
        return nothing(_OWN)
    table = _table(material, unit)
    rows = _said(material, table, terms, scope) & _said(material, table, near, None)
    if not rows.any():
        return nothing("inget sägs om saken")
    pattern = pattern_of(near)
    negated = np.array([bool(rows[at]) and _is_denied(text, pattern) for at, text in enumerate(table["text"])], dtype=bool)
    value, low, high = ratio_interval(negated[rows], np.ones(int(rows.sum())), table.loc[rows, "source_id"])
    return Measured(
        float(value[0]), float(low[0]), float(high[0]), int(rows.sum()), spans_of(table, rows), note=f"{int(negated.sum())} nekade"
    )


def term_ratio(
    material: Material,
    *,
    about: Sequence[str],
    first: Sequence[str],
    second: Sequence[str],
    scope: str | None = None,
    unit: str = "sentence",
) -> Measured:
    """Among what is said about a thing with words of `first` or `second`: the share with `first` (one that has both counts half)."""
    if material.own_words:
        return nothing(_OWN)
    table = _table(material, unit)
    about_it = _said(material, table, about, scope)
    one, other = _said(material, table, first, None) & about_it, _said(material, table, second, None) & about_it
    rows = one | other
    if not rows.any():
        return nothing("inget sägs om saken med dessa ord")
    hits = np.where(one & other, 0.5, one.astype(float))[rows]
    value, low, high = ratio_interval(hits, np.ones(int(rows.sum())), table.loc[rows, "source_id"])
    note = f"{int(one.sum())} mot {int(other.sum())} {_UNITS[unit]}"
    return Measured(float(value[0]), float(low[0]), float(high[0]), int(rows.sum()), spans_of(table, rows), note=note)


def term_rank(
    material: Material,
    *,
    candidates: Mapping[str, Sequence[str]],
    which: str,
    scope: str | None = None,
    among: Mapping[str, Any] | None = None,
) -> Measured:
    """Rank of one set of terms among several by the number of passages that have it (1 is most), with an interval over sources."""
    if material.own_words:
        return nothing(_OWN)
    table = material.passages
    inside = material.inside(table, scope) & material.fulfils(table, among or {})
    names = list(candidates)
    has = np.column_stack([_said(material, table, candidates[name], None) & inside for name in names])
    sums, n_clusters = clustered(has[inside], table.loc[inside, "source_id"])
    at = names.index(which)
    counts = has.sum(axis=0)
    low, high = interval_of(1.0 + (sums > sums[:, [at]]).sum(axis=1), n_clusters)
    order = ", ".join(f"{names[i]} {int(counts[i])}" for i in np.argsort(-counts, kind="stable"))
    return Measured(1.0 + float((counts > counts[at]).sum()), low, high, int(counts[at]), spans_of(table, has[:, at]), note=order)


def cooccurrence(
    material: Material, *, first: Sequence[str], second: Sequence[str], scope: str | None = None, unit: str = "passage"
) -> Measured:
    """How many times as often two sets of terms meet as they would by chance (1: as by chance), with an interval over sources."""
    if material.own_words:
        return nothing(_OWN)
    table = _table(material, unit)
    inside = material.inside(table, scope)
    one, other = _said(material, table, first, scope), _said(material, table, second, scope)
    both = one & other
    if not one.any() or not other.any():
        return nothing("det ena av orden förekommer inte")
    columns = np.column_stack([both, one, other, np.ones(len(table))])[inside]
    sums, n_clusters = clustered(columns, table.loc[inside, "source_id"])
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = interval_of(sums[:, 0] * sums[:, 3] / (sums[:, 1] * sums[:, 2]), n_clusters)
    value = float(both.sum()) * float(inside.sum()) / (float(one.sum()) * float(other.sum()))
    note = f"tillsammans i {int(both.sum())} {_UNITS[unit]}, {int(one.sum())} och {int(other.sum())} var för sig"
    return Measured(value, low, high, int(both.sum()), spans_of(table, both), note=note)


_UNITS = {"sentence": "meningar", "passage": "stycken"}


def _table(material: Material, unit: str) -> pd.DataFrame:
    return material.passages if unit == "passage" else material.sentences


def _said(material: Material, table: pd.DataFrame, terms: Sequence[str], scope: str | None) -> Bools:
    inside = material.inside(table, scope)
    return inside & material.fulfils(table, {"terms": list(terms)}) if terms else inside


def _is_denied(text: str, pattern: Any) -> bool:
    words = [(hit.start(), hit.group(0).lower()) for hit in _WORD.finditer(text)]
    for hit in pattern.finditer(text):
        at = next((i for i, (start, _) in enumerate(words) if start >= hit.start()), len(words))
        if any(word in NEGATIONS for _, word in words[max(0, at - 8) : at + 6]):
            return True
    return False


_WORD = pattern_of(["*"])
