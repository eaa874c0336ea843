"""The words that a bad reading can have spoiled: where they stand, joined over line-end hyphens, and how they are cased.

A unit is one word as its writer meant it: letters with the odd characters that OCR puts among them ("f6r", "&r", "fOr"), and both
halves of a word that a hyphen breaks over a line. Figures, addresses and codes are not units: nothing in them is ever a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Unit", "cased", "find_units", "pattern_of"]

MAX_LENGTH = 48
"""Longer runs of letters are not words (and would make work grow with their square)."""

ODD = "&@?|\ufffd¢£€°$§©®"
_WORD = re.compile(rf"(?<![\w{re.escape(ODD)}])[&@]?[^\W_]+(?:[{re.escape(ODD)}][^\W\d_]+)*(?:&(?!\w))?")
_BREAK = re.compile(r"[-\u00ad\u2010][ \t]{0,8}\r?\n[ \t]{0,8}(?=[^\W_])")
_JOINERS = frozenset(["och", "eller", "samt", "men", "respektive", "resp", "till", "ocksa", "också"])
_ADDRESS = re.compile(r"@|://|www\.")
_CODE = re.compile(r"[A-ZÅÄÖ0-9&@?|$§€£.]+\Z")
_SHORT = re.compile(r"[PDSFNM][4&]\Z")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A word with its place: `surface` is the word without a line break, `cut` the place of the break in it (0 without one).

    `start, end` span the text with the break; `gap` is the length of hyphen, line end and indent.
    """

    start: int
    end: int
    surface: str
    cut: int
    gap: int

    def put_back(self, text: str, word: str) -> str:
        """Return `word` with this unit's line break in its place (in a word of another length: where its second half begins)."""
        if not self.cut:
            return word
        cut = self.cut
        if len(word) != len(self.surface):
            tail = len(self.surface) - self.cut
            cut = len(word) - tail if word.endswith(self.surface[self.cut :]) else min(self.cut, len(word) - 1)
            cut = max(1, cut)
        return word[:cut] + text[self.start + self.cut : self.start + self.cut + self.gap] + word[cut:]


def find_units(text: str) -> list[Unit]:
    r"""Return the words of `text` that may be read anew, in order.

    Examples
    --------
    >>> [unit.surface for unit in find_units("utvdr-\ndering f6r 252 900 tkr, a.b@c.se, A4")]
    ['utvdrdering', 'f6r', 'tkr']
    """
    barred = _address_spans(text)
    out: list[Unit] = []
    at = 0
    bar = 0
    match = _WORD.search(text, 0)
    while match is not None:
        start, end = match.span()
        at = end
        cut = gap = 0
        surface = match.group()
        broken = _BREAK.match(text, end)
        if broken is not None:
            rest = _WORD.match(text, broken.end())
            if rest is not None and rest.group()[0].islower() | rest.group()[0].isdigit() and rest.group() not in _JOINERS:
                cut, gap = len(surface), broken.end() - end
                surface += rest.group()
                at = end = rest.end()
        while bar < len(barred) and barred[bar][1] <= start:
            bar += 1
        hidden = bar < len(barred) and barred[bar][0] < end
        if not hidden and _is_word(surface):
            out.append(Unit(start, end, surface, cut, gap))
        match = _WORD.search(text, at)
    return out


def _is_word(surface: str) -> bool:
    if len(surface) > MAX_LENGTH or not _LETTER.search(surface):
        return False
    if surface.isalpha():
        return True
    letters = sum(char.isalpha() for char in surface)
    if surface[:2].isdigit():
        return letters > 2 and surface[:2] in {"16", "18"} and surface[2:].islower()
    return letters * 2 >= len(surface) and (_SHORT.match(surface) is not None or not _CODE.match(surface))


def _address_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of e-mail and web addresses: from white space to white space, at most 200 characters each way."""
    spans: list[tuple[int, int]] = []
    for match in _ADDRESS.finditer(text):
        start, end = match.span()
        if spans and start < spans[-1][1]:
            continue
        if match.group() == "@" and not (start and text[start - 1].isalnum() and re.match(r"[\w-]{1,80}\.\w", text[end : end + 90])):
            continue
        low = start
        while low and start - low < 200 and not text[low - 1].isspace():
            low -= 1
        high = end
        while high < len(text) and high - end < 200 and not text[high].isspace():
            high += 1
        spans.append((low, high))
    return spans


def pattern_of(surface: str) -> str:
    """Return how a word is cased: `upper`, `title` or `lower` (capitals inside a word are taken for misread small letters)."""
    letters = [char for char in surface if char.isalpha()]
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return "upper"
    return "title" if surface[0].isupper() else "lower"


def cased(word: str, pattern: str) -> str:
    """Return the lower-case `word` in the given pattern.

    Examples
    --------
    >>> cased("ärende", "title")
    'Ärende'
    """
    if pattern == "upper":
        return word.upper()
    return word[:1].upper() + word[1:] if pattern == "title" else word
