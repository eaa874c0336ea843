"""Structure of a network as plain arrays: the measures that networkx does not have, each after its source.

Matrices are square, row -> column, without self-ties unless said. Labels, intervals and layers are put on by `measures`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = [
    "ROLES",
    "balance",
    "betweenness",
    "brokerage_counts",
    "centralization",
    "coreness",
    "density",
    "ei_index",
    "noise_corrected",
    "permute_groups",
    "qap_correlation",
    "reciprocity",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
"""Gould and Fernandez (1989): which groups the ends and the middle of a path belong to. None of them is good or bad in itself."""


def bare(matrix: npt.ArrayLike) -> Floats:
    """Return a float copy with an empty diagonal."""
    out = np.array(matrix, dtype=np.float64)
    np.fill_diagonal(out, 0.0)
    return out


def density(matrix: npt.ArrayLike) -> float:
    """Return the share of the possible ordered pairs that are tied (NaN for fewer than two nodes).

    Examples
    --------
    >>> density([[0, 1], [0, 0]])
    0.5
    """
    tied = bare(matrix) > 0
    n = len(tied)
    return float(tied.sum() / (n * (n - 1))) if n > 1 else float("nan")


def reciprocity(matrix: npt.ArrayLike) -> float:
    """Return the share of directed ties that are returned (NaN without ties)."""
    tied = bare(matrix) > 0
    return float((tied & tied.T).sum() / tied.sum()) if tied.any() else float("nan")


def centralization(scores: npt.ArrayLike, highest: float) -> float:
    """Return Freeman's centralisation: how far the nodes fall below the most central one, against the most centralised network.

    Parameters
    ----------
    scores
        Centrality of each node.
    highest
        The sum of differences that a star of this size would have.

    Notes
    -----
    Freeman, L. C. (1979). Centrality in social networks: conceptual clarification. Social Networks 1, 215-239.
    """
    values = np.asarray(scores, dtype=np.float64)
    return float((values.max() - values).sum() / highest) if len(values) and highest > 0 else float("nan")


def betweenness(matrix: npt.ArrayLike) -> Floats:
    """Return the share of shortest directed paths between the others that run over each node, 0 to 1, ties unweighted.

    Brandes' two sweeps (2001, Journal of Mathematical Sociology 25), all sources at once as matrix products: a bootstrap asks for it
    hundreds of times.
    """
    tied = (bare(matrix) > 0).astype(np.float64)
    n = len(tied)
    if n < 3:
        return np.zeros(n)
    paths = np.eye(n)
    front, seen = np.eye(n), np.eye(n, dtype=bool)
    levels = [seen.copy()]
    while True:
        front = np.where(seen, 0.0, front @ tied)
        if not front.any():
            break
        reached = front > 0
        paths += front
        seen |= reached
        levels.append(reached)
    passed = np.zeros((n, n))
    for level in range(len(levels) - 1, 0, -1):
        ahead = np.divide(1 + passed, paths, out=np.zeros((n, n)), where=levels[level])
        passed += np.where(levels[level - 1], paths * (ahead @ tied.T), 0.0)
    np.fill_diagonal(passed, 0.0)
    return np.asarray(passed.sum(axis=0) / ((n - 1) * (n - 2)), dtype=np.float64)


def ei_index(matrix: npt.ArrayLike, groups: Sequence[object]) -> float:
    """Return (external - internal) / all ties, -1 to 1 (Krackhardt and Stern 1988, Social Psychology Quarterly 51); NaN without ties.

    Examples
    --------
    >>> ei_index([[0, 1, 1], [1, 0, 0], [1, 0, 0]], ["a", "a", "b"])
    0.0
    """
    weights = bare(matrix)
    _, codes = np.unique(np.asarray([str(g) for g in groups]), return_inverse=True)
    same = codes[:, None] == codes[None, :]
    total = weights.sum()
    return float((weights[~same].sum() - weights[same].sum()) / total) if total > 0 else float("nan")


def permute_groups(matrix: npt.ArrayLike, groups: Sequence[object], *, permutations: int, seed: int) -> tuple[float, float, float]:
    """Return (E-I index, its mean when groups are dealt out anew, two-sided p) by permutation of the group labels."""
    weights = bare(matrix)
    value = ei_index(weights, groups)
    if not np.isfinite(value):
        return value, float("nan"), float("nan")
    labels = np.asarray([str(g) for g in groups])
    generator = np.random.default_rng(seed)
    drawn = np.array([ei_index(weights, list(generator.permutation(labels))) for _ in range(permutations)])
    middle = float(drawn.mean())
    extreme = int((np.abs(drawn - middle) >= abs(value - middle) - 1e-12).sum())
    return value, middle, (extreme + 1) / (permutations + 1)


def brokerage_counts(matrix: npt.ArrayLike, groups: Sequence[object]) -> Ints:
    """Return how often each node is the middle of a path a -> node -> c with no tie a -> c, by role.

    Returns
    -------
    Array (n, 5), columns in the order of `ROLES`: coordinator (a, node and c of one group), itinerant (a and c of one, node of another),
    gatekeeper (a of another, node and c of one), representative (a and node of one, c of another), liaison (three groups).

    Notes
    -----
    Gould, R. V. and Fernandez, R. M. (1989). Structures of mediation. Sociological Methodology 19, 89-126.
    """
    tied = bare(matrix) > 0
    n = len(tied)
    _, codes = np.unique(np.asarray([str(g) for g in groups]), return_inverse=True)
    counts = np.zeros((n, len(ROLES)), dtype=np.int64)
    for node in range(n):
        before, after = np.flatnonzero(tied[:, node]), np.flatnonzero(tied[node])
        if not len(before) or not len(after):
            continue
        a, c = np.meshgrid(before, after, indexing="ij")
        open_path = (a != c) & ~tied[a, c]
        ga, gc, gn = codes[a], codes[c], codes[node]
        cases = (
            (ga == gn) & (gc == gn),
            (ga == gc) & (ga != gn),
            (ga != gn) & (gc == gn),
            (ga == gn) & (gc != gn),
            (ga != gn) & (gc != gn) & (ga != gc),
        )
        counts[node] = [int((open_path & case).sum()) for case in cases]
    return counts


def coreness(matrix: npt.ArrayLike, *, rounds: int = 2000) -> tuple[Floats, float]:
    """Return each node's closeness to the core (0 to 1) and the fit of the model, a correlation.

    The continuous model of Borgatti and Everett (1999, Social Networks 21): the tie of two nodes is as strong as the product of their
    corenesses; the vector with the least squared error off the diagonal is found by fixed-point steps (MINRES; Boyd et al. 2010).
    """
    weights = bare(matrix)
    weights = np.maximum(weights, weights.T)
    n = len(weights)
    if n < 3 or not weights.any():
        return np.zeros(n), float("nan")
    core = weights.sum(axis=1) / np.sqrt(weights.sum())
    for _ in range(rounds):
        squares = (core**2).sum() - core**2
        step = np.divide(weights @ core, squares, out=np.zeros(n), where=squares > 0)
        new = 0.5 * (core + step)
        if np.abs(new - core).max() < 1e-12:
            break
        core = new
    upper = np.triu_indices(n, 1)
    product = np.outer(core, core)[upper]
    observed = weights[upper]
    varied = product.std() > 0 and observed.std() > 0
    fit = float(np.corrcoef(product, observed)[0, 1]) if varied else float("nan")
    top = core.max()
    return (core / top if top > 0 else core), fit


def balance(signs: npt.ArrayLike) -> tuple[float, int]:
    """Return the share of triangles with an even number of negative ties, and how many triangles there are.

    Parameters
    ----------
    signs
        Symmetric matrix of +1, -1 and 0.

    Notes
    -----
    Cartwright, D. and Harary, F. (1956). Structural balance. Psychological Review 63, 277-293.

    Examples
    --------
    >>> balance([[0, 1, -1], [1, 0, -1], [-1, -1, 0]])
    (1.0, 1)
    """
    signed = np.sign(bare(signs))
    whole = float(np.trace(np.linalg.matrix_power(np.abs(signed), 3)))
    closed = float(np.trace(np.linalg.matrix_power(signed, 3)))
    triangles = round(whole / 6)
    return ((whole + closed) / (2 * whole) if triangles else float("nan")), triangles


def noise_corrected(matrix: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return (score, standard deviation) of each tie: how much stronger it is than its nodes' activity makes one expect.

    A tie belongs to the backbone if score > delta * standard deviation (delta 1.28, 1.64, 2.32 for p about .1, .05, .01).

    Notes
    -----
    Coscia, M. and Neffke, F. (2017). Network backboning with noisy data. ICDE 2017, 425-436.
    """
    weights = bare(matrix)
    total = weights.sum()
    out, into = weights.sum(axis=1)[:, None], weights.sum(axis=0)[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        product = out * into
        lift = total / product
        score = (lift * weights - 1) / (lift * weights + 1)
        mean = product / total**2
        variance = (product * (total - out) * (total - into)) / (total**4 * (total - 1))
        alpha = mean**2 / variance * (1 - mean) - mean + weights
        beta = mean / variance * (1 - mean**2) - (1 - mean) + total - weights
        expected = alpha / (alpha + beta)
        spread = expected * (1 - expected) * total
        slope = 1 / product - total * (out + into) / product**2
        deviation = np.sqrt(spread * (2 * (lift + weights * slope) / (lift * weights + 1) ** 2) ** 2)
    empty = weights == 0
    return np.where(empty, np.nan, score), np.where(empty, np.nan, deviation)


def qap_correlation(one: npt.ArrayLike, other: npt.ArrayLike, *, permutations: int = 2000, seed: int = 0) -> tuple[float, float]:
    """Return the correlation of two networks over the same nodes, and its two-sided p by relabelling the nodes of one.

    Notes
    -----
    Krackhardt, D. (1988). Predicting with networks: nonparametric multiple regression analysis of dyadic data. Social Networks 10.
    """
    a, b = bare(one), bare(other)
    n = len(a)
    off = ~np.eye(n, dtype=bool)
    if n < 3 or a[off].std() == 0 or b[off].std() == 0:
        return float("nan"), float("nan")
    standard = (b[off] - b[off].mean()) / b[off].std()

    def against(matrix: Floats) -> float:
        values = matrix[off]
        return float(((values - values.mean()) / values.std() * standard).mean())

    value = against(a)
    generator = np.random.default_rng(seed)
    extreme = 0
    for _ in range(permutations):
        order = generator.permutation(n)
        extreme += abs(against(a[np.ix_(order, order)])) >= abs(value) - 1e-12
    return value, (extreme + 1) / (permutations + 1)
