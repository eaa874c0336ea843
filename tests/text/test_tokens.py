"""Tokens tile the text, the two ways to find them agree, and the rules of Swedish writing hold."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kfi_analysis.text import TokenKind, token_table, tokenize
from kfi_analysis.text.bulk import arrays
from kfi_analysis.text.tokens import pattern_for, scan
from tests.conftest import ROOT, shared
from tests.linear import assert_linear

SIGNS = [*"aÅ1 .,;:-–'’/()&@§%\"”»!?…\n\t_*\x1c🙂éł\u00ad\u00a0\ud800\u2003\x85\x99", " ", " "]
CASES = """t.ex. bl._a. kl. kap._5 A._Ek 252_900 §_120 gymnasie-_och EU:s 1:a 2020-03-11 10.30 www.a.se a@b.se https://x.se/y?z m.m._Det
ordet._ (KS) I._Ö. sammanhang. ”Ja.” 12._Ord a\u0308 9). ”W”, (3,5 _fm."""
PIECES = st.lists(st.sampled_from(SIGNS + [case.replace("_", " ") for case in CASES.split()]), max_size=30).map("".join)
ANY_TEXT = st.one_of(st.text(max_size=80), PIECES)


@given(ANY_TEXT)
@example("1 \u00b2")
@example("ab.\u00ad c")
def test_tokens_tile_the_text(text: str) -> None:
    tokens = tokenize(text)
    covered = np.zeros(len(text), dtype=int)
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        assert end > start
        covered[start:end] += 1
    assert covered.max(initial=0) <= 1
    assert all(covered[i] == 1 for i, char in enumerate(text) if not char.isspace())
    assert all(not surface[0].isspace() and not surface[-1].isspace() for surface in tokens.surfaces())


@given(ANY_TEXT)
def test_arrays_find_what_the_expression_finds(text: str) -> None:
    expected = list(scan(text, *pattern_for(text)))
    starts, ends, kinds = arrays(text)
    assert list(zip(starts.tolist(), ends.tolist(), kinds.tolist(), strict=True)) == expected


@given(st.lists(ANY_TEXT, max_size=6))
def test_table_holds_the_tokens_of_each_text(texts: list[str]) -> None:
    table = token_table(texts)
    offsets = table.offsets()
    for index, text in enumerate(texts):
        tokens = tokenize(text)
        rows = slice(offsets[index], offsets[index + 1])
        assert table.start[rows].tolist() == tokens.starts.tolist()
        assert table.end[rows].tolist() == tokens.ends.tolist()
        assert table.kind[rows].tolist() == tokens.kinds.tolist()
        assert [table.types[number] for number in table.type[rows]] == tokens.surfaces()
    assert len(set(table.types)) == len(table.types)


@pytest.mark.sources
@pytest.mark.parametrize("name", ["boras-kfi-2021.txt", "boras-aln-2022-01-25-ocr.txt"])
def test_both_ways_agree_on_real_text(name: str) -> None:
    text = shared("sources", name).read_text(encoding="utf-8")
    starts, ends, kinds = arrays(text)
    assert list(zip(starts.tolist(), ends.tolist(), kinds.tolist(), strict=True)) == list(scan(text, *pattern_for(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bolag/förvaltning", ["bolag", "/", "förvaltning"]),
        ("gymnasie- och vuxenutbildning", ["gymnasie-", "och", "vuxenutbildning"]),
        ("HR-chef och 15-timmarsbarn", ["HR-chef", "och", "15-timmarsbarn"]),
        ("kostar 252 900 tkr.", ["kostar", "252 900", "tkr", "."]),
        ("enligt § 120 den 2020-03-11 kl. 10.30", ["enligt", "§ 120", "den", "2020-03-11", "kl.", "10.30"]),
        ("dnr 2020-00345, lag (2017:725)", ["dnr", "2020-00345", ",", "lag", "(", "2017:725", ")"]),
        ("EU:s 1:a 3,5 procent", ["EU:s", "1:a", "3,5", "procent"]),
        ("t.ex. bl. a. m.m. dvs.", ["t.ex.", "bl. a.", "m.m.", "dvs."]),
        ("Se www.kommun.se/start eller a.b@kommun.se.", ["Se", "www.kommun.se/start", "eller", "a.b@kommun.se", "."]),
        ("”Ja”, sade A. Ek ...", ["”", "Ja", "”", ",", "sade", "A.", "Ek", "..."]),
        ("plan B. Det var", ["plan", "B", ".", "Det", "var"]),
        ("slut–början 2019–2021", ["slut", "–", "början", "2019–2021"]),
        ("", []),
        (" \n\t", []),
    ],
)
def test_rules(text: str, expected: list[str]) -> None:
    assert tokenize(text).surfaces() == expected


def test_kinds() -> None:
    text = "Den 2020-03-11 kl. 10.30 gav § 7, 2017:725 och a@b.se 252 900 kr"
    found = {token.text: token.kind for token in tokenize(text)}
    assert found["2020-03-11"] == TokenKind.DATE
    assert found["10.30"] == TokenKind.TIME
    assert found["§ 7"] == found["2017:725"] == TokenKind.REFERENCE
    assert found["a@b.se"] == TokenKind.EMAIL
    assert found["252 900"] == TokenKind.NUMBER
    assert found["kl."] == TokenKind.ABBREVIATION
    assert found["gav"] == TokenKind.WORD
    assert found[","] == TokenKind.PUNCTUATION
    assert tokenize(text).of_kind(TokenKind.DATE).surfaces() == ["2020-03-11"]


@pytest.mark.parametrize("unit", ["a", "-", "\n", ".", "1.", "a.", "a:", "å ", "A. ", "www.", '" x'])
def test_time_is_linear(unit: str) -> None:
    assert_linear(arrays, unit, size=480_000)


@pytest.mark.sources
def test_treebank() -> None:
    path = shared("data", "sv_talbanken-ud-dev.conllu")
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import treebank
    finally:
        sys.path.pop(0)
    gold = treebank.read_conllu(path)
    assert treebank.score_tokens(gold)[0] >= 0.995
    assert treebank.score_sentences(gold, True)[0] >= 0.98
    everything, content, _ = treebank.score_lemmas(gold)
    assert everything >= 0.98
    assert content >= 0.965
