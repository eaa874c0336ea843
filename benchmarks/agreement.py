"""Bootstrap of Krippendorff's alpha: sums over units against a loop over `krippendorff.alpha`.

Peer: `krippendorff` (GPL, never a run-time dependency). Equal replicates are checked first, on the same draws. The loop is timed on
fewer resamples and set against as many of ours, and against 10,000 of ours scaled; both ratios are printed.

`--coverage` asks instead how often the 95 % intervals hold the alpha of the population they were drawn from, when passages of a
source resemble each other: over units, and over sources.

Run: python benchmarks/agreement.py [--coverage]
"""

from __future__ import annotations

import argparse
import time

import krippendorff
import numpy as np

from kfi_analysis.coding.reliability import krippendorff_alpha
from kfi_analysis.coding.reliability.coefficients import CountSums, Patterns
from kfi_analysis.coding.reliability.ordered import OrderedSums
from kfi_analysis.coding.reliability.ratings import read_ratings

NAN = float("nan")


def codes(n: int, coders: int, categories: int, missing: float, seed: int) -> np.ndarray:
    """One code's ratings (n, coders) with errors and missing ratings."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, categories, n)
    each = [np.where(rng.random(n) < 0.15, rng.integers(0, categories, n), truth) for _ in range(coders)]
    table = np.column_stack(each).astype(float)
    table[rng.random(table.shape) < missing] = NAN
    return table


def loop(table: np.ndarray, level: str, draws: np.ndarray) -> np.ndarray:
    """The peer: alpha of the drawn units, one call a resample."""
    return np.array([krippendorff.alpha(table[rows].T, level_of_measurement=level) for rows in draws])


def same_draws(table: np.ndarray, level: str, draws: np.ndarray) -> np.ndarray:
    """Ours on the same draws."""
    ratings = read_ratings(table)
    patterns = Patterns.of(ratings.values, len(ratings.categories))
    measure = CountSums(patterns) if level == "nominal" else OrderedSums(patterns, ratings.numbers() if level == "interval" else None)
    weights = np.array([np.bincount(patterns.unit_row[rows], minlength=len(patterns.rows)) for rows in draws], dtype=float)
    return measure.evaluate(weights)["alpha"]


def seconds(function: object, *arguments: object, **settings: object) -> float:
    """CPU seconds of the faster of two runs."""
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        function(*arguments, **settings)  # type: ignore[operator]
        best = min(best, time.process_time() - start)
    return best


def clustered(sources: int, passages: int, spread: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Ratings of one code by three coders, and the source of each passage; sources differ in how common and how hard the code is."""
    source = np.repeat(np.arange(sources), passages)
    common = 1 / (1 + np.exp(-(-0.8 + spread * rng.standard_normal(sources))))
    hard = 1 / (1 + np.exp(-(-2.2 + spread * rng.standard_normal(sources))))
    truth = rng.random(len(source)) < common[source]
    each = [truth ^ (rng.random(len(source)) < hard[source]) for _ in range(3)]
    return np.column_stack(each).astype(np.int64), source


def coverage(trials: int) -> None:
    """Print how often the intervals hold the population's alpha."""
    print(f"{'sources':>8}{'passages':>9}{'spread':>8}{'alpha':>8}{'over units':>12}{'over sources':>14}{'  mean width: units, sources'}")
    for sources, passages in ((6, 10), (12, 10), (30, 10), (60, 5)):
        for spread in (0.0, 1.0):
            rng = np.random.default_rng(7)
            big, _ = clustered(200_000, passages, spread, rng)
            population = float(krippendorff_alpha(big))
            held, width = np.zeros(2), np.zeros(2)
            for trial in range(trials):
                table, source = clustered(sources, passages, spread, rng)
                for at, documents in enumerate((None, source)):
                    found = krippendorff_alpha(table, documents=documents, resamples=1000, seed=trial)
                    held[at] += found.low <= population <= found.high
                    width[at] += (found.high - found.low) / trials
            shares = held / trials
            print(
                f"{sources:>8}{passages:>9}{spread:>8}{population:>8.3f}{shares[0]:>12.3f}{shares[1]:>14.3f}{width[0]:>14.2f}{width[1]:>8.2f}"
            )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("--trials", type=int, default=400)
    parser.add_argument("--codes", type=int, default=10)
    parser.add_argument("--resamples", type=int, default=10_000)
    options = parser.parse_args()
    if options.coverage:
        coverage(options.trials)
        return
    cases = [
        ("nominal, 0/1", "nominal", 60, 2, 0.0, 400),
        ("nominal, 0/1", "nominal", 1_000, 2, 0.0, 200),
        ("nominal, 0/1", "nominal", 10_000, 2, 0.0, 40),
        ("nominal, 5 values, 10 % missing", "nominal", 1_000, 5, 0.1, 200),
        ("ordinal, 5 values, 10 % missing", "ordinal", 60, 5, 0.1, 400),
        ("ordinal, 5 values, 10 % missing", "ordinal", 1_000, 5, 0.1, 100),
        ("interval, 100 values", "interval", 1_000, 100, 0.0, 40),
    ]
    print(f"{options.codes} codes x 3 coders; CPU seconds for {options.resamples} resamples of all codes (loop scaled from fewer)")
    print(f"{'ratings':34}{'units':>7}{'loop s':>10}{'kfi s':>9}{'ratio':>8}{'ratio, equal number':>21}{'largest difference':>20}")
    for name, level, n, categories, missing, few in cases:
        tables = [codes(n, 3, categories, missing, seed) for seed in range(options.codes)]
        draws = np.random.default_rng(1).integers(0, n, (few, n))
        difference = max(float(np.abs(loop(t, level, draws[:20]) - same_draws(t, level, draws[:20])).max()) for t in tables)
        assert difference < 1e-9, difference
        slow = seconds(loop, tables[0], level, draws) * options.codes

        def ours(resamples: int, tables: list[np.ndarray] = tables, level: str = level) -> None:
            for table in tables:
                krippendorff_alpha(table, level=level, resamples=resamples)  # type: ignore[arg-type]

        fast, fast_few = seconds(ours, options.resamples), seconds(ours, few)
        scaled = slow * options.resamples / few
        print(f"{name:34}{n:>7}{scaled:>10.1f}{fast:>9.3f}{scaled / fast:>8.0f}{slow / fast_few:>21.0f}{difference:>20.1e}")


if __name__ == "__main__":
    main()
