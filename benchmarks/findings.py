"""Figures behind docs/measured/findings.md: how sure the check of a copy is, how our coding agrees with others, what is recommended.

Run from the project's root with the real texts in ../shared:  python benchmarks/findings.py
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np

import kfi_analysis as kfi
from kfi_analysis.corpus import registered, verify_corpus
from kfi_analysis.findings import find_answers, match_recommendations, recommendations
from kfi_analysis.findings.likeness import likeness

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def copies() -> None:
    """How much of each excerpt and section a copy is found to hold."""
    print("## copies")
    for path in (SHARED / "sources" / "boras-kfi-2021.txt", SHARED / "sources" / "boras-aln-2022-01-25-ocr.txt"):
        start = time.perf_counter()
        found = verify_corpus("boras-2021", kfi.read(path))
        excerpts = found.parts[found.parts["part"] == "excerpt"]
        print(path.name, found.verdict, f"{time.perf_counter() - start:.2f} s", f"least share of an excerpt {excerpts['share'].min():.2f}")
        chapters = registered("boras-2021").table("sections")["chapter"].to_numpy()
        sections = found.parts[found.parts["part"] == "section"]
        absent = sections[np.isin(chapters, ["Analys"])]["share"]
        print("   sections of the analysis chapter: share", f"{absent.min():.2f}-{absent.max():.2f}")
    for path in sorted((SHARED / "sources" / "goteborg").glob("*.pdf")):
        try:
            found = verify_corpus("boras-2021", kfi.read(path))
        except kfi.errors.ReadError:
            continue
        print(path.name[:60], found.verdict, f"greatest share {found.parts['share'].max():.2f}")


def alpha(first: list[str], second: list[str]) -> float:
    """Krippendorff's alpha of two coders on nominal values."""
    pairs = Counter()
    for a, b in zip(first, second, strict=True):
        pairs[a, b] += 1
        pairs[b, a] += 1
    n = sum(pairs.values())
    margins = Counter()
    for (a, _), count in pairs.items():
        margins[a] += count
    observed = sum(count for (a, b), count in pairs.items() if a != b) / n
    expected = sum(margins[a] * margins[b] for a in margins for b in margins if a != b) / (n * (n - 1))
    return 1 - observed / expected


def coding() -> None:
    """Agreement of the shipped coding with the consensus of the human coders, on their half of the excerpts."""
    print("## coding")
    own = registered("boras-2021").table("excerpts").set_index("ordinal")
    with (SHARED / "gold" / "excerpts_dev.csv").open(encoding="utf-8") as stream:
        gold = {row["ordinal"]: row for row in csv.DictReader(stream)}
    names = sorted(gold, key=int)
    for code in ("ansvar", "koordinering", "kapacitet", "samverkan", "lärande", "relationer"):
        a = [str(code in own.loc[name, "codes"].split(";")) for name in names]
        b = [str(code in gold[name]["codes"].split(";")) for name in names]
        print(code, f"alpha {alpha(a, b):.2f}", f"equal {np.mean([x == y for x, y in zip(a, b, strict=True)]):.2f}")
    for key in ("valence", "phase"):
        a, b = [str(own.loc[name, key]) for name in names], [gold[name][key] for name in names]
        print(key, f"alpha {alpha(a, b):.2f}", f"equal {np.mean([x == y for x, y in zip(a, b, strict=True)]):.2f}")


def recommended() -> None:
    """Recommendations per source document."""
    print("## recommendations")
    for path in [*sorted((SHARED / "sources" / "goteborg").glob("*.pdf")), *sorted((SHARED / "sources").glob("*.txt"))]:
        try:
            corpus = kfi.read(path)
        except kfi.errors.ReadError:
            print(path.name[:70], "no text layer")
            continue
        start = time.perf_counter()
        found = recommendations(corpus)
        print(path.name[:70], len(found), dict(Counter(found.table["kind"])), f"{time.perf_counter() - start:.2f} s")


def claims() -> None:
    """Verdicts of the Borås claims against the report, the scan and the paraphrases."""
    print("## claims")
    for name, corpus in (
        ("report", kfi.read(SHARED / "sources" / "boras-kfi-2021.txt", municipality="Borås")),
        ("scan", kfi.read(SHARED / "sources" / "boras-aln-2022-01-25-ocr.txt", municipality="Borås")),
        ("paraphrases", kfi.load_corpus("boras-2021")),
    ):
        start = time.perf_counter()
        found = kfi.check_claims(corpus, "boras-2021")
        print(name, found.verdicts, f"{time.perf_counter() - start:.1f} s")


def follow_up() -> None:
    """Likeness of a recommendation to itself told elsewhere, and to other recommendations."""
    print("## follow-up")
    reports = [
        SHARED / "sources" / "goteborg" / name
        for name in ("granskning_finansiering_likviditet.pdf", "granskning_introduktion_nyanlanda.pdf")
    ]
    lists = [recommendations(kfi.read(path)) for path in reports]
    texts = [str(text) for one in lists for text in one.table["text"]]
    other = likeness(texts, texts)[np.triu_indices(len(texts), 1)]
    print("different recommendations: greatest likeness", f"{other.max():.2f}", "median", f"{np.median(other):.2f}")
    study = kfi.load_recommendations("boras-2021")
    chapter = recommendations(kfi.read(SHARED / "sources" / "boras-kfi-2021.txt")).table["text"].tolist()
    alike = likeness([one.text for one in study], [str(text) for text in chapter])
    same, rest = np.diag(alike), alike[~np.eye(len(alike), dtype=bool)]
    print("our summary and the report's own words: same", np.round(same, 2).tolist(), "other, greatest", f"{rest.max():.2f}")
    print("nearest is the right one:", int((alike.argmax(axis=1) == np.arange(len(alike))).sum()), "of", len(alike))
    for first, second in pairwise(lists):
        print(match_recommendations(first, second)["status"].value_counts().to_dict())
    print(len(find_answers(lists[0], kfi.read(reports[1]))), "rows of answers")


if __name__ == "__main__":
    for part in (copies, coding, recommended, claims, follow_up):
        part()
