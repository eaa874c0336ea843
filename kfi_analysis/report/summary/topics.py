"""Topics in the report: names, words, share with interval, recurrence, and the passages each takes most of."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kfi_analysis.report.summary.evidence import Register
from kfi_analysis.topics import Topics

__all__ = ["topics_summary"]

_PASSAGES = 12
_WORDS = 10
_VERDICTS = {"stabil": "stable", "skör": "fragile", "ej skild från slump": "not told from chance"}
_MEASURES = {
    "npmi": ("samstämmighet mellan orden (NPMI)", "coherence of the words (NPMI)"),
    "c_v": ("samstämmighet mellan orden (c_v)", "coherence of the words (c_v)"),
    "diversity": ("olika ord i olika ämnen", "different words in different topics"),
    "exclusivity": ("egna ord (exklusivitet)", "words of their own (exclusivity)"),
    "recurrence": ("återkomst i omdraget material", "recurrence in resampled material"),
    "recurrence_matched": ("återkomst, ämnen parade ett till ett", "recurrence, topics paired one to one"),
    "held_out_npmi": ("samstämmighet på undanhållna stycken", "coherence on held-out paragraphs"),
    "excess": ("överskott mot slumpord lika vanliga", "excess over equally frequent random words"),
    "seed_stability": ("samma ämnen med andra slumpfrön", "same topics with other seeds"),
}
_LEAD = {
    "sv": (
        "Ämnena är ord som förekommer tillsammans, funna av ett program i {n} passager utan att det visste något om temana. "
        "Återkomst är hur väl ämnet återfinns när materialet dras om (0–1); ämnen under slumpnivån ska inte tolkas."
    ),
    "en": (
        "The topics are words that occur together, found by a program in {n} passages without knowing the themes. Recurrence is how "
        "well a topic is found again when the material is drawn anew (0–1); topics below chance should not be interpreted."
    ),
}


def topics_summary(topics: Topics, register: Register, language: str) -> dict[str, Any]:
    """Return the topics and their quality as plain data."""
    listed = []
    for at, row in enumerate(topics.topics.sort_values("prevalence", ascending=False, kind="stable").to_dict("records"), start=1):
        topic = int(row["topic"])
        listed.append(
            {
                "number": at,
                "label": str(row["label"]),
                "words": topics.words(topic, _WORDS),
                "share": _number(row["prevalence"]) or 0.0,
                "low": _number(row["low"]),
                "high": _number(row["high"]),
                "recurrence": _number(row["recurrence"]),
                "verdict": str(row["verdict"]) if language == "sv" else _VERDICTS.get(str(row["verdict"]), str(row["verdict"])),
                "passages": register.references(topics.read(topic, _PASSAGES)["passage_id"]),
            }
        )
    overall = topics.quality[topics.quality["topic"].isna()]
    quality = [
        {
            "measure": _MEASURES.get(str(row["measure"]), (str(row["measure"]),) * 2)[language == "en"],
            **{key: _number(row[key]) for key in ("value", "low", "high", "null")},
        }
        for row in overall.to_dict("records")
    ]
    return {"lead": _LEAD[language].format(n=len(topics.units)), "topics": listed, "quality": quality}


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
