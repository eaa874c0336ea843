"""Seeded topics for NMF: start them from what their words stand with, and reward the words until they are among the ten heaviest.

A penalised form of guided NMF (Vendrow, Haddock, Rebrova & Needell 2021) with a linear reward, one for each seed word; the topics
without seeds stay free.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kfi_analysis.topics.factorise import Descent, Matrix, hals

__all__ = ["free_and_seeded", "guide"]

Array = npt.NDArray[np.floating]
_ROUNDS = 40


def guide(x: Matrix, start: tuple[Array, Array], seeds: Mapping[int, Sequence[int]], *, tol: float = 1e-4) -> Descent:
    """Return the factorisation in which each seed word is among the ten heaviest terms of its topic."""
    reward = np.zeros_like(start[1])
    for topic, terms in seeds.items():
        reward[topic, list(terms)] = 0.1
    found = hals(x, *start, tol=tol, reward=reward)
    for _ in range(_ROUNDS):
        outside = [(topic, term) for topic, terms in seeds.items() for term in _outside(found.components[topic], terms)]
        if not outside:
            break
        for topic, term in outside:
            reward[topic, term] *= 1.5
        found = hals(x, found.loadings, found.components, tol=tol, reward=reward)
    return found


def free_and_seeded(x: Matrix, start: tuple[Array, Array], seeds: Mapping[int, Sequence[int]]) -> tuple[Array, Array]:
    """Return the start with seeded topics in their places, and the free topics that resemble them least in the others."""
    loadings, components = start
    new_loadings, new_components = np.zeros_like(loadings), np.zeros_like(components)
    for topic, terms in seeds.items():
        wanted = np.zeros(x.shape[1], dtype=x.dtype)
        wanted[list(terms)] = 1.0
        held = np.asarray(x @ wanted)
        new_loadings[:, topic] = held
        new_components[topic] = np.asarray(x.T @ held) / max(float(held @ held), 1e-12)
    seeded = sorted(seeds)
    likeness = _cosines(components, new_components[seeded]).max(axis=1)
    free = [topic for topic in range(components.shape[0]) if topic not in seeds]
    for topic, source in zip(free, np.sort(np.argsort(likeness, kind="stable")[: len(free)]), strict=True):
        new_loadings[:, topic], new_components[topic] = loadings[:, source], components[source]
    return new_loadings, new_components


def _outside(weights: Array, terms: Sequence[int]) -> list[int]:
    best = set(np.argsort(-weights, kind="stable")[:10].tolist())
    return [term for term in terms if term not in best]


def _cosines(first: Array, second: Array) -> Array:
    lengths = [np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-12) for side in (first, second)]
    return np.asarray((first / lengths[0]) @ (second / lengths[1]).T)
