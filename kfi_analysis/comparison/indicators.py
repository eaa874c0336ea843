"""Facts about municipalities from a table that the user gives: joined by code or name, and figures per inhabitant.

The table is long, as Kolada gives it: kpi, municipality, year, value. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kfi_analysis.errors import TableError, did_you_mean

__all__ = ["join_indicators", "per_capita"]

_COLUMNS = ("kpi", "municipality", "year", "value")


def join_indicators(
    table: pd.DataFrame, indicators: pd.DataFrame, *, kpis: Sequence[str] | None = None, year: int | None = None
) -> pd.DataFrame:
    """Return `table` with a column per indicator.

    Parameters
    ----------
    table
        With a column municipality (name or code, as the indicators write it); one row or more a municipality.
    indicators
        Long: kpi, municipality, year, value. One value per kpi, municipality and year.
    kpis
        Which; all if None.
    year
        Which year; the latest of each municipality and kpi if None.

    Raises
    ------
    TableError
        If a column is missing, a value is not a number, a row stands twice, a kpi is unknown, or no municipality is found.

    Examples
    --------
    >>> facts = pd.DataFrame({"kpi": "N01951", "municipality": ["Ekby", "Alby"], "year": 2021, "value": [9000, 31000]})
    >>> join_indicators(pd.DataFrame({"municipality": ["Alby"]}), facts)["N01951"].tolist()
    [31000.0]
    """
    facts = _checked(indicators)
    if "municipality" not in table:
        raise TableError("the column 'municipality' is missing", where="table")
    wanted = list(dict.fromkeys(facts["kpi"])) if kpis is None else list(kpis)
    for kpi in wanted:
        if kpi not in set(facts["kpi"]):
            raise TableError(f"kpi {kpi!r} is not there: {did_you_mean(kpi, sorted(set(facts['kpi'])))}", where="indicators")
    facts = facts[facts["kpi"].isin(wanted)]
    facts = (
        facts[facts["year"] == year]
        if year is not None
        else facts.sort_values("year").drop_duplicates(["kpi", "municipality"], keep="last")
    )
    wide = facts.pivot(index="municipality", columns="kpi", values="value").reindex(columns=wanted)
    names = table["municipality"].astype("string").str.strip()
    if len(table) and not names.isin(wide.index).any():
        raise TableError(
            f"no municipality of the table is among the indicators ({names.iloc[0]!r} against {', '.join(map(repr, wide.index[:1]))}): "
            "write both as names or both as codes (four digits, as text)",
            where="indicators",
        )
    return table.assign(**{kpi: wide[kpi].reindex(names).to_numpy() for kpi in wanted})


def per_capita(count: float, population: float, *, per: int = 10_000, stated: float | None = None) -> tuple[float, bool | None]:
    """Return a count per so many inhabitants, and whether it agrees with a stated figure to the last digit that was given.

    Examples
    --------
    >>> per_capita(11789, 113714, stated=1037)
    (1036.72..., True)
    """
    if population <= 0:
        raise TableError(f"population {population} must be above 0", where="per_capita")
    value = per * count / population
    if stated is None:
        return value, None
    decimals = len(str(stated).partition(".")[2].rstrip("0"))
    return value, round(value, decimals) == round(stated, decimals)


def _checked(indicators: pd.DataFrame) -> pd.DataFrame:
    for column in _COLUMNS:
        if column not in indicators:
            raise TableError(
                f"the column {column!r} is missing: {did_you_mean(column, map(str, indicators.columns))}",
                where="indicators",
            )
    facts = indicators[list(_COLUMNS)].copy()
    for column in ("kpi", "municipality"):
        facts[column] = facts[column].astype("string").str.strip()
    for column in ("year", "value"):
        numbers = pd.to_numeric(facts[column], errors="coerce")
        wrong = numbers.isna() & facts[column].notna()
        if wrong.any():
            at = int(wrong.to_numpy().argmax())
            raise TableError(f"{column} {indicators[column].iloc[at]!r} is not a number", where=f"indicators, row {at + 1}")
        facts[column] = numbers
    double = facts.duplicated(["kpi", "municipality", "year"])
    if double.any():
        row = facts[double].iloc[0]
        raise TableError(f"{row['kpi']} for {row['municipality']} in {row['year']:.0f} stands twice", where="indicators")
    return facts.assign(value=facts["value"].astype("float64"))
