"""Topics as one interactive page: no external address, usable by keyboard, readable without script.

The page is made from `topics.summary.topic_summary` alone; what it draws is in `page.js`, what it looks like in `page.css`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from kfi_analysis.files import PathLike, write_text
from kfi_analysis.numbers import decimal, percent

__all__ = ["render_topics_html", "write_topics_html"]

_COLUMNS = {"source_kind": "Källa", "unit": "Enhet", "municipality": "Kommun", "year": "År", "phase": "Skede", "section": "Avsnitt"}
_METHODS = {
    "nmf": "NMF över ordpar",
    "tfidf-nmf": "NMF över stycken (tf-idf)",
    "consensus": "konsensus-NMF",
    "lda": "LDA (scikit-learn)",
    "gensim-lda": "LDA (gensim)",
    "gensim-hdp": "HDP (gensim)",
}
_MEASURES = {
    "npmi": "Sammanhang, NPMI",
    "c_v": "Sammanhang, c_v",
    "diversity": "Andel olika ord",
    "exclusivity": "Egna ord",
    "recurrence": "Återkomst",
    "recurrence_matched": "Återkomst, ett till ett",
    "held_out_npmi": "NPMI på utelämnade stycken",
    "excess": "Sammanhang utöver slump",
    "seed_stability": "Lika över frön",
}


def render_topics_html(summary: Mapping[str, Any], *, title: str = "Ämnen i materialet") -> str:
    """Return the page.

    Parameters
    ----------
    summary
        What `topics.summary.topic_summary` made.
    title
        Heading of the page.
    """
    import jinja2

    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["comma"] = decimal
    environment.filters["percent"] = percent
    sizes = sorted([len(summary["topics"]), *(int(model["n_topics"]) for model in summary["models"])])
    names = {column: _COLUMNS.get(column, column) for column in summary["groups"]}
    data = {**summary, "names": names, "sizes": sizes}
    whole = [row for row in summary["quality"] if row["topic"] is None]
    return environment.from_string(_part("page.html.j2")).render(
        title=title,
        s=summary,
        method=_METHODS.get(summary["settings"]["method"], summary["settings"]["method"]),
        quality=[{**row, "measure": _MEASURES.get(row["measure"], row["measure"])} for row in whole],
        sizes=sizes,
        names=names,
        css=_part("page.css"),
        js=_part("page.js"),
        data=json.dumps(data, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c"),
    )


def write_topics_html(summary: Mapping[str, Any], path: PathLike, *, title: str = "Ämnen i materialet") -> Path:
    """Write the page; return the path."""
    return write_text(path, render_topics_html(summary, title=title))


def _part(name: str) -> str:
    return files("kfi_analysis.report.topics_html").joinpath(name).read_text(encoding="utf-8")
