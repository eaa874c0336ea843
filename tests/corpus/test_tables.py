"""Tables that list files or hold texts: metadata checked row by row, unknown columns kept."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import kfi_analysis as kfi
from kfi_analysis.errors import ReadError, TableError

ROWS = pd.DataFrame(
    {
        "Text": ["Vi hade en plan.", "Det gick bra.\n\nSedan gick det sämre."],
        "Kommun": ["Ekby", "Alby"],
        "Källtyp": ["Självvärdering", "hearing"],
        "Enhet": ["Skolan", None],
        "Datum": [2021, "2021-11-30"],
        "betyg": [3, 4],
    }
)


def save(table: pd.DataFrame, path: Path) -> Path:
    if path.suffix == ".xlsx":
        table.to_excel(path, index=False)
    elif path.suffix == ".parquet":
        table.astype({"Datum": "string"}, errors="ignore").to_parquet(path)
    else:
        table.to_csv(path, index=False, sep=";" if path.suffix == ".csv" else "\t", encoding="cp1252")
    return path


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".tsv", ".parquet"])
def test_texts_with_metadata(suffix: str, tmp_path: Path) -> None:
    corpus = kfi.read(save(ROWS, tmp_path / f"plan{suffix}"), municipality="Ignoreras")
    documents = corpus.documents
    assert documents["document_id"].tolist() == ["plan:2", "plan:3"]
    assert documents["municipality"].tolist() == ["Ekby", "Alby"]
    assert documents["source_kind"].tolist() == ["självvärdering", "hearing"]
    assert documents["date"].tolist() == ["2021", "2021-11-30"]
    assert documents["betyg"].astype(int).tolist() == [3, 4]
    assert corpus.texts.tolist() == ["Vi hade en plan.", "Det gick bra.", "Sedan gick det sämre."]
    assert corpus.passages["source_kind"].tolist() == ["självvärdering", "hearing", "hearing"]


def test_files_that_a_table_lists(tmp_path: Path) -> None:
    (tmp_path / "under").mkdir()
    (tmp_path / "under" / "a.txt").write_text("Vi hade en plan.")
    table = pd.DataFrame({"fil": ["under/a.txt", "saknas.txt", None], "kommun": ["Ekby"] * 3})
    corpus = kfi.read(save(table, tmp_path / "lista.csv"))
    assert corpus.documents[["document_id", "municipality"]].values.tolist() == [["a", "Ekby"]]
    assert corpus.skipped[["what", "count"]].values.tolist() == [["row", 1], ["file", 1]]


def test_a_named_text_column(tmp_path: Path) -> None:
    path = save(pd.DataFrame({"fritextsvar": ["Bra."]}), tmp_path / "a.csv")
    assert kfi.read(path, text_column="fritextsvar").texts.tolist() == ["Bra."]
    with pytest.raises(TableError, match="did you mean 'fritextsvar'"):
        kfi.read(path, text_column="fritextsvaret")
    with pytest.raises(TableError, match=r"neither a column of texts nor one of files, but 'fritextsvar'"):
        kfi.read(path)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"text": ["a", "b"], "källtyp": ["hearing", "hering"]}, r"t\.csv, row 3: source_kind 'hering'.*did you mean 'hearing'"),
        ({"text": ["a", "b"], "datum": ["2021", "våren"]}, r"row 3: date 'våren'"),
        ({"text": ["a", "b"], "id": ["x", "x"]}, r"row 3: the id 'x' stands in t\.csv, row 2"),
        ({"text": [None, None]}, "no row with a text"),
    ],
)
def test_wrong_values_are_told_with_their_row(columns: dict[str, list[object]], message: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=message):
        kfi.read(save(pd.DataFrame(columns), tmp_path / "t.csv"))


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet"])
def test_damaged_tables_are_refused(suffix: str, tmp_path: Path) -> None:
    path = save(ROWS, tmp_path / f"t{suffix}")
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(ReadError):
        kfi.read(path)
    path.write_bytes(b"")
    with pytest.raises(ReadError, match="empty"):
        kfi.read(path)
