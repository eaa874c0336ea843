"""Rules that find actors no list holds: the heads of Swedish names of bodies (…förvaltningen, …nämnden, …verket, AB).

The heads, their levels and the words that only look like actors stand in `data/names.yaml`. Shortened coordination ("Kultur- och
fritidsnämnden") is one name or several; which of the two is decided later, from the names that the document spells out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Found", "NameRules", "name_rules"]

_DATA = Path(__file__).parent / "data" / "names.yaml"
_PART = r"[A-Za-zÅÄÖåäöÉé]{2,}-"
_JOIN = r"(?:,\s|\s(?:och|samt|eller|respektive)\s|/)"
_LOOSE = re.compile(r"(?<!\w)([A-ZÅÄÖ][a-zåäö]{2,}) och $")
_VERBAL = re.compile(r"(?:ar|er|ade|de|te|at|it|ts|as|es|nde)$")
_DISTRICT = re.compile(r" (?!Den\b|Det\b|Vi\b|De\b|En\b|Ett\b|I\b)[A-ZÅÄÖ][a-zåäö]{3,}(?: [A-ZÅÄÖ][a-zåäö]+)?")


@dataclass(frozen=True, slots=True)
class Found:
    """A name found by rule.

    Parameters
    ----------
    start, end
        Span in the plain text, genitive included.
    modifiers
        The parts before the head, small letters: ("gymnasie", "vuxenutbildnings").
    joins
        What stands between the parts: "och", "," and so on; one fewer than the modifiers.
    head
        The head in small letters ("förvaltningen"), or "" for a name of several words.
    tail
        What follows the head: a district, or the whole name where there is no head.
    level
        The level that the head gives.
    collective
        True for plural heads.
    loose
        A capitalised word and "och" right before, small letters: perhaps a part whose hyphen was forgotten ("Vård och äldre...").
    """

    start: int
    end: int
    modifiers: tuple[str, ...]
    joins: tuple[str, ...]
    head: str
    tail: str
    level: str
    collective: bool
    loose: str = ""


class NameRules:
    """The rules of a YAML file, made ready."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.levels: dict[str, str] = {**data["singular"], **data["plural"]}
        self.plural = frozenset(data["plural"])
        self.not_actors = frozenset(data["not_actors"])
        self._qualities = re.compile("|".join(data["qualities"]))
        heads = "|".join(sorted(map(re.escape, self.levels), key=len, reverse=True))
        adjectives = "|".join(adjective[0].upper() + adjective[1:] + "|" + adjective for adjective in data["adjectives"])
        self._regular = re.compile(
            rf"(?<![\w-])(?P<adjective>(?:{adjectives})\s)?(?P<parts>(?:{_PART}{_JOIN}){{0,5}})(?P<word>[A-Za-zÅÄÖåäöÉé-]*?)(?P<head>{heads})(?P<genitive>s?)(?![\w]|-\w)"
        )
        self._hint = re.compile(heads)
        self._phrases = [(re.compile(rule["pattern"]), str(rule["level"]), rule.get("name")) for rule in data["phrases"]]
        self._companies = [(re.compile(rule["pattern"]), str(rule["level"])) for rule in data["companies"]]

    def find(self, text: str) -> Iterator[Found]:
        """Yield the names of a plain text that the rules find; they may overlap."""
        for pattern, level, name in self._phrases:
            for match in pattern.finditer(text):
                end = match.end()
                second = match.group("second")
                if second is not None and (_VERBAL.search(second) or self._hint.search(second)):
                    end = match.end("last")
                body = text[match.start() : end] if name is None else name.format(place=match.group("place"))
                head = body.split()[0].lower()
                if name is None and body.endswith("s") and not body.endswith("ss"):
                    body = body[:-1]  # a genitive
                yield Found(match.start(), end, (), (), "", body, self.levels.get(head, level), name is not None)
        if self._hint.search(text):
            for match in self._regular.finditer(text):
                found = self._regular_name(match, text)
                if found is not None:
                    yield found
        if "AB" in text or "Stiftelsen" in text or "Föreningen" in text or "Kooperativet" in text:
            for pattern, level in self._companies:
                for match in pattern.finditer(text):
                    yield Found(match.start(), match.end(), (), (), "", match.group(), level, False)

    def _regular_name(self, match: re.Match[str], text: str) -> Found | None:
        word, head = match.group("word").lstrip("-"), match.group("head")
        whole = (word + head).lower()
        parts = re.findall(_PART, match.group("parts"))
        adjective = (match.group("adjective") or "").lower()
        if (len(word) < 2 and not adjective) or whole in self.not_actors or self._qualities.search(whole):
            return None
        if word and word[0].islower() and head in ("gruppen", "rådet", "teamet", "direktören", "partiet") and not parts and len(word) < 4:
            return None
        joins = [join.strip(" ") for join in re.split(_PART, match.group("parts"))[1:]]
        end = match.end()
        tail = ""
        if not match.group("genitive") and head in ("nämnden", "förvaltningen") and (more := _DISTRICT.match(text, end)):
            tail = more.group()
            end = more.end()
        modifiers = (*(_small(part.strip("-")) for part in parts), _small(word))
        if adjective:
            modifiers = (adjective + modifiers[0], *modifiers[1:])
        before = _LOOSE.search(text, max(0, match.start() - 30), match.start()) if not parts and not adjective else None
        loose = before.group(1).lower() if before and not self._hint.search(before.group(1)) else ""
        return Found(match.start(), end, modifiers, tuple(joins), head, tail, self.levels[head], head in self.plural, loose)


def _small(part: str) -> str:
    """Return a part of a name in small letters, but for an abbreviation."""
    return part if part.rstrip("-").isupper() and len(part) > 1 else part.lower()


@cache
def name_rules() -> NameRules:
    """Return the shipped rules."""
    return NameRules(yaml.safe_load(_DATA.read_text(encoding="utf-8")))
