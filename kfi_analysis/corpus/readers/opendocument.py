"""OpenDocument texts (odt): headings, paragraphs, lists, tables and notes; comments and tracked changes are left out and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kfi_analysis.corpus.readers.archive import Archive
from kfi_analysis.corpus.readers.reading import Composer, Reading, add_table
from kfi_analysis.errors import ReadError

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_opendocument"]

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_OUT = {_OFFICE + "annotation", _OFFICE + "annotation-end", _TEXT + "note", _TEXT + "tracked-changes"}


def read_opendocument(data: bytes, name: str) -> Reading:
    """Read the text of an odt file.

    Raises
    ------
    ReadError
        If the file is damaged, encrypted, a zip bomb, or no OpenDocument text.
    """
    archive = Archive(data, name)
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise ReadError("is encrypted: save a copy without a password and read that", where=name)
    root = archive.xml("content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise ReadError("is no OpenDocument text: a spreadsheet or slides cannot be read as one", where=name)
    walker = _Walker()
    walker.walk(body)
    for note in body.iter(_TEXT + "note-body"):
        walker.composer.add("note", " ".join(_text(p) for p in note.iter(_TEXT + "p")))
    skipped: dict[str, tuple[str, int]] = {}
    comments = sum(1 for _ in body.iter(_OFFICE + "annotation"))
    if comments:
        skipped["comment"] = ("comments are no part of the text", comments)
    changed = sum(1 for _ in body.iter(_TEXT + "changed-region"))
    if changed:
        skipped["tracked change"] = ("what was deleted is left out", changed)
    return Reading(walker.composer.layout(), _title(archive) or walker.title, skipped)


def _title(archive: Archive) -> str | None:
    if "meta.xml" not in archive.names:
        return None
    found = archive.xml("meta.xml").find(".//{http://purl.org/dc/elements/1.1/}title")
    return (found.text or "").strip() or None if found is not None else None


class _Walker:
    """Goes through the body in order; a stack instead of recursion, for lists and sections may stand deep."""

    def __init__(self) -> None:
        self.composer = Composer()
        self.title: str | None = None

    def walk(self, body: _Element) -> None:
        """Add the blocks of `body`."""
        stack: list[tuple[_Element, str]] = [(child, "paragraph") for child in reversed(body)]
        while stack:
            element, kind = stack.pop()
            if not isinstance(element.tag, str) or element.tag in _OUT:
                continue
            if element.tag == _TEXT + "h":
                level = element.get(_TEXT + "outline-level") or "1"
                self.composer.add("heading", _text(element), rank=int(level) if level.isdigit() else 1)
            elif element.tag == _TEXT + "p":
                self._paragraph(element, kind)
            elif element.tag == _TABLE + "table":
                add_table(self.composer, _rows(element))
            else:
                inner = "list_item" if element.tag == _TEXT + "list" else "contents" if element.tag.endswith("-of-content") else kind
                stack.extend((child, inner) for child in reversed(element))

    def _paragraph(self, element: _Element, kind: str) -> None:
        style = (element.get(_TEXT + "style-name") or "").lower()
        text = _text(element)
        if style == "title":
            self.title = self.title or " ".join(text.split()) or None
            self.composer.add("title", text)
        else:
            self.composer.add(kind, text)


def _rows(table: _Element) -> list[list[list[str]]]:
    rows = []
    for row in table.iter(_TABLE + "table-row"):
        if next(row.iterancestors(_TABLE + "table"), None) is table:
            cells = [cell for cell in row.iter(_TABLE + "table-cell") if next(cell.iterancestors(_TABLE + "table-row"), None) is row]
            rows.append([[_text(p) for p in cell.iter(_TEXT + "p", _TEXT + "h")] for cell in cells])
    return rows


def _text(element: _Element) -> str:
    out: list[str] = []
    stack: list[_Element | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            out.append(node)
            continue
        if node.tag in {_TEXT + "s", _TEXT + "tab", _TEXT + "line-break"}:
            out.append(" ")
            continue
        if not isinstance(node.tag, str) or node.tag in _OUT:
            continue
        for child in reversed(node):
            if child.tail:
                stack.append(child.tail)
            stack.append(child)
        if node.text:
            out.append(node.text)
    return "".join(out)
