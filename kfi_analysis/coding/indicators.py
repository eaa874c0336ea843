"""A codebook's indicators found in texts: each counted hit with its code, weight, words and characters.

Conditions on neighbours (`near`, `not_near`) and exclusions (`unless`) are applied sentence by sentence; a hit inside a longer hit of the
same theme is dropped, so that "brist på personal" is one sign and not two.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kfi_analysis.coding.codebook import Codebook
from kfi_analysis.coding.coders import Evidence, Floats, Ints
from kfi_analysis.coding.matcher import Hits, Matcher
from kfi_analysis.coding.terms import read_term
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR
from kfi_analysis.coding.words import find_words

__all__ = ["Found", "IndicatorFinder", "finder_for", "joined", "runs"]

_BREAK = "\n\n"
_CHUNK = 2_000_000  # characters handled at a time: bounds memory


@dataclass(frozen=True)
class Found:
    """The counted hits of some texts, as parallel arrays of shape (m,), in the order of the text.

    Attributes
    ----------
    text, code, term
        Number of the text (from 0 in this batch), of the code in the book, and of the term in `IndicatorFinder.terms`.
    weight
        The indicator's weight.
    start, end
        Code points of the text.
    first, last
        Numbers of the words in the batch, inclusive.
    sentence
        Number of the sentence in the batch.
    lengths
        Words per text, shape (n,).
    """

    text: Ints
    code: Ints
    term: Ints
    weight: Floats
    start: Ints
    end: Ints
    first: Ints
    last: Ints
    sentence: Ints
    lengths: Floats

    def __len__(self) -> int:
        return len(self.text)

    @property
    def evidence(self) -> Evidence:
        """The hits as spans that speak for their codes."""
        return Evidence(self.text, self.code, self.start, self.end, self.weight)


@dataclass(frozen=True)
class _Rule:
    """One indicator, its terms as pattern numbers."""

    code: int
    weight: float
    terms: frozenset[int]
    unless: frozenset[int]
    near: frozenset[int]
    not_near: frozenset[int]
    passage: bool


@lru_cache(maxsize=8)
def finder_for(book: Codebook) -> IndicatorFinder:
    """Return the finder of a codebook; making one takes a moment, and equal books share it."""
    return IndicatorFinder(book)


class IndicatorFinder:
    """Finds the indicators of one codebook; made once, used on any number of texts.

    Examples
    --------
    >>> from kfi_analysis.coding.codebook import Code, Indicator
    >>> book = Codebook("b", codes=(Code("stöd", indicators=(Indicator(("stöd",), unless=("med stöd av",)),)),))
    >>> (_, found), = IndicatorFinder(book).batches(["Beslut med stöd av lagen.", "Vi fick stöd."])
    >>> found.text.tolist(), found.start.tolist()
    ([1], [8])
    """

    def __init__(self, book: Codebook) -> None:
        from kfi_analysis.text import lemma, split_compound
        from kfi_analysis.text.lexicon import lemma_table

        self.book = book
        self.codes = book.paths
        number = {path: i for i, path in enumerate(self.codes)}
        terms: dict[str, int] = {}

        def numbers(part: tuple[str, ...]) -> frozenset[int]:
            return frozenset(terms.setdefault(term, len(terms)) for term in book.resolve(part))

        self._rules = [
            _Rule(
                number[code.path],
                indicator.weight,
                numbers(indicator.terms),
                numbers(indicator.unless),
                numbers(indicator.near),
                numbers(indicator.not_near),
                indicator.within == "passage",
            )
            for code in book.codes
            for indicator in code.indicators
        ]
        self.terms = tuple(terms)
        plain_lemma, plain_split = inspect.unwrap(lemma), inspect.unwrap(split_compound)  # the matcher keeps its own, bounded memory
        self._matcher = Matcher([read_term(term) for term in terms], lemmatize=plain_lemma, split=plain_split, inflections=lemma_table())
        self._theme = np.array([number[path.split(CODE_SEPARATOR)[0]] for path in self.codes], dtype=np.int64)

    def batches(self, texts: Sequence[str]) -> Iterator[tuple[int, Found]]:
        """Yield (number of the first text, hits) for runs of texts of bounded length."""
        for first, last in runs(texts):
            yield first, self._find(texts[first:last])

    def _find(self, texts: Sequence[str]) -> Found:
        text, offsets = joined(texts)
        words = find_words(text)
        passage = np.searchsorted(offsets, words.starts, side="right") - 1
        lengths = np.bincount(passage, minlength=len(texts)).astype(np.float64)
        hits = self._matcher.find(words)
        sentence = np.cumsum(words.opens, dtype=np.int64)
        code, weight, chosen = self._apply(hits, len(words), passage, sentence)
        hits = Hits(hits.pattern[chosen], hits.first[chosen], hits.last[chosen])
        where = passage[hits.first] if len(hits) else hits.first
        keep = _outermost(hits, self._theme[code], weight)
        code, weight, where = code[keep], weight[keep], where[keep]
        hits = Hits(hits.pattern[keep], hits.first[keep], hits.last[keep])
        return Found(
            text=where,
            code=code,
            term=hits.pattern,
            weight=weight,
            start=words.starts[hits.first] - offsets[where],
            end=words.ends[hits.last] - offsets[where],
            first=hits.first,
            last=hits.last,
            sentence=sentence[hits.first],
            lengths=lengths,
        )

    def _apply(self, hits: Hits, n_words: int, passage: Ints, sentence: Ints) -> tuple[Ints, Floats, Ints]:
        """Return, per counted hit, its code, its weight and its number among the hits; one hit may count for several codes."""
        by_term = _Groups(hits.pattern, len(self.terms))
        codes, weights, chosen = [], [], []
        for rule in self._rules:
            own = by_term.rows(rule.terms)
            if not len(own):
                continue
            if rule.unless:
                own = own[~_touched(hits, own, by_term.rows(rule.unless), n_words)]
            area = passage if rule.passage else sentence
            for wanted, terms in ((True, rule.near), (False, rule.not_near)):
                if terms and len(own):
                    marked = np.zeros(int(area[-1]) + 1, dtype=bool)
                    marked[area[hits.first[by_term.rows(terms)]]] = True
                    own = own[marked[area[hits.first[own]]] == wanted]
            chosen.append(own)
            codes.append(np.full(len(own), rule.code, dtype=np.int64))
            weights.append(np.full(len(own), rule.weight))
        if not chosen:
            return np.empty(0, dtype=np.int64), np.empty(0), np.empty(0, dtype=np.int64)
        code, weight, rows = np.concatenate(codes), np.concatenate(weights), np.concatenate(chosen)
        order = np.lexsort((code, rows))
        return code[order], weight[order], rows[order]


class _Groups:
    """Rows by pattern number."""

    def __init__(self, pattern: Ints, n: int) -> None:
        self._order = np.argsort(pattern, kind="stable")
        self._bounds = np.searchsorted(pattern[self._order], np.arange(n + 1))

    def rows(self, patterns: frozenset[int]) -> Ints:
        pieces = [self._order[self._bounds[p] : self._bounds[p + 1]] for p in patterns if self._bounds[p + 1] > self._bounds[p]]
        return np.sort(np.concatenate(pieces)) if pieces else np.empty(0, dtype=np.int64)


def _touched(hits: Hits, rows: Ints, other: Ints, n_words: int) -> npt.NDArray[np.bool_]:
    """Tell which hits share a word with any of the others."""
    edge = np.zeros(n_words + 1, dtype=np.int64)
    np.add.at(edge, hits.first[other], 1)
    np.add.at(edge, hits.last[other] + 1, -1)
    covered = np.concatenate([[0], np.cumsum(np.cumsum(edge[:-1]) > 0)])
    touched: npt.NDArray[np.bool_] = covered[hits.last[rows] + 1] > covered[hits.first[rows]]
    return touched


def _outermost(hits: Hits, theme: Ints, weight: Floats) -> Ints:
    """Return the rows that lie in no longer hit of their theme and sign; of equal spans the heaviest."""
    if not len(hits):
        return np.empty(0, dtype=np.int64)
    group = theme * 2 + (weight < 0)
    order = np.lexsort((-np.abs(weight), -hits.last, hits.first, group))
    last, grouped = hits.last[order], group[order]
    shifted = last + grouped * (int(hits.last.max()) + 2)
    before = np.concatenate([[-1], np.maximum.accumulate(shifted)[:-1]])
    return np.sort(order[shifted > before])


def joined(texts: Sequence[str]) -> tuple[str, Ints]:
    """Return texts as one, and where each begins; no sentence runs over from one to the next."""
    return _BREAK.join(texts), np.cumsum([0, *(len(text) + len(_BREAK) for text in texts)])[:-1].astype(np.int64)


def runs(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Cut the texts into runs of bounded length."""
    out, first, size = [], 0, 0
    for at, text in enumerate(texts):
        size += len(text) + len(_BREAK)
        if size >= _CHUNK:
            out.append((first, at + 1))
            first, size = at + 1, 0
    if first < len(texts):
        out.append((first, len(texts)))
    return out
