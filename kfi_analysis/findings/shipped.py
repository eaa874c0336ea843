"""The coding that a registered study ships, laid on a corpus of its excerpts: the paraphrases, or the user's own copy."""

from __future__ import annotations

import pandas as pd

from kfi_analysis.coding import Codings
from kfi_analysis.coding.codings import units_of
from kfi_analysis.corpus import Corpus, registered
from kfi_analysis.corpus.fingerprint import Copy, Mark
from kfi_analysis.corpus.verify import PRESENT
from kfi_analysis.provenance import Provenance

__all__ = ["paraphrased", "shipped_codings"]

CODER = "kfi_analysis"
_MOST = 0.5
"""A corpus of which less than half of the excerpts are known is not the study."""


def paraphrased(corpus: Corpus) -> bool:
    """Tell whether a corpus holds the paraphrases of a registered study instead of a text of its own."""
    return any(step.get("step") == "load_corpus" and step.get("text") == "paraphrases" for step in corpus.provenance.steps)


def shipped_codings(corpus: Corpus, name: str) -> Codings | None:
    """Return our own coding of a study's excerpts as `Codings` on a corpus that holds them, or None if it does not hold them.

    Excerpts of the paraphrases are known by their number, those of a copy of the report by their marks (in a poor scan too).

    Examples
    --------
    >>> from kfi_analysis.corpus import load_corpus
    >>> codings = shipped_codings(load_corpus("boras-2021"), "boras-2021")
    >>> len(codings.units), codings.codes[0]
    (56, 'ansvar')
    """
    entry = registered(name)
    excerpts = corpus.excerpts
    if entry.kind != "study" or not len(excerpts):
        return None
    shipped = entry.table("excerpts")
    home = _homes(excerpts, shipped, paraphrased(corpus))
    if len(home) < _MOST * len(excerpts):
        return None
    columns = ("passage_id", "document_id", "start", "end")
    rows, attributes = [], []
    for position, place in enumerate(zip(*(excerpts.passages[column] for column in columns), strict=True)):
        if position not in home:
            continue
        own = shipped.iloc[home[position]]
        passage, document, start, end = place
        base = {"document_id": document, "passage_id": passage, "coder": CODER, "score": 1.0}
        rows += [{**base, "start": start, "end": end, "code": code} for code in str(own["codes"]).split(";")]
        attributes += [{**base, "attribute": attribute, "value": own[attribute]} for attribute in ("valence", "phase")]
    provenance = Provenance().derive("shipped_codings", name=name, excerpts=len(home))
    return Codings(pd.DataFrame(rows), units_of(excerpts), pd.DataFrame(attributes), corpus=excerpts, provenance=provenance)


def _homes(excerpts: Corpus, shipped: pd.DataFrame, by_number: bool) -> dict[int, int]:
    """Position of each known excerpt -> its row in the shipped table; the same number first, then any."""
    numbers = [None if pd.isna(value) else int(value) for value in excerpts.passages["ordinal"]]
    place = {int(value): row for row, value in enumerate(shipped["ordinal"])}
    if by_number:
        return {position: place[number] for position, number in enumerate(numbers) if number in place}
    marks = [
        Mark(int(letters), anchor, sha256, tuple(str(sketch).split()))
        for letters, anchor, sha256, sketch in zip(*(shipped[column] for column in ("letters", "anchor", "sha256", "sketch")), strict=True)
    ]
    home: dict[int, int] = {}
    for position, (number, text) in enumerate(zip(numbers, excerpts.texts, strict=True)):
        copy = Copy(str(text))
        guess = place.get(number) if number is not None else None
        if guess is not None and copy.share(marks[guess]) >= PRESENT:
            home[position] = guess
            continue
        shares = [copy.share(mark) for mark in marks]
        best = max(range(len(shares)), key=shares.__getitem__)
        if shares[best] >= PRESENT:
            home[position] = best
    return home
