"""A study's recommendations held against the evidence: what speaks for each, from whom, what speaks against, and what none of them meets.

A recommendation names its themes and some terms. A coded passage bears on it if it has one of the themes and one of the terms. What then
speaks for it depends on its kind: to keep something (`bevara`) strengths do, to mend something (`åtgärda`) challenges do, to develop
something (`utveckla`) both do.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kfi_analysis.coding import Codings, code
from kfi_analysis.coding.registered import registered_codings
from kfi_analysis.corpus import Corpus, list_corpora, registered
from kfi_analysis.errors import ClaimError, SettingError, did_you_mean
from kfi_analysis.files import PathLike
from kfi_analysis.findings.material import Bools, Material, spans_of
from kfi_analysis.provenance import Provenance
from kfi_analysis.resampling import ratio_interval

__all__ = ["KINDS", "StudyRecommendation", "Support", "load_recommendations", "recommendation_support"]

KINDS = {"bevara": ("styrka",), "åtgärda": ("utmaning", "blandat"), "utveckla": ("styrka", "utmaning", "blandat")}
"""Kind of recommendation -> the valences that speak for it."""

CHALLENGE = ("utmaning", "blandat")
STRONG = (5, 3, 2)
"""Strong evidence: at least so many passages, from so many sources, of so many source kinds."""
SOME = (2, 2, 1)


@dataclass(frozen=True)
class StudyRecommendation:
    """A recommendation of a study in our own words, with its themes and terms."""

    id: str
    text: str
    kind: str
    themes: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Support:
    """How the recommendations of a study stand against the evidence.

    Parameters
    ----------
    table
        One row a recommendation: recommendation_id, text, kind, relevant, supporting, contradicting, share (supporting of relevant), low,
        high, sources, source_kinds, strength (`stark`, `viss`, `tunn`), evidence and against (lists of spans).
    unmet
        Challenges that no recommendation bears on: passage_id, document_id, start, end, codes, source, text.
    corpus
        The material.
    provenance
        How it was done.
    """

    table: pd.DataFrame
    unmet: pd.DataFrame
    corpus: Corpus | None = None
    provenance: Provenance = field(default_factory=Provenance)

    def __repr__(self) -> str:
        counts = self.table["strength"].value_counts()
        said = ", ".join(f"{int(counts[name])} {name}" for name in ("stark", "viss", "tunn") if name in counts)
        return f"<Support: {len(self.table)} recommendations ({said}), {len(self.unmet)} challenges unmet>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(str(row['text']))}</td><td>{escape(str(row['kind']))}</td><td>{row['supporting']} av {row['relevant']}</td>"
            f"<td>{row['contradicting']}</td><td>{row['sources']}</td><td>{escape(str(row['strength']))}</td></tr>"
            for row in self.table.to_dict("records")
        )
        names = ("Rekommendation", "Slag", "Stöder, av dem som rör den", "Talar emot", "Källor", "Stöd")
        head = "".join(f"<th>{name}</th>" for name in names)
        unmet = f"<p>{len(self.unmet)} utmaningar möts inte av någon rekommendation.</p>"
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{unmet}"

    @property
    def thin(self) -> pd.DataFrame:
        """The recommendations with thin evidence."""
        return self.table[self.table["strength"] == "tunn"].reset_index(drop=True)


def load_recommendations(source: str | PathLike) -> tuple[StudyRecommendation, ...]:
    """Return the recommendations of a registered study, or of a TOML file of the same shape.

    Raises
    ------
    ClaimError
        If the file cannot be read, or an entry lacks a key or has an unknown kind.

    Examples
    --------
    >>> len(load_recommendations("boras-2021"))
    6
    """
    known = isinstance(source, str) and source in set(list_corpora()["name"])
    path = registered(str(source)).path("recommendations") if known else Path(source)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ClaimError(f"not a readable TOML file ({error})", where=path.name) from error
    return tuple(_entry(entry, path.name) for entry in data.get("recommendation", []))


def _entry(entry: Mapping[str, Any], where: str) -> StudyRecommendation:
    place = f"{where}, recommendation {entry.get('id', '?')!r}"
    for key in ("id", "text", "kind", "themes", "terms"):
        if not entry.get(key):
            raise ClaimError(f"the key {key!r} is missing", where=place)
    if entry["kind"] not in KINDS:
        raise ClaimError(f"kind {entry['kind']!r} is unknown: {did_you_mean(str(entry['kind']), KINDS)}", where=place)
    return StudyRecommendation(str(entry["id"]), str(entry["text"]), str(entry["kind"]), tuple(entry["themes"]), tuple(entry["terms"]))


def recommendation_support(
    corpus: Corpus, study: str | PathLike | Sequence[StudyRecommendation], *, codings: Codings | None = None
) -> Support:
    """Return how a study's recommendations stand against the evidence.

    Parameters
    ----------
    corpus
        The material.
    study
        A registered study, a file, or the recommendations themselves.
    codings
        Codes and valence of the passages; default: the coding that the study ships for its excerpts, otherwise `code`.

    Examples
    --------
    >>> from kfi_analysis.corpus import load_corpus
    >>> found = recommendation_support(load_corpus("boras-2021"), "boras-2021")
    >>> len(found.table), set(found.table["strength"]) <= {"stark", "viss", "tunn"}
    (6, True)
    """
    if not isinstance(study, (str, os.PathLike, Sequence)):
        raise SettingError(f"study is a {type(study).__name__}: give a registered study, a TOML file, or what load_recommendations gave")
    asked = load_recommendations(study) if isinstance(study, (str, os.PathLike)) else tuple(study)
    coded = codings
    if coded is None and isinstance(study, str) and study in set(list_corpora()["name"]):
        coded = registered_codings(corpus, study)
    if coded is None:
        coded = code(corpus)
    material = Material(corpus, coded)
    table = material.passages
    inside: Bools = table["coded"].to_numpy(dtype=bool)
    met = np.zeros(len(table), dtype=bool)
    rows = []
    for one in asked:
        relevant = inside & material.fulfils(table, {"code": list(one.themes), "terms": list(one.terms)})
        met |= relevant
        rows.append(_row(one, table, relevant))
    challenge = inside & table["valence"].isin(CHALLENGE).fillna(False).to_numpy(dtype=bool)
    left = table[challenge & ~met]
    unmet = left[["passage_id", "document_id", "start", "end"]].assign(
        codes=[";".join(sorted(codes)) for codes in left["codes"]], source=left["source_id"], text=left["text"]
    )
    provenance = corpus.provenance.derive("recommendation_support", n=len(asked), corpus=corpus.sha256)
    return Support(pd.DataFrame(rows), unmet.reset_index(drop=True), corpus, provenance)


def _row(one: StudyRecommendation, table: pd.DataFrame, relevant: Bools) -> dict[str, Any]:
    valence = table["valence"]
    speaks = relevant & valence.isin(KINDS[one.kind]).fillna(False).to_numpy(dtype=bool)
    opposite = {"bevara": CHALLENGE, "åtgärda": ("styrka",), "utveckla": ()}[one.kind]
    against = relevant & valence.isin(opposite).fillna(False).to_numpy(dtype=bool)
    share, low, high = ratio_interval(speaks[relevant], np.ones(int(relevant.sum())), table.loc[relevant, "source_id"])
    part = table[speaks]
    counts = (int(speaks.sum()), int(part["source_id"].nunique()), int(part["source_kind"].nunique()))
    strength = "stark" if _reaches(counts, STRONG) else "viss" if _reaches(counts, SOME) else "tunn"
    return {
        "recommendation_id": one.id,
        "text": one.text,
        "kind": one.kind,
        "relevant": int(relevant.sum()),
        "supporting": counts[0],
        "contradicting": int(against.sum()),
        "share": float(share[0]),
        "low": float(low[0]),
        "high": float(high[0]),
        "sources": counts[1],
        "source_kinds": counts[2],
        "strength": strength,
        "evidence": spans_of(table, speaks),
        "against": spans_of(table, against),
    }


def _reaches(counts: tuple[int, ...], least: tuple[int, ...]) -> bool:
    return all(count >= limit for count, limit in zip(counts, least, strict=True))
