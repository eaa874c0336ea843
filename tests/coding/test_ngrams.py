"""Letters of words: the same for the same words, rows of length one, and nothing depends on what else is in the batch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.coding.features import FeatureSpace
from kfi_analysis.coding.ngrams import Ngrams, letters, types_of, unit_types
from kfi_analysis.coding.words import find_words

TEXTS = ["Vikarierna tog slut.", "Timvikarier saknades, och vikariebristen var stor.", "Oro bland personalen.", "Personalen var orolig!"]


@pytest.fixture(scope="module")
def space() -> Ngrams:
    return Ngrams.fit(TEXTS, least=1)


def test_letters_of_short_and_long_words() -> None:
    assert letters("å") == [" å "]
    assert letters("Vi") == [" vi", "vi ", " vi "]
    assert len(letters("vikarie")) == 7 + 6 + 5


def test_kindred_words_share_letters(space: Ngrams) -> None:
    shared = set(space.columns("vikarie")) & set(space.columns("timvikarie"))
    assert len(shared) >= 10
    assert not set(space.columns("xyzzy"))


def test_least_counts_passages() -> None:
    assert " oro" in Ngrams.fit(TEXTS, least=2).grams
    assert "slut" not in Ngrams.fit(TEXTS, least=2).grams
    assert Ngrams.fit(TEXTS, least=5).grams == ()


def test_rows_have_length_one_and_types_are_counted(space: Ngrams) -> None:
    text = " ".join(TEXTS)
    types = types_of(text)
    unit = np.zeros(len(find_words(text)), dtype=np.int64)
    counts = unit_types(types, unit, 2)
    assert counts[0].sum() == len(unit)
    rows = space.weigh(counts @ space.table(types)).toarray()
    assert np.isclose(np.linalg.norm(rows[0]), 1.0)
    assert not rows[1].any()


@given(st.lists(st.sampled_from([*TEXTS, "", "Å.", "12 %", "En mening. Två meningar! Tre?"]), max_size=6))
def test_a_text_has_the_same_features_in_any_company(texts: list[str]) -> None:
    space = FeatureSpace(Ngrams.fit(TEXTS, least=1))
    together = [part.passages.toarray() for part in space.batches(texts)]
    alone = [part.passages.toarray() for text in texts for part in space.batches([text])]
    assert np.allclose(np.vstack([np.zeros((0, len(space.ngrams))), *together]), np.vstack([np.zeros((0, len(space.ngrams))), *alone]))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_has_features_whose_words_slice_back(first: str, second: str) -> None:
    texts = [first, second]
    for part in FeatureSpace(Ngrams.fit(TEXTS, least=1)).batches(texts):
        assert part.passages.shape[0] == len(part.lengths)
        assert part.sentences.shape[0] == len(part.letters.home)
        words = part.letters
        for passage, start, end in zip(words.passage.tolist(), words.starts.tolist(), words.ends.tolist(), strict=True):
            assert 0 <= start < end <= len(texts[passage])
