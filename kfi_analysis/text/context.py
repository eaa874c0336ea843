"""What the words around say about a form with several lemmas."""

from __future__ import annotations

from collections.abc import Sequence

from kfi_analysis.text.function_words import FUNCTION_WORDS
from kfi_analysis.text.lexicon import lemma_table
from kfi_analysis.text.paradigms import readings

__all__ = ["in_context"]

_BEFORE_NOUN = """
den det de dessa denna detta en ett någon något några ingen inget inga alla allt all många vissa flera flertalet båda min mitt mina din ditt
dina sin sitt sina vår vårt våra er ert era hans hennes dess deras vilken vilket vilka sådan sådant sådana varje samma av med för på i till
om genom under mellan enligt utan från inom mot vid och eller mer mest alltför ganska mycket väl så varandras
"""
_DETERMINERS = frozenset(_BEFORE_NOUN.split())
_COPULAS_TEXT = """
är var vara varit blir blev bli blivit vore känns kändes verkar verkade anses ansågs ser
"""
_COPULAS = frozenset(_COPULAS_TEXT.split())
_PERFECT_TEXT = """
har hade ha haft skulle kan kunde bör borde
"""
_PERFECT = frozenset(_PERFECT_TEXT.split())
_ADVERBS_WORDS = """
inte också även redan alltid aldrig ofta nu då väl mer mycket helt delvis dock ännu bara så mest relativt ganska
"""
_ADVERBS = frozenset(_ADVERBS_WORDS.split())
_INFINITIVE_WORDS = """
att kan kunde ska skall skulle vill ville bör borde måste får fick kunna skola vilja behöver behövde behöva lär torde
"""
_INFINITIVE = frozenset(_INFINITIVE_WORDS.split())
_MORE_TEXT = """
mer mera fler färre större mindre bättre sämre högre lägre äldre yngre längre oftare viktigare
"""
_MORE = frozenset(_MORE_TEXT.split())
_SUBJECTS_TEXT = """
jag du han hon vi ni man som de det den
"""
_SUBJECTS = frozenset(_SUBJECTS_TEXT.split())


def in_context(words: Sequence[str], index: int, alone: str) -> str:
    """Return the lemma of the word at `index` in a sentence of lower-case words, given its lemma out of context."""
    word = words[index]
    before = words[index - 1] if index else ""
    after = words[index + 1] if index + 1 < len(words) else ""
    if word in FUNCTION_WORDS and word != "allt":
        return alone
    if word.endswith(("ade", "at")) and alone.endswith("a"):
        return _verb_or_participle(words, index, alone)
    if word == "allt":
        return "allt" if after in _MORE or after.endswith("are") else alone
    if word == "längre" and before in ("en", "ett", "den", "de", "någon"):
        return "lång"
    if word.endswith("a") and alone != word and before in _INFINITIVE:
        return _infinitive(word, alone)
    return alone


def _verb_or_participle(words: Sequence[str], index: int, verb: str) -> str:
    word = words[index]
    before = words[index - 1] if index else ""
    back = [other for other in words[max(0, index - 4) : index] if other not in _ADVERBS]
    last = back[-1] if back else ""
    participle = verb + "d" if word == verb + "de" or word == verb + "t" else ""
    if not participle:
        return verb
    if word.endswith("de"):
        attributive = (before in _DETERMINERS and before not in ("och", "eller", "som", "det", "de")) or last in _COPULAS
        if before in ("de", "det", "den"):
            attributive = index + 1 < len(words) and _may_be_noun(words[index + 1])
        return participle if attributive else verb
    if any(other in _PERFECT for other in back):
        return verb
    return participle if last in _COPULAS or before in ("ett", "det", "detta", "sitt", "vårt", "något", "ökat") else verb


def _may_be_noun(word: str) -> bool:
    found = readings(word)
    return bool(found) and found[0].word_class == "N"


def _infinitive(word: str, alone: str) -> str:
    """Return the word itself if it may be an infinitive."""
    if any(reading.word_class == "V" and reading.lemma == word for reading in readings(word)):
        return word
    return alone if lemma_table().get(word) != word else word
