"""From coded material to conclusions: claims held against it, recommendations and whom they address.

This file only exports.
"""

from kfi_analysis.findings.areas import Areas, development_areas
from kfi_analysis.findings.check import check_claims
from kfi_analysis.findings.claims import Claims, load_claims
from kfi_analysis.findings.follow_up import find_answers, match_recommendations
from kfi_analysis.findings.judgements import judgements
from kfi_analysis.findings.model import Findings
from kfi_analysis.findings.recommend import Recommendations, recommendations
from kfi_analysis.findings.support import Support, load_recommendations, recommendation_support

__all__ = [
    "Areas",
    "Claims",
    "Findings",
    "Recommendations",
    "Support",
    "check_claims",
    "development_areas",
    "find_answers",
    "judgements",
    "load_claims",
    "load_recommendations",
    "match_recommendations",
    "recommendation_support",
    "recommendations",
]
