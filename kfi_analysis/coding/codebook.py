"""`Codebook`: a tree of codes with definitions and indicators, checked once, never changed.

Codes are kept flat in the order of the tree, each with its path ("kapacitet/personal"). Every change gives a new book, and the content
hash tells two books apart whatever file they came from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from html import escape
from os import PathLike
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from kfi_analysis.coding.terms import read_term
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR
from kfi_analysis.errors import CodebookError, SettingError, did_you_mean
from kfi_analysis.provenance import content_hash

__all__ = ["Code", "Codebook", "Indicator"]

Within = Literal["sentence", "passage"]


@dataclass(frozen=True)
class Indicator:
    """Terms that speak for a code, all with the same weight and conditions.

    Parameters
    ----------
    terms
        In the language of `terms.py`.
    weight
        What one hit adds to the code's score; negative speaks against.
    unless
        Terms that void a hit which they overlap ("med stöd av" voids "stöd").
    near
        At least one of these must stand in the same sentence (or passage).
    not_near
        None of these may stand there.
    within
        "sentence" or "passage": where `near` and `not_near` are looked for.
    """

    terms: tuple[str, ...]
    weight: float = 1.0
    unless: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    within: Within = "sentence"


@dataclass(frozen=True)
class Code:
    """A node of the codebook.

    Parameters
    ----------
    path
        Names from the theme down, joined by "/".
    title
        What readers see; the name if empty.
    definition, use_when, not_when
        What the code means, when to set it and when not.
    examples
        Passages that carry the code, in the author's own words.
    color
        "#rrggbb" or empty.
    threshold
        The score from which the lexical coder sets the code; None: the book's.
    indicators
        What speaks for the code itself; a theme also counts those of its sub-codes.
    """

    path: str
    title: str = ""
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    examples: tuple[str, ...] = ()
    color: str = ""
    threshold: float | None = None
    indicators: tuple[Indicator, ...] = ()

    @property
    def name(self) -> str:
        """The last name of the path."""
        return self.path.rsplit(CODE_SEPARATOR, 1)[-1]

    @property
    def parent(self) -> str | None:
        """The path above, or None for a theme."""
        return self.path.rsplit(CODE_SEPARATOR, 1)[0] if CODE_SEPARATOR in self.path else None

    @property
    def theme(self) -> str:
        """The first name of the path."""
        return self.path.split(CODE_SEPARATOR, 1)[0]


@dataclass(frozen=True, repr=False, eq=False)
class Codebook:
    """Codes in the order of the tree.

    Parameters
    ----------
    name, version, title, language, description
        What the book is. Name and version tell books apart for people; `sha256` for the library.
    codes
        Parents before their children.
    lists
        Named lists of terms; "@name" in an indicator stands for all of them.
    threshold
        The score from which the lexical coder sets a code.

    Raises
    ------
    CodebookError
        If two codes have one path, a parent is missing, a name is empty or holds "/", a term cannot be read, or a list refers to itself.

    Examples
    --------
    >>> book = Codebook("mitt", codes=(Code("kapacitet"), Code("kapacitet/personal", indicators=(Indicator(("bemanning",)),))))
    >>> book.themes, book.children("kapacitet")
    (('kapacitet',), ('kapacitet/personal',))
    """

    name: str
    version: str = "1"
    title: str = ""
    language: str = "sv"
    description: str = ""
    codes: tuple[Code, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    threshold: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "lists", {key: tuple(value) for key, value in self.lists.items()})
        seen: set[str] = set()
        for code in self.codes:
            _check_path(code.path)
            if code.path in seen:
                raise CodebookError("this path stands more than once: names below one parent must differ", where=f"code {code.path!r}")
            if code.parent is not None and code.parent not in seen:
                raise CodebookError(f"its parent {code.parent!r} is missing or stands after it", where=f"code {code.path!r}")
            seen.add(code.path)
        for name in self.lists:
            self.resolve([f"@{name}"])
        for code in self.codes:
            for indicator in code.indicators:
                _check_indicator(indicator, code.path)
                for part in (indicator.terms, indicator.unless, indicator.near, indicator.not_near):
                    try:
                        for term in self.resolve(part):
                            read_term(term)
                    except CodebookError as error:
                        raise CodebookError(error.reason, where=error.where or f"code {code.path!r}") from None

    # ---------------------------------------------------------------- reading it

    def __len__(self) -> int:
        """Number of codes."""
        return len(self.codes)

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __getitem__(self, path: str) -> Code:
        if path not in self._by_path:
            raise SettingError(f"the codebook {self.name!r} has no code {path!r}: {did_you_mean(path, self.paths)}")
        return self._by_path[path]

    def __contains__(self, path: object) -> bool:
        return path in self._by_path

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Codebook) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __repr__(self) -> str:
        return f"<Codebook {self.name} {self.version}: {len(self.themes)} themes, {len(self.codes)} codes>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td style='padding-left:{code.path.count(CODE_SEPARATOR) * 1.5 + 0.3}em'>{escape(code.title or code.name)}</td>"
            f"<td>{escape(code.definition)}</td></tr>"
            for code in self.codes
        )
        return f"<p>{escape(repr(self))}</p><table><thead><tr><th>kod</th><th>definition</th></tr></thead><tbody>{rows}</tbody></table>"

    @cached_property
    def _by_path(self) -> dict[str, Code]:
        return {code.path: code for code in self.codes}

    @property
    def paths(self) -> tuple[str, ...]:
        """All paths, in the order of the tree."""
        return tuple(code.path for code in self.codes)

    @property
    def themes(self) -> tuple[str, ...]:
        """The paths of the first level."""
        return tuple(code.path for code in self.codes if code.parent is None)

    def children(self, path: str) -> tuple[str, ...]:
        """Return the paths directly below one."""
        self[path]
        return tuple(code.path for code in self.codes if code.parent == path)

    def resolve(self, terms: Iterable[str]) -> list[str]:
        """Return the terms with "@list" replaced by the list's terms, without doubles, in order."""
        out: dict[str, None] = {}

        def add(term: str, trail: tuple[str, ...]) -> None:
            if not term.startswith("@"):
                out.setdefault(term)
                return
            name = term[1:]
            if name in trail:
                raise CodebookError(f"the list {' -> '.join((*trail, name))} refers to itself", where=f"list {name!r}")
            if name not in self.lists:
                raise CodebookError(f"there is no list {name!r}: {did_you_mean(name, self.lists)}" if self.lists else f"no list {name!r}")
            for inner in self.lists[name]:
                add(inner, (*trail, name))

        for term in terms:
            add(term, ())
        return list(out)

    @cached_property
    def sha256(self) -> str:
        """Hash of everything that the book says, the same for any file format and order of keys."""
        return content_hash([json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True)])

    # ---------------------------------------------------------------- handing it out

    def to_dict(self) -> dict[str, Any]:
        """Return the book as the YAML file has it: nested codes, empty fields left out."""

        def tree(parent: str | None) -> list[dict[str, Any]]:
            return [
                _code_dict(code) | ({"codes": below} if (below := tree(code.path)) else {}) for code in self.codes if code.parent == parent
            ]

        head = {key: getattr(self, key) for key in ("name", "version", "title", "language", "description") if getattr(self, key)}
        lists = {"lists": {key: list(value) for key, value in self.lists.items()}} if self.lists else {}
        return head | {"threshold": self.threshold} | lists | {"codes": tree(None)}

    def to_yaml(self) -> str:
        """Return the book as YAML that a person can edit."""
        import yaml

        text: str = yaml.safe_dump(self.to_dict(), allow_unicode=True, sort_keys=False, width=120)
        return text

    def to_frame(self) -> pd.DataFrame:
        """Return one row a code: path, name, parent, title, definition, use_when, not_when, examples, color, threshold, terms."""
        rows = [
            {
                "path": code.path,
                "name": code.name,
                "parent": code.parent,
                "title": code.title or code.name,
                "definition": code.definition,
                "use_when": code.use_when,
                "not_when": code.not_when,
                "examples": " | ".join(code.examples),
                "color": code.color,
                "threshold": code.threshold,
                "terms": " | ".join(term for indicator in code.indicators for term in self.resolve(indicator.terms)),
            }
            for code in self.codes
        ]
        columns = ["path", "name", "parent", "title", "definition", "use_when", "not_when", "examples", "color", "threshold", "terms"]
        return pd.DataFrame(rows, columns=columns)

    # ---------------------------------------------------------------- changing it

    def with_code(self, code: Code) -> Codebook:
        """Return the book with one code added (after its siblings) or replaced."""
        if code.path in self:
            return replace(self, codes=tuple(code if old.path == code.path else old for old in self.codes))
        at = len(self.codes)
        if code.parent is not None:
            below = [i for i, old in enumerate(self.codes) if old.path == code.parent or old.path.startswith(code.parent + CODE_SEPARATOR)]
            if not below:
                raise CodebookError(f"its parent {code.parent!r} is not in the book", where=f"code {code.path!r}")
            at = below[-1] + 1
        return replace(self, codes=(*self.codes[:at], code, *self.codes[at:]))

    def without(self, path: str) -> Codebook:
        """Return the book without a code and what stands below it."""
        self[path]
        return replace(self, codes=tuple(c for c in self.codes if c.path != path and not c.path.startswith(path + CODE_SEPARATOR)))

    def rename(self, old: str, new: str) -> Codebook:
        """Return the book with one path changed, its sub-codes with it. A coding follows with `codings.recode({old: new})`."""
        self[old]
        if new in self:
            raise CodebookError(f"{new!r} is taken: choose another name, or merge the codes with recode", where=f"code {old!r}")
        moved = tuple(
            replace(code, path=new + code.path[len(old) :]) if code.path == old or code.path.startswith(old + CODE_SEPARATOR) else code
            for code in self.codes
        )
        if (old.rsplit(CODE_SEPARATOR, 1)[:-1]) == (new.rsplit(CODE_SEPARATOR, 1)[:-1]):
            return replace(self, codes=moved)
        block = [code for code in moved if code.path == new or code.path.startswith(new + CODE_SEPARATOR)]
        book = replace(self, codes=tuple(code for code in moved if code not in block))
        for code in block:
            book = book.with_code(code)
        return book

    # ---------------------------------------------------------------- making it

    @classmethod
    def load(cls, source: str | PathLike[str]) -> Codebook:
        """Return a shipped codebook ("kfi", "varden") or one read from a file.

        Parameters
        ----------
        source
            A shipped name, or a path ending in .yaml, .yml, .json, .csv or .qdc (REFI-QDA, as NVivo, ATLAS.ti and MAXQDA write it).

        Raises
        ------
        CodebookError
            With file, line and code, if the book cannot be used.

        Examples
        --------
        >>> Codebook.load("kfi").themes
        ('ansvar', 'koordinering', 'kapacitet', 'samverkan', 'lärande', 'relationer')
        """
        from kfi_analysis.coding.codebook_files import read_codebook, shipped_codebook, shipped_codebooks

        if isinstance(source, str) and source in shipped_codebooks():
            return shipped_codebook(source)
        path = Path(source)
        if not path.suffix and not path.exists():
            raise SettingError(f"no codebook {str(source)!r} is shipped: {did_you_mean(str(source), shipped_codebooks())}")
        return read_codebook(path)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Codebook:
        """Return the book that `to_dict` gave."""
        from kfi_analysis.coding.codebook_data import book_from_data

        return book_from_data(data)


def _check_path(path: str) -> None:
    names = path.split(CODE_SEPARATOR)
    if any(not name.strip() or name != name.strip() for name in names):
        raise CodebookError("a name in the path is empty or has blanks at an end: give every code a name", where=f"code {path!r}")


def _check_indicator(indicator: Indicator, path: str) -> None:
    if not indicator.terms:
        raise CodebookError("an indicator has no terms: write terms: [ord, ord]", where=f"code {path!r}")
    if indicator.within not in ("sentence", "passage"):
        raise CodebookError(
            f"within {indicator.within!r}: {did_you_mean(indicator.within, ('sentence', 'passage'))}", where=f"code {path!r}"
        )


def _code_dict(code: Code) -> dict[str, Any]:
    out: dict[str, Any] = {"name": code.name}
    for key in ("title", "definition", "use_when", "not_when", "color"):
        if getattr(code, key):
            out[key] = getattr(code, key)
    if code.threshold is not None:
        out["threshold"] = code.threshold
    if code.examples:
        out["examples"] = list(code.examples)
    if code.indicators:
        out["indicators"] = [_indicator_dict(indicator) for indicator in code.indicators]
    return out


def _indicator_dict(indicator: Indicator) -> dict[str, Any]:
    default = {f.name: f.default for f in fields(Indicator)}
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(indicator).items()}
    return {key: value for key, value in values.items() if key == "terms" or (value != default[key] and value != [])}
