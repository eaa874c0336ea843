"""Invented passages with a coding, shipped to learn from and to try things on.

They were written for this library in the manner of self-evaluations, hearings, interviews and audits, from many trades and points of view;
no sentence of any source is among them, and no municipality or person either. Codes, valence, phase and the words that carry them
(`evidence`) were set by their authors from the codebook's definitions; a second coder who saw only the texts agreed with them at α .90 on
188 of them.
Each document is one batch of one author, so what is held out by document is held out by author.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pandas as pd

from kfi_analysis.coding.codebook import Codebook
from kfi_analysis.coding.codings import Codings, units_of
from kfi_analysis.coding.evidence import write_evidence
from kfi_analysis.coding.vocabulary import ATTRIBUTES
from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import SettingError, did_you_mean
from kfi_analysis.provenance import Provenance

__all__ = ["example_codings"]

_NONE = "ingen"
_CODER = "exempel"
_BETWEEN = "\n\n"


def example_codings(*documents: str) -> Codings:
    """Return the invented passages coded with the themes of the `kfi` codebook, with valence, phase and evidence.

    Parameters
    ----------
    documents
        Only these documents; all, if none is named.

    Raises
    ------
    SettingError
        If a document is unknown.

    Examples
    --------
    >>> examples = example_codings("forsta-1")
    >>> examples.coders, len(examples.units) == len(examples.texts)
    (('exempel',), True)
    """
    path = Path(str(files("kfi_analysis.coding"))) / "models" / "kfi-passages.csv"
    rows = pd.read_csv(path, dtype="object", encoding="utf-8", keep_default_na=False)
    for name in documents:
        if name not in set(rows["document"]):
            raise SettingError(f"no document {name!r}: {did_you_mean(name, rows['document'])}")
    if documents:
        rows = rows[rows["document"].isin(documents)].reset_index(drop=True)
    corpus = _corpus(rows)
    units = units_of(corpus)
    table, attributes = [], []
    places = zip(rows.to_dict("records"), units["document_id"], units["passage_id"], units["start"], units["end"], strict=True)
    for row, document, passage, start, end in places:
        cues = {name: spans for name, *spans in (cue.split(" ") for cue in row["cues"].split(";"))}
        base = {"document_id": document, "passage_id": passage, "coder": _CODER, "score": 1.0}
        cells = {name: _cell(spans, start, row["text"]) for name, spans in cues.items()}
        table += [base | {"start": start, "end": end, "code": c, "evidence": cells.get(c)} for c in row["codes"].split(";") if c != _NONE]
        attributes += [base | {"attribute": name, "value": row[name], "evidence": cells.get(name)} for name in ATTRIBUTES]
    provenance = Provenance().derive("example_codings", n=len(rows))
    return Codings(
        pd.DataFrame(table), units, pd.DataFrame(attributes), (_CODER,), corpus=corpus, codebook=Codebook.load("kfi"), provenance=provenance
    )


def _corpus(rows: pd.DataFrame) -> Corpus:
    """One document a batch, its passages as paragraphs."""
    documents, passages = [], []
    for name, part in rows.groupby("document", sort=False):
        at = 0
        for number, (text, kind) in enumerate(zip(part["text"], part["source_kind"], strict=True), start=1):
            place = {"passage_id": f"{name}-{number:03d}", "document_id": name, "start": at, "end": at + len(text)}
            passages.append(place | {"level": "paragraph", "source_kind": kind or None})
            at += len(text) + len(_BETWEEN)
        documents.append({"document_id": name, "text": _BETWEEN.join(part["text"])})
    return Corpus(pd.DataFrame(documents), pd.DataFrame(passages))


def _cell(spans: list[str], offset: int, text: str) -> str:
    """Write spans of a passage ("12:27") as evidence in its document."""
    pairs = [(int(a), int(b)) for a, b in (span.split(":") for span in spans)]
    return write_evidence((offset + a, offset + b, text[a:b]) for a, b in pairs)
