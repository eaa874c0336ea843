"""Themes in the report: shares per group, valence and phase per theme, each number with its passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from kfi_analysis.coding import Codings
from kfi_analysis.coding.profiles import profile
from kfi_analysis.coding.vocabulary import ATTRIBUTES, CODE_SEPARATOR
from kfi_analysis.report.summary.evidence import Register

__all__ = ["Themes"]

_COLOR = "#0b4f8a"


@dataclass(frozen=True)
class Themes:
    """What a report says of a coding.

    Parameters
    ----------
    codings
        Codes by one coder.
    register
        Numbers the passages.
    words
        The report's words.
    smallest
        A cell that rests on fewer interviewees than this is masked.
    resamples, seed
        Of the intervals.
    """

    codings: Codings
    register: Register
    words: Mapping[str, str]
    smallest: int = 3
    resamples: int = 2000
    seed: int = 0

    def to_dict(self, by: Sequence[str]) -> dict[str, Any]:
        """Return codes, profiles of all and by each column that has two values or more, valence, phase, and what has no theme."""
        units = self.codings.units
        shown = [column for column in by if column in units and units[column].nunique() > 1]
        given = set(self.codings.attributes["attribute"])
        uncoded = self.codings.uncoded["passage_id"]
        return {
            "codes": [self._code(path) for path in self._matrix.columns],
            "profiles": [self._profile(column) for column in (None, *shown)],
            "attributes": [self._attribute(name) for name in ATTRIBUTES if name in given],
            "uncoded": {"count": len(uncoded), "n": len(units), "passages": self.register.references(uncoded)},
        }

    def name(self, path: str) -> str:
        """How a code is written: the codebook's title, or the last name of its path."""
        title = self.codings.codebook[path].title if self.codings.codebook is not None else ""
        said = title or path.rsplit(CODE_SEPARATOR, 1)[-1]
        return said[:1].upper() + said[1:]

    def color(self, path: str) -> str:
        """The codebook's colour, or a common one."""
        return (self.codings.codebook[path].color if self.codings.codebook is not None else "") or _COLOR

    # ---------------------------------------------------------------- the parts

    @cached_property
    def _spans(self) -> dict[str, dict[str, list[tuple[int, int]]]]:
        """Theme -> passage_id -> spans of evidence."""
        spans: dict[str, dict[str, list[tuple[int, int]]]] = {}
        evidence = self.codings.evidence
        for passage, code, start, end in zip(*(evidence[c] for c in ("passage_id", "code", "start", "end")), strict=True):
            spans.setdefault(code.split(CODE_SEPARATOR)[0], {}).setdefault(passage, []).append((int(start), int(end)))
        return spans

    @cached_property
    def _matrix(self) -> pd.DataFrame:
        return self.codings.matrix()

    @cached_property
    def _units(self) -> pd.DataFrame:
        return self.codings.units.set_index("passage_id")

    def _code(self, path: str) -> dict[str, Any]:
        rows = self.codings.at_level(1).table
        rows = rows[rows["code"] == path].drop_duplicates("passage_id")
        quoted = rows["passage_id"].map(self._units["ordinal"]).notna() if "ordinal" in self._units else False
        best = rows.assign(quoted=quoted).sort_values(["quoted", "score", "passage_id"], ascending=[False, False, True])["passage_id"]
        definition = self.codings.codebook[path].definition if self.codings.codebook is not None else ""
        references = self.register.references(best, self._spans.get(path))
        short = path.rsplit(CODE_SEPARATOR, 1)[-1].capitalize()
        return {
            "code": path,
            "name": self.name(path),
            "short": short,
            "color": self.color(path),
            "definition": definition,
            "passages": references,
        }

    def _profile(self, by: str | None) -> dict[str, Any]:
        matrix = self._matrix
        table = profile(self.codings, by, codes=list(matrix.columns), resamples=self.resamples, seed=self.seed)
        groups = []
        for group, rows in table.groupby("group", sort=False):
            here = matrix.index if by is None else matrix.index[(self._units[by] == group).fillna(False).to_numpy(dtype=bool)]
            cells = {}
            for row in rows.to_dict("records"):
                hits = here[matrix.loc[here, row["code"]].to_numpy(dtype=bool)]
                cells[row["code"]] = self._cell(hits, row, self._spans.get(row["code"]))
            first = rows.iloc[0]
            name = self.words["all_material"] if by is None else str(group)
            groups.append({"group": name, "n": int(first["n"]), "sources": int(first["sources"]), "cells": cells})
        return {"by": by or "", "label": self.words["all_material"] if by is None else self.words.get(by, by), "groups": groups}

    def _attribute(self, name: str) -> dict[str, Any]:
        values = self.codings.attribute(name).reindex(self._matrix.index)
        columns = [value for value in ATTRIBUTES[name] if (values == value).any()]
        rows = []
        for path in self._matrix.columns:
            here = self._matrix.index[self._matrix[path].to_numpy(dtype=bool)]
            cells = {}
            for value in columns:
                hits = here[(values.loc[here] == value).to_numpy(dtype=bool)]
                cells[value] = self._cell(hits, {"count": len(hits), "n": len(here), "share": len(hits) / max(len(here), 1)}, None)
            rows.append({"code": path, "name": self.name(path), "n": len(here), "cells": cells})
        return {"attribute": name, "label": self.words[name], "caption": self.words[f"{name}_caption"], "columns": columns, "rows": rows}

    def _cell(self, hits: pd.Index[str], row: Mapping[Any, Any], spans: Mapping[str, list[tuple[int, int]]] | None) -> dict[str, Any]:
        masked = self._identifying(hits)
        return {
            "count": None if masked else int(row["count"]),
            "n": int(row["n"]),
            **{key: None if masked or pd.isna(row.get(key, np.nan)) else float(row[key]) for key in ("share", "low", "high")},
            "passages": [] if masked else self.register.references(hits, spans),
            "masked": masked,
        }

    def _identifying(self, hits: pd.Index[str]) -> bool:
        """Say whether all that a cell shows comes from a handful of interviewees."""
        rows = self._units.loc[hits]
        if rows.empty or "respondent" not in rows:
            return False
        people = rows[["document_id", "respondent"]].drop_duplicates()
        return bool(rows["respondent"].notna().all()) and len(people) < self.smallest
