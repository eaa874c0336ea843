"""Speed of finding actors and relations, each beside its bar.

    python benchmarks/actors.py --report ../shared/sources/boras-kfi-2021.txt            # all of it
    python benchmarks/actors.py --report ../shared/sources/boras-kfi-2021.txt --passages 20000

1. 5,000 names in 10 MB: `Scanner` beside a plain loop over ahocorasick_rs with the same patterns and a check of word boundaries; equal
   matches are checked before the clock counts.
2. The report: from corpus to graph, warm.
3. Many passages: the report's passages with their words shuffled within sentences' reach, so that there are many word types, from corpus
   to graph; time and peak memory.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from pathlib import Path

import ahocorasick_rs
import pandas as pd

import kfi_analysis as kfi
from kfi_analysis.actors.gazetteer import Gazetteer
from kfi_analysis.actors.scan import Scanner

Hit = tuple[int, int]


def joins(text: str, at: int, step: int) -> bool:
    character = text[at]
    if character.isalnum() or character == "_":
        return True
    beyond = at + step
    return character == "-" and 0 <= beyond < len(text) and text[beyond].isalnum()


def plain_loop(machine: ahocorasick_rs.AhoCorasick, text: str) -> list[Hit]:
    """Give whole-word matches, leftmost, then longest."""
    hits = []
    for _, start, end in machine.find_matches_as_indexes(text.lower(), overlapping=True):
        if (start and joins(text, start - 1, -1)) or (end < len(text) and joins(text, end, 1)):
            continue
        hits.append((start, -end))
    hits.sort()
    out: list[Hit] = []
    reached = 0
    for start, negative in hits:
        if start >= reached:
            out.append((start, -negative))
            reached = -negative
    return out


def names(wanted: int, seed: int = 1) -> list[str]:
    """Give names: the gazetteer's that are found in any case, then made ones of the same build."""
    real = sorted({form.lower() for actor in Gazetteer.shipped() for form, exact in actor.forms() if not exact})
    generator = random.Random(seed)
    stems = sorted({word for name in real for word in name.split() if len(word) > 4})
    made: set[str] = set()
    while len(real) + len(made) < wanted:
        made.add(
            generator.choice(stems).rstrip("ens")
            + generator.choice(["förvaltningen", "nämnden", "kontoret", "rådet", "gruppen", "bolaget"])
        )
    return [*real, *sorted(made)][:wanted]


def scanning(texts: list[str], rounds: int) -> None:
    forms = names(5000)
    patterns = sorted({variant for form in forms for variant in (form, form if form.endswith(("s", "x", "z")) else form + "s")})
    machine = ahocorasick_rs.AhoCorasick(patterns, matchkind=ahocorasick_rs.MatchKind.Standard)
    scanner = Scanner([(form, False, at) for at, form in enumerate(forms)])
    expected = [plain_loop(machine, text) for text in texts]
    found = [[(start, end) for start, end, _ in scanner.find(text)] for text in texts]
    assert found == expected, "the matches differ"
    size = sum(len(text.encode()) for text in texts) / 1e6
    best = {"ahocorasick_rs + boundaries": 1e9, "Scanner": 1e9}
    for _ in range(rounds):
        for label, run in (("ahocorasick_rs + boundaries", lambda t: plain_loop(machine, t)), ("Scanner", scanner.find)):
            start = time.process_time()
            for text in texts:
                run(text)
            best[label] = min(best[label], time.process_time() - start)
    for label, seconds in best.items():
        print(f"{label:30s} {size / seconds:6.1f} MB/s  ({sum(map(len, expected)):,} matches of {len(forms):,} names in {size:.1f} MB)")
    print(f"{'ratio':30s} {best['ahocorasick_rs + boundaries'] / best['Scanner']:6.2f}")


def shuffled(corpus: kfi.Corpus, wanted: int, seed: int = 1) -> kfi.Corpus:
    """Give many passages: the corpus's own, each copy with its word order stirred a little and its own made-up words."""
    generator = random.Random(seed)
    base = [text for text in corpus.body.texts if len(text) > 40]
    texts = []
    for number in range(wanted):
        words = base[number % len(base)].split()
        for _ in range(3):
            at = generator.randrange(len(words))
            words.insert(at, f"ord{generator.randrange(10**6)}")
        at = generator.randrange(len(words))
        texts.append(" ".join(words[at:] + words[:at]))
    return kfi.Corpus.from_texts(texts, source_kind="rapport", municipality="Borås")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    corpus = kfi.read(given.report)
    texts = list(corpus.body.texts)
    many = texts * max(1, round(10e6 / sum(len(text.encode()) for text in texts)))
    scanning(many, given.rounds)

    kfi.actor_graph(corpus)
    marks = []
    for _ in range(given.rounds):
        start = time.process_time()
        mentions = kfi.find_actors(corpus)
        middle = time.process_time()
        graph = kfi.actor_graph(corpus, mentions)
        marks.append((middle - start, time.process_time() - middle))
    table = pd.DataFrame(marks, columns=["actors", "graph"]).min()
    print(f"{'the report, warm':30s} actors {table['actors']:.2f} s, relations and graph {table['graph']:.2f} s CPU  {graph}")

    big = shuffled(corpus, given.passages)
    size = sum(len(text) for text in big.texts) / 1e6
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, cpu = time.perf_counter(), time.process_time()
    mentions = kfi.find_actors(big)
    middle = time.process_time()
    graph = kfi.actor_graph(big, mentions)
    wall, total = time.perf_counter() - start, time.process_time() - cpu
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(big):,} passages ({size:.0f} M characters): {total:.0f} s CPU ({wall:.0f} s on the clock; actors {middle - cpu:.0f} s), "
        f"peak memory {before:.0f} -> {after:.0f} MB, {len(mentions):,} mentions, {graph}"
    )


if __name__ == "__main__":
    main()
