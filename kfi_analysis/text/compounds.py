"""Compounds split into the lemmas of their parts, link letters taken off.

After Koehn & Knight (2003): of all ways to cut a word into known parts, take the one whose parts have the highest geometric mean of
frequency, and leave the word whole if it is commoner than that. Swedish adds links ("arbets-", "kvinno-", "gatu-", "familje-") and parts
without their last vowel ("skol-", "kärn-", "medarbetar-"). Prefixes and suffixes are no parts, so "ansvar" and "utvärdering" stay whole.
"""

from __future__ import annotations

import math
from functools import cache

from kfi_analysis.text.function_words import FUNCTION_WORDS
from kfi_analysis.text.lemmas import lemma
from kfi_analysis.text.lexicon import frequency, lemma_table

__all__ = ["compound_spans", "split_compound"]

# Nouns of three letters that stand in compounds; others of that length are too often an accident.
_NOUNS = """
arm arv ask axe bad bas ben bil blå bok bot bro brö bud bur bus byn bön dag dam del dom fat fel fil fot fri gas grå gul gym hav
hem hot hud hus hål hår hög idé jul kod kol kyl kär kök lag lek liv lov län låg lån lön mal mat mil mor mun mur mål nät nöd ord
oro ort ost rad ram ras rum råd rån röd rör sak sal sax sex sjö sko sol sår sök tak tal tid tåg tår udd ull ung vad val van vik
vin vit väg vän vår yta zon åka öga öra öst
"""
_SHORT = frozenset(_NOUNS.split())

# Prefixes, particles and suffixes, and words that are parts by accident.
_AFFIXES = """
an av be bi bort bakom efter emot er ett fast fort fram från för före ge genom hit in inne inom inter ho kvar med mellan mot ner ned non
om omkring pro på re runt sam samman till tills trans ty und undan under upp uppe ur ut utan ute van vid vidare åt åter än över överens
ande anda ende are bar barhet bart dom eri else fald faldig full fullhet het ning ing ling lig lighet lös löshet mässig mässighet samhet
skap skapa vis vist aktig artad iska isk ism ist itet ition tion sion ation era ering erad inna ska vara var vart som den det att och men
eller när där här hur vad vem ens eter rings inge tings sätt sätta tans kans gens rade ningar andes enhet stånd ställa tänk tar gående
tagare tagande givande delning delar ansvarig
"""
_NOT_A_PART = frozenset(_AFFIXES.split())

_MIN_WORD = 7
_RARE = 1e-8  # the share that a form is given that the frequency table does not have


@cache
def _is_lemma(word: str) -> bool:
    return lemma(word) == word and word in lemma_table()


@cache
def _modifier(part: str) -> tuple[str, float] | None:
    """Return the lemma and log frequency of what stands before another part, or None."""
    if part in _NOT_A_PART or part in FUNCTION_WORDS or len(part) < 3:
        return None
    options: list[str] = [part]
    if part.endswith("s") and len(part) > 3:
        options += [part[:-1], part[:-1] + "e"]
    if len(part) > 3:
        options += [part + "a", part + "e"]
    if part[-1] in "eou":
        options += [part[:-1] + "a", part[:-1]]
    best: tuple[str, float] | None = None
    for rank, option in enumerate(options):
        if len(option) < 4 and option not in _SHORT:
            continue
        if option in _NOT_A_PART or option in FUNCTION_WORDS or not _is_lemma(option):
            continue
        value = frequency(option)
        if value <= 0:
            continue
        score = math.log(value) - 0.7 * rank
        if best is None or score > best[1]:
            best = (option, score)
    return best


@cache
def _head(part: str) -> tuple[str, float] | None:
    """Return the lemma and log frequency of a last part, or None."""
    if part in _NOT_A_PART or part in FUNCTION_WORDS or len(part) < 3:
        return None
    if part not in lemma_table():
        return None
    base = lemma(part)
    if (len(base) < 4 and base not in _SHORT) or base in _NOT_A_PART or base in FUNCTION_WORDS:
        return None
    value = frequency(base)
    if value <= 0:
        return None
    return (base, (math.log(value) + math.log(max(frequency(part), _RARE))) / 2)


@cache
def _cut(word: str) -> tuple[tuple[str, int, int], ...]:
    """Return (lemma, start, end) of the parts of a lower-case word."""
    n = len(word)
    whole = (lemma(word), 0, n)
    if n < _MIN_WORD or not word.isalpha():
        return (whole,)
    # best[i][k]: the best sum of log frequencies of k parts that end at i
    best: list[dict[int, tuple[float, tuple[tuple[str, int, int], ...]]]] = [{} for _ in range(n + 1)]
    best[0][0] = (0.0, ())
    for start in range(n - 2):
        if not best[start]:
            continue
        for end in range(start + 3, n + 1):
            found = _head(word[start:]) if end == n else _modifier(word[start:end])
            if found is None or (end == n and start == 0):
                continue
            name, score = found
            for count, (total, parts) in best[start].items():
                if count >= 5:
                    continue
                new = total + score
                old = best[end].get(count + 1)
                if old is None or new > old[0]:
                    best[end][count + 1] = (new, (*parts, (name, start, end)))
    options = [(total / count - 0.3 * count, parts) for count, (total, parts) in best[n].items() if count > 1]
    if not options:
        return (whole,)
    score, parts = max(options)
    alone = max(frequency(word), frequency(whole[0]))
    if alone > 0 and math.log(alone) >= score:
        return (whole,)
    return parts


def compound_spans(word: str) -> tuple[tuple[str, int, int], ...]:
    """Return (lemma, start, end) of each part of a word; the spans tile the word, link letters with the part before them.

    Examples
    --------
    >>> compound_spans("Samverkansmöten")
    (('samverkan', 0, 10), ('möte', 10, 15))
    """
    low = word.lower()
    return _cut(low) if len(low) == len(word) else ((lemma(word), 0, len(word)),)


def split_compound(word: str) -> tuple[str, ...]:
    """Return the lemmas of a compound's parts; a word that is no compound gives its own lemma alone.

    Examples
    --------
    >>> split_compound("krisledningsnämnden")
    ('kris', 'ledning', 'nämnd')
    >>> split_compound("samverkan")
    ('samverkan',)
    """
    return tuple(name for name, _, _ in compound_spans(word))
