"""Which words a misread word may stand for.

First the known forms with the same signature. Where they leave a word unexplained: one å/ä/ö read as two signs ("samhaillet"), letters of
like shape (rn/m, t/f, c/e, l/I), and compounds whose parts are known. A candidate keeps the pairs (letter meant, sign seen) by which the
channel is learnt.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from kfi_analysis.text.ocr.channel import Channel
from kfi_analysis.text.ocr.lexicon import MIXED, FormIndex, hash_parts, part_hashes, signature

__all__ = ["Candidate", "Reading", "compound", "like_shapes", "query", "same_shape"]

SWEDISH = frozenset("åäö")
_SIGNS = frozenset(MIXED) | frozenset("OGIA")
_DOUBLE = frozenset("adiéeloubtnöäå46")
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzåäö")
_LIKE = """
rn>m m>rn ii>u vv>w cl>d li>h ri>n t>f f>t c>e e>c I>l i>l l>i
1>l 1>i |>l I>t h>b b>h n>u u>n 5>s s>ö 5>ö 8>b g>q v>y
y>v tf>ff ft>ff r>t t>r l>t e>o n>m m>n mn>nm J>I j>i J>l e>ö
e>ä 9>g €>e ©>o $>s §>s £>f ¢>c 16>lö 18>lö 8s>lös g>ö
"""
_SHAPES = [tuple(item.split(">")) for item in _LIKE.split()]


Pair = tuple[str, str, str]
"""The letter meant, the sign seen, and the letters beside it: where it stands in the word, and what follows."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may have been meant: its prior, the pairs in question, and how it was found."""

    word: str
    prior: float
    pairs: tuple[Pair, ...]
    penalty: float = 0.0
    reason: str = "letters"


Reading = Callable[[str], float]
"""Word -> its frequency in this field (used where a candidate is built from parts)."""


def query(surface: str, pattern: str) -> str:
    """Return the word as the index asks for it: small letters, but capitals inside a word that stand for misread letters.

    Examples
    --------
    >>> query("fOr", "lower"), query("Arendet", "title")
    ('fOr', 'arendet')
    """
    if pattern == "upper" or surface.islower():
        return surface.lower()
    return surface[0].lower() + "".join(char if char in "OGIA" else char.lower() for char in surface[1:])


def pairs_of(word: str, seen: str, pattern: str) -> tuple[Pair, ...] | None:
    """Return the (letter, sign) pairs of two strings of equal length, or None if a letter cannot have been read as its sign."""
    out: list[Pair] = []
    last = len(word) - 1
    for place, (true, sign) in enumerate(zip(word, seen, strict=True)):
        if true == sign and true not in SWEDISH and sign not in _SIGNS:
            continue
        high = pattern == "upper" or (pattern == "title" and place == 0)
        if true not in SWEDISH and true != sign and sign in _PLAIN:
            return None
        near = ("^" if not place else "") + (word[place + 1] if place < last else "$")
        out.append((true.upper(), sign.upper(), near) if high else (true, sign, near))
    return tuple(out)


def same_shape(index: FormIndex, seen: Sequence[str], patterns: Sequence[str]) -> list[list[Candidate]]:
    """Return, for each word, the known forms of its shape that the channel allows."""
    out: list[list[Candidate]] = []
    for word, pattern, forms in zip(seen, patterns, index.find(seen), strict=True):
        found: list[Candidate] = []
        for form, frequency in forms:
            if len(form) == len(word) and signature(form) == signature(word):
                pairs = pairs_of(form, word, pattern)
                if pairs is not None:
                    found.append(Candidate(form, frequency, pairs))
        out.append(found)
    return out


def like_shapes(seen: str) -> list[tuple[str, float]]:
    """Return other ways to see a word: (word, log penalty).

    In the word returned, `*` stands for an å/ä/ö that was read as two signs, or was lost.
    """
    out = [(seen[:at] + "*" + seen[at + 2 :], -5.0) for at in range(len(seen) - 1) if seen[at] in _DOUBLE and seen[at + 1] in _DOUBLE]
    if len(seen) > 1:
        out += [(seen[:at] + "*" + seen[at:], -6.5) for at in range(len(seen) + 1)]
    for sign, true in _SHAPES:
        at = seen.find(sign)
        while at >= 0:
            out.append((seen[:at] + true + seen[at + len(sign) :], -8.5))
            at = seen.find(sign, at + 1)
    return out


def compound(seen: str, pattern: str, parts: FormIndex, channel: Channel, frequency: Reading, *, most: int = 3) -> list[Candidate]:
    """Return the best readings of a word as two to four known parts (each of three letters or more, link -s- allowed)."""
    n = len(seen)
    if n < 6:
        return []
    shape = signature(seen)
    sums = hash_parts(shape)
    begin, end = np.triu_indices(n + 1, 3)
    keep = ((begin == 0) | (begin >= 3)) & ((end == n) | (end <= n - 3)) & (end - begin < n)
    begin, end = begin[keep], end[keep]
    low, high = parts.spans(part_hashes(sums, begin, end))
    hit = high > low
    pieces: dict[int, list[tuple[int, float, str]]] = {}
    for i, j, a, b in zip(begin[hit].tolist(), end[hit].tolist(), low[hit].tolist(), high[hit].tolist(), strict=True):
        best: list[tuple[float, str]] = []
        for form, prior in parts.forms(a, b):
            if len(form) != j - i or (j - i == 3 and prior < 3e-6) or (j - i == 4 and prior < 3e-7):
                continue
            pairs = pairs_of(form, seen[i:j], pattern if not i or pattern == "upper" else "lower")
            if pairs is not None and signature(form) == shape[i:j]:
                best.append((math.log(max(prior, frequency(form))) + sum(channel.log(*pair) for pair in pairs), form))
        for score, form in sorted(best, reverse=True)[:2]:
            pieces.setdefault(j, []).append((i, score - (3.0 if j - i == 3 else 0.0), form))
            if j < n - 3 and seen[j] == "s" and not form.endswith("s"):
                pieces.setdefault(j + 1, []).append((i, score - 1.0, form + "s"))
    chart: dict[int, list[tuple[float, int, str]]] = {0: [(0.0, 0, "")]}
    for j in sorted(pieces):
        options: dict[str, tuple[float, int, str]] = {}
        for i, score, form in pieces[j]:
            for before, count, head in chart.get(i, ()):
                if count < 4:
                    row = (before + score + (1.5 if count else 0.0), count + 1, head + form)
                    if row[2] not in options or options[row[2]][0] < row[0]:
                        options[row[2]] = row
        chart[j] = sorted(options.values(), reverse=True)[:most]
    out: list[Candidate] = []
    for score, count, word in chart.get(n, ()):
        if count > 1:
            pairs = pairs_of(word, seen, pattern)
            if pairs is not None:
                prior = score - sum(channel.log(*pair) for pair in pairs)
                out.append(Candidate(word, math.exp(max(prior, -80.0)), pairs, 0.0, "compound"))
    return out
