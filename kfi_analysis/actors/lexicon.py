"""What the names found by rule mean together: one actor under drifting names, or several in one shortened coordination.

"Vård- och äldreförvaltningen" and "Vård- och äldreomsorgsförvaltningen" are one body. "Grundskole- och förskoleförvaltningen" is two
if the material also spells out each of them, and one if it does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kfi_analysis.actors.gazetteer import Gazetteer
from kfi_analysis.actors.names import Found

__all__ = ["Lexicon", "NamedBody"]

Key = tuple[tuple[str, ...], str, str]
"""Modifiers, head, tail."""

_HEADLESS = ("förvaltningen", "nämnden")
_UNIT_HEADS = ("förvaltningen", "kontoret")


@dataclass(frozen=True, slots=True)
class NamedBody:
    """An actor found by rule: its canonical name, level and whether it is a collective."""

    name: str
    level: str
    collective: bool = False


@dataclass
class Lexicon:
    """Names found by rule in one municipality's material, settled.

    Parameters
    ----------
    found
        All names found, in any order.
    gazetteer
        Known names win.
    units
        Names that attributions spell out: they tell which bodies there are, and are not mentions.
    """

    found: Iterable[Found]
    gazetteer: Gazetteer
    units: Iterable[Found] = ()
    bodies: dict[str, NamedBody] = field(default_factory=dict, init=False)
    _settled: dict[Key, tuple[str, ...]] = field(default_factory=dict, init=False)
    _known: set[tuple[str, str]] = field(default_factory=set, init=False)
    _whole: list[Key] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        counts: Counter[Key] = Counter()
        first: dict[Key, Found] = {}
        found = list(self.found)
        self._whole = sorted({key_of(name) for name in found if len(name.modifiers) > 1})
        for name in found:
            key = self.key(name)
            counts[key] += 1
            first.setdefault(key, name)
        self._known = {(key[0][0], key[1]) for key in counts if len(key[0]) == 1}
        self._known |= {(name.modifiers[0], name.head) for name in self.units if len(name.modifiers) == 1}
        for actor in self.gazetteer:
            for head in _UNIT_HEADS:
                if actor.name.lower().endswith(head) and "-" not in actor.name:
                    self._known.add((actor.name.lower().removesuffix(head), head))
        whole = {key: n for key, n in counts.items() if len(key[0]) < 2 or not self._all_known(key)}
        groups = _drift(whole)
        for key in sorted(counts):
            segments = self._segments(key, groups)
            self._settled[key] = tuple(self._name(groups.get(segment, segment), first[key]) for segment in segments)

    def names(self, found: Found) -> tuple[str, ...]:
        """Return the canonical names that one found name stands for."""
        return self._settled[self.key(found)]

    def key(self, found: Found) -> Key:
        """Return what makes the name the same name again; a forgotten hyphen is put back where the material spells the name with it."""
        plain = key_of(found)
        if found.loose:
            longer = (found.loose, *found.modifiers)
            for known in self._whole:
                if known[1] == found.head and len(known[0]) == len(longer) and _same_name(longer, known[0]):
                    return known
        return plain

    def settle(self, found: Found) -> tuple[str, ...]:
        """Return the canonical names of a name from outside the material, such as the unit of an attribution."""
        key = key_of(found)
        if key in self._settled:
            return self._settled[key]
        for known, names in sorted(self._settled.items()):
            if known[1] == key[1] and len(known[0]) == len(key[0]) and len(names) == 1 and _same_name(key[0], known[0]):
                return names
        if self._all_known(key):
            return tuple(self._name(((modifier,), key[1], ""), found) for modifier in key[0])
        return (self._name(key, found),)

    def headless(self) -> Mapping[str, str]:
        """Return shortened names without their head -> canonical ("individ- och familjeomsorg", "gymnasie- och vuxenutbildningen")."""
        out: dict[str, str] = {}
        for (modifiers, head, tail), names in sorted(self._settled.items()):
            if head not in _HEADLESS or len(modifiers) < 2 or len(names) != 1 or tail:
                continue
            last = modifiers[-1].removesuffix("s") if len(modifiers[-1]) > 5 else modifiers[-1]
            body = "- och ".join([*modifiers[:-1], last])
            for ending in ("", "en", "n", "et", "sförvaltning", "förvaltning", "somsorg", "omsorgen"):
                if head == "förvaltningen":
                    out.setdefault(body + ending, names[0])
        return out

    # ---------------------------------------------------------------- how

    def _all_known(self, key: Key) -> bool:
        return all((modifier, key[1]) in self._known for modifier in key[0])

    def _segments(self, key: Key, groups: Mapping[Key, Key]) -> list[Key]:
        modifiers, head, tail = key
        if len(modifiers) < 2 or tail:
            return [key]
        if self._all_known(key):
            return [((modifier,), head, "") for modifier in modifiers]
        if len(modifiers) < 3:
            return [key]
        whole = [known for known in groups if known[1] == head and 2 <= len(known[0]) < len(modifiers)]
        cut = self._cut(modifiers, head, whole)
        return cut if cut is not None else [key]

    def _cut(self, modifiers: tuple[str, ...], head: str, whole: list[Key]) -> list[Key] | None:
        if not modifiers:
            return []
        for known in whole:
            size = len(known[0])
            if size <= len(modifiers) and all(map(_same_part, modifiers[:size], known[0])):
                rest = self._cut(modifiers[size:], head, whole)
                if rest is not None:
                    return [known, *rest]
        if (modifiers[0], head) in self._known:
            rest = self._cut(modifiers[1:], head, whole)
            if rest is not None:
                return [((modifiers[0],), head, ""), *rest]
        return None

    def _name(self, key: Key, found: Found) -> str:
        spelled = spell(key)
        listed = self.gazetteer.find(spelled)
        if listed is not None:
            return listed.name
        self.bodies.setdefault(spelled, NamedBody(spelled, found.level, found.collective))
        return spelled


def key_of(found: Found) -> Key:
    """Return what makes a found name the same name again."""
    return found.modifiers, found.head, found.tail.strip() if not found.head else found.tail


def spell(key: Key) -> str:
    """Return the canonical spelling.

    Examples
    --------
    >>> spell((("gymnasie", "vuxenutbildnings"), "förvaltningen", ""))
    'Gymnasie- och vuxenutbildningsförvaltningen'
    """
    modifiers, head, tail = key
    if not head:
        return tail[:1].upper() + tail[1:]
    middle = [part + "-" for part in modifiers[:-1]]
    start = ", ".join(middle[:-1]) + (", " if len(middle) > 1 else "") + (middle[-1] + " och " if middle else "")
    name = start + modifiers[-1] + head + tail
    return name[:1].upper() + name[1:]


def _drift(counts: Mapping[Key, int]) -> dict[Key, Key]:
    """Return key -> the key it is a variant of: the commonest spelling, then the shortest."""
    order = sorted(counts, key=lambda key: (-counts[key], sum(map(len, key[0])), key))
    leaders: dict[tuple[str, int], list[Key]] = {}
    out: dict[Key, Key] = {}
    for key in order:
        modifiers, head, tail = key
        for leader in leaders.setdefault((head, len(modifiers)), []):
            if head and leader[2] == tail and _same_name(modifiers, leader[0]):
                out[key] = leader
                break
        else:
            leaders[head, len(modifiers)].append(key)
            out[key] = key
    return out


def _same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if len(one) == 1:
        shared = _shared(one[0], other[0])
        return shared >= 4 and max(len(one[0]), len(other[0])) - shared <= 2 and abs(len(one[0]) - len(other[0])) <= 2
    return all(map(_same_part, one, other)) and any(a == b or _shared(a, b) >= 6 for a, b in zip(one, other, strict=True))


def _same_part(one: str, other: str) -> bool:
    shared = _shared(one, other)
    shorter, longer = sorted((len(one), len(other)))
    return (shared == shorter and shorter >= 4) or (shared >= 6 and longer - shared <= 3)


def _shared(one: str, other: str) -> int:
    size = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        size += 1
    return size
