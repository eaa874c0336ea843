"""Would the topics come back? Refits on samples of the sources, on other seeds, and on shuffled words.

The recurrence of a topic is its likeness (Jaccard of the ten top words) to the most similar topic of a refit on 80 % of the sources,
averaged over samples (Greene, O'Callaghan & Cunningham 2014; Chuang et al. 2015). Recurrence alone does not tell a topic from an
accident: two samples of 80 % share most of their accidents, so topics of shuffled words come back too. The test against chance
therefore asks whether a topic found in one half of the sources holds together in the other half, more than any topic does after the
words have been dealt out anew between the passages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import linear_sum_assignment

from kfi_analysis.progress import Progress, track
from kfi_analysis.topics.measures import held_out_excess
from kfi_analysis.topics.methods import run_method
from kfi_analysis.topics.problem import Problem, top_terms

__all__ = ["Chance", "Resampled", "chance", "halves", "jaccard", "match_topics", "resample", "sample_rows", "shuffled"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
S = TypeVar("S")
R = TypeVar("R")
SHARE = 0.8
"""Share of the sources in a sample."""
HALVES = 5
"""Half samples behind the test against chance, for the material and for each shuffle of it."""


def jaccard(first: Sequence[Ints], second: Sequence[Ints]) -> Floats:
    """Return the Jaccard likeness of every pair of term sets, an array (len(first), len(second)).

    Examples
    --------
    >>> jaccard([np.array([1, 2])], [np.array([2, 3]), np.array([1, 2])]).round(2).tolist()
    [[0.33, 1.0]]
    """
    out = np.zeros((len(first), len(second)))
    sets = [set(topic.tolist()) for topic in second]
    for i, topic in enumerate(first):
        mine = set(topic.tolist())
        for j, other in enumerate(sets):
            union = len(mine | other)
            out[i, j] = len(mine & other) / union if union else 0.0
    return out


def match_topics(first: Sequence[Ints], second: Sequence[Ints]) -> list[tuple[int, int, float]]:
    """Pair topics one to one so that the sum of likeness is largest: (first, second, Jaccard), in the order of `first`."""
    likeness = jaccard(first, second)
    if not likeness.size:
        return []
    mine, theirs = linear_sum_assignment(-likeness)
    return [(int(i), int(j), float(likeness[i, j])) for i, j in zip(mine, theirs, strict=True)]


def sample_rows(sources: Ints, rng: np.random.Generator, share: float = SHARE) -> npt.NDArray[np.intp]:
    """Return the passages (in order) of `share` of the sources, drawn without replacement."""
    names = np.unique(sources)
    kept = rng.choice(names, max(1, round(share * len(names))), replace=False)
    return np.flatnonzero(np.isin(sources, kept))


@dataclass(frozen=True)
class Resampled:
    """What refits on samples say of one number of topics.

    `recurrence` is samples × topics (best match in each refit); `matched` is the same with each topic of a refit used once.
    `coherence` and `chance` are samples × topics of the refits: NPMI of their top words in the passages left out, and that of random
    words with the same frequency. They are empty where too few passages were left out to count in.
    """

    recurrence: Floats
    matched: Floats
    coherence: Floats
    chance: Floats


def resample(
    problem: Problem,
    method: str,
    topics: Sequence[Sequence[Ints]],
    sizes: Sequence[int],
    sources: Ints,
    *,
    resamples: int,
    share: float = SHARE,
    held_out: bool = True,
    workers: int = 1,
    progress: Progress | None = None,
) -> list[Resampled]:
    """Return, for each number of topics, how the topics fare on `resamples` samples of the sources.

    Parameters
    ----------
    problem, method
        What was fitted, and how.
    topics
        For each size, the top terms of the fit on all passages.
    sizes
        Numbers of topics.
    sources
        Array (n passages,): what is drawn whole.
    resamples, share
        Number of samples and the share of the sources in each.
    held_out
        Whether to measure coherence on the passages left out, too.
    workers
        Threads. Every sample has its own random stream, so the result is the same for any number.
    progress
        Told (done, resamples).
    """
    streams = np.random.SeedSequence(problem.seed).spawn(resamples)

    def one(stream: np.random.SeedSequence) -> list[tuple[Floats, Floats, Floats, Floats]]:
        rng = np.random.default_rng(stream)
        rows = sample_rows(sources, rng, share)
        left_out = np.setdiff1d(np.arange(len(sources)), rows)
        refits = run_method(method, problem.rows(rows), sizes)
        held = sparse.csr_array(problem.counts[left_out])
        out = []
        for mine, factors in zip(topics, refits, strict=True):
            theirs = top_terms(factors.components)
            likeness = jaccard(mine, theirs)
            single = np.zeros(len(mine))
            for i, _, alike in match_topics(mine, theirs):
                single[i] = alike
            value, null = held_out_excess(held, theirs, rng) if held_out and len(left_out) >= 20 else (np.empty(0), np.empty(0))
            out.append((likeness.max(axis=1), single, value, null))
        return out

    runs = list(_in_order(one, streams, workers, progress))
    return [Resampled(*(_stack([run[i][part] for run in runs]) for part in range(4))) for i in range(len(sizes))]


def _stack(rows: Sequence[Floats]) -> Floats:
    """Stack rows of unequal length (a method may find fewer topics), padded with NaN."""
    width = max((len(row) for row in rows), default=0)
    out = np.full((len(rows), width), np.nan)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return out


def _in_order(one: Callable[[S], R], streams: Sequence[S], workers: int, progress: Progress | None) -> Iterator[R]:
    """Yield one(stream) for each stream, in order; an error or a stop cancels what has not begun."""
    if workers <= 1:
        yield from track(map(one, streams), progress, len(streams))
        return
    with ThreadPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(one, stream) for stream in streams]
        try:
            for done, future in enumerate(futures, start=1):
                yield future.result()
                if progress is not None:
                    progress(done, len(streams))
        finally:
            for future in futures:
                future.cancel()


def shuffled(counts: sparse.csr_array, rng: np.random.Generator) -> sparse.csr_array:
    """Return counts with the words dealt out anew: every passage keeps its length, every term its total."""
    repeats = counts.data.astype(np.int64)
    terms = np.repeat(counts.indices, repeats)
    rng.shuffle(terms)
    rows = np.repeat(np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr)), repeats)
    out = sparse.csr_array((np.ones(len(terms)), (rows, terms)), shape=counts.shape)
    out.sum_duplicates()
    return out


@dataclass(frozen=True)
class Chance:
    """What shuffled material gives for one number of topics: arrays (shuffles, topics).

    `excess` is as `halves` gives it, `recurrence` as one sample of 80 % gives it.
    """

    excess: Floats
    recurrence: Floats


def halves(
    problem: Problem, method: str, topics: Sequence[Sequence[Ints]], sizes: Sequence[int], sources: Ints, *, rng: np.random.Generator
) -> list[Floats]:
    """Return, for each number of topics, the held-out excess of each topic's counterpart: arrays (HALVES, topics).

    The model is refitted on one half of the sources; the counterpart of a topic is the refitted topic most like it, and its excess is the
    coherence of its top words in the other half beyond that of random words with the same frequency there. Nothing that the words met
    by accident in one half helps them in the other, so on shuffled material the mean is zero.
    """
    out = [np.full((HALVES, len(own)), np.nan) for own in topics]
    for draw in range(HALVES):
        rows = sample_rows(sources, rng, 0.5)
        other = sparse.csr_array(problem.counts[np.setdiff1d(np.arange(len(sources)), rows)])
        for mine, factors, found in zip(topics, run_method(method, problem.rows(rows), sizes), out, strict=True):
            theirs = top_terms(factors.components)
            value, null = held_out_excess(other, theirs, rng)
            found[draw] = (value - null)[jaccard(mine, theirs).argmax(axis=1)]
    return out


def chance(
    problem: Problem,
    method: str,
    sizes: Sequence[int],
    sources: Ints,
    *,
    shuffles: int,
    workers: int = 1,
    progress: Progress | None = None,
) -> list[Chance]:
    """Return, for each number of topics, the excess and the recurrence of the topics of `shuffles` shuffled materials."""
    streams = np.random.SeedSequence([problem.seed, 1]).spawn(shuffles)

    def one(stream: np.random.SeedSequence) -> list[tuple[Floats, Floats]]:
        rng = np.random.default_rng(stream)
        dealt = replace(problem, counts=shuffled(problem.counts, rng), seed=int(rng.integers(2**31)))
        topics = [top_terms(factors.components) for factors in run_method(method, dealt, sizes)]
        again = [top_terms(factors.components) for factors in run_method(method, dealt.rows(sample_rows(sources, rng)), sizes)]
        backed = halves(dealt, method, topics, sizes, sources, rng=rng)
        return [(b.mean(axis=0), jaccard(t, a).max(axis=1)) for b, t, a in zip(backed, topics, again, strict=True)]

    runs = list(_in_order(one, streams, workers, progress))
    return [Chance(*(_stack([run[i][part] for run in runs]) for part in range(2))) for i in range(len(sizes))]
