"""Offset maps: edits lead back to the original, and maps compose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.errors import SettingError
from kfi_analysis.text.offsets import Edit, OffsetMap, apply_edits


@st.composite
def text_and_edits(draw: st.DrawFn, text: str | None = None) -> tuple[str, list[Edit]]:
    text = draw(st.text(max_size=40)) if text is None else text
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [(a, b, draw(st.text(max_size=3))) for a, b in pairs]


@given(text_and_edits())
def test_untouched_characters_lead_back_to_themselves(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    clean, offsets = apply_edits(text, edits)
    assert offsets.clean_length == len(clean)
    for c0, c1, o0, o1 in offsets.to_list():
        if clean[c0:c1] == text[o0:o1]:
            for at in range(c0, c1):
                start, end = offsets.to_original(at, at + 1)
                assert text[start:end] == clean[at] or (start, end) == (o0, o1)


@given(st.data())
def test_maps_compose(data: st.DataObject) -> None:
    text, first = data.draw(text_and_edits())
    middle, to_text = apply_edits(text, first)
    _, second = data.draw(text_and_edits(middle))
    clean, to_middle = apply_edits(middle, second)
    both = to_middle.compose(to_text)
    assert both.clean_length == len(clean)
    assert both.original_length == len(text)
    for start in range(len(clean)):
        a, b = both.to_original(start, start + 1)
        m = to_middle.to_original(start, start + 1)
        c, d = to_text.to_original(*m)
        assert a <= d
        assert c <= b


@given(text_and_edits())
def test_spans_go_forward(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    clean, offsets = apply_edits(text, edits)
    spans = [offsets.to_original(at, at + 1) for at in range(len(clean))]
    assert all(0 <= a <= b <= len(text) for a, b in spans)
    assert spans == sorted(spans)


@given(text_and_edits())
def test_there_and_back_covers_the_span(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    clean, offsets = apply_edits(text, edits)
    for at in range(len(clean)):
        start, end = offsets.to_original(at, at + 1)
        if end > start:
            back = offsets.from_original(start, end)
            assert back[0] <= at < back[1]


@given(text_and_edits())
def test_lists_keep_everything(case: tuple[str, list[Edit]]) -> None:
    _, offsets = apply_edits(*case)
    assert OffsetMap.from_list(offsets.to_list(), offsets.original_length) == offsets


def test_identity_maps_to_itself() -> None:
    assert OffsetMap.identity(5).to_original(1, 4) == (1, 4)
    assert OffsetMap.identity(0).to_original(0, 0) == (0, 0)


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(SettingError, match="overlaps"):
        apply_edits("abc", [(0, 2, "x"), (1, 3, "y")])


def test_a_span_outside_is_refused() -> None:
    with pytest.raises(SettingError, match="outside"):
        OffsetMap.identity(3).to_original(0, 4)
