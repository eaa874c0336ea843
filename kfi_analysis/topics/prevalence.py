"""How much of the text a topic takes: by group, over the course of the text, and over years, with intervals over sources.

A share is a share of words: each passage counts by its number of content words. Intervals are bootstrapped over sources (a document,
or the unit or respondent that an excerpt is taken from), since passages of one source resemble each other.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.resampling import ratio_interval

__all__ = ["COLUMNS", "prevalence_table", "year_of"]

COLUMNS = ("topic", "group", "n", "sources", "share", "low", "high")


def prevalence_table(
    shares: npt.NDArray[np.float64],
    words: npt.NDArray[np.float64],
    groups: pd.Series[str],
    sources: npt.NDArray[np.int64],
    *,
    resamples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return one row a topic and group.

    Parameters
    ----------
    shares
        Passages × topics; rows sum to 1, or to 0 where a passage could not be placed.
    words
        Content words of each passage.
    groups
        The group of each passage; passages without one are left out.
    sources
        The source of each passage.
    resamples, seed, level
        Of the bootstrap.

    Returns
    -------
    Columns: topic (from 1), group, n (passages), sources, share, low, high. With fewer than two sources in a group, low and high are
    missing.
    """
    placed = shares.sum(axis=1) > 0
    rows = []
    known = groups.notna().to_numpy(dtype=bool) & placed
    for name in sorted(groups[known].unique(), key=str):
        at = np.flatnonzero(known & (groups == name).fillna(False).to_numpy(dtype=bool))
        value, low, high = ratio_interval(shares[at] * words[at, None], words[at], sources[at], resamples=resamples, seed=seed, level=level)
        n_sources = len(np.unique(sources[at]))
        for topic in range(shares.shape[1]):
            rows.append((topic + 1, name, len(at), n_sources, value[topic], low[topic], high[topic]))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.sort_values(["topic", "group"], kind="stable").reset_index(drop=True)


def year_of(dates: pd.Series[str]) -> pd.Series[str]:
    """Return the year of ISO dates ("2021-05" -> "2021"), missing where there is none."""
    return dates.astype("string").str.extract(r"^(\d{4})", expand=False)
