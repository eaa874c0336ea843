"""The two tables that the Swedish layer stands on, loaded when they are first needed.

`lemma_table` is simplemma's (MIT; 960,000 forms), `frequency_table` is wordfreq's (Apache-2.0; 340,000 forms). Both carry their data and
neither reaches for a network.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

__all__ = ["frequency", "frequency_table", "lemma_table"]


@cache
def lemma_table() -> Mapping[str, str]:
    """Return form -> lemma as the table has it; names keep their capital letter."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    table: Mapping[str, str] = DefaultDictionaryFactory().get_dictionary("sv")
    return table


@cache
def frequency_table() -> Mapping[str, float]:
    """Return lower-case form -> share of running words in Swedish text (0-1)."""
    from wordfreq import get_frequency_dict

    table: Mapping[str, float] = get_frequency_dict("sv", wordlist="large")
    return table


def frequency(word: str) -> float:
    """Return the share of a lower-case form in running Swedish text, 0 if it is not in the table."""
    return frequency_table().get(word, 0.0)
