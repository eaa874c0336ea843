"""`compare`: finds what is planted, stays quiet where there is nothing, says what cannot be tested, weighs mixes alike."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kfi_analysis.coding import Codings
from kfi_analysis.comparison import compare
from kfi_analysis.comparison.compare import CONTRAST_COLUMNS
from kfi_analysis.errors import NotEnoughDataError, SettingError


def made(
    shares: dict[str, float], *, documents: int = 8, passages: int = 12, seed: int = 0, kinds: dict[str, list[str]] | None = None
) -> Codings:
    rng = np.random.default_rng(seed)
    rows = []
    for group, share in shares.items():
        for document in range(documents):
            kind = (kinds or {}).get(group, ["hearing"])
            lean = rng.normal(0, 0.05)
            rows += [
                (f"{group}{document}:{at}", f"{group}{document}", group, kind[document % len(kind)], rng.random() < share + lean)
                for at in range(passages)
            ]
    frame = pd.DataFrame(rows, columns=["passage_id", "document_id", "municipality", "source_kind", "on"])
    units = frame.drop(columns="on").assign(start=0, end=100)
    table = frame.loc[frame["on"], ["passage_id"]].assign(code="ansvar", coder="x")
    return Codings(table, units)


def test_a_planted_difference_is_found_with_its_size() -> None:
    found = compare(made({"A": 0.7, "B": 0.3}), permutations=999, resamples=400)
    row = found.contrasts.iloc[0]
    assert list(found.contrasts.columns) == list(CONTRAST_COLUMNS)
    assert row["judgement"] == "skillnad"
    assert row["low"] < 0.4 < row["high"]
    assert row["low"] > 0
    assert found.overall["p"].iloc[0] < 0.01
    assert len(found.differences) == 1


def test_no_true_difference_is_seldom_called_one() -> None:
    called = sum(
        compare(made({"A": 0.4, "B": 0.4}, seed=seed), permutations=199, resamples=20).contrasts["judgement"].iloc[0] == "skillnad"
        for seed in range(24)
    )
    assert called <= 4


def test_two_documents_a_group_cannot_be_tested() -> None:
    found = compare(made({"A": 1.0, "B": 0.0}, documents=2), permutations=99, resamples=50)
    assert set(found.contrasts["judgement"]) == {"kan inte prövas"}
    assert any("Färre än 3" in line for line in found.cautions)


def test_another_mix_of_sources_is_said_and_can_be_weighed_out() -> None:
    codings = made({"A": 0.5, "B": 0.5}, kinds={"A": ["hearing", "hearing", "hearing", "intervju"], "B": ["hearing", "intervju"]})
    plain = compare(codings, permutations=99, resamples=50)
    assert any("olika slags källor" in line for line in plain.cautions)
    weighed = compare(codings, standardise="source_kind", permutations=99, resamples=50)
    assert any("vägda" in line for line in weighed.cautions)
    kinds = codings.units.set_index("passage_id")["source_kind"]
    hits = codings.matrix()["ansvar"].astype(float)
    for group in "AB":
        ours = weighed.profile.set_index("group").loc[group, "share"]
        here = codings.units.set_index("passage_id")["municipality"] == group
        by_kind = [hits[(here & (kinds == kind)).to_numpy()].mean() for kind in ("hearing", "intervju")]
        assert ours == pytest.approx(0.625 * by_kind[0] + 0.375 * by_kind[1])


def test_many_groups_are_held_against_the_rest() -> None:
    shares = {f"K{at:02d}": 0.4 for at in range(11)} | {"Z": 0.9}
    found = compare(made(shares), permutations=999, resamples=100)
    assert set(found.contrasts["against"]) == {"övriga"}
    assert found.differences["group"].tolist() == ["Z"]


def test_overlapping_intervals_share_a_rank() -> None:
    found = compare(made({"A": 0.9, "B": 0.31, "C": 0.3}), permutations=99, resamples=300)
    assert found.ties("ansvar").set_index("group")["rank"].to_dict() == {"A": 1, "B": 2, "C": 2}


def test_order_of_passages_does_not_matter() -> None:
    codings = made({"A": 0.7, "B": 0.3})
    turned = Codings(codings.table.iloc[::-1], codings.units.iloc[::-1])
    first, second = (compare(c, permutations=99, resamples=50).contrasts for c in (codings, turned))
    pd.testing.assert_frame_equal(first, second)


def test_bad_input_is_told_about() -> None:
    with pytest.raises(NotEnoughDataError, match="two groups"):
        compare(made({"A": 0.5}))
    with pytest.raises(SettingError, match="municipality"):
        compare(made({"A": 0.5, "B": 0.5}), "municipalty")
    with pytest.raises(SettingError, match="measure"):
        compare(made({"A": 0.5, "B": 0.5}), measure="themes")  # type: ignore[arg-type]


def test_years_and_phases_are_groups_too() -> None:
    codings = made({"A": 0.7, "B": 0.3})
    units = codings.units.assign(date=["2020-05-01" if g == "A" else "2021" for g in codings.units["municipality"]])
    phases = pd.DataFrame({"passage_id": units["passage_id"], "attribute": "phase", "value": "inledning", "coder": "x"})
    phases.loc[::2, "value"] = "efter"
    dated = Codings(codings.table, units, phases)
    assert compare(dated, "year", permutations=99, resamples=50).groups == ("2020", "2021")
    assert compare(dated, "phase", permutations=99, resamples=50).groups == ("efter", "inledning")
