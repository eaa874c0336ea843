"""`Reading`: what a reader gives back, and `Composer`, with which readers of structured files put a text together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kfi_analysis.text.layout import Block, Layout
from kfi_analysis.text.offsets import OffsetMap

__all__ = ["Composer", "Reading", "add_table"]

_RUNNING = 12


@dataclass(frozen=True)
class Reading:
    """One file's text, laid out, with what was left out.

    Parameters
    ----------
    layout
        The clean text with its blocks and the map to the text as it was decoded.
    title
        The title that the file names, if any.
    skipped
        What was left out -> (why, how often), beyond what the layout dropped.
    """

    layout: Layout
    title: str | None = None
    skipped: Mapping[str, tuple[str, int]] = field(default_factory=dict)


class Composer:
    r"""Puts blocks together to a text, for files that say themselves what is a heading and what a paragraph.

    Examples
    --------
    >>> composer = Composer()
    >>> composer.add("heading", "Ansvar ", rank=1)
    >>> composer.add("paragraph", "Nämnden   ansvarar.")
    >>> composer.layout().text
    'Ansvar\n\nNämnden ansvarar.'
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._at = 0

    def add(self, kind: str, text: str, *, rank: int = 0, page: int | None = None) -> None:
        """Add a block; white space is tidied, an empty text is no block."""
        tidy = " ".join(text.split()) if kind != "table" else "\n".join(" ".join(row.split()) for row in text.split("\n"))
        tidy = re.sub(r"[\u00ad\u200b\ufeff]", "", tidy).strip()
        if not tidy:
            return
        if self._parts:
            separator = "\n" if kind == self._blocks[-1].kind == "list_item" else "\n\n"
            self._parts.append(separator)
            self._at += len(separator)
        self._parts.append(tidy)
        self._blocks.append(Block(kind, self._at, self._at + len(tidy), page, rank))
        self._at += len(tidy)

    def layout(self) -> Layout:
        """Return the text; the map is the identity, for the composed text is what was decoded."""
        text = "".join(self._parts)
        return Layout(text, tuple(self._blocks), OffsetMap.identity(len(text)))


def add_table(composer: Composer, rows: Sequence[Sequence[Sequence[str]]], *, page: int | None = None) -> None:
    """Add a table, given as rows of cells of paragraphs.

    A row with running text in it (a cell of more than twelve words) is a form: each of its paragraphs becomes one of the document. Other
    rows become lines of a table, cells apart by " | ".
    """
    lines: list[str] = []

    def close() -> None:
        composer.add("table", "\n".join(lines), page=page)
        lines.clear()

    for row in rows:
        if any(len(text.split()) > _RUNNING for cell in row for text in cell):
            close()
            for cell in row:
                for text in cell:
                    composer.add("paragraph", text, page=page)
        else:
            cells = [" ".join(" ".join(cell).split()) for cell in row]
            if any(cells):
                lines.append(" | ".join(cells))
    close()
