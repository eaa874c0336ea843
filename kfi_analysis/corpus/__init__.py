"""Documents and passages: reading them in, cutting them up, keeping them.

This file only exports.
"""

from kfi_analysis.corpus.attributions import AttributionPatterns
from kfi_analysis.corpus.matters import split_matters
from kfi_analysis.corpus.model import Corpus
from kfi_analysis.corpus.reading import read
from kfi_analysis.corpus.registry import RegisteredCorpus, list_corpora, load_corpus, registered
from kfi_analysis.corpus.units import Units
from kfi_analysis.corpus.verify import Verification, verify_copy, verify_corpus, verify_text

__all__ = [
    "AttributionPatterns",
    "Corpus",
    "RegisteredCorpus",
    "Units",
    "Verification",
    "list_corpora",
    "load_corpus",
    "read",
    "registered",
    "split_matters",
    "verify_copy",
    "verify_corpus",
    "verify_text",
]
