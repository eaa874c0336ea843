from __future__ import annotations

from pathlib import Path

import pytest

from kfi_analysis import Corpus
from kfi_analysis.actors import ActorGraph, actor_graph
from kfi_analysis.errors import NotEnoughDataError, SettingError
from kfi_analysis.plots.network import plot_network, save_network


@pytest.fixture(scope="module")
def graph() -> ActorGraph:
    text = "HR gav gott stöd till Kulturförvaltningen. Facken kritiserade HR. Samarbetet mellan förvaltningarna var bra. "
    names = ["Miljö", "Teknik", "Service", "Bygg", "Fritids", "Arbetslivs", "Social", "Grundskole", "Förskole", "Gymnasie"]
    return actor_graph(Corpus.from_texts([text + " ".join(f"{name}förvaltningen informerade HR." for name in names)]))


def test_every_actor_is_named_and_no_two_names_touch(graph: ActorGraph) -> None:
    figure = plot_network(graph)
    figure.canvas.draw()
    panel = figure.axes[0]
    labels = [text for text in panel.texts if "(" in text.get_text()]
    assert len(labels) == len(graph.nodes)
    boxes = [label.get_window_extent() for label in labels]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


def test_signs_differ_by_line_and_levels_by_shape(graph: ActorGraph) -> None:
    panel = plot_network(graph).axes[0]
    assert len({str(patch.get_linestyle()) for patch in panel.patches}) >= 3
    assert len({collection.get_paths()[0].vertices.tobytes() for collection in panel.collections}) == len(set(graph.nodes["level"]))


def test_what_is_left_out_is_counted(graph: ActorGraph) -> None:
    texts = [text.get_text() for text in plot_network(graph, most=5).axes[0].texts]
    assert f"{len(graph.nodes) - 5} aktörer med färre utsagor är utelämnade" in texts
    assert len([text for text in texts if "(" in text]) == 5


def test_the_same_graph_gives_the_same_file(graph: ActorGraph, tmp_path: Path) -> None:
    first = save_network(graph, tmp_path / "a.svg").read_bytes()
    assert first == save_network(graph, tmp_path / "b.svg").read_bytes()
    with pytest.raises(SettingError, match=r"\.png, \.svg or \.pdf"):
        save_network(graph, tmp_path / "a.doc")


def test_nothing_to_draw() -> None:
    with pytest.raises(NotEnoughDataError, match="nothing to draw"):
        plot_network(actor_graph(Corpus.empty()))
    with pytest.raises(SettingError, match="language"):
        plot_network(actor_graph(Corpus.from_texts(["HR stöttade facken."])), language="fi")


def test_one_node_with_a_tie_to_itself() -> None:
    figure = plot_network(actor_graph(Corpus.from_texts(["Samarbetet mellan förvaltningarna var bra."])))
    assert len(figure.axes[0].patches) == 1
