"""Codes that go together on the same passage: lift, an exact test within sources, corrected for the number of pairs.

Sources differ in what they speak of, and two codes that are both common in one interview meet there by chance. So the count of
passages with both is held against its distribution when, within each source, one code is laid out anew over the passages (sums of
hypergeometric counts, exactly: the Fisher test with sources as strata; Mantel and Haenszel 1959, Cox 1970). p is two-sided: the
probability of all counts that are no likelier than the one found. q is p after Benjamini and Hochberg (1995) over the testable pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.profiles import source_ids
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR
from kfi_analysis.errors import SettingError, did_you_mean
from kfi_analysis.provenance import Provenance

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["COOCCURRENCE_COLUMNS", "Cooccurrence", "cooccurrence", "stratified_p"]

Floats = npt.NDArray[np.float64]

COOCCURRENCE_COLUMNS = {
    "a": "string",
    "b": "string",
    "n": "int64",
    "n_a": "int64",
    "n_b": "int64",
    "n_ab": "int64",
    "expected": "float64",
    "lift": "float64",
    "lift_within": "float64",
    "jaccard": "float64",
    "p": "float64",
    "q": "float64",
    "judgement": "string",
}
"""Passages looked at, with a, with b, with both. `lift` is n_ab · n / (n_a · n_b); `expected` is what chance gives within the sources,
`lift_within` n_ab over it. `judgement`: "oftare", "mer sällan", "ingen säkerställd skillnad" or "kan inte prövas"."""


@dataclass(frozen=True, eq=False, repr=False)
class Cooccurrence:
    """Pairs of codes.

    Attributes
    ----------
    table
        One row a pair, the smallest q first: columns `COOCCURRENCE_COLUMNS`.
    codes
        The codes in their order.
    provenance
        How the figures came to be.
    """

    table: pd.DataFrame
    codes: tuple[str, ...]
    provenance: Provenance = field(default_factory=Provenance)

    def __repr__(self) -> str:
        certain = int(self.table["judgement"].isin(["oftare", "mer sällan"]).sum())
        return f"<Cooccurrence: {len(self.codes)} codes, {len(self.table)} pairs, {certain} that meet more or less often than chance>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.table.round(3).to_html(index=False)}"

    def matrix(self, value: str = "lift") -> pd.DataFrame:
        """Return codes x codes with one column of the table; NaN on the diagonal and between a code and its parent.

        Raises
        ------
        SettingError
            If the column is not a figure of the table.
        """
        options = [name for name, dtype in COOCCURRENCE_COLUMNS.items() if dtype != "string"]
        if value not in options:
            raise SettingError(f"value={value!r}: {did_you_mean(value, options)}")
        out = pd.DataFrame(np.nan, index=pd.Index(self.codes, name="code"), columns=pd.Index(self.codes, name="code"))
        for a, b, figure in zip(self.table["a"], self.table["b"], self.table[value], strict=True):
            out.loc[a, b] = out.loc[b, a] = float(figure)
        return out

    def to_networkx(self) -> nx.Graph[Any]:
        """Return a graph: codes as nodes, pairs that meet at least once as edges with all figures."""
        import networkx as nx

        graph: nx.Graph[Any] = nx.Graph()
        graph.add_nodes_from(self.codes)
        for row in self.table[self.table["n_ab"] > 0].to_dict("records"):
            graph.add_edge(str(row["a"]), str(row["b"]), **{str(key): value for key, value in row.items() if key not in ("a", "b")})
        return graph


def cooccurrence(
    codings: Codings,
    *,
    codes: Sequence[str] | None = None,
    level: int | None = 1,
    coder: str | None = None,
    within_sources: bool = True,
    false_discovery_rate: float = 0.05,
) -> Cooccurrence:
    """Return which codes stand on the same passages, and which of the pairs do so more or less often than chance.

    Parameters
    ----------
    codings
        The coding.
    codes, level, coder
        As in `Codings.matrix`.
    within_sources
        Whether chance lays out codes within each source (True), or over all passages as if they were independent (False: Fisher's test).
    false_discovery_rate
        A pair is judged where q is at most this.

    Returns
    -------
    Cooccurrence
        A code and its own parent are no pair.

    Examples
    --------
    >>> units = pd.DataFrame({"passage_id": list("abcdef"), "document_id": "d", "start": range(6), "end": range(1, 7)})
    >>> rows = [(p, c, "x") for p, cs in zip("abcdef", ["kl", "kl", "kl", "a", "a", "a"]) for c in cs]
    >>> found = cooccurrence(Codings(pd.DataFrame(rows, columns=["passage_id", "code", "coder"]), units))
    >>> found.table[["a", "b", "n_ab", "lift", "p"]].round(2).values.tolist()
    [['a', 'k', 0, 0.0, 0.1], ['a', 'l', 0, 0.0, 0.1], ['k', 'l', 3, 2.0, 0.1]]
    """
    if not 0 < false_discovery_rate < 1:
        raise SettingError(f"false_discovery_rate={false_discovery_rate}: it must lie between 0 and 1, such as 0.05")
    matrix = codings.matrix(level=level, coder=coder, codes=codes)
    units = codings.units.set_index("passage_id").loc[matrix.index].reset_index()
    named = source_ids(units) if within_sources else pd.Series(["alla"] * len(units))
    strata = np.asarray(pd.factorize(named)[0], dtype=np.int64)
    here = matrix.to_numpy() > 0
    names = [str(code) for code in matrix.columns]
    n = len(here)
    rows: list[tuple[object, ...]] = []
    for a, b in combinations(range(len(names)), 2):
        if names[a].startswith(names[b] + CODE_SEPARATOR) or names[b].startswith(names[a] + CODE_SEPARATOR):
            continue
        one, other = here[:, a], here[:, b]
        n_a, n_b, n_ab = int(one.sum()), int(other.sum()), int((one & other).sum())
        p, expected = stratified_p(one, other, strata)
        union = n_a + n_b - n_ab
        lift = n_ab * n / (n_a * n_b) if n_a and n_b else np.nan
        within = n_ab / expected if expected > 0 else np.nan
        rows.append((names[a], names[b], n, n_a, n_b, n_ab, expected, lift, within, n_ab / union if union else np.nan, p, np.nan, ""))
    table = pd.DataFrame(rows, columns=list(COOCCURRENCE_COLUMNS)).astype(COOCCURRENCE_COLUMNS)
    table["q"] = _corrected(table["p"].to_numpy(dtype=float))
    table["judgement"] = pd.Series(
        [
            _judge(q, found - chance, false_discovery_rate)
            for q, found, chance in zip(table["q"], table["n_ab"], table["expected"], strict=True)
        ],
        dtype="string",
    )
    table = table.sort_values(["q", "p", "a", "b"], kind="stable", ignore_index=True)
    settings = {"level": level, "coder": coder, "within_sources": within_sources, "false_discovery_rate": false_discovery_rate}
    return Cooccurrence(table, tuple(names), codings.provenance.derive("cooccurrence", **settings))


def stratified_p(one: npt.NDArray[np.bool_], other: npt.NDArray[np.bool_], strata: npt.NDArray[np.int64]) -> tuple[float, float]:
    """Return the exact two-sided p of the count of both, and its expected value, given the counts in each stratum.

    NaN where the counts leave only one value possible.

    Examples
    --------
    >>> a, b = np.array([True] * 3 + [False] * 3), np.array([True] * 3 + [False] * 3)
    >>> tuple(round(float(value), 3) for value in stratified_p(a, b, np.zeros(6, dtype=int)))
    (0.1, 1.5)
    """
    k = int(strata.max()) + 1 if len(strata) else 0
    size, with_a, with_b = (np.bincount(strata, weights=values, minlength=k).astype(np.int64) for values in (np.ones(len(one)), one, other))
    chance = np.ones(1)
    least, expected = 0, 0.0
    for n, a, b in zip(size.tolist(), with_a.tolist(), with_b.tolist(), strict=True):
        low, high = max(0, a + b - n), min(a, b)
        least += low
        expected += a * b / n if n else 0.0
        if high > low:
            chance = np.convolve(chance, _hypergeometric(n, a, b, low, high))
    if len(chance) == 1:
        return float("nan"), expected
    found = chance[int((one & other).sum()) - least]
    return min(1.0, float(chance[chance <= found * (1 + 1e-7)].sum())), expected


def _hypergeometric(n: int, a: int, b: int, low: int, high: int) -> Floats:
    """Probabilities of low ... high passages with both, of n with a and with b of each."""
    steps = np.arange(low, high, dtype=np.float64)
    ratios = (a - steps) * (b - steps) / ((steps + 1) * (n - a - b + steps + 1))
    logs = np.concatenate([[0.0], np.cumsum(np.log(ratios))])
    shares = np.exp(logs - logs.max())
    out: Floats = shares / shares.sum()
    return out


def _corrected(p: Floats) -> Floats:
    from scipy.stats import false_discovery_control

    out = np.full(len(p), np.nan)
    known = ~np.isnan(p)
    if known.any():
        out[known] = false_discovery_control(p[known])
    return out


def _judge(q: float, difference: float, limit: float) -> str:
    if np.isnan(q):
        return "kan inte prövas"
    if q > limit:
        return "ingen säkerställd skillnad"
    return "oftare" if difference > 0 else "mer sällan"
