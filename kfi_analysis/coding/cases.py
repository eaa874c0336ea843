"""Cases and codes: a matrix of what each case says of each code, and the framework matrix with the quotations themselves.

A case is what a study compares: a document, a unit, a respondent, a municipality. The framework matrix (Ritchie and Spencer 1994; Gale
and others 2013, BMC Medical Research Methodology 13:117) has a row a case and a column a theme; every quotation in it keeps its span,
so that a reader can go back to the text around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.profiles import source_ids
from kfi_analysis.errors import SettingError, did_you_mean
from kfi_analysis.provenance import Provenance
from kfi_analysis.text.tokens import TokenKind, tokenize

__all__ = ["QUOTE_COLUMNS", "Framework", "case_matrix", "framework_matrix"]

QUOTE_COLUMNS = {
    "case": "string",
    "code": "string",
    "document_id": "string",
    "passage_id": "string",
    "start": "int64",
    "end": "int64",
    "score": "float64",
    "text": "string",
}
_WORDS = (TokenKind.WORD, TokenKind.NUMBER, TokenKind.ABBREVIATION, TokenKind.DATE, TokenKind.TIME, TokenKind.REFERENCE)


@dataclass(frozen=True, eq=False, repr=False)
class Framework:
    """A framework matrix.

    Attributes
    ----------
    quotes
        One row a quotation: columns `QUOTE_COLUMNS`, in the order of cases, codes and text.
    cases, codes
        Rows and columns, in order; also those without a quotation.
    left_out
        How many coded spans are not shown, because a cell shows only so many.
    provenance
        How the matrix came to be.
    """

    quotes: pd.DataFrame
    cases: tuple[str, ...]
    codes: tuple[str, ...]
    left_out: int = 0
    provenance: Provenance = field(default_factory=Provenance)

    def __repr__(self) -> str:
        return f"<Framework: {len(self.cases)} cases x {len(self.codes)} codes, {len(self.quotes)} quotations>"

    def to_frame(self) -> pd.DataFrame:
        """Return cases x codes, each cell the quotations with their passage ids, a blank line between; empty where there are none."""
        out = pd.DataFrame("", index=pd.Index(self.cases, name="case"), columns=pd.Index(self.codes, name="code"), dtype="object")
        for (case, code), rows in self.quotes.groupby(["case", "code"], sort=False):
            out.loc[case, code] = "\n\n".join(f"{text} [{passage}]" for text, passage in zip(rows["text"], rows["passage_id"], strict=True))
        return out

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(code)}</th>" for code in self.codes)
        cells = {
            key: "".join(
                f'<p><a href="#{escape(str(row.passage_id))}" title="{escape(str(row.document_id))} {row.start}–{row.end}">'
                f"{escape(str(row.text))}</a></p>"
                for row in rows.itertuples()
            )
            for key, rows in self.quotes.groupby(["case", "code"], sort=False)
        }
        body = "".join(
            f"<tr><th>{escape(case)}</th>" + "".join(f"<td>{cells.get((case, code), '')}</td>" for code in self.codes) + "</tr>"
            for case in self.cases
        )
        return f"<p>{escape(repr(self))}</p><table><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>"


def case_matrix(
    codings: Codings,
    by: str | None = None,
    *,
    values: Literal["binary", "count", "share", "words"] = "binary",
    codes: Sequence[str] | None = None,
    level: int | None = 1,
    coder: str | None = None,
) -> pd.DataFrame:
    """Return cases x codes.

    Parameters
    ----------
    codings
        The coding.
    by
        The column of the units that names the case; by default the source: the document, or the unit or respondent of an excerpt.
    values
        "binary": does the case have the code (0/1); "count": on how many passages; "share": on what part (0–1) of its passages; "words":
        how many words stand under the code (needs the corpus; words coded twice count once).
    codes, level, coder
        As in `Codings.matrix`.

    Returns
    -------
    pandas.DataFrame
        Index `case`, in order of appearance; one column a code. Passages without a case are left out.

    Examples
    --------
    >>> units = pd.DataFrame({"passage_id": list("abc"), "document_id": ["d", "d", "e"], "start": 0, "end": 5})
    >>> rows = pd.DataFrame({"passage_id": ["a", "b", "c"], "code": ["ansvar", "ansvar", "lärande"], "coder": "x"})
    >>> case_matrix(Codings(rows, units), "document_id", values="count")
    code  ansvar  lärande
    case
    d          2        0
    e          0        1
    """
    options = ("binary", "count", "share", "words")
    if values not in options:
        raise SettingError(f"values={values!r}: {did_you_mean(str(values), options)}")
    matrix = codings.matrix(level=level, coder=coder, codes=codes)
    named = _cases(codings, by).reindex(matrix.index)
    cases = list(dict.fromkeys(named.dropna()))
    index = pd.Index(cases, name="case", dtype="object")
    at = index.get_indexer(pd.Index(named.to_numpy(), dtype="object"))
    out = np.zeros((len(cases), matrix.shape[1]))
    if values == "words":
        flat = codings.at_level(level).table
        flat = flat[flat["coder"] == coder] if coder is not None else flat
        words = _words(codings, flat, list(matrix.columns)).reindex(index=matrix.index, fill_value=0).to_numpy()
        np.add.at(out, at[at >= 0], words[at >= 0])
    else:
        np.add.at(out, at[at >= 0], matrix.to_numpy()[at >= 0])
    if values == "share":
        return pd.DataFrame(out / np.bincount(at[at >= 0], minlength=len(cases))[:, None], index=index, columns=matrix.columns)
    return pd.DataFrame((out > 0) if values == "binary" else out, index=index, columns=matrix.columns).astype("int64")


def framework_matrix(
    codings: Codings,
    by: str | None = None,
    *,
    quotes: int | None = 3,
    longest: int = 300,
    codes: Sequence[str] | None = None,
    level: int | None = 1,
    coder: str | None = None,
) -> Framework:
    """Return a framework matrix: what each case says on each theme, in quotations that keep their place.

    Parameters
    ----------
    codings
        The coding, tied to its corpus.
    by
        As in `case_matrix`.
    quotes
        How many quotations a cell shows, those with the highest score first; None: all.
    longest
        Characters of a quotation; a longer one is cut at a word and ends in "…" (its span stays whole).
    codes, level, coder
        As in `Codings.matrix`.

    Raises
    ------
    SettingError
        If the coding does not know its corpus, or a setting is out of range.
    """
    if (quotes is not None and quotes < 1) or longest < 1:
        raise SettingError(f"quotes={quotes} and longest={longest}: both must be at least 1")
    columns = tuple(codings.matrix(level=level, coder=coder, codes=codes).columns)
    named = _cases(codings, by)
    full = _documents(codings)
    table = codings.at_level(level).table
    table = table[(table["coder"] == coder) if coder is not None else np.ones(len(table), dtype=bool)]
    table = table[table["code"].isin(columns)].drop_duplicates(["passage_id", "start", "end", "code"])
    rows = table.assign(case=table["passage_id"].map(named).astype("object")).dropna(subset=["case"])
    cases = tuple(str(case) for case in dict.fromkeys(named.dropna()))
    rows["_case"], rows["_code"] = rows["case"].map({case: at for at, case in enumerate(cases)}), rows["code"].map(list(columns).index)
    order = ["_case", "_code", "score", "document_id", "start", "end"]
    rows = rows.sort_values(order, ascending=[True, True, False, True, True, True], kind="stable")
    shown = rows if quotes is None else rows.groupby(["_case", "_code"], sort=False).head(quotes)
    texts = [
        _cut(full[document][start:end], longest)
        for document, start, end in zip(shown["document_id"], shown["start"], shown["end"], strict=True)
    ]
    kept = shown.assign(text=pd.Series(texts, index=shown.index, dtype="object"))[list(QUOTE_COLUMNS)].reset_index(drop=True)
    provenance = codings.provenance.derive("framework_matrix", by=by, quotes=quotes, level=level, coder=coder)
    return Framework(kept.astype(QUOTE_COLUMNS), cases, tuple(str(code) for code in columns), len(rows) - len(shown), provenance)


def _cases(codings: Codings, by: str | None) -> pd.Series[str]:
    """The case of each unit, indexed by passage_id; missing where it has none."""
    if by is not None and by not in codings.units.columns:
        raise SettingError(f"the units have no column {by!r}: {did_you_mean(by, codings.units.columns)}")
    values = source_ids(codings.units) if by is None else codings.units[by]
    plain = [None if pd.isna(value) else str(value) for value in values]
    return pd.Series(plain, index=pd.Index(codings.units["passage_id"], dtype="object"), dtype="object")


def _documents(codings: Codings) -> dict[str, str]:
    if codings.corpus is None:
        raise SettingError("this coding does not know its corpus: give it with  codings.on(corpus)")
    documents = codings.corpus.documents
    return dict(zip(documents["document_id"], documents["text"], strict=True))


def _words(codings: Codings, table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Words under each code, per passage: those whose first character lies in a span."""
    full = _documents(codings)
    starts: dict[str, npt.NDArray[np.int64]] = {}
    rows: dict[tuple[str, str], npt.NDArray[np.bool_]] = {}
    for document, passage, code, start, end in table[["document_id", "passage_id", "code", "start", "end"]].itertuples(index=False):
        if code not in columns:
            continue
        if document not in starts:
            starts[document] = tokenize(full[document]).of_kind(*_WORDS).starts.astype(np.int64)
        first, last = np.searchsorted(starts[document], [start, end])
        under = rows.setdefault((passage, code), np.zeros(len(starts[document]), dtype=bool))
        under[first:last] = True
    out = pd.DataFrame(0, index=pd.Index(codings.units["passage_id"], dtype="object"), columns=pd.Index(columns), dtype="int64")
    for (passage, code), under in rows.items():
        out.loc[passage, code] = int(under.sum())
    return out


def _cut(text: str, longest: int) -> str:
    plain = " ".join(text.split())
    if len(plain) <= longest:
        return plain
    head = plain[:longest].rsplit(" ", 1)[0] or plain[:longest]
    return f"{head} …"
