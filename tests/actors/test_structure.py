"""The measures against networkx, against published values and against counting by hand."""

from __future__ import annotations

from itertools import combinations, permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kfi_analysis.actors import structure

BUSINESS = [
    ("Barbadori", "Castellani"), ("Barbadori", "Ginori"), ("Barbadori", "Medici"), ("Barbadori", "Peruzzi"), ("Bischeri", "Guadagni"),
    ("Bischeri", "Lamberteschi"), ("Bischeri", "Peruzzi"), ("Castellani", "Lamberteschi"), ("Castellani", "Peruzzi"), ("Ginori", "Medici"),
    ("Guadagni", "Lamberteschi"), ("Lamberteschi", "Peruzzi"), ("Medici", "Pazzi"), ("Medici", "Salviati"), ("Medici", "Tornabuoni"),
]  # fmt: skip


def random_digraph(seed: int, n: int, p: float) -> np.ndarray:
    generator = np.random.default_rng(seed)
    matrix = (generator.random((n, n)) < p).astype(float)
    np.fill_diagonal(matrix, 0)
    return matrix


@given(st.integers(0, 10_000), st.integers(2, 9), st.floats(0.05, 0.9))
@settings(max_examples=40)
def test_density_reciprocity_and_betweenness_match_networkx(seed: int, n: int, p: float) -> None:
    matrix = random_digraph(seed, n, p)
    net = nx.from_numpy_array(matrix, create_using=nx.DiGraph)
    assert structure.density(matrix) == pytest.approx(nx.density(net))
    if net.number_of_edges():
        assert structure.reciprocity(matrix) == pytest.approx(nx.overall_reciprocity(net))
    expected = nx.betweenness_centrality(net)
    assert structure.betweenness(matrix) == pytest.approx([expected[i] for i in range(n)])


def test_freeman_centralisation_of_the_karate_club() -> None:
    """Published for Zachary's club: degree 0.3996, betweenness 0.4056 (Freeman 1979 normalisation)."""
    matrix = (nx.to_numpy_array(nx.karate_club_graph(), weight=None) > 0).astype(float)
    degree = matrix.sum(axis=1)
    n = len(matrix)
    assert structure.centralization(degree, (n - 1) * (n - 2)) == pytest.approx(0.3996, abs=5e-5)
    assert structure.centralization(structure.betweenness(matrix), n - 1) == pytest.approx(0.4056, abs=5e-5)


@pytest.mark.parametrize(("net", "value"), [(nx.star_graph(6), 1.0), (nx.cycle_graph(7), 0.0), (nx.complete_graph(5), 0.0)])
def test_freeman_centralisation_at_its_ends(net: nx.Graph, value: float) -> None:
    matrix = nx.to_numpy_array(net)
    n = len(matrix)
    assert structure.centralization(matrix.sum(axis=1), (n - 1) * (n - 2)) == pytest.approx(value)
    assert structure.centralization(structure.betweenness(matrix), n - 1) == pytest.approx(value)


def test_ei_index_at_its_ends_and_under_permutation() -> None:
    inside = nx.to_numpy_array(nx.disjoint_union(nx.complete_graph(5), nx.complete_graph(5)))
    groups = ["a"] * 5 + ["b"] * 5
    assert structure.ei_index(inside, groups) == -1
    assert structure.ei_index(1 - inside - np.eye(10), groups) == 1
    value, expected, p = structure.permute_groups(inside, groups, permutations=199, seed=1)
    assert value == -1
    assert expected == pytest.approx(1 / 9, abs=0.08)  # chance: 5 of 9 others are of the other group
    assert p < 0.05
    assert structure.permute_groups(inside, groups, permutations=199, seed=1) == (value, expected, p)


@given(st.integers(0, 10_000), st.integers(3, 7))
@settings(max_examples=25)
def test_brokerage_counts_match_counting_by_hand(seed: int, n: int) -> None:
    matrix = random_digraph(seed, n, 0.4)
    groups = [int(g) for g in np.random.default_rng(seed).integers(0, 3, n)]
    expected = np.zeros((n, 5), dtype=int)
    for a, b, c in permutations(range(n), 3):
        if matrix[a, b] and matrix[b, c] and not matrix[a, c]:
            ga, gb, gc = groups[a], groups[b], groups[c]
            role = 0 if ga == gb == gc else 1 if ga == gc else 2 if gb == gc else 3 if ga == gb else 4
            expected[b, role] += 1
    assert (structure.brokerage_counts(matrix, groups) == expected).all()


@given(st.integers(0, 10_000), st.integers(3, 8))
@settings(max_examples=25)
def test_balance_matches_counting_triangles(seed: int, n: int) -> None:
    generator = np.random.default_rng(seed)
    signs = np.triu(generator.integers(-1, 2, (n, n)), 1)
    signs = signs + signs.T
    triples = [(a, b, c) for a, b, c in combinations(range(n), 3) if signs[a, b] * signs[b, c] * signs[a, c]]
    share, count = structure.balance(signs)
    assert count == len(triples)
    if triples:
        assert share == pytest.approx(sum(signs[a, b] * signs[b, c] * signs[a, c] > 0 for a, b, c in triples) / len(triples))


def test_qap_of_the_florentine_families() -> None:
    """Padgett's marriage and business ties correlate at .372 over 16 families, p about .001 (UCINET's manual)."""
    marriage = nx.florentine_families_graph()
    marriage.add_node("Pucci")
    names = sorted(marriage)
    business = nx.Graph(BUSINESS)
    business.add_nodes_from(names)
    one, other = (nx.to_numpy_array(net, nodelist=names) for net in (marriage, business))
    value, p = structure.qap_correlation(one, other, permutations=999, seed=1)
    assert value == pytest.approx(0.372, abs=5e-4)
    assert p < 0.01


def test_qap_of_a_relabelled_network_is_chance() -> None:
    matrix = random_digraph(3, 20, 0.2)
    order = np.random.default_rng(9).permutation(20)
    value, p = structure.qap_correlation(matrix, matrix[np.ix_(order, order)], permutations=199, seed=1)
    assert abs(value) < 0.15
    assert p > 0.05
    assert np.isnan(structure.qap_correlation(np.zeros((4, 4)), matrix[:4, :4])[0])


def test_coreness_finds_a_planted_core() -> None:
    n, core = 20, 6
    matrix = np.zeros((n, n))
    matrix[:core, :core] = 1
    matrix[:core, core:] = (np.random.default_rng(1).random((core, n - core)) < 0.2).astype(float)
    values, fit = structure.coreness(np.maximum(matrix, matrix.T))
    assert set(np.argsort(-values)[:core]) == set(range(core))
    assert values.max() == 1
    assert fit > 0.7
    exact = np.outer([1.0, 0.8, 0.5, 0.1], [1.0, 0.8, 0.5, 0.1])
    assert structure.coreness(exact)[0] == pytest.approx([1.0, 0.8, 0.5, 0.1], abs=1e-6)
    assert structure.coreness(exact)[1] == pytest.approx(1.0)


def test_noise_corrected_scores_follow_the_paper() -> None:
    """Expected weights score 0; a tie far above expectation stands out, one below does not."""
    even = np.ones((4, 4)) * 5
    score, deviation = structure.noise_corrected(even)
    off = ~np.eye(4, dtype=bool)
    assert score[off] == pytest.approx((60 * 5 / 225 - 1) / (60 * 5 / 225 + 1))
    assert (deviation[off] > 0).all()
    hub = np.array([[0, 40, 40, 40], [40, 0, 30, 1], [40, 30, 0, 1], [40, 1, 1, 0.0]])
    score, deviation = structure.noise_corrected(hub)
    assert score[1, 2] - 1.64 * deviation[1, 2] > 0
    assert score[1, 3] < 0
    assert np.isnan(structure.noise_corrected(np.array([[0, 1], [0, 0.0]]))[0][1, 0])
