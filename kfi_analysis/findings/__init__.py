"""From coded material to conclusions: claims held against it, recommendations and whom they address.

This file only exports.
"""

from kfi_analysis.findings.recommend import Recommendations, recommendations

__all__ = ["Recommendations", "recommendations"]
