"""A topic model in one file: JSON and plain arrays in a zip, no pickle, byte for byte the same for the same model.

The texts are not in it. What leads back to them is: passage ids, spans' documents, the corpus hash, settings and provenance.
"""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import ReadError
from kfi_analysis.files import write_bytes
from kfi_analysis.provenance import Provenance
from kfi_analysis.topics.placing import Placing

if TYPE_CHECKING:
    from kfi_analysis.topics.model import Topics

__all__ = ["FORMAT", "load_topics", "save_topics"]

FORMAT = 1
_TABLES = ("terms", "quality", "topics", "units", "left_out")
_ARRAYS = ("components", "idf", "shares")
_LARGEST = 4 * 1024**3


def save_topics(topics: Topics, path: str | Path) -> Path:
    """Write a model; return the path."""
    meta: dict[str, Any] = {
        "format": FORMAT,
        "settings": dict(topics.settings),
        "provenance": topics.provenance.to_dict(),
        "vocabulary": list(topics.placing.vocabulary),
        "display": list(topics.placing.display),
        "probabilistic": topics.placing.probabilistic,
        "dtypes": {name: {str(c): str(t) for c, t in getattr(topics, name).dtypes.items()} for name in _TABLES},
        "tables": {name: json.loads(getattr(topics, name).to_json(orient="split", index=False, double_precision=15)) for name in _TABLES},
    }
    arrays = {"components": topics.placing.components, "idf": topics.placing.idf, "shares": topics.shares}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "model.json", json.dumps(meta, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8"))
        for name, values in arrays.items():
            part = BytesIO()
            np.save(part, np.ascontiguousarray(values), allow_pickle=False)
            _put(archive, f"{name}.npy", part.getvalue())
    return write_bytes(path, buffer.getvalue())


def load_topics(path: str | Path, corpus: Corpus | None = None) -> Topics:
    """Read a model.

    Raises
    ------
    ReadError
        If the file is no such model, is damaged, or was fitted on another corpus than the one given.
    """
    from kfi_analysis.topics.model import Topics, long_shares

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > _LARGEST:
                raise ReadError("it would unpack to more than 4 GB: it is not a model that this library wrote", where=path)
            meta = json.loads(archive.read("model.json"))
            arrays = {name: _array(archive, f"{name}.npy") for name in _ARRAYS}
    except FileNotFoundError as error:
        raise ReadError("there is no such file", where=path) from error
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise ReadError(f"it is not a saved topic model, or it is damaged ({error}): save the model again", where=path) from error
    if meta.get("format") != FORMAT:
        raise ReadError(f"it has format {meta.get('format')!r}, and this version reads {FORMAT}: save it anew", where=path)
    tables = {name: _table(meta["tables"][name], meta["dtypes"][name]) for name in _TABLES}
    provenance = Provenance.from_dict(meta["provenance"])
    if corpus is not None:
        fitted = provenance.steps[-1].get("corpus_sha256") or next(
            (step["corpus_sha256"] for step in reversed(provenance.steps) if "corpus_sha256" in step), None
        )
        if corpus.sha256 != fitted:
            raise ReadError(f"it was fitted on another corpus (sha256 {str(fitted)[:12]}…, this one has {corpus.sha256[:12]}…)", where=path)
    placing = Placing(tuple(meta["vocabulary"]), tuple(meta["display"]), arrays["idf"], arrays["components"], bool(meta["probabilistic"]))
    return Topics(
        tables["terms"], long_shares(arrays["shares"], tables["units"]["passage_id"]), tables["quality"], tables["topics"],
        tables["units"], tables["left_out"], placing, arrays["shares"], meta["settings"], provenance, corpus,
    )  # fmt: skip


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)


def _array(archive: zipfile.ZipFile, name: str) -> npt.NDArray[np.float64]:
    return np.asarray(np.load(BytesIO(archive.read(name)), allow_pickle=False), dtype=np.float64)


def _table(data: dict[str, Any], dtypes: dict[str, str]) -> pd.DataFrame:
    table = pd.DataFrame(data["data"], columns=data["columns"])
    return table.astype({column: "string" if dtype in ("str", "object") else dtype for column, dtype in dtypes.items()})
