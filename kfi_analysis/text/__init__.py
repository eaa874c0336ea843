"""Swedish text, offline: str -> spans and terms. Pure functions, usable on their own.

This file only exports; each name lives in the leaf file that its subject names.
"""

from kfi_analysis.text.offsets import Edit, OffsetMap, apply_edits

__all__ = ["Edit", "OffsetMap", "apply_edits"]
