"""Agreement as a forest: a row a code, its alpha with intervals, and the limits that Krippendorff names as lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from kfi_analysis.errors import NotEnoughDataError
from kfi_analysis.numbers import decimal
from kfi_analysis.plots.style import INK, LINE, PALETTE, SOFT, figure_style, new_figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["plot_agreement"]


def plot_agreement(table: pd.DataFrame, *, names: Mapping[str, str] | None = None) -> Figure:
    """Return a figure of alpha per code.

    Parameters
    ----------
    table
        `Agreement.table`: thick lines are the intervals over units, thin ones those over sources. An undefined alpha is said in words.
    names
        Code -> how it is written.

    Raises
    ------
    NotEnoughDataError
        If the table has no row.
    """
    if table.empty:
        raise NotEnoughDataError("there is no agreement to draw: the table has no row")
    rows = table.reset_index(drop=True)
    y = np.arange(len(rows))[::-1]
    lows = rows[["alpha", "low", "source_low"]].to_numpy(dtype=float)
    left = min(0.0, float(np.nanmin(lows))) if not np.isnan(lows).all() else 0.0
    with figure_style():
        figure = new_figure(9.0, 1.4 + 0.38 * len(rows))
        panel = figure.subplots()
        panel.set_axisbelow(True)
        panel.grid(axis="x", color=LINE, linewidth=0.8)
        for limit, style in ((0.8, "-"), (2 / 3, "--")):
            panel.axvline(limit, color=SOFT, linewidth=1.1, linestyle=style, zorder=1)
            panel.annotate(
                decimal(limit, 3),
                (limit, 1.0),
                xycoords=("data", "axes fraction"),
                xytext=(0, 3),
                textcoords="offset points",
                ha="center",
                color=SOFT,
                fontsize=8.5,
            )
        panel.hlines(y, rows["source_low"], rows["source_high"], color=PALETTE[0], linewidth=1.2, alpha=0.8)
        panel.hlines(y, rows["low"], rows["high"], color=PALETTE[0], linewidth=4, alpha=0.4)
        panel.scatter(rows["alpha"], y, s=42, color=PALETTE[0], zorder=3)
        for place, alpha in zip(y, rows["alpha"], strict=True):
            if np.isnan(alpha):
                panel.text(max(left, 0.0) + 0.02, place, "odefinierad: alla omdömen är desamma", va="center", color=SOFT, fontsize=9)
        labels = [f"{(names or {}).get(str(what), str(what))} (n = {int(n)})" for what, n in zip(rows["what"], rows["n"], strict=True)]
        panel.set_yticks(y, labels)
        panel.set_ylim(-0.6, len(rows) - 0.4)
        panel.set_xlim(left - 0.02, 1.03)
        panel.tick_params(length=0)
        panel.spines["left"].set_visible(False)
        panel.xaxis.set_major_formatter(lambda value, _: decimal(value, 1))
        panel.set_xlabel("Krippendorffs α; tjock linje: intervall över enheter, tunn: över källor", color=SOFT)
        panel.xaxis.label.set_color(INK)
    return figure
