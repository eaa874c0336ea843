"""Correspondence analysis against its defining identities, and similarity as a distance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import chi2_contingency

from kfi_analysis.comparison.correspondence import correspondence, similarity
from kfi_analysis.errors import NotEnoughDataError, SettingError

tables = arrays(np.int64, st.tuples(st.integers(2, 5), st.integers(2, 5)), elements=st.integers(0, 30))


@given(tables)
def test_total_inertia_is_chi_square_over_n(values: np.ndarray) -> None:
    assume((values.sum(axis=0) > 0).sum() >= 2 and (values.sum(axis=1) > 0).sum() >= 2)
    table = pd.DataFrame(values)
    kept = values[values.sum(axis=1) > 0][:, values.sum(axis=0) > 0]
    expected = chi2_contingency(kept, correction=False).statistic / kept.sum()
    found = correspondence(table)
    assert found.total == pytest.approx(expected, abs=1e-9)
    weights = kept.sum(axis=1) / kept.sum()
    np.testing.assert_allclose(weights @ found.rows.to_numpy() ** 2, found.inertia * found.total, atol=1e-9)


def test_smoking_table_of_greenacre() -> None:
    table = pd.DataFrame([[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]])
    found = correspondence(table)
    assert found.total == pytest.approx(0.0852, abs=5e-5)
    assert found.inertia.iloc[0] == pytest.approx(0.878, abs=5e-4)


@given(tables)
def test_similarity_is_a_symmetric_distance(values: np.ndarray) -> None:
    out = similarity(pd.DataFrame(values)).to_numpy()
    np.testing.assert_allclose(out, out.T)
    known = out[~np.isnan(out)]
    assert ((known >= 0) & (known <= 1 + 1e-12)).all()


def test_bad_tables() -> None:
    with pytest.raises(NotEnoughDataError, match="two rows"):
        correspondence(pd.DataFrame([[1, 2], [0, 0]]))
    for table in ([[1, -1], [2, 2]], [[1, np.nan], [2, 2]]):
        with pytest.raises(SettingError):
            correspondence(pd.DataFrame(table))
        with pytest.raises(SettingError):
            similarity(pd.DataFrame(table))
