"""Recommendations followed over years and documents: which come back, which are answered, which are new.

Two lists are matched one to one so that the likeness of the pairs is greatest in all (the assignment problem); a pair below the
threshold is no pair. Answers are looked for passage by passage.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import SettingError
from kfi_analysis.findings.likeness import likeness
from kfi_analysis.findings.recommend import Recommendations

__all__ = ["MATCH_COLUMNS", "find_answers", "match_recommendations"]

MATCH_COLUMNS = ("status", "earlier_id", "later_id", "likeness", "same_addressee", "earlier", "later")
THRESHOLD = 0.2
"""Two recommendations this alike are taken for the same one: measured in docs/measured/findings.md."""

_ADDRESSEE = 0.1  # added to the likeness of two recommendations to the same body


def match_recommendations(earlier: Recommendations, later: Recommendations, *, threshold: float = THRESHOLD) -> pd.DataFrame:
    """Return which recommendations come back.

    Parameters
    ----------
    earlier, later
        Two lists: of two years, or of a letter and a report.
    threshold
        Least likeness (0-1) of a pair.

    Returns
    -------
    DataFrame
        Columns `MATCH_COLUMNS`; status `återkommer`, `ny` (only in the later list) or `kommer inte igen` (only in the earlier one).

    Raises
    ------
    SettingError
        If the threshold is not 0-1.

    Examples
    --------
    >>> from kfi_analysis.findings import recommendations
    >>> one = recommendations(Corpus.from_texts({"2021": "Vi rekommenderar socialnämnden att följa upp avtalen."}))
    >>> two = recommendations(Corpus.from_texts({"2023": "Socialnämnden rekommenderas att utveckla uppföljningen av avtalen."}))
    >>> match_recommendations(one, two)["status"].tolist()
    ['återkommer']
    """
    if not 0 <= threshold <= 1:
        raise SettingError(f"threshold is {threshold!r}: it must be 0-1")
    from scipy.optimize import linear_sum_assignment

    first, second = earlier.table, later.table
    alike = likeness([str(text) for text in first["text"]], [str(text) for text in second["text"]])
    same = np.array([[bool(set(a) & set(b)) for b in second["addressees"]] for a in first["addressees"]], dtype=bool).reshape(alike.shape)
    rows, columns = linear_sum_assignment(-(alike + _ADDRESSEE * same))
    pairs = [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if alike[i, j] + _ADDRESSEE * same[i, j] >= threshold]
    taken_first, taken_second = {i for i, _ in pairs}, {j for _, j in pairs}
    out = [
        {"status": "återkommer", "likeness": float(alike[i, j]), "same_addressee": bool(same[i, j]), **_pair(first, second, i, j)}
        for i, j in pairs
    ]
    out += [{"status": "ny", **_pair(first, second, None, j)} for j in range(len(second)) if j not in taken_second]
    out += [{"status": "kommer inte igen", **_pair(first, second, i, None)} for i in range(len(first)) if i not in taken_first]
    return pd.DataFrame(out, columns=list(MATCH_COLUMNS))


def find_answers(given: Recommendations, answers: Corpus, *, most: int = 3, threshold: float = THRESHOLD) -> pd.DataFrame:
    """Return the passages of an answer (a board's statement, a later report) that speak to each recommendation.

    Parameters
    ----------
    given
        The recommendations.
    answers
        The documents that answer.
    most
        How many passages to give for each at most, the most alike first.
    threshold
        Least likeness (0-1).

    Returns
    -------
    DataFrame
        recommendation_id, passage_id, document_id, start, end, likeness, text; a recommendation without an answer stands alone in its row.
    """
    passages = answers.body.table()
    texts = [str(text) for text in passages["text"]]
    alike = likeness([str(text) for text in given.table["text"]], texts)
    rows = []
    for at, identifier in enumerate(given.table["recommendation_id"]):
        order = [int(j) for j in np.argsort(-alike[at], kind="stable")[:most] if alike[at, j] >= threshold] if texts else []
        for j in order:
            row = passages.iloc[j]
            place = {key: row[key] for key in ("passage_id", "document_id", "start", "end")}
            rows.append({"recommendation_id": identifier, **place, "likeness": float(alike[at, j]), "text": texts[j]})
        if not order:
            rows.append({"recommendation_id": identifier})
    columns = ["recommendation_id", "passage_id", "document_id", "start", "end", "likeness", "text"]
    return pd.DataFrame(rows, columns=columns).astype({"start": "Int64", "end": "Int64", "likeness": "float64"})


def _pair(first: pd.DataFrame, second: pd.DataFrame, i: int | None, j: int | None) -> dict[str, object]:
    return {
        "earlier_id": None if i is None else first["recommendation_id"].iloc[i],
        "later_id": None if j is None else second["recommendation_id"].iloc[j],
        "earlier": None if i is None else first["text"].iloc[i],
        "later": None if j is None else second["text"].iloc[j],
    }
