"""Reading files: text, excerpts and spans; and what is said when a file cannot be used."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kfi_analysis as kfi
from kfi_analysis.corpus import AttributionPatterns, Corpus, Units
from kfi_analysis.corpus.structure import Rules, passages_of
from kfi_analysis.errors import ReadError, TableError
from kfi_analysis.text.layout import lay_out
from tests.conftest import shared


@pytest.mark.sources
def test_the_report_has_its_excerpts(boras: Corpus, boras_path: Path) -> None:
    excerpts = boras.excerpts.passages
    assert excerpts["source_kind"].value_counts().to_dict() == {"självvärdering": 34, "intervju": 12, "hearing": 10}
    assert excerpts["ordinal"].tolist() == list(range(1, 57))
    assert excerpts["unit"].nunique() == 7
    assert set(excerpts["respondent"].dropna()) == set("ABCDEFH")
    original = boras_path.read_text(encoding="utf-8")
    with shared("gold", "excerpts_dev.csv").open(encoding="utf-8") as stream:
        gold = list(csv.DictReader(stream))
    for row in gold:
        excerpt = excerpts.iloc[int(row["ordinal"]) - 1]
        start, _ = boras.original_span("boras-kfi-2021", excerpt["start"], excerpt["end"])
        assert original.count("\n", 0, start) + 1 == int(row["first_line"])
        assert excerpt["source_kind"] == row["source_kind"]
        said = excerpt["respondent"] if row["source_kind"] == "intervju" else excerpt["unit_as_written"]
        assert said == row["source"]


@pytest.mark.sources
def test_the_report_has_its_headings(boras: Corpus) -> None:
    headings = boras.filter(level="heading").texts.tolist()
    for heading in ("Koordinering", "Samverkan med externa aktörer", "Samarbete och samordning inom staden", "Personalfrågor"):
        assert heading in headings
    assert "Övergripande omdömen och rekommendationer / Rekommendationer" in set(boras.passages["section"].dropna())


@pytest.mark.sources
def test_every_span_leads_to_the_characters_it_came_from(boras: Corpus, boras_path: Path) -> None:
    original = boras_path.read_text(encoding="utf-8")
    for row, text in zip(boras.passages.itertuples(), boras.texts, strict=True):
        assert text == text.strip()
        assert text
        start, end = boras.original_span(row.document_id, row.start, row.end)
        letters = [c for c in original[start:end].replace("till-\nlämp", "tillämp") if c.isalnum()]
        assert [c for c in text if c.isalnum()] == letters


@pytest.mark.sources
def test_passages_of_all_sources_slice_back_and_stand_in_order(boras_ocr: Corpus, goteborg_paths: list[Path]) -> None:
    corpus = Corpus.concat([boras_ocr, kfi.read(goteborg_paths[0].parent)])
    texts = dict(zip(corpus.documents["document_id"], corpus.documents["text"], strict=True))
    last: dict[str, tuple[int, int]] = {}
    for row, said in zip(corpus.passages.itertuples(), corpus.texts, strict=True):
        assert texts[row.document_id][row.start : row.end] == said == said.strip() != ""
        start, end = corpus.original_span(row.document_id, row.start, row.end)
        before = last.get(row.document_id, (0, 0))
        assert before[0] <= row.start
        assert before[1] <= start < end
        last[row.document_id] = (row.end, end)


@pytest.mark.parametrize(
    ("text", "title"), [("Självvärdering 2021\n\nVi hade en plan.", "Självvärdering 2021"), ("Inledning\n\nVi hade en plan.", "a")]
)
def test_the_title_is_the_heading_that_a_text_opens_with(text: str, title: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert kfi.read(tmp_path / "a.txt").documents["title"].tolist() == [title]


WORDS = ["Ansvar", "nämnden", "be-\n", "slut.", "(Hearing, Skolan)", "”det", "gick”", "\n\n", "\f", "• ", "12", "1.1", "Då", "\n"]


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_text_slices_back(parts: list[str]) -> None:
    layout = lay_out(" ".join(parts))
    rules = Rules(AttributionPatterns.load(), Units.load())
    at = 0
    for row in passages_of("d", layout, rules):
        said = layout.text[row["start"] : row["end"]]
        assert at <= row["start"] < row["end"] <= len(layout.text)
        assert said == said.strip()
        at = row["end"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"rapport\.txt: no such file"):
        kfi.read(tmp_path / "rapport.txt")


def test_an_empty_file_is_told_about(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" \n")
    with pytest.raises(ReadError, match="is empty"):
        kfi.read(tmp_path / "a.txt")


def test_binary_data_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 20)
    with pytest.raises(ReadError, match="binary"):
        kfi.read(tmp_path / "a.txt")


def test_a_folder_lists_what_it_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Vi hade en plan.")
    (tmp_path / "b.xyz").write_text("x")
    (tmp_path / "c.txt").write_bytes(b"\x00\x01" * 50)
    corpus = kfi.read(tmp_path)
    assert corpus.documents["document_id"].tolist() == ["a"]
    files = corpus.skipped[corpus.skipped["what"] == "file"]
    assert files["source"].tolist() == ["b.xyz", "c.txt"]


def test_a_folder_without_readable_files_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="empty"):
        kfi.read(tmp_path)
    (tmp_path / "b.xyz").write_text("x")
    with pytest.raises(ReadError, match="none of its 1 files"):
        kfi.read(tmp_path)


def test_an_unknown_source_kind_suggests_the_closest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Vi hade en plan.")
    with pytest.raises(TableError, match="did you mean 'hearing'"):
        kfi.read(tmp_path / "a.txt", source_kind="hering")


def test_files_with_one_name_get_different_ids(tmp_path: Path) -> None:
    for name in ("x/a.txt", "y/a.txt", "y/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Vi hade en plan.")
    assert sorted(kfi.read(tmp_path).documents["document_id"]) == ["b", "x/a.txt", "y/a.txt"]
