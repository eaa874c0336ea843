"""Several coders on the same text: who coded what is joined by the texts themselves, conflicts are listed, and a consensus is made.

Files come back from coders with their own ids. Documents are matched by the hash of their text and passages by their limits, so that a
renamed file is still the same text and a changed text is never taken for it. Nothing is decided silently: `conflicts` lists what the
coders disagree on, and `consensus` says in its score how many stood behind each code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.vocabulary import CODE_SEPARATOR, UNIT_COLUMNS
from kfi_analysis.errors import SettingError, TableError, did_you_mean
from kfi_analysis.provenance import content_hash

if TYPE_CHECKING:
    from kfi_analysis.corpus import Corpus

__all__ = ["CONFLICT_COLUMNS", "conflicts", "consensus", "merge_codings", "with_parents"]

CONFLICT_COLUMNS = ("passage_id", "document_id", "start", "end", "kind", "what", "yes", "no", "share")
"""`kind` is "kod" (given by some), "omfång" (same code, other limits) or the name of an attribute; `what` is the code, or the values."""

_SPAN = ["document_id", "start", "end"]


def merge_codings(*parts: Codings | Iterable[Codings]) -> Codings:
    """Return the codings of several coders as one.

    Parameters
    ----------
    *parts
        Codings, or lists of them. The first gives the ids. Where two parts know their corpus, documents with the same text (SHA-256)
        are the same document whatever they are called. Passages with the same limits are the same passage. A coder's name that
        occurs in several parts is numbered: "anna", "anna (2)".

    Raises
    ------
    TableError
        If a document of the same name has another text, or a passage of the same name has other limits.

    Examples
    --------
    >>> units = pd.DataFrame({"passage_id": ["p1", "p2"], "document_id": "d", "start": [0, 10], "end": [9, 20]})
    >>> anna = Codings(pd.DataFrame({"passage_id": ["p1"], "code": "ansvar", "coder": "anna"}), units)
    >>> bo = Codings(pd.DataFrame({"passage_id": ["p2"], "code": "ansvar", "coder": "bo"}), units)
    >>> merge_codings(anna, bo)
    <Codings: 2 codes by 2 coders on 2 of 2 passages>
    """
    flat = [one for part in parts for one in ([part] if isinstance(part, Codings) else part)]
    if not flat:
        return Codings.empty()
    merged = [flat[0]]
    names = set(flat[0].coders)
    for at, part in enumerate(flat[1:], start=2):
        moved = _same_passages(_same_documents(part, merged, at), merged)
        fresh: dict[str, str] = {}
        for coder in moved.coders:
            name, number = coder, 2
            while name in names:
                name, number = f"{coder} ({number})", number + 1
            names.add(name)
            fresh[coder] = name
        merged.append(_renamed(moved, "coder", fresh))
    if len(merged) == 1:
        return merged[0]
    joined = Codings.concat(merged)
    if joined.corpus is not None:
        return joined
    corpora = [part.corpus for part in merged if part.corpus is not None]
    holders = [one for one in corpora if set(joined.units["document_id"]) <= set(one.documents["document_id"])]
    return replace(joined, corpus=holders[0]) if holders else joined


def conflicts(codings: Codings, *, level: int | None = None) -> pd.DataFrame:
    """Return what the coders of the same passages disagree on, the most divided first.

    Parameters
    ----------
    codings
        With several coders.
    level
        Codes folded to this depth; None: as they stand, with their parents.

    Returns
    -------
    pandas.DataFrame
        Columns `CONFLICT_COLUMNS`: `yes` and `no` name the coders (of an attribute: "value: coders"); `share` is the part of the
        coders who looked that said yes (of an attribute: that gave the commonest value).
    """
    looked_at = _looked(codings)
    rows: list[tuple[object, ...]] = []
    for (passage, code), who in _votes(codings, level).items():
        looked = looked_at[passage]
        yes = [coder for coder in looked if coder in who]
        if len(yes) < len(looked):
            no = [coder for coder in looked if coder not in who]
            rows.append((passage, "kod", code, ", ".join(yes), ", ".join(no), len(yes) / len(looked)))
        spans = {coder: tuple(sorted(limits)) for coder, limits in who.items()}
        if len(set(spans.values())) > 1:
            rows.append((passage, "omfång", code, "; ".join(f"{coder}: {_spans(spans[coder])}" for coder in yes), "", 1.0))
    for (passage, name), given in _values(codings).items():
        options = sorted(set(given.values()))
        if len(options) > 1:
            by_value = {value: [coder for coder in codings.coders if given.get(coder) == value] for value in options}
            said = "; ".join(f"{value}: {', '.join(who)}" for value, who in by_value.items())
            most = max(len(who) for who in by_value.values())
            rows.append((passage, name, " / ".join(options), said, "", most / len(given)))
    out = pd.DataFrame(rows, columns=["passage_id", "kind", "what", "yes", "no", "share"])
    out = out.merge(codings.units[list(UNIT_COLUMNS)], on="passage_id", how="left")
    out["_divided"] = (out["share"].astype(float) - 0.5).abs()
    out = out.sort_values(["_divided", "document_id", "start", "kind", "what"], kind="stable", ignore_index=True)
    return out[list(CONFLICT_COLUMNS)]


def consensus(codings: Codings, rule: str = "majority", *, name: str = "konsensus", level: int | None = None, at_least: int = 1) -> Codings:
    """Return one layer of codes from several coders.

    Parameters
    ----------
    codings
        With several coders; a coder who did not look at a passage has no vote on it.
    rule
        "majority": more than half of those who looked; "unanimous": all of them; or a coder's name: that coder's coding where the coder
        looked, the majority of the others elsewhere.
    name
        The new coder.
    level
        Codes folded to this depth; None: as they stand. The parents of a code are voted on as well.
    at_least
        Passages that fewer coders looked at are left out.

    Returns
    -------
    Codings
        By one coder. `score` is the share of the coders that stood behind the code; a code has the span on which they agree, or the hull
        of their spans. A tie gives no code and no value.

    Raises
    ------
    SettingError
        If the rule is neither a rule nor a coder.
    """
    if rule not in ("majority", "unanimous") and rule not in codings.coders:
        raise SettingError(f"rule={rule!r}: {did_you_mean(rule, ['majority', 'unanimous', *codings.coders])}")
    looked = {passage: coders for passage, coders in _looked(codings).items() if len(coders) >= at_least}
    rows, values = [], []
    documents = dict(zip(codings.units["passage_id"], codings.units["document_id"], strict=True))
    for (passage, code), who in _votes(codings, level).items():
        if passage in looked and (share := _share(rule, looked[passage], set(who))) > 0:
            kept = [who[rule]] if rule in who else list(who.values())
            start, end = min(s for limits in kept for s, _ in limits), max(e for limits in kept for _, e in limits)
            rows.append((documents[passage], passage, start, end, code, name, share))
    for (passage, attribute), given in _values(codings).items():
        if passage in looked:
            for value in sorted(set(given.values())):
                share = _share(rule, [coder for coder in codings.coders if coder in given], {c for c, v in given.items() if v == value})
                if share > 0:
                    values.append((documents[passage], passage, attribute, value, name, share))
    units = codings.units[codings.units["passage_id"].isin(looked)].reset_index(drop=True)
    table = pd.DataFrame(rows, columns=["document_id", "passage_id", "start", "end", "code", "coder", "score"])
    attributes = pd.DataFrame(values, columns=["document_id", "passage_id", "attribute", "value", "coder", "score"])
    provenance = codings.provenance.derive("consensus", rule=rule, coders=list(codings.coders), at_least=at_least)
    return Codings(table, units, attributes, (name,), pd.DataFrame(), codings.corpus, codings.codebook, provenance)


def with_parents(codings: Codings) -> Codings:
    """Return the coding with a row for each code's parents as well: "kapacitet/personal" also counts as "kapacitet"."""
    full = _with_parents(codings.table)
    return codings if len(full) == len(codings.table) else replace(codings, table=full)


def _with_parents(table: pd.DataFrame) -> pd.DataFrame:
    depth = int(table["code"].str.count(CODE_SEPARATOR).max()) if len(table) else 0
    if not depth:
        return table
    parts = [table]
    for level in range(1, depth + 1):
        deeper = table[table["code"].str.count(CODE_SEPARATOR) >= level]
        parts.append(deeper.assign(code=[CODE_SEPARATOR.join(code.split(CODE_SEPARATOR)[:level]) for code in deeper["code"]]))
    double = ["document_id", "passage_id", "start", "end", "code", "coder"]
    return pd.concat(parts, ignore_index=True).drop_duplicates(double, ignore_index=True)


def _same_documents(part: Codings, merged: Sequence[Codings], at: int) -> Codings:
    hashes: dict[str, str] = {}
    for one in merged:
        if one.corpus is not None:
            hashes.update(_hashes(one.corpus))
    if part.corpus is None or not hashes:
        return part
    by_hash = {digest: document for document, digest in hashes.items()}
    new: dict[str, str] = {}
    for document, digest in _hashes(part.corpus).items():
        if digest in by_hash:
            new[document] = by_hash[digest]
        elif document in hashes:
            raise TableError(
                f"document {document!r} has another text than in the first coding (SHA-256 {digest[:12]}… and {hashes[document][:12]}…): "
                "spans cannot be compared; code the same version of the text",
                where=f"coding {at}",
            )
    return _renamed(part, "document_id", new)


def _hashes(corpus: Corpus) -> dict[str, str]:
    """The hash of each document's text as it is coded (`documents.sha256` may be that of a file)."""
    rows = zip(corpus.documents["document_id"], corpus.documents["text"], strict=True)
    return {str(document): content_hash([str(text)]) for document, text in rows}


def _same_passages(part: Codings, merged: Sequence[Codings]) -> Codings:
    known = pd.concat([one.units[list(UNIT_COLUMNS)] for one in merged], ignore_index=True).drop_duplicates(_SPAN)
    known = known[known["end"] > known["start"]]  # a passage without limits is known by its name alone
    both = part.units[list(UNIT_COLUMNS)].merge(known, on=_SPAN, how="left", suffixes=("", "_known"))
    new = {a: b for a, b in zip(both["passage_id"], both["passage_id_known"], strict=True) if not pd.isna(b) and a != b}
    if len(set(new.values()) | (set(part.units["passage_id"]) - set(new))) < len(part.units):
        raise TableError(
            "its passages overlap in name with other passages of the first coding: give passages ids that differ", where="codings"
        )
    return _renamed(part, "passage_id", new)


def _renamed(codings: Codings, column: str, new: dict[str, str]) -> Codings:
    if all(old == name for old, name in new.items()):
        return codings

    def moved(table: pd.DataFrame) -> pd.DataFrame:
        if column not in table.columns or table.empty:
            return table
        return table.assign(**{column: [new.get(value, value) for value in table[column]]})

    coders = tuple(new.get(coder, coder) for coder in codings.coders) if column == "coder" else codings.coders
    corpus = codings.corpus if column == "coder" else None
    return replace(
        codings,
        table=moved(codings.table),
        units=moved(codings.units),
        attributes=moved(codings.attributes),
        seen=moved(codings.seen),
        coders=coders,
        corpus=corpus,
    )


def _looked(codings: Codings) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {str(passage): [] for passage in codings.units["passage_id"]}
    for coder in codings.coders:
        for passage in codings.seen_by(coder):
            out[passage].append(coder)
    return out


def _votes(codings: Codings, level: int | None) -> dict[tuple[str, str], dict[str, list[tuple[int, int]]]]:
    """(passage, code) -> coder -> spans, in the order of the units and then of the codes."""
    if level is not None and level < 1:
        raise SettingError(f"level={level}: it must be 1 (themes) or more, or None")
    table = _with_parents(codings.table)
    place = {passage: at for at, passage in enumerate(codings.units["passage_id"])}
    votes: dict[tuple[str, str], dict[str, list[tuple[int, int]]]] = {}
    columns = ["passage_id", "code", "coder", "start", "end"]
    for passage, code, coder, start, end in zip(*(table[column].tolist() for column in columns), strict=True):
        if level is None or code.count(CODE_SEPARATOR) < level:
            votes.setdefault((passage, code), {}).setdefault(coder, []).append((start, end))
    return dict(sorted(votes.items(), key=lambda item: (place[item[0][0]], item[0][1])))


def _values(codings: Codings) -> dict[tuple[str, str], dict[str, Any]]:
    out: dict[tuple[str, str], dict[str, Any]] = {}
    columns = ["passage_id", "attribute", "coder", "value"]
    for passage, name, coder, value in zip(*(codings.attributes[column].tolist() for column in columns), strict=True):
        out.setdefault((passage, name), {})[coder] = value
    return dict(sorted(out.items()))


def _share(rule: str, looked: Sequence[str], yes: set[str]) -> float:
    """The share of the coders behind a code, 0 where the rule does not let it stand."""
    share = len(yes & set(looked)) / len(looked) if looked else 0.0
    if rule in looked:
        return share if rule in yes else 0.0
    if rule == "unanimous":
        return share if share == 1.0 else 0.0
    return share if share > 0.5 else 0.0


def _spans(limits: Sequence[tuple[int, int]]) -> str:
    return " ".join(f"{start}:{end}" for start, end in limits)
