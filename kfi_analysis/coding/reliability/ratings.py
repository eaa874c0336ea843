"""Ratings as integers: what each coder said of each unit, read from any table, array or pair of sequences.

Rows are units, columns are coders, -1 is "no rating". Everything behind this file computes on such arrays; labels stay here.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.errors import SettingError, TableError, did_you_mean

__all__ = ["LEVELS", "MISSING", "Level", "Ratings", "read_ratings", "require_overlap"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Level = Literal["nominal", "ordinal", "interval", "masi", "jaccard"]
LEVELS = ("nominal", "ordinal", "interval", "masi", "jaccard")
MISSING = -1


@dataclass(frozen=True)
class Ratings:
    """What m coders said of n units.

    Parameters
    ----------
    values
        Array (n, m) of positions in `categories`; -1 where a coder gave no rating.
    categories
        The values, in their order.
    coders
        Names of the columns.
    units
        Names of the rows.
    """

    values: Ints
    categories: tuple[Hashable, ...]
    coders: tuple[str, ...]
    units: pd.Index[Any]

    def numbers(self) -> Floats:
        """Return the categories as numbers.

        Raises
        ------
        SettingError
            If one is not a number.
        """
        try:
            return np.array([float(value) for value in self.categories], dtype=np.float64)  # type: ignore[arg-type]
        except (TypeError, ValueError) as error:
            wrong = next(value for value in self.categories if not isinstance(value, (int, float, np.number)))
            raise SettingError(f"level='interval' needs numbers, but a rating is {wrong!r}: use level='nominal' or 'ordinal'") from error


def read_ratings(data: Any, b: Any = None, *, level: str = "nominal", categories: Sequence[Hashable] | None = None) -> Ratings:
    """Return the ratings in a table of units x coders, or in two sequences.

    Parameters
    ----------
    data
        A DataFrame, an array or nested lists: a row a unit, a column a coder; or one sequence, when `b` is the other. None, NaN and
        NA are missing ratings. A rating may be a set of labels.
    b
        The second coder's ratings, when `data` is one sequence. Two Series are matched by their index.
    level
        One of `LEVELS`.
    categories
        The values in order; needed for ordinal ratings that are neither numbers nor an ordered pandas category.

    Raises
    ------
    TableError
        If the shape is wrong, or a value is not among `categories`.
    SettingError
        If the level is unknown or does not fit the values.

    Examples
    --------
    >>> read_ratings([["ja", "ja"], ["nej", None]]).values.tolist()
    [[0, 0], [1, -1]]
    """
    if level not in LEVELS:
        raise SettingError(f"level={level!r}: {did_you_mean(str(level), LEVELS)}")
    if b is None and categories is None and isinstance(data, np.ndarray) and data.ndim == 2 and data.dtype.kind in "biuf":
        return _of_numbers(data, sets=level in ("masi", "jaccard"))
    frame = _frame(data, b)
    ordered = _declared_order(frame) if categories is None else list(categories)
    columns = [frame.iloc[:, at] for at in range(frame.shape[1])]
    if level in ("masi", "jaccard") or any(_holds_sets(column) for column in columns):
        columns = [column.map(_as_set) for column in columns]
        flat = pd.concat(columns, ignore_index=True) if columns else pd.Series(dtype="object")
    else:
        flat = pd.concat([column.astype("object") for column in columns], ignore_index=True) if columns else pd.Series(dtype="object")
    if len(flat) and all(pd.api.types.is_numeric_dtype(column.dtype) for column in columns):
        flat = pd.to_numeric(flat)
    codes, found = pd.factorize(flat, use_na_sentinel=True)
    present: list[Any] = [_plain(value) for value in found]
    final = _sorted(present) if ordered is None else ordered
    if ordered is None and level == "ordinal" and not all(isinstance(value, (int, float)) for value in present):
        raise SettingError(
            f"level='ordinal' needs the order of {', '.join(map(repr, final[:4]))}: give it with categories=[...], lowest first"
        )
    place = {value: at for at, value in enumerate(final)}
    unknown = [value for value in present if value not in place]
    if unknown:
        raise TableError(f"the rating {unknown[0]!r} is not among the categories {list(final)!r}", where="ratings")
    lookup = np.array([*(place[value] for value in present), MISSING], dtype=np.int64)
    values = lookup[codes].reshape(frame.shape[1], frame.shape[0]).T if frame.size else np.empty(frame.shape, dtype=np.int64)
    return Ratings(np.ascontiguousarray(values), tuple(final), tuple(str(name) for name in frame.columns), frame.index)


def require_overlap(ratings: Ratings) -> None:
    """Raise an error unless at least one unit was rated by two coders.

    Raises
    ------
    TableError
        If nothing can be compared; says what each coder rated.
    """
    rated = ratings.values != MISSING
    if len(ratings.coders) < 2:
        raise TableError(f"agreement needs at least two coders, and here is {len(ratings.coders)}", where="ratings")
    if not (rated.sum(axis=1) >= 2).any():
        each = ", ".join(f"{name} {int(count)}" for name, count in zip(ratings.coders, rated.sum(axis=0), strict=True))
        raise TableError(
            f"no unit was rated by two coders (units rated: {each}): check that the rows are the same units for all coders", where="ratings"
        )


def _of_numbers(data: npt.NDArray[Any], *, sets: bool) -> Ratings:
    known = ~np.isnan(data) if data.dtype.kind == "f" else np.ones(data.shape, dtype=bool)
    found, places = np.unique(data[known], return_inverse=True)
    values = np.full(data.shape, MISSING, dtype=np.int64)
    values[known] = places
    categories = tuple(frozenset([value]) if sets else value for value in found.tolist())
    return Ratings(values, categories, tuple(f"coder {at + 1}" for at in range(data.shape[1])), pd.RangeIndex(len(data)))


def _frame(data: Any, b: Any) -> pd.DataFrame:
    if b is not None:
        if isinstance(data, pd.Series) and isinstance(b, pd.Series):
            if data.index.has_duplicates or b.index.has_duplicates:
                raise TableError("two Series are matched by their index, and here it has doubles: reset it, or give lists", where="ratings")
            return pd.concat([data.rename("a"), b.rename("b")], axis=1)
        one, other = list(data), list(b)
        if len(one) != len(other):
            raise TableError(
                f"the coders rated {len(one)} and {len(other)} units: give one rating a unit, None where missing", where="ratings"
            )
        columns = [pd.Series(one, dtype=None if one else "object"), pd.Series(other, dtype=None if other else "object")]
        return pd.DataFrame({"a": columns[0], "b": columns[1]})
    if isinstance(data, pd.DataFrame):
        return data
    if isinstance(data, pd.Series):
        raise TableError("one Series is one coder: give the other as well, or a DataFrame of units x coders", where="ratings")
    array = data if isinstance(data, np.ndarray) else None
    rows = array if array is not None else list(data)
    if (array is not None and array.ndim != 2) or (array is None and any(isinstance(r, str) or not hasattr(r, "__len__") for r in rows)):
        raise TableError(
            "one list is one coder: ratings are a table of units x coders (two dimensions: a row a unit), or two lists, f(a, b)",
            where="ratings",
        )
    frame = pd.DataFrame(rows)
    return frame.rename(columns={column: f"coder {at + 1}" for at, column in enumerate(frame.columns)})


def _declared_order(frame: pd.DataFrame) -> list[Hashable] | None:
    dtypes = {str(column.dtype): column.dtype for _, column in frame.items()}
    kinds = [dtype for dtype in dtypes.values() if isinstance(dtype, pd.CategoricalDtype) and dtype.ordered]
    if not kinds or len(kinds) != len(dtypes):
        return None
    orders = {tuple(kind.categories) for kind in kinds}
    return list(next(iter(orders))) if len(orders) == 1 else None


def _holds_sets(column: pd.Series[Any]) -> bool:
    return column.dtype == object and any(isinstance(value, (set, frozenset)) for value in column)


def _as_set(value: Any) -> Any:
    if isinstance(value, (set, frozenset, list, tuple)):
        return frozenset(value)
    return None if value is None or pd.isna(value) else frozenset([value])


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _sorted(values: list[Any]) -> list[Any]:
    def key(value: Any) -> tuple[int, Any]:
        if isinstance(value, (bool, int, float)):
            return (0, (float(value), ""))
        if isinstance(value, frozenset):
            return (2, (float(len(value)), "\x1f".join(sorted(map(str, value)))))
        return (1, (0.0, str(value)))

    return sorted(values, key=key)
