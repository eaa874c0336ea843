"""Notebooks are sources: committed without results, each code cell is Python, and every name they take from the library is there.

That they run is seen by `make notebooks`.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

import kfi_analysis

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
NAMES = sorted(path.name for path in FOLDER.glob("*.ipynb"))


def load(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def code_cells(name: str) -> list[dict[str, Any]]:
    return [cell for cell in load(name)["cells"] if cell["cell_type"] == "code"]


def test_there_are_seven() -> None:
    assert [name[:2] for name in NAMES] == [f"{number:02d}" for number in range(1, 8)]


@pytest.mark.parametrize("name", NAMES)
def test_committed_clean(name: str) -> None:
    notebook = load(name)
    assert notebook["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in code_cells(name):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None
    assert all(set(cell["metadata"]) <= {"tags"} for cell in notebook["cells"])


@pytest.mark.parametrize("name", NAMES)
def test_every_code_cell_compiles(name: str) -> None:
    for number, cell in enumerate(code_cells(name), start=1):
        source = "".join(cell["source"])
        compile(source, f"{name}, code cell {number}", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        assert len(source.splitlines()) <= 40, f"{name}, code cell {number} is long: make it a function of the library, or two cells"


@pytest.mark.parametrize("name", NAMES)
def test_names_of_the_library_exist(name: str) -> None:
    tree = ast.parse("\n".join("".join(cell["source"]) for cell in code_cells(name)))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "kfi"}
    assert used
    assert used <= set(kfi_analysis.__all__)


@pytest.mark.parametrize("name", NAMES)
def test_begins_with_a_title_and_says_what_it_ends_in(name: str) -> None:
    first = load(name)["cells"][0]
    assert first["cell_type"] == "markdown"
    assert "".join(first["source"]).startswith("# ")
