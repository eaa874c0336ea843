"""Many texts at once: the same tokens as `tokens.tokenize`, found with arrays, and each distinct word numbered once.

Ordinary words and punctuation are found by comparing the classes of neighbouring characters. The pieces between blanks that hold
anything else (figures, short words before a full stop, addresses, ...) are handed to the expression of `tokens.py`, so there is one
definition of a token. Equal words are found by a hash of 64 bits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from kfi_analysis.text.abbreviations import abbreviation_endings
from kfi_analysis.text.tokens import TokenKind, number_kind, pattern_with

__all__ = ["TokenTable", "arrays", "token_table"]

Int32 = npt.NDArray[np.int32]
_CHUNK = 1 << 16  # code points worked on at a time: the arrays stay in the processor's cache
_EASY_RUN = 7  # letters: no abbreviation ends in a part as long as this

# Character classes. What is not white space, a letter or a digit is easy only between certain neighbours.
_SPACE, _LETTER, _DIGIT, _COMMA, _COLON, _STOP, _MARK, _CLOSE, _OPEN, _QUOTE, _HYPHEN, _LONE, _HARD = range(13)
_K = 16
_SIGNS = ((",;", _COMMA), (":", _COLON), (".", _STOP), ("!?", _MARK), (")]", _CLOSE), ("([", _OPEN), ('"”“»«', _QUOTE), ("-", _HYPHEN))
_AFTER_WORD = frozenset({_SPACE, _COMMA, _COLON, _STOP, _MARK, _CLOSE, _QUOTE})
# class -> what may stand before it, what may stand after it (several pairs: any of them)
_EASY = {
    _DIGIT: (({_SPACE, _DIGIT, _OPEN}, {_SPACE, _DIGIT, _CLOSE, _COMMA}),),
    _COMMA: (({_LETTER, _DIGIT, _CLOSE, _QUOTE, _SPACE, _HYPHEN}, {_SPACE, _CLOSE, _QUOTE}),),
    _COLON: (({_LETTER, _CLOSE, _QUOTE, _SPACE}, {_SPACE, _CLOSE, _QUOTE}),),
    _STOP: (({_LETTER, _CLOSE, _QUOTE}, {_SPACE, _CLOSE, _QUOTE}), ({_SPACE}, {_SPACE})),
    _MARK: (({_LETTER, _CLOSE, _QUOTE, _SPACE}, {_SPACE, _CLOSE, _QUOTE}),),
    _CLOSE: (({_LETTER, _DIGIT, _QUOTE, _STOP, _MARK, _SPACE, _HYPHEN, _COMMA}, _AFTER_WORD),),
    _OPEN: (({_SPACE, _QUOTE, _OPEN}, {_LETTER, _DIGIT, _QUOTE, _SPACE, _OPEN}),),
    _QUOTE: (({_SPACE, _OPEN}, {_LETTER, _SPACE}), ({_LETTER, _STOP, _MARK, _CLOSE, _COMMA}, _AFTER_WORD - {_QUOTE})),
    _HYPHEN: (({_LETTER}, {_LETTER, _SPACE, _COMMA, _CLOSE}), ({_SPACE}, {_SPACE})),
    _LONE: (({_SPACE}, {_SPACE}),),
}


def _class_of(char: str) -> int:
    category = unicodedata.category(char)
    if char.isspace():
        return _SPACE
    for chars, kind in _SIGNS:
        if char in chars:
            return kind
    if category[0] == "L":
        return _LETTER
    if category == "Nd":
        return _DIGIT
    return _LONE if category[0] in "PS" and char not in "_§" else _HARD


@cache
def _byte_classes() -> bytes:
    """Return the class of every byte of Windows-1252."""
    return bytes(_class_of(char) if (char := bytes([code]).decode("cp1252", "replace")) != "\ufffd" else _HARD for code in range(256))


@cache
def _plane() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """Return for each code point of the basic plane its class and whether Windows-1252 lacks it; the last entry stands for all others."""
    classes = np.array([_class_of(chr(code)) if code < 0xFFFF else _HARD for code in range(0x10000)], dtype=np.uint8)
    odd = np.ones(0x10000, dtype=bool)
    odd[[ord(char) for char in bytes(range(256)).decode("cp1252", "ignore")]] = False
    return classes, odd


@dataclass(frozen=True)
class _Chunk:
    """A piece of text, its bytes in Windows-1252, where these stand for a character they do not have, and each character's class."""

    text: str
    buffer: bytes
    odd: npt.NDArray[np.intp]
    classes: npt.NDArray[np.uint8]  # eight more places at the end, all white space

    @classmethod
    def of(cls, text: str) -> _Chunk:
        n = len(text)
        classes = np.zeros(n + 8, dtype=np.uint8)
        odd = np.empty(0, dtype=np.intp)
        buffer = _bytes(text)
        if buffer is None:
            codes = np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32), 0xFFFF)
            known, lacking = _plane()
            odd = np.flatnonzero(lacking[codes])
            buffer = text.encode("cp1252", "replace")
            classes[:n] = np.frombuffer(buffer.translate(_byte_classes()), dtype=np.uint8)
            classes[odd] = known[codes[odd]]
        else:
            classes[:n] = np.frombuffer(buffer.translate(_byte_classes()), dtype=np.uint8)
        return cls(text, buffer, odd, classes)

    def pattern(self) -> tuple[re.Pattern[str], list[int]]:
        """Return the expression that the piece needs, and kind by group number."""
        here = self.buffer
        return pattern_with(b"@" in here or b"://" in here or b"www." in here)


def _bytes(text: str) -> bytes | None:
    """Return the text in Windows-1252, or None if it cannot be written so; Latin-1 is quicker and mostly the same."""
    try:
        buffer = text.encode("latin-1")
    except UnicodeEncodeError:
        pass
    else:
        return None if (np.frombuffer(buffer, dtype=np.uint8) & 0xE0 == 0x80).any() else buffer
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError:
        return None


@cache
def _easy() -> npt.NDArray[np.bool_]:
    """Return whether a character is easy, by the classes (before, own, after) as digits of a number to the base `_K`."""
    table = np.zeros(_K**3, dtype=bool)
    for own, pairs in _EASY.items():
        for before, after in pairs:
            for left in before:
                for right in after:
                    table[(left * _K + own) * _K + right] = True
    return table


_CUT = re.compile(r"(?<=[a-zåäö])[ \n](?=[a-zåäö])|\n")  # no token and no look ahead reaches over such a blank


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text into chunks that end after a line break, or after a blank that no figure follows, if there is one."""
    start, n = 0, len(text)
    while n - start > _CHUNK:
        cut = text.rfind("\n", start + 1, start + _CHUNK) + 1
        if cut <= start:
            blank = _CUT.search(text, start + _CHUNK)
            cut = blank.end() if blank else n
        yield start, cut
        start = cut
    if start < n:
        yield start, n


def _boundaries(chunk: _Chunk) -> tuple[Int32, Int32, npt.NDArray[np.uint8]]:
    """Return starts, ends and kinds of the tokens of one chunk (which stands alone)."""
    text, classes = chunk.text, chunk.classes
    n = len(text)
    here = classes[:n]
    special = np.flatnonzero(here > _LETTER)
    own = here[special]
    left = classes[special - 1]  # before the first character: the last place of the padding, white space
    right = classes[special + 1]
    easy = _easy()[(left.astype(np.intp) * _K + own) * _K + right]
    easy &= (own != _DIGIT) | (right != _SPACE) | (classes[special + 2] != _DIGIT)
    stop = np.flatnonzero(easy & (own == _STOP) & (left == _LETTER))
    if len(stop):
        easy[stop[_may_abbreviate(text, here, special[stop])]] = False
    word = here == _LETTER
    word[special[easy & ((own == _DIGIT) | ((own == _HYPHEN) & (left == _LETTER)))]] = True
    hard = special[~easy]

    space = here == _SPACE
    # A token begins at each character that is not white space, unless it continues a word; and ends alike.
    inside = word[1:] & word[:-1]
    starts = np.empty(n, dtype=bool)
    starts[0] = not space[0]
    np.logical_not(space[1:] | inside, out=starts[1:])
    ends = np.empty(n, dtype=bool)
    ends[-1] = not space[-1]
    np.logical_not(space[:-1] | inside, out=ends[:-1])
    asked = _ask_expression(chunk, hard, space, starts, ends) if len(hard) else None
    first = np.flatnonzero(starts)
    kinds = _KIND_OF[here[first]]
    if asked is not None:
        kinds[np.searchsorted(first, asked[0])] = asked[1]
    return first.astype(np.int32), (np.flatnonzero(ends) + 1).astype(np.int32), kinds


_NUMBER = TokenKind.NUMBER.value
_KIND_OF = np.full(_K, TokenKind.PUNCTUATION, dtype=np.uint8)
_KIND_OF[_LETTER] = TokenKind.WORD
_KIND_OF[_DIGIT] = TokenKind.NUMBER


def _may_abbreviate(text: str, classes: npt.NDArray[np.uint8], stops: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Return for each full stop after a letter whether the letters before it could be the end of an abbreviation."""
    run = np.ones(len(stops), dtype=np.intp)
    whole = np.ones(len(stops), dtype=bool)
    for back in range(2, _EASY_RUN + 1):
        whole &= (stops >= back) & (classes[np.maximum(stops - back, 0)] == _LETTER)
        run += whole
    endings = abbreviation_endings()
    doubtful = run < _EASY_RUN
    doubtful[doubtful] = [
        length == 1 or text[stop - length : stop].lower() in endings
        for stop, length in zip(stops[doubtful].tolist(), run[doubtful].tolist(), strict=True)
    ]
    return doubtful


def _ask_expression(
    chunk: _Chunk,
    hard: npt.NDArray[np.intp],
    space: npt.NDArray[np.bool_],
    starts: npt.NDArray[np.bool_],
    ends: npt.NDArray[np.bool_],
) -> tuple[list[int], list[int]]:
    """Let the expression decide about the pieces between blanks that hold a hard character.

    The bounds in `starts` and `ends` are set; the places of these tokens and their kinds come back.
    """
    text = chunk.text
    n = len(text)
    blanks = np.flatnonzero(space)
    slot = np.searchsorted(blanks, hard)
    keep = np.empty(len(slot), dtype=bool)
    keep[0] = True
    np.not_equal(slot[1:], slot[:-1], out=keep[1:])
    slot = slot[keep]
    left = np.where(slot > 0, blanks[np.maximum(slot - 1, 0)] + 1, 0) if len(blanks) else np.zeros(len(slot), dtype=np.intp)
    right = np.where(slot < len(blanks), blanks[np.minimum(slot, len(blanks) - 1)], n) if len(blanks) else np.full(len(slot), n)
    pattern, kind_of = chunk.pattern()
    match = pattern.match
    new_starts: list[int] = []
    new_ends: list[int] = []
    new_kinds: list[int] = []
    cleared: list[tuple[int, int]] = []
    reach = 0
    for begin, end in zip(left.tolist(), right.tolist(), strict=True):
        if begin < reach:
            continue
        at, reach = begin, end
        while at < reach:
            found = match(text, at)
            if found is None:  # white space inside a token that took in the next piece
                at += 1
                continue
            after = found.end()
            kind = kind_of[found.lastindex or 0]
            new_starts.append(at)
            new_ends.append(after - 1)
            new_kinds.append(number_kind(found[0]) if kind == _NUMBER else kind)
            at = after
            if after > reach:
                slot_after = int(np.searchsorted(blanks, after))
                reach = int(blanks[slot_after]) if slot_after < len(blanks) else n
        cleared.append((begin, reach))
    for begin, reach in cleared:
        starts[begin:reach] = False
        ends[begin:reach] = False
    starts[new_starts] = True
    ends[new_ends] = True
    return new_starts, new_kinds


def arrays(text: str) -> tuple[Int32, Int32, npt.NDArray[np.uint8]]:
    """Return starts, ends and kinds of the tokens of one text."""
    parts = []
    for start, end in _chunks(text):
        a, b, kind = _boundaries(_Chunk.of(text[start:end]))
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


_ODD = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_TYPES = 1 << 18  # distinct surfaces to make room for
_WORDS = 8  # tokens longer than this many words of eight bytes are hashed one by one


def _hashes(chunk: _Chunk, starts: Int32, ends: Int32) -> npt.NDArray[np.uint64]:
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
        lengths = np.fromiter((len(text) + 1 for text in kept[first:last]), dtype=np.int64, count=last - first)
        offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        for begin, end in _chunks(joined):
            chunk = _Chunk.of(joined[begin:end])
            a, b, kind = _boundaries(chunk)
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
