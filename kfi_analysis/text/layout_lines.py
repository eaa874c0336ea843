"""Lines and pages of a text: where each line stands, on which page, and what came before it.

Plain text marks pages by form feeds; text taken out of a PDF by some tools marks the first line of each page by a leading space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

__all__ = ["Line", "find_lines", "page_starts"]

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True)
class Line:
    """One line with its own characters only: `start` and `end` leave white space at both ends out.

    `page` counts from 1; `gap` is the number of empty lines before it on the page; `first` says that it opens its page. `size` (points)
    and `bold` are known where the reader saw the letters' fonts; `size` is 0 otherwise.
    `placed` says that page, gap and indent were measured on the page, not read off the characters.
    """

    start: int
    end: int
    page: int
    gap: int
    first: bool
    size: float = 0.0
    bold: bool = False
    indent: float = 0.0
    placed: bool = False

    def __len__(self) -> int:
        return self.end - self.start


def page_starts(text: str) -> list[int]:
    r"""Return where pages begin (the first is 0), from form feeds or, without any, from lines that begin with one space.

    The second sign is believed only if such lines stand apart like pages do: at least three of them, about 15 to 90 lines from each
    other in the median, none more than one in eight.

    Examples
    --------
    >>> page_starts("ett\ftvå")
    [0, 4]
    """
    if "\f" in text:
        return [0, *(match.end() for match in re.finditer(r"\f", text) if match.end() < len(text))]
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    marks = [match.start() for match in re.finditer(r"^ {1,2}(?=\S)", text, re.MULTILINE)]
    total = text.count("\n") + 1
    if len(marks) < 3 or len(marks) * 8 > total:
        return [0]
    rows = [text.count("\n", a, b) for a, b in pairwise([0, *marks])][1:]
    if not 15 <= median(rows) <= 90:
        return [0]
    voids = [match.end() for match in re.finditer(r"(?<=\n)(?:[^\S\n]*\n){3,}", text)]
    return sorted({0, *marks, *(void for void in voids if void < len(text))})


def find_lines(text: str, starts: Sequence[int] | None = None) -> list[Line]:
    """Return the lines that hold something, in order.

    Parameters
    ----------
    text
        The text.
    starts
        Where pages begin (default: `page_starts(text)`).
    """
    pages = list(page_starts(text) if starts is None else starts)
    out: list[Line] = []
    page = 0
    gap = 0
    at = 0
    opened = True
    for end, after in [*((match.start(), match.end()) for match in _BREAK.finditer(text)), (len(text), len(text))]:
        while page + 1 < len(pages) and pages[page + 1] <= at:
            page += 1
            gap = 0
            opened = True
        raw = text[at:end]
        body = raw.strip()
        if body:
            start = at + raw.index(body[0])
            out.append(Line(start, start + len(body), page + 1, gap, opened, indent=float(start - at)))
            gap = 0
            opened = False
        else:
            gap += 1
        at = after
    return out
