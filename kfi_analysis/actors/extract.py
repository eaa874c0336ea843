"""The relation rules at work: from a sentence and its groups to statements about two parties.

Cues and their frames stand in `data/relations.yaml`; here stands how a frame finds its parties: by preposition, by genitive, as the
subject before the verb, and, where the prose leaves a party out, as the one who is understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from kfi_analysis.actors.clauses import Group, Sentence
from kfi_analysis.actors.resolution import Context

__all__ = ["Cue", "RelationRules", "Situation", "Statement", "relation_rules", "statements"]

_DATA = Path(__file__).parent / "data" / "relations.yaml"
_CENTRE = "Centrala funktioner"
_LENT = ("Medarbetarna", "Vikarierna", "Sjuksköterskorna", "Undersköterskorna", "Lärarna", "Cheferna")
_NEAR, _FAR = 60, 130
_TO = ("till", "in till", "ut till", "åt", "gentemot", "mot", "ut i", "ut på", "ute i", "hos")
_FROM = ("från", "ifrån", "av", "via", "hos", "genom")
_WITH = ("med", "gentemot", "mot", "tillsammans med", "i samråd med", "i samverkan med", "i förhållande till", "hos")
_INNER = ("inom", "i")
_CENTRALLY = re.compile(r"\bcentralt\b(?! håll)", re.IGNORECASE)
_HOLDS = re.compile(
    r"\b(?:har|hade|haft|håller|höll|hållit|för|förde|fört|genomför\w*|inledde|inlett|etablera\w*|bygg(?:t|er)|bedriver|bedrivit)\s(?:\w+\s){0,4}$"
)
_BETWEEN = re.compile(r"^\s(?:\w+\s){0,2}mellan\b")
_ADJECTIVAL = re.compile(r"\b(?:de|den|dessa|alla|samtliga|vissa|resterande|båda|övriga)\s$", re.IGNORECASE)
_SUBORDINATE = re.compile(r"\b(?:som|att|där|när|vilket|vilka|då|eftersom|om|innan|medan)\b|[;:]")
_PAST_OBJECT = re.compile(r"\b(?:medan|men|utan|eftersom|innan|att|som|när|där|då|om|vilket|med|i|på|kring|av|vid|genom|över)\b|[;.]")
_ADVERBS = re.compile(r"\s(?:(?:också|även|inte|regelbundet|kontinuerligt|därför|dock|de|den|alla|samtliga|då)\s){0,3}")
_HELPING = re.compile(r"(?:hjälp|stött|stöd|avlasta|bistå)\w*\s(?:upp\s)?$|\bmot\s$")
_CAME = re.compile(r"\ssom\s(?:\w+\s){1,3}(?:från|av)\s(?:\w+\s){0,2}")
_AS_WELL = re.compile(r"\ssom\s(?:även\s|också\s)?(?:i förhållande till|gentemot|med)\s(?:\w+\s)?$")
_PASSIVE = re.compile(r"(?:as|ats|ades|des|ts|es|jas)$|^(?:välinformera|håll|höll|tillfråga|inbju|blivit|bli)", re.IGNORECASE)
_PARTICIPLE = re.compile(r"\b(?:bli(?:r|vit|)|blev|är|var|varit|vara|känner sig|har fått vara)\s(?:\w+\s)?$", re.IGNORECASE)
_MAN = re.compile(r"\bman\b", re.IGNORECASE)
_THEY = re.compile(
    r"(?:^|[,;.–] |\b(?:att|som|men|och|när|då|så|har|hade|fick|blev|bjöds) )de (?=\w+(?:r|de|te|t|ck|g|v|s)\b)", re.IGNORECASE
)
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
    author: bool
    partners: tuple[str, ...]
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """What a sentence takes for granted.

    Parameters
    ----------
    context
        Who "kommunen" and the unnamed collective are in the document.
    speaker
        The actor whose words they are, if it is known and not the author.
    quoted
        True if the words are not the author's.
    topic
        The actors of the sentence before, the latest last.
    author
        The actor that the document itself is by, if it names one.
    around
        The actors that the passage names.
    inside
        The actors of the municipality's own organisation.
    collective
        The actors that are groups.
    outside
        The organisations that deal with the municipality as a whole: region, state, civil society, business.
    central
        The actors of the municipality's centre.
    part_of
        Actor -> the actor that it belongs to.
    """

    context: Context
    speaker: str | None = None
    quoted: bool = False
    topic: tuple[str, ...] = ()
    author: str | None = None
    around: tuple[str, ...] = ()
    inside: frozenset[str] = frozenset()
    collective: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    central: frozenset[str] = frozenset()
    part_of: Mapping[str, str] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class _Party:
    group: Group | None
    names: tuple[tuple[str, float], ...]
    way: str

    @property
    def implied(self) -> bool:
        return self.way in ("implied", "spoken")


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

    def read(self) -> Iterator[Statement]:
        for group in self.sentence.groups:
            ends_it = group.start < self.start and group.end == self.end and len(group.actors) == 1
            if ends_it and self.cue.frame == "mutual":
                named = _party(group, "named")  # "den fackliga samverkan": the name ends in the cue
                partner = self._understood(named)
                if partner is not None:
                    yield from self._link(partner, named, directed=False)
            if group.start <= self.start < group.end:
                return  # the cue is part of a name
        yield from getattr(self, "_" + self.cue.frame)()

    # ------------------------------------------------------------ frames

    def _mutual(self) -> Iterator[Statement]:
        between = self._after(("mellan",), _NEAR)
        if between is None and self.cue.type == "konflikt":
            between = self._before("mellan")
        if between is not None:
            yield from self._pairs(between)
            yield from self._examples(between)
            beside = next((g for g in self.sentence.groups if between.group is not None and g.start >= between.group.end), None)
            if beside is not None and between.group is not None and _AS_WELL.search(self.text, between.group.end, beside.start):
                yield from self._link(between, _party(beside, "named"), directed=False)
            return
        if _BETWEEN.search(self.text[self.end : self.end + 40]):
            return  # between parties that no list or rule knows
        other = self._after(self.cue.partners, _NEAR) or self._listed()
        if other is not None and other.way == "listed":
            yield from self._pairs(other)
            return
        if other is not None and self.cue.rule == "forum":
            yield from self._pairs(other)
            return
        owner = self._owner()
        adjective = self._adjective()
        if adjective is not None and owner is None and self._central(self._subject()) and adjective.names[0][0] == _CENTRE:
            adjective = None
        if other is not None:
            subject = owner or self._subject(avoid=other.group) or adjective
            if subject is None or _same(subject, other):
                subject = self._understood(other)
            if subject is not None:
                yield from self._link(subject, other, directed=False)
            return
        subject = owner or self._subject()
        several = subject is not None and len(subject.names) > 1
        if self.cue.strict:
            if subject is not None and several and self.cue.rule in ("tillsammans", "samordna", "konflikt"):
                yield from self._pairs(subject)
            return
        if adjective is not None:
            partner = owner or self._adjective_other() or subject
            if partner is None or _same(partner, adjective):
                partner = self._understood(adjective)
            if partner is not None:
                yield from self._link(partner, adjective, directed=False)
            return
        if subject is not None and several and (owner is not None or self._is_verb() or _HOLDS.search(self.text[: self.start])):
            yield from self._pairs(subject)
            return
        inner = self._after(_INNER, 20)
        if inner is not None and len(inner.names) == 1 and self.cue.rule == "samverkan" and self._is_group(inner):
            yield from self._link(inner, inner, directed=False)
            return
        if self.cue.rule not in ("samverkan", "samverka") or (subject is not None and subject.names[0][0] == self.context.home):
            return
        if subject is not None and subject.way == "subject" and self._is_verb() and self._is_group(subject):
            yield from self._link(subject, subject, directed=False)
        elif subject is not None and subject.way == "subject":
            partner = self._understood(subject)
            if partner is not None:
                yield from self._link(subject, partner, directed=False, factor=0.7)
        elif self.cue.spoken and self.situation.quoted and self.situation.speaker is not None:
            mine = _Party(None, ((self.situation.speaker, 1.0),), "spoken")
            partner = self._understood(mine)
            if partner is not None:
                yield from self._link(mine, partner, directed=False)

    def _give(self) -> Iterator[Statement]:
        source = self._owner() or self._after(("från", "ifrån"), _NEAR) or self._after(_FROM, 15) or self._centrally() or self._adjective()
        target = self._after(_TO, _NEAR)
        if self.cue.type == "rapportering" and target is None and source is not None and source.way == "central":
            source, target = None, source
        subject = self._subject(avoid=source.group if source else None)
        received = subject is not None and self._received(subject)
        if source is None and target is None:
            if subject is None:
                return
            middle = self._middle(subject)
            if middle is not None:
                yield from self._link(*((middle, subject) if received else (subject, middle)), directed=True)
            elif not self.cue.strict and subject.way in ("subject", "pronoun"):
                other = self._understood(subject) if received or self._gives(subject) else None
                if other is not None and (not received or self.cue.type in ("stöd", "information")):
                    yield from self._link(*((other, subject) if received else (subject, other)), directed=True)
            return
        if source is None:
            source = subject if subject is not None and not received and not _same(subject, target) else self._understood(target)
        elif target is None:
            fits = subject is not None and not _same(subject, source) and (received or source.way not in ("genitive", "adjective"))
            target = subject if fits else self._understood(source)
        if source is None or target is None or _same(source, target):
            return
        if self.cue.strict and (source.implied or target.implied):
            return
        yield from self._link(source, target, directed=True)

    def _watch(self) -> Iterator[Statement]:
        target = self._after(("av", "över", "hos", "mot"), 40)
        source = self._owner() or self._subject(avoid=target.group if target else None)
        if target is not None and source is not None and source.way != "implied" and not _same(source, target):
            yield from self._link(source, target, directed=True)

    def _act(self) -> Iterator[Statement]:
        word = self.text[self.start : self.end]
        if _ADJECTIVAL.search(self.text[: self.start]) and word.endswith("de"):
            return
        passive = bool(_PASSIVE.search(word.split()[0])) or bool(
            _PARTICIPLE.search(self.text, max(0, self.start - 30), self.start) and re.search(r"(?:ad|ade|d|da)$", word)
        )
        subject = (self._inverted() if passive else None) or self._subject()
        if passive:
            if subject is None:
                return
            agent = self._after(("av", "från"), _NEAR)
            if agent is None and not self.cue.strict:
                by_author = self.cue.author and self.situation.author is not None and not self.situation.quoted
                agent = _Party(None, ((str(self.situation.author), 1.0),), "adjective") if by_author else self._understood(subject)
            if agent is not None and not _same(agent, subject):
                yield from self._link(agent, subject, directed=True)
            return
        thing = self._object()
        if subject is None and thing is not None:
            subject = self._understood(thing)
        if subject is not None and thing is None and self.cue.type == "stöd":
            thing = self._understood(subject)
        if subject is None or thing is None or _same(subject, thing):
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
        target = self._after(reach, _FAR) or (self._centrally() if self.cue.type == "rapportering" else None)
        passive = bool(_PASSIVE.search(word))
        subject = self._subject(avoid=target.group if target else None)
        origin = self._any(("från", "ifrån"))
        if passive and origin is not None:
            subject = origin
        if target is None and self.cue.strict:
            return
        if target is None and self.cue.type != "rapportering":
            target = self._object() if not passive else None
            if target is None and subject is not None and self.cue.type == "information" and not passive and not subject.implied:
                target = self._understood(subject)
        if subject is None and target is not None:
            subject = self._understood(target)
        if subject is not None and target is not None and not _same(subject, target):
            yield from self._link(subject, target, directed=True)

    def _turn(self) -> Iterator[Statement]:
        subject = self._subject()
        source = self._after(("från", "ifrån", "på", "hos", "via"), 40) or self._possessed()
        if source is None:
            return
        if subject is None or _same(subject, source):
            subject = self._understood(source)
        if subject is not None and not _same(subject, source):
            yield from self._link(source, subject, directed=True)

    def _part(self) -> Iterator[Statement]:
        subject = self._subject()
        if subject is None:
            return
        other = self._after(("i", "vid", "på", "till"), 40)
        thing = self._object() if self.cue.strict else None
        if thing is not None and not _same(thing, subject):
            place = self._after(("i", "vid", "på"), _FAR)
            subject, other = thing, (place if place is not None and not _same(place, thing) else subject)
        elif self.cue.strict:
            return
        if other is None:
            left = [g for g in self.sentence.groups if subject.group is not None and g.end <= subject.group.start]
            earlier = [g for g in left if not g.nested and not g.genitive]
            if earlier:
                other = _party(earlier[-1], "subject")
        if other is None and self.situation.quoted and self.situation.speaker is not None:
            other = self._understood(subject)
        if other is not None and not subject.implied and not _same(subject, other):
            yield from self._link(subject, other, directed=False)

    def _each(self) -> Iterator[Statement]:
        subject = self._subject()
        if subject is None:
            return
        if len(subject.names) > 1:
            yield from self._pairs(subject)
        elif self._is_group(subject):
            yield from self._link(subject, subject, directed=False)
        elif subject.implied or subject.group is None or subject.group.pronoun:
            other = self._understood(subject)
            if other is not None:
                yield from self._link(subject, other, directed=False)

    # ------------------------------------------------------------ parties

    def _central(self, party: _Party | None) -> bool:
        return party is not None and any(name in self.situation.central for name, _ in party.names)

    def _listed(self) -> _Party | None:
        """Return the parties that stand right after the cue as a list: "möten, chefer och fack"."""
        for group in self.sentence.groups:
            if group.start >= self.end:
                return _party(group, "listed") if len(group.actors) > 1 and self.text[self.end : group.start] in (", ", ": ") else None
        return None

    def _examples(self, whole: _Party) -> Iterator[Statement]:
        """Yield the pairs that a sentence gives as examples of a collective's ties: "mellan förvaltningar, till exempel X och Y"."""
        if len(whole.names) != 1:
            return
        for group in self.sentence.groups:
            names = [item for item in group.actors if self.situation.part_of.get(item[0]) == whole.names[0][0]]
            if group is not whole.group and len(names) > 1:
                party = _Party(group, tuple(names), "subject")
                yield from self._pairs(party)

    def _is_verb(self) -> bool:
        return self.cue.rule == "samverka"

    def _is_group(self, party: _Party) -> bool:
        return len(party.names) == 1 and (party.names[0][0] in self.situation.collective or party.names[0][0] == self.context.home)

    def _before(self, governor: str) -> _Party | None:
        for group in reversed(self.sentence.groups):
            if group.end <= self.start and group.governor == governor and len(group.actors) > 1:
                return _party(group, "named") if self.start - group.end <= _NEAR else None
        return None

    def _centrally(self) -> _Party | None:
        """Return the centre where only an adverb names it: "stöd centralt"."""
        if _CENTRALLY.search(self.text, self.end, self.end + 40):
            return _Party(None, ((_CENTRE, 1.0),), "central")
        return None

    def _gives(self, subject: _Party) -> bool:
        begin = subject.group.end if subject.group is not None else 0
        return bool(self.rules.give.search(self.text, begin, self.start))

    def _after(self, governors: tuple[str, ...], reach: int) -> _Party | None:
        """Return the first group after the cue that one of these prepositions brings."""
        for group in self.sentence.groups:
            if group.start < self.end or group.nested:
                continue
            gap = self.text[self.end : group.start]
            if len(gap) > reach + 25 or (_SUBORDINATE.search(gap) and not (_CAME.fullmatch(gap) and group.governor in governors)):
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
                if group.genitive and len(gap.split()) <= 3:
                    return _party(group, "genitive")
                return _party(group, "genitive") if re.fullmatch(r"\s(?:\w+\s){1,3}som\s", gap) else None
        return None

    def _object(self) -> _Party | None:
        for group in self.sentence.groups:
            if group.start >= self.end and not group.nested:
                gap = self.text[self.end : group.start]
                if len(gap) > 40 or _PAST_OBJECT.search(gap):
                    return None
                if self.cue.frame == "send" and self.cue.type == "stöd" and group.names[0] in _LENT:
                    continue
                if group.governor in ("", "till", "åt", "upp", "för"):
                    return _party(group, "named")
                return None
        return None

    def _inverted(self) -> _Party | None:
        """Return the subject right after the verb: "därför informerades också facken"."""
        for group in self.sentence.groups:
            if group.start >= self.end:
                between = self.text[self.end : group.start]
                return _party(group, "subject") if _ADVERBS.fullmatch(between) and not group.governor and not group.genitive else None
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
        left = [g for g in self.sentence.groups if g.end <= self.start and g is not avoid and not g.nested and not g.own]
        mine = self.situation.speaker if self.situation.quoted and self.situation.speaker else None
        man = max((match.end() for match in _MAN.finditer(self.text, 0, self.start)), default=-1)
        for group in reversed(left):
            if group.end < man:
                break
            relative = _SOM.match(self.text, group.end)
            if relative is not None:
                return _party(group, "subject")
            if group.governor == "" and not group.genitive:
                return _party(group, "subject")
        if man >= 0:
            return self._meant(mine)
        if _THEY.search(self.text, 0, self.start):
            they = (n for n in reversed(self.situation.topic) if n in self.situation.collective and n != mine)
            name = next(they, None)
            return None if name is None else _Party(None, ((name, 1.0),), "pronoun")
        return None

    def _meant(self, mine: str | None) -> _Party:
        """Return whom "man" stands for: the speaker, the topic if it is a body of the municipality, or the document's collective."""
        if mine is None:
            mine = next((name for name in reversed(self.situation.topic) if name in self.situation.inside), self.context.implied)
        return _Party(None, ((mine, 1.0),), "implied")

    def _understood(self, other: _Party | None) -> _Party | None:
        """Return who is meant where nobody is named.

        In somebody's own account it is the speaker. Elsewhere it is what the sentence before spoke of, if that is a body that could be
        meant, and otherwise the municipality (for a tie with somebody outside it) or the document's collective.
        """
        taken = set() if other is None else {name for name, _ in other.names}
        situation = self.situation
        if situation.quoted and situation.speaker and situation.speaker not in taken:
            return _Party(None, ((situation.speaker, 1.0),), "implied")
        outside = bool(taken) and taken <= situation.outside
        choices = (self.context.home, self.context.implied) if outside else (self.context.implied,)
        for name in reversed(situation.topic):
            if name in choices and name not in taken:
                return _Party(None, ((name, 1.0),), "implied")
        if situation.quoted:  # the speaker is one party: the other is the only other one that the account names
            others = [name for name in situation.around if name not in taken and name != situation.speaker]
            if len(others) == 1:
                return _Party(None, ((others[0], 1.0),), "implied")
        fallback = self.context.home if outside else self.context.implied
        if fallback in taken:
            central = (
                name for name in reversed(situation.topic) if name in situation.central and name not in taken and name != self.context.home
            )
            fallback = next(central, "")
        return None if not fallback else _Party(None, ((fallback, 1.0),), "implied")

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
            if self._is_group(party):
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
    "central": "adjective",
    "listed": "subject",
    "pronoun": "pronoun",
}


def _party(group: Group, way: str) -> _Party:
    return _Party(group, tuple(group.actors), way)


def _same(one: _Party, other: _Party | None) -> bool:
    return other is not None and {name for name, _ in one.names} == {name for name, _ in other.names}


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
