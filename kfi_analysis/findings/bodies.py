"""Who is spoken to: the boards, companies and officers of Swedish municipalities and regions, found by how their names are built.

Names are compounds with a telling last part (nämnd, styrelse, bolag, förvaltning, …), with what may stand before it ("vård- och
omsorgsnämnden", "samtliga granskade nämnder") and after it ("nämnden för funktionsstöd", "socialnämnderna Centrum och Hisingen").
No list of names of any one municipality is used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Body", "bodies_in", "listed_names"]

_TITLE = r"[A-ZÅÄÖÉ][\wåäöéÅÄÖÉ]*(?:[&:/-][\wåäöéÅÄÖÉ]+)*"
_LEFT = r"(?:\w+-,?\s+(?:(?:och|samt|eller)\s+)?)*"
"""Coordinated first parts with a hanging hyphen: "idrotts- och …nämnden"."""

_SUBJECT = (
    r"(?:(?:kretslopp|äldre|park|trafik|miljö|plan|kultur|fritid|idrott|skola|barn|unga|vård|omsorg|hälsa|vatten|natur|social|arbete|"
    r"utbildning|näringsliv|turism)(?:,\s+|\s+(?:och|samt)\s+))?"
)
"""A first part without its hyphen, as in "kretslopp och vattennämnden"."""

_WHICH = (
    r"(?:(?:samtliga|alla|berörda|respektive|ansvariga|granskade|övriga|kommunens|stadens|regionens|bolagets|bolagens|kommunala|de|den|båda|"
    r"dessa|nya|aktuella|två|tre|fyra|fem|sex|sju|åtta|tekniska|sociala|regionala|gemensamma|lokala|centrala|verkställande)\s+)*"
)
_CAPITAL_WHICH = (
    r"(?:(?:Samtliga|Alla|Berörda|Respektive|Ansvariga|Granskade|Övriga|De|Den|Båda|Tekniska|Sociala|Regionala|Gemensamma|"
    r"Verkställande|Bolagets|Bolagens|Kommunens|Stadens|Regionens|Förbundets)\s+)?"
)

_BOARD = (
    r"(?i:nämnd(?:en|er|erna)?|styrelse(?:n|r|rna)?|fullmäktige|bolag(?:et|en)?|förvaltning(?:en|ar|arna)?|förbund(?:et|en)?|"
    r"direktör(?:en|erna)|utskott(?:et|en)?|direktion(?:en)?|kontor(?:et|en)|beredningen|kommittén|stiftelsen|koncernen|"
    r"chef(?:en|erna)|rektor(?:n|erna)|koncernledning(?:en)?|förvaltningsledning(?:en|arna)?|kommunledning(?:en)?|stadsledning(?:en)?)"
)
_MORE_OF_A_GROUP = r"(?:(?:,\s+|\s+(?:och|samt)\s+)(?:nämnder|styrelser|bolag|förvaltningar|förbund)\b)+"
_PRONOUN = r"(?:[Kk]ommunen|[Ss]taden|[Rr]egionen|[Kk]ommunerna|[Rr]egionerna)"

_COMPANY = rf"{_TITLE}\s+AB\s+{_TITLE}|(?:{_TITLE}\s+(?:i\s+)?){{1,4}}(?:AB|ab)\b|{_TITLE}s\s+[Ss]tads\s+[a-zåäö]*aktiebolag"
_FOR = (
    rf"(?:\s+för\s+(?:{_COMPANY})|\s+för\s+{_TITLE}(?:\s+{_TITLE})+|"
    r"\s+för\s+(?!att\b|en\b|ett\b|den\b|det\b|sin\b|sitt\b|sina\b|hur\b|vad\b|\d)[\wåäöéÅÄÖ&-]+"
    r"(?:(?:,\s+[\wåäö-]+)*\s+(?:och|samt|&)\s+(?![\wåäöÅÄÖ-]*(?:nämnd|styrelse|fullmäktige|bolag|förvaltning))[\wåäöÅÄÖ-]+)?)"
)
_AREAS = rf"(?:(?<=na)\s+{_TITLE}(?:(?:,\s+{_TITLE})*\s+(?:och|samt)\s+{_TITLE})?|(?<!na)\s+{_TITLE}(?!\s+(?:{_TITLE}\s+)*AB\b))"

_PLACE = (
    rf"{_TITLE}\s+(?:kommun|stad|Stad)\b|Region\s+{_TITLE}(?:\s+{_TITLE})?|(?:{_TITLE}\s+)?{_TITLE}sregionen\b|"
    rf"[Kk]ommunalförbundet\s+{_TITLE}"
)

_BODY = re.compile(
    rf"(?<![\wåäöÅÄÖ-])(?:(?P<company>{_COMPANY})|(?P<place>{_PLACE})|"
    rf"(?P<board>{_CAPITAL_WHICH}{_WHICH}{_SUBJECT}{_LEFT}[\wåäöÅÄÖ]*{_BOARD}(?:{_MORE_OF_A_GROUP}|{_FOR}|{_AREAS})?)|"
    rf"(?P<pronoun>{_PRONOUN}))(?P<genitive>s(?![\wåäöÅÄÖ]))?(?![\wåäöÅÄÖ])"
)

_COLLECTIVE = {"Kommunen", "Staden", "Regionen", "Kommunerna", "Regionerna"}
_VAGUE = {
    *("nämnd", "nämnder", "styrelse", "styrelser", "bolag", "förvaltning", "förvaltningar", "förbund", "kontor", "utskott", "direktion"),
    *("medelsförvaltning", "självförvaltning", "egendomsförvaltning", "fastighetsförvaltning", "ekonomiförvaltning", "kapitalförvaltning"),
    *("huvudkontor", "dotterbolag", "aktiebolag", "moderbolag", "medelsförvaltningen", "medelförvaltning"),
}
"""Words that are built like a body and name none."""

_PROPER = re.compile(
    rf"(?:^(?:till\s+)?|,\s+|\s(?:och|samt|till|en)\s+)({_TITLE}(?:\s+{_TITLE})*)"
    r"(?=\s*(?:,|och\b|samt\b|gällande\b|avseende\b|$|[.:]))"
)


@dataclass(frozen=True)
class Body:
    """A body that is named: the text, its span in the string that was searched, and its plain name."""

    surface: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """The name in running text: first letter small unless it is a proper name, spaces single."""
        text = " ".join(self.surface.split())
        text = re.sub(r"^(?:(?:de|den|dessa)\s+)", "", text, flags=re.IGNORECASE)
        first = text.split(" ", 1)[0]
        common = re.search(rf"{_BOARD}$|-$", first) or re.fullmatch(_CAPITAL_WHICH, f"{first} ") or first in _COLLECTIVE
        proper = re.search(r"\bAB\b|\bkommun$|\b[Ss]tad$|^Region ", text)
        return text[0].lower() + text[1:] if common and not proper else text


def bodies_in(text: str, *, genitives: bool = False) -> list[Body]:
    """Return the bodies named in a text, in order.

    Parameters
    ----------
    text
        Any text.
    genitives
        Whether "nämndens" counts, named without its s.

    Examples
    --------
    >>> [body.name for body in bodies_in("Kommunstyrelsen och barn- och utbildningsnämnden bör agera.")]
    ['kommunstyrelsen', 'barn- och utbildningsnämnden']
    >>> [body.name for body in bodies_in("nämnden för arbetsmarknad och vuxenutbildning samt socialnämnden Nordost")]
    ['nämnden för arbetsmarknad och vuxenutbildning', 'socialnämnden Nordost']
    """
    found = []
    for hit in _BODY.finditer(text):
        if hit.group("genitive") and not genitives:
            continue
        surface = hit.group(0).removesuffix(hit.group("genitive") or "")
        if re.sub(r"^(?:de|den|dessa|nya|aktuella|övriga)\s+", "", surface.lower()) in _VAGUE:
            continue
        found.append(Body(surface, hit.start(), hit.start() + len(surface)))
    return found


def listed_names(text: str) -> list[str]:
    """Return the names of a slot that holds nothing but addressees: bodies, and other proper names between commas and "och".

    Examples
    --------
    >>> listed_names("grundskolenämnden, Liseberg och socialnämnden Nordost")
    ['grundskolenämnden', 'Liseberg', 'socialnämnden Nordost']
    """
    known = bodies_in(text)
    names: list[tuple[int, str]] = [(body.start, body.name) for body in known]
    taken = [(body.start, body.end) for body in known]
    for hit in _PROPER.finditer(text):
        start, end = hit.span(1)
        if not any(start < stop and begin < end for begin, stop in taken):
            names.append((start, hit.group(1).rstrip(".:")))
    unique: dict[str, None] = {}
    for _, name in sorted(names):
        unique.setdefault(name)
    return list(unique)
