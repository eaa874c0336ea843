"""Verdicts follow the rules, tests find what was planted, and the Borås claims come out whole."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import kfi_analysis as kfi
from kfi_analysis.cli.main import cli
from kfi_analysis.coding import Codings
from kfi_analysis.coding.codings import units_of
from kfi_analysis.errors import ClaimError
from kfi_analysis.findings import Findings, check_claims
from kfi_analysis.findings.check import judge
from kfi_analysis.findings.claims import Part, Rule
from kfi_analysis.findings.measure_figures import evaluate
from kfi_analysis.findings.measured import Measured
from kfi_analysis.findings.model import NOT_SUPPORTED, PARTLY, SUPPORTED, UNTESTABLE, VERDICTS

floats = st.floats(-5, 5, allow_nan=False)


@given(value=floats, margin=st.floats(0, 3), than=floats, n=st.integers(0, 40), direction=st.sampled_from(["above", "below"]))
def test_a_verdict_follows_its_rule(value: float, margin: float, than: float, n: int, direction: str) -> None:
    measured = Measured(value, value - margin, value + margin, n)
    verdict, _ = judge(measured, Part("share", {}, Rule(direction, than, min_n=10)))
    sign = 1 if direction == "above" else -1
    if n < 10:
        assert verdict == UNTESTABLE
    elif sign * (value - than) <= 0:
        assert verdict == NOT_SUPPORTED
    else:
        assert verdict == (SUPPORTED if sign * (value - sign * margin - than) > 0 else PARTLY)


def test_without_an_interval_support_is_partial_at_most() -> None:
    assert judge(Measured(0.9, n=20), Part("share", {}, Rule("above", 0.5)))[0] == PARTLY
    assert judge(Measured(0.9, n=20, exact=True), Part("presence", {}, Rule("above", 0.5)))[0] == SUPPORTED


def planted(strong: int, weak: int, sources: int = 6) -> tuple[kfi.Corpus, Codings]:
    """Documents of two kinds: the first are challenged in `weak` of ten passages, the second in `strong`."""
    rows, marks = [], []
    for number in range(2 * sources):
        kind = "självvärdering" if number < sources else "hearing"
        for passage in range(10):
            rows.append((f"d{number}.{passage}", kind, f"U{number}"))
            marks.append("utmaning" if passage < (weak if number < sources else strong) else "styrka")
    corpus = kfi.Corpus.from_texts(
        {name: "Texten." for name, *_ in rows}, source_kind=[kind for _, kind, _ in rows], unit=[unit for *_, unit in rows]
    )
    units = units_of(corpus)
    ids = corpus.passages["passage_id"]
    base = {"document_id": ids, "passage_id": ids, "coder": "test"}
    table = pd.DataFrame({**base, "start": 0, "end": 7, "code": "ansvar"})
    attributes = pd.DataFrame({**base, "attribute": "valence", "value": marks})
    return corpus, Codings(table, units, attributes, corpus=corpus)


def one(test: str, parameters: dict[str, Any], rule: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"claim": [{"id": "a", "chapter": "K", "claim": "P", "test": test, "parameters": parameters, "rule": rule}], **more}


LESS_CRITICAL = one(
    "share_difference",
    {"what": {"valence": "utmaning"}, "group": {"source_kind": "självvärdering"}, "against": {"source_kind": "hearing"}},
    {"direction": "below", "than": 0},
)


def test_a_planted_difference_is_found_and_its_opposite_not() -> None:
    corpus, codings = planted(strong=7, weak=2)
    row = check_claims(corpus, LESS_CRITICAL, codings=codings).table.iloc[0]
    assert row["verdict"] == SUPPORTED
    assert row["value"] == pytest.approx(-0.5)
    assert row["n"] == 120
    assert len(row["evidence"]) == 50
    corpus, codings = planted(strong=2, weak=7)
    assert check_claims(corpus, LESS_CRITICAL, codings=codings).table["verdict"].iloc[0] == NOT_SUPPORTED


def test_the_order_of_documents_does_not_matter() -> None:
    corpus, codings = planted(strong=5, weak=4)
    turned = kfi.Corpus(corpus.documents.iloc[::-1], corpus.passages.iloc[::-1])
    numbers = [
        check_claims(one_, LESS_CRITICAL, codings=codings).table[["value", "n", "verdict"]].values.tolist() for one_ in (corpus, turned)
    ]
    assert numbers[0] == numbers[1]


TEXTS = {
    "a": "Det blev aldrig någon brist på skyddsutrustning. Rapporteringen tog för mycket tid.",
    "b": "Någon brist på skyddsutrustning fanns inte. Rapporteringen var till nytta.",
    "c": "Vi hade brist på skyddsutrustning i mars. Rapporteringen tog mycket kraft.",
}


def test_denial_is_told_from_assertion() -> None:
    claims = one("denied", {"terms": ["skyddsutrust*"], "near": ["brist"]}, {"direction": "above", "than": 0.5, "min_n": 3})
    found = check_claims(kfi.Corpus.from_texts(TEXTS), claims)
    assert found.table["value"].iloc[0] == pytest.approx(2 / 3)
    assert found.evidence("a")["text"].str.contains("skyddsutrustning").all()


def test_words_for_and_against_are_weighed() -> None:
    claims = one(
        "term_ratio", {"about": ["rapporter*"], "first": ["tid", "kraft"], "second": ["nytta"]}, {"direction": "above", "than": 0.5}
    )
    row = check_claims(kfi.Corpus.from_texts(TEXTS), claims).table.iloc[0]
    assert row["value"] == pytest.approx(2 / 3)
    assert row["verdict"] == UNTESTABLE
    assert "för litet underlag" in row["reason"]


def test_presence_counts_sources_and_honours_what_must_not_stand_there() -> None:
    corpus = kfi.Corpus.from_texts(TEXTS)
    claims = one("presence", {"terms": ["skyddsutrust*"], "without": ["aldrig"]}, {"direction": "above", "than": 1})
    assert check_claims(corpus, claims).table["value"].iloc[0] == 2
    nothing = one("presence", {"terms": ["björn*"]}, {"direction": "equal", "than": 0, "min_n": 0})
    assert check_claims(corpus, nothing).table["verdict"].iloc[0] == SUPPORTED


def test_figures_are_computed_and_must_stand_in_the_text() -> None:
    printed = {"cases": (300, "300"), "people": (12000, "12 000"), "rate": (25, "25")}
    claims = one(
        "arithmetic",
        {"expression": "1000 * cases / people", "stated": "rate"},
        {"direction": "equal", "than": 25, "tolerance": 0.5},
        figures={name: {"value": value, "printed": sign} for name, (value, sign) in printed.items()},
    )
    text = "Av 12\u00a0000 invånare insjuknade 300, alltså 25 på tusen."
    found = check_claims(kfi.Corpus.from_texts([text]), claims)
    assert found.table["verdict"].iloc[0] == SUPPORTED
    assert sorted(found.evidence("a")["text"]) == ["12\u00a0000", "25", "300"]
    absent = check_claims(kfi.Corpus.from_texts(["Av 12 000 invånare insjuknade 1300."]), claims).table.iloc[0]
    assert absent["verdict"] == UNTESTABLE
    assert "300" in absent["reason"]


@given(a=st.integers(-50, 50), b=st.integers(1, 50), c=st.integers(-9, 9))
def test_expressions_are_plain_arithmetic(a: int, b: int, c: int) -> None:
    assert evaluate("(a - c) / b + -2 * c", {"a": a, "b": b, "c": c}) == pytest.approx((a - c) / b - 2 * c)


@pytest.mark.parametrize("expression", ["__import__('os')", "a.real", "a if a else 1", "lambda: a", "a **", "week(a)", "[a]"])
def test_nothing_else_is_run(expression: str) -> None:
    with pytest.raises(ClaimError):
        evaluate(expression, {"a": 1})


def test_unknown_figures_and_scopes_are_named() -> None:
    corpus = kfi.Corpus.from_texts(TEXTS)
    with pytest.raises(ClaimError, match="caces"):
        check_claims(corpus, one("arithmetic", {"expression": "caces"}, {"direction": "above", "than": 0}))
    with pytest.raises(ClaimError, match="scope"):
        check_claims(corpus, one("presence", {"terms": ["x"], "scope": "empri"}, {"direction": "above", "than": 0}))


def test_paraphrases_prove_nothing_by_their_words(study: kfi.Corpus) -> None:
    found = check_claims(study, "boras-2021").table.set_index("finding_id")
    assert found.loc["borgfred", "verdict"] == UNTESTABLE
    assert "source" in found.loc["borgfred", "reason"]
    assert found.loc["fall-per-invanare", "verdict"] == SUPPORTED
    assert round(found.loc["fall-per-invanare", "value"]) == 1037


@pytest.mark.sources
def test_the_claims_of_the_study_against_its_text(boras: kfi.Corpus) -> None:
    corpus = boras
    found = check_claims(corpus, "boras-2021")
    table = found.table.set_index("finding_id")
    assert set(table["verdict"]) == set(VERDICTS)
    assert table.loc["fall-per-invanare", "verdict"] == SUPPORTED
    assert table.loc["antal-forvaltningar", "verdict"] == NOT_SUPPORTED
    assert table.loc["krisledningsnamnden", "verdict"] == SUPPORTED
    assert "shipped" in found.provenance.steps[-1]["coding"]
    tested = table[(table["verdict"] != UNTESTABLE) & table["method"].str.contains("presence|denied|relation|sign")]
    assert tested["evidence"].map(len).min() > 0
    for name in tested.index:
        assert (found.evidence(name)["text"].str.len() > 0).all()


def test_the_command_gives_the_columns_that_are_promised() -> None:
    result = CliRunner().invoke(cli, ["claims", "boras-2021", "--format", "json"])
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)
    assert len(rows) >= 25
    assert {"id", "claim", "verdict", "value", "low", "high", "n", "method", "evidence"} <= set(rows[0])


def test_findings_refuse_what_they_cannot_hold() -> None:
    base = dict.fromkeys(["chapter", "statement", "method", "reason"], "x") | {"value": np.nan, "low": np.nan, "high": np.nan, "n": 1}
    row = base | {"finding_id": "a", "verdict": "kanske", "evidence": []}
    with pytest.raises(kfi.errors.TableError, match="kanske"):
        Findings(pd.DataFrame([row]))
    twice = base | {"finding_id": "a", "verdict": "stöds", "evidence": []}
    with pytest.raises(kfi.errors.TableError, match="more than once"):
        Findings(pd.DataFrame([twice, twice]))
    astray = twice | {"evidence": [{"document_id": "x", "start": 0, "end": 1}]}
    with pytest.raises(kfi.errors.TableError, match="lacks"):
        Findings(pd.DataFrame([astray]), kfi.Corpus.from_texts(["y"]))


def test_empty_findings_have_their_columns() -> None:
    table = Findings(pd.DataFrame()).table
    assert {"finding_id", "verdict", "evidence"} <= set(table.columns)
