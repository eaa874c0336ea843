"""Material of a few passages gives topics that are told to be untested, and no warning of arithmetic."""

from __future__ import annotations

import warnings

import kfi_analysis as kfi

TEXT = "Förvaltningen fick stöd av regionen. Det saknades personal under våren. Kommunstyrelsen ser över sina rutiner."


def test_two_alike_documents_give_no_warning() -> None:
    parts = [part.strip() for part in TEXT.split(".") if part.strip()] * 2
    corpus = kfi.Corpus.from_texts({f"d{at}": part for at, part in enumerate(parts)})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        topics = kfi.fit_topics(corpus, 2, seed=0, resamples=5, shuffles=5)
    assert len(topics) == 2
    assert (topics.topics["p"] > 1 / 6).all(), "a shuffle that could not be measured counts against the topic"
