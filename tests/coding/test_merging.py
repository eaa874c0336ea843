"""Merging by text, conflicts and consensus."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kfi_analysis.coding import Codings, agreement, conflicts, consensus, merge_codings
from kfi_analysis.coding.codings import units_of
from kfi_analysis.coding.merging import CONFLICT_COLUMNS, with_parents
from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import SettingError, TableError

UNITS = pd.DataFrame({"passage_id": ["p0", "p1", "p2"], "document_id": "d", "start": [0, 10, 20], "end": [9, 19, 29]})


def coding(coder: str, *sets: str, valence: str = "") -> Codings:
    rows = [(f"p{at}", code, coder) for at, codes in enumerate(sets) for code in codes.split()]
    attributes = [(f"p{at}", "valence", value, coder) for at, value in enumerate(valence.split())]
    return Codings(
        pd.DataFrame(rows, columns=["passage_id", "code", "coder"]),
        UNITS,
        pd.DataFrame(attributes, columns=["passage_id", "attribute", "value", "coder"]),
        (coder,),
    )


def corpus(text: str, document: str) -> Corpus:
    documents = pd.DataFrame({"document_id": [document], "text": [text]})
    half = len(text) // 2
    passages = pd.DataFrame(
        {"passage_id": [f"{document}-a", f"{document}-b"], "document_id": document, "start": [0, half], "end": [half, len(text)]}
    ).assign(level="paragraph")
    return Corpus(documents, passages)


def on(text: Corpus, coder: str, *codes: str) -> Codings:
    units = units_of(text)
    table = pd.DataFrame(
        [(passage, code, coder) for passage, code in zip(units["passage_id"], codes, strict=True) if code],
        columns=["passage_id", "code", "coder"],
    )
    return Codings(table, units, coders=(coder,), corpus=text)


def codes_of(codings: Codings) -> dict[str, set[str]]:
    return {passage: set(rows["code"]) for passage, rows in codings.table.groupby("passage_id")}


def test_the_same_text_under_another_name_is_the_same_document() -> None:
    words = "Ansvaret delades mellan nämnderna. Personalen räckte inte till."
    one, other = on(corpus(words, "rapport"), "anna", "ansvar", "kapacitet"), on(corpus(words, "rapport-kopia"), "bo", "ansvar", "")
    merged = merge_codings(one, other)
    assert merged.coders == ("anna", "bo")
    assert merged.units["passage_id"].tolist() == ["rapport-a", "rapport-b"]
    assert len(merged.texts) == 2
    assert agreement(one, other, resamples=0).table.set_index("what")["percent"]["ansvar"] == 1.0


def test_another_text_under_the_same_name_is_refused() -> None:
    one, other = on(corpus("Personalen räckte till.", "d"), "anna", "a", "b"), on(corpus("Personalen räckte inte.", "d"), "bo", "a", "b")
    with pytest.raises(TableError, match=r"coding 2: document 'd' has another text .*SHA-256"):
        merge_codings(one, other)


def test_passages_cut_otherwise_are_refused() -> None:
    moved = replace(coding("bo", "a"), table=pd.DataFrame(), units=UNITS.assign(end=UNITS["end"] - 1))
    with pytest.raises(TableError, match="other limits"):
        merge_codings(coding("anna", "a"), moved)


def test_a_name_that_comes_twice_is_numbered() -> None:
    merged = merge_codings([coding("anna", "a"), coding("anna", "a b"), coding("anna", "")])
    assert merged.coders == ("anna", "anna (2)", "anna (3)")
    assert merge_codings().coders == ()


def test_conflicts_name_both_sides() -> None:
    merged = merge_codings(coding("anna", "a b", "a", valence="styrka neutral"), coding("bo", "a", "", valence="styrka utmaning"))
    table = conflicts(merged)
    assert list(table.columns) == list(CONFLICT_COLUMNS)
    found = {(row.passage_id, row.kind, row.what): (row.yes, row.no) for row in table.itertuples()}
    assert found == {
        ("p0", "kod", "b"): ("anna", "bo"),
        ("p1", "kod", "a"): ("anna", "bo"),
        ("p1", "valence", "neutral / utmaning"): ("neutral: anna; utmaning: bo", ""),
    }
    assert conflicts(coding("anna", "a")).empty


def test_other_limits_are_a_conflict_of_extent() -> None:
    narrow = replace(
        coding("bo", "a"), table=pd.DataFrame({"passage_id": ["p0"], "start": 2, "end": 6, "document_id": "d", "code": "a", "coder": "bo"})
    )
    table = conflicts(merge_codings(coding("anna", "a"), narrow))
    assert table["kind"].tolist() == ["omfång"]
    assert table["yes"].tolist() == ["anna: 0:9; bo: 2:6"]


def test_consensus_rules() -> None:
    merged = merge_codings(coding("anna", "a b", "c"), coding("bo", "a", "c"), coding("cia", "a b", ""))
    assert codes_of(consensus(merged)) == {"p0": {"a", "b"}, "p1": {"c"}}
    assert codes_of(consensus(merged, "unanimous")) == {"p0": {"a"}}
    assert codes_of(consensus(merged, "bo")) == {"p0": {"a"}, "p1": {"c"}}
    scores = consensus(merged).table.set_index("code")["score"]
    assert scores.round(3).to_dict() == {"a": 1.0, "b": 0.667, "c": 0.667}
    assert consensus(merged).coders == ("konsensus",)
    assert codes_of(consensus(merge_codings(coding("anna", "a"), coding("bo", "")))) == {}
    with pytest.raises(SettingError, match="did you mean 'majority'"):
        consensus(merged, "majoritet")


def test_consensus_on_values_and_on_who_looked() -> None:
    anna, bo = coding("anna", "", valence="styrka neutral"), coding("bo", "", valence="styrka utmaning")
    layer = consensus(merge_codings(anna, bo))
    assert layer.valence.dropna().to_dict() == {"p0": "styrka"}
    half = replace(coding("bo", "a"), units=UNITS.iloc[:1], table=coding("bo", "a").table)
    merged = merge_codings(coding("anna", "a", "a", "a"), half)
    assert set(consensus(merged).table["passage_id"]) == {"p0", "p1", "p2"}
    assert set(consensus(merged, at_least=2).units["passage_id"]) == {"p0"}


def test_parents_are_voted_on_too() -> None:
    merged = merge_codings(coding("anna", "k/personal"), coding("bo", "k/ekonomi"))
    assert codes_of(consensus(merged)) == {"p0": {"k"}}
    assert set(with_parents(coding("anna", "k/x/y")).table["code"]) == {"k", "k/x", "k/x/y"}


votes = st.lists(st.lists(st.sets(st.sampled_from("abc")).map(" ".join), min_size=3, max_size=3), min_size=1, max_size=4)


@given(votes, st.randoms(use_true_random=False))
@settings(max_examples=7)
def test_order_of_coders_does_not_matter(sets: list[list[str]], random: object) -> None:
    parts = [coding(f"k{at}", *one) for at, one in enumerate(sets)]
    mixed = list(parts)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    merged, again = merge_codings(parts), merge_codings(mixed)
    majority, unanimous = codes_of(consensus(merged)), codes_of(consensus(merged, "unanimous"))
    assert majority == codes_of(consensus(again))
    assert codes_of(consensus(merged, "k0")) == {f"p{at}": set(one.split()) for at, one in enumerate(sets[0]) if one}
    assert all(codes <= majority[passage] for passage, codes in unanimous.items())
    disputed = conflicts(merged)
    assert {(row.passage_id, row.what) for row in disputed.itertuples()} == {
        (f"p{at}", code) for at in range(3) for code in "abc" if 0 < sum(code in one[at].split() for one in sets) < len(sets)
    }
