"""What a method is given and what it gives back: counts in, factors out.

A `Problem` is plain arrays without labels; every method of `methods/` turns it into `Factors`, one for each number of topics asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

__all__ = ["Factors", "Problem", "top_terms"]

Array = npt.NDArray[np.floating]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Problem:
    """Counts of terms in passages, and what ties the passages together.

    Parameters
    ----------
    counts
        Passages × terms, non-negative.
    thread
        One number a passage: passages that follow each other and share the number are read as one course of text (the same section of
        the same document). Empty: no passage has neighbours.
    seed
        For methods that draw random numbers.
    seeds
        Topic position -> positions of the terms that the topic is to start from.
    options
        Settings of the method.
    """

    counts: sparse.csr_array
    thread: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    seed: int = 0
    seeds: Mapping[int, Sequence[int]] = field(default_factory=dict)
    options: Mapping[str, float] = field(default_factory=dict)

    def rows(self, rows: npt.NDArray[np.intp]) -> Problem:
        """Return the problem of some of the passages, in the order given."""
        thread = self.thread[rows] if len(self.thread) else self.thread
        return replace(self, counts=sparse.csr_array(self.counts[rows]), thread=thread)

    def with_counts(self, counts: sparse.csr_array) -> Problem:
        """Return the problem with other counts of the same shape."""
        return replace(self, counts=counts)


@dataclass(frozen=True)
class Factors:
    """A solution: `components` topics × terms, non-negative.

    `probabilistic` says how passages are placed on the topics: by the likelihood of their words (LDA) or by least squares on their
    tf-idf weights (NMF). `error` is the unexplained share of the squared norm, or missing.
    """

    components: Array
    probabilistic: bool = False
    error: float = float("nan")
    iterations: int = 0

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        return int(self.components.shape[0])


def top_terms(components: Array, n: int = 10) -> list[Ints]:
    """Return the positions of the `n` heaviest terms of each topic, heaviest first; terms without weight are left out.

    Ties go to the earlier term, so that the answer does not depend on the sorting routine.

    Examples
    --------
    >>> [terms.tolist() for terms in top_terms(np.array([[0.0, 2.0, 1.0], [1.0, 0.0, 0.0]]), 2)]
    [[1, 2], [0]]
    """
    out: list[Ints] = []
    for row in components:
        order = np.argsort(-row, kind="stable")[:n]
        out.append(order[row[order] > 0].astype(np.int64))
    return out
