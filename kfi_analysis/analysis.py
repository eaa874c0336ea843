"""The whole chain in one call: themes, topics, actors, comparison and findings of one corpus, kept side by side.

Nothing is decided here that the parts do not decide; what could not be done is noted with its reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import TypeVar

import pandas as pd

from kfi_analysis.actors import ActorGraph, Mentions, actor_graph, find_actors
from kfi_analysis.coding import Codebook, Codings, code
from kfi_analysis.comparison import Comparison, compare, keyness
from kfi_analysis.corpus import Corpus, list_corpora
from kfi_analysis.errors import NotEnoughDataError, require_kind
from kfi_analysis.files import PathLike
from kfi_analysis.findings import (
    Areas,
    Claims,
    Findings,
    Recommendations,
    Support,
    check_claims,
    development_areas,
    recommendation_support,
    recommendations,
)
from kfi_analysis.progress import Progress
from kfi_analysis.provenance import Provenance
from kfi_analysis.topics import Topics, fit_topics

__all__ = ["Analysis", "analyse"]

T = TypeVar("T")

_PASSAGES_A_TOPIC = 12
"""Below this many passages a topic, fewer topics are fitted."""


@dataclass(frozen=True, eq=False, repr=False)
class Analysis:
    """The results of one corpus.

    Parameters
    ----------
    corpus, codings, mentions, graph, topics, comparison, keywords, claims, recommendations, support, areas
        The parts; None where the material did not allow them or they were not asked for.
    title
        What the reports are called.
    notes
        What was not done, and why.
    provenance
        How it came to be.
    """

    corpus: Corpus
    codings: Codings
    mentions: Mentions
    graph: ActorGraph
    topics: Topics | None = None
    comparison: Comparison | None = None
    keywords: pd.DataFrame | None = None
    claims: Findings | None = None
    recommendations: Recommendations | None = None
    support: Support | None = None
    areas: Areas | None = None
    title: str = ""
    notes: tuple[str, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)

    def __repr__(self) -> str:
        parts = [repr(part) for part in (self.codings, self.topics, self.graph, self.comparison) if part is not None]
        return f"<Analysis of {len(self.corpus.documents)} documents: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        notes = "".join(f"<li>{escape(note)}</li>" for note in self.notes)
        return f"<p>{escape(repr(self))}</p><ul>{notes}</ul>{self.codings._repr_html_()}"


def analyse(
    corpus: Corpus,
    *,
    title: str | None = None,
    book: Codebook | str = "kfi",
    by: str | None = None,
    claims: Findings | Claims | PathLike | None = None,
    n_topics: int | None = None,
    resamples: int = 1000,
    seed: int = 0,
    progress: Progress | None = None,
) -> Analysis:
    """Run the whole chain on a corpus.

    Parameters
    ----------
    corpus
        What `read` or `load_corpus` gave. Where it holds excerpts with sources of their own, they and the rest are coded alike.
    title
        What the reports are called; the document's title, or the municipalities, if None.
    book
        A codebook, its file, or the name of a shipped one.
    by
        The column whose groups are compared; municipality where there are several, if None.
    claims
        Claims to be held against the corpus: a registered study ("boras-2021"), a claims file, or what `check_claims` gave.
    n_topics
        Number of topics; as many as the material can carry, up to 8, if None.
    resamples, seed
        Of intervals and tests.
    progress
        Called with (done, total) as the parts are finished.
    """
    require_kind(corpus, Corpus, call="analyse", instead="read one first:  kfi.read(path), or kfi.Corpus.from_texts(texts)")
    notes: list[str] = []
    body = corpus.body
    tell = progress or (lambda done, total: None)
    codings = code(body, book)
    tell(1, 4)
    mentions = find_actors(body)
    graph = actor_graph(body, mentions)
    tell(2, 4)
    size = n_topics if n_topics is not None else max(2, min(8, len(body) // _PASSAGES_A_TOPIC))
    topics = _if_possible(notes, "Ämnen", lambda: fit_topics(corpus, size, seed=seed, resamples=10, shuffles=20, workers=2))
    tell(3, 4)
    groups = by if by is not None else "municipality"
    comparison, keywords = None, None
    if by is None and corpus.documents["municipality"].nunique() < 2 and len(corpus.documents) > 1:
        notes.append(
            "Jämförelse: inga grupper att jämföra. Ange kommun för varje fil i en tabell (kolumnerna fil och kommun), eller en kolumn att "
            "jämföra efter (by, på kommandoraden --by source_kind)."
        )
    if by is not None or corpus.documents["municipality"].nunique() > 1:
        comparison = _if_possible(
            notes, "Jämförelse", lambda: compare(codings, groups, permutations=resamples, resamples=resamples, seed=seed)
        )
        keywords = _if_possible(notes, "Utmärkande ord", lambda: keyness(corpus, groups))
    found = claims if isinstance(claims, Findings) or claims is None else check_claims(corpus, claims)
    advice = recommendations(corpus)
    study = claims if isinstance(claims, str) and claims in set(list_corpora()["name"]) else None
    support = recommendation_support(corpus, study) if study is not None else None
    areas = development_areas(corpus, codings=codings, relations=False)
    tell(4, 4)
    provenance = codings.provenance.derive("analyse", corpus=corpus.sha256, by=by, n_topics=size, resamples=resamples, seed=seed)
    return Analysis(
        corpus,
        codings,
        mentions,
        graph,
        topics,
        comparison,
        keywords,
        found,
        advice,
        support,
        areas,
        title=title or _title(corpus),
        notes=tuple(notes),
        provenance=provenance,
    )


def _if_possible(notes: list[str], what: str, make: Callable[[], T]) -> T | None:
    """Make a part, or note why the material does not allow it."""
    try:
        return make()
    except NotEnoughDataError as error:
        notes.append(f"{what}: {error}")
        return None


def _title(corpus: Corpus) -> str:
    names = [str(name) for name in dict.fromkeys(corpus.documents["municipality"].dropna())]
    titles = [str(title) for title in corpus.documents["title"].dropna()]
    if len(corpus.documents) == 1 and titles:
        return titles[0]
    if names:
        return "Analys: " + (", ".join(names) if len(names) <= 4 else f"{len(names)} kommuner")
    return "Analys"
