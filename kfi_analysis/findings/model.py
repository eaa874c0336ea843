"""`Findings`: statements held against the material, each with its number, its verdict, and the spans that carry it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd

from kfi_analysis.corpus import Corpus
from kfi_analysis.corpus.checks import need_columns
from kfi_analysis.errors import SettingError, TableError, did_you_mean
from kfi_analysis.provenance import Provenance

__all__ = ["FINDING_COLUMNS", "NOT_SUPPORTED", "PARTLY", "SUPPORTED", "UNTESTABLE", "VERDICTS", "Findings"]

SUPPORTED, PARTLY, NOT_SUPPORTED, UNTESTABLE = "stöds", "stöds delvis", "stöds inte", "kan inte prövas"
VERDICTS = (SUPPORTED, PARTLY, NOT_SUPPORTED, UNTESTABLE)

FINDING_COLUMNS = {
    "finding_id": "string",
    "chapter": "string",
    "statement": "string",
    "method": "string",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "n": "Int64",
    "verdict": "string",
    "reason": "string",
}
"""Column -> dtype of `Findings.table`, which also holds `evidence`: a list of {document_id, start, end}."""


@dataclass(frozen=True, eq=False, repr=False)
class Findings:
    """Statements with number, verdict, reason and evidence.

    Parameters
    ----------
    table
        Columns of `FINDING_COLUMNS` and `evidence` (list of mappings document_id, start, end). `method` names the test and its decision
        rule; `n` counts what the value rests on; `reason` says what limits the verdict.
    corpus
        The material, for the texts of the evidence.
    provenance
        How the findings came to be.

    Raises
    ------
    TableError
        If a finding stands twice, a verdict is unknown, or the corpus lacks a document that the evidence names.
    """

    table: pd.DataFrame
    corpus: Corpus | None = None
    provenance: Provenance = field(default_factory=Provenance)

    def __post_init__(self) -> None:
        if len(self.table):
            need_columns(self.table, (*FINDING_COLUMNS, "evidence"), "findings")
        table = self.table.reindex(columns=[*FINDING_COLUMNS, "evidence"]).astype(FINDING_COLUMNS).reset_index(drop=True)
        double = table["finding_id"].duplicated()
        if double.any():
            raise TableError(f"finding_id {table['finding_id'][double].iloc[0]!r} stands more than once: ids must differ", where="findings")
        unknown = ~table["verdict"].isin(VERDICTS)
        if unknown.any():
            value = str(table["verdict"][unknown].iloc[0])
            raise TableError(f"verdict {value!r} is unknown: {did_you_mean(value, VERDICTS)}", where="findings")
        if self.corpus is not None:
            known = set(self.corpus.documents["document_id"])
            for row in table["evidence"]:
                for span in row:
                    if span["document_id"] not in known:
                        raise TableError(f"evidence in document {span['document_id']!r}, which the corpus lacks", where="findings")
        object.__setattr__(self, "table", table)

    def __len__(self) -> int:
        """Number of findings."""
        return len(self.table)

    def __repr__(self) -> str:
        return "<Findings: " + ", ".join(f"{count} {verdict}" for verdict, count in self.verdicts.items() if count) + ">"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(str(row['statement']))}</td><td>{escape(str(row['verdict']))}</td>"
            f"<td>{_number(row['value'])}{_interval(row['low'], row['high'])}</td><td>{'' if pd.isna(row['n']) else row['n']}</td>"
            f"<td>{escape(str(row['method']))}</td></tr>"
            for row in self.table.to_dict("records")
        )
        head = "".join(f"<th>{word}</th>" for word in ("Påstående", "Utfall", "Värde", "n", "Prövning"))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    @property
    def verdicts(self) -> dict[str, int]:
        """How many findings have each verdict, in the order of `VERDICTS`."""
        counts = self.table["verdict"].value_counts()
        return {verdict: int(counts.get(verdict, 0)) for verdict in VERDICTS}

    def evidence(self, finding_id: str) -> pd.DataFrame:
        """Return the evidence of one finding: document_id, start, end, and text where the corpus is at hand."""
        hit = self.table.loc[self.table["finding_id"] == finding_id, "evidence"]
        if hit.empty:
            raise SettingError(f"no finding {finding_id!r}: {did_you_mean(finding_id, self.table['finding_id'])}")
        out = pd.DataFrame(list(hit.iloc[0]), columns=["document_id", "start", "end"])
        if self.corpus is not None:
            rows = zip(out["document_id"], out["start"], out["end"], strict=True)
            out["text"] = [self.corpus.slice(document, start, end) for document, start, end in rows]
        return out

    def filter(self, verdict: str) -> Findings:
        """Return the findings with one verdict."""
        if verdict not in VERDICTS:
            raise SettingError(f"verdict {verdict!r} is unknown: {did_you_mean(verdict, VERDICTS)}")
        return Findings(self.table[self.table["verdict"] == verdict], self.corpus, self.provenance.derive("filter", verdict=verdict))

    def to_records(self) -> list[dict[str, Any]]:
        """Return one mapping a finding, missing values as None."""
        rows = self.table.to_dict("records")
        return [{str(key): _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [dict(item) if isinstance(item, Mapping) else item for item in value]
    return None if pd.isna(value) else value


def _number(value: float) -> str:
    return "–" if pd.isna(value) else f"{value:.3g}".replace(".", ",")


def _interval(low: float, high: float) -> str:
    return "" if pd.isna(low) or pd.isna(high) else f" [{_number(low)}; {_number(high)}]"
