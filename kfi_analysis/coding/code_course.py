"""A theme over the course of a document: where in a report, from first to last page, is each code spoken of?

Each passage has a place between 0 (first character) and 1 (last); documents of different length are laid over each other. The interval
is over documents, and so is missing where there is only one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kfi_analysis.coding.codings import Codings
from kfi_analysis.errors import SettingError
from kfi_analysis.resampling import ratio_interval

__all__ = ["COURSE_COLUMNS", "course"]

COURSE_COLUMNS = {
    "part": "int64",
    "begin": "float64",
    "end": "float64",
    "code": "string",
    "n": "int64",
    "count": "int64",
    "share": "float64",
    "low": "float64",
    "high": "float64",
}
"""`part` counts from 1; `begin` and `end` are its limits (0–1 of a document); n passages begin in it, `count` of them with the code."""


def course(
    codings: Codings,
    *,
    parts: int = 10,
    codes: Sequence[str] | None = None,
    level: int | None = 1,
    coder: str | None = None,
    confidence: float = 0.95,
    resamples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the share of passages with each code in each part of the documents.

    Parameters
    ----------
    codings
        The coding. A document's length is that of its text where the corpus is known, else the end of its last passage.
    parts
        Into how many parts of equal length the documents are cut; a passage belongs to the part that holds its middle.
    codes, level, coder
        As in `Codings.matrix`.
    confidence, resamples, seed
        Of the interval: bootstrap over documents, percentiles.

    Returns
    -------
    pandas.DataFrame
        Columns `COURSE_COLUMNS`; a part without passages has n 0 and a missing share.

    Examples
    --------
    >>> units = pd.DataFrame({"passage_id": list("abcd"), "document_id": "d", "start": [0, 10, 20, 30], "end": [9, 19, 29, 40]})
    >>> rows = pd.DataFrame({"passage_id": ["a", "b"], "code": "ansvar", "coder": "x"})
    >>> course(Codings(rows, units), parts=2)[["part", "n", "count", "share"]].values.tolist()
    [[1.0, 2.0, 2.0, 1.0], [2.0, 2.0, 0.0, 0.0]]
    """
    if parts < 1:
        raise SettingError(f"parts={parts}: it must be at least 1")
    matrix = codings.matrix(level=level, coder=coder, codes=codes)
    units = codings.units.set_index("passage_id").loc[matrix.index]
    lengths = units.groupby("document_id")["end"].max()
    if codings.corpus is not None:
        documents = codings.corpus.documents
        lengths = pd.Series(documents["text"].str.len().to_numpy(), index=documents["document_id"].to_numpy())
    middle = (units["start"].to_numpy() + units["end"].to_numpy()) / 2
    whole = units["document_id"].map(lengths).to_numpy(dtype=float)
    place = np.minimum((parts * middle / np.maximum(whole, 1)).astype(int), parts - 1)
    documents_of = units["document_id"].to_numpy(dtype=object).astype(str)
    rows = []
    for part in range(parts):
        here = place == part
        hits = matrix.to_numpy(dtype=float)[here]
        n = int(here.sum())
        value, low, high = ratio_interval(hits, np.ones(n), documents_of[here], level=confidence, resamples=resamples, seed=seed)
        for at, code in enumerate(matrix.columns):
            rows.append((part + 1, part / parts, (part + 1) / parts, code, n, int(hits[:, at].sum()), value[at], low[at], high[at]))
    return pd.DataFrame(rows, columns=list(COURSE_COLUMNS)).astype(COURSE_COLUMNS)
