"""An actor graph for print: the actors around an ellipse, level by level, every name readable, ties as curves through the middle.

Signs are told by line as well as colour (whole, dashed, dotted), levels by shape as well as colour. Positions follow from the levels and
the numbers of statements alone, so that the same graph is drawn the same way and two graphs can be laid beside each other.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kfi_analysis.actors.actor import LEVELS
from kfi_analysis.errors import NotEnoughDataError, SettingError
from kfi_analysis.files import atomic_path
from kfi_analysis.plots.style import INK, PALETTE, SOFT, figure_style, new_figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from kfi_analysis.actors.graph import ActorGraph

__all__ = ["plot_network", "save_network"]

_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "h", "<", ">", "p", "d")
_SIGNS: dict[str, tuple[str, Any]] = {"+": (PALETTE[0], "solid"), "-": (PALETTE[1], (0, (5, 2.2))), "0": ("#8a9199", (0, (1.2, 1.8)))}
_WORDS = {
    "sv": {"+": "positiv", "-": "negativ", "0": "neutral", "n": "antal utsagor", "left": "{} aktörer med färre utsagor är utelämnade"},
    "en": {"+": "positive", "-": "negative", "0": "neutral", "n": "statements", "left": "{} actors with fewer statements are left out"},
}

Place = tuple[float, float]


def plot_network(graph: ActorGraph, *, most: int = 60, language: str = "sv", title: str | None = None) -> Figure:
    """Return the graph as a figure.

    Parameters
    ----------
    graph
        What to draw.
    most
        The largest number of actors; those with the most statements are kept and the rest is counted below the picture.
    language
        "sv" or "en".
    title
        What stands above it.

    Raises
    ------
    NotEnoughDataError
        If the graph has no tie.
    """
    if language not in _WORDS:
        raise SettingError(f"language {language!r} is unknown: it must be 'sv' or 'en'")
    nodes = graph.nodes
    if nodes.empty:
        raise NotEnoughDataError("the graph has no ties: there is nothing to draw")
    shown = nodes.head(most)
    order = {level: at for at, level in enumerate(LEVELS)}
    keys = [(order.get(str(level), len(order)), -int(n), str(name)) for name, level, n in zip(
        shown["actor_id"], shown["level"], shown["n_statements"], strict=True)]  # fmt: skip
    ranked = [keys.index(key) for key in sorted(keys)]
    names = [str(shown["actor_id"].iloc[at]) for at in ranked]
    levels = [str(shown["level"].iloc[at]) for at in ranked]
    sizes = [int(shown["n_statements"].iloc[at]) for at in ranked]
    places = _around(names)
    words = _WORDS[language]
    with figure_style():
        figure = new_figure(11.5, 2.2 + 0.27 * (len(names) + 1) / 2)
        panel = figure.subplots()
        panel.set_axis_off()
        _draw_ties(panel, graph, places)
        for level in dict.fromkeys(levels):
            at = [i for i, own in enumerate(levels) if own == level]
            style = order.get(level, len(order))
            panel.scatter(
                [places[names[i]][0] for i in at],
                [places[names[i]][1] for i in at],
                s=[24 + 9 * min(sizes[i], 60) ** 0.8 for i in at],
                color=PALETTE[style % len(PALETTE)],
                marker=_MARKERS[style % len(_MARKERS)],
                edgecolor="white",
                linewidth=0.7,
                zorder=3,
                label=level,
            )
        for name, size in zip(names, sizes, strict=True):
            x, y = places[name]
            right = x >= 0
            panel.text(
                x + (0.035 if right else -0.035),
                y,
                f"{name} ({size})",
                ha="left" if right else "right",
                va="center",
                fontsize=8.5,
                color=INK,
            )
        panel.set_xlim(-1.75, 1.75)
        panel.set_ylim(-1.06, 1.06)
        _legend(figure, words)
        if title:
            panel.set_title(title)
        if len(nodes) > len(shown):
            panel.text(0, 0, words["left"].format(len(nodes) - len(shown)), fontsize=8, color=SOFT, transform=panel.transAxes)
    return figure


def save_network(
    graph: ActorGraph, path: str | Path, *, most: int = 60, language: str = "sv", title: str | None = None, dpi: int = 200
) -> Path:
    """Draw the graph and write it as .png, .svg or .pdf; return the path."""
    target = Path(path)
    kind = target.suffix.lower().lstrip(".")
    if kind not in ("png", "svg", "pdf"):
        raise SettingError(f"a picture is .png, .svg or .pdf, not {target.name!r}")
    figure = plot_network(graph, most=most, language=language, title=title)
    metadata: dict[str, None] = {"Software": None} if kind == "png" else {"Date": None} if kind == "svg" else {"CreationDate": None}
    with figure_style(), atomic_path(target) as draft:
        figure.savefig(draft, format=kind, dpi=dpi, metadata=metadata)
    return target


def _around(names: list[str]) -> dict[str, Place]:
    """Return places around an ellipse, down the right side and up the left, at even heights so that no two names touch."""
    right = (len(names) + 1) // 2
    places: dict[str, Place] = {}
    for side, group in ((1.0, names[:right]), (-1.0, names[right:][::-1])):
        heights = np.linspace(1, -1, len(group) + 2)[1:-1] if group else np.array([])
        for name, y in zip(group, heights, strict=True):
            places[name] = (side * 0.95 * float(np.sqrt(1 - (0.97 * y) ** 2)), float(y))
    return places


def _draw_ties(panel: Axes, graph: ActorGraph, places: Mapping[str, Place]) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path as Curve

    ties = graph.ties()
    bends = {"+": 0.0, "-": 0.11, "0": -0.11}
    for source, target, sign, directed, n in ties.itertuples(index=False, name=None):
        if source not in places or target not in places:
            continue
        start, end = np.array(places[source]), np.array(places[target])
        color, line = _SIGNS[sign]
        width = 0.7 + 0.75 * float(np.sqrt(n - 1))
        if source == target:
            outward = 1.0 if start[0] >= 0 else -1.0
            inner = start - np.array([0.16 * outward, 0.0])
            path = Curve([start, inner + np.array([0, 0.07]), inner - np.array([0, 0.07]), start], [1, 4, 4, 4])
        else:
            across = end - start
            normal = np.array([-across[1], across[0]]) / max(1e-9, float(np.hypot(*across)))
            side = 1.0 if source < target else -1.0
            control = 0.33 * (start + end) / 2 + normal * bends[sign] * side
            path = Curve([start, control, end], [1, 3, 3])
        patch = FancyArrowPatch(
            path=path,
            arrowstyle="-|>" if directed and source != target else "-",
            mutation_scale=7.5,
            color=color,
            linestyle=line,
            linewidth=width,
            alpha=0.75,
            shrinkA=4,
            shrinkB=5,
            zorder=1,
        )
        panel.add_patch(patch)


def _legend(figure: Figure, words: Mapping[str, str]) -> None:
    from matplotlib.collections import PathCollection
    from matplotlib.lines import Line2D

    panel = figure.axes[0]
    handles, labels = panel.get_legend_handles_labels()
    for handle in handles:
        if isinstance(handle, PathCollection):
            handle.set_sizes([42])
    lines = [Line2D([], [], color=color, linestyle=line, linewidth=1.8) for color, line in _SIGNS.values()]
    figure.legend(
        [*lines, *handles],
        [*(words[sign] for sign in _SIGNS), *labels],
        loc="outside lower center",
        ncols=5,
        frameon=False,
        fontsize=8.5,
        handlelength=2.6,
    )
