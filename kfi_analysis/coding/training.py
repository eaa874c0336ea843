"""What a learning coder learns from: coded passages, and which of their sentences the evidence stands in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from kfi_analysis.coding.codebook import Codebook
from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.evidence import read_evidence
from kfi_analysis.coding.features import Described
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR
from kfi_analysis.errors import NotEnoughDataError, SettingError

__all__ = ["sentences_with", "training_set"]

_LEAST_PASSAGES = 20


def training_set(
    book: Codebook, training: Codings
) -> tuple[list[str], npt.NDArray[np.bool_], npt.NDArray[Any], dict[tuple[int, int], list[tuple[int, int]]]]:
    """Return what is learned from: texts, labels (n, themes), the document of each, and (text, theme) -> the spans given as evidence.

    Raises
    ------
    SettingError
        If the training does not know its corpus, or was made by several coders.
    NotEnoughDataError
        If it has fewer than 20 passages.
    """
    if training.corpus is None:
        raise SettingError("the training codings do not know their corpus: give it with  codings.on(corpus)")
    if len(training.coders) != 1:
        raise SettingError(f"the training has {len(training.coders)} coders: choose one with filter(coder=...) or make a consensus first")
    if len(training.units) < _LEAST_PASSAGES:
        raise NotEnoughDataError(f"{len(training.units)} passages are too few to learn from: at least {_LEAST_PASSAGES}")
    labels = training.matrix(codes=book.themes).to_numpy().astype(bool)
    units = training.units
    begins = units["start"].tolist()
    row = {passage: i for i, passage in enumerate(units["passage_id"])}
    column = {theme: i for i, theme in enumerate(book.themes)}
    spans: dict[tuple[int, int], list[tuple[int, int]]] = {}
    table = training.table
    for passage, code, cell in zip(table["passage_id"], table["code"], table["evidence"], strict=True):
        theme = code.split(CODE_SEPARATOR)[0]
        if passage in row and theme in column:
            begin = begins[row[passage]]
            spans.setdefault((row[passage], column[theme]), []).extend((a - begin, b - begin) for a, b, _ in read_evidence(cell))
    return training.texts.tolist(), labels, units["document_id"].to_numpy(), spans


def sentences_with(
    described: Sequence[Described], labels: npt.NDArray[np.bool_], spans: dict[tuple[int, int], list[tuple[int, int]]]
) -> npt.NDArray[np.int8] | None:
    """Return which sentences carry which theme: 1 yes, 0 no, -1 not known (the passage has it, and no evidence says where)."""
    if not any(spans.values()):
        return None
    given = sorted((text, theme, begin, end) for (text, theme), some in spans.items() for begin, end in some)
    parts = []
    first = at = 0
    for part in described:
        letters, n = part.letters, len(part.lengths)
        out = np.where(labels[first : first + n][letters.home], -1, 0).astype(np.int8)
        cuts = np.searchsorted(letters.passage, np.arange(n + 1))
        while at < len(given) and given[at][0] < first + n:
            text, theme, begin, end = given[at]
            words = np.arange(cuts[text - first], cuts[text - first + 1])
            mine = letters.sentence[words]
            inside = (letters.starts[words] < end) & (letters.ends[words] > begin)
            out[mine, theme] = np.maximum(out[mine, theme], 0)
            out[mine[inside], theme] = 1
            at += 1
        parts.append(out)
        first += n
    return np.concatenate(parts)
