"""The documented summary behind every report: plain lists and dicts that JSON can hold.

This file only exports.
"""

from kfi_analysis.report.summary.build import SCHEMA, schema, summarise

__all__ = ["SCHEMA", "schema", "summarise"]
