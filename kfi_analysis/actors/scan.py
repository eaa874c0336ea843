"""Thousands of names found in one pass, whole words only.

Word boundaries are checked before the longest match is taken: the other order loses an actor whose longer, impossible name begins in
the same place. Line ends, soft hyphens and words broken over lines are seen through; spans are those of the text as it stands.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import ahocorasick_rs

__all__ = ["Plain", "Scanner", "plain"]

_BROKEN = re.compile(
    r"\u00ad\s*"
    r"|(?<=[a-zåäöé])-[ \t]*\r?\n[ \t]*(?=[a-zåäöé])(?!(?:och|eller|samt|respektive)\b)"
    r"|(?P<gap>[ \t\r\n\u00a0]{2,})"
)
_BLANK = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\u00a0": " ", "\u2011": "-", "–": "-", "’": "'"})
_GENITIVE_FREE = ("s", "x", "z", "S", "X", "Z")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text with its broken words joined, and the way back.

    Parameters
    ----------
    text
        Every remaining character stands for one of the original's.
    places
        Position in the original of every character and of the end; None where nothing was taken out.
    """

    text: str
    places: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original."""
        if self.places is None:
            return start, end
        return self.places[start], (self.places[end - 1] + 1 if end > start else self.places[start])


def plain(text: str) -> Plain:
    r"""Return the text with broken words joined and all blanks as spaces.

    Examples
    --------
    >>> joined = plain("Folkhälsomyn-\ndigheten svarade")
    >>> joined.text, joined.span(0, 20)
    ('Folkhälsomyndigheten svarade', (0, 22))
    """
    pieces: list[str] = []
    places = array("q")
    at = 0
    for match in _BROKEN.finditer(text):
        stop = match.start() + 1 if match.group("gap") else match.start()
        pieces.append(text[at:stop])
        places.extend(range(at, stop))
        at = match.end()
    if at == 0:
        return Plain(text.translate(_BLANK), None)
    pieces.append(text[at:])
    places.extend(range(at, len(text) + 1))
    return Plain("".join(pieces).translate(_BLANK), places)


class Scanner:
    """Finds names as whole words: at each place the longest that fits.

    Parameters
    ----------
    forms
        (form, exact case, key): a form that is not exact is found in any case. Genitives with -s are found too.
    """

    def __init__(self, forms: Iterable[tuple[str, bool, int]]) -> None:
        patterns: dict[str, list[tuple[str | None, int]]] = {}
        for form, exact, key in forms:
            spelled = form.translate(_BLANK)
            variants = [spelled] if spelled.endswith(_GENITIVE_FREE) else [spelled, spelled + "s"]
            for variant in variants:
                owners = patterns.setdefault(_small(variant), [])
                if (entry := (variant if exact else None, key)) not in owners:
                    owners.append(entry)
        self._owners = list(patterns.values())
        self._lengths = [len(pattern) for pattern in patterns]
        self._plain_owner = [owners[0][1] if len(owners) == 1 and owners[0][0] is None else None for owners in self._owners]
        self._machine = ahocorasick_rs.AhoCorasick(list(patterns), matchkind=ahocorasick_rs.MatchKind.Standard) if patterns else None

    def __len__(self) -> int:
        return len(self._owners)

    def find(self, text: str) -> list[tuple[int, int, tuple[int, ...]]]:
        """Return (start, end, keys) in the order of the text, without overlaps; several keys where names coincide."""
        if self._machine is None:
            return []
        fitting: list[tuple[int, int, int]] = []
        size = len(text)
        for index, start, end in self._machine.find_matches_as_indexes(_small(text), overlapping=True):
            if (start and _joins(text, start - 1, -1)) or (end < size and _joins(text, end, 1)):
                continue
            fitting.append((start, -end, index))
        fitting.sort()
        out: list[tuple[int, int, tuple[int, ...]]] = []
        reached = 0
        for start, negative_end, index in fitting:
            if start < reached:
                continue
            end = -negative_end
            owner = self._plain_owner[index]
            if owner is not None:
                keys: tuple[int, ...] = (owner,)
            else:
                surface = text[start:end]
                keys = tuple(dict.fromkeys(key for exact, key in self._owners[index] if exact is None or exact == surface))
                if not keys:
                    continue
            out.append((start, end, keys))
            reached = end
        return out


def _joins(text: str, at: int, step: int) -> bool:
    """Tell whether the character at a border makes the match part of a longer word."""
    character = text[at]
    if character.isalnum() or character == "_":
        return True
    beyond = at + step
    return character == "-" and 0 <= beyond < len(text) and text[beyond].isalnum()


def _small(text: str) -> str:
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
