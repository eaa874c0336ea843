"""The hierarchical Dirichlet process by gensim (Wang, Paisley & Blei 2011): the number of topics asked for is an upper limit.

Topics are ordered by how many words they carry; those with less than one word in a thousand are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kfi_analysis.errors import MissingExtraError
from kfi_analysis.topics.methods.gensim_lda import bag_of_words
from kfi_analysis.topics.problem import Factors, Problem

__all__ = ["fit"]

_ROUNDS = 10
"""Times that the passages are gone through."""


def fit(problem: Problem, sizes: Sequence[int]) -> list[Factors]:
    """Return one solution for each upper limit.

    Raises
    ------
    MissingExtraError
        If gensim is not installed (it has no wheel for Python 3.14).
    """
    try:
        from gensim.corpora import Dictionary
        from gensim.models import HdpModel
    except ImportError as error:
        raise MissingExtraError("gensim", "gensim", "the method 'gensim-hdp'") from error
    bags, words = bag_of_words(problem)
    dictionary = Dictionary.from_corpus(bags, words)
    out = []
    for size in sizes:
        state = np.random.RandomState(problem.seed)
        model = HdpModel(bags, dictionary, T=size, K=min(15, size), random_state=state, chunksize=len(bags), max_chunks=_ROUNDS, kappa=0.6)
        model.update_expectations()
        lambdas = model.m_lambda
        mass = lambdas.sum(axis=1)
        order = np.argsort(-mass, kind="stable")
        kept = order[mass[order] >= 0.001 * mass.sum()]
        out.append(Factors(np.asarray(lambdas[kept], dtype=np.float64), probabilistic=True))
    return out
