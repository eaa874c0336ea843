"""Coders that learn from human codings, with calibrated linear models per theme.

`LearnedCoder` sees the words alone: their letters and the latent dimensions of these. `CombinedCoder` sees the lexical coder's evidence
too, which is what carries when there is little to learn from; where the library ships a model of the codebook, it stands on that model and
learns how the user's material differs. Quality is estimated on passages of documents that the model has not seen, and kept with the
coder (`quality`): with few documents the figures say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from kfi_analysis.coding.codebook import Codebook
from kfi_analysis.coding.coders import Evidence, Floats, Ints, Scores
from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.features import Described, FeatureSpace, telling_words
from kfi_analysis.coding.lexical import LexicalCoder
from kfi_analysis.coding.ngrams import Ngrams, Sparse
from kfi_analysis.coding.theme_model import ThemeModel, fit_themes
from kfi_analysis.coding.training import sentences_with, training_set
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR
from kfi_analysis.errors import NotEnoughDataError

__all__ = ["CombinedCoder", "LearnedCoder"]

_MOST_DIMENSIONS = 60
_STRENGTH = 10.0  # inverse of the regularisation
_STRENGTH_ON_BASE = 0.3  # little is learned from a few hundred passages beyond what the base knows

Rows = tuple[Sparse, Sparse, Ints]


class LearnedCoder:
    """Codes as the people did whose codings it was given.

    Parameters
    ----------
    book
        The codebook; its themes are learned.
    training
        Human codings by one coder (or a consensus) that know their corpus. Where they have evidence, the sentences that carry a theme are
        learned too.
    name
        What stands in the column `coder`.
    seed
        For the folds and the latent dimensions.
    least
        Passages that a run of letters must stand in to be looked at.

    Attributes
    ----------
    quality
        One row a theme: theme, positives (passages with it), precision, recall, f1, alpha (on documents not seen in training), passages,
        documents, by_document (False where there were too few documents to hold any out).

    Raises
    ------
    SettingError
        If the training does not know its corpus, or was made by several coders.
    NotEnoughDataError
        If it has fewer than 20 passages, or no theme has four.
    """

    _strength = _STRENGTH

    def __init__(self, book: Codebook, training: Codings, *, name: str = "learned", seed: int = 0, least: int = 3) -> None:
        texts, labels, groups, spans = training_set(book, training)
        self.book = book
        self._name = name
        self.codes: tuple[str, ...] = book.themes
        self._space = self._make_space(texts, seed, least)
        described = list(self._space.batches(texts))
        rows = _stacked([self._rows(part) for part in described])
        within = sentences_with(described, labels, spans)
        self._model, self.quality = fit_themes(
            rows, labels, within, self.codes, groups, seed=seed, trusted=self._trusted(rows[0].shape[1]), strength=self._strength
        )
        self._settings: dict[str, Any] = {
            "trained_on": len(texts),
            "seed": seed,
            "f1": dict(zip(self.quality["theme"], self.quality["f1"].round(3).tolist(), strict=True)),
        }

    @property
    def name(self) -> str:
        """What stands in the column `coder`."""
        return self._name

    @property
    def settings(self) -> dict[str, Any]:
        """What the provenance says."""
        return self._settings

    def _make_space(self, texts: Sequence[str], seed: int, least: int) -> FeatureSpace:
        ngrams = _ngrams(texts, least)
        return FeatureSpace(ngrams, latent=_latent(ngrams, texts, seed))

    def _rows(self, described: Described) -> Rows:
        return described.passages, described.sentences, described.letters.home

    def _trusted(self, width: int) -> Floats | None:
        """Return weights of features known before any training, shape (width, themes)."""
        return None

    def score(self, texts: Sequence[str]) -> Scores:
        """Return scores for the texts; a theme that could not be learned is never set."""
        parts = []
        for described in self._space.batches(texts):
            values, chosen = self._model.scores(self._model.margins(*self._rows(described)))
            parts.append(Scores(self.codes, values, chosen, self._words(described, chosen)))
        return Scores.concat(self.codes, parts)

    def _words(self, described: Described, chosen: npt.NDArray[np.bool_]) -> Evidence:
        """Give the words that weighed most for each theme set."""
        text, code = np.nonzero(chosen)
        return telling_words(described, self._pull(described), text, code)

    def _pull(self, described: Described) -> Floats:
        return self._space.pull(described.letters, self._model.joint_weights)


class CombinedCoder(LearnedCoder):
    """Learns on top of the lexical coder: its sums for every code beside the words.

    Parameters and errors are those of `LearnedCoder`; `base` is a combined coder of the same codebook to stand on. Sub-codes and evidence
    are the lexical coder's where it has any.
    """

    def __init__(
        self,
        book: Codebook,
        training: Codings,
        *,
        name: str = "combined",
        seed: int = 0,
        least: int = 3,
        trust: float = 0.0,
        base: CombinedCoder | None = None,
    ) -> None:
        self._lexical = LexicalCoder(book)
        self._trust = trust
        self._base = base
        self._strength = _STRENGTH if base is None else _STRENGTH_ON_BASE
        super().__init__(book, training, name=name, seed=seed, least=least)

    @classmethod
    def of_model(
        cls, book: Codebook, ngrams: Ngrams, model: ThemeModel, settings: dict[str, Any], *, name: str = "combined"
    ) -> CombinedCoder:
        """Return a coder that was trained before."""
        coder = cls.__new__(cls)
        coder.book, coder._name, coder.codes, coder._settings = book, name, book.themes, settings
        coder._lexical, coder._base, coder._model = LexicalCoder(book), None, model
        coder._space = FeatureSpace(ngrams, lexical=coder._lexical)
        return coder

    @property
    def space(self) -> FeatureSpace:
        """The features it sees."""
        return self._space

    @property
    def model(self) -> ThemeModel:
        """What it learned."""
        return self._model

    def _make_space(self, texts: Sequence[str], seed: int, least: int) -> FeatureSpace:
        return self._base.space if self._base is not None else FeatureSpace(_ngrams(texts, least), lexical=self._lexical)

    def _rows(self, described: Described) -> Rows:
        if self._base is None:
            return super()._rows(described)
        from scipy import sparse

        known = self._base.model
        passages = known.margins(described.passages, described.sentences, described.letters.home)
        sentences = known.sentence_margins(described.sentences)
        return (
            sparse.hstack([described.passages, sparse.csr_array(passages)], format="csr"),
            sparse.hstack([described.sentences, sparse.csr_array(sentences)], format="csr"),
            described.letters.home,
        )

    def _trusted(self, width: int) -> Floats | None:
        if self._base is not None:
            return None
        out = np.zeros((width, len(self.codes)))
        for column, theme in enumerate(self.codes):
            out[len(self._space.ngrams) + self._lexical.codes.index(theme), column] = self._trust
        return out

    def _pull(self, described: Described) -> Floats:
        weights = self._model.joint_weights
        if self._base is not None:
            own = len(weights) - len(self.codes)
            weights = weights[:own] + self._base.model.joint_weights @ weights[own:]
        return self._space.pull(described.letters, weights)

    def score(self, texts: Sequence[str]) -> Scores:
        """Return scores for the texts: themes as learned, sub-codes as the lexical coder sees them below the themes set."""
        parts = []
        at = {path: i for i, path in enumerate(self._lexical.codes)}
        columns = [at[theme] for theme in self.codes]
        themes = np.array([at[path.split(CODE_SEPARATOR)[0]] for path in self._lexical.codes], dtype=np.int64)
        below = np.array([CODE_SEPARATOR in path for path in self._lexical.codes], dtype=bool)
        for described in self._space.batches(texts):
            found = described.hits
            learned, set_ = self._model.scores(self._model.margins(*self._rows(described)))
            values, chosen = self._lexical.judge(self._lexical.totals(found, found.text, len(learned)), described.lengths)
            values[:, columns], chosen[:, columns] = learned, set_
            chosen[:, below] &= chosen[:, themes[below]]
            speaks = found.weight > 0
            carried = np.zeros(chosen.shape, dtype=bool)
            carried[found.text[speaks], themes[found.code[speaks]]] = True
            words = self._words(described, set_ & ~carried[:, columns])
            words = replace(words, code=np.array(columns, dtype=np.int64)[words.code])
            parts.append(Scores(self._lexical.codes, values, chosen, Evidence.concat([found.evidence, words])))
        return Scores.concat(self._lexical.codes, parts)


def _ngrams(texts: Sequence[str], least: int) -> Ngrams:
    space = Ngrams.fit(texts, least=least)
    if len(space) < 3:
        raise NotEnoughDataError("the passages share hardly a word: nothing can be learned from them")
    return space


def _latent(ngrams: Ngrams, texts: Sequence[str], seed: int) -> Floats:
    """Return latent dimensions (LSA: Deerwester et al. 1990) of the letters in the texts, shape (letters, d)."""
    from sklearn.decomposition import TruncatedSVD

    rows = _stacked([(part.passages, part.sentences, part.letters.home) for part in FeatureSpace(ngrams).batches(texts)])[0]
    size = max(1, min(_MOST_DIMENSIONS, rows.shape[1] - 1, rows.shape[0] - 1))
    found: Floats = TruncatedSVD(size, random_state=seed).fit(rows).components_.T
    return found


def _stacked(parts: Sequence[Rows]) -> Rows:
    from scipy import sparse

    first = np.cumsum([0, *(part[0].shape[0] for part in parts)])
    return (
        sparse.vstack([part[0] for part in parts], format="csr"),
        sparse.vstack([part[1] for part in parts], format="csr"),
        np.concatenate([part[2] + offset for part, offset in zip(parts, first, strict=False)]),
    )
