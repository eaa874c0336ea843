"""`kfi agreement`: how far coders agree, from their codings as files, and which passages they should talk about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kfi_analysis.cli.output import emit, emit_records, format_option, output_option
from kfi_analysis.errors import TableError

if TYPE_CHECKING:
    from kfi_analysis.coding.reliability import Agreement

__all__ = ["command"]

_SHOWN = (
    "what",
    "n",
    "share",
    "percent",
    "holsti",
    "cohen",
    "fleiss",
    "ac1",
    "alpha",
    "low",
    "high",
    "n_coded",
    "alpha_coded",
    "reading",
    "reason",
)


@click.command()
@click.argument("codings", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--code", "codes", multiple=True, help="Only this code; may be given several times.")
@click.option("--depth", type=click.IntRange(min=1), default=1, show_default=True, help="Depth of the codes: 1 themes, 2 sub-codes.")
@click.option("--key", help="The column that names the passages, where the files' passage_id differ: ordinal.")
@click.option("--unit", type=click.Choice(["passages", "characters"]), default="passages", show_default=True, help="What is compared.")
@click.option("--leave-out-uncoded", is_flag=True, help="Leave out the passages that nobody gave a code.")
@click.option(
    "--show",
    type=click.Choice(["table", "coefficients", "pairs", "disagreements", "conflicts"]),
    default="table",
    show_default=True,
    help="Which table.",
)
@click.option("--ratings", is_flag=True, help="The one file is a plain table: a row a unit, a column a coder.")
@click.option(
    "--level", type=click.Choice(["nominal", "ordinal", "interval"]), default="nominal", show_default=True, help="Of plain ratings."
)
@click.option("--resamples", type=click.IntRange(min=0), default=2000, show_default=True, help="Bootstrap resamples; 0: no intervals.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True, help="Of the readings.")
@format_option
@output_option
def command(
    codings: tuple[Path, ...],
    *,
    codes: tuple[str, ...],
    depth: int,
    key: str | None,
    unit: str,
    leave_out_uncoded: bool,
    show: str,
    ratings: bool,
    level: str,
    resamples: int,
    seed: int,
    language: str,
    format_: str,
    output: Path | None,
) -> None:
    """Compare CODINGS of the same passages: percent, Holsti, Cohen, Fleiss, AC1 and Krippendorff's alpha per code, with intervals.

    CODINGS are files (.csv, .json, .xlsx, .parquet) with a row a code or a row a passage, one file a coder or a column `coder`.

    Example: kfi agreement anna.csv bo.csv --format json
    """
    from kfi_analysis.coding.codings_files import read_codings, read_table
    from kfi_analysis.coding.merging import conflicts, merge_codings
    from kfi_analysis.coding.reliability import agreement

    if ratings:
        if len(codings) != 1:
            raise TableError("with --ratings give one table: a row a unit, a column a coder", where="kfi agreement")
        table = read_table(codings[0])
        names = [column for column in ("unit", "passage_id", "ordinal", "id") if column in table]
        found = agreement(table.drop(columns=names), level=level, resamples=resamples, seed=seed, language=language)  # type: ignore[arg-type]
    else:
        shared_key = key if key is not None else _key(codings)
        parts = [read_codings(path, key=shared_key) for path in codings]
        if show == "conflicts":
            emit(conflicts(merge_codings(parts), level=depth), format_, output)
            return
        found = agreement(
            parts,
            codes=list(codes) or None,
            level=depth,
            unit=unit,  # type: ignore[arg-type]
            uncoded=not leave_out_uncoded,
            resamples=resamples,
            seed=seed,
            language=language,  # type: ignore[arg-type]
        )
    _emit(found, show, format_, output)


def _emit(found: Agreement, show: str, format_: str, output: Path | None) -> None:
    for caution in found.cautions:
        click.echo(f"kfi: {caution}", err=True)
    if show == "disagreements":
        emit(found.disagreements(), format_, output)
    elif show == "table" and format_ == "json":
        emit_records(found.to_dict(), output)
    elif show == "table" and format_ == "table":
        emit(found.table[[column for column in _SHOWN if not found.table[column].isna().all()]], format_, output)
    else:
        emit({"table": found.table, "coefficients": found.coefficients, "pairs": found.pairs}[show], format_, output)


def _key(paths: tuple[Path, ...]) -> str | None:
    """`ordinal` where some of the files have nothing else in common; said on stderr."""
    from kfi_analysis.coding.codings_files import read_table

    columns = [set(map(str, read_table(path).columns)) for path in paths]
    if all("passage_id" in one for one in columns) or all(
        {"document_id", "start", "end"} <= one and "passage_id" not in one for one in columns
    ):
        return None
    if all("ordinal" in one for one in columns):
        click.echo("kfi: the files have no passage_id in common; passages are matched by their ordinal", err=True)
        return "ordinal"
    return None
