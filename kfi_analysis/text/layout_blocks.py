"""Lines to blocks: which lines make a paragraph, a heading, a list item, a table, a table of contents, a footnote.

The evidence is what print leaves in plain text: empty lines, a last line that stops short of the page's width, capitals, bullets,
numbering, leaders of dots, and, where the reader saw them, font sizes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from kfi_analysis.text.layout_hyphens import HYPHENS
from kfi_analysis.text.layout_lines import Line

__all__ = ["BULLET", "LineBlock", "group_lines"]

BULLET = re.compile(r"(?:[•●○◦▪■□▫‣⁃∙·➢➤►✓✔\uf000-\uf0ff]|[*»¢](?=\s)|[–—-](?=\s))\s*")
"""A sign that opens a list item."""

_COUNTED = re.compile(r"(?:\(?\d{1,2}[.)]|\(?[a-zåäö]\)|[ivx]{1,4}[.)])\s+(?=\S)")
_LETTER_BULLET = re.compile(r"[eo¢©] (?=[A-ZÅÄÖ0-9])")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[A-ZÅÄÖ])")
_LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}")
_SENTENCE_END = re.compile(r"[.!?:…][\"”’»)\]]*\d{0,2}$|[)\]”]$")
_STOP = re.compile(r"[.!?…][\"”’»)\]]*\d{0,2}$")
_TERMINAL = re.compile(r"[.!?…][\"”’»)\]]*\d{0,2}$|[:;,]$")
_OPEN_WORDS = frozenset(
    [
        "och",
        "i",
        "av",
        "för",
        "med",
        "till",
        "på",
        "som",
        "att",
        "en",
        "ett",
        "den",
        "det",
        "de",
        "vid",
        "om",
        "från",
        "samt",
        "inom",
        "under",
        "eller",
        "utan",
        "mellan",
    ]
)
_CONTENTS = re.compile(r"inneh[åaä]ll(?:sf[öo06]rteckning)?|table of contents|contents", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*[,;][^()]*\)?$")
"""A bracket with several things in it, as headings have none."""
_LIST_OF_CONTENTS = 9
_WIDEST = 150
_NEAR_THE_FOOT = 8
_NOTE = re.compile(r"\d{1,2}\s+(?=[A-ZÅÄÖ])|\d{1,2}(?=[A-ZÅÄÖ][a-zåäö])")


@dataclass(frozen=True)
class LineBlock:
    """A run of lines that belong together.

    `kind` is title, heading, paragraph, list_item, table, contents or note; `rank` is 1 for a chapter, 2 for a heading under it and so
    on, 0 for what is no heading. `chapter` says that a chapter begins here whose heading is not in the text.
    """

    first: int
    last: int
    kind: str
    rank: int = 0
    chapter: bool = False


def group_lines(text: str, lines: Sequence[Line]) -> list[LineBlock]:
    """Return the blocks that tile `lines` (by index), in order."""
    return _Grouper(text, lines).run()


class _Grouper:
    """Goes through the lines once; a line opens a block, continues the last one, or stands alone."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.texts = [text[line.start : line.end] for line in lines]
        self.pages = self._measure()
        self.body_size = self._body_size()
        self.counts = Counter(line.page for line in lines)

    def _measure(self) -> dict[int, float]:
        lengths: dict[int, list[int]] = defaultdict(list)
        everything: list[int] = []
        for line in self.lines:
            if len(line) > 25:
                lengths[line.page].append(len(line))
                everything.append(len(line))
        whole = sorted(everything)[int(len(everything) * 0.8)] if everything else 80
        out: dict[int, float] = {}
        for page in {line.page for line in self.lines}:
            own = sorted(lengths[page])
            width = own[int(len(own) * 0.8)] if len(own) >= 8 else whole
            out[page] = float(min(width, _WIDEST))
        self.wrapped = whole <= _WIDEST
        return out

    def _body_size(self) -> float:
        weights: Counter[float] = Counter()
        for line in self.lines:
            if line.size:
                weights[round(line.size, 1)] += len(line)
        return weights.most_common(1)[0][0] if weights else 0.0

    # ------------------------------------------------------------ the pass

    def run(self) -> list[LineBlock]:
        blocks: list[LineBlock] = []
        index = 0
        contents_until = -1
        while index < len(self.lines):
            if _CONTENTS.fullmatch(self.texts[index].rstrip(" .:")):
                contents_until = index + 120
                blocks.append(LineBlock(index, index, "heading", _LIST_OF_CONTENTS))
                index += 1
                continue
            if self._is_contents(index, index < contents_until):
                blocks.append(LineBlock(index, index, "contents"))
                index += 1
                continue
            if index < contents_until and not self._is_contents(min(index + 1, len(self.lines) - 1), True):
                contents_until = -1
            block = self._next(index, blocks[-1] if blocks else None)
            blocks.append(block)
            index = block.last + 1
        return self._ranked(blocks)

    def _next(self, index: int, before: LineBlock | None) -> LineBlock:
        rows = self._rows(index)
        if rows is not None:
            return rows
        if before is not None and before.kind == "table" and self._is_row(index):
            return LineBlock(index, index, "table")
        styled = self._styled_heading(index)
        if styled is not None:
            return styled
        if self._is_heading(index, before):
            last = index
            while last + 1 < len(self.lines) and last - index < 3 and self._heading_goes_on(last):
                last += 1
            return LineBlock(index, last, "heading", 2)
        item = self._is_item(index) or self._is_bare_item(index, before)
        note = self._is_note(index)
        last = index
        while last + 1 < len(self.lines) and self._goes_on(last, index, item):
            last += 1
        return LineBlock(index, last, "note" if note else "list_item" if item else "paragraph")

    # ------------------------------------------------------------ tests on lines

    def _short(self, index: int, share: float = 0.75) -> bool:
        return len(self.lines[index]) < share * self.pages[self.lines[index].page]

    def _is_item(self, index: int) -> bool:
        text = self.texts[index]
        if BULLET.match(text) or _COUNTED.match(text):
            return True
        if not _LETTER_BULLET.match(text):
            return False
        near = self.texts[max(0, index - 8) : index] + self.texts[index + 1 : index + 9]
        return any(_LETTER_BULLET.match(other) and other[0] == text[0] for other in near)

    def _is_bare_item(self, index: int, before: LineBlock | None) -> bool:
        """A list without bullets: after a colon, several short lines with capitals and no full stop."""
        if before is None or not self._plain_short(index):
            return False
        if before.kind == "list_item" and before.first == before.last and self.lines[index].gap == 0 and self._plain_short(before.first):
            return not (BULLET.match(self.texts[before.first]) or _COUNTED.match(self.texts[before.first]))
        if not self.texts[before.last].endswith(":"):
            return False
        return index + 1 < len(self.lines) and self._plain_short(index + 1) and self.lines[index + 1].gap == 0

    def _plain_short(self, index: int) -> bool:
        text = self.texts[index]
        return self._short(index, 0.85) and text[:1].isupper() and not _TERMINAL.search(text) and text[-1] not in HYPHENS

    def _is_row(self, index: int) -> bool:
        words = self.texts[index].split()
        figures = sum(1 for word in words if re.fullmatch(r"[-–+]?\d[\d.,:%]*", word) or word in {"-", "|", "–"})
        return figures >= 2 and figures >= 0.5 * len(words)

    def _rows(self, index: int) -> LineBlock | None:
        last = index
        while last < len(self.lines) and self._is_row(last) and (last == index or self.lines[last].gap <= 1):
            last += 1
        return LineBlock(index, last - 1, "table") if last - index >= 2 else None

    def _is_contents(self, index: int, inside: bool) -> bool:
        text = self.texts[index]
        if _LEADERS.search(text) and (inside or re.search(r"[\divxIl]{1,4}\s*$", text)):
            return True
        return inside and bool(re.search(r"\S\s+\d{1,3}$", text)) and len(text) < 120

    def _is_note(self, index: int) -> bool:
        line = self.lines[index]
        if not _NOTE.match(self.texts[index]):
            return False
        if self.body_size:
            return bool(line.size) and line.size < 0.93 * self.body_size
        return self._called(index)

    def _called(self, index: int) -> bool:
        """In text without fonts a footnote stands last on its page, and its number stands behind a word above it."""
        number = re.match(r"\d{1,2}", self.texts[index])
        if number is None or (index + 1 < len(self.lines) and self._rest_of_page(index) > _NEAR_THE_FOOT):
            return False
        mark = re.compile(rf"[^\W\d_][)\]”\"]?[.,;:)\]”\"]?{number.group()}(?=[.,;:)\s]|$)")
        above = range(index - 1, max(-1, index - 70), -1)
        return any(mark.search(self.texts[i]) for i in above if self.lines[i].page == self.lines[index].page)

    def _rest_of_page(self, index: int) -> int:
        page, last = self.lines[index].page, index
        while last + 1 < len(self.lines) and self.lines[last + 1].page == page and last - index <= _NEAR_THE_FOOT:
            last += 1
        return last - index

    def _is_heading(self, index: int, before: LineBlock | None) -> bool:
        line, text = self.lines[index], self.texts[index]
        if len(text) > 120 or not any(c.isalpha() for c in text):
            return False
        numbered = _NUMBERED.match(text)
        if self._is_item(index) and not (numbered and self._opens_section(index)):
            return False
        if _TERMINAL.search(text) and not (text.endswith("?") and line.gap):
            return False
        if not (text[0].isupper() or numbered) or _ASIDE.search(text):
            return False
        letters = sum(c.isalpha() for c in text)
        if letters < 3 or letters < 0.6 * len(text.replace(" ", "")):
            return False
        if text[-1] in HYPHENS:
            return False
        if self.body_size and line.size:
            return False
        if not self._short(index) or not self._after_an_end(index, before):
            return False
        return self._stands_apart(index)

    def _opens_section(self, index: int) -> bool:
        """Whether "1. Title" is followed by running text, as a heading is, and not by the next point of a list."""
        if re.match(r"\d{1,2}\.\d", self.texts[index]):
            return True
        return index + 1 < len(self.lines) and self.texts[index + 1][:1].isupper() and not self._short(index + 1, 0.8)

    def _styled_heading(self, index: int) -> LineBlock | None:
        """Lines in one larger or bolder font, where the fonts are known, that end before ordinary text begins."""
        line = self.lines[index]
        if not (self.body_size and line.size):
            return None
        big = line.size >= 1.08 * self.body_size
        if not (big or line.bold) or self._is_note(index) or not any(c.isalpha() for c in self.texts[index]):
            return None
        last = index
        while last + 1 < len(self.lines) and self._same_font(last, last + 1) and last - index < 4:
            last += 1
        if self.texts[last].endswith((".", ",", ";")) and not big:
            return None
        if last - index >= 4 or len(" ".join(self.texts[index : last + 1])) > 250 or (self._is_item(index) and not big):
            return None
        return LineBlock(index, last, "heading", 2)

    def _same_font(self, one: int, other: int) -> bool:
        a, b = self.lines[one], self.lines[other]
        close = b.gap == 0 or (self.texts[other][:1].islower() and b.gap <= 1)
        return a.page == b.page and a.bold == b.bold and abs(a.size - b.size) < 0.15 and close and not _NUMBERED.match(self.texts[other])

    def _after_an_end(self, index: int, before: LineBlock | None) -> bool:
        if before is None or self.lines[index].gap or before.kind in {"heading", "contents", "table"}:
            return True
        last = self.texts[before.last]
        return bool(_SENTENCE_END.search(last)) or (self.lines[index].first and self._short(before.last))

    def _stands_apart(self, index: int) -> bool:
        """Running text, or another heading, begins after it."""
        if index + 1 >= len(self.lines):
            return False
        after, text = self.lines[index + 1], self.texts[index + 1]
        if after.gap or after.first:
            return not (text[:1].islower() and after.gap == 0) or self._heading_goes_on(index)
        if self._is_item(index + 1):
            return True
        return text[:1].isupper() and (not self._short(index + 1, 0.8) or bool(_TERMINAL.search(text)))

    def _heading_goes_on(self, index: int) -> bool:
        after, text = self.lines[index + 1], self.texts[index + 1]
        open_ = self.texts[index].split()[-1].lower() in _OPEN_WORDS or self.texts[index][-1] in HYPHENS
        return open_ and text[:1].islower() and self._short(index + 1) and not _TERMINAL.search(text) and after.gap <= 1

    # ------------------------------------------------------------ does the block go on?

    def _goes_on(self, index: int, opening: int, item: bool) -> bool:
        here, after = self.lines[index], self.lines[index + 1]
        text, next_ = self.texts[index], self.texts[index + 1]
        if self._is_item(index + 1) or self._is_contents(index + 1, False):
            return False
        if self.body_size and here.size and after.size and abs(here.size - after.size) > 0.12 * self.body_size:
            return False
        low = next_[:1].islower()
        if not self.wrapped and not (low and not _STOP.search(text)):
            return False
        broken = text[-1] in HYPHENS and len(text) > 1 and text[-2].isalpha()
        ended = bool(_SENTENCE_END.search(text))
        if after.gap or after.first:
            if low and (broken or not _STOP.search(text)):
                return index > opening or not self._short(index, 0.6) or broken or text.split()[-1].lower() in _OPEN_WORDS
            prose = index > opening and not self._short(index)
            if after.first and not after.gap and not ended and prose and not _NUMBERED.match(next_):
                return not text.endswith(":") and not (item and next_[:1].isupper())
            return False
        if here.placed and ended and not item and 4 < after.indent - here.indent < 40 and not low:
            return False
        if item and self._plain_short(opening) and index == opening and next_[:1].isupper() and self._plain_short(index + 1):
            return False
        if self._rows(index + 1) is not None and not low:
            return False
        if ended and self._short(index, 0.8) and not low:
            return False
        if self._styled_heading(index + 1) is not None and (ended or not low):
            return False
        block = LineBlock(opening, index, "list_item" if item else "paragraph")
        return not (ended and self._is_heading(index + 1, block))

    # ------------------------------------------------------------ ranks

    def _ranked(self, blocks: list[LineBlock]) -> list[LineBlock]:
        sizes = sorted(
            {round(self.lines[b.first].size, 1) for b in blocks if b.kind == "heading" and self.lines[b.first].size}, reverse=True
        )
        title = self._title(blocks)
        if title is not None:
            sizes = [size for size in sizes if size != round(self.lines[blocks[title].first].size, 1)]
        out: list[LineBlock] = []
        for position, block in enumerate(blocks):
            following = blocks[position + 1] if position + 1 < len(blocks) else None
            if block.kind == "heading" and position == title:
                out.append(LineBlock(block.first, block.last, "title"))
            elif block.kind == "heading" and block.rank != _LIST_OF_CONTENTS:
                out.append(LineBlock(block.first, block.last, "heading", self._rank(block, following, sizes)))
            elif block.kind == "paragraph" and self._silent_chapter(block, blocks[position - 1] if position else None):
                out.append(LineBlock(block.first, block.last, block.kind, 0, True))
            else:
                out.append(block)
        return out

    def _title(self, blocks: list[LineBlock]) -> int | None:
        """The heading in the largest font, if that font stands nowhere else and on the first page."""
        headings = [(round(self.lines[b.first].size, 1), position) for position, b in enumerate(blocks) if b.kind == "heading"]
        largest = max((size for size, _ in headings), default=0.0)
        places = [position for size, position in headings if size == largest]
        if not largest or len(places) != 1 or len(headings) < 3:
            return None
        return places[0] if self.lines[blocks[places[0]].first].page == self.lines[0].page else None

    def _rank(self, block: LineBlock, following: LineBlock | None, sizes: list[float]) -> int:
        line, text = self.lines[block.first], self.texts[block.first]
        numbered = _NUMBERED.match(text)
        if numbered:
            return numbered.group(1).count(".") + 1
        if sizes and line.size:
            return sizes.index(round(line.size, 1)) + 1 if round(line.size, 1) in sizes else len(sizes) + 1
        gap_after = following is not None and self.lines[following.first].gap > 0
        return 1 if line.first and gap_after else 2

    def _silent_chapter(self, block: LineBlock, before: LineBlock | None) -> bool:
        """A page that opens a chapter whose heading was lost: the page before stops early, or the text itself says "kapitel"."""
        line = self.lines[block.first]
        if not line.first or before is None or before.kind == "heading" or not self.texts[block.first][:1].isupper():
            return False
        if re.match(r"(?:i\s+)?detta\s+(?:\w+\s+)?kapitel\b", self.texts[block.first], re.IGNORECASE):
            return True
        counts = [count for page, count in self.counts.items() if page != line.page]
        return len(counts) >= 5 and self.counts[self.lines[before.last].page] < 0.75 * median(counts)
