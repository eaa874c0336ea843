"""Consensus of tf-idf NMF: the topics that samples of the passages agree on.

Each sample of 80 % of the passages gets its own factorisation from an exact start; its topics are matched one to one with those of the
whole, and each topic becomes the mean of its matches, weighted by how well they agree (after Kotliar et al. 2019, with matching
in place of clustering, so that no topic can vanish).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import linear_sum_assignment

from kfi_analysis.topics.factorise import exact_svd, hals, nndsvd
from kfi_analysis.topics.methods.tfidf_nmf import fit as fit_whole
from kfi_analysis.topics.methods.tfidf_nmf import weighted
from kfi_analysis.topics.problem import Factors, Problem

__all__ = ["fit"]

_SAMPLES = 25
_SHARE = 0.8


def fit(problem: Problem, sizes: Sequence[int]) -> list[Factors]:
    """Return one solution for each number of topics."""
    whole = fit_whole(problem, sizes)
    n = problem.counts.shape[0]
    rng = np.random.default_rng(problem.seed)
    totals = [np.zeros_like(_unit(factors.components)) for factors in whole]
    for _ in range(int(problem.options.get("samples", _SAMPLES))):
        rows = np.sort(rng.choice(n, max(2, round(_SHARE * n)), replace=False))
        x = weighted(problem.rows(rows))
        svd = exact_svd(x, max(sizes))
        for factors, total, size in zip(whole, totals, sizes, strict=True):
            _add_matched(total, _unit(factors.components), _unit(_sample(x, svd, size)))
    return [
        Factors(_scaled(total, factors.components), error=factors.error, iterations=factors.iterations)
        for total, factors in zip(totals, whole, strict=True)
    ]


def _sample(x: sparse.csr_array, svd: tuple[npt.NDArray[np.floating], ...], size: int) -> npt.NDArray[np.floating]:
    return hals(x, *nndsvd((svd[0], svd[1], svd[2]), size, x.dtype), tol=1e-4).components


def _add_matched(total: npt.NDArray[np.floating], whole: npt.NDArray[np.floating], part: npt.NDArray[np.floating]) -> None:
    likeness = whole @ part.T
    mine, theirs = linear_sum_assignment(-likeness)
    total[mine] += likeness[mine, theirs][:, None] * part[theirs]


def _unit(components: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    return np.asarray(components / np.maximum(np.linalg.norm(components, axis=1, keepdims=True), 1e-12))


def _scaled(total: npt.NDArray[np.floating], like: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    return np.asarray(_unit(total) * np.linalg.norm(like, axis=1, keepdims=True))
