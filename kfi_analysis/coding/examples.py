"""Invented passages with a coding, shipped to learn from and to try things on.

They were written for this library in the manner of self-evaluations, hearings, interviews and audits; no sentence of any source is among
them, and no municipality or person either. Codes, valence and phase were set by their author, so they measure agreement with one coder.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pandas as pd

from kfi_analysis.coding.codebook import Codebook
from kfi_analysis.coding.codings import Codings, units_of
from kfi_analysis.coding.vocabulary import ATTRIBUTES
from kfi_analysis.corpus import Corpus
from kfi_analysis.provenance import Provenance

__all__ = ["example_codings"]

_NONE = "ingen"


def example_codings() -> Codings:
    """Return the invented passages coded with the themes of the `kfi` codebook, with valence and phase.

    Examples
    --------
    >>> examples = example_codings()
    >>> examples.coders, len(examples.units) == len(examples.texts)
    (('exempel',), True)
    """
    path = Path(str(files("kfi_analysis.coding"))) / "codebooks" / "kfi-exempel.csv"
    rows = pd.read_csv(path, dtype="object", encoding="utf-8")
    corpus = Corpus.from_texts({f"exempel-{number:03d}": text for number, text in enumerate(rows["text"], start=1)})
    units = units_of(corpus)
    codes = rows["codes"].str.split(";").explode()
    codes = codes[codes != _NONE]
    ids = units["passage_id"].to_numpy()
    table = pd.DataFrame({"passage_id": ids[codes.index], "code": codes.to_numpy(), "coder": "exempel"})
    attributes = pd.concat(
        [pd.DataFrame({"passage_id": ids, "attribute": name, "value": rows[name], "coder": "exempel"}) for name in ATTRIBUTES],
        ignore_index=True,
    )
    provenance = Provenance().derive("example_codings", n=len(rows))
    return Codings(table, units, attributes, ("exempel",), corpus=corpus, codebook=Codebook.load("kfi"), provenance=provenance)
