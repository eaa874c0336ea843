"""What a position in a REFI-QDA project counts: programs differ, so the ways are tried on the selections themselves.

The standard counts characters from 0. NVivo for Windows counts UTF-16 units over CRLF line ends; others count a line end once whatever the
file has; some count the byte order mark. A way is good when its selections say what their names say, and begin and end at the edge of a
word. The choice is reported, never silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

__all__ = ["WAYS", "Choice", "Selection", "choose", "line_ends_once"]


_MARGIN = 0.4  # so much better must a way fit that the file itself does not speak for


@dataclass(frozen=True)
class Way:
    """What counts as how many.

    Parameters
    ----------
    name
        For the report.
    line_end, astral, mark
        What a line end, a character beyond the basic plane, and a byte order mark count.
    """

    name: str
    line_end: int
    astral: int
    mark: int = 0


WAYS = (
    Way("code points", 1, 1),
    Way("code points, CRLF as two", 2, 1),
    Way("UTF-16 units", 1, 2),
    Way("UTF-16 units, CRLF as two", 2, 2),
    Way("code points after a byte order mark", 1, 1, 1),
    Way("UTF-16 units, CRLF as two, after a byte order mark", 2, 2, 1),
)


@dataclass(frozen=True)
class Selection:
    """A selection as the file has it: positions and name."""

    start: int
    end: int
    name: str = ""


@dataclass(frozen=True)
class Choice:
    """Which way was chosen for a text.

    Parameters
    ----------
    way
        Its name.
    spans
        Per selection (start, end) in code points of the text, or None where the positions lie outside it.
    score
        How well the selections fit, 0-1.
    ambiguous
        Whether another way fits as well and gives other spans.
    """

    way: str
    spans: tuple[tuple[int, int] | None, ...]
    score: float
    ambiguous: bool


def line_ends_once(text: str) -> str:
    """Return the text as a document has it: no byte order mark, and one line feed at each line end."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def choose(text: str, selections: Sequence[Selection], *, origin: str = "", raw: str | None = None) -> Choice:
    r"""Return the spans of the selections in `text` by the way of counting that fits best.

    Parameters
    ----------
    text
        The document, line ends once.
    selections
        Its selections.
    origin
        The program that wrote the project; decides between ways that fit equally well.
    raw
        The text as it was in the file. Ways that count CRLF or a byte order mark which the file has not are taken only where they fit
        better than all others.

    Examples
    --------
    >>> choose("Ett\nTvå tre", [Selection(5, 8, "Två")]).way
    'code points, CRLF as two'
    """
    if not selections:
        return Choice(WAYS[0].name, (), 1.0, False)
    if origin.startswith("kfi_analysis"):
        return _tried(text, selections, WAYS[0])
    windows = "nvivo" in origin.lower() and "mac" not in origin.lower()
    two, mark = raw is not None and "\r\n" in raw, raw is not None and raw.startswith("\ufeff")
    first = [WAYS[3], WAYS[1]] if windows else []
    likely = [*first, *(way for way in WAYS if way not in first and (way.line_end == 1 or two) and (not way.mark or mark))]
    tried = [_tried(text, selections, way) for way in likely]
    best = max(tried, key=lambda choice: choice.score)
    unlikely = [_tried(text, selections, way) for way in WAYS if way not in likely]
    better = max(unlikely, key=lambda choice: choice.score, default=best)
    if better.score > best.score + _MARGIN:
        return better
    return replace(best, ambiguous=any(other.score == best.score and other.spans != best.spans for other in tried))


def _tried(text: str, selections: Sequence[Selection], way: Way) -> Choice:
    edges = _edges(text, way)
    spans = tuple(_span(edges, one) for one in selections)
    fits = [_fit(text, span, one.name) for span, one in zip(spans, selections, strict=True)]
    return Choice(way.name, spans, sum(fits) / len(fits), False)


def _edges(text: str, way: Way) -> npt.NDArray[np.int64]:
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    widths = np.ones(len(points), dtype=np.int64)
    widths[points == ord("\n")] = way.line_end
    widths[points > 0xFFFF] = way.astral
    return np.concatenate([[0], np.cumsum(widths)]) + way.mark


def _span(edges: npt.NDArray[np.int64], one: Selection) -> tuple[int, int] | None:
    if one.start < edges[0] or one.end > edges[-1] or one.end <= one.start:
        return None
    # A position inside a line end or a pair of surrogates is moved back to its beginning.
    start = int(np.searchsorted(edges, one.start, side="right")) - 1
    end = int(np.searchsorted(edges, one.end, side="left"))
    return start, end


def _fit(text: str, span: tuple[int, int] | None, name: str) -> float:
    """0-1: what the name says counts far more than whether the edges are those of words."""
    if span is None:
        return 0.0
    start, end = span
    edges = 0.05 * (not _joined(text, start)) + 0.05 * (not _joined(text, end))
    said = " ".join(name.rstrip(".…").split()).casefold()
    stands = " ".join(text[start:end].rstrip(".…").split()).casefold()
    if len(said) >= 3 and said == stands:
        return 0.9 + edges
    if len(said) >= 8 and stands.startswith(said):
        return 0.8 + edges
    return edges


def _joined(text: str, at: int) -> bool:
    """Does a cut here go through a word?"""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
