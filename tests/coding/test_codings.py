"""`Codings`: checked once, units kept, folding and recoding, several coders."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis import Codings, Corpus
from kfi_analysis.coding.codings import units_of
from kfi_analysis.coding.evidence import read_evidence, write_evidence
from kfi_analysis.errors import SettingError, TableError

TEXTS = ["Vi saknade personal.", "Regionen hjälpte till.", "Inget att säga.", "Rutinerna satt."]


def corpus() -> Corpus:
    return Corpus.from_texts(TEXTS, source_kind=["hearing", "hearing", "intervju", "intervju"], municipality="Ekby")


def coded(coder: str, pairs: list[tuple[str, str]], passages: list[int] | None = None) -> Codings:
    units = units_of(corpus())
    units = units if passages is None else units.iloc[passages].reset_index(drop=True)
    table = pd.DataFrame(pairs, columns=["passage_id", "code"]).assign(coder=coder)
    return Codings(table, units, coders=(coder,), corpus=corpus())


def anna() -> Codings:
    return coded("anna", [("0", "kapacitet"), ("0", "kapacitet/personal"), ("1", "samverkan/region"), ("3", "kapacitet/planer")])


def test_spans_and_score_are_filled_from_the_units() -> None:
    table = anna().table
    assert table["end"].tolist() == [len(TEXTS[0]), len(TEXTS[0]), len(TEXTS[1]), len(TEXTS[3])]
    assert table["score"].tolist() == [1.0] * 4
    assert anna().uncoded["passage_id"].tolist() == ["2"]
    assert anna().texts.tolist() == TEXTS


def test_matrix_folds_and_keeps_uncoded_passages() -> None:
    themes = anna().matrix()
    assert themes.to_dict("list") == {"kapacitet": [1, 0, 0, 1], "samverkan": [0, 1, 0, 0]}
    assert anna().matrix(level=None, codes=["kapacitet/planer", "lärande"]).to_dict("list") == {
        "kapacitet/planer": [0, 0, 0, 1],
        "lärande": [0, 0, 0, 0],
    }
    assert anna().at_level(1).table["code"].tolist() == ["kapacitet", "samverkan", "kapacitet"]


def test_filter_by_code_keeps_units_and_by_metadata_drops_them() -> None:
    assert len(anna().filter(code="kapacitet").units) == 4
    assert anna().filter(code="kapacitet").codes == ("kapacitet", "kapacitet/personal", "kapacitet/planer")
    assert anna().filter(source_kind="intervju").table["passage_id"].tolist() == ["3"]
    with pytest.raises(SettingError, match="source_kind"):
        anna().filter(sourcekind="intervju")


def test_concat_remembers_who_looked_at_what() -> None:
    both = Codings.concat([anna(), coded("bo", [("1", "samverkan")], [1, 2])])
    assert both.coders == ("anna", "bo")
    assert both.seen_by("bo").tolist() == ["1", "2"]
    assert both.matrix(coder="bo").index.tolist() == ["1", "2"]
    with pytest.raises(SettingError, match="coder="):
        both.matrix()
    assert both.counts()["anna"].to_dict() == {"kapacitet": 2, "samverkan": 1}
    assert both.filter(coder="bo").coders == ("bo",)


def test_a_coder_who_found_nothing_is_still_there() -> None:
    both = Codings.concat([anna(), coded("bo", [])])
    assert both.coders == ("anna", "bo")
    assert both.matrix(coder="bo").shape[0] == 4


def test_recode_carries_children_and_takes_away() -> None:
    new = anna().recode({"kapacitet": "resurser", "samverkan": None})
    assert new.codes == ("resurser", "resurser/personal", "resurser/planer")


def test_the_hash_does_not_see_order() -> None:
    shuffled = Codings(anna().table.iloc[::-1], anna().units.iloc[::-1], coders=("anna",))
    assert shuffled.sha256 == anna().sha256
    assert shuffled.sha256 != anna().filter(code="kapacitet").sha256


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"start": 0, "end": 999}, "outside"),
        ({"passage_id": "9"}, "'9' is not among"),
        ({"code": " "}, "code is missing"),
        ({"score": 1.5}, "1.5 is not between"),
        ({"document_id": "zzz"}, "zzz"),
    ],
)
def test_bad_rows_are_named(change: dict[str, object], message: str) -> None:
    with pytest.raises(TableError, match=message):
        Codings(anna().table.assign(**change), anna().units)


def test_unknown_valence_is_named() -> None:
    rows = pd.DataFrame({"passage_id": ["0"], "attribute": "valence", "value": "stryka", "coder": "anna"})
    with pytest.raises(TableError, match="styrka"):
        Codings(anna().table, anna().units, rows)
    rows["value"] = "styrka"
    assert Codings(anna().table, anna().units, rows).valence.dropna().to_dict() == {"0": "styrka"}


def test_zero_codings_are_a_coding() -> None:
    empty = Codings.empty()
    assert len(empty) == 0
    assert empty.matrix().shape == (0, 0)
    assert empty.counts().shape == (0, 0)
    assert empty.at_level(1).recode({"a": "b"}).filter(code="a").codes == ()
    assert "0 codes" in empty._repr_html_()


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9), st.text(alphabet="abå ", max_size=8))))
def test_evidence_cell_round_trip(spans: list[tuple[int, int, str]]) -> None:
    back = read_evidence(write_evidence(spans))
    assert [(a, b) for a, b, _ in back] == [(a, b) for a, b, _ in spans]


def test_evidence_table() -> None:
    table = anna().table.assign(evidence=[write_evidence([(3, 10, "saknade"), (11, 19, "personal")]), None, None, None])
    rows = Codings(table, anna().units).evidence
    assert rows[["passage_id", "code", "start", "words"]].values.tolist() == [
        ["0", "kapacitet", 3, "saknade"],
        ["0", "kapacitet", 11, "personal"],
    ]
    with pytest.raises(TableError, match="start:end"):
        read_evidence("here")
