"""An analysis as a documented summary: all that a report says, as plain data that JSON can hold and `schema.json` describes.

Names are masked and small cells hidden here, once, so that every format that is rendered from the summary keeps the promise.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from kfi_analysis.actors.measures import centrality
from kfi_analysis.analysis import Analysis
from kfi_analysis.corpus import Corpus
from kfi_analysis.report.summary.actors import actors
from kfi_analysis.report.summary.comparison import comparison_summary
from kfi_analysis.report.summary.evidence import Register
from kfi_analysis.report.summary.findings import areas_summary, claims_summary, recommendations_summary, support_summary
from kfi_analysis.report.summary.highlights import highlights
from kfi_analysis.report.summary.material import limits, material
from kfi_analysis.report.summary.themes import Themes
from kfi_analysis.report.summary.topics import topics_summary
from kfi_analysis.report.words import words
from kfi_analysis.text import OffsetMap
from kfi_analysis.text.names import mask_names

__all__ = ["SCHEMA", "schema", "summarise"]

SCHEMA = "kfi-report/1"
_BY = ("municipality", "source_kind", "unit")


def summarise(
    analysis: Analysis,
    *,
    language: str = "sv",
    by: Sequence[str] = _BY,
    mask: bool = True,
    smallest: int = 3,
    evidence: int = 200,
    resamples: int = 1000,
    seed: int = 0,
) -> dict[str, Any]:
    """Return the summary of an analysis.

    Parameters
    ----------
    analysis
        What `analyse` gave.
    language
        "sv" or "en".
    by
        Columns whose groups get a theme profile, as far as they have two values.
    mask
        Whether personal names, addresses and numbers in the passages are masked.
    smallest
        A cell that rests on fewer interviewees than this is hidden.
    evidence
        The most passages that one number opens.
    resamples, seed
        Of the theme profiles' intervals.

    Returns
    -------
    dict
        As `schema()` describes.
    """
    said = words(language)
    register = Register(analysis.corpus, _masked(analysis.corpus) if mask else {}, missing=said["missing"], limit=evidence)
    counted = material(analysis.corpus, said["missing"], language)
    themes = Themes(analysis.codings, register, said, smallest=smallest, resamples=resamples, seed=seed)
    summary: dict[str, Any] = {
        "schema": SCHEMA,
        "language": language,
        "title": analysis.title,
        "subtitle": _subtitle(counted, said),
        "highlights": [],
        "material": counted,
        "limits": [*limits(counted, ", ".join(analysis.codings.coders) or None, language), *analysis.notes],
        "themes": themes.to_dict(by),
        "comparison": _comparison(analysis, themes, register, language),
        "topics": topics_summary(analysis.topics, register, language) if analysis.topics is not None else None,
        "actors": _actors(analysis, register, language),
        "claims": claims_summary(analysis.claims, register, language) if analysis.claims is not None else [],
        "recommendations": recommendations_summary(analysis.recommendations, register) if analysis.recommendations is not None else [],
        "held": support_summary(analysis.support, register, language) if analysis.support is not None else [],
        "areas": areas_summary(analysis.areas, register, themes.name) if analysis.areas is not None else [],
        "passages": [],
        "provenance": analysis.provenance.derive("summarise", language=language, mask=mask, smallest=smallest, seed=seed).to_dict(),
    }
    summary["highlights"] = highlights(summary)
    summary["passages"] = register.passages(_names(analysis, themes))
    return summary


def schema() -> dict[str, Any]:
    """Return the JSON schema of a summary."""
    text = files("kfi_analysis.report.summary").joinpath("schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _masked(corpus: Corpus) -> dict[str, tuple[str, OffsetMap]]:
    out = {}
    for document, text in zip(corpus.documents["document_id"], corpus.documents["text"], strict=True):
        hidden = mask_names(str(text))
        if len(hidden.table):
            out[str(document)] = (hidden.text, hidden.map)
    return out


def _subtitle(counted: dict[str, Any], said: dict[str, str]) -> str:
    kinds = ", ".join(f"{row['passages']} {said['passages_lower']} {row['source_kind']}" for row in counted["by_kind"])
    return f"{counted['documents']} {said['documents'].lower()} · {kinds}"


def _comparison(analysis: Analysis, themes: Themes, register: Register, language: str) -> dict[str, Any] | None:
    if analysis.comparison is None:
        return None
    units = analysis.codings.units.set_index("passage_id")
    matrix = analysis.codings.matrix()
    groups = units[analysis.comparison.by].astype("string")

    def passages(code: str, group: str) -> list[str]:
        here = (groups.reindex(matrix.index) == group).fillna(False).to_numpy(dtype=bool)
        return [str(name) for name in matrix.index[here & matrix[code].to_numpy(dtype=bool)]]

    return comparison_summary(
        analysis.comparison, analysis.keywords, register, words(language), name=themes.name, passages=passages, language=language
    )


def _actors(analysis: Analysis, register: Register, language: str) -> dict[str, Any] | None:
    statements = analysis.graph.statements
    if statements.empty:
        return None
    degree = centrality(analysis.graph, measures=("degree",)).set_index("actor_id")[["value", "low", "high"]]
    nodes = analysis.graph.nodes.set_index("actor_id").join(degree)
    nodes = nodes.assign(partners=nodes["value"].fillna(0).astype("int64"))
    return actors(statements, analysis.mentions.table, nodes, register, language)


def _names(analysis: Analysis, themes: Themes) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    flat = analysis.codings.at_level(1).table
    for passage, path in zip(flat["passage_id"], flat["code"], strict=True):
        listed = out.setdefault(str(passage), [])
        if themes.name(str(path)) not in listed:
            listed.append(themes.name(str(path)))
    return out
