from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.topics.duplicates import first_of_alike


@given(st.lists(st.lists(st.integers(0, 5), max_size=12), max_size=12))
def test_the_same_passage_is_found_and_nothing_points_forward(passages: list[list[int]]) -> None:
    ids = np.array([word for passage in passages for word in passage], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum([len(passage) for passage in passages])]).astype(np.int64)
    first = first_of_alike(ids, starts)
    assert (first <= np.arange(len(passages))).all()
    assert (first[first] == first).all()
    for i, passage in enumerate(passages):
        if passage and passage in passages[:i]:
            assert first[i] < i
        if not passage:
            assert first[i] == i


def test_one_word_in_forty_is_nearly_the_same_and_other_passages_are_not() -> None:
    rng = np.random.default_rng(0)
    rows = [rng.integers(0, 2000, size=40) for _ in range(60)]
    changed = [np.where(np.arange(40) == 20, 5000, row) for row in rows]
    ids = np.concatenate([*rows, *changed])
    first = first_of_alike(ids, np.arange(0, len(ids) + 1, 40))
    assert (first[:60] == np.arange(60)).all()
    assert (first[60:] == np.arange(60)).mean() >= 0.95
