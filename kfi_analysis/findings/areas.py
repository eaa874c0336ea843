"""Areas for development in new material, ranked by evidence and offered as a basis for people's own judgement.

An area is a code (a sub-code where the coding has them). What counts is how many sources tell of a challenge in it, how large a share of
its passages are challenges, whether different kinds of source agree, what is wished for, and where relations are strained. Areas whose
intervals overlap share a place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from kfi_analysis.coding import Codings, code
from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import SettingError
from kfi_analysis.findings.likeness import likeness
from kfi_analysis.findings.material import Material, pattern_of, spans_of
from kfi_analysis.findings.support import CHALLENGE, StudyRecommendation, load_recommendations
from kfi_analysis.provenance import Provenance
from kfi_analysis.resampling import ratio_interval

__all__ = ["AREA_COLUMNS", "Areas", "development_areas"]

AREA_COLUMNS = (
    *("rank", "area", "value", "low", "high", "passages", "challenges", "sources", "share", "source_kinds", "agreement", "wishes"),
    *("strained", "resembles", "likeness", "reason", "evidence"),
)

WISH = (
    *("önskv*", "önskemål*", "efterfråga*", "borde", "saknas", "saknade", "saknades", "behöver", "behövs", "hade behövt", "skulle behöva"),
    "framöver",
)
"""Words of wishes and lacks."""

LEAST = 0.05
"""An area less like every recommendation of its theme resembles none."""

PURPOSE = "Underlag för samtal: rangordningen visar var källorna talar om utmaningar, inte hur viktiga de är eller vad som bör göras."


@dataclass(frozen=True, eq=False, repr=False)
class Areas:
    """Ranked areas for development.

    Parameters
    ----------
    table
        Columns `AREA_COLUMNS`. `value` is the share of the sources that tell of a challenge in the area, with its interval; `share` the
        share of the area's passages that are challenges; `agreement` the smallest such share among the kinds of source that speak of the
        area (missing with one kind); `wishes` counts challenges with words of wish or lack; `strained` counts negative relations in the
        same passages; `resembles` names the recommendation of the reference study that the challenges are most like.
    purpose
        What the ranking is for, and what it is not.
    corpus, provenance
        The material, and how it was done.
    """

    table: pd.DataFrame
    purpose: str = PURPOSE
    corpus: Corpus | None = None
    provenance: Provenance = field(default_factory=Provenance)

    def __len__(self) -> int:
        """Number of areas."""
        return len(self.table)

    def __repr__(self) -> str:
        return f"<Areas: {len(self.table)}, first {', '.join(self.table['area'].head(3))}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{row['rank']}</td><td>{escape(row['area'])}</td><td>{escape(row['reason'])}</td></tr>"
            for row in self.table.to_dict("records")
        )
        head = "<tr><th>Plats</th><th>Område</th><th>Grund</th></tr>"
        return f"<p>{escape(self.purpose)}</p><table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def development_areas(
    corpus: Corpus,
    *,
    codings: Codings | None = None,
    study: str | Sequence[StudyRecommendation] | None = "boras-2021",
    min_passages: int = 3,
    relations: bool = True,
) -> Areas:
    """Return the areas in which the material tells of challenges, ranked by how many of the sources do.

    Parameters
    ----------
    corpus
        Self-evaluations, hearings, interviews, or a report with excerpts.
    codings
        Codes and valence; default: `code` with the codebook `kfi`.
    study
        The recommendations that an area may resemble: a registered study, or None.
    min_passages
        An area with fewer challenges is left out.
    relations
        Whether to look for strained relations between actors (takes longest).

    Raises
    ------
    SettingError
        If `min_passages` is less than 1.

    Examples
    --------
    >>> corpus = Corpus.from_texts([f"Vi saknade personal och fick svårt att bemanna hemtjänst {n}." for n in range(4)])
    >>> development_areas(corpus, relations=False).table["area"].tolist()
    ['kapacitet/personal']
    """
    if min_passages < 1:
        raise SettingError(f"min_passages is {min_passages!r}: it must be at least 1")
    coded = codings if codings is not None else code(corpus)
    material = Material(corpus, coded)
    table = material.passages
    inside = table["coded"].to_numpy(dtype=bool)
    sources = table.loc[inside, "source_id"].astype(str)
    everyone = np.unique(sources.to_numpy(dtype=str))
    challenge = inside & table["valence"].isin(CHALLENGE).fillna(False).to_numpy(dtype=bool)
    wish = np.array([bool(pattern_of(WISH).search(str(text))) for text in table["text"]], dtype=bool)
    strained = _strained(material) if relations else pd.Series(dtype="int64")
    rows = []
    for area, members in _members(coded).items():
        within = inside & table["passage_id"].isin(members).to_numpy(dtype=bool)
        hits = within & challenge
        if int(hits.sum()) < min_passages:
            continue
        tells = np.isin(everyone, np.unique(table.loc[hits, "source_id"].astype(str).to_numpy(dtype=str)))
        value, low, high = ratio_interval(tells.astype(float), np.ones(len(everyone)), everyone)
        part = table[hits]
        rows.append(
            {
                "area": area,
                "value": float(value[0]),
                "low": float(low[0]),
                "high": float(high[0]),
                "passages": int(within.sum()),
                "challenges": int(hits.sum()),
                "sources": int(tells.sum()),
                "share": float(hits.sum() / within.sum()),
                "source_kinds": int(part["source_kind"].nunique()),
                "agreement": _agreement(table, within, challenge),
                "wishes": int((hits & wish).sum()),
                "strained": int(strained.reindex(part["passage_id"]).fillna(0).sum()) if relations else 0,
                "evidence": spans_of(table, hits),
                "text": " ".join(str(text) for text in part["text"]),
            }
        )
    ranked = _ranked(pd.DataFrame(rows, columns=[*(c for c in AREA_COLUMNS if c not in _LATER), "text"]))
    alike = _resembling(ranked, study)
    out = alike.assign(reason=[_reason(row, len(everyone)) for _, row in alike.iterrows()])
    provenance = corpus.provenance.derive("development_areas", min_passages=min_passages, corpus=corpus.sha256)
    return Areas(out[list(AREA_COLUMNS)], corpus=corpus, provenance=provenance)


_LATER = {"rank", "resembles", "likeness", "reason"}


def _members(coded: Codings) -> dict[str, set[str]]:
    """Area -> the passages that have it: sub-codes where there are any, else themes."""
    codes = coded.table[["code", "passage_id"]].drop_duplicates()
    deep = codes[codes["code"].str.contains("/", regex=False)]
    used = deep if len(deep) else codes
    return {str(area): set(part) for area, part in used.groupby("code")["passage_id"]}


def _strained(material: Material) -> pd.Series[int]:
    """How many negative relations each passage tells of."""
    table = material.relations
    return table[table["polarity"] < 0].groupby("passage_id").size()


def _agreement(table: pd.DataFrame, within: Any, challenge: Any) -> float:
    """The smallest share of challenges among the kinds of source that speak of the area."""
    part = table.loc[within, ["source_kind"]].assign(hit=challenge[within]).dropna()
    shares = part.groupby("source_kind")["hit"].mean()
    return float(shares.min()) if len(shares) > 1 else float("nan")


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Order by the share of sources, then of passages; an area whose value lies in the interval of its place's first shares the place."""
    ordered = table.sort_values(["value", "share", "area"], ascending=[False, False, True], ignore_index=True)
    ranks: list[int] = []
    floor = float("inf")
    for place, (value, low) in enumerate(zip(ordered["value"], ordered["low"], strict=True), start=1):
        if not ranks or value < floor or np.isnan(floor):
            ranks.append(place)
            floor = float(low)
        else:
            ranks.append(ranks[-1])
    return ordered.assign(rank=ranks)


def _resembling(table: pd.DataFrame, study: str | Sequence[StudyRecommendation] | None) -> pd.DataFrame:
    if study is None or not len(table):
        return table.assign(resembles=pd.array([None] * len(table), dtype="string"), likeness=np.nan)
    known = load_recommendations(study) if isinstance(study, str) else tuple(study)
    alike = likeness([str(text) for text in table["text"]], [f"{one.text} {' '.join(one.terms).replace('*', '')}" for one in known])
    themes = np.array([[area.split("/")[0] in one.themes for one in known] for area in table["area"]], dtype=bool)
    alike = np.where(themes, alike, 0.0)
    best = alike.argmax(axis=1)
    values = alike[np.arange(len(table)), best]
    names = [known[at].id if value >= LEAST else None for at, value in zip(best, values, strict=True)]
    return table.assign(resembles=pd.array(names, dtype="string"), likeness=values)


def _reason(row: pd.Series[Any], n_sources: int) -> str:
    said = [f"{row['sources']} av {n_sources} källor talar om utmaningar ({row['challenges']} av {row['passages']} passager)"]
    if row["wishes"]:
        said.append(f"{row['wishes']} med önskan eller brist")
    if row["strained"]:
        said.append(f"{row['strained']} ansträngda relationer")
    if not np.isnan(row["agreement"]):
        said.append("alla slags källor är med" if row["agreement"] > 0 else "något slags källa ser det inte")
    return "; ".join(said)
