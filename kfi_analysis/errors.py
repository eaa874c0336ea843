"""Everything that `kfi_analysis` raises on purpose.

```
KfiError
├── InputError            something the user handed in cannot be used
│   ├── ReadError         a file or folder: missing, empty, damaged, encrypted, without text
│   ├── TableError        a table: missing column, wrong value, duplicate id, span outside its text
│   ├── CodebookError     a codebook: unknown key, cycle, bad wildcard, empty code
│   ├── GazetteerError    an actor list: cycle in part-of, one alias for two actors
│   └── ClaimError        a claims file: unknown test, missing parameter
├── SettingError          an argument that no call could satisfy (also a ValueError)
├── NotEnoughDataError    the material is too small for what was asked (also a ValueError)
├── AnonymityError        a result would let a respondent be recognised
├── MissingExtraError     an optional package is needed and not installed (also an ImportError)
└── Cancelled             the user stopped long work; nothing half written is left
```

A message says where (file and place, row or parameter), what was found, what was expected, and what to do next. It is one paragraph,
so that the command line can print it as a single line.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = [
    "AnonymityError",
    "Cancelled",
    "ClaimError",
    "CodebookError",
    "GazetteerError",
    "InputError",
    "KfiError",
    "MissingExtraError",
    "NotEnoughDataError",
    "ReadError",
    "SettingError",
    "TableError",
    "did_you_mean",
    "require_kind",
]


class KfiError(Exception):
    """Base of all errors that this library raises on purpose."""


class InputError(KfiError):
    """Something the user handed in cannot be used.

    Parameters
    ----------
    message
        What was found, what was expected and what to do.
    where
        File and place ("plan.xlsx, row 14"), put before the message.
    """

    def __init__(self, message: str, *, where: object = None) -> None:
        self.where = None if where is None else str(where)
        self.reason = message
        super().__init__(f"{self.where}: {message}" if self.where else message)


class ReadError(InputError):
    """A file or folder cannot be read as text."""


class TableError(InputError):
    """A table lacks a column, holds a wrong value, or points outside its text."""


class CodebookError(InputError):
    """A codebook cannot be used as it stands."""


class GazetteerError(InputError):
    """A list of actors contradicts itself."""


class ClaimError(InputError):
    """A claims file names an unknown test or lacks a parameter."""


class SettingError(KfiError, ValueError):
    """An argument has a value that no call could satisfy."""


class NotEnoughDataError(KfiError, ValueError):
    """The material is too small for what was asked."""


class AnonymityError(KfiError):
    """A result would let a respondent be recognised."""


class MissingExtraError(KfiError, ImportError):
    """An optional package is needed and is not installed."""

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        super().__init__(f"{purpose} needs the package {package!r}: install it with  pip install 'kfi_analysis[{extra}]'")


class Cancelled(KfiError):  # noqa: N818 - a stop is not an error of anybody
    """The user stopped long work."""


def did_you_mean(value: str, options: Iterable[str]) -> str:
    """Give the end of an error message: the closest of `options`, or all of them.

    Examples
    --------
    >>> did_you_mean("hering", ["hearing", "intervju"])
    "did you mean 'hearing'?"
    >>> did_you_mean("x", ["hearing", "intervju"])
    "it must be one of 'hearing', 'intervju'"
    """
    known = list(options)
    close = difflib.get_close_matches(value.lower(), [option.lower() for option in known], n=1, cutoff=0.6)
    if close:
        best = next(option for option in known if option.lower() == close[0])
        return f"did you mean {best!r}?"
    return "it must be one of " + ", ".join(repr(option) for option in known)


def require_kind(value: object, kind: type | tuple[type, ...], *, call: str, instead: str) -> None:
    """Raise `SettingError` if `value` is not of the kind that `call` works on, and say how to make one.

    Examples
    --------
    >>> require_kind("Vi samverkade.", int, call="count", instead="give its length")
    Traceback (most recent call last):
    kfi_analysis.errors.SettingError: count works on int, not on str: give its length
    """
    if not isinstance(value, kind):
        kinds = kind if isinstance(kind, tuple) else (kind,)
        known = " or ".join(one.__name__ for one in kinds)
        raise SettingError(f"{call} works on {known}, not on {type(value).__name__}: {instead}")
