"""Pages of the reference that are made from the code, so that they cannot fall behind it: vocabulary, commands, files."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import click

import kfi_analysis
from kfi_analysis.cli.main import COMMANDS, cli

__all__ = ["write_pages"]

_KINDS = (("Functions", inspect.isfunction), ("Classes", inspect.isclass))


def write_pages(folder: Path) -> None:
    """Write facade.md, cli.md and files.md, each only where it has changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"facade.md": _vocabulary(), "cli.md": _commands(), "files.md": _files()}.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _vocabulary() -> str:
    lines = ["# The vocabulary", "", "What `import kfi_analysis as kfi` offers; each name is loaded when it is first used.", ""]
    offered = {name: getattr(kfi_analysis, name) for name in kfi_analysis.__all__ if not name.startswith("__")}
    for title, belongs in _KINDS:
        lines += [f"## {title}", "", "| name | gives | room |", "|---|---|---|"]
        for name, thing in sorted(offered.items(), key=lambda pair: pair[0].lower()):
            if belongs(thing):
                room = thing.__module__.split(".")[1]
                lines.append(f"| `kfi.{name}` | {_first_line(inspect.getdoc(thing))} | {room} |")
        lines.append("")
    return "\n".join(lines)


def _commands() -> str:
    lines = ["# Command line", "", "Exit codes: 0 done, 1 bad input (one line on stderr), 2 usage. JSON goes to stdout alone.", ""]
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        context = click.Context(command, info_name=f"kfi {name}", terminal_width=100, max_content_width=100)
        lines += [f"## kfi {name}", "", "```text", command.get_help(context), "```", ""]
    return "\n".join(lines)


def _files() -> str:
    lines = ["# Rooms and files", "", "Each file's own first line. [Architecture](../../architecture.md) has the picture.", ""]
    root = Path(kfi_analysis.__file__).parent
    for room in sorted({path.parent for path in root.rglob("*.py")}):
        lines += [f"## {'.'.join(('kfi_analysis', *room.relative_to(root).parts))}", "", "| file | idea |", "|---|---|"]
        for path in sorted(room.glob("*.py")):
            said = _first_line(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))))
            lines.append(f"| `{path.name}` | {said} |")
        lines.append("")
    return "\n".join(lines)


def _first_line(docstring: str | None) -> str:
    """Return the first paragraph's first sentence on one line, safe in a table."""
    first = " ".join((docstring or "").split("\n\n")[0].split())
    return first.replace("|", "\\|").replace("<", "\\<")
