"""Marks by which a text is known again without being kept: hashes, anchors and sketches.

A text is reduced to its letters and digits, so that hyphens, line breaks and punctuation do not count. A mark is then
- `letters`: how many are left,
- `anchor`: a checksum of the first `ANCHOR` of them, to find the places where the text could begin,
- `sha256`: of all of them,
- `sketch`: the smallest checksums among all runs of `RUN` consonants (a bottom-k sketch, Broder 1997). Vowels are left out because a
  poor OCR loses å, ä and ö first; the share of a sketch that a copy holds estimates how much of the text the copy holds.
"""

from __future__ import annotations

import hashlib
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Copy", "Mark", "letters_of", "mark_of"]

ANCHOR = 12
RUN = 9
SKETCH = 24
_CONSONANTS = frozenset("bcdfghjklmnpqrstvwxz")


def letters_of(text: str) -> str:
    r"""Return the letters and digits of a text, compatibility forms resolved, in lower case.

    Examples
    --------
    >>> letters_of("Utvär-\ndering, 2021") == letters_of("utvärdering 2021")
    True
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


@dataclass(frozen=True)
class Mark:
    """What is kept of a text to know it again.

    Parameters
    ----------
    letters
        Number of letters and digits.
    anchor
        Checksum (8 hex digits) of the first ones.
    sha256
        Hash of all of them.
    sketch
        Checksums of runs of consonants, at most `SKETCH`, smallest first.
    """

    letters: int
    anchor: str
    sha256: str
    sketch: tuple[str, ...]


def mark_of(text: str) -> Mark:
    """Return the mark of a text.

    Examples
    --------
    >>> mark = mark_of("Verksamheten ställde om på kort tid under våren.")
    >>> mark.letters, len(mark.anchor), len(mark.sha256)
    (40, 8, 64)
    """
    plain = letters_of(text)
    return Mark(len(plain), _checksum(plain[:ANCHOR]), _sha256(plain), tuple(f"{value:08x}" for value in sorted(_runs(plain))[:SKETCH]))


class Copy:
    """A user's text, made ready to be searched for marks.

    Parameters
    ----------
    text
        The whole text, cleaned or not.
    """

    def __init__(self, text: str) -> None:
        self._plain = letters_of(text)
        self._runs = _runs(self._plain)
        self._starts: dict[str, list[int]] | None = None

    @property
    def sha256(self) -> str:
        """Hash of all letters and digits."""
        return _sha256(self._plain)

    @property
    def letters(self) -> int:
        """Number of letters and digits."""
        return len(self._plain)

    def holds(self, mark: Mark) -> bool:
        """Tell whether the marked text stands in the copy, letter by letter."""
        if not mark.letters:
            return False
        return any(_sha256(self._plain[at : at + mark.letters]) == mark.sha256 for at in self._places(mark))

    def share(self, mark: Mark) -> float:
        """Estimate how much of the marked text the copy holds (0–1); 1 if it stands there letter by letter."""
        if self.holds(mark):
            return 1.0
        if not mark.sketch:
            return 0.0
        return sum(int(value, 16) in self._runs for value in mark.sketch) / len(mark.sketch)

    def _places(self, mark: Mark) -> Iterable[int]:
        if mark.letters < ANCHOR:
            return range(len(self._plain) - mark.letters + 1)
        if self._starts is None:
            starts: dict[str, list[int]] = {}
            for at in range(len(self._plain) - ANCHOR + 1):
                starts.setdefault(_checksum(self._plain[at : at + ANCHOR]), []).append(at)
            self._starts = starts
        return self._starts.get(mark.anchor, [])


def _sha256(plain: str) -> str:
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()


def _checksum(plain: str) -> str:
    return f"{zlib.crc32(plain.encode('utf-8')):08x}"


def _runs(plain: str) -> set[int]:
    data = "".join(letter for letter in plain if letter in _CONSONANTS).encode("ascii")
    return {zlib.crc32(data[at : at + RUN]) for at in range(max(len(data) - RUN + 1, 0))}
