"""The summary's first lines: what stands out, in words, with ties said as ties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kfi_analysis.numbers import decimal, percent, points

__all__ = ["highlights"]

_SAID = {
    "sv": {
        "most": "Vanligast bland temana är {names} ({share} av passagerna, intervall {low}–{high}).",
        "most_tied": "Vanligast bland temana är {names}. Deras intervall överlappar: materialet kan inte rangordna dem.",
        "challenge": "Störst andel utmaningar finns under {name}: {count} av {n} passager ({share}).",
        "strength": "Störst andel styrkor finns under {name}: {count} av {n} passager ({share}).",
        "held": "{n} av {all} jämförelser håller efter korrigering; störst är skillnaden i {name}, {pair}: {points} procentenheter.",
        "none_held": "Ingen av {all} jämförelser visar en skillnad som håller efter korrigering.",
        "actor": "{name} binds till flest andra aktörer ({partners}).",
        "actors": "Flest andra aktörer binds {names} till; deras intervall överlappar.",
        "signs": "Av {n} utsagor om relationer beskriver {positive} relationen som fungerande och {negative} som bristande eller önskad.",
        "claims": "{n} påståenden prövades: {verdicts}.",
        "recommendations": "{n} rekommendationer finns i materialet.",
        "and": " och ",
    },
    "en": {
        "most": "The most frequent theme is {names} ({share} of the passages, interval {low}–{high}).",
        "most_tied": "The most frequent themes are {names}. Their intervals overlap: the material cannot rank them.",
        "challenge": "The largest share of challenges is found under {name}: {count} of {n} passages ({share}).",
        "strength": "The largest share of strengths is found under {name}: {count} of {n} passages ({share}).",
        "held": "{n} of {all} comparisons show a difference that holds after correction; the largest is {name}, {pair}: {points} points.",
        "none_held": "None of {all} comparisons shows a difference that holds after correction.",
        "actor": "{name} is tied to most other actors ({partners}).",
        "actors": "Tied to most other actors are {names}; their intervals overlap.",
        "signs": "Of {n} statements on relations {positive} describe the relation as working and {negative} as lacking or wished for.",
        "claims": "{n} claims were tested: {verdicts}.",
        "recommendations": "The material holds {n} recommendations.",
        "and": " and ",
    },
}

_ENOUGH = 8
"""A share of a theme's passages is only held up where the theme has at least so many."""


def highlights(summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return sentences with the passages that carry them, from the other parts of a summary."""
    said = _SAID[str(summary["language"])]
    out: list[dict[str, Any]] = []
    if summary["themes"]:
        out += _themes(summary["themes"], said, str(summary["language"]))
    if summary["comparison"]:
        out += _comparison(summary["comparison"]["contrasts"], said, str(summary["language"]))
    if summary["actors"] and summary["actors"]["nodes"]:
        out += _actors(summary["actors"], said)
    if summary["claims"]:
        counted: dict[str, int] = {}
        for claim in summary["claims"]:
            counted[claim["verdict"]] = counted.get(claim["verdict"], 0) + 1
        verdicts = ", ".join(f"{n} {verdict}" for verdict, n in counted.items())
        out.append({"text": said["claims"].format(n=len(summary["claims"]), verdicts=verdicts), "passages": []})
    if summary["recommendations"]:
        out.append({"text": said["recommendations"].format(n=len(summary["recommendations"])), "passages": []})
    return out


def _themes(themes: Mapping[str, Any], said: Mapping[str, str], language: str) -> list[dict[str, Any]]:
    names = {code["code"]: code["name"].lower() for code in themes["codes"]}
    everything: list[Mapping[str, Any]] = next((part["groups"] for part in themes["profiles"] if part["by"] == ""), [])
    cells = everything[0]["cells"] if everything else {}
    order = sorted((code for code in cells if cells[code]["share"]), key=lambda code: -cells[code]["share"])
    out = []
    if order:
        top = cells[order[0]]
        tied = [code for code in order if top["low"] is not None and cells[code]["high"] is not None and cells[code]["high"] >= top["low"]]
        if len(tied) > 1:
            out.append({"text": said["most_tied"].format(names=_listed([names[c] for c in tied], said)), "passages": []})
        else:
            low, high = percent(top["low"], False, language=language), percent(top["high"], language=language)
            text = said["most"].format(names=names[order[0]], share=percent(top["share"], language=language), low=low, high=high)
            out.append({"text": text, "passages": top["passages"]})
    for part in themes["attributes"]:
        for value, key in (("utmaning", "challenge"), ("styrka", "strength")):
            rows = [row for row in part["rows"] if value in row["cells"] and row["n"] >= _ENOUGH and row["cells"][value]["count"]]
            if rows:
                row = max(rows, key=lambda row: row["cells"][value]["share"])
                cell = row["cells"][value]
                share = percent(cell["share"], language=language)
                text = said[key].format(name=row["name"].lower(), count=cell["count"], n=cell["n"], share=share)
                out.append({"text": text, "passages": cell["passages"]})
    return out


def _comparison(contrasts: list[dict[str, Any]], said: Mapping[str, str], language: str) -> list[dict[str, Any]]:
    held = [row for row in contrasts if row["judgement"] in ("skillnad", "a difference")]
    if not held:
        return [{"text": said["none_held"].format(all=len(contrasts)), "passages": []}]
    top = max(held, key=lambda row: abs(row["difference"]))
    gap = points(top["difference"], language=language)
    text = said["held"].format(n=len(held), all=len(contrasts), name=top["name"].lower(), pair=top["pair"], points=gap)
    return [{"text": text, "passages": top["passages"]}]


def _actors(actors: Mapping[str, Any], said: Mapping[str, str]) -> list[dict[str, Any]]:
    nodes = actors["nodes"]
    top = nodes[0]
    tied = [node for node in nodes if top["low"] is not None and node["high"] is not None and node["high"] >= top["low"]][:5]
    if len(tied) > 1:
        first = {"text": said["actors"].format(names=_listed([node["actor"] for node in tied], said)), "passages": []}
    else:
        first = {"text": said["actor"].format(name=top["actor"], partners=decimal(top["partners"], 0)), "passages": top["passages"]}
    counted = said["signs"].format(n=actors["n_statements"], positive=actors["n_positive"], negative=actors["n_negative"])
    return [first, {"text": counted, "passages": []}]


def _listed(names: list[str], said: Mapping[str, str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + said["and"] + names[-1]
