"""One name per unit: drifting spellings resolved through a table that the user can edit.

A form that the table does not hold is compared with its names, endings apart, and taken for one of them only if it is as long and
almost the same, letter by letter, as a scanner's mistakes leave it; a form like none of them stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kfi_analysis.corpus.folding import fold, likeness
from kfi_analysis.corpus.tables_yaml import load_yaml
from kfi_analysis.errors import InputError

__all__ = ["Units"]

_ENDING = re.compile(r"(s?f[\w&]rvaltning(en)?|s?n\wmnden|kontoret)$", re.IGNORECASE)


@dataclass(frozen=True)
class Units:
    """Canonical names of units and how else they are written.

    Parameters
    ----------
    names
        Canonical name -> other forms.

    Raises
    ------
    InputError
        If one form is given to two units.

    Examples
    --------
    >>> units = Units({"Förskoleförvaltningen": ["Förskolan"]})
    >>> units.resolve("Forskolefdrvaltningen"), units.resolve("förskolan"), units.resolve("Räddningstjänsten")
    ('Förskoleförvaltningen', 'Förskoleförvaltningen', 'Räddningstjänsten')
    """

    names: Mapping[str, list[str]]

    def __post_init__(self) -> None:
        owner: dict[str, str] = {}
        for name, forms in self.names.items():
            for form in (name, *forms):
                if owner.setdefault(fold(form), name) != name:
                    raise InputError(f"{form!r} is given to both {owner[fold(form)]!r} and {name!r}: keep it under one", where="units")
        object.__setattr__(self, "names", MappingProxyType({name: list(forms) for name, forms in self.names.items()}))
        object.__setattr__(self, "_owner", owner)

    @classmethod
    def load(cls, source: str | Path | Mapping[str, list[str]] | None = None) -> Units:
        """Return the packaged table, one from a YAML file, or one from a mapping."""
        if isinstance(source, Mapping):
            return cls(source)
        data = load_yaml(source, "units.yaml")
        units = data.get("units")
        if not isinstance(units, Mapping) or not all(isinstance(forms, list) for forms in units.values()):
            raise InputError("it needs a key 'units' with lists:  Canonical name: [other form, ...]", where=source)
        return cls({str(name): [str(form) for form in forms] for name, forms in units.items()})

    def resolve(self, form: str) -> str:
        """Return the canonical name of a unit, or the form itself (white space tidied) if no name is like it."""
        tidy = " ".join(form.split()).strip(" ,.;:")
        owner: dict[str, str] = self.__dict__["_owner"]
        if fold(tidy) in owner:
            return owner[fold(tidy)]
        stem = _ENDING.sub("", tidy)
        best, score = "", 0.0
        for name, forms in self.names.items():
            for known in (name, *forms):
                size = len(fold(known))
                if size < 6 or abs(size - len(fold(tidy))) > max(1, round(0.06 * size)):
                    continue
                whole = likeness(tidy, known)
                value = min(whole, likeness(stem, _ENDING.sub("", known)) + 0.06)
                if value > score:
                    best, score = name, value
        return best if score >= 0.85 else tidy
