"""Coefficients against published figures, against other implementations, and under reordering."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import masi_distance as nltk_masi

from kfi_analysis.coding.reliability import cohen_kappa, fleiss_kappa, gwet_ac1, holsti, krippendorff_alpha, percent_agreement
from kfi_analysis.coding.reliability.coefficients import CountSums, Patterns
from kfi_analysis.coding.reliability.ordered import OrderedSums
from kfi_analysis.coding.reliability.ratings import read_ratings

NAN = float("nan")

# Krippendorff 2011 (Computing Krippendorff's Alpha-Reliability), example C: four observers, twelve units; also Gwet 2014, table 4.10.
FOUR = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
).T

# Fleiss 1971, table 1: thirty patients, six raters; depression, personality disorder, schizophrenia, neurosis, other.
FLEISS = """00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
            00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"""

ratings_tables = st.integers(2, 4).flatmap(
    lambda m: st.lists(
        st.lists(st.one_of(st.none(), st.integers(1, 4), st.integers(1, 2)), min_size=m, max_size=m), min_size=2, max_size=14
    )
)


def comparable(table: list[list[int | None]]) -> list[int]:
    return [value for row in table if sum(v is not None for v in row) > 1 for value in row if value is not None]


def test_the_example_of_krippendorff_and_gwet() -> None:
    assert krippendorff_alpha(FOUR) == pytest.approx(0.743, abs=5e-4)
    assert krippendorff_alpha(FOUR, level="ordinal") == pytest.approx(0.815, abs=5e-4)
    assert krippendorff_alpha(FOUR, level="interval") == pytest.approx(0.849, abs=5e-4)
    assert gwet_ac1(FOUR) == pytest.approx(0.77544, abs=5e-6)
    assert fleiss_kappa(FOUR) == pytest.approx(0.76117, abs=5e-6)
    assert percent_agreement(FOUR) == pytest.approx(0.81818, abs=5e-6)
    assert krippendorff_alpha(FOUR).n == 11


def test_the_example_of_fleiss() -> None:
    counts = [[int(digit) for digit in row] for row in FLEISS.split()]
    table = [np.repeat(range(5), row) for row in counts]
    assert fleiss_kappa(np.array(table)) == pytest.approx(0.430, abs=5e-4)
    assert percent_agreement(np.array(table)) == pytest.approx(0.556, abs=5e-4)


@given(ratings_tables)
def test_alpha_equals_the_krippendorff_package(table: list[list[int | None]]) -> None:
    assume(len(set(comparable(table))) > 1)
    data = np.array([[NAN if value is None else value for value in row] for row in table], dtype=float)
    for level in ("nominal", "ordinal", "interval"):
        assert krippendorff_alpha(table, level=level) == pytest.approx(krippendorff.alpha(data.T, level_of_measurement=level), abs=1e-9)


@given(st.integers(2, 4).flatmap(lambda m: st.lists(st.lists(st.integers(1, 3), min_size=m, max_size=m), min_size=2, max_size=12)))
def test_equal_to_nltk(table: list[list[int]]) -> None:
    assume(len(set(comparable(table))) > 1)
    m = len(table[0])
    task = AnnotationTask([(str(coder), str(unit), table[unit][coder]) for unit in range(len(table)) for coder in range(m)])
    assert krippendorff_alpha(table) == pytest.approx(task.alpha(), abs=1e-9)
    assert percent_agreement(table) == pytest.approx(task.avg_Ao(), abs=1e-9)
    pairs = [(a, b) for a in range(m) for b in range(a)]
    if all(len({row[a] for row in table} | {row[b] for row in table}) > 1 for a, b in pairs):
        assert cohen_kappa(table) == pytest.approx(task.kappa(), abs=1e-9)


@given(st.lists(st.lists(st.frozensets(st.sampled_from("akls"), min_size=1, max_size=3), min_size=3, max_size=3), min_size=3, max_size=10))
def test_masi_alpha_equals_nltk(table: list[list[frozenset[str]]]) -> None:
    assume(len({value for row in table for value in row}) > 1)
    triples = [(str(coder), str(unit), table[unit][coder]) for unit in range(len(table)) for coder in range(3)]
    assert krippendorff_alpha(table, level="masi") == pytest.approx(AnnotationTask(triples, distance=nltk_masi).alpha(), abs=1e-9)


@given(ratings_tables, st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_order_never_matters(table: list[list[int | None]], random: object) -> None:
    assume(comparable(table))
    rows = list(table)
    random.shuffle(rows)  # type: ignore[attr-defined]
    columns = list(range(len(table[0])))
    random.shuffle(columns)  # type: ignore[attr-defined]
    mixed = [[row[at] for at in columns] for row in rows]
    for function in (krippendorff_alpha, fleiss_kappa, gwet_ac1, percent_agreement):
        assert repr(function(table, resamples=20, seed=3)) == repr(function(mixed, resamples=20, seed=3))


@given(ratings_tables, st.integers(0, 99))
def test_a_resample_is_the_coefficient_of_the_drawn_units(table: list[list[int | None]], seed: int) -> None:
    ratings = read_ratings(table)
    assume(len(ratings.categories) > 1)
    patterns = Patterns.of(ratings.values, len(ratings.categories))
    drawn = np.random.default_rng(seed).integers(0, len(table), len(table))
    weights = np.bincount(patterns.unit_row[drawn], minlength=len(patterns.rows)).astype(float)[None, :]
    again = [table[at] for at in drawn]
    assume(len(set(comparable(again))) > 1)
    data = np.array([[NAN if value is None else value for value in row] for row in again], dtype=float).T
    for level, measure in (
        ("nominal", CountSums(patterns)),
        ("ordinal", OrderedSums(patterns, None)),
        ("interval", OrderedSums(patterns, ratings.numbers())),
    ):
        expected = krippendorff.alpha(data, level_of_measurement=level)
        assert measure.evaluate(weights)["alpha"][0] == pytest.approx(expected, abs=1e-9)


def test_many_ordered_values_take_the_other_way() -> None:
    table = np.random.default_rng(0).integers(0, 90, (50, 3)).astype(float)
    assert len(np.unique(table)) > 40
    for level in ("ordinal", "interval"):
        assert krippendorff_alpha(table, level=level) == pytest.approx(krippendorff.alpha(table.T, level_of_measurement=level), abs=1e-9)
    ordinal = krippendorff_alpha(table, level="ordinal", resamples=50)
    assert ordinal.low < ordinal < ordinal.high


def test_kappas_by_hand() -> None:
    # Cohen 1960's arithmetic: observed .75, chance .5 * .25 + .5 * .75 = .5.
    assert cohen_kappa(list("aabb"), list("abbb")) == pytest.approx(0.5)
    # 2 agreements, 3 and 4 ratings.
    assert holsti(["a", "b", "b", None], ["a", "b", "a", "b"]) == pytest.approx(4 / 7)
    # Percent .75, shares .625 and .375: chance of AC1 2 * .625 * .375.
    assert gwet_ac1([["a", "a"], ["a", "a"], ["a", "b"], ["b", "b"]]) == pytest.approx((0.75 - 0.46875) / (1 - 0.46875))
    assert gwet_ac1([["a", "a"], ["a", "b"]], categories=["a", "b", "c"]) != gwet_ac1([["a", "a"], ["a", "b"]])
