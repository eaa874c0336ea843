"""Theme coding: a codebook, coders that show their evidence, and what a coding amounts to.

This file only exports.
"""

from kfi_analysis.coding.apply import code, code_stream
from kfi_analysis.coding.codebook import Code, Codebook, Indicator
from kfi_analysis.coding.codebook_changes import CodebookDiff, diff_codebooks, merge_codebooks
from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.examples import example_codings
from kfi_analysis.coding.headings import heading_codings

__all__ = [
    "Code",
    "Codebook",
    "CodebookDiff",
    "Codings",
    "Indicator",
    "code",
    "code_stream",
    "diff_codebooks",
    "example_codings",
    "heading_codings",
    "merge_codebooks",
]
