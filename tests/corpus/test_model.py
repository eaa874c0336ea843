"""`Corpus`: checked once, never changed, and every span slices back."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis import Corpus
from kfi_analysis.corpus.vocabulary import DOCUMENT_COLUMNS, PASSAGE_COLUMNS
from kfi_analysis.errors import SettingError, TableError


def small() -> Corpus:
    return Corpus(
        pd.DataFrame({"document_id": ["a", "b"], "text": ["Ett. Två.", "Tre."], "municipality": ["Ekby", "Alby"]}),
        pd.DataFrame(
            {
                "passage_id": ["a:1", "a:2", "b:1"],
                "document_id": ["a", "a", "b"],
                "start": [0, 5, 0],
                "end": [4, 9, 4],
                "level": ["heading", "paragraph", "excerpt"],
            }
        ),
    )


def test_texts_are_slices() -> None:
    assert small().texts.to_dict() == {"a:1": "Ett.", "a:2": "Två.", "b:1": "Tre."}


@given(st.lists(st.text(max_size=20), max_size=6))
def test_from_texts_slices_back(texts: list[str]) -> None:
    corpus = Corpus.from_texts(texts)
    assert corpus.texts.tolist() == texts


def test_filter_by_document_and_passage_columns() -> None:
    corpus = small()
    assert corpus.filter(municipality="Ekby").passages["passage_id"].tolist() == ["a:1", "a:2"]
    assert corpus.body.passages["passage_id"].tolist() == ["a:2", "b:1"]
    assert corpus.excerpts.documents["document_id"].tolist() == ["b"]
    with pytest.raises(SettingError, match="municipality"):
        corpus.filter(municipalty="Ekby")


def test_groups_come_in_sorted_order() -> None:
    assert [name for name, _ in small().group("municipality")] == ["Alby", "Ekby"]


def test_empty_has_all_columns() -> None:
    empty = Corpus.empty()
    assert list(empty.documents) == list(DOCUMENT_COLUMNS)
    assert list(empty.passages) == list(PASSAGE_COLUMNS)
    assert len(empty.body) == 0
    assert len(Corpus.concat([])) == 0


def test_hash_does_not_depend_on_order() -> None:
    corpus = small()
    parts = [part for _, part in corpus.group("municipality")]
    assert Corpus.concat(parts).sha256 == Corpus.concat(parts[::-1]).sha256 == corpus.sha256


@pytest.mark.parametrize(
    ("documents", "passages", "message"),
    [
        ({"document_id": ["a", "a"], "text": ["", ""]}, {}, "more than once"),
        ({"document_id": ["a"], "text": ["x"], "source_kind": ["hering"]}, {}, "did you mean 'hearing'"),
        ({"document_id": ["a"], "text": ["x"]}, {"passage_id": ["p"], "document_id": ["a"], "start": [0], "end": [2]}, "outside"),
        ({"document_id": ["a"], "text": ["x"]}, {"passage_id": ["p"], "document_id": ["b"], "start": [0], "end": [1]}, "not among"),
        (
            {"document_id": ["a"], "text": ["xyz"]},
            {"passage_id": ["p", "q"], "document_id": ["a", "a"], "start": [0, 1], "end": [2, 3]},
            "overlap",
        ),
    ],
)
def test_wrong_tables_are_told_about(documents: dict[str, list[object]], passages: dict[str, list[object]], message: str) -> None:
    with pytest.raises(TableError, match=message):
        Corpus(pd.DataFrame(documents), pd.DataFrame(passages))


def test_a_missing_text_is_named() -> None:
    with pytest.raises(TableError, match="text '1'"):
        Corpus.from_texts(["a", None])  # type: ignore[list-item]
