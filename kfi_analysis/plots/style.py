"""How every figure looks, and how it leaves as SVG: the same bytes for the same result, text as text, colours that survive print.

Colours are Okabe and Ito's (2008), told apart by colour-blind readers; no figure relies on colour alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["INK", "LINE", "PALETTE", "SOFT", "figure_style", "new_figure", "to_svg"]

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#AA4499", "#B58900", "#56A0C9", "#6B6B6B", "#882255")
INK = "#1b1f24"
SOFT = "#4a525b"
LINE = "#d5dae0"

_RC: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.edgecolor": LINE,
    "axes.labelcolor": SOFT,
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "xtick.color": SOFT,
    "ytick.color": INK,
    "text.color": INK,
    "svg.fonttype": "none",
    "svg.hashsalt": "kfi_analysis",
    "figure.dpi": 110,
}


@contextmanager
def figure_style() -> Iterator[None]:
    """Draw in the library's style inside the `with`; the user's own settings come back after it."""
    import matplotlib as mpl

    with mpl.rc_context(_RC):
        yield


def new_figure(width: float, height: float) -> Figure:
    """Return a figure (inches) that is not registered with pyplot, so that it is freed with its last reference; a notebook shows it."""
    from kfi_analysis.plots.figure import Drawn

    return Drawn(width, height)


def to_svg(figure: Figure, alt: str) -> str:
    """Return the figure as an `<svg>` element with `alt` as its accessible name; the same bytes for the same figure."""
    buffer = StringIO()
    with figure_style():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    figure.set_layout_engine("none")  # everything has its place now; the next drawing need not look for it again
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.S)
    return re.sub(r'width="[\d.]+pt" height="[\d.]+pt"', "", svg, count=1).replace(
        "<svg", f"<svg role='img' aria-label={quoteattr(alt)}", 1
    )
