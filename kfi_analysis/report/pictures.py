"""The figures of a report, each with its title, its caption and a description for readers who do not see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kfi_analysis.coding.profiles import profile
from kfi_analysis.plots.comparison import plot_dumbbell, plot_heatmap
from kfi_analysis.plots.profiles import plot_profile
from kfi_analysis.plots.style import figure_style, to_svg
from kfi_analysis.report.words import words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kfi_analysis.analysis import Analysis

__all__ = ["Picture", "pictures"]

_MOST_ROWS = 12
_FEW_GROUPS = 8


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

    def to_png(self, dpi: int = 150) -> bytes:
        """Return the figure as PNG."""
        buffer = BytesIO()
        with figure_style():
            self.figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
        return buffer.getvalue()


def pictures(analysis: Analysis, summary: Mapping[str, Any]) -> dict[str, Picture]:
    """Return the figures that an analysis has material for, by name: profile, comparison, topics, network."""
    said = words(str(summary["language"]))
    made = {
        "profile": _profile(analysis, summary, said),
        "comparison": _comparison(analysis, summary, said),
        "topics": _topics(analysis, summary, said),
        "network": _network(analysis, summary, said),
    }
    return {name: picture for name, picture in made.items() if picture is not None}


def _profile(analysis: Analysis, summary: Mapping[str, Any], said: Mapping[str, str]) -> Picture | None:
    """The first grouping of the themes that is small enough to be seen at a glance."""
    if not summary["themes"]:
        return None
    parts = [part for part in summary["themes"]["profiles"] if part["by"] and 1 < len(part["groups"]) <= _MOST_ROWS]
    part = next(iter(sorted(parts, key=lambda part: part["by"] != "source_kind")), None)
    codes = summary["themes"]["codes"]
    table = _shown(part) if part is not None else profile(analysis.codings)
    names = {code["code"]: code["name"] for code in codes}
    colors = {code["code"]: code["color"] for code in codes}
    label = part["label"].lower() if part is not None else said["all_material"].lower()
    alt = said["alt_profile"].format(by=label, codes=", ".join(names.values()))
    return Picture(
        plot_profile(table, names=names, colors=colors, label=said["share_of_passages"]),
        said["figure_profile"].format(by=label),
        said["figure_profile_caption"],
        alt,
    )


def _shown(part: Mapping[str, Any]) -> Any:
    """The shares of a profile as a table; masked cells are missing."""
    import pandas as pd

    rows = [
        (group["group"], code, group["n"], *(float("nan") if cell[key] is None else cell[key] for key in ("share", "low", "high")))
        for group in part["groups"]
        for code, cell in group["cells"].items()
    ]
    return pd.DataFrame(rows, columns=["group", "code", "n", "share", "low", "high"])


def _comparison(analysis: Analysis, summary: Mapping[str, Any], said: Mapping[str, str]) -> Picture | None:
    if analysis.comparison is None or not summary["themes"]:
        return None
    names = {code["code"]: code["name"] for code in summary["themes"]["codes"]}
    few = len(analysis.comparison.groups) <= _FEW_GROUPS
    draw = plot_dumbbell if few else plot_heatmap
    figure = draw(analysis.comparison.profile, names=names, label=said["share_of_passages"])
    label = summary["comparison"]["label"].lower()
    caption = said["figure_dumbbell_caption"] if few else said["figure_heatmap_caption"]
    return Picture(figure, said["figure_comparison"].format(by=label), caption, said["alt_comparison"].format(by=label))


def _topics(analysis: Analysis, summary: Mapping[str, Any], said: Mapping[str, str]) -> Picture | None:
    if analysis.topics is None:
        return None
    from kfi_analysis.plots.topics import plot_topics
    from kfi_analysis.topics.summary import topic_summary

    figure = plot_topics(topic_summary(analysis.topics, texts=False))
    return Picture(figure, said["topics"], said["figure_topics_caption"], said["alt_topics"].format(n=len(analysis.topics)))


def _network(analysis: Analysis, summary: Mapping[str, Any], said: Mapping[str, str]) -> Picture | None:
    if len(analysis.graph) == 0:
        return None
    from kfi_analysis.plots.network import plot_network

    figure = plot_network(analysis.graph, most=40, language=str(summary["language"]))
    return Picture(
        figure, said["figure_network"], said["figure_network_caption"], said["alt_network"].format(n=min(40, len(analysis.graph.nodes)))
    )
