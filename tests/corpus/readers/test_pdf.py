"""PDF: columns in reading order, headings by font, words whole at line breaks, furniture out, refusals with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfi_analysis.corpus import read
from kfi_analysis.corpus.readers import read_bytes
from kfi_analysis.errors import ReadError
from tests.corpus.papers import pdf

FILL = "text som fyller raden med ord"


def column(x: float, name: str, top: float = 700) -> list[tuple[float, float, float, str]]:
    return [(x, top - 14 * i, 11.0, f"{name} {FILL}" + (" och" if i < 5 else ".")) for i in range(6)]


def test_columns_are_read_one_after_the_other() -> None:
    page = [(50.0, 760.0, 20.0, "Rubrik över spalterna i hela dokumentet"), *column(50, "vänster"), *column(310, "höger")]
    text = read_bytes(pdf([page[::-1]]), "a.pdf").layout.text
    assert text.startswith("Rubrik över spalterna")
    assert text.count("vänster") == text.count("höger") == 6
    assert text.rindex("vänster") < text.index("höger")


def test_fonts_tell_headings_and_notes_go_last() -> None:
    first = [(50.0, 760.0, 18.0, "Ansvar"), *column(50, "stycke", 730), (50.0, 80.0, 8.0, "1 Se protokollet från mötet i mars")]
    reading = read_bytes(pdf([first, [(50.0, 760.0, 18.0, "Roller"), *column(50, "del", 730)]]), "a.pdf")
    assert [(b.kind, b.page) for b in reading.layout.blocks] == [
        ("heading", 1),
        ("paragraph", 1),
        ("heading", 2),
        ("paragraph", 2),
        ("note", 1),
    ]


def test_page_numbers_and_running_headers_are_left_out() -> None:
    pages = [[(50.0, 800.0, 9.0, "Rapport 2021"), *column(50, "abcde"[n - 1] * 4), (300.0, 30.0, 9.0, str(n))] for n in range(1, 6)]
    reading = read_bytes(pdf(pages), "a.pdf")
    assert "Rapport 2021" not in reading.layout.text
    assert reading.skipped["running header or footer"][1] == 10


def test_words_at_line_ends_are_whole() -> None:
    lines = [(50.0, 700.0, 11.0, "I den här granskningen finns en revisions-"), (50.0, 686.0, 11.0, "rapport om gymnasie- och")]
    lines.append((50.0, 672.0, 11.0, "vuxenutbildningen och om en HR-"))
    lines.append((50.0, 658.0, 11.0, "chef som tog ansvar."))
    assert read_bytes(pdf([lines]), "a.pdf").layout.text.endswith("gymnasie- och vuxenutbildningen och om en HR-chef som tog ansvar.")


def test_refusals_say_why() -> None:
    whole = pdf([column(50, "ord")])
    with pytest.raises(ReadError, match="encrypted"):
        read_bytes(pdf([column(50, "ord")], encrypted=True), "a.pdf")
    with pytest.raises(ReadError, match="no whole PDF"):
        read_bytes(whole[: len(whole) // 3], "a.pdf")
    with pytest.raises(ReadError, match=r"no text layer.*OCR"):
        read_bytes(pdf([[]]), "a.pdf")


@pytest.mark.sources
def test_the_audits_are_read_or_refused(goteborg_paths: list[Path]) -> None:
    corpus = read(goteborg_paths[0].parent)
    files = corpus.skipped[corpus.skipped["what"] == "file"]
    assert len(corpus.documents) == 7
    assert files["reason"].str.contains("OCR").tolist() == [True]
    texts = "\n".join(corpus.documents["text"])
    assert texts.count("revisionsrapport") > 10
    assert "revis-ion" not in texts
    assert "\u00ad" not in texts
    for heading in ("Sammanfattande bedömning", "Granskningens utgångspunkter", "Iakttagelser och bedömningar"):
        assert heading in corpus.filter(level="heading").texts.tolist()
