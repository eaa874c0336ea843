"""`read`: a file, a folder, a glob or a table goes in, a `Corpus` comes out."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from kfi_analysis.corpus.attributions import AttributionPatterns
from kfi_analysis.corpus.model import Corpus
from kfi_analysis.corpus.readers import SUFFIXES, Reading, read_file
from kfi_analysis.corpus.structure import Rules, passages_of
from kfi_analysis.corpus.units import Units
from kfi_analysis.errors import ReadError
from kfi_analysis.files import PathLike
from kfi_analysis.progress import Progress, track
from kfi_analysis.provenance import Provenance

__all__ = ["read"]


def read(
    source: PathLike,
    *,
    municipality: str | None = None,
    source_kind: str | None = None,
    unit: str | None = None,
    respondent: str | None = None,
    date: str | None = None,
    title: str | None = None,
    language: str = "sv",
    patterns: PathLike | Mapping[str, Any] | AttributionPatterns | None = None,
    units: PathLike | Mapping[str, list[str]] | Units | None = None,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> Corpus:
    """Return the documents and passages of a file, a folder or a glob.

    Parameters
    ----------
    source
        A file; a folder (all readable files in and below it, in the order of their names); or a glob ("material/**/*.docx").
    municipality, source_kind, unit, respondent, date, title, language
        Metadata of every document read.
    patterns
        How attributions look: a YAML file, a mapping or an `AttributionPatterns`; default: the packaged description.
    units
        Names of units and their other spellings: a YAML file, a mapping or a `Units`; default: the packaged table.
    encoding
        The encoding of text files, where it should not be found.
    progress
        Called with (files done, files in all).

    Returns
    -------
    Corpus
        Unreadable files of a folder or glob are listed in `Corpus.skipped`.

    Raises
    ------
    ReadError
        If the one file, or every file of a folder, cannot be read.
    TableError
        If a value is not in the vocabulary.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "skola.txt"
    ...     _ = path.write_text("Vi hade tydliga roller. (Hearing, Grundskoleförvaltningen)")
    ...     corpus = read(path, municipality="Exempelby")
    >>> corpus.excerpts.texts.tolist(), corpus.excerpts.passages["unit"].tolist()
    (['Vi hade tydliga roller.'], ['Grundskoleförvaltningen'])
    """
    rules = Rules(
        patterns if isinstance(patterns, AttributionPatterns) else AttributionPatterns.load(_path(patterns)),
        units if isinstance(units, Units) else Units.load(_path(units)),
    )
    metadata = {
        "municipality": municipality,
        "source_kind": source_kind,
        "unit": unit,
        "respondent": respondent,
        "date": date,
        "language": language,
    }
    files, single = _files(source)
    names = _ids(files)
    done: list[_Document] = []
    skipped: list[dict[str, Any]] = []
    for path in track(files, progress, len(files)):
        try:
            reading = read_file(path, encoding=encoding)
        except ReadError as error:
            if single:
                raise
            skipped.append({"source": path.name, "what": "file", "reason": error.reason, "count": 1})
            continue
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        done.append(_Document(names[path], path, reading, digest))
    if not done:
        reasons = "; ".join(f"{row['source']}: {row['reason']}" for row in skipped[:3])
        raise ReadError(f"none of its {len(files)} files can be read ({reasons})", where=source)
    provenance = Provenance().derive(
        "read", sources={one.document_id: one.sha256 for one in done}, skipped=len(skipped), **{k: v for k, v in metadata.items() if v}
    )
    return build(done, rules, metadata | {"title": title}, skipped, provenance)


@dataclass(frozen=True)
class _Document:
    document_id: str
    path: Path
    reading: Reading
    sha256: str
    metadata: Mapping[str, Any] | None = None


def build(
    done: list[_Document], rules: Rules, metadata: Mapping[str, Any], skipped: list[dict[str, Any]], provenance: Provenance
) -> Corpus:
    """Return the corpus of files that were read."""
    documents: list[dict[str, Any]] = []
    passages: list[dict[str, Any]] = []
    maps = {}
    for one in done:
        layout = one.reading.layout
        own = {**metadata, **{key: value for key, value in (one.metadata or {}).items() if not pd.isna(value)}}
        documents.append(
            {
                "document_id": one.document_id,
                **own,
                "title": own.get("title") or one.reading.title or one.document_id,
                "text": layout.text,
                "source": one.path.name,
                "sha256": one.sha256,
            }
        )
        inherited = {key: own.get(key) for key in ("source_kind", "unit", "respondent")}
        passages += [inherited | row for row in passages_of(one.document_id, layout, rules)]
        maps[one.document_id] = layout.offsets
        skipped += [
            {"source": one.path.name, "what": what, "reason": "not running text", "count": count} for what, count in layout.dropped.items()
        ]
        skipped += [
            {"source": one.path.name, "what": what, "reason": why, "count": count} for what, (why, count) in one.reading.skipped.items()
        ]
    table = pd.DataFrame(passages)
    if len(table):
        table = table.astype({"unit_as_written": "string", "role": "string"})
    return Corpus(pd.DataFrame(documents), table, pd.DataFrame(skipped), maps, provenance)


def _path(value: PathLike | Mapping[str, Any] | None) -> Any:
    return value if value is None or isinstance(value, Mapping) else Path(value)


def _files(source: PathLike) -> tuple[list[Path], bool]:
    """The files that a source names, and whether it names exactly one."""
    path = Path(source)
    if path.is_dir():
        found = sorted(
            p for p in path.rglob("*") if p.is_file() and not any(part.startswith((".", "~$")) for part in p.relative_to(path).parts)
        )
        if not found:
            raise ReadError(f"the folder is empty: it should hold files ending in {', '.join(sorted(SUFFIXES))}", where=path)
        return found, False
    if any(sign in str(source) for sign in "*?[") and not path.exists():
        found = sorted(Path(name) for name in glob.glob(str(source), recursive=True) if Path(name).is_file())
        if not found:
            raise ReadError("no file matches: check the pattern", where=source)
        return found, False
    return [path], True


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def _ids(files: list[Path]) -> dict[Path, str]:
    """Document ids: the file's name without its ending, with as much of its folder and ending as makes it unlike the others."""
    out: dict[Path, str] = {}
    for name in (lambda p: p.stem, lambda p: p.name, lambda p: "/".join(p.parts[-2:]), str):
        left = [path for path in files if path not in out]
        counts = pd.Series([name(path) for path in left]).value_counts()
        out |= {path: name(path) for path in left if counts[name(path)] == 1}
    return out
