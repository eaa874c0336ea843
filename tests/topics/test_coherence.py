from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy import sparse

from kfi_analysis.topics.coherence import c_v, npmi, passage_counts, window_counts

TOPICS = [np.array([0, 1, 2, 3]), np.array([4, 5, 6, 0]), np.array([7, 8, 9, 1])]


def passages(seed: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [rng.choice(12, size=size, p=np.linspace(1, 3, 12) / 24) for size in rng.integers(1, 160, size=40)]


@pytest.mark.parametrize(("measure", "window"), [("c_npmi", 10), ("c_v", 110)])
@pytest.mark.parametrize("seed", [0, 1])
def test_equal_to_gensim(measure: str, window: int, seed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        models = pytest.importorskip("gensim.models")
        corpora = pytest.importorskip("gensim.corpora")
        texts = [[f"w{t:02d}" for t in passage] for passage in passages(seed)]
        dictionary = corpora.Dictionary([[f"w{t:02d}" for t in range(12)], *texts])
        theirs = models.CoherenceModel(
            topics=[[f"w{t:02d}" for t in topic] for topic in TOPICS], texts=texts, dictionary=dictionary, coherence=measure, processes=1
        ).get_coherence_per_topic()
    rows = passages(seed)
    ids, starts = np.concatenate(rows), np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    counts = window_counts(ids, starts, TOPICS, window)
    mine = [(npmi if measure == "c_npmi" else c_v)(counts, topic) for topic in TOPICS]
    assert mine == pytest.approx(theirs, abs=1e-9)


def test_cut_in_chunks_or_not_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = passages(3)
    ids, starts = np.concatenate(rows), np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    whole = window_counts(ids, starts, TOPICS, 10)
    monkeypatch.setattr("kfi_analysis.topics.coherence._CHUNK", 50)
    cut = window_counts(ids, starts, TOPICS, 10)
    assert np.array_equal(whole.both, cut.both)
    assert whole.windows == cut.windows


def test_words_outside_the_vocabulary_keep_their_place() -> None:
    near = window_counts(np.array([0, -1, -1, 1]), np.array([0, 4]), [np.array([0, 1])], 2)
    assert near.both[0, 1] == 0
    assert near.windows == 3


def test_passages_as_windows() -> None:
    counts = passage_counts(sparse.csr_array(np.array([[1, 2, 0], [1, 0, 0], [0, 0, 1]])), [np.array([0, 1])])
    assert counts.both.tolist() == [[2, 1], [1, 1]]
