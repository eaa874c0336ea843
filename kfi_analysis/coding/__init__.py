"""Theme coding: a codebook, coders that show their evidence, and what a coding amounts to.

This file only exports.
"""

from kfi_analysis.coding.apply import code, code_stream
from kfi_analysis.coding.codebook import Code, Codebook, Indicator
from kfi_analysis.coding.codings import Codings

__all__ = ["Code", "Codebook", "Codings", "Indicator", "code", "code_stream"]
