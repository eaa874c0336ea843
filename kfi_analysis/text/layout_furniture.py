"""What a page repeats and nobody reads as text: running headers and footers, page numbers.

A line at the top or foot of a page is furniture if the same line, figures apart, stands there on at least a sixth of the pages
(three or more), or if it is the page's number: alone, or in a series that counts pages. The address lines at the foot of an
authority's letters go, too, and lines drawn with characters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from math import ceil

from kfi_analysis.text.layout_lines import Line

__all__ = ["find_furniture"]

_NUMBER = re.compile(
    r"(?:sida\s+|s\.?\s*|page\s+|[-–]\s*)?(\d{1,4}|[ivxl]{1,6})(?:\s*(?:\(|/|av|of)\s*\d{1,4}\)?)?(?:\s*[-–])?", re.IGNORECASE
)
_EDGE = 4
_ADDRESS = re.compile(
    r"postadress|bes\w{1,3}ksadress|hemsida|webbplats|e-?post|telefon|\btel\b|org\.?\s?nr|postgiro|bankgiro", re.IGNORECASE
)
_RULE = re.compile(r"[_=*~.\-–—\s]{3,}")
_CONTACT = re.compile(r"\S+@\S+\.\w+|\b\d{3} ?\d{2}\b|\b0\d{1,3}[- ]\d[\d ]{4,}|\bwww\.\S+|\b\w+\.se\b")


def find_furniture(text: str, lines: Sequence[Line]) -> dict[int, str]:
    """Return the indices of lines that are furniture, each with what it is: "page number", "running header", "address line" or "rule".

    Parameters
    ----------
    text, lines
        The text and its lines.
    """
    pages: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        pages[line.page].append(index)
    found: dict[int, str] = {}
    _repeated(text, lines, pages, found)
    _numbers(text, lines, pages, found)
    _islands(text, lines, found)
    _addresses(text, lines, found)
    found |= {index: "rule" for index, line in enumerate(lines) if _RULE.fullmatch(text, line.start, line.end)}
    return found


def _shape(text: str, line: Line) -> str:
    words = re.sub(r"\d+", "#", text[line.start : line.end].lower())
    return re.sub(r"\s+", " ", words)


def _repeated(text: str, lines: Sequence[Line], pages: dict[int, list[int]], found: dict[int, str]) -> None:
    if len(pages) < 3:
        return
    at: dict[str, list[int]] = defaultdict(list)
    for indices in pages.values():
        for index in {*indices[:_EDGE], *indices[-_EDGE:]}:
            shape = _shape(text, lines[index])
            if len(shape) <= 120 and any(c.isalpha() for c in shape):
                at[shape].append(index)
    need = max(3, ceil(len(pages) / 6))
    for shape, indices in at.items():
        on = {lines[index].page for index in indices}
        if len(on) >= need and not shape.endswith((".", ":")):
            for index in indices:
                found[index] = "running header"


def _numbers(text: str, lines: Sequence[Line], pages: dict[int, list[int]], found: dict[int, str]) -> None:
    if len(pages) < 2:
        return
    candidates: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for page, indices in pages.items():
        kept = [index for index in indices if index not in found]
        for index in {*kept[:1], *kept[-1:]}:
            match = _NUMBER.fullmatch(text[lines[index].start : lines[index].end])
            if match and match.group(1).isdigit():
                candidates[int(match.group(1)) - page].append((page, index))
    for rows in candidates.values():
        if len({page for page, _ in rows}) >= max(2, len(pages) // 10):
            for _, index in rows:
                found[index] = "page number"


def _islands(text: str, lines: Sequence[Line], found: dict[int, str]) -> None:
    """A page number and a running head that stand in the middle of a text, between empty lines, where a page ended unmarked."""
    for index, line in enumerate(lines):
        if index in found or not (line.gap >= 2 or line.first) or index + 1 >= len(lines):
            continue
        if not re.fullmatch(r"\d{1,4}", text[line.start : line.end]):
            continue
        after = lines[index + 1]
        if after.gap == 0:
            continue
        found[index] = "page number"
        head = text[after.start : after.end]
        alone = index + 2 >= len(lines) or lines[index + 2].gap > 0
        if alone and len(head) < 80 and not head.endswith((".", ":", ",", "-")):
            found[index + 1] = "running header"


def _addresses(text: str, lines: Sequence[Line], found: dict[int, str]) -> None:
    """The row of labels under a letter ("Postadress Besöksadress Hemsida ...") and the row of addresses that follows."""
    for index, line in enumerate(lines):
        if index in found or len({match.lower() for match in _ADDRESS.findall(text[line.start : line.end])}) < 3:
            continue
        found[index] = "address line"
        for next_ in range(index + 1, min(index + 4, len(lines))):
            if len(_CONTACT.findall(text[lines[next_].start : lines[next_].end])) < 2:
                break
            found[next_] = "address line"
