"""Every format carries the same rows, and a failed write leaves nothing behind."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from kfi_analysis.cli.output import emit

TABLE = pd.DataFrame({"namn": ["å\nä", "ö"], "n": [1, 2], "andel": [0.5, float("nan")], "spår": [[(1, 2)], []]})


def test_json_is_a_list_of_objects_with_null(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    emit(TABLE, "json")
    rows = json.loads(capfdbinary.readouterr().out)
    assert rows[0] == {"namn": "å\nä", "n": 1, "andel": 0.5, "spår": [[1, 2]]}
    assert rows[1]["andel"] is None


def test_csv_and_parquet_round_trip(tmp_path: Path) -> None:
    plain = TABLE.drop(columns="spår")
    emit(plain, "csv", tmp_path / "ut.csv")
    emit(plain, "parquet", tmp_path / "ut.parquet")
    back = pd.read_csv(StringIO((tmp_path / "ut.csv").read_text(encoding="utf-8")))
    assert back["namn"].tolist() == plain["namn"].tolist()
    assert pd.read_parquet(tmp_path / "ut.parquet")["n"].tolist() == [1, 2]


def test_table_has_one_line_a_row(tmp_path: Path) -> None:
    emit(TABLE, "table", tmp_path / "ut.txt")
    lines = (tmp_path / "ut.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2 + len(TABLE)


def test_empty_table_keeps_its_header(tmp_path: Path) -> None:
    emit(TABLE.iloc[:0], "csv", tmp_path / "ut.csv")
    assert (tmp_path / "ut.csv").read_text(encoding="utf-8").strip() == "namn,n,andel,spår"
