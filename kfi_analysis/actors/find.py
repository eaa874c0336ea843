"""`find_actors`: where each actor is named, as a table of spans that slice back to the text.

Names of the gazetteer, names found by rule, abbreviations that a document introduces, and words resolved to an actor, each marked with
the rule that found it and a confidence. What looks like an actor and was not resolved is listed, not dropped.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kfi_analysis.actors.actor import Actor
from kfi_analysis.actors.gazetteer import Gazetteer
from kfi_analysis.actors.lexicon import Lexicon
from kfi_analysis.actors.mentions import ACTOR_COLUMNS, MENTION_COLUMNS, Mentions, actor_row
from kfi_analysis.actors.names import Found, name_rules
from kfi_analysis.actors.resolution import Context, Mark, Resolver, home_of, introduced, resolution_rules
from kfi_analysis.actors.scan import Plain, Scanner, plain
from kfi_analysis.corpus import Corpus
from kfi_analysis.corpus.vocabulary import BODY_LEVELS
from kfi_analysis.errors import require_kind
from kfi_analysis.progress import Progress, track

__all__ = ["find_actors"]

_OUTSIDE = ("rapport", "handling")
_NAMING = ("namn", "regel", "förkortning")
_CAPITALS = re.compile(r"(?<![\w-])[A-ZÅÄÖ]{2,6}(?![\w-])|(?<=[a-zåäö,;] )[A-ZÅÄÖ][a-zåäö]{2,}(?: [A-ZÅÄÖ][a-zåäö]+)*")


@dataclass(slots=True)
class _Passage:
    passage_id: str
    document_id: str
    offset: int
    text: Plain
    section: str
    unit: str | None
    respondent: str | None
    quoted: bool
    hits: list[tuple[int, int, tuple[int, ...]]]
    found: list[Found]
    marks: list[Mark]


def find_actors(
    corpus: Corpus,
    *,
    gazetteer: Gazetteer | None = None,
    resolve: bool = True,
    progress: Progress | None = None,
) -> Mentions:
    """Return every mention of an actor in the body passages of a corpus.

    Parameters
    ----------
    corpus
        What to read. A document's `municipality` says whose "kommunen" and "staden" are; without one it is the municipality that the
        document names most.
    gazetteer
        Actors to look for; the shipped ones by default.
    resolve
        Lead "förvaltningen", "vi" and fields of work back to an actor. False gives only what is named.
    progress
        Called with (passages done, all).

    Returns
    -------
    Mentions

    Examples
    --------
    >>> from kfi_analysis import Corpus
    >>> corpus = Corpus.from_texts(["Kulturförvaltningen fick stöd av HR och Folkhälsomyndigheten (FHM)."])
    >>> find_actors(corpus).table["actor_id"].tolist()
    ['Kulturförvaltningen', 'HR', 'Folkhälsomyndigheten', 'Folkhälsomyndigheten']
    """
    require_kind(corpus, Corpus, call="find_actors", instead="read one first:  kfi.read(path), or kfi.Corpus.from_texts(texts)")
    known = Gazetteer.shipped() if gazetteer is None else gazetteer
    passages = _read(corpus, known, progress)
    contexts, homes = _contexts(corpus, passages, known)
    lexicons = {home: _lexicon([p for p in passages if homes[p.document_id] == home], known) for home in sorted(set(homes.values()))}
    for passage in passages:
        passage.marks = _named(passage, known.actors, contexts[passage.document_id], lexicons[homes[passage.document_id]])
        passage.hits, passage.found = [], []
    _aliases(passages, lexicons, homes)
    contexts = _implied(passages, contexts)
    speakers = _speakers(passages, contexts, lexicons, homes)
    if resolve:
        _resolve(passages, contexts, lexicons, homes, speakers)
    return _assemble(corpus, passages, contexts=contexts, gazetteer=known, lexicons=lexicons, speakers=speakers, resolve=resolve)


# -------------------------------------------------------------------- reading


def _read(corpus: Corpus, gazetteer: Gazetteer, progress: Progress | None) -> list[_Passage]:
    scanner, rules = gazetteer.scanner, name_rules()
    table = corpus.passages
    kind_of = dict(zip(corpus.documents["document_id"], corpus.documents["source_kind"], strict=True))
    text_of = dict(zip(corpus.documents["document_id"], corpus.documents["text"], strict=True))
    body = table[table["level"].isin(BODY_LEVELS) | table["level"].isna()].sort_values(["document_id", "start"], kind="stable")
    out: list[_Passage] = []
    row: Any
    for row in track(body.itertuples(index=False), progress, len(body)):
        text = plain(text_of[row.document_id][row.start : row.end])
        kind = row.source_kind if isinstance(row.source_kind, str) else kind_of[row.document_id]
        quoted = row.level == "excerpt" or (isinstance(kind, str) and kind not in _OUTSIDE)
        hits = _towns(text.text, scanner.find(text.text), gazetteer.actors)
        out.append(
            _Passage(
                str(row.passage_id),
                str(row.document_id),
                int(row.start),
                text,
                _word(row.section) or "",
                _word(row.unit),
                _word(row.respondent),
                quoted,
                hits,
                list(rules.find(text.text)),
                [],
            )
        )
    return out


def _word(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _towns(text: str, hits: list[tuple[int, int, tuple[int, ...]]], actors: tuple[Actor, ...]) -> list[tuple[int, int, tuple[int, ...]]]:
    """Leave out ordinary words that are also municipalities, unless they stand in a list of municipalities."""

    def is_town(at: int) -> bool:
        return 0 <= at < len(hits) and actors[hits[at][2][0]].kind == "kommun"

    out = []
    for at, (start, end, keys) in enumerate(hits):
        if text[start:end].removesuffix("s") in actors[keys[0]].listed or text[start:end] in actors[keys[0]].listed:
            before = is_town(at - 1) and text[hits[at - 1][1] : start].strip() in (",", "och", "samt")
            after = is_town(at + 1) and text[end : hits[at + 1][0]].strip() in (",", "och", "samt")
            if not before and not after:
                continue
        out.append((start, end, keys))
    return out


# -------------------------------------------------------------------- naming


def _lexicon(passages: list[_Passage], gazetteer: Gazetteer) -> Lexicon:
    units = sorted({passage.unit for passage in passages if passage.unit})
    return Lexicon(
        [f for p in passages for f in p.found], gazetteer, [f for unit in units for f in name_rules().find(unit) if f.start == 0]
    )


def _contexts(corpus: Corpus, passages: list[_Passage], gazetteer: Gazetteer) -> tuple[dict[str, Context], dict[str, str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    everywhere: Counter[str] = Counter()
    for passage in passages:
        for _, _, keys in passage.hits:
            actor = gazetteer.actors[keys[0]]
            if actor.kind == "kommun":
                counts[passage.document_id][actor.name] += 1
                everywhere[actor.name] += 1
    common = home_of(everywhere, gazetteer, None)
    contexts: dict[str, Context] = {}
    homes: dict[str, str] = {}
    for document, told in zip(corpus.documents["document_id"], corpus.documents["municipality"], strict=True):
        home = home_of(counts[document], gazetteer, _word(told)) or common
        town = gazetteer.find(home) if home else None
        region = town.region if town is not None and town.region else "Regionen"
        contexts[str(document)] = Context(home or "Kommunen", region, "Förvaltningarna")
        homes[str(document)] = home or ""
    return contexts, homes


def _named(passage: _Passage, actors: tuple[Actor, ...], context: Context, lexicon: Lexicon) -> list[Mark]:
    confidence = resolution_rules().confidence
    candidates: list[tuple[int, int, tuple[str, ...], str, float]] = []
    for start, end, keys in passage.hits:
        candidates.append((start, end, (context.bind(actors[keys[0]].name),), "namn", confidence["named"]))
    for found in passage.found:
        names = lexicon.names(found)
        start = found.start - len(found.loose) - 5 if lexicon.key(found)[0] != found.modifiers else found.start
        candidates.append((start, found.end, names, "regel", confidence["rule"]))
    return _longest(candidates)


def _longest(candidates: list[tuple[int, int, tuple[str, ...], str, float]]) -> list[Mark]:
    """Return marks without overlap: at each place the longest candidate, listed names before rules."""
    marks: list[Mark] = []
    reached = -1
    for start, end, names, rule, confidence in sorted(candidates, key=lambda c: (c[0], -c[1], c[3])):
        if start < reached:
            continue
        marks.extend(Mark(start, end, name, rule, confidence) for name in names)
        reached = end
    return marks


def _aliases(passages: list[_Passage], lexicons: dict[str, Lexicon], homes: dict[str, str]) -> None:
    """Add what only the material itself teaches: shortened names and abbreviations introduced in brackets."""
    confidence = resolution_rules().confidence
    taught: dict[str, dict[str, str]] = {}  # form -> owner (document or municipality) -> actor
    exact: set[str] = set()
    for home, lexicon in lexicons.items():
        for form, name in lexicon.headless().items():
            taught.setdefault(form, {})["h:" + home] = name
    for passage in passages:
        for short, name in introduced(passage.text.text, passage.marks):
            taught.setdefault(short, {}).setdefault("d:" + passage.document_id, name)
            exact.add(short)
    if not taught:
        return
    forms = sorted(taught)
    scanner = Scanner([(form, form in exact, number) for number, form in enumerate(forms)])
    for passage in passages:
        added: list[tuple[int, int, tuple[str, ...], str, float]] = []
        for start, end, keys in scanner.find(passage.text.text):
            owners = taught[forms[keys[0]]]
            owner = owners.get("d:" + passage.document_id) or owners.get("h:" + homes[passage.document_id])
            if owner is not None:
                added.append((start, end, (owner,), "förkortning", confidence["abbreviation"]))
        if added:
            taken = {(start, end) for start, end, *_ in added}
            groups: dict[tuple[int, int], list[Mark]] = defaultdict(list)
            for mark in passage.marks:
                groups[mark.start, mark.end].append(mark)
            kept = [(s, e, tuple(m.actor for m in group), group[0].rule, group[0].confidence) for (s, e), group in groups.items()]
            passage.marks = _longest([c for c in kept if (c[0], c[1]) not in taken] + added)


def _implied(passages: list[_Passage], contexts: dict[str, Context]) -> dict[str, Context]:
    """Settle each document's unnamed speaker: the commonest of the collectives that can be one."""
    choices = resolution_rules().implied
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    singles = {"Nämnderna": re.compile("nämnden"), "Förvaltningarna": re.compile("förvaltningen")}
    for passage in passages:
        for mark in passage.marks:
            for name in choices:
                if mark.actor == name or (name in singles and singles[name].search(mark.actor)):
                    counts[passage.document_id][name] += 1
    out = {}
    for document, context in contexts.items():
        best = max(choices, key=lambda name: (counts[document][name], -choices.index(name)))
        out[document] = Context(context.home, context.region, best)
    return out


def _resolve(
    passages: list[_Passage],
    contexts: dict[str, Context],
    lexicons: dict[str, Lexicon],
    homes: dict[str, str],
    speakers: dict[tuple[str, str], str],
) -> None:
    rules = resolution_rules()
    resolvers: dict[str, Resolver] = {}
    for passage in passages:
        document = passage.document_id
        if document not in resolvers:
            resolvers[document] = Resolver(rules, contexts[document], lexicons[homes[document]].bodies)
        speaker = speakers.get((document, passage.unit)) if passage.unit else None
        passage.marks = resolvers[document].passage(
            passage.text.text, passage.marks, section=passage.section, speaker=speaker, quoted=passage.quoted
        )


def _speakers(
    passages: list[_Passage], contexts: dict[str, Context], lexicons: dict[str, Lexicon], homes: dict[str, str]
) -> dict[tuple[str, str], str]:
    """Return (document, unit of an attribution) -> the actor it names."""
    rules, shipped = name_rules(), Gazetteer.shipped()
    out: dict[tuple[str, str], str] = {}
    for passage in passages:
        if passage.unit is None or (passage.document_id, passage.unit) in out:
            continue
        unit = plain(passage.unit).text.strip()
        lexicon = lexicons[homes[passage.document_id]]
        listed = lexicon.gazetteer.find(unit) or shipped.find(unit)
        name = contexts[passage.document_id].bind(listed.name) if listed is not None else lexicon.headless().get(unit.lower())
        if name is None:
            found = [f for f in rules.find(unit) if f.start == 0]
            settled = lexicon.settle(found[0]) if found else None
            name = settled[0] if settled else unit
        out[passage.document_id, passage.unit] = name
    return out


# -------------------------------------------------------------------- the tables


def _assemble(
    corpus: Corpus,
    passages: list[_Passage],
    *,
    contexts: dict[str, Context],
    gazetteer: Gazetteer,
    lexicons: dict[str, Lexicon],
    speakers: dict[tuple[str, str], str],
    resolve: bool,
) -> Mentions:
    rows: list[tuple[Any, ...]] = []
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    opened: dict[str, list[Any]] = {}
    for passage in passages:
        for mark in passage.marks:
            start, end = passage.text.span(mark.start, mark.end)
            surface = passage.text.text[mark.start : mark.end]
            rows.append(
                (
                    passage.document_id,
                    passage.passage_id,
                    passage.offset + start,
                    passage.offset + end,
                    surface,
                    mark.actor,
                    mark.rule,
                    mark.confidence,
                )
            )
            surfaces[mark.actor][surface if mark.rule in _NAMING else ""] += 1
        _open(passage, opened)
    bodies = {name: body for lexicon in lexicons.values() for name, body in lexicon.bodies.items()}
    homes = {context.home for context in contexts.values()}
    actors = pd.DataFrame(
        [
            actor_row(name, forms, gazetteer=gazetteer, bodies=bodies, homes=homes, contexts=contexts)
            for name, forms in sorted(surfaces.items())
        ],
        columns=list(ACTOR_COLUMNS),
    )
    rest = pd.DataFrame(
        [(surface, *values) for surface, values in sorted(opened.items(), key=lambda item: (-item[1][0], item[0]))],
        columns=["surface", "n", "document_id", "start", "end", "reason"],
    )
    provenance = corpus.provenance.derive("find_actors", gazetteer=gazetteer.sha256, resolve=resolve, corpus=corpus.sha256)
    return Mentions(pd.DataFrame(rows, columns=list(MENTION_COLUMNS)), actors, rest, contexts, speakers, provenance)


def _open(passage: _Passage, opened: dict[str, list[Any]]) -> None:
    """Count capitals and capitalised words in mid-sentence that no mark covers."""
    taken = iter(passage.marks)
    mark = next(taken, None)
    for match in _CAPITALS.finditer(passage.text.text):
        while mark is not None and mark.end <= match.start():
            mark = next(taken, None)
        if mark is not None and mark.start < match.end():
            continue
        surface = match.group()
        if surface in opened:
            opened[surface][0] += 1
            continue
        start, end = passage.text.span(match.start(), match.end())
        reason = "förkortning utan namn" if surface.isupper() else "versal inne i mening"
        opened[surface] = [1, passage.document_id, passage.offset + start, passage.offset + end, reason]
