"""Coherence of topics: do their top words stand near each other more often than chance would have it?

NPMI (Bouma 2009; Aletras & Stevenson 2013) and c_v (Röder, Both & Hinneburg 2015), counted in sliding windows as gensim's
`CoherenceModel` counts them, and equal to it. Only the top words are looked at, so the cost does not grow with the vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

__all__ = ["WindowCounts", "c_v", "npmi", "passage_counts", "window_counts"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_EPSILON = 1e-12
_CHUNK = 2_000_000
"""Window-word pairs counted at a time."""


@dataclass(frozen=True)
class WindowCounts:
    """In how many of `windows` windows each term, and each pair of terms, stands.

    `terms` are the positions looked at, sorted; `both` is the square matrix of co-occurrence with the single counts on its diagonal.
    """

    terms: Ints
    both: Floats
    windows: int

    def pick(self, words: npt.NDArray[np.int64]) -> Floats:
        """Return the shares of windows (with each word, diagonal; with both, off it) for some terms."""
        at = np.searchsorted(self.terms, words)
        return np.asarray(self.both[np.ix_(at, at)] / max(self.windows, 1))


def window_counts(ids: Ints, starts: Ints, topics: Sequence[npt.NDArray[np.int64]], window: int) -> WindowCounts:
    """Count boolean sliding windows, with gensim's rule that a word leaves the window with its first occurrence in it.

    Parameters
    ----------
    ids
        The terms of all passages one after the other, in the order of the text.
    starts
        Array (n + 1,): where each passage starts in `ids`.
    topics
        The top terms of each topic.
    window
        Width in terms; a shorter passage is one window. 0: the passage is the window.
    """
    terms = np.unique(np.concatenate([np.asarray(t, dtype=np.int64) for t in topics])) if len(topics) else np.empty(0, dtype=np.int64)
    lengths = np.diff(starts)
    number = np.where(lengths > 0, np.maximum(1, lengths - window + 1) if window else 1, 0)
    both = np.zeros((len(terms), len(terms)))
    at = np.searchsorted(terms, ids)
    at[at == len(terms)] = 0
    hit = np.flatnonzero(terms[at] == ids) if len(terms) else np.empty(0, dtype=np.int64)
    passage = np.repeat(np.arange(len(lengths)), lengths)[hit]
    place = hit - starts[:-1][passage]
    last = number[passage] - 1
    low = np.clip(place - (window - 1), 0, last) if window else np.zeros(len(hit), dtype=np.int64)
    high = np.minimum(_until(at[hit], passage, place, low), last)
    first_window = np.concatenate([[0], np.cumsum(number)])
    spread = np.concatenate([[0], np.cumsum(high - low + 1)])
    begin = 0
    while begin < len(hit):
        end = int(np.searchsorted(spread, spread[begin] + _CHUNK, side="right")) - 1
        end = max(end, begin + 1)
        if end < len(hit):
            end = int(np.searchsorted(passage, passage[end - 1], side="right"))
        part = slice(begin, end)
        width = (high - low + 1)[part]
        offset = np.arange(width.sum()) - np.repeat(np.concatenate([[0], np.cumsum(width)[:-1]]), width)
        rows = np.repeat((first_window[passage] + low)[part], width) + offset
        rows -= rows.min()
        columns = np.repeat(at[hit][part], width)
        seen = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(int(rows.max()) + 1, len(terms)))
        seen.data[:] = 1.0
        both += (seen.T @ seen).toarray()
        begin = end
    return WindowCounts(terms, both, int(number.sum()))


def _until(term: Ints, passage: Ints, place: Ints, low: Ints) -> Ints:
    """Return the last window that an occurrence is seen in: gensim forgets a word when its first occurrence leaves the window."""
    if not len(place):
        return place
    width = int(place.max()) + 1
    group = (term * (int(passage.max()) + 1) + passage) * width
    keys = group + place
    order = np.argsort(keys, kind="stable")
    first = order[np.searchsorted(keys[order], group + low, side="left")]
    return np.asarray(place[first], dtype=np.int64)


def passage_counts(counts: sparse.csr_array, topics: Sequence[npt.NDArray[np.int64]]) -> WindowCounts:
    """Count with the passage as the window, from a matrix of counts."""
    terms = np.unique(np.concatenate([np.asarray(t, dtype=np.int64) for t in topics])) if len(topics) else np.empty(0, dtype=np.int64)
    part = sparse.csr_array(counts[:, terms]).astype(np.float64)
    part.data[:] = 1.0
    return WindowCounts(terms, (part.T @ part).toarray(), int(counts.shape[0]))


def _npmi_matrix(joint: Floats) -> Floats:
    """Return the NPMI of every pair, as gensim computes it; a pair with a term that never occurs has 0."""
    alone = np.diag(joint)
    expected = alone[:, None] * alone[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log((joint + _EPSILON) / expected) / -np.log(joint + _EPSILON)
    return np.where(expected > 0, value, 0.0)


def npmi(counts: WindowCounts, topic: npt.NDArray[np.int64]) -> float:
    """Return the mean normalised pointwise mutual information of all pairs of the topic's terms, -1 to 1 (c_npmi of gensim)."""
    if len(topic) < 2:
        return float("nan")
    matrix = _npmi_matrix(counts.pick(topic))
    upper = np.triu_indices(len(topic), 1)
    return float(matrix[upper].mean())


def c_v(counts: WindowCounts, topic: npt.NDArray[np.int64]) -> float:
    """Return the mean cosine between each term's NPMI vector and that of the whole topic, 0 to 1 (c_v of gensim)."""
    if len(topic) < 2:
        return float("nan")
    vectors = _npmi_matrix(counts.pick(topic))
    whole = vectors.sum(axis=0)
    norms = np.linalg.norm(vectors, axis=1) * np.linalg.norm(whole)
    cosines = np.divide(vectors @ whole, norms, out=np.zeros(len(topic)), where=norms > 0)
    return float(cosines.mean())
