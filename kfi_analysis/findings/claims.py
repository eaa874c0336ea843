"""Claims files: what an evaluation says, in our own words, with the test and the decision rule set before looking.

```toml
[claims]
title = "…"
study = "boras-2021"            # a registered study whose figures may be used

[scopes.empiri]                 # a part of the documents, by headings
from = "…"
before = "…"

[figures.budget]                # figures that the arithmetic may use, beside those of the study
value = 12.5

[[claim]]
id = "mindre-kritiska"
chapter = "Metod"
claim = "Självvärderingarna är mindre kritiska än hearingarna och intervjuerna."
test = "share_difference"
parameters = { what = { valence = ["utmaning", "blandat"] }, group = { source_kind = "självvärdering" }, against = { … } }
rule = { direction = "below", than = 0 }
caveat = "…"                    # optional: what limits the test

[[claim]]                       # several parts: all must hold
id = "…"
parts = [ { test = "…", parameters = { … }, rule = { … } }, … ]

[[claim]]                       # cannot be tested, and why
id = "…"
untestable = "…"
```
"""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from kfi_analysis.corpus import list_corpora, registered
from kfi_analysis.errors import ClaimError, did_you_mean
from kfi_analysis.files import PathLike
from kfi_analysis.findings import measure_figures, measure_passages, measure_relations, measure_text
from kfi_analysis.findings.material import Scope
from kfi_analysis.findings.measured import Measured

__all__ = ["TESTS", "Claim", "Claims", "Part", "Rule", "load_claims"]

TESTS: dict[str, Callable[..., Measured]] = {
    "share": measure_passages.share,
    "share_difference": measure_passages.share_difference,
    "code_difference": measure_passages.code_difference,
    "every_group": measure_passages.every_group,
    "spread": measure_passages.spread,
    "saturation": measure_passages.saturation,
    "presence": measure_text.presence,
    "denied": measure_text.denied,
    "term_ratio": measure_text.term_ratio,
    "term_rank": measure_text.term_rank,
    "cooccurrence": measure_text.cooccurrence,
    "relation_ratio": measure_relations.relation_ratio,
    "sign_share": measure_relations.sign_share,
    "sign_difference": measure_relations.sign_difference,
    "actor_rank": measure_relations.actor_rank,
    "arithmetic": measure_figures.arithmetic,
}
"""Name -> test. A trend over phases is `share_difference` with phases as groups."""

DIRECTIONS = ("above", "below", "equal")


@dataclass(frozen=True)
class Rule:
    """When a claim counts as supported: the value lies above or below a number, or equals it within a tolerance; on at least `min_n`.

    `interval = false` is for facts of record, about which sources do not vary: the value alone decides.
    """

    direction: str
    than: float
    tolerance: float = 0.0
    min_n: int = 5
    interval: bool = True

    def __str__(self) -> str:
        words = {"above": "över", "below": "under", "equal": "lika med"}
        margin = f" (± {self.tolerance:g})" if self.tolerance else ""
        return f"{words[self.direction]} {self.than:g}{margin}, minst {self.min_n}"


@dataclass(frozen=True)
class Part:
    """One test with its parameters and rule."""

    test: str
    parameters: Mapping[str, Any]
    rule: Rule


@dataclass(frozen=True)
class Claim:
    """A claim: what is said, where, and how it is tested; without parts it cannot be, and `untestable` says why."""

    id: str
    chapter: str
    claim: str
    parts: tuple[Part, ...] = ()
    untestable: str = ""
    caveat: str = ""


@dataclass(frozen=True)
class Claims:
    """The claims of a study, with the figures and scopes that their tests use."""

    name: str
    claims: tuple[Claim, ...]
    study: str | None = None
    figures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    scopes: Mapping[str, Scope] = field(default_factory=dict)

    def __len__(self) -> int:
        """Number of claims."""
        return len(self.claims)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(claim.chapter)}</td><td>{escape(claim.claim)}</td>"
            f"<td>{escape('; '.join(f'{part.test}: {part.rule}' for part in claim.parts) or claim.untestable)}</td></tr>"
            for claim in self.claims
        )
        head = "".join(f"<th>{name}</th>" for name in ("Kapitel", "Påstående", "Prövning och regel"))
        return f"<p>{escape(self.name)}</p><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def load_claims(source: str | PathLike | Mapping[str, Any]) -> Claims:
    """Return the claims of a registered study, a TOML file, or a mapping of the same shape.

    Raises
    ------
    ClaimError
        If a test is unknown, a parameter is missing or unknown, an id stands twice, or the file is no TOML.

    Examples
    --------
    >>> len(load_claims("boras-2021")) >= 25
    True
    """
    if isinstance(source, Mapping):
        return _claims(source, "claims")
    known = isinstance(source, str) and source in set(list_corpora()["name"])
    path = registered(str(source)).path("claims") if known else Path(source)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        names = [str(name) for name in list_corpora()["name"]]
        raise ClaimError(f"no such file or registered study: {did_you_mean(str(source), names)}", where=source) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ClaimError(f"not a readable TOML file ({error})", where=path.name) from error
    return _claims(data, path.name)


def _claims(data: Mapping[str, Any], where: str) -> Claims:
    entries = data.get("claim")
    if not isinstance(entries, Sequence) or not entries:
        raise ClaimError("it needs at least one [[claim]]", where=where)
    claims = tuple(_claim(entry, where) for entry in entries)
    ids = [claim.id for claim in claims]
    double = next((one for one in ids if ids.count(one) > 1), None)
    if double:
        raise ClaimError(f"the id {double!r} stands more than once: ids must differ", where=where)
    head = data.get("claims", {})
    figures: dict[str, Mapping[str, Any]] = {}
    study = str(head["study"]) if "study" in head else None
    if study is not None:
        for row in registered(study).table("figures").fillna("").to_dict("records"):
            figures[str(row["figure_id"])] = {str(key): value for key, value in row.items()}
    figures.update(data.get("figures", {}))
    scopes = {name: Scope(part.get("from"), part.get("before")) for name, part in data.get("scopes", {}).items()}
    return Claims(str(head.get("title", where)), claims, study, figures, scopes)


def _claim(entry: Mapping[str, Any], where: str) -> Claim:
    place = f"{where}, claim {entry.get('id', '?')!r}"
    missing = [key for key in ("id", "chapter", "claim") if not entry.get(key)]
    if missing:
        raise ClaimError(f"the key {missing[0]!r} is missing", where=place)
    unknown = set(entry) - {"id", "chapter", "claim", "test", "parameters", "rule", "parts", "untestable", "caveat"}
    if unknown:
        raise ClaimError(f"the key {sorted(unknown)[0]!r} is unknown", where=place)
    parts = [entry] if "test" in entry else list(entry.get("parts", []))
    if bool(parts) == bool(entry.get("untestable")):
        raise ClaimError("it needs a test, or parts, or `untestable` with the reason, and only one of them", where=place)
    tested = tuple(_part(part, place) for part in parts)
    return Claim(
        str(entry["id"]), str(entry["chapter"]), str(entry["claim"]), tested, str(entry.get("untestable", "")), str(entry.get("caveat", ""))
    )


def _part(entry: Mapping[str, Any], where: str) -> Part:
    test = str(entry.get("test"))
    if test not in TESTS:
        raise ClaimError(f"the test {test!r} is unknown: {did_you_mean(test, TESTS)}", where=where)
    signature = inspect.signature(TESTS[test])
    known = [name for name in signature.parameters if name != "material"]
    needed = [name for name in known if signature.parameters[name].default is inspect.Parameter.empty]
    given = dict(entry.get("parameters", {}))
    for name in given:
        if name not in known:
            raise ClaimError(f"the test {test!r} has no parameter {name!r}: {did_you_mean(name, known)}", where=where)
    for name in needed:
        if name not in given:
            raise ClaimError(f"the test {test!r} needs the parameter {name!r}", where=where)
    rule = entry.get("rule")
    if not isinstance(rule, Mapping) or rule.get("direction") not in DIRECTIONS or not isinstance(rule.get("than"), (int, float)):
        raise ClaimError(f"the rule needs direction (one of {', '.join(DIRECTIONS)}) and than (a number)", where=where)
    exact = test == "arithmetic"
    default_n = 1 if exact or test in {"presence", "every_group"} else 5
    made = Rule(
        str(rule["direction"]),
        float(rule["than"]),
        float(rule.get("tolerance", 0.0)),
        int(rule.get("min_n", default_n)),
        bool(rule.get("interval", True)),
    )
    return Part(test, given, made)
