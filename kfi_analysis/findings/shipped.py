"""The coding that a registered study ships, laid on a corpus of its excerpts: the paraphrases, or the user's own copy."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kfi_analysis.coding import Codings
from kfi_analysis.coding.codings import units_of
from kfi_analysis.corpus import Corpus, registered
from kfi_analysis.errors import SettingError
from kfi_analysis.provenance import Provenance

__all__ = ["ShippedStudy", "shipped_codings", "shipped_study"]

CODER = "kfi_analysis"


@dataclass(frozen=True)
class ShippedStudy:
    """Which registered study a corpus was loaded from, and whether as paraphrases."""

    name: str
    paraphrased: bool


def shipped_study(corpus: Corpus) -> ShippedStudy | None:
    """Return the registered study that a corpus was loaded from with `load_corpus`, or None."""
    for step in corpus.provenance.steps:
        if step.get("step") == "load_corpus" and registered(str(step["name"])).kind == "study":
            return ShippedStudy(str(step["name"]), step.get("text") == "paraphrases")
    return None


def shipped_codings(corpus: Corpus, name: str) -> Codings:
    """Return our own coding of a study's excerpts as `Codings` on a corpus that holds them.

    Excerpts are matched by their number; a copy that lacks some is coded where it has them.

    Raises
    ------
    SettingError
        If the corpus has no numbered excerpts, or the registered corpus ships no coding.

    Examples
    --------
    >>> from kfi_analysis.corpus import load_corpus
    >>> codings = shipped_codings(load_corpus("boras-2021"), "boras-2021")
    >>> len(codings.units), codings.codes[0]
    (56, 'ansvar')
    """
    entry = registered(name)
    if entry.kind != "study":
        raise SettingError(f"{name!r} ships no coding of excerpts: it holds {', '.join(entry.files)}")
    excerpts = corpus.excerpts
    if excerpts.passages["ordinal"].isna().all():
        raise SettingError("the corpus has no numbered excerpts: load it with load_corpus")
    shipped = entry.table("excerpts").set_index("ordinal")
    units = units_of(excerpts)
    passages = excerpts.passages
    rows, attributes = [], []
    for passage, document, start, end, ordinal in zip(
        *(passages[column] for column in ("passage_id", "document_id", "start", "end", "ordinal")), strict=True
    ):
        if str(ordinal) not in shipped.index:
            continue
        own = shipped.loc[str(ordinal)]
        place = {"document_id": document, "passage_id": passage}
        rows += [{**place, "start": start, "end": end, "code": code, "coder": CODER, "score": 1.0} for code in str(own["codes"]).split(";")]
        attributes += [{**place, "attribute": name_, "value": own[name_], "coder": CODER, "score": 1.0} for name_ in ("valence", "phase")]
    return Codings(
        pd.DataFrame(rows),
        units,
        pd.DataFrame(attributes),
        corpus=excerpts,
        provenance=Provenance().derive("shipped_codings", name=name, excerpts=len(units)),
    )
