from __future__ import annotations

import csv
from pathlib import Path

import networkx as nx
import pytest

from kfi_analysis import Corpus
from kfi_analysis.actors import ActorGraph, actor_graph, read_graph, write_graph
from kfi_analysis.errors import ReadError, SettingError


@pytest.fixture(scope="module")
def graph() -> ActorGraph:
    texts = [
        "HR gav gott stöd till Kulturförvaltningen. Kulturförvaltningen fick otydlig information från HR.",
        "Samarbetet mellan förvaltningarna var bra. Facken kritiserade HR. Lars \"Lasse\" Ek AB & Co samverkade med facken.",
    ]  # fmt: skip
    return actor_graph(Corpus.from_texts(texts))


@pytest.mark.parametrize("ending", ["json", "graphml", "gexf"])
def test_round_trip_loses_nothing(graph: ActorGraph, tmp_path: Path, ending: str) -> None:
    path = write_graph(graph, tmp_path / f"nät.{ending}")[0]
    back = read_graph(path)
    assert back.statements.equals(graph.statements)
    columns = ["actor_id", "level", "collective", "aliases", "n_mentions", "n_statements"]
    assert back.nodes[columns].to_dict("records") == graph.nodes[columns].to_dict("records")


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_networkx_opens_it(graph: ActorGraph, tmp_path: Path, ending: str) -> None:
    path = write_graph(graph, tmp_path / f"g.{ending}")[0]
    net = nx.read_graphml(path, force_multigraph=True) if ending == "graphml" else nx.read_gexf(path)
    assert set(net) == set(graph.nodes["actor_id"])
    assert net.number_of_edges() == len(graph)
    ids = {data["relation_id"] for *_, data in net.edges(data=True)}
    with (tmp_path / "g-evidence.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["relation_id"]: row for row in csv.DictReader(file)}
    assert ids == set(rows)
    assert all(row["text"] for row in rows.values())


def test_pajek_keeps_signs_apart(graph: ActorGraph, tmp_path: Path) -> None:
    path = write_graph(graph, tmp_path / "g.net")[0]
    net = nx.read_pajek(path)
    assert set(net) == {name.replace('"', "'") for name in graph.nodes["actor_id"]}
    weights = sorted(data["weight"] for _, _, data in net.edges(data=True))
    assert weights[0] < 0 < weights[-1]
    between = [data for a, b, data in net.edges(data=True) if (a, b) == ("HR", "Kulturförvaltningen")]
    assert sorted((data["weight"], data["l"]) for data in between) == [(-1.0, "-"), (1.0, "+")]


def test_dl_holds_three_matrices(graph: ActorGraph, tmp_path: Path) -> None:
    text = write_graph(graph, tmp_path / "g.dl")[0].read_text(encoding="utf-8")
    n = len(graph.nodes)
    assert text.startswith(f"dl n={n} nm=3 format=fullmatrix")
    rows = [line for line in text.split("data:\n")[1].splitlines() if line]
    assert len(rows) == 3 * n
    assert all(len(row.split()) == n for row in rows)
    plus = graph.matrix(sign="+").to_numpy().astype(int).tolist()
    assert [[int(value) for value in row.split()] for row in rows[:n]] == plus


def test_csv_has_nodes_and_evidence_beside_it(graph: ActorGraph, tmp_path: Path) -> None:
    names = [path.name for path in write_graph(graph, tmp_path / "g.csv")]
    assert names == ["g.csv", "g-nodes.csv", "g-evidence.csv"]
    assert [path.name for path in write_graph(graph, tmp_path / "h.csv", evidence=False)] == ["h.csv", "h-nodes.csv"]


def test_an_empty_graph_is_written_too(tmp_path: Path) -> None:
    empty = actor_graph(Corpus.from_texts(["Det regnade."]))
    for ending in ("json", "graphml", "gexf", "net", "dl", "csv"):
        write_graph(empty, tmp_path / f"e.{ending}")
    assert len(read_graph(tmp_path / "e.json")) == 0
    assert len(read_graph(tmp_path / "e.graphml")) == 0


def test_bad_files_are_told(graph: ActorGraph, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="format 'xls' is unknown"):
        write_graph(graph, tmp_path / "g.xls")
    with pytest.raises(ReadError, match="no such file"):
        read_graph(tmp_path / "nowhere.json")
    with pytest.raises(ReadError, match="hold enough to be read back"):
        read_graph(write_graph(graph, tmp_path / "g.net")[0])
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ReadError, match="not an actor graph"):
        read_graph(tmp_path / "bad.json")
    write_graph(graph, tmp_path / "alone.graphml", evidence=False)
    with pytest.raises(ReadError, match=r"alone-evidence\.csv is missing"):
        read_graph(tmp_path / "alone.graphml")
