"""`fit_topics`: from a corpus to topics that have been tested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from threadpoolctl import threadpool_limits

from kfi_analysis.corpus import Corpus
from kfi_analysis.errors import NotEnoughDataError, SettingError, did_you_mean
from kfi_analysis.progress import Progress
from kfi_analysis.provenance import Provenance
from kfi_analysis.topics.assess import assess
from kfi_analysis.topics.choose import TopicRange, choice_table, suggest_size
from kfi_analysis.topics.labels import suggest_labels
from kfi_analysis.topics.material import METHOD_CHAPTERS, Material, as_corpus, prepare
from kfi_analysis.topics.measures import frex, topic_distribution
from kfi_analysis.topics.methods import check_method, run_method
from kfi_analysis.topics.model import Topics, long_shares
from kfi_analysis.topics.placing import Placing
from kfi_analysis.topics.prevalence import prevalence_table
from kfi_analysis.topics.problem import Factors, Problem, top_terms
from kfi_analysis.topics.seeding import Seeds, ThemeBook, resolve_seeds
from kfi_analysis.topics.stability import Chance, Resampled, chance, halves, match_topics, resample
from kfi_analysis.topics.weighting import inverse_document_frequency

__all__ = ["fit_topics"]

Floats = npt.NDArray[np.float64]
_SHOWN = 30
"""Terms a topic in the table `terms`."""
_OTHER_SEEDS = 3
_LARGEST_SOURCE = 0.2


def fit_topics(
    corpus: Corpus | Iterable[str],
    n_topics: int | Sequence[int] = 10,
    *,
    method: str = "nmf",
    seed: int = 0,
    seeds: Mapping[str, Sequence[str]] | ThemeBook | None = None,
    by: str | None = None,
    resamples: int = 50,
    shuffles: int = 19,
    leave_out: str | None = METHOD_CHAPTERS,
    compounds: str = "whole",
    min_df: int | None = None,
    max_share: float = 0.3,
    duplicates: str = "keep",
    context: float = 0.3,
    workers: int = 1,
    progress: Progress | None = None,
) -> Topics:
    """Return the topics of a corpus, tested against resampled and shuffled material.

    Parameters
    ----------
    corpus
        A corpus; its paragraphs, list items and excerpts are modelled. Or a list of passages.
    n_topics
        A number, or a range of numbers: then `Topics.choice` says what speaks for each, and the object is the one shown first.
    method
        "nmf" (NMF of word pairs from an exact start, the same for every seed), "tfidf-nmf" (NMF of the passages, likewise), "consensus"
        (its mean over samples), "lda" (scikit-learn), "gensim-lda", "gensim-hdp" (`n_topics` is the upper limit).
    seed
        Of everything random: samples, shuffles, LDA's start.
    seeds
        Theme -> seed words, or a codebook (its themes); those topics come to hold their words among the ten heaviest, the others stay
        free. Only for "nmf" and "tfidf-nmf".
    by
        Column whose groups `Topics.prevalence` and the reports show first.
    resamples
        Refits on 80 % of the sources. 0: not tested.
    shuffles
        Shuffled materials that the topics are tested against: 19 are what a level of 5 % needs. 0: not tested.
    leave_out
        Regular expression of sections about the study itself; None keeps all.
    compounds, min_df, max_share, duplicates
        See `material.prepare`.
    context
        Share of the neighbouring passages' words that a passage borrows in the fit (NMF), 0 to 1.
    workers
        Threads for the refits; the result is the same for any number.
    progress
        Told (done, total) of the refits; raise `Cancelled` in it to stop.

    Raises
    ------
    NotEnoughDataError
        If there are fewer passages than topics, or no term is left.
    SettingError
        If an argument cannot be met.

    Examples
    --------
    >>> texts = ["distans möte digital teknik", "möte digital distans", "mask handske smitta", "smitta mask lager"] * 5
    >>> found = fit_topics(texts, 2, max_share=0.6, resamples=0, shuffles=0)
    >>> sorted(found.words(1, 2) + found.words(2, 2))
    ['digital', 'distans', 'mask', 'smitta']
    """
    source = as_corpus(corpus)
    sizes = _sizes(n_topics)
    check_method(method)
    _check_settings(resamples, shuffles, context, workers)
    if seeds and method not in ("nmf", "tfidf-nmf"):
        raise SettingError(f"seeds need method 'nmf' or 'tfidf-nmf', got {method!r}: drop the seeds or change the method")
    _check_by(source, by)
    material = prepare(source, leave_out=leave_out, compounds=compounds, min_df=min_df, max_share=max_share, duplicates=duplicates)
    usable = int((np.diff(material.counts.indptr) > 0).sum())
    limit = min(usable, len(material.vocabulary))
    if limit < max(sizes):
        raise NotEnoughDataError(
            f"{max(sizes)} topics were asked for, and there are {usable} passages with {len(material.vocabulary)} terms:"
            f" ask for at most {limit}, lower min_df, or give more text"
        )
    found = _resolved(seeds, material, min(sizes))
    problem = Problem(material.counts, material.thread, seed=seed, seeds=found.terms if found else {}, options={"context": float(context)})
    unit, drawn = _resampling_sources(material)
    settings = {
        "method": method, "n_topics": sizes if len(sizes) > 1 else sizes[0], "seed": seed, "by": by, "resamples": resamples,
        "shuffles": shuffles, "leave_out": leave_out, "compounds": compounds, "min_df": min_df, "max_share": max_share,
        "duplicates": duplicates, "context": context, "resampling_unit": unit,
        "seeds": {name: [material.vocabulary[t] for t in found.terms[i]] for i, name in enumerate(found.names)} if found else None,
        "seeds_missing": {name: list(words) for name, words in found.missing.items()} if found else None,
        "seeds_dropped": {name: list(words) for name, words in found.dropped.items()} if found else None,
    }  # fmt: skip
    run = _Run(source, material, problem, method, drawn, settings, found, workers)
    with threadpool_limits(limits=1, user_api="blas"):
        return run.topics(sizes, resamples, shuffles, progress)


@dataclass(frozen=True)
class _Run:
    """One call of `fit_topics`, after its arguments are checked."""

    corpus: Corpus
    material: Material
    problem: Problem
    method: str
    drawn: npt.NDArray[np.int64]
    settings: Mapping[str, object]
    seeds: Seeds | None
    workers: int

    def topics(self, sizes: list[int], resamples: int, shuffles: int, progress: Progress | None) -> Topics:
        """Fit all sizes, resample and shuffle for all of them together, and put labels on."""
        fits = run_method(self.method, self.problem, sizes)
        words = [top_terms(factors.components) for factors in fits]
        total = resamples + (shuffles if resamples else 0)
        checked: list[Resampled | None] = [None] * len(sizes)
        if resamples:
            checked[:] = resample(
                self.problem, self.method, words, sizes, self.drawn, resamples=resamples, workers=self.workers,
                progress=_part(progress, 0, total),
            )  # fmt: skip
        backed: list[Floats | None] = [None] * len(sizes)
        nulls: list[Chance | None] = [None] * len(sizes)
        if resamples and shuffles:
            rng = np.random.default_rng(np.random.SeedSequence([self.problem.seed, 2]))
            backed[:] = halves(self.problem, self.method, words, sizes, self.drawn, rng=rng)
            rest = _part(progress, resamples, total)
            nulls[:] = chance(self.problem, self.method, sizes, self.drawn, shuffles=shuffles, workers=self.workers, progress=rest)
        seeds = self._seed_stability(sizes, words)
        models = {size: self._built(*parts) for size, *parts in zip(sizes, fits, checked, backed, nulls, seeds, strict=True)}
        if len(sizes) == 1:
            return models[sizes[0]]
        table = choice_table(models)
        chosen, reasons = suggest_size(table)
        return replace(models[chosen], choice=TopicRange(table, models, chosen, reasons))

    def _seed_stability(self, sizes: list[int], words: list[list[npt.NDArray[np.int64]]]) -> list[list[float]]:
        """Return, for each size, the likeness of the topics to those of other seeds, matched one to one."""
        out: list[list[float]] = [[] for _ in sizes]
        for step in range(1, _OTHER_SEEDS + 1):
            others = run_method(self.method, replace(self.problem, seed=self.problem.seed + step), sizes)
            for own, mine, other in zip(out, words, others, strict=True):
                own.append(sum(value for _, _, value in match_topics(mine, top_terms(other.components))) / len(mine))
        return out

    def _built(
        self, factors: Factors, resampled: Resampled | None, backed: Floats | None, null: Chance | None, seeds: list[float] | None
    ) -> Topics:
        """Put labels on one solution: topics in order of size, tables, verdicts."""
        material = self.material
        components = np.asarray(factors.components, dtype=np.float64)
        idf = inverse_document_frequency(material.counts)
        placing = Placing(material.vocabulary, material.display, idf, components, factors.probabilistic)
        shares = placing.place(material.counts)
        words = material.units["words"].to_numpy(dtype=np.float64)
        size = (shares * words[:, None]).sum(axis=0)
        order = np.argsort(-size, kind="stable")
        placing, shares, components = placing.reorder(order), shares[:, order], components[order]
        if resampled is not None:
            resampled = replace(resampled, recurrence=resampled.recurrence[:, order], matched=resampled.matched[:, order])
        backed = backed[:, order] if backed is not None else None
        assessed = assess(material, components, resampled=resampled, backed=backed, null=null, seeds=seeds)
        scores = frex(components)
        labels = suggest_labels(components, scores, material.display)
        if self.seeds:
            for place, old in enumerate(order):
                if old in self.seeds.terms:
                    labels[place] = self.seeds.names[old]
        share = prevalence_table(
            shares, words, pd.Series(["alla"] * len(words), dtype="string"), material.units["cluster"].to_numpy(dtype=np.int64),
            seed=self.problem.seed,
        )  # fmt: skip
        terms = _term_table(components, scores, material.display)
        table = assessed.per_topic.assign(
            label=pd.array(labels, dtype="string"),
            words=pd.array([", ".join(own["term"].head(10)) for _, own in terms.groupby("topic")], dtype="string"),
            prevalence=share["share"].to_numpy(),
            low=share["low"].to_numpy(),
            high=share["high"].to_numpy(),
        )
        columns = [
            "topic", "label", "words", "prevalence", "low", "high", "recurrence", "recurrence_low", "recurrence_high", "excess", "p",
            "verdict", "npmi", "exclusivity",
        ]  # fmt: skip
        provenance = _provenance(self.corpus, self.settings, len(components))
        return Topics(
            terms, long_shares(shares, material.units["passage_id"]), assessed.quality, table[columns], material.units, material.left_out,
            placing, shares, {**self.settings, "n_topics": len(components)}, provenance, self.corpus,
        )  # fmt: skip


def _sizes(n_topics: int | Sequence[int]) -> list[int]:
    sizes = [int(n_topics)] if isinstance(n_topics, (int, np.integer)) else sorted({int(n) for n in n_topics})
    if not sizes or min(sizes) < 2:
        raise SettingError(f"n_topics must be at least 2, or a range of such numbers, got {n_topics!r}")
    return sizes


def _check_settings(resamples: int, shuffles: int, context: float, workers: int) -> None:
    if resamples < 0 or shuffles < 0:
        raise SettingError(f"resamples and shuffles must not be negative, got {resamples} and {shuffles}")
    if not 0 <= context <= 1:
        raise SettingError(f"context must lie between 0 and 1, got {context}")
    if workers < 1:
        raise SettingError(f"workers must be at least 1, got {workers}")


def _check_by(corpus: Corpus, by: str | None) -> None:
    known = [*corpus.passages.columns, *corpus.documents.columns, "year"]
    if by is not None and by not in known:
        raise SettingError(f"by={by!r} is no column: {did_you_mean(by, known)}")


def _resolved(seeds: Mapping[str, Sequence[str]] | ThemeBook | None, material: Material, smallest: int) -> Seeds | None:
    if not seeds:
        return None
    frequency = np.bincount(material.counts.indices, minlength=len(material.vocabulary)).astype(np.int64)
    return resolve_seeds(seeds, material.vocabulary, material.display, frequency, smallest)


def _resampling_sources(material: Material) -> tuple[str, npt.NDArray[np.int64]]:
    """Return what samples draw whole: sources, unless one of them holds more than a fifth of the passages or they are few."""
    sources = material.units["source"].to_numpy(dtype=np.int64)
    sizes = np.bincount(sources)
    if len(sizes) >= 10 and sizes.max() <= _LARGEST_SOURCE * len(sources):
        return "source", sources
    return "passage", np.arange(len(sources), dtype=np.int64)


def _term_table(components: Floats, scores: Floats, display: Sequence[str]) -> pd.DataFrame:
    beta = topic_distribution(components)
    rows = []
    for topic, terms in enumerate(top_terms(components, _SHOWN)):
        rows += [(topic + 1, rank, display[t], beta[topic, t], scores[topic, t]) for rank, t in enumerate(terms, start=1)]
    table = pd.DataFrame(rows, columns=["topic", "rank", "term", "weight", "frex"])
    return table.astype({"topic": "int64", "rank": "int64", "term": "string"})


def _provenance(corpus: Corpus, settings: Mapping[str, object], n_topics: int) -> Provenance:
    said = {key: value for key, value in settings.items() if key != "n_topics" and value is not None}
    return corpus.provenance.derive("fit_topics", corpus_sha256=corpus.sha256, n_topics=n_topics, **said)


def _part(progress: Progress | None, done: int, total: int) -> Progress | None:
    """Return a progress for a part of the work that begins when `done` of `total` is done."""
    if progress is None:
        return None
    told = progress
    return lambda step, _: told(done + step, total)
