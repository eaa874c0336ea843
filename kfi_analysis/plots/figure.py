"""A figure that shows itself in a notebook, without pyplot: as a picture in the library's style."""

from __future__ import annotations

from io import BytesIO

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from kfi_analysis.plots.style import figure_style

__all__ = ["Drawn"]


class Drawn(Figure):
    """A matplotlib figure that pyplot does not know of: it is freed with its last reference, and a notebook shows it as it is."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(self)

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        with figure_style():
            self.savefig(buffer, format="png", dpi=110)
        return buffer.getvalue()
