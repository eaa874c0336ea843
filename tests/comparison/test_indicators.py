"""Indicators: joined by municipality, the latest year first, checked row by row."""

from __future__ import annotations

import pandas as pd
import pytest

from kfi_analysis.comparison.indicators import join_indicators, per_capita
from kfi_analysis.errors import TableError


def facts(**changes: object) -> pd.DataFrame:
    rows = {"kpi": ["N1", "N1", "N2"], "municipality": ["Ekby", "Ekby", "Alby"], "year": [2020, 2021, 2021], "value": [1, 2, 3]}
    return pd.DataFrame(rows | changes)


def test_the_latest_year_is_taken_unless_one_is_named() -> None:
    table = pd.DataFrame({"municipality": ["Ekby", "Alby", "Norrby"]})
    assert join_indicators(table, facts())["N1"].tolist()[:1] == [2.0]
    assert join_indicators(table, facts(), year=2020, kpis=["N1"])["N1"].tolist()[:1] == [1.0]
    assert join_indicators(table, facts())["N2"].isna().tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (facts().drop(columns="value"), "value"),
        (facts(value=["1", "två", 3]), "row 2"),
        (facts(year=[2021, 2021, 2021]), "stands twice"),
        (facts(municipality=["1490", "1491", "1492"]), "write both as names"),
    ],
)
def test_wrong_tables_are_told_about(table: pd.DataFrame, message: str) -> None:
    with pytest.raises(TableError, match=message):
        join_indicators(pd.DataFrame({"municipality": ["Ekby"]}), table)


def test_an_unknown_kpi_is_named() -> None:
    with pytest.raises(TableError, match="N3"):
        join_indicators(pd.DataFrame({"municipality": ["Ekby"]}), facts(), kpis=["N3"])


def test_stated_figures_are_checked_to_their_last_digit() -> None:
    assert per_capita(11789, 113714, stated=1037) == (pytest.approx(1036.72, abs=0.01), True)
    assert per_capita(11789, 113714, stated=1036)[1] is False
    assert per_capita(1, 3, per=1, stated=0.33)[1] is True
    with pytest.raises(TableError):
        per_capita(1, 0)
