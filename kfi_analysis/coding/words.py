"""Words of a long text as arrays: where each begins and ends, and a 64-bit hash of its letters in lower case.

A word is a run of letters, digits and combining marks; a hyphen ends it, so that "IT-stöd" is two words. Everything is done on arrays of
code points, without a Python object per word: this is what lets a codebook run over a national study.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

__all__ = ["Words", "find_words", "hash_word"]

_TABLE = 0x3000  # code points below are looked up; those above (rare in Swedish) are asked one by one
_BASE = 0x9E3779B97F4A7C15  # odd: it has an inverse modulo 2**64
_INVERSE = pow(_BASE, -1, 2**64)
_SEED = 0x632BE59BD9B4E019
_NOTHING, _STOP, _OPEN = 0, 1, 2  # what a block hands on to the next
_BLOCK = 1 << 16  # characters at a time: the arrays stay in the processor's cache


@dataclass(frozen=True)
class Words:
    """The words of a text.

    Attributes
    ----------
    starts, ends
        Spans in code points; int64, shape (n,).
    hashes
        Equal for equal words whatever their capitals; uint64, shape (n,).
    opens
        Whether the word begins a sentence: after . ! ? and before a capital or a digit, or after a blank line; bool, shape (n,).
    text
        The text.
    """

    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    hashes: npt.NDArray[np.uint64]
    opens: npt.NDArray[np.bool_]
    text: str

    def __len__(self) -> int:
        return len(self.starts)


def _is_word(point: int) -> bool:
    char = chr(point)
    return char.isalnum() or unicodedata.category(char) == "Mn" or char == "\u00ad"


def _lowered(point: int) -> int:
    low = chr(point).lower()
    return ord(low) if len(low) == 1 else point


@cache
def _tables() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.uint64], npt.NDArray[np.bool_]]:
    """Return, per code point below `_TABLE`: is it in a word, what its lower case adds to a hash, can it open a sentence."""
    inside = np.array([_is_word(point) for point in range(_TABLE)], dtype=bool)
    value = np.array([_lowered(point) for point in range(_TABLE)], dtype=np.uint64)
    opener = np.array([chr(point).isupper() or chr(point).isdigit() for point in range(_TABLE)], dtype=bool)
    return inside, _mixed(value), opener


def _mixed(value: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Spread code points over 64 bits, so that neighbouring letters do not give neighbouring hashes; a soft hyphen counts nothing."""
    with np.errstate(over="ignore"):
        x = (value + np.uint64(_SEED)) * np.uint64(0xBF58476D1CE4E5B9)
        x ^= x >> np.uint64(29)
        x *= np.uint64(0x94D049BB133111EB)
        x ^= x >> np.uint64(32)
    return x


@cache
def _powers() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    with np.errstate(over="ignore"):
        up = np.cumprod(np.concatenate([[np.uint64(1)], np.full(_BLOCK, _BASE, dtype=np.uint64)]))
        down = np.cumprod(np.concatenate([[np.uint64(1)], np.full(_BLOCK, _INVERSE, dtype=np.uint64)]))
    return up, down


def find_words(text: str) -> Words:
    """Return the words of a text.

    Examples
    --------
    >>> words = find_words("Personal- och IT-stöd: personal. Bra!")
    >>> len(words), bool(words.hashes[0] == words.hashes[4]), words.opens.tolist()
    (6, True, [True, False, False, False, False, True])
    """
    parts = []
    at, carried = 0, _OPEN
    while at < len(text):
        cut = len(text)
        if cut - at > _BLOCK:
            cut = text.rfind(" ", at + 1, at + _BLOCK) + 1 or text.find(" ", at + _BLOCK) + 1 or len(text)
        part, carried = _block(text[at:cut], at, carried)
        parts.append(part)
        at = cut
    if len(parts) == 1:
        return parts[0]
    if not parts:
        empty = np.empty(0, dtype=np.int64)
        return Words(empty, empty, np.empty(0, dtype=np.uint64), np.empty(0, dtype=bool), text)
    return Words(
        np.concatenate([part.starts for part in parts]),
        np.concatenate([part.ends for part in parts]),
        np.concatenate([part.hashes for part in parts]),
        np.concatenate([part.opens for part in parts]),
        text,
    )


def _block(text: str, offset: int, carried: int) -> tuple[Words, int]:
    """Return the words of one block, and what stands after its last word: nothing, a stop, or what opens a sentence in any case."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    inside_table, mixed_table, opener_table = _tables()
    index = points.astype(np.intp)
    inside, mixed = inside_table.take(index, mode="clip"), mixed_table.take(index, mode="clip")
    if int(points.max()) >= _TABLE:
        high = np.flatnonzero(points >= _TABLE)
        rare, back = np.unique(points[high], return_inverse=True)
        inside[high] = np.array([_is_word(int(point)) for point in rare], dtype=bool)[back]
        mixed[high] = _mixed(np.array([_lowered(int(point)) for point in rare], dtype=np.uint64))[back]
    framed = np.zeros(len(points) + 2, dtype=bool)
    framed[1:-1] = inside
    edges = np.flatnonzero(framed[1:] != framed[:-1])
    starts, ends = edges[0::2], edges[1::2]
    opens = np.zeros(len(starts) + 1, dtype=bool)
    if len(starts):
        opens[0] = carried == _OPEN or (carried == _STOP and bool(opener_table.take(index[starts[:1]], mode="clip")[0]))
    stops = np.flatnonzero((points == 46) | (points == 33) | (points == 63) | (points == 0x2026))
    after = np.searchsorted(starts, stops, side="right")
    loose = after < len(starts)
    # "t.ex." and "2.5": a point inside a word group is no stop; a stop needs a blank before the next word and a capital there.
    real = after[loose]
    real = real[(starts[real] > stops[loose] + 1) & opener_table.take(index[starts[real]], mode="clip")]
    opens[real] = True
    blank = np.flatnonzero((points[1:] == 10) & (points[:-1] == 10))
    opens[np.searchsorted(starts, blank, side="right")] = True
    words = Words(starts + offset, ends + offset, _hashes(mixed, starts, ends), opens[:-1], text)
    after_last = _OPEN if opens[-1] else _STOP if not loose.all() else _NOTHING
    return words, after_last if len(starts) else max(carried, after_last)


def _hashes(mixed: npt.NDArray[np.uint64], starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """Hash each span: sum of mixed[i] * base**(i - start), from one running sum per text (modulo 2**64)."""
    up, down = _powers()
    total = len(mixed)
    running = np.empty(total + 1, dtype=np.uint64)
    running[0] = 0
    with np.errstate(over="ignore"):
        if total <= _BLOCK:
            np.cumsum(mixed * up[:total], out=running[1:])
            return (running[ends] - running[starts]) * down[starts]
        # Powers would need a table as long as the text: they begin again in each block, and a word over an edge is summed by itself.
        whole = total // _BLOCK
        weighted = np.empty(total, dtype=np.uint64)
        weighted[: whole * _BLOCK] = (mixed[: whole * _BLOCK].reshape(whole, _BLOCK) * up[:_BLOCK]).ravel()
        weighted[whole * _BLOCK :] = mixed[whole * _BLOCK :] * up[: total - whole * _BLOCK]
        np.cumsum(weighted, out=running[1:])
        out = (running[ends] - running[starts]) * down[starts % _BLOCK]
        crossing = np.flatnonzero(starts // _BLOCK != (ends - 1) // _BLOCK)
        for word in crossing.tolist():
            a, b = int(starts[word]), int(ends[word])
            out[word] = _hash_letters(mixed[a:b])
    return out


def _hash_letters(mixed: npt.NDArray[np.uint64]) -> np.uint64:
    total = 0
    for exponent, value in enumerate(mixed.tolist()):
        total += value * pow(_BASE, exponent, 2**64)
    return np.uint64(total % 2**64)


def hash_word(word: str) -> int:
    """Return the hash that `find_words` gives this word.

    Examples
    --------
    >>> hash_word("Personal") == int(find_words("i personal").hashes[1])
    True
    """
    letters = np.array([_lowered(ord(char)) for char in word], dtype=np.uint64)
    return int(_hash_letters(_mixed(letters)))
