"""Actor graphs in other programs' formats: GraphML, GEXF, Pajek, UCINET DL, CSV and JSON, and back where the format allows.

Every edge carries its relation_id; the words stand in a side file (`<name>-evidence.csv`) that the ids lead to, as most formats cut
long attributes or know none. Pajek and DL hold weights only: one edge a pair and sign, never a sum over signs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from kfi_analysis.actors.graph import ActorGraph
from kfi_analysis.actors.mentions import ACTOR_COLUMNS
from kfi_analysis.actors.relations import RELATION_COLUMNS, Relations
from kfi_analysis.errors import ReadError, SettingError, did_you_mean
from kfi_analysis.files import write_bytes
from kfi_analysis.provenance import Provenance

__all__ = ["FORMATS", "read_graph", "write_graph"]

_BARE = (
    "document_id",
    "type",
    "directed",
    "sign",
    "modality",
    "voice",
    "speaker",
    "section",
    "phase",
    "score",
    "implied",
    "rule",
    "start",
    "end",
)


def write_graph(graph: ActorGraph, path: str | Path, *, format_: str | None = None, evidence: bool = True) -> list[Path]:
    """Write the graph and, beside it, its evidence; return the files written.

    Parameters
    ----------
    graph
        What to write.
    path
        The file; its ending gives the format: .graphml, .gexf, .net (Pajek), .dl (UCINET), .csv (edges, with a file of nodes beside
        it), .json (everything, read back without loss).
    format_
        graphml, gexf, pajek, dl, csv or json, where the ending says nothing.
    evidence
        Also write `<name>-evidence.csv`: one row a statement with its words.

    Raises
    ------
    SettingError
        If the format is unknown.
    """
    target = Path(path)
    name = format_ or _ENDINGS.get(target.suffix.lower(), target.suffix.lower().lstrip("."))
    if name not in FORMATS:
        raise SettingError(f"the format {name!r} is unknown: {did_you_mean(name, FORMATS)}")
    written = [target]
    write_bytes(target, _WRITERS[name](graph))
    if name == "csv":
        nodes = target.with_name(f"{target.stem}-nodes.csv")
        write_bytes(nodes, _csv(_flat_nodes(graph)))
        written.append(nodes)
    if evidence and name != "json":
        side = target.with_name(f"{target.stem}-evidence.csv")
        write_bytes(side, _csv(graph.statements))
        written.append(side)
    return written


def read_graph(path: str | Path) -> ActorGraph:
    """Read what `write_graph` wrote: .json whole, or .graphml and .gexf with their side file of evidence.

    Raises
    ------
    ReadError
        If the file is missing or not one of ours.
    """
    source = Path(path)
    if not source.is_file():
        raise ReadError("there is no such file: check the path", where=source)
    if source.suffix.lower() == ".json":
        return _from_json(source)
    if source.suffix.lower() not in (".graphml", ".gexf"):
        raise ReadError("only .json, .graphml and .gexf hold enough to be read back", where=source)
    return _from_xml(source)


# -------------------------------------------------------------------- writing


def _bare_net(graph: ActorGraph) -> Any:
    """Return the networkx graph with attributes that every format can hold: text, whole and decimal numbers, true and false."""
    net = graph.to_networkx()
    for _, _, key, data in net.edges(keys=True, data=True):
        kept = {name: data[name] for name in _BARE}
        data.clear()
        data.update(kept, relation_id=key)
    for name, data in net.nodes(data=True):
        data["label"] = name
    return net


def _graphml(graph: ActorGraph) -> bytes:
    import networkx as nx

    buffer = BytesIO()
    nx.write_graphml(_bare_net(graph), buffer, named_key_ids=True)
    return buffer.getvalue()


def _gexf(graph: ActorGraph) -> bytes:
    import networkx as nx

    net = _bare_net(graph)
    for _, _, data in net.edges(data=True):
        data["span_start"], data["span_end"] = data.pop("start"), data.pop("end")  # GEXF keeps start and end for time
        data["relation_type"] = data.pop("type")  # and type for the direction
    buffer = BytesIO()
    nx.write_gexf(net, buffer, version="1.2draft")
    return buffer.getvalue()


def _pajek(graph: ActorGraph) -> bytes:
    """Return one list of arcs (networkx reads no second one): value +-n, the sign as label; a tie without direction goes both ways."""
    names = list(graph.nodes["actor_id"])
    place = {name: at for at, name in enumerate(names, start=1)}
    lines = [f"*Vertices {len(names)}"]
    lines += [f'{place[name]} "{_quotable(name)}"' for name in names]
    lines.append("*Arcs")
    for one, other, sign, directed, n in graph.ties().itertuples(index=False, name=None):
        ways = [(one, other)] if directed or one == other else [(one, other), (other, one)]
        lines += [f'{place[a]} {place[b]} {-n if sign == "-" else n} l "{sign}"' for a, b in ways]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _dl(graph: ActorGraph) -> bytes:
    names = list(graph.nodes["actor_id"])
    lines = [f"dl n={len(names)} nm=3 format=fullmatrix", "labels:", ",\n".join(f'"{_quotable(name)}"' for name in names)]
    lines += ["matrix labels:", '"plus","noll","minus"', "data:"]
    for sign in ("+", "0", "-"):
        matrix = graph.matrix(sign=sign).to_numpy()
        lines += [" ".join(str(int(value)) for value in row) for row in matrix]
        lines.append("")
    return "\n".join(lines).encode("utf-8")


def _quotable(name: str) -> str:
    return name.replace('"', "'")


def _csv(table: pd.DataFrame) -> bytes:
    return ("\ufeff" + table.to_csv(index=False, lineterminator="\n")).encode("utf-8")


def _flat_nodes(graph: ActorGraph) -> pd.DataFrame:
    nodes = graph.nodes.copy()
    nodes["aliases"] = ["; ".join(aliases) for aliases in nodes["aliases"]]
    return nodes


def _edges_csv(graph: ActorGraph) -> bytes:
    return _csv(graph.statements[["relation_id", "source", "target", *_BARE]])


def _json(graph: ActorGraph) -> bytes:
    return (json.dumps(graph.summary(), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


_WRITERS: dict[str, Callable[[ActorGraph], bytes]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "pajek": _pajek,
    "dl": _dl,
    "csv": _edges_csv,
    "json": _json,
}
FORMATS = tuple(_WRITERS)
_ENDINGS = {".net": "pajek"}


# -------------------------------------------------------------------- reading


def _from_json(source: Path) -> ActorGraph:
    try:
        data = json.loads(source.read_text(encoding="utf-8"))
        nodes, relations = data["nodes"], data["relations"]
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise ReadError(f"not an actor graph as JSON ({error}): write one with `kfi graph ... --format json`", where=source) from error
    rows = [
        {
            "actor_id": node["canonical"],
            "level": node["level"],
            "collective": node.get("collective", False),
            "part_of": node.get("part_of"),
            "kind": node.get("kind", ""),
            "aliases": tuple(node.get("aliases", ())),
            "n_mentions": node.get("n_mentions", 0),
        }
        for node in nodes
    ]
    provenance = Provenance.from_dict(data["provenance"]) if "provenance" in data else Provenance()
    return _graph(rows, relations, provenance)


def _from_xml(source: Path) -> ActorGraph:
    import networkx as nx

    side = source.with_name(f"{source.stem}-evidence.csv")
    if not side.is_file():
        raise ReadError(f"the evidence {side.name} is missing: keep it beside the graph", where=source)
    net = nx.read_graphml(source, force_multigraph=True) if source.suffix.lower() == ".graphml" else nx.read_gexf(source)
    rows = [
        {
            "actor_id": str(name),
            "level": data["level"],
            "collective": bool(data["collective"]),
            "part_of": data.get("part_of") or None,
            "kind": data.get("kind", ""),
            "aliases": tuple(alias for alias in str(data.get("aliases", "")).split("; ") if alias),
            "n_mentions": int(data["n_mentions"]),
        }
        for name, data in net.nodes(data=True)
    ]
    known = {data["relation_id"] for _, _, data in net.edges(data=True)}
    table = pd.read_csv(side, encoding="utf-8-sig", keep_default_na=False)
    return _graph(rows, table[table["relation_id"].isin(known)].to_dict("records"), Provenance().derive("read_graph", file=source.name))


def _graph(actors: list[dict[str, Any]], relations: Sequence[Mapping[Any, Any]], provenance: Provenance) -> ActorGraph:
    nodes = pd.DataFrame(actors, columns=list(ACTOR_COLUMNS)).astype({c: d for c, d in ACTOR_COLUMNS.items() if c != "aliases"})
    return ActorGraph(Relations(pd.DataFrame(list(relations), columns=None if relations else list(RELATION_COLUMNS)), nodes, provenance))
