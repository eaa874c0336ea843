"""Names found and masked. Every name here is made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kfi_analysis.errors import SettingError
from kfi_analysis.text.identifiers import valid_personnummer
from kfi_analysis.text.name_lists import given_names
from kfi_analysis.text.names import COLUMNS, KINDS, find_names, mask_names
from tests.linear import assert_linear

IN_CONTEXT = [
    ("Vi talade med Ylva Exempelsson om läget.", "Ylva Exempelsson"),
    ("Rektor Påhitta Fabelgren svarade inte.", "Påhitta Fabelgren"),
    ("Enligt förvaltningschefen Tuva von Sagostråle är det klart.", "Tuva von Sagostråle"),
    ("Handläggare: Quirre Mbeki-Ost", "Quirre Mbeki-Ost"),
    ("Med vänliga hälsningar\nZorba Hittepåsson", "Zorba Hittepåsson"),
    ("Xanti Fabelkvist\nFörvaltningschef", "Xanti Fabelkvist"),
    ("Beslutet fattades av Lars-Åke Sagomark i går.", "Lars-Åke Sagomark"),
    ("Beslutet fattades av Lars-Ake Sagomark i gar.", "Lars-Ake Sagomark"),
    ("Svaret kom från A. Fabelström.", "A. Fabelström"),
    ("Svaret kom från K-G Hittepåsson.", "K-G Hittepåsson"),
    ("Undersköterskan Fadumo Påhittsdotter berättade.", "Fadumo Påhittsdotter"),
    ("Vi mötte Nguyen Thi Sagolinh där.", "Nguyen Thi Sagolinh"),
    ("En intervju med Wojciech Bajkowski gjordes.", "Wojciech Bajkowski"),
    ("Intervju med Xqvl Zzyrt.", "Xqvl Zzyrt"),
    ("YLVA EXEMPELSSON\nOrdförande", "YLVA EXEMPELSSON"),
    ("Ordföranden Kim Ek och revisorn Bo Al skrev under.", "Kim Ek"),
    ("Närvarande: Ylva Exempelsson, Tor Fabelman, Ali Sagopour", "Tor Fabelman"),
    ("Det var Exempelssons förslag.", "Exempelssons"),
    ("Då sade Ylva att det räckte.", "Ylva"),
    ("Sedan tog Hittessen över.", "Hittessen"),
    ("Ylva Maria Exempelsson Fabelgren (V) reserverade sig.", "Ylva Maria Exempelsson Fabelgren"),
]
NOT_PEOPLE = [
    "Borås Stad och Västra Götalandsregionen samverkar med Region Stockholm.",
    "Kommunstyrelsen gav Grundskoleförvaltningen och Förskolenämnden i uppdrag att följa Socialstyrelsens råd.",
    "Vård- och äldreförvaltningen införde Microsoft Teams. Där fanns också Centrala krisledningen.",
    "Svenska Kommunalarbetareförbundet och Sveriges Kommuner och Regioner var eniga.",
    "Fast det gick bra. Berg och dalar finns där. Hans plan höll.",
    "Budgetprocessen var lång. Elbussen kom. Bokbussens chaufför ringde. Förskoleklassen fick flytta.",
    "Under våren 2021 ökade kostnaderna med 252 900 tkr (KF 20210623 § 120), dnr 2021-00123, org.nr 212000-1561.",
]


@pytest.mark.parametrize(("text", "name"), IN_CONTEXT)
def test_names_are_found(text: str, name: str) -> None:
    people = find_names(text).query("kind == 'person'")
    assert name in list(people["surface"]), people[["surface", "score", "reason"]].to_string()


@pytest.mark.parametrize("text", NOT_PEOPLE)
def test_bodies_places_and_figures_are_not_masked(text: str) -> None:
    assert mask_names(text).text == text


def test_numbers_and_addresses() -> None:
    text = (
        "Nås på ylva.ex@kommunen.example, 033-12 34 56, +46 70 123 45 67, 070-1234567, växel: 12 34 50, (at): ylva(at)kommunen.example. "
        "Personnummer 811218-9876, 19811218-9876, 198112189876; fel siffra 811218-9875; organisationsnummer 556036-0793; 050 -252 900."
    )
    found = find_names(text)
    assert list(found["kind"]) == ["email", "phone", "phone", "phone", "phone", "email", *["personnummer"] * 4]
    assert found["score"].iloc[-1] < 0.8 < found["score"].iloc[-2]


def test_the_check_digit_decides() -> None:
    assert valid_personnummer("640823-3234")
    assert not valid_personnummer("640823-3235")
    assert valid_personnummer("640883-3231")
    assert not valid_personnummer("641323-3234")
    assert not valid_personnummer("12")


def test_pseudonyms_are_consistent() -> None:
    text = (
        "Ylva Exempelsson ringde Tor Fabelman. Fabelman svarade Ylva. EXEMPELSSON, Ylva\nExempelsson och Tors chef. Skriv till y@a.example."
    )
    masked = mask_names(text)
    assert masked.text == (
        "[person 1] ringde [person 2]. [person 2] svarade [person 1]. [person 1], [person 1] och [person 2]s chef. Skriv till [e-post 1]."
    )
    assert set(masked.table["pseudonym"]) == {"person 1", "person 2", "e-post 1"}
    assert "surface" not in masked.table.columns
    assert masked.key.query("pseudonym == 'person 1'")["n"].sum() == 4
    start = masked.text.index("[person 2]")
    assert text[slice(*masked.map.to_original(start, start + 10))] == "Tor Fabelman"


def test_two_of_one_surname_are_kept_apart() -> None:
    masked = mask_names("Ylva Exempelsson och Tor Exempelsson kom. Exempelsson gick.")
    assert masked.text == "[person 1] och [person 2] kom. [person 3] gick."


def test_doubtful_findings_are_listed() -> None:
    masked = mask_names("Modellen bygger på Fabelström 2006. Vi såg Iris i trädgården.")
    assert list(masked.review.columns) == [*COLUMNS, "masked"]
    assert len(masked.review) == 2


def test_what_to_keep_and_what_to_add() -> None:
    text = "Ylva Exempelsson citerar Tor Fabelman. Kommittén kallade henne Grynet."
    masked = mask_names(text, keep=["Tor Fabelman"], also=["Grynet"])
    assert "Tor Fabelman" in masked.text
    assert "Grynet" not in masked.text
    assert "Exempelsson" not in masked.text
    assert mask_names(text, kinds=["email"]).text == text


def test_settings_are_checked() -> None:
    with pytest.raises(SettingError, match="did you mean 'person'"):
        mask_names("x", kinds=["persn"])
    with pytest.raises(SettingError, match="between 0 and 1"):
        mask_names("x", min_score=2)
    with pytest.raises(SettingError, match="pseudonyms"):
        mask_names("x", also=["person"])


SYLLABLES = st.sampled_from(
    ["Fa", "bel", "ström", "gren", "son", "Xa", "ko", "ri", "Zu", "mi", "lind", "qvist", "ås", "ner", "Tor", "Bo", "s"]
)
MADE_UP = st.lists(SYLLABLES, min_size=1, max_size=3).map(lambda parts: "".join(parts).capitalize())
GIVEN = st.sampled_from(sorted(name.capitalize() for name in given_names() if "-" not in name))
PIECES = st.one_of(
    st.tuples(GIVEN, MADE_UP).map(" ".join),
    st.tuples(GIVEN, MADE_UP).map("\n".join),
    GIVEN,
    MADE_UP,
    MADE_UP.map(str.upper),
    MADE_UP.map(lambda name: name + "s"),
    st.sampled_from(
        ["och", "rektor", "Handläggare:", ".", ",", "\n", "på", "Borås", "033-12 34 56", "a.b@c.example", "811218-9876", "2006", "(", ")"]
    ),
)


@given(st.lists(PIECES, max_size=14), st.sampled_from([0.0, 0.5, 0.8]))
@settings(max_examples=60)
def test_no_masked_string_is_left(pieces: list[str], least: float) -> None:
    text = " ".join(pieces)
    masked = mask_names(text, min_score=least)
    for surface in masked.key["surface"]:
        rest = masked.text.replace("[person", "[").replace("[e-post", "[").replace("[telefon", "[").replace("[personnummer", "[")
        if len(surface) >= 5 or " " in surface:
            assert surface not in rest
        assert surface not in rest.replace("[", " ").replace("]", " ").replace("\n", " ").split() or surface.istitle()
    assert "".join(masked.table["pseudonym"].astype(str)).find("@") < 0
    at = 0
    for row in masked.table.itertuples():
        assert at <= row.start < row.end <= len(text)
        at = row.end
    assert masked.map.original_length == len(text)


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_any_text_goes_through(text: str) -> None:
    found = find_names(text)
    assert list(found.columns) == COLUMNS
    assert set(found["kind"]) <= set(KINDS)
    for row in found.itertuples():
        assert text[row.start : row.end] == row.surface
    mask_names(text)


@pytest.mark.parametrize("piece", ["a", "A", "-", "\n", "0", "@", "A.", "A ", "Ylva ", "Ylva\n", "1@", "070-1", "van ", "O'", "(at)"])
def test_time_is_linear(piece: str) -> None:
    assert_linear(mask_names, piece, size=50_000)


@pytest.mark.sources
def test_the_board_papers(boras_ocr_path: Path) -> None:
    found = find_names(boras_ocr_path.read_text(encoding="utf-8"))
    full = found.query("kind == 'person' and score >= 0.9")
    assert len(full) == 32
    assert full["surface"].nunique() == 13
    assert (found["kind"] == "phone").sum() >= 18
