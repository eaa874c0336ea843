"""NMF of word pairs: the default, the same for every seed.

What is factorised is not the passages but the terms' ties: for each pair of terms, its count times its positive pointwise mutual
information, which is the pair's part in the mutual information of the terms that stand together. A passage of forty words says little
about its topic, but every passage adds to the pairs, so topics come back on other samples of a small corpus more often, and hold
together better on passages left out, than with NMF of the passages (`docs/measured/topics.md`; compare Levy & Goldberg 2014 on PMI as
what word vectors factorise, and Shi et al. 2018 on NMF with word contexts for short texts).

The cost does not grow with the number of passages once the pairs are counted.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kfi_analysis.topics.factorise import exact_svd, hals, nndsvd
from kfi_analysis.topics.methods.guided import free_and_seeded, guide
from kfi_analysis.topics.problem import Factors, Problem

__all__ = ["fit", "pair_information", "with_neighbours"]

Array = npt.NDArray[np.floating]
CONTEXT = 0.3
MOST_TERMS = 4000
"""The most frequent terms that a topic can consist of; the square of this is what has to fit in memory."""
_CHUNK = 2000
"""Passages whose pairs are counted at a time."""
_ROWS = 1000
_SINGLE = 2000
"""From this many terms on, single precision."""


def fit(problem: Problem, sizes: Sequence[int]) -> list[Factors]:
    """Return one solution for each number of topics; pairs and singular vectors are made once for all."""
    n_terms = problem.counts.shape[1]
    chosen = _most_frequent(problem, n_terms)
    information = pair_information(problem, chosen)
    svd = exact_svd(information, max(sizes))
    where = {int(term): place for place, term in enumerate(chosen)}
    seeds = {topic: [where[term] for term in terms if term in where] for topic, terms in problem.seeds.items()}
    out = []
    for size in sizes:
        start = nndsvd(svd, size, information.dtype)
        found = guide(information, free_and_seeded(information, start, seeds), seeds) if seeds else hals(information, *start, tol=1e-4)
        components = np.zeros((size, n_terms))
        components[:, chosen] = found.components
        out.append(Factors(components, error=found.error, iterations=found.iterations))
    return out


def pair_information(problem: Problem, chosen: npt.NDArray[np.int64]) -> Array:
    """Return for each pair of the chosen terms its count times its positive PMI (terms × terms; 0 on the diagonal).

    A count within a passage is damped to 1 + ln(count); a passage borrows `context` of its neighbours' counts. The matrix is scaled to
    a mean of 1 over its positive entries.
    """
    x = sparse.csr_array(problem.counts[:, chosen]) if len(chosen) < problem.counts.shape[1] else problem.counts
    double = len(chosen) < _SINGLE
    dtype: type[np.float64] | type[np.float32] = np.float64 if double else np.float32
    x = sparse.csr_array((np.log(x.data.astype(dtype)) + 1, x.indices, x.indptr), shape=x.shape)
    together = np.zeros((len(chosen), len(chosen)), dtype=dtype)
    share = problem.options.get("context", CONTEXT)
    for start in range(0, max(x.shape[0], 1), _CHUNK):
        part = with_neighbours(x, problem.thread, share, start, min(start + _CHUNK, x.shape[0]))
        product = (part.T @ part).tocoo()
        together[product.row, product.col] += product.data
    np.fill_diagonal(together, 0.0)
    alone = together.sum(axis=0, dtype=np.float64)
    scale = (np.sqrt(max(alone.sum(), 1e-300)) / np.maximum(alone, 1e-300)).astype(dtype)
    for start in range(0, len(chosen), _ROWS):
        rows = slice(start, start + _ROWS)
        ratio = together[rows] * scale[rows, None] * scale
        together[rows] *= np.log(np.maximum(ratio, 1.0, out=ratio), out=ratio)
    positive = np.count_nonzero(together)
    if positive:
        together /= dtype(together.sum(dtype=np.float64) / positive)
    return together


def with_neighbours(x: sparse.csr_array, thread: npt.NDArray[np.int64], share: float, start: int, stop: int) -> sparse.csr_array:
    """Return rows `start` to `stop`, each with `share` of the rows before and after it in the same thread."""
    rows = sparse.csr_array(x[start:stop])
    if not len(thread) or share <= 0:
        return rows
    low, high = max(start - 1, 0), min(stop + 1, x.shape[0])
    same = thread[low : high - 1] == thread[low + 1 : high]
    pairs = np.flatnonzero(same) + low
    before = pairs[(pairs + 1 >= start) & (pairs + 1 < stop)]
    after = pairs[(pairs >= start) & (pairs < stop)]
    here = np.concatenate([before + 1, after]) - start
    there = np.concatenate([before, after + 1]) - low
    ties = sparse.csr_array((np.full(len(here), share, dtype=x.dtype), (here, there)), shape=(stop - start, high - low))
    return sparse.csr_array(rows + ties @ x[low:high])


def _most_frequent(problem: Problem, n_terms: int) -> npt.NDArray[np.int64]:
    """Return the terms that can be in a topic, in the order of the vocabulary; seed words always."""
    if n_terms <= MOST_TERMS:
        return np.arange(n_terms, dtype=np.int64)
    frequency = np.bincount(problem.counts.indices, minlength=n_terms)
    kept = set(np.argsort(-frequency, kind="stable")[:MOST_TERMS].tolist())
    for terms in problem.seeds.values():
        kept.update(int(term) for term in terms)
    return np.array(sorted(kept), dtype=np.int64)
