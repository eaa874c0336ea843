"""Codings from files: a row a code, or a row a passage with its codes side by side, as people keep them in spreadsheets.

What `kfi code` writes is read back, and so is what comes from other programs: CSV (comma, semicolon or tab), JSON, Excel, parquet.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.vocabulary import CODING_COLUMNS
from kfi_analysis.errors import ReadError, SettingError, TableError, did_you_mean
from kfi_analysis.files import PathLike
from kfi_analysis.provenance import Provenance

__all__ = ["NO_CODE", "codings_from_table", "read_codings", "read_table"]

Blank = Literal["no code", "not coded"]

NO_CODE = ("ingen", "none", "-", "")
"""What stands in the code column of a passage that was looked at and given no code."""

_CARRIED = ("ordinal", "source_kind", "unit", "respondent", "municipality", "section", "page", "level")
_ATTRIBUTES = ("valence", "phase")


def read_codings(path: PathLike, *, coder: str | None = None, key: str | None = None, blank: Blank = "no code") -> Codings:
    """Return the coding in a file.

    Parameters
    ----------
    path
        .csv, .tsv, .json (a list of objects), .xlsx or .parquet. Either a row a code (column `code`) or a row a passage (column `codes`,
        separated by ";" or a list; `subcodes`, `valence` and `phase` if there are any). "ingen" means looked at, no code. Columns
        such as `source_kind`, `unit` (or `source`) and `respondent` are kept as metadata.
    coder
        Who coded, where the file has no column `coder`; by default the name of the file.
    key
        The column that names the passage; by default `passage_id`, or else `document_id`, `start` and `end`, or else `ordinal`.
    blank
        What an empty cell of codes means: "no code" (looked at, as "ingen"), or "not coded" (left out, as in a half-filled sheet).

    Raises
    ------
    ReadError
        If the file is missing or cannot be read.
    TableError
        If a column is missing or a value is wrong.
    """
    table = read_table(path)
    name = coder if coder is not None else Path(path).name.split(".")[0]
    try:
        return codings_from_table(table, coder=name, key=key, blank=blank)
    except TableError as error:
        raise TableError(error.reason, where=f"{path}, {error.where}" if error.where else path) from error


def codings_from_table(table: pd.DataFrame, *, coder: str = "kodare", key: str | None = None, blank: Blank = "no code") -> Codings:
    """Return the coding in a table; layouts and parameters as in `read_codings`.

    Examples
    --------
    >>> sheet = pd.DataFrame({"ordinal": [1, 2, 3], "codes": ["ansvar;kapacitet", "ingen", "samverkan"]})
    >>> codings_from_table(sheet, coder="anna")
    <Codings: 3 codes by 1 coder on 2 of 3 passages>
    """
    if "code" not in table and "codes" not in table:
        close = did_you_mean("codes", map(str, table.columns))
        raise TableError(f"there is no column 'code' (a row a code) or 'codes' (a row a passage): {close}", where="codings")
    if blank not in ("no code", "not coded"):
        raise SettingError(f"blank={blank!r}: {did_you_mean(str(blank), ('no code', 'not coded'))}")
    if blank == "not coded":
        cells = table["codes" if "codes" in table else "code"]
        filled = np.array([isinstance(cell, (list, str)) and len(cell) > 0 for cell in cells], dtype=bool)
        table = table[filled]
    rows = _keyed(table, key).reset_index(drop=True)
    rows["coder"] = rows["coder"].fillna(coder).astype(str) if "coder" in rows else coder
    units = _units(rows)
    parts = []
    for column in ("code", "codes", "subcodes"):
        if column in rows:
            given = rows.assign(code=rows[column].map(_listed)).explode("code")
            parts.append(given[given["code"].map(lambda code: isinstance(code, str) and code.casefold() not in NO_CODE)])
    flat = pd.concat(parts, ignore_index=True).drop_duplicates(["passage_id", "code", "coder", "start", "end"], ignore_index=True)
    kept = [column for column in CODING_COLUMNS if column in flat and not (column in ("score", "evidence") and "codes" in rows)]
    coders = tuple(dict.fromkeys(rows["coder"]))
    seen = rows[["passage_id", "coder"]].drop_duplicates() if len(coders) > 1 else pd.DataFrame()
    provenance = Provenance().derive("read_codings", coders=list(coders))
    return Codings(flat[kept], units, _attributes(rows), coders, seen, provenance=provenance)


def read_table(path: PathLike) -> pd.DataFrame:
    """Return the table in a .csv, .tsv, .json, .xlsx or .parquet file; a CSV's separator is the commonest sign of its first line.

    Raises
    ------
    ReadError
        If the file is missing, empty, or of another kind.
    """
    file = Path(path)
    if not file.is_file():
        raise ReadError("no such file: check the name", where=file)
    kind = file.suffix.lower()
    try:
        if kind in (".csv", ".tsv", ".txt"):
            text = file.read_text(encoding="utf-8-sig")
            first = text.split("\n", 1)[0]
            separator = max(",;\t", key=first.count)
            return pd.read_csv(file, sep=separator, encoding="utf-8-sig", keep_default_na=False, na_values=[""])
        if kind == ".json":
            data = json.loads(file.read_text(encoding="utf-8-sig"))
            data = data.get("codings", data) if isinstance(data, dict) else data
            if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
                raise ReadError("the JSON must be a list of objects, one a passage or one a code", where=file)
            return pd.DataFrame(data)
        if kind == ".xlsx":
            return pd.read_excel(file)
        if kind == ".parquet":
            return pd.read_parquet(file)
    except UnicodeDecodeError as error:
        raise ReadError("the file is not UTF-8: save it as 'CSV UTF-8'", where=file) from error
    except (ValueError, pd.errors.ParserError, OSError) as error:
        raise ReadError(f"the table cannot be read ({error})", where=file) from error
    raise ReadError(f"{kind or 'a file without ending'} is no table: give .csv, .tsv, .json, .xlsx or .parquet", where=file)


def _keyed(table: pd.DataFrame, key: str | None) -> pd.DataFrame:
    """Return the table with passage_id, document_id, start and end; a passage whose limits are not known has start and end 0."""
    rows = table.rename(columns={"source": "unit"}) if "unit" not in table else table.copy()
    if key is not None:
        if key not in rows:
            raise TableError(
                f"there is no column {key!r} to name the passages: {did_you_mean(key, map(str, rows.columns))}", where="codings"
            )
        rows = rows.drop(columns=[c for c in ("start", "end", "document_id") if c != key and c in rows])
        rows["passage_id"] = rows[key].map(_named)
    elif "passage_id" in rows:
        rows["passage_id"] = rows["passage_id"].map(_named)
    elif {"document_id", "start", "end"} <= set(rows.columns):
        limits = zip(rows["document_id"], rows["start"], rows["end"], strict=True)
        rows["passage_id"] = [f"{document}:{start}-{end}" for document, start, end in limits]
    elif "ordinal" in rows:
        rows["passage_id"] = rows["ordinal"].map(_named)
    else:
        raise TableError(
            "nothing names the passages: give a column passage_id, or document_id with start and end, or ordinal", where="codings"
        )
    if rows["passage_id"].isna().any():
        raise TableError("the passage has no name", where=f"codings, row {int(rows['passage_id'].isna().to_numpy().argmax()) + 1}")
    if "document_id" not in rows:
        rows["document_id"] = "dokument"
    if "start" not in rows or "end" not in rows:
        rows["start"], rows["end"] = 0, 0
    return rows


def _units(rows: pd.DataFrame) -> pd.DataFrame:
    """A passage runs from the first to the last character that any of its rows has."""
    carried = [column for column in _CARRIED if column in rows]
    for column in ("start", "end"):
        try:
            rows[column] = pd.to_numeric(rows[column]).astype("int64")
        except (ValueError, TypeError) as error:
            raise TableError(f"{column} must be a whole number ({error})", where="codings") from error
    limits = rows.groupby("passage_id", sort=False, as_index=False).agg(start=("start", "min"), end=("end", "max"))
    return limits.merge(rows.drop_duplicates("passage_id")[["passage_id", "document_id", *carried]], on="passage_id")


def _attributes(rows: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for name in _ATTRIBUTES:
        if name in rows:
            given = rows[rows[name].map(lambda value: isinstance(value, str) and bool(value.strip()))]
            values = given[["document_id", "passage_id", "coder"]].assign(attribute=name, value=[value.strip() for value in given[name]])
            double = values.drop_duplicates()["passage_id"].groupby(values["coder"]).apply(lambda ids: ids[ids.duplicated()].tolist())
            wrong = [passage for ids in double for passage in ids] if len(values) else []
            if wrong:
                raise TableError(f"passage {wrong[0]!r} has two values of {name} by one coder: keep one", where="codings")
            parts.append(values.drop_duplicates())
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _listed(cell: Any) -> list[str]:
    if isinstance(cell, (list, tuple, set)):
        return [str(code).strip() for code in cell]
    return [part.strip() for part in str(cell).split(";")] if isinstance(cell, str) else []


def _named(value: Any) -> str | None:
    if value is None or pd.isna(value):
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
