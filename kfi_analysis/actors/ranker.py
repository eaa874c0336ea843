"""A learned ranker on top of the rules, for when human codings exist: how likely is it that a coder would note the statement?

The rules find statements and give them a first score; the ranker weighs rule, type, modality, voice and how the parties were found
against a sample that people have coded. It orders and re-scores; it adds nothing and removes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from kfi_analysis.actors.relations import Relations
from kfi_analysis.corpus.checks import need_columns
from kfi_analysis.errors import NotEnoughDataError

__all__ = ["Ranker", "fit_ranker"]

_WORDS = ("rule", "type", "modality", "voice", "sign")
_FEWEST = 10


@dataclass(frozen=True, eq=False)
class Ranker:
    """A fitted ranker.

    Parameters
    ----------
    model
        The classifier over the columns that `fit_ranker` made.
    columns
        Their names.
    auc
        Area under the ROC curve on sections left out in turn; NaN with fewer than three coded sections.
    n
        Statements it learnt from, and how many of them the coders had.
    """

    model: Any
    columns: tuple[str, ...]
    auc: float
    n: tuple[int, int]

    def __call__(self, relations: Relations) -> Relations:
        """Return the statements with the score that the ranker gives, 0 to 1; corrections by hand keep theirs."""
        if not len(relations):
            return relations
        table = relations.to_frame()
        scores = self.model.predict_proba(_features(table, self.columns))[:, 1]
        table["score"] = np.where(table["rule"] == "hand", table["score"], np.round(scores, 3))
        provenance = relations.provenance.derive("rank", learnt_from=self.n[0], auc=None if np.isnan(self.auc) else round(self.auc, 3))
        return replace(relations, table=table, provenance=provenance)


def fit_ranker(relations: Relations, codings: pd.DataFrame, *, by: str = "section", seed: int = 0) -> Ranker:
    """Learn from codings which statements a coder would note.

    Parameters
    ----------
    relations
        Found by the rules in the material that was coded.
    codings
        One row a coded relation: source, target and the column that `by` names. A statement counts as noted if its pair of actors, in
        either order, is coded in the same place.
    by
        The place: a column of both tables ("section", "document_id").
    seed
        Of the classifier.

    Raises
    ------
    TableError
        If the codings lack a column.
    NotEnoughDataError
        If fewer than ten statements of the coded places are noted, or fewer than ten are not.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

    need_columns(codings, ("source", "target", by), "codings")
    coded = {
        (str(place), frozenset((str(a), str(b)))) for place, a, b in zip(codings[by], codings["source"], codings["target"], strict=True)
    }
    table = relations.to_frame()
    table = table[table[by].isin(set(codings[by]))].reset_index(drop=True)
    keys = zip(table[by], table["source"], table["target"], strict=True)
    noted = np.array([(str(place), frozenset((str(a), str(b)))) in coded for place, a, b in keys], dtype=bool)
    if noted.sum() < _FEWEST or (~noted).sum() < _FEWEST:
        raise NotEnoughDataError(
            f"{int(noted.sum())} statements are noted by the coders and {int((~noted).sum())} are not: a ranker needs {_FEWEST} of each"
        )
    names = [f"{word}={value}" for word in _WORDS for value in sorted(set(table[word].astype(str)))]
    columns = ("score", "implied", "directed", "loop", *names)
    features = _features(table, columns)
    model = LogisticRegression(C=0.5, max_iter=2000, class_weight="balanced", random_state=seed)
    groups = table[by].astype(str).to_numpy()
    auc = float("nan")
    if len(set(groups)) > 2:
        guessed = cross_val_predict(model, features, noted, groups=groups, cv=LeaveOneGroupOut(), method="predict_proba")[:, 1]
        auc = float(roc_auc_score(noted, guessed))
    return Ranker(model.fit(features, noted), columns, auc, (len(table), int(noted.sum())))


def _features(table: pd.DataFrame, columns: tuple[str, ...]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    plain = {
        "score": table["score"].to_numpy(dtype=np.float64),
        "implied": table["implied"].to_numpy(dtype=np.float64),
        "directed": table["directed"].to_numpy(dtype=np.float64),
        "loop": (table["source"] == table["target"]).to_numpy(dtype=np.float64),
    }
    out = np.zeros((len(table), len(columns)))
    for at, column in enumerate(columns):
        word, _, value = column.partition("=")
        out[:, at] = plain[column] if column in plain else (table[word].astype(str) == value).to_numpy(dtype=np.float64)
    return out
