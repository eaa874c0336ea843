"""Distances between ratings, squared, as Krippendorff's alpha takes them; and between sets of labels.

MASI (Passonneau 2006, LREC) is one minus the Jaccard share of common labels times 1 (equal sets), 2/3 (one within the other), 1/3
(some in common) or 0. It is used as it stands, not squared, as in Passonneau and in NLTK. Two empty sets are equal.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any

import numpy as np
import numpy.typing as npt

from kfi_analysis.coding.reliability.ratings import Floats, Ratings

__all__ = ["distance_matrix", "jaccard_distance", "masi_distance", "set_distances"]


def masi_distance(a: Set[Any], b: Set[Any]) -> float:
    """Return the MASI distance of two sets of labels, 0 (equal) to 1 (nothing in common).

    Examples
    --------
    >>> round(masi_distance({"kapacitet"}, {"kapacitet", "ansvar"}), 3)
    0.667
    """
    common, union = len(a & b), len(a | b)
    if common == union:
        return 0.0
    monotony = 2 / 3 if common == min(len(a), len(b)) and common else (1 / 3 if common else 0.0)
    return 1 - monotony * common / union


def jaccard_distance(a: Set[Any], b: Set[Any]) -> float:
    """Return one minus the share of labels in common, 0 to 1.

    Examples
    --------
    >>> jaccard_distance({"kapacitet"}, {"kapacitet", "ansvar"})
    0.5
    """
    union = len(a | b)
    return 1 - len(a & b) / union if union else 0.0


def distance_matrix(ratings: Ratings, level: str) -> Floats | None:
    """Return the array (k, k) of distances for a level that fixes them beforehand; None for nominal.

    Ordinal distances depend on how often each value was given, and are in `ordered`.
    """
    if level == "nominal":
        return None
    if level == "interval":
        numbers = ratings.numbers()
        return np.asarray((numbers[:, None] - numbers[None, :]) ** 2, dtype=np.float64)
    sets = [value if isinstance(value, frozenset) else frozenset([value]) for value in ratings.categories]
    labels = {label: at for at, label in enumerate(dict.fromkeys(label for one in sets for label in one))}
    members = np.zeros((len(sets), len(labels)), dtype=bool)
    for row, one in enumerate(sets):
        members[row, [labels[label] for label in one]] = True
    return set_distances(members, level)


def set_distances(members: npt.NDArray[np.bool_], level: str = "masi") -> Floats:
    """Return the array (sets, sets) of MASI or Jaccard distances, from an array (sets, labels) of members."""
    flat = members.astype(np.float64)
    size, common = flat.sum(axis=1), flat @ flat.T
    smaller = np.minimum(size[:, None], size[None, :])
    union = size[:, None] + size[None, :] - common
    overlap = np.where(union > 0, common / np.where(union > 0, union, 1.0), 1.0)
    if level == "jaccard":
        return 1 - overlap
    monotony = np.where(common == union, 1.0, np.where((common == smaller) & (common > 0), 2 / 3, np.where(common > 0, 1 / 3, 0.0)))
    out: Floats = 1 - monotony * overlap
    return out
