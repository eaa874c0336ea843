"""`kfi convert` there and back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from kfi_analysis.cli.convert import command
from kfi_analysis.errors import SettingError


def run(*arguments: str | Path) -> None:
    result = CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output


def test_a_table_of_codings_becomes_a_project_and_comes_back(tmp_path: Path) -> None:
    text = "Personalen räckte inte till under våren.\n\nSamverkan med regionen fungerade."
    (tmp_path / "r.txt").write_text(text, encoding="utf-8")
    from kfi_analysis.corpus import read

    passages = read(tmp_path / "r.txt").passages
    first = passages.iloc[0]
    rows = [(first["passage_id"], first["document_id"], first["start"], first["start"] + 10, "kapacitet", "anna")]
    table = pd.DataFrame(rows, columns=["passage_id", "document_id", "start", "end", "code", "coder"])
    whole = table.assign(end=first["end"], code="ingen")
    pd.concat([table, whole]).to_csv(tmp_path / "k.csv", index=False)
    run(tmp_path / "k.csv", tmp_path / "p.qdpx", "--texts", tmp_path / "r.txt", "--codebook", "kfi")
    run(tmp_path / "p.qdpx", tmp_path / "back.csv")
    back = pd.read_csv(tmp_path / "back.csv")
    assert back["quote"].tolist() == ["Personalen"]
    assert back["coder"].tolist() == ["anna"]
    run(tmp_path / "p.qdpx", tmp_path / "bok.qdc")
    run(tmp_path / "bok.qdc", tmp_path / "bok.yaml")
    assert "kapacitet" in (tmp_path / "bok.yaml").read_text(encoding="utf-8")
    with pytest.raises(SettingError, match="--texts"):
        run(tmp_path / "k.csv", tmp_path / "p.qdpx")
    with pytest.raises(SettingError, match="cannot become"):
        run(tmp_path / "k.csv", tmp_path / "p.docx")
