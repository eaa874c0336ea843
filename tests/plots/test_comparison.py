"""Comparison figures: every group and code is there, told apart without colour."""

from __future__ import annotations

import pandas as pd
import pytest

from kfi_analysis.errors import NotEnoughDataError
from kfi_analysis.plots.comparison import plot_dumbbell, plot_heatmap
from kfi_analysis.plots.style import to_svg


def profile(groups: int) -> pd.DataFrame:
    rows = [(f"Kommun {g}", code, 0.1 * g / groups, 0.0, 0.3) for g in range(groups) for code in ("ansvar", "lärande")]
    return pd.DataFrame(rows, columns=["group", "code", "share", "low", "high"])


def test_a_dumbbell_has_a_marker_a_group() -> None:
    figure = plot_dumbbell(profile(3), names={"ansvar": "Ansvar"})
    shapes = {collection.get_paths()[0].vertices.tobytes() for collection in figure.axes[0].collections[1::2]}
    assert len(shapes) == 3
    assert "Kommun 2" in to_svg(figure, "x")


@pytest.mark.parametrize("groups", [2, 70])
def test_a_heatmap_names_every_group(groups: int) -> None:
    svg = to_svg(plot_heatmap(profile(groups)), "x")
    assert all(f"Kommun {g}" in svg for g in range(groups))


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(NotEnoughDataError, match="heatmap"):
        plot_dumbbell(profile(9))
    with pytest.raises(NotEnoughDataError):
        plot_heatmap(profile(2).iloc[:0])
