"""The lexical coder: a codebook's indicators, weighed, counted once and compared with the length of the passage.

1. The indicators are found (`indicators.py`).
2. The same term again adds less each time (its weight times the root of the count): five mentions are not five signs.
3. A code is set where its sum reaches the code's threshold. Long passages need more, with the root of their length: a word in passing does
   not make a page about it. Beside a theme that dominates, a weak one is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from kfi_analysis.coding.codebook import Codebook
from kfi_analysis.coding.coders import Evidence, Floats, Ints, Scores
from kfi_analysis.coding.indicators import Found, finder_for
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR

__all__ = ["LexicalCoder"]

_USUAL_LENGTH = 40.0  # words of a passage for which thresholds are given
_LEAST_LENGTH = 15.0
_LEAST_BELOW = 0.4  # a sub-code needs at least this sum


class LexicalCoder:
    """Codes by a codebook's indicators.

    Parameters
    ----------
    book
        The codebook.
    name
        What stands in the column `coder`.
    dominance
        A theme is left out where its sum is below this share of the strongest theme's.
    length_power
        How thresholds grow with the length of a passage: 0 not at all, 1 in proportion.

    Examples
    --------
    >>> from kfi_analysis.coding.codebook import Code, Indicator
    >>> book = Codebook("b", codes=(Code("kapacitet", indicators=(Indicator(("~personal", "brist på .. personal")),)),))
    >>> scores = LexicalCoder(book).score(["Det var brist på utbildad personal.", "Vi hade tur."])
    >>> scores.chosen[:, 0].tolist()
    [True, False]
    """

    def __init__(self, book: Codebook, *, name: str = "lexical", dominance: float = 0.3, length_power: float = 0.5) -> None:
        self.book = book
        self._name = name
        self.dominance = dominance
        self.length_power = length_power
        self.codes = book.paths
        self.finder = finder_for(book)
        number = {path: i for i, path in enumerate(self.codes)}
        self._theme = np.array([number[path.split(CODE_SEPARATOR)[0]] for path in self.codes], dtype=np.int64)
        self._thresholds = np.array([code.threshold if code.threshold is not None else book.threshold for code in book.codes])
        self._is_theme = np.array([CODE_SEPARATOR not in path for path in self.codes], dtype=bool)

    @property
    def name(self) -> str:
        """What stands in the column `coder`."""
        return self._name

    @property
    def settings(self) -> dict[str, Any]:
        """What the provenance says."""
        return {"dominance": self.dominance, "length_power": self.length_power}

    def score(self, texts: Sequence[str]) -> Scores:
        """Return scores for the texts."""
        sums, lengths, evidence = self.sums(texts)
        values, chosen = self.judge(sums, lengths)
        return Scores(self.codes, values, chosen, evidence)

    def limits(self, lengths: Floats) -> Floats:
        """Return what each code's sum must reach in texts of so many words; shape (n, k)."""
        out: Floats = self._thresholds[None, :] * (np.maximum(lengths, _LEAST_LENGTH) / _USUAL_LENGTH)[:, None] ** self.length_power
        return out

    def judge(self, sums: Floats, lengths: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Return the scores 0-1 and the codes set for sums per code in texts of so many words."""
        limits = self.limits(lengths)
        values = np.clip(sums, 0.0, None)
        return values / (values + limits), self._choose(sums, limits)

    def _choose(self, sums: Floats, limits: Floats) -> npt.NDArray[np.bool_]:
        """Themes by threshold and dominance; below a theme that is set, its sub-codes with half of what the strongest of them has."""
        chosen: npt.NDArray[np.bool_] = sums >= limits
        if not len(sums) or not self._is_theme.any():
            return chosen
        share = sums / self._thresholds[None, :]
        top = share[:, self._is_theme].max(axis=1)
        chosen &= share >= (self.dominance * top)[:, None]
        for theme in np.flatnonzero(self._is_theme).tolist():
            below = np.flatnonzero((self._theme == theme) & ~self._is_theme)
            if len(below):
                strongest = sums[:, below].max(axis=1)
                clear = sums[:, below] >= np.maximum(_LEAST_BELOW, strongest / 2)[:, None]
                chosen[:, below] = clear & chosen[:, [theme]]
        return chosen

    def sums(self, texts: Sequence[str]) -> tuple[Floats, Floats, Evidence]:
        """Return each code's sum per text, shape (n, k), the texts' lengths in words, and the spans that were counted."""
        totals, lengths = np.zeros((len(texts), len(self.codes))), np.zeros(len(texts))
        parts = []
        for first, found in self.finder.batches(texts):
            n = len(found.lengths)
            totals[first : first + n] = self.totals(found, found.text, n)
            lengths[first : first + n] = found.lengths
            parts.append(found.evidence.shifted(first))
        return totals, lengths, Evidence.concat(parts)

    def totals(self, found: Found, unit: Ints, n: int) -> Floats:
        """Sum weights per unit (`unit`: that of each hit) and code, a term's repeats damped; a theme also sums what stands below it."""
        out = np.zeros((n, len(self.codes)))
        if not len(found):
            return out
        key = (unit * len(self.codes) + found.code) * (int(found.term.max()) + 1) + found.term
        _, first, count = np.unique(key, return_index=True, return_counts=True)
        home, code = unit[first], found.code[first]
        damped = found.weight[first] * np.sqrt(count)
        np.add.at(out, (home, code), damped)
        below = ~self._is_theme[code]
        np.add.at(out, (home[below], self._theme[code[below]]), damped[below])
        return out
