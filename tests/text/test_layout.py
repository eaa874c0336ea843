"""Layout: words whole, blocks right, furniture out, and every character of the clean text leads back to where it came from."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.text.layout import Layout, lay_out
from kfi_analysis.text.layout_hyphens import Joiner
from kfi_analysis.text.layout_lines import page_starts
from tests.linear import assert_linear

PROSE = (
    "Nämnden har under året följt upp hur arbetet gått och vilka beslut\nsom fattats i de olika verksamheterna under våren och hösten.\n"
)


def kinds(layout: Layout) -> list[tuple[str, str]]:
    return [(block.kind, layout.text[block.start : block.end]) for block in layout.blocks]


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("utvär-", "dering", "utvärdering"),
        ("gymnasie-", "och vuxenutbildning", "gymnasie- och vuxenutbildning"),
        ("HR-", "chef", "HR-chef"),
        ("15-", "timmarsbarn", "15-timmarsbarn"),
        ("15-tim-", "marsbarn", "15-timmarsbarn"),
        ("covid-", "19", "covid-19"),
        ("Ann-", "Marie", "Ann-Marie"),
        ("till-", "lämpas", "tillämpas"),
        ("all-", "männa", "allmänna"),
        ("e-", "post", "e-post"),
        ("utvär\u00ad", "dering", "utvärdering"),
        ("mening –", "och så", "mening – och så"),
        ("Sjuhä-", "radsbygden", "Sjuhäradsbygden"),
    ],
)
def test_hyphens_at_line_ends(left: str, right: str, joined: str) -> None:
    assert lay_out(f"Om {left}\n{right} går det bra.").text == f"Om {joined} går det bra."


def test_hyphens_inside_lines() -> None:
    text = "En revis-ionsrapport om gymnasie- och it-frågor, HR-chefer och 15-timmarsbarn."
    assert lay_out(text).text == text.replace("revis-ion", "revision")


def test_the_text_itself_is_the_first_witness() -> None:
    joiner = Joiner("Vi har sfi-kurser och en webb-konferens.")
    assert joiner.at_line_end("om sfi-", "undervisning") == "-"
    assert joiner.at_line_end("en webb-", "konferens") == "-"
    assert Joiner("").at_line_end("en webb-", "konferens") == ""


def test_headings_lists_and_paragraphs() -> None:
    text = (
        f"Ansvar\n{PROSE}\nTeman som togs upp var:\n\nFörsta temat\nAndra temat\nTredje temat\n\n"
        "• En punkt som går\növer två rader.\n• En till.\n\n2.1 Roller\n" + PROSE
    )
    found = kinds(lay_out(text))
    assert [kind for kind, _ in found] == ["heading", "paragraph", "paragraph", *["list_item"] * 5, "heading", "paragraph"]
    assert found[6] == ("list_item", "En punkt som går över två rader.")


def test_a_paragraph_goes_on_over_a_page_break() -> None:
    first, second = PROSE.splitlines()
    layout = lay_out(f"{PROSE}\n{first}\f{second}\n\nEtt nytt stycke.\n")
    assert [text for _, text in kinds(layout)] == [f"{first} {second}", f"{first} {second}", "Ett nytt stycke."]
    assert [block.page for block in layout.blocks] == [1, 1, 2]


def test_page_numbers_and_running_headers_are_furniture() -> None:
    words = ("barn", "vård", "skola", "gata", "park")
    pages = [f"Granskning av krisledningen\n{PROSE.replace(' ', f' {word} ')}\n{n}\n" for n, word in enumerate(words, start=7)]
    layout = lay_out("\f".join(pages))
    assert dict(layout.dropped) == {"running header": 5, "page number": 5}
    assert "Granskning" not in layout.text


def test_tables_of_contents_are_no_body() -> None:
    text = "Innehåll\nInledning ........ 3\nMetod ........ 5\nResultat ........ 12\n\nInledning\n" + PROSE
    assert [kind for kind, _ in kinds(lay_out(text))] == ["heading", "contents", "contents", "contents", "heading", "paragraph"]


def test_address_lines_of_letters_are_furniture() -> None:
    layout = lay_out(
        PROSE + "\nPostadress Besöksadress Hemsida E-post Telefon\n501 80 Staden Gatan 1 staden.se namn@staden.se 033-12 34 56\n"
    )
    assert layout.dropped["address line"] == 2
    assert "staden.se" not in layout.text


def test_pages_marked_by_a_space() -> None:
    page = "".join(f"rad {n} i texten\n" for n in range(40))
    text = " " + " ".join([page] * 5)
    assert len(page_starts(text)) == 5
    assert page_starts("En text\n med ett indrag\nhär.") == [0]


letters = st.text(st.sampled_from("aåäö bcKÅ-\n\f.,• 1\u00ad\ufb01e\u0301()"), max_size=300)


@given(letters | st.text(max_size=120))
def test_every_character_leads_back(text: str) -> None:
    layout = lay_out(text)
    assert layout.offsets.original_length == len(text)
    assert layout.offsets.clean_length == len(layout.text)
    at = 0
    for block in layout.blocks:
        assert at <= block.start < block.end <= len(layout.text)
        at = block.end
    for position, char in enumerate(layout.text):
        start, end = layout.offsets.to_original(position, position + 1)
        if char.isalnum() and char.isascii():
            assert char in text[start:end] or any(odd in text[start:end] for odd in "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06")


@given(letters)
def test_a_clean_text_stays_as_it_is(text: str) -> None:
    once = lay_out(text)
    letters_before = [c for c in once.text if c.isalnum()]
    assert [c for c in lay_out(once.text).text if c.isalnum()] == letters_before or any(c.isdigit() for c in letters_before)


@pytest.mark.parametrize("piece", ["a", "-", "\n", "a-\n", " ", ". ", "1 2 3\n", "A\n", "(", "•\n"])
def test_time_is_linear(piece: str) -> None:
    assert_linear(lay_out, piece, size=60_000)


@pytest.mark.sources
def test_words_of_the_report_are_whole(boras_path: Path) -> None:
    layout = lay_out(boras_path.read_text(encoding="utf-8"))
    assert layout.dropped["hyphen at a line's end"] > 600
    words = layout.text.split()
    for whole in ("HR-chef", "15-timmarsbarn", "gymnasie-", "Gymnasie-"):
        assert whole in words
    pairs = pairwise(words)
    broken = [word for word, after in pairs if word.endswith("-") and word[:-1].isalpha() and after not in {"och", "respektive", "eller"}]
    assert len(broken) <= 2
