"""`code`: texts and a codebook in, `Codings` out, whatever the coder.

The coder scores texts (`coders.py`); this file puts passages, metadata, sub-codes, valence and phase around the scores. `code_stream` does
the same piece by piece, for material that does not fit in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from os import PathLike
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from kfi_analysis.coding.attribute_model import LearnedReader
from kfi_analysis.coding.attributes import Judged
from kfi_analysis.coding.codebook import Codebook
from kfi_analysis.coding.coders import Coder, Evidence, Scores
from kfi_analysis.coding.codings import Codings, units_of
from kfi_analysis.coding.evidence import write_evidence
from kfi_analysis.coding.indicators import runs
from kfi_analysis.coding.lexical import LexicalCoder
from kfi_analysis.coding.shipped import shipped_coder, shipped_readers
from kfi_analysis.coding.vocabulary import ATTRIBUTE_COLUMNS, CODE_SEPARATOR, CODING_COLUMNS
from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import SettingError, TableError, did_you_mean

__all__ = ["CODERS", "as_book", "as_corpus", "code", "code_stream", "make_coder"]

CODERS = ("lexical", "learned", "combined")
"""The coders that can be asked for by name."""

Texts: TypeAlias = "Corpus | Iterable[str] | Mapping[str, str] | pd.Series[str]"

_MOST_SPANS = 12  # spans of evidence kept per code and passage


def code(
    texts: Texts,
    book: Codebook | str | PathLike[str] = "kfi",
    *,
    coder: str | Coder | None = None,
    training: Codings | None = None,
    attributes: bool = True,
    seed: int = 0,
) -> Codings:
    """Return the texts coded by a codebook, with the spans that speak for each code, and valence and phase of each passage.

    Parameters
    ----------
    texts
        A corpus (its body is coded: paragraphs, list items, excerpts), a list of strings (passage_id is the position as a string), a
        mapping or a Series (its index).
    book
        A codebook, a shipped name, or a path.
    coder
        "lexical", "learned", "combined", or any object with the face of `coders.Coder`. Default: "combined" where `training` is given or
        the book is the shipped `kfi`, for which a trained model is shipped; otherwise "lexical".
    training
        Human codings by one coder, with their corpus, that the learned and the combined coder learn from. With the book `kfi` the combined
        coder stands on the shipped model and learns how this material differs.
    attributes
        Whether valence and phase are read too.
    seed
        For the coders that learn.

    Returns
    -------
    Codings
        A row per theme and per sub-code, the score 0-1 (0.5: the coder's threshold). Passages without a code are in `units`.

    Raises
    ------
    SettingError
        If the coder is unknown.
    TableError
        If a text is not a string.

    Examples
    --------
    >>> codings = code(["Vi saknade personal och skyddsutrustning.", "Regionen var svår att nå."])
    >>> codings.matrix().loc["0", "kapacitet"], codings.matrix().loc["1", "samverkan"]
    (np.int64(1), np.int64(1))
    >>> codings.valence.tolist()
    ['utmaning', 'utmaning']
    """
    codebook = as_book(book)
    corpus = as_corpus(texts)
    worker = make_coder(coder, codebook, training=training, seed=seed)
    return _code(corpus, codebook, worker, shipped_readers() if attributes else {})


def code_stream(
    texts: Iterable[str | tuple[str, str]],
    book: Codebook | str | PathLike[str] = "kfi",
    *,
    coder: str | Coder | None = None,
    training: Codings | None = None,
    attributes: bool = True,
    seed: int = 0,
    chunk: int = 20_000,
) -> Iterator[Codings]:
    """Yield codings of `chunk` texts at a time, so that memory is bounded by the chunk.

    Parameters
    ----------
    texts
        Strings (ids are their positions), or pairs of id and string.
    chunk
        Texts per part.
    book, coder, training, attributes, seed
        As in `code`.

    Examples
    --------
    >>> parts = code_stream((f"Personal saknades på plats {i}." for i in range(5)), chunk=2)
    >>> [len(part.units) for part in parts]
    [2, 2, 1]
    """
    if chunk < 1:
        raise SettingError(f"chunk={chunk}: it must be 1 or more")
    codebook = as_book(book)
    worker = make_coder(coder, codebook, training=training, seed=seed)
    readers = shipped_readers() if attributes else {}
    if isinstance(texts, (str, Corpus)):
        raise SettingError(f"texts is one {'string' if isinstance(texts, str) else 'corpus'}: give strings one by one, or use kfi.code")
    numbered = ((str(i), item) if isinstance(item, str) else item for i, item in enumerate(texts))
    while part := dict(islice(numbered, chunk)):
        yield _code(Corpus.from_texts(part), codebook, worker, readers)


def make_coder(coder: str | Coder | None, book: Codebook, *, training: Codings | None = None, seed: int = 0) -> Coder:
    """Return the coder that a name stands for, trained where it learns."""
    if coder is not None and not isinstance(coder, str):
        return coder
    if coder is not None and coder not in CODERS:
        raise SettingError(f"coder {coder!r} is unknown: {did_you_mean(coder, CODERS)}")
    base = None if coder in ("lexical", "learned") else shipped_coder(book)
    if coder == "lexical" or (coder is None and training is None and base is None):
        return LexicalCoder(book)
    if training is None and base is not None:
        return base
    if training is None:
        raise SettingError(f"the {coder} coder learns from human codings: give them with training=, or use coder='lexical'")
    from kfi_analysis.coding.learned import CombinedCoder, LearnedCoder

    return LearnedCoder(book, training, seed=seed) if coder == "learned" else CombinedCoder(book, training, seed=seed, base=base)


def as_book(book: Codebook | str | PathLike[str]) -> Codebook:
    """Return a codebook, loaded where a name or path is given."""
    return book if isinstance(book, Codebook) else Codebook.load(book)


def as_corpus(texts: Texts) -> Corpus:
    """Return what is to be coded as a corpus: the body of one, or one document a text."""
    if isinstance(texts, Corpus):
        return texts.body
    if isinstance(texts, str):
        raise SettingError("texts is one string: give a list of strings, a Series or a corpus (kfi.read for files)")
    if isinstance(texts, (Mapping, pd.Series)):
        return Corpus.from_texts(texts)
    items = list(texts)
    if not items:
        return Corpus.empty()
    return Corpus.from_texts(items)


def _code(corpus: Corpus, book: Codebook, coder: Coder, readers: Mapping[str, LearnedReader]) -> Codings:
    units = units_of(corpus)
    texts = corpus.texts.tolist()
    parts: list[Scores] = []
    read: dict[str, list[Judged]] = {attribute: [] for attribute in readers}
    for first, last in runs(texts) or [(0, 0)]:  # run by run, so that the coder and the readers look at the same letters
        some = texts[first:last]
        parts.append(coder.score(some))
        if len(parts[-1]) != len(some):
            raise TableError(f"it gave {len(parts[-1])} scores for {len(some)} texts", where=f"coder {coder.name!r}")
        for attribute, reader in readers.items():
            read[attribute] += reader.read(some)
    scores = Scores.concat(parts[0].codes, parts)
    return Codings(
        table=_table(scores, units, texts, coder.name, book),
        units=units,
        attributes=_attributes(read, units, texts, coder.name),
        coders=(coder.name,),
        corpus=corpus,
        codebook=book,
        provenance=corpus.provenance.derive(
            "code", coder=coder.name, codebook=f"{book.name} {book.version}", codebook_sha256=book.sha256, **coder.settings
        ),
    )


def _table(scores: Scores, units: pd.DataFrame, texts: Sequence[str], coder: str, book: Codebook) -> pd.DataFrame:
    text, column = np.nonzero(scores.chosen)
    if not len(text):
        return pd.DataFrame(columns=list(CODING_COLUMNS))
    order = np.lexsort((np.array([book.paths.index(path) if path in book else len(book) for path in scores.codes])[column], text))
    text, column = text[order], column[order]
    spans = _spans_by_code(scores.evidence, scores.codes)
    start = units["start"].to_numpy()
    cells = [
        write_evidence((int(start[t]) + a, int(start[t]) + b, texts[t][a:b]) for a, b in spans.get((t, c), ()))
        for t, c in zip(text.tolist(), column.tolist(), strict=True)
    ]
    return pd.DataFrame(
        {
            "document_id": units["document_id"].to_numpy()[text],
            "passage_id": units["passage_id"].to_numpy()[text],
            "start": start[text],
            "end": units["end"].to_numpy()[text],
            "code": np.array(scores.codes, dtype=object)[column],
            "coder": coder,
            "score": scores.values[text, column],
            "evidence": [cell or None for cell in cells],
        }
    )


def _spans_by_code(evidence: Evidence, codes: tuple[str, ...]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Return (text, code) -> its heaviest spans in the order of the text; a theme also has those of its sub-codes."""
    theme = [codes.index(path.split(CODE_SEPARATOR)[0]) if path.split(CODE_SEPARATOR)[0] in codes else i for i, path in enumerate(codes)]
    found: dict[tuple[int, int], list[tuple[float, int, int]]] = {}
    columns = (evidence.text, evidence.code, evidence.start, evidence.end, evidence.weight)
    for text, code_, start, end, weight in zip(*(column.tolist() for column in columns), strict=True):
        if weight > 0:
            for target in {code_, theme[code_]}:
                found.setdefault((text, target), []).append((-weight, start, end))
    return {key: sorted({(start, end) for _, start, end in sorted(spans)[:_MOST_SPANS]}) for key, spans in found.items()}


def _attributes(read: Mapping[str, Sequence[Judged]], units: pd.DataFrame, texts: Sequence[str], coder: str) -> pd.DataFrame:
    start = units["start"].tolist()
    rows: list[dict[str, Any]] = [
        {
            "document_id": document,
            "passage_id": passage,
            "attribute": attribute,
            "value": one.value,
            "coder": coder,
            "score": min(max(one.score, 0.0), 1.0),
            "evidence": write_evidence((start[t] + a, start[t] + b, texts[t][a:b]) for a, b in one.evidence) or None,
        }
        for attribute, judged in read.items()
        for t, (document, passage, one) in enumerate(zip(units["document_id"], units["passage_id"], judged, strict=True))
    ]
    return pd.DataFrame(rows, columns=list(ATTRIBUTE_COLUMNS))
