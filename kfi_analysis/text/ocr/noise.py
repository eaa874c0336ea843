"""How badly a text was read: an estimate of the share of its words that are wrong, with the evidence for it.

Three signs of bad OCR: å, ä and ö are missing from prose that is otherwise Swedish; words hold digits, symbols or capitals inside; many
words are in no word list. Each gives an estimate; the score is the largest. The bounds leave room for clean prose, tables and names:
windows of 300 words of clean Swedish prose have at least 3.2 % å/ä/ö (0.3 % å, 0.9 % ä, 0.7 % ö), at most 10 % long unknown words and
1 % odd words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from kfi_analysis.text.accents import whole_letters
from kfi_analysis.text.lexicon import frequency_table
from kfi_analysis.text.ocr.words import Unit, find_units

__all__ = ["FOREIGN", "NOISY", "SWEDISH", "OcrNoise", "Survey", "measure", "noisy_windows", "ocr_noise", "survey"]

NOISY = 0.03
"""A score from which a text, or a window of it, counts as badly read."""

WINDOW = 300
_LEAST_SHARE = 0.032
_LEAST_EACH = {"å": 0.0025, "ä": 0.006, "ö": 0.005}
_MEAN_SHARE = 0.045
_ENOUGH = 800
_HIT_WORDS = 0.24
_HIT_EACH = 0.08
_UNKNOWN = 0.10
_ODD = 0.01
_SWEDISH = """
och att som till av en ett det den med inte har de om i samt vid under kan ska men eller man vi sig sin hur vad denna dessa detta
"""
_FOREIGN = """
the of and to in for is that with on as by are from this be an or was it at which not der die das und ist von zu mit dem og er ikke
"""
SWEDISH = frozenset(_SWEDISH.split())
FOREIGN = frozenset(_FOREIGN.split())
_INNER = re.compile(r"[a-zåäö][A-ZÅÄÖ]")


@dataclass(frozen=True)
class OcrNoise:
    """How badly a text was read.

    Attributes
    ----------
    score
        Estimated share of words that are misread, 0–1. From 0.03 on, `repair` sets to work.
    words
        Number of words looked at.
    swedish_letters
        Share of å, ä, ö among the letters (clean Swedish prose: about 0.05).
    missing_letters
        Share of the expected å, ä, ö that is missing, 0–1; 0 where the text is not Swedish.
    unknown_words
        Share of words that are long, in small letters, and in no word list.
    odd_words
        Share of words with a digit, a symbol or a capital inside.
    swedish
        Whether the common words of the text are Swedish.
    noisy_share
        Share of the text's windows of 300 words that are badly read.
    """

    score: float
    words: int
    swedish_letters: float
    missing_letters: float
    unknown_words: float
    odd_words: float
    swedish: bool
    noisy_share: float

    def to_dict(self) -> dict[str, float | int | bool]:
        """Return the evidence as a plain dict."""
        return asdict(self)


def ocr_noise(text: str) -> OcrNoise:
    """Return how badly a text was read, 0–1, with the evidence.

    Examples
    --------
    >>> ocr_noise("Vi är nöjda med stödet från förvaltningen och det har fungerat väl under året.").score
    0.0
    >>> ocr_noise("Vi dr nojda med stodet fran f6rvaltningen och det har fungerat vil under aret.").score > 0.2
    True
    """
    return survey(whole_letters(text)[0]).noise


@dataclass(frozen=True)
class Survey:
    """The words of a text, which of them stand in a badly read window, and the noise of the whole."""

    units: list[Unit]
    noisy: npt.NDArray[np.bool_]
    noise: OcrNoise


def survey(text: str) -> Survey:
    """Return what `ocr_noise` and `repair` look at, in one reading."""
    units = find_units(text)
    noisy = noisy_windows(units)
    whole = measure([unit.surface for unit in units])
    share = float(noisy.mean()) if len(noisy) else 0.0
    return Survey(units, noisy, replace(whole, noisy_share=round(share, 4)))


def measure(words: Sequence[str]) -> OcrNoise:
    """Return the noise of a list of words."""
    if not words:
        return OcrNoise(0.0, 0, 0.0, 0.0, 0.0, 0.0, False, 0.0)
    known = frequency_table()
    letters = "".join(words).lower()
    total = sum(map(letters.count, "abcdefghijklmnopqrstuvwxyzåäö")) or 1
    share = sum(map(letters.count, "åäö")) / total
    low = [word.lower() for word in words]
    native = sum(word in SWEDISH for word in low)
    other = sum(word in FOREIGN for word in low)
    swedish = native > other and native >= 0.04 * len(words)
    odd = sum(_odd(word) for word in words) / len(words)
    unknown = sum(len(word) > 3 and word.islower() and word not in known for word in words) / len(words)
    missing = _missing(letters, total) if swedish else 0.0
    score = max(_HIT_WORDS * missing, unknown - _UNKNOWN, odd - _ODD, 0.0) if swedish else 0.0
    return OcrNoise(
        score=round(min(1.0, score), 4),
        words=len(words),
        swedish_letters=round(share, 5),
        missing_letters=round(missing, 4),
        unknown_words=round(unknown, 4),
        odd_words=round(odd, 4),
        swedish=swedish,
        noisy_share=0.0,
    )


def _missing(letters: str, total: int) -> float:
    """Return the share of the expected å, ä, ö that is missing: of all three, or of one of them alone.

    A short text that holds none by chance is not held against it: fewer than one in ten are so poor in them.
    """
    counts = {letter: letters.count(letter) for letter in "åäö"}
    found = sum(counts.values())
    missing = max(0.0, 1 - found / max(total, 1) / _LEAST_SHARE)
    if missing and total < _ENOUGH:
        mean = _MEAN_SHARE * max(total, 1)
        chance = sum(math.exp(-mean + count * math.log(mean) - math.lgamma(count + 1)) for count in range(found + 1))
        missing = missing if chance < 0.1 else 0.0
    if total >= _ENOUGH:
        each = sum(max(0.0, 1 - counts[letter] / total / least) for letter, least in _LEAST_EACH.items())
        missing = max(missing, each * _HIT_EACH / _HIT_WORDS)
    return missing


def noisy_windows(units: Sequence[Unit]) -> npt.NDArray[np.bool_]:
    """Return for each unit whether the window of about 300 words that holds it is badly read."""
    out = np.zeros(len(units), dtype=bool)
    count = max(1, round(len(units) / WINDOW))
    edges = np.linspace(0, len(units), count + 1).astype(int).tolist()
    for start, end in pairwise(edges):
        out[start:end] = measure([unit.surface for unit in units[start:end]]).score >= NOISY
    return out


def _odd(word: str) -> bool:
    return not word.isalpha() or (not word.isupper() and _INNER.search(word) is not None)
