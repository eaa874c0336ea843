"""A user's copy is the study, another edition of it, or something else, and the account says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfi_analysis.corpus import registered, verify_copy, verify_text
from kfi_analysis.errors import ReadError, SettingError


@pytest.mark.sources
def test_the_clean_text_is_exact(boras_path: Path) -> None:
    found = verify_copy("boras-2021", boras_path)
    assert (found.verdict, found.complete) == ("exact", True)
    assert found.parts["exact"].all()


@pytest.mark.sources
def test_the_scanned_papers_are_known_and_lack_the_analysis(boras_ocr_path: Path) -> None:
    found = verify_copy("boras-2021", boras_ocr_path)
    assert (found.verdict, found.complete) == ("exact", False)
    parts = found.parts
    assert parts.loc[parts["part"] == "excerpt", "present"].all()
    chapters = registered("boras-2021").table("sections").set_index("ordinal")["chapter"]
    sections = parts[parts["part"] == "section"]
    lost = sections.loc[~sections["present"], "ordinal"].astype(str).map(chapters)
    assert (lost == "Analys").sum() == (chapters == "Analys").sum()
    assert set(lost) <= {"Analys", "Övergripande omdömen och rekommendationer"}


@pytest.mark.sources
def test_a_changed_copy_is_another_edition_and_the_gap_is_named(boras_path: Path) -> None:
    text = boras_path.read_text(encoding="utf-8")
    found = verify_text("boras-2021", text[: len(text) // 2].replace("\n", "\r\n") + " (tryckt 2022)")
    assert found.verdict == "other edition"
    assert not found.complete
    assert "Avsnitt som saknas" in found.account()
    assert "Lärande" in found.account()


@pytest.mark.sources
def test_a_text_with_line_breaks_moved_is_still_exact(boras_path: Path) -> None:
    text = boras_path.read_text(encoding="utf-8")
    assert verify_text("boras-2021", text.replace("-\n", "").replace("\n", " ")).verdict == "exact"


def test_the_paraphrases_are_not_the_report() -> None:
    text = "\n".join(registered("boras-2021").table("excerpts")["paraphrase"])
    found = verify_text("boras-2021", text)
    assert found.verdict == "wrong document"
    assert found.account().startswith("Fel dokument")


def test_shipped_texts_need_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kfi_analysis.corpus import registry

    (tmp_path / "prov").mkdir()
    (tmp_path / "prov" / "corpus.toml").write_text(
        "[corpus]\nname='prov'\ntitle='t'\ndescription='d'\nlicence='MIT'\nlanguage='sv'\ndocuments='documents.csv'\n", encoding="utf-8"
    )
    monkeypatch.setattr(registry, "corpora_folder", lambda: tmp_path)
    with pytest.raises(SettingError, match="needs no copy"):
        verify_text("prov", "x")


def test_a_missing_copy_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"saknas\.txt"):
        verify_copy("boras-2021", tmp_path / "saknas.txt")
