"""The matcher finds what a plain loop over words finds, however the text is cut, and forgets without harm."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.coding import matcher as matcher_module
from kfi_analysis.coding import words as words_module
from kfi_analysis.coding.matcher import Matcher
from kfi_analysis.coding.terms import Pattern, read_term
from kfi_analysis.coding.words import find_words, hash_word

TERMS = ["=kris", "kris*", "*ledning", "*is*", "brist på =kris", "brist .. kris*", "=en|=ett ..1 *ledning", "åtgärd*"]
VOCABULARY = ["kris", "Krisen", "krisledning", "brist", "på", "en", "ett", "ÅTGÄRDER", "is", "ö", "2020", "a\u00adb"]
sentences = st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join)
texts = st.lists(sentences, max_size=4).map(". ".join)


def plain(patterns: list[Pattern], text: str) -> set[tuple[int, int, int]]:
    """Every first slot with the nearest completion inside its sentence, by loops."""
    spans = [m.span() for m in re.finditer(r"[^\W_\u00ad]+(?:\u00ad[^\W_]+)*", text)]
    low = [text[a:b].lower().replace("\u00ad", "") for a, b in spans]
    sentence = [0]
    for (_, end), (start, _) in pairwise(spans):
        opens = re.search(r"[.!?]\s", text[end:start]) and (text[start].isupper() or text[start].isdigit())
        sentence.append(sentence[-1] + bool(opens))
    tests = {
        "form": lambda w, x: w == x,
        "lemma": lambda w, x: w == x,
        "prefix": lambda w, x: w.startswith(x),
        "suffix": lambda w, x: w.endswith(x),
        "infix": lambda w, x: x in w,
    }
    found = set()
    for number, pattern in enumerate(patterns):
        fits = [[any(tests[a.kind](w, a.letters) for a in slot.atoms) for w in low] for slot in pattern.slots]
        for first in range(len(low)):
            if not fits[0][first]:
                continue
            last: int | None = first
            for slot, fit in zip(pattern.slots[1:], fits[1:], strict=True):
                assert last is not None
                near = range(last + 1, min(len(low), last + slot.gap + 2))
                last = next((i for i in near if fit[i] and sentence[i] == sentence[first]), None)
                if last is None:
                    break
            if last is not None:
                found.add((number, first, last))
    return found


@given(texts)
def test_the_matcher_agrees_with_plain_loops(text: str) -> None:
    patterns = [read_term(term) for term in TERMS]
    hits = Matcher(patterns).find(find_words(text))
    got = set(zip(hits.pattern.tolist(), hits.first.tolist(), hits.last.tolist(), strict=True))
    assert got == plain(patterns, text)
    assert len(got) == len(hits)


@given(st.text(max_size=60))
def test_words_slice_back_and_equal_words_have_equal_hashes(text: str) -> None:
    words = find_words(text)
    for start, end, value in zip(words.starts.tolist(), words.ends.tolist(), words.hashes.tolist(), strict=True):
        assert text[start:end].strip()
        assert hash_word(text[start:end]) == value
    outside = text
    for start, end in zip(reversed(words.starts.tolist()), reversed(words.ends.tolist()), strict=True):
        outside = outside[:start] + outside[end:]
    assert not any(char.isalnum() for char in outside)


@given(texts, st.integers(3, 30))
def test_cutting_into_blocks_changes_nothing(text: str, block: int) -> None:
    whole = find_words(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words_module, "_BLOCK", block)
        words_module._powers.cache_clear()
        cut = find_words(text)
    words_module._powers.cache_clear()
    for name in ("starts", "ends", "hashes", "opens"):
        assert getattr(cut, name).tolist() == getattr(whole, name).tolist()


def test_forgetting_types_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    patterns = [read_term(term) for term in TERMS]
    text = " ".join(f"kris{i} brist på kris ord{i}" for i in range(300))
    expected = Matcher(patterns).find(find_words(text))
    monkeypatch.setattr(matcher_module, "_MOST_TYPES", 50)
    monkeypatch.setattr(matcher_module, "_PIECE", 64)
    small = Matcher(patterns)
    for _ in range(3):
        got = small.find(find_words(text))
        assert got.first.tolist() == expected.first.tolist()
        assert got.pattern.tolist() == expected.pattern.tolist()


def test_lemmas_and_parts_of_compounds() -> None:
    from kfi_analysis.text import lemma, split_compound
    from kfi_analysis.text.lexicon import lemma_table

    patterns = [read_term(term) for term in ("~personal", "kris+", "+brist", "bok", "fatta .. beslut")]
    settings = {"lemmatize": lemma, "split": split_compound}
    text = "Personalbristen och vårdpersonalen. Krisledning. Böckerna. De fattade snabbt besluten. Personifiera kritiken."
    quick = Matcher(patterns, inflections=lemma_table(), **settings).find(find_words(text))  # type: ignore[arg-type]
    slow = Matcher(patterns, **settings).find(find_words(text))  # type: ignore[arg-type]
    assert quick.pattern.tolist() == slow.pattern.tolist()
    assert sorted(zip(slow.pattern.tolist(), slow.first.tolist(), strict=True)) == [(0, 0), (0, 2), (1, 3), (2, 0), (3, 4), (4, 6)]


def test_nothing_to_find() -> None:
    assert len(Matcher([]).find(find_words("kris"))) == 0
    assert len(Matcher([read_term("kris")]).find(find_words(""))) == 0
