"""`agreement`: from codings, or a plain table, to the whole picture of how far the coders agree."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.merging import merge_codings
from kfi_analysis.coding.reliability.coefficients import CountSums, PairSums, Patterns
from kfi_analysis.coding.reliability.distances import distance_matrix, set_distances
from kfi_analysis.coding.reliability.draws import document_weights, interval, unit_weights
from kfi_analysis.coding.reliability.grid import Grid, GridUnit, grid_of, unitizing_of
from kfi_analysis.coding.reliability.ordered import OrderedSums
from kfi_analysis.coding.reliability.ratings import MISSING, Floats, Ints, Level, read_ratings, require_overlap
from kfi_analysis.coding.reliability.reading import Language, read_alpha, undefined_reason
from kfi_analysis.coding.reliability.result import (
    ALL_CODES,
    COEFFICIENT_COLUMNS,
    COEFFICIENTS,
    PAIR_COLUMNS,
    TABLE_COLUMNS,
    Agreement,
    pairs_of,
)
from kfi_analysis.coding.reliability.unitizing import disagreements_of
from kfi_analysis.errors import SettingError, TableError
from kfi_analysis.provenance import Provenance

__all__ = ["agreement"]

_LARGE = 64
_FEW_SOURCES = 10  # with fewer, percentile intervals over sources are too narrow (docs/measured/agreement.md)


@dataclass(frozen=True)
class _Plan:
    """How the intervals are made."""

    documents: Ints | None
    weights: Floats | None
    resamples: int
    confidence: float
    seed: int
    language: Language


@dataclass(frozen=True)
class _Rated:
    """One thing that was rated: a code, an attribute, or all codes together."""

    what: str
    kind: str
    values: Ints
    n_categories: int
    names: tuple[Any, ...]
    distance: Floats | None = None
    ordered: OrderedSums | None = None


def agreement(
    a: Any,
    b: Any = None,
    *others: Any,
    codes: Sequence[str] | None = None,
    level: int | Level | None = None,
    unit: GridUnit = "passages",
    uncoded: bool = True,
    categories: Sequence[Hashable] | None = None,
    documents: Any = None,
    resamples: int = 2000,
    confidence: float = 0.95,
    seed: int = 0,
    language: Language = "sv",
) -> Agreement:
    """Return how far coders agree: six coefficients per code and overall, with intervals, pairs and disagreements.

    Parameters
    ----------
    a, b, *others
        Codings, each by one coder or several, on the same texts (matched by their hash where the corpus is known); or one Codings by
        several coders; or a plain table of units x coders; or two sequences of ratings.
    codes
        Which codes; by default all in use.
    level
        Of codings, the depth of the codes: 1 (themes, the default), 2, or None for 1; use `codes` with paths and level=2 or more for
        sub-codes. Of a plain table, the level of measurement: "nominal" (default), "ordinal", "interval", "masi", "jaccard".
    unit
        "passages": do they give the same passage the same code? "characters": is the same text under the code, where coders chose their
        own limits? Unitizing alpha is then given as well.
    uncoded
        False leaves out the units to which no coder gave any code. `alpha_coded` in the table shows alpha without them in any case.
    categories
        Of a plain table: all values, in order.
    documents
        Of a plain table: the document of each unit, for the interval over documents.
    resamples, confidence, seed
        Bootstrap over units, and over sources (documents, or the units and respondents that excerpts are taken from) drawn whole.
    language
        Of the readings: "sv" or "en".

    Returns
    -------
    Agreement

    Raises
    ------
    TableError
        If there are fewer than two coders, nothing that two of them looked at, or texts that differ.
    SettingError
        If a code or a level is unknown.

    Notes
    -----
    Per code a rating is yes or no. All codes together: alpha with MASI distance between sets of codes (Passonneau 2006); percent, Holsti
    and kappas ask whether the sets are the same; AC1 is left out, since the number of possible sets is arbitrary. Coefficients are those
    of `coefficients.py`, where the sources stand.

    Examples
    --------
    >>> ratings = pd.DataFrame({"anna": ["styrka", "styrka", "neutral"], "bo": ["styrka", "utmaning", "neutral"]})
    >>> agreement(ratings, resamples=200, language="en").table[["percent", "cohen", "alpha"]].round(3).values.tolist()
    [[0.667, 0.5, 0.545]]
    """
    parts = [part for part in (a, b, *others) if part is not None]
    parts = [one for part in parts for one in (part if _is_codings_list(part) else [part])]
    holds = [isinstance(part, Codings) for part in parts]
    if any(holds) and not all(holds):
        raise TableError("codings can only be compared with codings: make one of the other with  Codings(table, units)", where="agreement")
    if not any(holds):
        if codes is not None or unit != "passages" or not uncoded or others:
            raise SettingError("codes=, unit= and uncoded= belong to codings: a plain table has ratings only")
        plain = _Plan(None, None, resamples, confidence, seed, language)
        return _of_table(
            a,
            b,
            level="nominal" if level is None or isinstance(level, int) else level,
            categories=categories,
            documents=documents,
            plan=plain,
        )
    if isinstance(level, str) or categories is not None or documents is not None:
        raise SettingError(
            "level= as a word, categories= and documents= belong to plain tables: codings carry theirs; level is a depth, such as 1"
        )
    merged = merge_codings(*parts)
    depth = 1 if level is None else level
    grid = grid_of(merged, level=depth, codes=codes, unit=unit)
    everything = grid
    if not uncoded:
        grid = grid.at(grid.coded)
        if not len(grid.units):
            raise TableError("no coder gave any code: with uncoded=False nothing is left to compare", where="codings")
    plan = _Plan(grid.sources, grid.weights, resamples, confidence, seed, language)
    rated = list(_rated(grid))
    coded = {one.what: one for one in _rated(grid.at(grid.coded))} if grid.coded.any() else {}
    n_coded = int((np.ones(len(grid.units)) if grid.weights is None else grid.weights)[grid.coded & (grid.looked.sum(axis=1) > 1)].sum())
    rows, long, pairs = [], [], []
    for one in rated:
        row, more = _measure(one, plan)
        inner = coded.get(one.what)
        row["n_coded"] = n_coded if one.kind != "egenskap" else row["n"]
        row["alpha_coded"] = (
            row["alpha"] if one.kind == "egenskap" else (_alpha(inner, grid.at(grid.coded).weights) if inner else float("nan"))
        )
        rows.append(row)
        long += more
        pairs += pairs_of(one.what, one.values, one.n_categories, coders=grid.coders, distance=one.distance, weights=grid.weights)
    order = {code: at for at, code in enumerate(merged.at_level(depth).codes)}
    rows.sort(key=lambda row: (("kod", "egenskap", "alla").index(row["kind"]), order.get(row["what"], len(order)), row["what"]))
    table = _table(rows, TABLE_COLUMNS)
    if unit == "characters":
        table["alpha_u"] = _unitizing(merged, table, depth, grid)
    settings = {"coders": list(grid.coders), "level": depth, "unit": unit, "uncoded": uncoded, "resamples": resamples, "seed": seed}
    return Agreement(
        table,
        _table(long, COEFFICIENT_COLUMNS),
        pd.DataFrame(pairs, columns=list(PAIR_COLUMNS)).astype(PAIR_COLUMNS),
        grid.coders,
        _cautions(everything, table),
        merged.provenance.derive("agreement", confidence=confidence, **settings),
        grid,
        merged.texts if merged.corpus is not None else None,
    )


def _is_codings_list(part: Any) -> bool:
    return isinstance(part, (list, tuple)) and bool(part) and all(isinstance(one, Codings) for one in part)


def _of_table(a: Any, b: Any, *, level: Level, categories: Sequence[Hashable] | None, documents: Any, plan: _Plan) -> Agreement:
    ratings = read_ratings(a, b, level=level, categories=categories)
    require_overlap(ratings)
    k = len(ratings.categories)
    ids = None
    if documents is not None:
        ids = np.asarray(pd.factorize(np.asarray(documents).astype(str))[0], dtype=np.int64)
        if len(ids) != len(ratings.values):
            raise TableError(f"documents has {len(ids)} entries for {len(ratings.values)} units", where="documents")
    plan = _Plan(ids, None, plan.resamples, plan.confidence, plan.seed, plan.language)
    ordered = None
    if level in ("ordinal", "interval"):
        ordered = OrderedSums(Patterns.of(ratings.values, k), ratings.numbers() if level == "interval" else None)
    distance = distance_matrix(ratings, level) if level in ("masi", "jaccard") else None
    one = _Rated("omdöme", "omdöme", ratings.values, k, ratings.categories, distance, ordered)
    row, long = _measure(one, plan)
    row["n_coded"], row["alpha_coded"] = row["n"], row["alpha"]
    pairs = pairs_of(one.what, one.values, k, coders=ratings.coders, distance=distance) if ordered is None else []
    return Agreement(
        _table([row], TABLE_COLUMNS),
        _table(long, COEFFICIENT_COLUMNS),
        pd.DataFrame(pairs, columns=list(PAIR_COLUMNS)).astype(PAIR_COLUMNS),
        ratings.coders,
        (),
        Provenance().derive("agreement", level=level, resamples=plan.resamples, confidence=plan.confidence, seed=plan.seed),
    )


def _rated(grid: Grid) -> Iterator[_Rated]:
    for at, code in enumerate(grid.codes):
        yield _Rated(code, "kod", grid.given[:, :, at].astype(np.int64), 2, ("nej", "ja"))
    for name, (values, options) in grid.attributes.items():
        if ((values != MISSING).sum(axis=1) > 1).any():
            yield _Rated(name, "egenskap", values, len(options), options)
    values, members = grid.sets()
    yield _Rated(ALL_CODES, "alla", values, max(len(members), 1), tuple(range(len(members))), set_distances(members))


def _measure(one: _Rated, plan: _Plan) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the row of the table and the rows of the long table."""
    patterns = Patterns.of(one.values, one.n_categories)
    total = np.bincount(patterns.unit_row, weights=plan.weights, minlength=len(patterns.rows)).astype(np.float64)[None, :]
    measures = _measures(one, patterns)

    def evaluate(weights: Floats) -> dict[str, Floats]:
        return {name: value for measure in measures for name, value in measure.evaluate(weights).items()}

    point = evaluate(total)
    names = [name for name in COEFFICIENTS if name in point and not (one.kind == "alla" and name == "ac1")]
    values = np.array([float(point[name][0]) for name in names])
    n_rows, used = len(patterns.rows), (one.values != MISSING).sum(axis=1) > 1
    low = high = source_low = source_high = np.full(len(names), np.nan)
    defined = np.full(len(names), np.nan)
    if plan.resamples and plan.weights is None and len(one.values) > 1:
        blocks = unit_weights(patterns.unit_row, n_rows, resamples=plan.resamples, seed=plan.seed)
        low, high, defined = interval(_replicates(blocks, evaluate, names), plan.confidence)
    n_sources = 0
    if plan.documents is not None:
        n_sources = len(np.unique(plan.documents[used]))
        if plan.resamples and n_sources > 1:
            drawn = document_weights(patterns.unit_row, n_rows, plan.documents, plan.weights, resamples=plan.resamples, seed=plan.seed)
            source_low, source_high, over = interval(_replicates(drawn, evaluate, names), plan.confidence)
            defined = over if plan.weights is not None else defined
    rows = [
        {
            "what": one.what,
            "kind": one.kind,
            "coefficient": name,
            "value": values[at],
            "low": low[at],
            "high": high[at],
            "source_low": source_low[at],
            "source_high": source_high[at],
            "defined": defined[at],
        }
        for at, name in enumerate(names)
    ]
    size = int(used.sum()) if plan.weights is None else int(plan.weights[used].sum())
    row: dict[str, Any] = {
        "what": one.what,
        "kind": one.kind,
        "n": size,
        "sources": n_sources,
        **dict(zip(names, values, strict=True)),
    }
    if one.kind == "kod":
        row["share"], row["positive"] = float(point["share"][0, 1]), float(point["specific"][0, 1])
    at = names.index("alpha")
    row |= {"low": low[at], "high": high[at], "source_low": source_low[at], "source_high": source_high[at]}
    worst = np.fmin(low[at], source_low[at])
    row["reading"] = read_alpha(
        float(values[at]), float(worst), share=row.get("share", np.nan), percent=row.get("percent", np.nan), language=plan.language
    )
    row["reason"] = _reason(one, used, plan.language) if np.isnan(values[at]) else ""
    return row, rows


def _measures(one: _Rated, patterns: Patterns) -> list[CountSums | PairSums | OrderedSums]:
    if one.ordered is None:
        return [CountSums(patterns, one.distance), PairSums(patterns)]
    if one.n_categories > _LARGE:
        return [one.ordered]
    return [CountSums(patterns), PairSums(patterns), one.ordered]


def _replicates(blocks: Iterator[Floats], evaluate: Any, names: Sequence[str]) -> Floats:
    out = []
    for block in blocks:
        found = evaluate(block)
        out.append(np.column_stack([found[name] for name in names]))
    return np.concatenate(out)


def _alpha(one: _Rated, weights: Floats | None) -> float:
    patterns = Patterns.of(one.values, one.n_categories)
    total = np.bincount(patterns.unit_row, weights=weights, minlength=len(patterns.rows)).astype(np.float64)[None, :]
    return float(CountSums(patterns, one.distance).evaluate(total)["alpha"][0])


def _reason(one: _Rated, used: Any, language: Language) -> str:
    given = np.unique(one.values[used])
    given = given[given != MISSING]
    if len(given) == 1 and one.kind == "alla":
        return undefined_reason(1, "samma koder" if language == "sv" else "the same codes", language=language)
    return undefined_reason(len(given), one.names[int(given[0])] if len(given) else None, language=language)


def _unitizing(codings: Codings, table: pd.DataFrame, depth: int, grid: Grid) -> list[float]:
    sums = unitizing_of(codings, level=depth, codes=grid.codes)
    parts = {code: disagreements_of(texts, len(grid.coders)) for code, texts in sums.items()}
    parts[ALL_CODES] = (sum(observed for observed, _ in parts.values()), sum(expected for _, expected in parts.values()))
    nothing = (0.0, 0.0)
    pairs = [parts.get(what, nothing) for what in table["what"]]
    return [1 - observed / expected if expected > 0 else float("nan") for observed, expected in pairs]


def _cautions(grid: Grid, table: pd.DataFrame) -> tuple[str, ...]:
    out = []
    looked = grid.looked.sum(axis=1)
    alone = int((looked == 1).sum())
    if alone:
        share = 100 * alone / max(len(looked), 1)
        out.append(f"{alone} av {len(looked)} enheter ({share:.0f} %) bedömdes av bara en kodare och ingår inte i jämförelsen.")
    undefined = list(table.loc[table["alpha"].isna(), "what"])
    if undefined:
        out.append(f"α är odefinierad för {', '.join(undefined)}: alla omdömen är desamma.")
    if grid.sources.size and grid.sources.max() == 0:
        out.append("Allt kommer från en enda källa: inget intervall över källor kan ges.")
    elif grid.sources.size and grid.sources.max() + 1 < _FEW_SOURCES:
        out.append(f"Bara {int(grid.sources.max()) + 1} källor: intervallet över källor är då för smalt (osäkerheten är minst så stor).")
    return tuple(out)


def _table(rows: Sequence[dict[str, Any]], columns: dict[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows))
    for column, dtype in columns.items():
        if column not in frame:
            frame[column] = pd.Series([np.nan if dtype == "float64" else pd.NA] * len(frame), dtype="object")
    return frame[list(columns)].astype(columns)
