"""Sheets for people: which word, or which topic, does not belong? (Chang et al. 2009)

Automatic coherence does not replace readers (Hoyle et al. 2021). A sheet is printed without its key, filled in by people who have not
seen the model, and scored: a topic whose intruder nobody finds says nothing to a reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.corpus.checks import need_columns
from kfi_analysis.errors import NotEnoughDataError, TableError

__all__ = ["IntrusionSheet", "topic_intrusion", "word_intrusion"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class IntrusionSheet:
    """Questions to print and the key to score them with.

    Parameters
    ----------
    questions
        question (from 1), then what the reader sees: passage_id and text (topic sheets), and option_1, option_2, …
    key
        question, topic, intruder (number of the option that does not belong).
    """

    questions: pd.DataFrame
    key: pd.DataFrame

    def __repr__(self) -> str:
        return f"<IntrusionSheet: {len(self.questions)} questions>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.questions.to_html(index=False)}"

    def score(self, answers: pd.DataFrame) -> pd.DataFrame:
        """Return per topic how often readers found the intruder.

        Parameters
        ----------
        answers
            Columns question and answer (number of the option); several readers give several rows a question.

        Returns
        -------
        topic, n (answers), found (share of them that name the intruder), chance (what guessing gives).
        """
        need_columns(answers, ("question", "answer"), "answers")
        options = sum(1 for column in self.questions.columns if str(column).startswith("option_"))
        merged = answers.merge(self.key, on="question", how="left")
        if merged["intruder"].isna().any():
            bad = merged.loc[merged["intruder"].isna(), "question"].iloc[0]
            raise TableError(f"question {bad!r} is not on the sheet (1 to {len(self.key)})", where="answers")
        wrong = ~merged["answer"].isin(range(1, options + 1))
        if wrong.any():
            raise TableError(f"the answer {merged.loc[wrong, 'answer'].iloc[0]!r} is not an option (1 to {options})", where="answers")
        merged["hit"] = (merged["answer"] == merged["intruder"]).astype(float)
        out = merged.groupby("topic", sort=True)["hit"].agg(n="size", found="mean").reset_index()
        return out.assign(chance=1.0 / options)


def word_intrusion(components: npt.NDArray[np.floating], display: Sequence[str], *, seed: int = 0, words: int = 5) -> IntrusionSheet:
    """Return one question a topic: its `words` top words, and one that is a top word elsewhere and has next to no weight here."""
    rng = np.random.default_rng(seed)
    k = components.shape[0]
    if k < 2:
        raise NotEnoughDataError("an intruder needs at least two topics: fit more")
    order = np.argsort(-components, axis=1, kind="stable")
    rows, key = [], []
    for number, topic in enumerate(rng.permutation(k), start=1):
        own = order[topic, :words]
        low = set(order[topic, components.shape[1] // 2 :].tolist()) | set(np.flatnonzero(components[topic] == 0).tolist())
        pool = np.array(sorted({int(t) for other in range(k) if other != topic for t in order[other, :10]} & low - set(own.tolist())))
        if not len(pool):
            continue
        intruder = int(rng.choice(pool))
        options = rng.permutation(np.append(own, intruder))
        rows.append([number, *[display[term] for term in options]])
        key.append((number, int(topic) + 1, int(np.flatnonzero(options == intruder)[0]) + 1))
    columns = ["question", *[f"option_{i}" for i in range(1, words + 2)]]
    return IntrusionSheet(pd.DataFrame(rows, columns=columns), pd.DataFrame(key, columns=["question", "topic", "intruder"]))


def topic_intrusion(
    shares: Floats, passage_ids: Sequence[str], texts: Sequence[str], descriptions: Sequence[str], *, seed: int = 0, passages: int = 20
) -> IntrusionSheet:
    """Return one question a passage: its three thickest topics and one that it hardly has.

    `descriptions` says what the reader sees of a topic, usually its top words.
    """
    k = shares.shape[1]
    if k < 4:
        raise NotEnoughDataError(f"three topics and an intruder need at least four topics, and there are {k}: fit more")
    rng = np.random.default_rng(seed)
    usable = np.flatnonzero(shares.sum(axis=1) > 0)
    chosen = rng.permutation(usable)[:passages]
    rows, key = [], []
    for number, row in enumerate(chosen, start=1):
        order = np.argsort(-shares[row], kind="stable")
        thick, thin = order[:3], order[3:]
        lowest = thin[shares[row, thin] <= np.median(shares[row, thin])]
        intruder = int(rng.choice(lowest))
        options = rng.permutation(np.append(thick, intruder))
        rows.append([number, passage_ids[row], texts[row], *[descriptions[topic] for topic in options]])
        key.append((number, int(order[0]) + 1, int(np.flatnonzero(options == intruder)[0]) + 1))
    columns = ["question", "passage_id", "text", *[f"option_{i}" for i in range(1, 5)]]
    return IntrusionSheet(pd.DataFrame(rows, columns=columns), pd.DataFrame(key, columns=["question", "topic", "intruder"]))
