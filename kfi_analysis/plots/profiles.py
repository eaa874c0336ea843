"""Theme profiles as dots with intervals: a panel a theme, a row a group, so that groups are compared along one scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from kfi_analysis.errors import NotEnoughDataError
from kfi_analysis.numbers import percent
from kfi_analysis.plots.style import INK, LINE, PALETTE, SOFT, figure_style, new_figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["plot_profile"]


def plot_profile(
    table: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    colors: Mapping[str, str] | None = None,
    label: str = "Andel passager",
) -> Figure:
    """Return a figure of the shares per code and group.

    Parameters
    ----------
    table
        Columns group, code, n, share, low, high, as `coding.profiles.profile` gives them. A missing interval is drawn as an open dot.
    names, colors
        Code -> how it is written, and its colour.
    label
        What the scale shows.

    Raises
    ------
    NotEnoughDataError
        If the table has no row.
    """
    if table.empty:
        raise NotEnoughDataError("there is no share to draw: the profile has no row")
    codes = list(dict.fromkeys(table["code"]))
    groups = list(dict.fromkeys(table["group"]))[::-1]
    columns = min(len(codes), 3)
    rows = -(-len(codes) // columns)
    top = max(0.1, float(np.nanmax(table[["share", "high"]].to_numpy(dtype=float))))
    sizes = table.drop_duplicates("group").set_index("group")["n"]
    with figure_style():
        figure = new_figure(10.5, rows * (0.75 + 0.3 * len(groups)))
        axes = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
        for at, panel in enumerate(axes.flat):
            if at >= len(codes):
                panel.set_visible(False)
                continue
            code = codes[at]
            color = (colors or {}).get(code) or PALETTE[at % len(PALETTE)]
            part = table[table["code"] == code].set_index("group").reindex(groups)
            y = np.arange(len(groups))
            panel.set_axisbelow(True)
            panel.grid(axis="x", color=LINE, linewidth=0.8)
            panel.hlines(y, part["low"], part["high"], color=color, linewidth=2.4, alpha=0.55)
            known = part["low"].notna().to_numpy(dtype=bool)
            panel.scatter(part["share"][known], y[known], s=38, color=color, zorder=3)
            panel.scatter(part["share"][~known], y[~known], s=38, facecolor="white", edgecolor=color, linewidth=1.6, zorder=3)
            panel.set_title((names or {}).get(code, code), color=INK)
            panel.set_yticks(y, [f"{group} (n = {int(sizes[group])})" for group in groups])
            panel.set_xlim(-0.02 * top, min(1.02, top * 1.06))
            panel.tick_params(length=0)
            panel.xaxis.set_major_formatter(lambda value, _: percent(value))
            panel.spines["left"].set_visible(False)
        figure.supxlabel(label, color=SOFT, fontsize=9.5)
    return figure
