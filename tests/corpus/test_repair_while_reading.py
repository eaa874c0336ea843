"""Repair while reading: the words are mended, the blocks and the map follow, a clean text is not touched."""

from __future__ import annotations

from pathlib import Path

import kfi_analysis as kfi

DAMAGED = (
    "Ansvar\n\nVi dr nojda med stodet fran f6rvaltningen och det har fungerat vil under aret.\n\n"
    "Ndmnden har foljt upp hur arbetet gatt och vilka dtgdrder som krdvs. (Sjilvvdrdering, Forskolefdrvaltningen)\n"
)


def test_words_are_mended_and_lead_back(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DAMAGED, encoding="utf-8")
    plain, mended = kfi.read(tmp_path / "a.txt"), kfi.read(tmp_path / "a.txt", repair=True)
    assert mended.documents["ocr_noise"].iloc[0] == plain.documents["ocr_noise"].iloc[0] > 0
    assert plain.passages["level"].tolist() == mended.passages["level"].tolist()
    assert "är nöjda med stödet från" in mended.texts.iloc[1]
    for one, other in zip(plain.passages.itertuples(), mended.passages.itertuples(), strict=True):
        assert plain.original_span("a", one.start, one.end) == mended.original_span("a", other.start, other.end)
    assert mended.skipped["what"].tolist() == ["misread word"]
    assert mended.excerpts.passages["unit"].tolist() == ["Förskoleförvaltningen"]


def test_a_clean_text_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nämnden har följt upp hur arbetet gått och vilka åtgärder som krävs.\n" * 3, encoding="utf-8")
    assert kfi.read(tmp_path / "a.txt", repair=True).sha256 == kfi.read(tmp_path / "a.txt").sha256
