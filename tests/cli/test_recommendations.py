"""`kfi recommendations` gives what the Python call gives, and JSON alone on stdout."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from kfi_analysis.cli.main import cli


def test_json_has_addressees_text_and_spans(tmp_path: Path) -> None:
    path = tmp_path / "granskning.txt"
    path.write_text("Vi rekommenderar socialnämnden att se över sina rutiner.\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["recommendations", str(path), "--format", "json"])
    assert result.exit_code == 0, result.output
    (row,) = json.loads(result.stdout)
    assert row["addressees"] == ["socialnämnden"]
    assert (row["start"], row["end"]) == (0, len(row["text"]))


def test_one_addressee_can_be_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "granskning.txt"
    path.write_text("Kommunstyrelsen rekommenderas att höja takten. Miljönämnden rekommenderas att sänka den.\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["recommendations", str(path), "--to", "miljönämnden", "--format", "csv"])
    assert result.exit_code == 0, result.output
    assert "höja" not in result.stdout
    assert "sänka" in result.stdout
