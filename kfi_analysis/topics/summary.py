"""What reports and pictures of topics are made from: plain dicts and lists, documented, ready for JSON.

```
n_passages      passages in the model
left_out        [{what, count}]
settings        what was asked for
provenance      version and steps
quality         [{measure, topic, value, low, high, null, n, note}]
map_held        share of the distances that the map holds
groups          [columns that prevalence is given for]
topics          [{topic, label, verdict, words: [{term, weight, frex}], frex_words: [term],
                  prevalence: {share, low, high}, recurrence: {value, low, high}, excess, p, npmi, exclusivity,
                  x, y (-1 to 1), neighbours: [topic, nearest first],
                  groups: {column: [{group, n, sources, share, low, high}]}, course: [{part, share, low, high}],
                  passages: [{passage_id, document_id, source_kind, unit, respondent, section, share, text}]}]
choice          null, or {chosen, reasons, table: [{n_topics, ...}]}
models          [{n_topics, map_held, topics}] of the other sizes that were tried
```

A missing number is null. `text` is null in a summary without texts.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kfi_analysis.topics.mapping import topic_distances, topic_map
from kfi_analysis.topics.model import Topics

__all__ = ["topic_summary"]

_COLUMNS = ("source_kind", "unit", "municipality", "year")
_MOST_GROUPS = 30


def topic_summary(topics: Topics, *, words: int = 20, passages: int = 5, texts: bool = True, parts: int = 10) -> dict[str, Any]:
    """Return the summary of a model.

    Parameters
    ----------
    topics
        The model.
    words
        Words a topic.
    passages
        Typical passages a topic.
    texts
        Whether the passages' texts are in it.
    parts
        Parts of the course of the text; 0 leaves the course out.
    """
    columns = _columns(topics)
    listed, held = _listed(topics, columns, words=words, passages=passages, texts=texts, parts=parts)
    out: dict[str, Any] = {
        "n_passages": len(topics.units),
        "left_out": _records(topics.left_out),
        "settings": dict(topics.settings),
        "provenance": topics.provenance.to_dict(),
        "quality": _records(topics.quality),
        "map_held": held,
        "groups": columns,
        "topics": listed,
        "choice": None,
        "models": [],
    }
    if topics.choice is not None:
        out["choice"] = {
            "chosen": topics.choice.chosen,
            "reasons": topics.choice.reasons,
            "table": _records(topics.choice.table),
        }
        for size, model in topics.choice.models.items():
            if size != topics.choice.chosen:
                other, other_held = _listed(model, columns, words=words, passages=passages, texts=texts, parts=parts)
                out["models"].append({"n_topics": size, "map_held": other_held, "topics": other})
    return out


def _columns(topics: Topics) -> list[str]:
    """Return the columns with two groups or more, the one that was asked for first."""
    wanted = [topics.settings["by"]] if topics.settings.get("by") else []
    out = list(wanted)
    for column in _COLUMNS:
        values = topics.units["date"].str[:4] if column == "year" else topics.units[column]
        if column not in out and 2 <= values.nunique() <= _MOST_GROUPS:
            out.append(column)
    return out


def _listed(
    topics: Topics, columns: list[str], *, words: int, passages: int, texts: bool, parts: int
) -> tuple[list[dict[str, Any]], float]:
    places, held = topic_map(topics.placing.components)
    near = topic_distances(topics.placing.components).argsort(axis=1, kind="stable")
    groups = {column: topics.prevalence(column, resamples=500) for column in columns}
    course = topics.course(parts, resamples=500) if parts else None
    out = []
    for row in topics.topics.to_dict("records"):
        number = int(row["topic"])
        own = topics.terms[topics.terms["topic"] == number].sort_values("rank").head(words)
        read = topics.read(number, passages)
        out.append(
            {
                "topic": number,
                "label": str(row["label"]),
                "verdict": str(row["verdict"]),
                "words": _records(own[["term", "weight", "frex"]]),
                "frex_words": topics.frex_words(number),
                "prevalence": {"share": _plain(row["prevalence"]), "low": _plain(row["low"]), "high": _plain(row["high"])},
                "recurrence": {
                    "value": _plain(row["recurrence"]),
                    "low": _plain(row["recurrence_low"]),
                    "high": _plain(row["recurrence_high"]),
                },
                **{name: _plain(row[name]) for name in ("excess", "p", "npmi", "exclusivity")},
                "x": float(places[number - 1, 0]),
                "y": float(places[number - 1, 1]),
                "neighbours": [int(other) + 1 for other in near[number - 1] if other != number - 1][:3],
                "groups": {column: _records(table[table["topic"] == number].drop(columns="topic")) for column, table in groups.items()},
                "course": []
                if course is None
                else _records(course[course["topic"] == number][["group", "share", "low", "high"]].rename(columns={"group": "part"})),
                "passages": _records(read if texts else read.assign(text=None)),
            }
        )
    return out, held


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): _plain(value) for key, value in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    if hasattr(value, "item"):
        return value.item()
    return value
