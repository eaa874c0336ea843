"""Seed words: from a theme's words to terms of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kfi_analysis.errors import NotEnoughDataError, SettingError
from kfi_analysis.text import lemma

__all__ = ["Seeds", "resolve_seeds"]

MOST = 10
"""Seed words a topic: they are to fill its top ten at most."""


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
        name -> terms beyond the ten most frequent.
    """

    names: tuple[str, ...]
    terms: Mapping[int, tuple[int, ...]]
    missing: Mapping[str, tuple[str, ...]]
    dropped: Mapping[str, tuple[str, ...]]


def resolve_seeds(
    seeds: Mapping[str, Sequence[str]], vocabulary: Sequence[str], display: Sequence[str], frequency: npt.NDArray[np.int64], n_topics: int
) -> Seeds:
    """Find the terms of each theme's seed words.

    Parameters
    ----------
    seeds
        Theme -> words. A word is looked up by its lemma; a trailing ``*`` takes every term with that beginning.
    vocabulary, display, frequency
        Terms, their shown forms and how many passages they stand in.
    n_topics
        Number of topics in all; the rest stay free.

    Raises
    ------
    SettingError
        If there are more themes than topics, a word stands for two themes, or words are not given as a list.
    NotEnoughDataError
        If a theme has no seed word in the vocabulary.
    """
    if len(seeds) > n_topics:
        raise SettingError(
            f"{len(seeds)} seeded topics do not fit in n_topics={n_topics}: ask for at least {len(seeds)}, more for free topics"
        )
    place = {term: number for number, term in enumerate(vocabulary)}
    for number, shown in enumerate(display):
        place.setdefault(shown, number)
    terms: dict[int, tuple[int, ...]] = {}
    missing: dict[str, tuple[str, ...]] = {}
    dropped: dict[str, tuple[str, ...]] = {}
    owner: dict[int, str] = {}
    for position, (name, words) in enumerate(seeds.items()):
        if isinstance(words, str):
            raise SettingError(f"the seeds of {name!r} are one string: give a list of words")
        found: dict[int, None] = {}
        absent = []
        for word in words:
            hits = _hits(word, place, vocabulary)
            if not hits:
                absent.append(word)
            found.update(dict.fromkeys(hits))
        if not found:
            raise NotEnoughDataError(
                f"no seed word of {name!r} is among the {len(vocabulary)} terms (looked for {', '.join(absent[:8])}): choose words that"
                " the material uses, or lower min_df"
            )
        for term in found:
            if term in owner:
                raise SettingError(
                    f"the term {vocabulary[term]!r} is a seed of both {owner[term]!r} and {name!r}: a seed leads to one topic"
                )
        ranked = sorted(found, key=lambda term: (-int(frequency[term]), term))
        terms[position] = tuple(sorted(ranked[:MOST]))
        owner.update(dict.fromkeys(terms[position], name))
        if absent:
            missing[name] = tuple(absent)
        if len(ranked) > MOST:
            dropped[name] = tuple(vocabulary[term] for term in ranked[MOST:])
    return Seeds(tuple(seeds), terms, missing, dropped)


def _hits(word: str, place: Mapping[str, int], vocabulary: Sequence[str]) -> list[int]:
    low = word.strip().lower()
    if low.endswith("*"):
        return [number for number, term in enumerate(vocabulary) if term.startswith(low[:-1])] if len(low) > 1 else []
    for form in (low, lemma(low)):
        if form in place:
            return [place[form]]
    return []
