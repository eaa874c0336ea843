"""How alike short Swedish texts are: tf-idf over the beginnings, insides and endings of words (character runs), cosine.

Character runs catch inflection and compounds ("uppföljningen", "avtalsuppföljning") without a dictionary. A text's likeness to another
does not depend on the order in which texts are given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kfi_analysis.text import STOP_WORDS

__all__ = ["likeness"]

_FORMULA = re.compile(
    r"\b(?:rekommender\w*|rekommendation\w*|uppmana\w*|bör|vi|att|utifrån|granskningen|genomförd|mot|bakgrund|av|lämnar|lämnas|följande|därför|syfte)\b",
    re.IGNORECASE,
)


def likeness(first: Sequence[str], second: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return the likeness 0-1 of each text of `first` to each of `second`: array (len(first), len(second)).

    Examples
    --------
    >>> values = likeness(["Följ upp avtalen årligen."], ["Avtalsuppföljningen sker varje år.", "Inför en ny växel."])
    >>> bool(values[0, 0] > values[0, 1])
    True
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [_plain(text) for text in (*first, *second)]
    if not first or not second or not any(text.strip() for text in texts):
        return np.zeros((len(first), len(second)))
    model = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 6), sublinear_tf=True, min_df=1)
    matrix = model.fit_transform(texts)
    values: npt.NDArray[np.float64] = (matrix[: len(first)] @ matrix[len(first) :].T).toarray().clip(0.0, 1.0)
    return values


def _plain(text: str) -> str:
    """The words that say what is to be done: without formulas, stop words and short words."""
    words = re.findall(r"[\wåäöé]+", _FORMULA.sub(" ", text).lower())
    return " ".join(word for word in words if len(word) > 3 and word not in STOP_WORDS)
