"""Plain text: the encoding found, the lines laid out."""

from __future__ import annotations

import codecs

from kfi_analysis.corpus.readers.reading import Reading
from kfi_analysis.errors import ReadError
from kfi_analysis.text.layout import lay_out

__all__ = ["decode", "read_plain"]

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"))
_BOMS_16 = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OTHERS = {b"%PDF-": "pdf", b"{\\rtf": "rtf"}
_SWEDISH = "åäöÅÄÖéÉ–”’…"
_GOOD_BYTES = "åäöÅÄÖéÉüÜ–—”“’‘…§°•\u00a0\u00ad«»´×½àèáæøØÆ"


def read_plain(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """Read bytes as text and lay it out."""
    return Reading(lay_out(decode(data, name, encoding)))


def decode(data: bytes, name: str, encoding: str | None = None) -> str:
    r"""Return the text of a file whose encoding may be UTF-8, UTF-16 or 32, Windows-1252, Latin-1 or Mac Roman.

    Parameters
    ----------
    data
        The bytes.
    name
        The file's name, for errors.
    encoding
        The encoding if it is known.

    Raises
    ------
    ReadError
        If the bytes are no text, or the named encoding does not fit.

    Examples
    --------
    >>> [decode("åäö – nämnd".encode(name), "x") for name in ("utf-8", "utf-16", "cp1252", "mac_roman")]
    ['åäö – nämnd', 'åäö – nämnd', 'åäö – nämnd', 'åäö – nämnd']
    """
    if encoding is not None:
        try:
            return data.decode(encoding).lstrip("\ufeff")
        except (UnicodeDecodeError, LookupError) as error:
            raise ReadError(f"is not text in {encoding!r} ({error}): leave the encoding out to have it found", where=name) from error
    for opening, ending in _OTHERS.items():
        if data.startswith(opening):
            raise ReadError(f"holds a {ending} file, not text: give it the ending .{ending}", where=name)
    for bom, codec in (*_BOMS, *_BOMS_16):
        if data.startswith(bom):
            return _strictly(data, codec, name)
    wide = _without_bom(data)
    if wide is not None:
        return _strictly(data, wide, name)
    if b"\x00" in data[:65536] or _control_share(data) > 0.02:
        raise ReadError("holds binary data, not text: give the file the ending that its content has (.pdf, .docx ...)", where=name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return _single_byte(data)


def _strictly(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        raise ReadError(f"begins like {codec} and is damaged further on ({error.reason} at byte {error.start})", where=name) from error


def _without_bom(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of a western text is zero."""
    head = data[:4096]
    if len(head) < 8 or len(data) % 2:
        return None
    even, odd = head[::2].count(0) / (len(head) / 2), head[1::2].count(0) / (len(head) / 2)
    if odd > 0.7 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.05 else None


def _control_share(data: bytes) -> float:
    head = data[:65536]
    odd = sum(head.count(byte) for byte in range(32) if byte not in (9, 10, 11, 12, 13, 27, 26, 31, 30))
    return odd / max(len(head), 1)


def _single_byte(data: bytes) -> str:
    """The one-byte encoding whose letters look most like Swedish; Windows-1252 wins a tie."""
    best, score = "", -1.0
    for codec in ("cp1252", "latin-1", "mac_roman"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        high = [c for c in text if ord(c) > 127]
        value = sum(2.0 if c in _SWEDISH else 1.0 if c in _GOOD_BYTES else 0.0 for c in high)
        if value > score:
            best, score = text, value
    return best
