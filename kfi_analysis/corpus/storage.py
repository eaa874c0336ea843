"""A corpus on disk without loss: one parquet file, or JSON lines that any tool reads.

Both hold one record a document with its passages inside it and its offset map, and once the dtypes, what was skipped, and the
provenance. Reading gives back equal tables, equal maps and the same hash.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kfi_analysis.corpus.model import Corpus
from kfi_analysis.errors import ReadError
from kfi_analysis.files import PathLike, atomic_path
from kfi_analysis.provenance import Provenance
from kfi_analysis.text.offsets import OffsetMap

__all__ = ["read_jsonl", "read_parquet", "write_jsonl", "write_parquet"]

_FORMAT = "kfi_analysis corpus 1"
_KEY = b"kfi_analysis"
_OWN = ("_passages", "_map", "_original_length")


def write_parquet(corpus: Corpus, path: PathLike) -> Path:
    """Write a corpus to one parquet file, whole or not at all; return the path."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    passages = pa.Table.from_pandas(corpus.passages.assign(_position=np.arange(len(corpus.passages))), preserve_index=False)
    documents = pa.Table.from_pandas(corpus.documents, preserve_index=False).replace_schema_metadata(None)
    struct = pa.StructArray.from_arrays(
        [column.combine_chunks() if column.num_chunks != 1 else column.chunk(0) for column in passages.columns], passages.column_names
    )
    order, sizes = _by_document(corpus)
    offsets = pa.array(np.concatenate([[0], np.cumsum(sizes)]), type=pa.int32())
    inside = pa.ListArray.from_arrays(offsets, struct.take(pa.array(order)))
    maps = [corpus.maps.get(str(key)) for key in corpus.documents["document_id"]]
    table = (
        documents.append_column("_passages", inside)
        .append_column("_map", pa.array([None if m is None else m.segments.ravel().tolist() for m in maps], type=pa.list_(pa.int64())))
        .append_column("_original_length", pa.array([None if m is None else m.original_length for m in maps], type=pa.int64()))
        .replace_schema_metadata({_KEY: json.dumps(_head(corpus), ensure_ascii=False).encode("utf-8")})
    )
    with atomic_path(path, suffix=".parquet") as part:
        pq.write_table(table, part, compression="zstd")
    return Path(path)


def read_parquet(path: PathLike) -> Corpus:
    """Return the corpus that `write_parquet` wrote.

    Raises
    ------
    ReadError
        If the file is missing, damaged, or holds something else.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise ReadError(f"cannot be read as a corpus ({' '.join(str(error).split())})", where=path) from error
    head = _checked((table.schema.metadata or {}).get(_KEY), path)
    inside = table.column("_passages").combine_chunks()
    struct = inside.flatten() if isinstance(inside, pa.ListArray) else pa.concat_arrays([chunk.flatten() for chunk in inside.chunks])
    passages = pa.Table.from_arrays(struct.flatten(), [field.name for field in struct.type]).to_pandas()
    passages = passages.sort_values("_position", kind="stable").drop(columns="_position").reset_index(drop=True)
    maps = zip(
        table.column("document_id").to_pylist(), table.column("_map").to_pylist(), table.column("_original_length").to_pylist(), strict=True
    )
    return _built(head, table.drop_columns(list(_OWN)).to_pandas(), passages, maps)


def write_jsonl(corpus: Corpus, path: PathLike) -> Path:
    """Write a corpus as JSON lines: a first line about the corpus, then a document a line; return the path."""
    with atomic_path(path) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
        for record in _records(corpus):
            stream.write(json.dumps(record, ensure_ascii=False, default=_plain) + "\n")
    return Path(path)


def read_jsonl(path: PathLike) -> Corpus:
    """Return the corpus that `write_jsonl` wrote.

    Raises
    ------
    ReadError
        If the file is missing, damaged, or holds something else.
    """
    try:
        with Path(path).open(encoding="utf-8") as stream:
            records = [json.loads(line) for line in stream if line.strip()]
    except (OSError, ValueError) as error:
        raise ReadError(f"cannot be read as a corpus ({error})", where=path) from error
    head = _checked(json.dumps(records[0]).encode("utf-8") if records else None, path)
    documents = [{key: value for key, value in record.items() if key not in _OWN} for record in records[1:]]
    rows = sorted((row for record in records[1:] for row in record["_passages"]), key=lambda row: int(row["_position"]))
    passages = [{key: value for key, value in row.items() if key != "_position"} for row in rows]
    maps = ((record["document_id"], record["_map"], record["_original_length"]) for record in records[1:])
    return _built(head, pd.DataFrame(documents, dtype="object"), pd.DataFrame(passages, dtype="object"), maps)


def _records(corpus: Corpus) -> Iterator[dict[str, Any]]:
    yield _head(corpus)
    rows = corpus.passages.assign(_position=np.arange(len(corpus.passages))).astype("object").to_dict("records")
    order, sizes = _by_document(corpus)
    at = 0
    for document, size in zip(corpus.documents.astype("object").to_dict("records"), sizes, strict=True):
        offsets = corpus.maps.get(str(document["document_id"]))
        yield {
            **{str(key): _plain(value) for key, value in document.items()},
            "_passages": [{str(key): _plain(value) for key, value in rows[i].items()} for i in order[at : at + size]],
            "_map": None if offsets is None else offsets.segments.ravel().tolist(),
            "_original_length": None if offsets is None else offsets.original_length,
        }
        at += size


def _by_document(corpus: Corpus) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The positions of the passages, document by document, and how many each document has."""
    index = pd.Index(corpus.documents["document_id"]).get_indexer(corpus.passages["document_id"])
    return np.argsort(index, kind="stable"), np.bincount(index, minlength=len(corpus.documents))


def _head(corpus: Corpus) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "dtypes": {
            name: {str(column): str(dtype) for column, dtype in getattr(corpus, name).dtypes.items()} for name in ("documents", "passages")
        },
        "skipped": [{str(key): _plain(value) for key, value in row.items()} for row in corpus.skipped.astype("object").to_dict("records")],
        "provenance": json.loads(corpus.provenance.to_json()),
    }


def _checked(data: bytes | None, path: PathLike) -> dict[str, Any]:
    head = json.loads(data) if data is not None else {}
    if not isinstance(head, dict) or head.get("format") != _FORMAT:
        raise ReadError(f"holds no corpus in the form {_FORMAT!r}: write one with Corpus.to_parquet or Corpus.to_jsonl", where=path)
    return head


def _built(
    head: Mapping[str, Any], documents: pd.DataFrame, passages: pd.DataFrame, maps: Iterable[tuple[str, list[int] | None, int | None]]
) -> Corpus:
    kept = {key: (flat, length) for key, flat, length in maps if flat is not None and length is not None}
    return Corpus(
        _retyped(documents, head["dtypes"]["documents"]),
        _retyped(passages, head["dtypes"]["passages"]),
        pd.DataFrame(head["skipped"]),
        {key: OffsetMap(np.array(flat, dtype=np.int64).reshape(-1, 4), int(length)) for key, (flat, length) in kept.items()},
        Provenance.from_dict(head["provenance"]),
    )


def _retyped(table: pd.DataFrame, dtypes: Mapping[str, str]) -> pd.DataFrame:
    out = table.reindex(columns=list(dtypes))
    for column, name in dtypes.items():
        dtype: Any = name
        plain = name == "object" or (name == "str" and not isinstance(pd.api.types.pandas_dtype("str"), pd.StringDtype))
        if not plain and str(out[column].dtype) != name:
            out[column] = out[column].astype(dtype)
    return out


def _plain(value: Any) -> Any:
    """A cell as JSON can hold it."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_plain(item) for item in value]
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, np.generic):
        return value.item()
    return value if isinstance(value, (str, int, float, bool)) else str(value)
