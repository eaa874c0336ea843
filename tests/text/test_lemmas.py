"""Lemmas of ordinary, irregular, ambiguous and unknown words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.text import lemma, lemmatize
from kfi_analysis.text.paradigms import readings


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("nämnderna", "nämnd"), ("förvaltningarnas", "förvaltning"), ("Kommunernas", "kommun"), ("beslutet", "beslut"), ("mötena", "möte"),
        ("rutiner", "rutin"), ("brister", "brist"), ("ramar", "ram"), ("kris", "kris"), ("uppdrag", "uppdrag"), ("stöd", "stöd"),
        ("samordnade", "samordna"), ("fungerat", "fungera"), ("skrevs", "skriva"), ("framgick", "framgå"), ("valde", "välja"),
        ("krävs", "kräva"), ("hoppades", "hoppas"), ("finns", "finnas"), ("lyckades", "lyckas"), ("saknas", "sakna"),
        ("genomförda", "genomförd"), ("krävande", "krävande"), ("boendet", "boende"), ("skriven", "skriven"),
        ("snabbt", "snabb"), ("tydligare", "tydlig"), ("bättre", "bra"), ("äldre", "gammal"), ("särskilt", "särskilt"),
        ("det", "den"), ("våra", "vi"), ("dessa", "denna"), ("är", "vara"), ("ska", "skola"), ("t.ex.", "till_exempel"),
        ("krisledningsnämndens", "krisledningsnämnd"), ("självvärderingarna", "självvärdering"), ("HR-chefens", "hr-chef"),
        ("utvärderaren", "utvärderare"), ("för\u00advaltningen", "förvaltning"), ("Sverige", "Sverige"),
    ],
)  # fmt: skip
def test_lemma(form: str, expected: str) -> None:
    assert lemma(form) == expected


def test_context_tells_participle_from_verb() -> None:
    assert lemmatize(["kostnaderna", "ökade", "snabbt"])[1] == "öka"
    assert lemmatize(["med", "ökade", "kostnader"])[1] == "ökad"
    assert lemmatize(["kostnaderna", "har", "ökat"])[2] == "öka"
    assert lemmatize(["ett", "ökat", "ansvar"])[1] == "ökad"


@given(st.text(max_size=40))
def test_any_string_has_a_lemma(word: str) -> None:
    assert isinstance(lemma(word), str)
    assert lemma(word) == lemma(word)


@given(st.lists(st.text(max_size=12), max_size=8))
def test_lemmatize_gives_one_lemma_a_word(words: list[str]) -> None:
    assert len(lemmatize(words)) == len(words)


def test_readings_are_sorted_by_weight() -> None:
    weights = [reading.weight for reading in readings("delar")]
    assert len(weights) > 1
    assert weights == sorted(weights, reverse=True)
