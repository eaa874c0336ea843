"""`kfi code`: passages with their themes, sub-codes, valence and phase, and the words that spoke for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kfi_analysis.cli.output import emit, emit_records, format_option, output_option
from kfi_analysis.cli.source import load, metadata_options, source_argument

__all__ = ["command"]


@click.command()
@source_argument
@click.option("--codebook", default="kfi", show_default=True, help="A shipped codebook (kfi, varden) or a file: .yaml, .json, .csv, .qdc.")
@click.option("--excerpts", is_flag=True, help="Code the quoted excerpts alone.")
@click.option(
    "--coder",
    type=click.Choice(["lexical", "learned", "combined"]),
    help="How to code: by the codebook's indicators, by what was learned, or by both [default: combined where --training is given or the "
    "codebook is kfi, otherwise lexical].",
)
@click.option(
    "--training",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Codings of passages of SOURCE to learn from: a table with passage_id and codes, such as a corrected output of this command.",
)
@click.option("--text", "with_text", is_flag=True, help="Give the passages' texts too.")
@metadata_options
@format_option
@output_option
def command(
    source: tuple[str, ...],
    *,
    codebook: str,
    excerpts: bool,
    coder: str | None,
    training: Path | None,
    with_text: bool,
    format_: str,
    output: Path | None,
    **settings: Any,
) -> None:
    """Code passages by theme, with valence, phase and evidence.

    Example: kfi code rapport.txt --excerpts --format json
    """
    from kfi_analysis.coding import Codebook, code, read_codings
    from kfi_analysis.coding.records import coding_records, coding_table

    book = Codebook.load(codebook)
    corpus = load(source, **settings)
    learned = None if training is None else read_codings(training).on(corpus)
    codings = code(corpus.excerpts if excerpts else corpus, book, coder=coder, training=learned)
    if format_ == "json":
        emit_records(coding_records(codings, text=with_text), output)
    else:
        emit(coding_table(codings, text=with_text), format_, output)
