"""Bootstrap over sources: the interval of a share when passages from one source resemble each other.

Passages of one interview are not independent; the source (a document, or the unit or respondent that an excerpt is taken from) is.
So whole sources are drawn with replacement and the share is computed anew (the cluster bootstrap: Davison and Hinkley 1997,
section 3.8; Field and Welsh 2007). Plain arrays in, plain arrays out; labels are put on by the callers.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kfi_analysis.errors import SettingError

__all__ = ["FEWEST_SOURCES", "blind_bounds", "cluster_weights", "expanded_tail", "ratio_bootstrap", "ratio_interval"]

Floats = npt.NDArray[np.float64]

FEWEST_SOURCES = 3
"""With fewer sources no interval is given."""


def cluster_weights(n_clusters: int, resamples: int, seed: int) -> Floats:
    """Return how often each cluster is drawn in each resample: array (resamples, n_clusters) of counts that sum to n_clusters."""
    if n_clusters < 1 or resamples < 1:
        raise SettingError(f"a bootstrap needs at least one cluster and one resample, got {n_clusters} and {resamples}")
    draws = np.random.default_rng(seed).multinomial(n_clusters, np.full(n_clusters, 1.0 / n_clusters), size=resamples)
    return draws.astype(np.float64)


def expanded_tail(level: float, n_clusters: int) -> float:
    """Return the tail probability that makes a percentile interval as wide as a t interval would be with few clusters.

    The plain percentile interval is too narrow for small samples, by sqrt((n - 1) / n) and by using normal instead of t quantiles;
    taking quantiles further out mends both (the expanded percentile interval: Hesterberg 2015, section 5.3).

    Examples
    --------
    >>> [round(expanded_tail(0.95, n), 4) for n in (5, 20, 10_000)]
    [0.001, 0.0159, 0.025]
    """
    if not 0 < level < 1:
        raise SettingError(f"level must lie between 0 and 1, got {level}")
    from scipy.stats import norm, t

    n = max(2, n_clusters)
    return float(norm.cdf(-np.sqrt(n / (n - 1)) * t.ppf(0.5 + level / 2, n - 1)))


def ratio_bootstrap(hits: npt.ArrayLike, totals: npt.ArrayLike, clusters: npt.ArrayLike, *, resamples: int = 2000, seed: int = 0) -> Floats:
    """Return bootstrap replicates of `sum(hits) / sum(totals)`, clusters drawn whole.

    Parameters
    ----------
    hits
        Array (n, k): what is counted, per unit and column.
    totals
        Array (n,): what it is divided by (1 for a share of units).
    clusters
        Array (n,): the source of each unit, any labels.
    resamples, seed
        Number of replicates and the random seed.

    Returns
    -------
    Array (resamples, k); a replicate whose total is 0 is NaN.
    """
    values = np.atleast_2d(np.asarray(hits, dtype=np.float64).T).T
    weights = np.asarray(totals, dtype=np.float64)
    _, codes = np.unique(np.asarray(clusters).astype(str), return_inverse=True)
    if not len(codes):
        return np.full((resamples, values.shape[1] if values.ndim == 2 else 1), np.nan)
    n = int(codes.max()) + 1
    sums = np.zeros((n, values.shape[1]))
    np.add.at(sums, codes, values)
    sizes = np.bincount(codes, weights=weights, minlength=n)
    drawn = cluster_weights(n, resamples, seed)
    total = drawn @ sizes
    with np.errstate(divide="ignore", invalid="ignore"):
        replicates: Floats = np.where(total[:, None] > 0, (drawn @ sums) / total[:, None], np.nan)
    return replicates


def ratio_interval(
    hits: npt.ArrayLike, totals: npt.ArrayLike, clusters: npt.ArrayLike, *, level: float = 0.95, resamples: int = 2000, seed: int = 0
) -> tuple[Floats, Floats, Floats]:
    """Return the ratio per column with its expanded percentile interval over sources.

    With fewer than `FEWEST_SOURCES` sources nothing can be said about the spread between sources: low and high are NaN. Where no unit
    is a hit (or all are) every resample is alike and the bootstrap is blind; the bound is then the exact one (Clopper and Pearson
    1934) for as many independent trials as there are sources.

    Returns
    -------
    (value, low, high), arrays (k,).

    Examples
    --------
    >>> value, low, high = ratio_interval([1, 0, 1, 1], [1, 1, 1, 1], ["a", "a", "b", "c"], seed=1)
    >>> float(value[0]), bool(low[0] <= value[0] <= high[0])
    (0.75, True)
    """
    n_clusters = len(np.unique(np.asarray(clusters).astype(str)))
    tail = expanded_tail(level, n_clusters)
    values = np.atleast_2d(np.asarray(hits, dtype=np.float64).T).T
    weights = np.asarray(totals, dtype=np.float64)
    k = values.shape[1] if values.ndim == 2 else 1
    total = weights.sum()
    if not total:
        nothing = np.full(k, np.nan)
        return nothing, nothing.copy(), nothing.copy()
    value = values.sum(axis=0) / total
    if n_clusters < FEWEST_SOURCES:
        return value, np.full(k, np.nan), np.full(k, np.nan)
    replicates = ratio_bootstrap(values, weights, clusters, resamples=resamples, seed=seed)
    low, high = np.nanquantile(replicates, [tail, 1 - tail], axis=0)
    return value, *blind_bounds(value, low, high, n_clusters=n_clusters, level=level)


def blind_bounds(value: Floats, low: Floats, high: Floats, *, n_clusters: int, level: float) -> tuple[Floats, Floats]:
    """Return the interval with exact bounds where the share is 0 or 1, which no resample can see past.

    Examples
    --------
    >>> low, high = blind_bounds(np.array([0.0]), np.array([0.0]), np.array([0.0]), n_clusters=10, level=0.95)
    >>> float(low[0]), float(high[0].round(2))
    (0.0, 0.31)
    """
    furthest = 1 - ((1 - level) / 2) ** (1 / n_clusters)
    return np.where(value >= 1, 1 - furthest, low), np.where(value <= 0, furthest, high)
