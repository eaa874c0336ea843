"""Words as their letters: runs of three to five characters inside a word, weighed by how rare they are.

Swedish glues words together and bends them; "vikariebrist", "vikarierna" and "timvikarie" share the letters that matter. A space of letter
n-grams therefore knows something of words it has not met, which whole words do not (Cavnar and Trenkle 1994; term weights after Salton and
Buckley 1988: (1 + log count) × log inverse document frequency, rows of length one).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from kfi_analysis.coding.coders import Floats, Ints
from kfi_analysis.coding.indicators import joined
from kfi_analysis.coding.words import Words, find_words

__all__ = ["Lettered", "Ngrams", "Types", "letters", "narrow", "types_of", "unit_types"]

Sparse: TypeAlias = Any
"""A `scipy.sparse.csr_array`; scipy is not imported to say so."""

_SHORTEST, _LONGEST = 3, 5
_MOST_TYPES = 500_000  # word types whose n-grams are remembered


def letters(word: str) -> list[str]:
    """Return the n-grams of a word, its ends marked by blanks; a word shorter than an n-gram gives itself.

    Examples
    --------
    >>> letters("oro")
    [' or', 'oro', 'ro ', ' oro', 'oro ', ' oro ']
    """
    framed = f" {word.lower()} "
    found = [framed[at : at + n] for n in range(_SHORTEST, _LONGEST + 1) for at in range(len(framed) - n + 1)]
    return found or [framed]


class Types:
    """The different words of some texts.

    Attributes
    ----------
    hashes
        One a type, ascending; uint64, shape (t,).
    words
        The types in lower case.
    of_word
        Number of the type of each running word.
    """

    def __init__(self, words: Words) -> None:
        self.hashes, first, inverse = np.unique(words.hashes, return_index=True, return_inverse=True)
        spans = zip(words.starts[first].tolist(), words.ends[first].tolist(), strict=True)
        self.words = [words.text[a:b].lower() for a, b in spans]
        self.of_word: Ints = inverse.astype(np.int64)


def types_of(text: str) -> Types:
    """Return the word types of a text."""
    return Types(find_words(text))


def unit_types(types: Types, unit: Ints, n: int) -> Sparse:
    """Return how often each type stands in each unit; shape (n, types)."""
    from scipy import sparse

    ones = np.ones(len(unit), dtype=np.float32)
    out = sparse.coo_array((ones, (unit, types.of_word)), shape=(n, len(types.words))).tocsr()
    out.sum_duplicates()
    return out


def narrow(rows: Sparse) -> Sparse:
    """Return rows whose indices have 32 bits, as scikit-learn wants them."""
    rows.indices, rows.indptr = rows.indices.astype(np.int32), rows.indptr.astype(np.int32)
    return rows


class Ngrams:
    """A space of letter n-grams.

    Parameters
    ----------
    grams
        The n-grams, one a column.
    rarity
        Their log inverse document frequencies, shape (m,).

    Examples
    --------
    >>> space = Ngrams.fit(["oro och rädsla", "oro bland personalen", "oroliga röster"], least=2)
    >>> " oro" in space.grams, "sla" in space.grams
    (True, False)
    """

    def __init__(self, grams: Sequence[str], rarity: Floats) -> None:
        self.grams = tuple(grams)
        self.rarity = np.asarray(rarity, dtype=np.float32)
        self._column = {gram: i for i, gram in enumerate(self.grams)}
        self._known: dict[int, npt.NDArray[np.int32]] = {}
        self._last: Lettered | None = None

    def __len__(self) -> int:
        return len(self.grams)

    @classmethod
    def fit(cls, texts: Sequence[str], *, least: int = 3) -> Ngrams:
        """Return the space of the n-grams that stand in at least `least` of the texts."""
        frequency: Counter[str] = Counter()
        for text in texts:
            frequency.update({gram for word in types_of(text).words for gram in letters(word)})
        grams = sorted(gram for gram, count in frequency.items() if count >= least)
        counts = np.array([frequency[gram] for gram in grams], dtype=np.float64)
        return cls(grams, np.log((1 + len(texts)) / (1 + counts)) + 1)

    def columns(self, word: str) -> npt.NDArray[np.int32]:
        """Return the columns of a word's n-grams that the space has, with repeats."""
        column = self._column
        return np.array([column[gram] for gram in letters(word) if gram in column], dtype=np.int32)

    def table(self, types: Types) -> Sparse:
        """Return how often each type has each n-gram; shape (types, m). What a type has is asked once and remembered."""
        from scipy import sparse

        if len(self._known) > _MOST_TYPES:
            self._known.clear()
        rows = []
        for value, word in zip(types.hashes.tolist(), types.words, strict=True):
            row = self._known.get(value)
            if row is None:
                row = self._known[value] = self.columns(word)
            rows.append(row)
        indices = np.concatenate(rows) if rows else np.empty(0, dtype=np.int32)
        bounds = np.cumsum([0, *(len(row) for row in rows)])
        out = sparse.csr_array((np.ones(len(indices), dtype=np.float32), indices, bounds), shape=(len(rows), len(self)))
        out.sum_duplicates()
        return out

    def of(self, texts: Sequence[str]) -> Lettered:
        """Return the letters of texts. Those of the last texts are kept, for the next who looks at the same."""
        text, offsets = joined(texts)
        last = self._last
        if last is None or last.words.text != text or len(last.lengths) != len(texts):
            last = self._last = Lettered(self, find_words(text), offsets)
        return last

    def weigh(self, counts: Sparse) -> Sparse:
        """Return counts of n-grams per unit as weighed rows of length one."""
        out = counts.copy()
        out.data = (1 + np.log(out.data)) * self.rarity[out.indices]
        length = np.sqrt(np.add.reduceat(np.append(out.data**2, 0), np.minimum(out.indptr[:-1], out.nnz)))
        length[np.diff(out.indptr) == 0] = 1.0
        out.data /= np.repeat(length, np.diff(out.indptr))
        return out


class Lettered:
    """The letters of some texts: of each passage, and of each sentence where they are asked for.

    Parameters
    ----------
    space
        The n-grams.
    words
        The words of the texts, joined.
    offsets
        Where each text begins.

    Attributes
    ----------
    types
        The word types.
    passage, sentence
        Where each running word stands.
    home
        Number of the passage that each sentence stands in, shape (s,).
    numbers
        Of the sentences among all that begin in the joined texts, shape (s,).
    starts, ends
        Spans of the words, code points of their passage.
    lengths, sentence_lengths
        Words per passage and per sentence.
    """

    def __init__(self, space: Ngrams, words: Words, offsets: Ints) -> None:
        self.words = words
        self.types = Types(words)
        self.passage: Ints = np.searchsorted(offsets, words.starts, side="right") - 1
        self.numbers, self.sentence = np.unique(np.cumsum(words.opens, dtype=np.int64), return_inverse=True)
        self.home = np.zeros(len(self.numbers), dtype=np.int64)
        self.home[self.sentence] = self.passage
        self.starts, self.ends = words.starts - offsets[self.passage], words.ends - offsets[self.passage]
        self.lengths = np.bincount(self.passage, minlength=len(offsets)).astype(np.float64)
        self.sentence_lengths = np.bincount(self.sentence, minlength=len(self.numbers)).astype(np.float64)
        self._space = space

    @cached_property
    def table(self) -> Sparse:
        """How often each type has each n-gram, shape (types, m)."""
        return self._space.table(self.types)

    @cached_property
    def passages(self) -> Sparse:
        """Weighed rows of the passages, shape (n, m)."""
        return self._space.weigh(unit_types(self.types, self.passage, len(self.lengths)) @ self.table)

    @cached_property
    def sentences(self) -> Sparse:
        """Weighed rows of the sentences, shape (s, m)."""
        return self._space.weigh(unit_types(self.types, self.sentence, len(self.numbers)) @ self.table)
