"""Non-negative matrix factorisation that gives the same answer every time.

The start is NNDSVD (Boutsidis & Gallopoulos 2008) on an exact singular value decomposition, where others use a randomised one. The
descent is accelerated HALS (Cichocki & Phan 2009; Gillis & Glineur 2012): one sparse product, then several cheap sweeps over it.
Nothing here draws a random number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.linalg import LinearOperator, eigsh

__all__ = ["Descent", "exact_svd", "hals", "nndsvd", "solve_loadings"]

Array = npt.NDArray[np.floating]
Matrix = sparse.csr_array | Array
"""A sparse or a dense matrix."""
_DENSE_SIDE = 400
"""Up to this many rows or columns the Gram matrix is small enough for a full, exact eigendecomposition."""
_TINY = 1e-12


@dataclass(frozen=True)
class Descent:
    """A factorisation `X ≈ loadings @ components`.

    `loadings` is passages × topics, `components` topics × terms; both non-negative. `error` is the share of the squared norm of X
    that is left unexplained, 0-1.
    """

    loadings: Array
    components: Array
    error: float
    iterations: int


def exact_svd(x: Matrix, k: int) -> tuple[Array, Array, Array]:
    """Return the `k` largest singular triplets (left n × k, values, right k × m), largest first, signs fixed.

    A sign is fixed so that the entry of largest size in each left vector is positive. On a small matrix a full eigendecomposition of
    the Gram matrix is used; on a large one Lanczos (ARPACK) from a fixed start vector, to machine precision.
    """
    n, m = x.shape
    wide = n <= m
    side = min(n, m)
    if side <= _DENSE_SIDE or k >= side // 4:
        product = x @ x.T if wide else x.T @ x
        gram = np.asarray(product if isinstance(product, np.ndarray) else product.toarray(), dtype=np.float64)
        values, vectors = np.linalg.eigh(gram)
    else:
        start = np.sin(np.arange(1, side + 1, dtype=np.float64)) + 1.5

        def gram_times(v: Array) -> Array:
            flat = np.asarray(v, dtype=x.dtype).ravel()
            return np.asarray(x @ (x.T @ flat) if wide else x.T @ (x @ flat), dtype=np.float64)

        operator = LinearOperator((side, side), matvec=gram_times, dtype=np.float64)
        tolerance = 0.0 if x.dtype == np.float64 else 1e-5
        values, vectors = eigsh(operator, k=k, which="LA", v0=start, tol=tolerance)
    order = np.argsort(-values, kind="stable")[:k]
    sigma = np.sqrt(np.maximum(values[order], 0.0))
    near = vectors[:, order]
    near = near * np.where(near[np.abs(near).argmax(axis=0), np.arange(near.shape[1])] < 0, -1.0, 1.0)
    typed = near.astype(x.dtype)
    far = np.asarray(x.T @ typed if wide else x @ typed, dtype=np.float64) / np.maximum(sigma, _TINY)
    far[:, sigma < _TINY] = 0.0
    return (near, sigma, far.T) if wide else (far, sigma, near.T)


def nndsvd(svd: tuple[Array, Array, Array], k: int, dtype: npt.DTypeLike = np.float64) -> tuple[Array, Array]:
    """Return non-negative starts (loadings n × k, components k × m) from the first `k` singular triplets."""
    left, sigma, right = svd
    loadings = np.zeros((left.shape[0], k), dtype=dtype)
    components = np.zeros((k, right.shape[1]), dtype=dtype)
    for j in range(min(k, len(sigma))):
        u, v = left[:, j], right[j]
        if j == 0:
            scale = np.sqrt(sigma[0])
            loadings[:, 0], components[0] = scale * np.abs(u), scale * np.abs(v)
            continue
        plus = (np.maximum(u, 0), np.maximum(v, 0))
        minus = (np.maximum(-u, 0), np.maximum(-v, 0))
        norms = [(np.linalg.norm(a), np.linalg.norm(b)) for a, b in (plus, minus)]
        pick = 0 if norms[0][0] * norms[0][1] >= norms[1][0] * norms[1][1] else 1
        a, b = (plus, minus)[pick]
        na, nb = norms[pick]
        if na < _TINY or nb < _TINY:
            continue
        scale = np.sqrt(sigma[j] * na * nb)
        loadings[:, j], components[j] = scale * a / na, scale * b / nb
    return loadings, components


def hals(
    x: Matrix,
    loadings: Array,
    components: Array,
    *,
    max_iter: int = 200,
    tol: float = 1e-5,
    sweeps: int = 3,
    reward: Array | None = None,
) -> Descent:
    """Return the local optimum of `||x - loadings @ components||²` that the start leads to.

    Parameters
    ----------
    x
        Passages × terms, non-negative.
    loadings, components
        The start; not changed.
    max_iter
        Outer steps at most; one step costs two sparse products.
    tol
        Stop when the unexplained share falls by less than this fraction of itself in a step.
    sweeps
        Inner sweeps for each sparse product.
    reward
        Topics × terms: how much a term is to be raised in a topic, as a share of the topic's heaviest term.
    """
    w = np.array(loadings, dtype=x.dtype, order="F")
    ht = np.array(components.T, dtype=x.dtype, order="F")
    transposed = x.T if isinstance(x, np.ndarray) else x.T.tocsr()
    values = x.ravel() if isinstance(x, np.ndarray) else x.data
    total = float(np.dot(values, values)) or 1.0
    error = before = np.inf
    steps = 0
    while steps < max_iter:
        steps += 1
        gram = ht.T @ ht
        _sweep(w, np.asfortranarray(x @ ht), gram, sweeps)
        gram = w.T @ w
        cross = np.asfortranarray(transposed @ w)
        if reward is not None:
            cross += reward.T * (np.maximum(ht.max(axis=0), _TINY) * np.diag(gram))
        _sweep(ht, cross, gram, sweeps)
        fit = float(2.0 * np.vdot(cross, ht) - np.vdot(gram, ht.T @ ht))
        error = max(0.0, 1.0 - fit / total)
        if before - error <= tol * max(error, _TINY):
            break
        before = error
    return Descent(np.ascontiguousarray(w), np.ascontiguousarray(ht.T), error, steps)


def solve_loadings(x: sparse.csr_array, components: Array, *, rounds: int = 40) -> Array:
    """Return the non-negative loadings (n × k) of passages on fixed components, by least squares."""
    ht = np.asfortranarray(components.T.astype(x.dtype))
    cross, gram = np.asfortranarray(x @ ht), ht.T @ ht
    w = np.zeros((x.shape[0], components.shape[0]), dtype=x.dtype, order="F")
    for _ in range(rounds):
        before = w.copy()
        _sweep(w, cross, gram, 5)
        if np.abs(w - before).max(initial=0.0) <= 1e-4 * max(float(w.max(initial=0.0)), _TINY):
            break
    return np.ascontiguousarray(w)


def _sweep(factor: Array, cross: Array, gram: Array, sweeps: int) -> None:
    """Update the columns of `factor` in place, one topic after the other, `sweeps` times."""
    diagonal = np.maximum(np.diag(gram), _TINY)
    target = np.asfortranarray(cross / diagonal)
    others = np.asfortranarray(gram / diagonal)
    np.fill_diagonal(others, 0.0)
    for _ in range(sweeps):
        for j in range(factor.shape[1]):
            new = target[:, j] - factor @ others[:, j]
            np.maximum(new, 0.0, out=factor[:, j])
