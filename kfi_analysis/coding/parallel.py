"""Blind parallel coding: a sheet a coder, each in an order of its own, with a share of the documents coded by all.

Nobody sees anybody's codes; the sheets come back through `read_codings`, and `merge_codings` and `agreement` do the rest. The documents
that all code are drawn at random, so that the agreement on them speaks for the material.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import NotEnoughDataError, SettingError

__all__ = ["SHEET_COLUMNS", "coding_sheets"]

SHEET_COLUMNS = ("passage_id", "document_id", "start", "end", "text", "codes", "valence", "phase", "coder")


def coding_sheets(corpus: Corpus, coders: Sequence[str], *, shared: float = 0.2, seed: int = 0) -> dict[str, pd.DataFrame]:
    """Return a sheet to fill in for each coder.

    Parameters
    ----------
    corpus
        What is to be coded: `corpus.body` or `corpus.excerpts`, say.
    coders
        Their names; they must differ.
    shared
        The share of the documents (0–1, at least one) that all coders code; the others are dealt out evenly.
    seed
        Of the draw and of each coder's order of documents.

    Returns
    -------
    dict of str to pandas.DataFrame
        Coder -> columns `SHEET_COLUMNS`, a row a passage, the documents in the coder's own random order and the passages in that of the
        text. `codes` (joined by ";", "ingen" where none holds), `valence` and `phase` are empty: read a filled sheet with
        `read_codings(path, blank="not coded")`.

    Raises
    ------
    SettingError
        If there is no coder, a name comes twice, or `shared` is not a share.
    NotEnoughDataError
        If the corpus has no passage.

    Examples
    --------
    >>> texts = Corpus.from_texts({"a": "Ett.", "b": "Två.", "c": "Tre."})
    >>> sheets = coding_sheets(texts, ["anna", "bo"], shared=0.3)
    >>> sorted(len(sheet) for sheet in sheets.values())
    [2, 2]
    """
    if not coders or len(set(coders)) < len(coders) or not 0 <= shared <= 1:
        raise SettingError(f"coders={list(coders)!r}, shared={shared}: give names that differ, and a share between 0 and 1")
    if not len(corpus):
        raise NotEnoughDataError("the corpus has no passage to code")
    documents = sorted(corpus.passages["document_id"].unique())
    rng = np.random.default_rng(seed)
    drawn = [documents[at] for at in rng.permutation(len(documents))]
    common = max(1, round(shared * len(drawn)))
    table = corpus.passages.assign(text=corpus.texts.to_numpy(), codes="", valence="", phase="")
    sheets = {}
    for place, coder in enumerate(coders):
        mine = [*drawn[:common], *drawn[common + place :: len(coders)]]
        order = {mine[at]: step for step, at in enumerate(rng.permutation(len(mine)))}
        rows = table[table["document_id"].isin(mine)].assign(coder=coder, _order=table["document_id"].map(order))
        sheets[coder] = rows.sort_values(["_order", "start"], kind="stable", ignore_index=True)[list(SHEET_COLUMNS)]
    return sheets
