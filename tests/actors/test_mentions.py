from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kfi_analysis import Corpus
from kfi_analysis.actors import Actor, Gazetteer, Mentions, find_actors
from kfi_analysis.errors import TableError
from tests.conftest import shared

PIECES = [
    "Kulturförvaltningen",
    "Kultur- och fritidsnämnden",
    "förvaltningen",
    "fick stöd av",
    "HR",
    "samt",
    "facken",
    ".",
    "Vi",
    "nämnden för arkiv",
    "Borås Stad",
    "Mark",
    "Lysteknik AB",
    "(KFN)",
    "vård-\nnämnden",
    "och",
]


def actors_in(text: str, **metadata: str) -> list[str]:
    return find_actors(Corpus.from_texts([text], **metadata)).table["actor_id"].tolist()


@given(st.lists(st.sampled_from(PIECES), max_size=14))
@settings(max_examples=40)
def test_every_mention_slices_back(pieces: list[str]) -> None:
    corpus = Corpus.from_texts([" ".join(pieces), " ".join(reversed(pieces))])
    mentions = find_actors(corpus)
    for row in mentions.table.itertuples():
        assert corpus.slice(row.document_id, row.start, row.end).replace("-\n", "") == row.surface
    spans = mentions.table.drop_duplicates(["document_id", "start", "end"]).sort_values(["document_id", "start"])
    same = spans["document_id"].eq(spans["document_id"].shift(-1))
    assert not (same & (spans["end"] > spans["start"].shift(-1))).any()


@given(st.permutations(["Kulturförvaltningen fick hjälp.", "HR ringde facken.", "Vård- och äldreförvaltningen svarade."]))
@settings(max_examples=6)
def test_order_of_documents_does_not_matter(texts: list[str]) -> None:
    corpus = Corpus.from_texts({text[:5]: text for text in texts})
    mentions = find_actors(corpus)
    assert sorted(mentions.actors["actor_id"]) == [
        "De fackliga organisationerna", "HR", "Kulturförvaltningen", "Vård- och äldreförvaltningen",
    ]  # fmt: skip


def test_qualities_and_genitives() -> None:
    assert actors_in("Erfarenheterna av öppenheten på området var goda.") == []
    assert actors_in("nämnden för arbetsmarknad och vuxenutbildnings beslut") == ["Nämnden för arbetsmarknad och vuxenutbildning"]
    assert actors_in("Nämnden för funktionsstöd beslutade.") == ["Nämnden för funktionsstöd"]


def test_one_body_or_two() -> None:
    one = "Kultur- och fritidsnämnden beslutade."
    two = "Grundskoleförvaltningen och Förskoleförvaltningen möttes. Grundskole- och förskoleförvaltningen var överens."
    assert actors_in(one) == ["Kultur- och fritidsnämnden"]
    assert actors_in(two)[2:] == ["Grundskoleförvaltningen", "Förskoleförvaltningen"]


def test_three_bodies_in_one_shortened_list() -> None:
    text = (
        "Gymnasie- och vuxenutbildningsförvaltningen, Grundskoleförvaltningen och Förskoleförvaltningen svarade. "
        "För Gymnasie- och vuxen-, Grundskole- och förskoleförvaltningen gick det bra."
    )
    names = actors_in(text)
    assert names[3:] == ["Gymnasie- och vuxenutbildningsförvaltningen", "Grundskoleförvaltningen", "Förskoleförvaltningen"]


def test_drifting_names_are_one_actor() -> None:
    text = "Vård- och äldreförvaltningen växte. Vård- och äldreförvaltningen bad om hjälp. Vård- och äldreomsorgsförvaltningen fick den."
    assert set(actors_in(text)) == {"Vård- och äldreförvaltningen"}


def test_names_that_only_share_a_beginning_stay_apart() -> None:
    assert len(set(actors_in("Kulturförvaltningen och Kulturmiljöförvaltningen och Kulturskolenämnden"))) == 3


def test_an_abbreviation_is_learnt_where_it_is_introduced_and_only_there() -> None:
    corpus = Corpus.from_texts({"a": "Kultur- och fritidsnämnden (KFN) möttes. KFN beslutade.", "b": "KFN är något annat här."})
    table = find_actors(corpus).table
    assert table.loc[table["surface"] == "KFN", "document_id"].tolist() == ["a", "a"]


def test_kommunen_is_the_documents_own() -> None:
    assert actors_in("Kommunen och regionen samverkar.", municipality="Kiruna") == ["Kiruna kommun", "Region Norrbotten"]
    assert actors_in("Kommunen och regionen samverkar.") == ["Kommunen", "Regionen"]


def test_an_ordinary_word_is_no_municipality() -> None:
    assert actors_in("På Mark anlades en väg. Vara eller icke vara.") == []
    assert actors_in("Orterna Bollebygd, Mark och Tranemo") == ["Bollebygds kommun", "Marks kommun", "Tranemo kommun"]


def test_what_names_no_actor_is_led_back() -> None:
    text = "Kulturförvaltningen var sen. Därför blev förvaltningen utan stöd."
    corpus = Corpus.from_texts([text])
    table = find_actors(corpus).table
    assert table["actor_id"].tolist() == ["Kulturförvaltningen", "Kulturförvaltningen"]
    assert table["rule"].tolist() == ["regel", "syftning"]
    assert table["confidence"].iloc[1] < table["confidence"].iloc[0]
    assert find_actors(corpus, resolve=False).table["rule"].tolist() == ["regel"]


def test_vi_is_the_source_of_the_account() -> None:
    corpus = Corpus.from_texts(["Vi fick hjälp av HR."], unit="Kulturförvaltningen", source_kind="självvärdering")
    assert find_actors(corpus).table["actor_id"].tolist() == ["Kulturförvaltningen", "HR"]
    assert actors_in("Vi har granskat HR.", source_kind="rapport") == ["HR"]


def test_unresolved_is_listed() -> None:
    open_ = find_actors(Corpus.from_texts(["Stödet från XYZ och Simonsgården var gott. XYZ svarade."])).unresolved()
    assert dict(zip(open_["surface"], open_["n"], strict=True)) == {"XYZ": 2, "Simonsgården": 1}


def test_own_gazetteer_alone() -> None:
    mine = Gazetteer((Actor("Bygdegården", "civilsamhälle", ("gården",)),))
    assert find_actors(Corpus.from_texts(["Gården hjälpte HR."]), gazetteer=mine).table["actor_id"].tolist() == ["Bygdegården"]


def test_empty_corpus_gives_empty_tables() -> None:
    mentions = find_actors(Corpus.empty())
    assert len(mentions) == 0
    assert list(mentions.table.columns)[:6] == ["document_id", "passage_id", "start", "end", "surface", "actor_id"]
    assert mentions.unresolved().empty


def test_a_bad_span_is_refused() -> None:
    good = find_actors(Corpus.from_texts(["HR"]))
    with pytest.raises(TableError, match="is empty"):
        Mentions(good.table.assign(end=0), good.actors, good.open)
    with pytest.raises(TableError, match="'surface' is missing"):
        Mentions(good.table.drop(columns="surface"), good.actors, good.open)


@pytest.mark.sources
def test_the_report_names_its_administrations(boras: Corpus) -> None:
    mentions = find_actors(boras)
    assert next(iter(mentions.contexts.values())).home == "Borås Stad"
    names = set(mentions.actors["actor_id"])
    expected = pd.read_csv(shared("gold", "actors_dev.csv"))
    administrations = {name for name in expected["canonical"] if name.endswith("förvaltningen")}
    assert administrations <= names
    assert len(names & set(expected["canonical"])) >= 20
