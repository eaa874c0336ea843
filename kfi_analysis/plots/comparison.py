"""Groups side by side: a dumbbell where they are few, a heatmap where they are many. Shapes and figures carry what colour does."""

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

__all__ = ["plot_dumbbell", "plot_heatmap"]

_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")


def plot_dumbbell(profile: pd.DataFrame, *, names: Mapping[str, str] | None = None, label: str = "Andel passager") -> Figure:
    """Return a row per code with each group's share on one scale, intervals as thin lines, up to eight groups.

    Parameters
    ----------
    profile
        Columns group, code, share, low, high.
    names
        Code -> how it is written.
    label
        What the scale shows.
    """
    codes, groups = _axes(profile)
    if len(groups) > len(_MARKERS):
        raise NotEnoughDataError(f"a dumbbell shows up to {len(_MARKERS)} groups, not {len(groups)}: draw a heatmap")
    with figure_style():
        figure = new_figure(9.5, 1.1 + len(codes) * (0.35 + 0.13 * len(groups)))
        panel = figure.subplots()
        panel.grid(axis="x", color=LINE, linewidth=0.8)
        panel.set_axisbelow(True)
        for at, group in enumerate(groups):
            part = profile[profile["group"] == group].set_index("code").reindex(codes)
            y = np.arange(len(codes))[::-1] + (0.5 * (len(groups) - 1) - at) * 0.62 / max(len(groups), 1)
            color = PALETTE[at % len(PALETTE)]
            panel.hlines(y, part["low"], part["high"], color=color, linewidth=1.8, alpha=0.6)
            panel.scatter(part["share"], y, s=44, marker=_MARKERS[at], color=color, label=group, zorder=3)
        panel.set_yticks(np.arange(len(codes))[::-1], [(names or {}).get(code, code) for code in codes])
        panel.tick_params(length=0)
        panel.spines["left"].set_visible(False)
        panel.xaxis.set_major_formatter(lambda value, _: percent(value))
        panel.set_xlabel(label)
        figure.legend(loc="outside upper left", ncols=min(4, len(groups)), frameon=False)
    return figure


def plot_heatmap(profile: pd.DataFrame, *, names: Mapping[str, str] | None = None, label: str = "Andel passager") -> Figure:
    """Return groups x codes as shaded cells with the share written in each (up to 60 groups; more are drawn without figures).

    Parameters
    ----------
    profile
        Columns group, code, share.
    names
        Code -> how it is written.
    label
        What the shade shows.
    """
    codes, groups = _axes(profile)
    table = profile.pivot(index="group", columns="code", values="share").reindex(index=groups, columns=codes)
    values = table.to_numpy(dtype=float)
    written = len(groups) <= 60
    with figure_style():
        figure = new_figure(2.6 + 1.15 * len(codes), 1.2 + (0.28 if written else 0.09) * len(groups))
        panel = figure.subplots()
        image = panel.imshow(values, cmap="Blues", aspect="auto", vmin=0.0, vmax=max(0.01, float(np.nanmax(values))))
        panel.set_xticks(range(len(codes)), [(names or {}).get(code, code) for code in codes], rotation=30, ha="left")
        panel.xaxis.tick_top()
        panel.set_yticks(range(len(groups)), groups, fontsize=9 if written else 5)
        panel.tick_params(length=0)
        for spine in panel.spines.values():
            spine.set_visible(False)
        if written:
            middle = float(np.nanmax(values)) * 0.6
            for row, column in np.argwhere(~np.isnan(values)):
                share = values[row, column]
                panel.text(
                    column, row, f"{100 * share:.0f}", ha="center", va="center", fontsize=9, color="white" if share > middle else INK
                )
        bar = figure.colorbar(image, ax=panel, shrink=0.6, format=lambda value, _: percent(value))
        bar.set_label(label, color=SOFT)
        bar.outline.set_visible(False)
    return figure


def _axes(profile: pd.DataFrame) -> tuple[list[str], list[str]]:
    if profile.empty or profile["share"].isna().all():
        raise NotEnoughDataError("there is no share to draw: the comparison has no row")
    return list(dict.fromkeys(profile["code"])), list(dict.fromkeys(profile["group"]))
