"""Word files (docx): headings, paragraphs, lists, tables and footnotes; comments and deleted text are left out and counted.

A table cell that holds running text (a form with questions and answers) becomes paragraphs; other tables become rows.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kfi_analysis.corpus.readers.archive import Archive
from kfi_analysis.corpus.readers.reading import Composer, Reading, add_table
from kfi_analysis.errors import ReadError

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_word"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"(?:heading|rubrik)\s*(\d)", re.IGNORECASE)


def read_word(data: bytes, name: str) -> Reading:
    """Read the text of a Word file.

    Raises
    ------
    ReadError
        If the file is damaged, encrypted, a zip bomb, or no Word file.
    """
    archive = Archive(data, name)
    archive.check_xml()
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise ReadError(f"is no Word document ({' '.join(str(error).split())}): save it as .docx and read that", where=name) from error
    walker = _Walker(document)
    for part, element in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
        if part in archive.names:
            for note in archive.xml(part).iter(_W + element):
                if note.get(_W + "type") in {None, "normal"}:
                    walker.composer.add("note", " ".join(_text(p) for p in note.iter(_W + "p")))
    skipped: dict[str, tuple[str, int]] = {}
    if "word/comments.xml" in archive.names:
        comments = sum(1 for _ in archive.xml("word/comments.xml").iter(_W + "comment"))
        if comments:
            skipped["comment"] = ("comments are no part of the text", comments)
    if walker.deleted:
        skipped["deleted text"] = ("tracked changes: what was deleted is left out", walker.deleted)
    title = (document.core_properties.title or "").strip() or walker.title
    return Reading(walker.composer.layout(), title, skipped)


class _Walker:
    """Goes through the body in order, into content controls and tables."""

    def __init__(self, document: Any) -> None:
        self.composer = Composer()
        self.title: str | None = None
        self.page = 1
        self.styles = {style.style_id: style for style in document.styles}
        body = document.element.body
        self.paged = next(body.iter(_W + "lastRenderedPageBreak"), None) is not None
        self.deleted = sum(1 for _ in body.iter(_W + "del") if next(_.iter(_W + "delText"), None) is not None)
        for element in _blocks(body):
            if element.tag == _W + "p":
                self._paragraph(element)
            else:
                self._table(element)

    def _paragraph(self, element: _Element) -> None:
        page = self.page
        self.page += sum(1 for _ in element.iter(_W + "lastRenderedPageBreak"))
        kind, rank = self._kind(element)
        text = _text(element)
        if kind == "title" and self.title is None:
            self.title = " ".join(text.split())
        self.composer.add(kind, text, rank=rank, page=page if self.paged else None)
        for box in element.iter(_W + "txbxContent"):
            if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                for paragraph in box.iter(_W + "p"):
                    self.composer.add("paragraph", _text(paragraph), page=page if self.paged else None)

    def _table(self, element: _Element) -> None:
        rows = []
        for row in element.iter(_W + "tr"):
            if next(row.iterancestors(_W + "tbl"), None) is element:
                cells = [cell for cell in row.iter(_W + "tc") if next(cell.iterancestors(_W + "tr"), None) is row]
                rows.append([[_text(p) for p in cell.iter(_W + "p")] for cell in cells])
        add_table(self.composer, rows, page=self.page if self.paged else None)
        self.page += sum(1 for _ in element.iter(_W + "lastRenderedPageBreak"))

    def _kind(self, element: _Element) -> tuple[str, int]:
        properties = element.find(_W + "pPr")
        style_id = None
        if properties is not None:
            outline = properties.find(_W + "outlineLvl")
            if outline is not None and (outline.get(_W + "val") or "9").isdigit() and int(outline.get(_W + "val") or "9") < 9:
                return "heading", int(outline.get(_W + "val") or "0") + 1
            style = properties.find(_W + "pStyle")
            style_id = None if style is None else style.get(_W + "val")
        name = self._style_name(style_id)
        match = _HEADING.match(name)
        if match:
            return "heading", int(match.group(1))
        low = name.lower()
        if low in {"title", "rubrik"}:
            return "title", 0
        if low.startswith(("toc ", "innehåll")):
            return ("heading", 9) if "heading" in low or "rubrik" in low else ("contents", 0)
        if low.startswith(("list", "punkt")) or (properties is not None and properties.find(_W + "numPr") is not None):
            return "list_item", 0
        return ("heading", 7) if _looks_like_heading(element) else ("paragraph", 0)

    def _style_name(self, style_id: str | None) -> str:
        seen = 0
        style = self.styles.get(style_id)
        while style is not None and seen < 10:
            name = style.name or ""
            if _HEADING.match(name) or name.lower() in {"title", "rubrik"} or name.lower().startswith(("toc", "list")):
                return str(name)
            style = getattr(style, "base_style", None)
            seen += 1
        return ""


def _blocks(element: _Element) -> Iterator[_Element]:
    """Paragraphs and tables in order, those in content controls, inserted and moved text, too."""
    for child in element:
        if child.tag in {_W + "p", _W + "tbl"}:
            yield child
        elif child.tag in {_W + "sdt", _W + "sdtContent", _W + "ins", _W + "moveTo", _W + "smartTag", _W + "customXml"}:
            yield from _blocks(child)


def _text(paragraph: _Element) -> str:
    """The text of a paragraph as it is read: inserted text in, deleted text, field codes and text boxes out."""
    out: list[str] = []
    for node in paragraph.iter():
        if node.tag not in {_W + "t", _W + "tab", _W + "br", _W + "cr", _W + "noBreakHyphen"}:
            continue
        if any(parent.tag in {_W + "txbxContent", _W + "moveFrom", _FALLBACK} for parent in _until(node, paragraph)):
            continue
        if node.tag == _W + "t":
            out.append(node.text or "")
        else:
            out.append("-" if node.tag == _W + "noBreakHyphen" else " ")
    return "".join(out)


def _until(node: _Element, stop: _Element) -> Iterator[_Element]:
    for parent in node.iterancestors():
        if parent is stop:
            return
        yield parent


def _looks_like_heading(paragraph: _Element) -> bool:
    """A short line set wholly in bold, without a full stop, is a heading that its writer made by hand."""
    text = _text(paragraph).strip()
    if not 2 < len(text) <= 100 or text[-1] in ".,;:!" or not text[0].isupper():
        return False
    runs = [run for run in paragraph.iter(_W + "r") if any((t.text or "").strip() for t in run.iter(_W + "t"))]
    bolds = [run.find(f"{_W}rPr/{_W}b") for run in runs]
    return bool(runs) and all(bold is not None and bold.get(_W + "val") not in {"0", "false"} for bold in bolds)
