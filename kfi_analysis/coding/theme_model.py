"""Linear models of themes: one reads the passage, one its sentences, and together they decide.

The passage's model weighs everything that is said. The sentences' model asks whether there is a sentence that carries the theme: its
probabilities are joined by noisy-or (Pearl 1988), so one clear sentence is enough and many faint ones add up. Both margins, brought to
the same spread, are added. Thresholds are those with the best agreement (Krippendorff's alpha) on documents held out, so a score of 0.5 is
where the coder changes its mind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.coding.coders import Floats, Ints
from kfi_analysis.coding.ngrams import Sparse, narrow
from kfi_analysis.errors import NotEnoughDataError

__all__ = ["ThemeModel", "fit_themes", "held_out_groups"]

Bools = npt.NDArray[np.bool_]

_LEAST_POSITIVES = 4
_FOLDS = 5
_LEAST = 1e-6


@dataclass(frozen=True)
class ThemeModel:
    """What was learned about k themes over m features.

    Attributes
    ----------
    weights
        Of passages and of sentences; shape (2, m, k). Those of sentences are zero where no training told which sentences carry the themes.
    intercepts, spreads
        Shape (2, k); margins are divided by their spread, and a spread of 0 leaves the model out.
    thresholds, slopes
        Of the joined margin, shape (k,); a theme that could not be learned has the threshold infinity.
    """

    weights: Floats
    intercepts: Floats
    spreads: Floats
    thresholds: Floats
    slopes: Floats

    def margins(self, passages: Sparse, sentences: Sparse, home: Ints) -> Floats:
        """Return the joined margins of passages, shape (n, k)."""
        own = passages @ self.weights[0] + self.intercepts[0]
        return join(own, _any_of(self.sentence_margins(sentences), home, passages.shape[0]), self.spreads)

    def sentence_margins(self, sentences: Sparse) -> Floats:
        """Return the log odds that each sentence carries each theme, shape (s, k)."""
        out: Floats = sentences @ self.weights[1] + self.intercepts[1]
        return out

    def scores(self, margins: Floats) -> tuple[Floats, Bools]:
        """Return scores 0-1, 0.5 at the threshold, and what is set."""
        from scipy.special import expit

        above = margins - np.where(np.isinf(self.thresholds), 0.0, self.thresholds)
        values = expit(self.slopes * above)
        values[:, np.isinf(self.thresholds)] = 0.0
        chosen: Bools = margins >= self.thresholds
        return values, chosen

    @property
    def joint_weights(self) -> Floats:
        """What a feature adds to the joined margin, by passage and sentence together; shape (m, k)."""
        return join(self.weights[0], self.weights[1], self.spreads)


def join(own: Floats, within: Floats, spreads: Floats) -> Floats:
    """Add the margins (or the weights behind them) of passages and sentences, each in its own spread."""
    out: Floats = np.zeros(own.shape)
    for part, spread in zip((own, within), spreads, strict=True):
        out += part / np.where(spread > 0, spread, np.inf)
    return out


def fit_themes(
    rows: tuple[Sparse, Sparse, Ints],
    labels: Bools,
    sentence_labels: npt.NDArray[np.int8] | None,
    themes: Sequence[str],
    groups: npt.NDArray[Any],
    *,
    seed: int,
    trusted: Floats | None = None,
    strength: float = 10.0,
) -> tuple[ThemeModel, pd.DataFrame]:
    """Learn themes from coded passages.

    Parameters
    ----------
    rows
        Features of the passages (n, m) and of the sentences (s, m), and the passage of each sentence (s,).
    labels
        What the people set; shape (n, k).
    sentence_labels
        Which sentences carry it: 1 yes, 0 no, -1 not known; shape (s, k), None where nothing is known.
    themes
        Their names.
    groups
        Document of each passage: what is held out together.
    seed
        For the folds.
    trusted
        Weights (m, k) that are added to what is learned, in units of the passage margin's spread: what is known beforehand of a feature.
    strength
        Inverse of the regularisation: low where much is known beforehand and little is there to learn from.

    Returns
    -------
    ThemeModel
    DataFrame
        One row a theme: theme, positives, precision, recall, f1, alpha (on documents held out), passages, documents, by_document.
    """
    passages, sentences, home = narrow(rows[0]), narrow(rows[1]), rows[2]
    folds, by_document = held_out_groups(groups, seed)
    k, m = labels.shape[1], passages.shape[1]
    weights, intercepts, spreads = np.zeros((2, m, k)), np.zeros((2, k)), np.zeros((2, k))
    thresholds, slopes = np.full(k, np.inf), np.ones(k)
    table = []
    for column, theme in enumerate(themes):
        wanted = labels[:, column]
        row: dict[str, Any] = {"theme": theme, "positives": int(wanted.sum())}
        if min(wanted.sum(), (~wanted).sum()) < _LEAST_POSITIVES:
            table.append(row | dict.fromkeys(("precision", "recall", "f1", "alpha"), np.nan))
            continue
        outside = np.zeros((2, len(wanted)))
        outside[0] = _held_out(passages, wanted, folds, strength)
        weights[0, :, column], intercepts[0, column] = _fit(passages, wanted, strength)
        if sentence_labels is not None and (sentence_labels[:, column] == 1).sum() >= _LEAST_POSITIVES:
            carried, known = sentence_labels[:, column] == 1, sentence_labels[:, column] >= 0
            held = _held_out(sentences, carried, [np.flatnonzero(np.isin(home, fold)) for fold in folds], strength, known)
            outside[1] = _any_of(held[:, None], home, len(wanted))[:, 0]
            weights[1, :, column], intercepts[1, column] = _fit(sentences[known], carried[known], strength)
        spreads[:, column] = outside.std(axis=1)
        margins = join(outside[:1].T, outside[1:].T, spreads[:, [column]])[:, 0]
        if trusted is not None:
            margins += passages @ trusted[:, column]
            weights[0, :, column] += trusted[:, column] * spreads[0, column]
        thresholds[column] = _best_threshold(wanted, margins)
        slopes[column] = _slope(wanted, margins)
        table.append(row | _measures(wanted, margins >= thresholds[column]))
    if np.isinf(thresholds).all():
        raise NotEnoughDataError(f"no theme has {_LEAST_POSITIVES} passages with it and as many without: nothing can be learned")
    quality = pd.DataFrame(table).assign(passages=len(labels), documents=len(set(groups)), by_document=by_document)
    return ThemeModel(weights, intercepts, spreads, thresholds, slopes), quality


def _logistic(strength: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, solver="liblinear", random_state=0, max_iter=1000)


def _fit(rows: Sparse, wanted: Bools, strength: float) -> tuple[Floats, float]:
    model = _logistic(strength).fit(rows, wanted)
    return model.coef_[0], float(model.intercept_[0])


def _held_out(rows: Sparse, wanted: Bools, folds: Sequence[npt.NDArray[np.intp]], strength: float, known: Bools | None = None) -> Floats:
    """Return margins of rows whose fold was not in the training; only rows that are known are learned from."""
    margins = np.zeros(len(wanted))
    usable = np.arange(len(wanted)) if known is None else np.flatnonzero(known)
    for held in folds:
        rest = np.setdiff1d(usable, held)
        if len(held) and wanted[rest].any() and not wanted[rest].all():
            margins[held] = _logistic(strength).fit(rows[rest], wanted[rest]).decision_function(rows[held])
    return margins


def _any_of(margins: Floats, home: Ints, n: int) -> Floats:
    """Return the log odds that any sentence of a passage carries a theme, from the sentences' log odds; shape (n, k)."""
    absent = np.zeros((n, margins.shape[1]))
    np.add.at(absent, home, -np.logaddexp(0.0, np.clip(margins, -30, 30)))
    out: Floats = np.log(np.clip(-np.expm1(absent), _LEAST, None)) - absent
    return out


def _slope(wanted: Bools, margins: Floats) -> float:
    from sklearn.linear_model import LogisticRegression

    return max(float(LogisticRegression(C=1.0).fit(margins[:, None], wanted).coef_[0, 0]), 0.05)


def held_out_groups(groups: npt.NDArray[Any], seed: int) -> tuple[list[npt.NDArray[np.intp]], bool]:
    """Return held-out rows per fold: whole documents, or passages where there are fewer than three documents."""
    rng = np.random.default_rng(seed)
    names = np.array(sorted(set(groups)), dtype=object)
    if len(names) < 3:
        order = rng.permutation(len(groups))
        return [np.sort(part) for part in np.array_split(order, min(_FOLDS, len(groups)))], False
    parts = np.array_split(rng.permutation(names), min(_FOLDS, len(names)))
    return [np.flatnonzero(np.isin(groups, part)) for part in parts], True


def _best_threshold(wanted: Bools, margins: Floats) -> float:
    """Return the threshold with the best alpha on held-out passages, the middle of the two margins around it."""
    order = np.argsort(-margins, kind="stable")
    n = len(order)
    best = int(_alpha(np.cumsum(wanted[order]), np.arange(1, n + 1), int(wanted.sum()), n).argmax())
    above = margins[order[best]]
    below = margins[order[best + 1]] if best + 1 < n else above - 1.0
    return float((above + below) / 2)


def _alpha(hits: Any, said: Any, true: int, n: int) -> Any:
    """Return Krippendorff's nominal alpha of two coders who set a code on `said` and `true` of n passages, on `hits` of them both."""
    ones = said + true
    return 1 - (ones - 2 * hits) / n / (ones * (2 * n - ones) / (n * (2 * n - 1)))


def _measures(wanted: Bools, got: Bools) -> dict[str, float]:
    hits, said, true = int((wanted & got).sum()), int(got.sum()), int(wanted.sum())
    return {
        "precision": hits / said if said else 0.0,
        "recall": hits / true,
        "f1": 2 * hits / (said + true),
        "alpha": float(_alpha(hits, said, true, len(wanted))),
    }
