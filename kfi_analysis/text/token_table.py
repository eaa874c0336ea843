"""`token_table`: the tokens of many texts at once, each distinct word numbered once. Equal words are found by a hash of 64 bits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from kfi_analysis.text.bulk import CHUNK, Chunk, Int32, boundaries, chunks

__all__ = ["TokenTable", "token_table"]


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


_ODD = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_TYPES = 1 << 18  # distinct surfaces to make room for
_WORDS = 8  # tokens longer than this many words of eight bytes are hashed one by one


def _hashes(chunk: Chunk, starts: Int32, ends: Int32) -> npt.NDArray[np.uint64]:
    """Return a hash of each token: its bytes taken eight at a time, each time mixed with what came before."""
    words = np.ndarray((len(chunk.buffer) + 1,), dtype="<u8", buffer=chunk.buffer + bytes(8), strides=(1,))
    at = starts.astype(np.intp)
    left = (ends - starts).astype(np.intp)
    masks = np.array([(1 << (8 * size)) - 1 for size in range(8)] + [(1 << 64) - 1], dtype=np.uint64)
    hashes = _mixed(words[at] & masks[np.minimum(left, 8)])
    more = np.flatnonzero(left > 8)
    turn = 1
    while len(more) and turn < _WORDS:
        rest = left[more] - 8 * turn
        hashes[more] = _mixed((words[at[more] + 8 * turn] & masks[np.minimum(rest, 8)]) + hashes[more] * _ODD[1])
        more = more[rest > 8]
        turn += 1
    if len(chunk.odd):
        inside = np.searchsorted(starts, chunk.odd, side="right") - 1
        more = np.union1d(more, inside[(inside >= 0) & (chunk.odd < ends[inside])])
    for index in more.tolist():
        surface = chunk.text[starts[index] : ends[index]].encode("utf-8", "surrogatepass")
        hashes[index] = int.from_bytes(blake2b(surface, digest_size=8).digest(), "little")
    return hashes


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Spread the bits of each number over all 64."""
    values = values * _ODD[0]
    values ^= values >> np.uint64(29)
    values *= _ODD[1]
    values ^= values >> np.uint64(32)
    return values


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Group neighbouring texts to about the size of a chunk."""
    first, size = 0, 0
    for index, text in enumerate(texts):
        if size and size + len(text) + 1 > CHUNK:
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
        lengths = np.fromiter((len(text) + 1 for text in kept[first:last]), dtype=np.int64, count=last - first)
        offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        for begin, end in chunks(joined):
            chunk = Chunk.of(joined[begin:end])
            a, b, kind = boundaries(chunk)
            hashes.append(_hashes(chunk, a, b))
            counts = np.diff(np.searchsorted(a, offsets - begin))
            passages.append(np.repeat(np.arange(first, last, dtype=np.int32), counts))
            shift = np.repeat((offsets[:-1] - begin).astype(np.int32), counts)
            starts.append(a - shift)
            ends.append(b - shift)
            kinds.append(kind)
    if not starts:
        none = np.empty(0, np.int32)
        return TokenTable(kept, none, none, none, np.empty(0, np.uint8), none)
    numbers, _ = pd.factorize(np.concatenate(hashes), size_hint=_TYPES)
    return TokenTable(
        kept,
        np.concatenate(passages),
        np.concatenate(starts),
        np.concatenate(ends),
        np.concatenate(kinds),
        numbers.astype(np.int32),
    )
