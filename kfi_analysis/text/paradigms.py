"""What a Swedish form may be a form of: endings of nouns, verbs and adjectives, weighed by how common the other forms of the lemma are.

A table gives each form one lemma; "ramar" is then always "rama" and "kris" always "kria". Here every reading that the endings allow
is weighed: how common is the lemma in its other, unambiguous forms (`support`), times how common this kind of form is among the forms
of such a word (the last column of the endings below, rounded shares from grammars of modern Swedish).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from kfi_analysis.text.function_words import ALONE, FUNCTION_WORDS
from kfi_analysis.text.lexicon import frequency_table, lemma_table

__all__ = ["Reading", "readings"]


class Reading(NamedTuple):
    """A lemma that a form may belong to: its word class (N, V, A) and its weight (share of running words)."""

    lemma: str
    word_class: str
    weight: float


# ending of the form, what stands in its place in the lemma, share of this kind of form
_NOUN = (
    ("", "", 0.40), ("en", "", 0.25), ("et", "", 0.25), ("n", "", 0.25), ("t", "", 0.25), ("ar", "", 0.18), ("er", "", 0.18),
    ("r", "", 0.18), ("ar", "e", 0.18), ("or", "a", 0.18), ("n", "", 0.18), ("arna", "", 0.07), ("erna", "", 0.07), ("rna", "", 0.07),
    ("arna", "e", 0.07), ("orna", "a", 0.07), ("na", "", 0.07), ("na", "e", 0.07), ("erna", "um", 0.07), ("er", "um", 0.18),
    ("et", "um", 0.25),
)  # fmt: skip
_VERB = (
    ("a", "a", 0.25), ("ar", "a", 0.33), ("er", "a", 0.33), ("ade", "a", 0.17), ("de", "a", 0.17), ("te", "a", 0.17),
    ("at", "a", 0.09), ("t", "a", 0.09), ("it", "a", 0.09), ("as", "a", 0.04), ("es", "a", 0.03), ("s", "a", 0.03),
    ("ades", "a", 0.02), ("des", "a", 0.02), ("tes", "a", 0.02), ("ats", "a", 0.01), ("ts", "a", 0.01), ("its", "a", 0.01),
    ("", "a", 0.002), ("r", "", 0.33), ("dde", "", 0.17), ("tt", "", 0.09), ("", "", 0.25), ("s", "", 0.03), ("ddes", "", 0.02),
    ("tts", "", 0.01),
)  # fmt: skip
_ADJECTIVE = (
    ("", "", 0.35), ("t", "", 0.28), ("a", "", 0.28), ("e", "", 0.01), ("are", "", 0.04), ("ast", "", 0.02), ("aste", "", 0.02),
    ("tt", "d", 0.28), ("tt", "", 0.28), ("na", "en", 0.28), ("et", "en", 0.28), ("ra", "er", 0.28), ("la", "el", 0.28),
    ("ade", "ad", 0.28), ("at", "ad", 0.28),
)  # fmt: skip

_NOUN_FORMS = ("", "s", "en", "et", "ens", "ets", "n", "ns", "t", "ts", "ar", "er", "r", "arna", "erna", "rna", "na", "arnas", "ernas")
_NOUN_A = ("a", "an", "ans", "or", "orna", "ornas")
_NOUN_E = ("e", "en", "ens", "ar", "arna", "et", "ets", "er", "erna")
_NOUN_UM = ("um", "et", "ets", "er", "erna", "ernas")
_VERB_A = ("a", "ar", "er", "ade", "de", "te", "at", "t", "it", "as", "ades", "ats", "des", "tes", "es")
_VERB_VOWEL = ("", "r", "dde", "tt", "s", "ddes")
_ADJECTIVE_FORMS = ("", "t", "a", "are", "ast", "aste", "e")
_ADJECTIVE_EN = ("en", "et", "na")
_ADJECTIVE_D = ("d", "tt", "da", "dare", "t", "de")
_ADJECTIVE_ER = ("er", "ert", "ra", "rare", "rast")
_PLURALS = frozenset({"ar", "er", "or", "r"})
_DEFINITE_PLURALS = frozenset({"arna", "erna", "orna", "rna"})
_PRESENT = 0.33
_GENITIVE = 0.06
_LONGEST = 5
_VOWELS = "aeiouyåäöé"


@cache
def _forms(lemma: str, word_class: str) -> tuple[str, ...]:
    """Return the forms that a regular word of the class may have."""
    if word_class == "N":
        if lemma.endswith("a"):
            return tuple(lemma[:-1] + ending for ending in _NOUN_A)
        if lemma.endswith("um"):
            return tuple(lemma[:-2] + ending for ending in _NOUN_UM)
        forms = [lemma + ending for ending in _NOUN_FORMS]
        if lemma.endswith("e"):
            forms += [lemma[:-1] + ending for ending in _NOUN_E]
        return tuple(dict.fromkeys(forms))
    if word_class == "V":
        if lemma.endswith("a"):
            return tuple(lemma[:-1] + ending for ending in _VERB_A)
        return tuple(lemma + ending for ending in _VERB_VOWEL) if lemma[-1:] in _VOWELS else ()
    forms = [lemma + ending for ending in _ADJECTIVE_FORMS]
    for tail, endings in (("en", _ADJECTIVE_EN), ("d", _ADJECTIVE_D), ("er", _ADJECTIVE_ER)):
        if lemma.endswith(tail):
            forms += [lemma[: -len(tail)] + ending for ending in endings]
    return tuple(dict.fromkeys(forms))


@cache
def _shares(lemma: str, word_class: str) -> dict[str, float]:
    """Return the forms that the table gives to the lemma, with their shares of running words."""
    table, common = lemma_table(), frequency_table()
    shares: dict[str, float] = {}
    for form in _forms(lemma, word_class):
        share = common.get(form)
        if not share:
            continue
        found = table.get(form)
        own = form == lemma and word_class == "N"
        if found == lemma:
            if not (own and table.get(lemma + "a") == lemma):
                shares[form] = share
        elif own and found == lemma + "a" and any(table.get(lemma + end) == lemma for end in ("en", "et", "er")):
            shares[form] = share
    return shares


def support(lemma: str, word_class: str, without: str) -> float:
    """Return how common the lemma is in its other forms, as far as the table gives them to it (share of running words)."""
    shares = _shares(lemma, word_class)
    return sum(share for form, share in shares.items() if form != without) if shares else 0.0


@cache
def _exists(word: str) -> bool:
    return word in lemma_table()


def _conjugates(lemma: str, ending: str) -> bool:
    """Tell whether a verb takes an ending of the first conjugation, or one of the others."""
    first = lemma_table().get(lemma + "de", lemma_table().get(lemma + "t")) == lemma
    if ending in ("ar", "ade", "at", "as", "ades", "ats"):
        return first
    return not first if ending in ("er", "de", "te", "t", "it", "es", "s", "des", "tes", "ts", "its") else True


class _Rule(NamedTuple):
    """What an ending may stand for."""

    word_class: str
    ending: str
    genitive: str
    instead: str
    share: float


@cache
def _rules() -> dict[str, list[_Rule]]:
    """Return the rules by the whole ending, a noun's with its genitive."""
    rules: dict[str, list[_Rule]] = {}
    for word_class, endings in (("N", _NOUN), ("V", _VERB), ("A", _ADJECTIVE)):
        for ending, instead, share in endings:
            for genitive in ("", "s") if word_class == "N" else ("",):
                rules.setdefault(ending + genitive, []).append(_Rule(word_class, ending, genitive, instead, share))
    return rules


def _number_evidence(form: str, ending: str, lemma: str) -> float:
    """Return how far the table agrees that a form (without its genitive) is a plural of the noun."""
    if ending in _PLURALS:
        return _plural_evidence(form, lemma)
    if ending in _DEFINITE_PLURALS:
        return 1.0 if lemma_table().get(form[:-2]) in (None, lemma) else 0.0
    return 1.0


def _plural_evidence(plural: str, lemma: str) -> float:
    """Return 1 where the table knows the definite plural of the noun, else little: "vårdar" is no plural of "vård"."""
    found = lemma_table().get(plural + "na")
    if found == lemma:
        return 1.0
    if found is not None and found == lemma_table().get(plural):
        return 0.0
    return 0.3 if found == plural + "e" and lemma_table().get(plural) == lemma else 0.03


@cache
def readings(form: str) -> tuple[Reading, ...]:
    """Return the readings of a lower-case form that have support, the weightiest first.

    Examples
    --------
    >>> [(reading.lemma, reading.word_class) for reading in readings("ramar")][0]
    ('ram', 'N')
    """
    best: dict[tuple[str, str], float] = {}
    rules = _rules()
    for length in range(min(len(form) - 2, _LONGEST) + 1):
        stem, tail = (form[:-length], form[-length:]) if length else (form, "")
        for rule in rules.get(tail, ()):
            lemma = stem + rule.instead
            if len(lemma) < 3 or not _exists(lemma) or lemma in FUNCTION_WORDS or lemma in ALONE:
                continue
            weight = support(lemma, rule.word_class, form)
            if not weight:
                continue
            share = rule.share
            if rule.word_class == "V":
                if not _conjugates(lemma, tail):
                    continue
                if not tail and rule.instead and form.endswith("r") and _conjugates(lemma, "er"):
                    share = _PRESENT  # "hör" is a present as well as an imperative
            elif rule.word_class == "N":
                weight *= _number_evidence(form[: len(form) - len(rule.genitive)], rule.ending, lemma)
            if weight > 0:
                value = weight / (1 - share) * share * (_GENITIVE if rule.genitive else 1.0)
                key = (lemma, rule.word_class)
                best[key] = max(best.get(key, 0.0), value)
    options = [Reading(lemma, word_class, weight) for (lemma, word_class), weight in best.items()]
    return tuple(sorted(options, key=lambda reading: (-reading.weight, reading.lemma, reading.word_class)))
