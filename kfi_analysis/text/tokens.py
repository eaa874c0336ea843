"""Tokens with offsets: words, numbers, dates, references, abbreviations, addresses and punctuation that tile the text.

One regular expression (`_pattern`) says what a token is. Every character that is not white space lies in exactly one token. Long texts go
through `bulk.py`, which finds the ordinary words with arrays and asks this expression about the rest; both give the same tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kfi_analysis.text.abbreviations import abbreviation_pattern

__all__ = ["Token", "TokenKind", "Tokens", "scan", "tokenize"]

_LONG = 1500  # characters from which the array path is faster


class TokenKind(IntEnum):
    """What a token is."""

    WORD = 1
    NUMBER = 2
    ABBREVIATION = 3
    DATE = 4
    TIME = 5
    REFERENCE = 6
    URL = 7
    EMAIL = 8
    PUNCTUATION = 9


class Token(NamedTuple):
    """One token: its span, its text and its kind."""

    start: int
    end: int
    text: str
    kind: TokenKind


@dataclass(frozen=True, eq=False)
class Tokens:
    """The tokens of one text.

    Parameters
    ----------
    text
        The text.
    starts, ends
        Spans in code points, `end` exclusive; shape (n,), int32.
    kinds
        `TokenKind` of each; shape (n,), uint8.
    """

    text: str
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[Token]:
        for start, end, kind in zip(self.starts.tolist(), self.ends.tolist(), self.kinds.tolist(), strict=True):
            yield Token(start, end, self.text[start:end], TokenKind(kind))

    def __getitem__(self, index: int) -> Token:
        start, end = int(self.starts[index]), int(self.ends[index])
        return Token(start, end, self.text[start:end], TokenKind(int(self.kinds[index])))

    def surfaces(self) -> list[str]:
        """Return the tokens' texts."""
        text = self.text
        return [text[start:end] for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True)]

    def of_kind(self, *kinds: TokenKind) -> Tokens:
        """Return the tokens of these kinds."""
        keep = np.isin(self.kinds, np.array(kinds, dtype=np.uint8))
        return Tokens(self.text, self.starts[keep], self.ends[keep], self.kinds[keep])


# A word character: letters, digits, underscore; combining marks; soft hyphen and the joiners that have no width.
_W = r"[\w\u0300-\u036f\u00ad\u200c\u200d\u2060]"
_LETTER = r"[^\W\d_]"

# What continues a word: hyphens and ampersands between word characters, apostrophes between letters, "EU:s" and "1:a", figures with
# . , : / or an en dash between digits.
_CONTINUED = (
    rf"(?:[-\u2010\u2011&]{_W}+"
    rf"|(?<=\d)[.,:/\u2013](?=\d){_W}+"
    rf"|(?<={_LETTER})['\u2019](?={_LETTER}){_W}+"
    rf"|:(?=[a-zåäö]{{1,4}}(?!{_W})){_W}+)*"
)
# "gymnasie- och": a hyphen at the end belongs to the word.
_HANGING = r"(?:[-\u2010\u2011](?![-\u2010\u2011]))?"
# Not initials before a word that opens a sentence: "plan B. Det".
_OPENING_WORDS = """
Det Den De Detta Denna Dessa Där Då Därför Därefter Dock Du En Ett Efter Enligt För Från Han Hon Hur Här I Icke Inom Inte Jag Man
Med Men Nu När Och Om På Samtidigt Som Så Till Trots Under Ur Utan Vad Var Varje Vem Vi Vid Vilken Vissa Även Är Än Åt Över
"""
_OPENERS = "|".join(_OPENING_WORDS.split())


def _pattern(addresses: bool) -> re.Pattern[str]:
    """Return the expression; the branches for addresses are only needed where "@", "://" or "www." stands in the text."""
    groups = [("PLAIN", r"[a-zA-ZåäöÅÄÖ]++(?=[\s,;!?)])")]  # most words, found without trying the rest
    if addresses:
        groups += [
            ("URL", r"(?:https?://|ftp://|www\.)[^\s<>\"”»()]{0,2000}[^\s<>\"”»().,;:!?'’]"),
            ("EMAIL", r"[\w.+-]{1,64}@\w[\w-]{0,62}(?:\.\w[\w-]{0,62}){1,8}"),
        ]
    groups += [
        ("ABBREVIATION", rf"{abbreviation_pattern()}|[A-ZÅÄÖ]\.(?=[ \u00a0](?!(?:{_OPENERS})\b(?!\.))[A-ZÅÄÖ])"),
        ("REFERENCE", r"§§?[ \u00a0]?\d+(?:[-\u2013]\d+)?[a-z]?\b"),
        ("ENUMERATOR", r"(?<![^\n])\d{1,2}\.(?=[ \t][^\W\d_])"),
        ("NUMBER", rf"\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?!\d){_CONTINUED}{_HANGING}|\d{_W}*{_CONTINUED}{_HANGING}"),
        ("WORD", rf"{_W}+{_CONTINUED}{_HANGING}"),
        ("PUNCTUATION", r"\.+|-+|\u2013+|\u2014+|=+|\*+|!+|\?+|#+|~+|\u2026+|[^\s]"),
    ]
    return re.compile("|".join(f"(?P<{name}>{body})" for name, body in groups))


_RENAMED = {"PLAIN": TokenKind.WORD, "ENUMERATOR": TokenKind.NUMBER}


def _kinds(pattern: re.Pattern[str]) -> list[int]:
    """Return kind by group number."""
    table = [0] * (pattern.groups + 1)
    for name, number in pattern.groupindex.items():
        table[number] = int(_RENAMED.get(name) or TokenKind[name])
    return table


_WORD, _NUMBER = TokenKind.WORD.value, TokenKind.NUMBER.value
_DATE_KIND, _TIME_KIND, _REFERENCE_KIND = TokenKind.DATE.value, TokenKind.TIME.value, TokenKind.REFERENCE.value
_DATE = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|\d{1,2}/\d{1,2}(?:[-/ ](?:19|20)?\d\d)?")
_TIME = re.compile(r"(?:[01]?\d|2[0-4])[:.][0-5]\d(?:[-\u2013](?:[01]?\d|2[0-4])[:.][0-5]\d)?")
_REFERENCE = re.compile(r"(?:1[89]|20)\d\d(?::\d+|[-/]\d{3,})(?:[-:]\d+)*")
_FIGURE = re.compile(r"\d[\d \u00a0\u202f.,:/\u2013-]*")


def number_kind(surface: str) -> int:
    """Return the kind of a token that begins with a digit.

    Examples
    --------
    >>> [TokenKind(number_kind(s)).name for s in ("2020-03-11", "10.30", "2020-00345", "2017:725", "252 900", "15-timmarsbarn")]
    ['DATE', 'TIME', 'REFERENCE', 'REFERENCE', 'NUMBER', 'WORD']
    """
    if surface.isdecimal():
        return _NUMBER
    if _DATE.fullmatch(surface):
        return _DATE_KIND
    if _TIME.fullmatch(surface):
        return _TIME_KIND
    if _REFERENCE.fullmatch(surface):
        return _REFERENCE_KIND
    return _NUMBER if _FIGURE.fullmatch(surface) else _WORD


def pattern_for(text: str) -> tuple[re.Pattern[str], list[int]]:
    """Return the expression that a text needs, and kind by group number."""
    return pattern_with("@" in text or "://" in text or "www." in text)


@cache
def pattern_with(addresses: bool) -> tuple[re.Pattern[str], list[int]]:
    """Return the expression with or without the branches for addresses, and kind by group number."""
    pattern = _pattern(addresses)
    return pattern, _kinds(pattern)


def scan(text: str, pattern: re.Pattern[str], kind_of: list[int], start: int = 0) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, kind) of the tokens from `start` on."""
    for match in pattern.finditer(text, start):
        begin, end = match.span()
        kind = kind_of[match.lastindex or 0]
        if kind == _NUMBER:
            kind = number_kind(text[begin:end])
        yield begin, end, kind


@cache
def opening_words() -> frozenset[str]:
    """Return the closed-class words that open sentences, with their capital letter."""
    return frozenset(_OPENING_WORDS.split())


def tokenize(text: str) -> Tokens:
    """Return the tokens of a text.

    Words keep inner hyphens, apostrophes and endings after a colon ("EU:s"), and a hyphen that stands for a left-out part
    ("gymnasie-"). A slash between words stands alone, so that both words count. Groups of thousands are one number ("252 900"); the unit
    after it is a word of its own. "§ 120", "2020-00345" and "2017:725" are references.

    Examples
    --------
    >>> tokenize("Beslutet (§ 120) rör gymnasie- och vuxenutbildning, t.ex. 252 900 tkr.").surfaces()
    ['Beslutet', '(', '§ 120', ')', 'rör', 'gymnasie-', 'och', 'vuxenutbildning', ',', 't.ex.', '252 900', 'tkr', '.']
    """
    if len(text) >= _LONG:
        from kfi_analysis.text.bulk import arrays

        return Tokens(text, *arrays(text))
    pattern, kind_of = pattern_for(text)
    rows = list(scan(text, pattern, kind_of))
    if not rows:
        return Tokens(text, np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.uint8))
    starts, ends, kinds = zip(*rows, strict=True)
    return Tokens(text, np.array(starts, np.int32), np.array(ends, np.int32), np.array(kinds, np.uint8))
