"""How well the coders code: themes, valence and phase against people and against invented material.

    python benchmarks/coding_quality.py                       # all that is at hand
    python benchmarks/coding_quality.py --confusions          # also which values are taken for which

Gold: the consensus of three coders on half of a report's excerpts (../shared/gold); nothing is trained on it. The example passages that
are shipped with the library were partly written after its word lists and partly used to widen them; the invented municipalities were
coded by another hand, one theme a paragraph, in a literary style. Alpha is Krippendorff's, nominal, between coder and consensus.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

import kfi_analysis as kfi
from kfi_analysis.coding import Codebook, Codings, example_codings, heading_codings
from kfi_analysis.coding.attributes import PhaseReader, ValenceReader
from kfi_analysis.coding.coders import Coder
from kfi_analysis.coding.codings import units_of
from kfi_analysis.coding.learned import CombinedCoder, LearnedCoder
from kfi_analysis.coding.lexical import LexicalCoder
from kfi_analysis.coding.vocabulary import PHASES, VALENCES
from kfi_analysis.errors import ReadError

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
REPORT = SHARED / "sources" / "boras-kfi-2021.txt"
GOLD = SHARED / "gold" / "excerpts_dev.csv"


def alpha(one: Sequence[object], other: Sequence[object]) -> float:
    """Krippendorff's nominal alpha of two coders without missing values."""
    values = pd.Series([*one, *other]).value_counts()
    total = int(values.sum())
    expected = 1 - sum(n * (n - 1) for n in values) / (total * (total - 1))
    observed = float(np.mean([a != b for a, b in zip(one, other, strict=True)]))
    return 1 - observed / expected if expected else float("nan")


def gold() -> tuple[list[str], pd.DataFrame]:
    """Texts of the report's coded excerpts, and their coding."""
    excerpts = kfi.read(REPORT).excerpts
    text = dict(zip(excerpts.passages["ordinal"].astype(int), excerpts.texts, strict=True))
    rows = pd.read_csv(GOLD)
    return [text[ordinal] for ordinal in rows["ordinal"]], rows


def invented() -> Codings:
    """The invented municipalities with their coding."""
    corpus = kfi.load_corpus("exempelkommuner")
    from kfi_analysis.corpus.registry import registered

    table = registered("exempelkommuner").spans("coding", corpus)
    texts = [corpus.slice(d, int(a), int(b)) for d, a, b in zip(table["document_id"], table["start"], table["end"], strict=True)]
    ids = [f"{d}:{n}" for n, d in enumerate(table["document_id"])]
    cut = kfi.Corpus(
        pd.DataFrame({"document_id": ids, "text": texts}),
        pd.DataFrame({"passage_id": ids, "document_id": ids, "start": 0, "end": [len(t) for t in texts], "level": "paragraph"}),
    )
    codes = pd.DataFrame({"passage_id": ids, "code": table["code"].str.split(";"), "coder": "hand"}).explode("code")
    values = pd.concat(
        [pd.DataFrame({"passage_id": ids, "attribute": a, "value": table[a].to_numpy(), "coder": "hand"}) for a in ("valence", "phase")]
    )
    return Codings(codes[codes["code"] != "ingen"], units_of(cut), values, ("hand",), corpus=cut)


def themes_line(name: str, wanted: np.ndarray, got: np.ndarray, themes: Sequence[str]) -> None:
    alphas = [alpha(wanted[:, k].tolist(), got[:, k].tolist()) for k in range(len(themes))]
    f1 = [2 * (wanted[:, k] & got[:, k]).sum() / max(1, wanted[:, k].sum() + got[:, k].sum()) for k in range(len(themes))]
    pooled = alpha(wanted.ravel().tolist(), got.ravel().tolist())
    cells = "  ".join(f"{theme} {a:5.2f}" for theme, a in zip(themes, alphas, strict=True))
    print(f"{name:34} macro-F1 {np.mean(f1):.2f}  alpha mean {np.mean(alphas):.2f}  pooled {pooled:.2f}   {cells}")


def chosen(coder: Coder, texts: Sequence[str], themes: Sequence[str]) -> np.ndarray:
    scores = coder.score(texts)
    return scores.chosen[:, [scores.codes.index(theme) for theme in themes]]


def attributes(name: str, texts: Sequence[str], valence: Sequence[str], phase: Sequence[str], confusions: bool) -> None:
    for label, reader, wanted, order in (("valence", ValenceReader(), valence, VALENCES), ("phase", PhaseReader(), phase, PHASES)):
        got = [judged.value for judged in reader.read(texts)]
        right = np.mean([a == b for a, b in zip(wanted, got, strict=True)])
        print(f"{name:34} {label:8} accuracy {right:.2f}  alpha {alpha(list(wanted), got):.2f}")
        if confusions:
            print(pd.crosstab(pd.Series(list(wanted)), pd.Series(got)).reindex(index=order, columns=order, fill_value=0).to_string())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--confusions", action="store_true")
    given = parser.parse_args()
    book = Codebook.load("kfi")
    themes = book.themes
    lexical = LexicalCoder(book)
    examples, municipalities = example_codings(), invented()
    both = Codings.concat([examples.recode({}), _as(municipalities, "exempel")])
    corpus = kfi.Corpus.concat([examples.corpus, municipalities.corpus])
    both = both.on(corpus)
    coders: list[tuple[str, Coder]] = [
        ("lexical", lexical),
        ("learned, examples", LearnedCoder(book, examples)),
        ("combined, examples", CombinedCoder(book, examples)),
        ("learned, examples + invented", LearnedCoder(book, both)),
        ("combined, examples + invented", CombinedCoder(book, both)),
    ]
    if GOLD.exists() and REPORT.exists():
        texts, rows = gold()
        wanted = np.array([[theme in codes.split(";") for theme in themes] for codes in rows["codes"]])
        print(f"gold: {len(rows)} excerpts")
        for name, coder in coders:
            themes_line(f"  {name}", wanted, chosen(coder, texts, themes), themes)
        attributes("  ", texts, rows["valence"], rows["phase"], given.confusions)
        report = heading_codings(kfi.read(REPORT), book)
        inside = report.units["level"] != "excerpt"
        texts = report.texts[inside.to_numpy()].tolist()
        headed = report.matrix(codes=list(themes)).to_numpy().astype(bool)[inside.to_numpy()]
        got = chosen(lexical, texts, themes)
        found = [f"{theme} {(headed[:, k] & got[:, k]).sum()}/{headed[:, k].sum()}" for k, theme in enumerate(themes)]
        print(f"paragraphs under headings of the theme that get it: {', '.join(found)}; {got.sum(axis=1).mean():.2f} themes a paragraph")
    for name, codings in (("examples", examples), ("invented municipalities", municipalities)):
        texts = codings.texts.tolist()
        print(f"{name}: {len(texts)} passages")
        themes_line("  lexical", codings.matrix(codes=list(themes)).to_numpy().astype(bool), chosen(lexical, texts, themes), themes)
        attributes("  ", texts, codings.valence.tolist(), codings.phase.tolist(), given.confusions)
    audits = SHARED / "sources" / "goteborg"
    for path in sorted(audits.glob("*.pdf")) if audits.exists() else ():
        try:
            texts = kfi.read(path).body.texts.tolist()
        except ReadError as error:
            print(f"{path.stem[-44:]:46} not read: {error.reason[:60]}")
            continue
        counts = chosen(lexical, texts, themes).sum(axis=0)
        print(f"{path.stem[-44:]:46} {len(texts):4} passages  " + "  ".join(f"{t} {n}" for t, n in zip(themes, counts, strict=True)))


def _as(codings: Codings, coder: str) -> Codings:
    return Codings(
        codings.table.assign(coder=coder), codings.units, codings.attributes.assign(coder=coder), (coder,), corpus=codings.corpus
    )


if __name__ == "__main__":
    main()
