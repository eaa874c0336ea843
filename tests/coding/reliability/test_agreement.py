"""`agreement` over codings: the same figures as from plain tables, per code and overall, and errors that say what is wrong."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kfi_analysis.coding import Codings, agreement, krippendorff_alpha, unitizing_alpha
from kfi_analysis.coding.reliability.result import ALL_CODES, COEFFICIENT_COLUMNS, PAIR_COLUMNS, TABLE_COLUMNS
from kfi_analysis.errors import SettingError, TableError

CODES = ["ansvar", "kapacitet", "lärande"]


def units(n: int, per_document: int = 3) -> pd.DataFrame:
    rows = [(f"p{at}", f"d{at // per_document}", 100 * (at % per_document), 100 * (at % per_document) + 90) for at in range(n)]
    return pd.DataFrame(rows, columns=["passage_id", "document_id", "start", "end"])


def coding(coder: str, sets: list[set[str]], seen: list[int] | None = None, valence: list[str] | None = None) -> Codings:
    where = units(len(sets))
    kept = list(range(len(sets))) if seen is None else seen
    rows = [(f"p{at}", code, coder) for at in kept for code in sorted(sets[at])]
    attributes = pd.DataFrame(
        [(f"p{at}", "valence", value, coder) for at, value in enumerate(valence or [])],
        columns=["passage_id", "attribute", "value", "coder"],
    )
    return Codings(pd.DataFrame(rows, columns=["passage_id", "code", "coder"]), where.iloc[kept], attributes, (coder,))


label_sets = st.sets(st.sampled_from(CODES), max_size=3)
three_coders = st.integers(3, 9).flatmap(lambda n: st.lists(st.lists(label_sets, min_size=n, max_size=n), min_size=3, max_size=3))


def row(found: object, what: str) -> pd.Series:
    table = found.table  # type: ignore[attr-defined]
    return table[table["what"] == what].iloc[0]


@given(three_coders)
@settings(max_examples=8)
def test_codes_and_sets_are_those_of_plain_tables(sets: list[list[set[str]]]) -> None:
    parts = [coding(name, one) for name, one in zip(["anna", "bo", "cia"], sets, strict=True)]
    found = agreement(*parts, resamples=0)
    for code in found.table.loc[found.table["kind"] == "kod", "what"]:
        plain = [[int(code in one[at]) for one in sets] for at in range(len(sets[0]))]
        assert row(found, code)["alpha"] == pytest.approx(float(krippendorff_alpha(plain)), abs=1e-9, nan_ok=True)
        positive = [value for line in plain for value in line]
        assert row(found, code)["share"] == pytest.approx(np.mean(positive))
    overall = [[frozenset(one[at]) for one in sets] for at in range(len(sets[0]))]
    assert found.alpha == pytest.approx(float(krippendorff_alpha(overall, level="masi")), abs=1e-9, nan_ok=True)


@given(three_coders, st.randoms(use_true_random=False))
@settings(max_examples=5)
def test_order_never_matters(sets: list[list[set[str]]], random: object) -> None:
    parts = [coding(name, one) for name, one in zip(["anna", "bo", "cia"], sets, strict=True)]
    shuffled = []
    for part in parts:
        rows = part.table.sample(frac=1, random_state=random.randint(0, 99))  # type: ignore[attr-defined]
        where = part.units.sample(frac=1, random_state=random.randint(0, 99))  # type: ignore[attr-defined]
        shuffled.append(replace(part, table=rows, units=where))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = agreement(*parts, resamples=40), agreement(*shuffled, resamples=40)
    pd.testing.assert_frame_equal(one.table, other.table)
    pd.testing.assert_frame_equal(one.coefficients, other.coefficients)
    pd.testing.assert_frame_equal(one.disagreements(), other.disagreements())


def test_tables_have_their_columns_and_go_to_json() -> None:
    sets = [{"ansvar"}, {"kapacitet"}, set(), {"ansvar", "lärande"}, {"lärande"}, {"ansvar"}]
    found = agreement(
        coding("anna", sets, valence=["styrka"] * 3 + ["neutral"] * 3),
        coding("bo", [{"ansvar"}, set(), set(), {"ansvar"}, {"lärande"}, {"ansvar"}], valence=["styrka"] * 4 + ["neutral"] * 2),
    )
    assert list(found.table.columns) == list(TABLE_COLUMNS)
    assert list(found.coefficients.columns) == list(COEFFICIENT_COLUMNS)
    assert list(found.pairs.columns) == list(PAIR_COLUMNS)
    assert found.table["what"].tolist() == ["ansvar", "kapacitet", "lärande", "valence", ALL_CODES]
    assert row(found, "ansvar")["alpha"] == 1.0
    assert row(found, "valence")["percent"] == pytest.approx(5 / 6)
    assert row(found, "ansvar")["n_coded"] == 5
    assert row(found, ALL_CODES)["sources"] == 2
    assert "Krippendorff 2004" in row(found, "ansvar")["reading"]
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["coders"] == ["anna", "bo"]
    assert found.matrix().loc["anna", "bo"] == found.matrix().loc["bo", "anna"] == pytest.approx(found.alpha)
    assert found.matrix("ansvar", coefficient="percent").loc["anna", "bo"] == 1.0
    assert "α" in repr(found)
    assert "Krippendorff" in found._repr_html_()


def test_disagreements_come_with_who_said_what() -> None:
    found = agreement(coding("anna", [{"ansvar"}, {"ansvar", "lärande"}, set()]), coding("bo", [{"ansvar"}, {"ansvar"}, {"kapacitet"}]))
    every = found.disagreements()
    assert every["passage_id"].tolist() == ["p2", "p1"]
    assert every["disputed"].tolist() == ["kapacitet", "lärande"]
    assert every["bo"].tolist() == ["kapacitet", "ansvar"]
    assert found.disagreements("lärande")["passage_id"].tolist() == ["p1"]
    assert found.disagreements("ansvar").empty
    assert len(found.disagreements(n=1)) == 1
    with pytest.raises(SettingError, match="did you mean 'ansvar'"):
        found.disagreements("answar")


def test_uncoded_text_can_be_left_out() -> None:
    anna, bo = [{"ansvar"}, {"kapacitet"}, set(), set()], [{"ansvar"}, {"ansvar"}, set(), set()]
    full = agreement(coding("anna", anna), coding("bo", bo), resamples=0)
    coded = agreement(coding("anna", anna), coding("bo", bo), uncoded=False, resamples=0)
    assert row(full, "ansvar")["n"] == 4
    assert row(coded, "ansvar")["n"] == 2
    assert row(full, "ansvar")["percent"] == 0.75
    assert row(coded, "ansvar")["percent"] == 0.5
    assert row(full, "ansvar")["alpha_coded"] == row(coded, "ansvar")["alpha"]


def test_passages_that_one_coder_did_not_see_are_missing_not_refused() -> None:
    sets = [{"ansvar"}, set(), {"ansvar"}, set()]
    found = agreement(coding("anna", sets), coding("bo", sets, seen=[0, 1, 2]), resamples=0)
    assert row(found, "ansvar")["n"] == 3
    assert row(found, "ansvar")["alpha"] == 1.0
    assert any("1 av 4" in caution for caution in found.cautions)


def test_one_category_only_is_said() -> None:
    found = agreement(coding("anna", [{"ansvar"}] * 3), coding("bo", [{"ansvar"}] * 3))
    assert math.isnan(row(found, "ansvar")["alpha"])
    assert "'ja'" in row(found, "ansvar")["reason"]
    assert any("odefinierad" in caution for caution in found.cautions)
    nothing = agreement(coding("anna", [set(), set()]), coding("bo", [set(), set()]))
    assert math.isnan(nothing.alpha)
    assert nothing.table["what"].tolist() == [ALL_CODES]


def test_bad_input_is_named() -> None:
    one = coding("anna", [{"ansvar"}, {"ansvar"}])
    with pytest.raises(TableError, match="at least two coders, and here is 1"):
        agreement(one)
    with pytest.raises(TableError, match=r"no passage was looked at by two coders \(looked at: anna 1, bo 1\)"):
        agreement(coding("anna", [{"ansvar"}, set()], seen=[0]), coding("bo", [set(), {"ansvar"}], seen=[1]))
    with pytest.raises(TableError, match="only be compared with codings"):
        agreement(one, [1, 2])
    with pytest.raises(SettingError, match="did you mean 'ansvar'"):
        agreement(one, coding("bo", [set(), set()]), codes=["anssvar"])
    with pytest.raises(SettingError, match="'passages'"):
        agreement(one, coding("bo", [set(), set()]), unit="passage")  # type: ignore[arg-type]
    with pytest.raises(SettingError, match="belong to plain tables"):
        agreement(one, coding("bo", [set(), set()]), level="ordinal")
    with pytest.raises(SettingError, match="belong to codings"):
        agreement([[1, 2]], codes=["a"])
    with pytest.raises(TableError, match="nothing is left"):
        agreement(coding("anna", [set()]), coding("bo", [set()]), uncoded=False)
    with pytest.raises(TableError, match="at least two coders"):
        agreement(Codings.empty())


def test_characters_where_coders_chose_their_own_limits() -> None:
    where = pd.DataFrame({"passage_id": ["p"], "document_id": "d", "start": [10], "end": [110]})

    def marked(coder: str, spans: list[tuple[int, int]]) -> Codings:
        return Codings(
            pd.DataFrame(
                [("p", "d", s, e, "ansvar", coder) for s, e in spans],
                columns=["passage_id", "document_id", "start", "end", "code", "coder"],
            ),
            where,
            coders=(coder,),
        )

    a, b = [(20, 40), (60, 80)], [(20, 40), (70, 90)]
    found = agreement(marked("anna", a), marked("bo", b), unit="characters", resamples=0)
    plain = [[int(any(s <= at < e for s, e in one)) for one in (a, b)] for at in range(10, 110)]
    assert row(found, "ansvar")["alpha"] == pytest.approx(float(krippendorff_alpha(plain)))
    assert row(found, "ansvar")["n"] == 100
    shifted = [[(s - 10, e - 10) for s, e in one] for one in (a, b)]
    assert row(found, "ansvar")["alpha_u"] == pytest.approx(unitizing_alpha(shifted, 100))


def test_coders_of_one_codings_and_a_list_of_codings() -> None:
    a, b = coding("anna", [{"ansvar"}, set(), {"lärande"}]), coding("bo", [{"ansvar"}, {"lärande"}, {"lärande"}])
    joined = Codings.concat([a, b])
    figures = agreement(a, b, resamples=50).table
    pd.testing.assert_frame_equal(agreement(joined, resamples=50).table, figures)
    pd.testing.assert_frame_equal(agreement([a, b], resamples=50).table, figures)


def test_plain_tables_get_the_whole_picture() -> None:
    table = pd.DataFrame({"anna": [1, 2, 3, 3, 1], "bo": [1, 2, 3, 2, 1], "cia": [1, 2, 2, 3, None]})
    found = agreement(table, level="ordinal", documents=["a", "a", "b", "b", "c"], language="en")
    assert found.alpha == pytest.approx(float(krippendorff_alpha(table, level="ordinal")))
    assert {"percent", "cohen", "fleiss", "ac1", "alpha"} <= set(found.coefficients["coefficient"])
    assert found.table["sources"].tolist() == [3]
    with pytest.raises(SettingError, match="plain table"):
        found.disagreements()
