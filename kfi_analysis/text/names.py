"""Names of people, and what else leads to a person: found, and masked so that nobody is recognised.

The promise of anonymity needs recall before precision: what is doubtful is masked or listed for review, with its reason. Names of
organisations and places are not masked. The rules are in `name_rules` and `identifiers`, the word lists in `name_lists`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

import pandas as pd

from kfi_analysis.errors import SettingError, did_you_mean
from kfi_analysis.text.accents import whole_letters
from kfi_analysis.text.identifiers import Found, find_identifiers
from kfi_analysis.text.name_lists import given_names, plain, surname_endings, surnames, weak_endings
from kfi_analysis.text.name_rules import begins_sentence, find_people, is_name_alone, is_word_too
from kfi_analysis.text.offsets import Edit, OffsetMap, apply_edits

__all__ = ["KINDS", "Masked", "find_names", "mask_names"]

KINDS = ("person", "email", "phone", "personnummer")
COLUMNS = ["start", "end", "surface", "kind", "score", "reason"]
SURE = 0.8
"""A finding below this score is listed for review."""


_SHOWN = 1000
"""Characters of a masked text that a notebook shows."""


@dataclass(frozen=True)
class Masked:
    """A text without names.

    Attributes
    ----------
    text
        The text with a pseudonym in place of every name.
    map
        Leads from its characters to those of the original.
    table
        One row a mask: start, end (in the original), kind, pseudonym, score, reason. No name stands in it.
    key
        Pseudonym -> the strings it stands for, how often, and the best score: pseudonym, surface, kind, n, score. Keep it apart from the
        text, or do not keep it.
    review
        What a person should look at, names and all: doubtful findings, masked or not (start, end, surface, kind, score, reason, masked).
    """

    text: str
    map: OffsetMap
    table: pd.DataFrame
    key: pd.DataFrame
    review: pd.DataFrame

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<Masked: {len(self.table)} masks for {len(self.key)} names, {len(self.review)} places to look at>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p><blockquote>{escape(self.text[:_SHOWN])}</blockquote>{self.table.to_html(index=False)}"


def find_names(text: str) -> pd.DataFrame:
    """Return names of people, e-mail addresses, telephone numbers and personal identity numbers.

    Returns
    -------
    DataFrame
        start, end, surface, kind (`person`, `email`, `phone`, `personnummer`), score (0–1), reason; in order, not overlapping.

    Examples
    --------
    >>> found = find_names("Enligt rektor Ylva Exempelsson (ylva@exempel.se, 033-12 34 56) fungerade det.")
    >>> found[["surface", "kind"]].values.tolist()
    [['Ylva Exempelsson', 'person'], ['ylva@exempel.se', 'email'], ['033-12 34 56', 'phone']]
    """
    whole, offsets = whole_letters(text)
    rows = [(start, end, whole[start:end], kind, score, reason) for start, end, kind, score, reason in _found(whole)]
    return _at_home(pd.DataFrame(rows, columns=COLUMNS), offsets, text)


def mask_names(
    text: str, *, kinds: Iterable[str] = KINDS, min_score: float = 0.5, also: Iterable[str] = (), keep: Iterable[str] = ()
) -> Masked:
    """Return the text with every name replaced by a pseudonym such as `[person 1]`.

    A person has one pseudonym all through the text: the full name, the surname or given name alone where it can only be that person's,
    the genitive ("[person 1]s"). Whatever is masked once is masked wherever it stands as a word of its own, in any case.

    Parameters
    ----------
    text
        The text.
    kinds
        What to mask.
    min_score
        Mask what scores at least this much; what scores less is left and listed in `review`.
    also
        Further strings to mask as persons (what the review showed).
    keep
        Strings to leave (names of cited authors, for example).

    Examples
    --------
    >>> mask_names("Kim Exempelsson ledde arbetet. Exempelssons chef tackade Kim.").text
    '[person 1] ledde arbetet. [person 1]s chef tackade [person 1].'
    """
    wanted = list(kinds)
    for kind in wanted:
        if kind not in KINDS:
            raise SettingError(f"kinds: {kind!r} is unknown; {did_you_mean(kind, KINDS)}")
    if not 0 <= min_score <= 1:
        raise SettingError(f"min_score is a score between 0 and 1, not {min_score!r}")
    given = [_flat(whole_letters(name)[0]) for name in also]
    for name in given:
        if len(name) < 2 or any(name.lower() in word for word in _WORDS.values()):
            raise SettingError(f"also: {name!r} is too short, or a word of the pseudonyms; write the whole name")
    kept = {plain(_flat(whole_letters(name)[0])) for name in keep}
    whole, offsets = whole_letters(text)
    masked = _masked(whole, wanted, min_score, given, kept)
    if offsets is None:
        return masked
    table, review = (_at_home(one, offsets, text) for one in (masked.table, masked.review))
    return replace(masked, map=masked.map.compose(offsets), table=table, review=review)


def _at_home(table: pd.DataFrame, offsets: OffsetMap | None, text: str) -> pd.DataFrame:
    """The rows with their places, and their surface where they have one, in the text as it was before its letters were made whole."""
    if offsets is None or table.empty:
        return table
    spans = [offsets.to_original(start, end) for start, end in zip(table["start"], table["end"], strict=True)]
    out = table.assign(start=[start for start, _ in spans], end=[end for _, end in spans])
    return out.assign(surface=[text[start:end] for start, end in spans]) if "surface" in out else out


def _masked(text: str, wanted: Sequence[str], min_score: float, given: Sequence[str], kept: set[str]) -> Masked:
    """Mask a text of whole letters."""
    found = [row for row in _found(text) if plain(_flat(text[row[0] : row[1]])) not in kept]
    chosen = [row for row in found if row[2] in wanted and row[3] >= min_score]
    people = _People([*given, *(_base(text[row[0] : row[1]]) for row in chosen if row[2] == "person")])
    others = {text[row[0] : row[1]]: row[2] for row in chosen if row[2] != "person"}
    masks = [_Mask(*row, _base(text[row[0] : row[1]]) if row[2] == "person" else text[row[0] : row[1]]) for row in chosen]
    masks += _everywhere(text, {**dict.fromkeys(people.surfaces(), "person"), **others})
    masks = _united([mask for mask in masks if plain(_flat(text[mask.start : mask.end])) not in kept])
    numbers: dict[tuple[str, str], int] = {}
    edits: list[Edit] = []
    rows = []
    names = []
    for mask in masks:
        who = people.who(mask.surface) if mask.kind == "person" else mask.surface.lower()
        same = sum(kind == mask.kind for kind, _ in numbers)
        number = numbers.setdefault((mask.kind, who), same + 1)
        pseudonym = f"{_WORDS[mask.kind]} {number}"
        genitive = "s" if mask.kind == "person" and _flat(text[mask.start : mask.end]) == mask.surface + "s" else ""
        edits.append((mask.start, mask.end, f"[{pseudonym}]{genitive}"))
        rows.append((mask.start, mask.end, mask.kind, pseudonym, mask.score, mask.reason))
        names.append((pseudonym, mask.surface, mask.kind, mask.score))
    masked, step = apply_edits(text, edits)
    table = pd.DataFrame(rows, columns=["start", "end", "kind", "pseudonym", "score", "reason"])
    key = pd.DataFrame(names, columns=["pseudonym", "surface", "kind", "score"])
    key = key.groupby(["pseudonym", "surface", "kind"], sort=False, as_index=False).agg(n=("score", "size"), score=("score", "max"))
    starts = [mask.start for mask in masks]
    doubtful = []
    for start, end, kind, score, reason in found:
        if score < SURE:
            at = bisect_right(starts, start) - 1
            hidden = at >= 0 and masks[at].end >= end
            doubtful.append((start, end, text[start:end], kind, score, reason, hidden))
    return Masked(masked, step, table, key, pd.DataFrame(doubtful, columns=[*COLUMNS, "masked"]))


_WORDS = {"person": "person", "email": "e-post", "phone": "telefon", "personnummer": "personnummer"}


@dataclass(frozen=True, slots=True)
class _Mask:
    start: int
    end: int
    kind: str
    score: float
    reason: str
    surface: str


def _flat(surface: str) -> str:
    """Return a name on one line."""
    return " ".join(surface.split())


def _base(surface: str) -> str:
    """Return a name without the genitive's s, where what is left is known as a name ("Lars" keeps its s)."""
    flat = _flat(surface)
    last = plain(flat.rsplit(" ", 1)[-1])
    if not last.endswith("s") or last in given_names() or last in surnames():
        return flat
    stem = last[:-1]
    known = stem in given_names() or stem in surnames() or (len(stem) > 4 and stem.endswith((*surname_endings(), *weak_endings())))
    return flat[:-1] if known else flat


class _People:
    """Who is who: a full name is a person; a part alone is that person if it can be no other."""

    def __init__(self, names: Sequence[str]) -> None:
        self._owners: dict[str, set[str]] = {}
        self._full: dict[str, str] = {}
        self._names = list(dict.fromkeys(names))
        for name in self._names:
            parts = name.split(" ")
            if len(parts) > 1:
                who = self._full.setdefault(plain(name), name)
                for part in (parts[0], parts[-1]):
                    self._owners.setdefault(plain(part), set()).add(who)

    def who(self, surface: str) -> str:
        """Return the person that a string stands for."""
        low = plain(surface)
        owners = self._owners.get(low, set())
        return self._full.get(low) or (next(iter(owners)) if len(owners) == 1 else low)

    def surfaces(self) -> list[str]:
        """Return every string to be masked: the names, and those parts of them that are no ordinary words."""
        out = dict.fromkeys(self._names)
        for name in self._names:
            for part in name.split(" ") if " " in name else ():
                if len(part) > 2 and part[0].isupper() and part[-1] != "." and is_name_alone(part):
                    out.setdefault(part)
        return list(out)


def _everywhere(text: str, surfaces: Mapping[str, str]) -> list[_Mask]:
    """Return every place where one of the strings stands; from five characters on also inside a longer word, which is masked whole."""
    from ahocorasick_rs import AhoCorasick

    patterns = list(dict.fromkeys(form for surface in surfaces for form in (surface, surface.upper()) if form))
    if not patterns:
        return []
    origin = {form: surface for surface in surfaces for form in (surface.upper(), surface)}
    flat = _SPACE.sub(" ", text)
    out: list[_Mask] = []
    for index, start, end in AhoCorasick(patterns).find_matches_as_indexes(flat, overlapping=True):
        form = patterns[index]
        low, high = start, end
        while low and _is_letter(flat[low - 1]) and _is_letter(flat[low]):
            low -= 1
        while high < len(flat) and _is_letter(flat[high]) and _is_letter(flat[high - 1]):
            high += 1
        if " " not in form and low == start and is_word_too(form) and begins_sentence(flat[max(0, low - 12) : low]):
            continue
        whole = (low, high) == (start, end) or (low == start and flat[end:high] == "s")
        if whole or len(form) >= _LONG:
            out.append(_Mask(low, high, surfaces[origin[form]], 0.9, "masked elsewhere", origin[form]))
    return out


_SPACE = re.compile(r"\s")
_LONG = 5


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "_"


def _united(masks: Iterable[_Mask]) -> list[_Mask]:
    """Join masks that overlap; what is joined takes after its longest member."""
    out: list[_Mask] = []
    for mask in sorted(masks, key=lambda mask: (mask.start, -mask.end, -mask.score)):
        if out and mask.start < out[-1].end:
            last = out[-1]
            leader = last if last.end - last.start >= mask.end - mask.start else mask
            out[-1] = replace(leader, start=last.start, end=max(last.end, mask.end), score=max(last.score, mask.score))
        else:
            out.append(mask)
    return out


def _found(text: str) -> list[Found]:
    """Return all findings, without overlap: the longest and surest first."""
    chosen: list[Found] = []
    starts: list[int] = []
    for row in sorted([*find_identifiers(text), *find_people(text)], key=lambda row: (row[0] - row[1], -row[3], row[0])):
        at = bisect_right(starts, row[0])
        free = (at == 0 or chosen[at - 1][1] <= row[0]) and (at == len(chosen) or chosen[at][0] >= row[1])
        if free:
            starts.insert(at, row[0])
            chosen.insert(at, row)
    return chosen
