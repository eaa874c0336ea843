"""Compounds split into the lemmas of their parts, link letters taken off.

Of all ways to cut a word into known parts the likeliest is taken (the product of the parts' frequencies, which favours few parts). As in
Koehn & Knight (2003) the word stays whole if it is commoner than the geometric mean of its parts. Then each part is tried in the same
way. Swedish adds links ("arbets-", "kvinno-", "gatu-", "familje-") and parts without their last vowel ("skol-", "kärn-",
"medarbetar-"). Prefixes and suffixes are no parts, so "ansvar" and "utvärdering" stay whole.
"""

from __future__ import annotations

import math
import re
from functools import cache

from kfi_analysis.text.function_words import ALONE, FUNCTION_WORDS
from kfi_analysis.text.lemmas import lemma
from kfi_analysis.text.lexicon import frequency, lemma_table

__all__ = ["compound_spans", "first_part", "split_compound"]

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
eller när där här hur vad vem ens eter rings redo reda inge tings sätta tans kans gens rade ningar andes stånd ställa tänk tar gående
tagare tagande givande delar
"""
_NOT_A_PART = frozenset(_AFFIXES.split())

# Nouns among the irregular and closed-class words.
_IRREGULAR = frozenset({"skola", "studie", "stadium", "procent", "nummer", "år"})
_NOUN_FORMS = {"skolan": "skola", "skolans": "skola", "skolor": "skola", "skolorna": "skola", "skolornas": "skola"}

_MIN_WORD = 6
_MAX_WORD = 60  # longer strings are no words
_LONG_PART = 4
_RARE = 1e-8  # the share that a form is given that the frequency table does not have
_RANK = 0.7  # what each step from the form as it stands costs (natural logarithm)
_NO_LINK = 4.0  # what it costs to leave out the -s- after an ending that wants it
_WANTS_S = ("ning", "het", "skap", "tion", "sion", "itet", "nad", "ling", "dom", "ande", "ende", "verkan", "ledighet", "else")
_NO_S = ("else",)
_DERIVED = re.compile(r"(\w{3,}?)(ning|ing|ande|ende|are)(?:en|ens|ar|ars|arna|arnas|s|t|ts|n|ns|na|nas)?$")


@cache
def _usable(word: str) -> bool:
    if word in _IRREGULAR:
        return True
    closed = word in FUNCTION_WORDS or word in ALONE or word in _NOT_A_PART
    return not closed and (len(word) >= _LONG_PART or word in _SHORT)


@cache
def _is_lemma(word: str) -> bool:
    return word in _IRREGULAR or (word in lemma_table() and lemma(word) == word)


@cache
def _modifier(part: str) -> tuple[str, float] | None:
    """Return the lemma and log frequency of what stands before another part, or None."""
    if part in _NOT_A_PART or (part in FUNCTION_WORDS and part not in _IRREGULAR):
        return None
    options: list[str] = [part]
    if part.endswith("s") and len(part) > 3:
        options += [part[:-1], part[:-1] + "e"]
    if len(part) > 3:
        options += [part + "a", part + "e"]
    if part.endswith("ie"):
        options.append(part[:-1] + "um")
    if part[-1] in "eou":
        options += [part[:-1] + "a", part[:-1]]
    best: tuple[str, float] | None = None
    for rank, option in enumerate(options):
        if not _usable(option) or not _is_lemma(option):
            continue
        value = frequency(option)
        if value <= 0:
            continue
        score = math.log(value) - _RANK * rank
        if option == part and option.endswith(_WANTS_S) and not option.endswith(_NO_S):
            score -= _NO_LINK
        if best is None or score > best[1]:
            best = (option, score)
    return best


@cache
def _head(part: str) -> tuple[str, float] | None:
    """Return the lemma and log frequency of a last part, or None."""
    if part in _NOT_A_PART:
        return None
    if part not in lemma_table() and part not in _IRREGULAR:
        derived = _derived(part)
        return None if derived is None else (derived, math.log(_RARE))
    base = part if part in _IRREGULAR else _NOUN_FORMS.get(part) or lemma(part)
    if not _usable(base):
        return None
    value = frequency(base)
    if value <= 0 or (part.endswith(("ande", "ende")) and base != part):
        return None
    return (base, (math.log(value) + math.log(max(frequency(part), _RARE))) / 2)


@cache
def _derived(word: str) -> str | None:
    """Return the noun or participle that a form is made of a known verb, None if there is no such verb ("vaccinering")."""
    found = _DERIVED.match(word)
    if found is None:
        return None
    verb = found[1] + "a"
    return found[1] + found[2] if lemma_table().get(verb) == verb and frequency(verb) > 0 else None


Part = tuple[str, int, int]


@cache
def _cut(word: str) -> tuple[Part, ...]:
    """Return (lemma, start, end) of the parts of a lower-case word."""
    n = len(word)
    whole = ((lemma(word), 0, n),)
    if not _MIN_WORD <= n <= _MAX_WORD or not word.isalpha() or _derived(word) is not None:
        return whole
    found = _likeliest(word)
    if found is None:
        return whole
    mean, parts = found
    alone = max(frequency(word), frequency(whole[0][0]))
    if alone > 0 and math.log(alone) >= mean:
        return whole
    out: list[Part] = []
    for name, start, end in parts:
        inner = _cut(word[start:end] if end == n else name)
        if len(inner) == 1:
            out.append((name, start, end))
        else:
            out += [(sub, start + a, end if b == inner[-1][2] else start + b) for sub, a, b in inner]
    return tuple(out)


def _likeliest(word: str) -> tuple[float, tuple[Part, ...]] | None:
    """Return the mean log frequency and the parts of the likeliest cut, None if there is none."""
    n = len(word)
    best: list[tuple[float, tuple[Part, ...]] | None] = [None] * (n + 1)
    best[0] = (0.0, ())
    for start in range(n - 2):
        here = best[start]
        if here is None:
            continue
        for end in range(start + 3, n + 1):
            if end - start == n:
                continue
            found = _head(word[start:]) if end == n else _modifier(word[start:end])
            if found is None:
                continue
            total = here[0] + found[1]
            old = best[end]
            if old is None or total > old[0]:
                best[end] = (total, (*here[1], (found[0], start, end)))
    final = best[n]
    return None if final is None else (final[0] / len(final[1]), final[1])


def compound_spans(word: str) -> tuple[tuple[str, int, int], ...]:
    """Return (lemma, start, end) of each part of a word; the spans tile the word, link letters with the part before them.

    Examples
    --------
    >>> compound_spans("Samverkansmöten")
    (('samverkan', 0, 10), ('möte', 10, 15))
    """
    low = word.lower()
    return _cut(low) if len(low) == len(word) else ((lemma(word), 0, len(word)),)


def first_part(word: str) -> str:
    """Return the lemma of a first part that stands alone, as before the hyphen in "gymnasie- och vuxenutbildning".

    Examples
    --------
    >>> first_part("gymnasie"), first_part("arbets"), first_part("covid")
    ('gymnasium', 'arbete', 'covid')
    """
    found = _modifier(word.lower())
    return lemma(word) if found is None else found[0]


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
