"""A coding as one record a passage: what JSON, a spreadsheet or another program wants to see."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.evidence import read_evidence
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR

__all__ = ["coding_records", "coding_table"]

_CARRIED = ("document_id", "start", "end", "ordinal", "source_kind", "unit", "respondent", "municipality", "section", "page", "level")


def coding_records(codings: Codings, *, text: bool = False) -> list[dict[str, Any]]:
    """Return one dict a passage that was looked at, coded or not.

    Parameters
    ----------
    codings
        By one coder; with several, the codes of all are joined.
    text
        Whether the passage's text is given too (the coding must know its corpus).

    Returns
    -------
    list of dict
        passage_id, document_id, start, end (code points of the document), ordinal and other metadata where known, `codes` (themes),
        `subcodes` (paths), `valence`, `phase`, `score` (of the strongest theme set, 0 without one), `scores` (per code set),
        `evidence` (code, start, end, words) and `attribute_evidence` (attribute, start, end, words).
    """
    rows: dict[str, dict[str, Any]] = {}
    carried = [column for column in _CARRIED if column in codings.units.columns]
    for unit in codings.units[["passage_id", *carried]].to_dict("records"):
        plain = {str(key): None if pd.isna(value) else getattr(value, "item", lambda value=value: value)() for key, value in unit.items()}
        empty: dict[str, Any] = {"codes": [], "subcodes": [], "valence": None, "phase": None, "score": 0.0, "scores": {}, "evidence": []}
        rows[str(unit["passage_id"])] = plain | empty | {"attribute_evidence": []}
    for passage, path, score, cell in zip(*(codings.table[c] for c in ("passage_id", "code", "score", "evidence")), strict=True):
        row = rows[passage]
        theme = path.split(CODE_SEPARATOR)[0]
        if theme not in row["codes"]:
            row["codes"].append(theme)
        if path != theme and path not in row["subcodes"]:
            row["subcodes"].append(path)
        row["scores"][path] = max(round(float(score), 4), row["scores"].get(path, 0.0))
        row["score"] = max(row["score"], row["scores"][path]) if path == theme else row["score"]
        deepest = path != theme or not any(other.startswith(theme + CODE_SEPARATOR) for other in row["scores"])
        if deepest or path == theme:
            row["evidence"] += [{"code": path, "start": a, "end": b, "words": words} for a, b, words in read_evidence(cell)]
    for passage, name, value, cell in zip(*(codings.attributes[c] for c in ("passage_id", "attribute", "value", "evidence")), strict=True):
        rows[passage][name] = value
        rows[passage]["attribute_evidence"] += [
            {"attribute": name, "start": a, "end": b, "words": words} for a, b, words in read_evidence(cell)
        ]
    if text:
        for passage, words in codings.texts.items():
            rows[str(passage)]["text"] = words
    return list(rows.values())


def coding_table(codings: Codings, *, text: bool = False) -> pd.DataFrame:
    """Return the records as a flat table: lists joined with ";"."""
    flat = []
    for row in coding_records(codings, text=text):
        plain = {key: value for key, value in row.items() if key not in ("scores", "evidence", "attribute_evidence")}
        plain["codes"], plain["subcodes"] = ";".join(row["codes"]), ";".join(row["subcodes"])
        plain["evidence"] = "; ".join(f"{span['start']}:{span['end']} {span['words']}" for span in row["evidence"])
        flat.append(plain)
    return pd.DataFrame(flat)
