"""Names for topics, suggested from the words and kept over refits.

A suggestion takes the words with the highest FREX among the topic's most frequent ones, no two of them forms of the same stem. It is
a handle for the eye, not an interpretation: `Topics.rename` is where that is written down.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["distinct_terms", "same_stem", "suggest_labels"]

_WORDS = 3
_AMONG = 15


def same_stem(first: str, second: str) -> bool:
    """Tell whether two terms look like kin: the beginning they share is five letters and five sevenths of the shorter one at least.

    Examples
    --------
    >>> same_stem("samverkan", "samverka"), same_stem("samverkan", "samordning"), same_stem("krisledning", "krisledningsnämnd")
    (True, False, True)
    """
    shorter = min(len(first), len(second))
    common = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        common += 1
    return common >= 5 and common >= 5 * shorter / 7


def distinct_terms(terms: Sequence[str], n: int) -> list[str]:
    """Return the first `n` terms that are not kin of one before them."""
    out: list[str] = []
    for term in terms:
        if len(out) == n:
            break
        if not any(same_stem(term.lower(), other.lower()) for other in out):
            out.append(term)
    return out


def suggest_labels(components: npt.NDArray[np.floating], frex: npt.NDArray[np.float64], display: Sequence[str]) -> list[str]:
    """Return one label a topic; equal labels get a number."""
    labels: list[str] = []
    for weights, scores in zip(components, frex, strict=True):
        frequent = np.argsort(-weights, kind="stable")[:_AMONG]
        frequent = frequent[weights[frequent] > 0]
        best = frequent[np.argsort(-scores[frequent], kind="stable")]
        words = distinct_terms([display[term] for term in best], _WORDS)
        label = ", ".join(words) or "(tomt)"
        same = sum(1 for other in labels if other == label or other.startswith(f"{label} ("))
        labels.append(f"{label} ({same + 1})" if same else label)
    return labels
