"""Models of themes: thresholds stand where agreement is best, a sentence is enough, what cannot be learned is never set."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from kfi_analysis.coding.reliability import krippendorff_alpha
from kfi_analysis.coding.theme_model import _best_threshold, _measures, fit_themes
from kfi_analysis.errors import NotEnoughDataError

RNG = np.random.default_rng(0)


def made(n: int = 120) -> tuple[tuple[object, object, np.ndarray], np.ndarray, np.ndarray]:
    """Passages of two sentences; the first feature of a sentence carries theme 0, the second theme 1; theme 2 is absent."""
    carried = RNG.random((2 * n, 3)) < [0.25, 0.3, 0.0]
    rows = np.hstack([carried[:, :2] + RNG.normal(0, 0.15, (2 * n, 2)), RNG.normal(0, 1, (2 * n, 3))])
    home = np.repeat(np.arange(n), 2)
    passages = rows[0::2] + rows[1::2]
    return (sparse.csr_array(passages), sparse.csr_array(rows), home), carried[0::2] | carried[1::2], carried


def test_themes_are_learned_from_passages_and_sentences() -> None:
    rows, labels, carried = made()
    groups = np.arange(len(labels)) % 10
    model, quality = fit_themes(rows, labels, carried.astype(np.int8), ("a", "b", "c"), groups, seed=0)
    assert quality.set_index("theme").loc[["a", "b"], "alpha"].min() > 0.8
    assert np.isnan(quality.set_index("theme").loc["c", "alpha"])
    values, chosen = model.scores(model.margins(*rows))
    assert not chosen[:, 2].any()
    assert (values[:, 2] == 0).all()
    assert ((values[:, :2] >= 0.5) == chosen[:, :2]).all()
    assert (chosen[:, :2] == labels[:, :2]).mean() > 0.9


def test_unknown_sentences_are_not_learned_from() -> None:
    rows, labels, carried = made()
    hidden = np.where(labels[rows[2]], -1, 0).astype(np.int8)
    hidden[:40] = carried[:40]
    model, _ = fit_themes(rows, labels, hidden, ("a", "b", "c"), np.arange(len(labels)), seed=0)
    assert model.weights[1, 0, 0] > 0
    blind, _ = fit_themes(rows, labels, None, ("a", "b", "c"), np.arange(len(labels)), seed=0)
    assert not blind.weights[1].any()
    assert not blind.spreads[1].any()
    assert np.isfinite(blind.margins(*rows)).all()


def test_what_is_trusted_is_added() -> None:
    rows, labels, _ = made()
    trusted = np.zeros((5, 3))
    trusted[4, 0] = 50.0  # noise, trusted blindly
    model, quality = fit_themes(rows, labels, None, ("a", "b", "c"), np.arange(len(labels)), seed=0, trusted=trusted)
    assert quality["alpha"].iloc[0] < 0.5 < quality["alpha"].iloc[1]
    assert model.joint_weights[4, 0] == pytest.approx(50.0, rel=0.1)


def test_the_threshold_is_the_best_by_alpha() -> None:
    wanted = RNG.random(60) < 0.3
    margins = wanted + RNG.normal(0, 0.6, 60)
    threshold = _best_threshold(wanted, margins)
    alphas = [float(krippendorff_alpha(wanted.tolist(), (margins >= cut).tolist())) for cut in np.unique(margins)]
    ours = float(krippendorff_alpha(wanted.tolist(), (margins >= threshold).tolist()))
    assert ours == pytest.approx(max(alphas))
    assert _measures(wanted, margins >= threshold)["alpha"] == pytest.approx(ours)


def test_nothing_to_learn_is_said() -> None:
    rows, labels, _ = made(30)
    with pytest.raises(NotEnoughDataError, match="no theme"):
        fit_themes(rows, np.zeros_like(labels), None, ("a", "b", "c"), np.arange(len(labels)), seed=0)
