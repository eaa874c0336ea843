from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.actors.scan import Scanner, plain

WORDS = st.lists(
    st.sampled_from(["vård", "vårdnämnd", "nämnd", "hr", "öst", "å", "vård-", "vårds", "-", ".", "HR", "vårdnämnds"]), max_size=12
)
NAMES = ["vård", "nämnd", "vårdnämnd", "hr", "vård och öst", "öst"]


def oracle(text: str) -> list[tuple[int, int]]:
    """Whole words, leftmost, then longest, by regular expressions."""
    small = text.lower()
    hits = []
    for name in NAMES:
        for form in {name, name if name.endswith("s") else name + "s"}:
            for match in re.finditer(f"(?={re.escape(form)})", small):
                start, end = match.start(), match.start() + len(form)
                before, after = small[:start], small[end:]
                if re.search(r"\w$|\w-$", before) or re.search(r"^\w|^-\w", after):
                    continue
                hits.append((start, -end))
    out: list[tuple[int, int]] = []
    reached = 0
    for start, negative in sorted(hits):
        if start >= reached:
            out.append((start, -negative))
            reached = -negative
    return out


@given(WORDS, st.sampled_from([" ", "", ", "]))
def test_whole_words_before_longest_match(words: list[str], glue: str) -> None:
    text = glue.join(words)
    scanner = Scanner([(name, False, number) for number, name in enumerate(NAMES)])
    assert [(start, end) for start, end, _ in scanner.find(text)] == oracle(text)


def test_a_longer_name_that_does_not_fit_does_not_hide_a_shorter_one() -> None:
    scanner = Scanner([("Vård", False, 0), ("Vård och o", False, 1)])
    assert scanner.find("Vård och omsorg") == [(0, 4, (0,))]


def test_exact_case_where_asked() -> None:
    scanner = Scanner([("HR", True, 0), ("hr", False, 1)])
    assert scanner.find("hr") == [(0, 2, (1,))]
    assert scanner.find("HR") == [(0, 2, (0, 1))]


def test_no_names() -> None:
    assert Scanner([]).find("text") == []


@given(st.text(alphabet="aå -\n\t\u00ad\u00a0x", max_size=40))
def test_plain_leads_back(text: str) -> None:
    joined = plain(text)
    places = joined.places if joined.places is not None else range(len(text) + 1)
    assert len(places) == len(joined.text) + 1
    for at, character in enumerate(joined.text):
        original = text[places[at]]
        assert character == original or (character == " " and original in "\n\t\u00a0")
    for start in range(0, len(joined.text), 3):
        first, last = joined.span(start, min(start + 4, len(joined.text)))
        assert 0 <= first <= last <= len(text)


def test_broken_words_are_joined_but_shortened_coordination_is_kept() -> None:
    assert plain("förvalt-\nningen").text == "förvaltningen"
    assert plain("gymnasie-\noch vuxenutbildning").text == "gymnasie- och vuxenutbildning"
    assert plain("Gymnasie- \noch").text == "Gymnasie- och"
    assert plain("för\u00advaltning").text == "förvaltning"
