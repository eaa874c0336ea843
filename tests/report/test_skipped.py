"""What was left out: files one by one with their reason, the rest counted together."""

from __future__ import annotations

import pandas as pd

from kfi_analysis.report.summary.skipped import skipped_rows

SKIPPED = pd.DataFrame(
    [
        ("a.pdf", "page number", "not running text", 3),
        ("b.pdf", "file", "has no text layer: its 6 pages hold pictures", 1),
        ("c.pdf", "page number", "not running text", 4),
        ("c.pdf", "odd thing", "odd reason", 1),
    ],
    columns=["source", "what", "reason", "count"],
)


def test_files_come_first_and_the_rest_is_summed() -> None:
    rows = skipped_rows(SKIPPED, "sv")
    assert [(row["source"], row["what"], row["count"]) for row in rows] == [
        ("b.pdf", "fil", 1),
        ("2 dokument", "sidnummer", 7),
        ("c.pdf", "odd thing", 1),
    ]
    assert "OCR" in rows[0]["reason"]


def test_nothing_is_lost_in_english() -> None:
    assert sum(row["count"] for row in skipped_rows(SKIPPED, "en")) == SKIPPED["count"].sum()
    assert skipped_rows(SKIPPED.iloc[:0], "sv") == []
