"""Two actor graphs beside each other: what is shared, how alike they are, and who plays whose role.

Municipalities name their bodies differently, so actors are aligned by role first (`align_roles`); then overlap, QAP and portrait
divergence say how alike two graphs are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import yaml

from kfi_analysis.actors.actor import HOME
from kfi_analysis.actors.graph import ActorGraph
from kfi_analysis.actors.structure import qap_correlation
from kfi_analysis.errors import NotEnoughDataError

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Overlap", "align_roles", "compare_graphs", "overlap", "portrait_divergence", "roles"]

_DATA = Path(__file__).parent / "data" / "roles.yaml"


@dataclass(frozen=True)
class Overlap:
    """What two graphs share.

    Parameters
    ----------
    ties
        One row a tie of either graph: one, other, prescribed, observed (numbers of statements), status (båda, bara föreskriven,
        bara observerad).
    jaccard
        Ties of both by ties of either, 0 to 1.
    fulfilled
        Share of the first graph's ties that the second has.
    """

    ties: pd.DataFrame
    jaccard: float
    fulfilled: float


def overlap(prescribed: ActorGraph, observed: ActorGraph) -> Overlap:
    """Return what a prescribed network (a plan) and an observed one (what is told) share.

    Raises
    ------
    NotEnoughDataError
        If neither graph has a tie.
    """
    one, other = _ties(prescribed), _ties(observed)
    every = sorted(set(one) | set(other))
    if not every:
        raise NotEnoughDataError("neither graph has a tie: there is nothing to compare")
    rows = []
    for pair in every:
        status = "båda" if pair in one and pair in other else "bara föreskriven" if pair in one else "bara observerad"
        rows.append((*pair, one.get(pair, 0), other.get(pair, 0), status))
    table = pd.DataFrame(rows, columns=["one", "other", "prescribed", "observed", "status"])
    shared = len(set(one) & set(other))
    return Overlap(table, shared / len(every), shared / len(one) if one else float("nan"))


def compare_graphs(one: ActorGraph, other: ActorGraph, *, permutations: int = 2000, seed: int = 0) -> pd.DataFrame:
    """Return how alike two graphs are.

    Returns
    -------
    DataFrame: measure, value, p, n. `jaccard` of the ties; `qap`: correlation of the numbers of statements over all pairs of the actors
    of either, with p by relabelling; `portrait_divergence` 0 (the same shape) to 1, which needs no shared names.
    """
    shared = overlap(one, other)
    names = sorted(set(one.nodes["actor_id"]) | set(other.nodes["actor_id"]))
    a, b = (_square(graph, names) for graph in (one, other))
    value, p = qap_correlation(a, b, permutations=permutations, seed=seed)
    shape = portrait_divergence(_simple(one), _simple(other))
    rows = [("jaccard", shared.jaccard, float("nan")), ("qap", value, p), ("portrait_divergence", shape, float("nan"))]
    return pd.DataFrame([(*row, len(names)) for row in rows], columns=["measure", "value", "p", "n"])


def portrait_divergence(one: nx.Graph[str], other: nx.Graph[str]) -> float:
    """Return the portrait divergence of two networks, 0 (same portrait) to 1.

    The portrait counts for each distance how many nodes have how many nodes at that distance; the divergence is Jensen and Shannon's,
    base 2, of the two distributions.

    Notes
    -----
    Bagrow, J. P. and Bollt, E. M. (2019). An information-theoretic, all-scales approach to comparing networks. Applied Network
    Science 4, 45.

    Examples
    --------
    >>> import networkx as nx
    >>> portrait_divergence(nx.path_graph(4), nx.path_graph(4))
    0.0
    """
    p, q = _portrait(one), _portrait(other)
    keys = sorted(set(p) | set(q))
    if not keys:
        return 0.0
    a, b = (np.array([portrait.get(key, 0.0) for key in keys]) for portrait in (p, q))
    middle = (a + b) / 2

    def bits(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        some = values > 0
        return float((values[some] * np.log2(values[some] / middle[some])).sum())

    return max(0.0, min(1.0, (bits(a) + bits(b)) / 2))


def _portrait(net: nx.Graph[str]) -> dict[tuple[int, int], float]:
    """Return (distance, number of nodes at it) -> weight: how many ordered pairs of nodes the entry stands for, summing to 1."""
    import networkx as nx

    counts: dict[tuple[int, int], int] = {}
    for _, reached in nx.all_pairs_shortest_path_length(net):
        shells: dict[int, int] = {}
        for distance in reached.values():
            shells[distance] = shells.get(distance, 0) + 1
        for distance, size in shells.items():
            counts[distance, size] = counts.get((distance, size), 0) + 1
    weights = {key: key[1] * n for key, n in counts.items()}
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()} if total else {}


# -------------------------------------------------------------------- roles


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return tuple((str(entry["role"]), re.compile(entry["pattern"], re.IGNORECASE)) for entry in data["roles"])


def roles(graph: ActorGraph, own: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return the role that each actor plays: actor_id, role, how (`egen`, `mönster`, `namn`).

    Parameters
    ----------
    graph
        Whose actors.
    own
        Actor -> role, before the shipped patterns.
    """
    given = dict(own or {})
    home = {name for name, kind, level in zip(*(graph.nodes[c] for c in ("actor_id", "kind", "level")), strict=True)
            if kind == "kommun" and level == "intern central"}  # fmt: skip
    rows = []
    for name in graph.nodes["actor_id"]:
        if name in given:
            rows.append((name, given[name], "egen"))
        elif name in home:
            rows.append((name, HOME, "mönster"))
        else:
            role = next((role for role, pattern in _patterns() if pattern.search(name)), None)
            rows.append((name, role or name, "mönster" if role else "namn"))
    return pd.DataFrame(rows, columns=["actor_id", "role", "how"])


def align_roles(graph: ActorGraph, own: Mapping[str, str] | None = None) -> ActorGraph:
    """Return the graph with each actor replaced by its role, ready to be compared with another municipality's."""
    of = dict(zip(*(roles(graph, own)[column] for column in ("actor_id", "role")), strict=True))
    table = graph.relations.table
    moved = table.assign(source=table["source"].map(of), target=table["target"].map(of))
    actors = graph.relations.actors
    actors = actors[actors["actor_id"].isin(set(of))].assign(actor_id=lambda rows: rows["actor_id"].map(of))
    summed = actors.groupby("actor_id")["n_mentions"].sum()
    actors = actors.drop_duplicates("actor_id").reset_index(drop=True)
    actors["n_mentions"] = actors["actor_id"].map(summed).astype("int64")
    actors["part_of"] = actors["part_of"].map(of)
    return ActorGraph(replace(graph.relations, table=moved, actors=actors))


# -------------------------------------------------------------------- plain forms


def _ties(graph: ActorGraph) -> dict[tuple[str, str], int]:
    edges = graph.edges
    return {(a, b): int(n) for a, b, n in zip(edges["one"], edges["other"], edges["n"], strict=True) if a != b}


def _square(graph: ActorGraph, names: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    matrix = graph.matrix()
    return np.array(matrix.reindex(index=names, columns=names).fillna(0.0), dtype=np.float64)


def _simple(graph: ActorGraph) -> nx.Graph[str]:
    import networkx as nx

    net: nx.Graph[str] = nx.Graph()
    net.add_nodes_from(graph.nodes["actor_id"])
    net.add_edges_from(_ties(graph))
    return net
