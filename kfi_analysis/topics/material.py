"""From a corpus to what a model counts: which passages, which terms, and what ties them together.

Passages are put in the order of document and place before anything is computed, so that the order of the rows never changes a result.
What is left out is counted by reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from kfi_analysis.corpus import Corpus
from kfi_analysis.corpus.vocabulary import BODY_LEVELS
from kfi_analysis.errors import NotEnoughDataError, SettingError
from kfi_analysis.text import terms
from kfi_analysis.topics.duplicates import first_of_alike

__all__ = ["METHOD_CHAPTERS", "Material", "as_corpus", "counts_of", "prepare"]

METHOD_CHAPTERS = (
    r"\bmetod|\btillvägagångssätt|\bdatainsamling|\bdisposition\b|\bgenomförande av (?:granskning|studi|utvärdering)"
    r"|\brevisionskriteri|\bkällor\b|\bkällförteckning|\breferens(?:er|lista)|\blitteratur|\binnehåll(?:sförteckning)?$"
    r"|\bom (?:rapporten|granskningen|utvärderingen|studien)\b|\bavgränsning"
)
"""Section headings (regular expression, no regard to case) whose passages speak of the study itself and are left out by default."""

Ints = npt.NDArray[np.int64]
_LARGE_SOURCE = 0.2
"""A source with more than this share of the words is no single voice: intervals draw its sections."""
_UNIT_COLUMNS = ("passage_id", "document_id", "source_kind", "unit", "respondent", "municipality", "section", "date")


@dataclass(frozen=True, eq=False)
class Material:
    """What is modelled.

    Parameters
    ----------
    units
        One row a passage (see `Topics.units`).
    vocabulary, display
        The terms, and how each is shown.
    counts
        Passages × terms.
    ids, starts
        The terms in the order of the text, -1 for a word outside the vocabulary; `starts` (n + 1,) says where each passage begins.
    thread
        Passages that follow each other in the same section of the same document share a number.
    left_out
        what, count.
    """

    units: pd.DataFrame
    vocabulary: tuple[str, ...]
    display: tuple[str, ...]
    counts: sparse.csr_array
    ids: Ints
    starts: Ints
    thread: Ints
    left_out: pd.DataFrame


def as_corpus(material: Corpus | Iterable[str]) -> Corpus:
    """Return the corpus itself, or a corpus of one-passage documents from strings.

    Raises
    ------
    TableError
        If a text is missing or not a string.
    """
    if isinstance(material, Corpus):
        return material
    if isinstance(material, str):
        raise SettingError("one string is not a corpus: give a Corpus, or a list of passages")
    return Corpus.from_texts(material if isinstance(material, (Mapping, pd.Series)) else list(material))


def prepare(
    corpus: Corpus,
    *,
    leave_out: str | None = METHOD_CHAPTERS,
    compounds: str = "whole",
    min_df: int | None = None,
    max_share: float = 0.3,
    duplicates: str = "keep",
) -> Material:
    """Choose passages and terms.

    Parameters
    ----------
    corpus
        Headings, contents, tables, notes and attributions are left out.
    leave_out
        Regular expression; sections whose path it finds are left out. None keeps all.
    compounds
        "whole", "split" or "both" (see `text.terms`).
    min_df
        A term stands in at least so many passages. None: 5, fewer for less than 250 passages (one in fifty, at least 2).
    max_share
        A term stands in at most this share of the passages.
    duplicates
        "keep", or "once": of passages that are nearly alike (Jaccard of their word triples at least 0.8) the first is counted.

    Raises
    ------
    NotEnoughDataError
        If no passage or no term is left.
    """
    if duplicates not in ("keep", "once"):
        raise SettingError(f"duplicates must be 'keep' or 'once', got {duplicates!r}")
    if (min_df is not None and min_df < 1) or not 0 < max_share <= 1:
        raise SettingError(f"min_df must be at least 1 and max_share in (0, 1], got {min_df} and {max_share}")
    table, left_out = _chosen(corpus, leave_out)
    if not len(table):
        raise NotEnoughDataError(f"there is no passage to model: the corpus holds {len(corpus)} passages ({_said(left_out)})")
    found = terms(table["text"].tolist(), compounds=compounds)  # type: ignore[arg-type]
    passage, term = found.passage.astype(np.int64), found.term.astype(np.int64)
    if duplicates == "once":
        first = first_of_alike(term, np.searchsorted(passage, np.arange(len(table) + 1)))
        alike = first != np.arange(len(table))
        left_out["nearly the same as an earlier passage"] = int(alike.sum())
        table, passage, term = _without(alike, table, passage, term)
    if min_df is None:
        min_df = max(2, min(5, len(table) // 50))
    frequency = _document_frequency(passage, term, len(found.vocabulary))
    kept = np.flatnonzero((frequency >= min_df) & (frequency <= max(max_share * len(table), min_df)))
    if not len(kept):
        raise NotEnoughDataError(
            f"no term is left: none of {len(found.vocabulary)} stands in at least {min_df} and at most {max_share:.0%} of"
            f" {len(table)} passages; lower min_df, raise max_share, or give more text"
        )
    renumber = np.full(len(found.vocabulary), -1, dtype=np.int64)
    renumber[kept] = np.arange(len(kept))
    ids = renumber[term]
    starts = np.searchsorted(passage, np.arange(len(table) + 1)).astype(np.int64)
    known = ids >= 0
    counts = sparse.coo_array((np.ones(known.sum()), (passage[known], ids[known])), shape=(len(table), len(kept))).tocsr()
    counts.sum_duplicates()
    empty = int((np.diff(counts.indptr) == 0).sum())
    if empty:
        left_out["without a word of the vocabulary (looked at, placed on no topic)"] = empty
    units = _units(table, np.diff(starts))
    return Material(
        units,
        tuple(found.vocabulary[t] for t in kept),
        tuple(found.display[t] for t in kept),
        sparse.csr_array(counts),
        ids,
        starts,
        _thread(table),
        pd.DataFrame({"what": pd.array(list(left_out), dtype="string"), "count": list(left_out.values())}),
    )


def counts_of(texts: Sequence[str], vocabulary: Sequence[str], settings: Mapping[str, Any]) -> sparse.csr_array:
    """Count the terms of a fixed vocabulary in new texts."""
    found = terms(list(texts), compounds=settings["compounds"])
    place = {term: number for number, term in enumerate(vocabulary)}
    renumber = np.array([place.get(term, -1) for term in found.vocabulary], dtype=np.int64)
    ids = renumber[found.term] if len(found.vocabulary) else np.empty(0, dtype=np.int64)
    known = ids >= 0
    shape = (len(texts), len(vocabulary))
    counts = sparse.coo_array((np.ones(known.sum()), (found.passage[known], ids[known])), shape=shape).tocsr()
    counts.sum_duplicates()
    return sparse.csr_array(counts)


def _chosen(corpus: Corpus, leave_out: str | None) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the passages that are modelled, in their fixed order, and what was left out by reason."""
    table = corpus.table()
    body = table["level"].isin(BODY_LEVELS).fillna(False).to_numpy(dtype=bool)
    left_out = {f"level {name}": int(n) for name, n in table.loc[~body, "level"].fillna("missing").value_counts().sort_index().items()}
    table = table[body]
    if leave_out is not None:
        try:
            pattern = re.compile(leave_out, re.IGNORECASE)
        except re.error as error:
            raise SettingError(f"leave_out is not a regular expression ({error}): {leave_out!r}") from error
        about = table["section"].fillna("").map(lambda path: bool(pattern.search(path))).to_numpy(dtype=bool)
        if about.any():
            left_out["section about the study itself"] = int(about.sum())
        table = table[~about]
    order = ["document_id", "start", "end"]
    return table.sort_values(order, kind="stable").reset_index(drop=True), left_out


def _without(drop: npt.NDArray[np.bool_], table: pd.DataFrame, passage: Ints, term: Ints) -> tuple[pd.DataFrame, Ints, Ints]:
    """Drop passages from the table and their terms from the arrays."""
    number = np.cumsum(~drop) - 1
    stays = ~drop[passage]
    return table[~drop].reset_index(drop=True), number[passage[stays]], term[stays]


def _document_frequency(passage: Ints, term: Ints, n_terms: int) -> Ints:
    pairs = np.unique(passage * max(n_terms, 1) + term)
    return np.bincount(pairs % max(n_terms, 1), minlength=n_terms).astype(np.int64)


def _thread(table: pd.DataFrame) -> Ints:
    """Number the runs of passages in one section of one document."""
    names = table["document_id"].astype(str) + "\x1f" + table["section"].fillna("").astype(str)
    return np.asarray(pd.factorize(names)[0], dtype=np.int64)


def _units(table: pd.DataFrame, words: npt.NDArray[np.intp]) -> pd.DataFrame:
    """Return the passages' metadata, their place in the document (0-1), their size, their source and what intervals draw whole."""
    units = table[list(_UNIT_COLUMNS)].copy()
    last = table.groupby("document_id")["end"].transform("max").to_numpy(dtype=np.float64)
    middle = (table["start"].to_numpy() + table["end"].to_numpy()) / 2.0
    units["position"] = np.divide(middle, last, out=np.zeros(len(table)), where=last > 0)
    units["words"] = words.astype(np.int64)
    named = table[["document_id", "source_kind", "unit", "respondent"]].fillna("").astype(str).agg("\x1f".join, axis=1)
    units["source"] = pd.factorize(named)[0].astype(np.int64)
    size = np.bincount(units["source"], weights=words, minlength=1)
    large = size[units["source"]] > _LARGE_SOURCE * max(size.sum(), 1.0)
    named = named.where(~large, named + "\x1f" + table["section"].fillna("").astype(str))
    units["cluster"] = pd.factorize(named)[0].astype(np.int64)
    return units


def _said(left_out: Mapping[str, int]) -> str:
    return "; ".join(f"{what}: {count}" for what, count in left_out.items()) or "all of them empty"
