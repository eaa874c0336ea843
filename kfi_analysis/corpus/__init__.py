"""Documents and passages: reading them in, cutting them up, keeping them.

This file only exports.
"""

from kfi_analysis.corpus.model import Corpus

__all__ = ["Corpus"]
