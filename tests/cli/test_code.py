"""`kfi code` as its user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kfi_analysis.cli.code import command
from kfi_analysis.coding import example_codings
from kfi_analysis.errors import CodebookError, SettingError


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("code") / "svar.txt"
    path.write_text("\n\n".join(example_codings("forsta-2").texts.tolist()) + "\n", encoding="utf-8")
    return path


def test_json_has_one_object_a_passage(source: Path) -> None:
    run = CliRunner().invoke(command, [str(source), "--format", "json", "--text"])
    assert run.exit_code == 0, run.output
    rows = json.loads(run.stdout)
    assert len(rows) >= 50
    assert any("kapacitet" in row["codes"] for row in rows)
    assert all(row["text"] for row in rows)


def test_a_corrected_sheet_trains_the_combined_coder(source: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "kodning.csv"
    first = CliRunner().invoke(command, [str(source), "--format", "csv", "-o", str(sheet)])
    assert first.exit_code == 0, first.output
    run = CliRunner().invoke(command, [str(source), "--training", str(sheet), "--format", "json"])
    assert run.exit_code == 0, run.output
    assert any(row["codes"] for row in json.loads(run.stdout))


def test_errors_reach_the_caller(source: Path, tmp_path: Path) -> None:
    book = tmp_path / "b.yaml"
    book.write_text("name: b\ncodes:\n  - name: a\n    indicators: ['*']\n", encoding="utf-8")
    run = CliRunner().invoke(command, [str(source), "--codebook", str(book)])
    assert isinstance(run.exception, CodebookError)
    assert "line 4" in str(run.exception)
    assert isinstance(CliRunner().invoke(command, [str(source), "--coder", "learned"]).exception, SettingError)
    assert "--excerpts" in CliRunner().invoke(command, ["--help"]).output
