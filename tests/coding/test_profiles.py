"""Profiles: shares with n and interval, per group, over sources."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.profiles import PROFILE_COLUMNS, profile
from kfi_analysis.errors import SettingError


def codings(rows: list[tuple[str, str, bool, bool]]) -> Codings:
    ids = [f"p{at}" for at in range(len(rows))]
    units = pd.DataFrame(
        {"passage_id": ids, "document_id": [r[0] for r in rows], "start": 0, "end": 1, "source_kind": [r[1] for r in rows]}
    )
    coded = [(p, code) for p, r in zip(ids, rows, strict=True) for code, on in (("ansvar", r[2]), ("lärande", r[3])) if on]
    table = pd.DataFrame(coded, columns=["passage_id", "code"]).assign(coder="x")
    return Codings(table, units)


def test_counts_and_shares_per_group() -> None:
    made = codings([("a", "hearing", True, False), ("b", "hearing", False, False), ("c", "intervju", True, True)])
    out = profile(made, "source_kind", resamples=100).set_index(["group", "code"])
    assert out.loc[("hearing", "ansvar"), ["n", "sources", "count", "share"]].tolist() == [2, 2, 1, 0.5]
    assert out.loc[("intervju", "lärande"), "share"] == 1.0
    assert np.isnan(out.loc[("intervju", "lärande"), "low"])


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["hearing", "intervju"]), st.booleans(), st.booleans()), max_size=12))
def test_shares_lie_in_their_intervals_and_counts_add_up(rows: list[tuple[str, str, bool, bool]]) -> None:
    made = codings(rows)
    out = profile(made, "source_kind", codes=["ansvar", "lärande"], resamples=40)
    assert list(out.columns) == list(PROFILE_COLUMNS)
    assert out["count"].sum() == len(made)
    assert out[out["code"] == "ansvar"]["n"].sum() == len(rows)
    known = out.dropna(subset=["low"])
    assert ((known["low"] >= 0) & (known["high"] <= 1) & (known["low"] <= known["high"])).all()


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(SettingError, match="source_kind"):
        profile(codings([("a", "hearing", True, False)]), "source_knd")


def test_an_empty_coding_gives_an_empty_table_with_columns() -> None:
    assert list(profile(Codings.empty(), "document_id").columns) == list(PROFILE_COLUMNS)


def test_a_coding_gives_its_own_profile_also_when_it_is_empty() -> None:
    some = codings([("a", "hearing", True, False), ("b", "intervju", False, True)])
    pd.testing.assert_frame_equal(some.profile(by="source_kind", resamples=50), profile(some, "source_kind", resamples=50))
    for by in (None, "valence", "phase"):
        none = Codings.empty().profile(by=by)
        assert tuple(none.columns) == PROFILE_COLUMNS
        assert none.empty
