"""Claims and recommendations in the report: verdict, number, reason, and the passages behind each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from kfi_analysis.findings import Areas, Findings, Recommendations, Support
from kfi_analysis.findings.model import NOT_SUPPORTED, PARTLY, SUPPORTED, UNTESTABLE
from kfi_analysis.report.summary.evidence import Register

__all__ = ["areas_summary", "claims_summary", "recommendations_summary", "support_summary"]

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


_STRENGTHS = {"stark": "strong", "viss": "some", "tunn": "thin"}


def support_summary(found: Support, register: Register, language: str) -> list[dict[str, Any]]:
    """Return the recommendations of a study with the passages that speak for and against each."""
    out = []
    for row in found.table.to_dict("records"):
        strength = str(row["strength"])
        sides = {
            key: register.spans((span["document_id"], span["start"], span["end"]) for span in row[column])
            for key, column in (("passages", "evidence"), ("against", "against"))
        }
        out.append(
            {
                "text": str(row["text"]),
                "strength": strength if language == "sv" else _STRENGTHS.get(strength, strength),
                **{key: int(row[key]) for key in ("supporting", "contradicting", "sources")},
                "passages": sides["passages"],
                "against": {"passages": sides["against"]},
            }
        )
    return out


def areas_summary(found: Areas, register: Register, name: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return areas for development by rank, with the share of sources that tell of a challenge in each."""
    out = []
    for row in found.table.to_dict("records"):
        theme = str(row["area"]).split("/", maxsplit=1)[0]
        area = name(str(row["area"])) if theme == row["area"] else f"{name(theme)}: {name(str(row['area'])).lower()}"
        out.append(
            {
                "rank": int(row["rank"]),
                "area": area,
                **{key: None if pd.isna(row[key]) else float(row[key]) for key in ("value", "low", "high")},
                "reason": str(row["reason"]),
                "passages": register.spans((span["document_id"], span["start"], span["end"]) for span in row["evidence"]),
            }
        )
    return out
