"""Words that keep company: pairs of lemmas that stand together more often than their frequencies explain.

The counting and the measures are NLTK's (`nltk.collocations`); nothing is downloaded. What is a word, a sentence and a lemma is this
package's, so that pairs agree with the terms that coding and topics count.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from kfi_analysis.errors import SettingError
from kfi_analysis.text.lemmas import lemmatize
from kfi_analysis.text.sentences import sentences
from kfi_analysis.text.tokens import TokenKind, tokenize
from kfi_analysis.text.words import STOP_WORDS

__all__ = ["COLLOCATION_COLUMNS", "collocations"]

COLLOCATION_COLUMNS = ("first", "second", "count", "log_likelihood", "npmi")


def collocations(texts: Sequence[str], *, window: int = 2, min_count: int = 3, stop_words: Collection[str] = STOP_WORDS) -> pd.DataFrame:
    """Return pairs of lemmas that stand together, the most marked first.

    Parameters
    ----------
    texts
        Passages; pairs do not reach over the end of a sentence.
    window
        Within how many words the second may follow: 2 is the next word.
    min_count
        Pairs that stand together less often are left out.
    stop_words
        A pair with one of these is left out; they still take their place in the window.

    Returns
    -------
    pandas.DataFrame
        Columns `COLLOCATION_COLUMNS`: `log_likelihood` is Dunning's G² (1993), `npmi` is pointwise mutual information divided by its
        largest value (Bouma 2009), -1 to 1.

    Raises
    ------
    SettingError
        If the window is narrower than 2 or `min_count` is less than 1.

    Examples
    --------
    >>> texts = ["Den centrala krisledningen mötte nämnden."] * 3 + ["Nämnden mötte staben.", "Staben är central."]
    >>> collocations(texts)[["first", "second", "count"]].values.tolist()[0]
    ['central', 'krisledning', 3]
    """
    if window < 2 or min_count < 1:
        raise SettingError(f"window must be 2 or more and min_count 1 or more, got {window} and {min_count}")
    from nltk.collocations import BigramCollocationFinder
    from nltk.metrics import BigramAssocMeasures

    finder = BigramCollocationFinder.from_documents([_lemmas(text[a:b]) for text in texts for a, b in sentences(text)])
    if window > 2:
        joined = [word for text in texts for a, b in sentences(text) for word in [*_lemmas(text[a:b]), *[None] * (window - 1)]]
        finder = BigramCollocationFinder.from_words(joined, window_size=window)
    finder.apply_freq_filter(min_count)
    finder.apply_ngram_filter(lambda one, other: any(w is None or w in stop_words or not w[0].isalpha() for w in (one, other)))
    scored = dict(finder.score_ngrams(BigramAssocMeasures.likelihood_ratio))
    pmi = dict(finder.score_ngrams(BigramAssocMeasures.pmi))
    rows = [(a, b, n, scored[a, b], _npmi(pmi[a, b], n, finder.N)) for (a, b), n in finder.ngram_fd.items() if (a, b) in scored]
    table = pd.DataFrame(rows, columns=list(COLLOCATION_COLUMNS))
    return table.sort_values(["log_likelihood", "first", "second"], ascending=[False, True, True], ignore_index=True)


def _lemmas(sentence: str) -> list[str]:
    tokens = tokenize(sentence)
    words = [word for word, kind in zip(tokens.surfaces(), tokens.kinds, strict=True) if kind != TokenKind.PUNCTUATION]
    return [lemma.lower() for lemma in lemmatize(words)]


def _npmi(pmi: float, count: int, total: int) -> float:
    from math import log2

    return 1.0 if count >= total else float(pmi / -log2(count / total))
