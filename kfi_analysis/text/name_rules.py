"""Which capitalised words are names of people: by lists and endings, and by what stands around them.

The text is cut into runs of capitalised words, initials and particles. In each run a given name opens a name and surnames close it; without
a given name that the list knows, the context decides: a title before it, a label such as "Kontakt:", a signature over a role, initials.
Recall comes before precision: what is doubtful is found with a low score, for review.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kfi_analysis.text.compounds import split_compound
from kfi_analysis.text.identifiers import Found
from kfi_analysis.text.lexicon import frequency, lemma_table
from kfi_analysis.text.name_lists import (
    body_endings,
    given_names,
    labels,
    often_words,
    places,
    plain,
    surname_endings,
    surnames,
    titles,
    weak_endings,
)

__all__ = ["begins_sentence", "find_people", "is_name_alone", "is_word_too"]

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİŁŃŅŇŐŒŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_CAPITAL = rf"(?:Mc|Mac|O['’]|D['’]|[dl]['’])?[{_UPPER}][\w'’]{{0,30}}(?:-[{_UPPER}][\w'’]{{0,30}}){{0,3}}"
_PARTICLES = "von|af|de|del|della|da|dos|di|du|la|le|van|den|der|ten|ter|al|el|bin|ibn|abu|bint|zu"
_WORD = re.compile(rf"(?<![\w@.-])(?:(?:[{_UPPER}]\.[ ]?-?){{1,3}}(?=[ {_UPPER}])|{_CAPITAL}|(?:{_PARTICLES})(?=[ -][{_UPPER}]))(?![\w@])")
_MOST = 6
_GAP = re.compile(r"[ \u00a0]{1,3}\Z|[ ]?\n[ ]?\Z|-\Z")
_PARTICLE = re.compile(r"[a-z]")
_INITIAL = re.compile(rf"(?:[{_UPPER}]\.?[ ]?-?){{1,3}}\Z")
_LABELS = """
namn|kontakt|kontaktperson|kontaktpersoner|handläggare|föredragande|respondent|respondenter|intervjuperson|intervjupersoner|intervjuad
intervjuade|informant|informanter|justerare|sekreterare|närvarande|deltagare|ledamöter|ersättare|underskrift|undertecknad|vid protokollet
vid pennan|författare|svarande|ansvarig|ansvariga|utförd av|skriven av|intervju med|intervjuer med|samtal med|möte med|mejl från|brev från
hälsningar|mvh|enligt uppgift från|heter|hette|vid namn
"""
_LABEL = re.compile(rf"\b(?:{'|'.join(_LABELS.split(chr(10))[1:-1])})\s{{0,3}}[:,]?\s{{0,3}}\Z", re.IGNORECASE)
_CITED = re.compile(r"(?:\s?(?:m\.fl\.|et al\.?)?,?\s?\(?(?:19|20)\d\d[a-z]?\b)")
_SENTENCE = re.compile(r"(?:[.!?:•]|\n\s*\n|\A)\s*\Z|[\n]\s*\Z")


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    kind: str
    """given, surname, initial, particle, other, not."""
    common: bool
    """Whether it is an ordinary word but for its capital."""


@lru_cache(maxsize=50_000)
def _kind(word: str) -> tuple[str, bool]:
    """Return what a capitalised word may be."""
    if _PARTICLE.match(word) and word.islower():
        return "particle", False
    if _INITIAL.fullmatch(word) and (len(word) <= 2 or "." in word or word[1:2] == "-"):
        return "initial", False
    low = plain(word)
    stems = (low, low[:-1]) if low.endswith("s") and len(low) > 3 else (low,)
    for stem in stems:
        if stem in given_names() or ("-" in stem and stem.split("-")[0] in given_names()):
            return "given", stem in often_words()
    if low in labels() or low in titles():
        return "not", True
    for stem in stems:
        if stem in surnames():
            return "surname", False
    if any(stem in places() for stem in stems) or (low.endswith(body_endings()) and len(low) > 5):
        return "not", False
    if word.isupper() and len(word) <= 5:
        return "not", False
    common = _is_common(word.lower()) or _is_definite_compound(word.lower())
    for stem in stems:
        if len(stem) > 5 and stem.endswith(surname_endings()) and not common:
            return "surname", False
    return "other", common


def _is_common(low: str) -> bool:
    return low in lemma_table() and frequency(low) > 1e-6


def _is_definite_compound(low: str) -> bool:
    """Tell whether a word ends like "Nilssen" because a noun like "processen", "bussen" or "klassen" stands at its end."""
    noun = low.removesuffix("s")
    return noun.endswith("ssen") and any(_is_common(noun[-letters:]) for letters in range(6, min(len(noun) - 1, 10)))


def is_name_alone(word: str) -> bool:
    """Tell whether a part of a name may be masked where it stands alone: it is no body, place or label, nor an ordinary word."""
    kind, common = _kind(word)
    return kind in {"given", "surname"} or (kind == "other" and not common)


def is_word_too(word: str) -> bool:
    """Tell whether a name is an ordinary word as well ("Hans", "Sten"), so that a capital at the start of a sentence says nothing."""
    return _is_common(word.lower())


def begins_sentence(before: str) -> bool:
    """Tell whether a sentence or line begins after `before`."""
    return _SENTENCE.search(before[-12:]) is not None


def _weak_surname(word: str) -> bool:
    low = plain(word)
    return len(low) > 4 and low.removesuffix("s").endswith(weak_endings())


def find_people(text: str) -> list[Found]:
    """Return names of people: start, end, `person`, score, reason."""
    out: list[Found] = []
    for run in _runs(text):
        out += _read_run(text, run)
    return out


def _runs(text: str) -> list[list[_Token]]:
    """Return the runs of tokens with nothing but a space, a line end or a hyphen between them."""
    runs: list[list[_Token]] = []
    end = -1
    for match in _WORD.finditer(text):
        word = match.group().rstrip(" ")
        kind, common = _kind(word)
        token = _Token(match.start(), match.start() + len(word), word, kind, common)
        gap = text[end : match.start()] if 0 <= end <= match.start() and match.start() - end < 5 else None
        if gap is not None and runs and (gap == "" or _GAP.fullmatch(gap)):
            runs[-1].append(token)
        else:
            runs.append([token])
        end = token.end
    return runs


def _read_run(text: str, run: Sequence[_Token]) -> list[Found]:
    out: list[Found] = []
    at = 0
    while at < len(run):
        found = _name_at(text, run, at)
        if found is None:
            at += 1
            continue
        size, score, reason = found
        first, last = run[at], run[at + size - 1]
        out.append((first.start, last.end, "person", score, reason))
        at += size
    return out


def _name_at(text: str, run: Sequence[_Token], at: int) -> tuple[int, float, str] | None:
    """Return the length, score and reason of a name that begins at a token, or None."""
    token = run[at]
    if token.kind == "given":
        return _from_given(text, run, at)
    if token.kind == "initial":
        return _from_initial(text, run, at)
    if token.kind == "surname":
        more = _tail(text, run, at + 1, most=2)
        rest = run[at + 1 : at + 1 + more]
        if any(word.kind == "surname" for word in rest):
            return 1 + more, 0.9, "two words like surnames"
        if more and not any(_is_swedish(word.text) for word in rest):
            return 1 + more, 0.8, "surname and words that are no Swedish words"
        if is_word_too(token.text):
            opens = begins_sentence(text[max(0, token.start - 12) : token.start])
            return _alone(text, run, at, 0.3 if opens else 0.5, "surname that is a word too")
        return _alone(text, run, at, 0.7, "ends like a surname")
    if token.kind == "other":
        return _from_other(text, run, at)
    return None


def _from_given(text: str, run: Sequence[_Token], at: int) -> tuple[int, float, str] | None:
    count = 1
    while at + count < len(run) and run[at + count].kind == "given" and count < 3 and _on_line(text, run, at + count):
        count += 1
    tail = _tail(text, run, at + count, most=3 if count == 1 else 2)
    last = run[at + count + tail - 1]
    if tail:
        sure = last.kind == "surname" or _weak_surname(last.text) or not last.common
        return count + tail, 0.98 if sure else 0.8, "given name and surname"
    if count > 1:
        return count, 0.85, "given names in a row"
    return _alone(text, run, at, 0.4 if run[at].common else 0.75, "given name")


def _tail(text: str, run: Sequence[_Token], at: int, *, most: int) -> int:
    """Return how many tokens from `at` on go on as surnames (particles and initials among them)."""
    count = 0
    proper = 0
    while at + count < len(run) and proper < most and count < _MOST:
        token = run[at + count]
        if not _on_line(text, run, at + count) and token.kind != "surname":
            break
        if token.kind in {"particle", "initial"}:
            count += 1
            continue
        if token.kind == "surname" or (token.kind == "other" and (proper == 0 or not token.common)):
            count += 1
            proper += 1
            if token.kind == "surname" and proper == 1 and not _is_surname_like(run, at + count):
                break
            continue
        break
    while count and run[at + count - 1].kind == "particle":
        count -= 1
    return count if proper else 0


def _is_surname_like(run: Sequence[_Token], at: int) -> bool:
    if at >= len(run):
        return False
    token = run[at]
    return token.kind == "surname" or (token.kind == "other" and not token.common and _weak_surname(token.text))


def _on_line(text: str, run: Sequence[_Token], at: int) -> bool:
    return at == 0 or "\n" not in text[run[at - 1].end : run[at].start]


def _from_initial(text: str, run: Sequence[_Token], at: int) -> tuple[int, float, str] | None:
    count = 1
    while at + count < len(run) and run[at + count].kind == "initial" and count < 3:
        count += 1
    tail = _tail(text, run, at + count, most=1)
    if not tail:
        return None
    last = run[at + count + tail - 1]
    dotted = "." in run[at].text
    if last.kind == "surname":
        return count + tail, 0.9, "initials and surname"
    if dotted and not last.common:
        return count + tail, 0.6, "initials and a capitalised word"
    return None


def _from_other(text: str, run: Sequence[_Token], at: int) -> tuple[int, float, str] | None:
    token = run[at]
    begins = at == 0 and begins_sentence(text[max(0, token.start - 12) : token.start])
    before = text[max(0, token.start - 60) : token.start]
    called = _LABEL.search(before) is not None
    titled = _after_title(before)
    tail = _tail(text, run, at + 1, most=2)
    names = run[at + 1 : at + 1 + tail]
    if token.common and not (called and tail) and not (titled and tail):
        if tail and names[-1].kind == "surname" and not begins:
            return 1 + tail, 0.6, "capitalised word and surname"
        return None
    if tail and any(name.kind in {"surname", "given"} for name in names):
        return 1 + tail, 0.9 if not token.common else 0.6, "unknown word and surname"
    if (called or titled) and not begins:
        whole = tail and any(not name.common for name in names)
        return 1 + (tail if whole else 0), 0.85 if whole else 0.65, "after a title" if titled else "after a label"
    if tail == 0 and at + 1 < len(run) and run[at + 1].kind == "given" and _on_line(text, run, at + 1):
        closes = _from_given(text, run, at + 1)
        alone = closes is not None and closes[0] == 1 and not _is_swedish(token.text)
        return (2, 0.6, "unknown word and given name") if alone else None
    if tail and _signed(text, run[at].start, run[at + tail].end):
        return 1 + tail, 0.85, "a line of its own over a role"
    if tail and not any(_is_swedish(word.text) for word in (token, *names)):
        return 1 + tail, 0.55, "capitalised words that are no Swedish words"
    if tail and not token.common and not begins and not any(name.common for name in names):
        return 1 + tail, 0.35, "unknown capitalised words"
    return None


def _is_swedish(word: str) -> bool:
    """Tell whether a word, or a compound of known words, is in the Swedish lists."""
    low = word.lower()
    return low in lemma_table() or (len(low) > 7 and len(split_compound(low)) > 1)


def _alone(text: str, run: Sequence[_Token], at: int, score: float, reason: str) -> tuple[int, float, str] | None:
    """Return a name of one word: surer after a title or a label, a citation where a year follows."""
    token = run[at]
    before = text[max(0, token.start - 60) : token.start]
    if _after_title(before) or _LABEL.search(before):
        return 1, max(score, 0.85), reason + ", after a title or a label"
    if _CITED.match(text, token.end) and (before.endswith(("(", "& ", "och ", ", ", " ")) or not before):
        return 1, min(score, 0.45), reason + ", cited with a year"
    follows = run[at + 1] if at + 1 < len(run) else None
    if follows is not None and follows.kind == "not" and not follows.common and _on_line(text, run, at + 1):
        return 1, min(score, 0.3), reason + ", before a body or a place"
    return 1, score, reason


def _after_title(before: str) -> bool:
    words = re.findall(r"[^\s,:;()]+", before[-50:])
    if not words or before[-1:] not in {" ", "\u00a0"} or "." in before[-2:]:
        return False
    return plain(words[-1]) in titles()


def _signed(text: str, start: int, end: int) -> bool:
    """Tell whether a name is alone on its line and a role stands on the next."""
    line = text[text.rfind("\n", max(0, start - 200), start) + 1 : start]
    stop = text.find("\n", end, end + 200)
    if line.strip() or stop < 0 or text[end:stop].strip():
        return False
    below = re.match(r"\s*([^\s,]+)", text[stop : stop + 80])
    return below is not None and plain(below.group(1)) in titles()
