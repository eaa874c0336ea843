"""Results -> HTML, Word and Excel, in two steps: a documented summary, then the rendering. Computes no statistics.

This file only exports.
"""

from kfi_analysis.report.anonymity import check_anonymity
from kfi_analysis.report.summary import summarise
from kfi_analysis.report.write import write_report

__all__ = ["check_anonymity", "summarise", "write_report"]
