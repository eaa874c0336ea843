"""A summary as one HTML file: no external address, every number a button that opens its passages.

The template, style and script stand in `templates/`; this file fills them in and formats numbers as the language does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

from kfi_analysis.numbers import decimal, number, percent, points, pvalue
from kfi_analysis.report.words import words

__all__ = ["render_html"]

_SHOWN_NODES = 30
_SHOWN_TIES = 30
_MOST_TIES = 400
"""The rest stands in the Excel file and the graph file."""


def render_html(summary: Mapping[str, Any], pictures: Mapping[str, Mapping[str, str]]) -> str:
    """Return the report as HTML.

    Parameters
    ----------
    summary
        What `report.summary.summarise` made.
    pictures
        Name ("profile", "topics", "network", "comparison") -> title, caption and svg.
    """
    import jinja2

    language = str(summary["language"])
    said = words(language)
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    formats: dict[str, Callable[..., str]] = {"percent": percent, "decimal": decimal, "number": number, "points": points, "pvalue": pvalue}
    environment.filters.update({name: _in(language, format_) for name, format_ in formats.items()})
    sections = ("summary", "material", "themes", "comparison", "topics", "actors", "claims")
    present = [name for name in sections if name in ("summary", "material") or summary.get(name)]
    if summary["recommendations"] or summary["held"] or summary["areas"]:
        present.append("recommendations")
    contents = [(name, said[name]) for name in present] + [("appendix", said["appendix_heading"])]
    passages = [{"source": p["source"], "text": p["text"]} for p in summary["passages"]]
    return environment.get_template("report.html.j2").render(
        s=summary,
        w=said,
        pictures={name: pictures.get(name) for name in ("profile", "comparison", "topics", "network")},
        contents=contents,
        cards=_cards(summary, said, language),
        shown_nodes=_SHOWN_NODES,
        shown_ties=_SHOWN_TIES,
        most_ties=_MOST_TIES,
        css=_template("report.css"),
        js=_template("report.js"),
        passages_json=json.dumps(passages, ensure_ascii=False).replace("<", "\\u003c"),
    )


def _template(name: str) -> str:
    return files("kfi_analysis.report").joinpath("templates", name).read_text(encoding="utf-8")


def _in(language: str, format_: Callable[..., str]) -> Callable[..., str]:
    def formatted(value: Any, *options: Any) -> str:
        return format_(value, *options, language=language)

    return formatted


def _cards(summary: Mapping[str, Any], said: Mapping[str, str], language: str) -> list[tuple[str, str]]:
    material = summary["material"]
    rows = [(material["documents"], said["documents"]), (material["passages"], said["passages"])]
    if material["excerpts"]:
        rows.append((material["excerpts"], said["excerpts"]))
    rows.append((material["words"], said["words"]))
    if summary.get("actors"):
        rows.append((summary["actors"]["n_statements"], said["relations"]))
    return [(number(value, language=language), label[0].lower() + label[1:]) for value, label in rows]
