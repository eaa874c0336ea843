"""A small analysis with all its parts, made once: two invented municipalities, hostile texts and masked cells included."""

from __future__ import annotations

import pandas as pd
import pytest

from kfi_analysis import Corpus
from kfi_analysis.analysis import Analysis, analyse
from kfi_analysis.report import summarise

HOSTILE = '=HYPERLINK("x") </script><script>alert(1)</script> <img src=x> Ansvaret var tydligt. \x07'


@pytest.fixture(scope="session")
def corpus(example: Corpus) -> Corpus:
    """Twenty-four documents of the example corpus and a hostile one."""
    part = example.filter(municipality=["Kvarnköping", "Tjärnhulta"], source_kind=["hearing", "självvärdering"])
    keep = part.documents["document_id"].head(23).tolist()
    hostile = Corpus(
        pd.DataFrame(
            {"document_id": ["ond"], "text": [HOSTILE], "municipality": ["Tjärnhulta"], "source_kind": ["intervju"], "title": ["=1+1"]}
        ),
        pd.DataFrame(
            {
                "passage_id": ["ond:1"],
                "document_id": ["ond"],
                "start": [0],
                "end": [len(HOSTILE)],
                "level": ["paragraph"],
                "source_kind": ["intervju"],
                "unit": ["Skolan"],
                "respondent": ["A"],
            }
        ),
    )
    return Corpus.concat([part.filter(document_id=keep), hostile])


@pytest.fixture(scope="session")
def analysis(corpus: Corpus) -> Analysis:
    """The chain on the small corpus."""
    return analyse(corpus, n_topics=4, resamples=60)


@pytest.fixture(scope="session")
def summary(analysis: Analysis) -> dict[str, object]:
    """Its summary."""
    return summarise(analysis, resamples=60)
