"""Groups and codes on one map (correspondence analysis), and how alike groups are.

Correspondence analysis by singular value decomposition of the standardised residuals (Greenacre 2017, Correspondence Analysis in
Practice, appendix A). Similarity by the Jensen–Shannon distance between profiles (Lin 1991): 0 alike, 1 nothing in common.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.spatial.distance import jensenshannon

from kfi_analysis.errors import NotEnoughDataError, SettingError

__all__ = ["Correspondence", "correspondence", "similarity"]


@dataclass(frozen=True)
class Correspondence:
    """A map of rows and columns.

    Parameters
    ----------
    rows, columns
        Principal coordinates: index the labels, columns 1, 2 … the axes.
    inertia
        Share of the total inertia per axis, summing to 1.
    total
        Total inertia (chi-square / n).
    """

    rows: pd.DataFrame
    columns: pd.DataFrame
    inertia: pd.Series[float]
    total: float


def correspondence(table: pd.DataFrame) -> Correspondence:
    """Return the correspondence analysis of a table of counts.

    Parameters
    ----------
    table
        Counts (groups x codes), not negative. Empty rows and columns are left out.

    Raises
    ------
    SettingError
        If a count is negative or missing.
    NotEnoughDataError
        If fewer than two rows or columns hold counts.

    Examples
    --------
    >>> table = pd.DataFrame([[10, 2], [3, 9]], index=["A", "B"], columns=["ansvar", "lärande"])
    >>> round(correspondence(table).total, 4)
    0.3427
    """
    values = table.to_numpy(dtype=float)
    if np.isnan(values).any() or (values < 0).any():
        raise SettingError("correspondence analysis needs counts: a value is missing or negative")
    table = table.loc[values.sum(axis=1) > 0, values.sum(axis=0) > 0]
    if min(table.shape) < 2:
        raise NotEnoughDataError(f"a map needs two rows and two columns with counts; the table has {table.shape[0]} and {table.shape[1]}")
    share = table.to_numpy(dtype=float) / table.to_numpy(dtype=float).sum()
    r, c = share.sum(axis=1), share.sum(axis=0)
    residuals = (share - np.outer(r, c)) / np.sqrt(np.outer(r, c))
    left, singular, right = np.linalg.svd(residuals, full_matrices=False)
    keep = max(1, int((singular > 1e-12).sum()))
    left, singular, right = left[:, :keep], singular[:keep], right[:keep]
    sign = np.where(right[np.arange(keep), np.abs(right).argmax(axis=1)] < 0, -1.0, 1.0)
    axes = range(1, keep + 1)
    rows = left * singular * sign / np.sqrt(r)[:, None]
    columns = right.T * singular * sign / np.sqrt(c)[:, None]
    total = float((singular**2).sum())
    inertia = singular**2 / total if total > 0 else np.zeros(keep)
    return Correspondence(
        pd.DataFrame(rows, index=table.index, columns=axes),
        pd.DataFrame(columns, index=table.columns, columns=axes),
        pd.Series(inertia, index=axes, name="inertia"),
        total,
    )


def similarity(table: pd.DataFrame) -> pd.DataFrame:
    """Return the Jensen–Shannon distance between each pair of rows of a table of counts or shares: rows x rows, 0 to 1.

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1], [2, 2], [0, 3]], index=["A", "B", "C"])
    >>> similarity(table).round(2).loc["A"].tolist()
    [0.0, 0.0, 0.56]
    """
    values = table.to_numpy(dtype=float)
    if np.isnan(values).any() or (values < 0).any():
        raise SettingError("similarity needs counts or shares: a value is missing or negative")
    sums = values.sum(axis=1, keepdims=True)
    rows = np.divide(values, sums, out=np.full_like(values, np.nan), where=sums > 0)
    n = len(rows)
    out = np.zeros((n, n))
    for at in range(n):
        distance = jensenshannon(rows[at][None, :], rows[at + 1 :], base=2, axis=1) if at + 1 < n else np.array([])
        out[at, at + 1 :] = out[at + 1 :, at] = np.where(np.isnan(distance), np.nan, distance)
    return pd.DataFrame(out, index=table.index, columns=table.index)
