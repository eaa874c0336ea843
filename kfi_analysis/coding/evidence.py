"""Evidence as one cell: the spans that carried a code, written so that CSV, Excel and parquet keep them.

"120:128 personal; 140:149 bemanning" are two spans of the document (code points, end exclusive) with the words that stand there. The
words are for the eye; the numbers count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from kfi_analysis.errors import TableError

__all__ = ["EVIDENCE_COLUMNS", "explode_evidence", "read_evidence", "write_evidence"]

EVIDENCE_COLUMNS = {"start": "int64", "end": "int64", "words": "string"}

_ITEM = re.compile(r"(\d+):(\d+)(?: (.*))?", re.DOTALL)
_PLAIN = re.compile(r"[\s;]+")


def write_evidence(spans: Iterable[tuple[int, int, str]]) -> str:
    """Return the cell for spans given as (start, end, words).

    Examples
    --------
    >>> write_evidence([(120, 128, "personal"), (140, 149, "bemanning")])
    '120:128 personal; 140:149 bemanning'
    """
    return "; ".join(f"{start}:{end} {_PLAIN.sub(' ', words)}" for start, end, words in spans)


def read_evidence(cell: object) -> list[tuple[int, int, str]]:
    """Return the spans of a cell; a missing or empty cell has none.

    Examples
    --------
    >>> read_evidence("120:128 personal; 140:149 bemanning")
    [(120, 128, 'personal'), (140, 149, 'bemanning')]
    >>> read_evidence(None)
    []

    Raises
    ------
    TableError
        If an item is not "start:end words".
    """
    if not isinstance(cell, str) or not cell.strip():
        return []
    spans = []
    for item in cell.split(";"):
        hit = _ITEM.fullmatch(item.strip())
        if hit is None:
            raise TableError(f"the evidence {item.strip()!r} is not of the form 'start:end words'")
        spans.append((int(hit[1]), int(hit[2]), hit[3] or ""))
    return spans


def explode_evidence(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row a span of evidence: the table's other columns (its own start and end left out), then start, end, words."""
    cells = [read_evidence(cell) for cell in table["evidence"]]
    rows = [position for position, spans in enumerate(cells) for _ in spans]
    kept = table.drop(columns=[c for c in ("start", "end", "evidence") if c in table]).iloc[rows].reset_index(drop=True)
    flat = pd.DataFrame([span for spans in cells for span in spans], columns=list(EVIDENCE_COLUMNS))
    return pd.concat([kept, flat.astype(EVIDENCE_COLUMNS)], axis=1)
