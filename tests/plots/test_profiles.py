"""Profile figures: drawn from the table alone, the same bytes each time, with a name for readers who do not see them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kfi_analysis.errors import NotEnoughDataError
from kfi_analysis.plots.profiles import plot_profile
from kfi_analysis.plots.style import to_svg


def table() -> pd.DataFrame:
    rows = [("hearing", "ansvar", 10, 0.4, 0.2, 0.6), ("intervju", "ansvar", 1, 1.0, np.nan, np.nan)]
    return pd.DataFrame(rows, columns=["group", "code", "n", "share", "low", "high"])


def test_svg_is_reproducible_and_named() -> None:
    first, second = (to_svg(plot_profile(table()), "Andel <per> grupp") for _ in range(2))
    assert first == second
    assert "aria-label=" in first
    assert "&lt;per&gt;" in first
    assert "intervju (n = 1)" in first
    assert "<metadata" not in first


def test_a_missing_interval_is_an_open_dot() -> None:
    panel = plot_profile(table()).axes[0]
    faces = [tuple(np.round(c.get_facecolor()[0], 2)) for c in panel.collections if c.get_facecolor().size]
    assert (1.0, 1.0, 1.0, 1.0) in faces


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(NotEnoughDataError):
        plot_profile(table().iloc[:0])
