"""Where a result came from: version, inputs by hash, settings, seed.

Every result object carries a `Provenance`; `derive` adds a step, so that the chain from file to figure can be read back.
No time stamps and no paths outside the user's own sources: the same inputs give the same provenance.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kfi_analysis._version import __version__

__all__ = ["Provenance", "content_hash"]


def content_hash(parts: Iterable[str | bytes]) -> str:
    """Give the SHA-256 (64 hex digits) of a sequence of texts; the cut between parts counts.

    Examples
    --------
    >>> content_hash(["ab", "c"]) == content_hash(["a", "bc"])
    False
    """
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return digest.hexdigest()


@dataclass(frozen=True)
class Provenance:
    """The steps that led to a result, oldest first; each step is a mapping that JSON can hold.

    Examples
    --------
    >>> p = Provenance().derive("code", codebook="kfi 1.0", seed=1)
    >>> p.steps[-1]["step"], p.steps[-1]["seed"]
    ('code', 1)
    """

    steps: tuple[Mapping[str, Any], ...] = ()
    version: str = field(default=__version__)

    def derive(self, step: str, **settings: Any) -> Provenance:
        """Return a new provenance with one more step."""
        return Provenance((*self.steps, {"step": step, **settings}), self.version)

    def to_dict(self) -> dict[str, Any]:
        """Return the provenance as plain dicts and lists."""
        return {"kfi_analysis": self.version, "steps": [dict(step) for step in self.steps]}

    def to_json(self) -> str:
        """Return the provenance as JSON with sorted keys."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, sort_keys=True, default=str)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Provenance:
        """Read what `to_dict` wrote."""
        return cls(tuple(dict(step) for step in data["steps"]), str(data["kfi_analysis"]))
