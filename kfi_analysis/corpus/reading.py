"""`read`: a file, a folder, a glob or a table goes in, a `Corpus` comes out."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from kfi_analysis.corpus.attributions import AttributionPatterns
from kfi_analysis.corpus.matters import split_matters
from kfi_analysis.corpus.model import Corpus
from kfi_analysis.corpus.readers import SUFFIXES, Reading, read_bytes, read_data
from kfi_analysis.corpus.structure import Rules, passages_of
from kfi_analysis.corpus.table_source import TABLES, Row, check_metadata, read_rows
from kfi_analysis.corpus.units import Units
from kfi_analysis.errors import ReadError, SettingError, TableError
from kfi_analysis.files import PathLike
from kfi_analysis.progress import Progress, track
from kfi_analysis.provenance import Provenance
from kfi_analysis.text.layout import Layout, lay_out

__all__ = ["read"]

_FIRST_HEADINGS = frozenset({"sammanfattning", "inledning", "innehåll", "innehållsförteckning", "förord", "bakgrund", "syfte", "uppdrag"})


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
    text_column: str | None = None,
    encoding: str | None = None,
    repair: bool | Sequence[str] = False,
    split: str | None = None,
    progress: Progress | None = None,
) -> Corpus:
    """Return the documents and passages of a file, a folder, a glob or a table.

    Parameters
    ----------
    source
        A file (txt, pdf, docx, odt, html, md, rtf); a folder (all readable files in and below it, in the order of their names); a glob
        (``material/**/*.docx``); or a table (xlsx, csv, parquet), each row of which holds a text or names a file, with metadata in
        columns called as in `Corpus.documents` or in Swedish (kommun, källtyp, enhet, datum ...). Unknown columns are kept.
    municipality, source_kind, unit, respondent, date, title, language
        Metadata of every document read; what a table says of a document wins.
    patterns
        How attributions look: a YAML file, a mapping or an `AttributionPatterns`; default: the packaged description.
    units
        Names of units and their other spellings: a YAML file, a mapping or a `Units`; default: the packaged table.
    text_column
        The column of a table that holds the texts, if it is not called "text" or "file".
    encoding
        The encoding of text files, where it should not be found.
    repair
        Mend misread words (see `kfi_analysis.repair`): True, or clean texts of the same field that guide the choice. Clean documents
        are not changed; the number of changes stands in `Corpus.skipped`.
    split
        "matters" takes packs of board papers apart (see `corpus.split_matters`).
    progress
        Called with (documents done, documents in all).

    Returns
    -------
    Corpus
        Unreadable files of a folder, glob or table are listed in `Corpus.skipped`.

    Raises
    ------
    ReadError
        If the one file, or every file of a folder, cannot be read.
    TableError
        If a value is not in the vocabulary, or two documents have one id.
    SettingError
        If `split` is unknown.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "skola.txt"
    ...     _ = path.write_text("Vi hade tydliga roller. (Hearing, Grundskoleförvaltningen)", encoding="utf-8")
    ...     corpus = read(path, municipality="Exempelby")
    >>> corpus.excerpts.texts.tolist(), corpus.excerpts.passages["unit"].tolist()
    (['Vi hade tydliga roller.'], ['Grundskoleförvaltningen'])
    """
    if split not in {None, "matters"}:
        raise SettingError(f"split={split!r} is unknown: it must be 'matters' or left out")
    rules = Rules(
        patterns if isinstance(patterns, AttributionPatterns) else AttributionPatterns.load(_path(patterns)),
        units if isinstance(units, Units) else Units.load(_path(units)),
    )
    said = {"municipality": municipality, "source_kind": source_kind, "unit": unit, "respondent": respondent, "date": date, "title": title}
    metadata = check_metadata({key: value for key, value in {**said, "language": language}.items() if value is not None}, "read")
    items, skipped, single = _items(source, text_column)
    done: list[_Document] = []
    for item in track(items, progress, len(items)):
        try:
            done.append(_read_item(item, encoding, repair))
        except ReadError as error:
            if single:
                raise
            skipped.append({"source": item.name, "what": "file", "reason": error.reason, "count": 1})
    if not done:
        reasons = "; ".join(f"{row['source']}: {row['reason']}" for row in skipped[:3])
        raise ReadError(f"none of its {len(items)} files can be read ({reasons})", where=source)
    settings = {"repair": bool(repair), "split": split}
    provenance = Provenance().derive(
        "read",
        sources={one.document_id: one.sha256 for one in done},
        **metadata,
        **{key: value for key, value in settings.items() if value},
    )
    corpus = _built(done, rules, metadata, skipped, provenance)
    return split_matters(corpus) if split else corpus


@dataclass(frozen=True)
class _Item:
    """One document to be read: from a file, or from a cell of a table."""

    document_id: str
    name: str
    path: Path | None = None
    text: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Document:
    document_id: str
    name: str
    reading: Reading
    sha256: str
    noise: float
    metadata: Mapping[str, Any]


def _read_item(item: _Item, encoding: str | None, repair: bool | Sequence[str]) -> _Document:
    from kfi_analysis.text.ocr import ocr_noise

    if item.path is not None:
        data = read_data(item.path)
        reading = read_bytes(data, item.path.name, encoding=encoding)
    else:
        data = (item.text or "").encode("utf-8", "surrogatepass")
        reading = Reading(lay_out(item.text or ""))
        if not any(c.isalnum() for c in reading.layout.text):
            raise ReadError("holds no text", where=item.name)
    noise = ocr_noise(reading.layout.text).score
    if repair:
        reading = _mended(reading, None if repair is True else list(repair))
    return _Document(item.document_id, item.name, reading, hashlib.sha256(data).hexdigest(), noise, item.metadata)


def _mended(reading: Reading, vocabulary: Sequence[str] | None) -> Reading:
    """The reading with its misread words repaired; blocks and map follow."""
    from kfi_analysis.text.ocr import repair

    layout = reading.layout
    mended = repair(layout.text, vocabulary=vocabulary)
    if not len(mended.changes):
        return reading
    blocks = []
    for block in layout.blocks:
        start, end = mended.map.from_original(block.start, block.end)
        blocks.append(replace(block, start=start, end=end))
    skipped = dict(reading.skipped) | {"misread word": ("mended, see kfi repair", len(mended.changes))}
    offsets = mended.map.compose(layout.offsets)
    return replace(reading, layout=Layout(mended.text, tuple(blocks), offsets, layout.dropped), skipped=skipped)


def _built(
    done: list[_Document], rules: Rules, metadata: Mapping[str, Any], skipped: list[dict[str, Any]], provenance: Provenance
) -> Corpus:
    documents: list[dict[str, Any]] = []
    passages: list[dict[str, Any]] = []
    maps = {}
    for one in done:
        layout = one.reading.layout
        own = {**metadata, **one.metadata}
        about = {"source": one.name, "sha256": one.sha256, "ocr_noise": one.noise, "text": layout.text}
        documents.append(
            {
                **own,
                "title": own.get("title") or one.reading.title or _opening(layout) or one.document_id,
                **about,
                "document_id": one.document_id,
            }
        )
        inherited = {key: own.get(key) for key in ("source_kind", "unit", "respondent")}
        passages += [inherited | row for row in passages_of(one.document_id, layout, rules)]
        maps[one.document_id] = layout.offsets
        left_out = {what: ("not running text", count) for what, count in layout.dropped.items()} | dict(one.reading.skipped)
        skipped += [{"source": one.name, "what": what, "reason": why, "count": count} for what, (why, count) in left_out.items()]
    table = pd.DataFrame(passages)
    if len(table):
        table = table.astype({"unit_as_written": "string", "role": "string"})
    return Corpus(pd.DataFrame(documents), table, pd.DataFrame(skipped), maps, provenance)


def _opening(layout: Layout) -> str | None:
    """The heading that a text opens with, unless it is one that any report has first."""
    if not layout.blocks or layout.blocks[0].kind not in {"title", "heading"}:
        return None
    said = layout.text[layout.blocks[0].start : layout.blocks[0].end]
    return None if said.strip(" .:0123456789").lower() in _FIRST_HEADINGS else said


def _items(source: PathLike, text_column: str | None) -> tuple[list[_Item], list[dict[str, Any]], bool]:
    """What is to be read, what is left out already, and whether the source is exactly one file."""
    path = Path(source)
    if path.suffix.lower() in TABLES and not path.is_dir():
        rows, empty = read_rows(path, text_column)
        skipped = [{"source": path.name, "what": "row", "reason": "neither a text nor a file", "count": empty}] if empty else []
        return _table_items(path, rows), skipped, False
    files, single = _files(source)
    names = _ids(files)
    return [_Item(names[file], file.name, file) for file in files], [], single


def _table_items(path: Path, rows: list[Row]) -> list[_Item]:
    seen: dict[str, str] = {}
    items: list[_Item] = []
    for row in rows:
        given = row.metadata.get("document_id")
        name = str(given or (row.file.stem if row.file is not None else f"{path.stem}:{row.where.rsplit(' ', 1)[-1]}"))
        if name in seen:
            raise TableError(f"the id {name!r} stands in {seen[name]}, too: ids must differ (column document_id)", where=row.where)
        seen[name] = row.where
        items.append(_Item(name, row.where if row.file is None else row.file.name, row.file, row.text, row.metadata))
    return items


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
