"""Documents cut into documents: each part keeps its passages, its metadata and its way back to the original's characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kfi_analysis.text.offsets import OffsetMap

if TYPE_CHECKING:
    from kfi_analysis.corpus.model import Corpus

__all__ = ["Part", "cut_documents"]


@dataclass(frozen=True)
class Part:
    """A stretch of a document that becomes a document: its new id, its span, and what is known about it."""

    document_id: str
    start: int
    end: int
    metadata: Mapping[str, Any] = field(default_factory=dict)


def cut_documents(corpus: Corpus, parts: Mapping[str, Sequence[Part]]) -> Corpus:
    """Return a corpus in which the documents named in `parts` are replaced by their parts.

    Parameters
    ----------
    corpus
        The corpus.
    parts
        document_id -> its parts, in order and without overlap. A passage belongs to the part that it begins in; what lies in no part
        is left out.
    """
    columns = {key: None for rows in parts.values() for part in rows for key in part.metadata}
    documents: list[dict[str, Any]] = []
    tables: list[pd.DataFrame] = []
    maps: dict[str, OffsetMap] = {}
    for document in corpus.documents.astype("object").to_dict("records"):
        old = str(document["document_id"])
        passages = corpus.passages[corpus.passages["document_id"] == old]
        if old not in parts:
            documents.append({**columns, **{str(key): value for key, value in document.items()}})
            tables.append(passages)
            maps |= {old: corpus.maps[old]} if old in corpus.maps else {}
            continue
        text = str(document["text"])
        whole = corpus.maps.get(old, OffsetMap.identity(len(text)))
        for part in parts[old]:
            own = {str(key): value for key, value in document.items()} | columns | dict(part.metadata)
            documents.append(own | {"document_id": part.document_id, "text": text[part.start : part.end]})
            window = np.array([[0, part.end - part.start, part.start, part.end]] if part.end > part.start else np.empty((0, 4)))
            maps[part.document_id] = OffsetMap(window, len(text)).compose(whole)
            tables.append(_inside(passages, part, old))
    table = pd.concat(tables, ignore_index=True) if tables else corpus.passages
    return replace(corpus, documents=pd.DataFrame(documents), passages=table, maps=maps)


def _inside(passages: pd.DataFrame, part: Part, old: str) -> pd.DataFrame:
    rows = passages[(passages["start"] >= part.start) & (passages["start"] < part.end)].copy()
    rows["start"] -= part.start
    rows["end"] = (rows["end"] - part.start).clip(upper=part.end - part.start)
    rows["document_id"] = part.document_id
    rows["passage_id"] = [part.document_id + str(name).removeprefix(old) for name in rows["passage_id"]]
    for column in ("source_kind", "unit", "respondent"):
        if column in part.metadata:
            rows[column] = rows[column].fillna(part.metadata[column]) if part.metadata[column] is not None else rows[column]
    return rows
