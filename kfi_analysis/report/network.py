"""The actor graph as one HTML file that works without a network: filters, search, and an evidence pane that every tie opens to.

Positions are computed here and stand in the file, so that the same graph always looks the same; the page only shows and hides. Parallel
ties (one a sign) are curves of their own. Everything can be reached with the keyboard, and a list says what the picture shows.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kfi_analysis.actors.actor import LEVELS
from kfi_analysis.actors.graph import LAYERS, layer_of
from kfi_analysis.actors.relations import MODALITIES, PHASES, RELATION_TYPES, SIGNS, VOICES
from kfi_analysis.errors import NotEnoughDataError
from kfi_analysis.files import write_text
from kfi_analysis.plots.style import PALETTE

if TYPE_CHECKING:
    from kfi_analysis.actors.graph import ActorGraph

__all__ = ["NetworkView"]

_WIDTH, _HEIGHT = 1080.0, 900.0
_FOLDER = Path(__file__).parent / "templates"
_COLUMNS = (
    "source",
    "target",
    "type",
    "sign",
    "modality",
    "voice",
    "speaker",
    "section",
    "phase",
    "implied",
    "directed",
    "score",
    "text",
    "rule",
)

Floats = np.ndarray[tuple[int, int], np.dtype[np.float64]]


@dataclass(frozen=True, eq=False)
class NetworkView:
    """An actor graph ready to be shown.

    Parameters
    ----------
    graph
        What to show.
    title
        Heading of the page.
    seed
        Of the layout.

    Raises
    ------
    NotEnoughDataError
        If the graph has no tie.
    """

    graph: ActorGraph
    title: str = "Aktörer och relationer"
    seed: int = 0

    def __post_init__(self) -> None:
        if self.graph.nodes.empty:
            raise NotEnoughDataError("the graph has no ties: there is nothing to show")

    def summary(self) -> dict[str, Any]:
        """Return what the page holds: nodes with places, statements with their words, and the choices of the filters."""
        nodes = self.graph.nodes
        names = [str(name) for name in nodes["actor_id"]]
        places = _places(self.graph, names, self.seed)
        level_of = dict(zip(names, (str(level) for level in nodes["level"]), strict=True))
        number = {name: at for at, name in enumerate(names)}
        statements = []
        for row in self.graph.relations.table[list(_COLUMNS)].to_dict("records"):
            entry = {str(key): value.item() if hasattr(value, "item") else value for key, value in row.items()}
            entry["layer"] = layer_of(level_of[entry["source"]], level_of[entry["target"]])
            entry["source"], entry["target"] = number[entry["source"]], number[entry["target"]]
            entry["text"] = " ".join(str(entry["text"]).split())
            statements.append(entry)
        return {
            "title": self.title,
            "width": _WIDTH,
            "height": _HEIGHT,
            "nodes": [
                {
                    "name": name,
                    "level": level,
                    "aliases": list(aliases),
                    "n": int(n),
                    "x": round(float(x), 1),
                    "y": round(float(y), 1),
                    "shape": LEVELS.index(level) % 6,
                    "color": PALETTE[LEVELS.index(level) % len(PALETTE)],
                }
                for name, level, aliases, n, (x, y) in zip(
                    names, level_of.values(), nodes["aliases"], nodes["n_statements"], places, strict=True
                )
            ],
            "statements": statements,
            "choices": {
                "type": list(RELATION_TYPES),
                "sign": list(SIGNS),
                "modality": list(MODALITIES),
                "voice": list(VOICES),
                "layer": list(LAYERS),
                "phase": list(PHASES),
            },
        }

    def to_html(self) -> str:
        """Return the whole page; it loads nothing from anywhere."""
        data = json.dumps(self.summary(), ensure_ascii=False).replace("</", "<\\/").replace("<!--", "<\\!--")
        from jinja2 import Environment, FileSystemLoader

        environment = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True)
        script = (_FOLDER / "network.js").read_text(encoding="utf-8")
        style = (_FOLDER / "network.css").read_text(encoding="utf-8")
        return environment.get_template("network.html.j2").render(title=self.title, data=data, script=script, style=style)

    def write(self, path: str | Path) -> Path:
        """Write the page and return its path."""
        target = Path(path)
        write_text(target, self.to_html())
        return target

    def _repr_html_(self) -> str:
        packed = base64.b64encode(self.to_html().encode("utf-8")).decode("ascii")
        size = 'width="100%" height="720" style="border:0"'
        return f'<iframe src="data:text/html;base64,{packed}" {size} title="{len(self.graph)} utsagor"></iframe>'


def _places(graph: ActorGraph, names: list[str], seed: int) -> Floats:
    """Return a place for each actor: a spring layout, then pushed apart until no two names touch."""
    import networkx as nx

    net: nx.Graph[str] = nx.Graph()
    net.add_nodes_from(names)
    edges = graph.edges
    for one, other, n in zip(edges["one"], edges["other"], edges["n"], strict=True):
        if one != other:
            net.add_edge(str(one), str(other), weight=1 + np.log(float(n)))
    spring = nx.spring_layout(net, k=2.2 / np.sqrt(max(1, len(names))), iterations=150, seed=seed, weight="weight")
    at: Floats = np.array([spring[name] for name in names], dtype=np.float64)
    ranks = np.argsort(np.argsort(at, axis=0), axis=0) / max(1, len(names) - 1)  # mostly by rank, so that a dense middle spreads out
    span = np.ptp(at, axis=0)
    even = (at - at.min(axis=0)) / np.where(span > 0, span, 1)
    at = (0.25 * even + 0.75 * ranks) * [_WIDTH - 240, _HEIGHT - 90] + [120, 35]
    round_ = np.array([5 + 2.1 * np.sqrt(min(int(n), 60)) for n in graph.nodes["n_statements"]])
    half = np.array([4.1 * max(4, len(name)) for name in names])
    for _ in range(200):
        dx, dy = at[:, None, 0] - at[None, :, 0], at[:, None, 1] - at[None, :, 1]
        deep_x = half[:, None] + half[None, :] + 6 - np.abs(dx)
        deep_y = 17.0 + round_[:, None] + round_[None, :] - np.abs(dy)
        meet = (deep_x > 0) & (deep_y > 0) & ~np.eye(len(names), dtype=bool)
        if not meet.any():
            break
        lower = np.arange(len(names))[:, None] < np.arange(len(names))[None, :]
        away = np.where(dy == 0, np.where(lower, -1.0, 1.0), np.sign(dy))
        at[:, 1] += np.where(meet, away * np.minimum(deep_y, 12) / 2.4, 0).sum(axis=1)
        aside = np.where(dx == 0, np.where(lower, -1.0, 1.0), np.sign(dx))
        at[:, 0] += np.where(meet, aside * np.minimum(deep_x, 10) / 6, 0).sum(axis=1)
        at[:, 0] = np.clip(at[:, 0], 110, _WIDTH - 110)
        at[:, 1] = np.clip(at[:, 1], 30, _HEIGHT - 30)
    return at
