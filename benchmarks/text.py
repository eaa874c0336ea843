"""Speed of the text layer beside its peers, in one run: `python benchmarks/text.py [FILE...] [--megabytes 10] [--linear]`.

Without files the text is drawn from the packaged frequency list (many word types, 40 words a paragraph); with files their paragraphs are
shuffled and repeated (few types, which flatters anything that works per type). Times are seconds of this process's processor time, one
thread, the best of several. Peers that are not installed (spaCy, polars) are named as missing.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")


def seconds(work: Callable[[], object], repeats: int) -> float:
    """Best processor time of several runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def drawn(megabytes: float) -> list[str]:
    """Paragraphs of words drawn by their frequency."""
    from kfi_analysis.text.lexicon import frequency_table

    table = frequency_table()
    rng = random.Random(1)
    words = rng.choices(list(table), weights=list(table.values()), k=int(megabytes * 180_000))
    return [" ".join(words[i : i + 40]).capitalize() + "." for i in range(0, len(words), 40)]


def repeated(paths: list[Path], megabytes: float) -> list[str]:
    """The files' paragraphs, repeated and shuffled."""
    base = [part for path in paths for part in path.read_text(encoding="utf-8").split("\n\n") if part.strip()]
    times = int(megabytes * 1e6 / sum(len(part.encode()) for part in base)) + 1
    parts = base * times
    random.Random(1).shuffle(parts)
    return parts


def tokenizers(texts: list[str], repeats: int) -> dict[str, float]:
    """Seconds of each way to tokenise all texts."""
    import simplemma
    from nltk.tokenize import RegexpTokenizer

    from kfi_analysis.text import token_table, tokenize

    joined = "\n".join(texts)
    pattern = re.compile(r"\w+")
    nltk = RegexpTokenizer(r"\w+|[^\w\s]+")
    found = {
        "token_table (ids, offsets, kinds)": seconds(lambda: token_table(texts), repeats),
        "tokenize, whole text (offsets, kinds)": seconds(lambda: tokenize(joined), repeats),
        "tokenize, text by text": seconds(lambda: [tokenize(text) for text in texts], repeats),
        "re.findall \\w+ (strings)": seconds(lambda: [pattern.findall(text) for text in texts], repeats),
        "simplemma simple_tokenizer (strings)": seconds(lambda: [simplemma.simple_tokenizer(text) for text in texts], repeats),
        "NLTK RegexpTokenizer (strings)": seconds(lambda: [nltk.tokenize(text) for text in texts], repeats),
    }
    if find_spec("polars"):
        import polars

        series = polars.Series(texts)
        found["polars extract_all \\w+ (strings)"] = seconds(lambda: series.str.extract_all(r"\w+"), repeats)
    else:
        print("polars is not installed")
    if find_spec("spacy"):
        import spacy

        blank = spacy.blank("sv")
        part = texts[: max(1, len(texts) // 20)]
        found["spaCy blank (Doc)"] = seconds(lambda: list(blank.tokenizer.pipe(part)), 1) * len(texts) / len(part)
    else:
        print("spaCy is not installed")
    return found


def lemmatizers(texts: list[str]) -> None:
    """Microseconds for each new word, ours and simplemma's."""
    import simplemma

    from kfi_analysis.text import lemma, split_compound, token_table

    words = [word for word in islice(token_table(texts).types, 30_000) if word.isalpha()]
    lemma("och")
    simplemma.lemmatize("och", lang="sv", greedy=True)
    ours = seconds(lambda: [lemma(word) for word in words], 1)
    warm = seconds(lambda: [lemma(word) for word in words], 3)
    theirs = seconds(lambda: [simplemma.lemmatize(word, lang="sv", greedy=True) for word in words], 1)
    split = seconds(lambda: [split_compound(word) for word in words], 1)
    print(f"\n{len(words)} distinct words: lemma {ours / len(words) * 1e6:.0f} µs (again {warm / len(words) * 1e6:.2f} µs), ", end="")
    print(f"simplemma greedy {theirs / len(words) * 1e6:.0f} µs, split_compound {split / len(words) * 1e6:.0f} µs")


def counting(texts: list[str], size: float) -> None:
    """`terms`, first and second time."""
    from kfi_analysis.text import terms

    for compounds in ("whole", "both"):
        first = seconds(lambda: terms(texts, compounds=compounds), 1)  # noqa: B023
        again = seconds(lambda: terms(texts, compounds=compounds), 2)  # noqa: B023
        print(f"terms, compounds={compounds!r}: {size / first:.1f} MB/s the first time, {size / again:.1f} MB/s again")


def linear() -> None:
    """Ten megabytes of one thing."""
    from kfi_analysis.text import lemma, sentences, split_compound, token_table

    print("\n| 10 MB of | token_table s | sentences s | lemma s | split_compound s |\n|---|---|---|---|---|")
    for unit in ("a", "-", "\n", ".", "a-", "a.", "1 ", "@"):
        text = unit * (10_000_000 // len(unit))
        row = (lambda: token_table([text]), lambda: sentences(text), lambda: lemma(text), lambda: split_compound(text))  # noqa: B023
        print(f"| {unit!r} | " + " | ".join(f"{seconds(work, 1):.2f}" for work in row) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--linear", action="store_true")
    options = parser.parse_args()
    texts = repeated(options.files, options.megabytes) if options.files else drawn(options.megabytes)
    size = sum(len(text.encode()) for text in texts) / 1e6
    from kfi_analysis.text import token_table

    tokens = len(token_table(texts))
    print(f"{size:.1f} MB, {len(texts)} texts, {tokens} tokens\n")
    found = tokenizers(texts, options.repeats)
    own = next(iter(found.values()))
    print("| way | MB/s | M tokens/s | time beside token_table |\n|---|---|---|---|")
    for name, time_ in sorted(found.items(), key=lambda item: item[1]):
        print(f"| {name} | {size / time_:.1f} | {tokens / time_ / 1e6:.2f} | {time_ / own:.2f} |")
    lemmatizers(texts)
    counting(texts, size)
    print(f"highest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")
    if options.linear:
        linear()


if __name__ == "__main__":
    main()
