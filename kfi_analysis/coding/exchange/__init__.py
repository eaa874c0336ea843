"""REFI-QDA projects (.qdpx): codings from and to NVivo, ATLAS.ti, MAXQDA, QualCoder and others.

This file only exports.
"""

from kfi_analysis.coding.exchange.reading import read_qdpx
from kfi_analysis.coding.exchange.writing import write_qdpx

__all__ = ["read_qdpx", "write_qdpx"]
