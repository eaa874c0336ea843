"""What a person should look at first, and what they decided: a queue and a log that is only added to.

`review` orders passages by how much a look is worth: the coder is unsure, coders disagree, or the passage weighs much in a small group.
`Decisions` is a log of single decisions, each with who and when. Replaying the log on the suggested coding gives the reviewed one;
replaying its first n lines gives any earlier state.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.vocabulary import ATTRIBUTES, CODE_SEPARATOR, UNIT_COLUMNS
from kfi_analysis.errors import InputError, SettingError, did_you_mean

__all__ = ["Decision", "Decisions", "review"]

Action = Literal["accept", "add", "remove", "set"]
ACTIONS = ("accept", "add", "remove", "set")

REVIEW_COLUMNS = ("passage_id", "document_id", "priority", "uncertainty", "disagreement", "influence", "codes", "doubtful", "text")


def review(codings: Codings, *, scores: pd.DataFrame | None = None, by: str = "source_kind", n: int | None = None) -> pd.DataFrame:
    """Return the passages worth a person's time, the most urgent first.

    Parameters
    ----------
    codings
        By one coder or several.
    scores
        Passages x themes (0-1), as a coder's `score(texts).values`: then near misses count as uncertain too. Otherwise only codes that
        were set are known.
    by
        Metadata of the units: a passage of a small group weighs more in that group's profile.
    n
        How many; all if None.

    Returns
    -------
    pandas.DataFrame
        `priority` (0-1) is the weighted mean of `uncertainty` (1 at a score of 0.5, 0 at 0 and 1; the largest of the passage), twice,
        `disagreement` (share of codes on which not all coders agree), twice, and `influence` (1 / size of the group, scaled to its
        maximum), once. `doubtful` names the theme behind the uncertainty.
    """
    units = codings.units
    themes = codings.at_level(1)
    uncertainty, doubtful = _uncertainty(themes, scores)
    disagreement = _disagreement(themes)
    sizes = units.groupby(by)["passage_id"].transform("size") if by in units.columns and units[by].notna().any() else None
    share = np.ones(len(units)) if sizes is None else 1.0 / sizes.fillna(len(units)).to_numpy(dtype="float64")
    influence = share / share.max() if len(share) else share
    unsure = uncertainty.reindex(units["passage_id"]).fillna(0.0).to_numpy()
    differ = disagreement.reindex(units["passage_id"]).fillna(0.0).to_numpy()
    given = themes.table.groupby("passage_id")["code"].agg(lambda codes: ";".join(dict.fromkeys(codes)))
    texts = codings.texts.to_numpy() if codings.corpus is not None else np.full(len(units), None, dtype=object)
    out = pd.DataFrame(
        {
            "passage_id": units["passage_id"],
            "document_id": units["document_id"],
            "priority": (2 * unsure + 2 * differ + influence) / 5,
            "uncertainty": unsure,
            "disagreement": differ,
            "influence": influence,
            "codes": given.reindex(units["passage_id"]).fillna("").to_numpy(),
            "doubtful": doubtful.reindex(units["passage_id"]).to_numpy(),
            "text": texts,
        },
        columns=list(REVIEW_COLUMNS),
    )
    out = out.sort_values(["priority", "passage_id"], ascending=[False, True], ignore_index=True)
    return out if n is None else out.head(n)


def _uncertainty(themes: Codings, scores: pd.DataFrame | None) -> tuple[pd.Series[float], pd.Series[str]]:
    if scores is None:
        long = themes.table[["passage_id", "code", "score"]]
        long = long[long["score"] < 1.0]
    else:
        long = scores.rename_axis(index="passage_id").reset_index().melt("passage_id", var_name="code", value_name="score")
    unsure = long.assign(unsure=1.0 - 2.0 * (long["score"] - 0.5).abs()).sort_values(["unsure", "code"], ascending=[False, True])
    first = unsure.drop_duplicates("passage_id").set_index("passage_id")
    return first["unsure"], first["code"]


def _disagreement(themes: Codings) -> pd.Series[float]:
    """Share of the codes that anybody gave a passage on which those who looked at it differ."""
    if len(themes.coders) < 2:
        return pd.Series(dtype="float64")
    pairs = themes.table[["passage_id", "code", "coder"]].drop_duplicates()
    votes = pairs.groupby(["passage_id", "code"])["coder"].size().rename("votes").reset_index()
    looked = pd.Series(0, index=themes.units["passage_id"])
    for coder in themes.coders:
        looked[themes.seen_by(coder)] += 1
    split = votes["votes"].to_numpy() < looked.reindex(votes["passage_id"]).to_numpy()
    return pd.Series(split.astype("float64"), index=votes["passage_id"].to_numpy()).groupby(level=0).mean()


@dataclass(frozen=True)
class Decision:
    """One decision of one person about one passage.

    Parameters
    ----------
    passage_id
        The passage.
    action
        "accept": the codes stand as they are; "add" or "remove": one code (a path); "set": an attribute such as valence.
    code
        The code, or "valence=styrka" for "set".
    by, at
        Who, and when (ISO 8601).
    note
        Why.
    """

    passage_id: str
    action: Action
    code: str = ""
    by: str = ""
    at: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise SettingError(f"action {self.action!r}: {did_you_mean(str(self.action), ACTIONS)}")
        if not self.by:
            raise SettingError("a decision needs a name: by='initials or pseudonym'")
        try:
            datetime.fromisoformat(self.at)
        except ValueError as error:
            raise SettingError(f"at={self.at!r} is no time: write it as 2021-11-30 or 2021-11-30T14:05") from error
        if self.action in ("add", "remove") and not self.code:
            raise SettingError(f"{self.action!r} needs a code")
        if self.action == "set":
            name, _, value = self.code.partition("=")
            if not name or not value or (name in ATTRIBUTES and value not in ATTRIBUTES[name]):
                raise SettingError(f"'set' needs attribute=value, such as valence=styrka; got {self.code!r}")


@dataclass(frozen=True)
class Decisions:
    """A log of decisions, in the order in which they were made; it only grows.

    Examples
    --------
    >>> log = Decisions().add(Decision("p1", "add", "lärande", by="KL", at="2021-11-30"))
    >>> len(log), len(log.until(0))
    (1, 0)
    """

    entries: tuple[Decision, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Decision]:
        return iter(self.entries)

    def add(self, *decisions: Decision) -> Decisions:
        """Return the log with more decisions at its end."""
        return replace(self, entries=(*self.entries, *decisions))

    def until(self, n: int) -> Decisions:
        """Return the first `n` decisions: the log as it was then."""
        if not 0 <= n <= len(self.entries):
            raise SettingError(f"until({n}): the log has {len(self.entries)} decisions")
        return replace(self, entries=self.entries[:n])

    def to_frame(self) -> pd.DataFrame:
        """Return one row a decision: passage_id, action, code, by, at, note."""
        return pd.DataFrame([asdict(entry) for entry in self.entries], columns=["passage_id", "action", "code", "by", "at", "note"])

    def apply(self, codings: Codings, *, coder: str = "reviewed") -> Codings:
        """Return the coding after the decisions, under the name `coder`.

        Only passages that were decided on are changed; `units` gets the columns `reviewed_by` and `reviewed_at` of the last decision.

        Raises
        ------
        SettingError
            If the coding has several coders, or the codebook is known and lacks a code.
        InputError
            If a decision is about a passage that was not coded.
        """
        if len(codings.coders) > 1:
            raise SettingError("decisions apply to one coder's codes: filter(coder=...) or merge them first")
        spans = {str(row["passage_id"]): row for row in codings.units[list(UNIT_COLUMNS)].to_dict("records")}
        codes: dict[tuple[str, str], dict[str, Any]] = {
            (str(row["passage_id"]), str(row["code"])): {str(key): value for key, value in row.items()}
            for row in codings.table.to_dict("records")
        }
        values = {
            (str(r["passage_id"]), str(r["attribute"])): {str(k): v for k, v in r.items()} for r in codings.attributes.to_dict("records")
        }
        last: dict[str, Decision] = {}
        for number, decision in enumerate(self.entries, start=1):
            if decision.passage_id not in spans:
                raise InputError(f"passage {decision.passage_id!r} was not coded", where=f"decision {number}")
            if decision.action in ("add", "remove") and codings.codebook is not None and decision.code not in codings.codebook:
                raise SettingError(f"decision {number}: no code {decision.code!r}; {did_you_mean(decision.code, codings.codebook.paths)}")
            _take(decision, codes, values, spans[decision.passage_id])
            last[decision.passage_id] = decision
        ids = codings.units["passage_id"]
        looked = codings.units.assign(
            reviewed_by=ids.map({passage: decision.by for passage, decision in last.items()}),
            reviewed_at=ids.map({passage: decision.at for passage, decision in last.items()}),
        )
        return replace(
            codings,
            table=pd.DataFrame(list(codes.values()), columns=codings.table.columns).assign(coder=coder),
            attributes=pd.DataFrame(list(values.values()), columns=codings.attributes.columns).assign(coder=coder),
            units=looked,
            coders=(coder,),
            seen=pd.DataFrame(),
            provenance=codings.provenance.derive("review", decisions=len(self.entries), coder=coder),
        )

    def append_to(self, path: str | PathLike[str]) -> Path:
        """Add to a log file (one JSON object a line) the decisions that it does not have yet.

        Raises
        ------
        InputError
            If the file's decisions are not the beginning of this log: another person wrote to it, or it was changed.
        """
        file = Path(path)
        there = Decisions.read(file) if file.exists() else Decisions()
        if there.entries != self.entries[: len(there)]:
            raise InputError("the file holds decisions that this log does not begin with: read it again and add to it", where=file)
        with file.open("a", encoding="utf-8", newline="\n") as handle:
            for entry in self.entries[len(there) :]:
                handle.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
        return file

    @classmethod
    def read(cls, path: str | PathLike[str]) -> Decisions:
        """Read a log file that `append_to` wrote."""
        return cls.from_records(_lines(Path(path)), where=str(path))

    @classmethod
    def from_records(cls, records: Iterable[Mapping[str, Any]], *, where: str = "decisions") -> Decisions:
        """Return the log of rows with the fields of `Decision` (a filled-in review sheet, for example)."""
        entries = []
        for number, record in enumerate(records, start=1):
            known = {key: str(record[key]) for key in Decision.__dataclass_fields__ if record.get(key) not in (None, "")}
            try:
                entries.append(Decision(**known))  # type: ignore[arg-type]
            except (TypeError, SettingError) as error:
                raise InputError(f"the decision cannot be used: {error}", where=f"{where}, line {number}") from error
        return cls(tuple(entries))


def _take(
    decision: Decision, codes: dict[tuple[str, str], dict[str, Any]], values: dict[tuple[str, str], dict[str, Any]], unit: Mapping[Any, Any]
) -> None:
    """Carry out one decision. A sub-code brings its theme; a theme taken away takes its sub-codes with it."""
    passage = decision.passage_id
    if decision.action == "add":
        names = decision.code.split(CODE_SEPARATOR)
        for depth in range(1, len(names) + 1):
            path = CODE_SEPARATOR.join(names[:depth])
            span = {"document_id": unit["document_id"], "passage_id": passage, "start": unit["start"], "end": unit["end"]}
            codes[(passage, path)] = codes.get((passage, path), {**span, "code": path, "evidence": None}) | {"score": 1.0}
    elif decision.action == "remove":
        for key in [key for key in codes if key[0] == passage and (key[1] + CODE_SEPARATOR).startswith(decision.code + CODE_SEPARATOR)]:
            del codes[key]
    elif decision.action == "accept":
        for key in [key for key in codes if key[0] == passage]:
            codes[key] = codes[key] | {"score": 1.0}
    else:
        name, _, value = decision.code.partition("=")
        row = {"document_id": unit["document_id"], "passage_id": passage, "attribute": name, "evidence": None}
        values[(passage, name)] = row | {"value": value, "score": 1.0}


def _lines(file: Path) -> Iterator[Mapping[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the log cannot be read ({error})", where=file) from error
    for number, line in enumerate(lines, start=1):
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError("the line is no JSON: a log is only added to, never edited", where=f"{file}, line {number}") from error
        if not isinstance(record, dict):
            raise InputError("the line is no JSON object", where=f"{file}, line {number}")
        yield record
