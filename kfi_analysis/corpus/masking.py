"""A corpus without names: every document's text masked, its passages moved along, its maps still leading to the original's characters.

What is made from a masked corpus cannot hold a masked name: codes, topics, graphs, tables and reports alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from kfi_analysis.corpus.model import Corpus
from kfi_analysis.progress import Progress, track
from kfi_analysis.text.names import mask_names
from kfi_analysis.text.offsets import OffsetMap

__all__ = ["mask_corpus"]


def mask_corpus(corpus: Corpus, *, keep: Iterable[str] = (), also: Iterable[str] = (), progress: Progress | None = None) -> Corpus:
    """Return the corpus with personal names, addresses and numbers replaced by pseudonyms.

    Parameters
    ----------
    corpus
        What `read` gave.
    keep, also
        Names to leave (cited authors) and further ones to mask, as for `mask_names`.
    progress
        Called with (documents done, documents in all).

    Returns
    -------
    Corpus
        The same documents and passages; `original_span` still leads to the characters of the file, names and all. Titles are masked too.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["Rektor Ylva Exempelsson fattade beslutet."])
    >>> mask_corpus(corpus).texts.tolist()
    ['Rektor [person 1] fattade beslutet.']
    """
    kept, added = list(keep), list(also)
    documents, passages, maps = corpus.documents.copy(), corpus.passages.copy(), dict(corpus.maps)
    texts, n_masked = [], 0
    moved: dict[str, OffsetMap] = {}
    pairs = list(zip(documents["document_id"], documents["text"], strict=True))
    for document, text in track(pairs, progress, len(pairs)):
        hidden = mask_names(str(text), keep=kept, also=added)
        texts.append(hidden.text)
        if len(hidden.table):
            n_masked += len(hidden.table)
            moved[str(document)] = hidden.map
            maps[str(document)] = hidden.map.compose(maps[str(document)]) if str(document) in maps else hidden.map
    if not moved:
        return replace(corpus, provenance=corpus.provenance.derive("mask", masked=0))
    documents["text"] = texts
    documents["title"] = [title if pd.isna(title) else mask_names(str(title), keep=kept, also=added).text for title in documents["title"]]
    columns = (passages["document_id"], passages["start"], passages["end"])
    spans = [moved[d].from_original(int(a), int(b)) if d in moved else (int(a), int(b)) for d, a, b in zip(*columns, strict=True)]
    passages["start"], passages["end"] = [a for a, _ in spans], [b for _, b in spans]
    return replace(corpus, documents=documents, passages=passages, maps=maps, provenance=corpus.provenance.derive("mask", masked=n_masked))
