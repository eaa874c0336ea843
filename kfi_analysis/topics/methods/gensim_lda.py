"""Latent Dirichlet allocation by gensim's single-core `LdaModel`, which a seed makes repeatable (its multicore form is not)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kfi_analysis.errors import MissingExtraError
from kfi_analysis.topics.problem import Factors, Problem

__all__ = ["bag_of_words", "fit"]

Bag = list[list[tuple[int, int]]]


def fit(problem: Problem, sizes: Sequence[int]) -> list[Factors]:
    """Return one solution for each number of topics.

    Raises
    ------
    MissingExtraError
        If gensim is not installed (it has no wheel for Python 3.14).
    """
    try:
        from gensim.models import LdaModel
    except ImportError as error:
        raise MissingExtraError("gensim", "gensim", "the method 'gensim-lda'") from error
    bags, words = bag_of_words(problem)
    out = []
    for size in sizes:
        model = LdaModel(
            bags,
            num_topics=size,
            id2word=words,
            passes=int(problem.options.get("iterations", 30)),
            iterations=100,
            alpha="auto",
            eta="auto",
            eval_every=None,
            random_state=np.random.RandomState(problem.seed),
        )
        out.append(Factors(np.asarray(model.get_topics(), dtype=np.float64), probabilistic=True))
    return out


def bag_of_words(problem: Problem) -> tuple[Bag, dict[int, str]]:
    """Return the counts in gensim's form, and a name for each term."""
    counts = problem.counts
    bags: Bag = []
    for row in range(counts.shape[0]):
        span = slice(counts.indptr[row], counts.indptr[row + 1])
        bags.append([(int(t), int(c)) for t, c in zip(counts.indices[span], counts.data[span], strict=True)])
    return bags, {term: str(term) for term in range(counts.shape[1])}
