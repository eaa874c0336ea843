"""How large a share of the passages carries each code, per group, with an interval over sources.

The unit counted is the passage; the unit drawn in the bootstrap is the source: a document, or the unit or respondent that an excerpt
is taken from. A group with fewer than three sources has a share but no interval.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.vocabulary import ATTRIBUTES
from kfi_analysis.errors import SettingError, did_you_mean, require_kind
from kfi_analysis.resampling import ratio_interval

__all__ = ["PROFILE_COLUMNS", "group_values", "profile", "source_ids"]

PROFILE_COLUMNS = ("group", "code", "n", "sources", "count", "share", "low", "high")


def source_ids(units: pd.DataFrame) -> pd.Series[str]:
    """Return the source of each unit: its document, with the unit and respondent where an excerpt names its own.

    Examples
    --------
    >>> units = pd.DataFrame({"document_id": ["r", "r", "r"], "source_kind": ["hearing", "hearing", "intervju"],
    ...                       "unit": ["Skola", "Vård", None], "respondent": [None, None, "A"]})
    >>> source_ids(units).tolist()
    ['r|hearing|Skola|', 'r|hearing|Vård|', 'r|intervju||A']
    """
    parts = []
    for column in ("document_id", "source_kind", "unit", "respondent"):
        values = units[column] if column in units else pd.Series([""] * len(units), index=units.index)
        parts.append(values.astype("object").where(values.notna(), "").astype(str).tolist())
    return pd.Series(["|".join(row) for row in zip(*parts, strict=True)], index=units.index, dtype="object", name="source_id")


def profile(
    codings: Codings,
    by: str | None = None,
    *,
    codes: Sequence[str] | None = None,
    level: int | None = 1,
    coder: str | None = None,
    confidence: float = 0.95,
    resamples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the share of passages per code and group, with n and interval.

    Parameters
    ----------
    codings
        The coding.
    by
        As in `group_values`; None: all together. Passages without a value form no group.
    codes, level, coder
        As in `Codings.matrix`.
    confidence, resamples, seed
        The interval: bootstrap over sources, percentiles.

    Returns
    -------
    pandas.DataFrame
        Columns `PROFILE_COLUMNS`: group (in order of appearance), code, n (passages looked at), sources, count, share, low and high
        (0–1; missing with fewer than three sources).

    Examples
    --------
    >>> table = pd.DataFrame({"passage_id": ["a", "b"], "code": "ansvar", "coder": "x"})
    >>> units = pd.DataFrame({"passage_id": ["a", "b", "c"], "document_id": ["1", "2", "3"], "start": 0, "end": 5})
    >>> profile(Codings(table, units), resamples=200)[["n", "count", "share"]].round(2).values.tolist()
    [[3.0, 2.0, 0.67]]
    """
    require_kind(codings, Codings, call="profile", instead="code the corpus first:  kfi.code(corpus, 'kfi')")
    matrix = codings.matrix(level=level, coder=coder, codes=codes)
    units = codings.units.set_index("passage_id").loc[matrix.index].reset_index()
    sources = source_ids(units).to_numpy()
    groups = ["alla"] * len(units) if by is None else list(group_values(codings, units, by, coder))
    rows: list[tuple[object, ...]] = []
    for group in dict.fromkeys(value for value in groups if value is not None):
        here = np.array([value == group for value in groups], dtype=bool)
        hits = matrix.to_numpy(dtype=float)[here]
        n = int(here.sum())
        value, low, high = ratio_interval(hits, np.ones(n), sources[here], level=confidence, resamples=resamples, seed=seed)
        n_sources = len(set(sources[here]))
        for at, code in enumerate(matrix.columns):
            rows.append((group, code, n, n_sources, int(hits[:, at].sum()), value[at], low[at], high[at]))
    out = pd.DataFrame(rows, columns=list(PROFILE_COLUMNS))
    return out.astype({"n": "int64", "sources": "int64", "count": "int64", "share": "float64", "low": "float64", "high": "float64"})


def group_values(codings: Codings, units: pd.DataFrame, by: str, coder: str | None = None) -> pd.Series[str]:
    """Return the group of each unit; a unit without a value is missing.

    Parameters
    ----------
    codings, units
        The coding, and those of its units that are asked for.
    by
        A column of the units, a passage attribute ("valence", "phase"), or "year" (from the units' date).
    coder
        Whose attributes.

    Raises
    ------
    SettingError
        If `by` is none of these.
    """
    attributes = [str(name) for name in codings.attributes["attribute"].unique()]
    if by in units.columns:
        values = units[by]
    elif by == "year" and "date" in units.columns:
        values = units["date"].astype("string").str.slice(0, 4)
    elif by in ATTRIBUTES or by in attributes:
        values = codings.attribute(by, coder=coder).reindex(units["passage_id"])
    else:
        raise SettingError(f"there is no column {by!r}: {did_you_mean(by, [*units.columns, *attributes, 'year'])}")
    return pd.Series([None if pd.isna(value) else str(value) for value in values], index=units.index, dtype="object", name=by)
