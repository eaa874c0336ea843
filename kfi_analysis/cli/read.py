"""`kfi read`: documents and passages of files, with what was left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kfi_analysis.cli.output import emit, emit_records, format_option, output_option, records
from kfi_analysis.cli.source import load, metadata_options, source_argument

__all__ = ["command"]


@click.command()
@source_argument
@metadata_options
@click.option("--documents", is_flag=True, help="One row a document instead of one row a passage.")
@format_option
@output_option
def command(source: tuple[str, ...], format_: str, output: Path | None, documents: bool, **settings: Any) -> None:
    """Read files: text, sections, excerpts, all with positions.

    JSON holds "documents" (with their texts), "passages" (spans into them) and "skipped"; the other formats hold one table.

    Example: kfi read rapport.txt --municipality Borås --format json
    """
    corpus = load(source, **settings)
    if format_ == "json":
        emit_records({name: records(getattr(corpus, name)) for name in ("documents", "passages", "skipped")}, output)
    elif documents:
        emit(corpus.documents, format_, output)
    else:
        emit(corpus.passages.assign(text=corpus.texts.to_numpy()), format_, output)
    for row in corpus.skipped.itertuples():
        if row.what == "file":
            click.echo(f"kfi: left out {row.source}: {row.reason}", err=True)
