"""The relation rules at work: from a sentence and its groups to statements about two parties.

Cues and their frames stand in `data/relations.yaml`; here stands what each frame makes of the parties round its cue (`parties`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from kfi_analysis.actors.clauses import Sentence
from kfi_analysis.actors.parties import Parties, Party, Situation, same
from kfi_analysis.actors.relation_rules import Cue, RelationRules, judge

__all__ = ["Statement", "statements"]

_CENTRE = "Centrala funktioner"
_NEAR, _FAR = 60, 130
_TO = ("till", "in till", "ut till", "åt", "gentemot", "mot", "ut i", "ut på", "ute i", "hos")
_FROM = ("från", "ifrån", "av", "via", "hos", "genom")
_INNER = ("inom", "i")
_HOLDS = re.compile(
    r"\b(?:har|hade|haft|håller|höll|hållit|för|förde|fört|genomför\w*|inledde|inlett|etablera\w*|bygg(?:t|er)|bedriver|bedrivit)\s(?:\w+\s){0,4}$"
)
_BETWEEN = re.compile(r"^\s(?:\w+\s){0,2}mellan\b")
_ADJECTIVAL = re.compile(r"\b(?:de|den|dessa|alla|samtliga|vissa|resterande|båda|övriga)\s$", re.IGNORECASE)
_HELPING = re.compile(r"(?:hjälp|stött|stöd|avlasta|bistå)\w*\s(?:upp\s)?$|\bmot\s$")
_AS_WELL = re.compile(r"\ssom\s(?:även\s|också\s)?(?:i förhållande till|gentemot|med)\s(?:\w+\s)?$")
_PASSIVE = re.compile(r"(?:as|ats|ades|des|ts|es|jas)$|^(?:välinformera|håll|höll|tillfråga|inbju|blivit|bli)", re.IGNORECASE)
_PARTICIPLE = re.compile(r"\b(?:bli(?:r|vit|)|blev|är|var|varit|vara|känner sig|har fått vara)\s(?:\w+\s)?$", re.IGNORECASE)


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


def statements(sentence: Sentence, situation: Situation, *, rules: RelationRules, implied: bool = True) -> Iterator[Statement]:
    """Yield the relations that one sentence states.

    Parameters
    ----------
    sentence
        Laid out by `lay_out`.
    situation
        Who is understood where nobody is named.
    rules
        Cues and words that judge.
    implied
        Also relations with a party that is understood, not named.
    """
    if not sentence.groups and not (implied and situation.quoted):
        return
    best: dict[tuple[frozenset[str], str, bool], Statement] = {}
    small = sentence.text.lower()
    starts = [place.start() for place in rules.any_cue.finditer(small)] if len(small) == len(sentence.text) else []
    for start in starts:
        for cue in rules.cues:
            match = cue.words.match(small, start)
            if match is None or (cue.rule == "varandra" and _HELPING.search(small, max(0, start - 12), start)):
                continue
            for found in _Frame(sentence, cue, match.span(), situation=situation, rules=rules).read():
                if found.implied and not implied:
                    continue
                key = (frozenset((found.source, found.target)), found.type, found.directed)
                if key not in best or found.score > best[key].score:
                    best[key] = found
    yield from sorted(best.values(), key=lambda s: (s.start, s.end, s.source, s.target, s.type))


class _Frame:
    """One cue in one sentence."""

    def __init__(self, sentence: Sentence, cue: Cue, span: tuple[int, int], *, situation: Situation, rules: RelationRules) -> None:
        self.sentence, self.situation, self.rules, self.cue = sentence, situation, rules, cue
        self.context = situation.context
        self.start, self.end = span
        self.text = sentence.text
        self.find = Parties(sentence, cue, span, situation=situation, rules=rules)

    def read(self) -> Iterator[Statement]:
        for group in self.sentence.groups:
            ends_it = group.start < self.start and group.end == self.end and len(group.actors) == 1
            if ends_it and self.cue.frame == "mutual":
                named = Party.of(group, "named")  # "den fackliga samverkan": the name ends in the cue
                partner = self.find.understood(named)
                if partner is not None:
                    yield from self._link(partner, named, directed=False)
            if group.start <= self.start < group.end:
                return  # the cue is part of a name
        yield from getattr(self, "_" + self.cue.frame)()

    # ------------------------------------------------------------ frames

    def _mutual(self) -> Iterator[Statement]:
        between = self.find.after(("mellan",), _NEAR)
        if between is None and self.cue.type == "konflikt":
            between = self.find.before("mellan")
        if between is not None:
            yield from self._pairs(between)
            yield from self._examples(between)
            beside = next((g for g in self.sentence.groups if between.group is not None and g.start >= between.group.end), None)
            if beside is not None and between.group is not None and _AS_WELL.search(self.text, between.group.end, beside.start):
                yield from self._link(between, Party.of(beside, "named"), directed=False)
            return
        if _BETWEEN.search(self.text[self.end : self.end + 40]):
            return  # between parties that no list or rule knows
        other = self.find.after(self.cue.partners, _NEAR) or self.find.listed()
        if other is not None and other.way == "listed":
            yield from self._pairs(other)
            return
        if other is not None and self.cue.rule == "forum":
            yield from self._pairs(other)
            return
        owner = self.find.owner()
        adjective = self.find.adjective()
        if adjective is not None and owner is None and self.find.central(self.find.subject()) and adjective.names[0][0] == _CENTRE:
            adjective = None
        if other is not None:
            subject = owner or self.find.subject(avoid=other.group) or adjective
            if subject is None or same(subject, other):
                subject = self.find.understood(other)
            if subject is not None:
                yield from self._link(subject, other, directed=False)
            return
        subject = owner or self.find.subject()
        several = subject is not None and len(subject.names) > 1
        if self.cue.strict:
            if subject is not None and several and self.cue.rule in ("tillsammans", "samordna", "konflikt"):
                yield from self._pairs(subject)
            return
        if adjective is not None:
            partner = owner or self.find.adjective_other() or subject
            if partner is None or same(partner, adjective):
                partner = self.find.understood(adjective)
            if partner is not None:
                yield from self._link(partner, adjective, directed=False)
            return
        if subject is not None and several and (owner is not None or self._is_verb() or _HOLDS.search(self.text[: self.start])):
            yield from self._pairs(subject)
            return
        inner = self.find.after(_INNER, 20)
        if inner is not None and len(inner.names) == 1 and self.cue.rule == "samverkan" and self.find.is_group(inner):
            yield from self._link(inner, inner, directed=False)
            return
        if self.cue.rule not in ("samverkan", "samverka") or (subject is not None and subject.names[0][0] == self.context.home):
            return
        if subject is not None and subject.way == "subject" and self._is_verb() and self.find.is_group(subject):
            yield from self._link(subject, subject, directed=False)
        elif subject is not None and subject.way == "subject":
            partner = self.find.understood(subject)
            if partner is not None:
                yield from self._link(subject, partner, directed=False, factor=0.7)
        elif self.cue.spoken and self.situation.quoted and self.situation.speaker is not None:
            mine = Party(None, ((self.situation.speaker, 1.0),), "spoken")
            partner = self.find.understood(mine)
            if partner is not None:
                yield from self._link(mine, partner, directed=False)

    def _give(self) -> Iterator[Statement]:
        source = (
            self.find.owner()
            or self.find.after(("från", "ifrån"), _NEAR)
            or self.find.after(_FROM, 15)
            or self.find.centrally()
            or self.find.adjective()
        )
        target = self.find.after(_TO, _NEAR)
        if self.cue.type == "rapportering" and target is None and source is not None and source.way == "central":
            source, target = None, source
        subject = self.find.subject(avoid=source.group if source else None)
        received = subject is not None and self.find.received(subject)
        if source is None and target is None:
            if subject is None:
                return
            middle = self.find.middle(subject)
            if middle is not None:
                yield from self._link(*((middle, subject) if received else (subject, middle)), directed=True)
            elif not self.cue.strict and subject.way in ("subject", "pronoun"):
                other = self.find.understood(subject) if received or self.find.gives(subject) else None
                if other is not None and (not received or self.cue.type in ("stöd", "information")):
                    yield from self._link(*((other, subject) if received else (subject, other)), directed=True)
            return
        if source is None:
            source = subject if subject is not None and not received and not same(subject, target) else self.find.understood(target)
        elif target is None:
            fits = subject is not None and not same(subject, source) and (received or source.way not in ("genitive", "adjective"))
            target = subject if fits else self.find.understood(source)
        if source is None or target is None or same(source, target):
            return
        if self.cue.strict and (source.implied or target.implied):
            return
        yield from self._link(source, target, directed=True)

    def _watch(self) -> Iterator[Statement]:
        target = self.find.after(("av", "över", "hos", "mot"), 40)
        source = self.find.owner() or self.find.subject(avoid=target.group if target else None)
        if target is not None and source is not None and source.way != "implied" and not same(source, target):
            yield from self._link(source, target, directed=True)

    def _act(self) -> Iterator[Statement]:
        word = self.text[self.start : self.end]
        if _ADJECTIVAL.search(self.text[: self.start]) and word.endswith("de"):
            return
        passive = bool(_PASSIVE.search(word.split()[0])) or bool(
            _PARTICIPLE.search(self.text, max(0, self.start - 30), self.start) and re.search(r"(?:ad|ade|d|da)$", word)
        )
        subject = (self.find.inverted() if passive else None) or self.find.subject()
        if passive:
            if subject is None:
                return
            agent = self.find.after(("av", "från"), _NEAR)
            if agent is None and not self.cue.strict:
                by_author = self.cue.author and self.situation.author is not None and not self.situation.quoted
                agent = Party(None, ((str(self.situation.author), 1.0),), "adjective") if by_author else self.find.understood(subject)
            if agent is not None and not same(agent, subject):
                yield from self._link(agent, subject, directed=True)
            return
        thing = self.find.thing()
        if subject is None and thing is not None:
            subject = self.find.understood(thing)
        if subject is not None and thing is None and self.cue.type == "stöd":
            thing = self.find.understood(subject)
        if subject is None or thing is None or same(subject, thing):
            return
        if self.cue.strict and (subject.implied or thing.implied):
            return
        yield from self._link(subject, thing, directed=True)

    def _send(self) -> Iterator[Statement]:
        word = self.text[self.start : self.end].split()[0]
        reach = self.cue.to or (
            *_TO,
            "för",
            "inom" if self.cue.type != "information" else "med" if word.startswith("kommunicer") else "för",
        )
        target = self.find.after(reach, _FAR) or (self.find.centrally() if self.cue.type == "rapportering" else None)
        passive = bool(_PASSIVE.search(word))
        subject = self.find.subject(avoid=target.group if target else None)
        origin = self.find.anywhere(("från", "ifrån"))
        if passive and origin is not None:
            subject = origin
        if target is None and self.cue.strict:
            return
        if target is None and self.cue.type != "rapportering":
            target = self.find.thing() if not passive else None
            if target is None and subject is not None and self.cue.type == "information" and not passive and not subject.implied:
                target = self.find.understood(subject)
        if subject is None and target is not None:
            subject = self.find.understood(target)
        if subject is not None and target is not None and not same(subject, target):
            yield from self._link(subject, target, directed=True)

    def _turn(self) -> Iterator[Statement]:
        subject = self.find.subject()
        source = self.find.after(("från", "ifrån", "på", "hos", "via"), 40) or self.find.possessed()
        if source is None:
            return
        if subject is None or same(subject, source):
            subject = self.find.understood(source)
        if subject is not None and not same(subject, source):
            yield from self._link(source, subject, directed=True)

    def _part(self) -> Iterator[Statement]:
        subject = self.find.subject()
        if subject is None:
            return
        other = self.find.after(("i", "vid", "på", "till"), 40)
        thing = self.find.thing() if self.cue.strict else None
        if thing is not None and not same(thing, subject):
            place = self.find.after(("i", "vid", "på"), _FAR)
            subject, other = thing, (place if place is not None and not same(place, thing) else subject)
        elif self.cue.strict:
            return
        if other is None:
            left = [g for g in self.sentence.groups if subject.group is not None and g.end <= subject.group.start]
            earlier = [g for g in left if not g.nested and not g.genitive]
            if earlier:
                other = Party.of(earlier[-1], "subject")
        if other is None and self.situation.quoted and self.situation.speaker is not None:
            other = self.find.understood(subject)
        if other is not None and not subject.implied and not same(subject, other):
            yield from self._link(subject, other, directed=False)

    def _each(self) -> Iterator[Statement]:
        subject = self.find.subject()
        if subject is None:
            return
        if len(subject.names) > 1:
            yield from self._pairs(subject)
        elif self.find.is_group(subject):
            yield from self._link(subject, subject, directed=False)
        elif subject.implied or subject.group is None or subject.group.pronoun:
            other = self.find.understood(subject)
            if other is not None:
                yield from self._link(subject, other, directed=False)

    # ------------------------------------------------------------ statements

    def _examples(self, whole: Party) -> Iterator[Statement]:
        """Yield the pairs that a sentence gives as examples of a collective's ties: "mellan förvaltningar, till exempel X och Y"."""
        if len(whole.names) != 1:
            return
        for group in self.sentence.groups:
            names = [item for item in group.actors if self.situation.part_of.get(item[0]) == whole.names[0][0]]
            if group is not whole.group and len(names) > 1:
                party = Party(group, tuple(names), "subject")
                yield from self._pairs(party)

    def _is_verb(self) -> bool:
        return self.cue.rule == "samverka"

    def _pairs(self, party: Party) -> Iterator[Statement]:
        names = list(party.names)
        if len(names) == 1:
            if self.find.is_group(party):
                yield from self._link(party, party, directed=False)
            return
        for one, other in combinations(names, 2):
            if one[0] != other[0]:
                yield from self._link(replace(party, names=(one,)), replace(party, names=(other,)), directed=False)

    def _link(self, source: Party, target: Party, *, directed: bool, factor: float = 1.0) -> Iterator[Statement]:
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
    "central": "adjective",
    "listed": "subject",
    "pronoun": "pronoun",
}
