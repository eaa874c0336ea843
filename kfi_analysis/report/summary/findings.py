"""Claims and recommendations in the report: verdict, number, reason, and the passages behind each."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kfi_analysis.findings import Findings, Recommendations
from kfi_analysis.findings.model import NOT_SUPPORTED, PARTLY, SUPPORTED, UNTESTABLE
from kfi_analysis.report.summary.evidence import Register

__all__ = ["claims_summary", "recommendations_summary"]

_VERDICTS = {
    SUPPORTED: ("supported", "supported"),
    PARTLY: ("partly", "partly supported"),
    NOT_SUPPORTED: ("unsupported", "not supported"),
    UNTESTABLE: ("untestable", "cannot be tested"),
}


def claims_summary(found: Findings, register: Register, language: str) -> list[dict[str, Any]]:
    """Return claims with verdict, value and interval, n, method, reason and references."""
    out = []
    for row in found.table.to_dict("records"):
        style, english = _VERDICTS[str(row["verdict"])]
        out.append(
            {
                "id": str(row["finding_id"]),
                "statement": str(row["statement"]),
                "verdict": str(row["verdict"]) if language == "sv" else english,
                "verdict_class": style,
                **{key: None if pd.isna(row[key]) else float(row[key]) for key in ("value", "low", "high")},
                "n": None if pd.isna(row["n"]) else int(row["n"]),
                "method": "" if pd.isna(row["method"]) else str(row["method"]),
                "reason": "" if pd.isna(row["reason"]) else str(row["reason"]),
                "passages": register.spans((span["document_id"], span["start"], span["end"]) for span in row["evidence"]),
            }
        )
    return out


def recommendations_summary(found: Recommendations, register: Register) -> list[dict[str, Any]]:
    """Return recommendations with addressees and references, their words as the report shows them."""
    out = []
    for row in found.table.to_dict("records"):
        span = (str(row["document_id"]), int(row["start"]), int(row["end"]))
        out.append({"addressees": list(row["addressees"]), "text": register.shown(*span), "passages": register.spans([span])})
    return out
