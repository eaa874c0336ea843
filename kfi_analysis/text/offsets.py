"""A map from a cleaned text back to the original's characters.

Cleaning is a series of edits. Each gives a new text and an `OffsetMap`; maps compose, so that a span of the last text leads to the
exact characters of the first. A map is a list of segments (clean_start, clean_end, original_start, original_end). A segment whose
two sides have the same length maps character by character; another (a replacement) maps as a block. What lies between two
segments of the original was deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from kfi_analysis.errors import SettingError

__all__ = ["Edit", "OffsetMap", "apply_edits"]

Edit = tuple[int, int, str]
"""Replace `text[start:end]` by a string: `(start, end, replacement)`."""


@dataclass(frozen=True, eq=False)
class OffsetMap:
    """Segments that tile the clean text, in order on both sides.

    Parameters
    ----------
    segments
        Array of shape (n, 4): clean_start, clean_end, original_start, original_end, in code points.
    original_length
        Length of the original text.

    Raises
    ------
    SettingError
        If the segments leave a gap in the clean text or step back in the original.
    """

    segments: npt.NDArray[np.int64]
    original_length: int

    def __post_init__(self) -> None:
        seg = np.ascontiguousarray(self.segments, dtype=np.int64).reshape(-1, 4)
        object.__setattr__(self, "segments", seg)
        tiled = not len(seg) or (seg[0, 0] == 0 and bool((seg[1:, 0] == seg[:-1, 1]).all()))
        ordered = bool((seg[:, 1] >= seg[:, 0]).all() and (seg[:, 3] >= seg[:, 2]).all() and (seg[1:, 2] >= seg[:-1, 3]).all())
        inside = not len(seg) or (seg[0, 2] >= 0 and seg[-1, 3] <= self.original_length)
        if not (tiled and ordered and inside):
            raise SettingError("the segments of an OffsetMap must tile the clean text and go forward in the original")

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """Return the map of a text that was not changed."""
        return cls(np.array([[0, length, 0, length]] if length else np.empty((0, 4)), dtype=np.int64), length)

    @property
    def clean_length(self) -> int:
        """Length of the clean text."""
        return int(self.segments[-1, 1]) if len(self.segments) else 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, OffsetMap):
            return NotImplemented
        return self.original_length == other.original_length and np.array_equal(self.segments, other.segments)

    def __hash__(self) -> int:
        return hash((self.original_length, self.segments.tobytes()))

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that carries the clean span.

        An empty span maps to an empty span. A span that touches a replaced block takes the whole block.
        """
        if not 0 <= start <= end <= self.clean_length:
            raise SettingError(f"span ({start}, {end}) lies outside the clean text of length {self.clean_length}")
        if not len(self.segments):
            return (0, 0)
        first = self._point(start, self.segments[:, 1], "right")
        if start == end:
            at = self._left(first, start)
            return (at, at)
        last = self._point(end, self.segments[:, 0], "left") - 1
        return (self._left(first, start), self._right(last, end))

    def from_original(self, start: int, end: int) -> tuple[int, int]:
        """Return the clean span that covers what is left of an original span (empty if all of it was deleted)."""
        if not 0 <= start <= end <= self.original_length:
            raise SettingError(f"span ({start}, {end}) lies outside the original text of length {self.original_length}")
        seg = self.segments
        if not len(seg):
            return (0, 0)
        first = int(np.searchsorted(seg[:, 3], start, side="right"))
        last = int(np.searchsorted(seg[:, 2], end, side="left")) - 1
        if first >= len(seg):
            return (self.clean_length, self.clean_length)
        if last < first:
            at = int(seg[first, 0])
            return (at, at)
        c0, c1, o0, o1 = (int(x) for x in seg[first])
        left = c0 + (max(start - o0, 0) if c1 - c0 == o1 - o0 else 0)
        c0, c1, o0, o1 = (int(x) for x in seg[last])
        right = c1 - (max(o1 - end, 0) if c1 - c0 == o1 - o0 else 0)
        return (left, max(left, right))

    def compose(self, earlier: OffsetMap) -> OffsetMap:
        """Return the map from this map's clean text to the original of `earlier`.

        `earlier.clean_length` must equal `self.original_length`.
        """
        if earlier.clean_length != self.original_length:
            raise SettingError(
                f"maps do not meet: the earlier one ends in {earlier.clean_length} characters, this one starts from {self.original_length}"
            )
        cuts = earlier.segments[:, 0]
        out: list[tuple[int, int, int, int]] = []
        floor = 0
        for c0, c1, o0, o1 in self.segments.tolist():
            if c1 - c0 == o1 - o0 and c1 > c0:
                lo, hi = np.searchsorted(cuts, (o0, o1), side="left")
                inner = [o0, *(int(x) for x in cuts[lo:hi] if o0 < x < o1), o1]
                for a, b in pairwise(inner):
                    s, e = earlier.to_original(a, b)
                    s = max(s, floor)
                    e = max(s, e)
                    out.append((c0 + a - o0, c0 + b - o0, s, e))
                    floor = e
            else:
                s, e = earlier.to_original(o0, o1)
                s = max(s, floor)
                e = max(s, e)
                out.append((c0, c1, s, e))
                floor = e
        return OffsetMap(np.array(_merged(out), dtype=np.int64).reshape(-1, 4), earlier.original_length)

    def to_list(self) -> list[list[int]]:
        """Return the segments as plain lists (for JSON and parquet)."""
        return [[int(x) for x in row] for row in self.segments]

    @classmethod
    def from_list(cls, segments: Sequence[Sequence[int]], original_length: int) -> OffsetMap:
        """Read what `to_list` wrote."""
        return cls(np.array(segments, dtype=np.int64).reshape(-1, 4), original_length)

    def _point(self, at: int, edges: npt.NDArray[np.int64], side: str) -> int:
        index = int(np.searchsorted(edges, at, side="right" if side == "right" else "left"))
        return min(index, len(self.segments) - (side == "right"))

    def _left(self, index: int, at: int) -> int:
        c0, c1, o0, o1 = (int(x) for x in self.segments[index])
        if at >= c1:
            return o1
        return o0 + (at - c0) if c1 - c0 == o1 - o0 else o0

    def _right(self, index: int, at: int) -> int:
        c0, c1, o0, o1 = (int(x) for x in self.segments[index])
        return o0 + (at - c0) if c1 - c0 == o1 - o0 else o1


def _merged(rows: Iterable[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Join neighbours that map character by character and touch on both sides."""
    out: list[tuple[int, int, int, int]] = []
    for row in rows:
        if out:
            c0, c1, o0, o1 = out[-1]
            straight = c1 - c0 == o1 - o0 and row[1] - row[0] == row[3] - row[2]
            if straight and c1 == row[0] and o1 == row[2]:
                out[-1] = (c0, row[1], o0, row[3])
                continue
        out.append(row)
    return out


def apply_edits(text: str, edits: Sequence[Edit]) -> tuple[str, OffsetMap]:
    r"""Return the edited text and its map to `text`.

    Parameters
    ----------
    text
        The text before.
    edits
        `(start, end, replacement)` in order, not overlapping.

    Examples
    --------
    >>> clean, offsets = apply_edits("utvär-\ndering", [(5, 7, "")])
    >>> clean, offsets.to_original(0, len(clean))
    ('utvärdering', (0, 13))
    """
    parts: list[str] = []
    rows: list[tuple[int, int, int, int]] = []
    at = 0
    clean = 0
    for start, end, replacement in edits:
        if not at <= start <= end <= len(text):
            raise SettingError(f"edit ({start}, {end}) overlaps the one before it or lies outside the text of length {len(text)}")
        if start > at:
            parts.append(text[at:start])
            rows.append((clean, clean + start - at, at, start))
            clean += start - at
        if replacement:
            parts.append(replacement)
            rows.append((clean, clean + len(replacement), start, end))
            clean += len(replacement)
        at = end
    if at < len(text):
        parts.append(text[at:])
        rows.append((clean, clean + len(text) - at, at, len(text)))
    return "".join(parts), OffsetMap(np.array(_merged(rows), dtype=np.int64).reshape(-1, 4), len(text))
