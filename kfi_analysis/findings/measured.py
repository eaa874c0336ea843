"""What a test gives: a number, its interval, what it rests on, and the spans behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from kfi_analysis.resampling import FEWEST_SOURCES, cluster_weights, expanded_tail

__all__ = ["Measured", "clustered", "interval_of", "nothing"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """The outcome of a test.

    Parameters
    ----------
    value, low, high
        The number and its interval; low and high are NaN where there is none.
    n
        How many passages, sentences, relations or figures it rests on.
    evidence
        Spans: document_id, start, end.
    exact
        True if the value is counted or computed, not estimated: it then needs no interval.
    note
        What the reader should know beside the number.
    sources
        How many sources the n come from.
    """

    value: float
    low: float = float("nan")
    high: float = float("nan")
    n: int = 0
    evidence: list[dict[str, Any]] = field(default_factory=list)
    exact: bool = False
    note: str = ""
    sources: int | None = None


def nothing(reason: str) -> Measured:
    """Return the outcome of a test that the material cannot answer."""
    return Measured(float("nan"), note=reason)


def interval_of(replicates: Floats, n_clusters: int, level: float = 0.95) -> tuple[float, float]:
    """Return the expanded percentile interval of bootstrap replicates; NaN with too few sources."""
    good = replicates[np.isfinite(replicates)]
    if n_clusters < FEWEST_SOURCES or not len(good):
        return float("nan"), float("nan")
    tail = expanded_tail(level, n_clusters)
    low, high = np.quantile(good, [tail, 1 - tail])
    return float(low), float(high)


def clustered(columns: npt.ArrayLike, clusters: npt.ArrayLike, *, resamples: int = 2000, seed: int = 0) -> tuple[Floats, int]:
    """Return the column sums of each bootstrap sample of whole sources: array (resamples, k), and how many sources there are."""
    values = np.atleast_2d(np.asarray(columns, dtype=np.float64).T).T
    _, codes = np.unique(np.asarray(clusters).astype(str), return_inverse=True)
    n_clusters = int(codes.max()) + 1 if len(codes) else 0
    if not n_clusters:
        return np.full((resamples, values.shape[1]), np.nan), 0
    sums = np.zeros((n_clusters, values.shape[1]))
    np.add.at(sums, codes, values)
    drawn: Floats = cluster_weights(n_clusters, resamples, seed) @ sums
    return drawn, n_clusters
