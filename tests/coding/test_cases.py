"""Cases x codes, the framework matrix, and the course of a document."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kfi_analysis.coding import Codings, case_matrix, course, framework_matrix
from kfi_analysis.coding.cases import QUOTE_COLUMNS
from kfi_analysis.coding.code_course import COURSE_COLUMNS
from kfi_analysis.coding.codings import units_of
from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import SettingError

TEXTS = {"norr": "Ansvaret låg hos nämnden. Personalen räckte inte till på vintern.", "syd": "Personalen räckte. Nämnden ansvarade."}


def coded() -> Codings:
    """Two documents with two sentences each, coded over whole passages and over a part."""
    passages = []
    for document, text in TEXTS.items():
        cut = text.index(".") + 1
        passages += [(f"{document}-1", document, 0, cut), (f"{document}-2", document, cut + 1, len(text))]
    documents = pd.DataFrame({"document_id": list(TEXTS), "text": list(TEXTS.values())})
    table = pd.DataFrame(passages, columns=["passage_id", "document_id", "start", "end"]).assign(level="paragraph")
    corpus = Corpus(documents, table)
    units = units_of(corpus).assign(kommun=["A", "A", "B", None])
    rows = [
        ("norr-1", "norr", 0, 25, "ansvar", 0.9),
        ("norr-1", "norr", 0, 8, "ansvar", 0.5),
        ("norr-2", "norr", 26, 65, "kapacitet", 1.0),
        ("syd-1", "syd", 0, 18, "kapacitet", 1.0),
        ("syd-2", "syd", 19, 37, "ansvar", 1.0),
    ]
    codes = pd.DataFrame(rows, columns=["passage_id", "document_id", "start", "end", "code", "score"]).assign(coder="x")
    return Codings(codes, units, coders=("x",), corpus=corpus)


def test_case_matrix_by_hand() -> None:
    assert case_matrix(coded(), "document_id").to_numpy().tolist() == [[1, 1], [1, 1]]
    assert case_matrix(coded(), "kommun").to_numpy().tolist() == [[1, 1], [0, 1]]
    assert case_matrix(coded(), "kommun", values="count").to_numpy().tolist() == [[1, 1], [0, 1]]
    assert case_matrix(coded(), "kommun", values="share").to_numpy().tolist() == [[0.5, 0.5], [0.0, 1.0]]
    # "Ansvaret" is coded twice and counted once.
    assert case_matrix(coded(), "document_id", values="words").to_numpy().tolist() == [[4, 6], [2, 2]]
    assert case_matrix(coded()).index.tolist() == ["norr|||", "syd|||"]
    assert case_matrix(Codings.empty(), "document_id").empty


def test_framework_quotes_lead_back_to_the_text() -> None:
    framework = framework_matrix(coded(), "document_id", quotes=1)
    assert list(framework.quotes.columns) == list(QUOTE_COLUMNS)
    assert framework.left_out == 1
    for row in framework.quotes.itertuples():
        assert TEXTS[row.document_id][row.start : row.end] == row.text
    assert "[norr-2]" in framework.to_frame().loc["norr", "kapacitet"]
    assert 'href="#syd-2"' in framework._repr_html_()
    short = framework_matrix(coded(), "kommun", quotes=None, longest=12)
    assert short.left_out == 0
    assert short.quotes["text"].str.len().max() <= 14
    assert short.to_frame().loc["B", "ansvar"] == ""


@given(st.integers(1, 12))
@settings(max_examples=10)
def test_the_course_counts_every_passage_once(parts: int) -> None:
    table = course(coded(), parts=parts, resamples=20)
    assert list(table.columns) == list(COURSE_COLUMNS)
    each = table[table["code"] == "ansvar"]
    assert each["n"].sum() == 4
    assert each["count"].sum() == 2
    assert len(table) == 2 * parts
    assert each["begin"].iloc[0] == 0.0
    assert each["end"].iloc[-1] == 1.0


def test_bad_settings_are_named() -> None:
    with pytest.raises(SettingError, match="no column 'komun': did you mean 'kommun'"):
        case_matrix(coded(), "komun")
    with pytest.raises(SettingError, match="did you mean 'words'"):
        case_matrix(coded(), values="word")  # type: ignore[arg-type]
    with pytest.raises(SettingError, match="does not know its corpus"):
        framework_matrix(Codings(coded().table, coded().units))
    with pytest.raises(SettingError, match="quotes=0"):
        framework_matrix(coded(), quotes=0)
    with pytest.raises(SettingError, match="parts=0"):
        course(coded(), parts=0)
