"""How well and how fast the real sources are read: excerpts, units, matters, words at line ends, seconds.

    python benchmarks/reading.py [--sources ../shared/sources] [--gold ../shared/gold/excerpts_dev.csv]

Excerpts of the clean report are held against the first lines and sources that human coders noted (every other one); those of the
scanned board papers against the clean report's: same source kind, unit and respondent, and the same beginning and end (likeness of 40
folded letters over 0.7). "Words whole": of the words that a hyphen at a line's end joined, the share that Swedish word lists know,
whole or as a compound.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kfi_analysis.corpus import Corpus, read, split_matters  # noqa: E402
from kfi_analysis.corpus.folding import likeness  # noqa: E402
from kfi_analysis.corpus.readers.dispatch import read_bytes  # noqa: E402
from kfi_analysis.errors import ReadError  # noqa: E402
from kfi_analysis.text.layout_hyphens import Joiner, _is_word  # noqa: E402
from kfi_analysis.text.lexicon import lemma_table  # noqa: E402


def timed(path: Path) -> tuple[Corpus, float]:
    read(path)
    start = time.process_time()
    corpus = read(path)
    return corpus, time.process_time() - start


def against_gold(corpus: Corpus, original: str, gold: Path) -> tuple[int, int]:
    excerpts = corpus.excerpts.passages.set_index("ordinal")
    right = total = 0
    with gold.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            total += 1
            excerpt = excerpts.loc[int(row["ordinal"])]
            start, _ = corpus.original_span(str(excerpt["document_id"]), int(excerpt["start"]), int(excerpt["end"]))
            said = {str(excerpt[column]) for column in ("unit_as_written", "respondent")}
            same_line = original.count("\n", 0, start) + 1 == int(row["first_line"])
            right += same_line and excerpt["source_kind"] == row["source_kind"] and row["source"] in said
    return right, total


def against_clean(damaged: Corpus, clean: Corpus) -> int:
    same = 0
    others = list(zip(damaged.excerpts.passages.to_dict("records"), damaged.excerpts.texts, strict=True))
    for one, text in zip(clean.excerpts.passages.to_dict("records"), clean.excerpts.texts, strict=True):
        same += any(
            all(str(one[column]) == str(other[column]) for column in ("source_kind", "unit", "respondent"))
            and likeness(text[:40], said[:40]) > 0.7
            and likeness(text[-40:], said[-40:]) > 0.7
            for other, said in others
        )
    return same


def words_whole(text: str) -> tuple[int, int]:
    joiner = Joiner(text)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    known = total = 0
    for left, right in pairwise(lines):
        if joiner.at_line_end(left, right) == "":
            word = left[:-1].split()[-1].split("-")[-1] + right.split()[0].strip('.,;:!?()”"')
            word = word.strip('(”"').lower().split("/")[-1].split("-")[0]
            total += 1
            known += _is_word(word) or word in lemma_table()
    return known, total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, default=ROOT.parent / "shared" / "sources")
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold" / "excerpts_dev.csv")
    arguments = parser.parse_args()
    report, papers = arguments.sources / "boras-kfi-2021.txt", arguments.sources / "boras-aln-2022-01-25-ocr.txt"
    original = report.read_text(encoding="utf-8")

    clean, seconds = timed(report)
    kinds = clean.excerpts.passages["source_kind"].value_counts().to_dict()
    print(f"report: {len(clean)} passages, {len(clean.excerpts)} excerpts {kinds}, {seconds:.2f} s")
    print(
        "  human coding: {} of {} excerpts with the same first line, kind and source".format(*against_gold(clean, original, arguments.gold))
    )
    print("  words whole: {} of {} joined at line ends".format(*words_whole(original)))

    damaged, seconds = timed(papers)
    print(f"board papers (OCR): {len(damaged)} passages, {len(damaged.excerpts)} excerpts, {seconds:.2f} s")
    print(f"  excerpts as in the clean report: {against_clean(damaged, clean)} of {len(clean.excerpts)}")
    matters = split_matters(damaged).documents
    letters = matters[matters["part"] == "ärende"]
    said = ", ".join(f"{int(letters[column].notna().sum())} with {column}" for column in ("title", "dnr", "date", "decision"))
    print(f"  split: {len(letters)} matters ({said}), {len(matters) - len(letters)} attachments")

    for path in sorted((arguments.sources / "goteborg").glob("*.pdf")):
        start = time.process_time()
        try:
            reading = read_bytes(path.read_bytes(), path.name)
        except ReadError as error:
            print(f"{path.name[-44:]:<46}refused: {error.reason[:60]}")
            continue
        blocks = reading.layout.blocks
        words = len(reading.layout.text.split())
        pages = max(block.page or 0 for block in blocks)
        took = time.process_time() - start
        print(f"{path.name[-44:]:<46}{pages:>4} pages {words:>6} words {len(blocks):>4} blocks {took:>6.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
