"""A text is known again whatever its line breaks, and not in texts that lack it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.corpus.fingerprint import Copy, letters_of, mark_of

WORDS = st.lists(st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäö0123456789", min_size=1, max_size=9), min_size=1, max_size=30)


@given(WORDS, WORDS, WORDS)
def test_a_marked_text_is_found_wherever_it_stands(before: list[str], words: list[str], after: list[str]) -> None:
    mark = mark_of(" ".join(words))
    copy = Copy("\n".join(before) + "\n\n" + "-\n".join(words) + ". " + " ".join(after))
    assert copy.holds(mark)
    assert copy.share(mark) == 1.0


@given(WORDS, WORDS)
def test_holding_means_letters_in_order(words: list[str], other: list[str]) -> None:
    assert Copy(" ".join(other)).holds(mark_of(" ".join(words))) == (letters_of(" ".join(words)) in letters_of(" ".join(other)))


@given(WORDS)
def test_breaks_and_case_do_not_count(words: list[str]) -> None:
    assert mark_of(" ".join(words)) == mark_of("\n".join(word.upper() for word in words)) or "ß" in "".join(words)
    assert Copy(" ".join(words)).sha256 == mark_of("-".join(words)).sha256


def test_share_falls_with_what_is_lost() -> None:
    words = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in "lmnrst"]
    mark = mark_of(" ".join(words))
    shares = [Copy(" ".join(words[: len(words) * k // 4])).share(mark) for k in range(5)]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[4] == 1.0
