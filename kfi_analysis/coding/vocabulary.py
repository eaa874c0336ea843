"""The words of a coding: columns of its tables, and the values of valence and phase. One place, so that all coders agree."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ATTRIBUTES",
    "ATTRIBUTE_COLUMNS",
    "CODE_SEPARATOR",
    "CODING_COLUMNS",
    "PHASES",
    "SEEN_COLUMNS",
    "UNIT_COLUMNS",
    "VALENCES",
]

CODE_SEPARATOR: Final = "/"
"""Between the names of a code's path: "kapacitet/personal"."""

CODING_COLUMNS: Final = {
    "document_id": "string",
    "passage_id": "string",
    "start": "int64",
    "end": "int64",
    "code": "string",
    "coder": "string",
    "score": "float64",
    "evidence": "string",
}
"""Column -> dtype of `Codings.table`.

`score` is 0-1 (1 where a person set the code); `evidence` lists what carried the code as "start:end words; start:end words" with the
document's code points, and is missing where the coder gave none.
"""

ATTRIBUTE_COLUMNS: Final = {
    "document_id": "string",
    "passage_id": "string",
    "attribute": "string",
    "value": "string",
    "coder": "string",
    "score": "float64",
    "evidence": "string",
}
"""Column -> dtype of `Codings.attributes`: what holds for a passage as a whole; evidence as in the table of codes."""

UNIT_COLUMNS: Final = {"passage_id": "string", "document_id": "string", "start": "int64", "end": "int64"}
"""Column -> dtype of `Codings.units`: the passages that were looked at; metadata of the passage and its document follow."""

SEEN_COLUMNS: Final = {"passage_id": "string", "coder": "string"}
"""Column -> dtype of `Codings.seen`: which coder looked at which passage, where not all looked at all."""

VALENCES: Final = ("styrka", "utmaning", "blandat", "neutral")
PHASES: Final = ("inledning", "fortlöpande", "efter", "oklart")

ATTRIBUTES: Final = {"valence": VALENCES, "phase": PHASES}
"""Passage attribute -> its values. A user's own attributes may have any value."""
