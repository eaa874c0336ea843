"""The zip around a REFI-QDA project: opened with limits, its one XML found whatever its case, its texts decoded.

A project comes from someone else, so sizes are capped, document types are refused, and nothing is unpacked to disk.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from kfi_analysis.errors import ReadError
from kfi_analysis.files import PathLike

__all__ = ["PROJECT", "Archive", "open_archive", "parse_xml"]

PROJECT = "{urn:QDA-XML:project:1.0}"

_MOST_ENTRIES = 20_000
_MOST_BYTES = 400_000_000
_MOST_XML = 200_000_000


@dataclass(frozen=True)
class Archive:
    """An opened project.

    Parameters
    ----------
    where
        The file, for messages.
    project
        The bytes of the project's XML.
    members
        Name in lower case -> bytes of every other text file.
    """

    where: str
    project: bytes
    members: Mapping[str, bytes]

    def text(self, path: str | None) -> str | None:
        """Return the text that a `plainTextPath` points to ("internal://x.txt", "sources/x.txt" or "x.txt"), or None if it is not there."""
        if not path:
            return None
        name = PurePosixPath(path.replace("internal://", "").replace("\\", "/")).name.lower()
        raw = self.members.get(name)
        return None if raw is None else _decoded(raw)


def open_archive(path: PathLike) -> Archive:
    """Return the project in a .qdpx file.

    Raises
    ------
    ReadError
        If the file is missing, no zip, encrypted, too large, or without a project.
    """
    file = Path(path)
    if not file.is_file():
        raise ReadError("no such file: check the name", where=file)
    try:
        with zipfile.ZipFile(file) as bundle:
            entries = [entry for entry in bundle.infolist() if not entry.is_dir()]
            if len(entries) > _MOST_ENTRIES:
                raise ReadError(f"it holds {len(entries)} files, more than {_MOST_ENTRIES}: refused", where=file)
            if any(entry.flag_bits & 1 for entry in entries):
                raise ReadError("it is encrypted: save it without a password", where=file)
            projects = [entry for entry in entries if PurePosixPath(entry.filename).name.lower() == "project.qde"]
            if not projects:
                raise ReadError("there is no project.qde in it: export the project as REFI-QDA (.qdpx)", where=file)
            texts = [entry for entry in entries if entry.filename.lower().endswith(".txt")]
            size = sum(entry.file_size for entry in [*texts, projects[0]])
            if size > _MOST_BYTES or projects[0].file_size > _MOST_XML:
                raise ReadError(f"it unpacks to {size / 1e6:.0f} MB of text, more than {_MOST_BYTES / 1e6:.0f}: refused", where=file)
            members = {PurePosixPath(entry.filename).name.lower(): bundle.read(entry) for entry in texts}
            return Archive(str(file), bundle.read(projects[0]), members)
    except zipfile.BadZipFile as error:
        raise ReadError(f"it is no whole zip file ({error}): export the project once more", where=file) from error


def parse_xml(raw: bytes, where: str) -> Any:
    """Return the root of the project's XML.

    Raises
    ------
    ReadError
        If it is broken, declares a document type, or is no project of version 1.0.
    """
    from lxml import etree

    if b"<!DOCTYPE" in raw[:5000] or b"<!ENTITY" in raw:
        raise ReadError("the XML declares a document type, which a project needs not: refused", where=where)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"the XML is broken ({error.msg})", where=f"{where}, line {error.lineno or 1}") from error
    if root.tag != f"{PROJECT}Project":
        raise ReadError(f"its root is {root.tag!r}, expected Project of urn:QDA-XML:project:1.0", where=where)
    return root


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "utf-16") if not raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-16",):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp1252", "replace")
