"""The same tokens as `tokens.tokenize`, found with arrays.

Ordinary words and punctuation are found by comparing the classes of neighbouring characters. The pieces between blanks that hold
anything else (figures, short words before a full stop, addresses, ...) are handed to the expression of `tokens.py`, so there is one
definition of a token.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from kfi_analysis.text.abbreviations import abbreviation_endings
from kfi_analysis.text.tokens import TokenKind, number_kind, pattern_with

__all__ = ["CHUNK", "Chunk", "Int32", "arrays", "boundaries", "chunks"]

Int32 = npt.NDArray[np.int32]
CHUNK = 1 << 16  # code points worked on at a time: the arrays stay in the processor's cache
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
class Chunk:
    """A piece of text, its bytes in Windows-1252, where these stand for a character they do not have, and each character's class."""

    text: str
    buffer: bytes
    odd: npt.NDArray[np.intp]
    classes: npt.NDArray[np.uint8]  # eight more places at the end, all white space

    @classmethod
    def of(cls, text: str) -> Chunk:
        """Return a piece made ready."""
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


def chunks(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text into chunks that end after a line break, or after a blank that no figure follows, if there is one."""
    start, n = 0, len(text)
    while n - start > CHUNK:
        cut = text.rfind("\n", start + 1, start + CHUNK) + 1
        if cut <= start:
            blank = _CUT.search(text, start + CHUNK)
            cut = blank.end() if blank else n
        yield start, cut
        start = cut
    if start < n:
        yield start, n


def boundaries(chunk: Chunk) -> tuple[Int32, Int32, npt.NDArray[np.uint8]]:
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
    chunk: Chunk,
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
    for start, end in chunks(text):
        a, b, kind = boundaries(Chunk.of(text[start:end]))
        parts.append((a + np.int32(start), b + np.int32(start), kind))
    if not parts:
        return np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.uint8)
    return (
        np.concatenate([p[0] for p in parts]),
        np.concatenate([p[1] for p in parts]),
        np.concatenate([p[2] for p in parts]),
    )
