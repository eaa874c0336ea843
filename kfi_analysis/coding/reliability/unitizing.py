"""Unitizing alpha: do coders mark the same stretches of a text, where each chose the limits for himself?

Krippendorff 1995 (Sociological Methodology 25) and 2004 (Content Analysis, 2nd ed., section 11.6): two stretches that overlap differ
by the squares of how far their beginnings and ends lie apart; a stretch that meets nothing differs from the gap by its squared
length. Texts are laid end to end, but a gap ends where its text ends, so that the order of the texts does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kfi_analysis.coding.reliability.ratings import Floats
from kfi_analysis.errors import TableError

__all__ = ["UnitizingSums", "disagreements_of", "merge_spans", "unitizing_alpha", "unitizing_sums"]

Spans = npt.NDArray[np.int64]


@dataclass(frozen=True)
class UnitizingSums:
    """What one text adds to alpha: everything but the total length enters as a sum over texts.

    Parameters
    ----------
    length
        Characters of the text.
    observed
        Sum of squared differences over ordered pairs of coders.
    lengths
        Lengths of all marked stretches of all coders.
    gaps
        Lengths of all gaps of all coders.
    """

    length: int
    observed: float
    lengths: Floats
    gaps: Floats


def merge_spans(spans: npt.ArrayLike) -> Spans:
    """Return the spans in order, those that overlap joined: array (n, 2).

    Examples
    --------
    >>> merge_spans([(5, 9), (0, 4), (7, 12)]).tolist()
    [[0, 4], [5, 12]]
    """
    given = np.asarray(spans, dtype=np.int64).reshape(-1, 2)
    out: list[list[int]] = []
    for start, end in sorted(given.tolist()):
        if end <= start:
            continue
        if out and start < out[-1][1]:
            out[-1][1] = max(out[-1][1], end)
        else:
            out.append([start, end])
    return np.array(out, dtype=np.int64).reshape(-1, 2)


def unitizing_sums(spans: Sequence[npt.ArrayLike], length: int) -> UnitizingSums:
    """Return what a text adds, from each coder's spans (start, end exclusive) in it.

    Raises
    ------
    TableError
        If a span lies outside the text.
    """
    each = [merge_spans(one) for one in spans]
    for one in each:
        if len(one) and (one[0, 0] < 0 or one[-1, 1] > length):
            wrong = one[0] if one[0, 0] < 0 else one[-1]
            raise TableError(f"span ({wrong[0]}, {wrong[1]}) lies outside a text of {length} characters", where="spans")
    observed = sum(_differences(a, b) for i, a in enumerate(each) for j, b in enumerate(each) if i != j)
    lengths = np.concatenate([one[:, 1] - one[:, 0] for one in each]) if each else np.empty(0)
    gaps = np.concatenate([_gaps(one, length) for one in each]) if each else np.empty(0)
    return UnitizingSums(length, float(observed), lengths.astype(np.float64), gaps.astype(np.float64))


def disagreements_of(texts: Sequence[UnitizingSums], n_coders: int) -> tuple[float, float]:
    """Return observed and expected disagreement for texts that the same coders marked; (0, 0) where nobody marked anything.

    Alpha is one minus their ratio; of several categories together, one minus the ratio of their sums.
    """
    length = float(sum(text.length for text in texts))
    lengths = np.concatenate([text.lengths for text in texts]) if texts else np.empty(0)
    gaps = np.sort(np.concatenate([text.gaps for text in texts])) if texts else np.empty(0)
    if not length or n_coders < 2 or not len(lengths):
        return 0.0, 0.0
    observed = sum(text.observed for text in texts) / (n_coders * (n_coders - 1) * length**2)
    # For every stretch, the sum over the gaps that could hold it of (gap - stretch + 1): sums from the right of the sorted gaps.
    tails = np.concatenate([np.cumsum(gaps[::-1])[::-1], [0.0]])
    first = np.searchsorted(gaps, lengths)
    room = tails[first] - (len(gaps) - first) * (lengths - 1)
    beside = (len(lengths) - 1) / 3 * lengths * (lengths - 1) * (2 * lengths - 1)
    laid = n_coders * length
    bottom = laid * (laid - 1) - float((lengths * (lengths - 1)).sum())
    expected = 2 / length * float((np.sort(beside + lengths**2 * room)).sum()) / bottom if bottom > 0 else 0.0
    return observed, expected


def unitizing_alpha(spans: Sequence[npt.ArrayLike], length: int) -> float:
    """Return Krippendorff's unitizing alpha of one category on one text.

    Parameters
    ----------
    spans
        Per coder, the spans (start, end exclusive) that he marked, each within 0 to `length`. Spans of one coder that overlap are joined.
    length
        Length of the text.

    Returns
    -------
    float
        1 where all marked the same, about 0 where the marks lie as if by chance; NaN where nobody marked anything.

    Examples
    --------
    Krippendorff 2004, p. 254, category c (the text runs from 150 to 450):

    >>> i = [(75, 145), (220, 250)]
    >>> j = [(70, 150), (205, 225), (250, 270)]
    >>> round(unitizing_alpha([i, j], 300), 4)
    0.7286
    """
    observed, expected = disagreements_of([unitizing_sums(spans, length)], len(spans))
    return 1 - observed / expected if expected > 0 else float("nan")


def _differences(a: Spans, b: Spans) -> float:
    """Squared differences between overlapping stretches of a and b (half, as each pair of coders comes twice) and lone ones of a and b."""
    total = 0.0
    first = np.searchsorted(b[:, 1], a[:, 0], side="right")
    last = np.searchsorted(b[:, 0], a[:, 1], side="left")
    for at in range(len(a)):
        here = b[first[at] : last[at]]
        if len(here):
            total += float(((here - a[at]) ** 2).sum())
        else:
            total += 2 * float((a[at, 1] - a[at, 0]) ** 2)
    return total


def _gaps(spans: Spans, length: int) -> Spans:
    edges = np.concatenate([[0], spans.ravel(), [length]]).reshape(-1, 2)
    gaps: Spans = edges[:, 1] - edges[:, 0]
    return gaps[gaps > 0]
