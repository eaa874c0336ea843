"""Imports point down only: the layers of docs/architecture.md, read from the AST."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "kfi_analysis"

GROUND = {"errors", "provenance", "progress", "resampling", "files", "numbers"}

ALLOWED: dict[str, set[str]] = {
    "_version": set(),
    "errors": set(),
    "provenance": {"_version"},
    "progress": {"errors"},
    "resampling": {"errors"},
    "files": {"errors"},
    "numbers": set(),
    "text": GROUND,
    "corpus": GROUND | {"text"},
    "coding": GROUND | {"text", "corpus"},
    "topics": GROUND | {"text", "corpus"},
    "actors": GROUND | {"text", "corpus"},
    "comparison": GROUND | {"text", "corpus", "coding", "topics", "actors"},
    "findings": GROUND | {"text", "corpus", "coding", "topics", "actors", "comparison"},
    "analysis": GROUND | {"text", "corpus", "coding", "topics", "actors", "comparison", "findings"},
    "plots": GROUND | {"text", "corpus", "coding", "topics", "actors", "comparison", "findings"},
    "report": GROUND | {"_version", "text", "corpus", "coding", "topics", "actors", "comparison", "findings", "plots", "analysis"},
}


def room_of(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imported_rooms(path: Path) -> set[str]:
    rooms: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; write the full name"
            names = [node.module or ""]
            if node.module == "kfi_analysis":
                names = [f"kfi_analysis.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        rooms |= {name.split(".")[1] for name in names if name.startswith("kfi_analysis.")}
    return rooms


def test_imports_point_down() -> None:
    files = [path for path in PACKAGE.rglob("*.py") if room_of(path) not in {"__init__", "__main__", "cli"}]
    assert files
    wrong = {
        str(path.relative_to(PACKAGE)): sorted(bad)
        for path in files
        if (bad := imported_rooms(path) - ALLOWED[room_of(path)] - {room_of(path)})
    }
    assert not wrong


def test_every_room_has_a_place_in_the_picture() -> None:
    rooms = {room_of(path) for path in PACKAGE.rglob("*.py")} - {"__init__", "__main__", "cli"}
    assert rooms <= set(ALLOWED)
