"""Texts whose accents stand loose after their letters are read, coded, masked and repaired as if they were whole."""

from __future__ import annotations

import unicodedata

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

import kfi_analysis as kfi
from kfi_analysis.text.accents import whole_letters

PROSE = "Samverkan mellan förvaltningarna fungerade väl, men äldreomsorgen saknade personal."


def loose(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@given(st.text(st.sampled_from("aåäöéo\u0308\u030a b"), max_size=20))
def test_whole_letters_lead_back(text: str) -> None:
    whole, offsets = whole_letters(text)
    assert whole_letters(whole) == (whole, None)
    if offsets is None:
        assert whole == text
    else:
        for at, letter in enumerate(whole):
            start, end = offsets.to_original(at, at + 1)
            assert letter in unicodedata.normalize("NFC", text[start:end])


def test_a_clean_text_with_loose_accents_is_not_noisy_and_not_changed() -> None:
    assert kfi.ocr_noise(loose(PROSE)).score == 0
    found = kfi.repair(loose(PROSE))
    assert found.text == loose(PROSE)
    assert found.changes.empty


def test_repair_lists_the_accents_among_the_changes() -> None:
    noisy = loose("är nöjda ") + "Vi dr nojda med stodet fran f6rvaltningen och det har fungerat vil under aret."
    found = kfi.repair(noisy)
    assert found.text == "är nöjda Vi är nöjda med stödet från förvaltningen och det har fungerat väl under året."
    mended, at = [], 0
    for row in found.changes.itertuples():
        assert noisy[row.start : row.end] == row.before
        mended += [noisy[at : row.start], row.after]
        at = row.end
    assert "".join(mended) + noisy[at:] == found.text
    assert set(found.changes["reason"].head(2)) == {"accents"}


def test_names_with_loose_accents_are_found_and_masked() -> None:
    text = loose("Kontakta Åsa Öbergsson på åtgärder@exempel.se. Åsa svarar.")
    whole = kfi.mask_names(unicodedata.normalize("NFC", text))
    masked = kfi.mask_names(text, keep=[loose("Någon Annan")])
    assert masked.text == whole.text
    assert "Öbergsson" not in unicodedata.normalize("NFC", masked.text)
    found = kfi.find_names(text)
    assert all(text[row.start : row.end] == row.surface for row in found.itertuples())
    first = masked.table.iloc[0]
    assert text[first["start"] : first["end"]] == found["surface"].iloc[0]


def test_coding_and_actors_see_the_same_words() -> None:
    codes = [set(kfi.code([text]).table["code"]) for text in (PROSE, loose(PROSE))]
    assert codes[0] == codes[1]
    corpus = kfi.Corpus.from_frame(pd.DataFrame({"text": [loose(PROSE)]}))
    mentions = kfi.find_actors(corpus).table
    assert "förvaltningarna" in set(mentions["surface"])
    for row in mentions.itertuples():
        start, end = corpus.original_span(row.document_id, row.start, row.end)
        assert loose(PROSE)[start:end] == loose(row.surface)
