"""Swedish text, offline: str -> spans and terms. Pure functions, usable on their own.

This file only exports; each name lives in the leaf file that its subject names.
"""

from kfi_analysis.text.compounds import split_compound
from kfi_analysis.text.layout import Block, Layout, lay_out
from kfi_analysis.text.lemmas import lemma, lemmatize
from kfi_analysis.text.offsets import Edit, OffsetMap, apply_edits
from kfi_analysis.text.sentences import sentences
from kfi_analysis.text.terms import Terms, terms
from kfi_analysis.text.token_table import TokenTable, token_table
from kfi_analysis.text.tokens import Token, TokenKind, Tokens, tokenize
from kfi_analysis.text.words import MODALITY, NEGATIONS, STOP_WORDS

__all__ = [
    "MODALITY",
    "NEGATIONS",
    "STOP_WORDS",
    "Block",
    "Edit",
    "Layout",
    "OffsetMap",
    "Terms",
    "Token",
    "TokenKind",
    "TokenTable",
    "Tokens",
    "apply_edits",
    "lay_out",
    "lemma",
    "lemmatize",
    "sentences",
    "split_compound",
    "terms",
    "token_table",
    "tokenize",
]
