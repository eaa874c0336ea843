"""Many texts at once: the same tokens as `tokens.tokenize`, found with arrays, and each distinct word numbered once.

Ordinary words and punctuation are found by comparing the classes of neighbouring characters. The pieces between blanks that hold
anything else (figures, short words before a full stop, addresses, ...) are handed to the expression of `tokens.py`, so there is one
definition of a token. Equal words are found by a polynomial hash of 64 bits over the code points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from kfi_analysis.text.tokens import TokenKind, pattern_for, scan

__all__ = ["TokenTable", "arrays", "token_table"]

Int32 = npt.NDArray[np.int32]
_CHUNK = 1 << 17  # code points worked on at a time: the arrays stay in the processor's cache
_EASY_STOP = 7  # no abbreviation ends in a part as long as this

# Character classes.
_SPACE, _LETTER, _CLOSING, _STOP, _OPENING, _HYPHEN, _HARD = range(7)


@cache
def _classes() -> npt.NDArray[np.uint8]:
    """Return the class of every code point of the basic plane; the last entry stands for all others."""
    table = np.full(0x10000, _HARD, dtype=np.uint8)
    for code in range(0xFFFF):
        char = chr(code)
        if char.isspace():
            table[code] = _SPACE
        elif unicodedata.category(char)[0] == "L":
            table[code] = _LETTER
    for chars, kind in ((',;!?:)"”»', _CLOSING), (".", _STOP), ("(", _OPENING), ("-", _HYPHEN)):
        table[[ord(char) for char in chars]] = kind
    return table


@cache
def _powers() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Return the powers of an odd number modulo 2**64, and those of its inverse."""
    base = 0x9E3779B97F4A7C15
    inverse = pow(base, -1, 1 << 64)
    ones = np.full(_CHUNK + 1, base, dtype=np.uint64)
    ones[0] = 1
    inverses = np.full(_CHUNK + 1, inverse, dtype=np.uint64)
    inverses[0] = 1
    return np.cumprod(ones, dtype=np.uint64), np.cumprod(inverses, dtype=np.uint64)


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text into chunks that end after a line break, or after a blank that no figure follows, if there is one."""
    start, n = 0, len(text)
    while n - start > _CHUNK:
        cut = text.rfind("\n", start + 1, start + _CHUNK) + 1
        if cut <= start:
            cut = start + _CHUNK
            while cut < n and not (text[cut - 1].isspace() and text[cut].islower() and text[cut - 2 : cut - 1].islower()):
                cut += 1
        yield start, cut
        start = cut
    if start < n:
        yield start, n


def _boundaries(text: str, codes: npt.NDArray[np.uint32]) -> tuple[Int32, Int32, npt.NDArray[np.uint8]]:
    """Return starts, ends and kinds of the tokens of one chunk (which stands alone)."""
    n = len(codes)
    classes = np.zeros(n + 8, dtype=np.uint8)
    np.take(_classes(), codes, out=classes[:n], mode="clip")
    if int(codes.max()) > 0xFFFE:
        for at in np.flatnonzero(codes > 0xFFFE).tolist():
            classes[at] = _SPACE if text[at].isspace() else _HARD
    here = classes[:n]
    after = classes[1 : n + 1]
    before = np.empty(n, dtype=np.uint8)
    before[0] = _SPACE
    before[1:] = here[:-1]

    word = here == _LETTER
    special = np.flatnonzero(here > _LETTER)
    kind, left, right = here[special], before[special], after[special]
    joined = (kind == _HYPHEN) & (left == _LETTER) & (right == _LETTER)
    closing = (kind == _CLOSING) & (right == _SPACE) & ((left == _LETTER) | (left == _SPACE))
    opening = (kind == _OPENING) & (left == _SPACE) & ((right == _LETTER) | (right == _SPACE))
    stop = (kind == _STOP) & (right == _SPACE) & (left == _LETTER)
    at = special[stop]
    long_enough = at >= _EASY_STOP
    for back in range(2, _EASY_STOP + 1):
        long_enough &= here[np.maximum(at - back, 0)] == _LETTER
    stop[stop] = long_enough
    hard = special[~(joined | closing | opening | stop)]
    word[special[joined]] = True

    space = here == _SPACE
    starts = np.empty(n, dtype=bool)
    starts[0] = not space[0]
    # A token begins at each character that is not white space, unless it continues a word.
    np.logical_not(space[1:] | (word[1:] & word[:-1]), out=starts[1:])
    ends = np.empty(n, dtype=bool)
    ends[-1] = not space[-1]
    np.logical_not(space[:-1] | (word[1:] & word[:-1]), out=ends[:-1])
    kinds = np.where(word, np.uint8(TokenKind.WORD), np.uint8(TokenKind.PUNCTUATION))
    if len(hard):
        _ask_expression(text, hard, space, (starts, ends, kinds))
    first = np.flatnonzero(starts).astype(np.int32)
    return first, (np.flatnonzero(ends) + 1).astype(np.int32), kinds[first]


def _ask_expression(
    text: str,
    hard: npt.NDArray[np.intp],
    space: npt.NDArray[np.bool_],
    masks: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_], npt.NDArray[np.uint8]],
) -> None:
    """Let the expression decide about the pieces between blanks that hold a hard character."""
    starts, ends, kinds = masks
    n = len(text)
    blanks = np.flatnonzero(space)
    slot = np.searchsorted(blanks, hard)
    keep = np.empty(len(slot), dtype=bool)
    keep[0] = True
    np.not_equal(slot[1:], slot[:-1], out=keep[1:])
    slot = slot[keep]
    left = np.where(slot > 0, blanks[np.maximum(slot - 1, 0)] + 1, 0) if len(blanks) else np.zeros(len(slot), dtype=np.intp)
    right = np.where(slot < len(blanks), blanks[np.minimum(slot, len(blanks) - 1)], n) if len(blanks) else np.full(len(slot), n)
    pattern, kind_of = pattern_for(text)
    new_starts: list[int] = []
    new_ends: list[int] = []
    new_kinds: list[int] = []
    cleared = np.zeros(n + 1, dtype=np.int8)
    done = 0
    for begin, end in zip(left.tolist(), right.tolist(), strict=True):
        if begin < done:
            continue
        reach = end
        for a, b, kind in scan(text, pattern, kind_of, begin):
            if a >= reach:
                break
            new_starts.append(a)
            new_ends.append(b - 1)
            new_kinds.append(kind)
            if b > reach:
                slot_after = int(np.searchsorted(blanks, b))
                reach = int(blanks[slot_after]) if slot_after < len(blanks) else n
        cleared[begin] += 1
        cleared[reach] -= 1
        done = reach
    clear = np.cumsum(cleared[:-1], dtype=np.int8).view(bool)
    starts[clear] = False
    ends[clear] = False
    starts[new_starts] = True
    ends[new_ends] = True
    kinds[new_starts] = new_kinds


def arrays(text: str) -> tuple[Int32, Int32, npt.NDArray[np.uint8]]:
    """Return starts, ends and kinds of the tokens of one text."""
    parts = []
    for start, end in _chunks(text):
        piece = text[start:end]
        a, b, kind = _boundaries(piece, _codes(piece))
        parts.append((a + np.int32(start), b + np.int32(start), kind))
    if not parts:
        return np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.uint8)
    return (
        np.concatenate([p[0] for p in parts]),
        np.concatenate([p[1] for p in parts]),
        np.concatenate([p[2] for p in parts]),
    )


@dataclass(frozen=True, eq=False)
class TokenTable:
    """The tokens of many texts, each distinct surface numbered in the order of its first appearance.

    Parameters
    ----------
    texts
        The texts.
    passage, start, end
        Which text, and the span in it; shape (n,), int32, ordered by text and place.
    kind
        `TokenKind`; shape (n,), uint8.
    type
        Number of the surface in `types`; shape (n,), int32.
    """

    texts: tuple[str, ...]
    passage: Int32
    start: Int32
    end: Int32
    kind: npt.NDArray[np.uint8]
    type: Int32

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def _first(self) -> npt.NDArray[np.intp]:
        """Return the position of the first token of each type."""
        n = int(self.type.max()) + 1 if len(self.type) else 0
        first = np.empty(n, dtype=np.intp)
        first[self.type[::-1]] = np.arange(len(self.type) - 1, -1, -1)
        return first

    @cached_property
    def types(self) -> list[str]:
        """The distinct surfaces."""
        first = self._first
        rows = zip(self.passage[first].tolist(), self.start[first].tolist(), self.end[first].tolist(), strict=True)
        return [self.texts[p][s:e] for p, s, e in rows]

    @cached_property
    def type_kinds(self) -> npt.NDArray[np.uint8]:
        """The kind of each type where it first stands."""
        return self.kind[self._first]

    def offsets(self) -> npt.NDArray[np.int64]:
        """Return where the tokens of each text begin: text i has the tokens `offsets[i]:offsets[i + 1]`."""
        return np.searchsorted(self.passage, np.arange(len(self.texts) + 1)).astype(np.int64)


def _hashes(codes: npt.NDArray[np.uint32], starts: Int32, ends: Int32) -> npt.NDArray[np.uint64]:
    """Return a hash of each token that does not depend on where it stands."""
    powers, inverses = _powers()
    if len(codes) >= len(powers):
        return _long_hashes(codes, starts, ends)
    sums = np.empty(len(codes) + 1, dtype=np.uint64)
    sums[0] = 0
    np.cumsum((codes + np.uint32(1)) * powers[: len(codes)], out=sums[1:])
    return (sums[ends] - sums[starts]) * inverses[starts]


def _long_hashes(codes: npt.NDArray[np.uint32], starts: Int32, ends: Int32) -> npt.NDArray[np.uint64]:
    """Do the same for a chunk without a place to cut: its powers are made for the occasion."""
    base = np.uint64(0x9E3779B97F4A7C15)
    inverse = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
    n = len(codes)
    powers = np.full(n, base)
    powers[0] = 1
    sums = np.zeros(n + 1, dtype=np.uint64)
    np.cumsum((codes + np.uint32(1)) * np.cumprod(powers), out=sums[1:])
    powers[1:] = inverse
    return (sums[ends] - sums[starts]) * np.cumprod(powers)[starts]


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Group neighbouring texts to about the size of a chunk."""
    first, size = 0, 0
    for index, text in enumerate(texts):
        if size and size + len(text) + 1 > _CHUNK:
            yield first, index
            first, size = index, 0
        size += len(text) + 1
    if first < len(texts):
        yield first, len(texts)


def token_table(texts: Sequence[str]) -> TokenTable:
    """Return the tokens of many texts with a number for each distinct surface.

    Gives for each text what `tokenize` gives. Two surfaces get the same number by accident with a probability below 1e-7 for a million
    distinct surfaces (64-bit hash).

    Examples
    --------
    >>> table = token_table(["Stöd och samverkan.", "Mer stöd och tid."])
    >>> table.types[:4], table.passage.tolist()
    (['Stöd', 'och', 'samverkan', '.'], [0, 0, 0, 0, 1, 1, 1, 1, 1])
    """
    import pandas as pd

    kept = tuple(texts)
    passages, starts, ends, kinds, hashes = [], [], [], [], []
    for first, last in _batches(kept):
        joined = "\n".join(kept[first:last])
        lengths = np.fromiter((len(text) + 1 for text in kept[first:last]), dtype=np.int32, count=last - first)
        offsets = np.concatenate([np.zeros(1, np.int32), np.cumsum(lengths, dtype=np.int32)])
        for begin, end in _chunks(joined):
            piece = joined[begin:end] if end - begin < len(joined) else joined
            codes = _codes(piece)
            a, b, kind = _boundaries(piece, codes)
            hashes.append(_hashes(codes, a, b))
            a += np.int32(begin)
            b += np.int32(begin)
            index = (np.searchsorted(offsets, a, side="right") - 1).astype(np.int32)
            shift = offsets[index]
            passages.append(index + np.int32(first))
            starts.append(a - shift)
            ends.append(b - shift)
            kinds.append(kind)
    if not starts:
        none = np.empty(0, np.int32)
        return TokenTable(kept, none, none, none, np.empty(0, np.uint8), none)
    numbers, _ = pd.factorize(np.concatenate(hashes))
    return TokenTable(
        kept,
        np.concatenate(passages),
        np.concatenate(starts),
        np.concatenate(ends),
        np.concatenate(kinds),
        numbers.astype(np.int32),
    )
