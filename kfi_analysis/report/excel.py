"""A summary as an Excel file: one documented sheet a table, with filters, and every text as text.

A text that begins with = + - or @ is stored as a string, never as a formula, so that nothing in the material can run.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kfi_analysis.report.words import words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["render_excel"]

_LONGEST = 32_000
_WIDEST = 70
_EPOCH = datetime(2000, 1, 1)


def render_excel(summary: Mapping[str, Any]) -> bytes:
    """Return the report's tables as an xlsx file.

    Parameters
    ----------
    summary
        What `report.summary.summarise` made.
    """
    from openpyxl import Workbook

    said = words(str(summary["language"]))
    sheets = [sheet for sheet in _sheets(summary, said) if sheet[3]]
    book = Workbook()
    book.properties.created = book.properties.modified = _EPOCH
    book.properties.title = str(summary["title"])
    book.properties.creator = f"kfi_analysis {summary['provenance']['kfi_analysis']}"
    front = book.active
    assert front is not None
    front.title = said["xlsx_front"]
    _fill(front, (said["xlsx_sheet"], said["xlsx_holds"]), [(name, about) for name, about, _, _ in sheets], top=4)
    _put(front, 1, 1, str(summary["title"]), bold=True)
    _put(front, 2, 1, str(summary["subtitle"]))
    front.freeze_panes = None
    front.auto_filter.ref = None
    for name, _, columns, rows in sheets:
        _fill(book.create_sheet(name[:31]), columns, rows)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


Sheet = tuple[str, str, Sequence[str], Sequence[Sequence[Any]]]


def _sheets(summary: Mapping[str, Any], w: Mapping[str, str]) -> Iterable[Sheet]:
    """Yield (name, what it holds, columns, rows)."""
    material = summary["material"]
    documents = [
        (d["document_id"], d["title"], d["municipality"], d["source_kind"], d["unit"], d["date"], d["words"]) for d in material["list"]
    ]
    columns: Sequence[str] = ("document_id", w["title"], w["municipality"], w["source_kind"], w["unit"], w["date"], w["words"])
    yield w["documents"], w["xlsx_documents"], columns, documents
    skipped = [(s["source"], s["what"], s["reason"], s["count"]) for s in material["skipped"]]
    yield w["xlsx_skipped_name"], w["skipped"], (w["source"], w["what"], w["reason"], w["count"]), skipped
    yield from _theme_sheets(summary, w)
    yield from _pillar_sheets(summary, w)
    yield from _finding_sheets(summary, w)
    passages = [(at, p["passage_id"], p["source"], ", ".join(p["codes"]), p["text"]) for at, p in enumerate(summary["passages"], start=1)]
    yield w["passages"], w["xlsx_passages"], (w["passage"], "passage_id", w["source"], w["themes"], w["text"]), passages
    steps = [
        (at, step["step"], str({k: v for k, v in step.items() if k != "step"})) for at, step in enumerate(summary["provenance"]["steps"], 1)
    ]
    yield w["xlsx_provenance_name"], w["provenance"], ("#", w["step"], w["settings"]), steps


def _theme_sheets(summary: Mapping[str, Any], w: Mapping[str, str]) -> Iterable[Sheet]:
    themes = summary["themes"] or {"codes": [], "profiles": [], "attributes": []}
    names = {code["code"]: code["name"] for code in themes["codes"]}
    profile = [
        (part["label"], group["group"], names[code], *_cell(cell, w), _numbers(cell["passages"]))
        for part in themes["profiles"]
        for group in part["groups"]
        for code, cell in group["cells"].items()
    ]
    shares = (w["count"], "n", w["share_cap"], w["low"], w["high"], w["passages"])
    yield w["themes"], w["xlsx_themes"], (w["by"], w["group"], w["theme"], *shares), profile
    attributes = [
        (part["label"], row["name"], value, *_cell(cell, w), _numbers(cell["passages"]))
        for part in themes["attributes"]
        for row in part["rows"]
        for value, cell in row["cells"].items()
    ]
    yield w["xlsx_valence_name"], w["xlsx_valence"], (w["by"], w["theme"], w["value"], *shares), attributes


def _pillar_sheets(summary: Mapping[str, Any], w: Mapping[str, str]) -> Iterable[Sheet]:
    topics = summary["topics"] or {"topics": [], "quality": []}
    listed = [
        (
            t["number"],
            t["label"],
            ", ".join(t["words"]),
            t["share"],
            t["low"],
            t["high"],
            t["recurrence"],
            t["verdict"],
            _numbers(t["passages"]),
        )
        for t in topics["topics"]
    ]
    columns: Sequence[str] = (
        "#",
        w["topic"],
        w["words"],
        w["share_cap"],
        w["low"],
        w["high"],
        w["recurrence"],
        w["judgement"],
        w["passages"],
    )
    yield w["topics"], w["xlsx_topics"], columns, listed
    quality = [(q["measure"], q["value"], q["low"], q["high"], q["null"]) for q in topics["quality"]]
    yield w["xlsx_quality_name"], w["quality"], (w["measure"], w["value"], w["low"], w["high"], w["chance"]), quality
    actors = summary["actors"] or {"nodes": [], "relations": []}
    nodes = [(n["actor"], n["level"], n["mentions"], n["partners"], n["low"], n["high"], n["statements"]) for n in actors["nodes"]]
    yield (
        w["xlsx_actors_name"],
        w["most_tied"],
        (w["actor"], w["level"], w["mentions"], w["partners"], w["low"], w["high"], w["statements"]),
        nodes,
    )
    relations = [
        (r["source"], r["target"], r["type"], r["directed"], r["positive"], r["neutral"], r["negative"], _numbers(r["passages"]))
        for r in actors["relations"]
    ]
    columns = (w["from"], w["to"], w["type"], w["direction"], "+", "0", "−", w["passages"])
    yield w["relations"], w["relations_caption"], columns, relations
    contrasts = (summary["comparison"] or {"contrasts": []})["contrasts"]
    rows = [(c["name"], c["pair"], c["difference"], c["low"], c["high"], c["p"], c["q"], c["judgement"]) for c in contrasts]
    columns = (w["theme"], w["group"], w["difference"], w["low"], w["high"], "p", "q", w["judgement"])
    yield w["comparison"], w["comparison_caption"], columns, rows


def _finding_sheets(summary: Mapping[str, Any], w: Mapping[str, str]) -> Iterable[Sheet]:
    claims = [
        (c["id"], c["statement"], c["verdict"], c["value"], c["low"], c["high"], c["n"], c["method"], c["reason"], _numbers(c["passages"]))
        for c in summary["claims"]
    ]
    columns: Sequence[str] = ("id", w["claim"], w["verdict"], w["value"], w["low"], w["high"], "n", w["method"], w["reason"], w["passages"])
    yield w["xlsx_claims_name"], w["claims_lead"], columns, claims
    found = [("; ".join(r["addressees"]), r["text"], _numbers(r["passages"])) for r in summary["recommendations"]]
    yield w["xlsx_recommendations_name"], w["recommendations_lead"], (w["addressee"], w["recommendation"], w["passages"]), found
    held = [(h["text"], h["strength"], h["supporting"], h["contradicting"], h["sources"], _numbers(h["passages"])) for h in summary["held"]]
    columns = (w["recommendation"], w["strength"], w["speak_for"], w["speak_against"], w["sources"], w["passages"])
    yield w["xlsx_held_name"], w["held_lead"], columns, held
    areas = [(a["rank"], a["area"], a["value"], a["low"], a["high"], a["reason"], _numbers(a["passages"])) for a in summary["areas"]]
    yield w["xlsx_areas_name"], w["areas_lead"], (w["rank"], w["area"], w["value"], w["low"], w["high"], w["why"], w["passages"]), areas


def _cell(cell: Mapping[str, Any], w: Mapping[str, str]) -> tuple[Any, ...]:
    if cell["masked"]:
        return (w["masked"], cell["n"], None, None, None)
    return (cell["count"], cell["n"], cell["share"], cell["low"], cell["high"])


def _numbers(references: Sequence[Sequence[Any]]) -> str:
    """The passages' numbers, as they stand in the sheet of passages."""
    return ", ".join(str(index + 1) for index, _ in references)


def _fill(sheet: Worksheet, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, top: int = 1) -> None:
    from openpyxl.utils import get_column_letter

    for at, column in enumerate(columns, start=1):
        _put(sheet, top, at, column, bold=True)
    for down, row in enumerate(rows, start=top + 1):
        for at, value in enumerate(row, start=1):
            _put(sheet, down, at, value)
    for at, column in enumerate(columns, start=1):
        longest = max([len(str(column)), *(len(str(row[at - 1])) for row in rows if row[at - 1] is not None)])
        sheet.column_dimensions[get_column_letter(at)].width = min(_WIDEST, longest + 3)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"


def _put(sheet: Worksheet, row: int, column: int, value: Any, *, bold: bool = False) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    cell = sheet.cell(row=row, column=column)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value)[:_LONGEST]
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=len(value) > _WIDEST, vertical="top")
    elif not (isinstance(value, float) and math.isnan(value)):
        cell.value = value
        cell.alignment = Alignment(vertical="top")
        if isinstance(value, float):
            cell.number_format = "0.000"
    if bold:
        cell.font = Font(bold=True)
