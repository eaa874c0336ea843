"""Collocations: pairs by hand, no pair over a sentence's end, order of texts without effect."""

from __future__ import annotations

import pandas as pd
import pytest

from kfi_analysis.errors import SettingError
from kfi_analysis.text.collocations import COLLOCATION_COLUMNS, collocations

TEXTS = ["Den centrala krisledningen mötte nämnden.", "Central krisledning behövs. Nämnden beslutade.", "Centrala krisledningen bra."] * 2


def test_inflected_pairs_are_one_pair() -> None:
    found = collocations(TEXTS).set_index(["first", "second"])
    assert found.loc[("central", "krisledning"), "count"] == 6
    assert found.loc[("central", "krisledning"), "npmi"] == pytest.approx(1.0, abs=0.25)


def test_no_pair_over_the_end_of_a_sentence() -> None:
    found = collocations(TEXTS, min_count=1, window=3)
    assert ("behöva", "nämnd") not in set(zip(found["first"], found["second"], strict=True))


def test_order_of_texts_does_not_matter() -> None:
    pd.testing.assert_frame_equal(collocations(TEXTS, min_count=1), collocations(TEXTS[::-1], min_count=1))


def test_nothing_gives_the_columns() -> None:
    assert list(collocations([]).columns) == list(COLLOCATION_COLUMNS)


def test_a_window_of_one_is_refused() -> None:
    with pytest.raises(SettingError, match="window"):
        collocations(TEXTS, window=1)
