"""Actors and relations in the report: who is tied to whom, how, and by which statements."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kfi_analysis.report.summary.evidence import Register

__all__ = ["actors"]

_LEAD = {
    "sv": (
        "Graferna bygger på utsagor i texten som binder två aktörer till varandra: {statements} utsagor mellan {nodes} aktörer. "
        "En utsaga är vad någon säger om en relation, inte relationen själv."
    ),
    "en": (
        "The graph rests on statements in the text that tie two actors: {statements} statements between {nodes} actors. "
        "A statement is what somebody says about a relation, not the relation itself."
    ),
}


def actors(
    relations: pd.DataFrame,
    mentions: pd.DataFrame,
    nodes: pd.DataFrame,
    register: Register,
    language: str,
) -> dict[str, Any]:
    """Return the nodes and relations of a graph.

    Parameters
    ----------
    relations
        Statements: source, target, type, directed, sign, passage_id, start, end, score.
    mentions
        actor_id, passage_id, start, end.
    nodes
        Index actor id; columns level, and partners with low and high where they were computed.
    register
        Numbers the passages.
    language
        "sv" or "en".
    """
    spans: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for actor, passage, start, end in zip(*(mentions[c] for c in ("actor_id", "passage_id", "start", "end")), strict=True):
        spans.setdefault(str(actor), {}).setdefault(str(passage), []).append((int(start), int(end)))
    counted = pd.concat([relations["source"], relations["target"]]).value_counts()
    listed = []
    rows = [{**row, "actor": str(actor)} for actor, row in zip(nodes.index, nodes.to_dict("records"), strict=True)]
    rows.sort(key=lambda row: (-row["partners"], -int(counted.get(row["actor"], 0)), row["actor"]))
    for row in rows:
        actor = row["actor"]
        found = spans.get(actor, {})
        listed.append(
            {
                "actor": actor,
                "level": str(row["level"]) if pd.notna(row["level"]) else "–",
                "mentions": int(sum(len(part) for part in found.values())),
                "partners": int(row["partners"]),
                **{key: float(row[key]) if key in row and pd.notna(row[key]) else None for key in ("low", "high")},
                "statements": int(counted.get(actor, 0)),
                "passages": register.references(found, found),
            }
        )
    return {
        "lead": _LEAD[language].format(statements=len(relations), nodes=len(nodes)),
        "n_statements": len(relations),
        "n_positive": int((relations["sign"] == "+").sum()),
        "n_negative": int((relations["sign"] == "-").sum()),
        "nodes": listed,
        "relations": _ties(relations, register),
    }


def _ties(relations: pd.DataFrame, register: Register) -> list[dict[str, Any]]:
    """A row a pair and type; n+, n0 and n− apart, never cancelled."""
    ties: dict[tuple[str, str, str, bool], list[dict[Any, Any]]] = {}
    for row in relations.to_dict("records"):
        source, target, directed = str(row["source"]), str(row["target"]), bool(row["directed"])
        if not directed and target < source:
            source, target = target, source
        ties.setdefault((source, target, str(row["type"]), directed), []).append(row)
    out = []
    for (source, target, kind, directed), statements in sorted(ties.items(), key=lambda item: (-len(item[1]), item[0])):
        spans: dict[str, list[tuple[int, int]]] = {}
        for row in statements:
            spans.setdefault(str(row["passage_id"]), []).append((int(row["start"]), int(row["end"])))
        signs = [str(row["sign"]) for row in statements]
        out.append(
            {
                "source": source,
                "target": target,
                "type": kind,
                "directed": directed,
                "positive": signs.count("+"),
                "neutral": len(signs) - signs.count("+") - signs.count("-"),
                "negative": signs.count("-"),
                "passages": register.references(spans, spans),
            }
        )
    return out
