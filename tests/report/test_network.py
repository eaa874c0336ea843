from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kfi_analysis import Corpus
from kfi_analysis.actors import ActorGraph, actor_graph
from kfi_analysis.errors import NotEnoughDataError
from kfi_analysis.report.network import NetworkView


@pytest.fixture(scope="module")
def graph() -> ActorGraph:
    texts = [
        "HR gav gott stöd till Kulturförvaltningen. Kulturförvaltningen fick otydlig information från HR.",
        "Facken kritiserade HR. Samarbetet mellan förvaltningarna </script><b>var</b> bra.",
    ]
    return actor_graph(Corpus.from_texts(texts))


def test_the_page_loads_nothing_and_holds_every_statement(graph: ActorGraph, tmp_path: Path) -> None:
    page = NetworkView(graph, title="A & <B>").write(tmp_path / "n.html").read_text(encoding="utf-8")
    addresses = set(re.findall(r"https?://[^\s\"'<>]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(?:link|img|iframe)\b|\bsrc=|@import|fetch\(", page)
    assert "default-src 'none'" in page
    assert "<title>A &amp; &lt;B&gt;</title>" in page
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert block is not None
    data = json.loads(block.group(1))
    assert len(data["statements"]) == len(graph)
    assert [node["name"] for node in data["nodes"]] == graph.nodes["actor_id"].tolist()
    assert {s["sign"] for s in data["statements"]} >= {"+", "-"}


def test_the_same_graph_gives_the_same_page(graph: ActorGraph) -> None:
    assert NetworkView(graph).to_html() == NetworkView(graph).to_html()


def test_names_do_not_lie_on_each_other() -> None:
    names = ["Miljö", "Teknik", "Service", "Bygg", "Fritids", "Arbetslivs", "Social", "Grundskole", "Förskole", "Gymnasie", "Kultur"]
    text = " ".join(f"{name}förvaltningen informerade HR och facken." for name in names)
    nodes = NetworkView(actor_graph(Corpus.from_texts([text]))).summary()["nodes"]
    for i, a in enumerate(nodes):
        for b in nodes[i + 1 :]:
            wide = 3.4 * (len(a["name"]) + len(b["name"]))
            assert abs(a["x"] - b["x"]) > wide or abs(a["y"] - b["y"]) > 14, (a["name"], b["name"])


def test_shown_in_a_notebook(graph: ActorGraph) -> None:
    assert NetworkView(graph)._repr_html_().startswith('<iframe src="data:text/html;base64,')


def test_nothing_to_show() -> None:
    with pytest.raises(NotEnoughDataError):
        NetworkView(actor_graph(Corpus.empty()))
