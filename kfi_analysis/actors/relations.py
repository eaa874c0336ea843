"""`find_relations`: the statement table. It is the truth; graphs are views of it.

Each row is one statement that ties two actors, with the words that made it, who said it, how it is judged and the rule that found it.
Corrections by hand come in as rows and stay.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from kfi_analysis.actors.actor import COLLECTIVE_LEVELS
from kfi_analysis.actors.clauses import lay_out
from kfi_analysis.actors.extract import statements
from kfi_analysis.actors.find import find_actors
from kfi_analysis.actors.mentions import ACTOR_COLUMNS, Mentions, describe
from kfi_analysis.actors.parties import Situation
from kfi_analysis.actors.relation_rules import phase_of, relation_rules
from kfi_analysis.actors.resolution import Context, Mark
from kfi_analysis.actors.scan import Plain, plain
from kfi_analysis.corpus import Corpus
from kfi_analysis.corpus.checks import typed
from kfi_analysis.corpus.vocabulary import BODY_LEVELS
from kfi_analysis.errors import SettingError, TableError, did_you_mean
from kfi_analysis.progress import Progress, track
from kfi_analysis.provenance import Provenance, content_hash
from kfi_analysis.text import sentences

__all__ = ["MODALITIES", "PHASES", "RELATION_COLUMNS", "RELATION_TYPES", "SIGNS", "VOICES", "Relations", "find_relations"]

RELATION_TYPES = ("samverkan", "stöd", "information", "rapportering", "styrning", "konflikt")
SIGNS = ("+", "0", "-")
MODALITIES = ("faktisk", "önskad", "negerad", "hypotetisk")
PHASES = ("inledning", "fortlöpande", "efter", "oklart")
VOICES = ("författare", "självvärdering", "hearing", "intervju")

RELATION_COLUMNS = {
    "relation_id": "string",
    "document_id": "string",
    "passage_id": "string",
    "start": "int64",
    "end": "int64",
    "source": "string",
    "target": "string",
    "type": "string",
    "directed": "bool",
    "sign": "string",
    "modality": "string",
    "voice": "string",
    "speaker": "string",
    "section": "string",
    "phase": "string",
    "score": "float64",
    "implied": "bool",
    "rule": "string",
    "cue": "string",
    "text": "string",
}
"""Column -> dtype of `Relations.table`. `sign` is +, 0 or -; `score` runs from 0 to 1; `rule` names the entry of the rules file, or
`hand` for a correction; `text` is the slice that the span gives."""

_AUDITORS = ("Revisorerna", "Revisionskontoret", "Stadsrevisionen")
_OUTSIDE = ("regional", "statlig", "civilsamhälle", "näringsliv")
_CHECKED = {"type": RELATION_TYPES, "sign": SIGNS, "modality": MODALITIES, "voice": VOICES, "phase": PHASES}


@dataclass(frozen=True, eq=False, repr=False)
class Relations:
    """Statements that tie two actors.

    Parameters
    ----------
    table
        One row a statement, columns of `RELATION_COLUMNS`.
    actors
        One row an actor (see `Mentions.actors`); parties that it lacks are added with the level that the shipped list gives, or `övrig`.
    provenance
        How the table came to be.

    Raises
    ------
    TableError
        If a column is missing, an id stands twice, or a type, sign, modality or voice is unknown.
    """

    table: pd.DataFrame
    actors: pd.DataFrame
    provenance: Provenance = field(default_factory=Provenance)

    def __post_init__(self) -> None:
        table = typed(self.table, RELATION_COLUMNS, "relations")
        for column, options in _CHECKED.items():
            bad = ~table[column].isin(options)
            if bad.any():
                value = str(table.loc[bad, column].iloc[0])
                raise TableError(
                    f"{column} {value!r} is unknown: {did_you_mean(value, options)}",
                    where=f"relations, row {int(bad.to_numpy().argmax()) + 1}",
                )
        double = table["relation_id"].duplicated()
        if double.any():
            raise TableError(
                f"relation_id {table.loc[double, 'relation_id'].iloc[0]!r} stands more than once: ids must differ", where="relations"
            )
        object.__setattr__(self, "table", table)
        object.__setattr__(self, "actors", _with_parties(typed(self.actors, ACTOR_COLUMNS, "actors"), table, {}))

    def __len__(self) -> int:
        return len(self.table)

    def __repr__(self) -> str:
        return f"<Relations: {len(self.table)} statements between {len(set(self.table['source']) | set(self.table['target']))} actors>"

    def _repr_html_(self) -> str:
        shown = self.table[["source", "target", "type", "sign", "modality", "voice", "score", "text"]]
        return f"<p>{self!r}</p>" + shown.head(20).to_html(index=False)

    def to_frame(self) -> pd.DataFrame:
        """Return a copy of the statements."""
        return self.table.copy()

    def filter(self, **conditions: Any) -> Relations:
        """Return the statements that fulfil all conditions: column = value, list of values, or function of the value.

        Raises
        ------
        SettingError
            If a column is unknown.
        """
        keep = pd.Series(True, index=self.table.index)
        for column, wanted in conditions.items():
            if column not in self.table:
                raise SettingError(f"relations have no column {column!r}: {did_you_mean(column, self.table.columns)}")
            values = self.table[column]
            if callable(wanted):
                keep &= values.map(wanted).astype(bool)
            elif isinstance(wanted, (list, tuple, set, frozenset)):
                keep &= values.isin(list(wanted))
            else:
                keep &= (values == wanted).fillna(False).astype(bool)
        return replace(self, table=self.table[keep])

    def correct(self, rows: pd.DataFrame) -> Relations:
        """Return the statements with corrections by hand; a corrected row has the rule `hand` and the score 1.

        Parameters
        ----------
        rows
            `relation_id` of a row with the columns to change, or `drop` = True to take it out; a row without `relation_id` is new and
            needs document_id, start, end, source, target and type.

        Raises
        ------
        TableError
            If an id is unknown or a new row lacks a column.
        """
        table = self.table.set_index("relation_id", drop=False)
        fresh: list[dict[str, Any]] = []
        for number, row in enumerate(rows.to_dict("records"), start=1):
            given = {str(key): value for key, value in row.items() if not _absent(value)}
            drop = bool(given.pop("drop", False))
            known = given.get("relation_id")
            if known is None:
                fresh.append(_by_hand(given, number))
                continue
            if known not in table.index:
                raise TableError(
                    f"relation_id {known!r} is unknown: leave it empty for a new statement", where=f"corrections, row {number}"
                )
            if drop:
                table = table.drop(index=known)
                continue
            for column, value in given.items():
                if column in table.columns:
                    table.loc[known, column] = value
            table.loc[known, "rule"] = "hand"
            table.loc[known, "score"] = 1.0
        parts = [table.reset_index(drop=True)]
        if fresh:
            parts.append(pd.DataFrame(fresh))
        step = self.provenance.derive("correct", rows=len(rows))
        return Relations(pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0], self.actors, step)


def _absent(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def _by_hand(given: dict[str, Any], number: int) -> dict[str, Any]:
    for column in ("document_id", "start", "end", "source", "target", "type"):
        if column not in given:
            raise TableError(f"a new statement needs {column!r}", where=f"corrections, row {number}")
    base = {
        "passage_id": "",
        "directed": given["type"] not in ("samverkan", "konflikt"),
        "sign": "0",
        "modality": "faktisk",
        "voice": "författare",
        "speaker": "",
        "section": "",
        "phase": "oklart",
        "score": 1.0,
        "implied": False,
        "rule": "hand",
        "cue": "",
        "text": "",
    }
    row = {**base, **given}
    parts = [str(row[c]) for c in ("document_id", "start", "end", "source", "target", "type")]
    row["relation_id"] = "h" + content_hash(parts)[:11]
    return row


# -------------------------------------------------------------------- finding


def find_relations(
    corpus: Corpus,
    mentions: Mentions | None = None,
    *,
    implied: bool = True,
    min_score: float = 0.2,
    progress: Progress | None = None,
) -> Relations:
    """Return the statements of a corpus that tie two actors.

    Parameters
    ----------
    corpus
        What to read.
    mentions
        From `find_actors` on the same corpus; made here if missing.
    implied
        Also statements where one party is understood and not named: the source of an excerpt, or the collective that the document
        speaks of. They have low scores and `implied` is True.
    min_score
        The lowest score to keep, 0 to 1.
    progress
        Called with (passages done, all).

    Returns
    -------
    Relations

    Examples
    --------
    >>> from kfi_analysis import Corpus
    >>> corpus = Corpus.from_texts(["Kulturförvaltningen fick gott stöd av HR."])
    >>> row = find_relations(corpus).table.iloc[0]
    >>> row["source"], row["target"], row["type"], row["sign"]
    ('HR', 'Kulturförvaltningen', 'stöd', '+')
    """
    if not 0 <= min_score <= 1:
        raise SettingError(f"min_score is {min_score!r}: it must lie between 0 and 1")
    found = find_actors(corpus) if mentions is None else mentions
    rules = relation_rules()
    text_of = dict(zip(corpus.documents["document_id"], corpus.documents["text"], strict=True))
    kind_of = dict(zip(corpus.documents["document_id"], corpus.documents["source_kind"], strict=True))
    by_passage: dict[str, list[tuple[int, int, str, str, float]]] = defaultdict(list)
    columns = ("passage_id", "start", "end", "actor_id", "rule", "confidence")
    for passage_id, start, end, actor, rule, confidence in zip(*(found.table[c] for c in columns), strict=True):
        by_passage[passage_id].append((start, end, actor, rule, confidence))
    inside = frozenset(found.actors.loc[found.actors["level"].isin(COLLECTIVE_LEVELS), "actor_id"])
    collective = frozenset(found.actors.loc[found.actors["collective"].fillna(False).astype(bool), "actor_id"])
    outside = frozenset(found.actors.loc[found.actors["level"].isin(_OUTSIDE), "actor_id"])
    central = frozenset(found.actors.loc[found.actors["level"] == "intern central", "actor_id"])
    part_of = {a: b for a, b in zip(found.actors["actor_id"], found.actors["part_of"], strict=True) if isinstance(b, str)}
    wholes = frozenset(found.actors.loc[found.actors["kind"].isin(["kommun", "region"]), "actor_id"])
    authors = _authors(found)
    rows: list[tuple[Any, ...]] = []
    table = corpus.passages
    body = table[table["level"].isin(BODY_LEVELS) | table["level"].isna()].sort_values(["document_id", "start"], kind="stable")
    row: Any
    for row in track(body.itertuples(index=False), progress, len(body)):
        whole = text_of[row.document_id]
        raw = whole[row.start : row.end]
        own = row.source_kind if isinstance(row.source_kind, str) else kind_of[row.document_id]
        quoted = row.level == "excerpt" or (isinstance(own, str) and own in VOICES)
        voice = own if isinstance(own, str) and own in VOICES else "författare"
        context = found.contexts.get(row.document_id, Context("Kommunen", "Regionen", "Förvaltningarna"))
        if not quoted and not by_passage.get(row.passage_id):
            continue
        text = plain(raw)
        small = text.text.lower()
        if rules.any_cue.search(small) is None:
            continue
        marks = _marks(by_passage.get(row.passage_id, ()), int(row.start), text)
        unit, respondent = row.unit if isinstance(row.unit, str) else None, row.respondent if isinstance(row.respondent, str) else None
        mine = found.speakers.get((row.document_id, unit)) if unit else (context.implied if quoted else None)
        situation = Situation(
            context,
            mine,
            quoted,
            author=authors.get(row.document_id),
            inside=inside,
            collective=collective,
            central=central,
            outside=outside,
            part_of=part_of,
        )
        if quoted:
            situation = replace(situation, around=tuple(dict.fromkeys(mark.actor for mark in marks)))
        at = 0
        for first, last in sentences(text.text):
            inner: list[Mark] = []
            while at < len(marks) and marks[at].start < last:
                if marks[at].start >= first:
                    inner.append(marks[at])
                at += 1
            said = situation
            situation = replace(situation, topic=tuple(mark.actor for mark in inner) or situation.topic)
            if rules.any_cue.search(small, first, last) is None:
                continue
            sentence = lay_out(text.text, (first, last), inner, wholes=wholes)
            phase = phase_of(sentence.text, rules)
            for s in statements(sentence, said, rules=rules, implied=implied):
                if s.score < min_score:
                    continue
                start, end = text.span(first + s.start, first + s.end)
                start, end = row.start + start, row.start + end
                key = [row.document_id, str(start), str(end), s.source, s.target, s.type, s.rule]
                rows.append(
                    ("r" + content_hash(key)[:11], row.document_id, row.passage_id, start, end, s.source, s.target, s.type, s.directed,
                     s.sign, s.modality, voice, unit or respondent or "", row.section if isinstance(row.section, str) else "", phase,
                     s.score, s.implied, s.rule, sentence.text[s.cue_start : s.cue_end], whole[start:end])
                )  # fmt: skip
    result = pd.DataFrame(rows, columns=list(RELATION_COLUMNS)).drop_duplicates("relation_id")
    provenance = found.provenance.derive("find_relations", implied=implied, min_score=min_score)
    return Relations(result, _with_parties(found.actors, result, found.contexts), provenance)


def _authors(found: Mentions) -> dict[str, str]:
    """Return document -> the auditors who wrote it, where a document speaks as theirs."""
    named = found.table[found.table["actor_id"].isin(_AUDITORS)]
    out: dict[str, str] = {}
    for document, rows in named.groupby("document_id", sort=True):
        if len(rows) >= 3:
            counts = rows["actor_id"].value_counts()
            out[str(document)] = str(sorted(counts.index, key=lambda name: (-counts[name], name))[0])
    return out


def _marks(rows: Iterable[tuple[int, int, str, str, float]], offset: int, text: Plain) -> list[Mark]:
    places = text.places
    out = []
    for start, end, actor, rule, confidence in rows:
        first, last = start - offset, end - offset
        if places is not None:
            first, last = bisect_left(places, first), bisect_left(places, last)
        out.append(Mark(first, last, actor, rule, confidence))
    out.sort(key=lambda mark: (mark.start, mark.end))
    return out


def _with_parties(actors: pd.DataFrame, relations: pd.DataFrame, contexts: Mapping[str, Context]) -> pd.DataFrame:
    """Return the actors with those parties that the table of actors lacks: understood ones, or ones a correction brought in."""
    known = set(actors["actor_id"])
    missing = sorted((set(relations["source"]) | set(relations["target"])) - known)
    return pd.concat([actors, describe(missing, contexts)], ignore_index=True) if missing else actors
