"""Measures of topics on plain arrays: diversity, exclusivity, FREX, and coherence on passages the model has not seen.

Each says what a null would give, or is printed beside one: a coherence without its null rewards frequent words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kfi_analysis.topics.coherence import npmi, passage_counts

__all__ = ["diversity", "exclusivity", "frex", "held_out_excess", "topic_distribution"]

Floats = npt.NDArray[np.float64]
Topic = npt.NDArray[np.int64]


def topic_distribution(components: npt.NDArray[np.floating]) -> Floats:
    """Return the components with rows that sum to 1; an empty topic stays 0."""
    totals = components.sum(axis=1, keepdims=True, dtype=np.float64)
    return np.asarray(np.divide(components, totals, out=np.zeros(components.shape), where=totals > 0), dtype=np.float64)


def diversity(topics: Sequence[Topic]) -> float:
    """Return the share of different terms among the top terms of all topics (Dieng, Ruiz & Blei 2020).

    Examples
    --------
    >>> diversity([np.array([1, 2]), np.array([2, 3])])
    0.75
    """
    words = np.concatenate(list(topics)) if len(topics) else np.empty(0, dtype=np.int64)
    return float(len(np.unique(words)) / len(words)) if len(words) else float("nan")


def exclusivity(components: npt.NDArray[np.floating], topics: Sequence[Topic]) -> Floats:
    """Return per topic the mean share of its top terms' probability that is the topic's own, 0 to 1.

    A term that all K topics use alike counts 1/K.
    """
    beta = topic_distribution(components)
    share = np.divide(beta, beta.sum(axis=0, keepdims=True), out=np.zeros_like(beta), where=beta.sum(axis=0, keepdims=True) > 0)
    return np.array([share[k, topic].mean() if len(topic) else np.nan for k, topic in enumerate(topics)])


def frex(components: npt.NDArray[np.floating], weight: float = 0.5) -> Floats:
    """Return FREX, topics × terms, 0 to 1: frequent in the topic *and* exclusive to it (Bischof & Airoldi 2012; R stm).

    Parameters
    ----------
    components
        Topics × terms.
    weight
        Weight of exclusivity against frequency, 0 to 1.
    """
    beta = topic_distribution(components)
    totals = beta.sum(axis=0, keepdims=True)
    own = np.divide(beta, totals, out=np.zeros_like(beta), where=totals > 0)
    with np.errstate(divide="ignore"):
        value = 1.0 / (weight / _ranks(own) + (1.0 - weight) / _ranks(beta))
    return np.where(beta > 0, value, 0.0)


def _ranks(values: Floats) -> Floats:
    """Return the empirical distribution function of each row at its own values (ties get the highest rank)."""
    out = np.empty_like(values)
    for row, numbers in enumerate(values):
        out[row] = np.searchsorted(np.sort(numbers), numbers, side="right") / len(numbers)
    return out


def held_out_excess(
    counts: sparse.csr_array, topics: Sequence[Topic], rng: np.random.Generator, *, draws: int = 5
) -> tuple[Floats, Floats]:
    """Return per topic (NPMI on these passages, NPMI of random terms with the same document frequency here).

    Parameters
    ----------
    counts
        Passages that the topics were not fitted on.
    topics
        Top terms of each topic.
    rng
        Draws the random terms.
    draws
        Random sets per topic; each term is replaced by one of the 21 terms nearest to it in document frequency.
    """
    frequency = np.bincount(counts.indices[counts.data > 0], minlength=counts.shape[1])
    order = np.argsort(frequency, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    sets = [np.asarray(topic) for topic in topics]
    randoms = [[_matched(topic, order, place, rng) for _ in range(draws)] for topic in sets]
    seen = passage_counts(counts, [*sets, *[r for group in randoms for r in group]])
    value = np.array([npmi(seen, topic) for topic in sets])
    null = np.array([np.mean([npmi(seen, topic) for topic in group]) for group in randoms])
    return value, null


def _matched(topic: Topic, order: Topic, place: Topic, rng: np.random.Generator) -> Topic:
    near = np.clip(place[topic] + rng.integers(-10, 11, size=len(topic)), 0, len(order) - 1)
    return np.asarray(np.unique(order[near]), dtype=np.int64)
