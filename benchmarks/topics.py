"""Topic models on one report: ours and the peers on the same counts, in one run; and the tests that our topics must stand.

Usage: python -m benchmarks.topics PART... with the parts

    peers     report, K = 10: NPMI, diversity, likeness over seeds and over samples, excess, seconds, for every model
    other     the same figures of our methods on other texts: board papers, Göteborg's audits, the invented municipalities
    seeds     likeness over seeds, K = 5-20
    repeat    share of topics in which two of the ten words are forms of one word, K = 5-20
    shuffle   100 shuffled trials: how many give a topic that is called stable; and planted topics
    seeded    seed words of a codebook's themes: in their topic's ten? excess
    ocr       topics of the repaired OCR copy against those of the same chapters of the clean report
    sweep     seconds for K = 5-20 x 20 samples
    scale N   N paragraphs, K = 20: seconds and memory of the fit, in a process of its own
    workers   1 or 2 workers: the same digits?

Peers: pip install topica tomotopy gensim. The real texts are read from ../shared/sources.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse
from threadpoolctl import threadpool_limits

import kfi_analysis as kfi
from kfi_analysis.topics import fit_topics
from kfi_analysis.topics.coherence import npmi, window_counts
from kfi_analysis.topics.material import Material, prepare
from kfi_analysis.topics.measures import diversity, held_out_excess
from kfi_analysis.topics.methods import run_method
from kfi_analysis.topics.problem import Problem, top_terms
from kfi_analysis.topics.stability import halves, jaccard, match_topics, resample, sample_rows, shuffled

SOURCES = Path(__file__).resolve().parent.parent.parent / "shared" / "sources"
SAMPLES = 10
Fit = Callable[[Problem, int], np.ndarray]


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    parts = sys.argv[1:] or ["peers"]
    if parts[0] == "scale-child":
        _scale_child(Path(parts[1]))
        return
    with threadpool_limits(limits=1, user_api="blas"):
        at = 0
        while at < len(parts):
            part = parts[at]
            print(f"## {part}", flush=True)
            if part == "scale":
                at += 1
                scale(int(parts[at]))
            else:
                PARTS[part]()
            at += 1


def report(name: str = "boras-kfi-2021.txt") -> kfi.Corpus:
    return kfi.read(SOURCES / name)


def own(method: str) -> Fit:
    return lambda problem, size: run_method(method, problem, [size])[0].components


def sklearn_nmf(problem: Problem, size: int) -> np.ndarray:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfTransformer

    x = TfidfTransformer(sublinear_tf=True).fit_transform(sparse.csr_matrix(problem.counts))
    return NMF(size, init="nndsvd", random_state=problem.seed, max_iter=400).fit(x).components_


def gensim_multicore(problem: Problem, size: int) -> np.ndarray:
    from gensim.models import LdaMulticore

    from kfi_analysis.topics.methods.gensim_lda import bag_of_words

    bags, words = bag_of_words(problem)
    return LdaMulticore(bags, size, words, passes=20, workers=1, random_state=problem.seed).get_topics()


def _tokens(problem: Problem) -> list[list[str]]:
    counts = problem.counts
    return [
        [str(t) for t, c in zip(counts.indices[a:b], counts.data[a:b], strict=True) for _ in range(int(c))]
        for a, b in zip(counts.indptr[:-1], counts.indptr[1:], strict=True)
    ]


def _spread(beta: np.ndarray, vocabulary: list[str], n_terms: int) -> np.ndarray:
    out = np.zeros((len(beta), n_terms))
    out[:, [int(word) for word in vocabulary]] = beta
    return out


def topica(kind: str) -> Fit:
    def fit(problem: Problem, size: int) -> np.ndarray:
        import topica as peer

        model = getattr(peer, kind)(size, seed=problem.seed + 1)
        model.fit([words for words in _tokens(problem) if words], num_threads=1)
        return _spread(np.asarray(model.topic_word), list(model.vocabulary), problem.counts.shape[1])

    return fit


def tomotopy(problem: Problem, size: int) -> np.ndarray:
    import tomotopy as peer

    model = peer.LDAModel(k=size, seed=problem.seed + 1)
    for words in _tokens(problem):
        if words:
            model.add_doc(words)
    model.train(500, workers=1)
    beta = np.array([model.get_topic_word_dist(k) for k in range(size)])
    return _spread(beta, list(model.used_vocabs), problem.counts.shape[1])


MODELS: dict[str, Fit] = {
    "kfi nmf (word pairs)": own("nmf"),
    "kfi tfidf-nmf": own("tfidf-nmf"),
    "kfi consensus": own("consensus"),
    "scikit-learn NMF nndsvd": sklearn_nmf,
    "scikit-learn LDA (kfi lda)": own("lda"),
    "gensim LdaModel (kfi gensim-lda)": own("gensim-lda"),
    "gensim LdaMulticore": gensim_multicore,
    "topica NMF": topica("NMF"),
    "topica LDA": topica("LDA"),
    "tomotopy LDA": tomotopy,
}


def figures(fit: Fit, material: Material, size: int = 10, *, samples: int = SAMPLES, seeds: int = 3) -> dict[str, float]:
    """Best-match Jaccard of ten words over 80 % samples; excess on the passages left out; likeness over seeds, matched."""
    problem = Problem(material.counts, material.thread)
    n = material.counts.shape[0]
    began = time.perf_counter()
    topics = top_terms(fit(problem, size))
    seconds = time.perf_counter() - began
    again, excess = [], []
    for draw in range(samples):
        rng = np.random.default_rng([7, draw])
        rows = sample_rows(np.arange(n), rng)
        theirs = top_terms(fit(problem.rows(rows), size))
        again.append(jaccard(topics, theirs).max(axis=1).mean())
        value, null = held_out_excess(sparse.csr_array(material.counts[np.setdiff1d(np.arange(n), rows)]), theirs, rng)
        excess.append((value - null).mean())
    over = [
        np.mean([v for *_, v in match_topics(topics, top_terms(fit(Problem(material.counts, material.thread, seed=s), size)))])
        for s in range(1, seeds + 1)
    ]
    near = window_counts(material.ids, material.starts, topics, 10)
    return {
        "NPMI": float(np.mean([npmi(near, topic) for topic in topics])),
        "diversity": diversity(topics),
        "over seeds": float(np.mean(over)),
        "over samples": float(np.mean(again)),
        "excess": float(np.mean(excess)),
        "seconds": seconds,
    }


def peers() -> None:
    material = prepare(report())
    print(f"{material.counts.shape[0]} passages, {len(material.vocabulary)} terms, {int(material.counts.sum())} words")
    rows = []
    for name, fit in MODELS.items():
        rows.append({"model": name, **figures(fit, material)})
        print(pd.DataFrame(rows[-1:]).round(3).to_string(index=False, header=len(rows) == 1), flush=True)
    print(pd.DataFrame(rows).round(3).to_markdown(index=False) if _has("tabulate") else "")


def _has(name: str) -> bool:
    from importlib.util import find_spec

    return find_spec(name) is not None


def other() -> None:
    texts = {
        "board papers, repaired": lambda: kfi.read(SOURCES / "boras-aln-2022-01-25-ocr.txt", repair=True),
        "Göteborg, audits": lambda: kfi.read(SOURCES / "goteborg"),
        "exempelkommuner": lambda: kfi.load_corpus("exempelkommuner"),
    }
    for name, made in texts.items():
        corpus = made()
        for size in (10, 20):
            material = prepare(corpus)
            for method in ("nmf", "tfidf-nmf"):
                said = figures(own(method), material, size, seeds=1)
                print(name, material.counts.shape, f"K={size}", method, {k: round(v, 3) for k, v in said.items()}, flush=True)


def seeds() -> None:
    material = prepare(report())
    sizes = list(range(5, 21))
    first = run_method("nmf", Problem(material.counts, material.thread), sizes)
    worst = 1.0
    for seed in range(1, 6):
        for a, b in zip(first, run_method("nmf", Problem(material.counts, material.thread, seed=seed), sizes), strict=True):
            worst = min(worst, *(v for *_, v in match_topics(top_terms(a.components), top_terms(b.components))))
    print(f"K = 5-20, 5 seeds: least likeness of any topic {worst:.3f}")


def repeat() -> None:
    from nltk.stem.snowball import SnowballStemmer

    stem = SnowballStemmer("swedish").stem
    material = prepare(report())
    for compounds in ("whole", "split"):
        material = prepare(report(), compounds=compounds)
        topics = doubled = 0
        for factors in run_method("nmf", Problem(material.counts, material.thread), list(range(5, 21))):
            for topic in top_terms(factors.components):
                stems = [stem(material.vocabulary[t]) for t in topic]
                topics += 1
                doubled += len(set(stems)) < len(stems)
        print(f"{compounds}: {doubled} of {topics} topics repeat a Snowball stem among their ten lemmas ({100 * doubled / topics:.1f} %)")


def shuffle(trials: int = 100) -> None:
    """Shuffle the report's words between its passages; count the trials in which some topic is called stable.

    What `fit_topics` compares a material with is 19 shuffles of it. A shuffle of shuffled material is one more shuffle, so the trials
    share a pool: each is held against 19 others drawn from it.
    """
    material = prepare(report())
    sources = np.arange(material.counts.shape[0])
    excess, again = [], []
    for trial in range(trials + 19):
        rng = np.random.default_rng([99, trial])
        problem = Problem(shuffled(material.counts, rng), material.thread, seed=trial)
        topics = [top_terms(run_method("nmf", problem, [10])[0].components)]
        excess.append(halves(problem, "nmf", topics, [10], sources, rng=rng)[0].mean(axis=0))
        again.append(resample(problem, "nmf", topics, [10], sources, resamples=10, held_out=False)[0].recurrence.mean(axis=0))
    best = np.array([values.max() for values in excess])
    beyond = stable = naive = 0
    for trial in range(trials):
        others = np.random.default_rng([98, trial]).permutation(np.delete(np.arange(trials + 19), trial))[:19]
        passed = excess[trial] > best[others].max()
        beyond += bool(passed.any())
        stable += bool((passed & (again[trial] >= 0.5)).any())
        naive += bool((again[trial] >= 0.5).any())
    print(f"{trials} shuffled trials, K = 10: a topic called stable in {stable}, a topic beyond chance in {beyond};")
    print(f"recurrence >= 0.5 alone would call a topic stable in {naive}")
    print(f"best excess of a shuffled material: median {np.median(best):.3f}, largest {best.max():.3f}")
    planted(material)


def planted(material: Material) -> None:
    """Plant five topics in shuffled material: a share of each passage's words is replaced by words of one of five sets of twelve terms."""
    for share in (0.5, 0.3, 0.2, 0.1):
        rng = np.random.default_rng(5)
        dealt = shuffled(material.counts, rng)
        sets = rng.permutation(len(material.vocabulary))[:60].reshape(5, 12)
        texts = []
        for row, (a, b) in enumerate(zip(dealt.indptr[:-1], dealt.indptr[1:], strict=True)):
            words = np.repeat(dealt.indices[a:b], dealt.data[a:b].astype(int))
            swap = rng.random(len(words)) < share
            words[swap] = rng.choice(sets[row % 5], size=int(swap.sum()))
            texts.append(" ".join(_code(t) for t in words))
        found = fit_topics(texts, 10, resamples=10)
        names = [{_code(t) for t in own} for own in sets]
        hits = [[len(set(found.words(int(topic))) & own) for topic in found.topics["topic"]] for own in names]
        best = np.argmax(hits, axis=1)
        verdicts = [str(found.topics["verdict"][topic]) for topic in best]
        rest = [v for topic, v in enumerate(found.topics["verdict"]) if topic not in set(best)]
        print(
            f"planted {share:.0%} of the words: {sum(max(h) >= 8 for h in hits)} of 5 recovered (8 of ten words),"
            f" {verdicts.count('stabil')} stable; other topics called stable: {rest.count('stabil')} of {len(rest)}",
            flush=True,
        )


def _code(term: int) -> str:
    """A made-up word for a term, that no lemma table or splitter changes."""
    letters = "bdfghjklmnprstv"
    return "x" + "".join(f"{letters[term // 15**place % 15]}o" for place in range(3)) + "x"


def seeded() -> None:
    corpus = report()
    themes = {
        "ansvar": ["ansvar", "beslut", "delegation", "mandat", "roll"],
        "koordinering": ["koordinering", "samordning", "central", "krisledning"],
        "kapacitet": ["personal", "resurs", "bemanning", "skyddsutrustning", "kompetens"],
        "samverkan": ["samverkan", "aktör", "region", "myndighet", "samarbete"],
        "lärande": ["lärande", "erfarenhet", "lärdom", "utveckling"],
        "relationer": ["förtroende", "oro", "kommunikation", "information"],
    }
    for method in ("nmf", "tfidf-nmf"):
        material = prepare(corpus)
        found = fit_topics(corpus, 10, method=method, seeds=themes, resamples=20, shuffles=0)
        inside = total = 0
        for name, terms in found.settings["seeds"].items():
            topic = found.labels.index(name) + 1
            shown = {material.vocabulary[t] for t in np.argsort(-found.placing.components[topic - 1], kind="stable")[:10]}
            inside += len(shown & set(terms))
            total += len(terms)
        whole = found.quality[found.quality["topic"].isna()].set_index("measure")["value"]
        print(f"{method}: {inside} of {total} seed words among their topic's ten; missing {found.settings['seeds_missing']};"
              f" excess {whole['excess']:.3f}, recurrence {whole['recurrence']:.3f}, diversity {whole['diversity']:.2f}")  # fmt: skip


def ocr() -> None:
    """Match by heading: chapters that both texts hold."""
    clean, repaired = report(), kfi.read(SOURCES / "boras-aln-2022-01-25-ocr.txt", repair=True)

    def chapters(corpus: kfi.Corpus) -> set[str]:
        return {str(name).lower().split(" / ")[-1] for name in corpus.body.passages["section"].dropna().unique()}

    shared = chapters(clean) & chapters(repaired)
    print(f"{len(shared)} sections by the same heading in both texts")

    def only(corpus: kfi.Corpus) -> kfi.Corpus:
        return corpus.filter(section=lambda name: str(name).lower().split(" / ")[-1] in shared)

    for method in ("nmf", "tfidf-nmf"):
        for size in (5, 8, 10, 12):
            a, b = (fit_topics(only(corpus), size, method=method, resamples=0) for corpus in (clean, repaired))
            one, best = a.match(b)["jaccard"].mean(), a.likeness(b).max(axis=1).mean()
            print(
                f"{method} K={size}: {len(a.units)} and {len(b.units)} passages; Jaccard one to one {one:.3f}, best {best:.3f}", flush=True
            )


def sweep() -> None:
    began, cpu = time.perf_counter(), time.process_time()
    found = fit_topics(report(), range(5, 21), resamples=20, shuffles=0)
    said = f"{time.perf_counter() - began:.1f} s (CPU {time.process_time() - cpu:.1f} s)"
    print(f"K = 5-20 x 20 samples, reading and labels included: {said}")
    assert found.choice is not None
    print(found.choice.table.round(3).to_string(index=False))
    began, cpu = time.perf_counter(), time.process_time()
    fit_topics(report(), range(5, 21), resamples=20, shuffles=19)
    print(f"with 19 shuffles for every size: {time.perf_counter() - began:.1f} s (CPU {time.process_time() - cpu:.1f} s)")


def scale(n: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "counts.npz"
        counts = _many(n)
        keep = np.flatnonzero(np.bincount(counts.indices, minlength=counts.shape[1]) >= 5)
        sparse.save_npz(path, sparse.csr_array(counts[:, keep]), compressed=False)
        del counts
        print(f"{n} paragraphs", flush=True)
        subprocess.run([sys.executable, "-m", "benchmarks.topics", "scale-child", str(path)], check=True)


def _many(n: int, *, length: int = 36, terms: int = 30_000, topics: int = 40) -> sparse.csr_matrix:
    """Counts of varied text: Zipf's law over 30,000 terms, each passage two of 40 topics."""
    rng = np.random.default_rng(1)
    base = 1.0 / np.arange(1, terms + 1) ** 1.05
    boost = [base * np.where(rng.random(terms) < 0.05, 30.0, 1.0) for _ in range(topics)]
    tables = [np.cumsum(b / b.sum()) for b in boost]
    sizes = rng.poisson(length, size=n)
    which = rng.integers(topics, size=(n, 2))
    rows = np.repeat(np.arange(n), sizes)
    pick = which[rows, rng.integers(2, size=len(rows))]
    columns = np.empty(len(rows), dtype=np.int32)
    draw = rng.random(len(rows))
    for topic in range(topics):
        at = pick == topic
        columns[at] = np.searchsorted(tables[topic], draw[at])
    columns = np.minimum(columns, terms - 1)
    return sparse.coo_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(n, terms)).tocsr()


def _peak() -> float:
    """Return the largest resident size of this process, MB (Linux; `ru_maxrss` would carry the parent's over)."""
    line = next(line for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _scale_child(path: Path) -> None:
    from kfi_analysis.topics.placing import Placing
    from kfi_analysis.topics.weighting import inverse_document_frequency

    counts = sparse.load_npz(path)
    before = _peak()
    with threadpool_limits(limits=1, user_api="blas"):
        for method in ("nmf", "tfidf-nmf") if counts.shape[0] <= 200_000 else ("nmf",):
            began, cpu = time.perf_counter(), time.process_time()
            factors = run_method(method, Problem(counts, np.arange(counts.shape[0]) // 20), [20])[0]
            fitted, cpu = time.perf_counter() - began, time.process_time() - cpu
            peak = _peak()
            names = tuple(str(t) for t in range(counts.shape[1]))
            Placing(names, names, inverse_document_frequency(counts), np.asarray(factors.components, dtype=float)).place(counts)
            placed = time.perf_counter() - began - fitted
            print(
                f"{method}: {counts.shape[1]} terms, {int(counts.sum())} words, K = 20: fit {fitted:.1f} s (CPU {cpu:.1f} s),"
                f" peak {peak:.0f} MB"
                f" ({before:.0f} MB before), placing all passages {placed:.1f} s"
            )


def workers() -> None:
    one, two = (fit_topics(report(), 10, resamples=10, workers=n) for n in (1, 2))
    pd.testing.assert_frame_equal(one.topics, two.topics, check_exact=True)
    pd.testing.assert_frame_equal(one.quality, two.quality, check_exact=True)
    print("1 and 2 workers: every digit of topics and quality is the same")


PARTS = {
    "peers": peers,
    "other": other,
    "seeds": seeds,
    "repeat": repeat,
    "shuffle": shuffle,
    "seeded": seeded,
    "ocr": ocr,
    "sweep": sweep,
    "workers": workers,
}

if __name__ == "__main__":
    main()
