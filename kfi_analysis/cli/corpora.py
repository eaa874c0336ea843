"""`kfi corpora`: the registered corpora, what one holds, and whether a user's copy of a study is the right one."""

from __future__ import annotations

from pathlib import Path

import click
import pandas as pd

from kfi_analysis.cli.output import emit, format_option, output_option
from kfi_analysis.corpus.registry import list_corpora, registered
from kfi_analysis.corpus.verify import verify_copy

__all__ = ["command"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Registered corpora: list, show, verify.

    Example: kfi corpora verify boras-2021 min-kopia.pdf
    """


@command.command("list")
@format_option
@output_option
def list_(format_: str, output: Path | None) -> None:
    """List the registered corpora.

    Example: kfi corpora list --format json
    """
    emit(list_corpora(), format_, output)


@command.command()
@click.argument("name")
@click.option("--table", "table_name", help="Show one of its tables instead: excerpts, sections, actors, figures, coding, …")
@format_option
@output_option
def show(name: str, table_name: str | None, format_: str, output: Path | None) -> None:
    """Show what a registered corpus is, or one of its tables.

    Example: kfi corpora show boras-2021 --table figures
    """
    entry = registered(name)
    if table_name is not None:
        emit(entry.table(table_name), format_, output)
        return
    rows = [{"key": key, "value": value} for key, value in entry.manifest["corpus"].items()]
    rows += [{"key": "kind", "value": entry.kind}, {"key": "files", "value": ", ".join(entry.files)}]
    rows += [{"key": "known version", "value": known["version"]} for known in entry.manifest.get("fingerprint", [])]
    emit(pd.DataFrame(rows).astype({"value": str}), format_, output)


@command.command()
@click.argument("name")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--parts", is_flag=True, help="One row an excerpt and section instead of the account.")
@format_option
@output_option
def verify(name: str, source: Path, parts: bool, format_: str, output: Path | None) -> None:
    """Tell whether SOURCE is the study NAME: exact, another edition, or the wrong document.

    Example: kfi corpora verify boras-2021 boras-rapport.pdf
    """
    found = verify_copy(name, source)
    if parts:
        emit(found.parts, format_, output)
    elif format_ == "table" and output is None:
        click.echo(found.account())
    else:
        row = {"name": name, "verdict": found.verdict, "version": found.version, "complete": found.complete, "account": found.account()}
        counts = {f"{r.part}s_{k}": getattr(r, k) for r in found.summary.itertuples() for k in ("n", "exact", "present", "share")}
        emit(pd.DataFrame([{**row, **counts}]), format_, output)
