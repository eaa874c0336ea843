"""What changed between two codebooks, and how a coding follows: `diff`, `merge` and the recode map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from kfi_analysis.coding.codebook import Code, Codebook
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR
from kfi_analysis.errors import CodebookError, SettingError, did_you_mean

__all__ = ["CodebookDiff", "diff_codebooks", "merge_codebooks"]

_LIKE = 0.5


@dataclass(frozen=True)
class CodebookDiff:
    """The way from one codebook to another.

    Attributes
    ----------
    table
        One row a change: kind (`added`, `removed`, `renamed`, `changed`), old, new, fields.
    recode_map
        Old path -> new path, or None for a code that is gone: what `Codings.recode` takes.
    """

    table: pd.DataFrame
    recode_map: Mapping[str, str | None]


def diff_codebooks(old: Codebook, new: Codebook, *, renamed: Mapping[str, str] | None = None) -> CodebookDiff:
    """Return the changes from `old` to `new`.

    Parameters
    ----------
    old, new
        The books.
    renamed
        Old path -> new path, where the author knows. Other renames are recognised where a code that is gone and one that is new share the
        definition or at least half of their terms.

    Examples
    --------
    >>> book = Codebook("b", codes=(Code("plan", definition="Planer och rutiner."),))
    >>> diff_codebooks(book, book.rename("plan", "beredskap")).recode_map
    {'plan': 'beredskap'}
    """
    given = dict(renamed or {})
    for path, target in given.items():
        if path not in old or target not in new:
            raise SettingError(f"renamed={{{path!r}: {target!r}}}: the first must be in the old book, the second in the new one")
    gone = [path for path in old.paths if path not in new and path not in given]
    fresh = [path for path in new.paths if path not in old and path not in given.values()]
    pairs = dict(given)
    for path in gone:
        carried = _carried(path, pairs)
        best = carried if carried in fresh else max(fresh, key=lambda target: _likeness(old[path], new[target]), default=None)
        if best is not None and (best == carried or _likeness(old[path], new[best]) >= _LIKE):
            pairs[path] = best
            fresh.remove(best)
    rows: list[tuple[str, str | None, str | None, str]] = []
    for path in old.paths:
        if path in pairs:
            rows.append(("renamed", path, pairs[path], ", ".join(_changed(old[path], new[pairs[path]]))))
        elif path not in new:
            rows.append(("removed", path, None, ""))
        elif fields := _changed(old[path], new[path]):
            rows.append(("changed", path, path, ", ".join(fields)))
    rows += [("added", None, path, "") for path in fresh]
    mapping: dict[str, str | None] = {path: pairs.get(path) for path in old.paths if path in pairs or path not in new}
    return CodebookDiff(pd.DataFrame(rows, columns=["kind", "old", "new", "fields"]), mapping)


def merge_codebooks(first: Codebook, second: Codebook, *, on_conflict: Literal["error", "first", "second"] = "error") -> Codebook:
    """Return one book with the codes of both; a code that both define differently is a conflict.

    Raises
    ------
    CodebookError
        If codes or lists conflict and `on_conflict` is "error"; all of them are named.
    """
    if on_conflict not in ("error", "first", "second"):
        raise SettingError(f"on_conflict={on_conflict!r}: {did_you_mean(on_conflict, ('error', 'first', 'second'))}")
    codes = [path for path in second.paths if path in first and first[path] != second[path]]
    lists = [name for name, terms in second.lists.items() if name in first.lists and first.lists[name] != terms]
    if (codes or lists) and on_conflict == "error":
        named = ", ".join([*codes, *(f"list {name}" for name in lists)])
        raise CodebookError(f"both books define, in different ways: {named}; choose on_conflict='first' or 'second', or rename one")
    both = {**first.lists, **second.lists} if on_conflict == "second" else {**second.lists, **first.lists}
    book = replace(first, lists=both)
    for code in second.codes:
        if code.path not in first or (on_conflict == "second" and first[code.path] != code):
            book = book.with_code(code)
    return book


def _carried(path: str, pairs: Mapping[str, str]) -> str | None:
    """The new path that a sub-code has when its parent was renamed."""
    for old, new in pairs.items():
        if path.startswith(old + CODE_SEPARATOR):
            return new + path[len(old) :]
    return None


def _terms(code: Code) -> set[str]:
    return {term for indicator in code.indicators for term in indicator.terms}


def _likeness(a: Code, b: Code) -> float:
    if a.definition and a.definition == b.definition:
        return 1.0
    one, other = _terms(a), _terms(b)
    return len(one & other) / len(one | other) if one | other else 0.0


def _changed(a: Code, b: Code) -> list[str]:
    names = ("title", "definition", "use_when", "not_when", "examples", "color", "threshold", "indicators")
    return [name for name in names if getattr(a, name) != getattr(b, name)]
