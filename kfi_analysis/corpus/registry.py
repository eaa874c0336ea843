"""The corpora that travel with the library: found, listed and loaded by name.

A registered corpus is a folder with a `corpus.toml`. Two kinds exist: `documents` (texts that may be shipped) and `study` (a
published study without its sentences: excerpts paraphrased in our own words, facts, and marks by which a user's copy is known).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from kfi_analysis.corpus.attributions import AttributionPatterns
from kfi_analysis.corpus.model import Corpus
from kfi_analysis.corpus.reading import read
from kfi_analysis.corpus.units import Units
from kfi_analysis.errors import InputError, ReadError, SettingError, did_you_mean
from kfi_analysis.files import PathLike
from kfi_analysis.provenance import Provenance

__all__ = ["RegisteredCorpus", "corpora_folder", "list_corpora", "load_corpus", "registered"]

_METADATA = ("title", "municipality", "source_kind", "unit", "respondent", "date", "language")
_NEEDED = ("name", "title", "description", "licence", "language")


@dataclass(frozen=True)
class RegisteredCorpus:
    """One registered corpus: its folder and what its `corpus.toml` says.

    Parameters
    ----------
    folder
        Where its files are.
    manifest
        The parsed `corpus.toml`.
    """

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name it is loaded by."""
        return str(self.manifest["corpus"]["name"])

    @property
    def kind(self) -> str:
        """`documents`, or `study` for a study without its sentences."""
        return "study" if "excerpts" in self._files else "documents"

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the tables that `table` and `path` know."""
        return tuple(sorted(self._files))

    @property
    def _files(self) -> dict[str, str]:
        own = {key: value for key, value in self.manifest.items() if isinstance(value, str)}
        return {**own, **dict(self.manifest.get("files", {}))}

    def path(self, file: str) -> Path:
        """Return the path of one of its files.

        Raises
        ------
        SettingError
            If the corpus has no such file.
        """
        if file not in self._files:
            raise SettingError(f"the corpus {self.name!r} has no {file!r}: {did_you_mean(file, self.files)}")
        return self.folder / self._files[file]

    def table(self, file: str) -> pd.DataFrame:
        """Return one of its csv files as text columns; an empty cell is missing."""
        path = self.path(file)
        try:
            return pd.read_csv(path, dtype="string", encoding="utf-8")
        except (OSError, ValueError) as error:
            raise ReadError(f"the table cannot be read ({error})", where=path) from error

    def spans(self, file: str, corpus: Corpus) -> pd.DataFrame:
        """Return one of its tables of spans (coding, relations), moved from the shipped files' characters to the corpus's texts.

        Parameters
        ----------
        file
            A table with the columns document_id, start and end.
        corpus
            What `load_corpus` gave.
        """
        table = self.table(file)
        known = set(corpus.documents["document_id"])
        table = table[table["document_id"].isin(known)].reset_index(drop=True)
        rows = zip(table["document_id"], table["start"].astype(int), table["end"].astype(int), strict=True)
        moved = [corpus.maps[name].from_original(start, end) if name in corpus.maps else (start, end) for name, start, end in rows]
        return table.assign(start=[start for start, _ in moved], end=[end for _, end in moved])


def corpora_folder() -> Path:
    """Return the folder of the registered corpora: beside the package in a checkout, inside it when installed.

    Raises
    ------
    ReadError
        If the installation lacks it.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_corpora", package.parent / "corpora"):
        if folder.is_dir():
            return folder
    raise ReadError("the registered corpora are missing from this installation: install the package again", where=package)


def registered(name: str) -> RegisteredCorpus:
    """Return a registered corpus by name.

    Raises
    ------
    SettingError
        If the name is unknown; the message names the closest.
    InputError
        If its `corpus.toml` cannot be used.
    """
    names = _names()
    if name not in names:
        raise SettingError(f"no registered corpus {name!r}: {did_you_mean(name, names)}")
    path = corpora_folder() / name / "corpus.toml"
    try:
        manifest = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"not a readable TOML file ({error})", where=path) from error
    head = manifest.get("corpus", {})
    missing = [key for key in _NEEDED if key not in head]
    if missing or head.get("name") != name:
        raise InputError(f"[corpus] needs {', '.join(_NEEDED)}, and the name {name!r} of its folder", where=path)
    files = {key: value for key, value in head.items() if key in {"documents", "texts", "coding", "relations"}}
    return RegisteredCorpus(path.parent, MappingProxyType({**files, **manifest}))


def list_corpora() -> pd.DataFrame:
    """Return the registered corpora: name, title, kind, language, invented, licence, description.

    Examples
    --------
    >>> "boras-2021" in list(list_corpora()["name"])
    True
    """
    rows = []
    for name in _names():
        entry = registered(name)
        head = entry.manifest["corpus"]
        rows.append(
            {
                "name": name,
                "title": head["title"],
                "kind": entry.kind,
                "language": head["language"],
                "invented": bool(head.get("invented", False)),
                "licence": head["licence"],
                "description": head["description"],
            }
        )
    return pd.DataFrame(rows, columns=["name", "title", "kind", "language", "invented", "licence", "description"])


def load_corpus(name: str, source: PathLike | None = None) -> Corpus:
    """Return a registered corpus.

    Parameters
    ----------
    name
        One of `list_corpora()["name"]`.
    source
        The user's own copy of a study (any file that `read` takes). It is verified; the corpus then holds the real text.

    Returns
    -------
    Corpus
        The documents; of a study without `source` the excerpts paraphrased in our own words, one passage each.

    Raises
    ------
    SettingError
        If the name is unknown, or a source is given for a corpus of shipped texts.
    ReadError
        If the source is not the study; the message says what was found in it.

    Examples
    --------
    >>> len(load_corpus("boras-2021").excerpts)
    56
    """
    entry = registered(name)
    if source is not None:
        return _own_copy(entry, source)
    return _study(entry) if entry.kind == "study" else _documents(entry)


def _own_copy(entry: RegisteredCorpus, source: PathLike) -> Corpus:
    from kfi_analysis.corpus.verify import verify_corpus

    corpus = read(source, municipality=entry.manifest["corpus"].get("municipality"))
    found = verify_corpus(entry.name, corpus)
    if found.verdict == "wrong document":
        raise ReadError(found.account(), where=source)
    said = {"name": entry.name, "verdict": found.verdict, "version": found.version, "complete": found.complete}
    return replace(corpus, provenance=corpus.provenance.derive("load_corpus", **said))


def _names() -> list[str]:
    return sorted(path.parent.name for path in corpora_folder().glob("*/corpus.toml"))


def _study(entry: RegisteredCorpus) -> Corpus:
    """Make one document of the paraphrases, an excerpt each."""
    head = entry.manifest["corpus"]
    table = entry.table("excerpts")
    parts: list[str] = []
    starts: list[int] = []
    at = 0
    for paraphrase in table["paraphrase"]:
        starts.append(at)
        parts.append(str(paraphrase))
        at += len(parts[-1]) + 2
    document = {
        "document_id": entry.name,
        "title": head["title"],
        "municipality": head.get("municipality"),
        "source_kind": "rapport",
        "date": str(head["year"]) if "year" in head else None,
        "language": head["language"],
        "text": "\n\n".join(parts),
        "source": f"registered:{entry.name}",
    }
    ordinal = table["ordinal"].astype("int64")
    passages = pd.DataFrame(
        {
            "passage_id": [f"{entry.name}:{number}" for number in ordinal],
            "document_id": entry.name,
            "start": starts,
            "end": [start + len(part) for start, part in zip(starts, parts, strict=True)],
            "level": "excerpt",
            "section": table["section"],
            "source_kind": table["source_kind"],
            "unit": table["unit"],
            "respondent": table["respondent"],
            "ordinal": ordinal,
        }
    )
    provenance = Provenance().derive("load_corpus", name=entry.name, text="paraphrases")
    return Corpus(pd.DataFrame([document]), passages, provenance=provenance)


def _documents(entry: RegisteredCorpus) -> Corpus:
    """Read the shipped texts with the metadata that their table gives."""
    table = entry.table("documents")
    folder = entry.path("texts")
    known = [column for column in table.columns if column in _METADATA]
    patterns, units = AttributionPatterns.load(None), Units.load(None)
    parts = []
    for row in table.to_dict("records"):
        path = folder / str(row["file"])
        metadata: dict[str, Any] = {key: str(row[key]) for key in known if not pd.isna(row[key])}
        part = read(path, patterns=patterns, units=units, **metadata)
        if part.documents["document_id"].tolist() != [row["document_id"]]:
            raise InputError(f"document_id must be the name of the file {row['file']!r} without its ending", where=entry.path("documents"))
        parts.append(part)
    corpus = Corpus.concat(parts)
    own = table.drop(columns=["file", *known])
    documents = corpus.documents.merge(own, on="document_id", how="left", validate="1:1").assign(source=f"registered:{entry.name}")
    return replace(corpus, documents=documents, provenance=Provenance().derive("load_corpus", name=entry.name))
