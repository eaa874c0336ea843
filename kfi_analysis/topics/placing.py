"""Placing passages on fitted topics: the part of a model that new material needs.

NMF places by least squares on tf-idf weights, LDA by the likelihood of the words under a flat Dirichlet prior. The passages that the
model was fitted on are placed by the same rule, so that an old passage given anew has its old shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kfi_analysis.topics.factorise import solve_loadings
from kfi_analysis.topics.measures import topic_distribution
from kfi_analysis.topics.weighting import tfidf

__all__ = ["Placing"]

Floats = npt.NDArray[np.float64]
_CHUNK = 20_000
_PRIOR = 0.1


@dataclass(frozen=True, eq=False)
class Placing:
    """What places a passage on the topics.

    Parameters
    ----------
    vocabulary
        The terms, in the order of the columns.
    display
        How each term is shown.
    idf
        Weight of each term.
    components
        Topics × terms, non-negative.
    probabilistic
        Place by likelihood (LDA) in place of least squares (NMF).
    """

    vocabulary: tuple[str, ...]
    display: tuple[str, ...]
    idf: Floats
    components: Floats
    probabilistic: bool = False

    def reorder(self, order: Sequence[int] | npt.NDArray[np.intp]) -> Placing:
        """Return the placing with the topics in another order."""
        return Placing(self.vocabulary, self.display, self.idf, self.components[np.asarray(order)], self.probabilistic)

    def place(self, counts: sparse.csr_array) -> Floats:
        """Return the shares of the topics, passages × topics; rows sum to 1, or are 0 where nothing is known."""
        out = np.zeros((counts.shape[0], self.components.shape[0]))
        for start in range(0, counts.shape[0], _CHUNK):
            part = sparse.csr_array(counts[start : start + _CHUNK])
            out[start : start + _CHUNK] = self._folded(part) if self.probabilistic else self._least_squares(part)
        totals = out.sum(axis=1, keepdims=True)
        return np.asarray(np.divide(out, totals, out=np.zeros_like(out), where=totals > 0))

    def _least_squares(self, counts: sparse.csr_array) -> Floats:
        loadings = solve_loadings(tfidf(counts, self.idf), self.components)
        return np.asarray(loadings * self.components.sum(axis=1), dtype=np.float64)

    def _folded(self, counts: sparse.csr_array, steps: int = 50) -> Floats:
        """Return the posterior mode of the shares, by expectation-maximisation with the words of the topics fixed."""
        beta = topic_distribution(self.components)
        n, k = counts.shape[0], beta.shape[0]
        rows = np.repeat(np.arange(n), np.diff(counts.indptr))
        columns, data = counts.indices, counts.data.astype(np.float64)
        known = np.bincount(rows, weights=data * (beta.sum(axis=0)[columns] > 0), minlength=n) > 0
        theta = np.full((n, k), 1.0 / k)
        words = np.ascontiguousarray(beta.T[columns])
        summed = sparse.csr_array((np.ones(len(rows)), np.arange(len(rows)), counts.indptr), shape=(n, len(rows)))
        for _ in range(steps):
            joint = theta[rows] * words
            joint *= (data / np.maximum(joint.sum(axis=1), 1e-300))[:, None]
            new = np.asarray(summed @ joint) + _PRIOR
            theta = new / new.sum(axis=1, keepdims=True)
        theta[~known] = 0.0
        return np.asarray(theta)
