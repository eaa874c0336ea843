"""Valence and phase of a passage, each with the spans that decided.

Both rest on curated lists (`lists/*.yaml`, in the language of the codebooks), never on a general sentiment lexicon. Valence knows negation
("inga problem", "fungerade inte"), wishes ("hade varit önskvärt") and contrast ("men"): a wish says that something was lacking, and a
passage with weight on both sides is mixed. Phase weighs time expressions and retrospect against tense.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np

from kfi_analysis.coding.codebook import Codebook
from kfi_analysis.coding.codebook_files import read_codebook
from kfi_analysis.coding.indicators import Found, finder_for

__all__ = ["Judged", "PhaseReader", "Span", "ValenceReader", "attribute_book"]

Span = tuple[int, int]

_BEFORE, _AFTER = 3, 1  # words between a negation and what it negates
_FLIPPED = 0.8
_UNDER_WISH = 0.25
_BARE_NEGATION = 0.25  # a negation that turns no word of value: something did not happen
_LEAST_VALENCE = 0.4
_CONCEDED = 0.5  # what stands before "men" in a sentence weighs less than what comes after it
_MIXED = 0.55
_MIXED_WITH_CONTRAST = 0.35
_LEAST_PHASE = 0.5
_LEAST_RUNNING = 0.2


@dataclass(frozen=True)
class Judged:
    """One passage's value, how sure (0-1), and the spans that decided (code points of the passage)."""

    value: str
    score: float
    evidence: tuple[Span, ...]


@cache
def attribute_book(name: str) -> Codebook:
    """Return the shipped list of "valence" or "phase" as a codebook."""
    return read_codebook(Path(str(files("kfi_analysis.coding"))) / "lists" / f"{name}.yaml")


class ValenceReader:
    """Tells whether passages speak of strengths, challenges, both or neither.

    Examples
    --------
    >>> [judged.value for judged in ValenceReader().read(["Samarbetet fungerade bra.", "Det var inga problem.", "Stödet fungerade inte."])]
    ['styrka', 'styrka', 'utmaning']
    """

    def __init__(self, book: Codebook | None = None) -> None:
        self.book = book or attribute_book("valence")
        self._finder = finder_for(self.book)
        self._code = {path: i for i, path in enumerate(self.book.paths)}

    def read(self, texts: Sequence[str]) -> list[Judged]:
        """Return one judgement a text."""
        return [judged for _, found in self._finder.batches(texts) for judged in self.judge(found)]

    def judge(self, found: Found) -> list[Judged]:
        """Return one judgement a text from the hits of the list."""
        cuts = np.searchsorted(found.text, np.arange(len(found.lengths) + 1))
        return [self._judge(found, slice(int(a), int(b))) for a, b in pairwise(cuts)]

    def _judge(self, found: Found, rows: slice) -> Judged:
        code, first, last = found.code[rows].tolist(), found.first[rows].tolist(), found.last[rows].tolist()
        sentence, weight = found.sentence[rows].tolist(), found.weight[rows].tolist()
        spans = list(zip(found.start[rows].tolist(), found.end[rows].tolist(), strict=True))
        strength, challenge, wish = self._code["styrka"], self._code["utmaning"], self._code["önskan"]
        negations = [(first[i], last[i], sentence[i]) for i, c in enumerate(code) if c == self._code["negation"]]
        contrasts = [(first[i], sentence[i]) for i, c in enumerate(code) if c in (self._code["kontrast"], self._code["kontrast/men"])]
        turns = [(first[i], sentence[i]) for i, c in enumerate(code) if c == self._code["kontrast/men"]]
        wishes = [(first[i], last[i], sentence[i]) for i, c in enumerate(code) if c == wish]
        sides: dict[bool, list[tuple[float, Span, int]]] = {True: [], False: []}
        seen: set[tuple[bool, int]] = set()
        used: set[Span] = set()
        terms = found.term[rows].tolist()
        for i, c in enumerate(code):
            if c not in (strength, challenge, wish):
                continue
            value, good = weight[i], c == strength
            if c != wish and any(a <= last[i] and b >= first[i] for a, b, _ in wishes):
                continue
            turned = [] if c == wish else _negations(first[i], last[i], sentence[i], negations, contrasts)
            used.update(turned)
            if len(turned) % 2:
                good, value = not good, value * _FLIPPED
            elif good and any(s == sentence[i] and not _between(contrasts, a, first[i]) for a, _, s in wishes):
                value *= _UNDER_WISH
            if any(s == sentence[i] and at > last[i] for at, s in turns):
                value *= _CONCEDED
            if (good, terms[i]) not in seen:
                sides[good].append((value, spans[i], first[i]))
                seen.add((good, terms[i]))
        bare = [i for i, c in enumerate(code) if c == self._code["negation"] and (first[i], last[i]) not in used]
        sides[False] += [(_BARE_NEGATION, spans[i], first[i]) for i in bare[:2]]
        plus, minus = (sum(value for value, _, _ in sides[good]) for good in (True, False))
        if plus + minus < _LEAST_VALENCE:
            return Judged("neutral", 1.0 - (plus + minus) / (2 * _LEAST_VALENCE), ())
        share = min(plus, minus) / max(plus, minus)
        across = any(_splits(sides, at) for at, _ in contrasts)
        limit = _MIXED_WITH_CONTRAST if across else _MIXED
        if share >= limit:
            return Judged("blandat", 0.5 + share / 2, _first_spans(sides[True], sides[False]))
        side = sides[plus > minus]
        return Judged("styrka" if plus > minus else "utmaning", 1.0 - share / 2, _first_spans(side))


class PhaseReader:
    """Tells when in the course of events passages stand.

    Examples
    --------
    >>> [judged.value for judged in PhaseReader().read(["Inledningsvis saknades rutiner.", "Vi tar med oss de digitala mötena."])]
    ['inledning', 'efter']
    """

    def __init__(self, book: Codebook | None = None) -> None:
        self.book = book or attribute_book("phase")
        self._finder = finder_for(self.book)

    def read(self, texts: Sequence[str]) -> list[Judged]:
        """Return one judgement a text."""
        return [judged for _, found in self._finder.batches(texts) for judged in self.judge(found)]

    def judge(self, found: Found) -> list[Judged]:
        """Return one judgement a text from the hits of the list."""
        out: list[Judged] = []
        paths = self.book.paths
        cuts = np.searchsorted(found.text, np.arange(len(found.lengths) + 1))
        for a, b in pairwise(cuts.tolist()):
            sums = dict.fromkeys(paths, 0.0)
            spans: dict[str, list[tuple[float, Span, int]]] = {path: [] for path in paths}
            seen: set[int] = set()
            for i in range(a, b):
                path, term = paths[int(found.code[i])], int(found.term[i])
                if term not in seen:
                    sums[path] += float(found.weight[i])
                    spans[path].append((float(found.weight[i]), (int(found.start[i]), int(found.end[i])), 0))
                    seen.add(term)
            out.append(_phase(sums, spans))
        return out


def _phase(sums: dict[str, float], spans: dict[str, list[tuple[float, Span, int]]]) -> Judged:
    """Beginnings and retrospect beat what is said in passing; tense alone is enough for the course of events, not for its ends."""
    ends = max(("inledning", "efter"), key=lambda path: sums[path])
    running = sums["fortlöpande"]
    if sums[ends] >= _LEAST_PHASE and sums[ends] >= 0.5 * running:
        return Judged(ends, sums[ends] / (sum(sums.values()) or 1.0), _first_spans(spans[ends]))
    if running >= _LEAST_RUNNING:
        return Judged("fortlöpande", running / sum(sums.values()), _first_spans(spans["fortlöpande"]))
    return Judged("oklart", 1.0, ())


def _negations(first: int, last: int, sentence: int, negations: list[tuple[int, int, int]], contrasts: list[tuple[int, int]]) -> list[Span]:
    """The negations close by in the sentence, no contrast between; those inside a term are the term's own."""
    near = []
    for a, b, s in negations:
        if s != sentence or (a >= first and b <= last):
            continue
        before, after = first - b - 1, a - last - 1
        if (0 <= before <= _BEFORE and not _between(contrasts, b, first)) or 0 <= after < _AFTER:
            near.append((a, b))
    return near


def _between(contrasts: list[tuple[int, int]], a: int, b: int) -> bool:
    low, high = sorted((a, b))
    return any(low < at < high for at, _ in contrasts)


def _splits(sides: dict[bool, list[tuple[float, Span, int]]], at: int) -> bool:
    """Whether a contrast word has one side before and the other after it."""
    return any(
        any(first < at for _, _, first in sides[good]) and any(first > at for _, _, first in sides[not good]) for good in (True, False)
    )


def _first_spans(*sides: list[tuple[float, Span, int]], most: int = 6) -> tuple[Span, ...]:
    """The heaviest spans, in the order of the text."""
    heaviest = sorted((item for side in sides for item in side), key=lambda item: (-item[0], item[1]))[:most]
    return tuple(sorted(span for _, span, _ in heaviest))
