"""How far coders agree: coefficients on plain arrays, intervals from sums over units, labels on top.

This file only exports.
"""

from kfi_analysis.coding.reliability.compute import agreement
from kfi_analysis.coding.reliability.plain import (
    Coefficient,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    holsti,
    krippendorff_alpha,
    percent_agreement,
)
from kfi_analysis.coding.reliability.result import Agreement
from kfi_analysis.coding.reliability.unitizing import unitizing_alpha

__all__ = [
    "Agreement",
    "Coefficient",
    "agreement",
    "cohen_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "holsti",
    "krippendorff_alpha",
    "percent_agreement",
    "unitizing_alpha",
]
