"""Weak labels from a report's own headings: what stands under "Samverkan med externa aktörer" is taken to be about collaboration.

Such labels are cheap and wrong in places (a section also speaks of other things, and only one theme is noted). They train a first model
where nobody has coded yet; they are no measure of quality.
"""

from __future__ import annotations

import pandas as pd

from kfi_analysis.coding.codebook import Codebook
from kfi_analysis.coding.codings import Codings, units_of
from kfi_analysis.coding.lexical import LexicalCoder
from kfi_analysis.coding.vocabulary import CODING_COLUMNS
from kfi_analysis.corpus import Corpus
from kfi_analysis.corpus.vocabulary import SECTION_SEPARATOR

__all__ = ["heading_codings"]


def heading_codings(corpus: Corpus, book: Codebook, *, coder: str = "headings") -> Codings:
    """Return the passages under headings that name a theme, coded with it.

    Parameters
    ----------
    corpus
        A corpus with sections. Its body is taken; passages under other headings are left out of the units.
    book
        The codebook whose themes are looked for in the headings.
    coder
        The name in the column `coder`.

    Returns
    -------
    Codings
        One theme a passage, that of the innermost heading which names one.
    """
    body = corpus.body
    sections = body.passages["section"].fillna("").tolist()
    headings = sorted({heading for section in sections for heading in section.split(SECTION_SEPARATOR) if heading.strip()})
    scores = LexicalCoder(book, length_power=0.0).score(headings)
    themes = [scores.codes.index(theme) for theme in book.themes]
    named: dict[str, str] = {}
    for row, heading in enumerate(headings):
        values, chosen = scores.values[row, themes], scores.chosen[row, themes]
        if chosen.any():
            named[heading] = book.themes[int((values * chosen).argmax())]
    found = [next((named[h] for h in reversed(section.split(SECTION_SEPARATOR)) if h in named), None) for section in sections]
    part = body.take([i for i, theme in enumerate(found) if theme is not None], "heading_codings")
    units = units_of(part)
    table = units[["document_id", "passage_id", "start", "end"]].assign(code=[theme for theme in found if theme is not None], coder=coder)
    empty = pd.DataFrame(columns=list(CODING_COLUMNS))
    return Codings(table if len(table) else empty, units, coders=(coder,), corpus=part, codebook=book, provenance=part.provenance)
