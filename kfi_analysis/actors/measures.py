"""Measures of an actor graph with intervals: whole sections are drawn with replacement, and each measure is computed anew.

Positive and negative statements are measured on layers of their own: they never cancel out, and a path never runs over a conflict.
Ranks whose intervals overlap are ties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from kfi_analysis.actors import structure
from kfi_analysis.actors.graph import ActorGraph
from kfi_analysis.errors import NotEnoughDataError, SettingError, did_you_mean
from kfi_analysis.resampling import cluster_weights, expanded_tail

if TYPE_CHECKING:
    import networkx as nx

    from kfi_analysis.actors.structure import Floats, Ints

__all__ = ["CENTRALITIES", "backbone", "brokerage", "centrality", "communities", "core_periphery", "network_measures"]

CENTRALITIES = ("degree", "in_degree", "out_degree", "strength", "betweenness", "eigenvector")

_SIGNS = {"+": "+", "-": "-", "0": "0"}


def centrality(
    graph: ActorGraph,
    *,
    sign: str | None = None,
    measures: tuple[str, ...] = CENTRALITIES,
    over: str = "section",
    level: float = 0.95,
    resamples: int = 200,
    seed: int = 0,
) -> pd.DataFrame:
    """Return each actor's centralities with intervals and tied ranks.

    Parameters
    ----------
    graph
        What to measure. A statement without direction counts both ways; ties to oneself are left out. The replicates of the degree are
        centred on its value: a resample can lose partners but never gain one.
    sign
        "+", "-" or "0" for one layer; None for all statements.
    measures
        Some of `CENTRALITIES`. degree: number of actors tied to; strength: number of statements; betweenness: share of shortest paths
        (0 to 1); eigenvector: of the undirected weighted layer, length 1.
    over
        What is drawn with replacement: a column of the statements ("section", "passage_id", "document_id", "speaker").
    level, resamples, seed
        Of the interval.

    Returns
    -------
    DataFrame: actor_id, measure, value, low, high, rank, tied. `tied` lists the actors whose interval overlaps.

    Raises
    ------
    SettingError
        If a measure, sign or column is unknown.
    """
    for name in measures:
        if name not in CENTRALITIES:
            raise SettingError(f"measure {name!r} is unknown: {did_you_mean(name, CENTRALITIES)}")
    layer = _Layer(graph, sign, over)
    names = layer.names
    values = {name: _CENTRAL[name](layer.matrix()) for name in measures}
    draws: dict[str, list[Floats]] = {name: [] for name in measures}
    with threadpool_limits(1):  # small matrices: handing them to several threads costs more than it gives
        for matrix in layer.resampled(resamples, seed):
            for name in measures:
                draws[name].append(_CENTRAL[name](matrix))
    rows = []
    for name in measures:
        drawn = np.array(draws[name])
        if name == "degree" and len(drawn):  # a resample misses partners, so its counts are too low by a known mean
            drawn = np.maximum(0.0, values[name] + drawn - drawn.mean(axis=0))
        low, high = _interval(drawn, level, layer.n_clusters, len(names))
        order = np.argsort(-values[name], kind="stable")
        rank = np.empty(len(names), dtype=np.int64)
        rank[order] = np.arange(1, len(names) + 1)
        for at, actor in enumerate(names):
            apart = (high < low[at]) | (low > high[at])
            tied = [names[i] for i in np.flatnonzero(~apart) if i != at] if np.isfinite(low[at]) else []
            best = int(rank[~apart].min()) if np.isfinite(low[at]) else int(rank[at])
            rows.append((actor, name, float(values[name][at]), float(low[at]), float(high[at]), best, "; ".join(tied)))
    return pd.DataFrame(rows, columns=["actor_id", "measure", "value", "low", "high", "rank", "tied"])


def network_measures(
    graph: ActorGraph,
    *,
    sign: str | None = None,
    groups: str = "level",
    over: str = "section",
    level: float = 0.95,
    resamples: int = 200,
    permutations: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Return measures of the whole graph with intervals.

    Parameters
    ----------
    graph, sign, over, level, resamples, seed
        As for `centrality`.
    groups
        Column of the nodes that the E-I index compares.
    permutations
        Of the test of the E-I index.

    Returns
    -------
    DataFrame: measure, value, low, high, n, expected, p. density and reciprocity 0 to 1; degree and betweenness centralisation after
    Freeman 0 to 1; ei_index -1 (all ties inside a group) to 1, with what chance would give and p; core_fit of the core-periphery model;
    balance: share of triangles with an even number of negative ties (over all signs), n triangles.
    """
    layer = _Layer(graph, sign, over)
    _column(graph.nodes, groups)
    labels = dict(zip(graph.nodes["actor_id"], graph.nodes[groups], strict=True))
    group = [labels[name] for name in layer.names]
    functions: dict[str, Callable[[Floats], float]] = {
        "density": structure.density,
        "reciprocity": structure.reciprocity,
        "degree_centralization": _degree_centralization,
        "betweenness_centralization": _betweenness_centralization,
        "ei_index": lambda matrix: structure.ei_index(matrix, group),
        "core_fit": lambda matrix: structure.coreness(matrix)[1],
    }
    values = {name: function(layer.matrix()) for name, function in functions.items()}
    draws: dict[str, list[float]] = {name: [] for name in functions}
    with threadpool_limits(1):
        for matrix in layer.resampled(resamples, seed):
            for name, function in functions.items():
                draws[name].append(function(matrix))
    expected, p = structure.permute_groups(layer.matrix(), group, permutations=permutations, seed=seed)[1:]
    rows: list[tuple[object, ...]] = []
    for name, value in values.items():
        low, high = _interval(np.array(draws[name])[:, None], level, layer.n_clusters, 1)
        extra = (expected, p) if name == "ei_index" else (float("nan"), float("nan"))
        rows.append((name, value, float(low[0]), float(high[0]), len(layer.names), *extra))
    share, triangles = structure.balance(signed_matrix(graph, layer.names))
    rows.append(("balance", share, float("nan"), float("nan"), triangles, float("nan"), float("nan")))
    return pd.DataFrame(rows, columns=["measure", "value", "low", "high", "n", "expected", "p"])


def brokerage(graph: ActorGraph, *, groups: str = "level", sign: str | None = None) -> pd.DataFrame:
    """Return how often each actor stands between two that are not tied, by role over the groups.

    A count says where an actor stands, not that it does good there (Hu et al. 2023).

    Returns
    -------
    DataFrame: actor_id, the five roles of `structure.ROLES`, total; the most often in the middle first.
    """
    layer = _Layer(graph, sign, "section")
    _column(graph.nodes, groups)
    labels = dict(zip(graph.nodes["actor_id"], graph.nodes[groups], strict=True))
    counts: Ints = structure.brokerage_counts(layer.matrix(), [labels[name] for name in layer.names])
    table = pd.DataFrame(counts, columns=list(structure.ROLES))
    table.insert(0, "actor_id", pd.Series(layer.names, dtype="string"))
    table["total"] = counts.sum(axis=1)
    return table.sort_values(["total", "actor_id"], ascending=[False, True], ignore_index=True)


def core_periphery(graph: ActorGraph, *, sign: str | None = None) -> pd.DataFrame:
    """Return each actor's coreness, 0 to 1, the core first; `attrs["fit"]` is the correlation of model and graph."""
    layer = _Layer(graph, sign, "section")
    values, fit = structure.coreness(layer.matrix())
    table = pd.DataFrame({"actor_id": pd.Series(layer.names, dtype="string"), "coreness": values})
    table = table.sort_values(["coreness", "actor_id"], ascending=[False, True], ignore_index=True)
    table.attrs["fit"] = fit
    return table


def communities(graph: ActorGraph, *, sign: str = "+", runs: int = 20, seed: int = 0) -> pd.DataFrame:
    """Return the communities of a layer (Louvain, weighted by statements), with how stable they are.

    Parameters
    ----------
    graph
        What to divide.
    sign
        The layer; communities are sought on one sign only, as weights must not be negative.
    runs
        How many seeded runs to compare.
    seed
        Of the first run.

    Returns
    -------
    DataFrame: actor_id, community (1 is the largest), stability (share of the other runs' co-members that stay, 0 to 1);
    `attrs["agreement"]` is the mean adjusted Rand index between runs, `attrs["modularity"]` that of the shown division.
    """
    import networkx as nx
    from sklearn.metrics import adjusted_rand_score

    layer = _Layer(graph, sign, "section")
    net = _undirected(layer.matrix(), layer.names)
    if not net.number_of_edges():
        raise NotEnoughDataError(f"no two actors are tied by a statement of sign {sign!r}: communities need ties")
    parts = []
    for run in range(runs):
        found = nx.community.louvain_communities(net, weight="weight", seed=seed + run)
        number = {name: at for at, members in enumerate(found) for name in members}
        parts.append(np.array([number[name] for name in layer.names]))
    scores = [nx.community.modularity(net, _members(part, layer.names), weight="weight") for part in parts]
    best = parts[int(np.argmax(scores))]
    sizes = sorted(set(best.tolist()), key=lambda c: (-int((best == c).sum()), layer.names[int(np.flatnonzero(best == c)[0])]))
    renumber = {c: at + 1 for at, c in enumerate(sizes)}
    together = np.mean([part[:, None] == part[None, :] for part in parts], axis=0)
    stability = [float(together[at][(best == best[at]) & (np.arange(len(best)) != at)].mean()) if (best == best[at]).sum() > 1 else 1.0
                 for at in range(len(best))]  # fmt: skip
    table = pd.DataFrame({
        "actor_id": pd.Series(layer.names, dtype="string"), "community": [renumber[int(c)] for c in best], "stability": stability,
    })  # fmt: skip
    table = table.sort_values(["community", "actor_id"], ignore_index=True)
    pairs = [adjusted_rand_score(a, b) for i, a in enumerate(parts) for b in parts[i + 1 :]]
    table.attrs["agreement"] = float(np.mean(pairs)) if pairs else 1.0
    table.attrs["modularity"] = float(max(scores))
    return table


def backbone(graph: ActorGraph, *, delta: float = 1.64, sign: str | None = None) -> ActorGraph:
    """Return the statements of ties that are stronger than their actors' activity makes one expect (noise-corrected backbone).

    Most ties of an evaluation rest on one statement; look at how much is left before you rely on it.

    Parameters
    ----------
    graph
        What to thin out.
    delta
        How many standard deviations above expectation: 1.28, 1.64, 2.32 for p about .1, .05, .01.
    sign
        Weigh the ties by one sign only.
    """
    layer = _Layer(graph, sign, "section")
    score, deviation = structure.noise_corrected(layer.matrix())
    with np.errstate(invalid="ignore"):
        strong = score - delta * deviation > 0
    place = {name: at for at, name in enumerate(layer.names)}
    table = graph.relations.table
    pairs = zip(table["source"], table["target"], strict=True)
    keep = [a != b and a in place and b in place and bool(strong[place[a], place[b]] or strong[place[b], place[a]]) for a, b in pairs]
    return graph.take(keep)


# -------------------------------------------------------------------- layers


class _Layer:
    """Statements of one sign as matrices, drawn anew by cluster."""

    def __init__(self, graph: ActorGraph, sign: str | None, over: str) -> None:
        if sign is not None and sign not in _SIGNS:
            raise SettingError(f"sign {sign!r} is unknown: it must be '+', '-', '0' or None")
        table = graph.relations.table
        _column(table, over)
        self.names = list(graph.nodes["actor_id"].astype(str))
        if sign is not None:
            table = table[table["sign"] == sign]
        table = table[table["source"] != table["target"]]
        place = {name: at for at, name in enumerate(self.names)}
        self._source = np.array([place[name] for name in table["source"]], dtype=np.int64)
        self._target = np.array([place[name] for name in table["target"]], dtype=np.int64)
        self._mutual = ~table["directed"].to_numpy(dtype=bool)
        _, self._cluster = np.unique(table[over].astype("string").fillna("").to_numpy(dtype=str), return_inverse=True)
        self.n_clusters = int(self._cluster.max()) + 1 if len(self._cluster) else 0

    def matrix(self, weights: Floats | None = None) -> Floats:
        n = len(self.names)
        out = np.zeros((n, n))
        w = np.ones(len(self._source)) if weights is None else weights
        np.add.at(out, (self._source, self._target), w)
        np.add.at(out, (self._target[self._mutual], self._source[self._mutual]), w[self._mutual])
        return out

    def resampled(self, resamples: int, seed: int) -> Iterator[Floats]:
        if self.n_clusters < 2:
            return
        for drawn in cluster_weights(self.n_clusters, resamples, seed):
            yield self.matrix(drawn[self._cluster])


def _interval(draws: Floats, level: float, n_clusters: int, width: int) -> tuple[Floats, Floats]:
    """Return (low, high) per column; NaN where fewer than two clusters say nothing about spread."""
    if n_clusters < 2 or not draws.size:
        return np.full(width, np.nan), np.full(width, np.nan)
    tail = expanded_tail(level, n_clusters)
    low, high = np.full(width, np.nan), np.full(width, np.nan)
    for column in range(width):
        values = draws[:, column][np.isfinite(draws[:, column])]
        if len(values):
            low[column], high[column] = np.quantile(values, [tail, 1 - tail])
    return low, high


def signed_matrix(graph: ActorGraph, names: list[str]) -> Floats:
    """Return +1 where positive statements prevail between two actors, -1 where negative ones do, 0 for neither."""
    place = {name: at for at, name in enumerate(names)}
    out = np.zeros((len(names), len(names)))
    edges = graph.edges
    for one, other, plus, minus in zip(edges["one"], edges["other"], edges["n_plus"], edges["n_minus"], strict=True):
        if one != other:
            out[place[one], place[other]] = out[place[other], place[one]] = np.sign(plus - minus)
    return out


def _undirected(matrix: Floats, names: list[str]) -> nx.Graph[str]:
    import networkx as nx

    net: nx.Graph[str] = nx.Graph()
    net.add_nodes_from(names)
    both = matrix + matrix.T
    for i, j in zip(*np.nonzero(np.triu(both, 1)), strict=True):
        net.add_edge(names[i], names[j], weight=float(both[i, j]))
    return net


def _members(part: Ints, names: list[str]) -> list[set[str]]:
    return [{names[at] for at in np.flatnonzero(part == c)} for c in sorted(set(part.tolist()))]


def _column(table: pd.DataFrame, name: str) -> None:
    if name not in table:
        raise SettingError(f"there is no column {name!r}: {did_you_mean(name, table.columns)}")


# -------------------------------------------------------------------- centralities on arrays


def _degree(matrix: Floats) -> Floats:
    tied = (matrix + matrix.T) > 0
    return np.asarray(tied.sum(axis=1) - np.diag(tied), dtype=np.float64)


def _betweenness(matrix: Floats) -> Floats:
    return structure.betweenness(matrix)


def _eigenvector(matrix: Floats) -> Floats:
    both = structure.bare(matrix)
    both = both + both.T
    if not both.any():
        return np.zeros(len(both))
    values, vectors = np.linalg.eigh(both)
    return np.asarray(np.abs(vectors[:, int(np.argmax(values))]), dtype=np.float64)


def _strength(matrix: Floats) -> Floats:
    both = structure.bare(matrix)
    mutual = np.minimum(both, both.T)
    return np.asarray((both + both.T - mutual).sum(axis=1), dtype=np.float64)


_CENTRAL: dict[str, Callable[[Floats], Floats]] = {
    "degree": _degree,
    "in_degree": lambda matrix: np.asarray((structure.bare(matrix) > 0).sum(axis=0), dtype=np.float64),
    "out_degree": lambda matrix: np.asarray((structure.bare(matrix) > 0).sum(axis=1), dtype=np.float64),
    "strength": _strength,
    "betweenness": _betweenness,
    "eigenvector": _eigenvector,
}


def _degree_centralization(matrix: Floats) -> float:
    n = len(matrix)
    return structure.centralization(_degree(matrix), (n - 1) * (n - 2)) if n > 2 else float("nan")


def _betweenness_centralization(matrix: Floats) -> float:
    n = len(matrix)
    return structure.centralization(_betweenness(np.maximum(matrix, matrix.T)), n - 1) if n > 2 else float("nan")
