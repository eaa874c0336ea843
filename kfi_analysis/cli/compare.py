"""`kfi compare`: groups of documents side by side, cautions first."""

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
@click.option("--by", default="municipality", show_default=True, help="The column that forms the groups.")
@click.option(
    "--measure", type=click.Choice(["theme", "challenge", "strength"]), default="theme", show_default=True, help="What is compared."
)
@click.option("--standardise", type=click.Choice(["source_kind"]), help="Weight the groups to the same mix of source kinds.")
@click.option("--codebook", default="kfi", show_default=True, help="A codebook file or the name of a shipped one.")
@click.option("--keywords", is_flag=True, help="The words that mark each group instead of the themes.")
@click.option("--permutations", type=click.IntRange(min=1), default=2000, show_default=True, help="Of the tests.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of everything random.")
@format_option
@output_option
def command(
    *,
    source: tuple[str, ...],
    format_: str,
    output: Path | None,
    by: str,
    measure: Any,
    standardise: Any,
    codebook: str,
    keywords: bool,
    permutations: int,
    seed: int,
    **settings: Any,
) -> None:
    """Compare groups by the share of passages that carries each theme.

    JSON holds "cautions", "profile", "contrasts", "overall" and "provenance"; the other formats hold the contrasts, the cautions go to
    stderr.

    Example: kfi compare exempelkommuner --by municipality --format json
    """
    from kfi_analysis.coding import code
    from kfi_analysis.comparison import compare, keyness

    corpus = load(source, **settings)
    if keywords:
        emit(keyness(corpus, by), format_, output)
        return
    found = compare(
        code(corpus, codebook),
        by,
        measure=measure,
        standardise=standardise,
        permutations=permutations,
        resamples=permutations,
        seed=seed,
    )
    if format_ == "json":
        tables = {name: records(getattr(found, name)) for name in ("profile", "contrasts", "overall")}
        emit_records({"cautions": list(found.cautions), **tables, "provenance": found.provenance.to_dict()}, output)
        return
    for line in found.cautions:
        click.echo(f"kfi: {line}", err=True)
    emit(found.contrasts, format_, output)
