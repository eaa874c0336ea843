"""Coders that learn from human codings: terms and their latent vectors into calibrated linear models, one per theme.

`LearnedCoder` sees the words alone; `CombinedCoder` sees the lexical coder's evidence too, which is what carries when there is little to
learn from. Quality is estimated on passages of documents that the model has not seen, and kept with the coder (`quality`): with few
documents the figures say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.coding.codebook import Codebook
from kfi_analysis.coding.coders import Evidence, Floats, Scores
from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.lexical import LexicalCoder
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR
from kfi_analysis.errors import NotEnoughDataError, SettingError

__all__ = ["CombinedCoder", "LearnedCoder"]

Bools = npt.NDArray[np.bool_]

_LEAST_PASSAGES = 20
_LEAST_POSITIVES = 4
_FOLDS = 5
_MOST_DIMENSIONS = 60
_SHOWN = 4  # words given as evidence per theme
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class _Theme:
    """What was learned about one theme."""

    model: Any
    slope: float
    shift: float
    threshold: float


class LearnedCoder:
    """Codes as the people did whose codings it was given.

    Parameters
    ----------
    book
        The codebook; its themes are learned.
    training
        Human codings by one coder (or a consensus) that know their corpus.
    name
        What stands in the column `coder`.
    seed
        For the folds and the latent vectors.

    Attributes
    ----------
    quality
        One row a theme: theme, positives (passages with it), precision, recall, f1 (on documents not seen in training), threshold,
        passages, documents, by_document (False where there were too few documents to hold any out).

    Raises
    ------
    SettingError
        If the training does not know its corpus, or was made by several coders.
    NotEnoughDataError
        If it has fewer than 20 passages, or no theme has four.
    """

    def __init__(self, book: Codebook, training: Codings, *, name: str = "learned", seed: int = 0) -> None:
        if training.corpus is None:
            raise SettingError("the training codings do not know their corpus: give it with  codings.on(corpus)")
        if len(training.coders) != 1:
            raise SettingError(
                f"the training has {len(training.coders)} coders: choose one with filter(coder=...) or make a consensus first"
            )
        if len(training.units) < _LEAST_PASSAGES:
            raise NotEnoughDataError(f"{len(training.units)} passages are too few to learn from: at least {_LEAST_PASSAGES}")
        self.book = book
        self._name = name
        self.seed = seed
        self.codes: tuple[str, ...] = book.themes
        texts = training.texts.tolist()
        labels = training.matrix(codes=self.codes).to_numpy().astype(bool)
        groups = training.units["document_id"].to_numpy()
        self._fit(texts, labels, groups)
        self._passages = len(texts)

    @property
    def name(self) -> str:
        """What stands in the column `coder`."""
        return self._name

    @property
    def settings(self) -> dict[str, Any]:
        """What the provenance says."""
        return {
            "trained_on": self._passages,
            "seed": self.seed,
            "f1": dict(zip(self.quality["theme"], self.quality["f1"].round(3).tolist(), strict=True)),
        }

    # ---------------------------------------------------------------- learning

    def _fit(self, texts: Sequence[str], labels: Bools, groups: npt.NDArray[Any]) -> None:
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._terms = TfidfVectorizer(analyzer=_analyzer(), min_df=2, sublinear_tf=True)
        counts = self._terms.fit_transform(texts)
        size = min(_MOST_DIMENSIONS, counts.shape[1] - 1, counts.shape[0] - 1)
        if size < 2:
            raise NotEnoughDataError("the passages share hardly a word: nothing can be learned from them")
        self._latent = TruncatedSVD(size, random_state=self.seed).fit(counts)
        features = self._features(texts)
        folds, by_document = _folds(groups, self.seed)
        self._themes: dict[int, _Theme] = {}
        rows = []
        for column, theme in enumerate(self.codes):
            wanted = labels[:, column]
            row: dict[str, Any] = {"theme": theme, "positives": int(wanted.sum())}
            if wanted.sum() >= _LEAST_POSITIVES and (~wanted).sum() >= _LEAST_POSITIVES:
                learned, outside = self._learn(features(column), wanted, folds)
                self._themes[column] = learned
                row |= _measures(wanted, outside >= learned.threshold) | {"threshold": learned.threshold}
            else:
                row |= {"precision": np.nan, "recall": np.nan, "f1": np.nan, "threshold": np.nan}
            rows.append(row | {"passages": len(texts), "documents": len(set(groups)), "by_document": by_document})
        self.quality = pd.DataFrame(rows)
        if not self._themes:
            raise NotEnoughDataError(f"no theme has {_LEAST_POSITIVES} passages with it and as many without: nothing can be learned")

    def _learn(self, features: Floats, wanted: Bools, folds: Sequence[npt.NDArray[np.intp]]) -> tuple[_Theme, Floats]:
        """Fit one theme; scale its margins to probabilities and set its threshold on held-out documents."""
        from sklearn.linear_model import LogisticRegression

        make: Callable[[], Any] = partial(
            LogisticRegression, C=3.0, class_weight="balanced", solver="liblinear", random_state=self.seed, max_iter=1000
        )
        margins = np.zeros(len(wanted))
        for held in folds:
            rest = np.setdiff1d(np.arange(len(wanted)), held)
            if wanted[rest].all() or not wanted[rest].any():
                margins[held] = 0.0
                continue
            margins[held] = make().fit(features[rest], wanted[rest]).decision_function(features[held])
        scale = LogisticRegression(C=1.0).fit(margins[:, None], wanted)
        slope, shift = max(float(scale.coef_[0, 0]), 0.05), float(scale.intercept_[0])
        outside = _sigmoid(slope * margins + shift)
        return _Theme(make().fit(features, wanted), slope, shift, _best_threshold(wanted, outside)), outside

    def _features(self, texts: Sequence[str]) -> Callable[[int], Floats]:
        """Return column -> features of that theme, shape (n, m)."""
        counts = self._terms.transform(texts)
        from scipy.sparse import hstack

        both = hstack([counts, self._latent.transform(counts)]).tocsr()
        return lambda column: both

    # ---------------------------------------------------------------- coding

    def score(self, texts: Sequence[str]) -> Scores:
        """Return scores for the texts; a theme that could not be learned is never set."""
        values = np.zeros((len(texts), len(self.codes)))
        chosen = np.zeros(values.shape, dtype=bool)
        if len(texts):
            features = self._features(texts)
            for column, theme in self._themes.items():
                values[:, column] = _sigmoid(theme.slope * theme.model.decision_function(features(column)) + theme.shift)
                chosen[:, column] = values[:, column] >= theme.threshold
        return Scores(self.codes, values, chosen, self._words(texts, chosen))

    def _words(self, texts: Sequence[str], chosen: Bools) -> Evidence:
        """Give the words that weighed most for each theme set: their own weight and their share in the latent vectors."""
        rows: list[tuple[int, int, int, int, float]] = []
        vocabulary, rarity = self._terms.vocabulary_, self._terms.idf_
        lemma = _lemma()
        pull = {column: self._pull(theme) * rarity for column, theme in self._themes.items()}
        for text in np.flatnonzero(chosen.any(axis=1)).tolist():
            words = [(hit.start(), hit.end(), vocabulary.get(lemma(hit[0].lower()))) for hit in _WORD.finditer(texts[text])]
            for column in np.flatnonzero(chosen[text]).tolist():
                weighed = sorted(((float(pull[column][term]), a, b) for a, b, term in words if term is not None), reverse=True)
                rows += [(text, column, a, b, weight) for weight, a, b in weighed[:_SHOWN] if weight > 0]
        if not rows:
            return Evidence.none()
        text_, code, start, end, weight_ = zip(*rows, strict=True)
        return Evidence(np.array(text_), np.array(code), np.array(start), np.array(end), np.array(weight_, dtype=np.float64))

    def _pull(self, theme: _Theme) -> Floats:
        terms = len(self._terms.vocabulary_)
        own = theme.model.coef_[0]
        pull: Floats = own[:terms] + own[terms : terms + self._latent.components_.shape[0]] @ self._latent.components_
        return pull


class CombinedCoder(LearnedCoder):
    """Learns on top of the lexical coder: its score for the theme, its choice, its strongest other theme, and the words.

    Parameters and errors are those of `LearnedCoder`. Sub-codes and evidence are the lexical coder's where it has any.
    """

    def __init__(self, book: Codebook, training: Codings, *, name: str = "combined", seed: int = 0) -> None:
        self._lexical = LexicalCoder(book)
        super().__init__(book, training, name=name, seed=seed)

    def _features(self, texts: Sequence[str]) -> Callable[[int], Floats]:
        latent = self._latent.transform(self._terms.transform(texts))
        said = self._lexical.score(texts)
        at = [said.codes.index(theme) for theme in self.codes]
        values, chosen = said.values[:, at], said.chosen[:, at]

        def features(column: int) -> Floats:
            others = np.delete(values, column, axis=1).max(axis=1, initial=0.0)
            own = np.column_stack([4.0 * values[:, column], 2.0 * chosen[:, column], 2.0 * others])
            out: Floats = np.hstack([own, latent])
            return out

        return features

    def _pull(self, theme: _Theme) -> Floats:
        pull: Floats = theme.model.coef_[0][3:] @ self._latent.components_
        return pull

    def score(self, texts: Sequence[str]) -> Scores:
        """Return scores for the texts: themes as learned, sub-codes as the lexical coder sees them below the themes set."""
        learned = super().score(texts)
        said = self._lexical.score(texts)
        at = {path: i for i, path in enumerate(said.codes)}
        values, chosen = said.values.copy(), said.chosen.copy()
        for column, theme in enumerate(self.codes):
            below = [i for path, i in at.items() if path.startswith(theme + CODE_SEPARATOR)]
            values[:, at[theme]], chosen[:, at[theme]] = learned.values[:, column], learned.chosen[:, column]
            chosen[:, below] &= learned.chosen[:, [column]]
        themes = [path.split(CODE_SEPARATOR)[0] for path in said.codes]
        carried = {(t, themes[c]) for t, c in zip(said.evidence.text.tolist(), said.evidence.code.tolist(), strict=True)}
        words = learned.evidence
        pairs = zip(words.text.tolist(), words.code.tolist(), strict=True)
        alone = np.array([(t, self.codes[c]) not in carried for t, c in pairs], dtype=bool)
        moved = np.array([at[self.codes[c]] for c in words.code.tolist()], dtype=np.int64)
        joined = Evidence(
            np.concatenate([said.evidence.text, words.text[alone]]),
            np.concatenate([said.evidence.code, moved[alone]]),
            np.concatenate([said.evidence.start, words.start[alone]]),
            np.concatenate([said.evidence.end, words.end[alone]]),
            np.concatenate([said.evidence.weight, words.weight[alone]]),
        )
        return Scores(said.codes, values, chosen, joined)


def _lemma() -> Callable[[str], str]:
    from kfi_analysis.text import lemma

    return lemma


def _analyzer() -> Callable[[str], list[str]]:
    from kfi_analysis.text import STOP_WORDS, lemma

    def analyze(text: str) -> list[str]:
        words = [lemma(hit.lower()) for hit in _WORD.findall(text)]
        return [word for word in words if word not in STOP_WORDS]

    return analyze


def _folds(groups: npt.NDArray[Any], seed: int) -> tuple[list[npt.NDArray[np.intp]], bool]:
    """Return held-out rows per fold: whole documents, or passages where there are fewer than three documents."""
    rng = np.random.default_rng(seed)
    names = np.array(sorted(set(groups)), dtype=object)
    if len(names) < 3:
        order = rng.permutation(len(groups))
        return [np.sort(part) for part in np.array_split(order, min(_FOLDS, len(groups)))], False
    parts = np.array_split(rng.permutation(names), min(_FOLDS, len(names)))
    return [np.flatnonzero(np.isin(groups, part)) for part in parts], True


def _best_threshold(wanted: Bools, values: Floats) -> float:
    """Return the threshold with the best F1 on held-out passages, the middle of the two values around it."""
    order = np.argsort(-values, kind="stable")
    hits = np.cumsum(wanted[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + wanted.sum())
    best = int(f1.argmax())
    above = values[order[best]]
    below = values[order[best + 1]] if best + 1 < len(order) else 0.0
    return float((above + below) / 2)


def _measures(wanted: Bools, got: Bools) -> dict[str, float]:
    hits = float((wanted & got).sum())
    precision = hits / got.sum() if got.any() else 0.0
    recall = hits / wanted.sum()
    return {"precision": float(precision), "recall": float(recall), "f1": 2 * hits / float(got.sum() + wanted.sum())}


def _sigmoid(x: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-x))
