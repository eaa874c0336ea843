"""How fast a codebook runs, beside what else a researcher could use; equal results are checked before a figure is given.

    python benchmarks/coding.py plain  --megabytes 10     # 500 plain terms, ten themes: words, wildcards, phrases
    python benchmarks/coding.py full   --megabytes 20     # the shipped codebook: lemmas, compounds, gaps, conditions
    python benchmarks/coding.py stream --passages 1000000 # a million passages in bounded memory

The text is made: words drawn by their frequency in Swedish (wordfreq), cut into sentences and passages, so that it has as many word types
as real text of that length. Peers: pyahocorasick with a check of word boundaries, spaCy's PhraseMatcher, scikit-learn's CountVectorizer,
pandas `str.count`; those that are not installed are left out and named. Times are processor seconds of one process.
"""

from __future__ import annotations

import argparse
import re
import resource
import time
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from wordfreq import get_frequency_dict

from kfi_analysis.coding import Codebook, code_stream
from kfi_analysis.coding.apply import make_coder
from kfi_analysis.coding.matcher import Matcher
from kfi_analysis.coding.terms import read_term
from kfi_analysis.coding.words import find_words

THEMES = 10
_BREAK = "\n\n"


def varied(megabytes: float, seed: int) -> list[str]:
    """Make passages of 40 to 160 words."""
    rng = np.random.default_rng(seed)
    frequency = get_frequency_dict("sv", wordlist="large")
    words = np.array(list(frequency))
    share = np.array(list(frequency.values()))
    share /= share.sum()
    out: list[str] = []
    size = 0
    while size < megabytes * 1e6:
        lengths = rng.integers(40, 160, 500)
        drawn = rng.choice(words, size=int(lengths.sum()), p=share)
        for part in np.split(drawn, np.cumsum(lengths)[:-1]):
            sentences = [" ".join(part[i : i + 14]) for i in range(0, len(part), 14)]
            passage = " ".join(sentence[:1].upper() + sentence[1:] + "." for sentence in sentences)
            out.append(passage)
            size += len(passage.encode())
    return out


def dictionary(seed: int) -> list[tuple[str, str, int]]:
    """Draw 300 wildcards, 100 words and 100 phrases from middling frequencies: (kind, letters, theme)."""
    rng = np.random.default_rng(seed)
    frequency = get_frequency_dict("sv", wordlist="large")
    middling = [w for w in list(frequency)[200:20_000] if w.isalpha() and len(w) > 3]
    common = [w for w in list(frequency)[5:400] if w.isalpha()]
    chosen = rng.choice(middling, 500, replace=False)
    entries = [("prefix", w[: max(4, len(w) - 2)], i % THEMES) for i, w in enumerate(chosen[:300].tolist())]
    entries += [("word", w, i % THEMES) for i, w in enumerate(chosen[300:400].tolist())]
    pairs = zip(rng.choice(common, 100).tolist(), rng.choice(common, 100).tolist(), strict=True)
    entries += [("phrase", f"{a} {b}", i % THEMES) for i, (a, b) in enumerate(pairs)]
    return entries


def ours(texts: list[str], entries: list[tuple[str, str, int]]) -> np.ndarray:
    """Passages x themes by this library's matcher."""
    terms = {"prefix": "{}*", "word": "={}", "phrase": "{}"}
    patterns = [
        read_term(terms[kind].format(" ".join(f"={w}" for w in letters.split()) if kind == "phrase" else letters))
        for kind, letters, _ in entries
    ]
    theme = np.array([t for _, _, t in entries])
    matcher = Matcher(patterns)
    present = np.zeros((len(texts), THEMES), dtype=bool)
    at = 0
    while at < len(texts):
        last, size = at, 0
        while last < len(texts) and size < 2_000_000:
            size += len(texts[last]) + 2
            last += 1
        words = find_words(_BREAK.join(texts[at:last]))
        hits = matcher.find(words)
        limits = np.cumsum([0, *(len(text) + 2 for text in texts[at : last - 1])])
        passage = np.searchsorted(limits, words.starts[hits.first], side="right") - 1 + at
        present[passage, theme[hits.pattern]] = True
        at = last
    return present


def aho(texts: list[str], entries: list[tuple[str, str, int]]) -> np.ndarray:
    """The same by pyahocorasick, word boundaries checked on each match."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    found: dict[str, list[tuple[bool, int]]] = {}
    for kind, letters, theme in entries:
        found.setdefault(letters, []).append((kind == "prefix", theme))
    for letters, targets in found.items():
        automaton.add_word(letters, (len(letters), tuple(targets)))
    automaton.make_automaton()
    present = np.zeros((len(texts), THEMES), dtype=bool)
    for row, text in enumerate(texts):
        low = text.lower()
        size = len(low)
        for end, (length, targets) in automaton.iter(low):
            start = end - length + 1
            if start and low[start - 1].isalnum():
                continue
            whole = end + 1 == size or not low[end + 1].isalnum()
            for prefix, theme in targets:
                if prefix or whole:
                    present[row, theme] = True
    return present


def pandas_count(texts: list[str], entries: list[tuple[str, str, int]]) -> np.ndarray:
    """The same by one alternation a theme."""
    series = pd.Series(texts, dtype="object")
    columns = []
    for theme in range(THEMES):
        parts = [rf"{re.escape(letters)}" if kind == "prefix" else rf"{re.escape(letters)}\b" for kind, letters, t in entries if t == theme]
        columns.append(series.str.count(rf"(?i)\b(?:{'|'.join(parts)})").to_numpy() > 0)
    return np.column_stack(columns)


def count_vectorizer(texts: list[str], entries: list[tuple[str, str, int]]) -> np.ndarray:
    """The same by counting all words and pairs, then picking the columns."""
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(ngram_range=(1, 2), token_pattern=r"[^\W_]+")
    counts = vectorizer.fit_transform(texts)
    names = vectorizer.get_feature_names_out()
    present = np.zeros((len(texts), THEMES), dtype=bool)
    for kind, letters, theme in entries:
        if kind == "prefix":
            low, high = np.searchsorted(names, letters), np.searchsorted(names, letters + "\U0010ffff")
            present[:, theme] |= np.asarray(counts[:, low:high].sum(axis=1)).ravel() > 0
        elif letters in vectorizer.vocabulary_:
            present[:, theme] |= np.asarray(counts[:, vectorizer.vocabulary_[letters]].todense()).ravel() > 0
    return present


def phrase_matcher(texts: list[str], entries: list[tuple[str, str, int]]) -> np.ndarray:
    """The same by spaCy; wildcards are spelled out from the words of the text."""
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("sv")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    vocabulary = sorted({word for text in texts for word in re.findall(r"[^\W_]+", text.lower())})
    for kind, letters, theme in entries:
        low, high = np.searchsorted(vocabulary, letters), np.searchsorted(vocabulary, letters + "\U0010ffff")
        forms = vocabulary[low:high] if kind == "prefix" else [letters]
        matcher.add(str(theme), [nlp.make_doc(form) for form in forms])
    present = np.zeros((len(texts), THEMES), dtype=bool)
    for row, doc in enumerate(nlp.pipe(texts)):
        for name, _, _ in matcher(doc):
            present[row, int(nlp.vocab.strings[name])] = True
    return present


def timed(work: Callable[[], np.ndarray]) -> tuple[float, np.ndarray]:
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def plain(megabytes: float, seed: int) -> None:
    texts, entries = varied(megabytes, seed), dictionary(seed)
    size = sum(len(text.encode()) for text in texts) / 1e6
    kinds = len({word for text in texts for word in text.lower().split()})
    print(f"{size:.1f} MB, {len(texts)} passages, {kinds} word types, {len(entries)} terms, {THEMES} themes")
    ours(texts[:100], entries)
    seconds, expected = timed(lambda: ours(texts, entries))
    print(f"{'kfi_analysis Matcher':28} {size / seconds:7.1f} MB/s   {int(expected.sum())} passages x themes")
    peers = {
        "pyahocorasick + boundaries": aho,
        "pandas str.count": pandas_count,
        "CountVectorizer 1-2": count_vectorizer,
        "spaCy PhraseMatcher": phrase_matcher,
    }
    for name, peer in peers.items():
        try:
            took, result = timed(lambda peer=peer: peer(texts, entries))
        except ImportError as error:
            print(f"{name:28} not installed ({error.name})")
            continue
        differing = int((result != expected).sum())
        same = "equal" if not differing else f"{differing} cells differ"
        print(f"{name:28} {size / took:7.1f} MB/s   {same}   ratio {took / seconds:.1f}")


def full(megabytes: float, seed: int) -> None:
    texts = varied(megabytes, seed)
    size = sum(len(text.encode()) for text in texts) / 1e6
    kinds = len({word for text in texts for word in text.lower().split()})
    print(f"{size:.1f} MB, {kinds} word types")
    for name in ("lexical", "combined"):
        coder = make_coder(name, Codebook.load("kfi"))
        coder.score(texts[:50])
        seconds, _ = timed(lambda coder=coder: coder.score(texts).values)
        again, _ = timed(lambda coder=coder: coder.score(texts).values)
        begin = time.process_time()
        for _ in code_stream(texts, "kfi", coder=coder):
            pass
        whole = size / (time.process_time() - begin)
        print(f"{name:9} scores: new words {size / seconds:.1f} MB/s, met before {size / again:.1f} MB/s; whole codings {whole:.2f} MB/s")


def stream(passages: int, seed: int) -> None:
    def endless() -> Iterator[str]:
        number = 0
        while True:
            for text in varied(10, seed + number):
                yield text[:300]
            number += 1

    source = endless()
    begin, done = time.process_time(), 0
    for part in code_stream((next(source) for _ in range(passages)), "kfi", coder="lexical", attributes=False):
        done += len(part.units)
        if done % 100_000 == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{done:9} passages   {time.process_time() - begin:6.0f} s   peak {peak:5.0f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["plain", "full", "stream"])
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.what == "stream":
        stream(given.passages, given.seed)
    else:
        {"plain": plain, "full": full}[given.what](given.megabytes, given.seed)


if __name__ == "__main__":
    main()
