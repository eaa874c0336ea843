"""Contrasts between groups, municipalities, years and coders, with what the material can and cannot tell.

This file only exports.
"""

from kfi_analysis.comparison.compare import Comparison, compare
from kfi_analysis.comparison.correspondence import Correspondence, correspondence, similarity
from kfi_analysis.comparison.indicators import join_indicators, per_capita
from kfi_analysis.comparison.keyness import keyness

__all__ = ["Comparison", "Correspondence", "compare", "correspondence", "join_indicators", "keyness", "per_capita", "similarity"]
