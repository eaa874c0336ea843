"""From printed lines back to running text: `lay_out` gives the clean text, its blocks, and the map to the original's characters.

Taken out: page numbers, running headers, bullets, hyphens that only a line's end needed, soft hyphens, ligatures. Lines become
paragraphs. Every step is an edit, so that each character of the clean text knows where it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from kfi_analysis.text.layout_blocks import BULLET, LineBlock, group_lines
from kfi_analysis.text.layout_furniture import find_furniture
from kfi_analysis.text.layout_hyphens import HYPHENS, Joiner
from kfi_analysis.text.layout_lines import Line, find_lines
from kfi_analysis.text.offsets import Edit, OffsetMap, apply_edits

__all__ = ["Block", "Layout", "lay_out"]

_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_LIGATURES = "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
_ODD = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]|[\ufb00-\ufb06]|\\w[\u0300-\u036f]+")


@dataclass(frozen=True)
class Block:
    """A part of a clean text: `kind` (title, heading, paragraph, list_item, table, contents, note), span, page from 1, rank.

    `rank` is 1 for a chapter heading, 2 below it and so on, 0 for what is no heading. `chapter` says that a chapter begins here whose
    heading is not in the text.
    """

    kind: str
    start: int
    end: int
    page: int | None = None
    rank: int = 0
    chapter: bool = False


@dataclass(frozen=True)
class Layout:
    """A clean text, the blocks that stand in it, the map to the original, and what was taken out (what -> how often)."""

    text: str
    blocks: tuple[Block, ...]
    offsets: OffsetMap
    dropped: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "dropped", MappingProxyType(dict(self.dropped)))


def lay_out(original: str, lines: Sequence[Line] | None = None) -> Layout:
    r"""Return the running text of a printed one.

    Parameters
    ----------
    original
        The text with its line breaks.
    lines
        Its lines where a reader knows more about them than the characters show (pages, font sizes); default: `find_lines(original)`.

    Examples
    --------
    >>> layout = lay_out("Ansvar\nDet mer speci-\nfika syftet är att\nbeskriva ansvaret på de olika nivåerna.\n\n\f2\nNästa sida.")
    >>> print(layout.text)
    Ansvar
    <BLANKLINE>
    Det mer specifika syftet är att beskriva ansvaret på de olika nivåerna.
    <BLANKLINE>
    2
    <BLANKLINE>
    Nästa sida.
    """
    given = find_lines(original) if lines is None else list(lines)
    furniture = find_furniture(original, given)
    dropped: dict[str, int] = {}
    for what in furniture.values():
        dropped[what] = dropped.get(what, 0) + 1
    kept = _without(given, furniture)
    blocks = group_lines(original, kept)
    editor = _Editor(original, dropped)
    spans: list[tuple[LineBlock, int, int]] = []
    at = 0
    for number, block in enumerate(blocks):
        rows = kept[block.first : block.last + 1]
        start = rows[0].start + _bullet(original, rows[0], block)
        editor.replace(at, start, _separator(blocks[number - 1], block) if number else "")
        for position, row in enumerate(rows):
            editor.clean(max(start, row.start), row.end)
            if position + 1 < len(rows):
                editor.join(row, rows[position + 1], keep_lines=block.kind == "table")
        at = rows[-1].end
        spans.append((block, start, at))
    editor.replace(at, len(original), "")
    text, offsets = apply_edits(original, editor.edits)
    done = tuple(
        Block(block.kind, *offsets.from_original(start, end), kept[block.first].page, block.rank, block.chapter)
        for block, start, end in spans
    )
    return Layout(text, tuple(block for block in done if block.end > block.start), offsets, dropped)


def _separator(before: LineBlock, block: LineBlock) -> str:
    return "\n" if block.kind == before.kind and block.kind in {"list_item", "contents", "table"} else "\n\n"


def _without(lines: Sequence[Line], furniture: Mapping[int, str]) -> list[Line]:
    """Leave furniture out; the next line of the page inherits that it is the first, or that there was a gap."""
    out: list[Line] = []
    first, gap = False, 0
    for index, line in enumerate(lines):
        if index in furniture:
            first, gap = first or line.first, max(gap, line.gap)
            continue
        opened = line.first or first
        out.append(replace(line, gap=0 if opened and first else max(line.gap, gap), first=opened))
        first, gap = False, 0
    return out


def _bullet(text: str, line: Line, block: LineBlock) -> int:
    if block.kind != "list_item":
        return 0
    match = BULLET.match(text, line.start, line.end)
    return match.end() - line.start if match and match.end() < line.end else 0


class _Editor:
    """Collects the edits of one text, from left to right."""

    def __init__(self, text: str, dropped: dict[str, int]) -> None:
        self.text = text
        self.edits: list[Edit] = []
        self.joiner = Joiner(text)
        self.dropped = dropped

    def replace(self, start: int, end: int, replacement: str) -> None:
        """Put `replacement` in the place of a span, unless it stands there already."""
        if self.text[start:end] != replacement:
            self.edits.append((start, end, replacement))

    def join(self, row: Line, after: Line, *, keep_lines: bool) -> None:
        """Put two lines of a block together."""
        between = None
        if not keep_lines:
            between = self.joiner.at_line_end(self.text[row.start : row.end], self.text[after.start : after.end])
        if between is None:
            self.replace(row.end, after.start, "\n" if keep_lines else " ")
            return
        cut = row.end - 1
        if between == "" and self.joiner.doubled(self.text[row.start : row.end], self.text[after.start : after.end]):
            cut -= 1
        if self.edits and self.edits[-1][1] > cut:
            self.edits.pop()
        if between and self.text[cut] == between[0]:
            self.replace(cut + 1, after.start, between[1:])
        else:
            self.replace(cut, after.start, between)
        if not between:
            self._count("hyphen at a line's end", 1)

    def clean(self, start: int, end: int) -> None:
        """Mend what stands inside one line: odd characters, runs of spaces, words that an earlier line division broke."""
        line = self.text[start:end]
        found: list[Edit] = [(match.start(), match.end(), _plain(match.group())) for match in _ODD.finditer(line)]
        found += [(match.start(), match.end(), " ") for match in _SPACES.finditer(line)]
        if any(hyphen in line for hyphen in HYPHENS):
            inner = self.joiner.inside(line)
            found += [(a, b, "") for a, b in inner]
            self._count("hyphen inside a word", len(inner))
        at = 0
        for a, b, better in sorted(found):
            if a >= at:
                self.replace(start + a, start + b, better)
                at = b

    def _count(self, what: str, number: int) -> None:
        if number:
            self.dropped[what] = self.dropped.get(what, 0) + number


def _plain(odd: str) -> str:
    """The ordinary characters for ligatures and loose accents; nothing for signs that do not show."""
    if unicodedata.category(odd[0])[0] == "C":
        return ""
    return unicodedata.normalize("NFKC" if odd[0] in _LIGATURES else "NFC", odd)
