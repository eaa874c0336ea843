from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kfi_analysis import Corpus
from kfi_analysis.actors import (
    ActorGraph,
    Relations,
    actor_graph,
    align_roles,
    backbone,
    brokerage,
    centrality,
    communities,
    compare_graphs,
    core_periphery,
    find_relations,
    network_measures,
    overlap,
    portrait_divergence,
)
from kfi_analysis.errors import NotEnoughDataError, SettingError

TEXTS = [
    "HR gav gott stöd till Kulturförvaltningen. Kulturförvaltningen fick otydlig information från HR.",
    "Samverkan mellan Kulturförvaltningen, Miljöförvaltningen och Folkhälsomyndigheten fungerade väl.",
    "Miljöförvaltningen stöttade HR. Facken kritiserade HR. Samarbetet mellan förvaltningarna var bra.",
]


def made(rows: list[tuple[str, str, str, bool, str, str]]) -> ActorGraph:
    """Give a graph of (source, target, type, directed, sign, section)."""
    names = sorted({name for row in rows for name in row[:2]})
    actors = pd.DataFrame(
        {
            "actor_id": names,
            "level": "intern förvaltning",
            "collective": False,
            "part_of": None,
            "kind": "",
            "aliases": [()] * len(names),
            "n_mentions": 1,
        }
    )
    table = pd.DataFrame(rows, columns=["source", "target", "type", "directed", "sign", "section"])
    table = table.assign(
        relation_id=[f"r{at}" for at in range(len(rows))],
        document_id="d",
        passage_id="p",
        start=0,
        end=1,
        modality="faktisk",
        voice="författare",
        speaker="",
        phase="oklart",
        score=0.5,
        implied=False,
        rule="x",
        cue="",
        text="",
    )
    return ActorGraph(Relations(table, actors))


@pytest.fixture(scope="module")
def graph() -> ActorGraph:
    return actor_graph(Corpus.from_texts(TEXTS))


def test_one_edge_a_statement(graph: ActorGraph) -> None:
    net = graph.to_networkx()
    assert isinstance(net, nx.MultiDiGraph)
    assert net.number_of_edges() == len(graph) == len(graph.statements)
    assert net.nodes["Folkhälsomyndigheten"]["level"] == "statlig"
    assert {key for _, _, key in net.edges(keys=True)} == set(graph.statements["relation_id"])


def test_signs_never_cancel(graph: ActorGraph) -> None:
    row = graph.edges.set_index(["one", "other"]).loc[("HR", "Kulturförvaltningen")]
    assert (row["n"], row["n_plus"], row["n_minus"]) == (2, 1, 1)
    assert graph.edge("Kulturförvaltningen", "HR").counts["n_minus"] == 1


def test_an_edge_opens_to_its_words(graph: ActorGraph) -> None:
    evidence = graph.edge("HR", "Kulturförvaltningen").evidence()
    assert len(evidence) == 2
    for row in evidence.itertuples():
        assert TEXTS[int(row.document_id)][row.start : row.end] == row.text
    with pytest.raises(SettingError, match="did you mean 'HR'"):
        graph.edge("hr", "Kulturförvaltningen")


def test_filters_and_layers(graph: ActorGraph) -> None:
    parts = [graph.filter(layer=layer) for layer in ("vertikal", "horisontell", "extern")]
    assert sum(map(len, parts)) == len(graph)
    assert set(graph.filter(type=["konflikt"]).statements["sign"]) == {"-"}
    with pytest.raises(SettingError, match="layer 'ute' is unknown"):
        graph.filter(layer="ute")
    with pytest.raises(SettingError, match="no column 'typ'"):
        graph.filter(typ="stöd")


def test_roll_up_and_drill_down() -> None:
    graph = actor_graph(Corpus.from_texts(["Smittskydd stöttade Kulturförvaltningen. Vårdhygien informerade HR."], municipality="Borås"))
    up = graph.roll_up()
    assert "Västra Götalandsregionen" in set(up.nodes["actor_id"])
    assert up.relations.table["part_source"].tolist() == graph.relations.table["source"].tolist()
    assert len(up) == len(graph)
    assert len(up.roll_up()) == len(up)
    assert len(graph.drill_down("Smittskydd")) == 1
    assert set(graph.roll_up(["Västra Götalandsregionen"]).nodes["actor_id"]) >= {"HR"}
    with pytest.raises(SettingError, match="no actor"):
        graph.drill_down("Ingen")


def test_slices(graph: ActorGraph) -> None:
    parts = graph.slices("document_id")
    assert list(parts) == ["0", "1", "2"]
    assert sum(map(len, parts.values())) == len(graph)


def test_normalisations() -> None:
    graph = made([("A", "B", "stöd", True, "+", "s"), ("A", "B", "stöd", True, "-", "s"), ("B", "C", "samverkan", False, "0", "s")])
    assert graph.matrix().loc["A", "B"] == 2
    assert graph.matrix().loc["C", "B"] == 1
    assert graph.matrix(sign="-").loc["A", "B"] == 1
    assert graph.matrix(normalise="activity").loc["A", "B"] == pytest.approx(2 / 2.5)
    assert graph.matrix(normalise="cosine").loc["A", "B"] == pytest.approx(2 / np.sqrt(6))
    assert graph.matrix(normalise="jaccard").loc["A", "B"] == pytest.approx(2 / 3)
    with pytest.raises(SettingError, match="normalise"):
        graph.matrix(normalise="max")


def test_centrality_has_intervals_and_ties() -> None:
    rows = [("A", name, "stöd", True, "+", f"s{i % 6}") for i, name in enumerate("BCDEFGBCDEFG")] + [("B", "C", "stöd", True, "+", "s1")]
    table = centrality(made(rows), resamples=100, seed=1)
    degree = table[table["measure"] == "degree"].set_index("actor_id")
    assert degree.loc["A", "value"] == 6
    assert degree.loc["A", "rank"] == 1
    assert "D" not in degree.loc["A", "tied"]  # D has one tie whatever is drawn, A never fewer than two
    assert "C" in degree.loc["B", "tied"]
    assert ((table["low"] <= table["value"] + 1e-9) | (table["measure"] == "eigenvector")).all()
    again = centrality(made(list(reversed(rows))), resamples=100, seed=1)
    pd.testing.assert_frame_equal(table, again)


def test_centrality_of_the_negative_layer_knows_nothing_of_the_positive() -> None:
    graph = made([("A", "B", "stöd", True, "+", "s"), ("A", "C", "konflikt", False, "-", "t")])
    minus = centrality(graph, sign="-", measures=("degree",), resamples=10).set_index("actor_id")["value"]
    assert (minus["A"], minus["B"], minus["C"]) == (1, 0, 1)


def test_one_cluster_says_nothing_about_spread() -> None:
    table = centrality(made([("A", "B", "stöd", True, "+", "s")]), resamples=10)
    assert table["low"].isna().all()
    assert (table["tied"] == "").all()


def test_whole_graph_measures() -> None:
    rows = [(a, b, "samverkan", False, "+", f"s{i}") for i, (a, b) in enumerate([("A", "B"), ("A", "C"), ("A", "D"), ("A", "E")])]
    table = network_measures(made(rows), resamples=50, permutations=99).set_index("measure")
    assert table.loc["density", "value"] == pytest.approx(0.4)
    assert table.loc["degree_centralization", "value"] == 1
    assert table.loc["betweenness_centralization", "value"] == 1
    assert table.loc["ei_index", "value"] == -1
    assert table.loc["balance", "n"] == 0
    assert table.loc["density", "low"] <= 0.4 <= table.loc["density", "high"]


def test_brokerage_core_communities_backbone(graph: ActorGraph) -> None:
    assert brokerage(graph)["total"].sum() >= 0
    assert core_periphery(graph)["coreness"].max() == 1
    two = [(a, b, "samverkan", False, "+", "s") for group in ("ABCD", "EFGH") for i, a in enumerate(group) for b in group[i + 1 :]]
    found = communities(made([*two, ("A", "E", "samverkan", False, "+", "s")]), runs=5)
    assert found.groupby("community")["actor_id"].agg("".join).tolist() == ["ABCD", "EFGH"]
    assert found.attrs["agreement"] == 1
    with pytest.raises(NotEnoughDataError, match="communities need ties"):
        communities(made([("A", "B", "konflikt", False, "-", "s")]))
    assert len(backbone(graph, delta=-10)) <= len(graph)


def test_two_graphs() -> None:
    plan = made([("A", "B", "stöd", True, "+", "s"), ("B", "C", "stöd", True, "+", "s")])
    told = made([("B", "A", "stöd", True, "+", "s"), ("C", "D", "stöd", True, "+", "s")])
    result = overlap(plan, told)
    assert (result.jaccard, result.fulfilled) == (1 / 3, 0.5)
    assert result.ties["status"].tolist() == ["båda", "bara föreskriven", "bara observerad"]
    same = compare_graphs(plan, plan, permutations=20).set_index("measure")["value"]
    assert (same["jaccard"], same["portrait_divergence"]) == (1, 0)
    assert same["qap"] == pytest.approx(1)


def test_portrait_divergence() -> None:
    """Alike whatever the labels; by hand for two nodes tied or not: portraits {(0,1): .5, (1,1): .5} and {(0,1): 1} diverge .3113 bits."""
    star = nx.star_graph(5)
    assert portrait_divergence(star, nx.relabel_nodes(star, {i: chr(70 - i) for i in star})) == 0
    assert 0 < portrait_divergence(star, nx.path_graph(6)) <= 1
    assert portrait_divergence(nx.path_graph(2), nx.empty_graph(2)) == pytest.approx(0.3113, abs=1e-4)


def test_roles_are_aligned_between_municipalities() -> None:
    one = actor_graph(Corpus.from_texts(["Vård- och äldreförvaltningen fick stöd av kommunen."], municipality="Borås"))
    other = actor_graph(Corpus.from_texts(["Äldreförvaltningen fick stöd av kommunen."], municipality="Kiruna"))
    assert overlap(one, other).jaccard == 0
    assert overlap(align_roles(one), align_roles(other)).jaccard == 1


@pytest.mark.parametrize("text", ["", "Det regnade.", "HR finns."])
def test_an_empty_graph(text: str) -> None:
    graph = actor_graph(Corpus.from_texts([text]))
    assert len(graph) == 0
    assert graph.edges.empty
    assert graph.nodes.empty
    assert graph.to_networkx().number_of_nodes() == 0
    assert centrality(graph).empty
    assert brokerage(graph).empty
    assert graph.roll_up().edges.empty
    assert graph.summary()["nodes"] == []


def test_a_graph_of_one_node_with_a_tie_to_itself() -> None:
    graph = actor_graph(Corpus.from_texts(["Samarbetet mellan förvaltningarna var bra."]))
    assert graph.edges[["one", "other", "n"]].to_numpy().tolist() == [["Förvaltningarna", "Förvaltningarna", 1]]
    assert centrality(graph)["value"].tolist() == [0.0] * 6
    assert np.isnan(network_measures(graph)["value"].iloc[0])
    assert core_periphery(graph)["coreness"].tolist() == [0.0]


def test_corrections_stay() -> None:
    relations = find_relations(Corpus.from_texts(TEXTS))
    first = relations.table["relation_id"].iloc[0]
    second = relations.table["relation_id"].iloc[1]
    rows = pd.DataFrame(
        [
            {"relation_id": first, "sign": "-"},
            {"relation_id": second, "drop": True},
            {"document_id": "0", "start": 0, "end": 2, "source": "HR", "target": "Lysteknik AB", "type": "stöd"},
        ]
    )
    mended = relations.correct(rows)
    assert len(mended) == len(relations)
    assert mended.table.set_index("relation_id").loc[first, ["sign", "rule", "score"]].tolist() == ["-", "hand", 1.0]
    assert second not in set(mended.table["relation_id"])
    assert "Lysteknik AB" in set(mended.table["target"])
    assert "Lysteknik AB" in set(ActorGraph(mended).nodes["actor_id"])
