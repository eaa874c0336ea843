"""Masked corpora: no masked string anywhere, passages still slice, and the way back to the original is kept."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kfi_analysis import Corpus
from kfi_analysis.corpus.masking import mask_corpus
from kfi_analysis.text.offsets import apply_edits

NAMES = ("Ylva Exempelsson", "Mårten Exempelqvist", "ylva@exempel.se", "070-123 45 67")


@given(st.lists(st.sampled_from([*NAMES, "ledde arbetet", "och", "ansvaret var tydligt.", "Rektor"]), min_size=1, max_size=8))
def test_nothing_masked_is_left_and_passages_keep_their_words(words: list[str]) -> None:
    text = " ".join(words)
    corpus = Corpus(
        pd.DataFrame({"document_id": ["d"], "text": [text], "title": [words[0]]}),
        pd.DataFrame({"passage_id": ["p"], "document_id": ["d"], "start": [0], "end": [len(text)], "level": ["paragraph"]}),
    )
    masked = mask_corpus(corpus)
    for name in NAMES:
        assert name not in masked.documents["text"].iloc[0]
        assert name not in str(masked.documents["title"].iloc[0])
    assert masked.original_span("d", 0, len(masked.text_of("d"))) == (0, len(text))
    if "ansvaret" in text:
        at = masked.text_of("d").index("ansvaret")
        start, end = masked.original_span("d", at, at + 8)
        assert text[start:end] == "ansvaret"


def test_maps_compose_with_the_cleaning_before() -> None:
    clean, offsets = apply_edits("Rektor Ylva Exem-\npelsson hade an-\nsvar.", [(16, 18, ""), (33, 35, "")])
    corpus = Corpus(
        pd.DataFrame({"document_id": ["d"], "text": [clean]}),
        pd.DataFrame({"passage_id": ["p"], "document_id": ["d"], "start": [0], "end": [len(clean)], "level": ["paragraph"]}),
        maps={"d": offsets},
    )
    masked = mask_corpus(corpus)
    at = masked.text_of("d").index("ansvar")
    start, end = masked.original_span("d", at, at + 6)
    assert "Rektor Ylva Exem-\npelsson hade an-\nsvar."[start:end] == "an-\nsvar"


def test_a_corpus_without_names_is_itself() -> None:
    corpus = Corpus.from_texts(["Ansvaret var tydligt."])
    assert mask_corpus(corpus).sha256 == corpus.sha256
