"""Swedish text, offline: str -> spans and terms. Pure functions, usable on their own.

This file only exports; each name lives in the leaf file that its subject names.
"""

from kfi_analysis.text.offsets import Edit, OffsetMap, apply_edits
from kfi_analysis.text.bulk import TokenTable, token_table
from kfi_analysis.text.tokens import Token, TokenKind, Tokens, tokenize

__all__ = ["Edit", "OffsetMap", "Token", "TokenKind", "TokenTable", "Tokens", "apply_edits", "token_table", "tokenize"]
