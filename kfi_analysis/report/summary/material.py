"""What the report rests on: documents, sources, words; what was left out; what the material cannot bear."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kfi_analysis.coding.profiles import source_ids
from kfi_analysis.corpus import Corpus
from kfi_analysis.report.summary.skipped import skipped_rows
from kfi_analysis.resampling import FEWEST_SOURCES

__all__ = ["limits", "material"]


def material(corpus: Corpus, missing: str, language: str) -> dict[str, Any]:
    """Return counts of the material, a row a source kind, a row a document, and what was skipped."""
    body = corpus.body
    table = body.table()
    table = table.assign(words=[len(text.split()) for text in table["text"]], source_id=source_ids(table))
    kinds = []
    labels = table["source_kind"].astype("object").where(table["source_kind"].notna(), missing)
    for kind, rows in table.groupby(labels, sort=False):
        kinds.append(
            {
                "source_kind": str(kind),
                "sources": int(rows["source_id"].nunique()),
                "passages": len(rows),
                "words": int(rows["words"].sum()),
            }
        )
    per_document = table.groupby("document_id")["words"].sum()
    listed = [
        {
            "document_id": row["document_id"],
            "title": row["title"] if pd.notna(row["title"]) else row["document_id"],
            **{key: row[key] if pd.notna(row[key]) else None for key in ("municipality", "source_kind", "unit", "date")},
            "words": int(per_document.get(row["document_id"], 0)),
            "ocr_noise": None if pd.isna(row["ocr_noise"]) else float(row["ocr_noise"]),
        }
        for row in corpus.documents.to_dict("records")
    ]
    skipped = skipped_rows(corpus.skipped, language)
    return {
        "documents": len(corpus.documents),
        "passages": len(body),
        "words": int(table["words"].sum()),
        "excerpts": int((table["level"] == "excerpt").sum()),
        "municipalities": sorted(str(name) for name in corpus.documents["municipality"].dropna().unique()),
        "by_kind": kinds,
        "list": listed,
        "skipped": skipped,
    }


_LIMITS = {
    "sv": {
        "coder": "Temana är satta av ett program ({coder}), inte av människor. Granska passagerna innan slutsatser dras.",
        "excerpts": (
            "{n} passager är citat som rapportens författare har valt ut. Andelar bland dem säger hur författarna har citerat, inte hur "
            "ofta något har sagts."
        ),
        "few": "Källslaget {kind} har bara {n} källor: andelar därifrån saknar säkert underlag.",
        "one": "Allt kommer från ett enda dokument: osäkerheten gäller mellan de källor som dokumentet citerar, inte mellan kommuner.",
        "ocr": "{n} dokument har tecken på dålig teckenläsning (OCR): ord kan ha missats. Pröva kfi repair.",
        "skipped": "{n} av filerna kunde inte läsas; de räknas upp nedan med skäl.",
    },
    "en": {
        "coder": "The themes were set by a program ({coder}), not by people. Read the passages before conclusions are drawn.",
        "excerpts": (
            "{n} passages are quotations that the report's authors chose. Shares among them say how the authors quoted, not how often "
            "something was said."
        ),
        "few": "The source kind {kind} has only {n} sources: shares from it lack a safe basis.",
        "one": "Everything comes from a single document: the uncertainty is between the sources it quotes, not between municipalities.",
        "ocr": "{n} documents show signs of bad optical character recognition: words may be missed. Try kfi repair.",
        "skipped": "{n} of the files could not be read; they are listed below with the reason.",
    },
}

_NOISY = 0.1


def limits(counted: dict[str, Any], coder: str | None, language: str) -> list[str]:
    """Return what a reader must know before the figures, in words."""
    said = _LIMITS[language]
    out = []
    if coder:
        out.append(said["coder"].format(coder=coder))
    if counted["excerpts"]:
        out.append(said["excerpts"].format(n=counted["excerpts"]))
    if counted["documents"] == 1:
        out.append(said["one"])
    else:
        few = [row for row in counted["by_kind"] if row["sources"] < FEWEST_SOURCES]
        out += [said["few"].format(kind=row["source_kind"], n=row["sources"]) for row in few]
    noisy = sum(1 for row in counted["list"] if row["ocr_noise"] is not None and row["ocr_noise"] > _NOISY)
    if noisy:
        out.append(said["ocr"].format(n=noisy))
    unread = sum(row["what"] in ("file", "fil") for row in counted["skipped"])
    if unread:
        out.append(said["skipped"].format(n=unread))
    return out
