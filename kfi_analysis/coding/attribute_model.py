"""Valence and phase as learned from coded passages, on top of the curated lists.

The lists (`attributes.py`) know negation, wishes and contrast; the model weighs what they say against the rest of the words and the length
of the passage. Multinomial logistic regression over the letters of the words, the lists' sums, and the lists' own judgement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kfi_analysis.coding.attributes import Judged, PhaseReader, Span, ValenceReader, attribute_book
from kfi_analysis.coding.codebook import Codebook
from kfi_analysis.coding.coders import Floats
from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.features import Described, FeatureSpace, telling_words
from kfi_analysis.coding.lexical import LexicalCoder
from kfi_analysis.coding.ngrams import Ngrams, Sparse, narrow
from kfi_analysis.coding.theme_model import held_out_groups
from kfi_analysis.coding.vocabulary import ATTRIBUTES

__all__ = ["AttributeModel", "AttributeSpace", "LearnedReader", "fit_attribute"]

_STRENGTH = 3.0
_JUDGEMENT = 0.5  # scale of the lists' judgement beside rows of length one
_TRUST = {"valence": 0.0, "phase": 0.5}  # log odds given to the lists' judgement beyond what is learned
_SURE = 0.5
_PLAIN = {"valence": "neutral"}
_READERS: dict[str, Callable[[Codebook], ValenceReader | PhaseReader]] = {"valence": ValenceReader, "phase": PhaseReader}


@dataclass(frozen=True)
class AttributeModel:
    """A linear model over the values of an attribute: weights of shape (m, values), intercepts (values,)."""

    values: tuple[str, ...]
    weights: Floats
    intercepts: Floats


class AttributeSpace:
    """Turns texts into features for one attribute.

    Parameters
    ----------
    name
        "valence" or "phase".
    ngrams
        The space of letters.
    """

    def __init__(self, name: str, ngrams: Ngrams) -> None:
        self.name = name
        self.values = ATTRIBUTES[name]
        self.book = attribute_book(name)
        self.reader = _READERS[name](self.book)
        self.features = FeatureSpace(ngrams, lexical=LexicalCoder(self.book))

    def batches(self, texts: Sequence[str]) -> Iterator[tuple[Described, Sparse, list[Judged]]]:
        """Yield runs of the texts as features, their rows (n, m), and what the lists say of them."""
        from scipy import sparse

        for part in self.features.batches(texts):
            judged = self.reader.judge(part.hits)
            own = np.array([[one.value == value for value in self.values] for one in judged], dtype=np.float32)
            extra = np.column_stack([np.log1p(part.lengths) / 6, _JUDGEMENT * own])
            yield part, sparse.hstack([part.passages, sparse.csr_array(extra)], format="csr"), judged


class LearnedReader:
    """Reads an attribute off passages with a model.

    Parameters
    ----------
    space
        Its features.
    model
        What was learned.

    Attributes
    ----------
    plain
        The value of passages that nothing speaks for. Where the lists say so, another value needs a chance of one half.
    """

    def __init__(self, space: AttributeSpace, model: AttributeModel) -> None:
        self.space = space
        self.model = model
        self.plain = _PLAIN.get(space.name)

    def read(self, texts: Sequence[str]) -> list[Judged]:
        """Return one judgement a text; the spans are those of the lists where they say the same, otherwise the words that weighed most."""
        from scipy.special import softmax

        out: list[Judged] = []
        for part, rows, judged in self.space.batches(texts):
            chances = softmax(rows @ self.model.weights + self.model.intercepts, axis=1)
            best = chances.argmax(axis=1)
            if self.plain is not None:
                unsaid = np.array([one.value == self.plain for one in judged]) & (chances.max(axis=1) < _SURE)
                best[unsaid] = self.model.values.index(self.plain)
            values = [self.model.values[column] for column in best.tolist()]
            own = np.flatnonzero([one.value != value for one, value in zip(judged, values, strict=True)])
            words = telling_words(part, self.space.features.pull(part.letters, self.model.weights), own, best[own])
            spans: dict[int, list[Span]] = {}
            for text, start, end in zip(words.text.tolist(), words.start.tolist(), words.end.tolist(), strict=True):
                spans.setdefault(text, []).append((start, end))
            for text, (one, value) in enumerate(zip(judged, values, strict=True)):
                evidence = one.evidence if one.value == value else tuple(sorted(spans.get(text, ()))) if value != self.plain else ()
                out.append(Judged(value, float(chances[text, best[text]]), evidence))
        return out


def fit_attribute(space: AttributeSpace, training: Codings, *, seed: int) -> tuple[AttributeModel, float]:
    """Return a model of the attribute, and its agreement (Krippendorff's alpha) with the training on documents held out."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    from kfi_analysis.coding.reliability import krippendorff_alpha

    texts = training.texts.tolist()
    rows = narrow(sparse.vstack([part for _, part, _ in space.batches(texts)], format="csr"))
    trusted = np.zeros((rows.shape[1], len(space.values)))
    trusted[-len(space.values) :] = np.eye(len(space.values)) * _TRUST[space.name] / _JUDGEMENT
    wanted = training.attribute(space.name).to_numpy()

    def learned(some: npt.NDArray[np.intp]) -> AttributeModel:
        fitted = LogisticRegression(C=_STRENGTH, max_iter=3000).fit(rows[some], wanted[some])
        at = [list(fitted.classes_).index(value) for value in space.values]
        return AttributeModel(space.values, fitted.coef_[at].T + trusted, fitted.intercept_[at])

    got = np.empty(len(wanted), dtype=object)
    for held in held_out_groups(training.units["document_id"].to_numpy(), seed)[0]:
        model = learned(np.setdiff1d(np.arange(len(wanted)), held))
        got[held] = np.array(space.values, dtype=object)[(rows[held] @ model.weights + model.intercepts).argmax(axis=1)]
    alpha = float(krippendorff_alpha(wanted.tolist(), got.tolist()))
    return learned(np.arange(len(wanted))), round(alpha, 3)
