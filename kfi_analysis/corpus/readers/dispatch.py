"""Which reader takes which file; missing and empty files told about once, here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from kfi_analysis.corpus.readers.reading import Reading
from kfi_analysis.errors import ReadError

__all__ = ["SUFFIXES", "read_bytes", "read_data", "read_file"]

MAX_BYTES = 512 * 1024 * 1024

SUFFIXES = {
    ".txt": ("plain", "read_plain"),
    ".text": ("plain", "read_plain"),
    ".pdf": ("pdf", "read_pdf"),
    ".docx": ("word", "read_word"),
    ".docm": ("word", "read_word"),
    ".odt": ("opendocument", "read_opendocument"),
    ".html": ("markup", "read_html"),
    ".htm": ("markup", "read_html"),
    ".md": ("markup", "read_markdown"),
    ".markdown": ("markup", "read_markdown"),
    ".rtf": ("markup", "read_rtf"),
}
"""Ending -> (leaf file, function)."""


def read_data(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    ReadError
        If it is missing, no file, too big, or may not be read.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(f"holds {size / 1e6:.0f} MB; {MAX_BYTES / 1e6:.0f} MB is the limit for one document: split it", where=path)
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError("no such file: check the name", where=path) from None
    except OSError as error:
        raise ReadError(f"cannot be read ({error.strerror}): check that it is a file and that you may read it", where=path) from error


def read_file(path: Path, *, encoding: str | None = None) -> Reading:
    """Return what a file holds.

    Raises
    ------
    ReadError
        If it is missing, empty, too big, of an unknown kind, damaged, or without text.
    """
    return read_bytes(read_data(path), path.name, encoding=encoding)


def read_bytes(data: bytes, name: str, *, encoding: str | None = None) -> Reading:
    """Return what the bytes of a file hold; `name` gives the ending and stands in errors."""
    suffix = Path(name).suffix.lower()
    if suffix in {".doc", ".wpd", ".pages"}:
        raise ReadError(f"the old or closed format {suffix} cannot be read: save it as .docx and read that", where=name)
    if suffix in {".csv", ".tsv", ".xlsx", ".xls", ".parquet"}:
        raise ReadError("is a table: read it on its own (xlsx, csv, parquet), it may list files or hold texts", where=name)
    if suffix not in SUFFIXES:
        raise ReadError(f"the ending {suffix!r} is unknown: what can be read is {', '.join(sorted(SUFFIXES))}", where=name)
    if not data.strip():
        raise ReadError("is empty", where=name)
    leaf, function = SUFFIXES[suffix]
    reader: Callable[..., Reading] = getattr(import_module(f"kfi_analysis.corpus.readers.{leaf}"), function)
    reading = reader(data, name, encoding) if leaf in {"plain", "markup"} else reader(data, name)
    if not any(c.isalnum() for c in reading.layout.text):
        raise ReadError("holds no text", where=name)
    return reading
