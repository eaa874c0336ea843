"""Zip containers (docx, odt, xlsx) opened with care: size limits, no encrypted or nested surprises, no DTDs in their XML."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from kfi_analysis.errors import ReadError

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Archive", "parse_xml"]

_MAX_TOTAL = 400 * 1024 * 1024
_MAX_RATIO = 200
_MAX_MEMBERS = 5000
_RATIO_FROM = 4 * 1024 * 1024


class Archive:
    """The members of a zip file, checked before anything is unpacked.

    Raises
    ------
    ReadError
        If the data is no whole zip file, is encrypted, would unpack to more than is sound, or holds XML with a document type.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            old = data.startswith(b"\xd0\xcf\x11\xe0")
            way = "it is an old or encrypted Office file: save it anew, without a password" if old else "it may be cut off: fetch it again"
            raise ReadError(f"is no whole {name.rsplit('.', 1)[-1]} file ({error}); {way}", where=name) from error
        entries = self._zip.infolist()
        total = sum(entry.file_size for entry in entries)
        packed = max(sum(entry.compress_size for entry in entries), 1)
        if len(entries) > _MAX_MEMBERS or total > _MAX_TOTAL or (total > _RATIO_FROM and total / packed > _MAX_RATIO):
            raise ReadError(f"would unpack to {total / 1e6:.0f} MB from {len(data) / 1e6:.1f} MB: refused as a zip bomb", where=name)
        if any(entry.flag_bits & 1 for entry in entries):
            raise ReadError("is encrypted: save a copy without a password and read that", where=name)
        self.names = {entry.filename for entry in entries}

    def read(self, member: str) -> bytes:
        """Return a member's bytes."""
        if member not in self.names:
            raise ReadError(f"lacks {member}: it is damaged, or not what its ending says", where=self.name)
        try:
            return self._zip.read(member)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
            raise ReadError(f"has a damaged part {member} ({error}): it may be cut off; fetch it again", where=self.name) from error

    def xml(self, member: str) -> _Element:
        """Return a member parsed as XML."""
        return parse_xml(self.read(member), self.name)

    def check_xml(self) -> None:
        """Refuse a container any of whose XML parts has a document type (entities would be expanded by others that read it)."""
        for member in self.names:
            if member.endswith((".xml", ".rels")):
                _refuse_dtd(self.read(member), self.name)


def parse_xml(data: bytes, name: str) -> _Element:
    """Return the root of an XML document; document types, external entities and network are off.

    Raises
    ------
    ReadError
        If it has a document type or is not well-formed.
    """
    from lxml import etree

    _refuse_dtd(data, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"holds XML that is not well-formed ({error}): it may be cut off; fetch it again", where=name) from error


def _refuse_dtd(data: bytes, name: str) -> None:
    head = data.replace(b"\x00", b"")
    if re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", head):
        raise ReadError("holds XML with a document type or entities: refused, since these can draw in other files", where=name)
