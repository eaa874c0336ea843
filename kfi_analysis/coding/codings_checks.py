"""The tables of a coding, filled up and checked once: every code lies within a passage that was looked at."""

from __future__ import annotations

import pandas as pd

from kfi_analysis.coding.vocabulary import ATTRIBUTE_COLUMNS, ATTRIBUTES, CODING_COLUMNS, SEEN_COLUMNS, UNIT_COLUMNS
from kfi_analysis.corpus.checks import typed
from kfi_analysis.errors import TableError, did_you_mean

__all__ = ["checked"]


def checked(
    units: pd.DataFrame, table: pd.DataFrame, attributes: pd.DataFrame, seen: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return units, codes, attributes and who looked at what, in their dtypes, with what the units know filled in.

    Raises
    ------
    TableError
        As told in `Codings`.
    """
    units = typed(units, UNIT_COLUMNS, "units")
    if units["passage_id"].isna().any() or units["passage_id"].duplicated().any():
        double = units["passage_id"][units["passage_id"].duplicated()]
        raise TableError(f"passage_id {double.iloc[0] if len(double) else 'is missing'!r}: ids must be there and differ", where="units")
    table = typed(_filled(table, units), CODING_COLUMNS, "codings", optional=("evidence", "score")).fillna({"score": 1.0})
    if units.empty and not table.empty:
        units = _units_from(table)
    attributes = _filled_attributes(attributes, units)
    attributes = typed(attributes, ATTRIBUTE_COLUMNS, "attributes", optional=("evidence", "score")).fillna({"score": 1.0})
    seen = typed(seen, SEEN_COLUMNS, "seen").drop_duplicates(ignore_index=True)
    _check_table(table, units)
    _check_attributes(attributes, units)
    return units, table, attributes, seen


def _filled(table: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return the table with document and span of the passage where they are missing."""
    out = table.copy()
    if out.empty or "passage_id" not in out or units.empty:
        return out
    by_id = units.set_index("passage_id")
    for column in ("document_id", "start", "end"):
        from_unit = out["passage_id"].astype("string").map(by_id[column])
        if column not in out:
            out[column] = from_unit
        elif out[column].isna().any():
            out[column] = out[column].astype("object").where(out[column].notna(), from_unit.astype("object"))
        if out[column].isna().any():
            unknown = out["passage_id"][out[column].isna()].iloc[0]
            raise TableError(f"passage {unknown!r} is not among the units that were looked at", where="codings")
    return out


def _filled_attributes(attributes: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    out = attributes.copy()
    if not out.empty and "document_id" not in out and "passage_id" in out:
        out["document_id"] = out["passage_id"].astype("string").map(units.set_index("passage_id")["document_id"])
    return out


def _units_from(table: pd.DataFrame) -> pd.DataFrame:
    spans = table.groupby(["passage_id", "document_id"], sort=False, as_index=False).agg(start=("start", "min"), end=("end", "max"))
    return spans[list(UNIT_COLUMNS)]


def _check_table(table: pd.DataFrame, units: pd.DataFrame) -> None:
    for column in ("document_id", "passage_id", "code", "coder"):
        blank = table[column].isna() | (table[column].str.strip() == "")
        if blank.any():
            raise TableError(f"{column} is missing", where=f"codings, row {int(blank.to_numpy().argmax()) + 1}")
    limits = table[["passage_id", "document_id"]].merge(units[list(UNIT_COLUMNS)], on="passage_id", how="left", suffixes=("", "_unit"))
    unknown = limits["start"].isna()
    if unknown.any():
        raise TableError(f"passage {limits['passage_id'][unknown].iloc[0]!r} is not among the units that were looked at", where="codings")
    other = (limits["document_id"] != limits["document_id_unit"]).to_numpy(dtype=bool)
    start, end = table["start"].to_numpy(), table["end"].to_numpy()
    outside = (end < start) | (start < limits["start"].to_numpy()) | (end > limits["end"].to_numpy()) | other
    if outside.any():
        row = int(outside.argmax())
        low, high = int(limits["start"].iloc[row]), int(limits["end"].iloc[row])
        raise TableError(
            f"span ({start[row]}, {end[row]}) of document {table['document_id'].iloc[row]!r} lies outside passage "
            f"{table['passage_id'].iloc[row]!r} ({low}, {high}) of document {limits['document_id_unit'].iloc[row]!r}: "
            "positions count code points of the document's text; was it cut or cleaned in another way?",
            where=f"codings, row {row + 1}",
        )
    wrong = ~table["score"].between(0.0, 1.0)
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise TableError(f"score {table['score'].iloc[row]} is not between 0 and 1", where=f"codings, row {row + 1}")


def _check_attributes(attributes: pd.DataFrame, units: pd.DataFrame) -> None:
    known = attributes["passage_id"].isin(units["passage_id"])
    if not known.all():
        raise TableError(f"passage {attributes['passage_id'][~known].iloc[0]!r} is not among the units", where="attributes")
    for name, options in ATTRIBUTES.items():
        rows = attributes[attributes["attribute"] == name]
        wrong = ~rows["value"].isin(options)
        if wrong.any():
            value = str(rows["value"][wrong].iloc[0])
            raise TableError(f"{name} {value!r} is unknown: {did_you_mean(value, options)}", where="attributes")
