"""Bootstrap of Krippendorff's alpha: sums over units against a loop over `krippendorff.alpha`.

Peer: `krippendorff` (GPL, never a run-time dependency). Equal replicates are checked first, on the same draws. The loop is timed on
fewer resamples and set against as many of ours, and against 10,000 of ours scaled; both ratios are printed.

Run: python benchmarks/agreement.py
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


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--codes", type=int, default=10)
    parser.add_argument("--resamples", type=int, default=10_000)
    options = parser.parse_args()
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
