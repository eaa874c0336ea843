"""`kfi repair`: the text, the log, the summary. The sentences are our own."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kfi_analysis.cli.main import cli
from kfi_analysis.errors import KfiError, SettingError

NOISY = "Vi dr nojda med stodet fran f6rvaltningen och det har fungerat vil under aret, men personalen behovde mer hjalp i borjan."


@pytest.fixture
def noisy(tmp_path: Path) -> Path:
    path = tmp_path / "ocr.txt"
    path.write_text(NOISY, encoding="utf-8")
    return path


def test_text_and_log_are_written(noisy: Path, tmp_path: Path) -> None:
    out = tmp_path / "ren.txt"
    result = CliRunner().invoke(cli, ["repair", str(noisy), "-o", str(out)], catch_exceptions=False)
    assert result.exit_code == 0
    assert "förvaltningen" in out.read_text(encoding="utf-8")
    with (tmp_path / "ren.txt.changes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 6
    assert all(NOISY[int(row["start"]) : int(row["end"])] == row["before"] for row in rows)


def test_json_alone_on_stdout(noisy: Path) -> None:
    result = CliRunner().invoke(cli, ["repair", str(noisy), "--format", "json"], catch_exceptions=False)
    found = json.loads(result.stdout)
    assert found["noise"]["before"]["score"] > found["noise"]["after"]["score"]
    assert {"start", "end", "before", "after", "confidence", "reason"} == set(found["changes"][0])


def test_clean_text_teaches(noisy: Path, tmp_path: Path) -> None:
    clean = tmp_path / "ren"
    clean.mkdir()
    (clean / "a.txt").write_text("Förvaltningen gav stödet under året. Vi är nöjda.", encoding="utf-8")
    result = CliRunner().invoke(cli, ["repair", str(noisy), "--vocabulary", str(clean), "--format", "csv"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "förvaltningen" in result.stdout


def test_bad_input_is_told(noisy: Path, tmp_path: Path) -> None:
    for arguments, error in ((["missing.txt"], KfiError), ([str(noisy), "--log", str(tmp_path / "x.docx")], SettingError)):
        result = CliRunner().invoke(cli, ["repair", *arguments])
        assert isinstance(result.exception, error)
