"""NMF of the passages, by tf-idf, from an exact start: the classic form, the same for every seed.

A passage borrows a little of the words of the passages next to it in the same section (`context`), since one paragraph is too short to
show which words belong together and a subject rarely ends at a blank line.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kfi_analysis.topics.factorise import exact_svd, hals, nndsvd
from kfi_analysis.topics.methods.guided import free_and_seeded, guide
from kfi_analysis.topics.problem import Factors, Problem
from kfi_analysis.topics.weighting import inverse_document_frequency, tfidf

__all__ = ["fit", "weighted", "with_context"]

Array = npt.NDArray[np.floating]

CONTEXT = 0.3
_LARGE = 20_000
"""From this many passages on, single precision and a wider tolerance: the top words are the same, the memory half."""


def fit(problem: Problem, sizes: Sequence[int]) -> list[Factors]:
    """Return one solution for each number of topics; the singular value decomposition is made once for all."""
    x = weighted(problem)
    svd = exact_svd(x, max(sizes))
    return [_solve(x, svd, size, problem) for size in sizes]


def weighted(problem: Problem) -> sparse.csr_array:
    """Return the matrix that is factorised: tf-idf with the neighbours' share."""
    large = problem.counts.shape[0] >= _LARGE
    x = tfidf(problem.counts, inverse_document_frequency(problem.counts), dtype=np.float32 if large else np.float64)
    return with_context(x, problem.thread, problem.options.get("context", CONTEXT))


def with_context(x: sparse.csr_array, thread: npt.NDArray[np.int64], share: float) -> sparse.csr_array:
    """Return rows plus `share` of the rows before and after them in the same thread, scaled to length 1 again.

    Examples
    --------
    >>> x = sparse.csr_array(np.eye(3))
    >>> with_context(x, np.array([0, 0, 1]), 0.5).toarray().round(2).tolist()
    [[0.89, 0.45, 0.0], [0.45, 0.89, 0.0], [0.0, 0.0, 1.0]]
    """
    n = x.shape[0]
    if not len(thread) or share <= 0 or n < 2:
        return x
    here = np.flatnonzero(thread[1:] == thread[:-1])
    if not len(here):
        return x
    values = np.full(2 * len(here), share, dtype=x.dtype)
    pairs = (np.concatenate([here, here + 1]), np.concatenate([here + 1, here]))
    mixed = sparse.csr_array(x + sparse.csr_array((values, pairs), shape=(n, n)) @ x)
    mixed.sort_indices()
    rows = np.repeat(np.arange(n), np.diff(mixed.indptr))
    norms = np.sqrt(np.bincount(rows, weights=mixed.data.astype(np.float64) ** 2, minlength=n))
    norms[norms == 0] = 1.0
    mixed.data /= norms.astype(x.dtype)[rows]
    return mixed


def _solve(x: sparse.csr_array, svd: tuple[Array, Array, Array], size: int, problem: Problem) -> Factors:
    tolerance = 1e-4 if x.dtype == np.float32 else 1e-5
    start = nndsvd(svd, size, x.dtype)
    if problem.seeds:
        found = guide(x, free_and_seeded(x, start, problem.seeds), problem.seeds, tol=tolerance)
    else:
        found = hals(x, *start, tol=tolerance)
    return Factors(found.components, error=found.error, iterations=found.iterations)
