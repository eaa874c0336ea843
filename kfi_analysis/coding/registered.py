"""The codings that registered corpora ship, as `Codings`: our own of a study's excerpts, the author's of invented texts.

A study's coding is laid on its paraphrases, or on the user's own copy of the report, whose excerpts are known by their marks.
"""

from __future__ import annotations

import pandas as pd

from kfi_analysis.coding.codings import Codings, units_of
from kfi_analysis.coding.vocabulary import ATTRIBUTES
from kfi_analysis.corpus import Corpus, RegisteredCorpus, load_corpus, registered
from kfi_analysis.corpus.fingerprint import Copy, Mark
from kfi_analysis.corpus.verify import PRESENT
from kfi_analysis.errors import SettingError
from kfi_analysis.files import PathLike
from kfi_analysis.provenance import Provenance

__all__ = ["load_codings", "paraphrased", "registered_codings"]

CODER = "kfi_analysis"
_NONE = "ingen"
_MOST = 0.5
"""A corpus of which less than half of the excerpts are known is not the study."""


def paraphrased(corpus: Corpus) -> bool:
    """Tell whether a corpus holds the paraphrases of a registered study instead of a text of its own."""
    return any(step.get("step") == "load_corpus" and step.get("text") == "paraphrases" for step in corpus.provenance.steps)


def load_codings(name: str, source: PathLike | None = None) -> Codings:
    """Return the coding that a registered corpus ships.

    Parameters
    ----------
    name
        One of `list_corpora()["name"]`.
    source
        The user's own copy of a study, for the coding on the real text.

    Returns
    -------
    Codings
        With valence and phase of each passage; a passage whose codes are judged differently is `blandat`.

    Raises
    ------
    SettingError
        If the corpus ships no coding.

    Examples
    --------
    >>> codings = load_codings("boras-2021")
    >>> len(codings.units), codings.codes[0]
    (56, 'ansvar')
    """
    found = registered_codings(load_corpus(name, source), name)
    if found is None:
        raise SettingError(f"{name!r} ships no coding: it holds {', '.join(registered(name).files)}")
    return found


def registered_codings(corpus: Corpus, name: str) -> Codings | None:
    """Return the coding that a registered corpus ships, laid on a corpus that holds its texts; None if it does not hold them."""
    entry = registered(name)
    found = _of_excerpts(corpus, entry) if entry.kind == "study" else _of_spans(corpus, entry)
    if found is None:
        return None
    units, rows, attributes = found
    provenance = Provenance().derive("registered_codings", name=name, passages=len(units.passages))
    return Codings(pd.DataFrame(rows), units_of(units), pd.DataFrame(attributes), corpus=units, provenance=provenance)


_Found = tuple[Corpus, list[dict[str, object]], list[dict[str, object]]]


def _of_excerpts(corpus: Corpus, entry: RegisteredCorpus) -> _Found | None:
    excerpts = corpus.excerpts
    if not len(excerpts):
        return None
    shipped = entry.table("excerpts")
    home = _homes(excerpts, shipped, paraphrased(corpus))
    if len(home) < _MOST * len(excerpts):
        return None
    columns = ("passage_id", "document_id", "start", "end")
    rows: list[dict[str, object]] = []
    attributes: list[dict[str, object]] = []
    for position, place in enumerate(zip(*(excerpts.passages[column] for column in columns), strict=True)):
        if position not in home:
            continue
        own = shipped.iloc[home[position]]
        passage, document, start, end = place
        base = {"document_id": document, "passage_id": passage, "coder": CODER, "score": 1.0}
        rows += [{**base, "start": start, "end": end, "code": code} for code in str(own["codes"]).split(";")]
        attributes += [{**base, "attribute": attribute, "value": own[attribute]} for attribute in ATTRIBUTES]
    return excerpts, rows, attributes


def _of_spans(corpus: Corpus, entry: RegisteredCorpus) -> _Found | None:
    if "coding" not in entry.files:
        return None
    coded = entry.spans("coding", corpus)
    passages = corpus.passages
    place = dict(zip(zip(passages["document_id"], passages["start"], strict=True), passages["passage_id"], strict=True))
    ids = [place.get((document, start)) for document, start in zip(coded["document_id"], coded["start"], strict=True)]
    known = coded.assign(passage_id=pd.array(ids, dtype="string")).dropna(subset=["passage_id"])
    if not len(known):
        return None
    base = ["document_id", "passage_id"]
    given = known[known["code"] != _NONE]
    rows = given[[*base, "start", "end", "code"]].assign(coder=CODER, score=1.0).to_dict("records")
    attributes: list[dict[str, object]] = []
    for (document, passage), part in known.groupby(base, sort=False):
        one = {"document_id": document, "passage_id": passage, "coder": CODER, "score": 1.0}
        judged = sorted(set(part["valence"]) - {"neutral"})
        valence = "neutral" if not judged else judged[0] if len(judged) == 1 else "blandat"
        attributes += [{**one, "attribute": "valence", "value": valence}, {**one, "attribute": "phase", "value": part["phase"].iloc[0]}]
    seen = corpus.take([at for at, passage in enumerate(passages["passage_id"]) if passage in set(known["passage_id"])], "coded")
    return seen, [{str(key): value for key, value in row.items()} for row in rows], attributes


def _homes(excerpts: Corpus, shipped: pd.DataFrame, by_number: bool) -> dict[int, int]:
    """Position of each known excerpt -> its row in the shipped table; the same number first, then any."""
    numbers = [None if pd.isna(value) else int(value) for value in excerpts.passages["ordinal"]]
    place = {int(value): row for row, value in enumerate(shipped["ordinal"])}
    if by_number:
        return {position: place[number] for position, number in enumerate(numbers) if number in place}
    marks = [
        Mark(int(letters), anchor, sha256, tuple(str(sketch).split()))
        for letters, anchor, sha256, sketch in zip(*(shipped[column] for column in ("letters", "anchor", "sha256", "sketch")), strict=True)
    ]
    home: dict[int, int] = {}
    for position, (number, text) in enumerate(zip(numbers, excerpts.texts, strict=True)):
        copy = Copy(str(text))
        guess = place.get(number) if number is not None else None
        if guess is not None and copy.share(marks[guess]) >= PRESENT:
            home[position] = guess
            continue
        shares = [copy.share(mark) for mark in marks]
        best = max(range(len(shares)), key=shares.__getitem__)
        if shares[best] >= PRESENT:
            home[position] = best
    return home
