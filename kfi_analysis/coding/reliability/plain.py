"""One coefficient from one table: for whoever wants Krippendorff's alpha and nothing else of this library.

The result is a float that also knows its interval, what it was computed on, and why it is NaN where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.coding.reliability.coefficients import CountSums, PairSums, Patterns
from kfi_analysis.coding.reliability.distances import distance_matrix
from kfi_analysis.coding.reliability.draws import document_weights, interval, unit_weights
from kfi_analysis.coding.reliability.ordered import OrderedSums
from kfi_analysis.coding.reliability.ratings import MISSING, Floats, Level, Ratings, read_ratings, require_overlap
from kfi_analysis.coding.reliability.reading import read_alpha, read_kappa, undefined_reason
from kfi_analysis.errors import SettingError, TableError

__all__ = ["Coefficient", "cohen_kappa", "fleiss_kappa", "gwet_ac1", "holsti", "krippendorff_alpha", "percent_agreement"]

Evaluate = Callable[[Floats], Floats]


class Coefficient(float):
    """An agreement coefficient: a float with its interval and its ground.

    Attributes
    ----------
    name
        "alpha", "cohen" ...
    low, high
        The interval; NaN where none was asked for or none can be had.
    n
        Units rated by at least two coders.
    coders
        How many coders.
    reason
        Why the value is NaN; else empty.
    """

    __slots__ = ("coders", "high", "low", "n", "name", "reason")

    name: str
    low: float
    high: float
    n: int
    coders: int
    reason: str

    def __new__(cls, value: float, **known: Any) -> Coefficient:
        """Make a float; attributes that are not given are unknown."""
        self = super().__new__(cls, value)
        nothing = {"name": "", "low": float("nan"), "high": float("nan"), "n": 0, "coders": 0, "reason": ""}
        for key, given in {**nothing, **known}.items():
            setattr(self, key, given)
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (float(self), {key: getattr(self, key) for key in self.__slots__})

    def __repr__(self) -> str:
        span = "" if np.isnan(self.low) else f" [{self.low:.3f}, {self.high:.3f}]"
        why = f", {self.reason}" if self.reason else ""
        return f"<{self.name} {float(self):.3f}{span}: {self.n} units, {self.coders} coders{why}>"

    __str__ = float.__repr__

    @property
    def reading(self) -> str:
        """What the value says by the customary thresholds, in English."""
        return read_alpha(self, self.low, language="en") if self.name.endswith("alpha") else read_kappa(self, language="en")


def krippendorff_alpha(
    data: Any,
    b: Any = None,
    *,
    level: Level = "nominal",
    categories: Sequence[Hashable] | None = None,
    documents: npt.ArrayLike | None = None,
    resamples: int = 0,
    confidence: float = 0.95,
    seed: int = 0,
) -> Coefficient:
    """Return Krippendorff's alpha of a table of units x coders.

    Parameters
    ----------
    data
        DataFrame, array or nested lists: a row a unit, a column a coder; None or NaN is a missing rating. Or one coder's ratings.
    b
        The other coder's ratings, when `data` is one coder's; two Series are matched by their index.
    level
        "nominal"; "ordinal" and "interval" for ordered values; "masi" or "jaccard" where a rating is a set of labels.
    categories
        All values in order; needed for ordinal values that are neither numbers nor ordered pandas categories.
    documents
        The document of each row: the bootstrap then draws whole documents, which is right when units of one text resemble each other.
    resamples
        Bootstrap resamples for the interval; 0: no interval. 2000 take milliseconds where ratings are few-valued.
    confidence, seed
        Of the interval.

    Returns
    -------
    Coefficient
        A float, at most 1; NaN with a `reason` where all ratings are the same, since chance is then not defined.

    Raises
    ------
    TableError
        If no unit was rated by two coders, or the shape is wrong.
    SettingError
        If the level is unknown or does not fit the values.

    Notes
    -----
    Krippendorff 2019, Content Analysis (4th ed.), chapter 12. A unit with one rating is left out. An interval is the bootstrap of units
    (percentiles); resamples in which all ratings are the same are left out of it.

    Examples
    --------
    >>> ratings = pd.DataFrame({"anna": [1, 1, 0, 0, 1], "bo": [1, 1, 0, 1, None]})
    >>> float(round(krippendorff_alpha(ratings), 3))
    0.533
    >>> krippendorff_alpha([1, 1, 1], [1, 1, 1])
    <alpha nan: 3 units, 2 coders, undefined: all ratings are 1; chance cannot be reckoned without at least two categories>
    """
    bootstrap = _Bootstrap(documents, resamples, confidence, seed)
    ratings = read_ratings(data, b, level=level, categories=categories)
    require_overlap(ratings)
    patterns = Patterns.of(np.sort(ratings.values, axis=1), len(ratings.categories))
    if level in ("ordinal", "interval"):
        ordered = OrderedSums(patterns, ratings.numbers() if level == "interval" else None)
        return _coefficient("alpha", lambda w: ordered.evaluate(w)["alpha"], ratings, patterns=patterns, bootstrap=bootstrap)
    counts = CountSums(patterns, distance_matrix(ratings, level))
    return _coefficient("alpha", lambda w: counts.evaluate(w)["alpha"], ratings, patterns=patterns, bootstrap=bootstrap)


def cohen_kappa(
    data: Any,
    b: Any = None,
    *,
    documents: npt.ArrayLike | None = None,
    resamples: int = 0,
    confidence: float = 0.95,
    seed: int = 0,
) -> Coefficient:
    """Return Cohen's kappa (Cohen 1960); with more than two coders the mean over pairs (Light 1971).

    Parameters and errors are those of `krippendorff_alpha`; units that one of a pair did not rate are left out for that pair.

    Examples
    --------
    >>> float(round(cohen_kappa(["a", "a", "b", "b"], ["a", "b", "b", "b"]), 3))
    0.5
    """
    return _pairwise("cohen", data, b, bootstrap=_Bootstrap(documents, resamples, confidence, seed))


def holsti(
    data: Any,
    b: Any = None,
    *,
    documents: npt.ArrayLike | None = None,
    resamples: int = 0,
    confidence: float = 0.95,
    seed: int = 0,
) -> Coefficient:
    """Return Holsti's reliability (1969): twice the agreements over the sum of both coders' ratings, averaged over pairs.

    Without missing ratings it equals percent agreement; ratings of units that the other did not rate count against it. Parameters and
    errors are those of `krippendorff_alpha`.

    Examples
    --------
    >>> float(round(holsti(["a", "b", "b", None], ["a", "b", "a", "b"]), 3))
    0.571
    """
    return _pairwise("holsti", data, b, bootstrap=_Bootstrap(documents, resamples, confidence, seed))


def fleiss_kappa(
    data: Any,
    b: Any = None,
    *,
    documents: npt.ArrayLike | None = None,
    resamples: int = 0,
    confidence: float = 0.95,
    seed: int = 0,
) -> Coefficient:
    """Return Fleiss's kappa (1971), with missing ratings as in Gwet (2014, chapter 2). Parameters as in `krippendorff_alpha`.

    Examples
    --------
    >>> float(round(fleiss_kappa([["a", "a", "a"], ["b", "b", "a"], ["b", "b", "b"]]), 3))
    0.55
    """
    return _counted("fleiss", data, b, categories=None, bootstrap=_Bootstrap(documents, resamples, confidence, seed))


def gwet_ac1(
    data: Any,
    b: Any = None,
    *,
    categories: Sequence[Hashable] | None = None,
    documents: npt.ArrayLike | None = None,
    resamples: int = 0,
    confidence: float = 0.95,
    seed: int = 0,
) -> Coefficient:
    """Return Gwet's AC1 (2008, 2014), which stays high where one category dominates. Parameters as in `krippendorff_alpha`.

    `categories` matters: chance is spread over all of them, also those that nobody used.

    Examples
    --------
    >>> float(round(gwet_ac1([["a", "a"], ["a", "a"], ["a", "b"], ["b", "b"]]), 3))
    0.529
    """
    return _counted("ac1", data, b, categories=categories, bootstrap=_Bootstrap(documents, resamples, confidence, seed))


def percent_agreement(
    data: Any, b: Any = None, *, documents: npt.ArrayLike | None = None, resamples: int = 0, confidence: float = 0.95, seed: int = 0
) -> Coefficient:
    """Return the share (0–1) of agreeing pairs of ratings of a unit, averaged over units. Parameters as in `krippendorff_alpha`.

    Examples
    --------
    >>> float(percent_agreement(["a", "b", "b", "b"], ["a", "a", "b", "b"]))
    0.75
    """
    return _counted("percent", data, b, categories=None, bootstrap=_Bootstrap(documents, resamples, confidence, seed))


@dataclass(frozen=True)
class _Bootstrap:
    documents: npt.ArrayLike | None
    resamples: int
    confidence: float
    seed: int

    def interval(self, evaluate: Evaluate, patterns: Patterns) -> tuple[float, float]:
        """Return low and high; NaN without resamples or with a single unit or document."""
        if self.resamples < 0:
            raise SettingError(f"resamples={self.resamples}: it must be 0 (no interval) or more")
        if not self.resamples:
            return float("nan"), float("nan")
        drawn, n_rows = len(patterns.unit_row), len(patterns.rows)
        blocks = unit_weights(patterns.unit_row, n_rows, resamples=self.resamples, seed=self.seed)
        if self.documents is not None:
            ids = pd.factorize(np.asarray(self.documents).astype(str))[0]
            if len(ids) != len(patterns.unit_row):
                raise TableError(f"documents has {len(ids)} entries for {len(patterns.unit_row)} units", where="documents")
            drawn = int(ids.max()) + 1
            blocks = document_weights(patterns.unit_row, n_rows, ids, resamples=self.resamples, seed=self.seed)
        if drawn < 2:
            return float("nan"), float("nan")
        low, high, _ = interval(np.concatenate([evaluate(block) for block in blocks])[:, None], self.confidence)
        return float(low[0]), float(high[0])


def _counted(name: str, data: Any, b: Any, *, categories: Sequence[Hashable] | None, bootstrap: _Bootstrap) -> Coefficient:
    ratings = read_ratings(data, b, categories=categories)
    require_overlap(ratings)
    patterns = Patterns.of(np.sort(ratings.values, axis=1), len(ratings.categories))
    sums = CountSums(patterns)
    return _coefficient(name, lambda w: sums.evaluate(w)[name], ratings, patterns=patterns, bootstrap=bootstrap)


def _pairwise(name: str, data: Any, b: Any, *, bootstrap: _Bootstrap) -> Coefficient:
    ratings = read_ratings(data, b)
    require_overlap(ratings)
    patterns = Patterns.of(ratings.values, len(ratings.categories))
    sums = PairSums(patterns)
    return _coefficient(name, lambda w: sums.evaluate(w)[name], ratings, patterns=patterns, bootstrap=bootstrap)


def _coefficient(name: str, evaluate: Evaluate, ratings: Ratings, *, patterns: Patterns, bootstrap: _Bootstrap) -> Coefficient:
    value = float(evaluate(patterns.weights)[0])
    low, high = bootstrap.interval(evaluate, patterns)
    pairable = (ratings.values != MISSING).sum(axis=1) >= 2
    used = np.unique(ratings.values[pairable])
    used = used[used != MISSING]
    reason = ""
    if np.isnan(value):
        reason = (
            undefined_reason(1, ratings.categories[int(used[0])], language="en") if len(used) == 1 else "undefined for a pair of coders"
        )
    return Coefficient(value, name=name, low=low, high=high, n=int(pairable.sum()), coders=len(ratings.coders), reason=reason)


def _restored(value: float, known: dict[str, Any]) -> Coefficient:
    return Coefficient(value, **known)
