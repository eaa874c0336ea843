"""Topics for print: words with their weight, share and recurrence; and what speaks for each number of topics.

Both are drawn from `topics.summary.topic_summary`, the same summary that the interactive page is made from.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kfi_analysis.errors import NotEnoughDataError, SettingError
from kfi_analysis.files import PathLike, write_bytes
from kfi_analysis.numbers import decimal, percent
from kfi_analysis.plots.style import INK, LINE, PALETTE, SOFT, figure_style, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["plot_topic_choice", "plot_topics", "save_topic_figure"]

_TITLE = 34
"""Letters of a panel's title; more would run into the next panel."""
_FORMATS = (".png", ".svg", ".pdf")
_HATCH = {"stabil": "", "skör": "////", "ej skild från slump": "....", "ej prövad": "////"}
_PANELS = (
    ("recurrence", "Återkomst i urval om 80 %"),
    ("excess", "Sammanhang utöver slump"),
    ("exclusivity", "Egna ord"),
    ("diversity", "Andel olika ord"),
)


def plot_topics(summary: Mapping[str, Any], *, words: int = 8) -> Figure:
    """Return a figure with one panel a topic: its words by weight, its share of the text, its recurrence and verdict.

    Parameters
    ----------
    summary
        What `topics.summary.topic_summary` made.
    words
        Words a topic.
    """
    topics = summary["topics"]
    if not topics:
        raise NotEnoughDataError("there is no topic to draw")
    columns = min(len(topics), 3)
    rows = -(-len(topics) // columns)
    with figure_style():
        figure = new_figure(10.5, rows * (0.95 + 0.2 * words))
        axes = figure.subplots(rows, columns, squeeze=False)
        for at, panel in enumerate(axes.flat):
            if at < len(topics):
                _words_panel(panel, topics[at], words)
            else:
                panel.set_visible(False)
        return figure


def plot_topic_choice(summary: Mapping[str, Any]) -> Figure:
    """Return a figure of the sizes that were tried: recurrence and excess with spread, exclusivity, diversity.

    The size that is shown first is drawn full, sizes that another beats on every criterion are drawn open.

    Raises
    ------
    NotEnoughDataError
        If only one size was fitted.
    """
    choice = summary["choice"]
    if choice is None:
        raise NotEnoughDataError("only one number of topics was fitted: ask fit_topics for a range, such as range(5, 16)")
    table = choice["table"]
    sizes = [row["n_topics"] for row in table]
    with figure_style():
        figure = new_figure(10.5, 6.2)
        axes = figure.subplots(2, 2, sharex=True)
        for panel, (measure, title), color in zip(axes.flat, _PANELS, PALETTE, strict=False):
            values = [row[measure] if row[measure] is not None else float("nan") for row in table]
            panel.plot(sizes, values, color=color, linewidth=1.2)
            if f"{measure}_low" in table[0] and table[0][f"{measure}_low"] is not None:
                panel.fill_between(
                    sizes, [r[f"{measure}_low"] for r in table], [r[f"{measure}_high"] for r in table], color=color, alpha=0.14
                )
            for size, value, row in zip(sizes, values, table, strict=True):
                chosen = size == choice["chosen"]
                panel.plot(
                    size, value, "o", markersize=8 if chosen else 5, markerfacecolor=color if row["offered"] else "white",
                    markeredgecolor=INK if chosen else color, markeredgewidth=1.6 if chosen else 1.0,
                )  # fmt: skip
            panel.set_title(title)
            panel.set_xticks(sizes)
            panel.margins(y=0.15)
        for panel in axes[1]:
            panel.set_xlabel("Antal ämnen")
        figure.text(
            0.01, -0.045,
            f"{choice['chosen']} ämnen visas först (stor ring). Öppna ringar: ett annat antal är bättre i allt."
            " Band: 95 % av urvalen; där banden överlappar är antalen inte skilda åt.",
            color=SOFT, fontsize=9,
        )  # fmt: skip
        return figure


def save_topic_figure(summary: Mapping[str, Any], path: PathLike) -> Path:
    """Write the picture of a summary (the choice of size below the topics, where there was one) as .png, .svg or .pdf.

    A model with a range gives a second file, with "-antal" before the ending.
    """
    target = Path(path)
    if target.suffix.lower() not in _FORMATS:
        raise SettingError(f"the picture is written as {', '.join(_FORMATS)}, got {target.suffix or 'no ending'!r}")
    _write(plot_topics(summary), target)
    if summary["choice"] is not None:
        _write(plot_topic_choice(summary), target.with_name(f"{target.stem}-antal{target.suffix}"))
    return target


def _words_panel(panel: Axes, topic: Mapping[str, Any], words: int) -> None:
    shown = topic["words"][:words]
    places = range(len(shown))
    color = SOFT if topic["verdict"] == "ej skild från slump" else PALETTE[0]
    weights = [word["weight"] for word in shown]
    if topic["verdict"] == "stabil":
        panel.barh(places, weights, height=0.62, color=color)
    else:
        panel.barh(places, weights, height=0.62, color="white", edgecolor=color, hatch=_HATCH.get(topic["verdict"], ""), linewidth=0.8)
    panel.set_yticks(list(places), [word["term"] for word in shown])
    panel.invert_yaxis()
    panel.set_xticks([])
    panel.spines["bottom"].set_visible(False)
    panel.spines["left"].set_color(LINE)
    panel.tick_params(axis="y", length=0)
    title = f"{topic['topic']}. {topic['label']}"
    panel.set_title(title if len(title) <= _TITLE else title[: _TITLE - 1].rstrip(" ,") + "…", fontsize=9.5)
    said = [f"andel {percent(topic['prevalence']['share'])}"]
    if topic["recurrence"]["value"] is not None:
        said.append(f"återkomst {decimal(topic['recurrence']['value'])}")
    panel.set_xlabel(f"{', '.join(said)} · {topic['verdict']}", fontsize=8.5, loc="left")


def _write(figure: Figure, target: Path) -> None:
    from kfi_analysis.plots.style import to_svg

    if target.suffix.lower() == ".svg":
        write_bytes(target, to_svg(figure, "Ämnen").encode("utf-8"))
        return
    buffer = BytesIO()
    with figure_style():
        metadata = {"CreationDate": None} if target.suffix.lower() == ".pdf" else None
        figure.savefig(buffer, format=target.suffix[1:].lower(), dpi=160, metadata=metadata)
    write_bytes(target, buffer.getvalue())
