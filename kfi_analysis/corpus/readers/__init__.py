"""One leaf file per kind of file; each takes the bytes and returns a `Reading`.

This file only exports.
"""

from kfi_analysis.corpus.readers.dispatch import SUFFIXES, read_bytes, read_data, read_file
from kfi_analysis.corpus.readers.reading import Composer, Reading

__all__ = ["SUFFIXES", "Composer", "Reading", "read_bytes", "read_data", "read_file"]
