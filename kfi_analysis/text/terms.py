"""Terms for counting: the lemmas of many passages as one table, so that coding, topics and comparison count the same thing.

Each distinct word is looked at once; the passages are then a matter of arrays.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from kfi_analysis.errors import SettingError, did_you_mean
from kfi_analysis.text.compounds import compound_spans, first_part
from kfi_analysis.text.lemmas import lemma
from kfi_analysis.text.token_table import TokenTable, token_table
from kfi_analysis.text.tokens import TokenKind
from kfi_analysis.text.words import STOP_WORDS

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["Terms", "terms"]

Int32 = npt.NDArray[np.int32]
Compounds = Literal["whole", "split", "both"]
_COMPOUNDS = ("whole", "split", "both")


@dataclass(frozen=True, eq=False)
class Terms:
    """Terms of passages, one row for each place where a term stands.

    Parameters
    ----------
    n_passages
        Number of texts.
    vocabulary
        The terms (lemmas) in alphabetical order of code points.
    display
        For each term the commonest surface in small letters (of equally common ones the first in code point order).
    passage, term, start, end
        Rows in order of passage and place: which text, which term, and the span of the word (or of the part of the compound).
    """

    n_passages: int
    vocabulary: tuple[str, ...]
    display: tuple[str, ...]
    passage: Int32
    term: Int32
    start: Int32
    end: Int32

    def __len__(self) -> int:
        return len(self.term)

    @cached_property
    def index(self) -> dict[str, int]:
        """Term -> its number."""
        return {term: number for number, term in enumerate(self.vocabulary)}

    def counts(self) -> csr_array:
        """Return how often each term stands in each passage: sparse, shape (n_passages, n_terms), int64."""
        from scipy.sparse import coo_array

        shape = (self.n_passages, len(self.vocabulary))
        matrix = coo_array((np.ones(len(self.term), dtype=np.int64), (self.passage, self.term)), shape=shape).tocsr()
        matrix.sum_duplicates()
        return matrix


def terms(
    texts: Sequence[str],
    *,
    compounds: Compounds = "whole",
    stop_words: Collection[str] = STOP_WORDS,
    min_length: int = 2,
    numbers: bool = False,
) -> Terms:
    """Return the terms of the texts.

    Parameters
    ----------
    texts
        Passages.
    compounds
        ``"whole"``: a compound is one term; ``"split"``: its parts instead; ``"both"``: the compound and its parts.
    stop_words
        Words left out, matched without regard to case against the surface and against the lemma.
    min_length
        Terms shorter than this are left out.
    numbers
        Whether figures, dates, times and references are terms (their surface).

    Raises
    ------
    SettingError
        If `compounds` is none of the three.

    Examples
    --------
    >>> found = terms(["Samverkansmötena gav stöd.", "Stödet var samverkan."], compounds="split")
    >>> found.vocabulary
    ('ge', 'möte', 'samverkan', 'stöd')
    >>> found.counts().toarray().tolist()
    [[1, 1, 1, 1], [0, 0, 1, 1]]
    """
    if compounds not in _COMPOUNDS:
        raise SettingError(f"compounds={compounds!r}: {did_you_mean(str(compounds), _COMPOUNDS)}")
    table = token_table(texts)
    stop = frozenset(word.lower() for word in stop_words)
    return _Builder(table, compounds, stop, min_length, numbers).build()


_HYPHENS = ("-", "\u2010", "\u2011")
_COUNTED = frozenset({TokenKind.WORD.value})
_FIGURES = frozenset({TokenKind.NUMBER.value, TokenKind.DATE.value, TokenKind.TIME.value, TokenKind.REFERENCE.value})


@dataclass(frozen=True)
class _Builder:
    """What each distinct word gives, and its spread over the passages."""

    table: TokenTable
    compounds: Compounds
    stop: frozenset[str]
    min_length: int
    numbers: bool

    def _entries(self, surface: str, kind: int) -> list[tuple[str, str, int, int]]:
        """Return (term, display, start in the word, end in the word) of one type."""
        if kind in _FIGURES:
            return [(surface, surface, 0, len(surface))] if self.numbers else []
        if kind not in _COUNTED or not any(char.isalpha() for char in surface):
            return []
        low = surface.lower()
        if low in self.stop:
            return []
        if low.endswith(_HYPHENS):
            return self._kept([(first_part(low[:-1]), low, 0, len(surface))])
        name = lemma(surface)
        if name in self.stop:
            return []
        whole = [(name, low, 0, len(surface))]
        if self.compounds == "whole":
            return self._kept(whole)
        parts = compound_spans(surface)
        if len(parts) == 1:
            return self._kept(whole)
        split = [(part, part, a, b) for part, a, b in parts]
        return self._kept(split if self.compounds == "split" else whole + split)

    def _kept(self, entries: list[tuple[str, str, int, int]]) -> list[tuple[str, str, int, int]]:
        return [entry for entry in entries if len(entry[0]) >= self.min_length and entry[0] not in self.stop]

    def build(self) -> Terms:
        table = self.table
        entries = [self._entries(s, k) for s, k in zip(table.types, table.type_kinds.tolist(), strict=True)]
        vocabulary = sorted({entry[0] for group in entries for entry in group})
        number = {term: index for index, term in enumerate(vocabulary)}
        sizes = np.array([len(group) for group in entries], dtype=np.int64)
        begin = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        flat = [entry for group in entries for entry in group]
        term_of = np.array([number[entry[0]] for entry in flat], dtype=np.int32)
        left = np.array([entry[2] for entry in flat], dtype=np.int32)
        right = np.array([entry[3] for entry in flat], dtype=np.int32)

        rows, which = _spread(table.type, sizes, begin)
        at = table.start[rows]
        tokens_of_type = np.bincount(table.type, minlength=len(entries)) if len(table) else np.empty(0, np.int64)
        return Terms(
            len(table.texts),
            tuple(vocabulary),
            _displays(entries, tokens_of_type.tolist(), vocabulary),
            table.passage[rows],
            term_of[which],
            at + left[which],
            at + right[which],
        )


def _spread(types: Int32, sizes: npt.NDArray[np.int64], begin: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]:
    """Return for each row the token it comes from and its entry; a token has as many rows as its type has entries, in their order."""
    if not len(types):
        return np.empty(0, np.intp), np.empty(0, np.int64)
    if sizes.max(initial=0) <= 1:
        rows = np.flatnonzero((sizes > 0)[types])
        return rows, begin[types[rows]]
    per_token = sizes[types]
    rows = np.repeat(np.arange(len(types)), per_token)
    first = np.cumsum(per_token) - per_token
    return rows, begin[types[rows]] + np.arange(len(rows)) - first[rows]


def _displays(entries: list[list[tuple[str, str, int, int]]], counts: list[int], vocabulary: list[str]) -> tuple[str, ...]:
    """Return the commonest surface of each term."""
    seen: dict[str, dict[str, int]] = {term: {} for term in vocabulary}
    for group, count in zip(entries, counts, strict=True):
        for term, shown, _, _ in group:
            seen[term][shown] = seen[term].get(shown, 0) + count
    return tuple(min(forms, key=lambda form: (-forms[form], form)) for forms in (seen[term] for term in vocabulary))
