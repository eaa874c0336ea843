r"""Sentences with offsets, by the layout and by the stops.

A blank line, a form feed, a list item and a heading end a sentence; a line break inside a paragraph does not. A full stop ends one unless
it belongs to an abbreviation that announces something, an initial, or is followed by a small letter.
"""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from kfi_analysis.text.abbreviations import may_end_sentence
from kfi_analysis.text.tokens import TokenKind, Tokens, opening_words, tokenize

__all__ = ["sentences"]

_BLOCK = re.compile(r"\n[ \t\u00a0\r]*\n\s*|\f\s*|\u2029\s*")
_ITEM = re.compile(r"[ \t\u00a0]*(?:[•●▪■◦‣⁃·*]|[-–—](?=[ \t]+\S)|(?:\d{1,2}|[a-zåäö])[.)](?=[ \t]))[ \t]*")
_ENDERS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»)]")
_OPENING = frozenset("\"'”’»«“‘([–—-")
_SHORT = 0.75  # a line shorter than this share of its paragraph's longest line has room for the next word


def sentences(text: str) -> list[tuple[int, int]]:
    r"""Return the spans of the sentences, without the white space between them.

    The spans are in order, do not overlap and cover every character that is not white space.

    Examples
    --------
    >>> text = "1 Inledning\nArbetet började kl. 8. Det gick bra, t.ex. i Borås!\n\n- Mer tid\n- Mer stöd"
    >>> [text[a:b] for a, b in sentences(text)]
    ['1 Inledning', 'Arbetet började kl. 8.', 'Det gick bra, t.ex. i Borås!', '- Mer tid', '- Mer stöd']
    """
    cuts = sorted({*_layout_cuts(text), *_stop_cuts(text)})
    spans: list[tuple[int, int]] = []
    at = 0
    for cut in [*cuts, len(text)]:
        piece = text[at:cut]
        body = piece.strip()
        if body:
            start = at + len(piece) - len(piece.lstrip())
            spans.append((start, start + len(body)))
        at = cut
    return spans


def _layout_cuts(text: str) -> list[int]:
    """Return where blank lines, list items and headings end a sentence."""
    cuts: list[int] = []
    at = 0
    for gap in _BLOCK.finditer(text):
        cuts.append(gap.end())
        cuts += _line_cuts(text, at, gap.start())
        at = gap.end()
    return cuts + _line_cuts(text, at, len(text))


def _line_cuts(text: str, start: int, end: int) -> list[int]:
    """Return the line breaks of a paragraph that end a sentence."""
    if text.find("\n", start, end) < 0:
        return []
    lines = text[start:end].split("\n")
    widest = max(map(len, lines))
    cuts: list[int] = []
    at = start
    before = ""
    for line, following in pairwise(lines):
        at += len(line) + 1
        if _ITEM.match(following) or _is_heading(before, line, following, widest):
            cuts.append(at)
        before = line
    return cuts


def _is_heading(before: str, line: str, following: str, widest: int) -> bool:
    """Tell whether a line stands alone: it opens with a capital or a number, has no stop, is short, and a new line of text follows."""
    body, after, earlier = line.strip(), following.lstrip(), before.rstrip()
    if not body or not after or body[-1] in ".,;:!?-–…/&(" or len(body) > 100:
        return False
    opens = body[0].isupper() or body[0].isdigit()
    follows = after[0].isupper() or after[0] in "\"'”“»•" or after[0].isdigit()
    free = not earlier or earlier[-1] in '.!?:)”"' or len(earlier.strip()) < _SHORT * widest
    return opens and follows and free and len(body) < _SHORT * widest


def _stop_cuts(text: str) -> list[int]:
    """Return where a stop ends a sentence."""
    tokens = tokenize(text)
    if not len(tokens):
        return []
    kinds, starts, ends = tokens.kinds, tokens.starts, tokens.ends
    last = np.array([text[i] in _ENDERS for i in (ends - 1).tolist()])
    hits = np.flatnonzero(last & ((kinds == TokenKind.PUNCTUATION) | (kinds == TokenKind.ABBREVIATION))).tolist()
    cuts: list[int] = []
    n = len(tokens)
    cuts += _colon_cuts(text, tokens)
    for i in hits:
        j = i + 1
        while j < n and text[starts[j]] in _CLOSERS and starts[j] == ends[j - 1] and not _opens(text, int(starts[j]), int(ends[j])):
            j += 1
        if j == n:
            continue
        begin = int(starts[j])
        if begin == ends[j - 1] and text[begin] not in '"”»“«':
            continue
        if kinds[i] == TokenKind.ABBREVIATION and not _ends_here(text, int(starts[i]), int(ends[i]), begin):
            continue
        if _starts_sentence(text, begin, text[ends[i] - 1]):
            cuts.append(begin)
    return cuts


def _colon_cuts(text: str, tokens: Tokens) -> list[int]:
    """Return where a sentence begins after a colon: a quotation, or a capital on a word that is no name."""
    cuts: list[int] = []
    starts, ends = tokens.starts, tokens.ends
    for i in np.flatnonzero((ends - starts == 1)[:-2]).tolist():
        if text[starts[i]] != ":" or starts[i + 1] == ends[i]:
            continue
        begin = int(starts[i + 1])
        quoted = text[begin] in "\"'”“»" and ends[i + 1] == starts[i + 2] and text[starts[i + 2]].isupper()
        if quoted or text[begin : ends[i + 1]] in opening_words():
            cuts.append(begin)
    return cuts


def _opens(text: str, start: int, end: int) -> bool:
    """Tell whether a straight quotation mark opens what follows: a blank before it and none after."""
    return start > 0 and text[start - 1].isspace() and end < len(text) and not text[end].isspace()


def _ends_here(text: str, start: int, end: int, following: int) -> bool:
    surface = text[start:end]
    if len(surface) == 2 and surface[0].isupper():
        return False
    return may_end_sentence(surface) and text[following].isupper()


def _starts_sentence(text: str, begin: int, stop: str) -> bool:
    """Tell whether a sentence may begin at this token."""
    char = text[begin]
    at = begin
    while char in _OPENING and at + 1 < len(text):
        at += 1
        char = text[at]
        if char.isspace():
            continue
    if char.islower():
        return False
    if char.isdigit():
        return stop != "…"
    return True
