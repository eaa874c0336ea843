"""The passages that a report shows: each once, numbered, with its source in words, names masked, and spans moved along.

A number in the report points to passages by their number here, with the spans of the words that carry it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from kfi_analysis.corpus import Corpus
from kfi_analysis.text import OffsetMap

__all__ = ["Register"]

Reference = list[object]
"""[number of the passage from 0, [[start, end], ...]]: spans in code points of the passage as shown."""


class Register:
    """Numbers passages in the order of the corpus, as far as they are referred to.

    Parameters
    ----------
    corpus
        Where the passages stand.
    masked
        document_id -> (masked text, map to the corpus's text). Documents that are not there are shown as they are.
    missing
        What is written where a source states nothing.
    limit
        The most passages that one number opens; the rest stay counted.
    """

    def __init__(self, corpus: Corpus, masked: Mapping[str, tuple[str, OffsetMap]], *, missing: str, limit: int = 200) -> None:
        self._rows = corpus.table().drop(columns="text").to_dict("records")
        self._at = {str(row["passage_id"]): position for position, row in enumerate(self._rows)}
        self._texts = {str(d): str(t) for d, t in zip(corpus.documents["document_id"], corpus.documents["text"], strict=True)}
        self._masked = masked
        self._several = len(corpus.documents) > 1
        self._missing = missing
        self._limit = limit
        self._starts: dict[str, tuple[list[int], list[str]]] = {}
        for row in sorted(self._rows, key=lambda row: (row["document_id"], row["start"])):
            starts, ids = self._starts.setdefault(str(row["document_id"]), ([], []))
            starts.append(int(row["start"]))
            ids.append(str(row["passage_id"]))
        self._used: dict[int, int] = {}
        self._crowds = _crowds(corpus)

    def references(self, passages: Iterable[str], spans: Mapping[str, Iterable[tuple[int, int]]] | None = None) -> list[Reference]:
        """Return references to passages, with spans given in the document's code points."""
        out: list[Reference] = []
        for passage_id in dict.fromkeys(passages):
            if len(out) == self._limit:
                break
            position = self._at.get(passage_id)
            if position is None:
                continue
            row = self._rows[position]
            number = self._used.setdefault(position, len(self._used))
            shown = [self._moved(row, start, end) for start, end in (spans or {}).get(passage_id, ())]
            out.append([number, [list(span) for span in sorted(set(shown)) if span[1] > span[0]]])
        return out

    def spans(self, spans: Iterable[tuple[str, int, int]]) -> list[Reference]:
        """Return references to the passages that hold spans of documents."""
        by_passage: dict[str, list[tuple[int, int]]] = {}
        for document, start, end in spans:
            passage = self.covering(document, start)
            if passage is not None:
                by_passage.setdefault(passage, []).append((start, end))
        return self.references(by_passage, by_passage)

    def shown(self, document: str, start: int, end: int) -> str:
        """Return the words of a span as the report shows them, on one line."""
        if document in self._masked:
            text, offsets = self._masked[document]
            start, end = offsets.from_original(start, end)
        else:
            text = self._texts[document]
        return " ".join(text[start:end].split())

    def covering(self, document_id: str, start: int) -> str | None:
        """Return the passage that holds the beginning of a span, or the last one before it."""
        starts, ids = self._starts.get(document_id, ([], []))
        at = bisect_right(starts, start) - 1
        return ids[at] if at >= 0 else None

    def passages(self, codes: Mapping[str, list[str]]) -> list[dict[str, object]]:
        """Return the passages referred to, in the order of their numbers: passage_id, source, text, codes."""
        order = sorted(self._used, key=self._used.__getitem__)
        return [
            {
                "passage_id": str(self._rows[at]["passage_id"]),
                "source": self.source(self._rows[at]),
                "text": self._shown(self._rows[at])[0],
                "codes": codes.get(str(self._rows[at]["passage_id"]), []),
            }
            for at in order
        ]

    def source(self, row: Mapping[Any, Any]) -> str:
        """Say where a passage comes from; a respondent's unit is left out where few respondents share it."""
        respondent = _said(row.get("respondent"))
        unit = _said(row.get("unit"))
        if respondent and unit and self._crowds.get((_said(row.get("municipality")), unit), 0) < 3:
            unit = None
        title = _said(row.get("title")) if self._several else None
        told = (title or "").casefold()
        named = [_said(row.get("municipality")), _said(row.get("source_kind")) or self._missing, unit]
        page = row.get("page")
        parts = [
            title,
            *(part for part in named if part and part.casefold() not in told),
            f"respondent {respondent}" if respondent and f"respondent {respondent}".casefold() not in told else None,
            _said(row.get("section")),
            None if pd.isna(page) else f"s. {page}",
        ]
        return " · ".join(part for part in parts if part)

    def _shown(self, row: Mapping[Any, Any]) -> tuple[str, int]:
        """The passage's text as shown, and where it starts in the shown document."""
        document, start, end = str(row["document_id"]), int(row["start"]), int(row["end"])
        if document not in self._masked:
            return self._texts[document][start:end], start
        text, offsets = self._masked[document]
        a, b = offsets.from_original(start, end)
        return text[a:b], a

    def _moved(self, row: Mapping[Any, Any], start: int, end: int) -> tuple[int, int]:
        document = str(row["document_id"])
        text, at = self._shown(row)
        if document in self._masked:
            start, end = self._masked[document][1].from_original(start, end)
        return max(0, start - at), min(len(text), end - at)


def _said(value: Any) -> str | None:
    return None if value is None or pd.isna(value) or not str(value).strip() else str(value)


def _crowds(corpus: Corpus) -> dict[tuple[str | None, str], int]:
    """How many respondents speak from each unit."""
    table = corpus.table()
    known = table[table["unit"].notna() & table["respondent"].notna()]
    people: dict[tuple[str | None, str], set[tuple[str, str]]] = {}
    for row in known.to_dict("records"):
        key = (_said(row["municipality"]), str(row["unit"]))
        people.setdefault(key, set()).add((str(row["document_id"]), str(row["respondent"])))
    return {key: len(found) for key, found in people.items()}
