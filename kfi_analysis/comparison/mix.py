"""What must be said before groups are compared: other kinds of source, too few sources, other lengths; and weights to a common mix."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kfi_analysis.errors import NotEnoughDataError
from kfi_analysis.resampling import FEWEST_SOURCES

__all__ = ["cautions", "common_mix", "mix_table"]

_MIX_DIFFERS = 0.15
_LENGTH_DIFFERS = 1.5


def mix_table(units: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the share of each source kind per group: groups x kinds, rows sum to 1. Unknown kinds stand as "okänd"."""
    kinds = units["source_kind"].astype("object").where(units["source_kind"].notna(), "okänd")
    return pd.crosstab(units[by], kinds, normalize="index")


def common_mix(units: pd.DataFrame, by: str) -> npt.NDArray[np.float64]:
    """Return a weight per passage that gives every group the same mix of source kinds (direct standardisation).

    The common mix is the average of the groups' mixes over the kinds that all groups have; passages of other kinds weigh 0.

    Raises
    ------
    NotEnoughDataError
        If no source kind is found in all groups.
    """
    mix = mix_table(units, by)
    shared = [kind for kind in mix.columns if (mix[kind] > 0).all()]
    if not shared:
        raise NotEnoughDataError(
            f"no source kind is found in all groups of {by!r}, so there is no common mix: compare without standardisation, or fewer groups"
        )
    target = mix[shared].mean()
    target = target / target.sum()
    kinds = units["source_kind"].astype("object").where(units["source_kind"].notna(), "okänd")
    counts = units.groupby([units[by], kinds])["passage_id"].transform("count").to_numpy(dtype=float)
    weights: npt.NDArray[np.float64] = np.nan_to_num(kinds.map(target).to_numpy(dtype=float)) / counts
    return weights


def cautions(units: pd.DataFrame, by: str, sources: pd.Series[str], *, standardised: bool) -> list[str]:
    """Return in Swedish what a reader must weigh before the figures.

    Parameters
    ----------
    units
        Passages with `by`, source_kind, start, end.
    by
        The column that forms the groups.
    sources
        The source of each passage.
    standardised
        Whether the shares were weighted to a common mix.
    """
    out = []
    counted = sources.groupby(units[by]).nunique()
    few = [f"{group} ({n})" for group, n in counted.items() if n < FEWEST_SOURCES]
    if few:
        out.append(f"Färre än {FEWEST_SOURCES} källor: {', '.join(few[:8])}. Andelar därifrån kan inte prövas mot andra.")
    if by != "source_kind" and "source_kind" in units and units["source_kind"].notna().any():
        out += _mix_cautions(mix_table(units, by), standardised)
    lengths = (units["end"] - units["start"]).groupby(units[by]).median()
    if len(lengths) > 1 and lengths.min() > 0 and lengths.max() / lengths.min() > _LENGTH_DIFFERS:
        out.append(
            f"Passagerna är olika långa: medianen är {int(lengths.min())} tecken i {lengths.idxmin()} och {int(lengths.max())} i "
            f"{lengths.idxmax()}. Långa passager hinner bära fler teman."
        )
    return out


def _mix_cautions(mix: pd.DataFrame, standardised: bool) -> list[str]:
    gaps = mix.max() - mix.min()
    if gaps.empty or gaps.max() <= _MIX_DIFFERS:
        return []
    kind = str(gaps.idxmax())
    most, least = mix[kind].idxmax(), mix[kind].idxmin()
    high, low = 100 * float(mix[kind].max()), 100 * float(mix[kind].min())
    said = f"Grupperna består av olika slags källor: {kind} är {high:.0f}\u00a0% av {most!s} och {low:.0f}\u00a0% av {least!s}."
    cure = " Andelarna är vägda till en gemensam blandning." if standardised else ' Pröva standardise="source_kind".'
    return [said + cure]
