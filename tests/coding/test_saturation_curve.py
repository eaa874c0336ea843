"""Saturation: counts by hand, the mean over all orders against all orders, and the statement's arithmetic."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kfi_analysis.coding import Codings, saturation
from kfi_analysis.coding.saturation_curve import SATURATION_COLUMNS, STATEMENT_COLUMNS, first_met, rarefaction
from kfi_analysis.errors import NotEnoughDataError, SettingError


def coding(*sources: str) -> Codings:
    """A source a string, a passage a word, a code a letter."""
    units, rows = [], []
    for number, source in enumerate(sources):
        for at, word in enumerate(source.split() or ["-"]):
            passage = f"s{number}-{at}"
            units.append((passage, f"s{number}", 10 * at, 10 * at + 9))
            rows += [(passage, code, "x") for code in word if code != "-"]
    return Codings(
        pd.DataFrame(rows, columns=["passage_id", "code", "coder"]),
        pd.DataFrame(units, columns=["passage_id", "document_id", "start", "end"]),
        coders=("x",),
    )


@given(st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=1, max_size=5))
def test_rarefaction_is_the_mean_over_all_orders(rows: list[list[bool]]) -> None:
    has = np.array(rows)
    curves = []
    for order in permutations(range(len(rows))):
        met = first_met(has, np.array(order))
        curves.append([int((met <= step).sum()) for step in range(len(rows))])
    assert rarefaction(has) == pytest.approx(np.mean(curves, axis=0))


def test_counts_by_hand() -> None:
    table = saturation(coding("ab a", "a", "bc", "ca", "-"), orders=20).table
    assert list(table.columns) == list(SATURATION_COLUMNS)
    assert table["new"].tolist() == ["a, b", "", "c", "", ""]
    assert table["codes"].tolist() == [2, 2, 3, 3, 3]
    assert table["pairs"].tolist() == [1, 1, 2, 3, 3]
    assert table["codes_mean"].iloc[-1] == 3
    assert (table["codes_low"] <= table["codes_mean"]).all()


def test_the_statement_by_hand() -> None:
    # Base of four: a, b, c, d. Sources 5-6 bring e (1 of 4), sources 6-7 nothing.
    found = saturation(coding("ab", "c", "a", "d", "e", "a", "b", "c"), orders=200, threshold=0.0)
    row = found.statements[(found.statements["base"] == 4) & (found.statements["run"] == 2) & (found.statements["threshold"] == 0)].iloc[0]
    assert list(found.statements.columns) == list(STATEMENT_COLUMNS)
    assert row["base_codes"] == 4
    assert row["reached_at"] == 5
    assert "5 +2 källor" in found.statement
    assert "Guest, Namey & Chen 2020" in found.statement
    assert "nåddes inte" in saturation(coding("a", "b", "c", "d", "e", "f"), orders=10).statement
    assert "kan inte prövas" in saturation(coding("a", "b", "c"), orders=10).statement


def test_a_code_and_its_parent_are_no_pair_and_levels_fold() -> None:
    units = pd.DataFrame({"passage_id": ["p"], "document_id": "d", "start": 0, "end": 5})
    rows = pd.DataFrame({"passage_id": "p", "code": ["k", "k/x", "l"], "coder": "x"})
    both = Codings(rows, units)
    assert saturation(both, orders=5).table["pairs"].tolist() == [2]
    assert saturation(both, level=1, orders=5).table["codes"].tolist() == [2]


@given(st.lists(st.text("abc ", max_size=4), min_size=2, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=10)
def test_bands_do_not_depend_on_the_order_of_the_sources(sources: list[str], random: object) -> None:
    one = coding("a", *sources)
    units = one.units.copy()
    names = list(dict.fromkeys(units["document_id"]))
    random.shuffle(names)  # type: ignore[attr-defined]
    ordered = pd.concat([units[units["document_id"] == name] for name in names], ignore_index=True)
    other = Codings(one.table.sample(frac=1, random_state=1), ordered, coders=("x",))
    bands = ["codes_mean", "codes_low", "codes_high", "pairs_mean", "pairs_low", "pairs_high"]
    a, b = saturation(one, orders=20), saturation(other, orders=20)
    pd.testing.assert_frame_equal(a.table[bands], b.table[bands])
    assert a.statements["share_of_orders"].tolist() == b.statements["share_of_orders"].tolist()
    again = saturation(other, order=list(a.table["source"]), orders=20)
    pd.testing.assert_frame_equal(a.table, again.table)


def test_unseen_codes_are_estimated() -> None:
    found = saturation(coding("ab", "ac", "ad", "a"), orders=5)
    assert found.estimated_codes == pytest.approx(4 + 3 / 4 * 3 * 2 / 2)
    assert "sources" in repr(found)
    assert "nya koder" in found._repr_html_()


def test_bad_input_is_named() -> None:
    with pytest.raises(NotEnoughDataError, match="no source has any code"):
        saturation(coding("-", "-"))
    with pytest.raises(NotEnoughDataError):
        saturation(Codings.empty())
    with pytest.raises(SettingError, match="base=0"):
        saturation(coding("a"), base=0)
    with pytest.raises(SettingError, match="no column 'unti'"):
        saturation(coding("a"), by="unti")
    with pytest.raises(SettingError, match="no source 'x'"):
        saturation(coding("a"), order=["x"])
