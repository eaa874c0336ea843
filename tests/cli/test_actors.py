from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kfi_analysis.cli.actors import command as actors
from kfi_analysis.cli.graph import command as graph

TEXT = "Kulturförvaltningen fick gott stöd av HR. Facken kritiserade Kulturförvaltningen. Simonsgården var stängd, sade Nils Ek.\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "rapport.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_actors_as_json(report: Path) -> None:
    result = CliRunner().invoke(actors, [str(report), "--format", "json"])
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)
    assert {"actor", "canonical", "level", "start", "end", "surface"} <= set(rows[0])
    assert [row["canonical"] for row in rows][:2] == ["Kulturförvaltningen", "HR"]
    assert all(TEXT[row["start"] : row["end"]] == row["surface"] for row in rows)


def test_graph_as_json(report: Path) -> None:
    result = CliRunner().invoke(graph, [str(report), "--format", "json"])
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert {"canonical", "level", "aliases"} <= set(data["nodes"][0])
    keys = {"source", "target", "type", "directed", "sign", "modality", "voice", "start", "end", "text", "score"}
    assert keys <= set(data["relations"][0])
    for row in data["relations"]:
        assert TEXT[row["start"] : row["end"]] == row["text"]
    assert {(row["source"], row["target"], row["type"]) for row in data["relations"]} == {
        ("HR", "Kulturförvaltningen", "stöd"),
        ("De fackliga organisationerna", "Kulturförvaltningen", "konflikt"),
    }


def test_graph_writes_page_picture_and_exchange(report: Path, tmp_path: Path) -> None:
    options = ["--html", str(tmp_path / "n.html"), "--picture", str(tmp_path / "n.svg"), "--save", str(tmp_path / "n.graphml")]
    result = CliRunner().invoke(graph, [str(report), *options, "--format", "csv"])
    assert result.exit_code == 0, result.output
    assert all((tmp_path / name).stat().st_size > 500 for name in ("n.html", "n.svg", "n.graphml", "n-evidence.csv"))


def test_own_gazetteer_and_unresolved(report: Path, tmp_path: Path) -> None:
    own = tmp_path / "g.yaml"
    own.write_text("kind: actors\nactors:\n  - {name: Simonsgården, level: civilsamhälle}\n", encoding="utf-8")
    open_ = json.loads(CliRunner().invoke(actors, [str(report), "--unresolved", "--format", "json"]).stdout)
    assert "Nils Ek" in {row["surface"] for row in open_}
    rows = json.loads(CliRunner().invoke(actors, [str(report), "--gazetteer", str(own), "--format", "json"]).stdout)
    assert "Simonsgården" in {row["canonical"] for row in rows}
