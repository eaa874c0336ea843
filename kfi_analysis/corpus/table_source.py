"""A table (xlsx, csv, parquet) that lists files or holds texts, with metadata: checked row by row against the vocabulary.

Columns are known by their English names or by the Swedish ones that researchers write; all others are kept as they are.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from kfi_analysis.corpus.readers.archive import Archive
from kfi_analysis.corpus.readers.plain import decode
from kfi_analysis.corpus.vocabulary import DOCUMENT_COLUMNS, SOURCE_KINDS
from kfi_analysis.errors import ReadError, TableError, did_you_mean

__all__ = ["SWEDISH", "TABLES", "Row", "check_metadata", "read_rows"]

TABLES: Final = (".csv", ".tsv", ".xlsx", ".parquet")
"""Endings of tables."""

SWEDISH: Final = {
    "text": ("text", "svar", "innehåll", "fritext"),
    "file": ("file", "fil", "filnamn", "filename", "path", "sökväg"),
    "document_id": ("document_id", "id", "dokument"),
    "title": ("title", "titel", "rubrik"),
    "municipality": ("municipality", "kommun"),
    "source_kind": ("source_kind", "källtyp", "källslag", "typ av källa", "källa", "materialtyp"),
    "unit": ("unit", "enhet", "förvaltning"),
    "respondent": ("respondent", "informant"),
    "date": ("date", "datum", "år", "year"),
    "language": ("language", "språk"),
}
"""Column -> the headings that mean it, in any case."""

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class Row:
    """One row: the text or the file that it names, its metadata, and where it stands ("plan.xlsx, row 3")."""

    where: str
    text: str | None
    file: Path | None
    metadata: Mapping[str, Any]


def read_rows(path: Path, text_column: str | None = None) -> tuple[list[Row], int]:
    """Return the rows of a table that hold a text or name a file, and how many hold neither.

    Raises
    ------
    ReadError
        If the file is missing or damaged.
    TableError
        If it has neither a column of texts nor one of files, or a value is not in the vocabulary.
    """
    table = _load(path)
    names = _renamed(table, text_column, path)
    if "text" not in names.values() and "file" not in names.values():
        raise TableError(
            f"it has neither a column of texts nor one of files, but {', '.join(map(repr, map(str, table.columns)))}: call one 'text' or "
            "'file', or name it with text_column",
            where=path.name,
        )
    table = table.rename(columns=names)
    rows: list[Row] = []
    empty = 0
    for number, record in enumerate(table.to_dict("records"), start=2):
        values = {str(key): value for key, value in record.items() if not _missing(value)}
        where = f"{path.name}, row {number}"
        text, file = values.pop("text", None), values.pop("file", None)
        if text is None and file is None:
            empty += 1
            continue
        if text is not None and not isinstance(text, str):
            text = str(text)
        rows.append(Row(where, text, None if file is None else path.parent / str(file).strip(), check_metadata(values, where)))
    if not rows:
        raise TableError("it has no row with a text or a file", where=path.name)
    return rows, empty


def check_metadata(values: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return metadata with known columns as strings in the vocabulary's form; others are kept as they are.

    Raises
    ------
    TableError
        If the source kind or the date is none.

    Examples
    --------
    >>> check_metadata({"source_kind": " Hearing", "date": 2021.0, "betyg": 3}, "row 2")
    {'source_kind': 'hearing', 'date': '2021', 'betyg': 3}
    """
    out: dict[str, Any] = {}
    for column, value in values.items():
        if column not in DOCUMENT_COLUMNS or column == "ocr_noise":
            out[column] = value
            continue
        said = f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value).strip()
        if column == "source_kind":
            said = said.lower()
            if said not in SOURCE_KINDS:
                raise TableError(f"source_kind {value!r} is unknown: {did_you_mean(said, SOURCE_KINDS)}", where=where)
        elif column == "date":
            said = value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else said.removesuffix(" 00:00:00")
            if not _DATE.fullmatch(said):
                raise TableError(f"date {value!r} is none: write 2021, 2021-11 or 2021-11-30", where=where)
        out[column] = said
    return out


def _renamed(table: pd.DataFrame, text_column: str | None, path: Path) -> dict[Any, str]:
    names: dict[Any, str] = {}
    if text_column is not None:
        if text_column not in table.columns:
            raise TableError(
                f"the column {text_column!r} is missing: {did_you_mean(text_column, map(str, table.columns))}", where=path.name
            )
        names[text_column] = "text"
    for column, headings in SWEDISH.items():
        if column in names.values():
            continue
        found = next((name for heading in headings for name in table.columns if str(name).strip().lower() == heading), None)
        if found is not None and found not in names:
            names[found] = column
    return names


def _load(path: Path) -> pd.DataFrame:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"cannot be read ({error.strerror}): check the name and that you may read it", where=path) from error
    if not data.strip():
        raise ReadError("is empty", where=path)
    suffix = path.suffix.lower()
    try:
        if suffix == ".xlsx":
            Archive(data, path.name).check_xml()
            table = pd.read_excel(io.BytesIO(data), dtype="object")
        elif suffix == ".parquet":
            table = pd.read_parquet(io.BytesIO(data))
        else:
            text = decode(data, path.name)
            separator = _separator(text)
            width = _width(text, separator, path.name)
            table = pd.read_csv(
                io.StringIO(text), sep=separator, dtype="string", keep_default_na=False, na_values=[""], index_col=False, usecols=width
            )
    except (ValueError, KeyError, OSError) as error:
        raise ReadError(f"cannot be read as a table ({' '.join(str(error).split())[:200]})", where=path) from error
    if table.columns.duplicated().any():
        raise TableError(f"the column {table.columns[table.columns.duplicated()][0]!r} stands twice: name it otherwise", where=path.name)
    return table


def _width(text: str, separator: str, name: str) -> range | None:
    """The columns that have headings; a row with more in it is refused, for its values would stand in the wrong columns."""
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        width = len(next((row for row in rows if any(row)), []))
        for row in rows:
            if len(row) > width and any(cell.strip() for cell in row[width:]):
                raise TableError(
                    f"{len(row)} cells under {width} headings: put cells that hold {separator!r} in double quotes",
                    where=f"{name}, line {rows.line_num}",
                )
    except csv.Error:
        return None
    return range(width)


def _separator(text: str) -> str:
    head = text.split("\n", 1)[0]
    try:
        return csv.Sniffer().sniff(head, delimiters=";,\t|").delimiter
    except csv.Error:
        return ","


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)) or value == ""
