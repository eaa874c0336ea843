"""The codings that travel with the library fit the texts they are laid on."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import kfi_analysis as kfi
from kfi_analysis.coding.registered import registered_codings
from kfi_analysis.corpus import registered

THEMES = {"ansvar", "koordinering", "kapacitet", "samverkan", "lärande", "relationer"}


def test_the_invented_texts_are_coded_passage_by_passage() -> None:
    codings = kfi.load_codings("exempelkommuner")
    table = registered("exempelkommuner").table("coding")
    assert set(codings.codes) == THEMES
    assert len(codings.units) == len(table[["document_id", "paragraph"]].drop_duplicates())
    assert len(codings.table) == int((table["code"] != "ingen").sum())
    assert codings.valence.notna().all()
    assert codings.phase.notna().all()
    spans = codings.table.merge(codings.units[["passage_id", "start", "end"]], on="passage_id", suffixes=("", "_unit"))
    assert (spans["start"] >= spans["start_unit"]).all()
    assert (spans["end"] <= spans["end_unit"]).all()


def test_the_study_is_coded_on_its_paraphrases() -> None:
    codings = kfi.load_codings("boras-2021")
    shipped = registered("boras-2021").table("excerpts")
    assert codings.valence.tolist() == shipped["valence"].tolist()
    assert len(codings.uncoded) == 0


@pytest.mark.sources
def test_the_same_coding_lies_on_a_copy_and_on_a_poor_scan(boras_path: Path, boras_ocr: kfi.Corpus) -> None:
    on_words = kfi.load_codings("boras-2021", boras_path).matrix()
    assert on_words.to_numpy().tolist() == kfi.load_codings("boras-2021").matrix().to_numpy().tolist()
    found = registered_codings(boras_ocr, "boras-2021")
    assert found is not None
    assert len(found.table["passage_id"].unique()) >= 52


def test_texts_of_something_else_get_none() -> None:
    excerpt = pd.DataFrame({"passage_id": ["p"], "document_id": ["d"], "start": [0], "end": [9], "level": ["excerpt"], "ordinal": [1]})
    other = kfi.Corpus(pd.DataFrame({"document_id": ["d"], "text": ["Det regnar."]}), excerpt)
    assert registered_codings(other, "boras-2021") is None
    assert registered_codings(other, "exempelkommuner") is None
