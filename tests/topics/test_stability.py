from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from kfi_analysis.topics.labels import distinct_terms, same_stem, suggest_labels
from kfi_analysis.topics.measures import diversity, exclusivity, frex, held_out_excess, topic_distribution
from kfi_analysis.topics.problem import top_terms
from kfi_analysis.topics.stability import jaccard, match_topics, sample_rows, shuffled


@given(st.integers(0, 1000), st.integers(1, 15), st.integers(1, 20))
def test_shuffling_keeps_every_length_and_every_total(seed: int, n: int, m: int) -> None:
    rng = np.random.default_rng(seed)
    counts = sparse.csr_array(rng.poisson(0.7, size=(n, m)).astype(float))
    dealt = shuffled(counts, rng)
    assert np.array_equal(dealt.sum(axis=0), counts.sum(axis=0))
    assert np.array_equal(dealt.sum(axis=1), counts.sum(axis=1))


@given(st.integers(0, 1000), st.integers(1, 6), st.integers(1, 6))
def test_matching_uses_each_topic_once(seed: int, a: int, b: int) -> None:
    rng = np.random.default_rng(seed)
    first, second = ([rng.choice(30, size=10, replace=False) for _ in range(n)] for n in (a, b))
    pairs = match_topics(first, second)
    assert len(pairs) == min(a, b)
    assert len({j for _, j, _ in pairs}) == len(pairs)
    assert all(0 <= value <= 1 for *_, value in pairs)
    assert np.allclose(jaccard(first, first).diagonal(), 1.0)


def test_sources_are_drawn_whole() -> None:
    sources = np.repeat(np.arange(10), 3)
    rows = sample_rows(sources, np.random.default_rng(0), 0.8)
    assert len(rows) == 24
    assert set(np.bincount(sources[rows], minlength=10)) == {0, 3}


@given(st.integers(0, 1000))
def test_measures_stay_in_their_ranges(seed: int) -> None:
    rng = np.random.default_rng(seed)
    components = rng.random((4, 30)) * (rng.random((4, 30)) < 0.6)
    topics = top_terms(components)
    assert np.allclose(topic_distribution(components).sum(axis=1), 1.0)
    assert 0 < diversity(topics) <= 1
    scores = frex(components)
    assert ((scores >= 0) & (scores <= 1)).all()
    assert (scores[components == 0] == 0).all()
    own = exclusivity(components, topics)
    assert ((own > 0) & (own <= 1)).all()


def test_random_words_have_no_excess() -> None:
    rng = np.random.default_rng(2)
    counts = sparse.csr_array((rng.random((300, 80)) < np.linspace(0.03, 0.3, 80)).astype(float))
    topics = [rng.choice(80, size=10, replace=False) for _ in range(30)]
    value, null = held_out_excess(counts, topics, rng)
    assert abs((value - null).mean()) < 0.02
    linked = sparse.csr_array(np.kron(np.eye(2), np.ones((60, 10))) * (rng.random((120, 20)) < 0.7))
    value, null = held_out_excess(linked, [np.arange(10)], rng)
    assert value[0] - null[0] > 0.2


def test_labels_have_no_two_forms_of_a_word() -> None:
    assert same_stem("organisation", "organisationen")
    assert not same_stem("ansvar", "ansökan")
    assert distinct_terms(["chef", "Chef", "chefer", "krisledning", "krisledningen", "möte"], 3) == ["chef", "Chef", "chefer"]
    labels = suggest_labels(np.array([[3.0, 2.0, 0.0], [3.0, 2.0, 0.0]]), np.ones((2, 3)), ["samverkan", "samverka", "möte"])
    assert labels == ["samverkan", "samverkan (2)"]
