"""Agreement coefficients from sums over units, so that ten thousand resamples are a few matrix products.

A unit enters a coefficient only through a row of numbers that are added up over units: how often each category was given, how many of
its pairs of ratings agree, how far its ratings lie apart. A coefficient is a function of the sums; a resample is another weighting of
the rows. Units with the same ratings share a row.

Sources: Krippendorff 2019 (Content Analysis, 4th ed., chapter 12) for alpha and its distances; Fleiss 1971 (Psychological Bulletin 76)
for kappa of several coders; Gwet 2014 (Handbook of Inter-Rater Reliability, 4th ed.) for AC1 and for all of them with missing
ratings; Cohen 1960 (Educational and Psychological Measurement 20), averaged over pairs after Light 1971 (Psychological Bulletin 76);
Holsti 1969 (Content Analysis for the Social Sciences and Humanities, p. 140); specific agreement after Cicchetti and Feinstein 1990
(Journal of Clinical Epidemiology 43).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt

from kfi_analysis.coding.reliability.ratings import MISSING, Floats, Ints

__all__ = ["COUNT_COEFFICIENTS", "PAIR_COEFFICIENTS", "CountSums", "PairSums", "Patterns", "unit_disagreement"]

COUNT_COEFFICIENTS = ("percent", "fleiss", "ac1", "alpha")
PAIR_COEFFICIENTS = ("holsti", "cohen")


@dataclass(frozen=True)
class Patterns:
    """The distinct rows of ratings, and which units have them.

    Parameters
    ----------
    rows
        Array (p, m): distinct rows in sorted order.
    unit_row
        Array (n,): the row of each unit.
    n_categories
        How many categories there are, in use or not.
    """

    rows: Ints
    unit_row: Ints
    n_categories: int

    @cached_property
    def counts(self) -> Floats:
        """How often each category was given: array (p, k)."""
        counts = np.zeros((len(self.rows), max(self.n_categories, 1)))
        for column in range(self.rows.shape[1]):
            given = self.rows[:, column] != MISSING
            np.add.at(counts, (np.flatnonzero(given), self.rows[given, column]), 1.0)
        return counts

    @property
    def weights(self) -> Floats:
        """How many units have each row: array (1, p)."""
        return np.bincount(self.unit_row, minlength=len(self.rows)).astype(np.float64)[None, :]

    @classmethod
    def of(cls, values: Ints, n_categories: int) -> Patterns:
        """Find the distinct rows of an array (n, m) of ratings."""
        n, m = values.shape
        base = n_categories + 1
        if n == 0:
            return cls(np.empty((0, m), dtype=np.int64), np.empty(0, dtype=np.int64), n_categories)
        if base**m < 2**62:
            powers = np.array([base**at for at in range(m - 1, -1, -1)], dtype=np.int64)
            _, first, unit_row = np.unique((values + 1) @ powers, return_index=True, return_inverse=True)
            return cls(values[first], unit_row.reshape(-1), n_categories)
        rows, unit_row = np.unique(values, axis=0, return_inverse=True)
        return cls(rows, unit_row.reshape(-1), n_categories)


@dataclass(frozen=True)
class CountSums:
    """Coefficients that need only how often each category was given to a unit: percent, Fleiss's kappa, AC1, alpha.

    Parameters
    ----------
    patterns
        The distinct rows of ratings.
    distance
        Array (k, k) of squared distances between categories for alpha; None: nominal.
    """

    patterns: Patterns
    distance: Floats | None = None
    rows: Floats = field(init=False)

    def __post_init__(self) -> None:
        counts = self.patterns.counts
        m = counts.sum(axis=1)
        pairable, rated = m >= 2, m >= 1
        below = np.where(pairable, m - 1, 1.0)[:, None]
        agreeing = np.where(pairable[:, None], counts * (counts - 1) / below, 0.0)
        shares = np.where(rated[:, None], counts / np.where(rated, m, 1.0)[:, None], 0.0)
        used = np.where(pairable[:, None], counts, 0.0)
        percent = agreeing.sum(axis=1) / np.where(pairable, m, 1.0)
        apart = used.sum(axis=1) - agreeing.sum(axis=1) if self.distance is None else _apart(used, self.distance) / below[:, 0]
        columns = [pairable.astype(float), percent, rated.astype(float), apart, *shares.T, *used.T, *agreeing.T]
        object.__setattr__(self, "rows", np.column_stack(columns) if len(m) else np.zeros((0, len(columns))))

    def evaluate(self, weights: Floats) -> dict[str, Floats]:
        """Return each coefficient for weights (r, p) of the rows: arrays (r,); NaN where it is not defined.

        Beside `COUNT_COEFFICIENTS`: `n` (units rated twice or more), `specific` (r, k), agreement on each category, and `share` (r, k),
        how large a part of the ratings it has.
        """
        sums = weights @ self.rows
        k = self.patterns.counts.shape[1]
        n, agree, rated, apart = sums[:, 0], sums[:, 1], sums[:, 2], sums[:, 3]
        shares, used, agreeing = sums[:, 4 : 4 + k], sums[:, 4 + k : 4 + 2 * k], sums[:, 4 + 2 * k :]
        percent = _divide(agree, n)
        share = _divide(shares, rated[:, None])
        chance_fleiss = (share**2).sum(axis=1)
        chance_ac1 = (share * (1 - share)).sum(axis=1) / (k - 1) if k > 1 else np.ones(len(sums))
        total = used.sum(axis=1)
        expected = total**2 - (used**2).sum(axis=1) if self.distance is None else ((used @ self.distance) * used).sum(axis=1)
        return {
            "n": n,
            "percent": percent,
            "fleiss": _divide(percent - chance_fleiss, np.where(share.max(axis=1) < 1, 1 - chance_fleiss, 0.0)),
            "ac1": _divide(percent - chance_ac1, 1 - chance_ac1),
            "alpha": 1 - _divide((total - 1) * apart, expected),
            "specific": _divide(agreeing, used),
            "share": _divide(used, total[:, None]),
        }


@dataclass(frozen=True)
class PairSums:
    """Coefficients that need to know who said what: Cohen's kappa and Holsti's reliability, for each pair and averaged over pairs."""

    patterns: Patterns
    pairs: tuple[tuple[int, int], ...] = field(init=False)
    rows: Floats = field(init=False)

    def __post_init__(self) -> None:
        rows, k = self.patterns.rows, max(self.patterns.n_categories, 1)
        pairs = tuple(combinations(range(rows.shape[1]), 2))
        columns: list[npt.NDArray[np.float64]] = []
        for one, other in pairs:
            a, b = rows[:, one], rows[:, other]
            both = (a != MISSING) & (b != MISSING)
            columns += [both.astype(float), (both & (a == b)).astype(float), (a != MISSING).astype(float), (b != MISSING).astype(float)]
            columns += [(both & (a == category)).astype(float) for category in range(k)]
            columns += [(both & (b == category)).astype(float) for category in range(k)]
        object.__setattr__(self, "pairs", pairs)
        object.__setattr__(self, "rows", np.column_stack(columns) if columns else np.zeros((len(rows), 0)))

    def by_pair(self, weights: Floats) -> dict[str, Floats]:
        """Return `n`, `percent`, `holsti` and `cohen` for each pair, for weights (r, p) of the rows: arrays (r, pairs)."""
        sums = weights @ self.rows
        k = max(self.patterns.n_categories, 1)
        table = sums.reshape(len(sums), len(self.pairs), 4 + 2 * k)
        n, agree, first, second = (table[:, :, at] for at in range(4))
        observed = _divide(agree, n)
        mine, theirs = table[:, :, 4 : 4 + k], table[:, :, 4 + k :]
        chance = _divide((mine * theirs).sum(axis=2), n**2)
        certain = (mine * theirs).sum(axis=2) >= n**2
        return {
            "n": n,
            "percent": observed,
            "holsti": _divide(2 * agree, np.where(n > 0, first + second, 0.0)),
            "cohen": _divide(observed - chance, np.where(certain, 0.0, 1 - chance)),
        }

    def evaluate(self, weights: Floats) -> dict[str, Floats]:
        """Return `holsti` and `cohen` averaged over the pairs that can be compared: arrays (r,); NaN where a pair's is not defined."""
        if not self.pairs:
            nothing = np.full(len(weights), np.nan)
            return {"holsti": nothing, "cohen": nothing.copy()}
        each = self.by_pair(weights)
        comparable = each["n"] > 0
        out = {}
        for name in PAIR_COEFFICIENTS:
            total = np.where(comparable, each[name], 0.0).sum(axis=1)
            out[name] = _divide(total, comparable.sum(axis=1).astype(float))
        return out


def unit_disagreement(patterns: Patterns, distance: Floats | None = None) -> Floats:
    """Return the mean distance between two ratings of a unit, per distinct row: array (p,), NaN with fewer than two ratings."""
    counts = patterns.counts
    m = counts.sum(axis=1)
    apart = m**2 - (counts**2).sum(axis=1) if distance is None else _apart(counts, distance)
    return _divide(apart, np.where(m >= 2, m * (m - 1), 0.0))


def _apart(counts: Floats, distance: Floats) -> Floats:
    out: Floats = ((counts @ distance) * counts).sum(axis=1)
    return out


def _divide(top: Floats, bottom: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        out: Floats = np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1.0), np.nan)
    return out
