"""Figures of agreement, saturation, pairs and course are drawn from their tables and say what they show."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kfi_analysis.coding import Codings, agreement, cooccurrence, course, saturation
from kfi_analysis.errors import NotEnoughDataError
from kfi_analysis.plots.agreement import plot_agreement
from kfi_analysis.plots.codes import plot_cooccurrence, plot_course, plot_saturation
from kfi_analysis.plots.style import to_svg


def coding(coder: str, seed: int) -> Codings:
    rng = np.random.default_rng(seed)
    units = pd.DataFrame({"passage_id": [f"p{at}" for at in range(24)], "document_id": [f"d{at // 4}" for at in range(24)]}).assign(
        start=[10 * (at % 4) for at in range(24)], end=[10 * (at % 4) + 9 for at in range(24)]
    )
    rows = [(f"p{at}", code, coder) for at in range(24) for code in ("ansvar", "kapacitet", "lärande") if rng.random() < 0.4]
    return Codings(pd.DataFrame(rows, columns=["passage_id", "code", "coder"]), units, coders=(coder,))


def test_every_figure_is_drawn() -> None:
    one = coding("anna", 1)
    met = saturation(one, orders=20)
    svgs = [
        to_svg(plot_agreement(agreement(one, coding("bo", 2), resamples=50).table, names={"ansvar": "Ansvar"}), "α"),
        to_svg(plot_saturation(met.table, statement=met.statement), "mättnad"),
        to_svg(plot_cooccurrence(cooccurrence(one).table), "par"),
        to_svg(plot_course(course(one, parts=4, resamples=20)), "förlopp"),
    ]
    for svg, word in zip(svgs, ("Ansvar (n = 24)", "Par av koder", "Lyft inom källor", "mitten"), strict=True):
        assert word in svg
    same = agreement(coding("anna", 1).filter(code="x"), coding("bo", 1).filter(code="x"), resamples=0)
    assert "odefinierad" in to_svg(plot_agreement(same.table), "α")


def test_nothing_to_draw_is_said() -> None:
    for draw in (plot_agreement, plot_saturation, plot_cooccurrence, plot_course):
        with pytest.raises(NotEnoughDataError):
            draw(pd.DataFrame())
