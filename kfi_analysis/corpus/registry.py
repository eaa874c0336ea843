"""The corpora that travel with the library: found, listed and loaded by name.

A registered corpus is a folder with a `corpus.toml`. Two kinds exist: `documents` (texts that may be shipped) and `study` (a
published study without its sentences: excerpts paraphrased in our own words, facts, and marks by which a user's copy is known).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from kfi_analysis.corpus.model import Corpus
from kfi_analysis.errors import InputError, ReadError, SettingError, did_you_mean
from kfi_analysis.provenance import Provenance

__all__ = ["RegisteredCorpus", "corpora_folder", "list_corpora", "load_corpus", "registered"]

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


def load_corpus(name: str) -> Corpus:
    """Return a registered corpus.

    Parameters
    ----------
    name
        One of `list_corpora()["name"]`.

    Returns
    -------
    Corpus
        The documents; of a study the excerpts paraphrased in our own words, one passage each.

    Raises
    ------
    SettingError
        If the name is unknown.

    Examples
    --------
    >>> len(load_corpus("boras-2021").excerpts)
    56
    """
    entry = registered(name)
    corpus = _study(entry) if entry.kind == "study" else _documents(entry)
    return corpus


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
    """Read the shipped texts; blank lines part the paragraphs."""
    table = entry.table("documents")
    folder = entry.path("texts")
    texts: list[str] = []
    rows: list[dict[str, object]] = []
    for document_id, file in zip(table["document_id"], table["file"], strict=True):
        path = folder / str(file) if (folder / str(file)).exists() else entry.folder / str(file)
        try:
            text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError) as error:
            raise ReadError(f"the text cannot be read ({error})", where=path) from error
        texts.append(text)
        at = 0
        for number, block in enumerate(text.split("\n\n")):
            start = at + len(block) - len(block.lstrip())
            end = at + len(block.rstrip())
            if end > start:
                rows.append(
                    {"passage_id": f"{document_id}:{number}", "document_id": document_id, "start": start, "end": end, "level": "paragraph"}
                )
            at += len(block) + 2
    documents = table.drop(columns="file").assign(text=texts, source=f"registered:{entry.name}")
    passages = pd.DataFrame(rows).merge(
        documents[["document_id", *(c for c in ("source_kind", "unit", "respondent") if c in documents)]], on="document_id", how="left"
    )
    return Corpus(documents, passages, provenance=Provenance().derive("load_corpus", name=entry.name))
