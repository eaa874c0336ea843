"""`Agreement`: what two or more coders agree on, per code and overall, with intervals, pairs, and the passages behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from kfi_analysis.coding.reliability.coefficients import CountSums, PairSums, Patterns, unit_disagreement
from kfi_analysis.coding.reliability.distances import set_distances
from kfi_analysis.coding.reliability.grid import Grid
from kfi_analysis.coding.reliability.ratings import MISSING, Ints
from kfi_analysis.errors import SettingError, did_you_mean
from kfi_analysis.provenance import Provenance

__all__ = ["ALL_CODES", "COEFFICIENTS", "COEFFICIENT_COLUMNS", "PAIR_COLUMNS", "TABLE_COLUMNS", "Agreement", "pairs_of"]

ALL_CODES = "alla koder"
COEFFICIENTS = ("percent", "holsti", "cohen", "fleiss", "ac1", "alpha")

TABLE_COLUMNS = {
    "what": "string",
    "kind": "string",
    "n": "int64",
    "sources": "int64",
    "share": "float64",
    "percent": "float64",
    "positive": "float64",
    "holsti": "float64",
    "cohen": "float64",
    "fleiss": "float64",
    "ac1": "float64",
    "alpha": "float64",
    "low": "float64",
    "high": "float64",
    "source_low": "float64",
    "source_high": "float64",
    "n_coded": "int64",
    "alpha_coded": "float64",
    "alpha_u": "float64",
    "reading": "string",
    "reason": "string",
}
"""`what` is a code, an attribute or `ALL_CODES`; `kind` is "kod", "egenskap" or "alla". `n` counts the
units (or characters) that two coders looked at, `n_coded` those of them with at least one code; a source is a document, or the unit or
respondent that an excerpt is taken from. `share` is the part of the ratings that says yes, `positive` the agreement on yes (specific
agreement), `low` to `source_high` the intervals of alpha over units and over sources, `alpha_coded` alpha without the uncoded units,
`alpha_u` unitizing alpha (characters only)."""

COEFFICIENT_COLUMNS = {
    "what": "string",
    "kind": "string",
    "coefficient": "string",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "source_low": "float64",
    "source_high": "float64",
    "defined": "float64",
}
"""`defined` is the share of the resamples in which the coefficient was defined; the interval is of those."""

PAIR_COLUMNS = {
    "what": "string",
    "a": "string",
    "b": "string",
    "n": "int64",
    "percent": "float64",
    "holsti": "float64",
    "cohen": "float64",
    "ac1": "float64",
    "alpha": "float64",
}


@dataclass(frozen=True, eq=False, repr=False)
class Agreement:
    """Agreement between coders.

    Attributes
    ----------
    table
        One row a code and attribute, then all codes together: columns `TABLE_COLUMNS`.
    coefficients
        The same as one row a coefficient, each with its intervals: columns `COEFFICIENT_COLUMNS`.
    pairs
        One row a pair of coders and code: columns `PAIR_COLUMNS`.
    coders
        Who is compared.
    cautions
        What a reader should know, in words.
    provenance
        How the figures came to be.
    """

    table: pd.DataFrame
    coefficients: pd.DataFrame
    pairs: pd.DataFrame
    coders: tuple[str, ...]
    cautions: tuple[str, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)
    _grid: Grid | None = None
    _texts: pd.Series[Any] | None = None

    def __repr__(self) -> str:
        row = self.table[self.table["kind"] == "alla"] if (self.table["kind"] == "alla").any() else self.table.iloc[-1:]
        if row.empty:
            return f"<Agreement: {len(self.coders)} coders, nothing to compare>"
        first = row.iloc[0]
        span = "" if np.isnan(first["low"]) else f" [{first['low']:.2f}, {first['high']:.2f}]"
        codes = int((self.table["kind"] == "kod").sum())
        return f"<Agreement: α {first['alpha']:.2f}{span} on {first['n']} units, {len(self.coders)} coders, {codes} codes>"

    def _repr_html_(self) -> str:
        shown = ["what", "n", "share", "percent", "cohen", "fleiss", "ac1", "alpha", "low", "high", "reading"]
        head = "".join(f"<th>{escape(column)}</th>" for column in shown)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(_cell(row[column]))}</td>" for column in shown) + "</tr>" for _, row in self.table.iterrows()
        )
        notes = "".join(f"<p>{escape(caution)}</p>" for caution in self.cautions)
        return f"<p>{escape(repr(self))}</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"

    @property
    def alpha(self) -> float:
        """Krippendorff's alpha of all codes together (MASI distance)."""
        rows = self.table.loc[self.table["kind"] == "alla", "alpha"]
        return float(rows.iloc[0]) if len(rows) else float(self.table["alpha"].iloc[-1])

    def matrix(self, what: str = ALL_CODES, *, coefficient: str = "alpha") -> pd.DataFrame:
        """Return coders x coders with one coefficient; 1 on the diagonal, NaN where nothing can be compared.

        Raises
        ------
        SettingError
            If the code or the coefficient is unknown.
        """
        options = list(PAIR_COLUMNS)[4:]
        if coefficient not in options:
            raise SettingError(f"coefficient={coefficient!r}: {did_you_mean(coefficient, options)}")
        rows = self.pairs[self.pairs["what"] == what]
        if rows.empty:
            raise SettingError(f"no pairs for {what!r}: {did_you_mean(what, self.table['what'])}")
        out = pd.DataFrame(np.eye(len(self.coders)), index=pd.Index(self.coders), columns=pd.Index(self.coders))
        for a, b, value in rows[["a", "b", coefficient]].itertuples(index=False):
            out.loc[a, b] = out.loc[b, a] = value
        return out

    def disagreements(self, what: str = ALL_CODES, *, n: int | None = None) -> pd.DataFrame:
        """Return the units on which the coders disagree, the most divided first.

        Parameters
        ----------
        what
            A code or an attribute; by default all codes together.
        n
            How many; None: all.

        Returns
        -------
        pandas.DataFrame
            passage_id, document_id, start, end, disagreement (mean distance between two coders, 0–1; MASI for all codes), disputed (the
            codes or values that not all gave), one column a coder with what that coder gave (missing where the coder did not look), and
            the text, where the corpus is known.

        Raises
        ------
        SettingError
            If the code is unknown, or the agreement was computed from a plain table.
        """
        if self._grid is None:
            raise SettingError("disagreements needs codings: this agreement was computed from a plain table")
        grid = self._grid
        values, names, distance = _values_of(grid, what, list(self.table["what"]))
        patterns = Patterns.of(values, len(names))
        each = unit_disagreement(patterns, distance)[patterns.unit_row]
        out = grid.units.drop(columns="source_id").assign(disagreement=each)
        labels = [", ".join(sorted(name)) if isinstance(name, frozenset) else str(name) for name in names]
        for at, coder in enumerate(grid.coders):
            out[coder] = pd.Series(
                [labels[value] if value != MISSING else None for value in values[:, at]], index=out.index, dtype="object"
            )
        out.insert(5, "disputed", pd.Series([_disputed(row, names) for row in values], index=out.index, dtype="object"))
        if self._texts is not None:
            out["text"] = self._texts.reindex(out["passage_id"]).to_numpy()
        out = out[out["disagreement"] > 0]
        out = out.sort_values(["disagreement", "document_id", "start"], ascending=[False, True, True], kind="stable", ignore_index=True)
        return out if n is None else out.head(n)

    def to_dict(self) -> dict[str, Any]:
        """Return tables, cautions and provenance as what JSON can hold; missing values are None."""
        return {
            "coders": list(self.coders),
            "table": _records(self.table),
            "coefficients": _records(self.coefficients),
            "pairs": _records(self.pairs),
            "cautions": list(self.cautions),
            "provenance": self.provenance.to_dict(),
        }


def pairs_of(
    what: str, values: Ints, names: int, *, coders: tuple[str, ...], distance: Any = None, weights: Any = None
) -> list[tuple[Any, ...]]:
    """Return a row of `PAIR_COLUMNS` for each pair of coders."""
    rows: list[tuple[Any, ...]] = []
    for one in range(len(coders)):
        for other in range(one + 1, len(coders)):
            patterns = Patterns.of(values[:, [one, other]], names)
            total = np.bincount(patterns.unit_row, weights=weights, minlength=len(patterns.rows)).astype(np.float64)[None, :]
            pair = {name: float(value[0, 0]) for name, value in PairSums(patterns).by_pair(total).items()}
            count = CountSums(patterns, distance).evaluate(total)
            figures = (pair["percent"], pair["holsti"], pair["cohen"], float(count["ac1"][0]), float(count["alpha"][0]))
            rows.append((what, coders[one], coders[other], int(pair["n"]), *figures))
    return rows


def _values_of(grid: Grid, what: str, known: list[str]) -> tuple[Ints, tuple[Any, ...], Any]:
    if what == ALL_CODES:
        values, members = grid.sets()
        names = tuple(frozenset(np.array(grid.codes, dtype=object)[row]) for row in members)
        return values, names, set_distances(members)
    if what in grid.attributes:
        values, options = grid.attributes[what]
        return values, options, None
    if what in grid.codes:
        return grid.given[:, :, grid.codes.index(what)].astype(np.int64), ("nej", "ja"), None
    raise SettingError(f"no code {what!r}: {did_you_mean(what, known)}")


def _disputed(row: Ints, names: tuple[Any, ...]) -> str:
    given = [names[value] for value in row if value != MISSING]
    if given and isinstance(given[0], frozenset):
        return ", ".join(sorted(frozenset.union(*given) - frozenset.intersection(*given)))
    return " / ".join(sorted({str(value) for value in given})) if len(set(given)) > 1 else ""


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "" if np.isnan(value) else f"{value:.2f}"
    return "" if pd.isna(value) else str(value)


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    rows = table.to_dict("records")
    return [{str(key): None if pd.isna(value) else value for key, value in row.items()} for row in rows]
