"""The distinct words of a badly read text, what each may stand for, and how likely that is before its neighbours are asked.

Expectation–maximisation over word types: how likely each reading is given the channel and the words' frequencies; then both are learnt
anew from these chances. What general lists do not know is then read as compounds of known parts, or by letters of like shape.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kfi_analysis.text.lexicon import frequency_table
from kfi_analysis.text.ocr.candidates import Candidate, Pair, compound, like_shapes, pairs_of, query, same_shape
from kfi_analysis.text.ocr.channel import Channel, survival
from kfi_analysis.text.ocr.lexicon import FLOOR, FormIndex, swedish_forms
from kfi_analysis.text.ocr.words import pattern_of

__all__ = ["Field", "Types", "read_types"]

_ROUNDS = 4
_SURE = 1e-7
_OWN = 10.0
"""A surface may raise the frequency of its own reading to so many times its frequency in Swedish: it must not confirm itself."""


@dataclass(frozen=True)
class Field:
    """What clean text of the same field says: how often each word stands there."""

    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """Number of words."""
        return sum(self.counts.values())


@dataclass
class Types:
    """Word types with their readings.

    Attributes
    ----------
    surfaces, patterns
        The words as they stand, and how each is cased.
    readings
        For each, the candidates.
    scores
        For each, the log chance of every candidate: channel and penalty, without the word's frequency.
    shares
        For each, the frequency of every candidate: elsewhere in this text (not as this surface), in the field, and in Swedish at large.
    chances
        For each, the posterior chance of every candidate.
    """

    surfaces: list[str]
    patterns: list[str]
    readings: list[list[Candidate]]
    scores: list[list[float]]
    chances: list[list[float]]
    channel: Channel
    shares: list[list[float]]


class _Frequencies:
    """The mixed frequency of a word: what this text says, what the field says, what Swedish says."""

    def __init__(self, field: Field) -> None:
        self._general = frequency_table()
        total = field.total
        self._field = {word: count / total for word, count in field.counts.items()} if total else {}
        self._text: Mapping[str, float] = {}
        self._weights = (0.6, 0.25, 0.15) if total >= 500 else (0.7, 0.0, 0.3)

    def learn(self, counts: Mapping[str, float], total: float) -> None:
        self._text = {word: count / total for word, count in counts.items()}

    def of(self, word: str, prior: float, own: float = 0.0) -> float:
        """Return the frequency of a word; `own` is what the surface in question gave to it, which counts for little."""
        text, field, general = self._weights
        return (
            text * (max(self._text.get(word, 0.0) - own, 0.0) + min(own, _OWN * prior))
            + field * self._field.get(word, 0.0)
            + general * prior
        )

    def known(self, word: str) -> float:
        return self.of(word, self._general.get(word, 0.0))


def read_types(counts: Counter[str], field: Field) -> Types:
    """Return the readings of each distinct word of the badly read part of a text.

    Parameters
    ----------
    counts
        The words as they stand, with their number.
    field
        Clean text of the field, the cleanly read part of the document among it.
    """
    surfaces = list(counts)
    patterns = [pattern_of(surface) for surface in surfaces]
    seen = [query(surface, pattern) for surface, pattern in zip(surfaces, patterns, strict=True)]
    general, parts = swedish_forms(), _parts()
    readings = same_shape(general, seen, patterns)
    known = frequency_table()
    extra = sorted(word for word, count in field.counts.items() if word not in known and (count > 1 or len(word) > 3) and word.isalpha())
    own = FormIndex(extra, np.full(len(extra), FLOOR)) if extra else None
    if own is not None:
        for place, more in enumerate(same_shape(own, seen, patterns)):
            have = {candidate.word for candidate in readings[place]}
            readings[place] += [candidate for candidate in more if candidate.word not in have]
    for word, pattern, found in zip(seen, patterns, readings, strict=True):
        if not any(candidate.word == word for candidate in found):
            found.append(_as_it_stands(word, pattern))
    frequencies = _Frequencies(field)
    letters = Counter("".join(surface for surface in counts.elements() if not surface.isupper()))
    channel = Channel(survival(letters, sum(count for char, count in letters.items() if char.isalpha())))
    numbers = [counts[surface] for surface in surfaces]
    channel, chances = _learn(readings, numbers, channel, frequencies)
    _add_compounds(seen, patterns, readings, chances=chances, parts=parts, channel=channel, frequencies=frequencies)
    _add_shapes(seen, patterns, readings, general=general, own=own, frequencies=frequencies)
    channel, chances = _learn(readings, numbers, channel, frequencies, rounds=3)
    scores = [[_channel_score(candidate, channel) for candidate in found] for found in readings]
    total = float(sum(numbers)) or 1.0
    shares = [
        [frequencies.of(c.word, c.prior, chance * number / total) for c, chance in zip(found, row, strict=True)]
        for found, row, number in zip(readings, chances, numbers, strict=True)
    ]
    return Types(surfaces, patterns, readings, scores, chances, channel, shares)


@lru_cache(maxsize=1)
def _parts() -> FormIndex:
    known = frequency_table()
    words = [word for word, frequency in known.items() if len(word) > 2 and frequency > 3e-8 and word.isalpha()]
    return FormIndex(words, np.fromiter((known[word] for word in words), dtype=np.float64, count=len(words)))


def _as_it_stands(word: str, pattern: str) -> Candidate:
    """Return the reading that an unknown word is right: a name, an abbreviation, a new word."""
    plain = word.isascii() and word.isalpha() and word.islower()
    prior = {"lower": 1e-8, "title": 1e-6, "upper": 1e-5}[pattern] * math.exp(-0.9 * len(word)) * (1.0 if plain else 1e-5)
    return Candidate(word, prior, pairs_of(word, word, pattern) or (), 0.0, "as it stands")


def _channel_score(candidate: Candidate, channel: Channel) -> float:
    return candidate.penalty + sum(channel.log(*pair) for pair in candidate.pairs)


def _learn(
    readings: Sequence[Sequence[Candidate]], numbers: Sequence[int], channel: Channel, frequencies: _Frequencies, *, rounds: int = _ROUNDS
) -> tuple[Channel, list[list[float]]]:
    """Learn the channel and the text's word frequencies; return the channel and each candidate's chance."""
    total = float(sum(numbers)) or 1.0
    chances: list[list[float]] = [[0.0] * len(found) for found in readings]
    for _ in range(rounds):
        words: dict[str, float] = {}
        signs: dict[Pair, float] = {}
        for place, (found, number) in enumerate(zip(readings, numbers, strict=True)):
            share = number / total
            logs = [
                math.log(frequencies.of(c.word, c.prior, last * share) + 1e-300) + _channel_score(c, channel)
                for c, last in zip(found, chances[place], strict=True)
            ]
            top = max(logs)
            weights = [math.exp(value - top) for value in logs]
            whole = sum(weights)
            row = chances[place] = [weight / whole for weight in weights]
            for candidate, chance in zip(found, row, strict=True):
                if chance * number > 1e-6:
                    if candidate.reason != "as it stands":
                        words[candidate.word] = words.get(candidate.word, 0.0) + chance * number
                    for pair in candidate.pairs:
                        signs[pair] = signs.get(pair, 0.0) + chance * number
        frequencies.learn(words, total)
        channel = channel.learnt(signs)
    return channel, chances


def _weak(found: Sequence[Candidate], chances: Sequence[float], frequencies: _Frequencies) -> bool:
    best = max(range(len(found)), key=chances.__getitem__)
    return found[best].reason == "as it stands" or frequencies.of(found[best].word, found[best].prior) < _SURE


def _add_compounds(
    seen: Sequence[str],
    patterns: Sequence[str],
    readings: list[list[Candidate]],
    *,
    chances: Sequence[Sequence[float]],
    parts: FormIndex,
    channel: Channel,
    frequencies: _Frequencies,
) -> None:
    for word, pattern, found, row in zip(seen, patterns, readings, chances, strict=True):
        if _weak(found, row, frequencies):
            new = compound(word, pattern, parts, channel, frequencies.known)
            have = {candidate.word for candidate in found if candidate.reason != "as it stands"}
            new = [candidate for candidate in new if candidate.word not in have]
            names = {candidate.word for candidate in new}
            found[:] = [candidate for candidate in found if candidate.word not in names] + new


def _add_shapes(
    seen: Sequence[str],
    patterns: Sequence[str],
    readings: list[list[Candidate]],
    *,
    general: FormIndex,
    own: FormIndex | None,
    frequencies: _Frequencies,
) -> None:
    """Add readings by letters of like shape to words that nothing else explains."""
    owners: list[int] = []
    views: list[str] = []
    penalties: list[float] = []
    for place, (word, found) in enumerate(zip(seen, readings, strict=True)):
        if len(word) >= 2 and all(c.reason == "as it stands" or frequencies.of(c.word, c.prior) < 1e-9 for c in found):
            for view, penalty in like_shapes(word):
                owners.append(place)
                views.append(view)
                penalties.append(penalty)
    styles = [patterns[place] for place in owners]
    batches = [same_shape(index, views, styles) for index in (general, own) if index is not None]
    for batch in batches:
        for place, penalty, more in zip(owners, penalties, batch, strict=True):
            have = {candidate.word for candidate in readings[place]}
            readings[place] += [
                Candidate(c.word, c.prior, c.pairs, penalty, "shape")
                for c in more
                if c.word not in have and frequencies.of(c.word, c.prior) > 1e-8 and patterns[place] != "upper"
            ]
