"""Repair of misread text: find the badly read part, ask what each word may stand for, let the neighbours decide, and tell every change.

A noisy channel: the best word is the one with the highest product of how likely the word is, how likely it is to be misread like this,
and how well it sits between its neighbours. All three are learnt on the text itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.errors import SettingError
from kfi_analysis.text.accents import loose_accents
from kfi_analysis.text.ocr.candidates import Candidate
from kfi_analysis.text.ocr.context import Sequenced, refine
from kfi_analysis.text.ocr.hints import WEIGHT, fits
from kfi_analysis.text.ocr.model import Field, Types, read_types
from kfi_analysis.text.ocr.noise import FOREIGN, SWEDISH, OcrNoise, Survey, survey
from kfi_analysis.text.ocr.words import Unit, cased, find_units
from kfi_analysis.text.offsets import Edit, OffsetMap, apply_edits

__all__ = ["COLUMNS", "Repair", "repair"]

COLUMNS = ["start", "end", "before", "after", "confidence", "reason"]
_PASSES = 4
_OPEN = 1e-4
_CAREFUL = 0.85
"""A word that is a word as it stands is changed from this confidence on."""
_CAREFUL_COMPOUND = 0.998
_RIVAL = 0.01
_NAME_SHARE = 3e-7
"""Below this frequency a word with a capital inside a sentence is left as it stands: it is likelier a name than a rare word."""


@dataclass(frozen=True)
class Repair:
    """A repaired text, and how it came about.

    Attributes
    ----------
    text
        The repaired text.
    map
        Leads from its characters to those of the original.
    changes
        One row a change: start, end (span of the original), before, after, confidence (0–1), reason (`letters`: å/ä/ö or other signs
        misread; `compound`: read as a compound of known words; `shape`: letters of like shape or of two for one; `accents`: an accent
        that stood loose after its letter; with `, name` where the
        word begins with a capital inside a sentence and may be a name).
    before, after
        The noise of the text before and after.
    """

    text: str
    map: OffsetMap
    changes: pd.DataFrame
    before: OcrNoise
    after: OcrNoise
    channel: dict[str, dict[str, float]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<Repair: {len(self.changes)} words changed, noise {self.before.score:.2f} before, {self.after.score:.2f} after>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.changes.head(20).round(2).to_html(index=False)}"


def repair(text: str, *, vocabulary: Iterable[str] | None = None, threshold: float = 0.5) -> Repair:
    """Return the text with its misread words repaired, a map to the original, and a list of every change.

    Nothing is changed where the noise is low (see `ocr_noise`), so a clean text comes back as it is; in a document of which a part was
    read badly, only that part is repaired, and the clean part teaches the words. Figures, addresses and codes are never touched. A
    word broken over a line end is repaired as one, and the break stays. Repairing twice is repairing once: a text whose repair does not
    settle in four rounds is given back unchanged.

    Parameters
    ----------
    text
        The text as the OCR gave it.
    vocabulary
        Clean texts of the same field (other reports, not necessarily long): their words and word pairs guide the choice.
    threshold
        The least confidence of a change, 0–1.

    Examples
    --------
    >>> noisy = "Vi dr nojda med stodet fran f6rvaltningen och det har fungerat vil under aret."
    >>> repair(noisy).text
    'Vi är nöjda med stödet från förvaltningen och det har fungerat väl under året.'
    """
    if isinstance(vocabulary, str):
        raise SettingError("vocabulary is a list of texts, not one text: write vocabulary=[text]")
    if not 0 <= threshold <= 1:
        raise SettingError(f"threshold is a confidence between 0 and 1, not {threshold!r}")
    clean = _Clean.of(list(vocabulary or []))
    now, steps, tables = _with_whole_letters(text)
    loose = len(tables)
    first = seen = survey(now)
    channel: dict[str, dict[str, float]] = {}
    for turn in range(_PASSES + 1):
        edits, rows, found = _one_pass(now, seen, clean, threshold)
        if not edits:
            break
        if turn == _PASSES:
            return Repair(text, OffsetMap.identity(len(text)), _change_table(text, text, [], steps), first.noise, first.noise)
        channel = channel or found
        now, step = apply_edits(now, edits)
        tables.append((rows, steps))
        steps = step.compose(steps)
        seen = survey(now)
    if len(tables) == loose:
        return Repair(text, OffsetMap.identity(len(text)), _change_table(text, text, [], steps), first.noise, first.noise)
    return Repair(now, steps, _change_table(text, now, tables, steps), first.noise, seen.noise, channel)


@dataclass(frozen=True)
class _Row:
    start: int
    end: int
    confidence: float
    reason: str


_Tables = list[tuple[list[_Row], OffsetMap]]


def _with_whole_letters(text: str) -> tuple[str, OffsetMap, _Tables]:
    """The text with the accents that stand loose after their letters put in, the map, and the rows of the changes."""
    edits = loose_accents(text)
    if not edits:
        return text, OffsetMap.identity(len(text)), []
    now, steps = apply_edits(text, edits)
    return now, steps, [([_Row(start, end, 1.0, "accents") for start, end, _ in edits], OffsetMap.identity(len(text)))]


@dataclass(frozen=True)
class _Clean:
    """The words of clean texts in order, with the marks between them."""

    words: list[str]
    marks: list[str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Clean:
        words: list[str] = []
        marks: list[str] = []
        for text in texts:
            units = find_units(text)
            words += [unit.surface.lower() for unit in units]
            marks += _marks(text, units)
        return cls(words, marks)


def _one_pass(text: str, seen: Survey, clean: _Clean, threshold: float) -> tuple[list[Edit], list[_Row], dict[str, dict[str, float]]]:
    units, noisy = seen.units, seen.noisy
    if not noisy.any():
        return [], [], {}
    foreign = _foreign(units)
    work = noisy & ~foreign
    counts = Counter(unit.surface for unit, at in zip(units, work, strict=True) if at)
    if not counts:
        return [], [], {}
    settled = [unit.surface.lower() for unit, at in zip(units, noisy, strict=True) if not at]
    types = read_types(counts, Field(Counter(clean.words) + Counter(settled)))
    chosen = _choose(text, units, work, types, clean)
    edits: list[Edit] = []
    rows: list[_Row] = []
    for unit, (word, confidence, reason) in zip([u for u, at in zip(units, work, strict=True) if at], chosen, strict=True):
        if word == unit.surface or confidence < threshold:
            continue
        edits.append((unit.start, unit.end, unit.put_back(text, word)))
        rows.append(_Row(unit.start, unit.end, confidence, reason + (", name" if _may_be_name(text, unit) else "")))
    return edits, rows, types.channel.rows()


def _choose(text: str, units: Sequence[Unit], work: npt.NDArray[np.bool_], types: Types, clean: _Clean) -> list[tuple[str, float, str]]:
    """Return for each unit to be worked on: the word chosen, its confidence, the reason."""
    place_of = {surface: place for place, surface in enumerate(types.surfaces)}
    best = [max(range(len(row)), key=row.__getitem__) for row in types.chances]
    ids: dict[str, int] = {mark: place for place, mark in enumerate(("<.>", "<,>", "<0>"))}
    order: list[str] = []
    for unit, at in zip(units, work.tolist(), strict=True):
        type_ = place_of[unit.surface] if at else -1
        order.append(types.readings[type_][best[type_]].word if at else unit.surface.lower())
    order += clean.words
    marks = _marks(text, units) + clean.marks
    words = np.array([ids.setdefault(word, len(ids)) for word in order], dtype=np.int64)
    before = np.array([ids.get(mark, -1) for mark in marks], dtype=np.int64)
    places: list[int] = []
    readings: list[int] = []
    base: list[float] = []
    prior: list[float] = []
    which: list[int] = []
    open_types = {
        place: [c for c, chance in enumerate(row) if chance > _OPEN]
        for place, row in enumerate(types.chances)
        if sum(chance > _OPEN for chance in row) > 1
    }
    for place, unit in enumerate(units):
        if work[place] and (options := open_types.get(place_of[unit.surface])):
            found = types.readings[place_of[unit.surface]]
            scores = types.scores[place_of[unit.surface]]
            for option in options:
                candidate = found[option]
                places.append(place)
                readings.append(ids.setdefault(candidate.word, len(ids)))
                base.append(scores[option])
                prior.append(max(types.shares[place_of[unit.surface]][option], 1e-15))
                which.append(option)
    titled = {place for place, unit in enumerate(units) if work[place] and _may_be_name(text, unit)}
    chance_at: dict[int, tuple[int, float]] = {}
    if places:
        classes: dict[str, int] = {}
        endings = np.array([classes.setdefault(_ending(word), len(classes)) for word in ids], dtype=np.int64)
        names = list(ids)

        def hints(left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
            rows = zip(readings, left.tolist(), right.tolist(), strict=True)
            return np.array([WEIGHT * fits(names[word], names[a], names[b]) for word, a, b in rows])

        sequence = Sequenced(words, before, endings)
        chances, _ = refine(sequence, np.array(places), np.array(readings), base=np.array(base), prior=np.array(prior), hints=hints)
        for place, option, chance in zip(places, which, chances.tolist(), strict=True):
            if place not in chance_at or chance > chance_at[place][1]:
                chance_at[place] = (option, chance)
    out: list[tuple[str, float, str]] = []
    for place, unit in enumerate(units):
        if not work[place]:
            continue
        type_ = place_of[unit.surface]
        option, chance = chance_at.get(place, (best[type_], types.chances[type_][best[type_]]))
        candidate = types.readings[type_][option]
        doubtful = types.shares[type_][option] < _NAME_SHARE or candidate.reason == "shape" or chance < _CAREFUL
        careful = chance < _least(types.readings[type_], unit.surface, candidate)
        torn = candidate.reason == "shape" and (chance < _CAREFUL or _is_torn(text, unit))
        if careful or torn or (place in titled and doubtful and _stays(types, type_)):
            out.append((unit.surface, 1.0, "as it stands"))
            continue
        out.append((_spelt(candidate.word, unit.surface, types.patterns[type_]), round(min(chance, 0.9999), 4), candidate.reason))
    return out


def _least(found: Sequence[Candidate], surface: str, chosen: Candidate) -> float:
    """Return the least confidence at which a word is changed, by whether it may be right as it stands.

    More is asked where the word is one of some frequency beside the chosen one, and most where it can be read as a compound itself.
    """
    low = surface.lower()
    rival = next((candidate for candidate in found if candidate.word == low), None)
    if rival is None:
        return 0.0
    if rival.reason == chosen.reason == "compound":
        return _CAREFUL_COMPOUND
    return _CAREFUL if rival.prior > max(_NAME_SHARE, _RIVAL * chosen.prior) else 0.0


def _stays(types: Types, type_: int) -> bool:
    """Return whether a word may be right as it stands: it has no sign that no word has."""
    return types.surfaces[type_].isascii() and types.surfaces[type_].isalpha()


def _ending(word: str) -> str:
    return word if len(word) <= 3 or word[0] == "<" else "-" + word[-3:]


_LONE_CAPITAL = re.compile(r"[a-zåäö]*[OGI][a-zåäö]+\Z")


def _spelt(word: str, surface: str, pattern: str) -> str:
    """Return the word cased like the surface; where only the case differs, the surface (but for a lone capital among small letters)."""
    if word == surface.lower() and not (pattern == "lower" and _LONE_CAPITAL.match(surface)):
        return surface
    return cased(word, pattern)


_SPACE = re.compile(r"\s*\Z")


def _marks(text: str, units: Sequence[Unit]) -> list[str]:
    """Return what parts each unit from the one before: nothing, a comma, a figure, or the end of a sentence."""
    out: list[str] = []
    end = 0
    for unit in units:
        gap = text[max(end, unit.start - 200) : unit.start]
        end = unit.end
        if not out or any(char in gap for char in ".!?:;•") or gap.count("\n") > 1:
            out.append("<.>")
        elif any(char.isdigit() for char in gap):
            out.append("<0>")
        elif gap.strip():
            out.append("<,>")
        else:
            out.append("")
    return out


_INSIDE = re.compile(r"[\w,;/&(\[-][ \t]*\n?[ \t]*\Z")


def _may_be_name(text: str, unit: Unit) -> bool:
    """Return whether a word has a capital where a sentence does not begin."""
    if not unit.surface[0].isupper() or unit.surface.isupper():
        return False
    return _INSIDE.search(text[max(0, unit.start - 6) : unit.start]) is not None


_TORN_BEFORE = re.compile(r"[-\u00ad]\s+\Z")
_TORN_AFTER = re.compile(r"[-\u00ad]\s")


def _is_torn(text: str, unit: Unit) -> bool:
    """Return whether a word is one half of a word broken over a page."""
    return _TORN_BEFORE.search(text[max(0, unit.start - 8) : unit.start]) is not None or _TORN_AFTER.match(text, unit.end) is not None


def _foreign(units: Sequence[Unit]) -> npt.NDArray[np.bool_]:
    """Return for each unit whether it stands in a foreign phrase: more foreign than Swedish common words within five words."""
    low = [unit.surface.lower() for unit in units]
    balance = np.array([(word in FOREIGN) - 1.0 * (word in SWEDISH) for word in low])
    sums = np.convolve(balance, np.ones(11), mode="full")[5 : 5 + len(units)] if len(units) else balance
    return sums >= 1.0


def _change_table(text: str, now: str, tables: Sequence[tuple[list[_Row], OffsetMap]], last: OffsetMap) -> pd.DataFrame:
    """Return the changes as spans of the first text (a later pass counts where it went on from an earlier one)."""
    rows: dict[tuple[int, int], tuple[float, str]] = {}
    for found, steps in tables:
        for row in found:
            rows[steps.to_original(row.start, row.end)] = (row.confidence, row.reason)
    out = []
    reached = -1
    for (start, end), (confidence, reason) in sorted(rows.items(), key=lambda item: (item[0][0], -item[0][1])):
        if reason == "accents" and end <= reached:
            continue
        reached = max(reached, end)
        low, high = last.from_original(start, end)
        if now[low:high] != text[start:end]:
            out.append((start, end, text[start:end], now[low:high], confidence, reason))
    return pd.DataFrame(out, columns=COLUMNS)
