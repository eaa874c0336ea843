"""The relation rules at work: from a sentence and its groups to statements about two parties.

Cues and their frames stand in `data/relations.yaml`; here stands how a frame finds its parties: by preposition, by genitive, as the
subject before the verb, and, where the prose leaves a party out, as the one who is understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from kfi_analysis.actors.clauses import Group, Sentence
from kfi_analysis.actors.resolution import Context

__all__ = ["Cue", "RelationRules", "Speaker", "Statement", "relation_rules", "statements"]

_DATA = Path(__file__).parent / "data" / "relations.yaml"
_NEAR, _FAR = 60, 130
_TO = ("till", "in till", "ut till", "åt", "gentemot", "mot", "ut i", "ut på", "ute i", "hos")
_FROM = ("från", "ifrån", "av", "via", "hos", "genom")
_WITH = ("med", "gentemot", "mot", "tillsammans med", "i samråd med", "i samverkan med", "i förhållande till", "hos")
_INNER = ("inom", "i")
_PASSIVE = re.compile(r"(?:as|ats|ades|des|ts|es|jas)$|^(?:välinformera|håll|höll|tillfråga|inbju|blivit|bli)", re.IGNORECASE)
_PARTICIPLE = re.compile(r"\b(?:bli(?:r|vit|)|blev|är|var|varit|vara|känner sig|har fått vara)\s(?:\w+\s)?$", re.IGNORECASE)
_MAN = re.compile(r"\b(?:man|de)\b", re.IGNORECASE)
_SOM = re.compile(r",?\s(?:som|vilka|vilket)\s")


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


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words a passage holds.

    Parameters
    ----------
    actor
        The actor who speaks, if it is known.
    quoted
        True if the words are not the report's author's.
    """

    actor: str | None
    quoted: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """One relation found in a sentence; spans are those of the sentence's text."""

    source: str
    target: str
    type: str
    directed: bool
    sign: str
    modality: str
    rule: str
    score: float
    implied: bool
    start: int
    end: int
    cue_start: int
    cue_end: int


class RelationRules:
    """The rules of a YAML file, made ready."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.cues = [
            Cue(
                str(c["rule"]),
                str(c["type"]),
                str(c["frame"]),
                re.compile(rf"(?<![\w-])(?:{c['words']})(?![\w])", re.IGNORECASE),
                str(c["sign"]),
                bool(c.get("strict", False)),
                bool(c.get("spoken", False)),
            )
            for c in data["cues"]
        ]
        self.any_cue = re.compile("|".join(f"(?:{c['words']})" for c in data["cues"]), re.IGNORECASE)
        self.adjectives = [
            (re.compile(rf"(?<!\w)(?:{a['words']})\s(?:\w+\s)?$", re.IGNORECASE), str(a["party"]), a.get("other"))
            for a in data["adjectives"]
        ]
        self.receive = re.compile(rf"(?<!\w){data['receive']}(?!\w)", re.IGNORECASE)
        self.modality = {name: re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE) for name, words in data["modality"].items()}
        self.judging = {sign: _stems(words) for sign, words in data["judging"].items()}
        self.breaks = re.compile(data["breaks"], re.IGNORECASE)
        self.confidence: dict[str, float] = dict(data["confidence"])


def _stems(words: list[str]) -> re.Pattern[str]:
    patterns = [re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in words]
    return re.compile(r"(?<!\w)(?:" + "|".join(patterns) + r")(?!\w)", re.IGNORECASE)


@cache
def relation_rules() -> RelationRules:
    """Return the shipped rules."""
    return RelationRules(yaml.safe_load(_DATA.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class _Party:
    group: Group | None
    names: tuple[tuple[str, float], ...]
    way: str

    @property
    def implied(self) -> bool:
        return self.way in ("implied", "spoken")


def statements(
    sentence: Sentence, context: Context, speaker: Speaker, *, rules: RelationRules, implied: bool = True
) -> Iterator[Statement]:
    """Yield the relations that one sentence states.

    Parameters
    ----------
    sentence
        Laid out by `lay_out`.
    context
        Who is understood where nobody is named.
    speaker
        Whose words they are.
    rules
        Cues and words that judge.
    implied
        Also relations with a party that is understood, not named.
    """
    if not sentence.groups and not (implied and speaker.quoted):
        return
    best: dict[tuple[frozenset[str], str, bool], Statement] = {}
    for cue in rules.cues:
        for match in cue.words.finditer(sentence.text):
            for found in _Frame(sentence, cue, match.span(), context=context, speaker=speaker, rules=rules).read():
                if found.implied and not implied:
                    continue
                key = (frozenset((found.source, found.target)), found.type, found.directed)
                if key not in best or found.score > best[key].score:
                    best[key] = found
    yield from sorted(best.values(), key=lambda s: (s.start, s.end, s.source, s.target, s.type))


class _Frame:
    """One cue in one sentence."""

    def __init__(
        self, sentence: Sentence, cue: Cue, span: tuple[int, int], *, context: Context, speaker: Speaker, rules: RelationRules
    ) -> None:
        self.sentence, self.context, self.speaker, self.rules, self.cue = sentence, context, speaker, rules, cue
        self.start, self.end = span
        self.text = sentence.text

    def read(self) -> Iterator[Statement]:
        if any(group.start <= self.start < group.end for group in self.sentence.groups):
            return  # the cue is part of a name
        yield from getattr(self, "_" + self.cue.frame)()

    # ------------------------------------------------------------ frames

    def _mutual(self) -> Iterator[Statement]:
        between = self._after(("mellan",), _NEAR)
        if between is not None:
            yield from self._pairs(between)
            return
        other = self._after(_WITH, _NEAR)
        owner = self._owner()
        adjective = self._adjective()
        if other is not None:
            subject = owner or self._subject(avoid=other.group) or adjective or self._understood(other)
            if subject is not None:
                yield from self._link(subject, other, directed=False)
            return
        if self.cue.strict:
            subject = self._subject()
            if subject is not None and len(subject.names) > 1 and self.cue.rule == "tillsammans":
                yield from self._pairs(subject)
            return
        if adjective is not None:
            partner = owner or self._adjective_other() or self._subject() or self._understood(adjective)
            if partner is not None:
                yield from self._link(partner, adjective, directed=False)
            return
        subject = owner or self._subject()
        if subject is not None and len(subject.names) > 1 and (owner is not None or not self._is_noun()):
            yield from self._pairs(subject)
            return
        inner = self._after(_INNER, 20)
        if inner is not None and len(inner.names) == 1 and subject is None and self.cue.rule == "samverkan":
            yield from self._link(inner, inner, directed=False)
            return
        if self.cue.rule not in ("samverkan", "samverka"):
            return
        if subject is not None and not subject.implied and subject.way == "subject":
            partner = self._understood(subject)
            if partner is not None:
                yield from self._link(subject, partner, directed=False, factor=0.7)
        elif self.cue.spoken and self.speaker.quoted and self.speaker.actor is not None:
            mine = _Party(None, ((self.speaker.actor, 1.0),), "spoken")
            partner = self._understood(mine)
            if partner is not None and self.speaker.actor != self.context.implied:
                yield from self._link(mine, partner, directed=False)

    def _give(self) -> Iterator[Statement]:
        source = self._owner() or self._after(_FROM, _NEAR) or self._adjective()
        target = self._after(_TO, _NEAR)
        subject = self._subject(avoid=source.group if source else None)
        received = subject is not None and self._received(subject)
        if source is None and target is None:
            if subject is None or self.cue.strict:
                return
            middle = self._middle(subject)
            if middle is not None:
                pair = (middle, subject) if received else (subject, middle)
                yield from self._link(*pair, directed=True)
            return
        if source is None:
            source = subject if subject is not None and not received else self._understood(target, strict=True)
        if target is None:
            target = subject if subject is not None and not _same(subject, source) else self._understood(source, strict=True)
        if source is not None and target is not None and not _same(source, target):
            yield from self._link(source, target, directed=True)

    def _act(self) -> Iterator[Statement]:
        passive = bool(_PASSIVE.search(self.text[self.start : self.end].split()[0])) or bool(
            _PARTICIPLE.search(self.text, max(0, self.start - 30), self.start)
            and re.search(r"(?:ad|ade|d|da)$", self.text[self.start : self.end])
        )
        subject = self._subject()
        if passive:
            if subject is None:
                return
            agent = self._after(("av", "från"), _NEAR) or self._understood(subject, strict=True)
            if agent is not None:
                yield from self._link(agent, subject, directed=True)
            return
        thing = self._object()
        if subject is None and thing is not None:
            subject = self._understood(thing, strict=True)
        if subject is not None and thing is None and self.cue.type == "stöd":
            thing = self._understood(subject, strict=True)
        if subject is not None and thing is not None and not _same(subject, thing):
            yield from self._link(subject, thing, directed=True)

    def _send(self) -> Iterator[Statement]:
        word = self.text[self.start : self.end].split()[0]
        target = self._after((*_TO, "för", "inom") if self.cue.type != "information" else (*_TO, "med", "för"), _FAR)
        passive = bool(_PASSIVE.search(word))
        subject = self._subject(avoid=target.group if target else None)
        origin = self._any(("från", "ifrån"))
        if passive and origin is not None:
            subject = origin
        if target is None:
            thing = self._object() if not passive else None
            if thing is None or subject is None or self.cue.type == "rapportering":
                if subject is not None and self.cue.type == "information" and not passive and not subject.implied:
                    target = self._understood(subject, strict=True)
            else:
                target = thing
        if subject is None and target is not None:
            subject = self._understood(target, strict=True)
        if subject is not None and target is not None and not _same(subject, target):
            yield from self._link(subject, target, directed=True)

    def _turn(self) -> Iterator[Statement]:
        subject = self._subject()
        source = self._after((*_FROM, "på"), 40) or self._possessed()
        if source is None:
            return
        if subject is None or _same(subject, source):
            subject = self._understood(source, strict=True)
        if subject is not None and not _same(subject, source):
            yield from self._link(source, subject, directed=True)

    def _part(self) -> Iterator[Statement]:
        subject = self._subject()
        if subject is None:
            return
        other = self._after(("i", "vid", "på", "från"), 40)
        if other is None:
            earlier = [g for g in self.sentence.groups if subject.group is not None and g.end <= subject.group.start and not g.nested]
            if earlier:
                other = _party(earlier[-1], "subject")
        if other is None:
            other = self._understood(subject, strict=True)
        if other is not None and not _same(subject, other):
            yield from self._link(subject, other, directed=False)

    def _each(self) -> Iterator[Statement]:
        subject = self._subject()
        if subject is None:
            return
        if len(subject.names) > 1:
            yield from self._pairs(subject)
        else:
            yield from self._link(subject, subject, directed=False)

    # ------------------------------------------------------------ parties

    def _is_noun(self) -> bool:
        return self.cue.rule not in ("samverka",)

    def _after(self, governors: tuple[str, ...], reach: int) -> _Party | None:
        """Return the first group after the cue that one of these prepositions brings."""
        for group in self.sentence.groups:
            if group.start < self.end or group.nested:
                continue
            gap = self.text[self.end : group.start]
            if len(gap) > reach + 25 or ";" in gap:
                return None
            if group.governor in governors:
                return (
                    _party(group, "named")
                    if not group.genitive or group.governor in ("mellan", "från", "med")
                    else _party(group, "genitive")
                )
            if group.governor == "" and not group.genitive and len(gap) > 12 and governors != ("mellan",):
                continue
        return None

    def _any(self, governors: tuple[str, ...]) -> _Party | None:
        for group in self.sentence.groups:
            if group.governor in governors and not group.nested:
                return _party(group, "named")
        return None

    def _owner(self) -> _Party | None:
        """Return the genitive right before the cue: "krisledningens stöd"."""
        for group in reversed(self.sentence.groups):
            if group.end <= self.start:
                gap = self.text[group.end : self.start].removeprefix(":s")
                if group.genitive and len(gap.split()) <= 2 and "," not in gap:
                    return _party(group, "genitive")
                return None
        return None

    def _possessed(self) -> _Party | None:
        """Return the genitive right after a verb: "följer Folkhälsomyndighetens råd"."""
        for group in self.sentence.groups:
            if group.start >= self.end:
                gap = self.text[self.end : group.start]
                return _party(group, "genitive") if len(gap.split()) <= 4 else None
        return None

    def _object(self) -> _Party | None:
        for group in self.sentence.groups:
            if group.start >= self.end and not group.nested:
                gap = self.text[self.end : group.start]
                if len(gap) > 40 or re.search(r"\b(?:att|som|när|där|då|om|vilket)\b|[;.]", gap):
                    return None
                if group.governor in ("", "till", "åt", "upp", "för"):
                    return _party(group, "named")
                return None
        return None

    def _middle(self, subject: _Party) -> _Party | None:
        """Return the party between subject and cue that no preposition governs: "X gav Y stöd"."""
        for group in self.sentence.groups:
            between = subject.group is not None and group.start >= subject.group.end and group.end <= self.start
            if between and not group.nested and group.governor == "" and not group.genitive:
                return _party(group, "named")
        return None

    def _subject(self, avoid: Group | None = None) -> _Party | None:
        """Return the party that acts: the nearest before the cue that nothing governs, or the one right after an inverted verb."""
        left = [g for g in self.sentence.groups if g.end <= self.start and g is not avoid and not g.nested]
        for group in reversed(left):
            relative = _SOM.match(self.text, group.end)
            if relative is not None:
                return _party(group, "subject")
            if group.governor == "" and not group.genitive:
                return _party(group, "subject")
        if _MAN.search(self.text, 0, self.start):
            mine = self.speaker.actor if self.speaker.quoted and self.speaker.actor else self.context.implied
            return _Party(None, ((mine, 1.0),), "implied")
        return None

    def _understood(self, other: _Party | None, *, strict: bool = False) -> _Party | None:
        """Return who is meant where nobody is named: the speaker, or the collective that the document speaks of."""
        taken = set() if other is None else {name for name, _ in other.names}
        if self.speaker.quoted and self.speaker.actor and self.speaker.actor not in taken:
            return _Party(None, ((self.speaker.actor, 1.0),), "implied")
        if self.context.implied not in taken:
            return _Party(None, ((self.context.implied, 1.0),), "implied")
        return None

    def _adjective(self) -> _Party | None:
        for pattern, party, _ in self.rules.adjectives:
            if pattern.search(self.text, max(0, self.start - 45), self.start):
                return _Party(None, ((self.context.bind(party), 1.0),), "adjective")
        return None

    def _adjective_other(self) -> _Party | None:
        for pattern, _, other in self.rules.adjectives:
            if other and pattern.search(self.text, max(0, self.start - 45), self.start):
                return _Party(None, ((self.context.bind(str(other)), 1.0),), "adjective")
        return None

    def _received(self, subject: _Party) -> bool:
        begin = subject.group.end if subject.group is not None else 0
        return bool(self.rules.receive.search(self.text, begin, self.start)) or bool(
            self.rules.receive.search(self.text, max(0, self.start - 40), self.start)
        )

    # ------------------------------------------------------------ statements

    def _pairs(self, party: _Party) -> Iterator[Statement]:
        names = list(party.names)
        if len(names) == 1:
            yield from self._link(party, party, directed=False)
            return
        for one, other in combinations(names, 2):
            if one[0] != other[0]:
                yield from self._link(replace(party, names=(one,)), replace(party, names=(other,)), directed=False)

    def _link(self, source: _Party, target: _Party, *, directed: bool, factor: float = 1.0) -> Iterator[Statement]:
        confidence = self.rules.confidence
        ways = {source.way, target.way}
        base = min(confidence[_WAY[way]] for way in ways)
        if source.implied and target.implied and source is not target:
            base *= 0.7
        groups = [party.group for party in (source, target) if party.group is not None]
        start = min([self.start, *(g.start for g in groups)])
        end = max([self.end, *(g.end for g in groups)])
        sign, modality = judge(self.text, self.start, self.end, self.cue, self.rules)
        for one, weight in source.names:
            for other, weight2 in target.names:
                if one == other and source is not target:
                    continue
                yield Statement(
                    one,
                    other,
                    self.cue.type,
                    directed,
                    sign,
                    modality,
                    self.cue.rule,
                    round(base * factor * min(weight, weight2), 3),
                    source.implied or target.implied,
                    start,
                    end,
                    self.start,
                    self.end,
                )


_WAY = {
    "named": "both",
    "subject": "subject",
    "genitive": "genitive",
    "implied": "implied",
    "spoken": "spoken",
    "adjective": "adjective",
}


def _party(group: Group, way: str) -> _Party:
    return _Party(group, tuple(group.actors), way)


def _same(one: _Party, other: _Party | None) -> bool:
    return other is not None and {name for name, _ in one.names} == {name for name, _ in other.names}


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
    best: tuple[int, str] | None = None
    for sign, pattern in rules.judging.items():
        for match in pattern.finditer(text):
            distance = min(abs(match.start() - at), abs(match.end() - at))
            turned = re.search(
                r"\b(?:inte|ej|aldrig|utan|ingen|inga|inget)\s(?:\w+\s){0,2}$", text[max(0, match.start() - 25) : match.start()]
            )
            value = ("-" if sign == "+" else "+") if turned else sign
            if best is None or distance < best[0]:
                best = (distance, value)
    return None if best is None else best[1]
