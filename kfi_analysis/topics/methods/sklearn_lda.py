"""Latent Dirichlet allocation by scikit-learn: batch variational Bayes (Blei, Ng & Jordan 2003; Hoffman, Blei & Bach 2010)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kfi_analysis.topics.problem import Factors, Problem

__all__ = ["fit"]


def fit(problem: Problem, sizes: Sequence[int]) -> list[Factors]:
    """Return one solution for each number of topics; the random start is drawn from the problem's seed."""
    from scipy import sparse
    from sklearn.decomposition import LatentDirichletAllocation

    counts = sparse.csr_matrix(problem.counts)
    out = []
    for size in sizes:
        model = LatentDirichletAllocation(
            n_components=size,
            learning_method="batch",
            max_iter=int(problem.options.get("iterations", 50)),
            random_state=problem.seed,
            n_jobs=1,
        ).fit(counts)
        weights = np.maximum(model.components_ - model.topic_word_prior_, 0.0)
        out.append(Factors(weights + 1e-9, probabilistic=True, iterations=int(model.n_iter_)))
    return out
