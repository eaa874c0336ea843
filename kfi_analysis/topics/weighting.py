"""tf-idf on a passage × term count matrix: the weights that NMF factorises.

`idf` is kept, so that new passages are weighted as the old ones were.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

__all__ = ["inverse_document_frequency", "tfidf"]

Floats = npt.NDArray[np.float64]


def inverse_document_frequency(counts: sparse.csr_array) -> Floats:
    """Return `ln((1 + n) / (1 + df)) + 1` for each term (the smoothed form that scikit-learn uses)."""
    n = counts.shape[0]
    frequency = np.bincount(counts.indices[counts.data > 0], minlength=counts.shape[1])
    return np.asarray(np.log((1.0 + n) / (1.0 + frequency)) + 1.0, dtype=np.float64)


def tfidf(counts: sparse.csr_array, idf: Floats, *, sublinear: bool = True, dtype: npt.DTypeLike = np.float64) -> sparse.csr_array:
    """Return the counts times idf, each row scaled to length 1; empty rows stay empty.

    Parameters
    ----------
    counts
        Passages × terms, non-negative.
    idf
        One factor a term.
    sublinear
        Replace a count by 1 + ln(count): a word said five times is not five times the topic.
    dtype
        float32 halves the memory of large corpora.

    Examples
    --------
    >>> x = tfidf(sparse.csr_array([[1, 1], [0, 2]]), np.ones(2))
    >>> x.toarray().round(3).tolist()
    [[0.707, 0.707], [0.0, 1.0]]
    """
    data = counts.data.astype(dtype)
    if sublinear:
        np.log(data, out=data)
        data += 1
    data *= idf.astype(dtype)[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0], dtype=np.int32), np.diff(counts.indptr))
    norms = np.sqrt(np.bincount(rows, weights=data.astype(np.float64) ** 2, minlength=counts.shape[0]))
    norms[norms == 0] = 1.0
    data /= norms.astype(dtype)[rows]
    return sparse.csr_array((data, counts.indices, counts.indptr), shape=counts.shape)
