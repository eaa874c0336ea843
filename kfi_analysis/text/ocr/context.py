"""Which reading of a word its neighbours speak for: real words that stand for other real words (sitt/sätt, stod/stöd, har/här).

How much more often a word stands beside a neighbour than chance would have it, is learnt on the text itself and on clean text of the
field: a count for each word and neighbour, smoothed by the neighbour's ending (so that any supine speaks for "har"), each word's own
contribution left out. The chances of the readings are the weights of the counts, and both are sharpened in turns (mean-field EM).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Sequenced", "refine"]

_ALPHA = 2.0
_BETA = 4.0
_NEAR = 0.8
_FAR = 0.3

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sequenced:
    """Words in order: the id of each word's best reading, and what stands before it.

    Attributes
    ----------
    words
        Word ids, shape (n,).
    before
        Id of the mark that parts a word from the one before (full stop, comma, figure), or -1 where nothing does, shape (n,).
    endings
        Word id -> id of its ending, shape (number of ids,).
    """

    words: Ints
    before: Ints
    endings: Ints


def refine(
    text: Sequenced,
    places: Ints,
    readings: Ints,
    *,
    base: Floats,
    prior: Floats,
    hints: Callable[[Ints, Ints], Floats] | None = None,
    rounds: int = 3,
) -> tuple[Floats, Ints]:
    """Return the chance of each reading given its neighbours, and the best word at every place.

    Parameters
    ----------
    text
        The words; at the places in question, the best reading so far.
    places, readings
        One entry for each reading of each word in question: its place in `text`, and the word's id. Sorted by place.
    base
        Log chance of the sign given the word.
    prior
        Frequency of the word.
    hints
        Gives, for the left and right neighbour of each entry, the log weight of what is known of the language beforehand.
    rounds
        Turns of asking the neighbours and learning from the answers.
    """
    words = text.words.copy()
    known = np.zeros(len(text.endings), dtype=bool)
    known[readings] = True
    heads, owner = np.unique(places, return_inverse=True)
    begins = np.searchsorted(places, heads)
    open_place = np.zeros(len(words), dtype=bool)
    open_place[heads] = True
    fixed = np.flatnonzero(known[words] & ~open_place)
    size = len(text.endings)
    chance = _softmax(base + np.log(prior), begins, owner)
    for _ in range(rounds):
        left, right, left2, right2 = _neighbours(words, text.before)
        numbers = np.bincount(readings, weights=chance, minlength=size) + np.bincount(words[fixed], minlength=size)
        own = numbers[readings] - chance
        score = base + np.log(prior)
        if hints is not None:
            score = score + hints(left[places], right[places])
        settled = words[fixed]
        for feature, weight in ((left, _NEAR), (right, _NEAR), (left2, _FAR), (right2, _FAR)):
            for_it = _Beside(feature, text.endings, size, places, readings, chance, own, fixed, settled)
            score = score + weight * for_it.log_ratio()
        chance = _softmax(score, begins, owner)
        words[heads] = readings[_best(chance, begins, owner)]
    return chance, words


def _neighbours(words: Ints, before: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the word or mark to the left and right, and one step beyond."""
    left = np.concatenate(([-1], words[:-1]))
    left = np.where(before >= 0, before, left)
    right = np.concatenate((words[1:], [-1]))
    mark = np.concatenate((before[1:], [-1]))
    right = np.where(mark >= 0, mark, right)
    left2 = np.concatenate(([-1], left[:-1]))
    left2 = np.where(before >= 0, before, left2)
    right2 = np.concatenate((right[1:], [-1]))
    right2 = np.where(mark >= 0, mark, right2)
    floor = before.max(initial=0)
    return tuple(np.where(row < 0, floor, row) for row in (left, right, left2, right2))  # type: ignore[return-value]


@dataclass(frozen=True)
class _Beside:
    """One kind of neighbour of every reading, and how often it stands there."""

    feature: Ints
    endings: Ints
    size: int
    places: Ints
    readings: Ints
    chance: Floats
    own: Floats
    fixed: Ints
    settled: Ints

    def log_ratio(self) -> Floats:
        """Return the log of how much more often a reading stands beside its neighbour than chance has it."""
        ending = self.endings[self.feature]
        share = np.bincount(self.feature, minlength=self.size) / len(self.feature)
        share_ending = np.bincount(ending, minlength=self.size) / len(self.feature)
        with_word, kinds = self._counts(self.feature)
        with_ending, kinds_ending = self._counts(ending)
        back = ((with_ending - self.chance) / share_ending[ending[self.places]] + _BETA + kinds_ending) / (self.own + _BETA + kinds_ending)
        near = share[self.feature[self.places]]
        ratio = ((with_word - self.chance) / near + (_ALPHA + kinds) * back) / (self.own + _ALPHA + kinds)
        found: Floats = np.log(np.maximum(ratio, 1e-4))
        return found

    def _counts(self, feature: Ints) -> tuple[Floats, Floats]:
        """Return for each entry how often its word stands beside its neighbour, and beside how many kinds (Witten & Bell 1991)."""
        keys = np.concatenate((self.readings * self.size + feature[self.places], self.settled * self.size + feature[self.fixed]))
        unique, inverse = np.unique(keys, return_inverse=True)
        sums = np.bincount(inverse, weights=np.concatenate((self.chance, np.ones(len(self.fixed)))), minlength=len(unique))
        kinds = np.bincount(unique // self.size, weights=np.minimum(sums, 1.0), minlength=self.size)
        found: Floats = np.maximum(sums[inverse[: len(self.readings)]], self.chance)
        return found, np.maximum(kinds[self.readings] - np.minimum(self.chance, 1.0), 0.0)


def _softmax(score: Floats, begins: Ints, owner: Ints) -> Floats:
    top = np.maximum.reduceat(score, begins)
    weights = np.exp(score - top[owner])
    found: Floats = weights / np.add.reduceat(weights, begins)[owner]
    return found


def _best(chance: Floats, begins: Ints, owner: Ints) -> Ints:
    """Return the index of the first best entry of each group."""
    top = np.maximum.reduceat(chance, begins)
    at = np.flatnonzero(chance >= top[owner])
    _, first = np.unique(owner[at], return_index=True)
    found: Ints = at[first]
    return found
