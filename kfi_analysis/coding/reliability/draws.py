"""Bootstrap weights for rows of ratings: how often each distinct row comes up when units, or whole documents, are drawn anew.

Drawing n units with replacement and counting their rows is one multinomial draw over the distinct rows, so the work does not grow with
the number of units while the rows are few. Documents are drawn whole, since passages of one document are not independent (cluster
bootstrap: Davison and Hinkley 1997, section 3.8); documents with the same content share a draw in the same way. Rows and documents
are taken in the order of their content, so the order of the input never matters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from kfi_analysis.coding.reliability.ratings import Floats, Ints
from kfi_analysis.errors import SettingError

__all__ = ["document_weights", "interval", "unit_weights"]

_BLOCK = 2_000_000
_CHEAPER = 12  # a binomial draw costs about as much as drawing and counting this many units


def unit_weights(unit_row: Ints, n_rows: int, *, resamples: int, seed: int) -> Iterator[Floats]:
    """Yield blocks (r, n_rows) of row weights, units drawn with replacement; the blocks have `resamples` rows in all."""
    share = np.bincount(unit_row, minlength=n_rows).astype(np.float64)
    yield from _counted(share, len(unit_row), resamples, np.random.default_rng(seed))


def document_weights(
    unit_row: Ints, n_rows: int, documents: npt.NDArray[Any], weights: Floats | None = None, *, resamples: int, seed: int
) -> Iterator[Floats]:
    """Yield blocks (r, n_rows) of row weights, documents drawn whole.

    Parameters
    ----------
    unit_row
        Array (n,): the row of each unit.
    n_rows
        How many rows there are.
    documents
        Array (n,): the document of each unit, numbered from 0.
    weights
        Array (n,): how much each unit counts; None: 1.
    resamples, seed
        Number of resamples and the random seed.
    """
    n_documents = int(documents.max()) + 1 if len(documents) else 0
    content = np.zeros((n_documents, n_rows))
    np.add.at(content, (documents, unit_row), 1.0 if weights is None else weights)
    distinct, times = np.unique(content, axis=0, return_counts=True)
    for block in _counted(times.astype(np.float64), n_documents, resamples, np.random.default_rng(seed)):
        yield block @ distinct


def interval(replicates: Floats, level: float) -> tuple[Floats, Floats, Floats]:
    """Return low and high percentiles (columns) and the share of replicates that were defined.

    Parameters
    ----------
    replicates
        Array (resamples, columns); NaN where a resample left the coefficient undefined.
    level
        Confidence, between 0 and 1.
    """
    if not 0 < level < 1:
        raise SettingError(f"confidence={level}: it must lie between 0 and 1, such as 0.95")
    defined = ~np.isnan(replicates)
    low, high = np.full(replicates.shape[1], np.nan), np.full(replicates.shape[1], np.nan)
    tail = (1 - level) / 2
    for column in range(replicates.shape[1]):
        kept = replicates[defined[:, column], column]
        if len(kept):
            low[column], high[column] = np.quantile(kept, [tail, 1 - tail])
    return low, high, defined.mean(axis=0)


def _counted(times: Floats, n: int, resamples: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Yield how often each of the things that occur `times` comes up among n draws."""
    if resamples < 1 or n < 1:
        raise SettingError(f"a bootstrap needs at least one unit and one resample, got {n} and {resamples}")
    many = len(times) > n / _CHEAPER
    size = max(1, _BLOCK // max(len(times), n if many else 1))
    thing = np.repeat(np.arange(len(times)), times.astype(np.int64))
    small = np.uint16 if n < 2**16 else np.int64
    for start in range(0, resamples, size):
        rows = min(size, resamples - start)
        if many:
            drawn = thing[rng.integers(0, n, size=(rows, n), dtype=small)] + (np.arange(rows) * len(times))[:, None]
            yield np.bincount(drawn.ravel(), minlength=rows * len(times)).reshape(rows, len(times)).astype(np.float64)
        else:
            yield rng.multinomial(n, times / n, size=rows).astype(np.float64)
