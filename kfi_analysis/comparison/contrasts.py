"""Differences of shares between groups of sources: permutation tests and bootstrap intervals on plain arrays.

The source is what is exchanged and drawn, never the passage: passages of one source resemble each other, and a test that shuffles
passages finds differences that are not there. Labels are shuffled within strata (kinds of source), so that a different mix of kinds is
not taken for a difference between groups (Good 2005, Permutation, Parametric and Bootstrap Tests of Hypotheses, chapters 3 and 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, log

import numpy as np
import numpy.typing as npt

from kfi_analysis.errors import SettingError
from kfi_analysis.progress import Progress
from kfi_analysis.resampling import FEWEST_SOURCES, cluster_weights, expanded_tail

__all__ = [
    "Sources",
    "cohens_h",
    "group_replicates",
    "joint_permutation_p",
    "percentile_interval",
    "permutation_p",
    "ratio",
    "shuffles_possible",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Sources:
    """Sums per source.

    Parameters
    ----------
    hits
        Array (sources, columns): what is counted.
    totals
        Array (sources, columns): what it is divided by.
    strata
        Array (sources,): the kind of each source, as integers.
    """

    hits: Floats
    totals: Floats
    strata: Ints

    @classmethod
    def collect(cls, hits: npt.ArrayLike, totals: npt.ArrayLike, source: Ints, strata: Ints) -> Sources:
        """Sum the rows of passages per source; `source` numbers from 0, `strata` is per passage."""
        top, base = np.asarray(hits, dtype=float), np.asarray(totals, dtype=float)
        n = int(source.max()) + 1 if len(source) else 0
        out_top, out_base = np.zeros((n, top.shape[1])), np.zeros((n, top.shape[1]))
        np.add.at(out_top, source, top)
        np.add.at(out_base, source, np.broadcast_to(base, top.shape))
        kinds = np.zeros(n, dtype=np.int64)
        kinds[source] = strata
        return cls(out_top, out_base, kinds)

    def __len__(self) -> int:
        """Number of sources."""
        return len(self.strata)

    def at(self, rows: npt.NDArray[np.bool_] | Ints) -> Sources:
        """Return some of the sources."""
        return Sources(self.hits[rows], self.totals[rows], self.strata[rows])

    def share(self) -> Floats:
        """Return the pooled share per column; NaN where nothing was looked at."""
        return ratio(self.hits.sum(axis=0), self.totals.sum(axis=0))


def permutation_p(
    sources: Sources, inside: Bools, *, permutations: int = 2000, seed: int = 0, progress: Progress | None = None
) -> tuple[Floats, Floats]:
    """Return the difference of shares (inside minus outside) and its two-sided permutation p, per column.

    Parameters
    ----------
    sources
        The sources of both groups.
    inside
        Array (sources,): which belong to the first group.
    permutations, seed
        Number of random relabellings within strata, and the seed. p is (1 + as extreme) / (1 + permutations), never 0
        (Phipson and Smyth 2010).
    progress
        Called with (done, total).

    Returns
    -------
    (difference, p), arrays (columns,).
    """
    if permutations < 1:
        raise SettingError(f"permutations must be at least 1, got {permutations}")
    observed = sources.at(inside).share() - sources.at(~inside).share()
    rng = np.random.default_rng(seed)
    all_hits, all_totals = sources.hits.sum(axis=0), sources.totals.sum(axis=0)
    strata = [np.flatnonzero(sources.strata == kind) for kind in np.unique(sources.strata)]
    quotas = [int(inside[rows].sum()) for rows in strata]
    extreme = np.zeros(sources.hits.shape[1])
    block = max(1, min(permutations, 4_000_000 // max(1, len(sources))))
    done = 0
    while done < permutations:
        size = min(block, permutations - done)
        hits, totals = np.zeros((size, len(all_hits))), np.zeros((size, len(all_hits)))
        for rows, quota in zip(strata, quotas, strict=True):
            if quota == 0:
                continue
            chosen = rows[np.argsort(rng.random((size, len(rows))), axis=1)[:, :quota]]
            hits += sources.hits[chosen].sum(axis=1)
            totals += sources.totals[chosen].sum(axis=1)
        drawn = ratio(hits, totals) - ratio(all_hits - hits, all_totals - totals)
        extreme += (np.abs(np.nan_to_num(drawn)) >= np.abs(observed) - 1e-12).sum(axis=0)
        done += size
        if progress is not None:
            progress(done, permutations)
    p = (1 + extreme) / (1 + permutations)
    return observed, np.where(np.isnan(observed), np.nan, p)


def joint_permutation_p(
    sources: Sources, groups: Ints, *, permutations: int = 2000, seed: int = 0, progress: Progress | None = None
) -> tuple[Floats, Floats, Floats]:
    """Return each group's difference from the rest with its p, and one p per column for any difference at all.

    All groups are relabelled at once, so that hundreds of groups cost little more than two.

    Parameters
    ----------
    sources
        The sources of all groups.
    groups
        Array (sources,): the group of each source, from 0.
    permutations, seed, progress
        As in `permutation_p`.

    Returns
    -------
    (difference, p, overall)
        Arrays (groups, columns), (groups, columns) and (columns,). The overall statistic is the variance between the groups' shares,
        weighted by what was looked at.
    """
    if permutations < 1:
        raise SettingError(f"permutations must be at least 1, got {permutations}")
    order = np.argsort(groups, kind="stable")
    starts = np.searchsorted(groups[order], np.arange(int(groups.max()) + 1))
    rng = np.random.default_rng(seed)
    both = np.hstack([sources.hits, sources.totals])
    k = sources.hits.shape[1]
    everything = both.sum(axis=0)
    strata = [np.flatnonzero(sources.strata == kind) for kind in np.unique(sources.strata)]

    def measured(rows: Floats) -> tuple[Floats, Floats]:
        sums = np.add.reduceat(rows, starts, axis=0)
        rest = everything - sums
        share = ratio(sums[:, :k], sums[:, k:])
        pooled = ratio(everything[:k], everything[k:])
        spread = np.nansum(sums[:, k:] * (share - pooled) ** 2, axis=0)
        return share - ratio(rest[:, :k], rest[:, k:]), spread

    observed, spread = measured(both[order])
    extreme, wider = np.zeros_like(observed), np.zeros(k)
    shuffled = np.arange(len(sources))
    for done in range(permutations):
        for rows in strata:
            shuffled[rows] = rng.permutation(rows)
        difference, drawn = measured(both[shuffled[order]])
        extreme += np.abs(np.nan_to_num(difference)) >= np.abs(np.nan_to_num(observed)) - 1e-12
        wider += drawn >= spread - 1e-12
        if progress is not None:
            progress(done + 1, permutations)
    p = np.where(np.isnan(observed), np.nan, (1 + extreme) / (1 + permutations))
    return observed, p, (1 + wider) / (1 + permutations)


def group_replicates(sources: Sources, groups: Ints, *, resamples: int = 2000, seed: int = 0) -> tuple[Floats, Floats]:
    """Return bootstrap sums per group, sources drawn with replacement within each group.

    Returns
    -------
    (hits, totals)
        Arrays (groups, resamples, columns). A group with fewer sources than
        `resampling.FEWEST_SOURCES` is NaN: nothing is known of the spread between its sources.
    """
    n, k = int(groups.max()) + 1 if len(groups) else 0, sources.hits.shape[1]
    hits, totals = np.full((n, resamples, k), np.nan), np.full((n, resamples, k), np.nan)
    for at in range(n):
        part = sources.at(groups == at)
        if len(part) >= FEWEST_SOURCES:
            drawn = cluster_weights(len(part), resamples, seed + at)
            hits[at], totals[at] = drawn @ part.hits, drawn @ part.totals
    return hits, totals


def percentile_interval(replicates: Floats, n_sources: int, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return the expanded percentile interval per column of replicates (resamples, columns); NaN where every replicate is.

    `n_sources` is the number of sources behind the replicates, the smaller group's for a difference (see `resampling.expanded_tail`).
    """
    low, high = np.full(replicates.shape[1], np.nan), np.full(replicates.shape[1], np.nan)
    known = ~np.isnan(replicates).all(axis=0)
    tail = expanded_tail(level, n_sources)
    if known.any():
        low[known], high[known] = np.nanquantile(replicates[:, known], [tail, 1 - tail], axis=0)
    return low, high


def shuffles_possible(strata: Ints, inside: Bools) -> float:
    """Return the natural logarithm of the number of ways to relabel the sources within their strata.

    Fewer than 20 ways (about 3.0) can never give p < 0.05, whatever the material says.

    Examples
    --------
    >>> round(float(np.exp(shuffles_possible(np.zeros(6, dtype=int), np.array([1, 1, 1, 0, 0, 0], dtype=bool)))))
    20
    """
    total = 0.0
    for kind in np.unique(strata):
        here = inside[strata == kind]
        total += log(comb(len(here), int(here.sum())))
    return total


def cohens_h(first: npt.ArrayLike, second: npt.ArrayLike) -> Floats:
    """Return Cohen's h of two shares: 0.2 is small, 0.5 medium, 0.8 large (Cohen 1988, chapter 6).

    Examples
    --------
    >>> float(cohens_h(0.5, 0.25).round(3))
    0.524
    """
    a, b = (np.clip(np.asarray(x, dtype=float), 0, 1) for x in (first, second))
    out: Floats = 2 * np.arcsin(np.sqrt(a)) - 2 * np.arcsin(np.sqrt(b))
    return out


def ratio(top: Floats, base: Floats) -> Floats:
    """Divide; NaN where the base is 0 or missing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        out: Floats = np.where(base > 0, top / base, np.nan)
    return out
