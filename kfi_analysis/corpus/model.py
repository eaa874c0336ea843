"""`Corpus`: documents and their passages as two tables that are checked once and never change.

A passage is a span of its document's text; every method returns a new `Corpus`. Passages of a document do not overlap and stand in
the order of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from kfi_analysis.corpus.checks import check_documents, check_passages, typed
from kfi_analysis.corpus.vocabulary import (
    BODY_LEVELS,
    DOCUMENT_COLUMNS,
    PASSAGE_COLUMNS,
    SECTION_SEPARATOR,
)
from kfi_analysis.errors import SettingError, TableError, did_you_mean
from kfi_analysis.files import PathLike
from kfi_analysis.provenance import Provenance, content_hash
from kfi_analysis.text.accents import whole_letters
from kfi_analysis.text.offsets import OffsetMap

__all__ = ["Corpus"]

_SKIPPED_COLUMNS = {"source": "string", "what": "string", "reason": "string", "count": "int64"}


@dataclass(frozen=True, eq=False, repr=False)
class Corpus:
    """Documents with metadata, and the passages they consist of.

    Parameters
    ----------
    documents
        One row a document; columns of `vocabulary.DOCUMENT_COLUMNS` (missing ones are filled with missing values), then the user's own.
    passages
        One row a passage; columns of `vocabulary.PASSAGE_COLUMNS`. `start` and `end` count Unicode code points of the document's text,
        `end` exclusive.
    skipped
        What was left out when reading: source, what, reason, count.
    maps
        document_id -> map from the document's text to the original's characters. A document without one was not changed.
    provenance
        How the corpus came to be.

    Raises
    ------
    TableError
        If an id is double or missing, a span lies outside its text, passages overlap, or a value is not in the vocabulary.
    """

    documents: pd.DataFrame
    passages: pd.DataFrame
    skipped: pd.DataFrame = field(default_factory=pd.DataFrame)
    maps: Mapping[str, OffsetMap] = field(default_factory=dict)
    provenance: Provenance = field(default_factory=Provenance)

    def __post_init__(self) -> None:
        documents = typed(self.documents, DOCUMENT_COLUMNS, "documents", optional=DOCUMENT_COLUMNS)
        passages = typed(self.passages, PASSAGE_COLUMNS, "passages", optional=PASSAGE_COLUMNS.keys() - {"start", "end"})
        check_documents(documents)
        check_passages(passages, documents)
        object.__setattr__(self, "documents", documents)
        object.__setattr__(self, "passages", passages)
        object.__setattr__(self, "skipped", typed(self.skipped, _SKIPPED_COLUMNS, "skipped", optional=_SKIPPED_COLUMNS))
        object.__setattr__(self, "maps", MappingProxyType(dict(self.maps)))

    # ---------------------------------------------------------------- reading it

    def __len__(self) -> int:
        """Number of passages."""
        return len(self.passages)

    def __repr__(self) -> str:
        return f"<Corpus: {len(self.documents)} documents, {len(self.passages)} passages>"

    @property
    def texts(self) -> pd.Series[str]:
        """The passages' texts, indexed by passage_id, in order."""
        full = dict(zip(self.documents["document_id"], self.documents["text"], strict=True))
        rows = zip(self.passages["document_id"], self.passages["start"], self.passages["end"], strict=True)
        values = [full[document][start:end] for document, start, end in rows]
        return pd.Series(values, index=pd.Index(self.passages["passage_id"], name="passage_id"), name="text", dtype="object")

    def text_of(self, document_id: str) -> str:
        """Return the whole text of one document."""
        hit = self.documents.loc[self.documents["document_id"] == document_id, "text"]
        if hit.empty:
            raise SettingError(f"no document {document_id!r}: {did_you_mean(document_id, self.documents['document_id'])}")
        return str(hit.iloc[0])

    def slice(self, document_id: str, start: int, end: int) -> str:
        """Return the characters of a span."""
        return self.text_of(document_id)[start:end]

    def original_span(self, document_id: str, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original (as decoded, before cleaning) that carries a span of the text."""
        offsets = self.maps.get(document_id)
        return (start, end) if offsets is None else offsets.to_original(start, end)

    def table(self) -> pd.DataFrame:
        """Return one row a passage with its text and the metadata of its document; a passage's own values win."""
        own = self.passages.assign(text=self.texts.to_numpy())
        extra = [c for c in self.documents.columns if c not in own.columns]
        return own.merge(self.documents[["document_id", *extra]], on="document_id", how="left", validate="m:1")

    @property
    def sha256(self) -> str:
        """Hash of all texts and spans, the same for any order of documents."""
        digests = sorted(
            content_hash([str(document), str(text)])
            for document, text in zip(self.documents["document_id"], self.documents["text"], strict=True)
        )
        columns = (self.passages["document_id"], self.passages["start"], self.passages["end"], self.passages["level"])
        spans = sorted("\t".join(map(str, row)) for row in zip(*columns, strict=True))
        return content_hash([*digests, *spans])

    # ---------------------------------------------------------------- parts of it

    @property
    def body(self) -> Corpus:
        """The passages that carry statements: paragraphs, list items and excerpts."""
        return self.filter(level=list(BODY_LEVELS))

    @property
    def excerpts(self) -> Corpus:
        """The quoted excerpts alone, attributions taken off."""
        return self.filter(level="excerpt")

    def filter(self, **conditions: Any) -> Corpus:
        """Return the passages that fulfil all conditions, with the documents they come from.

        Parameters
        ----------
        **conditions
            Column of the passages or the documents = a value, a list of values, or a function of the column's value.

        Raises
        ------
        SettingError
            If a column is unknown.
        """
        table = self.table()
        keep = np.ones(len(table), dtype=bool)
        for column, wanted in conditions.items():
            if column not in table.columns:
                raise SettingError(f"filter knows no column {column!r}: {did_you_mean(column, table.columns)}")
            values = table[column]
            if callable(wanted):
                keep &= np.array([bool(wanted(value)) for value in values], dtype=bool)
            elif isinstance(wanted, (list, tuple, set, frozenset)):
                keep &= values.isin(list(wanted)).fillna(False).to_numpy(dtype=bool)
            else:
                keep &= (values == wanted).fillna(False).to_numpy(dtype=bool)
        said = {key: "function" if callable(value) else value for key, value in conditions.items()}
        return self.take(np.flatnonzero(keep), "filter", **said)

    def take(self, positions: Iterable[int], step: str = "take", **settings: Any) -> Corpus:
        """Return the passages at these positions (in the order of the corpus) with the documents they come from."""
        order = np.sort(np.fromiter(positions, dtype=np.int64))
        passages = self.passages.iloc[order].reset_index(drop=True)
        kept = set(passages["document_id"])
        documents = self.documents[self.documents["document_id"].isin(kept)].reset_index(drop=True)
        maps = {key: value for key, value in self.maps.items() if key in kept}
        return replace(self, documents=documents, passages=passages, maps=maps, provenance=self.provenance.derive(step, **settings))

    def sample(self, n: int, *, seed: int = 0, of: str = "passages") -> Corpus:
        """Return `n` passages, or the passages of `n` documents, drawn without replacement; the same for the same seed.

        Raises
        ------
        SettingError
            If there are fewer than `n`, or `of` is neither "passages" nor "documents".
        """
        if of not in {"passages", "documents"}:
            raise SettingError(f"of={of!r}: {did_you_mean(of, ('passages', 'documents'))}")
        names = self.documents["document_id"] if of == "documents" else self.passages["passage_id"]
        if not 0 <= n <= len(names):
            raise SettingError(f"cannot draw {n} of {len(names)} {of}: ask for at most {len(names)}")
        drawn = set(names.iloc[np.random.default_rng(seed).choice(len(names), size=n, replace=False)])
        column = "document_id" if of == "documents" else "passage_id"
        return self.take(np.flatnonzero(self.passages[column].isin(list(drawn))), "sample", n=n, seed=seed, of=of)

    def kwic(self, pattern: str | re.Pattern[str], *, width: int = 60, lemma: bool = False) -> pd.DataFrame:
        """Return every place where words stand, with the words around them; see `corpus.concordance.kwic`.

        Examples
        --------
        >>> corpus = Corpus.from_texts({"a": "Vi samverkade med regionen."})
        >>> corpus.kwic("samverk*")[["left", "match", "right"]].values.tolist()
        [['Vi ', 'samverkade', ' med regionen.']]
        """
        from kfi_analysis.corpus.concordance import kwic

        return kwic(self, pattern, width=width, lemma=lemma)

    def describe(self) -> pd.DataFrame:
        """Return counts of everything, what was skipped and why included: what, value, count."""
        from kfi_analysis.corpus.describing import describe

        return describe(self)

    def _repr_html_(self) -> str:
        from kfi_analysis.corpus.describing import to_html

        return to_html(self)

    # ---------------------------------------------------------------- keeping it

    def to_parquet(self, path: PathLike) -> Path:
        """Write the corpus to one parquet file, whole or not at all; `from_parquet` gives it back without loss."""
        from kfi_analysis.corpus.storage import write_parquet

        return write_parquet(self, path)

    def to_jsonl(self, path: PathLike) -> Path:
        """Write the corpus as JSON lines, a document a line after a first line about the corpus; `from_jsonl` gives it back."""
        from kfi_analysis.corpus.storage import write_jsonl

        return write_jsonl(self, path)

    @classmethod
    def from_parquet(cls, path: PathLike) -> Corpus:
        """Return the corpus that `to_parquet` wrote."""
        from kfi_analysis.corpus.storage import read_parquet

        return read_parquet(path)

    @classmethod
    def from_jsonl(cls, path: PathLike) -> Corpus:
        """Return the corpus that `to_jsonl` wrote."""
        from kfi_analysis.corpus.storage import read_jsonl

        return read_jsonl(path)

    def group(self, by: str) -> Iterator[tuple[str, Corpus]]:
        """Yield (value, part) for each value of a passage or document column, in sorted order; missing values are left out."""
        table = self.table()
        if by not in table.columns:
            raise SettingError(f"group knows no column {by!r}: {did_you_mean(by, table.columns)}")
        for value, rows in table.groupby(by, sort=True):
            yield str(value), self.take(rows.index, "group", by=by, value=str(value))

    # ---------------------------------------------------------------- making it

    @classmethod
    def concat(cls, parts: Iterable[Corpus]) -> Corpus:
        """Join corpora; document ids must differ between them."""
        all_parts = list(parts)
        if not all_parts:
            return cls.empty()
        maps: dict[str, OffsetMap] = {}
        for part in all_parts:
            maps.update(part.maps)
        provenance = Provenance(tuple(step for part in all_parts for step in part.provenance.steps))
        return cls(
            pd.concat([part.documents for part in all_parts], ignore_index=True),
            pd.concat([part.passages for part in all_parts], ignore_index=True),
            pd.concat([part.skipped for part in all_parts], ignore_index=True),
            maps,
            provenance.derive("concat", parts=len(all_parts)),
        )

    @classmethod
    def empty(cls) -> Corpus:
        """Return a corpus without documents, with all its columns."""
        return cls(pd.DataFrame(), pd.DataFrame())

    @classmethod
    def from_texts(cls, texts: Iterable[str] | Mapping[str, str] | pd.Series[str], **metadata: Any) -> Corpus:
        """Return a corpus of one-passage documents, as they stand, but for accents loose after their letters: these are put in.

        Parameters
        ----------
        texts
            Strings; ids are the keys of a mapping, the index of a Series, or the positions.
        **metadata
            Document columns, each one value for all or one per text.
        """
        if isinstance(texts, (Mapping, pd.Series)):
            pairs = [(str(key), value) for key, value in texts.items()]
        else:
            pairs = [(str(position), value) for position, value in enumerate(texts)]
        for key, value in pairs:
            if not isinstance(value, str):
                raise TableError(f"the text is {value!r}, not a string: drop or fill missing texts first", where=f"text {key!r}")
        wholes = [whole_letters(value) for _, value in pairs]
        maps = {key: offsets for (key, _), (_, offsets) in zip(pairs, wholes, strict=True) if offsets is not None}
        pairs = [(key, whole) for (key, _), (whole, _) in zip(pairs, wholes, strict=True)]
        ids = [key for key, _ in pairs]
        documents = pd.DataFrame({"document_id": ids, "text": [value for _, value in pairs], **metadata})
        passages = pd.DataFrame(
            {
                "passage_id": ids,
                "document_id": ids,
                "start": 0,
                "end": [len(value) for _, value in pairs],
                "level": "paragraph",
            }
        )
        for column in ("source_kind", "unit", "respondent"):
            if column in documents:
                passages[column] = documents[column]
        return cls(documents, passages, maps=maps, provenance=Provenance().derive("from_texts", n=len(ids)))

    @classmethod
    def from_frame(cls, table: pd.DataFrame, *, text: str = "text", document_id: str | None = None) -> Corpus:
        """Return a corpus of one-passage documents from a table, a row each; its other columns become metadata.

        Parameters
        ----------
        table
            The rows.
        text
            The column that holds the texts.
        document_id
            The column that names the documents (default: "document_id" if there is one, else the index).

        Raises
        ------
        TableError
            If a column is missing, a text is missing, an id is double, or a value is not in the vocabulary.

        Examples
        --------
        >>> table = pd.DataFrame({"svar": ["Bra.", "Dåligt."], "unit": ["Skolan", "Vården"], "fråga": [1, 1]})
        >>> Corpus.from_frame(table, text="svar").documents[["document_id", "unit", "fråga", "text"]].values.tolist()
        [['0', 'Skolan', 1, 'Bra.'], ['1', 'Vården', 1, 'Dåligt.']]
        """
        for column in filter(None, (text, document_id)):
            if column not in table.columns:
                raise TableError(f"the column {column!r} is missing: {did_you_mean(column, map(str, table.columns))}", where="from_frame")
        named = document_id or ("document_id" if "document_id" in table.columns else None)
        ids = table.index if named is None else table[named]
        rest = table.drop(columns=[column for column in {text, named} if column is not None])
        series = pd.Series(table[text].to_numpy(), index=pd.Index(ids.astype("string")))
        double = series.index[series.index.duplicated()]
        if len(double):
            raise TableError(f"the id {double[0]!r} stands more than once: ids must differ", where="from_frame")
        return cls.from_texts(series, **{str(column): rest[column].to_numpy() for column in rest.columns})


def section_path(*headings: str) -> str:
    """Join headings to a section path.

    Examples
    --------
    >>> section_path("Analys", "Ansvar")
    'Analys / Ansvar'
    """
    return SECTION_SEPARATOR.join(heading for heading in headings if heading)
