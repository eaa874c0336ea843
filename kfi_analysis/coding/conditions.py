"""What a filter asks of a value, and how code paths are matched and renamed with what lies below them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kfi_analysis.coding.vocabulary import CODE_SEPARATOR

__all__ = ["fulfils", "recoded", "with_children"]


def fulfils(values: pd.Series[Any], wanted: Any) -> Any:
    """Return which values fulfil a condition: a value, several values, or a function of the value."""
    if callable(wanted):
        return np.array([bool(wanted(value)) for value in values], dtype=bool)
    if isinstance(wanted, (list, tuple, set, frozenset)):
        return values.isin(list(wanted)).fillna(False).to_numpy(dtype=bool)
    return (values == wanted).fillna(False).to_numpy(dtype=bool)


def with_children(wanted: Any, codes: pd.Series[str]) -> Any:
    """Return a condition on codes with the codes below those that it names."""
    if callable(wanted):
        return wanted
    parents = [wanted] if isinstance(wanted, str) else list(wanted)
    return [c for c in codes.unique() if any(c == p or c.startswith(p + CODE_SEPARATOR) for p in parents)]


def recoded(code: str, mapping: Mapping[str, str | None]) -> str | None:
    """Return the new path of a code, None if it goes: the longest mapped beginning of the path decides."""
    names = code.split(CODE_SEPARATOR)
    for depth in range(len(names), 0, -1):
        head = CODE_SEPARATOR.join(names[:depth])
        if head in mapping:
            new = mapping[head]
            return None if new is None else CODE_SEPARATOR.join([new, *names[depth:]])
    return code
