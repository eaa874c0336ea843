"""Whose words are these: attributions such as "(Hearing, Förskoleförvaltningen)" found by an editable description of their forms.

The description (`data/attributions.yaml`) names the words for source kinds and roles and the forms in which studies write them; it is
compiled to regular expressions here, and what they catch is checked against the words, with a few letters wrong allowed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kfi_analysis.corpus.folding import fold, likeness
from kfi_analysis.corpus.tables_yaml import load_yaml
from kfi_analysis.corpus.vocabulary import SOURCE_KINDS
from kfi_analysis.errors import InputError, did_you_mean
from kfi_analysis.text.lemmas import lemma

__all__ = ["Attribution", "AttributionPatterns"]

_FIELD = {
    "kind": r"(?P<kind>[^\W\d_][\w'&’-]{3,30})",
    "who": r"(?P<who>[^()\[\]{}]{1,120}?)",
    "respondent": r"(?P<respondent>(?:nr\.?\s*)?(?:[A-ZÅÄÖ]{1,3}\s?\d{1,3}|[A-ZÅÄÖ]))",
    "role": r"(?P<role>[^()\[\]{}.!?]{3,80}?)",
}
_SIGN = {"(": r"[(\[{]\s*", ")": r"\s*[)\]}]", " ": r"[\s,:;]+", "–": r"[-–—]\s*", "<": "(?:", ">": ")?", ",": r"\s*,\s*"}
_RESPONDENT = re.compile(r"(?:nr\.?\s*|person\s+)?((?:[A-ZÅÄÖ]{1,3}\s?)?\d{1,3}|[A-ZÅÄÖ])(?:\s+och\s+(?:\d{1,3}|[A-ZÅÄÖ]))?", re.IGNORECASE)
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True)
class Attribution:
    """One attribution in a text: its span, and what it says."""

    start: int
    end: int
    source_kind: str
    unit: str | None
    respondent: str | None
    role: str | None
    pattern: str
    takes: str


@dataclass(frozen=True)
class _Pattern:
    name: str
    regex: re.Pattern[str]
    place: str
    takes: str
    source_kind: str | None


@dataclass(frozen=True)
class AttributionPatterns:
    """The forms that attributions take in a study.

    Parameters
    ----------
    kinds
        Source kind -> words that open an attribution.
    roles
        Words for the people who speak.
    patterns
        Mappings with name, form, place, takes and (where the form has no {kind}) source_kind, as in `data/attributions.yaml`.

    Raises
    ------
    InputError
        If a source kind, a place, a field or a key is unknown.
    """

    kinds: Mapping[str, Sequence[str]]
    roles: Sequence[str]
    patterns: Sequence[Mapping[str, Any]]

    def __post_init__(self) -> None:
        for kind in self.kinds:
            _one_of(kind, SOURCE_KINDS, "kinds")
        object.__setattr__(self, "_compiled", tuple(_compile(pattern) for pattern in self.patterns))
        object.__setattr__(self, "_told", {})

    @classmethod
    def load(cls, source: str | Path | Mapping[str, Any] | None = None) -> AttributionPatterns:
        """Return the packaged description, one from a YAML file, or one from a mapping of the same shape."""
        data = dict(source) if isinstance(source, Mapping) else load_yaml(source, "attributions.yaml")
        missing = {"kinds", "roles", "patterns"} - set(data)
        if missing:
            raise InputError(f"the key {sorted(missing)[0]!r} is missing: start from a copy of attributions.yaml", where=source)
        return cls(data["kinds"], data["roles"], data["patterns"])

    def after_quotation(self, text: str) -> list[Attribution]:
        """Return the attributions in a paragraph that stand where a quotation ends, in order."""
        found: dict[int, Attribution] = {}
        last = len(text.rstrip(" .,;"))
        for pattern in self._of("end"):
            for match in pattern.regex.finditer(text):
                if match.start() in found or not (match.end() >= last or _closes(text[max(0, match.start() - 6) : match.start()])):
                    continue
                told = self._read(pattern, match)
                if told is not None:
                    found[match.start()] = told
        return [found[start] for start in sorted(found)]

    def line(self, text: str) -> Attribution | None:
        """Return the attribution that a line of its own consists of."""
        for pattern in (*self._of("line"), *self._of("end")):
            match = pattern.regex.match(text)
            told = self._read(pattern, match) if match and not text[match.end() :].strip(" .") else None
            if told is not None:
                return told
        return None

    def _of(self, place: str) -> list[_Pattern]:
        compiled: tuple[_Pattern, ...] = self.__dict__["_compiled"]
        return [pattern for pattern in compiled if pattern.place == place]

    def _read(self, pattern: _Pattern, match: re.Match[str]) -> Attribution | None:
        parts = match.groupdict()
        kind = pattern.source_kind
        if "kind" in parts:
            kind = self.kind_of(parts["kind"])
        if kind is None:
            return None
        role = parts.get("role")
        if role is not None and not self._is_role(role.split(",")[0]):
            return None
        unit, respondent, said = self._who(" , ".join(value for key in ("who", "role", "respondent") if (value := parts.get(key))))
        return Attribution(match.start(), match.end(), kind, unit, respondent, said, pattern.name, pattern.takes)

    def kind_of(self, word: str) -> str | None:
        """Return the source kind that a word means, a few wrong letters allowed; None if it means none.

        Examples
        --------
        >>> patterns = AttributionPatterns.load()
        >>> [patterns.kind_of(word) for word in ("Sjdlvvdrdering", "Intervjureferat", "Lukka")]
        ['självvärdering', 'intervju', None]
        """
        known: dict[str, str | None] = self.__dict__["_told"]
        if word not in known:
            known[word] = self._kind_of(word)
        return known[word]

    def _kind_of(self, word: str) -> str | None:
        low = fold(word)
        for kind, words in self.kinds.items():
            for known in words:
                target = fold(known)
                if low == target or (len(target) >= 7 and low.startswith(target) and len(low) - len(target) <= 8):
                    return kind
                if abs(len(low) - len(target)) <= 0.5 * len(target) and likeness(word, known) >= (0.8 if len(target) < 9 else 0.68):
                    return kind
        return None

    def is_spelled(self, word: str) -> bool:
        """Tell whether a word begins like one of the words for source kinds, letter by letter."""
        return any(word.lower().startswith(known.lower()) for words in self.kinds.values() for known in words)

    def _is_role(self, phrase: str) -> bool:
        words = re.findall(r"[^\W\d_]+", phrase.lower())
        return any(lemma(word).endswith(role) or word.endswith(role) for word in words[:4] for role in self.roles)

    def _who(self, text: str) -> tuple[str | None, str | None, str | None]:
        units: list[str] = []
        respondent: str | None = None
        roles: list[str] = []
        for piece in (part.strip() for part in re.split(r"[,;]", text)):
            match = _RESPONDENT.fullmatch(piece)
            if not piece or _DATE.fullmatch(piece):
                continue
            if match and respondent is None:
                respondent = " ".join(re.sub(r"(?i)^(?:nr\.?|person)\s*", "", piece).split())
            elif self._is_role(piece):
                roles.append(piece)
            else:
                units.append(piece)
        return (", ".join(units) or None, respondent, ", ".join(roles) or None)


def _closes(text: str) -> bool:
    return bool(re.search(r"[”\"»][.,;]?\s*$", text))


def _compile(pattern: Mapping[str, Any]) -> _Pattern:
    where = f"pattern {pattern.get('name')!r}"
    unknown = set(pattern) - {"name", "form", "place", "takes", "source_kind", "examples"}
    if unknown:
        raise InputError(f"key {sorted(unknown)[0]!r} is unknown", where=where)
    form = str(pattern.get("form", ""))
    place, takes = str(pattern.get("place", "end")), str(pattern.get("takes", "block"))
    _one_of(place, ("end", "line"), where)
    _one_of(takes, ("block", "quotes"), where)
    for name in re.findall(r"\{(\w+)\}", form):
        _one_of(name, tuple(_FIELD), where)
    kind = pattern.get("source_kind")
    if kind is not None:
        _one_of(str(kind), SOURCE_KINDS, where)
    elif "{kind}" not in form:
        raise InputError(f"the form {form!r} has no {{kind}}: say  source_kind: intervju  or another", where=where)
    out = ""
    for part in re.findall(r"\{\w+\}|.", form):
        if part.startswith("{"):
            out += _FIELD[part[1:-1]]
        else:
            out += _SIGN.get(part, re.escape(part))
    return _Pattern(str(pattern.get("name", form)), re.compile(out if place == "end" else out + r"\s*$"), place, takes, kind)


def _one_of(value: str, options: tuple[str, ...], where: str) -> None:
    if value not in options:
        raise InputError(f"{value!r} is unknown: {did_you_mean(value, options)}", where=where)
