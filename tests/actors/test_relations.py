"""Frames on invented sentences: who is tied to whom, in which direction, with what sign."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kfi_analysis import Corpus
from kfi_analysis.actors import Relations, find_actors, find_relations
from kfi_analysis.errors import SettingError, TableError
from tests.conftest import shared

K, M, S = "Kulturförvaltningen", "Miljöförvaltningen", "Socialförvaltningen"
ALL, CENTRE, UNIONS = "Förvaltningarna", "Centrala funktioner", "De fackliga organisationerna"


def found(text: str, **metadata: str) -> set[tuple[str, str, str, str]]:
    """Give (source, target, type, sign); the parties of a statement without direction in alphabetical order."""
    table = find_relations(Corpus.from_texts([text], **metadata)).table
    return {
        (*((r.source, r.target) if r.directed else tuple(sorted((r.source, r.target)))), r.type, r.sign)  # type: ignore[misc]
        for r in table.itertuples()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # nominal frames
        ("Samarbetet mellan Kulturförvaltningen och Miljöförvaltningen var gott.", {(K, M, "samverkan", "+")}),
        ("Kulturförvaltningen hade tät samverkan med Miljöförvaltningen.", {(K, M, "samverkan", "+")}),
        ("Kulturförvaltningen fick stöd från Miljöförvaltningen.", {(M, K, "stöd", "+")}),
        ("Stödet från Miljöförvaltningen till Kulturförvaltningen dröjde.", {(M, K, "stöd", "-")}),
        ("Kulturförvaltningen gav stöd till Miljöförvaltningen.", {(K, M, "stöd", "+")}),
        ("Kulturförvaltningen fick otydlig information från HR.", {("HR", K, "information", "-")}),
        ("Kulturförvaltningen uppskattade krisledningens riktlinjer.", {("Centrala krisledningen", K, "styrning", "+")}),
        ("Det var konflikt mellan Kulturförvaltningen och facken.", {(UNIONS, K, "konflikt", "-")}),
        ("Samordningen mellan förvaltningarna fungerade väl.", {(ALL, ALL, "samverkan", "+")}),
        # verb frames
        ("Kulturförvaltningen stöttade Miljöförvaltningen.", {(K, M, "stöd", "+")}),
        ("Miljöförvaltningen stöttades av Kulturförvaltningen.", {(K, M, "stöd", "+")}),
        ("Kulturförvaltningen informerade facken.", {(K, UNIONS, "information", "0")}),
        ("Facken informerades av Kulturförvaltningen.", {(K, UNIONS, "information", "0")}),
        ("Kulturförvaltningen rapporterade varje vecka till krisledningsnämnden.", {(K, "Krisledningsnämnden", "rapportering", "0")}),
        ("Kulturförvaltningen lånade ut tolv medarbetare till Socialförvaltningen.", {(K, S, "stöd", "+")}),
        ("Kulturförvaltningen och Miljöförvaltningen samverkade.", {(K, M, "samverkan", "0")}),
        ("Kulturförvaltningen lyssnade på facken.", {(UNIONS, K, "information", "+")}),
        ("Facken kritiserade Kulturförvaltningen.", {(UNIONS, K, "konflikt", "-")}),
        ("Kulturförvaltningen följde Folkhälsomyndighetens råd.", {("Folkhälsomyndigheten", K, "styrning", "0")}),
        ("Revisionskontoret granskade Socialförvaltningen.", {("Revisionskontoret", S, "styrning", "0")}),
        # coordination is expanded, relative clauses lead back
        (
            "Kulturförvaltningen stöttade Miljöförvaltningen och Socialförvaltningen.",
            {(K, M, "stöd", "+"), (K, S, "stöd", "+")},
        ),
        ("Ett exempel är Kulturförvaltningen som stöttade Miljöförvaltningen.", {(K, M, "stöd", "+")}),
        # where the centre is an adverb
        ("Kulturförvaltningen fick invänta stöd från centralt håll.", {(CENTRE, K, "stöd", "-")}),
        # nothing is tied
        ("Kulturförvaltningen och Miljöförvaltningen ligger i samma hus.", set()),
        ("De granskade nämnderna har rutiner.", set()),
        ("Det regnade.", set()),
    ],
)
def test_frames(text: str, expected: set[tuple[str, str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "modality", "sign"),
    [
        ("Kulturförvaltningen fick stöd från Miljöförvaltningen.", "faktisk", "+"),
        ("Kulturförvaltningen fick inte stöd från Miljöförvaltningen.", "negerad", "-"),
        ("Kulturförvaltningen hade önskat mer stöd från Miljöförvaltningen.", "önskad", "-"),
        ("Kulturförvaltningen kan komma att få eventuellt stöd från Miljöförvaltningen.", "hypotetisk", "0"),
        ("Kulturförvaltningen fick stöd från Miljöförvaltningen, men helgerna var svåra.", "faktisk", "+"),
        ("Samarbetet mellan Kulturförvaltningen och Miljöförvaltningen var inte bra.", "faktisk", "-"),
        ("Samarbetet mellan socialförvaltningen och regionen fungerade dåligt.", "faktisk", "-"),
        ("Samarbetet mellan socialförvaltningen och regionen fungerade inte bra.", "faktisk", "-"),
        ("Samarbetet mellan socialförvaltningen och regionen har aldrig fungerat smidigt.", "faktisk", "-"),
        ("Samarbetet mellan socialförvaltningen och regionen fungerade väl.", "faktisk", "+"),
        ("Samarbetet mellan socialförvaltningen och regionen fungerade.", "faktisk", "+"),
        ("Samarbetet mellan socialförvaltningen och regionen gick trögt.", "faktisk", "-"),
        ("Samarbetet mellan socialförvaltningen och regionen kunde ha fungerat bättre.", "önskad", "-"),
    ],
)
def test_modality_and_sign(text: str, modality: str, sign: str) -> None:
    row = find_relations(Corpus.from_texts([text])).table.iloc[0]
    assert (row["modality"], row["sign"]) == (modality, sign)


def test_an_account_speaks_for_its_source() -> None:
    told = found("Vi fick gott stöd av HR. Samarbetet var bra.", unit=K, source_kind="självvärdering")
    assert ("HR", K, "stöd", "+") in told
    table = find_relations(Corpus.from_texts(["Vi fick stöd av HR."], unit=K, source_kind="hearing")).table
    assert table["voice"].tolist() == ["hearing"]
    assert table["speaker"].tolist() == [K]


def test_what_is_understood_is_marked_and_can_be_left_out() -> None:
    corpus = Corpus.from_texts(["Förvaltningarna var trötta. Samarbetet skedde med HR."])
    table = find_relations(corpus).table
    assert table["implied"].tolist() == [True]
    assert set(table[["source", "target"]].iloc[0]) == {ALL, "HR"}
    assert len(find_relations(corpus, implied=False)) == 0
    assert len(find_relations(corpus, min_score=0.9)) == 0
    with pytest.raises(SettingError, match="min_score is 2"):
        find_relations(corpus, min_score=2)


def test_recommendations_come_from_the_auditors_that_a_text_is_by() -> None:
    text = (
        "Revisionskontoret bedömer läget. Revisionskontoret ser brister. Revisionskontoret är klart. Socialnämnden rekommenderas att agera."
    )
    assert ("Revisionskontoret", "Socialnämnden", "styrning", "0") in found(text)


PIECES = st.lists(
    st.sampled_from(
        ["Kulturförvaltningen", "stöttade", "HR", ",", "och", "facken", "samverkan", "mellan", "med", "stöd från", "förvaltningarna", ".",
         "inte", "Vi", "rapporterade till", "varandra", "centralt", "som", "möten-\nna", "krisledningens", "information", "fick"]
    ),
    max_size=18,
)  # fmt: skip


@given(PIECES, st.booleans())
@settings(max_examples=60)
def test_whatever_the_words_spans_slice_back_and_parties_are_known(pieces: list[str], quoted: bool) -> None:
    metadata = {"unit": K, "source_kind": "hearing"} if quoted else {}
    corpus = Corpus.from_texts([" ".join(pieces)], **metadata)
    relations = find_relations(corpus)
    known = set(relations.actors["actor_id"])
    for row in relations.table.itertuples():
        assert corpus.slice(row.document_id, row.start, row.end) == row.text
        assert {row.source, row.target} <= known
        assert 0.2 <= row.score <= 1


def test_order_of_passages_does_not_matter() -> None:
    texts = {"a": "HR stöttade Kulturförvaltningen.", "b": "Facken kritiserade HR."}
    one = find_relations(Corpus.from_texts(texts)).table.sort_values("relation_id", ignore_index=True)
    other = find_relations(Corpus.from_texts(dict(reversed(texts.items())))).table.sort_values("relation_id", ignore_index=True)
    pd.testing.assert_frame_equal(one, other)


def test_bad_tables_are_told() -> None:
    good = find_relations(Corpus.from_texts(["HR stöttade facken."]))
    for column, value, message in (("type", "hjälp", "type 'hjälp' is unknown"), ("sign", "?", "sign"), ("voice", "folket", "voice")):
        with pytest.raises(TableError, match=message):
            Relations(good.table.assign(**{column: value}), good.actors)
    with pytest.raises(TableError, match="more than once"):
        Relations(pd.concat([good.table, good.table]), good.actors)
    with pytest.raises(TableError, match="'r0' is unknown"):
        good.correct(pd.DataFrame([{"relation_id": "r0", "sign": "+"}]))
    with pytest.raises(TableError, match="needs 'target'"):
        good.correct(pd.DataFrame([{"document_id": "0", "start": 0, "end": 1, "source": "HR"}]))


def test_empty_corpus() -> None:
    relations = find_relations(Corpus.empty())
    assert len(relations) == 0
    assert "evidence" not in relations.table
    assert list(relations.table.columns)[:6] == ["relation_id", "document_id", "passage_id", "start", "end", "source"]


@pytest.mark.sources
def test_better_than_co_occurrence_on_the_coded_sections(boras: Corpus) -> None:
    """The floor that must hold: pairs at precision .60 and recall .67 (co-occurrence: .40 and .67)."""
    gold = pd.read_csv(shared("gold", "relations_dev.csv"))
    table = find_relations(boras, find_actors(boras)).table
    table = table[table["section"].isin(set(gold["section"]))]

    def pairs(rows: pd.DataFrame) -> set[tuple[str, ...]]:
        return {tuple(sorted(pair)) for pair in zip(rows["source"], rows["target"], strict=True)}

    right = pairs(table) & pairs(gold)
    assert len(right) / len(pairs(table)) >= 0.60
    assert len(right) / len(pairs(gold)) >= 0.67
