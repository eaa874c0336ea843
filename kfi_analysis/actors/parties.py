"""Who the parties of a relation are: the groups round a cue that its prepositions, genitives and word order point to.

Where the prose leaves a party out, the one who is understood takes its place; what a sentence takes for granted is its `Situation`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kfi_analysis.actors.clauses import Group, Sentence
from kfi_analysis.actors.relation_rules import Cue, RelationRules
from kfi_analysis.actors.resolution import Context

__all__ = ["Parties", "Party", "Situation", "same"]

_CENTRE = "Centrala funktioner"
_LENT = ("Medarbetarna", "Vikarierna", "Sjuksköterskorna", "Undersköterskorna", "Lärarna", "Cheferna")
_NEAR, _FAR = 60, 130
_CENTRALLY = re.compile(r"\bcentralt\b(?! håll)", re.IGNORECASE)
_SUBORDINATE = re.compile(r"\b(?:som|att|där|när|vilket|vilka|då|eftersom|om|innan|medan)\b|[;:]")
_PAST_OBJECT = re.compile(r"\b(?:medan|men|utan|eftersom|innan|att|som|när|där|då|om|vilket|med|i|på|kring|av|vid|genom|över)\b|[;.]")
_ADVERBS = re.compile(r"\s(?:(?:också|även|inte|regelbundet|kontinuerligt|därför|dock|de|den|alla|samtliga|då)\s){0,3}")
_CAME = re.compile(r"\ssom\s(?:\w+\s){1,3}(?:från|av)\s(?:\w+\s){0,2}")
_MAN = re.compile(r"\bman\b", re.IGNORECASE)
_THEY = re.compile(
    r"(?:^|[,;.–] |\b(?:att|som|men|och|när|då|så|har|hade|fick|blev|bjöds) )de (?=\w+(?:r|de|te|t|ck|g|v|s)\b)", re.IGNORECASE
)
_SOM = re.compile(r",?\s(?:som|vilka|vilket)\s")


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
class Party:
    """One side of a relation: the group that names it, if one does, its actors with their confidence, and the way it was found."""

    group: Group | None
    names: tuple[tuple[str, float], ...]
    way: str

    @classmethod
    def of(cls, group: Group, way: str) -> Party:
        """Return the party that a group names."""
        return cls(group, tuple(group.actors), way)

    @property
    def implied(self) -> bool:
        """True if no word of the sentence names the party."""
        return self.way in ("implied", "spoken")


class Parties:
    """Finds the parties round one cue in one sentence."""

    def __init__(self, sentence: Sentence, cue: Cue, span: tuple[int, int], *, situation: Situation, rules: RelationRules) -> None:
        self.sentence, self.situation, self.rules, self.cue = sentence, situation, rules, cue
        self.context = situation.context
        self.start, self.end = span
        self.text = sentence.text

    def central(self, party: Party | None) -> bool:
        """Return True if the party is of the municipality's centre."""
        return party is not None and any(name in self.situation.central for name, _ in party.names)

    def listed(self) -> Party | None:
        """Return the parties that stand right after the cue as a list: "möten, chefer och fack"."""
        for group in self.sentence.groups:
            if group.start >= self.end:
                return Party.of(group, "listed") if len(group.actors) > 1 and self.text[self.end : group.start] in (", ", ": ") else None
        return None

    def is_group(self, party: Party) -> bool:
        """Return True if the party is one actor that is itself many: a collective or the municipality."""
        return len(party.names) == 1 and (party.names[0][0] in self.situation.collective or party.names[0][0] == self.context.home)

    def before(self, governor: str) -> Party | None:
        """Return the parties before the cue that this preposition joins: "mellan A och B ... konflikt"."""
        for group in reversed(self.sentence.groups):
            if group.end <= self.start and group.governor == governor and len(group.actors) > 1:
                return Party.of(group, "named") if self.start - group.end <= _NEAR else None
        return None

    def centrally(self) -> Party | None:
        """Return the centre where only an adverb names it: "stöd centralt"."""
        if _CENTRALLY.search(self.text, self.end, self.end + 40):
            return Party(None, ((_CENTRE, 1.0),), "central")
        return None

    def gives(self, subject: Party) -> bool:
        """Return True if a word for giving stands between subject and cue."""
        begin = subject.group.end if subject.group is not None else 0
        return bool(self.rules.give.search(self.text, begin, self.start))

    def after(self, governors: tuple[str, ...], reach: int) -> Party | None:
        """Return the first group after the cue that one of these prepositions brings."""
        for group in self.sentence.groups:
            if group.start < self.end or group.nested:
                continue
            gap = self.text[self.end : group.start]
            if len(gap) > reach + 25 or (_SUBORDINATE.search(gap) and not (_CAME.fullmatch(gap) and group.governor in governors)):
                return None
            if group.governor in governors:
                bare = group.genitive and group.governor not in ("mellan", "från", "med")
                return Party.of(group, "genitive" if bare else "named")
            if group.governor == "" and not group.genitive and len(gap) > 12 and governors != ("mellan",):
                continue
        return None

    def anywhere(self, governors: tuple[str, ...]) -> Party | None:
        """Return the first group of the sentence that one of these prepositions brings."""
        for group in self.sentence.groups:
            if group.governor in governors and not group.nested:
                return Party.of(group, "named")
        return None

    def owner(self) -> Party | None:
        """Return the genitive right before the cue: "krisledningens stöd"."""
        for group in reversed(self.sentence.groups):
            if group.end <= self.start:
                gap = self.text[group.end : self.start].removeprefix(":s")
                if group.genitive and len(gap.split()) <= 2 and "," not in gap:
                    return Party.of(group, "genitive")
                return None
        return None

    def possessed(self) -> Party | None:
        """Return the genitive right after a verb: "följer Folkhälsomyndighetens råd"."""
        for group in self.sentence.groups:
            if group.start >= self.end:
                gap = self.text[self.end : group.start]
                if group.genitive and len(gap.split()) <= 3:
                    return Party.of(group, "genitive")
                return Party.of(group, "genitive") if re.fullmatch(r"\s(?:\w+\s){1,3}som\s", gap) else None
        return None

    def thing(self) -> Party | None:
        """Return the party right after the cue that the verb is done to."""
        for group in self.sentence.groups:
            if group.start >= self.end and not group.nested:
                gap = self.text[self.end : group.start]
                if len(gap) > 40 or _PAST_OBJECT.search(gap):
                    return None
                if self.cue.frame == "send" and self.cue.type == "stöd" and group.names[0] in _LENT:
                    continue
                if group.governor in ("", "till", "åt", "upp", "för"):
                    return Party.of(group, "named")
                return None
        return None

    def inverted(self) -> Party | None:
        """Return the subject right after the verb: "därför informerades också facken"."""
        for group in self.sentence.groups:
            if group.start >= self.end:
                between = self.text[self.end : group.start]
                return Party.of(group, "subject") if _ADVERBS.fullmatch(between) and not group.governor and not group.genitive else None
        return None

    def middle(self, subject: Party) -> Party | None:
        """Return the party between subject and cue that no preposition governs: "X gav Y stöd"."""
        for group in self.sentence.groups:
            between = subject.group is not None and group.start >= subject.group.end and group.end <= self.start
            if between and not group.nested and group.governor == "" and not group.genitive:
                return Party.of(group, "named")
        return None

    def subject(self, avoid: Group | None = None) -> Party | None:
        """Return the party that acts: the nearest before the cue that nothing governs, or the one right after an inverted verb."""
        left = [g for g in self.sentence.groups if g.end <= self.start and g is not avoid and not g.nested and not g.own]
        mine = self.situation.speaker if self.situation.quoted and self.situation.speaker else None
        man = max((match.end() for match in _MAN.finditer(self.text, 0, self.start)), default=-1)
        for group in reversed(left):
            if group.end < man:
                break
            relative = _SOM.match(self.text, group.end)
            if relative is not None:
                return Party.of(group, "subject")
            if group.governor == "" and not group.genitive:
                return Party.of(group, "subject")
        if man >= 0:
            return self.meant(mine)
        if _THEY.search(self.text, 0, self.start):
            they = (n for n in reversed(self.situation.topic) if n in self.situation.collective and n != mine)
            name = next(they, None)
            return None if name is None else Party(None, ((name, 1.0),), "pronoun")
        return None

    def meant(self, mine: str | None) -> Party:
        """Return whom "man" stands for: the speaker, the topic if it is a body of the municipality, or the document's collective."""
        if mine is None:
            mine = next((name for name in reversed(self.situation.topic) if name in self.situation.inside), self.context.implied)
        return Party(None, ((mine, 1.0),), "implied")

    def understood(self, other: Party | None) -> Party | None:
        """Return who is meant where nobody is named.

        In somebody's own account it is the speaker. Elsewhere it is what the sentence before spoke of, if that is a body that could be
        meant, and otherwise the municipality (for a tie with somebody outside it) or the document's collective.
        """
        taken = set() if other is None else {name for name, _ in other.names}
        situation = self.situation
        if situation.quoted and situation.speaker and situation.speaker not in taken:
            return Party(None, ((situation.speaker, 1.0),), "implied")
        outside = bool(taken) and taken <= situation.outside
        choices = (self.context.home, self.context.implied) if outside else (self.context.implied,)
        for name in reversed(situation.topic):
            if name in choices and name not in taken:
                return Party(None, ((name, 1.0),), "implied")
        if situation.quoted:  # the speaker is one party: the other is the only other one that the account names
            others = [name for name in situation.around if name not in taken and name != situation.speaker]
            if len(others) == 1:
                return Party(None, ((others[0], 1.0),), "implied")
        fallback = self.context.home if outside else self.context.implied
        if fallback in taken:
            central = (
                name for name in reversed(situation.topic) if name in situation.central and name not in taken and name != self.context.home
            )
            fallback = next(central, "")
        return None if not fallback else Party(None, ((fallback, 1.0),), "implied")

    def adjective(self) -> Party | None:
        """Return the party that an adjective before the cue stands for: "fackligt stöd"."""
        for pattern, party, _ in self.rules.adjectives:
            if pattern.search(self.text, max(0, self.start - 45), self.start):
                return Party(None, ((self.context.bind(party), 1.0),), "adjective")
        return None

    def adjective_other(self) -> Party | None:
        """Return the other party that such an adjective brings along."""
        for pattern, _, other in self.rules.adjectives:
            if other and pattern.search(self.text, max(0, self.start - 45), self.start):
                return Party(None, ((self.context.bind(str(other)), 1.0),), "adjective")
        return None

    def received(self, subject: Party) -> bool:
        """Return True if the subject is the one who gets: a word for receiving stands between it and the cue."""
        begin = subject.group.end if subject.group is not None else 0
        return bool(self.rules.receive.search(self.text, begin, self.start)) or bool(
            self.rules.receive.search(self.text, max(0, self.start - 40), self.start)
        )


def same(one: Party, other: Party | None) -> bool:
    """Return True if both parties are the same actors."""
    return other is not None and {name for name, _ in one.names} == {name for name, _ in other.names}
