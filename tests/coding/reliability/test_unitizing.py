"""Unitizing alpha: the published example, and the definition computed character by character."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis.coding.reliability import unitizing_alpha
from kfi_analysis.coding.reliability.unitizing import disagreements_of, merge_spans, unitizing_sums
from kfi_analysis.errors import TableError

Spans = list[tuple[int, int]]
spans_of = st.lists(st.tuples(st.integers(0, 38), st.integers(1, 12)).map(lambda pair: (pair[0], min(40, pair[0] + pair[1]))), max_size=4)


def by_definition(coders: list[Spans], length: int) -> tuple[float, float]:
    """Krippendorff 2004, section 11.6, with stretches and gaps compared one by one."""
    sections = []
    for spans in coders:
        own, at = [], 0
        for start, end in merge_spans(spans).tolist():
            own += [(at, start - at, False)] if start > at else []
            own.append((start, end - start, True))
            at = end
        sections.append(own + ([(at, length - at, False)] if at < length else []))
    observed = 0.0
    for i, mine in enumerate(sections):
        for j, theirs in enumerate(sections):
            for b, size, unit in mine if i != j else []:
                for other_b, other_size, other_unit in theirs:
                    if unit and other_unit and -size < b - other_b < other_size:
                        observed += (b - other_b) ** 2 + (b + size - other_b - other_size) ** 2
                    elif unit and not other_unit and other_size - size >= b - other_b >= 0:
                        observed += size**2
                    elif not unit and other_unit and size - other_size >= other_b - b >= 0:
                        observed += other_size**2
    units = [size for own in sections for _, size, unit in own if unit]
    gaps = [size for own in sections for _, size, unit in own if not unit]
    m = len(coders)
    expected = sum(
        (len(units) - 1) / 3 * (2 * size**3 - 3 * size**2 + size) + size**2 * sum(gap - size + 1 for gap in gaps if gap >= size)
        for size in units
    )
    bottom = m * length * (m * length - 1) - sum(size * (size - 1) for size in units)
    return observed / (m * (m - 1) * length**2), 2 / length * expected / bottom


def test_the_example_of_krippendorff_2004() -> None:
    c = [[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]]
    k = [[(30, 90), (150, 200)], [(30, 90), (150, 200)]]
    observed, expected = zip(*(disagreements_of([unitizing_sums(spans, 300)], 2) for spans in (c, k)), strict=True)
    assert observed == pytest.approx((0.0144, 0.0), abs=1e-4)
    assert expected == pytest.approx((0.0532, 0.0490), abs=1e-4)
    assert unitizing_alpha(c, 300) == pytest.approx(0.7286, abs=1e-4)
    assert unitizing_alpha(k, 300) == 1.0
    assert 1 - sum(observed) / sum(expected) == pytest.approx(0.8591, abs=5e-4)


@given(st.lists(spans_of, min_size=2, max_size=3))
def test_equal_to_the_definition(coders: list[Spans]) -> None:
    expected = by_definition(coders, 40)
    assert disagreements_of([unitizing_sums(coders, 40)], len(coders)) == pytest.approx(expected, rel=1e-9, abs=1e-12)
    assert unitizing_alpha(coders[::-1], 40) == pytest.approx(unitizing_alpha(coders, 40), nan_ok=True)


@given(st.lists(st.tuples(spans_of, spans_of), min_size=2, max_size=4))
def test_order_of_texts_does_not_matter(texts: list[tuple[Spans, Spans]]) -> None:
    sums = [unitizing_sums(list(text), 40) for text in texts]
    assert disagreements_of(sums, 2) == pytest.approx(disagreements_of(sums[::-1], 2), rel=1e-12)


def test_nothing_marked_and_spans_outside() -> None:
    assert math.isnan(unitizing_alpha([[], []], 100))
    with pytest.raises(TableError, match=r"\(90, 120\) lies outside a text of 100"):
        unitizing_alpha([[(90, 120)], []], 100)
