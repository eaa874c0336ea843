"""`kfi excerpts`: the quotations of a report, each with who said it and where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kfi_analysis.cli.output import emit, format_option, output_option
from kfi_analysis.cli.source import load, metadata_options, source_argument

__all__ = ["command"]

COLUMNS = ("ordinal", "source_kind", "unit", "respondent", "role", "text", "start", "end", "section", "page", "unit_as_written")


@click.command()
@source_argument
@metadata_options
@format_option
@output_option
def command(source: tuple[str, ...], format_: str, output: Path | None, **settings: Any) -> None:
    """List quoted excerpts with their sources.

    Example: kfi excerpts rapport.txt --format json
    """
    excerpts = load(source, **settings).excerpts
    table = excerpts.passages.assign(text=excerpts.texts.to_numpy())
    shown = [column for column in COLUMNS if column in table.columns]
    emit(table[[*shown, "document_id", "passage_id"]], format_, output)
