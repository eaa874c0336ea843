"""PDF: text with positions through PDFium, put in reading order, laid out.

A file whose pages hold no text (pictures, or letters drawn as paths) is refused with the way out: OCR.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from kfi_analysis.corpus.readers.pdf_geometry import Segment, reading_order, without_furniture
from kfi_analysis.corpus.readers.reading import Reading
from kfi_analysis.errors import ReadError
from kfi_analysis.text.layout import lay_out
from kfi_analysis.text.layout_lines import Line

__all__ = ["read_pdf"]

_OCR = "run OCR on it first (for example  ocrmypdf -l swe in.pdf out.pdf) and read the result"
_WHY = {
    "footnote mark": "a raised figure is no part of a word",
    "turned text": "written across the page",
    "running header or footer": "not running text",
    "page without text": "empty, or a picture",
}
_MAX_PAGES = 5000
_HYPHENS = {0xFFFE: "-", 0x02: "-"}


def read_pdf(data: bytes, name: str) -> Reading:
    """Read the text of a PDF.

    Raises
    ------
    ReadError
        If the file is encrypted, damaged, or has no text layer.
    """
    pages: list[list[Segment]] = []
    left_out: Counter[str] = Counter()
    with _opened(data, name) as document:
        if len(document) > _MAX_PAGES:
            raise ReadError(f"has {len(document)} pages; {_MAX_PAGES} is the limit for one document: split it", where=name)
        title = str(document.get_metadata_dict().get("Title") or "").strip() or None
        for page in document:
            segments, dropped = _segments(page)
            pages.append(segments)
            left_out.update(dropped)
    text = "".join(segment.text for segments in pages for segment in segments)
    letters = sum(c.isalnum() for c in text)
    if letters < 10 * len(pages):
        raise ReadError(f"has no text layer: its {len(pages)} pages hold pictures or drawn letters; {_OCR}", where=name)
    if sum(0xE000 <= ord(c) <= 0xF8FF or c == "\ufffd" for c in text) > 0.2 * len(text):
        raise ReadError(f"has a text layer without usable letters (fonts without a character table); {_OCR}", where=name)
    pages, running = without_furniture(pages)
    original, lines = _composed([reading_order(segments) for segments in pages])
    left_out.update({"running header or footer": running, "page without text": sum(not segments for segments in pages)})
    skipped = {what: (_WHY[what], count) for what, count in left_out.items() if count}
    return Reading(lay_out(original, lines), title, skipped)


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise ReadError("is encrypted: save a copy without a password and read that", where=name) from error
        raise ReadError(f"is no whole PDF ({error}): it may be cut off; fetch it again", where=name) from error
    try:
        yield document
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"holds a damaged page ({error}): fetch it again, or print it to a new PDF", where=name) from error
    finally:
        document.close()


def _segments(page: Any) -> tuple[list[Segment], Counter[str]]:
    """The runs of characters of a page that stand on one line without a wide gap, and what was left out."""
    from pypdfium2 import raw

    textpage = page.get_textpage()
    out: list[Segment] = []
    marks: Counter[str] = Counter()
    box = raw.FS_RECTF()
    run = _Run()
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code in (10, 13):
            marks.update(run.close(out))
            continue
        char = _HYPHENS.get(code) or (chr(code) if code and not 0xD800 <= code <= 0xDFFF else "")
        if char and code < 32 and code not in _HYPHENS and code != 9:
            run.widen(box.right if raw.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box)) else 0.0)
            continue
        if not char:
            continue
        if raw.FPDFText_IsGenerated(textpage, index) == 1 or char.isspace():
            run.space()
            continue
        if not raw.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box)):
            continue
        if run.breaks(box.left, box.bottom, box.top):
            marks.update(run.close(out))
        if not run.chars:
            if 0.3 < raw.FPDFText_GetCharAngle(textpage, index) % 6.283 < 5.983:
                marks.update({"turned text": 1})
                continue
            run.bold = raw.FPDFText_GetFontWeight(textpage, index) >= 600 or _bold_font(raw, textpage, index)
        run.add(char, box.left, box.bottom, box.right, box.top)
        if code in _HYPHENS:
            marks.update(run.close(out))
    marks.update(run.close(out))
    textpage.close()
    return out, marks


def _bold_font(raw: Any, textpage: Any, index: int) -> bool:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(textpage, index, buffer, 128, ctypes.byref(flags))
    return bool(re.search(rb"bold|black|heavy|semibold|demi", buffer.value, re.IGNORECASE))


class _Run:
    """Characters that follow each other on one line."""

    def __init__(self) -> None:
        self.chars: list[tuple[str, float, float, float, float]] = []
        self.bold = False
        self._space = False

    def space(self) -> None:
        """A space stands before the next character."""
        self._space = bool(self.chars)

    def widen(self, right: float) -> None:
        """A sign without a letter stands after the last character."""
        if self.chars and right > self.chars[-1][3]:
            self.chars[-1] = (*self.chars[-1][:3], right, self.chars[-1][4])

    def breaks(self, left: float, bottom: float, top: float) -> bool:
        """Whether a character at this place belongs to another line or column."""
        if not self.chars:
            return False
        _, _, last_bottom, last_right, last_top = self.chars[-1]
        height = max(last_top - last_bottom, top - bottom, 1.0)
        apart = min(top, last_top) - max(bottom, last_bottom) < 0.2 * min(top - bottom, last_top - last_bottom)
        apart |= left < last_right - height and abs(bottom - last_bottom) > 0.35 * height
        return apart or left - last_right > 2.2 * height or left < self.chars[0][1] - 2 * height

    def add(self, char: str, left: float, bottom: float, right: float, top: float) -> None:
        """Take one character in."""
        if self._space or (self.chars and left - self.chars[-1][3] > 0.3 * (top - bottom)):
            self.chars.append((" ", self.chars[-1][3], bottom, left, top))
        self._space = False
        self.chars.append((char, left, bottom, right, top))

    def close(self, out: list[Segment]) -> dict[str, int]:
        """Give the run to `out` as a segment and begin anew; return what was left out."""
        chars, bold, self.chars, self.bold, self._space = self.chars, self.bold, [], False, False
        if not chars:
            return {}
        heights = sorted(top - bottom for char, _, bottom, _, top in chars if char != " ")
        height = heights[len(heights) // 2]
        base = sorted(bottom for char, _, bottom, _, _ in chars if char != " ")[len(heights) // 2]
        kept: list[str] = []
        marks = 0
        raised = [char.isdigit() and top - bottom < 0.8 * height and bottom > base + 0.1 * height for char, _, bottom, _, top in chars]
        for position, (char, *_) in enumerate(chars):
            if raised[position] and kept and not kept[-1].isdigit() and kept[-1] != " ":
                marks += 1
            elif raised[position] and position and raised[position - 1]:
                continue
            else:
                kept.append(char)
        text = "".join(kept).strip()
        if text:
            out.append(Segment(text, chars[0][1], base, max(c[3] for c in chars), base + height, height, bold))
        return {"footnote mark": marks}


def _composed(pages: list[list[list[Segment]]]) -> tuple[str, list[Line]]:
    """The text of all pages, lines in reading order, footnotes last, with what is known about each line."""
    sizes: dict[float, int] = {}
    for page in pages:
        for row in page:
            for segment in row:
                sizes[round(segment.size, 1)] = sizes.get(round(segment.size, 1), 0) + len(segment.text)
    body = max(sizes, key=lambda size: sizes[size]) if sizes else 0.0
    rows: list[tuple[int, bool, list[Segment]]] = []
    notes: list[tuple[int, bool, list[Segment]]] = []
    for number, page in enumerate(pages, start=1):
        cut = _notes_from(page, body)
        rows += [(number, position == 0, row) for position, row in enumerate(page[:cut])]
        notes += [(number, position == 0, row) for position, row in enumerate(page[cut:])]
    parts: list[str] = []
    lines: list[Line] = []
    at = 0
    before: tuple[int, list[Segment]] | None = None
    pitches = {number: _pitch(page, body) for number, page in enumerate(pages, start=1)}
    for number, first, row in [*rows, *notes]:
        gap = 0
        if before is not None and before[0] == number and not first:
            gap = _gap(before[1], row, pitches[number])
        separator = "" if before is None else "\f" if first else "\n" * (1 + gap)
        text = " ".join(segment.text for segment in row)
        parts += [separator, text]
        at += len(separator)
        lines.append(
            Line(at, at + len(text), number, gap, first, round(_size(row), 1), all(s.bold for s in row), max(0.0, row[0].left), True)
        )
        at += len(text)
        before = (number, row)
    return "".join(parts), lines


def _size(row: list[Segment]) -> float:
    return max(row, key=lambda segment: len(segment.text)).size


def _pitch(page: list[list[Segment]], body: float) -> float:
    """The usual distance between the lines of a paragraph."""
    steps = sorted(
        above[0].bottom - below[0].bottom
        for above, below in pairwise(page)
        if abs(_size(above) - body) < 0.5 and abs(_size(below) - body) < 0.5 and 0 < above[0].bottom - below[0].bottom < 2.5 * body
    )
    return steps[len(steps) // 3] if steps else 1.1 * body


def _gap(above: list[Segment], below: list[Segment], pitch: float) -> int:
    """1 if there is clearly more room between two lines than between the lines of a paragraph."""
    step = above[0].bottom - below[0].bottom
    return int(step > 1.25 * max(pitch, 0.0) and step > 1.05 * _size(below))


def _notes_from(page: list[list[Segment]], body: float) -> int:
    """Where the footnotes of a page begin: the last lines, smaller than the text, the first of them with a number."""
    cut = len(page)
    for position in range(len(page) - 1, -1, -1):
        if _size(page[position]) >= 0.93 * body or not body:
            break
        if re.match(r"\d{1,3}\s*\D", page[position][0].text):
            cut = position
    return cut
