"""Codes among themselves and along the material: saturation, pairs of codes, and the course of a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from kfi_analysis.errors import NotEnoughDataError
from kfi_analysis.numbers import decimal, percent
from kfi_analysis.plots.style import INK, LINE, PALETTE, SOFT, figure_style, new_figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["plot_cooccurrence", "plot_course", "plot_saturation"]


def plot_saturation(table: pd.DataFrame, *, statement: str = "") -> Figure:
    """Return a figure of the codes and the pairs of codes met after each source.

    Parameters
    ----------
    table
        `Saturation.table`: steps are the given order, the line is the mean over all orders, the band holds 95 % of the random orders.
    statement
        `Saturation.statement`, written under the curves.

    Raises
    ------
    NotEnoughDataError
        If the table has no row.
    """
    if table.empty:
        raise NotEnoughDataError("there is no saturation to draw: the table has no source")
    step = table["step"].to_numpy()
    with figure_style():
        figure = new_figure(10.0, 3.9)
        panels = figure.subplots(1, 2)
        for panel, name, title, color in zip(panels, ("codes", "pairs"), ("Koder", "Par av koder"), PALETTE, strict=False):
            panel.grid(axis="y", color=LINE, linewidth=0.8)
            panel.set_axisbelow(True)
            panel.fill_between(
                step, table[f"{name}_low"], table[f"{name}_high"], color=color, alpha=0.18, linewidth=0, label="95 % av ordningarna"
            )
            panel.plot(step, table[f"{name}_mean"], color=color, linewidth=1.8, linestyle="--", label="medel över alla ordningar")
            panel.step(step, table[name], where="post", color=INK, linewidth=1.4, label="i given ordning")
            panel.scatter(step, table[name], s=16, color=INK, zorder=3)
            panel.set_title(title)
            panel.set_ylim(0, max(1.0, float(table[f"{name}_high"].max())) * 1.06)
            panel.set_xlim(min(0.5, float(step.min())), float(step.max()) + 0.5)
            panel.xaxis.get_major_locator().set_params(integer=True)
            panel.yaxis.get_major_locator().set_params(integer=True)
            panel.legend(loc="lower right", frameon=False, fontsize=8.5)
        figure.supxlabel("Antal källor" + (f"\n{statement}" if statement else ""), color=SOFT, fontsize=9)
    return figure


def plot_cooccurrence(table: pd.DataFrame, *, names: Mapping[str, str] | None = None) -> Figure:
    """Return a figure of how much more often than chance each pair of codes meets.

    Parameters
    ----------
    table
        `Cooccurrence.table`. The shade and the figure are lift within sources (1: as by chance), the count stands below; a frame marks
        the pairs that are told from chance after correction.
    names
        Code -> how it is written.

    Raises
    ------
    NotEnoughDataError
        If the table has no row.
    """
    if table.empty:
        raise NotEnoughDataError("there is no pair of codes to draw")
    from matplotlib.patches import Rectangle

    codes = list(dict.fromkeys([*sorted(set(table["a"]) | set(table["b"]))]))
    place = {code: at for at, code in enumerate(codes)}
    values = np.full((len(codes), len(codes)), np.nan)
    for a, b, lift in zip(table["a"], table["b"], table["lift_within"], strict=True):
        row, column = max(place[a], place[b]), min(place[a], place[b])
        values[row, column] = np.log2(max(float(lift), 1 / 8)) if not np.isnan(lift) else np.nan
    top = max(1.0, float(np.nanmax(np.abs(values)))) if not np.isnan(values).all() else 1.0
    with figure_style():
        figure = new_figure(2.8 + 0.95 * len(codes), 1.7 + 0.62 * len(codes))
        panel = figure.subplots()
        image = panel.imshow(values[1:, :-1], cmap="RdBu_r", vmin=-top, vmax=top, aspect="auto")
        for pair in table.to_dict("records"):
            y, x = max(place[pair["a"]], place[pair["b"]]) - 1, min(place[pair["a"]], place[pair["b"]])
            if np.isnan(values[y + 1, x]):
                continue
            dark = abs(values[y + 1, x]) > 0.62 * top
            text = f"{decimal(pair['lift_within'], 1)}\n({int(pair['n_ab'])})"
            panel.text(x, y, text, ha="center", va="center", fontsize=8.5, color="white" if dark else INK)
            if pair["judgement"] in ("oftare", "mer sällan"):
                panel.add_patch(Rectangle((x - 0.46, y - 0.45), 0.92, 0.9, fill=False, edgecolor=INK, linewidth=1.8))
        written = [(names or {}).get(code, code) for code in codes]
        panel.set_xticks(range(len(codes) - 1), written[:-1], rotation=30, ha="right")
        panel.set_yticks(range(len(codes) - 1), written[1:])
        panel.tick_params(length=0)
        for spine in panel.spines.values():
            spine.set_visible(False)
        bar = figure.colorbar(image, ax=panel, shrink=0.7, format=lambda value, _: decimal(2.0**value, 1))
        bar.set_label("Lyft inom källor (1 = som slumpen)", color=SOFT)
        bar.outline.set_visible(False)
        figure.supxlabel("Inramat: skilt från slumpen efter korrigering (Benjamini–Hochberg)", color=SOFT, fontsize=9)
    return figure


def plot_course(table: pd.DataFrame, *, names: Mapping[str, str] | None = None, label: str = "Andel passager") -> Figure:
    """Return a figure of each code's share along the documents, a panel a code.

    Parameters
    ----------
    table
        As `kfi_analysis.course` gives it.
    names
        Code -> how it is written.
    label
        What the height shows.

    Raises
    ------
    NotEnoughDataError
        If the table has no share.
    """
    if table.empty or table["share"].isna().all():
        raise NotEnoughDataError("there is no course to draw: the table has no share")
    codes = list(dict.fromkeys(table["code"]))
    columns = min(len(codes), 3)
    rows = -(-len(codes) // columns)
    with figure_style():
        figure = new_figure(10.5, 0.6 + 1.9 * rows)
        axes = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
        for at, panel in enumerate(axes.flat):
            if at >= len(codes):
                panel.set_visible(False)
                continue
            part = table[table["code"] == codes[at]]
            begin, wide = part["begin"].to_numpy(), (part["end"] - part["begin"]).to_numpy()
            panel.grid(axis="y", color=LINE, linewidth=0.8)
            panel.set_axisbelow(True)
            panel.bar(begin, part["share"].fillna(0), width=wide * 0.92, align="edge", color=PALETTE[at % len(PALETTE)], alpha=0.75)
            panel.vlines(begin + wide * 0.46, part["low"], part["high"], color=INK, linewidth=1.2)
            panel.set_title((names or {}).get(codes[at], codes[at]))
            panel.set_xlim(0, 1)
            panel.set_xticks([0, 0.5, 1], ["början", "mitten", "slutet"])
            for tick, side in zip(panel.get_xticklabels(), ("left", "center", "right"), strict=True):
                tick.set_horizontalalignment(side)
            panel.tick_params(length=0)
            panel.yaxis.set_major_formatter(lambda value, _: percent(value))
        figure.supylabel(label, color=SOFT, fontsize=9.5)
    return figure
