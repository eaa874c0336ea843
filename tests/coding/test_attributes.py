"""Valence and phase: negation, wishes, contrast, time; every judgement shows its words."""

from __future__ import annotations

import pytest

from kfi_analysis.coding import example_codings
from kfi_analysis.coding.attributes import PhaseReader, ValenceReader


@pytest.fixture(scope="module")
def valence() -> ValenceReader:
    return ValenceReader()


@pytest.fixture(scope="module")
def phase() -> PhaseReader:
    return PhaseReader()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Samarbetet var mycket bra.", "styrka"),
        ("Samarbetet var inte bra.", "utmaning"),
        ("Det var inga problem.", "styrka"),
        ("Det fanns inte några större svårigheter.", "styrka"),
        ("Det hade varit önskvärt med bättre stöd.", "utmaning"),
        ("Informationen borde ha kommit tidigare.", "utmaning"),
        ("Arbetet behöver utvecklas.", "utmaning"),
        ("Stödet var bra men informationen var bristfällig och otydlig.", "utmaning"),
        ("Stödet var mycket bra och uppskattat. Däremot saknades utrustning och det var brist på personal.", "blandat"),
        ("Enheten har tolv anställda.", "neutral"),
        ("", "neutral"),
        ("Det var inte bara snabbt utan också smidigt.", "styrka"),
    ],
)
def test_valence(valence: ValenceReader, text: str, value: str) -> None:
    judged = valence.read([text])[0]
    assert judged.value == value
    assert 0 <= judged.score <= 1
    assert all(text[start:end].strip() for start, end in judged.evidence)
    assert bool(judged.evidence) == (value != "neutral")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I början av pandemin saknades allt.", "inledning"),
        ("Våren 2020 fick vi stänga.", "inledning"),
        ("Under hela perioden har vi haft möten varje vecka.", "fortlöpande"),
        ("I efterhand ser vi att det gick för långsamt.", "efter"),
        ("Detta tar vi med oss framöver.", "efter"),
        ("Enheten arbetar med barn.", "oklart"),
        ("Vi var som tidigare tre personer och hade mycket att göra.", "fortlöpande"),
    ],
)
def test_phase(phase: PhaseReader, text: str, value: str) -> None:
    judged = phase.read([text])[0]
    assert judged.value == value
    assert all(text[start:end].strip() for start, end in judged.evidence)


def test_many_texts_are_read_as_one_by_one(valence: ValenceReader, phase: PhaseReader) -> None:
    texts = example_codings("forsta-1").texts.tolist()
    for reader in (valence, phase):
        assert reader.read(texts) == [reader.read([text])[0] for text in texts[:40]] + reader.read(texts)[40:]
