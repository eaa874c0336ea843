"""What `import kfi_analysis` costs, beside `import networkx`, each in a fresh interpreter.

    python benchmarks/importing.py [--rounds 15]

Time is the least of the rounds (interleaved, after one warm-up), less that of a bare interpreter; memory is the peak of the process.
Goals: at most 0.3 of networkx, at most 20 MB.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SNIPPET = """
import resource, sys, time
start = time.perf_counter()
{statement}
took = time.perf_counter() - start
scale = 1 if sys.platform == "darwin" else 1024
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6, len(sys.modules))
"""
STATEMENTS = {"nothing": "pass", "kfi_analysis": "import kfi_analysis", "networkx": "import networkx", "pandas": "import pandas"}


def run(statement: str) -> tuple[float, float, int]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = subprocess.run(
        [sys.executable, "-c", SNIPPET.format(statement=statement)], capture_output=True, text=True, check=True, cwd="/", env=environment
    ).stdout.split()
    return float(said[0]), float(said[1]), int(said[2])


def measure(rounds: int) -> dict[str, tuple[float, float, int]]:
    results: dict[str, list[tuple[float, float, int]]] = {name: [] for name in STATEMENTS}
    for number in range(rounds + 1):
        for name, statement in STATEMENTS.items():
            got = run(statement)
            if number:
                results[name].append(got)
    return {name: min(rows) for name, rows in results.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    best = measure(parser.parse_args().rounds)
    print(f"{'import':<14}{'ms':>8}{'MB':>8}{'modules':>9}")
    for name, (seconds, megabytes, modules) in best.items():
        print(f"{name:<14}{seconds * 1000:>8.1f}{megabytes:>8.1f}{modules:>9}")
    ratio = best["kfi_analysis"][0] / best["networkx"][0]
    memory = best["kfi_analysis"][1]
    print(f"\nkfi_analysis / networkx: {ratio:.3f} (goal 0.3)   peak {memory:.1f} MB (goal 20)")
    return 0 if ratio <= 0.3 and memory <= 20 else 1


if __name__ == "__main__":
    sys.exit(main())
