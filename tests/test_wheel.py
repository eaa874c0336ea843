"""The built wheel works from an empty folder: code, corpora, codebooks, actor lists and templates travel inside it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

SCRIPT = """
import kfi_analysis as kfi
corpus = kfi.load_corpus("exempelkommuner")
part = corpus.filter(unit=lambda unit: str(unit).startswith("Förskole"))
assert len(kfi.list_corpora()) >= 2
assert len(kfi.load_corpus("boras-2021").excerpts) == 56
assert len(kfi.code(part, "kfi")) > 10
assert len(kfi.actor_graph(part)) > 0
kfi.write_report(kfi.analyse(part, n_topics=2, resamples=50), "rapport.html", "rapport.docx", "tabeller.xlsx")
print(kfi.__file__)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without the net."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    [path] = folder.glob("*.whl")
    return path


def test_the_main_job_runs_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    home, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(home)
    environment = {**os.environ, "PYTHONPATH": str(home), "HOME": str(empty), "MPLCONFIGDIR": str(tmp_path / "mpl")}
    ran = subprocess.run([sys.executable, "-c", SCRIPT], cwd=empty, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip().startswith(str(home))
    assert {path.name for path in empty.iterdir()} >= {"rapport.html", "rapport.docx", "tabeller.xlsx"}


def test_nothing_but_the_package_is_inside(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kfi_analysis"}
