"""Words that name no actor by themselves are led back to one: "förvaltningen", "vi", "äldreomsorgen".

An excerpt's attribution says who speaks; otherwise the last fitting actor nearby is meant, and failing that the collective. Every such
step has a confidence and can be switched off. The words and the order of the steps stand in `data/resolution.yaml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kfi_analysis.actors.actor import HOME, REGION
from kfi_analysis.actors.gazetteer import Gazetteer
from kfi_analysis.actors.scan import Scanner

__all__ = ["Context", "Mark", "ResolutionRules", "Resolver", "home_of", "resolution_rules"]

_DATA = Path(__file__).parent / "data" / "resolution.yaml"


@dataclass(frozen=True, slots=True)
class Mark:
    """One actor in one place of a plain text, and the rule that put it there."""

    start: int
    end: int
    actor: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Context:
    """Who "kommunen", "regionen" and an unnamed speaker are in one document."""

    home: str
    region: str
    implied: str

    def bind(self, name: str) -> str:
        """Return the actor that a placeholder stands for."""
        if name == HOME:
            return self.home
        return self.region if name == REGION else name


@dataclass(frozen=True, slots=True)
class _Description:
    fits: re.Pattern[str]
    otherwise: str | None


class ResolutionRules:
    """The rules of a YAML file, made ready."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.confidence: dict[str, float] = dict(data["confidence"])
        self.near: int = data["near"]
        self.we = frozenset(data["we"])
        self.fields: dict[str, list[str]] = data["fields"]
        self.implied: list[str] = data["implied"]
        self.descriptions: list[_Description] = []
        forms: list[tuple[str, bool, int]] = []
        for number, rule in enumerate(data["descriptions"]):
            self.descriptions.append(_Description(re.compile(rule["fits"], re.IGNORECASE), rule["else"]))
            forms += [(form, False, number) for form in rule["forms"]]
        count = len(self.descriptions)
        self.we_key, self.field_key = count, count + 1
        forms += [(form, False, self.we_key) for form in data["we"]]
        forms += [(form, False, self.field_key) for form in data["fields"]]
        self.scanner = Scanner(forms)


@cache
def resolution_rules() -> ResolutionRules:
    """Return the shipped rules."""
    return ResolutionRules(yaml.safe_load(_DATA.read_text(encoding="utf-8")))


class Resolver:
    """Goes through one document's passages in order and resolves what names no actor."""

    def __init__(self, rules: ResolutionRules, context: Context, bodies: Iterable[str]) -> None:
        self._rules = rules
        self._context = context
        self._bodies = sorted(bodies)
        self._fields = _fields(rules, [name for name in self._bodies if name.endswith("förvaltningen")])
        self._recent: list[tuple[int, str, str]] = []  # place of the passage, section, actor
        self._place = 0
        self._called: str | None = None

    def passage(self, text: str, marks: list[Mark], *, section: str, speaker: str | None, quoted: bool) -> list[Mark]:
        """Return the marks of one passage with the resolved ones among them, in order.

        Parameters
        ----------
        text
            Plain text.
        marks
            What is named in it.
        section
            Where it stands.
        speaker
            The actor who speaks, if known.
        quoted
            True for an excerpt or somebody's own account, where "vi" is not the author.
        """
        self._place += 1
        self._called = None
        out: list[Mark] = []
        named = iter(sorted(marks, key=lambda mark: mark.start))
        ahead = next(named, None)
        for start, end, keys in self._rules.scanner.find(text):
            while ahead is not None and ahead.start < end:
                self._see(ahead, section)
                out.append(ahead)
                ahead = next(named, None)
            if out and out[-1].end > start:
                continue
            mark = self._resolve(text, start, end, keys[0], section=section, speaker=speaker, quoted=quoted, marks=marks)
            if mark is not None:
                out.append(mark)
        while ahead is not None:
            self._see(ahead, section)
            out.append(ahead)
            ahead = next(named, None)
        return out

    def _see(self, mark: Mark, section: str) -> None:
        self._recent.append((self._place, section, mark.actor))

    def _resolve(
        self, text: str, start: int, end: int, key: int, *, section: str, speaker: str | None, quoted: bool, marks: list[Mark]
    ) -> Mark | None:
        rules = self._rules
        confidence = rules.confidence
        if key == rules.we_key:
            if not quoted:
                return None
            called = next((m for m in marks if text[end : m.start] == " som "), None)
            self._called = called.actor if called is not None else self._called
            if self._called is not None:
                return Mark(start, end, self._called, "vi", confidence["we"])
            if speaker is not None:
                return Mark(start, end, speaker, "vi", confidence["we"])
            return Mark(start, end, self._context.implied, "vi", confidence["speaker"])
        if key == rules.field_key:
            actor = self._fields.get(text[start:end].lower().removesuffix("s"), self._fields.get(text[start:end].lower()))
            return None if actor is None else Mark(start, end, actor, "område", confidence["field"])
        description = rules.descriptions[key]
        if quoted and speaker is not None and description.fits.search(speaker):
            return Mark(start, end, speaker, "källa", confidence["unit"])
        sister = self._sister(description)
        if sister is not None:
            return Mark(start, end, sister, "syftning", confidence["near"])
        for place, where, actor in reversed(self._recent[-40:]):
            if self._place - place > rules.near or where != section:
                break
            if description.fits.search(actor) and not actor.endswith("arna"):
                return Mark(start, end, actor, "syftning", confidence["near"])
        if description.otherwise is None:
            return None
        return Mark(start, end, description.otherwise, "kollektiv", confidence["collective"])

    def _sister(self, description: _Description) -> str | None:
        """Return the body that belongs to the one just named: the committee of an administration, or the other way round."""
        for place, _, actor in reversed(self._recent[-6:]):
            if place != self._place or description.fits.search(actor):
                return None
            stem = _STEM.sub("", actor)
            if stem != actor and len(stem) > 3:
                fitting = [name for name in self._bodies if name.startswith(stem) and description.fits.search(name)]
                return fitting[0] if len(fitting) == 1 else None
        return None


_STEM = re.compile(r"(?:s?förvaltningen|s?nämnden)$")


def home_of(counts: Counter[str], gazetteer: Gazetteer, told: str | None) -> str | None:
    """Return the municipality that a document is about: the one told, or the one that it names most.

    Parameters
    ----------
    counts
        How often each municipality is named.
    gazetteer
        Where municipalities are known.
    told
        The document's metadata.
    """
    if told:
        actor = gazetteer.find(told) or gazetteer.find(told.removesuffix(" kommun"))
        if actor is not None and actor.kind == "kommun":
            return actor.name
        if "kommun" in told.lower() or told.lower().endswith("stad"):
            return told
        return told + ("" if told.endswith(("s", "x", "z", "a", "e", "o", "å", "ö")) else "s") + " kommun"
    if not counts:
        return None
    (name, most), *_ = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return name if most >= 3 and 2 * most >= sum(counts.values()) else None


def _fields(rules: ResolutionRules, administrations: Iterable[str]) -> dict[str, str]:
    names = sorted(set(administrations))
    out: dict[str, str] = {}
    for word, stems in rules.fields.items():
        for stem in stems:
            fitting = [name for name in names if stem in name.lower()]
            if len(fitting) == 1:
                out[word] = fitting[0]
                break
    return out


def introduced(text: str, marks: Iterable[Mark]) -> Iterator[tuple[str, str]]:
    """Yield (abbreviation, actor) for each "Name (ABC)" of a plain text."""
    for mark in marks:
        match = _BRACKET.match(text, mark.end)
        if match is not None and mark.rule in ("namn", "regel", "kollektiv namn"):
            yield match.group(1), mark.actor


_BRACKET = re.compile(r"\s?\(([A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,2}[A-ZÅÄÖi]{1,4}|[A-ZÅÄÖ]{2,6})\)")
