"""A claims file is checked before anything is counted, and an error says what is wrong and what would do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kfi_analysis.errors import ClaimError
from kfi_analysis.findings import load_claims
from kfi_analysis.findings.claims import TESTS

RULE = {"direction": "above", "than": 0}


def claim(**changes: Any) -> dict[str, Any]:
    base = {"id": "a", "chapter": "Metod", "claim": "Något sägs.", "test": "presence", "parameters": {"terms": ["x"]}, "rule": RULE}
    return {key: value for key, value in (base | changes).items() if value is not None}


def test_the_shipped_claims_cover_every_test_and_both_ways_of_ending() -> None:
    claims = load_claims("boras-2021")
    used = {part.test for one in claims.claims for part in one.parts}
    assert len(claims) >= 25
    assert used == set(TESTS)
    assert any(one.untestable for one in claims.claims)
    assert all(one.parts or one.untestable for one in claims.claims)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"test": "presense"}, "did you mean 'presence'"),
        ({"parameters": {"termer": ["x"]}}, "no parameter 'termer'"),
        ({"parameters": {}}, "needs the parameter 'terms'"),
        ({"rule": {"direction": "up", "than": 0}}, "direction"),
        ({"rule": None}, "direction"),
        ({"chapter": ""}, "'chapter' is missing"),
        ({"test": None}, "it needs a test"),
        ({"untestable": "för att"}, "only one of them"),
        ({"colour": "röd"}, "'colour' is unknown"),
    ],
)
def test_what_is_wrong_is_said(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ClaimError, match=message):
        load_claims({"claim": [claim(**changes)]})


def test_ids_must_differ() -> None:
    with pytest.raises(ClaimError, match="more than once"):
        load_claims({"claim": [claim(), claim()]})


def test_a_file_is_read_and_a_missing_one_named(tmp_path: Path) -> None:
    path = tmp_path / "egna.toml"
    path.write_text('[[claim]]\nid = "a"\nchapter = "K"\nclaim = "P"\nuntestable = "därför"\n', encoding="utf-8")
    assert load_claims(path).claims[0].untestable == "därför"
    with pytest.raises(ClaimError, match="no such file"):
        load_claims(tmp_path / "saknas.toml")
    path.write_text("[[claim]\n", encoding="utf-8")
    with pytest.raises(ClaimError, match=r"egna\.toml"):
        load_claims(path)
