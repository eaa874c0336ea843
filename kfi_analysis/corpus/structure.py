"""From a laid-out text to passages: section paths, quoted excerpts with their sources, attributions on their own.

Passages stand in the order of the text and do not overlap. An excerpt is cut out of the paragraph that holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kfi_analysis.corpus.attributions import Attribution, AttributionPatterns
from kfi_analysis.corpus.model import section_path
from kfi_analysis.corpus.units import Units
from kfi_analysis.text.layout import Block, Layout

__all__ = ["Rules", "passages_of"]

_OPEN = {"”": "”“„«", '"': '"', "»": "«»", "’": "’‘"}


@dataclass(frozen=True)
class Rules:
    """How attributions look and what units are called."""

    patterns: AttributionPatterns
    units: Units


@dataclass(frozen=True)
class _Piece:
    level: str
    start: int
    end: int
    page: int | None
    section: str | None
    told: Attribution | None = None
    rest: bool = False


def passages_of(document_id: str, layout: Layout, rules: Rules) -> list[dict[str, Any]]:
    """Return one record a passage, with the columns of `vocabulary.PASSAGE_COLUMNS` and those that excerpts bring.

    Excerpts and attributions bring `unit_as_written` (the form in the text; `unit` is the canonical name) and `role`.
    """
    rows: list[dict[str, Any]] = []
    ordinal = 0
    for number, piece in enumerate(_tidy(layout, _pieces(layout, rules)), start=1):
        row: dict[str, Any] = {
            "passage_id": f"{document_id}:{number:04d}",
            "document_id": document_id,
            "start": piece.start,
            "end": piece.end,
            "level": piece.level,
            "section": piece.section,
            "page": piece.page,
            "unit_as_written": None,
            "role": None,
        }
        if piece.told is not None:
            told = piece.told
            ordinal += piece.level == "excerpt"
            row |= {
                "ordinal": ordinal,
                "source_kind": told.source_kind,
                "unit": None if told.unit is None else rules.units.resolve(told.unit),
                "respondent": told.respondent,
                "unit_as_written": told.unit,
                "role": told.role,
            }
        rows.append(row)
    return rows


def _tidy(layout: Layout, pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """Take white space and stray punctuation off the ends; drop what holds no letter or figure."""
    for piece in pieces:
        start, end = piece.start, piece.end
        while start < end and (layout.text[start].isspace() or (piece.rest and layout.text[start] in ".,;:")):
            start += 1
        while start < end and layout.text[end - 1].isspace():
            end -= 1
        if any(c.isalnum() for c in layout.text[start:end]):
            yield replace(piece, start=start, end=end)


def _pieces(layout: Layout, rules: Rules) -> Iterator[_Piece]:
    path: list[tuple[int, str]] = []
    at_page: dict[int | None, str | None] = {}
    blocks = layout.blocks
    skip = -1
    for index, block in enumerate(blocks):
        text = layout.text[block.start : block.end]
        if block.chapter:
            path = []
        if block.kind == "heading":
            path = [*((rank, name) for rank, name in path if rank < block.rank), (block.rank, text)]
        section = section_path(*(name for _, name in path)) or None
        if block.kind == "note":
            section = at_page.get(block.page, section)
        else:
            at_page[block.page] = section
        if index == skip:
            continue
        if block.kind not in {"paragraph", "list_item"}:
            yield _Piece(block.kind, block.start, block.end, block.page, section)
            continue
        below = _attribution_below(layout, index, rules)
        if below is not None:
            skip = index + 1
            next_ = blocks[skip]
            start, end = _in_marks(layout.text, block.start, block.end)
            yield _Piece("excerpt", start, end, block.page, section, below)
            yield _Piece("attribution", next_.start, next_.end, next_.page, section, below)
            continue
        yield from _cut(layout.text, block, section, rules)


def _attribution_below(layout: Layout, index: int, rules: Rules) -> Attribution | None:
    """The next block, if it is a line that says whose words this block holds."""
    blocks = layout.blocks
    if index + 1 >= len(blocks) or blocks[index].kind == "heading":
        return None
    here = layout.text[blocks[index].start : blocks[index].end]
    next_ = blocks[index + 1]
    line = layout.text[next_.start : next_.end]
    if len(line) > 120 or rules.patterns.after_quotation(here):
        return None
    told = rules.patterns.line(line) or (rules.patterns.line("– " + line) if next_.kind == "list_item" else None)
    if told is None:
        return None
    others = [blocks[i].kind for i in (index, index + 2) if i < len(blocks)]
    marked = here[:1] in '”"“»«' or here[-1:] in '”"»'
    if next_.kind == "list_item" and not marked and "list_item" in others:
        return None
    return told if marked or "kind" in told.pattern or next_.kind == "list_item" else None


def _cut(text: str, block: Block, section: str | None, rules: Rules) -> Iterator[_Piece]:
    at = block.start
    for told in rules.patterns.after_quotation(text[block.start : block.end]):
        start, end = block.start + told.start, block.start + told.end
        quoted = _quotation(text, at, start)
        if quoted is None or (told.takes == "block" and _is_name(text[start:end], rules) and len(text[slice(*quoted)].split()) < 5):
            if told.takes == "quotes" or not _is_name(text[start:end], rules):
                continue
            quoted = _told_before(text, at, start) or (at, start)
        yield _Piece(block.kind, at, quoted[0], block.page, section)
        yield _Piece("excerpt", *_in_marks(text, *quoted), block.page, section, told)
        yield _Piece("attribution", start, end, block.page, section, told)
        at = end
    yield _Piece(block.kind, at, block.end, block.page, section, rest=at > block.start)


def _is_name(attribution: str, rules: Rules) -> bool:
    """Without quotation marks, only a bracket that opens with a capital turns its paragraph into a quotation.

    A small letter says "reference" only where the word is spelled right; a scanner that damaged the word damaged its capital, too.
    """
    word = re.search(r"[^\W\d_]+", attribution)
    return word is not None and (word.group()[0].isupper() or not rules.patterns.is_spelled(word.group()))


def _quotation(text: str, floor: int, end: int) -> tuple[int, int] | None:
    """The span in quotation marks (marks included) that closes right before `end`."""
    match = re.search(r"([”\"»])[.,;]?\s*$", text[floor:end])
    if match is None:
        return None
    close = floor + match.start()
    openers = _OPEN[match.group(1)]
    depth = close - 1
    while depth >= floor and text[depth] not in openers:
        depth -= 1
    return (depth, close + 1) if depth >= floor else None


def _told_before(text: str, floor: int, end: int) -> tuple[int, int] | None:
    """A quotation in marks after which only the words that tell of it stand: "…", säger en medarbetare."""
    spans = [match.span() for match in re.finditer(r"[”\"“„«»][^”\"“„«»]{15,}[”\"»“]", text[floor:end])]
    if not spans or len(text[floor:end].rstrip()) - spans[-1][1] > 45:
        return None
    start, stop = floor + spans[-1][0], floor + spans[-1][1]
    return (start, stop) if len(text[start:stop].split()) >= 4 else None


def _in_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Take the outer quotation marks off, if they enclose the whole."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    body = text[start:end]
    if len(body) > 2 and body[0] in '”"“„«»' and body[-1] in '”"»“' and not re.search(r"[”\"“„«»]", body[1:-1]):
        return start + 1, end - 1
    return start, end
