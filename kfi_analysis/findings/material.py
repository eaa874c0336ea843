"""What claims are held against: the passages of a corpus with their codes, its sentences, its relations, and stated figures.

Everything is made when it is first asked for, from the same corpus, so that a claims file with figures alone costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.actors import ActorGraph, actor_graph
from kfi_analysis.coding import Codings
from kfi_analysis.coding.profiles import source_ids
from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import ClaimError, did_you_mean
from kfi_analysis.text import sentences

__all__ = ["CONDITIONS", "Material", "Scope", "pattern_of", "spans_of"]

CONDITIONS = ("level", "section", "source_kind", "unit", "respondent", "code", "valence", "phase", "terms", "without")
"""What a condition on passages or sentences may say."""

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Scope:
    """A part of a document: from one heading (included) to before another; a heading that the text lacks sets no limit."""

    start: str | None = None
    before: str | None = None


@dataclass(frozen=True, eq=False)
class Material:
    """The material of one check.

    Parameters
    ----------
    corpus
        The documents.
    codings
        Codes, valence and phase of its passages, if they are known.
    figures
        figure_id -> mapping with value, unit, printed.
    scopes
        Name -> part of the documents.
    own_words
        True if the texts are paraphrases, so that the choice of words proves nothing.
    """

    corpus: Corpus
    codings: Codings | None = None
    figures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    own_words: bool = False

    @cached_property
    def passages(self) -> pd.DataFrame:
        """The body passages with text, source, codes (frozenset), valence and phase."""
        table = self.corpus.body.table().reset_index(drop=True)
        table["source_id"] = _sources(table)
        codes: dict[str, frozenset[str]] = {}
        valence: dict[str, str] = {}
        phase: dict[str, str] = {}
        seen: set[str] = set()
        if self.codings is not None:
            flat = self.codings.at_level(1).table
            codes = {str(passage): frozenset(part) for passage, part in flat.groupby("passage_id")["code"]}
            valence = {str(key): str(value) for key, value in self.codings.valence.dropna().items()}
            phase = {str(key): str(value) for key, value in self.codings.phase.dropna().items()}
            seen = set(self.codings.units["passage_id"])
        names = [str(passage) for passage in table["passage_id"]]
        table["codes"] = pd.Series([codes.get(name, frozenset()) for name in names], index=table.index, dtype="object")
        table["valence"] = pd.array([valence.get(name) for name in names], dtype="string")
        table["phase"] = pd.array([phase.get(name) for name in names], dtype="string")
        table["coded"] = [name in seen for name in names]
        return table

    @cached_property
    def sentences(self) -> pd.DataFrame:
        """The sentences of the body passages, with the columns of their passage."""
        rows = []
        for position, (text, at) in enumerate(zip(self.passages["text"], self.passages["start"], strict=True)):
            rows += [(position, int(at) + start, int(at) + end, text[start:end]) for start, end in sentences(text)]
        spans = pd.DataFrame(rows, columns=["passage", "start", "end", "text"])
        carried = self.passages.drop(columns=["start", "end", "text"]).iloc[spans["passage"].to_numpy(dtype="int64")]
        return pd.concat([spans.reset_index(drop=True), carried.reset_index(drop=True)], axis=1)

    @cached_property
    def graph(self) -> ActorGraph:
        """The actors of the corpus and their relations."""
        return actor_graph(self.corpus)

    @cached_property
    def relations(self) -> pd.DataFrame:
        """The relations, with the levels of both actors (`source_level`, `target_level`) and the sign as a number."""
        table = self.graph.relations.table.reset_index(drop=True)
        nodes = self.graph.nodes
        levels = dict(zip(nodes["actor_id"], nodes["level"], strict=True))
        table["source_level"] = table["source"].map(levels)
        table["target_level"] = table["target"].map(levels)
        table["polarity"] = table["sign"].map({"+": 1, "-": -1, "0": 0}).fillna(0).astype(int)
        return table

    def inside(self, table: pd.DataFrame, scope: str | None) -> Bools:
        """Tell which rows (with document_id and start) lie in a scope."""
        if scope is None:
            return np.ones(len(table), dtype=bool)
        if scope not in self.scopes:
            raise ClaimError(f"the scope {scope!r} is unknown: {did_you_mean(scope, self.scopes)}")
        part = self.scopes[scope]
        keep = np.ones(len(table), dtype=bool)
        for document in pd.unique(table["document_id"]):
            own = (table["document_id"] == document).to_numpy(dtype=bool)
            start, end = self._limits(str(document), part)
            at = table["start"].to_numpy(dtype="int64")
            keep &= ~own | ((at >= start) & (at < end))
        return keep

    def _limits(self, document: str, part: Scope) -> tuple[int, int]:
        passages = self.corpus.passages
        headings = passages[(passages["document_id"] == document) & (passages["level"] == "heading")]
        texts = [self.corpus.slice(document, int(a), int(b)).strip() for a, b in zip(headings["start"], headings["end"], strict=True)]
        places = dict(zip(reversed(texts), reversed(headings["start"].astype(int).tolist()), strict=True))
        start = places.get(part.start or "", 0)
        later = [at for text, at in zip(texts, headings["start"].astype(int), strict=True) if text == part.before and at > start]
        return start, later[0] if later else len(self.corpus.text_of(document))

    def fulfils(self, table: pd.DataFrame, condition: Mapping[str, Any]) -> Bools:
        """Tell which rows of `passages` or `sentences` fulfil all that a condition says."""
        keep = np.ones(len(table), dtype=bool)
        for key, wanted in condition.items():
            values = _listed(wanted)
            if key in {"terms", "without"}:
                pattern = pattern_of(values)
                found = np.array([bool(pattern.search(text)) for text in table["text"]], dtype=bool)
                keep &= found if key == "terms" else ~found
            elif key == "code":
                keep &= np.array([bool(codes & set(values)) for codes in table["codes"]], dtype=bool)
            elif key == "section":
                keep &= np.array([any(value in str(section) for value in values) for section in table["section"].fillna("")], dtype=bool)
            elif key in CONDITIONS:
                keep &= table[key].isin(values).fillna(False).to_numpy(dtype=bool)
            else:
                raise ClaimError(f"the condition {key!r} is unknown: {did_you_mean(key, CONDITIONS)}")
        return keep


def pattern_of(terms: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of a list of terms; `*` stands for the rest of a word, a space for any white space.

    Examples
    --------
    >>> bool(pattern_of(["skyddsutrust*"]).search("Det fanns skyddsutrustning."))
    True
    """
    parts = [r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in term.split()) for term in terms]
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)", re.IGNORECASE)


def spans_of(table: pd.DataFrame, rows: Bools, most: int = 50) -> list[dict[str, Any]]:
    """Return the spans of rows as evidence, at most so many, spread evenly over them."""
    chosen = np.flatnonzero(rows)
    if len(chosen) > most:
        chosen = chosen[np.linspace(0, len(chosen) - 1, most).round().astype(int)]
    part = table.iloc[chosen]
    return [
        {"document_id": str(document), "start": int(start), "end": int(end)}
        for document, start, end in zip(part["document_id"], part["start"], part["end"], strict=True)
    ]


def _sources(table: pd.DataFrame) -> list[str]:
    """The source of each passage: of an excerpt who said it, of the authors' text the section, of another document the document."""
    sources = source_ids(table).tolist()
    reports = table["source_kind"].isna() | table["source_kind"].isin(["rapport", "handling"])
    sections = table["section"].fillna("").tolist()
    return [f"{source}|{section}" if report else source for source, section, report in zip(sources, sections, reports, strict=True)]


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]
