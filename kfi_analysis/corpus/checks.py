"""The tables of a corpus checked once: columns and dtypes, ids, vocabulary, spans."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from kfi_analysis.corpus.vocabulary import LEVELS, SOURCE_KINDS
from kfi_analysis.errors import TableError, did_you_mean

__all__ = ["check_documents", "check_passages", "need_columns", "typed"]


def need_columns(table: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    """Raise a TableError for the first of these columns that the table lacks."""
    for column in columns:
        if column not in table.columns:
            raise TableError(f"the column {column!r} is missing: it holds {list(map(str, table.columns))}", where=name)


def typed(table: pd.DataFrame, columns: Mapping[str, str], name: str, *, optional: Collection[str] = ()) -> pd.DataFrame:
    """Return a copy with the contract's columns first, in their dtypes, and a plain index.

    Parameters
    ----------
    table
        The table as it came; further columns follow the contract's.
    columns
        Column -> dtype.
    name
        What the table is called in an error.
    optional
        Columns that are filled with missing values where the table lacks them; a table without rows may lack any.

    Raises
    ------
    TableError
        If a column is missing or holds other values than its dtype.
    """
    if len(table):
        need_columns(table, (column for column in columns if column not in optional), name)
    out: dict[str, Any] = {}
    for column, dtype in columns.items():
        target: Any = dtype
        values = table[column].reset_index(drop=True) if column in table else pd.Series([pd.NA] * len(table), dtype="object")
        try:
            out[column] = pd.to_numeric(values, errors="raise").astype("float64") if dtype == "float64" else values.astype(target)
        except (TypeError, ValueError) as error:
            raise TableError(f"the column {column!r} must hold {dtype} values ({error})", where=name) from error
    for column in table.columns:
        if column not in out:
            out[str(column)] = table[column].reset_index(drop=True)
    return pd.DataFrame(out)


def check_documents(documents: pd.DataFrame) -> None:
    """Raise a TableError for a missing or double id, a missing text or an unknown source kind."""
    ids = documents["document_id"]
    if ids.isna().any():
        raise TableError("document_id is missing: give every document a name", where=f"documents, row {int(ids.isna().argmax()) + 1}")
    if ids.duplicated().any():
        raise TableError(f"document_id {ids[ids.duplicated()].iloc[0]!r} stands more than once: ids must differ", where="documents")
    if documents["text"].isna().any():
        raise TableError("the text is missing", where=f"document {ids[documents['text'].isna()].iloc[0]!r}")
    _check_vocabulary(documents, "source_kind", SOURCE_KINDS, "documents")


def _check_vocabulary(table: pd.DataFrame, column: str, options: tuple[str, ...], name: str) -> None:
    unknown = table[column].notna() & ~table[column].isin(options)
    if unknown.any():
        row = int(unknown.to_numpy().argmax())
        value = str(table[column].iloc[row])
        raise TableError(f"{column} {value!r} is unknown: {did_you_mean(value, options)}", where=f"{name}, row {row + 1}")


def check_passages(passages: pd.DataFrame, documents: pd.DataFrame) -> None:
    """Raise a TableError for a missing or double id, a span outside its text, passages that overlap, or an unknown level or kind."""
    ids = passages["passage_id"]
    if ids.isna().any() or ids.duplicated().any():
        bad = "missing" if ids.isna().any() else repr(ids[ids.duplicated()].iloc[0])
        raise TableError(f"passage_id {bad} is missing or stands more than once: ids must differ", where="passages")
    lengths = dict(zip(documents["document_id"], documents["text"].str.len(), strict=True))
    limit = passages["document_id"].map(lengths)
    if limit.isna().any():
        unknown = passages["document_id"][limit.isna()].iloc[0]
        raise TableError(f"document {unknown!r} is not among the documents", where="passages")
    start, end = passages["start"].to_numpy(), passages["end"].to_numpy()
    outside = (start < 0) | (end < start) | (end > limit.to_numpy(dtype="int64"))
    if outside.any():
        row = int(outside.argmax())
        raise TableError(
            f"span ({start[row]}, {end[row]}) lies outside its document of {limit.iloc[row]} characters", where=f"passage {ids.iloc[row]!r}"
        )
    codes, _ = pd.factorize(passages["document_id"])
    order = np.lexsort((end, start, codes))
    same = codes[order][1:] == codes[order][:-1]
    overlap = same & (start[order][1:] < end[order][:-1])
    if overlap.any():
        row = int(order[1:][overlap.argmax()])
        raise TableError("it overlaps the passage before it: passages must not overlap", where=f"passage {ids.iloc[row]!r}")
    _check_vocabulary(passages, "level", LEVELS, "passages")
    _check_vocabulary(passages, "source_kind", SOURCE_KINDS, "passages")
