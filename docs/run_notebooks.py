"""Run the notebooks from top to bottom and keep the executed copies as pages for the documentation.

    python docs/run_notebooks.py notebooks docs/notebooks [name ...]

A cell that fails stops everything with its traceback. The notebooks themselves are not changed.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

SECONDS_A_CELL = 120


def execute(source: Path, target: Path) -> tuple[str, float, str]:
    """Run one notebook in its own folder; return its name, the seconds it took and the error, if any."""
    notebook = nbformat.read(source, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        startup_timeout=SECONDS_A_CELL,
        kernel_name="python3",
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(source.parent)}},
    )
    started = time.monotonic()
    try:
        client.execute()
    except CellExecutionError as error:
        return source.name, time.monotonic() - started, str(error)
    nbformat.write(notebook, target)
    return source.name, time.monotonic() - started, ""


def main(source: str, target: str, *names: str) -> int:
    """Run all notebooks of a folder, or the named ones; return the exit code."""
    notebooks = [path for path in sorted(Path(source).glob("*.ipynb")) if not names or path.stem in names]
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    with ProcessPoolExecutor(max_workers=2) as pool:
        for name, seconds, error in pool.map(execute, notebooks, [folder / path.name for path in notebooks]):
            sys.stdout.write(f"{name}: {'failed' if error else 'done'} in {seconds:.0f} s\n{error}")
            sys.stdout.flush()
            if error:  # a kernel can die under load: a fault of the notebook comes again, and both runs are told of
                _, took, again = execute(Path(source) / name, folder / name)
                sys.stdout.write(f"{name}: {'failed again' if again else 'done at the second run'} in {took:.0f} s\n{again}")
                failed += bool(again)
    return 1 if failed or not notebooks else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
