"""Is the comparison honest? False alarms with no true difference, finds with a planted one; and 290 municipalities in one call.

    python benchmarks/comparison.py calibration     # a few minutes
    python benchmarks/comparison.py scale           # 290 municipalities x 50 documents, made by resampling

Passages of a document share a lean of their own (intra-class correlation about 0.05–0.2), as real ones do: a test that takes passages
for independent is shown beside ours.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd
from scipy import stats

from kfi_analysis.coding import Codings
from kfi_analysis.comparison import compare


def simulated(
    rng: np.random.Generator, shares: tuple[float, ...], documents: int, lean: float, *, passages: int = 10, codes: int = 6
) -> Codings:
    """Draw codings: each document leans on the logit scale with standard deviation `lean`."""
    rows, hits = [], []
    for group, share in enumerate(shares):
        for document in range(documents):
            kind = ("självvärdering", "hearing", "intervju")[document % 3]
            rows += [(f"{group}:{document}:{at}", f"{group}:{document}", f"K{group}", kind) for at in range(passages)]
            for code in range(codes):
                base = share if code == 0 else shares[0]
                p = 1 / (1 + np.exp(-(np.log(base / (1 - base)) + rng.normal(0, lean))))
                drawn = rng.random(passages) < p
                hits += [(f"{group}:{document}:{at}", f"tema{code}") for at in np.flatnonzero(drawn)]
    units = pd.DataFrame(rows, columns=["passage_id", "document_id", "municipality", "source_kind"]).assign(start=0, end=400)
    return Codings(pd.DataFrame(hits, columns=["passage_id", "code"]).assign(coder="x"), units)


def naive_p(codings: Codings) -> float:
    """Chi-square over passages, as if they were independent."""
    units = codings.units.set_index("passage_id")
    on = codings.matrix()["tema0"].to_numpy(dtype=bool)
    table = pd.crosstab(units["municipality"].to_numpy(), on)
    return float(stats.chi2_contingency(table).pvalue)


def calibration(trials: int, lean: float) -> pd.DataFrame:
    """Share of trials that call a difference: any false alarm over six themes, and the planted theme found."""
    rows = []
    for documents in (6, 12, 19):
        for difference in (0.0, 0.1, 0.2, 0.3):
            any_called = found = naive = covered = 0
            for trial in range(trials):
                rng = np.random.default_rng(10_000 * documents + 1000 * int(10 * difference) + trial)
                codings = simulated(rng, (0.4, 0.4 + difference), documents, lean)
                out = compare(codings, permutations=499, resamples=200, seed=trial).contrasts.set_index("code")
                called = out["judgement"] == "skillnad"
                others = called.drop("tema0") if difference else called
                any_called += bool(others.any())
                found += bool(called["tema0"])
                naive += naive_p(codings) < 0.05
                covered += bool(out.loc["tema0", "low"] <= -difference <= out.loc["tema0", "high"])
            row = (documents, difference, any_called / trials, found / trials, covered / trials, naive / trials)
            rows.append(row)
            said = "documents {}, difference {}: false alarm {:.3f}, found {:.3f}, interval covers {:.3f}, naive test {:.3f}"
            print(said.format(*row), flush=True)
    return pd.DataFrame(rows, columns=["documents", "difference", "false_alarm", "found", "covered", "naive"])


def scale(municipalities: int, documents: int) -> None:
    """Code and compare a national study made by resampling the example corpus."""
    import kfi_analysis as kfi

    example = kfi.load_corpus("exempelkommuner").body
    book = kfi.Codebook.load("kfi")
    start = time.perf_counter()
    coded = kfi.code(example, book)
    once = time.perf_counter() - start
    rng = np.random.default_rng(1)
    names = example.documents["document_id"].to_numpy()
    by_document = {str(name): rows for name, rows in coded.units.groupby("document_id")}
    table_by = {str(name): rows for name, rows in coded.table.groupby("document_id")}
    units, table = [], []
    for municipality in range(municipalities):
        for at, name in enumerate(rng.choice(names, documents)):
            tag = f"{municipality}:{at}:"
            for source, target in ((by_document, units), (table_by, table)):
                if name in source:
                    rows = source[name]
                    target.append(rows.assign(passage_id=tag + rows["passage_id"], document_id=tag + name))
            units[-1] = units[-1].assign(municipality=f"Kommun {municipality:03d}")
    every = Codings(pd.concat(table), pd.concat(units))
    print(f"{municipalities} municipalities, {municipalities * documents} documents, {len(every.units)} passages, {len(every)} codes")
    start = time.perf_counter()
    found = compare(every, permutations=2000, resamples=2000)
    took = time.perf_counter() - start
    held = f"{len(found.differences)} of {len(found.contrasts)} contrasts hold"
    print(f"compare: {took:.1f} s; coding the 57 documents took {once:.1f} s; {held}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["calibration", "scale"])
    parser.add_argument("--trials", type=int, default=400)
    parser.add_argument("--lean", type=float, default=0.6)
    arguments = parser.parse_args()
    if arguments.what == "calibration":
        calibration(arguments.trials, arguments.lean)
    else:
        scale(290, 50)
