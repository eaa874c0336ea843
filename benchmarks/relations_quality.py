"""Score actor relations against human coding: pairs, type, sign, with and without implied parties.

    python benchmarks/relations_quality.py --report ../shared/sources/boras-kfi-2021.txt --gold ../shared/gold/relations_dev.csv
    python benchmarks/relations_quality.py --exempelkommuner

A pair is two canonical names, in either order; it is right if the coder has it too. Of the right pairs, the type (sign) is right if a
found statement and a coded one agree on it. The baseline is co-occurrence: all pairs of actors named in one sentence.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pandas as pd

import kfi_analysis as kfi
from kfi_analysis.text import sentences

ROOT = Path(__file__).resolve().parent.parent
Pair = tuple[str, str]


def pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def gather(table: pd.DataFrame, column: str) -> dict[Pair, set[str]]:
    out: dict[Pair, set[str]] = defaultdict(set)
    for one, other, value in zip(table["source"], table["target"], table[column], strict=True):
        out[pair(str(one), str(other))].add(str(value))
    return out


def score(found: pd.DataFrame, gold: pd.DataFrame) -> dict[str, float]:
    """Return precision, recall and, over the right pairs, how often type and sign agree."""
    have, want = gather(found, "type"), gather(gold, "type")
    have_sign, want_sign = gather(found, "sign"), gather(gold, "sign")
    right = set(have) & set(want)
    n = max(1, len(right))
    return {
        "precision": len(right) / max(1, len(have)),
        "recall": len(right) / max(1, len(want)),
        "type": sum(bool(have[p] & want[p]) for p in right) / n,
        "sign": sum(bool(have_sign[p] & want_sign[p]) for p in right) / n,
        "found": len(have),
        "coded": len(want),
    }


def together(corpus: kfi.Corpus, mentions: kfi.Mentions) -> pd.DataFrame:
    """Return the baseline: pairs of actors that are named in one sentence."""
    rows = []
    text_of = dict(zip(corpus.documents["document_id"], corpus.documents["text"], strict=True))
    table = mentions.table[mentions.table["rule"].isin(["namn", "regel", "förkortning"])]
    places = corpus.passages.set_index("passage_id")
    for passage_id, marks in table.groupby("passage_id"):
        passage = places.loc[passage_id]
        offset = int(passage["start"])
        for first, last in sentences(text_of[passage["document_id"]][offset : int(passage["end"])]):
            inside = marks[(marks["start"] >= offset + first) & (marks["end"] <= offset + last)]
            for one, other in combinations(sorted(set(inside["actor_id"])), 2):
                rows.append((passage["document_id"], passage["section"], one, other, "samverkan", "0"))
    return pd.DataFrame(rows, columns=["document_id", "section", "source", "target", "type", "sign"])


def show(label: str, result: dict[str, float]) -> None:
    rates = "  ".join(f"{name} {result[name]:.2f}" for name in ("precision", "recall", "type", "sign"))
    print(f"{label:42s} {rates}  ({result['found']} pairs found, {result['coded']} coded)")


def misses(found: pd.DataFrame, gold: pd.DataFrame) -> None:
    have, want = gather(found, "type"), gather(gold, "type")
    for p in sorted(set(want) - set(have)):
        print("  missed ", p, sorted(want[p]))
    for p in sorted(set(have) - set(want)):
        print("  extra  ", p, sorted(have[p]))


def report(path: Path, gold_path: Path, verbose: bool) -> None:
    corpus = kfi.read(path)
    gold = pd.read_csv(gold_path)
    mentions = kfi.find_actors(corpus)
    relations = kfi.find_relations(corpus, mentions).table
    here = relations[relations["section"].isin(set(gold["section"]))]
    base = together(corpus, mentions)
    for label, loops in (("", True), (", without ties to itself", False)):

        def kept(table: pd.DataFrame, loops: bool = loops) -> pd.DataFrame:
            return table if loops else table[table["source"] != table["target"]]

        show("co-occurrence" + label, score(kept(base[base["section"].isin(set(gold["section"]))]), kept(gold)))
        show("all statements" + label, score(kept(here), kept(gold)))
        show("score >= 0.4" + label, score(kept(here[here["score"] >= 0.4]), kept(gold)))
        show("both parties named" + label, score(kept(here[~here["implied"]]), kept(gold)))
        show("certain codings only" + label, score(kept(here), kept(gold[gold["certainty"] == "hög"])))
    if verbose:
        misses(here, gold)


def invented(verbose: bool) -> None:
    corpus = kfi.load_corpus("exempelkommuner")
    gold = pd.read_csv(ROOT / "corpora" / "exempelkommuner" / "relations.csv")
    names = kfi.Gazetteer.shipped()
    for column in ("source", "target"):  # the coding's spelling of a name -> the gazetteer's
        gold[column] = [
            found.name if (found := names.find(name)) is not None and not found.name.startswith("$") else name for name in gold[column]
        ]
    coded = corpus.filter(document_id=sorted(set(gold["document_id"])))
    mentions = kfi.find_actors(coded)
    relations = kfi.find_relations(coded, mentions).table
    rows = []
    for label, found in (
        ("all statements", relations),
        ("both parties named", relations[~relations["implied"]]),
        ("co-occurrence", together(coded, mentions)),
    ):
        parts = [(d, found[found["document_id"] == d], part) for d, part in gold.groupby("document_id")]
        right = sum(len(set(gather(f, "type")) & set(gather(g, "type"))) for _, f, g in parts)
        have = sum(len(gather(f, "type")) for _, f, _ in parts)
        want = sum(len(gather(g, "type")) for _, _, g in parts)
        matched = [(score(f, g), len(set(gather(f, "type")) & set(gather(g, "type")))) for _, f, g in parts]
        total = max(1, sum(n for _, n in matched))
        rows.append(
            {
                "precision": right / max(1, have),
                "recall": right / want,
                "type": sum(r["type"] * n for r, n in matched) / total,
                "sign": sum(r["sign"] * n for r, n in matched) / total,
                "found": have,
                "coded": want,
            }
        )
        show("exempelkommuner: " + label, rows[-1])
    if verbose:
        for document, part in gold.groupby("document_id"):
            print(document)
            misses(relations[relations["document_id"] == document], part)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--exempelkommuner", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true")
    given = parser.parse_args()
    if given.report and given.gold:
        report(given.report, given.gold, given.verbose)
    if given.exempelkommuner:
        invented(given.verbose)


if __name__ == "__main__":
    main()
