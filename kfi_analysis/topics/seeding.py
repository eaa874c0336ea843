"""Seed words: from a theme's words, or a codebook's themes, to terms of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from kfi_analysis.errors import NotEnoughDataError, SettingError
from kfi_analysis.text import lemma

__all__ = ["Seeds", "ThemeBook", "resolve_seeds", "seed_words"]

MOST = 10
"""Seed words a topic: they are to fill its top ten at most."""
FROM_A_BOOK = 5
"""Seed words a topic that come from a codebook: the rest of the ten is for what the material adds."""
_STRONG = 0.8


class _Indicator(Protocol):
    @property
    def terms(self) -> tuple[str, ...]: ...
    @property
    def weight(self) -> float: ...
    @property
    def near(self) -> tuple[str, ...]: ...


class _Code(Protocol):
    @property
    def theme(self) -> str: ...
    @property
    def indicators(self) -> Sequence[_Indicator]: ...


class ThemeBook(Protocol):
    """What a codebook must offer to seed topics: its codes, each with a theme and weighted terms."""

    @property
    def codes(self) -> Sequence[_Code]:
        """The nodes of the tree."""

    def resolve(self, terms: Iterable[str]) -> list[str]:
        """Return the terms with references to lists replaced."""


def seed_words(book: ThemeBook) -> dict[str, list[str]]:
    """Return the themes of a codebook with the single words that speak for them strongly (weight 0.8 and up) and unconditionally.

    Phrases are left out, since topics consist of words; alternatives ("a|b") are taken apart.
    """
    out: dict[str, dict[str, None]] = {}
    for code in book.codes:
        own = out.setdefault(code.theme, {})
        for indicator in code.indicators:
            if indicator.weight < _STRONG or indicator.near:
                continue
            for pattern in book.resolve(indicator.terms):
                if " " not in pattern:
                    own.update(dict.fromkeys(word for word in pattern.split("|") if not word.startswith("*")))
    return {theme: list(words) for theme, words in out.items()}


@dataclass(frozen=True)
class Seeds:
    """Names of the seeded topics, their terms, and what found no term.

    Parameters
    ----------
    names
        One a seeded topic.
    terms
        Topic position (from 0) -> positions of terms.
    missing
        name -> words that no term of the vocabulary matches.
    dropped
        name -> terms beyond the most frequent, and terms that a codebook gives to several themes.
    """

    names: tuple[str, ...]
    terms: Mapping[int, tuple[int, ...]]
    missing: Mapping[str, tuple[str, ...]]
    dropped: Mapping[str, tuple[str, ...]]


def resolve_seeds(
    seeds: Mapping[str, Sequence[str]] | ThemeBook,
    vocabulary: Sequence[str],
    display: Sequence[str],
    frequency: npt.NDArray[np.int64],
    n_topics: int,
) -> Seeds:
    """Find the terms of each theme's seed words.

    Parameters
    ----------
    seeds
        Theme -> words. A word is looked up by its lemma; a trailing ``*`` takes every term with that beginning. Or a codebook: then each
        theme takes its five most frequent words, a word of two themes is left out
        of both, and a theme without a word stays unseeded (its words are in `missing`).
    vocabulary, display, frequency
        Terms, their shown forms and how many passages they stand in.
    n_topics
        Number of topics in all; the rest stay free.

    Raises
    ------
    SettingError
        If there are more themes than topics, a word stands for two themes, or words are not given as a list.
    NotEnoughDataError
        If a theme has no seed word in the vocabulary (of a codebook: if no theme has one).
    """
    from_book = not isinstance(seeds, Mapping)
    most = FROM_A_BOOK if from_book else MOST
    if not isinstance(seeds, Mapping):
        seeds = seed_words(seeds)
    if len(seeds) > n_topics:
        raise SettingError(
            f"{len(seeds)} seeded topics do not fit in n_topics={n_topics}: ask for at least {len(seeds)}, more for free topics"
        )
    place = {term: number for number, term in enumerate(vocabulary)}
    for number, shown in enumerate(display):
        place.setdefault(shown, number)
    found: dict[str, tuple[list[int], list[str]]] = {name: _terms_of(name, words, place, vocabulary) for name, words in seeds.items()}
    owners: dict[int, list[str]] = {}
    for name, (own, _) in found.items():
        for term in own:
            owners.setdefault(term, []).append(name)
    terms: dict[int, tuple[int, ...]] = {}
    missing: dict[str, tuple[str, ...]] = {}
    dropped: dict[str, tuple[str, ...]] = {}
    names: list[str] = []
    for name, (own, absent) in found.items():
        shared = [term for term in own if len(owners[term]) > 1]
        if shared and not from_book:
            both = owners[shared[0]]
            raise SettingError(
                f"the term {vocabulary[shared[0]]!r} is a seed of both {both[0]!r} and {both[1]!r}: a seed leads to one topic"
            )
        ranked = sorted(set(own) - set(shared), key=lambda term: (-int(frequency[term]), term))
        if absent:
            missing[name] = tuple(absent)
        if not ranked and from_book:
            continue
        if not ranked:
            raise NotEnoughDataError(
                f"no seed word of {name!r} is among the {len(vocabulary)} terms (looked for {', '.join(absent[:8])}): choose words that"
                " the material uses, or lower min_df"
            )
        terms[len(names)] = tuple(sorted(ranked[:most]))
        names.append(name)
        if len(ranked) > most or shared:
            dropped[name] = tuple(vocabulary[term] for term in [*ranked[most:], *shared])
    if not names:
        raise NotEnoughDataError(
            "no theme of the codebook has a word among the terms: the material speaks of other things, or is too short"
        )
    return Seeds(tuple(names), terms, missing, dropped)


def _terms_of(name: str, words: Sequence[str], place: Mapping[str, int], vocabulary: Sequence[str]) -> tuple[list[int], list[str]]:
    """Return the terms of a theme's words, and the words that have none."""
    if isinstance(words, str):
        raise SettingError(f"the seeds of {name!r} are one string: give a list of words")
    found: dict[int, None] = {}
    absent = []
    for word in words:
        hits = _hits(word, place, vocabulary)
        if not hits:
            absent.append(word)
        found.update(dict.fromkeys(hits))
    return list(found), absent


def _hits(word: str, place: Mapping[str, int], vocabulary: Sequence[str]) -> list[int]:
    low = word.strip().lower()
    if low.endswith("*"):
        return [number for number, term in enumerate(vocabulary) if term.startswith(low[:-1])] if len(low) > 1 else []
    for form in (low, lemma(low)):
        if form in place:
            return [place[form]]
    return []
