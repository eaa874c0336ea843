"""Lemmas: a table of function words, simplemma's table, and rules for what neither has."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from kfi_analysis.text.function_words import FUNCTION_WORDS
from kfi_analysis.text.lexicon import lemma_table

__all__ = ["lemma", "lemmatize"]


@cache
def lemma(word: str) -> str:
    """Return the lemma of a word out of its context, in small letters except for names.

    Examples
    --------
    >>> lemma("nämnderna"), lemma("Krisledningsnämnden"), lemma("våra")
    ('nämnd', 'krisledningsnämnd', 'vi')
    """
    low = word.lower()
    known = FUNCTION_WORDS.get(low)
    if known is not None:
        return known
    table = lemma_table()
    hit = table.get(low) or table.get(word)
    if hit is not None:
        return low if _is_noun(low, hit) else hit
    if "-" in low.strip("-"):
        head, _, tail = low.rpartition("-")
        return f"{head}-{lemma(tail)}"
    for cut in range(1, len(low) - 3):
        hit = table.get(low[cut:])
        if hit is not None and len(low) - cut >= 4:
            return low[:cut] + hit.lower()
    return low


def lemmatize(words: Iterable[str]) -> list[str]:
    """Return the lemmas of the words of one sentence, in order."""
    return [lemma(word) for word in words]


def _is_noun(word: str, found: str) -> bool:
    """Tell whether the table reads the base form of a noun as a verb: "kris" is not a form of "kria", for there is "krisen"."""
    if found == word or not found.endswith("a"):
        return False
    table = lemma_table()
    return any(table.get(word + ending) == word for ending in ("en", "et", "er", "ens", "ets", "arna", "erna"))
