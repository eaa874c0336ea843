"""`kfi agreement` as its user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kfi_analysis.cli.agreement import command
from kfi_analysis.errors import TableError


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "anna.csv").write_text("ordinal,codes,valence\n1,ansvar;kapacitet,styrka\n2,ingen,neutral\n3,samverkan,utmaning\n")
    (tmp_path / "bo.csv").write_text("ordinal,codes,valence\n1,ansvar,styrka\n2,ingen,neutral\n3,samverkan,utmaning\n")
    return [str(tmp_path / name) for name in ("anna.csv", "bo.csv")]


def run(*arguments: str) -> str:
    result = CliRunner().invoke(command, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_json_holds_all_tables(files: list[str]) -> None:
    data = json.loads(run(*files, "--format", "json", "--resamples", "50"))
    by_code = {row["what"]: row for row in data["table"]}
    assert by_code["ansvar"]["alpha"] == 1.0
    assert by_code["kapacitet"]["percent"] == pytest.approx(2 / 3)
    assert data["coders"] == ["anna", "bo"]
    assert data["pairs"]


def test_other_tables_and_formats(files: list[str]) -> None:
    assert "kapacitet" in run(*files, "--show", "disagreements", "--format", "csv")
    assert "anna" in run(*files, "--show", "conflicts")
    assert "coefficient" in run(*files, "--show", "coefficients", "--format", "csv").splitlines()[0]
    assert "Krippendorff" in run(*files)
    assert json.loads(run(*files, "--show", "pairs", "--format", "json", "--code", "ansvar"))[0]["what"] == "ansvar"


def test_plain_ratings(tmp_path: Path) -> None:
    table = tmp_path / "betyg.csv"
    table.write_text("unit,anna,bo\n1,1,1\n2,3,2\n3,2,2\n4,,1\n")
    data = json.loads(run(str(table), "--ratings", "--level", "ordinal", "--format", "json", "--language", "en"))
    assert data["table"][0]["n"] == 3
    assert "Krippendorff 2004, p. 241" in data["table"][0]["reading"]


def test_one_file_is_too_few(files: list[str]) -> None:
    with pytest.raises(TableError, match="at least two coders"):
        CliRunner().invoke(command, files[:1], catch_exceptions=False)
