"""Keywords: the measures by hand, and one document cannot carry a word."""

from __future__ import annotations

import numpy as np
import pytest

from kfi_analysis import Corpus
from kfi_analysis.comparison import keyness
from kfi_analysis.comparison.keyness import KEYNESS_COLUMNS
from kfi_analysis.errors import NotEnoughDataError, SettingError


def corpus() -> Corpus:
    texts = {f"a{at}": "hygien rutin personal hygien" for at in range(4)} | {f"b{at}": "budget rutin personal" for at in range(4)}
    texts["a9"] = "kanot kanot kanot kanot"
    return Corpus.from_texts(texts, municipality=["A"] * 4 + ["B"] * 4 + ["A"])


def test_measures_by_hand() -> None:
    found = keyness(corpus(), "municipality").set_index(["group", "term"])
    row = found.loc[("A", "hygien")]
    a, b, n_a, n_b = 8, 0, 20, 12
    expected = n_a * (a + b) / (n_a + n_b)
    assert row["count"] == 8
    assert row["documents"] == 4
    assert row["log_likelihood"] == pytest.approx(2 * a * np.log(a / expected))
    assert row["log_ratio"] == pytest.approx(np.log2((8 / 20) / (0.5 / 12)))
    assert row["dispersion"] == pytest.approx(4 / 5)
    assert row["dp"] == pytest.approx(0.5 * (4 * abs(0.25 - 0.2) + 0.2))


def test_one_document_cannot_carry_a_word() -> None:
    found = keyness(corpus(), "municipality")
    assert "kanot" not in set(found["term"])
    assert "kanot" in set(keyness(corpus(), "municipality", min_documents=1)["term"])


def test_nothing_marked_gives_the_columns() -> None:
    same = Corpus.from_texts({"a": "rutin rutin rutin", "b": "rutin rutin rutin"}, municipality=["A", "B"])
    assert list(keyness(same, "municipality").columns) == list(KEYNESS_COLUMNS)


def test_bad_input_is_told_about() -> None:
    with pytest.raises(NotEnoughDataError, match="two groups"):
        keyness(Corpus.from_texts(["x"], municipality=["A"]), "municipality")
    with pytest.raises(SettingError, match="no column"):
        keyness(corpus(), "komun")
