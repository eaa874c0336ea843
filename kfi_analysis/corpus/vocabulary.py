"""The words of the tables: columns, source kinds, passage levels. One place, so that readers, coders and reports agree.

Values that users meet in their results are Swedish where the field's word is Swedish (source kinds), English where they name the
shape of a text (levels).
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "BODY_LEVELS",
    "DOCUMENT_COLUMNS",
    "LEVELS",
    "PASSAGE_COLUMNS",
    "SECTION_SEPARATOR",
    "SOURCE_KINDS",
]

SOURCE_KINDS: Final = ("självvärdering", "hearing", "intervju", "rapport", "handling")
"""What a document or an excerpt is."""

LEVELS: Final = ("title", "heading", "paragraph", "list_item", "excerpt", "attribution", "table", "contents", "note")
"""What a passage is. `excerpt` is a quotation with an attribution; the `attribution` that names its source is a passage of its own."""

BODY_LEVELS: Final = ("paragraph", "list_item", "excerpt")
"""The passages that carry statements and are coded, modelled and searched for actors."""

SECTION_SEPARATOR: Final = " / "
"""Between the headings of a section path: "Analys / Ansvar"."""

DOCUMENT_COLUMNS: Final = {
    "document_id": "string",
    "title": "string",
    "municipality": "string",
    "source_kind": "string",
    "unit": "string",
    "respondent": "string",
    "date": "string",
    "language": "string",
    "text": "string",
    "source": "string",
    "sha256": "string",
    "ocr_noise": "float64",
}
"""Column -> dtype of `Corpus.documents`. `date` is ISO 8601 (a year, a month or a day). `ocr_noise` is 0-1, or missing if unmeasured."""

PASSAGE_COLUMNS: Final = {
    "passage_id": "string",
    "document_id": "string",
    "start": "int64",
    "end": "int64",
    "level": "string",
    "section": "string",
    "page": "Int64",
    "source_kind": "string",
    "unit": "string",
    "respondent": "string",
    "ordinal": "Int64",
}
"""Column -> dtype of `Corpus.passages`. `ordinal` numbers the excerpts of a document from 1 and is missing for other passages."""
