"""Blind sheets: who gets what, in which order, and the way back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kfi_analysis.coding import agreement, coding_sheets, merge_codings, read_codings
from kfi_analysis.coding.codings_files import codings_from_table
from kfi_analysis.coding.parallel import SHEET_COLUMNS
from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import NotEnoughDataError, SettingError

TEXTS = Corpus.from_texts({f"d{at:02d}": f"Text nummer {at}." for at in range(20)})


def test_all_is_dealt_out_and_a_share_is_common() -> None:
    sheets = coding_sheets(TEXTS, ["anna", "bo", "cia"], shared=0.25, seed=4)
    own = {coder: set(sheet["document_id"]) for coder, sheet in sheets.items()}
    assert set.union(*own.values()) == set(TEXTS.documents["document_id"])
    common = set.intersection(*own.values())
    assert len(common) == 5
    assert sorted(len(part - common) for part in own.values()) == [5, 5, 5]
    assert list(sheets["anna"].columns) == list(SHEET_COLUMNS)
    order = {coder: [name for name in sheet["document_id"] if name in common] for coder, sheet in sheets.items()}
    assert len({tuple(names) for names in order.values()}) > 1
    again = coding_sheets(TEXTS, ["anna", "bo", "cia"], shared=0.25, seed=4)
    assert again["bo"].equals(sheets["bo"])


def test_filled_sheets_come_back(tmp_path: Path) -> None:
    parts = []
    for coder, sheet in coding_sheets(TEXTS, ["anna", "bo"], shared=0.5, seed=1).items():
        filled = sheet.assign(codes=["ansvar" if name < "d10" else "ingen" for name in sheet["document_id"]])
        filled.loc[filled.index[-1], "codes"] = ""
        filled.to_csv(tmp_path / f"{coder}.csv", index=False)
        parts.append(read_codings(tmp_path / f"{coder}.csv", blank="not coded"))
        assert len(parts[-1].units) == len(sheet) - 1
        assert len(read_codings(tmp_path / f"{coder}.csv").units) == len(sheet)
    found = agreement(merge_codings(parts).on(TEXTS), resamples=0)
    assert found.coders == ("anna", "bo")
    assert 8 <= found.table["n"].iloc[0] <= 10
    assert found.alpha == 1.0


def test_bad_settings_are_named() -> None:
    with pytest.raises(SettingError, match="names that differ"):
        coding_sheets(TEXTS, ["anna", "anna"])
    with pytest.raises(SettingError, match="between 0 and 1"):
        coding_sheets(TEXTS, ["anna"], shared=20)
    with pytest.raises(NotEnoughDataError):
        coding_sheets(Corpus.empty(), ["anna"])
    with pytest.raises(SettingError, match="did you mean 'not coded'"):
        codings_from_table(pd.DataFrame({"ordinal": [1], "codes": ["a"]}), blank="not code")  # type: ignore[arg-type]
