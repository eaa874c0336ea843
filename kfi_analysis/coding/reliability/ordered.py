"""Krippendorff's alpha for ordered ratings: interval, and ordinal, whose distances depend on how often each value was given.

The squared ordinal distance of two values is the squared difference of their mid-ranks among all ratings that can be paired
(Krippendorff 2019, section 12.3.2, where it is written as a sum between the values), so ordinal alpha is interval alpha of mid-ranks.
In a resample the ranks change: with few values each resample is one matrix product, with many a pass over the units.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kfi_analysis.coding.reliability.coefficients import Patterns
from kfi_analysis.coding.reliability.ratings import MISSING, Floats

__all__ = ["OrderedSums"]

_FEW = 40
_ROUNDING = 1e-12


@dataclass(frozen=True)
class OrderedSums:
    """Alpha for interval or ordinal ratings.

    Parameters
    ----------
    patterns
        The distinct rows of ratings.
    numbers
        Array (k,): what each category counts as; None: its mid-rank (ordinal).
    """

    patterns: Patterns
    numbers: Floats | None
    pairable: Floats = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pairable", ((self.patterns.rows != MISSING).sum(axis=1) >= 2).astype(float))

    def evaluate(self, weights: Floats) -> dict[str, Floats]:
        """Return `alpha` for weights (r, p) of the rows: array (r,); NaN where it is not defined."""
        if self.numbers is not None:
            middle = float(np.mean(self.numbers)) if len(self.numbers) else 0.0
            return {"alpha": self._interval(weights, self.numbers - middle)}
        if self.patterns.n_categories <= _FEW:
            return {"alpha": self._ordinal(weights)}
        return {"alpha": np.array([self._interval(row[None, :], self._mid_ranks(row))[0] for row in weights])}

    def _interval(self, weights: Floats, numbers: Floats) -> Floats:
        given = self.patterns.rows != MISSING
        m = given.sum(axis=1) * self.pairable
        x = np.where(given, numbers[self.patterns.rows], 0.0) * self.pairable[:, None] if len(numbers) else np.zeros(given.shape)
        first, second = x.sum(axis=1), (x**2).sum(axis=1)
        apart = 2 * np.where(m >= 2, (m * second - first**2) / np.where(m >= 2, m - 1, 1), 0.0)
        total, sum_x, sum_xx, observed = (weights @ np.column_stack([m, first, second, apart])).T
        expected = 2 * (total * sum_xx - sum_x**2)
        return _alpha(total, observed, expected, total * sum_xx)

    def _ordinal(self, weights: Floats) -> Floats:
        counts = self.patterns.counts * self.pairable[:, None]
        m = counts.sum(axis=1)
        below = np.where(m >= 2, m - 1, 1.0)
        k = counts.shape[1]
        used = weights @ counts
        ranks = np.cumsum(used, axis=1) - used / 2
        ranks -= (ranks * used).sum(axis=1, keepdims=True) / np.maximum(used.sum(axis=1, keepdims=True), 1.0)
        low, high = np.triu_indices(k, 1)
        together = counts[:, low] * counts[:, high] / below[:, None]
        observed = 2 * ((weights @ together) * (ranks[:, low] - ranks[:, high]) ** 2).sum(axis=1)
        total = used.sum(axis=1)
        spread = (used * ranks**2).sum(axis=1)
        expected = 2 * (total * spread - (used * ranks).sum(axis=1) ** 2)
        return _alpha(total, observed, np.where((used > 0).sum(axis=1) > 1, expected, 0.0), total * spread)

    def _mid_ranks(self, weights: Floats) -> Floats:
        given = (self.patterns.rows != MISSING) & (self.pairable[:, None] > 0)
        each = np.broadcast_to(weights[:, None], given.shape)[given]
        used = np.bincount(self.patterns.rows[given], weights=each, minlength=self.patterns.n_categories)
        ranks = np.cumsum(used) - used / 2
        out: Floats = ranks - (ranks * used).sum() / max(used.sum(), 1.0)
        return out


def _alpha(total: Floats, observed: Floats, expected: Floats, scale: Floats) -> Floats:
    defined = expected > _ROUNDING * np.abs(scale)
    with np.errstate(divide="ignore", invalid="ignore"):
        out: Floats = np.where(defined, 1 - (total - 1) * observed / np.where(defined, expected, 1.0), np.nan)
    return out
