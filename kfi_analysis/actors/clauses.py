"""A sentence laid out for the relation rules: its parties as groups, each with the preposition or genitive that governs it.

No parser: Swedish marks who does what by word order and prepositions, so groups, their governors and the nearest verb carry most of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kfi_analysis.actors.resolution import Mark

__all__ = ["Group", "Sentence", "lay_out"]

_DETERMINERS = (
    "de|den|det|dem|alla|samtliga|andra|olika|övriga|flera|vissa|många|några|en|ett|vår|vårt|våra|sin|sitt|sina|dess|deras|"
    "egna|egen|eget|berörda|enskilda|respektive|både|såväl|bland annat|framför allt|till exempel|exempelvis|inte minst|även|"
    "också|sådana|ansvariga|hela|varje|någon|granskade|lokala|stadens|kommunens|förvaltningens|förvaltningarnas|privata|"
    "berörd|legitimerade|ett antal|nya|främst|närmaste|så väl|dels|såsom|så som|andra såsom|då framför allt|här|bl.a.|t.ex."
)
_PREPOSITIONS = (
    "mellan|med|från|ifrån|till|in till|ut till|av|hos|åt|för|gentemot|mot|inom|i|på|vid|via|genom|tillsammans med|kring|om|bland|över|"
    "under|efter|utan|utanför|enligt|ut i|ute i|ute på|ut på|i förhållande till|i samråd med|i samverkan med"
)
_DETERMINING = frozenset(tuple(words.split()) for words in _DETERMINERS.split("|"))
_GOVERNING = frozenset(tuple(words.split()) for words in _PREPOSITIONS.split("|"))
_JOINED = re.compile(
    rf"\)?\s*(?:,|/|,?\s*(?:och|samt|eller|respektive|liksom|men också|men även|som))\s*"
    rf"(?:(?:{_DETERMINERS}|med|till|mellan|från|av)\s+){{0,4}}\(?".replace("bl.a.|t.ex.", r"bl\.a\.|t\.ex\."),
    re.IGNORECASE,
)
_GENITIVE = re.compile(r"(?:ens|ets|nas|ans|es|:s|ds|ms|rs|ts|ns)$")
_REFLEXIVE = re.compile(r"\b(?:sin|sitt|sina)\s(?:\w+\s)?$", re.IGNORECASE)
_REPRESENTS = re.compile(r"(?:ntanter|trädare|ersoner|damöter|llegor|ssioner|ntant)")
_FOR = re.compile(
    r"\b(?:representant(?:er|erna|en)?|företrädare|personer(?:na)?|ledamöter(?:na)?|kollegor|professioner)\s(?:för|från|inom)\s(?:\w+\s){0,2}$",
    re.I,
)
_POSSESSED = re.compile(r"\s(?:(?:olika|egna|egen|eget|interna|alla|samtliga|lokala|centrala|övriga|berörda)\s)?$")
_INSIDE = re.compile(r"\s(?:inom|på|vid|i|hos|från)\s(?:den|det|de)?\s?$")
_PARTS = frozenset({"Avdelningarna", "Enheterna", "Verksamheterna", "Arbetsgrupperna"})
_MEMBERS = frozenset(
    [
        "Cheferna",
        "Medarbetarna",
        "Enhetscheferna",
        "Verksamhetscheferna",
        "Förvaltningscheferna",
        "Kommunikatörerna",
        "Lärarna",
        "Eleverna",
        "Brukarna",
        "HR-cheferna",
        "Politikerna",
        "Förvaltningsledningarna",
        "Första linjens chefer",
    ]
)


@dataclass(slots=True)
class Group:
    """Parties that stand together and have one governor.

    Parameters
    ----------
    start, end
        Span in the sentence's text.
    actors
        (actor, confidence) of each member.
    governor
        The preposition before the group, in small letters, or "".
    genitive
        True if the group owns what follows it.
    nested
        True if it only says where another party belongs ("medarbetare i Borås Stad").
    pronoun
        True for "vi" and its forms.
    own
        True if it belongs to the subject ("har sin egen kommunikatör") and so is none.
    """

    start: int
    end: int
    actors: list[tuple[str, float]]
    governor: str = ""
    genitive: bool = False
    nested: bool = False
    pronoun: bool = False
    own: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names."""
        return tuple(name for name, _ in self.actors)


@dataclass(slots=True)
class Sentence:
    """One sentence of a plain text with its groups."""

    text: str
    offset: int
    groups: list[Group] = field(default_factory=list)


def lay_out(text: str, span: tuple[int, int], marks: Iterable[Mark], *, wholes: frozenset[str] = frozenset()) -> Sentence:
    """Return a sentence with its marks gathered to groups.

    Parameters
    ----------
    text
        The passage's plain text.
    span
        Where the sentence stands.
    marks
        Its marks, in order, positions of the passage.
    wholes
        Municipalities and the like: what belongs to one keeps its own name ("verksamheter i staden").
    """
    start, end = span
    body = text[start:end]
    groups: list[Group] = []
    for mark in marks:
        first, last = mark.start - start, mark.end - start
        if groups and groups[-1].start == first:
            groups[-1].actors.append((mark.actor, mark.confidence))
            continue
        surface = body[first:last]
        genitive = bool(_GENITIVE.search(surface)) or body[last : last + 2] == ":s"
        group = Group(first, last, [(mark.actor, mark.confidence)], genitive=genitive, pronoun=mark.rule == "vi")
        if group.pronoun and surface.lower() in ("vår", "vårt", "våra"):
            group.genitive = True
        if groups and _merge(body, groups[-1], group, wholes):
            continue
        group.governor = _governor(body, groups, first)
        group.own = bool(_REFLEXIVE.search(body, max(0, first - 20), first))
        groups.append(group)
    return Sentence(body, start, groups)


def _governor(body: str, groups: list[Group], first: int) -> str:
    """Return the preposition that governs what begins at `first`; "företrädare för X" is X, and an owner's governor is passed on."""
    stands_for = _FOR.search(body, max(0, first - 60), first) if _REPRESENTS.search(body, max(0, first - 60), first) else None
    if stands_for is not None:
        return _governor(body, groups, stands_for.start())
    words = body[max(0, first - 80) : first].lower().split() if body[first - 1 : first].isspace() else []
    for _ in range(5):
        for size in (3, 2, 1):
            if tuple(words[-size:]) in _GOVERNING:
                return " ".join(words[-size:])
        for size in (3, 2, 1):
            if tuple(words[-size:]) in _DETERMINING:
                words = words[:-size]
                break
        else:
            break
    if groups and groups[-1].genitive and groups[-1].nested and first - groups[-1].end < 20:
        return groups[-1].governor
    return ""


def _merge(body: str, left: Group, right: Group, wholes: frozenset[str]) -> bool:
    """Put the right group into the left one if the two are one party or stand in one list."""
    gap = body[left.end : right.start]
    if gap == " " and left.names == ("Kommunerna",) and right.names[0] in wholes:
        left.actors, left.end = right.actors, right.end  # "kommunerna Mark och Tranemo" are those two
        return True
    if gap == " " and not left.genitive and not right.pronoun and not left.pronoun and body[right.start].isupper():
        left.end = right.end  # "Smittskydd VGR": the second name says whose the first is
        return True
    if left.genitive and _POSSESSED.fullmatch(gap):
        if right.names[0] in _PARTS and not left.pronoun:
            left.end, left.genitive = right.end, right.genitive
            return True
        left.nested = True
        return False
    if gap in (" (", "(") and right.names == left.names[-1:]:
        left.end = right.end + 1 if body[right.end : right.end + 1] == ")" else right.end
        return True
    if _INSIDE.fullmatch(gap) and len(left.actors) == 1:
        if left.names[0] in _PARTS and right.names[0] not in wholes:
            left.actors, left.end, left.genitive = right.actors, right.end, right.genitive
            return True
        if left.names[0] in _MEMBERS or right.names[0] in wholes:
            right.nested = True
            return False
    if left.nested or left.pronoun != right.pronoun:
        return False
    match = _JOINED.fullmatch(gap)
    if match is None or (
        re.search(r"\bsom\b", gap) and not re.search(r"\b(?:såväl|både|så väl)\b", body[max(0, left.start - 40) : left.start])
    ):
        return False
    known = set(left.names)
    left.actors += [item for item in right.actors if item[0] not in known]
    left.end, left.genitive = right.end, right.genitive
    return True
