"""Repair: what it mends, what it leaves alone, and that its spans and its map are true. Sentences here are our own."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kfi_analysis.errors import SettingError
from kfi_analysis.text.ocr import ocr_noise, repair
from kfi_analysis.text.ocr.mending import COLUMNS
from tests.linear import assert_linear

CLEAN = """
Under hösten har förvaltningen arbetat på ett nytt sätt med stödet till äldre. Personalen är nöjd och det har fungerat väl.
Nämnden såg också att många behövde hjälp, även om frågorna inte alltid nådde fram. Vi får över 300 ärenden per år, och åtta av
tio är klara inom två veckor. Här finns mycket att lära för framtiden, särskilt när läget är svårt och lösningarna dröjer.
Det är viktigt att samverkan mellan förskolan och socialtjänsten utvecklas så att barnen får det stöd som de har rätt till.
Cheferna säger att de hade önskat en tydligare ansvarsfördelning, men också att kommunikationen har blivit bättre sedan i våras.
"""
WORST = str.maketrans("åäöÅÄÖ", "aioAAO")
MIXED = [("å", "aéd"), ("ä", "iad"), ("ö", "o6é"), ("Å", "A"), ("Ä", "A"), ("Ö", "O")]


def misread(text: str) -> str:
    """Read each å, ä, ö as one of a few signs, in turn."""
    for letter, signs in MIXED:
        count = iter(range(10**6))
        text = re.sub(letter, lambda _, signs=signs, count=count: signs[next(count) % len(signs)], text)
    return text


def wrong_words(text: str, truth: str) -> int:
    return sum(a != b for a, b in zip(text.split(), truth.split(), strict=True))


def test_misread_prose_is_mended() -> None:
    noisy = misread(CLEAN)
    before = wrong_words(noisy, CLEAN)
    result = repair(noisy)
    assert before > 40
    assert wrong_words(result.text, CLEAN) <= 0.15 * before
    assert result.before.score > 0.2
    assert result.after.score == 0


def test_clean_prose_comes_back_as_it_is() -> None:
    result = repair(CLEAN)
    assert result.text == CLEAN
    assert result.changes.empty
    assert list(result.changes.columns) == COLUMNS
    assert result.map.to_original(3, 9) == (3, 9)


def test_text_without_diacritics_gets_them_back() -> None:
    assert wrong_words(repair(CLEAN.translate(WORST)).text, CLEAN) <= 8


def test_every_change_is_listed_with_its_place() -> None:
    noisy = misread(CLEAN)
    result = repair(noisy)
    for row in result.changes.itertuples():
        assert noisy[row.start : row.end] == row.before
        low, high = result.map.from_original(row.start, row.end)
        assert result.text[low:high] == row.after
        assert row.before != row.after
        assert 0.5 <= row.confidence <= 1
    rebuilt, at = "", 0
    for row in result.changes.itertuples():
        rebuilt += noisy[at : row.start] + row.after
        at = row.end
    assert rebuilt + noisy[at:] == result.text


def test_a_word_broken_over_a_line_end_is_one_word() -> None:
    noisy = misread(CLEAN).replace("f6rvaltningen", "forvalt-\nningen").replace("forvaltningen", "forvalt-\nningen")
    assert "forvalt-\nningen" in noisy
    text = repair(noisy).text
    assert "förvalt-\nningen" in text


def test_figures_addresses_and_codes_stay() -> None:
    tail = " Budgeten var 252 900 tkr enligt 2022:2 och SOU 2021:46, ring 033-35 70 00 eller skriv till namnden@exempel.se, se www.f6r.se."
    result = repair(misread(CLEAN) + tail)
    for piece in ("252 900 tkr", "2022:2", "SOU 2021:46", "033-35 70 00", "namnden@exempel.se", "www.f6r.se"):
        assert piece in result.text


def test_a_bad_part_is_repaired_and_a_clean_part_is_not() -> None:
    clean, noisy = CLEAN * 6, misread(CLEAN) * 6
    result = repair(clean + noisy)
    assert result.text.startswith(clean[:-700])
    assert (result.changes["start"] > len(clean) - 700).all()
    assert len(result.changes) > 200


def test_foreign_text_is_not_noise() -> None:
    english = "The evaluation of the reform is based on interviews with managers and on the documents that the city has published. " * 10
    assert ocr_noise(english).score == 0
    assert repair(english).text == english


def test_repairing_twice_is_repairing_once() -> None:
    once = repair(misread(CLEAN)).text
    again = repair(once)
    assert again.text == once
    assert again.changes.empty


def test_clean_text_of_the_field_teaches_its_words() -> None:
    noisy = misread(CLEAN + " Bräkneverket och bräkneverkets chefer berättade om bräkneverkets väg.")
    taught = repair(noisy, vocabulary=["Bräkneverket är en myndighet. Vi besökte Bräkneverket och bräkneverkets chefer." * 3])
    assert "Bräkneverket och bräkneverkets" in taught.text


def test_settings_are_checked() -> None:
    with pytest.raises(SettingError, match="list of texts"):
        repair("text", vocabulary="text")
    with pytest.raises(SettingError, match=r"1\.5"):
        repair("text", threshold=1.5)


@given(st.text(max_size=300))
@settings(max_examples=40)
def test_any_text_goes_through(text: str) -> None:
    result = repair(text)
    assert repair(result.text).text == result.text
    assert result.map.clean_length == len(result.text)
    assert result.map.original_length == len(text)


@given(st.lists(st.sampled_from([*misread(CLEAN).split(), "-\n", "\n", "§ 120", "4r", "&r", "A4", "the", "Iyckas", "s&"]), max_size=120))
@settings(max_examples=40)
def test_any_noisy_text_settles(words: list[str]) -> None:
    text = " ".join(words)
    result = repair(text)
    assert repair(result.text).text == result.text
    assert isinstance(result.changes, pd.DataFrame)
    for row in result.changes.itertuples():
        assert text[row.start : row.end] == row.before


@pytest.mark.parametrize("piece", ["a", "-", "\n", "ö", "4", "a-\n", "@", "x@", "f6r ", "&", "|", "a."])
def test_time_is_linear(piece: str) -> None:
    assert_linear(repair, piece, size=300_000)


@pytest.mark.sources
def test_the_misread_report(boras_path: Path, boras_ocr_path: Path) -> None:
    clean = boras_path.read_text(encoding="utf-8")
    assert len(repair(clean).changes) == 0
    noisy = boras_ocr_path.read_text(encoding="utf-8")
    result = repair(noisy)
    assert result.before.score > 0.2
    assert result.after.score < 0.01
    assert 7_500 < len(result.changes) < 9_500
    assert repair(result.text).changes.empty
    figure = re.compile(r"(?<!\w)\d[\d ]*(?!\w)")
    assert figure.findall(noisy) == figure.findall(result.text)


def test_a_short_clean_sentence_without_swedish_letters_is_not_noise() -> None:
    assert ocr_noise("Vi har en plan som alla kan.").score == 0


def test_one_lost_letter_is_seen() -> None:
    german = CLEAN.replace("å", "ä") * 3
    result = repair(german)
    assert result.before.score > 0.03
    assert wrong_words(result.text, CLEAN * 3) <= 0.2 * wrong_words(german, CLEAN * 3)
