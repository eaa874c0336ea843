"""Near-identical passages: found by minhash over word triples, confirmed by their exact likeness.

Municipal papers repeat themselves: a standard paragraph in twenty board papers is not twenty voices. Signatures are cut into bands
(Broder 1997; Leskovec, Rajaraman & Ullman 2020, chapter 3), so that the cost grows with the number of passages and not its square.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["first_of_alike"]

Ints = npt.NDArray[np.int64]
_BANDS, _ROWS = 16, 4


def first_of_alike(ids: Ints, starts: Ints, *, at_least: float = 0.8, width: int = 3) -> Ints:
    """Return for each passage the number of the first passage that is nearly the same (itself, if there is none before it).

    Parameters
    ----------
    ids
        Terms of all passages, one after the other.
    starts
        Array (n + 1,): where each passage begins.
    at_least
        Jaccard likeness of the sets of word triples that counts as nearly the same.
    width
        Words in a shingle; shorter passages are compared whole. Empty passages resemble nothing.

    Examples
    --------
    >>> first_of_alike(np.array([1, 2, 3, 4, 1, 2, 3, 4, 7, 8]), np.array([0, 4, 8, 10])).tolist()
    [0, 0, 2]
    """
    n = len(starts) - 1
    first = np.arange(n, dtype=np.int64)
    sets = [_shingles(ids[starts[i] : starts[i + 1]], width) for i in range(n)]
    rng = np.random.default_rng(20211)
    factor = rng.integers(1, 2**63, size=_BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)
    shift = rng.integers(0, 2**63, size=_BANDS * _ROWS, dtype=np.uint64)
    buckets: dict[tuple[int, bytes], list[int]] = {}
    for i, own in enumerate(sets):
        if not len(own):
            continue
        signature = ((own[:, None] * factor[None, :] + shift[None, :]) >> np.uint64(32)).min(axis=0)
        candidates: set[int] = set()
        keys = [(band, signature[band * _ROWS : (band + 1) * _ROWS].tobytes()) for band in range(_BANDS)]
        for key in keys:
            candidates.update(buckets.get(key, ()))
        for other in sorted(candidates):
            if _likeness(own, sets[other]) >= at_least:
                first[i] = other
                break
        else:
            for key in keys:
                buckets.setdefault(key, []).append(i)
    return first


def _shingles(words: Ints, width: int) -> npt.NDArray[np.uint64]:
    """Return the set of hashed runs of `width` words."""
    if not len(words):
        return np.empty(0, dtype=np.uint64)
    wide = min(width, len(words))
    code = np.zeros(len(words) - wide + 1, dtype=np.uint64)
    for k in range(wide):
        code = code * np.uint64(1_000_003) + words[k : len(words) - wide + 1 + k].astype(np.uint64) + np.uint64(1)
    return np.unique(code % np.uint64(2**31))


def _likeness(first: npt.NDArray[np.uint64], second: npt.NDArray[np.uint64]) -> float:
    both = len(np.intersect1d(first, second, assume_unique=True))
    return both / (len(first) + len(second) - both)
