"""The rules of `data/relations.yaml` made ready, and what a sentence's own words say about a relation: its sign, modality and phase."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Cue", "RelationRules", "judge", "phase_of", "relation_rules"]

_DATA = Path(__file__).parent / "data" / "relations.yaml"
_NEGATIONS = "inte|ej|aldrig|utan|ingen|inga|inget"
_NEGATION = re.compile(rf"\b(?:{_NEGATIONS})\b", re.IGNORECASE)
_NEGATED = re.compile(rf"\b(?:{_NEGATIONS})\s(?:\w+\s){{0,2}}$", re.IGNORECASE)  # at the end of what stands before a word
_NEGATION_REACH = 25
_NEXT_WORDS = re.compile(r"(?:\s\w+){1,3}")
_WITH = ("med", "gentemot", "mot", "tillsammans med", "i samråd med", "i samverkan med", "i förhållande till", "hos")


@dataclass(frozen=True, slots=True)
class Cue:
    """One entry of the rules file."""

    rule: str
    type: str
    frame: str
    words: re.Pattern[str]
    sign: str
    strict: bool
    spoken: bool
    author: bool
    partners: tuple[str, ...]
    to: tuple[str, ...]


class RelationRules:
    """The rules of a YAML file, made ready."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.cues = [
            Cue(
                str(c["rule"]),
                str(c["type"]),
                str(c["frame"]),
                re.compile(rf"(?:{c['words']})(?!\w)"),
                str(c["sign"]),
                bool(c.get("strict", False)),
                bool(c.get("spoken", False)),
                bool(c.get("author", False)),
                (*_WITH, *c.get("with", ())),
                tuple(c.get("to", ())),
            )
            for c in data["cues"]
        ]
        self.any_cue = re.compile(r"(?<![\w-])(?=" + "|".join(f"(?:{c['words']})" for c in data["cues"]) + ")")
        self.adjectives = [
            (re.compile(rf"(?<!\w)(?:{a['words']})\s(?:\w+\s)?$", re.IGNORECASE), str(a["party"]), a.get("other"))
            for a in data["adjectives"]
        ]
        self.give = re.compile(rf"(?<!\w){data['give']}(?!\w)", re.IGNORECASE)
        self.receive = re.compile(rf"(?<!\w){data['receive']}(?!\w)", re.IGNORECASE)
        self.modality = {name: re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE) for name, words in data["modality"].items()}
        self.judging = {sign: _stems(words) for sign, words in data["judging"].items()}
        self.working = re.compile(rf"(?<!\w){data['working']}(?!\w)", re.IGNORECASE)
        self.phases = {name: re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE) for name, words in data["phases"].items()}
        self.breaks = re.compile(data["breaks"], re.IGNORECASE)
        self.confidence: dict[str, float] = dict(data["confidence"])


def _stems(words: list[str]) -> re.Pattern[str]:
    patterns = [re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in words]
    return re.compile(r"(?<!\w)(?:" + "|".join(patterns) + r")(?!\w)", re.IGNORECASE)


@cache
def relation_rules() -> RelationRules:
    """Return the shipped rules."""
    return RelationRules(yaml.safe_load(_DATA.read_text(encoding="utf-8")))


def phase_of(text: str, rules: RelationRules) -> str:
    """Return the phase that a sentence speaks of: inledning, fortlöpande, efter or oklart."""
    return next((name for name, pattern in rules.phases.items() if pattern.search(text)), "oklart")


def judge(text: str, cue_start: int, cue_end: int, cue: Cue, rules: RelationRules) -> tuple[str, str]:
    """Return (sign, modality) of a statement: what the words of its own thought say about it."""
    left, right = 0, len(text)
    for match in rules.breaks.finditer(text):
        if match.end() <= cue_start:
            left = match.end()
        elif match.start() >= cue_end:
            right = match.start()
            break
    thought = text[left:right]
    modality = "faktisk"
    near = text[max(left, cue_start - 60) : min(right, cue_end + 60)]
    if rules.modality["önskad"].search(thought):
        modality = "önskad"
    elif rules.modality["negerad"].search(text, max(left, cue_start - 40), min(right, cue_end + 25)):
        modality = "negerad"
    elif rules.modality["hypotetisk"].search(near):
        modality = "hypotetisk"
    if modality in ("önskad", "negerad") or cue.type == "konflikt":
        return "-", modality
    verdict = _verdict(thought, cue_start - left, rules) or (_verdict(text, cue_start, rules) if left == 0 and right == len(text) else None)
    return verdict or (cue.sign if modality == "faktisk" else "0"), modality


def _verdict(text: str, at: int, rules: RelationRules) -> str | None:
    """Return the sign of the judging word nearest to the cue; a negation before it turns it round."""
    found: list[tuple[int, int, str]] = []
    for sign, pattern in rules.judging.items():
        for match in pattern.finditer(text):
            turned = _NEGATED.search(text[max(0, match.start() - _NEGATION_REACH) : match.start()])
            found.append((match.start(), match.end(), ("-" if sign == "+" else "+") if turned else sign))
    judged = {start for start, _, _ in found}
    for match in rules.working.finditer(text):
        after = _NEXT_WORDS.match(text, match.end())
        reach = match.end() if after is None else after.end()
        if not any(match.end() <= start < reach for start in judged):
            negated = _NEGATED.search(text[max(0, match.start() - _NEGATION_REACH) : match.start()]) or _NEGATION.search(
                text, match.end(), reach
            )
            found.append((match.start(), match.end(), "-" if negated else "+"))
    if not found:
        return None
    return min(found, key=lambda word: min(abs(word[0] - at), abs(word[1] - at)))[2]
