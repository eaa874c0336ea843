"""`ActorGraph`: views of the statement table as a graph, in which every edge opens to the words that made it.

A statement is one edge of a `networkx.MultiDiGraph`. Positive, negative and neutral statements are counted apart and never cancel out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kfi_analysis.actors.actor import slug
from kfi_analysis.actors.mentions import Mentions
from kfi_analysis.actors.relations import Relations, find_relations
from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import SettingError, did_you_mean
from kfi_analysis.progress import Progress
from kfi_analysis.provenance import Provenance

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["LAYERS", "ActorGraph", "Edge", "actor_graph"]

LAYERS = ("vertikal", "horisontell", "extern")
"""How KFi's analysis cuts the ties: between levels of the municipality, between units of one level, and with parties outside it."""

_INSIDE = ("intern förvaltning", "intern central", "politik", "kommunalt bolag")


@dataclass(frozen=True, eq=False, repr=False)
class Edge:
    """All statements that tie two actors, in either direction.

    Parameters
    ----------
    one, other
        The two actors.
    statements
        Rows of `Relations.table`.
    """

    one: str
    other: str
    statements: pd.DataFrame

    def __repr__(self) -> str:
        counts = self.counts
        signs = f"{counts['n_plus']} +, {counts['n_minus']} −, {counts['n_zero']} 0"
        return f"<Edge {self.one} – {self.other}: {counts['n']} statements ({signs})>"

    def _repr_html_(self) -> str:
        shown = self.evidence()[["text", "source", "target", "type", "sign", "modality"]]
        return f"<p>{escape(repr(self))}</p>{shown.to_html(index=False)}"

    @property
    def counts(self) -> dict[str, int]:
        """n, n_plus, n_minus and n_zero."""
        signs = self.statements["sign"]
        return {
            "n": len(signs),
            "n_plus": int((signs == "+").sum()),
            "n_minus": int((signs == "-").sum()),
            "n_zero": int((signs == "0").sum()),
        }

    def evidence(self) -> pd.DataFrame:
        """Return the words that made the edge: document, span, text, type, sign, modality, voice, speaker, section, rule and score."""
        columns = ["relation_id", "document_id", "start", "end", "text", "source", "target", "type", "sign", "modality", "voice", "speaker",
                   "section", "rule", "score"]  # fmt: skip
        return self.statements[columns].reset_index(drop=True)


@dataclass(frozen=True, eq=False, repr=False)
class ActorGraph:
    """Actors and the statements that tie them.

    Parameters
    ----------
    relations
        The statement table and its actors.
    """

    relations: Relations

    def __len__(self) -> int:
        """Number of statements."""
        return len(self.relations)

    def __repr__(self) -> str:
        return f"<ActorGraph: {len(self.nodes)} actors, {len(self.edges)} ties, {len(self.relations)} statements>"

    def _repr_html_(self) -> str:
        most = self.edges.sort_values(["n", "one", "other"], ascending=[False, True, True]).head(_SHOWN)
        rows = "".join(
            f"<tr><td>{escape(str(row.one))}</td><td>{escape(str(row.other))}</td><td>{row.n}</td><td>{row.n_plus}</td><td>{row.n_minus}</td>"
            f"<td>{row.n_zero}</td><td>{escape(str(row.types))}</td><td>{row.layer}</td></tr>"
            for row in most.itertuples(index=False)
        )
        head = "".join(f"<th>{name}</th>" for name in ("Aktör", "Aktör", "Utsagor", "+", "−", "0", "Slag", "Lager"))
        return f"<p>{escape(repr(self))}</p><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    @property
    def provenance(self) -> Provenance:
        """How the graph came to be."""
        return self.relations.provenance

    @property
    def statements(self) -> pd.DataFrame:
        """The statement table (a copy)."""
        return self.relations.to_frame()

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """One row an actor that has a tie: actor_id, level, collective, part_of, kind, aliases, n_mentions, n_statements."""
        table = self.relations.table
        counts = pd.concat([table["source"], table.loc[table["source"] != table["target"], "target"]]).value_counts()
        actors = self.relations.actors
        rows = actors[actors["actor_id"].isin(counts.index)].copy()
        rows["n_statements"] = rows["actor_id"].map(counts).astype("int64")
        return rows.sort_values(["n_statements", "actor_id"], ascending=[False, True], ignore_index=True)

    @cached_property
    def edges(self) -> pd.DataFrame:
        """One row an unordered pair of actors: one, other, n, n_plus, n_minus, n_zero, n_forward, n_back, n_mutual, types, layer, score."""
        return pd.DataFrame(list(self._edge_rows()), columns=_EDGE_COLUMNS)

    def _edge_rows(self) -> Iterator[tuple[Any, ...]]:
        table = self.relations.table
        if table.empty:
            return
        level = dict(zip(self.relations.actors["actor_id"], self.relations.actors["level"], strict=True))
        one = table[["source", "target"]].min(axis=1)
        other = table[["source", "target"]].max(axis=1)
        for (a, b), rows in table.groupby([one, other], sort=True):
            signs = rows["sign"]
            forward = rows["directed"] & (rows["source"] == a)
            yield (
                a,
                b,
                len(rows),
                int((signs == "+").sum()),
                int((signs == "-").sum()),
                int((signs == "0").sum()),
                int(forward.sum()),
                int((rows["directed"] & ~forward).sum()),
                int((~rows["directed"]).sum()),
                "; ".join(sorted(set(rows["type"]))),
                layer_of(level.get(a, "övrig"), level.get(b, "övrig")),
                float(1 - np.prod(1 - rows["score"].to_numpy(dtype=np.float64))),
            )

    def ties(self) -> pd.DataFrame:
        """Return one row a pair, sign and direction: source, target, sign, directed, n. Ties without direction have their ends sorted."""
        table = self.relations.table[["source", "target", "sign", "directed"]].copy()
        swap = ~table["directed"] & (table["source"] > table["target"])
        table.loc[swap, ["source", "target"]] = table.loc[swap, ["target", "source"]].to_numpy()
        counts = table.groupby(["source", "target", "sign", "directed"], sort=True).size()
        return counts.rename("n").reset_index()

    def edge(self, one: str, other: str) -> Edge:
        """Return all statements between two actors.

        Raises
        ------
        SettingError
            If an actor has no tie in the graph.
        """
        known = set(self.nodes["actor_id"])
        for name in (one, other):
            if name not in known:
                raise SettingError(f"the graph has no actor {name!r}: {did_you_mean(name, sorted(known))}")
        table = self.relations.table
        rows = table[((table["source"] == one) & (table["target"] == other)) | ((table["source"] == other) & (table["target"] == one))]
        return Edge(one, other, rows)

    # ---------------------------------------------------------------- parts and views

    def filter(self, **conditions: Any) -> ActorGraph:
        """Return the graph of the statements that fulfil all conditions (see `Relations.filter`); `layer` is one of `LAYERS`.

        Examples
        --------
        >>> from kfi_analysis import Corpus
        >>> graph = actor_graph(Corpus.from_texts(["HR stöttade Kulturförvaltningen. Facken kritiserade HR."]))
        >>> len(graph.filter(type="konflikt")), len(graph.filter(layer="extern"))
        (1, 1)
        """
        layer = conditions.pop("layer", None)
        relations = self.relations.filter(**conditions) if conditions else self.relations
        if layer is not None:
            wanted = [layer] if isinstance(layer, str) else list(layer)
            for name in wanted:
                if name not in LAYERS:
                    raise SettingError(f"layer {name!r} is unknown: {did_you_mean(str(name), LAYERS)}")
            level = dict(zip(self.relations.actors["actor_id"], self.relations.actors["level"], strict=True))
            pairs = zip(relations.table["source"], relations.table["target"], strict=True)
            keep = [layer_of(level.get(a, "övrig"), level.get(b, "övrig")) in wanted for a, b in pairs]
            relations = replace(relations, table=relations.table[keep])
        return ActorGraph(relations)

    def take(self, keep: Sequence[bool]) -> ActorGraph:
        """Return the graph of the statements marked True, one value a statement."""
        table = self.relations.table
        if len(keep) != len(table):
            raise SettingError(f"keep has {len(keep)} values for {len(table)} statements: give one a statement")
        return ActorGraph(replace(self.relations, table=table[pd.Series(list(keep), index=table.index, dtype=bool)]))

    def matrix(self, *, sign: str | None = None, normalise: str = "none") -> pd.DataFrame:
        """Return how strongly each actor is tied to each other one, rows to columns.

        Parameters
        ----------
        sign
            "+", "-" or "0" for one layer; None for all statements. Signs are never summed against each other.
        normalise
            `none`: number of statements (one without direction counts both ways). The others divide it as the Discourse Network Analyzer
            does (Leifeld 2017): `activity` by the mean number of statements of the two, `cosine` by the geometric mean, `jaccard` by
            the number of statements of either.
        """
        if normalise not in _NORMALISATIONS:
            raise SettingError(f"normalise {normalise!r} is unknown: {did_you_mean(normalise, _NORMALISATIONS)}")
        names = list(self.nodes["actor_id"])
        table = self.relations.table if sign is None else self.relations.table[self.relations.table["sign"] == sign]
        place = {name: at for at, name in enumerate(names)}
        out = np.zeros((len(names), len(names)))
        activity = np.zeros(len(names))
        for a, b, directed in zip(table["source"], table["target"], table["directed"], strict=True):
            i, j = place[a], place[b]
            out[i, j] += 1
            activity[i] += 1
            if i != j:
                activity[j] += 1
                out[j, i] += 0 if directed else 1
        one, other = activity[:, None], activity[None, :]
        with np.errstate(divide="ignore", invalid="ignore"):
            if normalise == "activity":
                out = out / ((one + other) / 2)
            elif normalise == "cosine":
                out = out / np.sqrt(one * other)
            elif normalise == "jaccard":
                out = out / (one + other - out)
        return pd.DataFrame(np.nan_to_num(out), index=pd.Index(names, name="source"), columns=pd.Index(names, name="target"))

    def slices(self, by: str = "section") -> dict[str, ActorGraph]:
        """Return value -> graph for each value of a column of the statements, in sorted order; empty values are left out."""
        table = self.relations.table
        if by not in table:
            raise SettingError(f"statements have no column {by!r}: {did_you_mean(by, table.columns)}")
        values = sorted({str(value) for value in table[by] if isinstance(value, str) and value})
        return {value: self.filter(**{by: value}) for value in values}

    def roll_up(self, names: Iterable[str] | None = None) -> ActorGraph:
        """Return the graph with parts replaced by their wholes along part-of.

        Parameters
        ----------
        names
            Wholes to roll up to; None goes up to the top everywhere but for the municipality itself, where everything would meet.
        """
        parent = self._parents()
        homes = set(self.relations.actors.loc[self.relations.actors["kind"] == "kommun", "actor_id"])
        wanted = None if names is None else set(names)

        def whole(name: str) -> str:
            at, seen = name, {name}
            best = name
            while (up := parent.get(at)) is not None and up not in seen:
                seen.add(up)
                at = up
                if wanted is None and up in homes:
                    break
                if wanted is None or up in wanted:
                    best = up
            return best

        table = self.relations.table
        moved = table.assign(source=table["source"].map(whole), target=table["target"].map(whole))
        moved["part_source"], moved["part_target"] = table["source"], table["target"]
        return ActorGraph(replace(self.relations, table=moved))

    def drill_down(self, name: str) -> ActorGraph:
        """Return the graph of the statements that touch an actor or any of its parts."""
        parent = self._parents()
        inside = {name}
        grown = True
        while grown:
            more = {child for child, up in parent.items() if up in inside} - inside
            grown = bool(more)
            inside |= more
        table = self.relations.table
        rows = table[table["source"].isin(inside) | table["target"].isin(inside)]
        if rows.empty and name not in set(self.nodes["actor_id"]):
            raise SettingError(f"the graph has no actor {name!r}: {did_you_mean(name, self.nodes['actor_id'])}")
        return ActorGraph(replace(self.relations, table=rows))

    def _parents(self) -> dict[str, str]:
        actors = self.relations.actors
        return {a: p for a, p in zip(actors["actor_id"], actors["part_of"], strict=True) if isinstance(p, str)}

    def summary(self) -> dict[str, Any]:
        """Return the graph as plain lists and dicts: "nodes", "relations" and "provenance"."""
        rows: list[Any] = list(self.nodes.itertuples(index=False))
        nodes = [
            {
                "actor": slug(row.actor_id),
                "canonical": row.actor_id,
                "level": row.level,
                "aliases": list(row.aliases),
                "collective": bool(row.collective) if row.collective is not pd.NA else False,
                "part_of": row.part_of if isinstance(row.part_of, str) else None,
                "kind": row.kind,
                "n_mentions": int(row.n_mentions),
                "n_statements": int(row.n_statements),
            }
            for row in rows
        ]
        relations = [{c: _plain(v) for c, v in row.items()} for row in self.relations.table.to_dict("records")]
        return {"nodes": nodes, "relations": relations, "provenance": self.provenance.to_dict()}

    # ---------------------------------------------------------------- networkx

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return one node an actor and one edge a statement (key: relation_id), with all their columns as attributes.

        Statements without direction have `directed` = False and stand once, from source to target.
        """
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        row: Any
        for row in self.nodes.itertuples(index=False):
            graph.add_node(
                row.actor_id,
                level=row.level,
                collective=bool(row.collective) if row.collective is not pd.NA else False,
                part_of=row.part_of if isinstance(row.part_of, str) else "",
                kind=row.kind if isinstance(row.kind, str) else "",
                aliases="; ".join(row.aliases),
                n_mentions=int(row.n_mentions),
                n_statements=int(row.n_statements),
            )
        plain = [c for c in self.relations.table.columns if c not in ("source", "target", "relation_id")]
        for values in self.relations.table.to_dict("records"):
            attributes = {c: _plain(values[c]) for c in plain}
            graph.add_edge(values["source"], values["target"], key=values["relation_id"], **attributes)
        return graph


_SHOWN = 12
"""Ties that a notebook shows, those with the most statements."""
_NORMALISATIONS = ("none", "activity", "cosine", "jaccard")
_EDGE_COLUMNS = ["one", "other", "n", "n_plus", "n_minus", "n_zero", "n_forward", "n_back", "n_mutual", "types", "layer", "score"]


def _plain(value: Any) -> Any:
    if value is pd.NA or value is None:
        return ""
    return value.item() if hasattr(value, "item") else value


def layer_of(one: str, other: str) -> str:
    """Return the layer of a tie between two levels."""
    if one not in _INSIDE or other not in _INSIDE:
        return "extern"
    return "horisontell" if one == other else "vertikal"


def actor_graph(
    corpus: Corpus,
    mentions: Mentions | None = None,
    *,
    implied: bool = True,
    min_score: float = 0.2,
    progress: Progress | None = None,
) -> ActorGraph:
    """Return the graph of the relations that a corpus states.

    Parameters
    ----------
    corpus, mentions, implied, min_score, progress
        As for `find_relations`.

    Examples
    --------
    >>> from kfi_analysis import Corpus
    >>> graph = actor_graph(Corpus.from_texts(["Kulturförvaltningen fick gott stöd av HR."]))
    >>> graph.edge("HR", "Kulturförvaltningen").evidence()["text"].tolist()
    ['Kulturförvaltningen fick gott stöd av HR']
    """
    return ActorGraph(find_relations(corpus, mentions, implied=implied, min_score=min_score, progress=progress))
