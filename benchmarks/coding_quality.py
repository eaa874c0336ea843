"""How well the coders code: themes, valence and phase against people, against our own codings and against invented material.

    python benchmarks/coding_quality.py                       # all that is at hand
    python benchmarks/coding_quality.py --confusions          # also which values are taken for which

- gold: the consensus of three coders on half of a report's excerpts (../shared/gold). Nothing is trained on it; the word lists were made
  with these excerpts in view.
- audits: 200 passages of another city's audits (../shared/sources/goteborg), coded by us without looking at what any coder says
  (`audits_coding.csv`: documents, spans and codes).
- invented municipalities: coded by another hand, in a literary style; no coder was trained on them.
- held out: the passages that the shipped model is made of, by authors that the model had not seen.
- second coder: somebody who saw only the texts of some of these passages (`passages_second_coder.csv`), against their authors.

Alpha is Krippendorff's, nominal, between coder and coding.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

import kfi_analysis as kfi
from kfi_analysis.coding import Codebook, Codings, example_codings, heading_codings
from kfi_analysis.coding.attributes import Judged, PhaseReader, ValenceReader
from kfi_analysis.coding.coders import Coder
from kfi_analysis.coding.learned import CombinedCoder, LearnedCoder
from kfi_analysis.coding.lexical import LexicalCoder
from kfi_analysis.coding.shipped import shipped_coder, shipped_model, shipped_readers
from kfi_analysis.coding.vocabulary import ATTRIBUTES

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"
REPORT = SHARED / "sources" / "boras-kfi-2021.txt"
GOLD = SHARED / "gold" / "excerpts_dev.csv"
AUDITS = SHARED / "sources" / "goteborg"


@dataclass(frozen=True)
class Coded:
    """Texts with the coding to compare with: `codes` lists of themes, `values` attribute -> values."""

    name: str
    texts: list[str]
    codes: list[list[str]]
    values: dict[str, list[str]]


def alpha(one: Sequence[object], other: Sequence[object]) -> float:
    """Krippendorff's nominal alpha of two coders without missing values."""
    values = pd.Series([*one, *other]).value_counts()
    total = int(values.sum())
    expected = 1 - sum(n * (n - 1) for n in values) / (total * (total - 1))
    observed = float(np.mean([a != b for a, b in zip(one, other, strict=True)]))
    return 1 - observed / expected if expected else float("nan")


def _coded(name: str, texts: Sequence[str], rows: pd.DataFrame) -> Coded:
    return Coded(name, list(texts), rows["codes"].str.split(";").tolist(), {a: rows[a].tolist() for a in ATTRIBUTES})


def gold() -> Coded:
    """The report's excerpts that people coded."""
    excerpts = kfi.read(REPORT).excerpts
    text = dict(zip(excerpts.passages["ordinal"].astype(int), excerpts.texts, strict=True))
    rows = pd.read_csv(GOLD)
    return _coded("gold", [text[ordinal] for ordinal in rows["ordinal"]], rows)


def audits() -> Coded:
    """Passages of another city's audits."""
    corpus, rows = kfi.read(AUDITS), pd.read_csv(HERE / "audits_coding.csv")
    return _coded("audits", [corpus.slice(d, a, b) for d, a, b in zip(rows["document_id"], rows["start"], rows["end"], strict=True)], rows)


def of_codings(name: str, codings: Codings, themes: Sequence[str]) -> Coded:
    """A coding of this library as what to compare with."""
    matrix = codings.matrix(codes=list(themes)).to_numpy() > 0
    codes = [[theme for theme, on in zip(themes, row, strict=True) if on] for row in matrix.tolist()]
    return Coded(name, codings.texts.tolist(), codes, {a: codings.attribute(a).tolist() for a in ATTRIBUTES})


def compare(label: str, coder: Coder, coded: Coded, themes: Sequence[str]) -> None:
    scores = coder.score(coded.texts)
    got = scores.chosen[:, [scores.codes.index(theme) for theme in themes]]
    wanted = np.array([[theme in codes for theme in themes] for codes in coded.codes])
    alphas = [alpha(wanted[:, k].tolist(), got[:, k].tolist()) for k in range(len(themes))]
    f1 = [2 * (wanted[:, k] & got[:, k]).sum() / max(1, wanted[:, k].sum() + got[:, k].sum()) for k in range(len(themes))]
    pooled = alpha(wanted.ravel().tolist(), got.ravel().tolist())
    cells = "  ".join(f"{theme} {a:5.2f}" for theme, a in zip(themes, alphas, strict=True))
    overall = f"macro-F1 {np.mean(f1):.2f}  alpha mean {np.mean(alphas):.2f}  pooled {pooled:.2f}"
    print(f"  {label:24} {overall}   {cells}   {got.sum(axis=1).mean():.2f} a passage")


def attributes(label: str, read: dict[str, list[Judged]], coded: Coded, confusions: bool) -> None:
    for name, judged in read.items():
        got, wanted = [one.value for one in judged], coded.values[name]
        right = np.mean([a == b for a, b in zip(wanted, got, strict=True)])
        print(f"  {label:24} {name:8} accuracy {right:.2f}  alpha {alpha(wanted, got):.2f}")
        if confusions:
            order = ATTRIBUTES[name]
            print(pd.crosstab(pd.Series(wanted), pd.Series(got)).reindex(index=order, columns=order, fill_value=0).to_string())


def second_coder(themes: Sequence[str]) -> None:
    """How far the passages' authors and somebody who saw the texts alone agree."""
    rows = pd.read_csv(HERE / "passages_second_coder.csv").set_index("passage_id")
    authors = example_codings()
    set_ = authors.matrix(codes=list(themes)).loc[rows.index].to_numpy() > 0
    read = np.array([[theme in codes.split(";") for theme in themes] for codes in rows["codes"]])
    alphas = {theme: round(alpha(set_[:, k].tolist(), read[:, k].tolist()), 2) for k, theme in enumerate(themes)}
    pooled = alpha(set_.ravel().tolist(), read.ravel().tolist())
    values = {a: round(alpha(authors.attribute(a).loc[rows.index].tolist(), rows[a].tolist()), 2) for a in ATTRIBUTES}
    print(f"second coder on {len(rows)} passages: pooled {pooled:.2f}, {alphas}, {values}")


def one_municipality(municipalities: Codings, book: Codebook) -> None:
    """Train on the passages of one invented municipality, code the others: what a user's own codings add."""
    home = municipalities.units["document_id"].str.split("-").str[0]
    for name in sorted(set(home)):
        mine = municipalities.filter(document_id=municipalities.units.loc[home == name, "document_id"].unique().tolist())
        rest = municipalities.filter(document_id=municipalities.units.loc[home != name, "document_id"].unique().tolist())
        coded = of_codings("rest", rest, book.themes)
        print(f"trained on {len(mine.units)} passages of {name}, tested on the other {len(rest.units)}")
        compare("learned", LearnedCoder(book, mine), coded, book.themes)
        compare("combined, alone", CombinedCoder(book, mine), coded, book.themes)
        compare("combined, on the shipped", CombinedCoder(book, mine, base=shipped_coder(book)), coded, book.themes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--confusions", action="store_true")
    given = parser.parse_args()
    book = Codebook.load("kfi")
    themes, shipped = book.themes, shipped_coder(book)
    if shipped is None:
        raise SystemExit("the shipped model is not of this codebook: run  make model")
    coders: list[tuple[str, Coder]] = [("lexical", LexicalCoder(book)), ("combined, as shipped", shipped)]
    print(f"held out, {shipped_model().made_of['passages']} passages: {shipped_model().made_of['quality']}")
    second_coder(themes)
    municipalities = kfi.load_codings("exempelkommuner")
    material = [of_codings("invented municipalities", municipalities, themes)]
    if GOLD.exists() and REPORT.exists():
        material.insert(0, gold())
    if AUDITS.exists():
        material.insert(-1, audits())
    for coded in material:
        print(f"{coded.name}: {len(coded.texts)} passages, {np.mean([len(set(c) - {'ingen'}) for c in coded.codes]):.2f} themes a passage")
        for label, coder in coders:
            compare(label, coder, coded, themes)
        attributes(
            "lists", {"valence": ValenceReader().read(coded.texts), "phase": PhaseReader().read(coded.texts)}, coded, given.confusions
        )
        attributes("as shipped", {name: reader.read(coded.texts) for name, reader in shipped_readers().items()}, coded, given.confusions)
    one_municipality(municipalities, book)
    if REPORT.exists():
        report = heading_codings(kfi.read(REPORT), book)
        inside = (report.units["level"] != "excerpt").to_numpy()
        headed = report.matrix(codes=list(themes)).to_numpy().astype(bool)[inside]
        scores = shipped.score(report.texts[inside].tolist())
        got = scores.chosen[:, [scores.codes.index(theme) for theme in themes]]
        found = [f"{theme} {(headed[:, k] & got[:, k]).sum()}/{headed[:, k].sum()}" for k, theme in enumerate(themes)]
        print(f"paragraphs under headings of the theme that get it: {', '.join(found)}; {got.sum(axis=1).mean():.2f} themes a paragraph")
    if AUDITS.exists():
        body = kfi.read(AUDITS).body
        counts = kfi.code(body, attributes=False).matrix().sum()
        print(f"all {len(body)} passages of the audits: " + "  ".join(f"{theme} {counts[theme]}" for theme in themes))


if __name__ == "__main__":
    main()
