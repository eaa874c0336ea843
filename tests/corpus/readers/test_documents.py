"""Word, OpenDocument, HTML, Markdown, RTF: structure in, comments and menus out."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kfi_analysis.corpus.readers import Reading, read_bytes
from kfi_analysis.errors import ReadError
from tests.corpus.papers import odt

LONG = "Det gick bra därför att vi redan hade övat på att ställa om verksamheten i tid."


def blocks(reading: Reading) -> list[tuple[str, int, str]]:
    return [(b.kind, b.rank, reading.layout.text[b.start : b.end]) for b in reading.layout.blocks]


def word(build: Any) -> Reading:
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return read_bytes(out.getvalue(), "a.docx")


def test_word_gives_headings_lists_and_forms() -> None:
    def build(document: Any) -> None:
        document.add_heading("Ansvar", 1)
        document.add_heading("Roller", 2)
        document.add_paragraph("Cheferna  beslutade.")
        document.add_paragraph("Första punkten", style="List Bullet")
        document.add_paragraph().add_run("Egen rubrik").bold = True
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip([c for row in table.rows for c in row.cells], ["Fråga", "Svar", "Vad gick bra?", LONG], strict=True):
            cell.text = text

    assert blocks(word(build)) == [
        ("heading", 1, "Ansvar"),
        ("heading", 2, "Roller"),
        ("paragraph", 0, "Cheferna beslutade."),
        ("list_item", 0, "Första punkten"),
        ("heading", 7, "Egen rubrik"),
        ("table", 0, "Fråga | Svar"),
        ("paragraph", 0, "Vad gick bra?"),
        ("paragraph", 0, LONG),
    ]


def test_word_reads_inserted_text_and_leaves_deleted_text_out() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("Vi hade ")
        for tag, text_tag, text in (("w:del", "w:delText", "ingen"), ("w:ins", "w:t", "en plan")):
            change, run, said = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
            said.text = text
            said.set(qn("xml:space"), "preserve")
            run.append(said)
            change.append(run)
            paragraph._p.append(change)

    reading = word(build)
    assert reading.layout.text == "Vi hade en plan"
    assert reading.skipped["deleted text"][1] == 1


def test_word_counts_comments() -> None:
    def build(document: Any) -> None:
        run = document.add_paragraph().add_run("Vi hade en plan.")
        document.add_comment(runs=run, text="Stämmer det?", author="X", initials="X")

    if not hasattr(docx.document.Document, "add_comment"):
        pytest.skip("python-docx before 1.2 writes no comments")
    reading = word(build)
    assert reading.layout.text == "Vi hade en plan."
    assert reading.skipped["comment"][1] == 1


def test_opendocument() -> None:
    body = (
        '<text:h text:outline-level="2">Ansvar</text:h><text:p>Vi<text:s/>hade <text:span>en</text:span> plan'
        "<text:note><text:note-body><text:p>Se bilagan.</text:p></text:note-body></text:note>."
        "<office:annotation><text:p>dold</text:p></office:annotation></text:p>"
        "<text:list><text:list-item><text:p>ett</text:p></text:list-item></text:list>"
    )
    reading = read_bytes(odt(body), "a.odt")
    assert blocks(reading) == [
        ("heading", 2, "Ansvar"),
        ("paragraph", 0, "Vi hade en plan."),
        ("list_item", 0, "ett"),
        ("note", 0, "Se bilagan."),
    ]
    assert reading.skipped["comment"][1] == 1


def test_html_without_menus_and_scripts() -> None:
    page = (
        "<html><head><meta charset='iso-8859-1'><title>Om  staden</title></head><body><nav>Meny</nav><script>x()</script>"
        "<h1>Ansvar</h1><p>Vi <b>hade</b> en plan.</p><ul><li>Ett</li></ul><table><tr><td>1</td><td>2</td></tr></table>"
        "<div>Löst<p>inne</p>ute</div></body>"
    )
    reading = read_bytes(page.encode("latin-1"), "a.html")
    assert reading.title == "Om staden"
    assert [(kind, text) for kind, _, text in blocks(reading)] == [
        ("heading", "Ansvar"),
        ("paragraph", "Vi hade en plan."),
        ("list_item", "Ett"),
        ("table", "1 | 2"),
        ("paragraph", "Löst"),
        ("paragraph", "inne"),
        ("paragraph", "ute"),
    ]


def test_markdown() -> None:
    text = "---\ntitle: Plan\n---\n# Ansvar\n\nVi *hade*\nen plan.\n\n- ett\n- två\n\n```\nkod\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    reading = read_bytes(text.encode(), "a.md")
    assert reading.title == "Plan"
    assert [(kind, said) for kind, _, said in blocks(reading)] == [
        ("heading", "Ansvar"),
        ("paragraph", "Vi hade en plan."),
        ("list_item", "ett"),
        ("list_item", "två"),
        ("table", "a | b\n1 | 2"),
    ]
    assert reading.skipped["code or HTML block"][1] == 1


def test_rtf() -> None:
    data = rb"{\rtf1\ansi\ansicpg1252 Vi tog ansvar f\'f6r \'e5ren.\par Ny del \u229?.\par}"
    assert read_bytes(data, "a.rtf").layout.text == "Vi tog ansvar för åren.\n\nNy del å."


def test_a_deep_page_is_read() -> None:
    pages = ["<div>" * depth + "djupt inne" + "</div>" * depth for depth in (1500, 5000)]
    assert read_bytes(pages[0].encode(), "a.html").layout.text == "djupt inne"
    with pytest.raises(ReadError, match="too deep"):
        read_bytes(pages[1].encode(), "a.html")
