"""Choosing the number of topics: what speaks for and against each size, and which sizes cannot be told apart.

There is no best K (Roberts, Stewart & Tingley 2014; Greene et al. 2014). Coherence on passages left out falls with more topics than the
text carries, exclusivity rises, recurrence has its tops where the text has seams. A size is offered when no other size beats it on all
three; the one shown first is the offered size with the best mean rank, and its rivals are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kfi_analysis.errors import SettingError
from kfi_analysis.numbers import decimal

if TYPE_CHECKING:
    from kfi_analysis.topics.model import Topics

__all__ = ["TopicRange", "choice_table", "suggest_size"]

_CRITERIA = ("excess", "exclusivity", "recurrence")
_SWEDISH = {"excess": "sammanhang på utelämnade stycken", "exclusivity": "egna ord", "recurrence": "återkomst"}


@dataclass(frozen=True, eq=False)
class TopicRange:
    """The sizes that were tried.

    Parameters
    ----------
    table
        n_topics, npmi, exclusivity, diversity, recurrence, recurrence_low, recurrence_high, excess, excess_low, excess_high, offered
        (no other size beats it on all three criteria).
    models
        Number of topics -> the model of that size.
    chosen
        The size that is shown first.
    reasons
        Why, in words (Swedish).
    """

    table: pd.DataFrame
    models: Mapping[int, Topics]
    chosen: int
    reasons: str

    def at(self, n_topics: int) -> Topics:
        """Return the model of one size."""
        if n_topics not in self.models:
            raise SettingError(f"{n_topics} topics were not tried: choose one of {', '.join(map(str, self.models))}")
        return self.models[n_topics]

    def _repr_html_(self) -> str:
        return f"<p>{self.reasons}</p>{self.table.round(3).to_html(index=False)}"


def choice_table(models: Mapping[int, Topics]) -> pd.DataFrame:
    """Return one row a size (see `TopicRange.table`)."""
    rows = []
    for size, model in models.items():
        whole = model.quality[model.quality["topic"].isna()].set_index("measure")
        row: dict[str, float] = {"n_topics": size, "found": len(model)}
        for measure in ("npmi", "exclusivity", "diversity", "recurrence", "excess"):
            row[measure] = float(whole["value"].get(measure, np.nan))
        for measure in ("recurrence", "excess"):
            row[f"{measure}_low"] = float(whole["low"].get(measure, np.nan))
            row[f"{measure}_high"] = float(whole["high"].get(measure, np.nan))
        rows.append(row)
    table = pd.DataFrame(rows)
    return table.assign(offered=_undominated(table))


def _criteria(table: pd.DataFrame) -> list[str]:
    known = [name for name in _CRITERIA if table[name].notna().all()]
    return known if len(known) > 1 else ["npmi", "exclusivity"]


def _undominated(table: pd.DataFrame) -> list[bool]:
    values = table[_criteria(table)].to_numpy(dtype=np.float64)
    return [not any((other >= row).all() and (other > row).any() for other in values) for row in values]


def suggest_size(table: pd.DataFrame) -> tuple[int, str]:
    """Return the size to show first, and the reasons in words."""
    criteria = _criteria(table)
    ranks = table[criteria].rank(ascending=False, method="average").mean(axis=1)
    offered = table[table["offered"]].assign(rank=ranks[table["offered"]])
    best = offered.sort_values(["rank", "n_topics"], kind="stable").iloc[0]
    chosen = int(best["n_topics"])
    parts = [f"{chosen} ämnen visas först: bästa medelrang bland {len(table)} prövade antal"]
    for name in criteria:
        place = int(table[name].rank(ascending=False, method="min")[table["n_topics"] == chosen].iloc[0])
        spread = ""
        if f"{name}_low" in table and not np.isnan(best[f"{name}_low"]):
            spread = f" [{decimal(best[f'{name}_low'])}–{decimal(best[f'{name}_high'])}]"
        parts.append(f"{_SWEDISH.get(name, name)} {decimal(best[name])}{spread} (plats {place})")
    rivals = _rivals(table, best)
    end = (
        f"Minst lika försvarliga, eftersom återkomstens spridning överlappar: {', '.join(map(str, rivals))}. Läs dem bredvid varandra."
        if rivals
        else "Inget annat antal har en återkomst vars spridning når upp till detta."
    )
    return chosen, f"{parts[0]} – {'; '.join(parts[1:])}. {end}"


def _rivals(table: pd.DataFrame, best: pd.Series[float]) -> list[int]:
    """Return the offered sizes whose recurrence cannot be told from that of the first one."""
    others = table[table["offered"] & (table["n_topics"] != best["n_topics"])]
    if np.isnan(best["recurrence"]):
        return [int(n) for n in others["n_topics"]]
    near = others[others["recurrence_high"] >= best["recurrence_low"]]
    return [int(n) for n in near["n_topics"]]
