"""From coded material to conclusions: claims held against it, recommendations and whom they address.

This file only exports.
"""

from kfi_analysis.findings.check import check_claims
from kfi_analysis.findings.claims import Claims, load_claims
from kfi_analysis.findings.model import Findings
from kfi_analysis.findings.recommend import Recommendations, recommendations

__all__ = ["Claims", "Findings", "Recommendations", "check_claims", "load_claims", "recommendations"]
