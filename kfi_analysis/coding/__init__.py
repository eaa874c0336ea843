"""Theme coding: a codebook, coders that show their evidence, and what a coding amounts to.

This file only exports.
"""

from kfi_analysis.coding.codings import Codings

__all__ = ["Codings"]
