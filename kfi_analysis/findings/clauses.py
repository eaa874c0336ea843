"""Parts of sentences: who a clause is about, whom a slot names, and whether somebody else than the authors speaks."""

from __future__ import annotations

import re

from kfi_analysis.findings.bodies import Body, bodies_in, listed_names
from kfi_analysis.findings.cues import AUTHOR, EXTERNAL, NOUN_CLAUSE, PERFORM_ACTIVE, PERFORM_PASSIVE

__all__ = ["cue_of", "foreign", "last_group", "obliged", "only_names", "owner", "performs", "slot_names", "stands_alone", "subject"]

_ACTS = re.compile(r"\s+(?!har\b|hade\b|är\b|var\b|fick\b|blev\b|kan\b|beskriv|anses\b)[a-zåäö]+(?:ar|er|r)\b")
"""A verb in the present after its subject, other than those that only tell how things are."""
_COORDINATION = re.compile(r"^\s*(?:,|och|samt|,\s*(?:och|samt)|/|&)\s*$")
_BETWEEN = (
    r"\s*(?:,\s+(?:som|inom|i|utifrån|tillsammans|i\s+samverkan)\b[^,]{0,80},\s*)?"
    r"(?:(?:därför|även|också|vidare|därmed|fortsatt|dock|inom|i)\s+)*(?:[\wåäö-]+området\s+)?"
)
"""What may stand between a body and the verb that obliges it."""


def stands_alone(head: str) -> bool:
    """Tell whether what comes before "rekommendationer" in a heading names no other subject ("våra", not "slutsatser och")."""
    words = set(head.lower().replace(",", " ").split()) - {
        "våra",
        "vår",
        "samlade",
        "samtliga",
        "sammanfattande",
        "revisorernas",
        "revisionens",
    }
    words -= {"granskningens", "övergripande", "lämnade", "kommunrevisionens", "de", "och"}
    return not words


def only_names(text: str) -> list[str]:
    """The names of a line that holds nothing else: a sub-heading or "Kommunstyrelsen:"."""
    core = re.sub(r"^(?:till|rekommendation(?:er)?\s+till)\s+", "", text.strip().rstrip(":").strip(), flags=re.IGNORECASE)
    names = listed_names(core)
    rest = core
    for body in sorted(bodies_in(core), key=lambda one: -len(one.surface)):
        rest = rest.replace(body.surface, " ")
    rest = re.sub(r"\b(?:och|samt|rekommenderas|bör|att|följande)\b|[,.:]", " ", rest)
    return names if names and bodies_in(core) and not rest.split() else []


def slot_names(text: str) -> list[str]:
    """The addressees that a lead-in names."""
    to = re.search(r"\b(?:till|för)\s+(?P<to>[^:]+?)\s*(?:\batt\b[^:]*)?[:.]?\s*$", text, re.DOTALL)
    if to and (names := [body.name for body in bodies_in(to.group("to"))]):
        return names
    for pattern in (PERFORM_PASSIVE, PERFORM_ACTIVE):
        if hit := pattern.search(text):
            after = [body.name for body in bodies_in(text[hit.end() :]) if not AUTHOR.fullmatch(body.surface)]
            if after:
                return after
            return last_group(text[: hit.start()])
    return [body.name for body in bodies_in(text) if not AUTHOR.fullmatch(body.surface)]


def last_group(text: str) -> list[str]:
    """The last bodies of a text that are joined by commas and "och"."""
    bodies = [body for body in bodies_in(text) if not AUTHOR.fullmatch(body.surface)]
    group: list[Body] = []
    for body in reversed(bodies):
        if group and not _COORDINATION.match(text[body.end : group[0].start]):
            break
        group.insert(0, body)
    return [body.name for body in group]


def subject(text: str) -> list[str]:
    """The bodies that a clause begins with."""
    verb = re.search(
        r"\b(?:bör|behöver|ska|skall|måste|rekommenderas|uppmanas|kan|ser|tar|säkerställer|utvecklar|stärker|att|arbetar)\b", text
    )
    head = text[: verb.start()] if verb else " ".join(text.split()[:6])
    bodies = bodies_in(head)
    if not bodies or (verb is None and bodies[0].start > 2) or len(head[: bodies[0].start].split()) > 14:
        return []
    return last_group(head)


def owner(text: str) -> list[str]:
    """The bodies that an item of a list names as the ones to act: "Kommunstyrelsen bör …", "att nämnden tar fram …"."""
    if re.match(r"[^.]{0,120}?\b(?:bör|behöver|ska|skall|måste|rekommenderas|uppmanas)\b", text):
        return subject(text)
    lead = re.match(r"\s*(?:[Aa]tt\s+)?", text)
    clause = text[lead.end() :] if lead else text
    group: list[Body] = []
    for body in bodies_in(clause):
        if body.start != 0 and not (group and _COORDINATION.match(clause[group[-1].end : body.start])):
            break
        group.append(body)
    if not group or not _ACTS.match(clause[group[-1].end :]):
        return []
    return [body.name for body in group]


def obliged(text: str) -> list[str]:
    """The bodies that a sentence says ought to do something; none if it speaks of somebody else's view or of a rule."""
    if foreign(text) or (re.search(r"\b(?:anser|ansåg|menar|tycker|hävdar|kräver)\b", text) and not AUTHOR.search(text)):
        return []
    for hit in re.finditer(r"\b(?:bör|behöver|behövde|måste)\b(?!\s+(?:inte|ej)\b)", text):
        before, after = text[: hit.start()], text[hit.end() : hit.end() + 80]
        bodies = [body for body in bodies_in(before) if not AUTHOR.fullmatch(body.surface)]
        if bodies and re.fullmatch(_BETWEEN, before[bodies[-1].end :]):
            return last_group(before)
        inverted = re.match(r"\s+(?:därför\s+|även\s+|också\s+)?", after)
        following = bodies_in(after[inverted.end() :]) if inverted else []
        if following and following[0].start == 0:
            return [following[0].name]
    return []


def foreign(text: str) -> bool:
    """Tell whether somebody else than the authors recommends."""
    hit = re.search(r"\brekommend|\bbör\b", text)
    before = text[: hit.start()] if hit else text
    return bool(EXTERNAL.search(before)) and not AUTHOR.search(before)


def performs(text: str) -> bool:
    """Tell whether a text holds a verb or clause that recommends."""
    return bool(PERFORM_PASSIVE.search(text) or PERFORM_ACTIVE.search(text) or NOUN_CLAUSE.search(text))


def cue_of(text: str) -> str:
    """Return the word that makes a sentence a recommendation."""
    hit = (
        PERFORM_PASSIVE.search(text)
        or PERFORM_ACTIVE.search(text)
        or re.search(r"\brekommendation\w*|\bbör\b|\bbehöver\b", text, re.IGNORECASE)
    )
    return hit.group(0).lower() if hit else "lista"
