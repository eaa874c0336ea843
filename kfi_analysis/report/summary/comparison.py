"""A comparison in the report: cautions first, then contrasts with p and q, then the words that mark each group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from kfi_analysis.comparison import Comparison
from kfi_analysis.report.summary.evidence import Register

__all__ = ["comparison_summary"]

_KEYWORDS = 12
_JUDGEMENTS = {
    "skillnad": "a difference",
    "ingen säkerställd skillnad": "no established difference",
    "kan inte prövas": "cannot be tested",
}


def comparison_summary(
    comparison: Comparison,
    keywords: pd.DataFrame | None,
    register: Register,
    words: Mapping[str, str],
    *,
    name: Callable[[str], str],
    passages: Callable[[str, str], list[str]],
    language: str,
) -> dict[str, Any]:
    """Return contrasts and keywords as plain data.

    Parameters
    ----------
    comparison, keywords
        What `compare` and `keyness` gave.
    register, words, language
        Of the report.
    name
        Code -> how it is written.
    passages
        (code, group) -> the passages of the group that carry the code.
    """
    contrasts = []
    for row in comparison.contrasts.to_dict("records"):
        judgement = str(row["judgement"])
        contrasts.append(
            {
                "name": name(str(row["code"])),
                "pair": f"{row['group']} – {row['against']}",
                **{key: None if pd.isna(row[key]) else float(row[key]) for key in ("difference", "low", "high", "p", "q")},
                "judgement": judgement if language == "sv" else _JUDGEMENTS[judgement],
                "passages": register.references(passages(str(row["code"]), str(row["group"]))),
            }
        )
    groups = []
    for group, rows in keywords.groupby("group", sort=True) if keywords is not None else ():
        shown = rows[rows["q"] <= 0.05].head(_KEYWORDS)
        groups.append({"group": str(group), "words": [{"term": str(term), "passages": []} for term in shown["display"]]})
    return {
        "label": words.get(comparison.by, comparison.by),
        "cautions": list(comparison.cautions),
        "contrasts": contrasts,
        "keywords": [group for group in groups if group["words"]],
    }
