"""Over a million Swedish word forms, found by signature: the shape of a word when every letter that OCR mixes up is one sign.

The forms and their frequencies come from `wordfreq`; forms that only `simplemma` knows get a floor. An index holds one 64-bit hash of
each form's signature, sorted, so that the forms behind any number of signatures (whole words, or the parts of compounds) are found by
one binary search, and the forms themselves lie in one string. Cf. the anagram hashing of TICCL (Reynaert 2011,
doi:10.1007/s10032-010-0133-5).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from kfi_analysis.text.lexicon import frequency_table, lemma_table

__all__ = ["FLOOR", "MIXED", "FormIndex", "hash_parts", "signature", "swedish_forms"]

FLOOR = 3e-9
"""The frequency of a form that is known, but not counted."""

MIXED = "åäöaoidéèêëàáâãæøóòôõíìîïüúùû460&@?\ufffd"
"""Signs that stand for one another when Swedish vowels are misread: one sign in a signature."""

_FOLD = str.maketrans(dict.fromkeys(MIXED, "*") | {"O": "*", "G": "*", "I": "*", "A": "*"})
_BASE = 0x9E3779B97F4A7C15
_WIDTH = 64
_PIECE = 50_000


def _powers() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    inverse = pow(_BASE, -1, 1 << 64)
    up = list(accumulate(range(_WIDTH - 1), lambda value, _: value * _BASE % (1 << 64), initial=1))
    down = list(accumulate(range(_WIDTH - 1), lambda value, _: value * inverse % (1 << 64), initial=1))
    return np.array(up, dtype=np.uint64), np.array(down, dtype=np.uint64)


_UP, _DOWN = _powers()


def signature(word: str) -> str:
    """Return the shape of a word (lower case but for capitals inside it, which are signs of their own).

    Examples
    --------
    >>> signature("lärande") == signature("lirande") == signature("l4rande")
    True
    """
    return word.translate(_FOLD)


def _codes(text: str) -> npt.NDArray[np.uint64]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64) + np.uint64(7)


def _hash_joined(joined: str, starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """Return the hash of each word of a newline-joined string; in pieces, so that memory stays small."""
    out = np.zeros(len(starts), dtype=np.uint64)
    for first in range(0, len(starts), _PIECE):
        begin, size = starts[first : first + _PIECE], lengths[first : first + _PIECE]
        codes = _codes(joined[int(begin[0]) : int(begin[-1] + size[-1]) + 1])
        place = np.arange(len(codes)) - np.repeat(begin - begin[0], size + 1)
        inside = place < np.repeat(size, size + 1)
        values = np.where(inside, codes * _UP[np.minimum(place, _WIDTH - 1)], np.uint64(0))
        out[first : first + _PIECE] = np.add.reduceat(values, begin - begin[0])
    return out


def hash_parts(word: str) -> npt.NDArray[np.uint64]:
    """Return the running sums from which the hash of any part of a signature follows: shape (len + 1,).

    The hash of `word[i:j]` is `(sums[j] - sums[i]) * down[i]`; see `FormIndex.spans`.
    """
    out = np.zeros(len(word) + 1, dtype=np.uint64)
    np.cumsum(_codes(word) * _UP[: len(word)], out=out[1:])
    return out


def part_hashes(sums: npt.NDArray[np.uint64], start: npt.NDArray[np.int64], end: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """Return the hashes of the parts `start:end` of the signature whose running sums are given."""
    found: npt.NDArray[np.uint64] = (sums[end] - sums[start]) * _DOWN[start]
    return found


class FormIndex:
    """Word forms with a frequency each, found by the hash of their signature.

    Parameters
    ----------
    forms
        Lower-case words without white space.
    frequencies
        Their relative frequencies, same order.
    """

    def __init__(self, forms: Sequence[str], frequencies: npt.NDArray[np.float64]) -> None:
        joined = "\n".join(forms) + "\n" if len(forms) else ""
        lengths = np.fromiter(map(len, forms), dtype=np.int64, count=len(forms))
        starts = np.zeros(len(forms), dtype=np.int64)
        np.cumsum(lengths[:-1] + 1, out=starts[1:])
        hashes = _hash_joined(joined.translate(_FOLD), starts, lengths)
        order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[order]
        self._joined = joined
        self._starts = starts[order]
        self._lengths = lengths[order]
        self._frequencies = np.asarray(frequencies, dtype=np.float64)[order]

    def __len__(self) -> int:
        return len(self._hashes)

    def spans(self, hashes: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return, for each hash, the slice of this index that holds its forms (empty where there is none)."""
        return np.searchsorted(self._hashes, hashes, side="left"), np.searchsorted(self._hashes, hashes, side="right")

    def forms(self, low: int, high: int) -> list[tuple[str, float]]:
        """Return the forms and frequencies of a slice."""
        return [
            (self._joined[start : start + length], frequency)
            for start, length, frequency in zip(
                self._starts[low:high].tolist(), self._lengths[low:high].tolist(), self._frequencies[low:high].tolist(), strict=True
            )
        ]

    def find(self, words: Sequence[str]) -> list[list[tuple[str, float]]]:
        """Return, for each word, the forms with the same signature."""
        shapes = [signature(word)[: _WIDTH - 1] for word in words]
        joined = "\n".join(shapes) + "\n" if shapes else ""
        lengths = np.fromiter(map(len, shapes), dtype=np.int64, count=len(shapes))
        starts = np.zeros(len(shapes), dtype=np.int64)
        np.cumsum(lengths[:-1] + 1, out=starts[1:])
        low, high = self.spans(_hash_joined(joined, starts, lengths))
        return [self.forms(a, b) if b > a else [] for a, b in zip(low.tolist(), high.tolist(), strict=True)]


@lru_cache(maxsize=1)
def swedish_forms() -> FormIndex:
    """Return the index of all known Swedish forms. Built once in a process: about two seconds and 60 MB."""
    known = {word: share for word, share in frequency_table().items() if len(word) < _WIDTH and word.isalpha()}
    for word in "\n".join(lemma_table()).lower().split("\n"):
        if word not in known and len(word) < _WIDTH and word.isalpha():
            known[word] = FLOOR
    return FormIndex(list(known), np.fromiter(known.values(), dtype=np.float64, count=len(known)))
