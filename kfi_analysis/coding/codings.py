"""`Codings`: which passage was given which code, by whom, and on what evidence; and which passages were looked at in vain.

Three tables that are checked once and never change: `table` (one row a passage, code and coder), `units` (the passages looked at, with
their metadata) and `attributes` (what holds for a passage as a whole: valence, phase). Every method returns a new object.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from kfi_analysis.coding.codings_checks import checked
from kfi_analysis.coding.conditions import fulfils, recoded, with_children
from kfi_analysis.coding.evidence import explode_evidence
from kfi_analysis.coding.vocabulary import ATTRIBUTES, CODE_SEPARATOR, UNIT_COLUMNS
from kfi_analysis.errors import SettingError, TableError, did_you_mean
from kfi_analysis.provenance import Provenance, content_hash

if TYPE_CHECKING:
    from kfi_analysis.coding.codebook import Codebook
    from kfi_analysis.corpus import Corpus

__all__ = ["Codings", "units_of"]

_SHOWN = 8


@dataclass(frozen=True, eq=False, repr=False)
class Codings:
    """Codes on passages, by one coder or several.

    Parameters
    ----------
    table
        Columns of `vocabulary.CODING_COLUMNS`. `code` is a path in the codebook ("kapacitet/personal"); a coder of this library gives a
        row for the theme and a row for each sub-code. `start` and `end` may be missing where `passage_id` names a unit: the code then
        holds for the whole passage. `score` may be missing (it is then 1), and so may `evidence`.
    units
        The passages that were looked at, coded or not: `vocabulary.UNIT_COLUMNS` and any metadata. Empty: taken from the table, and
        then passages without a code are unknown.
    attributes
        Columns of `vocabulary.ATTRIBUTE_COLUMNS`: valence, phase, or the user's own.
    coders
        Who coded, in order; also those who looked and gave no code. Empty: taken from the tables.
    seen
        Which coder looked at which passage. Empty: every coder looked at every unit.
    corpus
        The corpus that was coded, where it is at hand: gives the passages' texts.
    codebook
        The codebook that was used, where it is known.
    provenance
        How the coding came to be.

    Raises
    ------
    TableError
        If a column is missing, a code is empty, a span lies outside its passage, a passage is not among the units, or a score is not 0-1.

    Examples
    --------
    >>> table = pd.DataFrame({"document_id": "d", "passage_id": ["p1", "p1"], "start": 0, "end": 9,
    ...                       "code": ["kapacitet", "kapacitet/personal"], "coder": "anna"})
    >>> units = pd.DataFrame({"passage_id": ["p1", "p2"], "document_id": "d", "start": [0, 10], "end": [9, 20]})
    >>> codings = Codings(table, units)
    >>> codings
    <Codings: 2 codes by 1 coder on 1 of 2 passages>
    >>> codings.matrix()["kapacitet"].tolist()
    [1, 0]
    """

    table: pd.DataFrame
    units: pd.DataFrame = field(default_factory=pd.DataFrame)
    attributes: pd.DataFrame = field(default_factory=pd.DataFrame)
    coders: tuple[str, ...] = ()
    seen: pd.DataFrame = field(default_factory=pd.DataFrame)
    corpus: Corpus | None = None
    codebook: Codebook | None = None
    provenance: Provenance = field(default_factory=Provenance)

    def __post_init__(self) -> None:
        units, table, attributes, seen = checked(self.units, self.table, self.attributes, self.seen)
        named = [str(name) for part in (table["coder"], attributes["coder"], seen["coder"]) for name in pd.unique(part)]
        coders = tuple(dict.fromkeys([*self.coders, *named]))
        for name, value in {"units": units, "table": table, "attributes": attributes, "seen": seen, "coders": coders}.items():
            object.__setattr__(self, name, value)

    # ---------------------------------------------------------------- reading it

    def __len__(self) -> int:
        """Number of codes set."""
        return len(self.table)

    def __repr__(self) -> str:
        coders = f"{len(self.coders)} coder" + ("s" if len(self.coders) != 1 else "")
        coded = self.table["passage_id"].nunique()
        return f"<Codings: {len(self.table)} codes by {coders} on {coded} of {len(self.units)} passages>"

    def _repr_html_(self) -> str:
        counts = self.counts()
        head = "".join(f"<th>{escape(str(column))}</th>" for column in ["kod", *counts.columns])
        body = "".join(
            "<tr>" + f"<td>{escape(str(code))}</td>" + "".join(f"<td>{int(value)}</td>" for value in row) + "</tr>"
            for code, row in zip(counts.index, counts.to_numpy(), strict=True)
        )
        return f"<p>{escape(repr(self))}</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in use: in the codebook's order where it is known, others after them in alphabetical order."""
        return self._ordered(self.table["code"])

    @property
    def codebook_hash(self) -> str | None:
        """The content hash of the codebook, or None where it is not known."""
        return None if self.codebook is None else self.codebook.sha256

    @property
    def sha256(self) -> str:
        """Hash of what was coded how, the same for any order of rows."""
        columns = ["document_id", "passage_id", "start", "end", "code", "coder"]
        rows = sorted("\t".join(map(str, row)) for row in self.table[columns].itertuples(index=False))
        values = sorted(
            "\t".join(map(str, row)) for row in self.attributes[["passage_id", "attribute", "value", "coder"]].itertuples(index=False)
        )
        return content_hash([*rows, "", *values, "", *sorted(self.units["passage_id"])])

    @property
    def texts(self) -> pd.Series[str]:
        """The units' texts, indexed by passage_id.

        Raises
        ------
        SettingError
            If the coding does not know its corpus.
        """
        if self.corpus is None:
            raise SettingError("this coding does not know its corpus: give it with  codings.on(corpus)")
        full = dict(zip(self.corpus.documents["document_id"], self.corpus.documents["text"], strict=True))
        rows = zip(self.units["document_id"], self.units["start"], self.units["end"], strict=True)
        index = pd.Index(self.units["passage_id"], name="passage_id")
        return pd.Series([full[document][start:end] for document, start, end in rows], index=index, name="text", dtype="object")

    @property
    def evidence(self) -> pd.DataFrame:
        """One row a span of evidence: document_id, passage_id, code, coder, score, start, end, words."""
        return explode_evidence(self.table)

    def seen_by(self, coder: str) -> pd.Index[str]:
        """Return the ids of the passages that `coder` looked at."""
        if coder not in self.coders:
            raise SettingError(f"no coder {coder!r}: {did_you_mean(coder, self.coders)}")
        if self.seen.empty:
            every: pd.Index[str] = pd.Index(self.units["passage_id"].tolist(), dtype="object")
            return every
        mine = set(self.seen.loc[self.seen["coder"] == coder, "passage_id"])
        some: pd.Index[str] = pd.Index([passage for passage in self.units["passage_id"] if passage in mine], dtype="object")
        return some

    def to_frame(self) -> pd.DataFrame:
        """Return one row a code, with the metadata of its passage."""
        extra = [c for c in self.units.columns if c not in self.table.columns]
        return self.table.merge(self.units[["passage_id", *extra]], on="passage_id", how="left", validate="m:1")

    def counts(self, *, level: int | None = 1) -> pd.DataFrame:
        """Return the number of passages per code (rows) and coder (columns)."""
        flat = self.at_level(level).table
        pairs = flat[["passage_id", "code", "coder"]].drop_duplicates()
        out = pd.crosstab(pairs["code"], pairs["coder"])
        return out.reindex(index=self._ordered(flat["code"]), columns=list(self.coders), fill_value=0).rename_axis(
            index="code", columns="coder"
        )

    def matrix(
        self,
        *,
        level: int | None = 1,
        values: Literal["binary", "score", "count"] = "binary",
        coder: str | None = None,
        codes: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Return passages x codes.

        Parameters
        ----------
        level
            1: themes; 2: sub-codes folded to two levels; None: the codes as they stand.
        values
            0/1 (int), the highest score (float), or the number of spans (int).
        coder
            Whose codes; needed where several coded. Only the passages that this coder looked at are rows.
        codes
            The columns, in this order; those not in use give zeros.

        Returns
        -------
        pandas.DataFrame
            Index passage_id in the order of the units, one column a code.
        """
        if coder is None and len(self.coders) > 1:
            raise SettingError(f"{len(self.coders)} coders: say whose codes with coder=, one of {', '.join(map(repr, self.coders))}")
        name = coder if coder is not None else (self.coders[0] if self.coders else None)
        rows = self.seen_by(name) if name is not None else pd.Index(self.units["passage_id"])
        flat = self.at_level(level).table
        flat = flat[flat["coder"] == name] if name is not None else flat
        columns = list(codes) if codes is not None else list(self._ordered(flat["code"], known=level))
        out = np.zeros((len(rows), len(columns)), dtype="float64")
        at_row = rows.get_indexer(pd.Index(flat["passage_id"]))
        at_column = pd.Index(columns, dtype="object").get_indexer(pd.Index(flat["code"], dtype="object"))
        keep = (at_row >= 0) & (at_column >= 0)
        if values == "score":
            np.maximum.at(out, (at_row[keep], at_column[keep]), flat["score"].to_numpy()[keep])
        elif values == "count":
            np.add.at(out, (at_row[keep], at_column[keep]), 1.0)
        elif values == "binary":
            out[at_row[keep], at_column[keep]] = 1.0
        else:
            raise SettingError(f"values={values!r}: {did_you_mean(str(values), ('binary', 'score', 'count'))}")
        index = pd.Index(rows, name="passage_id", dtype="object")
        frame = pd.DataFrame(out, index=index, columns=pd.Index(columns, name="code", dtype="object"))
        return frame if values == "score" else frame.astype("int64")

    def attribute(self, name: str, *, coder: str | None = None) -> pd.Series[str]:
        """Return the value of a passage attribute ("valence", "phase"), indexed by passage_id; passages without one are missing."""
        rows = self.attributes[self.attributes["attribute"] == name]
        if coder is None and rows["coder"].nunique() > 1:
            raise SettingError(f"several coders gave {name!r}: say whose with coder=, one of {sorted(rows['coder'].unique())}")
        rows = rows if coder is None else rows[rows["coder"] == coder]
        values = pd.Series(rows["value"].to_numpy(), index=pd.Index(rows["passage_id"]), dtype="object")
        index = pd.Index(self.units["passage_id"] if coder is None else self.seen_by(coder), name="passage_id", dtype="object")
        return values[~values.index.duplicated()].reindex(index).rename(name)

    def profile(
        self,
        by: str | None = None,
        *,
        codes: Sequence[str] | None = None,
        level: int | None = 1,
        coder: str | None = None,
        confidence: float = 0.95,
        resamples: int = 2000,
        seed: int = 0,
    ) -> pd.DataFrame:
        """Return the share of passages per code and group, with n and interval: `coding.profiles.profile` of this coding.

        Examples
        --------
        >>> units = pd.DataFrame({"passage_id": ["a", "b"], "document_id": ["1", "2"], "start": 0, "end": 5, "unit": ["Skola", "Vård"]})
        >>> table = pd.DataFrame({"passage_id": ["a"], "code": "ansvar", "coder": "x"})
        >>> Codings(table, units).profile(by="unit")[["group", "n", "count"]].values.tolist()
        [['Skola', 1, 1], ['Vård', 1, 0]]
        """
        from kfi_analysis.coding.profiles import profile

        return profile(self, by, codes=codes, level=level, coder=coder, confidence=confidence, resamples=resamples, seed=seed)

    @property
    def valence(self) -> pd.Series[str]:
        """The passages' valence: styrka, utmaning, blandat or neutral."""
        return self.attribute("valence")

    @property
    def phase(self) -> pd.Series[str]:
        """The passages' phase: inledning, fortlöpande, efter or oklart."""
        return self.attribute("phase")

    @property
    def uncoded(self) -> pd.DataFrame:
        """The units that nobody gave a code."""
        return self.units[~self.units["passage_id"].isin(self.table["passage_id"])].reset_index(drop=True)

    # ---------------------------------------------------------------- parts of it

    def filter(self, **conditions: Any) -> Codings:
        """Return the part that fulfils all conditions.

        A condition on `code` or `coder` keeps all units (a passage without the code is a fact); one on any other column of the units
        (source_kind, unit, section ...) keeps the passages that fulfil it. A value, a list of values, or a function of the value.
        `code` also takes the codes below it: `filter(code="kapacitet")` keeps "kapacitet/personal".
        """
        table, units, attributes, seen, coders = self.table, self.units, self.attributes, self.seen, self.coders
        for column, wanted in conditions.items():
            if column == "code":
                table = table[fulfils(table["code"], with_children(wanted, table["code"]))]
            elif column == "coder":
                table, attributes = table[fulfils(table["coder"], wanted)], attributes[fulfils(attributes["coder"], wanted)]
                seen = seen[fulfils(seen["coder"], wanted)]
                coders = tuple(pd.Series(coders, dtype="object")[fulfils(pd.Series(coders, dtype="object"), wanted)])
            elif column in ATTRIBUTES and column not in units.columns:
                kept = attributes[(attributes["attribute"] == column) & fulfils(attributes["value"], wanted)]["passage_id"]
                units = units[units["passage_id"].isin(kept)]
            elif column in units.columns:
                units = units[fulfils(units[column], wanted)]
            else:
                raise SettingError(f"filter knows no column {column!r}: {did_you_mean(column, ['code', 'coder', *units.columns])}")
        kept = set(units["passage_id"])
        table, attributes, seen = (part[part["passage_id"].isin(kept)] for part in (table, attributes, seen))
        said = {key: "function" if callable(value) else value for key, value in conditions.items()}
        return self._with(table, units, attributes, coders=coders, seen=seen, step="filter", **said)

    def at_level(self, level: int | None = 1) -> Codings:
        """Return the codes folded to their first `level` names: one row per passage, span, code and coder; the highest score is kept."""
        if level is None or self.table.empty:
            return self
        if level < 1:
            raise SettingError(f"level={level}: it must be 1 (themes) or more")
        codes = self.table["code"].map({c: CODE_SEPARATOR.join(c.split(CODE_SEPARATOR)[:level]) for c in self.table["code"].unique()})
        folded = self.table.assign(code=codes, _order=range(len(self.table))).sort_values("score", ascending=False, kind="stable")
        folded = folded.drop_duplicates(["document_id", "passage_id", "start", "end", "code", "coder"]).sort_values("_order")
        return self._with(folded.drop(columns="_order"), self.units, self.attributes, step="at_level", level=level)

    def recode(self, mapping: Mapping[str, str | None], *, codebook: Codebook | None = None) -> Codings:
        """Return the codes renamed: old path -> new path, or None to take the code away. A path carries its sub-codes with it.

        Parameters
        ----------
        mapping
            As `Codebook.diff(...).recode_map` gives it.
        codebook
            The codebook that the new codes belong to.
        """
        new = {code: recoded(code, mapping) for code in self.table["code"].unique()}
        table = self.table[self.table["code"].map(lambda code: new[code] is not None).astype(bool)]
        table = table.assign(code=table["code"].map(new)).drop_duplicates(["document_id", "passage_id", "start", "end", "code", "coder"])
        out = self._with(table, self.units, self.attributes, step="recode", mapping=dict(mapping))
        return replace(out, codebook=codebook) if codebook is not None else replace(out, codebook=None)

    def on(self, corpus: Corpus) -> Codings:
        """Return the coding tied to its corpus, its spans checked, metadata of the units taken from there."""
        units = units_of(corpus)
        missing = set(self.units["passage_id"]) - set(units["passage_id"])
        if missing:
            raise TableError(f"passage {min(missing)!r} is not in the corpus: was it read in the same way?", where="units")
        looked_at = units[units["passage_id"].isin(self.units["passage_id"])]
        own = [c for c in self.units.columns if c not in looked_at.columns]
        looked_at = looked_at.merge(self.units[["passage_id", *own]], on="passage_id", how="left")
        return replace(self, units=looked_at, corpus=corpus)

    # ---------------------------------------------------------------- making it

    @classmethod
    def concat(cls, parts: Iterable[Codings]) -> Codings:
        """Join codings: of several coders on the same passages, of other passages, or both. Who looked at what is kept.

        Raises
        ------
        TableError
            If a passage has different spans in two parts: the texts were cut differently.
        """
        every = list(parts)
        if not every:
            return cls.empty()
        if len(every) == 1:
            return every[0]
        units = pd.concat([part.units for part in every], ignore_index=True)
        spans = units[list(UNIT_COLUMNS)].drop_duplicates()
        double = spans["passage_id"].duplicated()
        if double.any():
            raise TableError(f"passage {spans['passage_id'][double].iloc[0]!r} has other limits in another part", where="codings")
        units = units.drop_duplicates("passage_id", ignore_index=True)
        coders = tuple(dict.fromkeys(name for part in every for name in part.coders))
        looked = [(coder, part.seen_by(coder)) for part in every for coder in part.coders]
        seen = pd.concat([pd.DataFrame({"passage_id": list(ids), "coder": coder}) for coder, ids in looked]) if looked else pd.DataFrame()
        if len(seen.drop_duplicates()) == len(coders) * len(units):
            seen = pd.DataFrame()
        books = {part.codebook_hash: part.codebook for part in every}
        corpora = {id(part.corpus): part.corpus for part in every}
        steps = tuple(step for part in every for step in part.provenance.steps)
        return cls(
            pd.concat([part.table for part in every], ignore_index=True).drop_duplicates(ignore_index=True),
            units,
            pd.concat([part.attributes for part in every], ignore_index=True).drop_duplicates(ignore_index=True),
            coders,
            seen,
            next(iter(corpora.values())) if len(corpora) == 1 else None,
            next(iter(books.values())) if len(books) == 1 else None,
            Provenance(steps).derive("concat", parts=len(every)),
        )

    @classmethod
    def empty(cls) -> Codings:
        """Return a coding without passages, with all its columns."""
        return cls(pd.DataFrame())

    def _with(
        self,
        table: pd.DataFrame,
        units: pd.DataFrame,
        attributes: pd.DataFrame,
        *,
        step: str,
        coders: tuple[str, ...] | None = None,
        seen: pd.DataFrame | None = None,
        **settings: Any,
    ) -> Codings:
        return replace(
            self,
            table=table,
            units=units,
            attributes=attributes,
            coders=self.coders if coders is None else coders,
            seen=self.seen if seen is None else seen,
            provenance=self.provenance.derive(step, **settings),
        )

    def _ordered(self, codes: pd.Series[str], *, known: int | None = 0) -> tuple[str, ...]:
        """The distinct codes in the codebook's order; `known=1` adds all themes of the codebook, also those not in use."""
        present = dict.fromkeys(str(code) for code in pd.unique(codes))
        if self.codebook is None:
            return tuple(sorted(present))
        in_book = [path for path in self.codebook.paths if path in present or path.count(CODE_SEPARATOR) + 1 == known]
        return (*in_book, *sorted(set(present) - set(in_book)))


def units_of(corpus: Corpus) -> pd.DataFrame:
    """Return the passages of a corpus as the units of a coding: ids, spans, then the metadata of passage and document."""
    table = corpus.table()
    rest = [c for c in table.columns if c not in UNIT_COLUMNS and c not in ("text", "source", "sha256", "language", "ocr_noise")]
    return table[[*UNIT_COLUMNS, *rest]]
