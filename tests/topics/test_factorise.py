from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from sklearn.decomposition import NMF

from kfi_analysis.topics.factorise import exact_svd, hals, nndsvd, solve_loadings
from kfi_analysis.topics.weighting import inverse_document_frequency, tfidf


def counts(seed: int, n: int = 40, m: int = 60, density: float = 0.2) -> sparse.csr_array:
    rng = np.random.default_rng(seed)
    return sparse.csr_array(rng.poisson(1.0, size=(n, m)) * (rng.random((n, m)) < density)).astype(np.float64)


@given(st.integers(0, 10_000), st.integers(5, 30), st.integers(5, 30))
def test_svd_is_that_of_numpy(seed: int, n: int, m: int) -> None:
    x = counts(seed, n, m, 0.5)
    left, values, right = exact_svd(x, 4)
    assert np.allclose(values, np.linalg.svd(x.toarray(), compute_uv=False)[:4], atol=1e-6)
    best = np.linalg.svd(x.toarray(), full_matrices=False)
    same = np.diff(best[1][:5]) if len(best[1]) >= 5 else np.array([-1.0])
    if (np.abs(same) > 1e-3).all() and best[1][3] > 1e-3:
        assert np.allclose((left * values) @ right, (best[0][:, :4] * best[1][:4]) @ best[2][:4], atol=1e-5)


def test_the_large_path_gives_the_small_path_s_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    x = tfidf(counts(1, 120, 150), np.ones(150))
    small = exact_svd(x, 6)
    monkeypatch.setattr("kfi_analysis.topics.factorise._DENSE_SIDE", 10)
    large = exact_svd(x, 6)
    for a, b in zip(small, large, strict=True):
        assert np.allclose(a, b, atol=1e-8)


def test_dense_and_sparse_give_the_same() -> None:
    x = counts(3)
    a = hals(x, *nndsvd(exact_svd(x, 4), 4))
    b = hals(x.toarray(), *nndsvd(exact_svd(x.toarray(), 4), 4))
    assert np.allclose(a.components, b.components, atol=1e-8)


@given(st.integers(0, 10_000))
def test_hals_never_gives_negative_numbers_and_never_gets_worse(seed: int) -> None:
    x = counts(seed)
    start = nndsvd(exact_svd(x, 3), 3)
    short, long = hals(x, *start, max_iter=2), hals(x, *start, max_iter=60)
    assert (long.components >= 0).all()
    assert (long.loadings >= 0).all()
    assert long.error <= short.error + 1e-9
    rest = ((x.toarray() - long.loadings @ long.components) ** 2).sum() / (x.toarray() ** 2).sum()
    assert long.error == pytest.approx(rest, abs=0.02)


def test_hals_fits_as_well_as_scikit_learn() -> None:
    x = tfidf(counts(2, 100, 80), inverse_document_frequency(counts(2, 100, 80)))
    ours = hals(x, *nndsvd(exact_svd(x, 6), 6), tol=1e-7, max_iter=500)
    peer = NMF(6, init="nndsvd", max_iter=1000, tol=1e-3, random_state=0).fit(sparse.csr_matrix(x))
    theirs = peer.reconstruction_err_**2 / (x.data**2).sum()
    assert ours.error <= theirs * 1.01


def test_loadings_are_those_of_non_negative_least_squares() -> None:
    from scipy.optimize import nnls

    x = counts(5, 20, 30)
    components = np.random.default_rng(0).random((4, 30))
    mine = solve_loadings(x, components)
    for row in range(20):
        assert np.allclose(mine[row], nnls(components.T, x.toarray()[row])[0], atol=0.02)


def test_tfidf_is_that_of_scikit_learn() -> None:
    from sklearn.feature_extraction.text import TfidfTransformer

    x = counts(6)
    mine = tfidf(x, inverse_document_frequency(x)).toarray()
    assert np.allclose(mine, TfidfTransformer(sublinear_tf=True).fit_transform(sparse.csr_matrix(x)).toarray())
