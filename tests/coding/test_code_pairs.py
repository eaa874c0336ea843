"""Pairs of codes: the exact test against Fisher's and against counting all layouts, and what chance within sources changes."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from kfi_analysis.coding import Codings, cooccurrence
from kfi_analysis.coding.code_pairs import COOCCURRENCE_COLUMNS, stratified_p
from kfi_analysis.errors import SettingError

bits = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=25)


def coding(passages: list[str], documents: list[str] | None = None) -> Codings:
    ids = [f"p{at:03d}" for at in range(len(passages))]
    units = pd.DataFrame({"passage_id": ids, "document_id": documents or "d", "start": range(len(ids)), "end": range(1, len(ids) + 1)})
    rows = [(identifier, code, "x") for identifier, codes in zip(ids, passages, strict=True) for code in codes]
    return Codings(pd.DataFrame(rows, columns=["passage_id", "code", "coder"]), units, coders=("x",))


@given(bits)
def test_one_stratum_is_the_test_of_fisher(pairs: list[tuple[bool, bool]]) -> None:
    one, other = (np.array(column) for column in zip(*pairs, strict=True))
    p, _ = stratified_p(one, other, np.zeros(len(one), dtype=np.int64))
    table = [[int((one & other).sum()), int((one & ~other).sum())], [int((~one & other).sum()), int((~one & ~other).sum())]]
    if np.isnan(p):
        assert fisher_exact(table).pvalue == pytest.approx(1.0)
    else:
        assert p == pytest.approx(fisher_exact(table).pvalue, abs=1e-9)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 1)), min_size=2, max_size=8))
@settings(max_examples=25)
def test_strata_are_all_layouts_within_them(rows: list[tuple[bool, bool, int]]) -> None:
    one, other, strata = (np.array(column) for column in zip(*rows, strict=True))
    strata = np.unique(strata, return_inverse=True)[1]
    p, expected = stratified_p(one, other, strata)
    layouts = []
    for kind in range(int(strata.max()) + 1):
        here = np.flatnonzero(strata == kind)
        layouts.append([sum(one[at] for at in chosen) for chosen in combinations(here, int(other[here].sum()))])
    counts = [sum(parts) for parts in product(*layouts)]
    shares = {value: counts.count(value) / len(counts) for value in set(counts)}
    assert expected == pytest.approx(np.mean(counts))
    if len(shares) == 1:
        assert np.isnan(p)
    else:
        found = shares[int((one & other).sum())]
        assert p == pytest.approx(sum(share for share in shares.values() if share <= found * (1 + 1e-7)), abs=1e-9)


def test_codes_that_share_a_source_but_never_a_passage_are_not_said_to_go_together() -> None:
    """Two interviews speak of a and b, six of neither: over all passages they seem tied, within sources they are not."""
    passages = ["a", "b", "ab", ""] * 4 + ["", "", "", ""] * 12
    documents = [f"d{at // 8}" for at in range(len(passages))]
    over_all = cooccurrence(coding(passages, documents), within_sources=False).table.iloc[0]
    within = cooccurrence(coding(passages, documents)).table.iloc[0]
    assert over_all["judgement"] == "oftare"
    assert within["judgement"] == "ingen säkerställd skillnad"
    assert within["lift"] == pytest.approx(4 * 64 / (8 * 8))
    assert within["lift_within"] == pytest.approx(1.0)


def test_planted_and_unplanted_pairs() -> None:
    rng = np.random.default_rng(3)
    passages = []
    for _ in range(150):
        codes = {code for code in "abcdef" if rng.random() < 0.25}
        passages.append("".join(sorted(codes | ({"b"} if "a" in codes else set()))))
    found = cooccurrence(coding(passages, [f"d{at // 10}" for at in range(150)]))
    assert list(found.table.columns) == list(COOCCURRENCE_COLUMNS)
    assert found.table.iloc[0][["a", "b", "judgement"]].tolist() == ["a", "b", "oftare"]
    assert set(found.table["judgement"].iloc[1:]) == {"ingen säkerställd skillnad"}
    assert (found.table["q"] >= found.table["p"]).all()
    assert found.matrix("n_ab").loc["b", "a"] == found.table["n_ab"].iloc[0]
    assert found.to_networkx()["a"]["b"]["judgement"] == "oftare"


def test_noise_is_called_a_finding_as_rarely_as_promised() -> None:
    rng = np.random.default_rng(8)
    wrong = 0
    for _ in range(20):
        rates = rng.random((6, 4))  # each source has its own themes
        passages = ["".join(c for c, r in zip("abcd", rates[at // 10], strict=True) if rng.random() < r) for at in range(60)]
        found = cooccurrence(coding(passages, [f"d{at // 10}" for at in range(60)]))
        wrong += bool(found.table["judgement"].isin(["oftare", "mer sällan"]).any())
    assert wrong <= 4


def test_parents_empties_and_bad_settings() -> None:
    nested = Codings(
        pd.DataFrame({"passage_id": "p", "code": ["k", "k/x", "l"], "coder": "x"}),
        pd.DataFrame({"passage_id": ["p"], "document_id": "d", "start": [0], "end": [5]}),
    )
    found = cooccurrence(nested, level=None)
    assert {(row.a, row.b) for row in found.table.itertuples()} == {("k", "l"), ("k/x", "l")}
    assert set(found.table["judgement"]) == {"kan inte prövas"}
    assert cooccurrence(Codings.empty()).table.empty
    with pytest.raises(SettingError, match="did you mean 'lift'"):
        found.matrix("lit")
    with pytest.raises(SettingError, match="between 0 and 1"):
        cooccurrence(nested, false_discovery_rate=5)
