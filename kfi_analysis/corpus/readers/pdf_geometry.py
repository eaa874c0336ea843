"""Reading order on a page: columns found by the white space between them (recursive XY-cut, Nagy and Seth 1984).

A vertical cut is made only where both sides read like prose; a table is read row by row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

__all__ = ["Segment", "reading_order", "without_furniture"]

_GUTTER = 9.0
_FEW = 4


@dataclass(frozen=True)
class Segment:
    """A run of text on one line: its place on the page in points (y grows upwards), the height of its font, its weight."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False


def reading_order(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Return the rows of a page in reading order, each a list of segments from left to right.

    Examples
    --------
    >>> left = [Segment(f"vänster rad {i} med ord", 50, 700 - 14 * i, 250, 710 - 14 * i, 10) for i in range(5)]
    >>> right = [Segment(f"höger rad {i} med några ord", 300, 700 - 14 * i, 500, 710 - 14 * i, 10) for i in range(5)]
    >>> [row[0].text[:6] for row in reading_order([*right, *left])]
    ['vänste', 'vänste', 'vänste', 'vänste', 'vänste', 'höger ', 'höger ', 'höger ', 'höger ', 'höger ']
    """
    return _cut(list(segments), 0)


def without_furniture(pages: Sequence[Sequence[Segment]]) -> tuple[list[list[Segment]], int]:
    """Return the pages without running headers, footers and page numbers, and how many segments were left out.

    Furniture stands among the three outermost rows of a page, above or below, on at least a sixth of the pages (three or more), the
    same but for its figures; a lone figure there is furniture wherever it counts pages.
    """
    outer: list[set[int]] = []
    at: dict[str, set[int]] = defaultdict(set)
    for number, page in enumerate(pages):
        edges = _outer(page)
        outer.append(edges)
        for index in edges:
            at[_shape(page[index])].add(number)
    need = max(3, ceil(len(pages) / 6))
    running = {shape for shape, on in at.items() if len(on) >= need or (shape == "#" and len(on) >= 2)}
    kept: list[list[Segment]] = []
    dropped = 0
    for page, edges in zip(pages, outer, strict=True):
        out = {index for index in edges if _shape(page[index]) in running}
        dropped += len(out)
        kept.append([segment for index, segment in enumerate(page) if index not in out])
    return kept, dropped


def _outer(page: Sequence[Segment]) -> set[int]:
    order = sorted(range(len(page)), key=lambda index: page[index].bottom)
    out: set[int] = set()
    for walk in (order, order[::-1]):
        rows = 0
        last = None
        for index in walk:
            if last is None or abs(page[index].bottom - last) > 3.0:
                rows += 1
                last = page[index].bottom
            if rows > 3:
                break
            out.add(index)
    return out


def _shape(segment: Segment) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\d+", "#", segment.text.lower())).strip(" -–|")


def _cut(segments: list[Segment], depth: int) -> list[list[Segment]]:
    if len(segments) < 2 * _FEW or depth > 12:
        return _rows(segments)
    at = _gutter(segments)
    if at is not None:
        left = [s for s in segments if s.right <= at + 0.5 * _GUTTER]
        right = [s for s in segments if s.right > at + 0.5 * _GUTTER]
        return _cut(left, depth + 1) + _cut(right, depth + 1)
    bands = _bands(segments)
    if len(bands) > 1:
        return [row for band in bands for row in _cut(band, depth + 1)]
    return _rows(segments)


def _gutter(segments: list[Segment]) -> float | None:
    """The middle of the widest upright strip that no segment crosses, if both sides hold prose."""
    best: tuple[float, float] | None = None
    reach = float("-inf")
    for segment in sorted(segments, key=lambda s: s.left):
        width = segment.left - reach
        if reach > float("-inf") and width >= _GUTTER and (best is None or width > best[0]):
            middle = (reach + segment.left) / 2
            left = [s for s in segments if s.right <= middle]
            right = [s for s in segments if s.right > middle]
            if _prose(left) and _prose(right):
                best = (width, middle)
        reach = max(reach, segment.right)
    return None if best is None else best[1]


def _prose(segments: list[Segment]) -> bool:
    if len(segments) < _FEW:
        return False
    letters = sum(len(s.text) for s in segments) / len(segments)
    return letters >= 18 and sum(c.isalpha() for s in segments for c in s.text) > 0.6 * sum(len(s.text) for s in segments)


def _bands(segments: list[Segment]) -> list[list[Segment]]:
    """The page cut across, from top to bottom, so that columns come apart: what spans the columns stands in bands of its own.

    Columns begin where several segments begin; of the possible cuts the one that fewest segments cross is taken.
    """
    best: list[Segment] | None = None
    for edge in sorted({round(s.left / 3) for s in segments}):
        at = edge * 3 - 4.0
        beginning = [s for s in segments if abs(s.left - edge * 3) <= 3]
        if len(beginning) < _FEW:
            continue
        across = [s for s in segments if s.left < at < s.right]
        left = [s for s in segments if s.right <= at]
        right = [s for s in segments if s.left >= at]
        few = 0 < len(across) <= 0.35 * len(segments)
        if few and _prose(left) and _prose(right) and (best is None or len(across) < len(best)):
            best = across
    if best is None:
        return [segments]
    spanning = set(map(id, best))
    order = sorted(segments, key=lambda s: (-s.bottom, s.left))
    bands: list[list[Segment]] = []
    last: bool | None = None
    for segment in order:
        spans = id(segment) in spanning or any(abs(segment.bottom - other.bottom) < 2.0 for other in best)
        if spans != last:
            bands.append([])
            last = spans
        bands[-1].append(segment)
    return bands


def _rows(segments: list[Segment]) -> list[list[Segment]]:
    """Segments that stand on one line together, lines from top to bottom."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (-s.bottom, s.left)):
        if rows:
            first = rows[-1][0]
            overlap = min(first.top, segment.top) - max(first.bottom, segment.bottom)
            if overlap > 0.5 * min(first.top - first.bottom, segment.top - segment.bottom):
                rows[-1].append(segment)
                continue
        rows.append([segment])
    return [sorted(row, key=lambda s: s.left) for row in rows]
