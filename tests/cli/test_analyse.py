"""`kfi analyse`: five files in a folder, one line on stdout, nothing half written on bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kfi_analysis.cli.main import cli
from kfi_analysis.errors import ReadError

TEXT = """Ansvar

Ansvaret låg kvar i linjen och förvaltningen fattade besluten själv.

Kapacitet

Det saknades personal under våren, och bemanningen var en utmaning. Förvaltningen fick stöd från den centrala krisledningen.

Samverkan

Samverkan med regionen fungerade väl, men samordningen mellan förvaltningarna brast ibland.
"""


def test_a_small_text_gives_all_files(tmp_path: Path) -> None:
    source = tmp_path / "rapport.txt"
    source.write_text(TEXT, encoding="utf-8")
    result = CliRunner().invoke(cli, ["analyse", str(source), "-o", str(tmp_path / "ut"), "--municipality", "Ekby"])
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "ut").iterdir()} == {
        "rapport.html",
        "rapport.docx",
        "tabeller.xlsx",
        "aktorer.graphml",
        "aktorer.html",
        "proveniens.json",
    }
    steps = json.loads((tmp_path / "ut" / "proveniens.json").read_text(encoding="utf-8"))["steps"]
    assert [step["step"] for step in steps][-1] == "analyse"
    assert str(tmp_path) not in (tmp_path / "ut" / "rapport.html").read_text(encoding="utf-8")


def test_a_missing_file_writes_nothing(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["analyse", str(tmp_path / "saknas.txt"), "-o", str(tmp_path / "ut")])
    assert isinstance(result.exception, ReadError)
    assert not (tmp_path / "ut").exists()


@pytest.mark.parametrize("option", [["--language", "fi"], ["--topics", "1"]])
def test_usage(tmp_path: Path, option: list[str]) -> None:
    assert CliRunner().invoke(cli, ["analyse", str(tmp_path), *option]).exit_code == 2
