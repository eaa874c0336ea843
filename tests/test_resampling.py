"""The cluster bootstrap: same seed same result, order does not matter, clusters widen the interval."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.errors import SettingError
from kfi_analysis.resampling import cluster_weights, ratio_interval


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=1, max_size=30), st.randoms())
def test_order_does_not_matter(rows: list[tuple[bool, int]], random: object) -> None:
    hits, clusters = [r[0] for r in rows], [r[1] for r in rows]
    order = np.random.default_rng(len(rows)).permutation(len(rows))
    first = ratio_interval(hits, np.ones(len(rows)), clusters, resamples=50, seed=3)
    second = ratio_interval(np.array(hits)[order], np.ones(len(rows)), np.array(clusters)[order], resamples=50, seed=3)
    for a, b in zip(first, second, strict=True):
        np.testing.assert_allclose(a, b)


def test_two_sources_have_no_interval() -> None:
    value, low, high = ratio_interval([1, 0], [1, 1], ["a", "b"])
    assert value[0] == 0.5
    assert np.isnan(low[0])
    assert np.isnan(high[0])


def test_alike_passages_in_a_source_widen_the_interval() -> None:
    hits = np.repeat([1, 0, 1, 0, 1, 0, 0, 1], 20)
    clustered = ratio_interval(hits, np.ones(160), np.repeat(np.arange(8), 20), seed=1)
    independent = ratio_interval(hits, np.ones(160), np.arange(160), seed=1)
    assert (clustered[2] - clustered[1])[0] > 3 * (independent[2] - independent[1])[0]


def test_coverage_of_independent_shares_is_near_its_level() -> None:
    rng = np.random.default_rng(5)
    inside = 0
    for trial in range(200):
        hits = rng.random(80) < 0.3
        _, low, high = ratio_interval(hits, np.ones(80), np.arange(80), resamples=400, seed=trial)
        inside += bool(low[0] <= 0.3 <= high[0])
    assert 0.89 <= inside / 200 <= 0.99


def test_none_of_ten_sources_is_not_certainly_none() -> None:
    _, low, high = ratio_interval(np.zeros(30), np.ones(30), np.repeat(np.arange(10), 3), seed=1)
    assert low[0] == 0
    assert high[0] == pytest.approx(1 - 0.025**0.1)
    _, low, high = ratio_interval(np.ones(30), np.ones(30), np.repeat(np.arange(10), 3), seed=1)
    assert low[0] == pytest.approx(0.025**0.1)
    assert high[0] == 1


def test_several_columns_at_once() -> None:
    value, low, high = ratio_interval([[1, 0], [1, 1], [0, 1]], [1, 1, 1], [1, 2, 3])
    assert value.shape == low.shape == high.shape == (2,)


def test_nothing_counted_is_nan_not_an_error() -> None:
    value, _, _ = ratio_interval(np.empty((0, 2)), [], [])
    assert np.isnan(value).all()


def test_bad_settings() -> None:
    with pytest.raises(SettingError, match="level"):
        ratio_interval([1], [1], [1], level=2)
    with pytest.raises(SettingError, match="cluster"):
        cluster_weights(0, 10, 1)
