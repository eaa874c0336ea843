"""The face that all coders share: texts in, `Scores` out.

A coder knows nothing of corpora, files or people: it gives each text a score per code, says which codes it would set, and shows the
spans that carried them. `coding.py` turns that into `Codings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

__all__ = ["Coder", "Evidence", "Scores"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Evidence:
    """Spans that speak for a code, as parallel arrays of shape (m,).

    Attributes
    ----------
    text
        Number of the text.
    code
        Number of the code.
    start, end
        Code points of that text.
    weight
        What the span added; negative where it spoke against.
    """

    text: Ints
    code: Ints
    start: Ints
    end: Ints
    weight: Floats

    @classmethod
    def none(cls) -> Evidence:
        """Return no evidence."""
        empty = np.empty(0, dtype=np.int64)
        return cls(empty, empty, empty, empty, np.empty(0, dtype=np.float64))

    @classmethod
    def concat(cls, parts: Iterable[Evidence]) -> Evidence:
        """Return the spans of all parts, one after the other."""
        every = [cls.none(), *parts]
        return cls(*(np.concatenate([getattr(part, field.name) for part in every]) for field in fields(cls)))

    def shifted(self, by: int) -> Evidence:
        """Return the same spans with the texts numbered from `by`."""
        return replace(self, text=self.text + by)


@dataclass(frozen=True)
class Scores:
    """What a coder says about n texts and k codes.

    Attributes
    ----------
    codes
        Paths, length k.
    values
        0-1, shape (n, k); 0.5 is where the coder changes its mind.
    chosen
        Which codes it sets; bool, shape (n, k).
    evidence
        The spans behind the values.
    """

    codes: tuple[str, ...]
    values: Floats
    chosen: npt.NDArray[np.bool_]
    evidence: Evidence

    def __len__(self) -> int:
        return len(self.values)

    @classmethod
    def concat(cls, codes: tuple[str, ...], parts: Iterable[Scores]) -> Scores:
        """Return the scores of runs of texts as those of all texts; each part numbers its texts from 0."""
        every = [cls(codes, np.zeros((0, len(codes))), np.zeros((0, len(codes)), dtype=bool), Evidence.none()), *parts]
        first = np.cumsum([0, *(len(part) for part in every)]).tolist()
        return cls(
            codes,
            np.concatenate([part.values for part in every]),
            np.concatenate([part.chosen for part in every]),
            Evidence.concat(part.evidence.shifted(at) for part, at in zip(every, first, strict=False)),
        )


class Coder(Protocol):
    """A way to code texts."""

    @property
    def name(self) -> str:
        """What stands in the column `coder`."""
        ...

    @property
    def settings(self) -> dict[str, Any]:
        """What the provenance says about it."""
        ...

    def score(self, texts: Sequence[str]) -> Scores:
        """Return scores for the texts, whatever their order or number in one call."""
        ...
