"""Terms: the same count whatever the order, spans that hold the word, and the three ways with compounds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.errors import SettingError
from kfi_analysis.text import MODALITY, NEGATIONS, STOP_WORDS, Terms, terms

WORDS = st.sampled_from(
    ["nämnden", "Nämnderna", "stöd", "samverkansmöten", "inte", "och", "gymnasie-", "2020", "t.ex.", "-", "krisledning", "bra"]
)
TEXTS = st.lists(st.lists(WORDS, max_size=8).map(" ".join), max_size=6)


def rows(found: Terms, passage: int) -> list[tuple[str, int, int]]:
    keep = found.passage == passage
    return [
        (found.vocabulary[t], s, e) for t, s, e in zip(found.term[keep], found.start[keep].tolist(), found.end[keep].tolist(), strict=True)
    ]


@given(TEXTS, st.sampled_from(["whole", "split", "both"]))
def test_invariants(texts: list[str], compounds: str) -> None:
    found = terms(texts, compounds=compounds)  # type: ignore[arg-type]
    assert found.n_passages == len(texts)
    assert list(found.vocabulary) == sorted(set(found.vocabulary))
    assert len(found.display) == len(found.vocabulary)
    counts = found.counts()
    assert counts.shape == (len(texts), len(found.vocabulary))
    assert counts.sum() == len(found)
    for passage, start, end in zip(found.passage, found.start, found.end, strict=True):
        assert texts[passage][start:end].strip()
    reversed_rows = terms(texts[::-1], compounds=compounds)  # type: ignore[arg-type]
    for index in range(len(texts)):
        assert rows(found, index) == rows(reversed_rows, len(texts) - 1 - index)


def test_three_ways() -> None:
    text = ["Samverkansmöten gav stöd."]
    assert terms(text).vocabulary == ("ge", "samverkansmöte", "stöd") or "samverkansmöte" in terms(text).vocabulary
    split = terms(text, compounds="split")
    assert {"samverkan", "möte"} <= set(split.vocabulary)
    assert "samverkansmöte" not in split.vocabulary
    both = terms(text, compounds="both")
    assert {"samverkan", "möte", "samverkansmöte"} <= set(both.vocabulary)
    assert [(s, e) for t, s, e in rows(both, 0) if t in ("samverkan", "möte")] == [(0, 10), (10, 15)]


def test_display_is_the_commonest_surface() -> None:
    found = terms(["nämnderna nämnden", "nämnden"])
    assert dict(zip(found.vocabulary, found.display, strict=True)) == {"nämnd": "nämnden"}


def test_stop_words_and_numbers() -> None:
    assert terms(["och 2020 att"]).vocabulary == ()
    assert terms(["och 2020 att"], numbers=True).vocabulary == ("2020",)
    assert terms(["och"], stop_words=()).vocabulary == ("och",)
    with pytest.raises(SettingError, match="whole"):
        terms(["x"], compounds="hole")  # type: ignore[arg-type]


def test_empty() -> None:
    found = terms([])
    assert found.counts().shape == (0, 0)
    assert terms(["", " "]).counts().shape == (2, 0)
    assert found.passage.dtype == np.int32


def test_sets_keep_apart_what_judges() -> None:
    assert not STOP_WORDS & NEGATIONS
    judging = {
        "bra",
        "god",
        "dålig",
        "viktig",
        "brist",
        "svår",
        "beslut",
        "stöd",
        "ansvar",
        "lärande",
        "tyvärr",
        "bättre",
        "sämre",
        "problem",
    }
    assert not STOP_WORDS & judging
    assert {"inte", "aldrig", "ingen"} <= NEGATIONS
    assert {"bör", "kan", "måste"} <= MODALITY
    assert all(word == word.lower() and word.strip() == word for word in STOP_WORDS | NEGATIONS | MODALITY)
