"""Word and Excel, and what happens when a report must not be written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from kfi_analysis.analysis import Analysis
from kfi_analysis.errors import AnonymityError, InputError, SettingError
from kfi_analysis.report import check_anonymity, write_report


@pytest.fixture(scope="session")
def folder(analysis: Analysis, summary: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report")
    write_report(analysis, path / "r.docx", path / "t.xlsx", path / "s.json", summary=summary)
    return path


def test_no_text_becomes_a_formula(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "t.xlsx")
    assert {"Läs mig", "Teman", "Passager", "Proveniens"} <= set(book.sheetnames)
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in texts if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=1+1") for cell in texts)


def test_sheets_can_be_filtered_and_say_what_they_hold(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "t.xlsx")
    front = {row[0].value for row in book["Läs mig"].iter_rows(min_row=5)}
    assert front == set(book.sheetnames) - {"Läs mig"}
    assert all(book[name].auto_filter.ref and book[name].freeze_panes == "A2" for name in book.sheetnames[1:])


def test_numbers_of_passages_lead_to_their_sheet(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "t.xlsx")
    known = {row[0].value for row in book["Passager"].iter_rows(min_row=2)}
    for row in book["Teman"].iter_rows(min_row=2, values_only=True):
        for number in filter(None, str(row[-1] or "").split(", ")):
            assert int(number) in known


def test_word_has_real_styles(folder: Path) -> None:
    document = docx.Document(str(folder / "r.docx"))
    styles = [p.style.name for p in document.paragraphs]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") >= 5
    assert "Caption" in styles
    assert len(document.tables) >= 5
    assert all(t.rows[0]._tr.find(".//{*}tblHeader") is not None for t in document.tables)
    assert "TOC" in document.element.xml
    assert document.inline_shapes[0]._inline.docPr.get("descr")


def test_an_unmasked_name_blocks_and_nothing_is_written(analysis: Analysis, summary: dict[str, Any], tmp_path: Path) -> None:
    leaking = {
        **summary,
        "passages": [{**summary["passages"][0], "text": "Ring Karin Bergström på 070-123 45 67."}, *summary["passages"][1:]],
    }
    assert check_anonymity(leaking)["blocks"].any()
    with pytest.raises(AnonymityError, match="allow_risks"):
        write_report(analysis, tmp_path / "r.json", summary=leaking)
    assert list(tmp_path.iterdir()) == []
    write_report(analysis, tmp_path / "r.json", summary=leaking, allow_risks=True)
    assert (tmp_path / "r.json").exists()


def test_a_masked_summary_has_no_risk_that_blocks(summary: dict[str, Any]) -> None:
    risks = check_anonymity(summary)
    assert risks[risks["blocks"]].empty, risks


def test_endings_and_places(analysis: Analysis, summary: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="pdf"):
        write_report(analysis, tmp_path / "r.pdf", summary=summary)
    with pytest.raises(InputError):
        write_report(analysis, Path("/proc/nowhere/r.json"), summary=summary)
