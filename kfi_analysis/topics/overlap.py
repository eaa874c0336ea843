"""Which themes a topic carries, and which topics no theme catches.

The coding comes as a plain table of passage_id and code, from a person or a program. A topic that lies no thicker in the passages of
any code than elsewhere is a candidate for a new code; a code that no topic carries is spread over the topics, or rare.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.corpus.checks import need_columns
from kfi_analysis.errors import TableError

__all__ = ["Overlap", "code_overlap"]


@dataclass(frozen=True, eq=False)
class Overlap:
    """How topics and codes lie over each other.

    Parameters
    ----------
    table
        topic, label, code, n (passages with the code), share_with, share_without (mean share of the topic in passages with and
        without the code), lift (their quotient), p (permutation, one-sided: thicker in the code's passages), q (Benjamini-Hochberg).
    uncaught
        topic, label, best_code, lift, q of the topics that no code carries at q <= 0.05: candidates for new codes.
    uncarried
        code, n, best_topic, lift, q of the codes that no topic carries.
    n
        Coded passages that the topics know; only these are compared.
    unknown
        Coded passages that the topics do not know.
    """

    table: pd.DataFrame
    uncaught: pd.DataFrame
    uncarried: pd.DataFrame
    n: int
    unknown: int

    def __repr__(self) -> str:
        return f"<Overlap over {self.n} passages: {len(self.uncaught)} topics without a code, {len(self.uncarried)} codes without a topic>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.table.sort_values('q', kind='stable').head(12).round(3).to_html(index=False)}"


def code_overlap(
    shares: npt.NDArray[np.float64],
    passage_ids: pd.Series[str],
    labels: list[str],
    coding: pd.DataFrame,
    *,
    looked_at: Iterable[str] | None = None,
    permutations: int = 1999,
    seed: int = 0,
) -> Overlap:
    """Compare topic shares between passages with and without each code.

    Parameters
    ----------
    shares
        Passages × topics.
    passage_ids
        Ids of the passages, in the order of `shares`.
    labels
        Name of each topic.
    coding
        Columns passage_id and code; a row with a missing code says that the passage was looked at and given none.
    looked_at
        Ids of further passages that were looked at and given no code. Without them, codes are compared among coded passages only.
    permutations, seed
        Of the permutation test over passages.

    Raises
    ------
    TableError
        If a column is missing, or no coded passage is among the topics' passages.
    """
    need_columns(coding, ("passage_id", "code"), "coding")
    place = {str(name): row for row, name in enumerate(passage_ids)}
    names = pd.unique(
        pd.concat(
            [coding["passage_id"].astype(str), pd.Series([str(name) for name in (() if looked_at is None else looked_at)], dtype="string")]
        )
    )
    rows = np.array(sorted(place[str(name)] for name in names if name in place), dtype=np.int64)
    if not len(rows):
        raise TableError(
            "none of its passages is among those of the topics: code and model the same corpus (say corpus.excerpts)", where="coding"
        )
    codes = sorted(coding["code"].dropna().astype(str).unique())
    at = {int(row): position for position, row in enumerate(rows)}
    has = np.zeros((len(rows), len(codes)))
    column_of = {code: column for column, code in enumerate(codes)}
    for name, code in zip(coding["passage_id"].astype(str), coding["code"], strict=True):
        if name in place and not pd.isna(code):
            has[at[place[name]], column_of[str(code)]] = 1.0
    part = shares[rows]
    with_code, without = _means(part, has)
    p = _permutation(part, has, permutations, seed)
    q = _benjamini_hochberg(p)
    with np.errstate(divide="ignore", invalid="ignore"):
        lift = with_code / without
    n_with = has.sum(axis=0).astype(int)
    table = pd.DataFrame(
        [
            (k + 1, labels[k], code, n_with[c], with_code[k, c], without[k, c], lift[k, c], p[k, c], q[k, c])
            for k in range(part.shape[1])
            for c, code in enumerate(codes)
        ],
        columns=["topic", "label", "code", "n", "share_with", "share_without", "lift", "p", "q"],
    )
    best = table.sort_values(["q", "lift"], ascending=[True, False], kind="stable")
    topics = best.drop_duplicates("topic").rename(columns={"code": "best_code"})
    uncaught = topics.loc[~(topics["q"] <= 0.05), ["topic", "label", "best_code", "lift", "q"]].sort_values("topic")
    carried = best.drop_duplicates("code").rename(columns={"topic": "best_topic"})
    uncarried = carried.loc[~(carried["q"] <= 0.05), ["code", "n", "best_topic", "lift", "q"]].sort_values("code")
    unknown = sum(1 for name in names if name not in place)
    return Overlap(table, uncaught.reset_index(drop=True), uncarried.reset_index(drop=True), len(rows), unknown)


def _means(part: npt.NDArray[np.float64], has: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    sizes = has.sum(axis=0)
    rest = len(has) - sizes
    with_code = part.T @ has
    without = part.sum(axis=0)[:, None] - with_code
    with np.errstate(divide="ignore", invalid="ignore"):
        return with_code / sizes, without / rest


def _permutation(part: npt.NDArray[np.float64], has: npt.NDArray[np.float64], permutations: int, seed: int) -> npt.NDArray[np.float64]:
    """Return one-sided p values of the topic's sum of shares over the code's passages."""
    rng = np.random.default_rng(seed)
    seen = part.T @ has
    beaten = np.zeros_like(seen)
    for _ in range(permutations):
        beaten += part[rng.permutation(len(part))].T @ has >= seen - 1e-12
    return np.asarray((beaten + 1) / (permutations + 1))


def _benjamini_hochberg(p: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    flat = p.ravel()
    if not len(flat):
        return p
    order = np.argsort(flat, kind="stable")
    scaled = flat[order] * len(flat) / np.arange(1, len(flat) + 1)
    out = np.empty_like(flat)
    out[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return out.reshape(p.shape)
