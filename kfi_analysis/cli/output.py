"""How every command gives its result: `--format table|csv|json|parquet` and `-o FILE`.

JSON goes to stdout alone. A file is written beside its target and renamed, so that nothing is left half written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import click
import numpy as np
import pandas as pd

from kfi_analysis.errors import ReadError
from kfi_analysis.files import write_bytes

__all__ = ["emit", "emit_records", "format_option", "output_option", "records"]

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("table", "csv", "json", "parquet")
_WIDTH = 60


def format_option(function: F) -> F:
    """Add `--format` (argument `format_`)."""
    return click.option(
        "--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True, help="How the result is written."
    )(function)


def output_option(function: F) -> F:
    """Add `-o/--output` (argument `output`)."""
    return click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of to stdout.")(
        function
    )


def emit(table: pd.DataFrame, format_: str, output: Path | None = None) -> None:
    """Write a table to stdout or to a file; missing values are null in JSON and empty in CSV.

    Raises
    ------
    ReadError
        If parquet is to go to a terminal.
    InputError
        If the file cannot be written.
    """
    if format_ == "json":
        emit_records(records(table), output)
    elif format_ == "parquet":
        if output is None and sys.stdout.isatty():
            raise ReadError("parquet is binary: give a file with -o FILE, or send the output to one", where="--format parquet")
        buffer = BytesIO()
        table.to_parquet(buffer, index=False)
        _put(buffer.getvalue(), output)
    elif format_ == "csv":
        _put(table.to_csv(index=False, lineterminator="\n").encode("utf-8"), output)
    else:
        _put((_grid(table) + "\n").encode("utf-8"), output)


def emit_records(value: object, output: Path | None = None) -> None:
    """Write lists and dicts as JSON."""
    _put((json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=_plain) + "\n").encode("utf-8"), output)


def _put(data: bytes, output: Path | None) -> None:
    if output is not None:
        write_bytes(output, data)
        return
    if sys.stdout is None:
        raise ReadError("there is no stdout to write to: give a file with -o FILE", where="-o")
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as what JSON can hold; missing values become None."""
    return [{str(key): _plain(value) for key, value in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    """Turn a cell into what JSON can hold."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if value is None or bool(pd.isna(value)):
        return None
    if isinstance(value, np.generic):
        return _plain(value.item())
    return value if isinstance(value, (str, int, float, bool)) else str(value)


def _grid(table: pd.DataFrame) -> str:
    """Give aligned columns; long cells are cut, lists joined."""
    head = [str(column) for column in table.columns]
    rows = [[_cell(value) for value in row] for row in table.itertuples(index=False, name=None)]
    widths = [max(len(head[i]), *(len(row[i]) for row in rows)) if rows else len(head[i]) for i in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)


def _cell(value: Any) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, float):
        return f"{plain:.4g}"
    if isinstance(plain, list):
        plain = "; ".join(str(item) for item in plain)
    text = " ".join(str(plain).split())
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
