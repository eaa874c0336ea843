"""Review: the unsure and the disputed come first; the log only grows, and every earlier state can be had again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kfi_analysis import Corpus
from kfi_analysis.coding import Codebook, Codings, Decision, Decisions, code, review
from kfi_analysis.coding.codings import units_of
from kfi_analysis.errors import InputError, SettingError

TEXTS = ["Vi saknade personal.", "Regionen hjälpte till.", "Inget att säga.", "Rutinerna satt."]
CORPUS = Corpus.from_texts(TEXTS, source_kind=["hearing", "hearing", "hearing", "intervju"])


def coding(coder: str, rows: list[tuple[str, str, float]]) -> Codings:
    table = pd.DataFrame(rows, columns=["passage_id", "code", "score"]).assign(coder=coder)
    return Codings(table, units_of(CORPUS), coders=(coder,), corpus=CORPUS)


def test_unsure_and_disputed_come_first() -> None:
    one = coding("a", [("0", "kapacitet", 0.99), ("1", "samverkan", 0.52), ("3", "kapacitet", 0.9)])
    queue = review(one)
    assert queue["passage_id"].iloc[0] == "1"
    assert queue["doubtful"].iloc[0] == "samverkan"
    assert queue["text"].iloc[0] == TEXTS[1]
    assert queue.set_index("passage_id")["influence"]["3"] == 1.0
    both = Codings.concat([one, coding("b", [("0", "ansvar", 1.0), ("1", "samverkan", 1.0), ("3", "kapacitet", 1.0)])])
    assert review(both).set_index("passage_id")["disagreement"].to_dict() == {"0": 1.0, "1": 0.0, "2": 0.0, "3": 0.0}
    assert len(review(one, n=2)) == 2
    near = pd.DataFrame({"kapacitet": [0.1, 0.1, 0.49, 0.1]}, index=list("0123"))
    assert review(one, scores=near)["passage_id"].iloc[0] == "2"
    assert len(review(Codings.empty())) == 0


AT = {"by": "KL", "at": "2021-11-30"}


def test_decisions_change_what_they_say_and_nothing_else() -> None:
    suggested = code(CORPUS)
    log = Decisions().add(
        Decision("2", "add", "kapacitet/personal", **AT),
        Decision("1", "remove", "samverkan", **AT),
        Decision("0", "set", "valence=neutral", **AT),
        Decision("3", "accept", **AT),
    )
    after = log.apply(suggested)
    assert set(after.table.loc[after.table["passage_id"] == "2", "code"]) == {"kapacitet", "kapacitet/personal"}
    assert not (after.filter(code="samverkan").table["passage_id"] == "1").any()
    assert after.valence["0"] == "neutral"
    assert after.coders == ("reviewed",)
    assert after.units["reviewed_by"].tolist() == ["KL"] * 4
    assert log.until(0).apply(suggested).matrix().equals(suggested.matrix())


decision = st.builds(
    Decision,
    st.sampled_from("0123"),
    st.sampled_from(["add", "remove"]),
    st.sampled_from(["kapacitet", "kapacitet/personal", "lärande", "oro"]),
    by=st.sampled_from(["A", "B"]),
    at=st.just("2021-11-30"),
)


@settings(max_examples=8)
@given(st.lists(decision, max_size=6), st.integers(0, 6))
def test_any_earlier_state_can_be_had_again(decisions: list[Decision], n: int) -> None:
    start = coding("a", [("0", "kapacitet", 0.6), ("1", "oro", 0.7)])
    log = Decisions().add(*decisions)
    n = min(n, len(log))
    assert log.until(n).apply(start).sha256 == Decisions().add(*decisions[:n]).apply(start).sha256
    step = Decisions().add(*decisions[n:]).apply(log.until(n).apply(start))
    assert step.sha256 == log.apply(start).sha256


def test_the_log_file_only_grows(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    one = Decisions().add(Decision("0", "add", "lärande", note="ser tillbaka", **AT))
    one.append_to(path)
    before = path.read_bytes()
    two = one.add(Decision("1", "accept", **AT))
    two.append_to(path)
    assert path.read_bytes().startswith(before)
    assert Decisions.read(path) == two
    with pytest.raises(InputError, match="does not begin with"):
        Decisions().add(Decision("9", "accept", **AT)).append_to(path)
    path.write_text(path.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 3"):
        Decisions.read(path)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"action": "ad"}, "did you mean"),
        ({"by": ""}, "name"),
        ({"at": "i går"}, "no time"),
        ({"action": "add", "code": ""}, "needs a code"),
        ({"action": "set", "code": "valence=bra"}, "attribute=value"),
    ],
)
def test_bad_decisions_are_refused(wrong: dict[str, str], message: str) -> None:
    with pytest.raises(SettingError, match=message):
        Decision(**({"passage_id": "0", "action": "accept", **AT} | wrong))  # type: ignore[arg-type]


def test_decisions_about_what_is_not_there() -> None:
    suggested = code(CORPUS)
    with pytest.raises(InputError, match="decision 1"):
        Decisions().add(Decision("99", "accept", **AT)).apply(suggested)
    with pytest.raises(SettingError, match="lärande"):
        Decisions().add(Decision("0", "add", "lärand", **AT)).apply(suggested)
    assert Codebook.load("kfi").sha256 == suggested.codebook_hash
