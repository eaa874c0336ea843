"""Letters whose accents stand loose after them (å as a and a ring, as some systems write it) made whole.

Every word list, pattern and comparison of this library knows the whole letters only; a map leads back to the loose ones.
"""

from __future__ import annotations

import re
import unicodedata

from kfi_analysis.text.offsets import Edit, OffsetMap, apply_edits

__all__ = ["loose_accents", "whole_letters"]

_LOOSE = re.compile("\\w[\u0300-\u036f]+")


def loose_accents(text: str) -> list[Edit]:
    r"""Return the edits that make letters whole, in order; none for text that is whole already.

    Examples
    --------
    >>> loose_accents("na\u0308mnd"), loose_accents("nämnd")
    ([(1, 3, 'ä')], [])
    """
    if unicodedata.is_normalized("NFC", text):
        return []
    edits = [(found.start(), found.end(), unicodedata.normalize("NFC", found.group())) for found in _LOOSE.finditer(text)]
    return [edit for edit in edits if text[edit[0] : edit[1]] != edit[2]]


def whole_letters(text: str) -> tuple[str, OffsetMap | None]:
    r"""Return the text with whole letters, and the map to `text`; None if it is the same text.

    Examples
    --------
    >>> text, offsets = whole_letters("na\u0308mnd")
    >>> text, offsets.to_original(0, 5)
    ('nämnd', (0, 6))
    """
    edits = loose_accents(text)
    return apply_edits(text, edits) if edits else (text, None)
