"""What a corpus holds, counted: for a first look, and for the chapter on method."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from kfi_analysis.corpus.model import Corpus

__all__ = ["describe", "to_html"]

COLUMNS = ("what", "value", "count")
_GROUPED = ("municipality", "source_kind", "unit", "date", "language")


def describe(corpus: Corpus) -> pd.DataFrame:
    """Return one row a count: what, value, count.

    Counted are documents, passages, characters and words (of all passages and of the body); passages by level; excerpts by source kind,
    unit and respondent; documents by municipality, source kind, unit, date and language, those without a value as well; documents with
    a map to their original; and what was skipped, by reason.
    """
    texts = corpus.texts
    words = texts.map(lambda text: len(re.findall(r"\w+", text)))
    body = corpus.passages["level"].isin(["paragraph", "list_item", "excerpt"]).to_numpy(dtype=bool, na_value=False)
    rows: list[tuple[str, Any, int]] = [
        ("documents", None, len(corpus.documents)),
        ("documents with a map to the original", None, len(corpus.maps)),
        ("passages", None, len(corpus.passages)),
        ("words", "all passages", int(words.sum())),
        ("words", "body", int(words.to_numpy()[body].sum()) if len(words) else 0),
        ("characters", "all documents", int(corpus.documents["text"].str.len().sum())),
    ]
    rows += _counts(corpus.passages, "level", "passages by level")
    excerpts = corpus.passages[corpus.passages["level"].eq("excerpt").fillna(False).to_numpy(dtype=bool)]
    for column in ("source_kind", "unit", "respondent"):
        rows += _counts(excerpts, column, f"excerpts by {column}") if len(excerpts) else []
    for column in _GROUPED:
        rows += _counts(corpus.documents, column, f"documents by {column}")
    skipped = corpus.skipped.groupby(["what", "reason"], dropna=False, as_index=False)["count"].sum()
    for what, reason, count in zip(skipped["what"], skipped["reason"], skipped["count"], strict=True):
        rows.append((f"skipped: {what}", reason, int(count)))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"what": "string", "value": "string", "count": "int64"})


def _counts(table: pd.DataFrame, column: str, what: str) -> list[tuple[str, Any, int]]:
    counts = table[column].value_counts(sort=False).sort_index()
    rows: list[tuple[str, Any, int]] = [(what, str(value), int(count)) for value, count in counts.items()]
    missing = int(table[column].isna().sum())
    if missing and rows:
        rows.append((what, None, missing))
    return rows


def to_html(corpus: Corpus, limit: int = 8) -> str:
    """Return a small table for notebooks: the counts, the first documents, what was skipped; all text escaped."""
    levels = corpus.passages["level"].value_counts()
    said = ", ".join(f"{count} {html.escape(str(level))}" for level, count in levels.items())
    lines = [
        f"<p><b>Corpus</b>: {len(corpus.documents)} documents, {len(corpus.passages)} passages{f' ({said})' if said else ''}</p>",
        "<table><thead><tr><th>document_id</th><th>title</th><th>municipality</th><th>source_kind</th><th>unit</th><th>passages</th></tr>",
        "</thead><tbody>",
    ]
    sizes = corpus.passages["document_id"].value_counts()
    for row in corpus.documents.head(limit).to_dict("records"):
        cells: list[Any] = [row[column] for column in ("document_id", "title", "municipality", "source_kind", "unit")]
        cells.append(int(sizes.get(row["document_id"], 0)))
        lines.append("<tr>" + "".join(f"<td>{'' if pd.isna(cell) else html.escape(str(cell))}</td>" for cell in cells) + "</tr>")
    lines.append("</tbody></table>")
    if len(corpus.documents) > limit:
        lines.append(f"<p>… and {len(corpus.documents) - limit} more</p>")
    files = int((corpus.skipped["what"] == "file").sum())
    if files:
        lines.append(f"<p>{files} files could not be read: see <code>corpus.skipped</code></p>")
    return "".join(lines)
