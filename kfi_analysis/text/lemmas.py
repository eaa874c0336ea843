"""Lemmas: function words, the table, and rules for what the table reads wrongly or does not have.

The conventions are those of Universal Dependencies for Swedish: a participle that stands as an adjective is its own lemma
("genomförd", "krävande"), an adverb made of an adjective has the adjective ("snabbt" -> "snabb"), a passive has the active verb.
"Ökade" and "ökat" may be verb or participle: alone they are given to the verb, in a sentence `lemmatize` looks at the words around.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kfi_analysis.text.context import in_context
from kfi_analysis.text.function_words import ALONE, DEPONENTS, FUNCTION_WORDS
from kfi_analysis.text.lexicon import frequency, lemma_table
from kfi_analysis.text.paradigms import readings
from kfi_analysis.text.strong_verbs import strong_verb

__all__ = ["lemma", "lemmatize"]

_FAR = 20  # times commoner: then a lemma of the table is taken for a slip
_UNCOMMON = 40  # times commoner than an imperative of the verb would be: then the form is a noun
_NEAR = 2  # times weightier: then another reading is taken instead of the table's
# After a lemma in a consonant these endings can only be a noun's.
_CLEAR = frozenset({"en", "ens", "et", "ets", "ar", "arna", "arnas", "er", "erna", "ernas", "na", "n", "ns"})
_LONGEST = 60  # longer strings are no words
_MIN_HEAD = 3  # letters of the shortest last part that is looked up for an unknown word


def lemma(word: str) -> str:
    """Return the lemma of a word out of its context, in small letters except for names.

    Examples
    --------
    >>> [lemma(word) for word in ("nämnderna", "Krisledningsnämnden", "våra", "kris", "genomförda", "snabbt", "hoppades")]
    ['nämnd', 'krisledningsnämnd', 'vi', 'kris', 'genomförd', 'snabb', 'hoppas']
    """
    plain = word.replace("\u00ad", "")
    return plain.lower() if len(plain) > _LONGEST or not plain.isprintable() else _lemma(plain)


@cache
def _lemma(word: str) -> str:
    low = word.lower()
    known = _closed(low)
    if known is not None:
        return known
    found = _known(low)
    if found is not None:
        return found
    hit = lemma_table().get(word)
    if hit is not None:
        return hit
    if word[:1].isupper() and low.endswith("s"):
        owner = lemma_table().get(word[:-1])
        if owner is not None and owner[:1].isupper():
            return owner
    return _unknown(low)


def lemmatize(words: Iterable[str]) -> list[str]:
    """Return the lemmas of the words of one sentence, in order; the words around decide where a form is ambiguous.

    Examples
    --------
    >>> lemmatize(["Kostnaderna", "ökade"]), lemmatize(["de", "ökade", "kostnaderna"])
    (['kostnad', 'öka'], ['de', 'ökad', 'kostnad'])
    """
    forms = list(words)
    lows = [form.lower() for form in forms]
    alone = [lemma(form) for form in forms]
    return [in_context(lows, index, name) for index, name in enumerate(alone)]


def _closed(low: str) -> str | None:
    if low in FUNCTION_WORDS:
        return FUNCTION_WORDS[low]
    return low if low in ALONE else None


def _known(low: str) -> str | None:
    """Return the lemma of a form in the table, its known misreadings put right; None if it is not there."""
    hit = lemma_table().get(low)
    if hit is None:
        return None
    found = strong_verb(low) or (hit.lower() if hit[:1].isupper() else hit)
    return _passive(low, found) or _participle(low, found) or _adverb(low, found) or _weighed(low, found)


def _passive(low: str, found: str) -> str | None:
    """Return the lemma of a form in -s: a deponent keeps it, a passive has the active verb."""
    if not low.endswith("s") or len(low) < 4:
        return None
    table = lemma_table()
    for ending, share in (
        ("ades", "as"),
        ("ats", "as"),
        ("des", "as"),
        ("tes", "as"),
        ("its", "as"),
        ("ts", "as"),
        ("as", "as"),
        ("s", "as"),
        ("s", "s"),
    ):
        if low.endswith(ending) and low[: -len(ending)] + share in DEPONENTS:
            return low[: -len(ending)] + share
    if found in DEPONENTS:
        return found
    active = table.get(low[:-1])
    if found.endswith("as") and active is not None and active.endswith("a"):
        return active
    if low.endswith("ades") and table.get(low[:-3]) in (low[:-3], low[:-4]):
        return low[:-3]
    return None


def _participle(low: str, found: str) -> str | None:
    """Return the participle itself where the table goes on to the verb, and the verb for a form in -ade or -at.

    The table has "genomförd -> genomföra" and "krävande -> kräva"; a form that can only be a participle is its own lemma.
    """
    base = low[:-1] if low.endswith("s") and not low.endswith("ss") else low
    for ending in ("", "t", "n", "na"):
        stem = base[: len(base) - len(ending)] if ending else base
        if base.endswith(ending) and stem.endswith(("ande", "ende")) and len(stem) > 5 and found != stem:
            verb = stem[:-4]
            if found in (verb, verb + "a", stem):
                return stem
    table = lemma_table()
    if found.endswith("ad") and low in (found + "e", found + "es", found[:-1] + "t", found[:-1] + "ts"):
        return found[:-1] if table.get(found[:-1]) == found[:-1] or _is_infinitive(found[:-1]) else None
    if low.rstrip("s").endswith(("de", "te")) and low.rstrip("s")[:-1] == found and table.get(found[:-1] + "a") == found[:-1] + "a":
        return found[:-1] + "a"
    if found == low or not (found.endswith("a") or found[-1:] in "oåyö"):
        return None
    if low.endswith("d") and (found == low[:-1] or table.get(low + "a") == found):
        return low
    if base.endswith(("da", "ta")) and table.get(base[:-1]) == found and not _is_infinitive(base):
        return base[:-1]
    stem = found[:-1] if found.endswith("a") else found
    if low == stem + "en" and not any(reading.word_class == "N" for reading in readings(low)):
        return low
    if low.endswith("en") and table.get(low[:-2] + "na") == low:
        return low
    if base.endswith("na") and table.get(base[:-2] + "en") == found:
        return base[:-2] + "en"
    return None


def _is_infinitive(form: str) -> bool:
    return any(reading.word_class == "V" and reading.lemma == form for reading in readings(form))


def _adverb(low: str, found: str) -> str | None:
    """Return the adjective of an adverb in -t that the table keeps as it is."""
    if found != low or not low.endswith("t") or len(low) < 4:
        return None
    table = lemma_table()
    if any(table.get(low + ending) == low for ending in ("et", "en", "s", "er")):
        return None
    adjectives = (reading.lemma for reading in readings(low) if reading.word_class == "A")
    return next((base for base in adjectives if base != low), None)


def _weighed(low: str, found: str) -> str:
    """Return the reading with most support where the table has taken a noun or adjective for a form of a verb, or the reverse."""
    if found == low:
        return found
    slip = found.endswith("e") and not found.endswith("are") and low in (found + "t", found + "ts", found + "n")
    if slip and frequency(found[:-1]) > _FAR * frequency(found):
        return found[:-1]
    if low.startswith(found) and low[len(found) :] in _CLEAR and found[-1:] not in ("a", "e"):
        return found
    base = low.removesuffix("s")
    if (
        base.endswith("et")
        and found == base[:-1] + "n"
        and frequency(base[:-2]) > frequency(found)
        and not strong_verb(base[:-2] + "it", False)
    ):
        return base[:-2]
    options = readings(low)
    best = options[0] if options else None
    stem = found[:-1] if found.endswith("a") else found
    if found == low + "a":
        if best is not None and frequency(low) > _UNCOMMON * best.weight and not low.endswith("r"):
            return low
        if best is not None and (best.word_class == "A" or best.lemma in (low, found)):
            return best.lemma
        inflected = any(lemma_table().get(low + ending) in (low, low + "e") for ending in ("et", "en", "er", "ets", "ens"))
        return low if inflected else found
    if best is None:
        return found
    if strong_verb(low):
        return found
    own = max((option.weight for option in options if option.lemma == found), default=0.0)
    if best.lemma == low:
        plural = low in (found + "ar", found + "er", found + "r", found[:-1] + "or", found[:-1] + "ar") and not low.endswith("iker")
        return low if (low.startswith(stem) or best.word_class == "V") and not (plural and best.word_class == "N") else found
    passive = low.endswith("s") and found.endswith(("a", "å", "o", "y"))
    if own and (passive or (low.endswith("arna") and found.endswith("are"))):
        return found
    if own and best.weight < _NEAR * own:
        noun = next((option for option in options if option.word_class == "N"), None) if low.endswith(("ar", "er")) else None
        return noun.lemma if noun is not None and found.endswith("a") and noun.weight * _NEAR > own else found
    if own or (found.endswith("a") and low.startswith(stem) and best.word_class == "N") or found == low + "e":
        return best.lemma
    return found


def _unknown(low: str) -> str:
    """Return the lemma of a form that is not in the table: that of its last part, else by its ending."""
    if "-" in low.strip("-"):
        first, _, last = low.rpartition("-")
        return f"{first}-{lemma(last)}" if last else low
    verb = _ERA.match(low)
    if verb:
        return verb[1] + "era"
    agent = _AGENT.match(low)
    if agent and lemma_table().get(agent[1] + "a") == agent[1] + "a":
        return agent[1] + "are"
    cut = _last_part(low)
    if cut:
        return low[:cut] + (_known(low[cut:]) or low[cut:])
    return next((low[: -len(ending)] + instead for ending, instead in _REGULAR if low.endswith(ending) and len(low) > len(ending) + 3), low)


# Unknown words of foreign stems, and endings that leave little doubt.
_ERA = re.compile(r"(\w{2,}?)(?:era|eras|erar|erade|erades|erat|erats)$")
_AGENT = re.compile(r"(\w{3,}?)(?:are|ares|aren|arens|arna|arnas)$")
_REGULAR = (
    ("arnas", ""), ("ernas", ""), ("ornas", "a"), ("arna", ""), ("erna", ""), ("orna", "a"), ("heten", "het"), ("hetens", "het"),
    ("ningens", "ning"), ("ningen", "ning"), ("ismens", "ism"), ("ismen", "ism"), ("orna", "a"), ("aste", ""), ("igt", "ig"), ("iga", "ig"),
    ("iska", "isk"), ("iskt", "isk"), ("ade", "a"), ("ades", "a"), ("ande", "ande"),
)  # fmt: skip


def _last_part(low: str) -> int:
    """Return where the last part of an unknown compound begins, 0 if no part is known.

    The first part should be a word too (with or without a link letter); among such cuts the commonest pair of parts wins, otherwise the
    longest last part.
    """
    table = lemma_table()
    best, found = 0.0, 0
    longest = 0
    for cut in range(2, len(low) - _MIN_HEAD + 1):
        last = low[cut:]
        if last not in table:
            continue
        if not longest and len(last) > _MIN_HEAD + 1:
            longest = cut
        first = low[:cut]
        before = max(
            frequency(first), frequency(first + "a"), frequency(first + "e"), frequency(first[:-1]) if first[-1] in "seou" else 0.0
        )
        score = before * frequency(last) * (1.0 if len(last) > _MIN_HEAD else 0.01) * (1.0 if cut > _MIN_HEAD else 0.01)
        if score > best:
            best, found = score, cut
    return found or longest
