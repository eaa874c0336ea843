"""Words broken by hyphens: which hyphen at a line's end belongs to the word, which one only to the line.

Kept: "gymnasie- och vuxenutbildning", "HR-chef", "15-timmarsbarn", "covid-19", "Ann-Marie". Joined: "utvär-/dering", and break points
left inside a line by an earlier line division ("revis-ionsrapport"), if the word list knows the whole and not the pieces. The text
itself is the first witness: a word that stands unbroken in it elsewhere is believed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from kfi_analysis.text.lexicon import frequency

__all__ = ["HYPHENS", "Joiner"]

HYPHENS = "-\u2010\u2011\u00ad\u00ac"
_HARD = "-\u2010\u2011"
_SUSPENDED = frozenset(["och", "eller", "respektive", "resp", "samt", "kontra", "and", "or"])
_SUSPENDED_IF_UNKNOWN = frozenset(["men", "som", "till", "liksom", "inte", "via", "ej"])
_PREFIXES = frozenset(["e", "a", "b", "c", "x", "icke", "ex", "covid", "post", "pre", "non", "anti", "semi", "wi"])
_LONGEST = 60
"""Letters of the longest word that is looked up; no Swedish compound in use is longer."""
_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
_INNER = re.compile(r"(?<![\w-])([^\W\d_]{2,})[-\u2010\u2011]([^\W\d_]{2,})(?![\w-])")


@cache
def _is_word(word: str) -> bool:
    """Tell whether a word, or a compound of known words, is known."""
    if len(word) > _LONGEST:
        return False
    low = word.lower()
    if frequency(low) > 0:
        return True
    for cut in range(4, len(low) - 3):
        head, tail = low[:cut], low[cut:]
        if frequency(tail) < 1e-6:
            continue
        if frequency(head) >= 1e-6 or (head.endswith("s") and frequency(head[:-1]) >= 1e-6):
            return True
    return False


@dataclass(frozen=True)
class Joiner:
    """Decides about hyphens in one text.

    Parameters
    ----------
    text
        The text whose own unbroken words are the first evidence.
    """

    text: str
    _seen: Counter[str] = field(init=False, repr=False, compare=False)
    _heads: Counter[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_seen", Counter(match.group().lower() for match in _WORD.finditer(self.text)))
        heads = (word.split("-", 1)[0] for word in self._seen if "-" in word)
        object.__setattr__(self, "_heads", Counter(head for head in heads if len(head) <= 4 and not frequency(head) > 1e-5))

    def at_line_end(self, left: str, right: str) -> str | None:
        """Return what stands between the last word of a line and the first of the next: "", "-" or "- "; None if no hyphen breaks it.

        Parameters
        ----------
        left
            The line up to its end.
        right
            The next line.

        Examples
        --------
        >>> joiner = Joiner("")
        >>> [joiner.at_line_end(*pair) for pair in [("utvär-", "dering"), ("gymnasie-", "och"), ("HR-", "chef"), ("slut", "Ny")]]
        ['', '- ', '-', None]
        """
        if len(left) < 2 or left[-1] not in HYPHENS or not (left[-2].isalnum() or left[-2] in "/)"):
            return None
        if left[-1] in "\u00ad\u00ac":
            return ""
        left = left[-_LONGEST - 1 :]
        head = re.search(r"[^\W_]*$", left[:-1])
        first = head.group() if head else ""
        tail = re.match(r"[^\W_]+", right)
        if tail is None:
            return "- " if right[:1] in "/&" else "-"
        last = tail.group()
        low, next_ = first.lower(), last.lower()
        if next_ in _SUSPENDED or (next_ in _SUSPENDED_IF_UNKNOWN and not frequency(low + next_)):
            return "- "
        if not first or first[-1].isdigit() or last[0].isdigit():
            return "-"
        if first.isupper() and last.isupper() and len(first) > 1:
            return "" if _is_word(first + last) or len(first) > 4 else "-"
        if last[0].isupper():
            return "-"
        if first.isupper() or low in _PREFIXES:
            known = len(first) > 1 and not first.isupper() and frequency(low + next_) > 0
            return "" if known else "-"
        whole, broken = self._seen[low + next_], self._seen[f"{low}-{next_}"]
        if broken > whole or (self._heads[low] and not whole and not _is_word(low + next_)):
            return "-"
        return ""

    def doubled(self, left: str, right: str) -> bool:
        """Whether a letter stands only because the line ends: "till-/lämpas" is "tillämpas" (three alike are written as two).

        Examples
        --------
        >>> Joiner("").doubled("till-", "lämpas"), Joiner("").doubled("all-", "männa")
        (True, False)
        """
        match = re.search(r"([^\W\d_]+)[-\u2010\u2011]$", left[-_LONGEST:])
        tail = re.match(r"[^\W\d_]+", right)
        if match is None or tail is None:
            return False
        head, rest = match.group(1).lower(), tail.group().lower()
        if len(head) < 3 or not head[-1] == head[-2] == rest[0]:
            return False
        return not frequency(head + rest) and _is_word(head[:-1] + rest)

    def inside(self, line: str) -> list[tuple[int, int]]:
        """Return the spans of hyphens inside a line that an earlier line division left.

        Examples
        --------
        >>> line = "en revis-ionsrapport om gymnasie- och it-frågor"
        >>> [line[a - 2 : b + 2] for a, b in Joiner(line).inside(line)]
        ['is-io']
        """
        out: list[tuple[int, int]] = []
        for match in _INNER.finditer(line):
            left, right = match.group(1), match.group(2)
            if not right.islower() or left.isupper() or left.lower() in _PREFIXES or right in _SUSPENDED:
                continue
            if self._wrongly_broken(left, right):
                out.append((match.end(1), match.start(2)))
        return out

    def _wrongly_broken(self, left: str, right: str) -> bool:
        whole = (left + right).lower()
        if _is_word(left) and _is_word(right):
            return self._seen[whole] > self._seen[f"{left}-{right}".lower()] and frequency(whole) > 0
        return _is_word(whole) or self._seen[whole] > 0
