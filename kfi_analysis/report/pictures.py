"""The figures of a report, each with its title, its caption and a description for readers who do not see it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from kfi_analysis.plots.style import figure_style, to_svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Picture"]


@dataclass(frozen=True)
class Picture:
    """A figure and the words that go with it.

    Parameters
    ----------
    figure
        The matplotlib figure.
    title, caption
        What stands below it.
    alt
        What it shows, in a sentence, for readers who do not see it.
    """

    figure: Figure
    title: str
    caption: str
    alt: str

    def to_html(self) -> dict[str, str]:
        """Return title, caption and the figure as SVG."""
        return {"title": self.title, "caption": self.caption, "svg": to_svg(self.figure, self.alt)}

    def to_png(self, dpi: int = 200) -> bytes:
        """Return the figure as PNG."""
        buffer = BytesIO()
        with figure_style():
            self.figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
        return buffer.getvalue()
