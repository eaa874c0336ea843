"""A map of topics: those that share words lie close.

Classical scaling (Torgerson 1952) of the Jensen-Shannon distances between the topics' words, as in LDAvis (Sievert & Shirley 2014). Signs
are fixed, so the map is the same every time. The map is a way to find topics, not a result: two dimensions hold only a part of the
distances, and that part is told.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kfi_analysis.topics.measures import topic_distribution

__all__ = ["topic_distances", "topic_map"]

Floats = npt.NDArray[np.float64]


def topic_distances(components: npt.NDArray[np.floating]) -> Floats:
    """Return the Jensen-Shannon distance (base 2, 0 to 1) of every pair of topics."""
    beta = topic_distribution(components)
    k = len(beta)
    out = np.zeros((k, k))
    entropy = _entropy(beta)
    for i in range(k):
        mixed = _entropy((beta[i] + beta) / 2.0)
        out[i] = np.sqrt(np.clip(mixed - (entropy[i] + entropy) / 2.0, 0.0, 1.0))
    np.fill_diagonal(out, 0.0)
    return out


def topic_map(components: npt.NDArray[np.floating]) -> tuple[Floats, float]:
    """Return positions (topics × 2, within -1 to 1) and the share of the distances' variation that they hold, 0-1.

    Examples
    --------
    >>> places, held = topic_map(np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.9, 0.1]]))
    >>> bool(abs(places[1] - places[2]).sum() < abs(places[0] - places[1]).sum())
    True
    """
    squared = topic_distances(components) ** 2
    k = len(squared)
    centre = np.eye(k) - 1.0 / k
    values, vectors = np.linalg.eigh(-0.5 * centre @ squared @ centre)
    order = np.argsort(-values, kind="stable")[:2]
    positive = np.maximum(values, 0.0)
    places = np.zeros((k, 2))
    for axis, at in enumerate(order):
        vector = vectors[:, at]
        sign = -1.0 if vector[np.abs(vector).argmax()] < 0 else 1.0
        places[:, axis] = sign * vector * np.sqrt(positive[at])
    largest = np.abs(places).max()
    held = float(positive[order].sum() / positive.sum()) if positive.sum() > 0 else 0.0
    return (places / largest if largest > 0 else places), held


def _entropy(rows: Floats) -> Floats:
    logs = np.log2(rows, out=np.zeros_like(rows), where=rows > 0)
    return np.asarray(-(rows * logs).sum(axis=-1))
