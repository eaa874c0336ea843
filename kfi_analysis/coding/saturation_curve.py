"""Saturation (mättnad): how many new codes, and new pairs of codes, each further source brings.

In the order in which the sources came, and in random orders, since the given order is an accident. The statement is that of Guest,
Namey and Chen (2020, PLoS ONE 15(5): e0232076): the new codes in a run of sources, over the codes of a base of first sources, at or
below a threshold; "6 +2" says that six sources sufficed and two more were read to see it. The mean over all orders is exact
(sample-based rarefaction; Colwell, Mao and Chang 2004, Ecology 85), and the codes not yet met are estimated by Chao's lower bound for
incidence data, bias-corrected (Chao 1987, Biometrics 43).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import combinations
from math import lgamma

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.profiles import source_ids
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR
from kfi_analysis.errors import NotEnoughDataError, SettingError, did_you_mean, require_kind
from kfi_analysis.provenance import Provenance

__all__ = ["SATURATION_COLUMNS", "STATEMENT_COLUMNS", "Saturation", "first_met", "rarefaction", "saturation"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_Row = tuple[int, int, float, int, int | None, float, float]

SATURATION_COLUMNS = {
    "step": "int64",
    "source": "string",
    "new": "string",
    "new_codes": "int64",
    "codes": "int64",
    "codes_mean": "float64",
    "codes_low": "float64",
    "codes_high": "float64",
    "new_pairs": "int64",
    "pairs": "int64",
    "pairs_mean": "float64",
    "pairs_low": "float64",
    "pairs_high": "float64",
}
"""`new` names the codes met for the first time; `codes` and `pairs` are running totals in the given order; mean, low and high are those
of all orders of the sources."""

STATEMENT_COLUMNS = {
    "base": "int64",
    "run": "int64",
    "threshold": "float64",
    "base_codes": "int64",
    "reached_at": "Int64",
    "share_of_orders": "float64",
    "median_of_orders": "float64",
}
"""`reached_at`: the number of sources after which a run brought no more than the threshold, missing where that never happened;
`share_of_orders`: in how many random orders it happened, and `median_of_orders` the median number of sources there."""


@dataclass(frozen=True, eq=False, repr=False)
class Saturation:
    """How the codes grew with the sources.

    Attributes
    ----------
    table
        One row a source in the given order: columns `SATURATION_COLUMNS`.
    statements
        Guest, Namey and Chen's figure for several bases, runs and thresholds: columns `STATEMENT_COLUMNS`.
    statement
        The one asked for, as a sentence in Swedish.
    estimated_codes
        Chao's lower bound for how many codes there are in all.
    provenance
        How the figures came to be.
    """

    table: pd.DataFrame
    statements: pd.DataFrame
    statement: str
    estimated_codes: float
    provenance: Provenance = field(default_factory=Provenance)

    def __repr__(self) -> str:
        last = self.table.iloc[-1]
        return f"<Saturation: {last['codes']} codes and {last['pairs']} pairs in {len(self.table)} sources; {self.statement}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{row.step}</td><td>{escape(str(row.source))}</td><td>{row.new_codes}</td><td>{row.codes}</td>"
            f"<td>{row.new_pairs}</td><td>{row.pairs}</td></tr>"
            for row in self.table.itertuples()
        )
        head = "".join(f"<th>{name}</th>" for name in ("nr", "källa", "nya koder", "koder", "nya par", "par"))
        return f"<p>{escape(self.statement)}</p><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def saturation(
    codings: Codings,
    *,
    by: str | None = None,
    order: Sequence[str] | None = None,
    level: int | None = None,
    coder: str | None = None,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    orders: int = 1000,
    seed: int = 0,
) -> Saturation:
    """Return how many new codes and pairs of codes each further source brings.

    Parameters
    ----------
    codings
        The coding; sources come in the order of its units.
    by
        The column of the units that names the source; by default the document, or the unit or respondent that an excerpt is from.
    order
        The sources in the order in which they were read; those not named are left out.
    level
        Depth of the codes: 1 themes; None: as they stand.
    coder
        Whose codes; needed where several coded.
    base, run, threshold
        Of the statement: sources in the base, sources in a run, and the share of new codes (0–1) that counts as nothing new.
    orders, seed
        Random orders for the bands (95 %) and the shares.

    Returns
    -------
    Saturation

    Raises
    ------
    NotEnoughDataError
        If no source has any code.
    SettingError
        If a setting is out of range or a source is unknown.

    Notes
    -----
    A pair is two codes on the same passage; a code and its own parent are no pair. Runs overlap: after a base of 4, a run of 2 is
    sources 5–6, then 6–7.

    Examples
    --------
    >>> units = pd.DataFrame({"passage_id": list("abcd"), "document_id": list("1234"), "start": 0, "end": 5})
    >>> rows = pd.DataFrame({"passage_id": ["a", "a", "b", "c"], "code": ["ansvar", "lärande", "ansvar", "samverkan"], "coder": "x"})
    >>> found = saturation(Codings(rows, units), base=2, run=1, orders=50)
    >>> found.table[["new_codes", "codes", "new_pairs"]].values.tolist()
    [[2, 2, 1], [0, 2, 0], [1, 3, 0], [0, 3, 0]]
    """
    require_kind(codings, Codings, call="saturation", instead="code the corpus first:  kfi.code(corpus, 'kfi')")
    if base < 1 or run < 1 or orders < 1 or not 0 <= threshold < 1:
        raise SettingError(f"base={base}, run={run}, orders={orders}, threshold={threshold}: at least 1, 1, 1, and 0 up to 1")
    matrix = codings.matrix(level=level, coder=coder)
    units = codings.units.set_index("passage_id").loc[matrix.index].reset_index()
    if by is not None and by not in units.columns:
        raise SettingError(f"saturation knows no column {by!r}: {did_you_mean(by, units.columns)}")
    named = source_ids(units) if by is None else units[by].astype("object").where(units[by].notna(), "").astype(str)
    sources = list(dict.fromkeys(named))
    if order is not None:
        unknown = [name for name in order if name not in sources]
        if unknown:
            raise SettingError(f"order names no source {unknown[0]!r}: {did_you_mean(unknown[0], sources)}")
        sources = list(dict.fromkeys(order))
    here = matrix.to_numpy() > 0
    codes = [str(code) for code in matrix.columns]
    if not here.any():
        raise NotEnoughDataError("no source has any code: there is nothing that could be saturated")
    pairs = [(a, b) for a, b in combinations(range(len(codes)), 2) if not _kin(codes[a], codes[b])]
    at = pd.Index(sources).get_indexer(pd.Index(named))
    has_code, has_pair = np.zeros((len(sources), len(codes)), dtype=bool), np.zeros((len(sources), len(pairs)), dtype=bool)
    for source in range(len(sources)):
        passages = here[at == source]
        has_code[source] = passages.any(axis=0)
        has_pair[source] = [bool((passages[:, a] & passages[:, b]).any()) for a, b in pairs]
    used = np.flatnonzero(has_code.any(axis=0))
    has_code, codes = has_code[:, used], [codes[column] for column in used]
    has_pair = has_pair[:, np.flatnonzero(has_pair.any(axis=0))]
    draws = _draws(sources, orders, seed)
    table = _table(has_code, has_pair, sources, codes=codes, draws=draws)
    kept = sorted({(b, r, t) for b in (4, 5, 6) for r in (2, 3) for t in (0.0, 0.05)} | {(base, run, threshold)})
    drawn = first_met(has_code, draws)
    rows = [_statement(has_code, drawn, b, run=r, threshold=t) for b, r, t in kept]
    statements = pd.DataFrame(rows, columns=list(STATEMENT_COLUMNS)).astype(STATEMENT_COLUMNS)
    sentence = _sentence(rows[kept.index((base, run, threshold))], len(sources))
    settings = {"by": by, "level": level, "coder": coder, "base": base, "run": run, "threshold": threshold, "orders": orders, "seed": seed}
    return Saturation(table, statements, sentence, _chao(has_code), codings.provenance.derive("saturation", **settings))


def first_met(has: Bools, order: Ints) -> Ints:
    """Return, per column, the step (from 0) at which it is first met when the rows come in this order; len(rows) where never.

    Parameters
    ----------
    has
        Array (sources, codes).
    order
        Array (sources,) or (orders, sources): positions of the sources, first to last.
    """
    orders = np.atleast_2d(order)
    place = np.argsort(orders, axis=1)
    out = np.full((len(orders), has.shape[1]), len(has), dtype=np.int64)
    for column in range(has.shape[1]):
        rows = np.flatnonzero(has[:, column])
        if len(rows):
            out[:, column] = place[:, rows].min(axis=1)
    return out if np.ndim(order) == 2 else out[0]


def rarefaction(has: Bools) -> Floats:
    """Return the mean number of columns met after 1, 2 ... sources over all orders of the sources, exactly: array (sources,)."""
    n = len(has)
    occurs = has.sum(axis=0)
    out = np.zeros(n)
    for size in range(1, n + 1):
        for times in occurs:
            absent = 0.0 if n - times < size else np.exp(_choose(n - int(times), size) - _choose(n, size))
            out[size - 1] += 1.0 - absent if times else 0.0
    return out


def _table(has_code: Bools, has_pair: Bools, sources: Sequence[str], *, codes: Sequence[str], draws: Ints) -> pd.DataFrame:
    n = len(sources)
    given = np.arange(n)
    met_code, met_pair = first_met(has_code, given), first_met(has_pair, given)
    new_codes, new_pairs = np.bincount(met_code, minlength=n), np.bincount(met_pair, minlength=n)
    columns: dict[str, object] = {
        "step": given + 1,
        "source": list(sources),
        "new": [", ".join(code for code, step in zip(codes, met_code, strict=True) if step == at) for at in range(n)],
        "new_codes": new_codes,
        "codes": np.cumsum(new_codes),
        "new_pairs": new_pairs,
        "pairs": np.cumsum(new_pairs),
    }
    for name, has in (("codes", has_code), ("pairs", has_pair)):
        met = first_met(has, draws)
        curves = np.array([np.cumsum(np.bincount(one, minlength=n)[:n]) for one in met])
        low, high = np.quantile(curves, [0.025, 0.975], axis=0)
        columns |= {f"{name}_mean": rarefaction(has), f"{name}_low": low, f"{name}_high": high}
    return pd.DataFrame(columns)[list(SATURATION_COLUMNS)].astype(SATURATION_COLUMNS)


def _statement(has: Bools, drawn: Ints, base: int, *, run: int, threshold: float) -> _Row:
    """One row of `STATEMENT_COLUMNS`; `drawn` is the step at which each code is met in each random order."""
    n = len(has)
    met = first_met(has, np.arange(n))
    given = _reached(met, n, base, run=run, threshold=threshold)
    found = [at for one in drawn if (at := _reached(one, n, base, run=run, threshold=threshold)) is not None]
    median = float(np.median(found)) if found else float("nan")
    return base, run, threshold, int((met < base).sum()), given, len(found) / len(drawn), median


def _reached(met: Ints, n: int, base: int, *, run: int, threshold: float) -> int | None:
    """After how many sources the next run brings no more than the threshold."""
    in_base = int((met < base).sum())
    if not in_base:
        return None
    for start in range(base, n - run + 1):
        new = int(((met >= start) & (met < start + run)).sum())
        if new / in_base <= threshold:
            return start
    return None


def _sentence(row: _Row, n: int) -> str:
    base, run, threshold, _, reached, share, _ = row
    how = f"bas {base}, serie {run}, tröskel {100 * threshold:.0f} %; Guest, Namey & Chen 2020"
    if n < base + run:
        return f"mättnad kan inte prövas med {n} källor ({how} kräver minst {base + run})"
    orders = f"den nås i {100 * share:.0f} % av slumpordningarna"
    if reached is None:
        return f"mättnad nåddes inte på {n} källor ({how}); {orders}"
    return f"mättnad efter {reached} +{run} källor ({how}); {orders}"


def _draws(sources: Sequence[str], orders: int, seed: int) -> Ints:
    """Random orders: array (orders, sources); the same for the same sources in whatever order they are given."""
    by_name = np.argsort(np.array(sources, dtype=str), kind="stable")
    return by_name[np.argsort(np.random.default_rng(seed).random((orders, len(sources))), axis=1)]


def _chao(has: Bools) -> float:
    times = has.sum(axis=0)
    once, twice, n = int((times == 1).sum()), int((times == 2).sum()), len(has)
    return float((times > 0).sum()) + (n - 1) / n * once * (once - 1) / (2 * (twice + 1))


def _kin(a: str, b: str) -> bool:
    return a.startswith(b + CODE_SEPARATOR) or b.startswith(a + CODE_SEPARATOR)


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
