"""Sentences cover the text, end where Swedish and the layout end them, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given

from kfi_analysis.text import sentences
from tests.text.test_tokens import ANY_TEXT


@given(ANY_TEXT)
def test_sentences_cover_the_text_in_order(text: str) -> None:
    spans = sentences(text)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Det gick bra. Vi lärde oss.", ["Det gick bra.", "Vi lärde oss."]),
        ("Vi mötte t.ex. Ek, dvs. chefen, kl. 8. Sedan gick vi.", ["Vi mötte t.ex. Ek, dvs. chefen, kl. 8.", "Sedan gick vi."]),
        ("Böcker, kartor m.m. Det räckte.", ["Böcker, kartor m.m.", "Det räckte."]),
        ("Enligt A. B. Ek är det så. Ja.", ["Enligt A. B. Ek är det så.", "Ja."]),
        ("”Vi hann inte.” Så sade hon.", ["”Vi hann inte.”", "Så sade hon."]),
        ("Hon sade: ”Vi hann inte.”", ["Hon sade:", "”Vi hann inte.”"]),
        ("Ansvar för: skola och vård", ["Ansvar för: skola och vård"]),
        (
            "Inledning\nArbetet började tidigt och\nslutade sent en dag i mars.",
            ["Inledning", "Arbetet började tidigt och\nslutade sent en dag i mars."],
        ),
        ("Vi vill ha\n• mer tid\n• mer stöd", ["Vi vill ha", "• mer tid", "• mer stöd"]),
        ("1. Först\n2. Sedan", ["1. Först", "2. Sedan"]),
        ("Var det så? ja. Nej!", ["Var det så? ja.", "Nej!"]),
        ("Stycke ett\n\nstycke två", ["Stycke ett", "stycke två"]),
        ("Se 3.2 och kap. 5. Slut", ["Se 3.2 och kap. 5.", "Slut"]),
        ("", []),
    ],
)
def test_rules(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected
