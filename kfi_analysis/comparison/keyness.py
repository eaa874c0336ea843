"""Which terms mark a group: log-likelihood and log ratio, with dispersion so that one document cannot carry a word.

Log-likelihood G² (Dunning 1993; Rayson and Garside 2000), log ratio with 0.5 added to a zero (Hardie 2014), dispersion as the share
of the group's documents that use the term and Gries's deviation of proportions, DP (2008).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse, stats

from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import NotEnoughDataError, SettingError
from kfi_analysis.text import terms
from kfi_analysis.text.terms import Compounds

__all__ = ["KEYNESS_COLUMNS", "keyness"]

KEYNESS_COLUMNS = (
    "group",
    "term",
    "display",
    "count",
    "count_rest",
    "documents",
    "log_likelihood",
    "log_ratio",
    "p",
    "q",
    "dispersion",
    "dp",
)


def keyness(corpus: Corpus, by: str, *, min_documents: int = 2, min_count: int = 3, compounds: Compounds = "whole") -> pd.DataFrame:
    """Return the terms that are more frequent in a group than in the rest, most marked first.

    Parameters
    ----------
    corpus
        Its body passages are counted.
    by
        A passage or document column.
    min_documents
        A term must stand in at least this many documents of the group. A group with fewer documents gets no keywords.
    min_count
        And at least this many times.
    compounds
        As in `text.terms`: "whole", "split" or "both".

    Returns
    -------
    pandas.DataFrame
        Columns `KEYNESS_COLUMNS`. `q` is p (G², one degree of freedom) corrected over all terms of all groups; `dispersion` is the
        share of the group's documents with the term; `dp` is 0 (spread as the documents are long) to 1 (all in one document).

    Raises
    ------
    NotEnoughDataError
        If there are fewer than two groups.
    """
    body = corpus.body
    table = body.table()
    if by not in table.columns:
        raise SettingError(f"keyness knows no column {by!r}: it has {', '.join(map(repr, table.columns))}")
    groups = [str(group) for group in sorted(table[by].dropna().astype(str).unique())]
    if len(groups) < 2:
        raise NotEnoughDataError(f"keywords need two groups or more; {by!r} has {len(groups)}")
    counted = terms(table["text"].tolist(), compounds=compounds)
    counts = sparse.csr_matrix(counted.counts(), dtype=np.float64)
    known = table[by].notna().to_numpy(dtype=bool)
    counts, table = counts[np.flatnonzero(known)], table[known].reset_index(drop=True)
    labels = table[by].astype(str).to_numpy()
    documents, n_documents = pd.factorize(table["document_id"])[0], table["document_id"].nunique()
    gather = sparse.csr_matrix((np.ones(len(table)), (documents, np.arange(len(table)))), shape=(n_documents, len(table)))
    parts = [_one_group(group, np.flatnonzero(labels == group), counts, gather) for group in groups]
    frame = pd.concat(parts, ignore_index=True)
    frame = frame[(frame["count"] >= min_count) & (frame["documents"] >= min_documents)].reset_index(drop=True)
    frame["q"] = stats.false_discovery_control(frame["p"]) if len(frame) else []
    frame["term"] = [counted.vocabulary[at] for at in frame["column"]]
    frame["display"] = [counted.display[at] for at in frame["column"]]
    frame = frame.sort_values(["group", "log_likelihood", "term"], ascending=[True, False, True], ignore_index=True)
    return frame[list(KEYNESS_COLUMNS)]


def _one_group(group: str, rows: np.ndarray, counts: sparse.csr_matrix, gather: sparse.csr_matrix) -> pd.DataFrame:
    """All terms that the group uses relatively more often than the rest."""
    a = np.asarray(counts[rows].sum(axis=0)).ravel()
    b = np.asarray(counts.sum(axis=0)).ravel() - a
    size_a, size_b = a.sum(), b.sum()
    per_document = (gather[:, rows] @ counts[rows]).tocsc()
    lengths = np.asarray(per_document.sum(axis=1)).ravel()
    present = lengths > 0
    n_present = max(int(present.sum()), 1)
    used = np.diff(per_document.indptr)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected_a = size_a * (a + b) / (size_a + size_b)
        expected_b = size_b * (a + b) / (size_a + size_b)
        g2 = 2 * (np.where(a > 0, a * np.log(a / expected_a), 0.0) + np.where(b > 0, b * np.log(b / expected_b), 0.0))
        ratio = np.log2((np.maximum(a, 0.5) / max(size_a, 1)) / (np.maximum(b, 0.5) / max(size_b, 1)))
    keep = np.flatnonzero((a > 0) & (ratio > 0))
    return pd.DataFrame(
        {
            "group": group,
            "column": keep,
            "count": a[keep].astype("int64"),
            "count_rest": b[keep].astype("int64"),
            "documents": used[keep].astype("int64"),
            "log_likelihood": g2[keep],
            "log_ratio": ratio[keep],
            "p": stats.chi2.sf(g2[keep], 1),
            "dispersion": used[keep] / n_present,
            "dp": [_dp(per_document, int(at), lengths, float(a[at])) for at in keep],
        }
    )


def _dp(per_document: sparse.csc_matrix, at: int, lengths: np.ndarray, total: float) -> float:
    """Gries's deviation of proportions: half the sum of |share of the term - share of the words| over documents."""
    low, high = per_document.indptr[at], per_document.indptr[at + 1]
    rows, values = per_document.indices[low:high], per_document.data[low:high]
    expected = lengths / lengths.sum()
    return float(0.5 * (np.abs(values / total - expected[rows]).sum() + 1.0 - expected[rows].sum()))
