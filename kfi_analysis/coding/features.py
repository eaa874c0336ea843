"""What the learning coders see of a passage and of each of its sentences.

Up to three blocks side by side: the letters of the words (`ngrams.py`), their latent dimensions, and what the codebook's indicators sum to
per code, damped by the logarithm and scaled so that neither block drowns the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kfi_analysis.coding.coders import Evidence, Floats, Ints
from kfi_analysis.coding.indicators import Found, runs
from kfi_analysis.coding.lexical import LexicalCoder
from kfi_analysis.coding.ngrams import Lettered, Ngrams, Sparse

__all__ = ["Described", "FeatureSpace", "telling_words"]

_INDICATORS = 0.3  # scale of the indicators beside rows of length one
_SHOWN = 4  # words given as evidence per column
_PALE = 0.4  # share of the strongest word's pull below which a word is not shown


class Described:
    """Some texts as features.

    Parameters
    ----------
    space
        The features.
    letters
        The letters of the texts.
    found
        The codebook's hits in them, None where the space counts no indicators.

    Attributes
    ----------
    lengths
        Words per passage, shape (n,).
    """

    def __init__(self, space: FeatureSpace, letters: Lettered, found: Found | None) -> None:
        self.letters = letters
        self.lengths = letters.lengths
        self._space = space
        self._found = found

    @property
    def hits(self) -> Found:
        """The codebook's hits."""
        if self._found is None:
            raise TypeError("these features count no indicators")
        return self._found

    @cached_property
    def passages(self) -> Sparse:
        """Feature rows of the passages, shape (n, m)."""
        at = None if self._found is None else self._found.text
        return self._space.rows(self.letters.passages, self._found, at, self.lengths)

    @cached_property
    def sentences(self) -> Sparse:
        """Feature rows of the sentences, shape (s, m); `letters.home` tells whose they are."""
        at = None if self._found is None else np.searchsorted(self.letters.numbers, self._found.sentence)
        return self._space.rows(self.letters.sentences, self._found, at, self.letters.sentence_lengths)


@dataclass(frozen=True)
class FeatureSpace:
    """Turns texts into feature rows.

    Parameters
    ----------
    ngrams
        The space of letters.
    latent
        Latent dimensions of it, shape (letters, d), or None.
    lexical
        The coder whose indicators are counted, or None.
    """

    ngrams: Ngrams
    latent: Floats | None = None
    lexical: LexicalCoder | None = None

    def batches(self, texts: Sequence[str]) -> Iterator[Described]:
        """Yield the features of runs of texts of bounded length."""
        if self.lexical is None:
            for first, last in runs(texts):
                yield Described(self, self.ngrams.of(texts[first:last]), None)
        else:
            for first, found in self.lexical.finder.batches(texts):
                yield Described(self, self.ngrams.of(texts[first : first + len(found.lengths)]), found)

    def rows(self, letters: Sparse, found: Found | None, unit: Ints | None, lengths: Floats) -> Sparse:
        """Put the blocks of n units side by side: their letters, and the hits that stand in them (`unit`: where each hit stands)."""
        from scipy import sparse

        blocks = [letters] if self.latent is None else [letters, sparse.csr_array(letters @ self.latent)]
        if self.lexical is not None and found is not None and unit is not None:
            shares = self.lexical.totals(found, unit, len(lengths)) / self.lexical.limits(lengths)
            blocks.append(sparse.csr_array(_INDICATORS * np.log1p(np.clip(shares, 0, None))))
        return sparse.hstack(blocks, format="csr", dtype=np.float32)

    def pull(self, letters: Lettered, weights: Floats) -> Floats:
        """Return what each word type adds to each margin by its letters, for weights of shape (m, k); shape (types, k)."""
        n = len(self.ngrams)
        by_letters = weights[:n] if self.latent is None else weights[:n] + self.latent @ weights[n : n + self.latent.shape[1]]
        out: Floats = letters.table @ (by_letters * self.ngrams.rarity[:, None])
        return out


def telling_words(described: Described, pull: Floats, passages: Ints, columns: Ints) -> Evidence:
    """Return the words that speak most for a column in a passage, for each pair of the two.

    Parameters
    ----------
    described
        The texts.
    pull
        What each word type adds to each column, shape (types, k).
    passages, columns
        The pairs; they are the `text` and `code` of the evidence.
    """
    from kfi_analysis.text import STOP_WORDS

    empty = np.array([word in STOP_WORDS or not word.isalpha() for word in described.letters.types.words], dtype=bool)
    pull = np.where(empty[:, None], 0.0, pull)
    cuts = np.searchsorted(described.letters.passage, np.arange(len(described.lengths) + 1))
    rows: list[tuple[int, int, int, int, float]] = []
    for passage, column in zip(passages.tolist(), columns.tolist(), strict=True):
        words = np.arange(cuts[passage], cuts[passage + 1])
        weights = pull[described.letters.types.of_word[words], column]
        for at in np.argsort(-weights, kind="stable")[:_SHOWN].tolist():
            if weights[at] > 0 and weights[at] >= _PALE * weights.max():
                word = words[at]
                rows.append((passage, column, int(described.letters.starts[word]), int(described.letters.ends[word]), float(weights[at])))
    if not rows:
        return Evidence.none()
    text, code, start, end, weight = zip(*rows, strict=True)
    return Evidence(np.array(text), np.array(code), np.array(start), np.array(end), np.array(weight, dtype=np.float64))
