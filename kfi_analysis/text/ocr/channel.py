"""What a misread letter looks like: the chance of each sign on the page given the letter that was meant, learnt on the text itself.

Only å, ä and ö are ever lost wholesale, so they have a distribution each (small and capital apart); any other letter is read right but
for a small chance. Before anything is learnt, the share of å/ä/ö that is left in the text tells how many survive, and the rest falls on
signs of like shape. Expectation–maximisation then sharpens both (Kolak & Resnik 2002; Tong & Evans 1996).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

__all__ = ["EXPECTED", "Channel", "survival"]

EXPECTED = {"å": 0.0135, "ä": 0.0180, "ö": 0.0135}
"""Shares of the letters of Swedish prose (rounded; news, fiction and administrative prose differ by a tenth or two)."""

_LIKE = {
    "å": {"a": 0.62, "i": 0.08, "d": 0.08, "é": 0.05, "4": 0.03, "&": 0.03, "ä": 0.02, "à": 0.02},
    "ä": {"a": 0.45, "i": 0.22, "d": 0.10, "é": 0.06, "4": 0.03, "e": 0.02, "å": 0.01, "à": 0.01},
    "ö": {"o": 0.66, "6": 0.10, "é": 0.08, "d": 0.02, "G": 0.02, "&": 0.01, "O": 0.03, "0": 0.02, "s": 0.005},
    "Å": {"A": 0.92},
    "Ä": {"A": 0.92},
    "Ö": {"O": 0.92, "0": 0.02},
}
_REST = 1e-3
_OTHER = math.log(2e-5)
_WEIGHT = 8.0
_BESIDE = 20.0


def survival(letters: Counter[str], total: int) -> dict[str, float]:
    """Return the share of each of å, ä, ö that is still there, from the counts of the text's small letters (0.001–0.999)."""
    return {char: min(0.999, max(0.001, letters.get(char, 0) / max(1.0, total * share))) for char, share in EXPECTED.items()}


class Channel:
    """Log chances of a sign given the letter that was meant.

    Parameters
    ----------
    kept
        Share of å, ä, ö that survives, from `survival`.
    """

    def __init__(self, kept: dict[str, float]) -> None:
        self._start: dict[str, dict[str, float]] = {}
        for true, like in _LIKE.items():
            stay = kept[true.lower()]
            row = {sign: share * (1 - stay) for sign, share in like.items()}
            row[true] = stay
            self._start[true] = row
        self._table = self._start
        self._beside: dict[tuple[str, str], dict[str, float]] = {}

    def log(self, true: str, sign: str, near: str = "") -> float:
        """Return the log chance that `true` was read as `sign` (one or two characters, or none) beside the letters `near`."""
        row = self._beside.get((true, near)) or self._table.get(true)
        if row is None:
            return -1e-4 if true == sign else _OTHER
        return math.log(row.get(sign) or self._table[true].get(sign) or _REST / (1 if len(sign) == 1 else 3))

    def learnt(self, counts: Mapping[tuple[str, str, str], float]) -> Channel:
        """Return a channel whose chances follow expected counts of (letter, sign, letters beside it).

        The chances of a letter are drawn towards the start where counts are few, and those of a letter beside others towards the
        letter's own.
        """
        new = object.__new__(Channel)
        new._start = self._start
        plain: dict[str, dict[str, float]] = {true: {} for true in self._start}
        beside: dict[tuple[str, str], dict[str, float]] = {}
        for (true, sign, near), count in counts.items():
            if true in plain:
                plain[true][sign] = plain[true].get(sign, 0.0) + count
                row = beside.setdefault((true, near), {})
                row[sign] = row.get(sign, 0.0) + count
        new._table = {true: _drawn(plain[true], start, _WEIGHT, _REST) for true, start in self._start.items()}
        new._beside = {key: _drawn(row, new._table[key[0]], _BESIDE, 0.0) for key, row in beside.items()}
        return new

    def rows(self) -> dict[str, dict[str, float]]:
        """Return the table: letter -> sign -> chance."""
        return {true: dict(row) for true, row in self._table.items()}


def _drawn(seen: Mapping[str, float], towards: Mapping[str, float], weight: float, rest: float) -> dict[str, float]:
    total = sum(seen.values()) + weight
    return {sign: (seen.get(sign, 0.0) + weight * towards.get(sign, rest)) / total for sign in {*seen, *towards}}
