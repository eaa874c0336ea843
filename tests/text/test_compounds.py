"""Compounds: two lists chosen before the splitter saw them, and spans that tile the word."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.text import split_compound
from kfi_analysis.text.compounds import compound_spans

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", ["compounds.tsv", "compounds_audit.tsv"])
def test_lists(name: str) -> None:
    rows = [line.split("\t") for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    gold = [(word, tuple(parts.split())) for word, parts in rows]
    compounds = [(word, parts) for word, parts in gold if len(parts) > 1]
    simple = [(word, parts) for word, parts in gold if len(parts) == 1]
    assert (len(compounds), len(simple)) == (40, 20)
    assert sum(split_compound(word) == parts for word, parts in compounds) >= 36
    assert all(split_compound(word) == parts for word, parts in simple)


@given(
    st.one_of(
        st.text(max_size=30),
        st.lists(st.sampled_from(["kris", "lednings", "skol", "arbets", "möte", "na", "ö", "İ"]), max_size=6).map("".join),
    )
)
def test_parts_tile_the_word(word: str) -> None:
    spans = compound_spans(word)
    assert spans[0][1] == 0
    assert spans[-1][2] == len(word)
    assert all(before[2] == after[1] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    "word", ["ansvar", "utvärdering", "samverkan", "medborgare", "handling", "verksamheten", "beslutet", "vaccinering"]
)
def test_affixes_are_no_parts(word: str) -> None:
    assert len(split_compound(word)) == 1
