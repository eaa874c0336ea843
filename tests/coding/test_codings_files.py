"""Codings from files: both layouts, every kind of file, and what is said where something is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from kfi_analysis.coding import read_codings
from kfi_analysis.coding.codings_files import codings_from_table
from kfi_analysis.errors import ReadError, TableError

SHEET = pd.DataFrame(
    {
        "passage_id": ["p1", "p2", "p3"],
        "document_id": "d",
        "start": [0, 10, 20],
        "end": [9, 19, 29],
        "codes": ["ansvar;kapacitet", "ingen", "samverkan"],
        "subcodes": ["kapacitet/personal", None, None],
        "valence": ["styrka", "neutral", None],
    }
)


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".json", ".xlsx", ".parquet"])
def test_a_row_a_passage_from_every_kind_of_file(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"anna{ending}"
    if ending == ".json":
        rows = SHEET.to_dict("records")
        file.write_text(json.dumps([{k: None if pd.isna(v) else v for k, v in row.items()} for row in rows]), encoding="utf-8")
    elif ending in (".csv", ".tsv"):
        SHEET.to_csv(file, index=False, sep="," if ending == ".csv" else "\t")
    else:
        SHEET.to_excel(file, index=False) if ending == ".xlsx" else SHEET.to_parquet(file)
    found = read_codings(file)
    assert found.coders == ("anna",)
    assert len(found.units) == 3
    assert sorted(found.table["code"]) == ["ansvar", "kapacitet", "kapacitet/personal", "samverkan"]
    assert found.table["end"].tolist() == [9, 9, 29, 9]
    assert found.valence.dropna().tolist() == ["styrka", "neutral"]


def test_a_row_a_code_with_coders_and_semicolons(tmp_path: Path) -> None:
    file = tmp_path / "alla.csv"
    file.write_text("\ufeffpassage_id;code;coder\np1;ansvar;anna\np1;ansvar;bo\np2;ingen;anna\n", encoding="utf-8")
    found = read_codings(file)
    assert found.coders == ("anna", "bo")
    assert list(found.seen_by("bo")) == ["p1"]
    assert list(found.seen_by("anna")) == ["p1", "p2"]
    assert len(found) == 2


def test_passages_can_be_named_by_another_column() -> None:
    sheet = pd.DataFrame({"ordinal": [1.0, 3.0], "source": ["Skola", "Vård"], "codes": [["ansvar"], []]})
    found = codings_from_table(sheet)
    assert found.units["passage_id"].tolist() == ["1", "3"]
    assert found.units["unit"].tolist() == ["Skola", "Vård"]
    assert codings_from_table(SHEET.assign(nr=[7, 8, 9]), key="nr").units["passage_id"].tolist() == ["7", "8", "9"]


def test_bad_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read_codings(tmp_path / "x.csv")
    empty = tmp_path / "tom.csv"
    empty.write_text("")
    with pytest.raises(ReadError, match="cannot be read"):
        read_codings(empty)
    latin = tmp_path / "latin.csv"
    latin.write_bytes("passage_id,code\np1,lärande\n".encode("latin-1"))
    with pytest.raises(ReadError, match="not UTF-8"):
        read_codings(latin)
    (tmp_path / "x.json").write_text('{"a": 1}')
    with pytest.raises(ReadError, match="list of objects"):
        read_codings(tmp_path / "x.json")
    (tmp_path / "x.docx").write_text("x")
    with pytest.raises(ReadError, match="is no table"):
        read_codings(tmp_path / "x.docx")
    (tmp_path / "fel.csv").write_text("passage_id,kod\np1,ansvar\n")
    with pytest.raises(TableError, match=r"fel\.csv, codings: there is no column 'code'"):
        read_codings(tmp_path / "fel.csv")
    with pytest.raises(TableError, match="nothing names the passages"):
        codings_from_table(pd.DataFrame({"codes": ["a"]}))
    with pytest.raises(TableError, match="two values of valence"):
        codings_from_table(pd.DataFrame({"passage_id": ["p", "p"], "code": ["a", "b"], "valence": ["styrka", "neutral"]}))
    with pytest.raises(TableError, match="whole number"):
        codings_from_table(SHEET.assign(start="x"))
    with pytest.raises(TableError, match="row 2"):
        codings_from_table(SHEET.assign(passage_id=["p", None, "q"]))
