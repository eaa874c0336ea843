"""Contrasts on arrays: permutation p-values are exact where they can be, groups are treated alike, nothing depends on order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.comparison.contrasts import (
    Sources,
    cohens_h,
    group_replicates,
    joint_permutation_p,
    percentile_interval,
    permutation_p,
    shuffles_possible,
)
from kfi_analysis.errors import SettingError


def sources(shares: list[float], n: int = 10, strata: list[int] | None = None) -> Sources:
    hits = np.array(shares)[:, None] * n
    return Sources(hits, np.full_like(hits, n), np.array(strata or [0] * len(shares)))


def test_complete_separation_of_four_and_four_gives_the_exact_p() -> None:
    made = sources([1.0, 0.9, 1.0, 0.8, 0.1, 0.0, 0.2, 0.1])
    difference, p = permutation_p(made, np.arange(8) < 4, permutations=20_000, seed=1)
    assert difference[0] == pytest.approx(0.825)
    assert p[0] == pytest.approx(2 / 70, abs=0.004)


def test_joint_and_single_tests_agree_for_two_groups() -> None:
    rng = np.random.default_rng(3)
    made = sources(list(rng.random(20)))
    groups = (np.arange(20) >= 9).astype(np.int64)
    difference, p = permutation_p(made, groups == 0, permutations=4000, seed=1)
    joint_difference, joint_p, overall = joint_permutation_p(made, groups, permutations=4000, seed=2)
    assert joint_difference[0] == pytest.approx(difference)
    assert joint_p[0, 0] == pytest.approx(p[0], abs=0.03)
    assert overall[0] == pytest.approx(p[0], abs=0.05)


def test_labels_move_within_strata_only() -> None:
    made = sources([1.0] * 6 + [0.0] * 6, strata=[0] * 6 + [1] * 6)
    inside = np.array([True] * 3 + [False] * 3 + [True] * 3 + [False] * 3)
    difference, p = permutation_p(made, inside, permutations=300)
    assert difference[0] == 0.0
    assert p[0] == 1.0


@given(st.lists(st.integers(0, 10), min_size=4, max_size=12), st.integers(0, 5))
def test_swapping_the_groups_turns_the_sign_and_keeps_p_near(values: list[int], seed: int) -> None:
    made = sources([value / 10 for value in values])
    inside = np.arange(len(values)) < len(values) // 2
    difference, _ = permutation_p(made, inside, permutations=20, seed=seed)
    turned, p = permutation_p(made, ~inside, permutations=20, seed=seed)
    assert turned[0] == pytest.approx(-difference[0])
    assert 0 < p[0] <= 1


def test_a_lone_source_in_a_group_has_no_interval() -> None:
    hits, totals = group_replicates(sources([0.1, 0.2, 0.3, 0.9]), np.array([0, 0, 0, 1]), resamples=50)
    with np.errstate(invalid="ignore"):
        low, _ = percentile_interval(hits[1] / totals[1], 1)
    assert np.isnan(low[0])
    assert not np.isnan(percentile_interval(hits[0] / totals[0], 3)[0][0])


def test_ways_to_relabel_multiply_over_strata() -> None:
    ways = shuffles_possible(np.array([0, 0, 1, 1]), np.array([True, False, True, False]))
    assert np.exp(ways) == pytest.approx(4)


def test_effect_size_of_equal_shares_is_nothing() -> None:
    assert cohens_h(0.4, 0.4) == 0
    assert cohens_h(1.0, 0.0) == pytest.approx(np.pi)


def test_no_permutation_is_refused() -> None:
    with pytest.raises(SettingError, match="permutations"):
        permutation_p(sources([0, 1]), np.array([True, False]), permutations=0)
    with pytest.raises(SettingError, match="permutations"):
        joint_permutation_p(sources([0, 1]), np.array([0, 1]), permutations=0)
