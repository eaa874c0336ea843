"""Recommendations held against evidence, areas for development, and recommendations followed over years."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import kfi_analysis as kfi
from kfi_analysis.cli.main import cli
from kfi_analysis.coding import Codings
from kfi_analysis.coding.codings import units_of
from kfi_analysis.errors import ClaimError, SettingError
from kfi_analysis.findings import (
    development_areas,
    find_answers,
    judgements,
    load_recommendations,
    match_recommendations,
    recommendation_support,
    recommendations,
)
from kfi_analysis.findings.support import StudyRecommendation


def coded(rows: list[tuple[str, str, str, str, str]]) -> tuple[kfi.Corpus, Codings]:
    """Rows: text, source kind, unit, code, valence."""
    corpus = kfi.Corpus.from_texts([row[0] for row in rows], source_kind=[row[1] for row in rows], unit=[row[2] for row in rows])
    ids = corpus.passages["passage_id"]
    base = {"document_id": ids, "passage_id": ids, "coder": "test"}
    table = pd.DataFrame({**base, "start": 0, "end": corpus.passages["end"], "code": [row[3] for row in rows]})
    attributes = pd.DataFrame({**base, "attribute": "valence", "value": [row[4] for row in rows]})
    return corpus, Codings(table, units_of(corpus), attributes, corpus=corpus)


ROWS = [
    ("Övningen uteblev och vi kunde inte planen.", "självvärdering", "A", "kapacitet", "utmaning"),
    ("Ingen hade övning nog.", "hearing", "B", "kapacitet", "utmaning"),
    ("Övningar saknades helt.", "intervju", "C", "kapacitet", "utmaning"),
    ("Vår övning hjälpte oss.", "hearing", "A", "kapacitet", "styrka"),
    ("Övningen kom för sent.", "självvärdering", "D", "kapacitet", "blandat"),
    ("Utan övning gick det trögt.", "hearing", "E", "kapacitet", "utmaning"),
    ("Regionen var svår att nå.", "hearing", "F", "samverkan", "utmaning"),
]
PRACTISE = StudyRecommendation("ova", "Öva oftare.", "åtgärda", ("kapacitet",), ("övning*",))
REGION = StudyRecommendation("frid", "Behåll friden.", "bevara", ("relationer",), ("frid*",))


def test_evidence_is_counted_for_against_and_by_source() -> None:
    corpus, codings = coded(ROWS)
    support = recommendation_support(corpus, [PRACTISE, REGION], codings=codings)
    row = support.table.set_index("recommendation_id").loc["ova"]
    assert (row["relevant"], row["supporting"], row["contradicting"]) == (6, 5, 1)
    assert (row["sources"], row["source_kinds"], row["strength"]) == (5, 3, "stark")
    assert [corpus.slice(**span) for span in row["against"]] == ["Vår övning hjälpte oss."]
    assert support.thin["recommendation_id"].tolist() == ["frid"]
    assert support.unmet["text"].tolist() == ["Regionen var svår att nå."]


def test_the_six_recommendations_of_the_study_have_evidence_that_slices_back(study: kfi.Corpus) -> None:
    support = recommendation_support(study, "boras-2021")
    assert len(support.table) == 6
    for spans in support.table["evidence"]:
        assert all(study.slice(**span) for span in spans)
    assert support.table["supporting"].sum() > 0


def test_a_recommendation_file_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text('[[recommendation]]\nid="a"\ntext="t"\nkind="laga"\nthemes=["x"]\nterms=["y"]\n', encoding="utf-8")
    with pytest.raises(ClaimError, match="åtgärda"):
        load_recommendations(path)
    path.write_text('[[recommendation]]\nid="a"\n', encoding="utf-8")
    with pytest.raises(ClaimError, match="'text' is missing"):
        load_recommendations(path)


def test_areas_are_ranked_by_how_many_sources_tell_of_a_challenge() -> None:
    corpus, codings = coded(ROWS)
    areas = development_areas(corpus, codings=codings, study=[PRACTISE], min_passages=1, relations=False)
    table = areas.table.set_index("area")
    assert list(table.index) == ["kapacitet", "samverkan"]
    assert (table.loc["kapacitet", "challenges"], table.loc["kapacitet", "passages"]) == (5, 6)
    assert table.loc["kapacitet", "sources"] == 5
    assert table.loc["kapacitet", "resembles"] == "ova"
    assert pd.isna(table.loc["samverkan", "resembles"])
    assert "inte" in areas.purpose
    assert table["low"].le(table["value"]).all()


def test_areas_do_not_depend_on_the_order_of_documents() -> None:
    corpus, codings = coded(ROWS)
    turned = kfi.Corpus(corpus.documents.iloc[::-1], corpus.passages.iloc[::-1])
    first, second = (
        development_areas(one, codings=codings, relations=False, min_passages=1).table.drop(columns="evidence") for one in (corpus, turned)
    )
    pd.testing.assert_frame_equal(first, second)
    assert len(first) == 2


def test_too_few_passages_cannot_be_asked_for() -> None:
    with pytest.raises(SettingError, match="min_passages"):
        development_areas(kfi.Corpus.empty(), min_passages=0)


EARLIER = """Vi rekommenderar socialnämnden att utveckla uppföljningen av avtalen med privata utförare.

Vi rekommenderar kommunstyrelsen att anta en plan för krisövningar.

Vi rekommenderar miljönämnden att se över sin taxa.
"""
LATER = """Kommunstyrelsen rekommenderas att besluta om en övningsplan för kriser.

Socialnämnden rekommenderas att stärka avtalsuppföljningen av de privata utförarna.

Överförmyndarnämnden rekommenderas att digitalisera akterna.
"""


def test_recommendations_come_back_in_other_words() -> None:
    earlier, later = (recommendations(kfi.Corpus.from_texts({name: text})) for name, text in (("2021", EARLIER), ("2023", LATER)))
    found = match_recommendations(earlier, later)
    back = found[found["status"] == "återkommer"]
    assert {(a[:24], b[:13]) for a, b in zip(back["earlier"], back["later"], strict=True)} == {
        ("Vi rekommenderar socialn", "Socialnämnden"),
        ("Vi rekommenderar kommuns", "Kommunstyrels"),
    }
    assert back["same_addressee"].all()
    assert found["status"].value_counts().to_dict() == {"återkommer": 2, "ny": 1, "kommer inte igen": 1}
    assert (match_recommendations(earlier, earlier)["status"] == "återkommer").all()
    with pytest.raises(SettingError, match="threshold"):
        match_recommendations(earlier, later, threshold=2)


def test_answers_are_found_and_silence_is_shown() -> None:
    given = recommendations(kfi.Corpus.from_texts({"2021": EARLIER}))
    answer = kfi.Corpus.from_texts({"svar": "Nämnden följer sedan i höstas upp samtliga avtal med privata utförare varje kvartal."})
    found = find_answers(given, answer)
    assert found["text"].notna().sum() == 1
    assert found.loc[found["text"].notna(), "recommendation_id"].tolist() == ["2021:r1"]
    assert len(found) == 3


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Vår samlade bedömning är att nämnden har en ändamålsenlig styrning.", "ja"),
        ("Revisionen bedömer att kontrollen i huvudsak är tillräcklig.", "i huvudsak"),
        ("Vi bedömer att bolaget inte fullt ut säkerställer en likvärdig service.", "delvis"),
        ("Vi bedömer att den interna kontrollen inte har varit tillräcklig.", "nej"),
        ("Syftet är att bedöma om nämnden har en ändamålsenlig styrning.", None),
        ("Förvaltningen uppger att styrningen är ändamålsenlig.", None),
        ("Vi bedömer att nämnden bör säkerställa en tydligare styrning.", None),
    ],
)
def test_judgements_have_the_grade_that_their_modifiers_give(text: str, grade: str | None) -> None:
    assert judgements(kfi.Corpus.from_texts([text]))["grade"].tolist() == ([grade] if grade else [])


def test_the_command_does_all_of_it(tmp_path: Path) -> None:
    for name, text in (("a.txt", EARLIER), ("b.txt", LATER)):
        (tmp_path / name).write_text(text, encoding="utf-8")

    def run(*args: str) -> list[dict[str, object]]:
        result = CliRunner().invoke(cli, ["recommendations", *args, "--format", "json"])
        assert result.exit_code == 0, result.output
        rows: list[dict[str, object]] = json.loads(result.stdout)
        return rows

    assert {row["status"] for row in run(str(tmp_path / "a.txt"), "--later", str(tmp_path / "b.txt"))} >= {"återkommer"}
    assert len(run("boras-2021", "--support", "boras-2021")) == 6
    assert run(str(tmp_path / "a.txt"), "--answers", str(tmp_path / "b.txt"))


def test_support_for_what_is_no_study_says_what_to_give() -> None:
    corpus = kfi.Corpus.from_texts(["Kommunstyrelsen rekommenderas att se över sina rutiner."])
    with pytest.raises(SettingError, match="load_recommendations"):
        recommendation_support(corpus, kfi.recommendations(corpus))
