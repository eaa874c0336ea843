"""What was left out of the material, file by file, and what belongs to no running text, counted over all files."""

from __future__ import annotations

from typing import Any

import pandas as pd

__all__ = ["skipped_rows"]

_SWEDISH = {
    "file": "fil",
    "page number": "sidnummer",
    "running header": "sidhuvud",
    "running header or footer": "sidhuvud eller sidfot",
    "address line": "adressrad",
    "rule": "linje",
    "page without text": "sida utan text",
    "hyphen at a line's end": "avstavning vid radslut",
    "footnote mark": "fotnotstecken",
    "soft hyphen": "mjukt bindestreck",
    "comment": "kommentar",
    "tracked change": "spårad ändring",
    "deleted text": "struken text",
    "not running text": "hör inte till den löpande texten",
    "a raised figure is no part of a word": "en upphöjd siffra hör inte till ordet",
    "comments are no part of the text": "kommentarer hör inte till texten",
    "what was deleted is left out": "det strukna är utelämnat",
    "tracked changes: what was deleted is left out": "spårade ändringar: det strukna är utelämnat",
}
_REASONS = {
    "has no text layer": "saknar textlager (sidorna är bilder): kör teckenläsning (OCR) först, till exempel ocrmypdf -l swe in.pdf ut.pdf",
    "is encrypted": "är låst med lösenord: spara en kopia utan lösenord",
    "holds no text": "innehåller ingen text",
    "is cut off": "är avhuggen: hämta den igen",
    "would unpack to": "vägras: packas upp till orimlig storlek",
    "the ending": "filändelsen känns inte igen",
    "the old or closed format": "äldre eller slutet format: spara som .docx",
}
"""How a reader's reason begins -> how Swedish reports say it. Another reason stands as the reader gave it."""


def skipped_rows(skipped: pd.DataFrame, language: str) -> list[dict[str, Any]]:
    """Return source, what, reason and count: a row a file that was left out, then a row for each other thing, over all documents."""
    rows: list[dict[str, Any]] = [
        {"source": _text(row["source"]), "what": _text(row["what"]), "reason": _text(row["reason"]), "count": int(row["count"])}
        for row in skipped.to_dict("records")
    ]
    files = [row for row in rows if row["what"] == "file"]
    others: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        if row["what"] != "file":
            others.setdefault((row["what"], row["reason"]), []).append(row)
    word = "dokument" if language == "sv" else "documents"
    for (what, reason), found in others.items():
        source = found[0]["source"] if len(found) == 1 else f"{len(found)} {word}"
        files.append({"source": source, "what": what, "reason": reason, "count": sum(row["count"] for row in found)})
    return [_swedish(row) for row in files] if language == "sv" else files


def _swedish(row: dict[str, Any]) -> dict[str, Any]:
    reason = next((said for start, said in _REASONS.items() if row["reason"].startswith(start)), None)
    return {**row, "what": _SWEDISH.get(row["what"], row["what"]), "reason": reason or _SWEDISH.get(row["reason"], row["reason"])}


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
