"""`kfi recommendations`: what a report recommends, and to whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kfi_analysis.cli.output import emit, format_option, output_option
from kfi_analysis.cli.source import load, metadata_options, source_argument

__all__ = ["command"]


@click.command()
@source_argument
@metadata_options
@click.option("--to", "addressee", help="Only those put to this body.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(["rekommendation", "förslag", "besked"]),
    help="recommendations (default), what ought to be done though it is not recommended, notices that recommendations were given.",
)
@format_option
@output_option
def command(
    source: tuple[str, ...], format_: str, output: Path | None, addressee: str | None, kinds: tuple[str, ...], **settings: Any
) -> None:
    """Find the recommendations of audits and evaluations, with whom they are put to.

    JSON is a list of objects with addressees, text, start, end (characters of the text that `kfi read` gives), kind, named, section, page
    and repeats (other places where the same one is given).

    Example: kfi recommendations granskningsrapport.pdf --format json
    """
    from kfi_analysis.findings import recommendations

    found = recommendations(load(source, **settings), kinds=kinds or None)
    if addressee is not None:
        found = found.to(addressee)
    columns = ["recommendation_id", "addressees", "text", "document_id", "start", "end", "kind", "named", "section", "page", "repeats"]
    table = found.table[columns]
    emit(table[["addressees", "text"]] if format_ == "table" else table, format_, output)
