"""`compare`: do groups of documents carry the themes to a different degree, and can the material tell?

Cautions come first, then shares with intervals, then contrasts: all pairs where the groups are few, each group against the rest where
they are many. What cannot be tested is said to be untestable; several tests at once are corrected (Benjamini and Hochberg 1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import stats

from kfi_analysis.coding import Codings
from kfi_analysis.coding.profiles import group_values, source_ids
from kfi_analysis.comparison.contrasts import (
    Sources,
    cohens_h,
    group_replicates,
    joint_permutation_p,
    percentile_interval,
    permutation_p,
    ratio,
    shuffles_possible,
)
from kfi_analysis.comparison.mix import cautions, common_mix
from kfi_analysis.errors import NotEnoughDataError, SettingError, did_you_mean, require_kind
from kfi_analysis.numbers import percent
from kfi_analysis.progress import Progress
from kfi_analysis.provenance import Provenance
from kfi_analysis.resampling import FEWEST_SOURCES, blind_bounds

__all__ = ["CONTRAST_COLUMNS", "Comparison", "compare"]

CONTRAST_COLUMNS = (
    "code",
    "group",
    "against",
    "share",
    "share_against",
    "difference",
    "low",
    "high",
    "h",
    "p",
    "q",
    "judgement",
)
"""Columns of `Comparison.contrasts`. `difference`, `low` and `high` are differences of shares (-1 to 1), `h` is Cohen's h, `q` is p
after Benjamini–Hochberg over all contrasts, `judgement` is "skillnad", "ingen säkerställd skillnad" or "kan inte prövas"."""

REST = "övriga"
_MOST_PAIRS = 8
_FEWEST_SHUFFLES = np.log(20.0)

Measure = Literal["theme", "challenge", "strength"]
_VALENCES = {"challenge": ("utmaning", "blandat"), "strength": ("styrka", "blandat")}


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """Shares per group, what sets the groups apart, and what must be weighed first.

    Parameters
    ----------
    by, measure
        What was compared.
    profile
        group, code, n, sources, count, share, low, high.
    contrasts
        Columns `CONTRAST_COLUMNS`.
    overall
        code, p, q: is there any difference at all between the groups?
    cautions
        What must be said first, in Swedish.
    provenance
        How it came to be.
    """

    by: str
    measure: str
    profile: pd.DataFrame
    contrasts: pd.DataFrame
    overall: pd.DataFrame
    cautions: tuple[str, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups, in the order of the profile."""
        return tuple(dict.fromkeys(self.profile["group"]))

    @property
    def differences(self) -> pd.DataFrame:
        """The contrasts that hold after correction, the largest first."""
        held = self.contrasts[self.contrasts["judgement"] == "skillnad"]
        return held.reindex(held["difference"].abs().sort_values(ascending=False, kind="stable").index).reset_index(drop=True)

    def table(self) -> pd.DataFrame:
        """Return codes x groups with the shares."""
        wide = self.profile.pivot(index="code", columns="group", values="share")
        return wide.reindex(index=list(dict.fromkeys(self.profile["code"])), columns=list(self.groups))

    def ties(self, code: str) -> pd.DataFrame:
        """Return the groups ranked by share for one code; groups whose intervals overlap the one before them share its rank."""
        rows = self.profile[self.profile["code"] == code].sort_values(["share", "group"], ascending=[False, True]).reset_index(drop=True)
        if rows.empty:
            raise SettingError(f"no code {code!r}: {did_you_mean(code, self.profile['code'].unique())}")
        ranks, leader = [], 0
        for at, row in rows.iterrows():
            apart = row["high"] < rows["low"].iloc[leader]
            leader = int(str(at)) if apart else leader
            ranks.append(leader + 1)
        return rows.assign(rank=ranks)

    def __repr__(self) -> str:
        held = int((self.contrasts["judgement"] == "skillnad").sum())
        return f"<Comparison of {len(self.groups)} groups by {self.by}: {held} of {len(self.contrasts)} contrasts hold>"

    def _repr_html_(self) -> str:
        said = "".join(f"<li>{escape(line)}</li>" for line in self.cautions)
        table = self.table().map(percent)
        return f"<p>{escape(repr(self))}</p><ul>{said}</ul>{table.to_html()}"


def compare(
    codings: Codings,
    by: str = "municipality",
    *,
    measure: Measure = "theme",
    codes: Sequence[str] | None = None,
    coder: str | None = None,
    standardise: Literal["source_kind"] | None = None,
    contrast: Literal["pairs", "rest", "auto"] = "auto",
    alpha: float = 0.05,
    permutations: int = 2000,
    resamples: int = 2000,
    seed: int = 0,
    progress: Progress | None = None,
) -> Comparison:
    """Compare groups of passages by the share that carries each code.

    Parameters
    ----------
    codings
        The coding; its units carry the metadata.
    by
        A column of the units (municipality, unit, source_kind ...), "year" (from the date), or a passage attribute such as "phase".
    measure
        "theme": share of passages with the code. "challenge" and "strength": share of the code's passages whose valence is utmaning or
        styrka (blandat counts as both).
    codes, coder
        As in `Codings.matrix`.
    standardise
        "source_kind" weights the passages so that every group has the same mix of source kinds.
    contrast
        "pairs", "rest" (each group against the others together), or "auto": pairs up to eight groups.
    alpha
        The false discovery rate at which a contrast is called a difference.
    permutations, resamples, seed
        Of the tests and intervals.
    progress
        Called with (done, total).

    Returns
    -------
    Comparison

    Raises
    ------
    NotEnoughDataError
        If there are fewer than two groups.

    Examples
    --------
    >>> units = pd.DataFrame({"passage_id": [str(i) for i in range(24)], "document_id": [str(i // 2) for i in range(24)],
    ...                       "start": 0, "end": 9, "municipality": ["A"] * 12 + ["B"] * 12})
    >>> table = pd.DataFrame({"passage_id": [str(i) for i in range(12)], "code": "ansvar", "coder": "x"})
    >>> found = compare(Codings(table, units), permutations=500, resamples=200)
    >>> found.contrasts[["group", "against", "difference", "judgement"]].values.tolist()
    [['A', 'B', 1.0, 'skillnad']]
    """
    require_kind(codings, Codings, call="compare", instead="code the corpus first:  kfi.code(corpus, 'kfi')")
    hits, totals, units, columns = _outcome(codings, by, measure, codes, coder)
    labels = units[by].astype(str)
    groups = sorted(labels.unique())
    if len(groups) < 2:
        raise NotEnoughDataError(f"a comparison needs two groups or more; {by!r} has {len(groups)}: {groups}")
    ids = source_ids(units)
    weights = common_mix(units, by) if standardise == "source_kind" else np.ones(len(units))
    source, kinds, group_of = _numbered(ids, units, labels, groups, by)
    sources = Sources.collect(hits * weights[:, None], totals * weights[:, None], source, kinds)
    replicates = group_replicates(sources, group_of, resamples=resamples, seed=seed)
    counts = Sources.collect(hits, totals, source, kinds)
    layout = _Layout(sources, counts, group_of, groups, columns, replicates)
    pairs = contrast == "pairs" or (contrast == "auto" and len(groups) <= _MOST_PAIRS)
    _, p_rest, p_overall = joint_permutation_p(sources, group_of, permutations=permutations, seed=seed, progress=progress)
    rows = layout.pairs(permutations, seed) if pairs else layout.against_rest(p_rest)
    contrasts = _judged(pd.DataFrame(rows, columns=[c for c in CONTRAST_COLUMNS if c not in ("q", "judgement")]), alpha)
    overall = pd.DataFrame({"code": columns, "p": p_overall, "q": stats.false_discovery_control(p_overall) if columns else []})
    said = tuple(cautions(units, by, ids, standardised=standardise is not None))
    settings = {"by": by, "measure": measure, "standardise": standardise, "contrast": "pairs" if pairs else "rest", "alpha": alpha}
    provenance = codings.provenance.derive("compare", **settings, permutations=permutations, resamples=resamples, seed=seed)
    return Comparison(by, measure, layout.profile(), contrasts, overall, said, provenance)


def _outcome(
    codings: Codings, by: str, measure: str, codes: Sequence[str] | None, coder: str | None
) -> tuple[np.ndarray, np.ndarray, pd.DataFrame, list[str]]:
    """Hits and totals per passage and code, for the passages that have a group."""
    if measure not in ("theme", *_VALENCES):
        raise SettingError(f"measure {measure!r} is unknown: {did_you_mean(measure, ('theme', *_VALENCES))}")
    matrix = codings.matrix(codes=codes, coder=coder)
    units = codings.units.set_index("passage_id").loc[matrix.index].reset_index()
    units = units.assign(**{by: group_values(codings, units, by, coder)})
    known = units[by].notna().to_numpy(dtype=bool)
    hits = matrix.to_numpy(dtype=float)
    totals = np.ones_like(hits)
    if measure in _VALENCES:
        wanted = codings.attribute("valence", coder=coder).reindex(matrix.index).isin(_VALENCES[measure]).to_numpy(dtype=bool)
        hits, totals = hits * wanted[:, None], hits
    return hits[known], totals[known], units[known].reset_index(drop=True), [str(c) for c in matrix.columns]


def _numbered(
    ids: pd.Series[str], units: pd.DataFrame, labels: pd.Series[str], groups: Sequence[str], by: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sources, their strata and their groups as integers. A source that stands in two groups is two sources."""
    both = ids + "\x1f" + labels
    source, names = pd.factorize(both, sort=True)
    stratum = pd.Series("", index=units.index) if by == "source_kind" or "source_kind" not in units else units["source_kind"].fillna("")
    kinds = pd.factorize(stratum, sort=True)[0]
    group_of = np.zeros(len(names), dtype=np.int64)
    group_of[source] = pd.Index(groups).get_indexer(pd.Index(labels))
    return source.astype(np.int64), kinds.astype(np.int64), group_of


@dataclass(frozen=True)
class _Layout:
    """Sources by group, with the bootstrap replicates of each group's sums; `counts` are unweighted."""

    sources: Sources
    counts: Sources
    group_of: np.ndarray
    groups: Sequence[str]
    columns: Sequence[str]
    replicates: tuple[np.ndarray, np.ndarray]

    def profile(self) -> pd.DataFrame:
        rows = []
        for at, group in enumerate(self.groups):
            part, counted = self.sources.at(self.group_of == at), self.counts.at(self.group_of == at)
            low, high = percentile_interval(ratio(self.replicates[0][at], self.replicates[1][at]), len(part))
            share, n, count = part.share(), counted.totals.sum(axis=0), counted.hits.sum(axis=0)
            low, high = blind_bounds(share, low, high, n_clusters=len(part), level=0.95) if len(part) >= FEWEST_SOURCES else (low, high)
            for c, code in enumerate(self.columns):
                rows.append((group, code, int(n[c]), len(part), int(count[c]), share[c], low[c], high[c]))
        return pd.DataFrame(rows, columns=["group", "code", "n", "sources", "count", "share", "low", "high"])

    def pairs(self, permutations: int, seed: int) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        for a, b in combinations(range(len(self.groups)), 2):
            both = (self.group_of == a) | (self.group_of == b)
            part, inside = self.sources.at(both), (self.group_of == a)[both]
            _, p = permutation_p(part, inside, permutations=permutations, seed=seed + a * len(self.groups) + b)
            drawn = self._drawn(a) - self._drawn(b)
            rows += self._rows(self.groups[a], self.groups[b], (part, inside), drawn, p)
        return rows

    def against_rest(self, p: np.ndarray) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        hits, totals = (np.nansum(part, axis=0) for part in self.replicates)
        for at, group in enumerate(self.groups):
            drawn = self._drawn(at) - ratio(hits - self.replicates[0][at], totals - self.replicates[1][at])
            rows += self._rows(group, REST, (self.sources, self.group_of == at), drawn, p[at])
        return rows

    def _drawn(self, at: int) -> np.ndarray:
        return ratio(self.replicates[0][at], self.replicates[1][at])

    def _rows(self, group: str, against: str, cut: tuple[Sources, np.ndarray], drawn: np.ndarray, p: np.ndarray) -> list[tuple[Any, ...]]:
        part, inside = cut
        if shuffles_possible(part.strata, inside) < _FEWEST_SHUFFLES:
            p = np.full(len(self.columns), np.nan)
        first, second = part.at(inside).share(), part.at(~inside).share()
        low, high = percentile_interval(drawn, int(min(inside.sum(), (~inside).sum())))
        h, difference = cohens_h(first, second), first - second
        columns = (first, second, difference, low, high, h, p)
        return [(code, group, against, *(values[c] for values in columns)) for c, code in enumerate(self.columns)]


def _judged(table: pd.DataFrame, alpha: float) -> pd.DataFrame:
    """Correct p over all contrasts that could be tested, and say what holds."""
    tested = table["p"].notna()
    q = pd.Series(np.nan, index=table.index)
    if tested.any():
        q[tested] = stats.false_discovery_control(table.loc[tested, "p"])
    judgement = np.where(~tested, "kan inte prövas", np.where(q <= alpha, "skillnad", "ingen säkerställd skillnad"))
    return table.assign(q=q, judgement=judgement)[list(CONTRAST_COLUMNS)]
