"""One coefficient in one call: shapes that are taken, what is said where it cannot be computed, and the interval."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pandas as pd
import pytest

from kfi_analysis.coding.reliability import cohen_kappa, fleiss_kappa, gwet_ac1, krippendorff_alpha, percent_agreement
from kfi_analysis.errors import SettingError, TableError

TABLE = pd.DataFrame({"anna": ["s", "s", "u", "u", "n"], "bo": ["s", "u", "u", "u", None], "cia": ["s", "s", "u", "n", "n"]})


def test_every_shape_gives_the_same() -> None:
    value = float(krippendorff_alpha(TABLE))
    assert float(krippendorff_alpha(TABLE.to_numpy())) == value
    assert float(krippendorff_alpha(TABLE.to_numpy().tolist())) == value
    assert float(krippendorff_alpha(TABLE.astype("string"))) == value
    assert float(krippendorff_alpha(TABLE.astype("category"))) == value
    two = float(krippendorff_alpha(TABLE["anna"].tolist(), TABLE["bo"].tolist()))
    assert float(krippendorff_alpha(TABLE[["anna", "bo"]])) == two
    assert float(krippendorff_alpha(TABLE["anna"].sample(frac=1, random_state=1), TABLE["bo"])) == two


def test_one_category_is_undefined_and_says_so() -> None:
    alpha = krippendorff_alpha([["ja", "ja"], ["ja", "ja"], ["nej", None]])
    assert math.isnan(alpha)
    assert "'ja'" in alpha.reason
    assert "two categories" in alpha.reason
    assert math.isnan(fleiss_kappa([["ja", "ja"]]))
    assert math.isnan(cohen_kappa([["ja", "ja"]]))
    assert math.isnan(gwet_ac1([["ja", "ja"]]))
    assert gwet_ac1([["ja", "ja"]], categories=["ja", "nej"]) == 1.0
    assert percent_agreement([["ja", "ja"]]) == 1.0
    assert krippendorff_alpha([[1, 2], [2, 1]]).reason == ""


def test_bad_input_is_named() -> None:
    with pytest.raises(TableError, match=r"no unit was rated by two coders \(units rated: a 1, b 1\)"):
        krippendorff_alpha(pd.DataFrame({"a": [1, None], "b": [None, 2]}))
    with pytest.raises(TableError, match="at least two coders"):
        krippendorff_alpha(np.ones((4, 1)))
    with pytest.raises(TableError, match="two dimensions"):
        krippendorff_alpha([1, 2, 3])
    with pytest.raises(TableError, match="rated 2 and 3 units"):
        krippendorff_alpha([1, 2], [1, 2, 3])
    with pytest.raises(TableError, match="one Series is one coder"):
        krippendorff_alpha(pd.Series([1, 2]))
    with pytest.raises(TableError, match="no unit was rated"):
        krippendorff_alpha([], [])
    with pytest.raises(TableError, match="'x' is not among the categories"):
        krippendorff_alpha([["x", "y"]], categories=["y", "z"])
    with pytest.raises(SettingError, match="did you mean 'nominal'"):
        krippendorff_alpha([[1, 2]], level="nomina")  # type: ignore[arg-type]
    with pytest.raises(SettingError, match="needs the order"):
        krippendorff_alpha([["låg", "hög"]], level="ordinal")
    with pytest.raises(SettingError, match="needs numbers"):
        krippendorff_alpha([["låg", "hög"], ["låg", "låg"]], level="interval")
    with pytest.raises(SettingError, match="between 0 and 1"):
        krippendorff_alpha(TABLE, resamples=10, confidence=95)
    with pytest.raises(TableError, match="2 entries for 5 units"):
        krippendorff_alpha(TABLE, documents=["d", "e"], resamples=10)


def test_order_of_words_can_be_given() -> None:
    table = [["låg", "mellan"], ["hög", "hög"], ["mellan", "mellan"], ["låg", "låg"]]
    order = ["låg", "mellan", "hög"]
    numbers = [[order.index(value) for value in row] for row in table]
    expected = float(krippendorff_alpha(numbers, level="ordinal"))
    assert float(krippendorff_alpha(table, level="ordinal", categories=order)) == expected
    frame = pd.DataFrame(table).apply(lambda column: pd.Categorical(column, categories=order, ordered=True))
    assert float(krippendorff_alpha(frame, level="ordinal")) == expected


def test_interval_and_its_seed() -> None:
    rng = np.random.default_rng(5)
    truth = rng.integers(0, 2, 200)
    table = np.column_stack([np.where(rng.random(200) < 0.1, 1 - truth, truth) for _ in range(3)])
    one = krippendorff_alpha(table, resamples=500, seed=1)
    assert one.low < one < one.high
    assert repr(one) == repr(krippendorff_alpha(table, resamples=500, seed=1))
    assert one.low != krippendorff_alpha(table, resamples=500, seed=2).low
    wide = krippendorff_alpha(table, resamples=500, documents=np.repeat(range(4), 50))
    assert wide.low < wide < wide.high
    assert math.isnan(krippendorff_alpha(table, resamples=50, documents=np.zeros(200)).low)
    assert pickle.loads(pickle.dumps(one)).low == one.low
    assert one.reading == "too low for conclusions (α < .667); Krippendorff 2004, p. 241"


def test_the_interval_holds_what_it_promises() -> None:
    """Of 200 samples of 60 units from a known population, about 95 % of the intervals hold the population's alpha."""
    rng = np.random.default_rng(11)

    def sample(n: int) -> np.ndarray:
        truth = rng.random(n) < 0.4
        return np.column_stack([truth ^ (rng.random(n) < 0.1) for _ in range(3)]).astype(int)

    population = float(krippendorff_alpha(sample(400_000)))
    found = [krippendorff_alpha(sample(60), resamples=400, seed=at) for at in range(200)]
    held = sum(one.low <= population <= one.high for one in found) / len(found)
    assert 0.89 <= held <= 0.99
